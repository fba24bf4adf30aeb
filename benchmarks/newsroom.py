"""A newsroom's archive: so many stories of real editions, each of its own, and who works at them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, islice

from storygen import load_pack, open_edition
from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.people import People
from storygen.archive.workflow import Role
from storygen.batch import write_each
from storygen.edition import Edition
from storygen.writing.plan import LENGTHS
from storygen.writing.story import Held, Story

RELEASES = (
    ("police-workforce", "workforce-2018"),
    ("police-workforce", "workforce-2019"),
    ("use-of-force", "use-of-force-2020"),
    ("registered-offenders", "mappa-2021"),
    ("registered-offenders", "mappa-2022"),
)
STYLES = ("pa", "guardian")
BEGAN = datetime(2025, 1, 6, 9, 30, tzinfo=UTC)
TOGETHER = 100
"""Stories kept in one transaction."""
PASSWORD = "not a secret: for load alone"


def written() -> Iterator[Story | Held]:
    """Yield every place's story of each release in each style and length, and every newspaper's."""
    for pack, release in RELEASES:
        for style in STYLES:
            for length in LENGTHS:
                edition = open_edition(load_pack(pack), release, style=style, length=length)
                yield from write_each(edition, [(place,) for place in edition.places()])
        yield from _of_titles(pack, release)


def _of_titles(pack: str, release: str) -> Iterator[Story | Held]:
    """Yield the story of each newspaper's patch."""
    plain: Edition = open_edition(load_pack(pack), release)
    for title in plain.gazetteer.titles:
        places, _ = plain.gazetteer.find(f"title:{title.name}")
        edition = open_edition(load_pack(pack), release, style=title.style, title=title.name)
        yield from write_each(edition, [tuple(places)])


def stories(number: int) -> Iterator[Story | Held]:
    """Yield so many stories: those of `written`, then whole ones again as other newspapers would have them.

    One of another name is a story of its own, of the same size; nothing else in it is made up.
    """
    own = list(islice(written(), number))
    yield from own
    whole = [each for each in own if not each.title and each.style == "pa" and each.length == "story"]
    others = (
        replace(each, title=f"Paper {paper}", slug=f"{each.slug}-paper-{paper}")
        for paper in count(1)
        for each in whole
    )
    yield from islice(others, number - len(own))


def seed(archive: Archive, number: int) -> tuple[int, float]:
    """Keep stories until *archive* has so many; return how many were kept now, and the seconds it took.

    Writing them is not counted, keeping them is.
    """
    there = sum(archive.count(Wanted()).values())
    if there >= number:
        return 0, 0.0
    waiting, kept, took = stories(number), 0, 0.0
    while some := list(islice(waiting, TOGETHER)):
        at = BEGAN + timedelta(minutes=kept // TOGETHER)
        started = time.perf_counter()
        archive.keep_all(some, at)
        took += time.perf_counter() - started
        kept += len(some)
    return kept, took


def let_in(archive: Archive, editors: int) -> list[str]:
    """Let so many editors in who are not; return the names that all of them sign in by."""
    people, names = People(archive), [f"editor {number}" for number in range(1, editors + 1)]
    for name in names:
        if people.named(name) is None:
            people.add(name, PASSWORD, Role.EDITOR, BEGAN)
    return names
