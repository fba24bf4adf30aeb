"""Spots: where in a par the characters of its shape stand, and the numbers among them.

What is found in a shape is shown to an editor in the par as it was printed, its spaces, names and numbers
put back. That is one walk for all that is wrong with a par, however long and however hostile it is.
"""

from __future__ import annotations

import re

from storygen.reading.shape import NUMBER, PLACES, Shape, straight

_PLACED = re.compile(f"[{PLACES}]")
_UNSPACED = re.compile(r"\S+")


def standing(par: str, shape: Shape) -> list[int]:
    """Return where in *par* each character of its *shape* begins, and where the last ends; else nothing.

    A character of a shape is one of the par's, a number, the name of a place, or all that stands between two
    words.
    """
    numbers, pieces = iter(shape.numbers), _PLACED.split(shape.text)
    text, spots = _single_spaced(straight(par))
    begins: list[int] = []
    end = 0
    for turn, piece in enumerate(pieces):
        printed = [next(numbers, "") if NUMBER <= ord(each) < NUMBER + 16 else each for each in piece]
        fixed = "".join(printed)
        begins += [end] if turn else []
        if turn and turn == len(pieces) - 1:
            at = max(end + 1, len(text) - len(fixed))
        else:
            at = text.find(fixed, end + 1) if turn else 0
        if at < 0 or not text.startswith(fixed, at):
            return []
        for each in printed:
            begins.append(at)
            at += len(each)
        end = at
    return [spots[at] for at in (*begins, end)] if end == len(text) else []


def _single_spaced(text: str) -> tuple[str, list[int]]:
    """Return *text* with one space between its words, and where in it each character of that stood."""
    words: list[str] = []
    spots: list[int] = []
    end = 0
    for word in _UNSPACED.finditer(text):
        spots += [end] if words else []
        spots += range(*word.span())
        words.append(word[0])
        end = word.end()
    return " ".join(words), [*spots, end]


def spots_of(par: str, shape: Shape) -> list[tuple[int, int]]:
    """Return where in *par* each number of its *shape* stands, from and to; nothing where the two differ."""
    begins = standing(par, shape)
    if not begins:
        return []
    slots = [at for at, each in enumerate(shape.text) if NUMBER <= ord(each) < NUMBER + 16]
    return [(begins[at], begins[at + 1]) for at in slots]
