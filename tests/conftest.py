"""One profile for hypothesis: the same examples on every run, on every machine."""

import gc

from hypothesis import settings

settings.register_profile("house", derandomize=True, deadline=None, max_examples=60, database=None)
settings.load_profile("house")

# Python looks for what it may forget after every 700 new objects, which takes a quarter of the time where
# thousands of stories are kept. A worker that looks less often grows by some 10 MB.
gc.set_threshold(50_000, 10, 10)
