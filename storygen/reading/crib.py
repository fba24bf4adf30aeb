"""Crib: what copy would print of each place, column by column: most of copy is held against that.

A figure is a column as it is printed, a move the word for its way. What is on the crib needs no parsing
and no arithmetic when a story is read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping

Codes = tuple[str, ...]
"""The places that a row is of, by their codes."""
Find = Callable[[Codes], str]
"""What copy would print of some places; nothing where nothing can be said."""


class Row(dict[int, str]):
    """The row of several places together, each column of it found when it is first asked for."""

    def __init__(self, finds: list[Find], codes: Codes) -> None:
        """Have *finds* find the columns of the places coded *codes*."""
        super().__init__()
        self._finds, self._codes = finds, codes

    def __missing__(self, column: int) -> str:
        """Return what stands in that *column*."""
        found = self[column] = self._finds[column](self._codes)
        return found


class Crib:
    """A row for each place, and as many columns as have been asked for."""

    def __init__(self, places: Iterable[str]) -> None:
        """Have a row for each of *places*, by its code, and no column yet."""
        self._rows: dict[Codes, list[str]] = {(code,): [] for code in places}
        self._finds: list[Find] = []
        self._columns: dict[Hashable, int] = {}

    def column(self, name: Hashable, find: Find) -> int:
        """Return the number of the column of that *name*, which *find* fills for every place at once."""
        if name not in self._columns:
            self._columns[name] = len(self._finds)
            self._finds.append(find)
            for codes, row in self._rows.items():
                row.append(find(codes))
        return self._columns[name]

    def row(self, codes: Codes) -> Mapping[int, str] | list[str]:
        """Return the row of the places coded *codes* together."""
        return self._rows.get(codes) or Row(self._finds, codes)
