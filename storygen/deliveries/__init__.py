"""Deliveries: where alerts go. Each is a plugin: an alert in, and away."""
