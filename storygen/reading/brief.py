"""Brief: what a stranger must be told before reading: what is counted and by what words, and what is fixed.

Plain values, drawn up from a pack and a release by `storygen/checking.py`. The figures themselves are not
in it: the reader takes those from the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from storygen.facts.geography import Gazetteer
from storygen.facts.measure import Measure
from storygen.facts.period import Period


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence that stands in copy word for word: the pack's own, or one that reports somebody."""

    words: str
    why_not: str = ""
    """Why it may not be used here, where it may not: a statement of another release."""
    reported: bool = False
    """Whether it is what somebody said, of which nothing may be altered."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence of the pack's with something filled in."""

    words: tuple[str, ...]
    """What is fixed of it, before, between and after what is filled in."""
    filled: tuple[str, ...]
    """What is filled in, as the pack writes it: "prior", "release.day", "officers.now"."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What the reader must know of a pack and a release."""

    measures: Mapping[str, Measure]
    lead: Measure
    """What a number is of where nothing is named."""
    gazetteer: Gazetteer
    nation: str
    """The nation's code."""
    period: Period
    """The release's own."""
    publisher: str
    published: date
    """The day the release came out."""
    day: date
    """The day of publication of the copy, which "this year" is said on."""
    little: Decimal
    """A change smaller than this, in per cent, is little."""
    strengths: tuple[tuple[str, Decimal, Decimal | None], ...]
    """Words for a change of a size, and the least and most that it may be, in per cent."""
    known: tuple[Known, ...]
    frames: tuple[Frame, ...]
    names: tuple[str, ...] = ()
    """Names with a place's name in them that are no place: "Rape Crisis England and Wales"."""


def phrases_of(brief: Brief) -> tuple[str, ...]:
    """Return the phrases with numbers of their own, which are not taken out of copy."""
    own = {phrase for measure in brief.measures.values() for phrase in (*measure.said, measure.per) if phrase}
    numbered = {
        part.strip() for phrase in own for part in phrase.split("…") if any(c.isdigit() for c in part)
    }
    heads = {" ".join(measure.per.split()[:1]) for measure in brief.measures.values() if measure.per}
    every = {f"{word} {head}" for head in heads for word in ("every", "per", "each")}
    return tuple({*numbered, *every, "six months", "twelve months", "12 months", "six-month", "counted once"})
