"""Reading: what finished copy says, as a stranger would take it. Imports facts, and does its own sums."""
