"""Releases: every release there is, and one with its tables, what changed in it and what it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from storygen import listing
from storygen.archive.finding import Wanted
from storygen.archive.kept import Kept
from storygen.desk.asking import Answer, Asked, Page, Route
from storygen.desk.watching import withdrawn
from storygen.desk.words import apart, counted, spot, where
from storygen.edition import Edition, open_edition
from storygen.errors import ReleaseError
from storygen.facts.figure import Figure, Gap, plain
from storygen.facts.measure import Measure
from storygen.facts.release import Release
from storygen.pack import load_pack, pack_folders
from storygen.releases import find_releases
from storygen.settings import Settings

MOST = 400
Shown = tuple[str, str]
"""A figure, and where it was read."""
NO_FIGURES, NO_EARLIER = "No figures", "No earlier figure to compare with"
"""Why most places without a story have none."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is held or doubtful of one place, and what has come of it."""

    name: str
    why: str
    cells: str
    story: Kept | None
    """The story of the place, where it is kept."""
    by: str = ""
    """Who has overruled the hold."""


@dataclass(frozen=True, slots=True)
class Line:
    """A place's row of the table: each measure before and now."""

    name: str
    code: str
    kind: str
    cells: tuple[tuple[Shown, Shown], ...]
    """Of each measure: before, and now."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a release says."""

    measures: list[str]
    table: list[Line]
    doubts: listing.Rows
    changed: listing.Rows
    """What it prints otherwise than the release before it."""
    unshared: tuple[int, int]
    """How many figures only the one before prints, and how many only this one."""


def releases(asked: Asked) -> Answer:
    """Show every release there is, by pack, with how many stories of each are kept."""
    counts = {row[0]: count for row, count in asked.desk.archive.count(Wanted(), "release").items()}
    settings = asked.desk.settings
    packs = [row[0] for row in listing.packs(settings)[1:]]
    found = {pack: listing.releases(pack, settings)[1:][::-1] for pack in packs}
    return Page("releases.html", {"packs": found, "counts": counts})


def release(asked: Asked) -> Answer:
    """Show one release: what it is, its figures place by place, what changed, and its holds."""
    found, before = _named(asked, asked.path["release"])
    settings = asked.desk.settings
    pack = load_pack(found.series, settings)
    changed = tuple(each.path.stat().st_mtime_ns for each in find_releases(pack, settings))
    told = _told(settings, pack.name, found.id, before.id if before else "", (pack.fingerprint, changed))
    shown = {"release": found, "prior": before, "told": told, "cells": bool(asked.query["cells"])}
    why = {"withdrawn": withdrawn(asked, found)}
    return Page("release.html", shown | why | _doubts(asked, found.id, told.doubts))


def _doubts(asked: Asked, release: str, rows: listing.Rows) -> dict[str, object]:
    """Return what is doubtful, by who can do something about it."""
    stories = _stories(asked, release)
    found: dict[str, list[Doubt]] = {"person": [], "know": [], "nobody": []}
    without: dict[str, list[Doubt]] = {NO_FIGURES: [], NO_EARLIER: []}
    for name, code, can, cells, why in rows:
        story = next(iter(stories.get(code, ())), None)
        by = _overruled_by(asked, story) if can == "yes" and story and not story.held else ""
        doubt = Doubt(name, why, cells, story, by)
        if can == "no" and (group := _lacking(why)):
            without[group].append(doubt)
        else:
            found[{"yes": "person", "no": "nobody"}.get(can, "know")].append(doubt)
    return {**found, "without": {group: every for group, every in without.items() if every}}


def _lacking(why: str) -> str:
    """Return what a place lacks that is held for *why*, or nothing where it is more than a figure."""
    if NO_EARLIER.lower() in why:
        return NO_EARLIER
    return NO_FIGURES if ": missing." in why else ""


def _overruled_by(asked: Asked, story: Kept) -> str:
    """Return who has overruled what held *story*, or nothing."""
    history = asked.desk.archive.history(story.number)
    return next((each.by for each in reversed(history) if each.act == "overrule"), "")


