"""Writing: what we say about the figures. Imports facts."""
