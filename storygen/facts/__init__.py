"""Facts: what the figures say. Imports nothing of the house but errors."""
