"""Flag: what a check, the gate or the reader raises on a story.

A flag is a question to the editor. A stop may not be filed until the copy is edited or the stop
overruled by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storygen.facts.figure import Cell, cell_as_data


@dataclass(frozen=True, slots=True)
class Flag:
    """A query beside a par."""

    check: str
    message: str
    par: str = ""
    """The name of the par it concerns; empty for the whole story."""
    span: tuple[int, int] | None = None
    """Where in the par's text, from and to."""
    stop: bool = False
    cells: tuple[Cell, ...] = ()
    """The cells that it is about, where it is a doubt of the gate's."""
    place: str = ""
    """The code of the place that its par was written for; several pars of a story may be of one name."""

    let_run: str = ""
    """By whom and why, of what an editor has overruled: as the note to editors says it."""

    def is_of(self, name: str, place: str) -> bool:
        """Return whether it concerns the par called *name* that was written for *place*."""
        return bool(name) and (self.par, self.place) == (name, place)

    def as_reason(self) -> str:
        """Return the flag as a reason to hold the story: its par and what is the matter."""
        return f"{self.par}: {self.message}"

    def as_data(self) -> dict[str, object]:
        """Return the flag as plain data, its cells only where it has some."""
        said: dict[str, object] = {"check": self.check, "message": self.message, "par": self.par}
        said |= {"place": self.place} if self.place else {}
        said |= {"span": list(self.span) if self.span else None, "stop": self.stop}
        said |= {"let_run": self.let_run} if self.let_run else {}
        return {**said, "cells": [cell_as_data(cell) for cell in self.cells]} if self.cells else said


OVERRULED = "overruled"
"""The check of a flag that says what an editor has let run."""


def standing(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Return the stops among *flags* that nobody has overruled by name."""
    every = tuple(flags)
    overruled = {(flag.message, flag.place) for flag in every if flag.check == OVERRULED}
    return tuple(flag for flag in every if flag.stop and (flag.as_reason(), flag.place) not in overruled)


def shown(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Return *flags* but the stops that an editor has overruled: what says so stands in their place."""
    every = tuple(flags)
    stands = set(standing(every))
    return tuple(flag for flag in every if not flag.stop or flag in stands)
