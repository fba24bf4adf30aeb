"""Evidence: what stands behind a printed word: its working, its cells, and their rows of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from storygen.desk.words import UNITS, claimed, counted, printed, valued
from storygen.errors import StorygenError
from storygen.facts.figure import Cell, Figure, Subject, unique_cells, working_in_words
from storygen.facts.measure import OF_SERIES
from storygen.facts.period import Period
from storygen.facts.table import Reading, read_readings, row_key, rows_of
from storygen.pack import load_pack
from storygen.releases import find_releases
from storygen.settings import Settings
from storygen.writing.claim import Claim
from storygen.writing.ledger import Run
from storygen.writing.quotes import Quote

MOST_CELLS = 12
"""Cells shown behind one word, in their rows; a rank rests on every force's, and the rest are counted."""
DEEPEST = 6
"""Workings within workings that are shown."""
Rows = dict[tuple[str, str], list[Reading]]
Names = Mapping[tuple[str, str], str]
"""In words what each measure counts, by its pack and its name."""


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a published table that cells stand in."""

    cell: Cell
    """The first of them."""
    name: str
    about: str
    """What is counted in those that are cited, and when."""
    columns: tuple[tuple[str, str, str, bool], ...]
    """Of each cell: its column, its address, what stands in it, and whether it is cited."""
    gone: tuple[str, ...]
    """The columns and addresses of the cited, where the release is not kept here any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """A figure and how it came to be."""

    value: str
    what: str
    """What it counts and when, or its unit."""
    how: str
    inputs: tuple[Step, ...]
    cells: tuple[Cell, ...]
    """Where it was read, of one that was."""


def behind(run: Run, settings: Settings, published: date) -> dict[str, Any]:
    """Return what stands behind *run* of a story of a release *published* that day, for a page to show."""
    said: dict[str, Any] = {"text": run.text, "kind": "", "about": "", "source": ""}
    said |= {"steps": (), "rows": (), "more": 0}
    match run.prints:
        case Figure() as figure:
            return said | {"kind": "figure"} | _worked([figure], settings)
        case Claim() as claim:
            return said | {"kind": "claim", "about": claimed(claim)} | _worked(claim.figures, settings)
        case Period() as period:
            return said | {"kind": "period", "about": _when(period, published)}
        case Quote() as quote:
            way = "Said" if quote.direct else "Reported"
            who = f" by {quote.said_by}" if quote.said_by else ""
            about = f"{way}{who} on {quote.said_on.isoformat()}."
            return said | {"kind": "quote", "about": about, "source": quote.source}
    return said


def _when(period: Period, published: date) -> str:
    """Return what *period* is of: the day that the figures came out, or that or the year they are of."""
    if period.span == "at" and period.end == published:
        return f"The figures came out on {published.isoformat()}."
    return f"The figures are {'as' if period.span == 'at' else 'of the'} {period.key}."


def _worked(figures: Sequence[Figure], settings: Settings) -> dict[str, Any]:
    """Return how *figures* came to be, the rows they rest on, and how many cells there are beyond these."""
    every = dict.fromkeys(cell for figure in figures for cell in unique_cells(figure))
    shown = list(dict.fromkeys(cell for figure in figures for cell in _bearing(figure)))[:MOST_CELLS]
    names = _names(every, settings)
    steps = tuple(step(figure, names) for figure in figures[:MOST_CELLS])
    return {"steps": steps, "rows": rows(shown, settings), "more": len(every) - len(shown)}


def _bearing(figure: Figure) -> Iterator[Cell]:
    """Yield the cells of *figure*; of the end of a series, that of the end alone."""
    if isinstance(figure.origin, Cell):
        yield figure.origin
        return
    inputs = figure.origin.inputs
    for each in inputs[:1] if figure.origin.rule in OF_SERIES else inputs:
        yield from _bearing(each)


def _names(cells: Iterable[Cell], settings: Settings) -> Names:
    """Return in words what each measure of the packs of *cells* counts; nothing of a pack that is gone."""
    found: dict[tuple[str, str], str] = {}
    for series in dict.fromkeys(cell.subject.series for cell in cells):
        with suppress(StorygenError):
            specs = load_pack(series, settings).measures
            found |= {(series, spec.name): counted(spec) for spec in specs}
    return found


def _named(subject: Subject, names: Names) -> str:
    """Return in words what *subject* counts."""
    return names.get((subject.series, subject.measure), subject.measure.replace("_", " "))


def step(figure: Figure, names: Names, depth: int = 0) -> Step:
    """Return how *figure* came to be, workings within workings."""
    value, unit = valued(figure), UNITS.get(figure.unit, "")
    if isinstance(figure.origin, Cell):
        subject = figure.origin.subject
        return Step(
            value, f"{_named(subject, names)}, {subject.period}", "as published", (), (figure.origin,)
        )
    rule, inputs = figure.origin
    if rule in OF_SERIES:
        return Step(value, unit, f"{rule} of {len(inputs)}", (step(inputs[0], names, depth + 1),), ())
    if depth == DEEPEST or len(inputs) > MOST_CELLS:
        return Step(value, unit, working_in_words(figure), (), ())
    return Step(value, unit, rule, tuple(step(each, names, depth + 1) for each in inputs), ())


def rows(cells: Iterable[Cell], settings: Settings) -> tuple[Row, ...]:
    """Return the rows of the published tables that *cells* stand in, each once."""
    found: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        found[cell.subject.series, cell.release, *row_key(cell.sheet, cell.address, cell.row)].append(cell)
    names = _names((cited[0] for cited in found.values()), settings)
    return tuple(_row(key, cited, names, settings) for key, cited in found.items())


def _row(key: tuple[str, ...], cited: Sequence[Cell], names: Names, settings: Settings) -> Row:
    """Return the row of *key* with its *cited* cells, or these alone where the release is not kept."""
    series, release, *where = key
    there = {(cell.address, cell.subject.measure, cell.subject.period) for cell in cited}
    columns = tuple(
        (
            each.column,
            each.address,
            " ".join(part for part in (printed(each.value), each.mark) if part) or "blank",
            (each.address, each.measure, each.period) in there,
        )
        for each in _readings(settings, series, release).get((where[0], where[1]), [])
    )
    gone = tuple(f"{cell.column} {cell.address}".strip() for cell in cited) if not columns else ()
    return Row(cited[0], cited[0].row, _about(cited, names), columns, gone)


def _about(cited: Sequence[Cell], names: Names) -> str:
    """Return what the *cited* cells of a row count, and when."""
    when: dict[str, list[str]] = defaultdict(list)
    for cell in cited:
        when[_named(cell.subject, names)].append(cell.subject.period)
    return "; ".join(f"{name}, {' and '.join(dict.fromkeys(periods))}" for name, periods in when.items())


def _readings(settings: Settings, pack: str, release: str) -> Rows:
    """Return the rows of a release's tables; none where it is not there any more."""
    try:
        releases = find_releases(load_pack(pack, settings), settings)
        found = next((each for each in releases if each.id == release), None)
        return _read(found.path, found.path.stat().st_mtime_ns) if found else {}
    except (StorygenError, OSError):
        return {}


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Rows:
    """Return the rows of the release at *path*, kept until the file changes."""
    return rows_of(read_readings(path))
