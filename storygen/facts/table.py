"""Table: the figures of a release, by measure, place and period.

A `Reading` is one cell as it was found; a `Table` is all of a release's readings as figures or gaps,
with the tables of earlier releases behind it. This year's figure comes from the release itself; an
earlier period comes from it too where it prints one, otherwise from the newest release before it
(rule A7), and the figure's cell says from which.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from storygen.errors import ReleaseError
from storygen.facts.figure import BOUNDS, Cell, Figure, Gap, Subject, plain
from storygen.facts.period import Period, period_from_key
from storygen.facts.release import Release

MARKS: Mapping[str, str] = {
    "": "missing",
    "..": "not available",
    ":": "not available",
    "x": "not available",
    "na": "not available",
    "n/a": "not available",
    "-": "not available",
    "–": "not available",
    "c": "suppressed",
    "*": "suppressed",
    "~": "suppressed",
    "k": "low",
    "low": "low",
    "z": "not applicable",
    "†": "not comparable",
    "b": "not comparable",
    "break": "not comparable",
    "break in series": "not comparable",
    "not comparable": "not comparable",
    "u": "not reliable",
    "#div/0!": "not applicable",
    "unreadable": "unreadable",
}
"""What a mark in place of a number means, unless the pack's [marks] says otherwise (rule R3)."""

PRINTABLE = ("p", "r", "e", "f", "ns", *BOUNDS)
"""Marks that may stand beside a number which may still be printed and compared."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell as it was found: what it is about, what stood in it, and where."""

    measure: str
    place: str
    period: str
    value: str
    """Plain digits, or nothing where there was no number."""
    mark: str
    sheet: str
    address: str
    row: str
    column: str


COLUMNS = tuple(field.name for field in fields(Reading))
COUNTED = ("count", "fte", "rate")
"""Units of what is counted, which cannot be less than nought."""
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,30})?\Z", re.ASCII)
"""Plain digits; a number of more than fifteen is longer than a spreadsheet keeps, and no statistic."""


