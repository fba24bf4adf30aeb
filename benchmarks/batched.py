"""Batched: one batch of synthetic stories in a process of its own, timed and weighed.

Run by bench.py, once for each engine and size, since a process's peak memory never goes down again:

    python benchmarks/batched.py ENGINE STORIES

It prints a line of JSON. STORYGEN_DATA names the folder of the synthetic releases. The engine and its workers
are started, and have written a story or two, before the clock is.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter

import synthetic

from storygen.batch import do, write_all
from storygen.engines import open_engine

WORKERS = 2


def run(engine: str, stories: int) -> dict[str, float]:
    """Write the batch over *engine* and return what it took; the outcomes are counted and let go."""
    with open_engine(engine, workers=WORKERS) as pool:
        for _ in write_all(do, synthetic.jobs(2 * WORKERS), pool, 1):
            pass
        wall = time.perf_counter()
        came = Counter(outcome.status for outcome in write_all(do, synthetic.jobs(stories), pool))
        wall = time.perf_counter() - wall
    return {
        "seconds": wall,
        "stories": came["ready"],
        "held": came["held"],
        "parent": _mebibytes(resource.RUSAGE_SELF),
        "worker": _mebibytes(resource.RUSAGE_CHILDREN) if engine != "none" else 0,
    }


def _mebibytes(whose: int) -> float:
    """Return the peak memory of this process, or of the largest of its children that have ended."""
    peak = resource.getrusage(whose).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]))))
