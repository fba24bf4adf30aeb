"""Quoted: what somebody said, altered, or put into another's mouth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from storygen.planting.ground import Ground, Piece
from storygen.planting.planted import Edit, Planted
from storygen.writing.quotes import Quote
from storygen.writing.style import typeset

_WORD = re.compile(r"[A-Za-z]+")


def quote(ground: Ground) -> Iterator[Planted]:
    """Offer a quote with a word left out, or two of its words in the wrong order."""
    for piece in ground.pieces:
        if not isinstance(piece.prints, Quote):
            continue
        words = list(_WORD.finditer(piece.text))
        for one, other in pairwise(words[1:]):
            if len(one[0]) > 3:
                yield ground.plant("quote", "a word left out", _cut(piece, one.start(), other.start()))
            if one[0].lower() != other[0].lower() and one.end() + 1 == other.start():
                text = f"{other[0]} {one[0]}"
                spot = Edit(piece.par, piece.start + one.start(), piece.start + other.end(), text)
                yield ground.plant("quote", "two words turned", spot)


def _cut(piece: Piece, start: int, end: int) -> Edit:
    """Return the edit that leaves out what stands between two spots of a piece."""
    return Edit(piece.par, piece.start + start, piece.start + end, "")


def speaker(ground: Ground) -> Iterator[Planted]:
    """Offer a quote in another's mouth, and the figures from another publisher."""
    quotes, style = ground.edition.pack.quotes, ground.edition.style
    people = {typeset(style, name) for each in quotes for name in (each.speaker, each.role)} - {""}
    for how, names in (("another speaker", sorted(people)), ("another publisher", PUBLISHERS)):
        for number, text in enumerate(ground.pars):
            others = [name for name in names if name not in text]
            for name in names:
                for found in re.finditer(re.escape(name), text):
                    spot = number, found.start(), found.end()
                    for other in [each for each in others if name not in each][:FEW]:
                        yield ground.plant("speaker", how, Edit(*spot, other))


PUBLISHERS = ("Home Office", "Ministry of Justice", "Office for National Statistics")
FEW = 3
