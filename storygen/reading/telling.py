"""Telling: figures as the reader's messages have them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from storygen.facts.figure import plain
from storygen.facts.measure import Measure
from storygen.reading.asked import Asked, When
from storygen.reading.moments import spoken
from storygen.reading.numerals import Number
from storygen.reading.sums import Value, rounded


def in_units(asked: Asked, number: Number | None) -> Number:
    """Return the number that is asked about, in units."""
    if number is None:
        return Number(asked.literal or Decimal(0), 0)
    return number if asked.scale == 1 else Number(number.value * asked.scale, 0)


def told_of(measure: Measure, when: When, exact: Value) -> str:
    """Return a figure in plain words."""
    bound = f"{exact.bound} " if exact.bound else ""
    return f"{named(measure)} was {bound}{shown(exact.number)} {dated(when, measure.span)}"


def named(measure: Measure) -> str:
    """Return what a measure is called in a message: by its name, or in copy's words for a long one."""
    known = any(measure.name.rstrip("s") in phrase.lower() for phrase in measure.said)
    spoken = measure.name.replace("_", " ") if known or not measure.said else measure.said[0]
    return f"“{spoken.replace(' … ', '…')}”"


def dated(when: When, span: str = "at") -> str:
    """Return a time in plain words: "on September 30 2019", "in the year to March 31 2020"."""
    if not isinstance(when, date):
        return f"at its {when}"
    ahead = "in the year to" if span == "year ending" else "on"
    return f"{ahead} {spoken(when)}"


def shown(number: Decimal) -> str:
    """Return a number in plain digits, to two decimals at most."""
    whole, point, decimals = plain(rounded(number, 2)).partition(".")
    return f"{int(whole):,}{point}{decimals}" if whole.lstrip("-").isdigit() else whole
