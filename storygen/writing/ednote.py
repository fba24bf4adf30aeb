"""Ednote: an editor's word that a doubtful figure may run, and the note to editors that says so.

The note goes out with the copy, above the pars that are for print. What is typed into it is one line of
plain words, so that no part of it can pass for a par.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storygen.errors import UsageError
from storygen.writing.markup import bare_of
from storygen.writing.story import Par


@dataclass(frozen=True, slots=True)
class Overrule:
    """An editor's word that a doubtful figure may run."""

    reason: str
    by: str

    def __post_init__(self) -> None:
        """Refuse a reason or a name that is more than a line of plain words.

        :raises UsageError: one is.
        """
        _refuse_more_than_a_line("the reason", self.reason)
        _refuse_more_than_a_line("the name", self.by)
        if ":" in self.by:
            raise UsageError("--overrule", "the name has a colon, with which a reason begins", "Leave it out")


def _refuse_more_than_a_line(what: str, text: str) -> None:
    """Refuse *text* that has lines, signs or markup of its own, or no words.

    :raises UsageError: it has, or has none.
    """
    if not text.strip():
        raise UsageError("--overrule", f"{what} is empty", "Say who lets it run, and why")
    if not text.replace("\xa0", " ").isprintable():
        raise UsageError("--overrule", f"{what} is more than one line of print", "Write it in one line")
    if bare_of(text).left or any(sign in text for sign in "<>{}"):
        raise UsageError("--overrule", f"{what} has markup in it", "Write it in plain words")


def noted(pars: Sequence[Par], doubts: Sequence[str], overrule: Overrule) -> tuple[Par, ...]:
    """Return *pars* with a note to editors after the headline: what was doubted, who overruled it and why."""
    earlier = next((str(par) for par in pars if par.name == "ednote"), "")
    said = f"{'; '.join(doubts)}. Overruled by {overrule.by}: {overrule.reason}"
    rest = [par for par in pars if par.name != "ednote"]
    return (*rest[:1], Par("ednote", f"{earlier} {said}".strip()), *rest[1:])
