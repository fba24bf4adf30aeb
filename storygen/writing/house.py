"""House: what the sub knows of the house and of the figures, and what he finds in a par.

Plain values: the sub reads finished copy and shares nothing with the writer's citing. A check is asked
of a par's shape (`reading/shape.py`), so that what it finds holds of every par that reads the same but
for its numbers and places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from storygen.reading.shape import NUMBER, Names, Shape, Tokens, shape_of, straight
from storygen.reading.spots import standing
from storygen.writing.never import Never
from storygen.writing.quotes import Quote
from storygen.writing.style import Style


@dataclass(frozen=True, slots=True)
class House:
    """What the sub must know: the style, the release, and what its pack says may and may not be printed."""

    style: Style
    release: str
    """The release's id: quotes speak of one."""
    day: date
    """The day of publication."""
    publisher: str = ""
    quotes: tuple[Quote, ...] = ()
    never: tuple[Never, ...] = ()
    nouns: tuple[str, ...] = ()
    """What the pack counts, one of each: "registered sex offender"."""
    names: frozenset[str] = frozenset()
    """Names that may stand: see `conduct.known_names`."""
    places: tuple[str, ...] = ()
    """Every place that the gazetteer has, by the names that prose gives them."""
    sensitive: bool = False
    """Whether a person's name stops the story (rule L2)."""


class Words(NamedTuple):
    """A par as a check reads it."""

    text: str
    """Its shape."""
    open: str
    """The same, as long, with all that somebody else said blotted out."""


class Finding(NamedTuple):
    """What a check finds in the shape of a par."""

    message: str
    """"{}" stands for the words found."""
    start: int
    end: int
    stop: bool = False
    unless: str = ""
    """Where the words found match this, there is nothing the matter after all."""


BLOT = "\ue0ff"
"""Stands for each character of what somebody else said."""
_QUOTED = re.compile('"[^"]*(?:"|$)')


def listed(text: str) -> tuple[str, ...]:
    """Return the words that *text* lists."""
    return tuple(text.split())


def slots(has: int = 0, lacks: int = 0) -> str:
    """Return the numbers' slots that have the bits *has* and none of *lacks*, as a character class."""
    return (
        "["
        + "".join(chr(NUMBER + bits) for bits in range(16) if bits & has == has and not bits & lacks)
        + "]"
    )


def words_of(par: str, shape: Shape, house: House) -> Words:
    """Return the shape of *par* as checks read it: quotations and quotes we report are blotted out."""
    text = shape.text
    spans = [found.span() for found in _QUOTED.finditer(text)]
    spans += _reported(par, shape, house)
    for start, end in spans:
        text = f"{text[:start]}{BLOT * (end - start)}{text[end:]}"
    return Words(shape.text, text)


def _reported(par: str, shape: Shape, house: House) -> Iterator[tuple[int, int]]:
    """Yield where in the shape of *par* a reported quote of the house stands whole."""
    read = " ".join(straight(par).split())
    for quote in house.quotes:
        reported, alone = _alone(quote.reported)
        if not reported or reported not in read:
            continue
        start = shape.text.find(alone)
        if start >= 0:
            yield start, start + len(alone)
            continue
        found = re.search(r"\s+".join(map(re.escape, reported.split())), straight(par))
        if found and (begins := standing(par, shape)):  # it names a place of the story
            yield bisect_left(begins, found.start()), bisect_left(begins, found.end())


@lru_cache(maxsize=256)
def _alone(text: str) -> tuple[str, str]:
    """Return *text* as it is read, and its shape in a story of no place that it names."""
    return straight(text), shape_of(text, Names((), (), Tokens())).text


NOWHERE = (0, 0)


def span_in(par: str, shape: Shape, start: int, end: int) -> tuple[int, int]:
    """Return where in *par* its shape from *start* to *end* stands; nowhere, where the two differ."""
    return span_of(standing(par, shape), start, end)


def span_of(begins: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Return the same of a par in which each character of its shape *begins* there."""
    return (begins[start], begins[end]) if begins else NOWHERE
