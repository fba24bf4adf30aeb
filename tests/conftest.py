"""One profile for hypothesis: the same examples on every run, on every machine."""

from hypothesis import settings

settings.register_profile("house", derandomize=False, deadline=None, max_examples=4000, database=None)
settings.load_profile("house")
