"""Planting: one falsehood put into a true story, to see who notices."""
