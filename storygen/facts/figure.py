"""Figure: a number that knows where it comes from, or the reason why there is none.

A `Figure` has no operators on purpose. `comparison.py` calculates and writes down what it did as a
`Working`; nobody else can, least of all a template. A number that is missing, suppressed or
disputed is a `Gap`, never nought and never an exception.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Subject:
    """What a cell is about, wherever the next release may print it."""

    series: str
    measure: str
    geography: str
    """The place's code."""
    period: str
    """The period's key, as `Period.key` gives it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed number in one table of one release."""

    release: str
    sheet: str
    address: str
    """The cell's name in the sheet, such as "C12"; empty for a figure read on a page."""
    row: str
    column: str
    mark: str
    """What stands beside the number: the publisher's own (p, r, ..), or ours: about, at least."""
    subject: Subject

    def __str__(self) -> str:
        """Return the cell as a reader would look for it."""
        spot = " ".join(part for part in (self.sheet, self.address) if part)
        return f"{self.release}, {spot} ({self.row}, {self.column})"


class Working(NamedTuple):
    """How a figure was worked out, and from which figures; a named tuple, since a story makes dozens."""

    rule: str
    inputs: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, init=False)
class Figure:
    """A number, its unit, and its origin: a cell or a working."""

    value: Decimal
    unit: str
    """count, fte, rate, per cent, points, times, rank or places: `style.py` prints by it."""
    origin: Cell | Working
    bound: str = field(init=False, repr=False, compare=False)
    """"about" or "at least" where it was only seen so, or rests on one that was; otherwise nothing."""

    def __init__(self, value: Decimal, unit: str, origin: Cell | Working) -> None:
        """Set what never changes after, by the slots themselves: half the time of what dataclasses write."""
        _set_value(self, value)
        _set_unit(self, unit)
        _set_origin(self, origin)
        if isinstance(origin, Cell):
            _set_bound(self, origin.mark if origin.mark in BOUNDS else "")
            return
        for figure in origin.inputs:
            if figure.bound:
                _set_bound(self, figure.bound)
                return
        _set_bound(self, "")

    def __str__(self) -> str:
        """Refuse: a figure turned into a bare string has lost its cells."""
        raise TypeError("a figure prints only through {{ }} in a template, which cites it")

    def cells(self) -> Iterator[Cell]:
        """Yield every cell this figure rests on, however far down."""
        if isinstance(self.origin, Cell):
            yield self.origin
        else:
            for figure in self.origin.inputs:
                yield from figure.cells()


_set_value, _set_unit, _set_origin, _set_bound = (vars(Figure)[name].__set__ for name in Figure.__slots__)
BOUNDS = ("about", "at least")
"""Our own marks, for a number that was seen only rounded, or only as a lower bound."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The reason why there is no number."""

    reason: str
    """suppressed, not available, not applicable, not comparable, missing, disputed, …"""
    cell: Cell | None = None
    about: str = ""
    """What is missing, in words, where there is no cell to point at."""

    def __str__(self) -> str:
        """Return the gap as a held story gives it."""
        about = self.about or (str(self.cell) if self.cell else "")
        return f"{about}: {self.reason}" if about else self.reason


def leaves(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield every figure beneath *figures* that was read from a cell, however far down."""
    for figure in figures:
        if isinstance(figure.origin, Cell):
            yield figure
        else:
            yield from leaves(figure.origin.inputs)


def figure_as_data(figure: Figure) -> dict[str, object]:
    """Return *figure* as plain data: value, unit, working (rules, innermost last) and cells."""
    return {
        "value": str(figure.value),
        "unit": figure.unit,
        "working": working_in_words(figure),
        "cells": [cell_as_data(cell) for cell in unique_cells(figure)],
    }


def unique_cells(figure: Figure) -> list[Cell]:
    """Return the cells of *figure*, each once, in the order they are met."""
    return list(dict.fromkeys(figure.cells()))


def cell_as_data(cell: Cell) -> dict[str, str]:
    """Return *cell* as plain data."""
    return {name: getattr(cell, name) for name in ("release", "sheet", "address", "row", "column", "mark")}


def in_short(cells: Sequence[str], most: int = 3) -> str:
    """Return the names of *cells* for a line of a table, of many the first few.

    >>> in_short(["C1", "C2", "C2", "C3", "C4", "C5"])
    'C1, C2, C3 and 2 more'
    """
    each = list(dict.fromkeys(cell.strip() for cell in cells))
    more = f" and {len(each) - most} more" if len(each) > most else ""
    return ", ".join(each[:most]) + more


def working_in_words(figure: Figure) -> str:
    """Return how *figure* was made: "as published", or its rule and the numbers that went in."""
    if isinstance(figure.origin, Cell):
        return "as published"
    inputs = figure.origin.inputs
    if len(inputs) > 4:
        return f"{figure.origin.rule} of {len(inputs)} figures"
    return f"{figure.origin.rule}: " + ", ".join(f"{plain(each.value)}" for each in inputs)


def plain(number: Decimal) -> str:
    """Return *number* in plain digits, without an exponent or needless noughts.

    >>> plain(Decimal("1E+2")), plain(Decimal("3.50"))
    ('100', '3.5')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
