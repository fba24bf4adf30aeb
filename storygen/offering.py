"""Offering: what storygen has written since, beside what an editor has made of a story, par by par.

What nobody touched may be taken as it is offered; what an editor has written, cut or added stands.
"""

from __future__ import annotations

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

    @property
    def taken(self) -> str | None:
        """Return its words where all is taken that nobody has touched; None where it is then left out."""
        return self.pair.one if self.touched else self.pair.two


def sides(archive: Archive, story: Kept) -> list[Side]:
    """Return the pars of *story* beside those that are offered, in the order of these.

    :raises WorkflowError: nothing is offered, or what is offered is held.
    """
    if story.offered is None:
        raise WorkflowError(str(story), "nothing is offered beside it")
    mine, offered = archive.version(story.number), archive.version(story.number, story.offered)
    if offered.written is None:
        fault = f"what is offered beside it is held: {offered.copy}"
        raise WorkflowError(str(story), fault, "Set it aside, or look why it is held")
    was = {(name, place): words for name, place, words in _pars(archive.origin(story.number).written)}
    return [
        Side(pair, touched=was.get(pair.key) != pair.one)
        for pair in beside(_pars(mine.written), _pars(offered.written))
    ]


def untouched_taken(of: list[Side]) -> list[Typed]:
    """Return the pars of the story where all is taken that nobody has touched."""
    return [Typed(side.pair.name, side.taken, side.pair.place) for side in of if side.taken is not None]


def _pars(copy: Story | None) -> list[Words]:
    """Return the pars of *copy* that an editor may change."""
    pars = copy.pars if copy else ()
    return [(par.name, par.place, str(par)) for par in pars if par.name not in FIXED]
