"""Synthetic: releases of the workforce pack for places that do not exist, as many as a benchmark wants.

There are 250 made-up forces. A release has every one of them, each with the numbers of a real force, scaled
and moved by half of one per cent at most, so that all the usual angles and pars come up; 400 releases are a
hundred thousand stories. All are of one day, so that none is another's earlier release. They stand in a data
folder of their own, which STORYGEN_DATA names to the processes that write them.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from storygen.batch import Job
from storygen.facts.table import Reading, read_readings, write_readings
from storygen.settings import share

PACK = "police-workforce"
PLACES = 250
"""Places a release: so few that 1,000 stories already need the four editions a worker keeps open."""
HEADS = (
    *(
        "Alder",
        "Ash",
        "Beck",
        "Birch",
        "Brad",
        "Brook",
        "Burn",
        "Crow",
        "East",
        "Elm",
        "Fern",
        "Hard",
        "Hart",
    ),
    *("Hazel", "King", "Lang", "Mill", "North", "Oak", "Pen", "Red", "Sand", "Stan", "Thorn", "West"),
)
TAILS = ("bourne", "bridge", "bury", "combe", "dale", "den", "ford", "ham", "ley", "ton")
FORCES = ("code", "kind", "name", "prose", "located", "force", "region", "nation", "others")
RELEASE = """\
id = "{id}"
title = "Police workforce, synthetic places, 30 September 2019"
publisher = "Home Office"
published = 2020-01-30
period = "at 2019-09-30"
status = "final"
fingerprint = "synthetic:{number}"
"""


def name_of(number: int) -> str:
    """Return the id of one synthetic release, from 1."""
    return f"synth-{number:03d}"


def code_of(number: int) -> str:
    """Return the code of one synthetic force, from nought."""
    return f"X23{number:06d}"


def write_data(folder: Path, releases: int) -> Path:
    """Write into *folder* the synthetic forces and so many *releases* of them; return it."""
    (folder / "geographies").mkdir(parents=True)
    (folder / PACK).mkdir()
    names = [head + tail for head in HEADS for tail in TAILS]
    with (folder / "geographies/forces.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(FORCES)
        rows.writerow(
            ["K04000001", "nation", *["England and Wales"] * 2, "in England and Wales", "", "", "", ""]
        )
        rows.writerows(
            [code_of(number), "force", name, name, f"in {name}", f"{name} Police", "", "England", ""]
            for number, name in enumerate(names)
        )
    (folder / "geographies/titles.csv").write_text("title,places,style,town\n", encoding="utf-8")
    forces, nation = _real()
    for number in range(1, releases + 1):
        path = folder / PACK / name_of(number)
        said = RELEASE.format(id=name_of(number), number=number)
        path.with_suffix(".toml").write_text(said, encoding="utf-8")
        write_readings([*nation, *_readings(forces, number)], path.with_suffix(".csv"))
    return folder


def _real() -> tuple[list[list[Reading]], list[Reading]]:
    """Return what the newest real release and the one before have of each force, and of the nation."""
    found: dict[tuple[str, str, str], Reading] = {}
    for year in ("2019", "2018"):
        for reading in read_readings(share("data") / PACK / f"workforce-{year}.csv"):
            if not reading.measure.endswith("_change"):
                found.setdefault((reading.measure, reading.place, reading.period), reading)
    by_place: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in found.values():
        by_place[reading.place].append(reading)
    nation = by_place.pop("K04000001")
    return [rows for code, rows in sorted(by_place.items()) if code.startswith(("E23", "W15"))], nation


def _readings(forces: list[list[Reading]], release: int) -> Iterator[Reading]:
    """Yield the readings of every synthetic force in one release, each a real force's moved a little."""
    chance = random.Random(release)
    for number in range(PLACES):
        size = chance.uniform(0.5, 2)
        rows = forces[(number + release) % len(forces)]
        for row in rows:
            value = float(row.value or 0) * size * chance.uniform(0.995, 1.005)
            shown = f"{value:.0f}" if row.measure in ("specials", "heads") else f"{value:.2f}"
            yield Reading(
                row.measure, code_of(number), row.period, shown if row.value else "", row.mark, row.sheet,
                f"C{number + 7}", f"Force {number}", row.column,
            )  # fmt: skip


def jobs(stories: int) -> Iterator[Job]:
    """Yield so many jobs, release by release."""
    for number in range(stories):
        release, place = divmod(number, PLACES)
        yield Job(PACK, name_of(release + 1), (f"force:{code_of(place)}",))
