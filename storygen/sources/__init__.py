"""Sources: where releases come from. Each is a plugin."""
