"""Revision: the subjects whose figures two releases print differently.

Cells move between releases (Northumbria's officers at 30 September 2018 are D10 in one workbook and B10
in the next), so two releases are matched by subject, never by address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storygen.facts.figure import Figure, Gap, plain
from storygen.facts.table import Table, said_of


@dataclass(frozen=True, slots=True)
class Revision:
    """One subject, and what each of two releases prints of it."""

    measure: str
    place: str
    """The place's code."""
    period: str
    """The period's key."""
    first: Figure | Gap
    second: Figure | Gap

    def words(self) -> tuple[str, str]:
        """Return what each release prints, in plain digits or as the reason there is none."""
        return _plainly(self.first), _plainly(self.second)


def revisions(first: Table, second: Table) -> Iterator[Revision]:
    """Yield the subjects that both releases print, and differently, in the order of the first."""
    for (measure, place, period), was in first.own().items():
        now = second.own().get((measure, place, period))
        if now is not None and said_of(was) != said_of(now):
            yield Revision(measure, place, period, was, now)


def unshared(first: Table, second: Table) -> tuple[int, int]:
    """Return how many subjects only the first release prints, and how many only the second."""
    one, two = first.own().keys(), second.own().keys()
    return len(one - two), len(two - one)


def _plainly(met: Figure | Gap) -> str:
    """Return a figure in plain digits with its bound, or the reason there is none."""
    return f"{met.bound} {plain(met.value)}".strip() if isinstance(met, Figure) else met.reason
