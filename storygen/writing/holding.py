"""Holding: whether printed words still hold of what their cells are printed as now.

A number that rounds to what was printed holds; a claim that its figures bear out holds. Of what does not, the
words say what they would be: that is all that a corrective is made of.
"""

from __future__ import annotations

from dataclasses import dataclass

from storygen.facts.comparison import compares
from storygen.facts.figure import Figure, Gap
from storygen.facts.reworking import Reworking
from storygen.writing import style as house
from storygen.writing.claim import OF_CHANGES, Claim
from storygen.writing.ledger import Run
from storygen.writing.style import Style

HINTS = ("", "digits", "1", "digits 1", "2", "digits 2")
"""The ways in which a figure can have been printed, the usual first."""
OPENINGS = ("about ", "more than ", "")
"""What may stand before a number that was seen only rounded, or only as a lower bound."""
STRENGTHS = OF_CHANGES | {
    *("none before", "none now", "multiple", "more than multiple", "almost multiple"),
    *("highest", "lowest", "opposite", "alike"),
}
"""Kinds of claim that say which way something went, or how far, and not only how round a number is."""


@dataclass(frozen=True, slots=True)
class Again:
    """A run of copy, held against what is printed now."""

    run: Run
    """As it went out."""
    now: Run
    """As it would be: its number as it is now, and what it rests on; itself where nobody can say."""
    holds: bool | None
    """None where nobody can tell by what it prints alone."""
    moved: bool = False
    """Whether anything beneath it has changed."""

    @property
    def turns(self) -> bool:
        """Return whether it is a claim of direction or strength that is no longer so."""
        return (
            self.holds is False and isinstance(self.run.prints, Claim) and self.run.prints.kind in STRENGTHS
        )


def again(run: Run, reworking: Reworking, style: Style) -> Again:
    """Return *run* held against what is printed now, its numbers in *style*."""
    match run.prints:
        case Figure() as figure:
            return _number(run, figure, reworking.of(figure), style)
        case Claim() as claim:
            return _claim(run, claim, reworking)
    return Again(run, run, True)


def _number(run: Run, was: Figure, now: Figure | Gap | None, style: Style) -> Again:
    """Return a number held against what it is *now*."""
    if now is was:
        return Again(run, run, True)
    if now is None or isinstance(now, Gap):
        return Again(run, run, None if now is None else False, moved=True)
    if (now.value, now.bound) == (was.value, was.bound):
        return Again(run, Run(run.text, now), True, moved=True)
    for opening in OPENINGS:
        for hint in HINTS if run.text.startswith(opening) else ():
            if run.text == opening + house.figure(style, was, hint):
                text = opening + house.figure(style, now, hint)
                return Again(run, Run(text, now), text == run.text, moved=True)
    return Again(run, run, None, moved=True)


def _claim(run: Run, was: Claim, reworking: Reworking) -> Again:
    """Return a claim asked again of what its figures are now."""
    figures = [reworking.of(each) for each in was.figures]
    if all(now is each for now, each in zip(figures, was.figures, strict=True)):
        return Again(run, run, True)
    if any(isinstance(each, Gap) for each in figures):
        return Again(run, run, False, moved=True)
    known = tuple(each for each in figures if isinstance(each, Figure))
    if len(known) < len(figures):
        return Again(run, run, None, moved=True)
    if was.kind in OF_CHANGES and not compares(known[0], known[1]):
        return Again(run, run, False, moved=True)
    claim = was._replace(figures=known)
    holds = claim.holds()
    return Again(run, Run(run.text, claim) if holds else run, holds, moved=True)
