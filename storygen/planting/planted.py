"""Planted: a true story with one thing in it made false."""

from __future__ import annotations

from typing import NamedTuple


class Edit(NamedTuple):
    """Words of a par that are written over."""

    par: int
    start: int
    end: int
    new: str


class Planted(NamedTuple):
    """One falsehood planted in a true story."""

    kind: str
    how: str
    """The variation of its kind."""
    edits: tuple[Edit, ...]
    """More than one only where two things are swapped."""
    pars: tuple[str, ...]
    """The true story, par by par."""
    names: tuple[str, ...]
    """The names of its pars."""

    @property
    def par(self) -> int:
        """Return the number of the par it stands in; the first, where there are two."""
        return min(edit.par for edit in self.edits)

    @property
    def name(self) -> str:
        """Return the name of that par."""
        return self.names[self.par]

    @property
    def old(self) -> str:
        """Return the words that were there."""
        return " … ".join(self.pars[edit.par][edit.start : edit.end] for edit in self.edits)

    @property
    def new(self) -> str:
        """Return the words that are there now."""
        return " … ".join(edit.new for edit in self.edits)

    def after(self, par: int) -> str:
        """Return the par of this number with the error in it."""
        text = self.pars[par]
        for edit in sorted(self.edits, key=lambda each: -each.start):
            if edit.par == par:
                text = text[: edit.start] + edit.new + text[edit.end :]
        return text

    @property
    def copy(self) -> str:
        """Return the whole copy with the error in it, pars parted by blank lines."""
        touched = {edit.par for edit in self.edits}
        return "\n\n".join(
            self.after(number) if number in touched else text for number, text in enumerate(self.pars)
        )
