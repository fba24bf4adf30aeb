"""Neighbours: the figures that a story's are read beside: the nation's, the region's, and those next door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storygen.desk.saying import told
from storygen.desk.words import counted, spot, where
from storygen.edition import Edition
from storygen.editions import Editions, Setting
from storygen.errors import StorygenError
from storygen.facts.comparison import percent_change
from storygen.facts.figure import Figure, Gap
from storygen.facts.geography import Geography
from storygen.writing.angle import Rule
from storygen.writing.story import Held, Story
from storygen.writing.style import figure, rounded
from storygen.writing.weighing import weighing


@dataclass(frozen=True, slots=True)
class Beside:
    """A place's figures of one measure, or those of several together."""

    name: str
    which: str
    """own, together, region, nation or near."""
    before: tuple[str, str]
    """What it was, and in which cell, or in how many."""
    now: tuple[str, str]
    change: str


@dataclass(frozen=True, slots=True)
class Around:
    """One measure, and its figures of the places of a story and of those around them."""

    measure: str
    before: str
    now: str
    rows: tuple[Beside, ...]


def around(editions: Editions, setting: Setting, copy: Story | Held) -> dict[str, object]:
    """Return each measure that leads the pack or that the angle of *copy* rests on, and its figures around.

    Nothing where the pack or the release is not there any more.
    """
    try:
        with editions.writing(setting) as edition:
            tables = tuple(_tables(edition, copy))
            return {"tables": tables, "of": _of(edition, copy), "fault": ""}
    except StorygenError as error:
        return {"tables": (), "of": "", "fault": told(error)}


def _of(edition: Edition, copy: Story | Held) -> str:
    """Return of what the angle of a story of several places is: of their total, or of the first of them."""
    written = copy.draft if isinstance(copy, Held) else copy
    if written is None or len(written.places) == 1:
        return ""
    places = [each.place for each in written.places]
    lead = edition.seen(places)[edition.pack.lead[0]]
    return edition.named(places[0]) if any(isinstance(each, Gap) for each in lead.exact) else "together"


def _tables(edition: Edition, copy: Story | Held) -> Iterator[Around]:
    """Yield the table of each measure of which something is known."""
    own = list(copy.places) if isinstance(copy, Held) else [each.place for each in copy.places]
    groups = list(_groups(edition, own))
    for name in _measures(edition, copy):
        spec = edition.measures.specs[name]
        rows = [_row(edition, name, which, places) for which, places in groups]
        known = tuple(row for row in rows if row is not None)
        if any(row.which in ("own", "together") for row in known):
            now, before = edition.measures.period(spec), edition.measures.against(spec, (own[0].code,))
            yield Around(counted(spec), before.key, now.key, known)


def _measures(edition: Edition, copy: Story | Held) -> list[str]:
    """Return the measures that lead, then those of copy's words that the rules of its angles weigh."""
    language, rules = edition.pack.language, _rules(edition, copy)
    weighed = {name for rule in rules for name in weighing(language, rule.when, "angles.toml").names}
    specs = edition.measures.specs.values()
    more = [spec.name for spec in specs if spec.name in weighed and spec.said and not spec.kept]
    return list(dict.fromkeys((*edition.pack.lead, *more)))


def _rules(edition: Edition, copy: Story | Held) -> Iterator[Rule]:
    """Yield the rules by which the angles of *copy* were chosen; of one that has none, all there are."""
    written = copy.draft if isinstance(copy, Held) else copy
    if written is None:
        yield from edition.pack.rules
        return
    chosen = {(written.angle, written.because)} | {(each.angle, each.because) for each in written.places}
    yield from (rule for rule in edition.pack.rules if (rule.angle, rule.because) in chosen)


def _groups(edition: Edition, own: Sequence[Geography]) -> Iterator[tuple[str, Sequence[Geography]]]:
    """Yield the places *own*, together and each, their regions, the nation and their neighbours."""
    gazetteer = edition.gazetteer
    regions = dict.fromkeys(region for place in own if (region := gazetteer.region_of(place)))
    nation = gazetteer.coded(edition.pack.nation)
    if len(own) > 1:
        yield "together", own
    yield from (("own", (place,)) for place in own)
    yield from (("region", (region,)) for region in regions)
    if nation and nation not in own:
        yield "nation", (nation,)
    near = dict.fromkeys(each for region in regions for each in gazetteer.within(region))
    yield from (("near", (place,)) for place in near if place not in own)


def _row(edition: Edition, name: str, which: str, places: Sequence[Geography]) -> Beside | None:
    """Return the figures of *places*, or None where there is neither this year's nor the one before."""
    now, before = edition.seen(places)[name].exact
    if isinstance(now, Gap) and isinstance(before, Gap):
        return None
    moved = percent_change(now, before)
    size = rounded(moved.value, 1) if isinstance(moved, Figure) else None
    change = "–" if size is None else f"{size:+}%" if size else "0%"
    called = "Together" if which == "together" else edition.named(places[0])
    return Beside(called, which, _shown(edition, before), _shown(edition, now), change)


def _shown(edition: Edition, met: Figure | Gap) -> tuple[str, str]:
    """Return a figure in digits, or why there is none, and where it was read."""
    if isinstance(met, Gap):
        return met.reason, spot(met.cell) if met.cell else ""
    return f"{met.bound} {figure(edition.style, met, 'digits')}".strip(), where(met)
