"""Desk: fifty editors at work on ten thousand stories, and how long each page takes them.

    python benchmarks/desk.py [--editors N] [--stories N] [--seconds N] [--cache DIR] [--url URL]

The desk is a process of its own, as `storygen desk` opens it; the editors are another (see editors.py). The
archive is seeded once and kept in DIR; each run works on a copy. With a URL the archive is a PostgreSQL
database, which is seeded where it has too few stories, and worked on as it is.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import editors
import newsroom
from editors import Took

from storygen.archive.archive import Archive

EDITORS, STORIES, SECONDS, WARM = 50, 10_000, 60, 40
MEDIAN, NINETY_NINTH = 50, 200
"""Milliseconds: what is aimed at on a small machine."""
Row = Sequence[object]


def seeded(cache: Path, number: int, url: str = "") -> tuple[str, Row]:
    """Return the archive with so many stories and their editors, and a row of what seeding it took."""
    cache.mkdir(parents=True, exist_ok=True)
    where = url or str(cache / f"archive-{number}.db")
    archive = Archive(where)
    kept, took = newsroom.seed(archive, number)
    newsroom.let_in(archive, EDITORS)
    kind = archive.engine.dialect.name
    archive.close()
    size = "" if url else f"{Path(where).stat().st_size / 2**20:.0f} MiB"
    speed = (
        [f"{took:.0f}", f"{kept / took:.0f}", f"{took / kept * 1e3:.1f}"] if kept else ["kept before", "", ""]
    )
    return where, (kind, f"{number:,}", *speed, size)


@contextmanager
def opened(archive: str, home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Open a desk on *archive* in a process of its own, and give it and its address."""
    command = [sys.executable, "-m", "storygen", "desk", "--archive", archive, "--port", "0"]
    environment = {**os.environ, "STORYGEN_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    desk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert desk.stdout
        said = next((found for line in desk.stdout if (found := re.search(r"open at (\S+)", line))), None)
        assert said, "the desk did not open"
        yield desk, said[1]
    finally:
        desk.send_signal(signal.SIGINT)
        desk.wait(30)


def memory(process: int) -> float:
    """Return how many mebibytes a process has in memory."""
    said = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", said)[1]) / 1024


def worked(process: int) -> float:
    """Return the processor's seconds that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def under_load(
    archive: str, number: int, people: int, seconds: float, warm: float
) -> tuple[list[Row], list[Row]]:
    """Return the rows of every page, and those of the server, with so many *people* at work on *archive*."""
    names = [f"editor {each}" for each in range(1, people + 1)]
    told: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory() as home, opened(archive, Path(home)) as (desk, address):
        before = memory(desk.pid)

        def mark() -> None:
            told.append((time.perf_counter(), worked(desk.pid), memory(desk.pid)))

        took, lateness = asyncio.run(editors.load(address, names, number, warm, seconds, mark))
    (began, cpu, warmed), (ended, cpu_after, after) = told
    wall, busy = ended - began, cpu_after - cpu
    server = [
        (
            *("", "pages", "a second", "desk busy", "ms a page", "MiB at start", "warm", "at the end"),
            *("late by, ms", "99th"),
        ),
        (
            f"{people} editors",
            *(f"{len(took):,}", f"{len(took) / wall:.1f}"),
            *(f"{busy / wall:.0%}", f"{busy / len(took) * 1e3:.1f}"),
            *(f"{before:.0f}", f"{warmed:.0f}", f"{after:.0f}"),
            *(f"{each * 1e3:.0f}" for each in _middle_and_far(lateness)),
        ),
    ]
    for fault in sorted({each.fault for each in took if each.fault})[:10]:
        print(f"  {fault}", file=sys.stderr)
    return pages(took), server


def pages(took: Sequence[Took]) -> list[Row]:
    """Return a row of each page: how often it was asked for, how long it took, and its errors."""
    by_page: dict[str, list[Took]] = defaultdict(list)
    for each in took:
        by_page[each.page].append(each)
    rows: list[Row] = [("", "asked for", "median, ms", "99th", "longest", "errors", "")]
    every = sorted(by_page.items(), key=lambda item: -len(item[1]))
    return [*rows, *(_row(page, some) for page, some in [*every, ("every page", list(took))])]


def _row(page: str, some: Sequence[Took]) -> Row:
    times = [each.seconds * 1e3 for each in some]
    median, far = _middle_and_far(times)
    errors = sum(bool(each.fault) for each in some)
    over = "over" if median > MEDIAN or far > NINETY_NINTH else ""
    return (page, len(times), f"{median:.0f}", f"{far:.0f}", f"{max(times):.0f}", errors, over)


def _middle_and_far(times: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile."""
    return statistics.median(times), sorted(times)[math.ceil(len(times) * 0.99) - 1]


def run(
    cache: Path,
    number: int = STORIES,
    people: int = EDITORS,
    seconds: float = SECONDS,
    warm: float = WARM,
    url: str = "",
) -> dict[str, list[Row]]:
    """Return every table, by its title."""
    archive, seeding = seeded(cache, number, url)
    if not url:
        archive = shutil.copy(archive, cache / "worked-on.db")
    try:
        rows, server = under_load(archive, number, people, seconds, warm)
    finally:
        if not url:
            for path in cache.glob("worked-on.db*"):
                path.unlink()
    return {
        "Seeding the archive: Archive.keep_all, a hundred stories at a time; writing them is not counted.": [
            ("", "stories", "seconds", "a second", "ms a story", "the file"),
            seeding,
        ],
        f"The desk under load: {people} editors on {number:,} stories, each a page every\n"
        f"{editors.THINKS:.0f} seconds or so, for {seconds:.0f} seconds after {warm:.0f} to warm up. Aim: a\n"
        f"median of {MEDIAN} ms and a 99th percentile of {NINETY_NINTH} ms; what is beyond says so.": rows,
        "The desk's own process: its share of one core, and of that a page's; and how late the editors'\n"
        "process was with nothing to do: so much of each page's time is the machine's.": server,
    }


def main() -> None:
    """Run it alone."""
    from printing import note, table

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--editors", type=int, default=EDITORS)
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "storygen-bench")
    parser.add_argument("--url", default="", help="a PostgreSQL database to keep the archive in")
    said = parser.parse_args()
    note()
    for title, rows in run(said.cache, said.stories, said.editors, said.seconds, url=said.url).items():
        table(title, rows)


if __name__ == "__main__":
    main()
