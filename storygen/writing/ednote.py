"""Ednote: an editor's word that a doubtful figure may run, and the note to editors that says so.

The note goes out with the copy, above the pars that are for print. It is made of the flags that say what
was overruled, so that it never tells of a doubt that the copy no longer has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from storygen.errors import UsageError
from storygen.writing.flag import OVERRULED, Flag
from storygen.writing.story import Par
from storygen.writing.typed import plain_line

NOTE = "ednote"
"""The name of the par."""


@dataclass(frozen=True, slots=True)
class Overrule:
    """An editor's word that a doubtful figure may run."""

    reason: str
    by: str

    def __post_init__(self) -> None:
        """Refuse a reason or a name that is more than a line of plain words.

        :raises UsageError: one is.
        """
        plain_line("the reason", self.reason)
        plain_line("the name", self.by)
        if ":" in self.by:
            raise UsageError("the name", "it has a colon, with which a reason begins", "Leave it out")

    def __str__(self) -> str:
        """Return it as the note says it."""
        return f"Overruled by {self.by}: {self.reason}"


def let_run(stops: Iterable[Flag], overrule: Overrule) -> tuple[Flag, ...]:
    """Return what says of each of *stops* that an editor let it run."""
    return tuple(
        replace(flag, check=OVERRULED, message=flag.as_reason(), span=None, stop=False, let_run=str(overrule))
        for flag in stops
    )


def noted(pars: Sequence[Par], flags: Iterable[Flag]) -> tuple[Par, ...]:
    """Return *pars* with a note after the headline of what *flags* say was overruled, by whom and why."""
    said: dict[str, list[str]] = {}
    for flag in flags:
        if flag.let_run:
            said.setdefault(flag.let_run, []).append(flag.message)
    rest = [par for par in pars if par.name != NOTE]
    note = " ".join(f"{'; '.join(doubts)}. {by}" for by, doubts in said.items())
    return (*rest[:1], *([Par(NOTE, note)] if note else []), *rest[1:])