def write_readings(readings: Iterable[Reading], path: Path) -> None:
    """Write *readings* to the CSV file *path*, one a row under `COLUMNS`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([getattr(reading, column) for column in COLUMNS] for reading in readings)


def read_readings(path: Path) -> Iterator[Reading]:
    """Yield the readings kept in the CSV file *path*.

    :raises ReleaseError: the file cannot be read, or its first line is not `COLUMNS`.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            if tuple(next(rows, ())) != COLUMNS:
                raise ReleaseError(
                    f"{path}, line 1", "not the columns of a release", f"Write {','.join(COLUMNS)}"
                )
            for row in rows:
                if len(row) != len(COLUMNS):
                    raise ReleaseError(
                        f"{path}, line {rows.line_num}",
                        f"{len(row)} cells, not {len(COLUMNS)}",
                        "Mend the row",
                    )
                yield Reading(*row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReleaseError(str(path), f"cannot be read: {error}", "Add the release again") from error


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a pack says of its table's numbers and marks."""

    units: Mapping[str, str]
    """The unit of each measure."""
    marks: Mapping[str, str]
    """Reasons for marks that the pack reads otherwise than `MARKS` does."""
    signed: frozenset[str] = frozenset()
    """The measures that may be less than nought."""


class Table:
    """The figures of one release, with those of earlier releases behind it."""

    def __init__(
        self, release: Release, readings: Iterable[Reading], meaning: Meaning, prior: Table | None
    ) -> None:
        """Turn *readings* into figures once; *prior* is the table of the release before."""
        self.release, self.prior, self.meaning = release, prior, meaning
        found: dict[tuple[str, str, str], Figure | Gap] = {}
        self.twice: dict[str, list[tuple[Cell, Cell]]] = {}
        """The cells of each place, by its code, that one sheet prints in two rows, and alike."""
        for reading in readings:
            key = (reading.measure, reading.place, reading.period)
            met = self._met(reading)
            if key in found:
                self._note_twice(found[key], met)
                met = _agreed(found[key], met)
            found[key] = met
        self._found = found
        self._columns = _by_column(found)

    def _note_twice(self, first: Figure | Gap, second: Figure | Gap) -> None:
        """Note where *second* repeats *first* in another row of its sheet; two pages may well agree."""
        if isinstance(first, Gap) or isinstance(second, Gap) or first.value != second.value:
            return
        (one,), (two,) = first.cells(), second.cells()
        if one.sheet == two.sheet and one.address != two.address:
            self.twice.setdefault(one.subject.geography, []).append((one, two))

    def column(self, measure: str, period: Period) -> Mapping[str, Figure | Gap]:
        """Return the figures of *measure* over *period* by the place's code, earlier releases included."""
        own = self._columns.get((measure, period.key), {})
        return {**self.prior.column(measure, period), **own} if self.prior else own

    def figure(self, measure: str, place: str, period: Period) -> Figure | Gap:
        """Return the figure of *measure* in the place coded *place* over *period*, or its gap."""
        found = self.reach.get((measure, place, period.key))
        return found or Gap("missing", about=self._about(measure, place, period))

    def _about(self, measure: str, place: str, period: Period) -> str:
        """Return in words what is missing; where a place has no row at all, that is said too."""
        about = f"{measure} of {place}, {period.key}"
        no_row = self._placed and place not in self._placed
        return f"no row of {place} in {self.release.id} ({about})" if no_row else about

    @cached_property
    def _placed(self) -> frozenset[str]:
        """Return the codes of the places that this release has any row of."""
        return frozenset(place for _, place, _ in self._found)

    @cached_property
    def reach(self) -> Mapping[tuple[str, str, str], Figure | Gap]:
        """Return what this release and those before it print, each subject by the newest that has it."""
        tables: list[Table] = [self]
        while tables[-1].prior:
            tables.append(tables[-1].prior)
        found: dict[tuple[str, str, str], Figure | Gap] = {}
        for table in reversed(tables):
            found |= table._found
        return found

    def as_revised_by(self, later: Table, changes: Mapping[str, str]) -> Table:
        """Return this table with what *later* prints otherwise in its place, each cell the later one's.

        *changes* are the measures that are a published change, each with what it is the change of: where that
        is revised, the change that was published is of other figures, and left out.
        """
        now = later.reach
        revised = {
            key: now[key]
            for key, was in self.reach.items()
            if key in now and said_of(now[key]) != said_of(was)
        }
        moved = {(measure, place) for measure, place, _ in revised}
        stay = {key: met for key, met in self._found.items() if (changes.get(key[0]), key[1]) not in moved}
        return self._with(stay | revised)

    def _with(self, found: dict[tuple[str, str, str], Figure | Gap]) -> Table:
        """Return a table of the same release that prints what is *found*."""
        table = Table(self.release, (), self.meaning, self.prior)
        table.twice, table._found = self.twice, found
        table._columns = _by_column(found)
        return table

    def own(self) -> Mapping[tuple[str, str, str], Figure | Gap]:
        """Return what this release itself prints, by measure, place and period."""
        return self._found

    def earlier(self, measure: str, place: str, period: Period) -> Figure | Gap:
        """Return what the releases before this one printed of the same subject (rule A7)."""
        if self.prior is None:
            return Gap("missing", about="no earlier release")
        return self.prior.figure(measure, place, period)

    def places(self, measure: str, period: Period) -> list[str]:
        """Return the codes of the places that this release itself has a row for."""
        return list(self._columns.get((measure, period.key), ()))

    def periods(self, measure: str, place: str) -> list[Period]:
        """Return every period of *measure* for *place*, earliest first, earlier releases included."""
        table: Table | None = self
        found: set[str] = set()
        while table is not None:
            found |= {
                key for (name, key), column in table._columns.items() if name == measure and place in column
            }
            table = table.prior
        return sorted(period_from_key(key) for key in found)

    def _met(self, reading: Reading) -> Figure | Gap:
        """Return the figure of *reading*, or the gap that its mark, or the lack of a number, makes."""
        subject = Subject(self.release.series, reading.measure, reading.place, reading.period)
        cell = Cell(
            self.release.id,
            reading.sheet,
            reading.address,
            reading.row,
            reading.column,
            reading.mark,
            subject,
        )
        mark = reading.mark.lower()
        whole = mark in BOUNDS or mark in MARKS or mark in self.meaning.marks  # "not comparable" is one mark
        marks = [mark] if whole else mark.split() or [""]
        if not _NUMBER.match(reading.value):
            return Gap(self._reason(marks[0] if not reading.value else "unreadable"), cell)
        for mark in marks:
            if mark and mark not in PRINTABLE:
                return Gap(self._reason(mark), cell)
        unit = self.meaning.units.get(reading.measure)
        if unit is None:
            return Gap("no such measure in the pack", cell)
        value = Decimal(reading.value)
        if unit == "count" and value % 1:
            return Gap("a count that is not whole", cell)
        if value < 0 and unit in COUNTED and reading.measure not in self.meaning.signed:
            return Gap("less than nought", cell)
        return Figure(value or Decimal(0), unit, cell)  # a spreadsheet's nought may be less than nought

    def _reason(self, mark: str) -> str:
        """Return the reason that *mark* stands for; an unknown mark is a reason of its own."""
        return self.meaning.marks.get(mark) or MARKS.get(mark) or f"unknown mark “{mark}”"


def _by_column(
    found: Mapping[tuple[str, str, str], Figure | Gap],
) -> dict[tuple[str, str], dict[str, Figure | Gap]]:
    """Return what was *found*, by measure and period, and by place."""
    columns: dict[tuple[str, str], dict[str, Figure | Gap]] = {}
    for (measure, place, period), met in found.items():
        columns.setdefault((measure, period), {})[place] = met
    return columns


def said_of(met: Figure | Gap) -> tuple[object, str]:
    """Return what two releases may print otherwise of one subject: its number and bound, or why none."""
    return (met.value, met.bound) if isinstance(met, Figure) else (None, met.reason)


def _agreed(first: Figure | Gap, second: Figure | Gap) -> Figure | Gap:
    """Return *first* where two readings of one subject agree, otherwise the dispute between them."""
    if isinstance(first, Figure) and isinstance(second, Figure):
        if first.value == second.value and first.bound == second.bound:
            return first
        return _disputed(first, second)
    return first if isinstance(first, Gap) else second


def _disputed(first: Figure, second: Figure) -> Gap:
    """Return the gap between two figures of one subject that don't agree: it names both cells."""
    (one,), (two,) = first.cells(), second.cells()
    where = two.address if two.address and two.sheet == one.sheet else str(two)
    said = f"{one} has {_seen(first)} and {where} has {_seen(second)}"
    return Gap("disputed", one, said)


def _seen(figure: Figure) -> str:
    """Return the number of a cell as it was seen, "about 500" where it was only seen rounded."""
    return f"{figure.bound} {plain(figure.value)}".strip()


def rows_of(readings: Iterable[Reading]) -> dict[tuple[str, str], list[Reading]]:
    """Return *readings* as they stand in their sheets: by sheet and row, from the first column on.

    A cell without an address, of a figure that was read on a page, stands in the row of that name.
    """
    found: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        found.setdefault(row_key(reading.sheet, reading.address, reading.row), []).append(reading)
    for row in found.values():
        row.sort(key=lambda each: (len(each.address), each.address))
    return found


def row_key(sheet: str, address: str, row: str) -> tuple[str, str]:
    """Return what the cells of one row of a sheet have in common."""
    return sheet, address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or row
