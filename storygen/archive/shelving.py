"""Shelving: a story as the rows it is kept in: its identity, what lists show of it, and what it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from storygen.archive import schema
from storygen.archive.columns import intact
from storygen.archive.kept import Decision, Kept, Version, standing_of
from storygen.archive.workflow import Status
from storygen.facts.figure import Cell, Figure
from storygen.facts.geography import Geography
from storygen.facts.release import Release
from storygen.writing.claim import Claim
from storygen.writing.flag import shown
from storygen.writing.record import cell_as_row, story_from_data, story_to_data
from storygen.writing.story import Held, Par, Story
from storygen.writing.typed import LONGEST, in_a_line

Values = dict[str, Any]
MOST_AT_ONCE = 500
"""Rows asked for by name in one question: databases take so many and hardly more."""


def asked_for(story: Story | Held) -> list[Geography]:
    """Return the places that *story* was asked of, those that are missing from it too."""
    if isinstance(story, Held):
        return list(story.places)
    return [*(told.place for told in story.places), *story.missing]


def identity(story: Story | Held) -> str:
    """Return what makes it the same story: pack, release, places, length, style, title, and if a trial."""
    codes = sorted(f"{place.kind}:{place.code}" for place in asked_for(story))
    parts = (story.pack, story.release.id, codes, story.length, story.style, story.title, story.trial)
    return _digest(parts)  # however long they are, and whatever stands in them


def says(story: Story | Held) -> str:
    """Return a fingerprint of all that *story* says and rests on, whichever files it was made from."""
    return said_in(story_to_data(story), story.release.id)


def said_in(record: Values, release: str) -> str:
    """Return the same fingerprint, of the *record* of a story of that *release*."""
    bare = {"made_from": None, "release": release}
    drafted = {"draft": record["draft"] | bare} if record.get("draft") else {}
    return _digest(record | bare | drafted)


def _digest(said: Any) -> str:
    """Return a fingerprint of plain data."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def listed(story: Story | Held) -> Values:
    """Return what lists show of *story*."""
    places = asked_for(story)
    names = ", ".join(place.name for place in places)
    copy = story.draft if isinstance(story, Held) else story
    headline = in_a_line(copy.headline if copy else str(story))
    flags = copy.flags if copy else ()
    facts = standing_of(Status.DRAFT, copy, None, story.trial) if copy else None
    regions = sorted({place.region or place.name for place in places})
    searched = (headline, names, story.slug, story.pack, story.release.id, story.title)
    return {
        "slug": story.slug,
        "names": names,
        "codes": " ".join(f"{place.kind}:{place.code}" for place in places),
        "region": regions[0] if len(regions) == 1 else "Several",
        "headline": headline,
        "angle": copy.angle if copy else "",
        "held": isinstance(story, Held),
        "waits": isinstance(story, Held) and story.may_overrule,
        "flags": len(shown(flags)),
        "stops": len(facts.stops) if facts else 0,
        "words": in_a_line(" ".join(searched), LONGEST).lower(),
    }


def kept_from(row: Row[Any]) -> Kept:
    """Return the story of which *row* is kept.

    :raises Damaged: it is none.
    """
    said = row._mapping
    same = {each.name: said[each.name] for each in fields(Kept) if each.name in said}
    with intact():
        own = {
            "status": Status(said["status"]),
            "version": said["current"],
            "codes": tuple(said["codes"].split()),
        }
        return Kept(**same | own)


def version_from(row: Row[Any]) -> Version:
    """Return the version of which *row* is kept.

    :raises Damaged: it is none.
    """
    said = row._mapping
    names = ("story", "number", "made", "base", "by", "at", "why")
    with intact():
        return Version(**{name: said[name] for name in names}, copy=story_from_data(said["record"]))


def decision_from(row: Row[Any]) -> Decision:
    """Return the decision of which *row* is kept."""
    said = row._mapping
    names = ("story", "version", "act", "before", "after", "by", "at", "why")
    return Decision(**{name: said[name] for name in names}, forms=tuple(said["forms"].split()))


def release_values(release: Release) -> Values:
    """Return what is kept of *release*."""
    names = ("series", "title", "publisher", "status", "address", "embargo", "fingerprint", "not_before")
    days = {"published": release.published.isoformat(), "period": release.period.key}
    return {"release": release.id} | {name: getattr(release, name) for name in names} | days


def numbers_behind(story: Story | Held) -> dict[Cell, str]:
    """Return every cell that *story* rests on, with the number that stood there, where copy read one."""
    if isinstance(story, Held):
        found = dict.fromkeys(story.cells, "")
        return found | numbers_behind(story.draft) if story.draft else found
    flagged = dict.fromkeys((cell for flag in story.flags for cell in flag.cells), "")
    return flagged | {cell: str(figure.value) for figure, cell in _leaves(_figures(story.pars))}


def _figures(pars: Iterable[Par]) -> Iterator[Figure]:
    """Yield every figure that *pars* print, or claim something of."""
    for par in pars:
        for run in par.runs:
            if isinstance(run.prints, Figure):
                yield run.prints
            elif isinstance(run.prints, Claim):
                yield from run.prints.figures


def _leaves(figures: Iterable[Figure]) -> Iterator[tuple[Figure, Cell]]:
    """Yield each figure beneath *figures* that was read from a cell, each once, and that cell."""
    met: set[int] = set()
    waiting = list(figures)
    while waiting:
        figure = waiting.pop()
        if id(figure) in met:
            continue
        met.add(id(figure))
        if isinstance(figure.origin, Cell):
            yield figure, figure.origin
        else:
            waiting += figure.origin.inputs


def cite(connection: Connection, version: int, story: Story | Held) -> None:
    """Enter each cell that *story* rests on, and that the version of that id rests on it."""
    rows = {_cell_identity(values): values for values in _cell_values(numbers_behind(story))}
    known = _known(connection, rows)
    new = [values | {"identity": key} for key, values in rows.items() if key not in known]
    if new:
        connection.execute(insert(schema.cells), new)
        known |= _known(connection, [values["identity"] for values in new])
    if known:
        cited = [{"version": version, "cell": cell} for cell in known.values()]
        connection.execute(insert(schema.citations), cited)


def _cell_values(numbers: Mapping[Cell, str]) -> Iterator[Values]:
    """Yield the row of each cell with its number."""
    columns = [column.name for column in schema.cells.columns][2:]
    for cell, value in numbers.items():
        yield dict(zip(columns, [*cell_as_row(cell), value], strict=True))


def _cell_identity(values: Values) -> str:
    """Return what makes it the same cell with the same number in it."""
    return _digest(list(values.values()))[:32]


def _known(connection: Connection, identities: Iterable[str]) -> dict[str, int]:
    """Return the ids of those cells that are entered, by identity."""
    wanted = list(identities)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        some = wanted[start : start + MOST_AT_ONCE]
        asked = select(schema.cells.c.identity, schema.cells.c.id).where(schema.cells.c.identity.in_(some))
        found |= {row.identity: row.id for row in connection.execute(asked)}
    return found
