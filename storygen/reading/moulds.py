"""Moulds: pars whose words have been read before, told by their words without taking them apart again.

A mould is what stands between the numbers of a par. A par that fits one has the words of the par it was
made from, token by token, so that only its numbers need to be looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

Form = TypeVar("Form")
"""What is known of a par but for its numbers."""
HEADS = (40, 16, 6)
"""Moulds are found by the first so many characters of a par, the longer first."""
MOST, MOST_HEADS = 32, 1 << 12
"""So many moulds begin alike, and so many beginnings are remembered, and so many forms of a mould."""
NONE: tuple[str, ...] = ()


class Mould(NamedTuple, Generic[Form]):
    """What stands before, between and after the numbers of a par, and the forms it has been met in."""

    first: str
    rest: tuple[tuple[str, int], ...]
    """What follows each number, and how long it is."""
    forms: dict[str, Form]
    """By what the tokens of its numbers look like without them, each after a space."""


class Moulds(Generic[Form]):
    """The moulds of pars that have been read."""

    __slots__ = ("_begun",)

    def __init__(self) -> None:
        """Know none yet."""
        self._begun: dict[str, list[Mould[Form]]] = {}

    def fit(
        self, par: str, tokens: Mapping[str, tuple[str, tuple[str, ...]]]
    ) -> tuple[Form, tuple[str, ...]] | None:
        """Return the form of *par*, and its numbers as printed, if it fits a mould.

        *tokens* says of each token what it looks like without its numbers, and which they are.
        """
        for head in HEADS:
            for first, rest, forms in self._begun.get(par[:head], ()):
                if not par.startswith(first):
                    continue
                at, looks, numbers = len(first), "", NONE
                for piece, length in rest:
                    stop = par.find(" ", at)
                    if stop < 0:
                        stop = len(par)
                    if not par.startswith(piece, stop):
                        break
                    look, taken = tokens[par[at:stop]]
                    looks = f"{looks} {look}"
                    numbers += taken
                    at = stop + length
                else:
                    if at == len(par) and (form := forms.get(looks)):
                        return form, numbers
        return None

    def learn(self, tokens: Sequence[str], slots: Sequence[int], looks: Sequence[str], form: Form) -> None:
        """Remember that a par of these *tokens*, those at *slots* its numbers, has that *form*.

        *looks* is what the tokens of its numbers look like without them.
        """
        ends = [*slots, len(tokens)]
        pieces = [" ".join(tokens[start + 1 : end]) for start, end in zip([-1, *slots], ends, strict=True)]
        first = f"{pieces[0]} " if pieces[0] and slots else pieces[0]
        rest = [_between(piece, end < len(tokens)) for piece, end in zip(pieces[1:], ends[1:], strict=True)]
        head = next((length for length in HEADS if length <= len(first)), 0)
        if not head:
            return
        if len(self._begun) > MOST_HEADS:
            self._begun.clear()
        begun, words = self._begun.setdefault(first[:head], []), tuple((each, len(each)) for each in rest)
        mould = next((each for each in begun if (each.first, each.rest) == (first, words)), None)
        if mould is None:
            mould = Mould(first, words, {})
            begun.insert(0, mould)
            del begun[MOST:]
        if len(mould.forms) < MOST_HEADS:
            mould.forms["".join(f" {look}" for look in looks)] = form


def _between(piece: str, more: bool) -> str:
    """Return a *piece* as it stands after a number, and before another where there are *more*."""
    return f" {piece} " if piece and more else f" {piece}" if piece else " " if more else ""
