"""Bench: how fast the line is, how large a batch grows, what errors it catches, how quick the desk is.

    python benchmarks/bench.py [--quick] [--only line|processes|size|cold|attack|desk|watch]

Every comparison is made within one run, its sides taking turns round by round, and is told as the median
of the rounds' ratios: absolute times are this machine's, ratios travel. One-core figures are processor
time, so that other work on the machine weighs less. It is never part of a test.
"""

from __future__ import annotations

import argparse
import functools
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import printing
import synthetic
from bare import Bare, Floats
from printing import table

from storygen import Held, Story, load_pack, open_edition
from storygen.batch import write_each
from storygen.edition import Edition
from storygen.facts.geography import Geography
from storygen.newsroom import write
from storygen.pack import Pack
from storygen.settings import read_settings

T = TypeVar("T")
HERE = Path(__file__).parent
MODEL = ("West Midlands", "Staffordshire")
SUBJECTS = (
    ("police-workforce", None, 1),
    ("use-of-force", None, 1),
    ("registered-offenders", "mappa-2021", 1),
    ("registered-offenders", "mappa-2021", 2),
)
"""The pack, the release, and how many places a story has."""
AIM, FLOOR = 5_000, 2_000
"""Stories a second a core: what is aimed at, and below what it is not done."""


def main() -> None:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller batches")
    parser.add_argument("--only", choices=PARTS, action="append", help="one part; may be given again")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STORYGEN_HOME"] = str(Path(folder) / "home")
        printing.note()
        for name, part in PARTS.items():
            if not said.only or name in said.only:
                part(Path(folder), said.quick)
    print(f"\nLoad at the end: {printing.load()}. Take the ratios; the times are this machine's, today.")


# The line beside a bare template.


def line(_folder: Path, quick: bool) -> None:
    """Time the whole line on one core, and the same copy by a bare template, turn and turn about."""
    rows: list[Sequence[object]] = [
        (
            *("", "stories", "same copy", "storygen", "a second", "(wall)", "and text", "alone"),
            *("bare", "ratio", "with text", "opening"),
        )
    ]
    for name, release, together in SUBJECTS:
        rows.append(_beside(name, release, together, rounds=7 if quick else 25))
    table(
        "The line on one core, from an open edition: comparison, angle, plan, citing, gate, reader and sub.\n"
        "Processor microseconds a story, and stories a second; ratio is ours over bare's, without and\n"
        "with the setting of its copy as text, which bare's has. Stories are drafted and then read as a\n"
        "batch has them; alone is by turns, one story after another. Opening is an edition's own cost: its\n"
        "tables, its ranks, the pars that all its stories share, and its first story.",
        rows,
    )
    print(
        f"\n  Aim: {AIM:,} stories a second a core and a ratio of 1; below {FLOOR:,} or above 4 is not done."
    )


def _beside(name: str, release: str | None, together: int, rounds: int) -> Sequence[object]:
    """Return the row of one pack: each round opens it afresh, and writes every place once."""
    pack = load_pack(name)
    edition = open_edition(pack, release)
    groups = _groups(edition, together)
    bare = Bare(pack, edition.day.year)
    same = _same(edition, bare, groups)
    if same < len(groups) and name != "use-of-force":
        sys.exit(f"{name}: {len(groups) - same} of {len(groups)} bare copies differ, so nothing can be timed")
    count, figures = len(groups) - 1, [_round(pack, bare, release, groups) for _ in range(rounds + 1)][1:]
    opened, ours, wall, text, alone, plain = (list(column) for column in zip(*figures, strict=True))
    ratio = statistics.median(a / b for a, b in zip(ours, plain, strict=True))
    texts = statistics.median(a / b for a, b in zip(text, plain, strict=True))
    mine, clock = statistics.median(ours) / count, statistics.median(wall) / count
    return (
        f"{name}, {'two places' if together > 1 else 'one place'}",
        count,
        f"{same} of {len(groups)}",
        f"{mine * 1e6:.0f}",
        f"{1 / mine:,.0f}",
        f"{1 / clock:,.0f}",
        f"{statistics.median(text) / count * 1e6:.0f}",
        f"{statistics.median(alone) / count * 1e6:.0f}",
        f"{statistics.median(plain) / count * 1e6:.0f}",
        f"{ratio:.2f}",
        f"{texts:.2f}",
        f"{statistics.median(opened) * 1e3:.0f} ms",
    )


