"""Telling: figures as the reader's messages have them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from storygen.facts.figure import plain
from storygen.facts.measure import Measure
from storygen.reading.asked import Asked, When
from storygen.reading.numerals import Number
from storygen.reading.sums import Value, rounded


def in_units(asked: Asked, number: Number | None) -> Number:
    """Return the number that is asked about, in units."""
    if number is None:
        return Number(asked.literal or Decimal(0), 0)
    return number if asked.scale == 1 else Number(number.value * asked.scale, 0)


def told_of(measure: Measure, when: When, exact: Value) -> str:
    """Return a figure in plain words."""
    return (
        f"{named(measure)} {dated(when)} is {exact.bound + ' ' if exact.bound else ''}{shown(exact.number)}"
    )


def named(measure: Measure) -> str:
    """Return what a measure is called in a message."""
    return f"“{measure.name}”"


def dated(when: When) -> str:
    """Return a time in plain words."""
    return when.isoformat() if isinstance(when, date) else f"at its {when}"


def shown(number: Decimal) -> str:
    """Return a number in plain digits, to two decimals at most."""
    return plain(rounded(number, 2))
