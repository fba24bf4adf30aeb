"""Factories: facts made of as little as a test needs to say.

A test says what matters to it, `officers(1120)` or `table({("officers", KENT, DAY): 3548})`, and
these fill in the rest, always in the same way. Real values of the real types; nothing is faked.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from storygen.facts.figure import Cell, Figure, Gap, Subject
from storygen.facts.geography import Gazetteer, Geography, Title
from storygen.facts.period import Period, period_from_key
from storygen.facts.release import Release
from storygen.facts.sheet import CellValue, Grid
from storygen.facts.table import Meaning, Reading, Table

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
"""The releases and places that come with storygen."""

KENT, ESSEX, NORFOLK = "E23000032", "E23000028", "E23000024"
STAFFORDSHIRE, WEST_MIDLANDS = "E23000015", "E23000014"
CLEVELAND, GWENT = "E23000013", "W15000002"
EASTERN, WEST_MIDLANDS_REGION = "E12000006", "E12000005"
NATION = "K04000001"

DAY = "at 2019-09-30"
DAY_BEFORE = "at 2018-09-30"

Number = int | str | Decimal


def cell(
    mark: str = "",
    *,
    place: str = KENT,
    period: str = DAY,
    release: str = "workforce-2019",
    address: str = "D8",
) -> Cell:
    """Return a cell of the officers' table."""
    subject = Subject("police-workforce", "officers", place, period)
    return Cell(release, "Table_1", address, "Kent", "2019-09-30", mark, subject)


def figure(value: Number, unit: str = "count", mark: str = "", **where: str) -> Figure:
    """Return *value* as read from a cell."""
    return Figure(Decimal(str(value)), unit, cell(mark, **where))


def officers(value: Number, period: str = DAY, **where: str) -> Figure:
    """Return so many officers, in full-time equivalents."""
    return figure(value, "fte", period=period, **where)


def gap(reason: str = "missing") -> Gap:
    """Return a gap in the officers' table."""
    return Gap(reason, cell(".."))


def release(period: str = DAY, id: str = "", published: date = date(2020, 1, 30), **said: str) -> Release:
    """Return the release of the police workforce for *period*."""
    known = period_from_key(period)
    told = {
        "series": "police-workforce",
        "title": "Police workforce, England and Wales",
        "publisher": "Home Office",
        "status": "final",
        "address": "https://www.gov.uk/",
        "embargo": "",
        "fingerprint": "sha256:0",
        **said,
    }
    name = id or f"workforce-{known.end.year}"
    return Release(name, published=published, period=known, path=Path(f"{name}.csv"), **told)


def reading(
    value: Number = "",
    mark: str = "",
    *,
    measure: str = "officers",
    place: str = KENT,
    period: str = DAY,
    **where: str,
) -> Reading:
    """Return one cell as it was found."""
    found = {"sheet": "Table_1", "address": "D8", "row": "Kent", "column": "2019-09-30", **where}
    return Reading(measure, place, period, str(value), mark, **found)


def table(
    figures: Mapping[tuple[str, str, str], Number | None] | Iterable[Reading],
    *,
    prior: Table | None = None,
    units: Mapping[str, str] | None = None,
    marks: Mapping[str, str] | None = None,
    of: Release | None = None,
    signed: Iterable[str] = (),
) -> Table:
    """Return the table of *figures*, by measure, place and period; None is a cell left blank.

    Every measure is counted in full-time equivalents unless *units* says otherwise, and is not less than
    nought unless it is among the *signed*.
    """
    if isinstance(figures, Mapping):
        readings = [
            reading("" if value is None else value, measure=measure, place=place, period=period)
            for (measure, place, period), value in figures.items()
        ]
    else:
        readings = list(figures)
    known = {each.measure: "fte" for each in readings} | dict(units or {})
    latest = max((period_from_key(each.period) for each in readings), default=period_from_key(DAY))
    return Table(
        of or release(latest.key), readings, Meaning(known, dict(marks or {}), frozenset(signed)), prior
    )


def period(day: str, span: str = "at") -> Period:
    """Return the period that ends on *day*, as "2019-09-30"."""
    return Period(date.fromisoformat(day), span)


def force(code: str, name: str, region: str = "", **said: str) -> Geography:
    """Return a police force that is called as its area is."""
    return Geography(code, "force", name, name, f"in {name}", f"{name} Police", region, "England", **said)


def gazetteer() -> Gazetteer:
    """Return five forces in two regions, one of them of a force's name, and one title."""
    places = [
        force(ESSEX, "Essex", "East of England"),
        force(KENT, "Kent", "South East"),
        force(NORFOLK, "Norfolk", "East of England"),
        force(STAFFORDSHIRE, "Staffordshire", "West Midlands"),
        force(WEST_MIDLANDS, "West Midlands", "West Midlands"),
        Geography(EASTERN, "region", "East of England", "the East of England", "in the East of England", "",
                  "", "England", ("Eastern",)),
        Geography(WEST_MIDLANDS_REGION, "region", "West Midlands", "the West Midlands region",
                  "in the West Midlands region", "", "", "England", ("Total West Midlands",)),
        Geography(NATION, "nation", "England and Wales", "England and Wales", "in England and Wales", "", "",
                  "England and Wales", ("Total 43 forces",)),
    ]  # fmt: skip
    return Gazetteer(places, [Title("Kent Messenger", (KENT, ESSEX), "pa", "Maidstone")])


def grid(text: str) -> Grid:
    """Return the grid that *text* draws: a row a line, cells parted by "|", blanks where nothing stands.

    A cell of digits is a number, "2019-09-30" a day; "'1,250" is text although it looks like a number.
    """
    return [[_drawn(part.strip()) for part in line.split("|")] for line in text.strip("\n").splitlines()]


def _drawn(part: str) -> CellValue:
    """Return one drawn cell."""
    if part.startswith("'"):
        return part[1:]
    if part.removeprefix("-").replace(".", "", 1).isdigit():
        return Decimal(part)
    if len(part) == 10 and part[4] == part[7] == "-":
        return date.fromisoformat(part)
    return part or None
