"""Numbers: the numbers of a story as they are printed, and what else could stand there and be true.

A planted error must be a falsehood, whatever hedge stands before it: "more than 3,600" of 3,655 is as true as
"more than 3,500", and a reader who lets that pass is right.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from storygen.facts.figure import Cell, Figure
from storygen.planting.planted import Edit
from storygen.writing.claim import KINDS

UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NUMERAL = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{'|'.join(UNITS)})\b", re.I)
"""A number as it is printed, in digits or, up to nine, in a word."""
ONE = Decimal(1)
WIDE = Context(prec=60)


class Number(NamedTuple):
    """A number of the copy."""

    par: int
    start: int
    end: int
    text: str
    prints: Figure
    hedge: str
    """The kind of claim that stands before it ("almost", "about", …), or nothing."""
    most: Decimal | None
    """What it may be at most, where it is "at least" so much."""

    @property
    def exact(self) -> Decimal:
        """Return the number behind it, before it was made round."""
        return self.figure.value

    @property
    def figure(self) -> Figure:
        """Return the figure behind it, before it was made round."""
        origin = self.prints.origin
        if not isinstance(origin, Cell) and origin.rule.startswith(("rounded to", "cut to")):
            return origin.inputs[0]
        return self.prints

    def allows(self, text: str, exact: Decimal | None = None) -> bool:
        """Return whether *text* in its stead might be true, by the *exact* number given or its own."""
        return may_be(text, self.exact if exact is None else exact, self.hedge, self.most)

    def edit(self, text: str) -> Edit:
        """Return the edit that puts *text* in its stead, with a capital where it had one."""
        new = text[0].upper() + text[1:] if self.text[0].isupper() else text
        return Edit(self.par, self.start, self.end, new)


def may_be(text: str, exact: Decimal, hedge: str, most: Decimal | None = None) -> bool:
    """Return whether a number printed as *text* after *hedge* might be true of *exact*."""
    printed, places = read(text)
    if hedge == "at least":
        return most is None or printed <= most
    if hedge == "about":
        return _fairly_rounded(printed, exact)
    if hedge:
        return KINDS[hedge]([printed, exact], ())
    return nearest(exact, ONE.scaleb(-places)) == printed


def _fairly_rounded(printed: Decimal, exact: Decimal) -> bool:
    """Return whether *printed* is *exact* rounded at some step that it is a multiple of."""
    steps = (ONE.scaleb(power) for power in range(7))
    return any(printed % step == 0 and nearest(exact, step) == printed for step in steps)


def nearest(value: Decimal, step: Decimal) -> Decimal:
    """Return *value* to the nearest *step*, halves away from nought."""
    return (value / step).quantize(ONE, ROUND_HALF_UP, WIDE) * step


def read(text: str) -> tuple[Decimal, int]:
    """Return the number that *text* is, and its decimals.

    >>> read("3,548"), read("six"), read("1.5")
    ((Decimal('3548'), 0), (Decimal('6'), 0), (Decimal('1.5'), 1))
    """
    if text.lower() in UNITS:
        return Decimal(UNITS.index(text.lower()) + 1), 0
    digits = text.replace(",", "")
    return Decimal(digits), len(digits.partition(".")[2])


def like(text: str, value: Decimal) -> str:
    """Return *value* printed as *text* is: with as many decimals, and small numbers in words.

    >>> like("3,548", Decimal("12004.4")), like("six", Decimal(12)), like("14", Decimal(5)), like("1.5", ONE)
    ('12,004', '12', 'five', '1.0')
    """
    places = read(text)[1]
    number = nearest(value, ONE.scaleb(-places))
    if not places and 1 <= number <= 9 and not (text.isdigit() and read(text)[0] < 10):
        return UNITS[int(number) - 1]
    return f"{number:,.{places}f}"
