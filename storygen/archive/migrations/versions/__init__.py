"""Versions: a file a step."""