@lru_cache(maxsize=32)
def _told(settings: Settings, pack: str, release: str, before: str, _state: object) -> Told:
    """Return what a release says; it takes a second to find, and is kept until one of the files changes.

    It is found in an edition of its own, so that nobody waits for one meanwhile.
    """
    edition = open_edition(load_pack(pack, settings), release, settings=settings)
    names, lines = _table(edition)
    changed, unshared = listing.differences(before, release, settings) if before else ([[]], (0, 0))
    told = [_changed(edition, row) for row in changed[1:]]
    return Told(names, lines, listing.held_in(edition)[1:], told, unshared)


def _changed(edition: Edition, row: list[str]) -> list[str]:
    """Return what is printed otherwise: the place, what is counted there and when, what it was, and is."""
    place, measure, period, *printed = row
    spec = edition.measures.specs.get(measure)
    return [place, counted(spec) if spec else measure, period, *apart(*printed)]


def _named(asked: Asked, wanted: str) -> tuple[Release, Release | None]:
    """Return the release of that id, and the one before it of the same pack.

    :raises ReleaseError: there is none.
    """
    settings = asked.desk.settings
    for name in pack_folders(settings):
        every = find_releases(load_pack(name, settings), settings)
        for number, each in enumerate(every):
            if each.id == wanted:
                return each, every[number - 1] if number else None
    raise ReleaseError(f"“{wanted}”", "there is no such release", "See the page of releases")


def _table(edition: Edition) -> tuple[list[str], list[Line]]:
    """Return the measures of an edition that its own rows and copy tell of, and each place's line."""
    specs = edition.measures.specs
    names = _told_of(specs)
    places = [*edition.gazetteer.of_kind("nation"), *edition.gazetteer.of_kind("region"), *edition.places()]
    lines = []
    for place in places:
        seen = edition.seen((place,))
        pairs = [seen[name].exact for name in names]
        if all(isinstance(now, Gap) and isinstance(before, Gap) for now, before in pairs):
            continue
        cells = tuple((_shown(before), _shown(now)) for now, before in pairs)
        lines.append(Line(edition.named(place), place.code, place.kind, cells))
    some = [index for index in range(len(names)) if any(line.cells[index][1][0] != "–" for line in lines)]
    kept = [
        Line(line.name, line.code, line.kind, tuple(line.cells[index] for index in some)) for line in lines
    ]
    return [counted(specs[names[index]]) for index in some], kept


def _told_of(specs: Mapping[str, Measure]) -> list[str]:
    """Return the measures that copy has words for, each now and a year before, none by the same words twice.

    The rest are steps of a working, or the same count set against another time.
    """
    found: list[str] = []
    spoken: set[str] = set()
    for name, spec in specs.items():
        yearly = not spec.back and spec.against == "12"
        if spec.said and not spec.kept and yearly and not spoken & set(spec.said):
            found.append(name)
        spoken |= set(spec.said)
    return found


def _shown(met: Figure | Gap) -> Shown:
    """Return a figure in digits, or a mark for one that is not there, and where it was read."""
    if isinstance(met, Gap):
        return "–" if met.reason.startswith("missing") else met.reason, spot(met.cell) if met.cell else ""
    value = f"{met.value:,.1f}".removesuffix(".0") if met.value % 1 else f"{met.value:,f}"
    return f"{met.bound} {value if met.unit != 'rate' else plain(met.value)}".strip(), where(met)


def _stories(asked: Asked, release: str) -> dict[str, list[Kept]]:
    """Return the kept stories of a release, by the code of the place, those of one place alone."""
    found: dict[str, list[Kept]] = defaultdict(list)
    for story in asked.desk.archive.stories(Wanted(release=release), 0, MOST):
        if len(story.codes) == 1:
            found[story.codes[0].rpartition(":")[2]].append(story)
    return dict(found)


ROUTES = (Route("/releases", releases), Route("/releases/{release}", release))
