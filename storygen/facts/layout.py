"""Layout: where a pack's measures stand in its publisher's tables.

The next release moves its tables, so nothing is found by position: a sheet by its title, a column by
its headers or the day in them, a row by its label. What has numbers and is not known is said; what was
looked for and is not there says so, with the sheets that were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from storygen.errors import ReleaseError
from storygen.facts.geography import Gazetteer, Geography, bare
from storygen.facts.notation import (
    column_name,
    first_figures,
    headers_of,
    holds_something,
    plain_label,
    read_number,
    stacked,
)
from storygen.facts.period import Period, read_period
from storygen.facts.schema import Layout, Pick
from storygen.facts.sheet import CellValue, Grid
from storygen.facts.table import Reading


@dataclass(slots=True)
class Findings:
    """What was found in a workbook: readings, and what an editor should know of the rest."""

    readings: list[Reading] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Rows with figures whose label is no place that we know."""
    absent: list[str] = field(default_factory=list)
    """What was looked for and is not in this workbook."""


def read_layouts(
    sheets: Mapping[str, Grid], layouts: Iterable[Layout], gazetteer: Gazetteer, period: Period, where: str
) -> Findings:
    """Return what *layouts* find in *sheets*, for a release of *period*; *where* is named in errors.

    :raises ReleaseError: a sheet or column that must be there is not, or two sheets fit one layout.
    """
    findings = Findings()
    for layout in layouts:
        titled = [name for name, grid in sheets.items() if _fits(grid, layout, grid[:TITLE_ROWS])]
        lower = [name for name, grid in sheets.items() if _fits(grid, layout, _above(grid))]
        fitting = [name for name in titled if _above(sheets[name])] or lower or titled
        if len(fitting) == 1:
            _Sheet(where, fitting[0], sheets[fitting[0]], layout, gazetteer, period).read_into(findings)
            continue
        wanted = f"“{layout.title}”" + (f" in “{layout.says}”" if layout.says else "")
        if fitting:
            both = " and ".join(fitting)
            raise ReleaseError(
                where, f"{both} are both titled {wanted}", "Say more of the title in pack.toml"
            )
        if not layout.optional:
            raise ReleaseError(
                where,
                f"no sheet is titled {wanted}; its sheets are {', '.join(sheets)}",
                "Check pack.toml's [[table]]",
            )
        findings.absent.append(f"no sheet titled {wanted}")
    return findings


TITLE_ROWS = 3
"""Where a title is looked for first: further down, a contents sheet lists the titles of others."""


def _above(grid: Grid) -> Grid:
    """Return the rows above the first figures of *grid*; a sheet without figures has none."""
    first = first_figures(grid)
    return grid[:first] if first < len(grid) else []


def _fits(grid: Grid, layout: Layout, head: Grid) -> bool:
    """Return whether *grid* has *layout*'s title in its *head*, and its words above the figures."""
    top = [
        bare(re.sub(r"(?<=[A-Za-z])\d\b", "", cell)) for row in head for cell in row if isinstance(cell, str)
    ]
    if not any(bare(layout.title) in cell for cell in top):
        return False
    above = [bare(cell) for row in grid[: first_figures(grid)] for cell in row if isinstance(cell, str)]
    return not layout.says or any(bare(layout.says) in cell for cell in above)


