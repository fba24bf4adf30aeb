"""Offering: what has been made of a story since, beside what an editor has made of it, par by par.

What the editor did not touch may be taken as it is offered; what they have written, cut, added or moved
stands. It is storygen that offers, or, of two editors on one story, whoever has saved it first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from storygen.archive.archive import Archive
from storygen.archive.kept import Kept
from storygen.errors import WorkflowError
from storygen.revising import FIXED, Typed
from storygen.writing.differing import Pair, Words, beside
from storygen.writing.story import Story


class Side(NamedTuple):
    """A par as it stands beside the same as it is offered."""

    pair: Pair
    touched: bool
    """Whether an editor has written, cut or added it."""
    contested: bool
    """Whether it is otherwise offered, too, than it was to begin with, and not as the editor has it."""

    @property
    def taken(self) -> str | None:
        """Return its words where all is taken that nobody has touched; None where it is then left out."""
        return self.pair.one if self.touched else self.pair.two


def sides(archive: Archive, story: Kept) -> list[Side]:
    """Return the pars of *story* beside those that are offered.

    :raises WorkflowError: nothing is offered, or what is offered is held.
    """
    if story.offered is None:
        raise WorkflowError(str(story), "nothing is offered beside it")
    mine, offered = archive.version(story.number), archive.version(story.number, story.offered)
    if offered.written is None:
        fault = f"what is offered beside it is held: {offered.copy}"
        raise WorkflowError(str(story), fault, "Set it aside, or look why it is held")
    return against(
        pars_of(archive.origin(story.number).written), pars_of(mine.written), pars_of(offered.written)
    )


def against(began: Sequence[Words], mine: Sequence[Words], theirs: Sequence[Words]) -> list[Side]:
    """Return the pars that an editor has made *mine*, where they *began*, beside *theirs*.

    They stand in the order of *theirs*, unless the editor has moved some.
    """
    was = {(name, place): words for name, place, words in began}
    if moved(began, mine):
        pairs = [Pair(each.name, each.place, each.two, each.one) for each in beside(theirs, mine)]
    else:
        pairs = beside(mine, theirs)
    return [_side(pair, was.get(pair.key)) for pair in pairs]


def _side(pair: Pair, was: str | None) -> Side:
    """Return *pair* with who has made it another than it *was*."""
    touched = pair.one != was
    return Side(pair, touched, contested=touched and pair.two not in (was, pair.one))


def moved(began: Sequence[Words], mine: Sequence[Words]) -> bool:
    """Return whether the pars that both have stand in another order in *mine* than where it *began*."""
    one, two = ([(name, place) for name, place, _ in pars] for pars in (began, mine))
    return [key for key in one if key in two] != [key for key in two if key in one]


def untouched_taken(of: list[Side]) -> list[Typed]:
    """Return the pars of the story where all is taken that nobody has touched."""
    return [Typed(side.pair.name, side.taken, side.pair.place) for side in of if side.taken is not None]


def pars_of(copy: Story | None) -> list[Words]:
    """Return the pars of *copy* that an editor may change."""
    pars = copy.pars if copy else ()
    return [(par.name, par.place, str(par)) for par in pars if par.name not in FIXED]
