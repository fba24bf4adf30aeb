"""Asked: what a shape says, put as questions that can be asked of the figures of any place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from storygen.facts.measure import Measure

EVERY = ("*",)
"""All the places of the story together."""
PEAK = "peak"
"""What a figure may be set against that is no day."""
When = date | str | None
Groups = Sequence[tuple[str, ...]]
"""The rows that may tell of the places asked of: their own, or those of the places within."""
Answer = str | None
"""Nothing where what is asked is true, what is true where it is not, None where the figures cannot tell."""


class Asked(NamedTuple):
    """One thing that copy says."""

    kind: str
    """level, change, move, strength, multiple, rank, tally, among, streak, yearly, extreme, commonest, share,
    beside, against, pace, when, words, unknown: what is asked of it."""
    spot: tuple[int, int]
    """Where it stands in the shape."""
    number: int = -1
    """Which of the par's numbers it is about; -1 for none."""
    literal: Decimal | None = None
    """A number that is no slot: nought, a half."""
    measures: tuple[Measure, ...] = ()
    """What it may be said of; enough that one bears it out."""
    who: tuple[str, ...] = ()
    """The places it is said of together: slots, codes, or `EVERY`."""
    now: date | None = None
    before: When = None
    way: str = ""
    """The way a figure went, or the end of a ranking."""
    hedge: str = ""
    unit: str = ""
    """per cent, points, times, or nothing for the measure's own."""
    scale: int = 1
    words: str = ""
    """The words themselves, for what is said of them; a fault found in them."""
    whole: tuple[Measure, ...] = ()
    """What it is a share of."""
    negated: bool = False
    other: tuple[str, ...] = ()
    """The places that it is set against: Suffolk, of "more officers than Suffolk"."""
    each: bool = False
    """Whether it is said of each of its places, and not of them together."""
    unsure: bool = False
    """Whether the sentence compares in a way that is not understood, so that what fails is only queried."""
    guess: bool = False
    """Whether no measure was named, and it is asked of the story's first."""