class _Sheet:
    """One sheet as one layout reads it."""

    def __init__(
        self, where: str, name: str, grid: Grid, layout: Layout, gazetteer: Gazetteer, period: Period
    ) -> None:
        self.where, self.name, self.grid, self.layout = where, name, grid, layout
        self.gazetteer, self.period = gazetteer, period
        self.first = first_figures(grid)
        self.headers = headers_of(grid[: self.first])

    def read_into(self, findings: Findings) -> None:
        """Add to *findings* every reading that the layout's picks name."""
        columns = [(pick, self._columns(pick, findings)) for pick in self.layout.picks]
        labels = self._place_labels()
        seen: set[str] = set()
        for index in self._rows():
            row = self.grid[index]
            for pick, places in columns:
                if not self._row_fits(row, pick):
                    continue
                cells = [(column, row[column] if column < len(row) else None) for column in places]
                if not any(holds_something(cell) for _, cell in cells):
                    continue
                place = labels.get(index)
                if place is None:
                    label = self._label(index)
                    if label not in seen and bare(label) not in map(bare, self.layout.skip):
                        findings.unknown.append(f"{self.name}, row {index + 1}: “{label}”")
                    seen.add(label)
                    continue
                for column, cell in cells:
                    if reading := self._reading(pick, place, index, column, cell):
                        findings.readings.append(reading)

    def _rows(self) -> range:
        """Return the rows with figures that the layout reads."""
        return (
            range(self.first, self.first + 1) if self.layout.first_row else range(self.first, len(self.grid))
        )

    def _columns(self, pick: Pick, findings: Findings) -> list[int]:
        """Return the columns whose headers fit *pick*: just so, or else that begin so."""
        every = range(len(self.headers))
        if pick.column == "day":
            found = [index for index in every if self._day(index) is not None]
        else:
            ways = [way.split(" > ") for way in pick.column.split(" | ")]
            found = next(
                (
                    heads
                    for exact in (True, False)
                    for way in ways
                    if (heads := [index for index in every if stacked(self.headers[index], way, exact=exact)])
                ),
                [],
            )
        if not found:
            what = f"{self.name} has no column headed “{pick.column}”"
            if not pick.optional:
                there = "; ".join(sorted({self._head(index) for index in every} - {""}))
                raise ReleaseError(
                    f"{self.where}, {self.name}", f"{what}; it has {there}", "Check pack.toml's [[table]]"
                )
            findings.absent.append(what)
        return found

    def _day(self, index: int) -> Period | None:
        """Return the day or year that heads the column *index*, if one does."""
        head = self._head(index)
        return read_period(head) if len(head) < 40 else None

    def _head(self, index: int) -> str:
        """Return the lowest header that stands in the column *index* itself."""
        return next((head.text for head in reversed(self.headers[index]) if head.own), "")

    def _row_fits(self, row: list[CellValue], pick: Pick) -> bool:
        """Return whether *row* has one of the labels that *pick* asks for in each column it names."""
        for header, labels in pick.rows.items():
            column = self._column_headed(header)
            cell = row[column] if column < len(row) else None
            if not isinstance(cell, str) or bare(plain_label(cell)[0]) not in map(bare, labels):
                return False
        return True

    def _column_headed(self, header: str) -> int:
        """Return the first column headed *header*; "row" is the first column of all."""
        if header == "row":
            return 0
        for exact in (True, False):
            for index, stack in enumerate(self.headers):
                if stacked(stack, [header], exact=exact):
                    return index
        raise ReleaseError(
            f"{self.where}, {self.name}", f"no column is headed “{header}”", "Check pack.toml's [[table]]"
        )

    def _label(self, index: int) -> str:
        """Return the row's label in the column of places, or its first text."""
        column = 0 if self.layout.places == "row" else self._column_headed(self.layout.places)
        row = self.grid[index]
        cell = row[column] if column < len(row) else None
        return plain_label(cell)[0] if isinstance(cell, str) else str(cell or "")

    def _place_labels(self) -> dict[int, Geography]:
        """Return the place of each row that has one; regions are told from forces of the same name."""
        if fixed := self.gazetteer.coded(self.layout.places):
            return dict.fromkeys(self._rows(), fixed)
        labels = {index: self._label(index) for index in self._rows()}
        found = {index: self._meanings(label) for index, label in labels.items() if label}
        regional = any(len(kinds) == 1 and kinds[0].kind == "region" for kinds in found.values())
        places: dict[int, Geography] = {}
        met: set[tuple[Geography, ...]] = set()
        for index, kinds in found.items():
            if not kinds:
                continue
            # "Total West Midlands" says that a bare West Midlands is the force.
            shared = regional and len({kind.code for kind in kinds}) > 1 and kinds[1:2] not in found.values()
            if shared and not self._heads_its_forces(kinds, found):
                continue  # no telling whether it is the region's or the force's
            places[index] = kinds[1] if shared and kinds not in met else kinds[0]
            met.add(kinds)
        return places

    def _heads_its_forces(
        self, kinds: tuple[Geography, ...], found: Mapping[int, tuple[Geography, ...]]
    ) -> bool:
        """Return whether a shared name stands twice, first as a region does: above a force of its own."""
        rows = [row for row, meant in found.items() if meant]
        at = [number for number, row in enumerate(rows) if found[row] == kinds]
        if len(at) != 2:
            return False
        under = found[rows[at[0] + 1]][0]
        return under.kind == self.gazetteer.unit and self.gazetteer.region_of(under) == kinds[1]

    def _meanings(self, label: str) -> tuple[Geography, ...]:
        """Return what *label* may mean: a force or area first, then a region, then a nation."""
        kinds = (self.gazetteer.unit, "region", "nation")
        if label.lower().startswith("total ") and not self.gazetteer.named(label, kinds):
            label, kinds = label[6:], ("region", "nation", "nation")
        places = (self.gazetteer.named(label, (kind,)) for kind in kinds)
        return tuple(dict.fromkeys(place for place in places if place))

    def _reading(
        self, pick: Pick, place: Geography, index: int, column: int, cell: CellValue
    ) -> Reading | None:
        """Return what stands in one cell, or None where the row or column has no period."""
        period = self._period(pick, index, column)
        if period is None:
            return None
        value, mark = self._value(cell, column)
        label, row_mark = plain_label(self._raw_label(index))
        return Reading(
            measure=pick.measure,
            place=place.code,
            period=period.key,
            value=value,
            mark=" ".join(part for part in (mark, row_mark) if part),
            sheet=self.name,
            address=f"{column_name(column)}{index + 1}",
            row=label or place.name,
            column=pick.column if " > " in pick.column else self._head(column),
        )

    def _raw_label(self, index: int) -> str:
        """Return the label of the row as printed."""
        if self.gazetteer.coded(self.layout.places):
            return next((cell for cell in self.grid[index] if isinstance(cell, str)), "")
        column = 0 if self.layout.places == "row" else self._column_headed(self.layout.places)
        cell = self.grid[index][column]
        return cell if isinstance(cell, str) else ""

    def _period(self, pick: Pick, index: int, column: int) -> Period | None:
        """Return the period of a cell, from where *pick* says it stands."""
        if pick.period == "release":
            return self.period
        if pick.period == "column":
            return self._day(column)
        at, row = self._column_headed(pick.period), self.grid[index]
        return read_period(row[at]) if at < len(row) else None

    def _value(self, cell: CellValue, column: int) -> tuple[str, str]:
        """Return the digits and the mark of a cell; digits of doubt are none, marked unreadable."""
        if isinstance(cell, Decimal):
            return f"{cell:f}", ""
        if cell is None:
            return "", ""
        if isinstance(cell, date):
            return "", "unreadable"
        alone = not any(
            isinstance(row[column], Decimal) for row in self.grid[self.first :] if column < len(row)
        )
        return read_number(cell, alone=alone)
