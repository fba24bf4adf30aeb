"""Evidence: what stands behind a printed word: its working, its cells, and their rows of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from storygen.edition import find_releases
from storygen.errors import StorygenError
from storygen.facts.figure import Cell, Figure, plain, unique_cells, working_in_words
from storygen.facts.period import Period
from storygen.facts.table import Reading, read_readings, row_key, rows_of
from storygen.pack import load_pack
from storygen.settings import Settings
from storygen.writing.claim import Claim
from storygen.writing.ledger import Run
from storygen.writing.quotes import Quote

MOST_CELLS = 12
"""Cells shown behind one word, in their rows; a rank rests on every force's, and the rest are counted."""
DECIMALS = 6
DEEPEST = 6
"""Workings within workings that are shown."""
Rows = dict[tuple[str, str], list[Reading]]


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a published table that cells stand in."""

    cell: Cell
    """The first of them."""
    name: str
    columns: tuple[tuple[str, str, str, bool], ...]
    """Of each cell: its column, its address, what stands in it, and whether it is cited."""
    gone: tuple[str, ...]
    """The columns and addresses of the cited, where the release is not kept here any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """A figure and how it came to be."""

    value: str
    unit: str
    how: str
    inputs: tuple[Step, ...]
    cells: tuple[Cell, ...]
    """Where it was read, of one that was."""


def behind(run: Run, settings: Settings) -> dict[str, Any]:
    """Return what stands behind *run*, for a page to show."""
    said: dict[str, Any] = {"text": run.text, "kind": "", "about": "", "source": ""}
    said |= {"steps": (), "rows": (), "more": 0}
    match run.prints:
        case Figure() as figure:
            return said | {"kind": "figure", "steps": (step(figure),)} | _rows([figure], settings)
        case Claim() as claim:
            steps = tuple(step(figure) for figure in claim.figures[:MOST_CELLS])
            about = f"It says “{claim.kind}”, and {'it holds' if claim.holds() else 'it does not hold'}."
            found = _rows(claim.figures, settings)
            return said | {"kind": "claim", "steps": steps, "about": about} | found
        case Period() as period:
            return said | {"kind": "period", "about": period.key}
        case Quote() as quote:
            way = "Said" if quote.direct else "Reported of what was said"
            who = quote.said_by or "no named speaker"
            about = f"{way} by {who} on {quote.said_on.isoformat()}."
            return said | {"kind": "quote", "about": about, "source": quote.source}
    return said


def step(figure: Figure, depth: int = 0) -> Step:
    """Return how *figure* came to be, workings within workings."""
    value = f"{figure.bound} {_short(figure.value)}".strip()
    if isinstance(figure.origin, Cell):
        return Step(value, figure.unit, "as published", (), (figure.origin,))
    inputs = figure.origin.inputs
    if depth == DEEPEST or len(inputs) > MOST_CELLS:
        return Step(value, figure.unit, working_in_words(figure), (), ())
    return Step(value, figure.unit, figure.origin.rule, tuple(step(each, depth + 1) for each in inputs), ())


def _short(value: Decimal) -> str:
    """Return a number as a person reads it: of a long fraction, as much as anybody checks."""
    whole, _, part = plain(value).partition(".")
    return f"{whole}.{part[:DECIMALS]}…" if len(part) > DECIMALS else plain(value)


def _rows(figures: Sequence[Figure], settings: Settings) -> dict[str, Any]:
    """Return the rows of the tables that *figures* rest on, and how many cells there are beyond them."""
    cells = list(dict.fromkeys(cell for figure in figures for cell in unique_cells(figure)))
    return {"rows": rows(cells[:MOST_CELLS], settings), "more": len(cells[MOST_CELLS:])}


def rows(cells: Iterable[Cell], settings: Settings) -> tuple[Row, ...]:
    """Return the rows of the published tables that *cells* stand in, each once."""
    found: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        found[cell.subject.series, cell.release, *row_key(cell.sheet, cell.address, cell.row)].append(cell)
    return tuple(_row(key, cited, settings) for key, cited in found.items())


def _row(key: tuple[str, ...], cited: Sequence[Cell], settings: Settings) -> Row:
    """Return the row of *key* with its *cited* cells, or these alone where the release is not kept."""
    series, release, *where = key
    there = {(cell.address, cell.subject.measure, cell.subject.period) for cell in cited}
    columns = tuple(
        (
            each.column,
            each.address,
            " ".join(part for part in (each.value, each.mark) if part) or "blank",
            (each.address, each.measure, each.period) in there,
        )
        for each in _readings(settings, series, release).get((where[0], where[1]), [])
    )
    gone = tuple(f"{cell.column} {cell.address}".strip() for cell in cited) if not columns else ()
    return Row(cited[0], cited[0].row, columns, gone)


def _readings(settings: Settings, pack: str, release: str) -> Rows:
    """Return the rows of a release's tables; none where it is not there any more."""
    try:
        found = next((each for each in find_releases(load_pack(pack), settings) if each.id == release), None)
        return _read(found.path, found.path.stat().st_mtime_ns) if found else {}
    except (StorygenError, OSError):
        return {}


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Rows:
    """Return the rows of the release at *path*, kept until the file changes."""
    return rows_of(read_readings(path))