def _groups(edition: Edition, together: int) -> list[tuple[Geography, ...]]:
    """Return the places of each story that can be written, each place in one; the model story's first."""
    model = [edition.gazetteer.find(name)[0][0] for name in MODEL] if together > 1 else []
    rest = [place for place in edition.places() if place not in model]
    able = [*model, *(place for place in rest if isinstance(write(edition, (place,)), Story))]
    groups = [tuple(able[i : i + together]) for i in range(0, len(able) - together + 1, together)]
    return [group for group in groups if not isinstance(write(edition, group), Held)]


def _same(edition: Edition, bare: Bare, groups: Sequence[tuple[Geography, ...]]) -> int:
    """Return how many of the bare copies are the same, letter for letter."""
    floats = Floats(bare, edition)
    return sum(str(write(edition, group)) == bare.write(floats, group) for group in groups)


def _round(
    pack: Pack, bare: Bare, release: str | None, groups: Sequence[tuple[Geography, ...]]
) -> tuple[float, ...]:
    """Return the times of one round: opening, ours (processor and wall), with its text, the bare template."""
    floats = Floats(bare, open_edition(pack, release))
    bare.write(floats, groups[0])
    forget()
    opened, edition = timed(lambda: _opened(pack, release, groups[0]))
    ours, wall = _spent(write_each(edition, groups[1:]))
    forget()
    again = _opened(pack, release, groups[0])
    text, _ = _spent(str(story) for story in write_each(again, groups[1:]))
    plain, _ = _spent(bare.write(floats, group) for group in groups[1:])
    forget()
    singly = _opened(pack, release, groups[0])
    alone, _ = _spent(write(singly, group) for group in groups[1:])
    return opened, ours, wall, text, alone, plain


def _spent(stories: Iterator[object]) -> tuple[float, float]:
    """Return the processor and wall time of writing *stories*, each let go at once as a batch does."""
    gc.collect()
    started, wall = time.process_time(), time.perf_counter()
    for _ in stories:
        pass
    return time.process_time() - started, time.perf_counter() - wall


def _opened(pack: Pack, release: str | None, first: tuple[Geography, ...]) -> Edition:
    """Return an edition with what its stories share written, as it stands after a batch's first story."""
    edition = open_edition(pack, release)
    for rule in pack.rules:
        edition.shared(rule.copy)
    for spec in edition.measures.specs.values():
        edition.measures.standing(spec)
    write(edition, first)
    return edition


def timed(act: Callable[[], T]) -> tuple[float, T]:
    """Return the processor time of *act*, and what it returned."""
    started = time.process_time()
    made = act()
    return time.process_time() - started, made


def forget() -> None:
    """Empty every memory that outlives an edition but the packs': a real batch writes each place once."""
    for name, module in list(sys.modules.items()):
        if name.startswith("storygen"):
            for key, thing in vars(module).items():
                if isinstance(thing, functools._lru_cache_wrapper) and key != "_opened":
                    thing.cache_clear()


# Batches.


