"""Schema: what a pack says of its publisher's tables, in its [[table]] entries.

A `Layout` is one sheet and the measures in it; a `Pick` is one measure and the words that stand over
and beside its cells. Words only, never a row or column by number: `layout.py` finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from storygen.errors import ReleaseError


@dataclass(frozen=True, slots=True)
class Pick:
    """One measure, and where in a sheet its cells stand."""

    measure: str
    column: str
    """The column's headers, outermost first, joined by " > "; "day" is a column headed by a day."""
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other columns by header, and the labels one of which must stand in the row."""
    period: str = "release"
    """release, column (the day heads it), row (the row's label), or the header of a column."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet of a publisher's workbook, and the measures in it."""

    title: str
    """Words of the title above the figures."""
    says: str
    """Other words that must stand above the figures, such as the unit."""
    places: str
    """The header of the column of places, "row" for the first column, or a code for every row."""
    first_row: bool
    """Whether only the first row of figures is read."""
    skip: tuple[str, ...]
    """Labels of rows that have figures and are no place of ours."""
    optional: bool
    picks: tuple[Pick, ...]


def layouts_from_data(
    entries: Iterable[Mapping[str, object]], measures: Iterable[str], where: str
) -> tuple[Layout, ...]:
    """Return the layouts that a pack's [[table]] entries describe.

    :raises ReleaseError: an entry has no title or figures, a key it should not, or an unknown measure.
    """
    known = set(measures)
    return tuple(_layout(entry, known, f"{where}, table {number}") for number, entry in enumerate(entries, 1))


def _layout(entry: Mapping[str, object], known: set[str], where: str) -> Layout:
    """Return the layout of one [[table]] entry."""
    allowed = {"title", "says", "places", "first_row", "skip", "optional", "figures"}
    if strange := set(entry) - allowed:
        raise ReleaseError(
            where, f"unknown key {', '.join(sorted(strange))}", f"Use {', '.join(sorted(allowed))}"
        )
    picks = entry.get("figures")
    tables = isinstance(picks, list) and all(isinstance(each, Mapping) for each in picks)
    if not isinstance(entry.get("title"), str) or not isinstance(picks, list) or not picks or not tables:
        raise ReleaseError(where, "a table needs a title and a list of figures", "See docs/packs.md")
    skip = entry.get("skip", [])
    return Layout(
        title=str(entry["title"]),
        says=str(entry.get("says", "")),
        places=str(entry.get("places", "row")),
        first_row=bool(entry.get("first_row", False)),
        skip=tuple(map(str, skip)) if isinstance(skip, list) else (),
        optional=bool(entry.get("optional", False)),
        picks=tuple(_pick(each, known, where) for each in picks),
    )


def _pick(entry: Mapping[str, object], known: set[str], where: str) -> Pick:
    """Return the pick of one entry of a table's figures."""
    allowed = {"measure", "column", "rows", "period", "optional"}
    if strange := set(entry) - allowed:
        raise ReleaseError(
            where, f"unknown key {', '.join(sorted(strange))}", f"Use {', '.join(sorted(allowed))}"
        )
    measure, column = str(entry.get("measure", "")), str(entry.get("column", ""))
    if measure not in known or not column:
        raise ReleaseError(
            where, f"“{measure}” is no measure of the pack, or has no column", "Add a [[measure]]"
        )
    rows = entry.get("rows", {})
    if not isinstance(rows, Mapping):
        raise ReleaseError(where, f"rows of “{measure}” is {rows!r}", 'Write rows = { Header = "Label" }')
    return Pick(
        measure=measure,
        column=column,
        rows={
            str(key): tuple(labels) if isinstance(labels, list) else (str(labels),)
            for key, labels in rows.items()
        },
        period=str(entry.get("period", "column" if column == "day" else "release")),
        optional=bool(entry.get("optional", False)),
    )
