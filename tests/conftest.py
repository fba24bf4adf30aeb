"""One profile for hypothesis: the same examples on every run, on every machine."""

from hypothesis import settings

settings.register_profile("house", derandomize=True, deadline=None, max_examples=60, database=None)
settings.load_profile("house")
