"""Outputs: what a story looks like. Each is a plugin: a story in, text out."""
