"""Fetching: something brought from the web, politely, within bounds, and only from where it may be."""