def _batched(data: Path, engine: str, stories: int) -> dict[str, float]:
    """Run one batch in a process of its own, and return what it says."""
    command = [sys.executable, str(HERE / "batched.py"), engine, str(stories)]
    environment = {**os.environ, "STORYGEN_DATA": str(data)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the batch of {stories} over {engine} failed:\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _data(folder: Path, stories: int) -> Path:
    """Return a data folder of synthetic releases for so many stories, written when first asked for."""
    place = folder / f"data-{stories}"
    return place if place.exists() else synthetic.write_data(place, stories // synthetic.PLACES)


def processes(folder: Path, quick: bool) -> None:
    """Time two processes against one, turn and turn about."""
    rounds, stories = (2, 3_000) if quick else (5, 8_000)
    data = _data(folder, stories)
    one, two = [], []
    for _ in range(rounds):
        one.append(_batched(data, "none", stories)["seconds"])
        two.append(_batched(data, "processes", stories)["seconds"])
    gain = statistics.median(a / b for a, b in zip(one, two, strict=True))
    table(
        f"Two processes against one: {stories:,} jobs of write_all, copy as text.\n{SYNTHETIC}",
        [
            ("", "a second", "times as fast"),
            ("one process", f"{stories / statistics.median(one):,.0f}", "1.00"),
            ("two processes", f"{stories / statistics.median(two):,.0f}", f"{gain:.2f}"),
        ],
    )


def size(folder: Path, quick: bool) -> None:
    """Weigh batches of three sizes, and time a Dask cluster of two local workers on the largest."""
    sizes = (1_000, 2_000, 5_000) if quick else (1_000, 10_000, 100_000)
    data = _data(folder, sizes[-1])
    runs = [(engine, stories) for engine in ("none", "processes") for stories in sizes]
    if printing.version_of("distributed") != "not installed":
        runs.append(("dask", sizes[-1]))
    rows: list[Sequence[object]] = [
        ("", "stories", "seconds", "a second", "held", "batch, MiB", "a worker, MiB")
    ]
    for engine, stories in runs:
        found = _batched(data, engine, stories)
        speed = f"{found['stories'] / found['seconds']:,.0f}"
        worker = f"{found['worker']:.0f}" if found["worker"] else "–"
        rows.append(
            (
                ENGINES[engine],
                f"{stories:,}",
                f"{found['seconds']:.1f}",
                speed,
                f"{found['held']:.0f}",
                f"{found['parent']:.0f}",
                worker,
            )
        )
    pack, settings = load_pack(synthetic.PACK), read_settings({**os.environ, "STORYGEN_DATA": str(data)})
    opened, _ = timed(lambda: open_edition(pack, synthetic.name_of(1), settings=settings))
    table(
        f"Size: each batch in a process of its own: its peak memory, and its larger worker's.\n{SYNTHETIC}",
        rows,
    )
    print(f"\n  Opening one of these editions takes {opened * 1e3:.0f} ms of the seconds above.")


ENGINES = {"none": "one process", "processes": "two processes", "dask": "Dask, two workers"}
SYNTHETIC = (
    f"Synthetic releases of {synthetic.PLACES} made-up places; wall time, with the opening of every\n"
    "edition, engines and workers started beforehand."
)


# The command, cold.


def cold(_folder: Path, quick: bool) -> None:
    """Time whole processes: the command beside Python itself and beside importing pandas."""
    command = Path(sys.executable).with_name("storygen")
    ours = [str(command)] if command.exists() else [sys.executable, "-m", "storygen"]
    runs = {
        "python -c pass": [sys.executable, "-c", "pass"],
        'python -c "import pandas"': [sys.executable, "-c", "import pandas"],
        "storygen --help": [*ours, "--help"],
        "storygen write police-workforce Kent": [*ours, "write", "police-workforce", "Kent"],
    }
    # Python keeps what it has compiled wherever it may, as it does for anybody who writes a second story.
    keeping = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    took: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range((4 if quick else 11) + 1):
        for name, words in runs.items():
            started = time.perf_counter()
            subprocess.run(
                words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=keeping
            )
            took[name].append(time.perf_counter() - started)
    beside = took['python -c "import pandas"'][1:]
    rows: list[Sequence[object]] = [("", "ms", "times importing pandas")]
    for name, times in took.items():
        ratio = statistics.median(a / b for a, b in zip(times[1:], beside, strict=True))
        rows.append((name, f"{statistics.median(times[1:]) * 1e3:.0f}", f"{ratio:.2f}"))
    table("A cold start: whole processes, wall time, medians.", rows)


# Errors planted in true copy, and who notices.


def attacked(_folder: Path, quick: bool) -> None:
    """Plant errors in true stories of each pack, and count what the house catches, and whom it accuses."""
    from storygen.attack import Tally, attack, read_copy

    tally, began = Tally(), time.process_time()
    for came in attack(ATTACKED, read_copy, n=100 if quick else 1000):
        tally.add(came)
    took = time.process_time() - began
    table("Errors planted in true copy, one at a time, by kind.", tally.rows())
    said = f"{tally.accusing:.1f} of 1,000 accused; {took:.0f} seconds for the whole attack"
    table(f"The true stories they were planted in: {said}.", tally.readings())


# The desk, with editors at it.


def desk(folder: Path, quick: bool) -> None:
    """Let editors read, edit and approve at a desk with thousands of stories, and time each page."""
    from desk import EDITORS, SECONDS, STORIES, run

    few = (
        {"number": STORIES // 10, "people": EDITORS // 5, "seconds": SECONDS / 4, "warm": 8} if quick else {}
    )
    for title, rows in run(folder, **few).items():
        table(title, rows)


# A release that comes out, and every force's drafts.


def watch(_folder: Path, quick: bool) -> None:
    """Let a release come out in a feed, and time it until every force's draft is in the archive."""
    from watch import rows

    table("From a feed's bytes to checked drafts in the archive.", rows(2 if quick else 5))


ATTACKED = ("police-workforce", "use-of-force", "registered-offenders")


PARTS: dict[str, Callable[[Path, bool], None]] = {
    "line": line,
    "processes": processes,
    "size": size,
    "cold": cold,
    "attack": attacked,
    "desk": desk,
    "watch": watch,
}

if __name__ == "__main__":
    main()
