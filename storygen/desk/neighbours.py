"""Neighbours: the figures that a story's are read beside: the nation's, the region's, and those next door."""

from __future__ import annotations

from dataclasses import dataclass

from storygen.desk.saying import told
from storygen.edition import Edition
from storygen.editions import Editions, Setting
from storygen.errors import StorygenError
from storygen.facts.comparison import percent_change
from storygen.facts.figure import Cell, Figure, Gap
from storygen.facts.geography import Geography
from storygen.writing.style import figure, rounded


@dataclass(frozen=True, slots=True)
class Beside:
    """A place's figures of the measure that leads the story."""

    name: str
    code: str
    which: str
    """own, region, nation or near."""
    before: str
    now: str
    change: str
    where: str
    """The cell of this year's."""


def around(editions: Editions, setting: Setting, codes: tuple[str, ...]) -> dict[str, object]:
    """Return the leading measure, and its figures of *codes*, their region, the nation and the rest.

    Nothing where the pack or the release is not there any more.
    """
    try:
        with editions.writing(setting) as edition:
            return _around(edition, codes)
    except StorygenError as error:
        return {"measure": "", "rows": [], "fault": told(error)}


def _around(edition: Edition, codes: tuple[str, ...]) -> dict[str, object]:
    """Return the figures around the places coded *codes*."""
    gazetteer = edition.gazetteer
    own = [place for place in gazetteer.places if place.code in codes]
    regions = dict.fromkeys(region for place in own if (region := gazetteer.region_of(place)))
    near = [each for region in regions for each in gazetteer.within(region) if each not in own]
    nation = gazetteer.coded(edition.pack.nation)
    rows = [_row(edition, place, "own") for place in own]
    rows += [_row(edition, region, "region") for region in regions]
    rows += [_row(edition, nation, "nation")] if nation and nation not in own else []
    rows += [_row(edition, place, "near") for place in dict.fromkeys(near)]
    lead = edition.pack.lead[0]
    spec = edition.measures.specs[lead]
    unit = "" if spec.unit == "count" else f", {spec.unit}"
    period, prior = edition.release.period, edition.release.period.prior()
    return {
        "measure": lead.replace("_", " ") + unit,
        "now": period.key,
        "before": prior.key,
        "rows": rows,
        "fault": "",
    }


def _row(edition: Edition, place: Geography, which: str) -> Beside:
    """Return the figures of *place*."""
    seen = edition.seen((place,))
    name = next(
        (name for name in edition.pack.lead if not any(isinstance(each, Gap) for each in seen[name].exact)),
        edition.pack.lead[0],
    )
    now, before = seen[name].exact
    moved = percent_change(now, before)
    change = f"{rounded(moved.value, 1):+}%" if isinstance(moved, Figure) else "–"
    said = "" if name == edition.pack.lead[0] else f" ({name.replace('_', ' ')})"
    return Beside(
        edition.named(place) + said,
        place.code,
        which,
        _shown(edition, before),
        _shown(edition, now),
        change,
        _where(now),
    )


def _shown(edition: Edition, met: Figure | Gap) -> str:
    """Return a figure in digits, or why there is none."""
    return figure(edition.style, met, "digits") if isinstance(met, Figure) else met.reason


def _where(met: Figure | Gap) -> str:
    """Return the cell that a figure was read from, or how it was worked out."""
    if isinstance(met, Gap):
        return str(met.cell) if met.cell else ""
    return str(met.origin) if isinstance(met.origin, Cell) else met.origin.rule
