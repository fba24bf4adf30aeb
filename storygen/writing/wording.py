"""Wording: places and releases as prose names them.

"the West Midlands and Staffordshire", "on Merseyside and in Kent": how several places join, and what
may be said of a release.
"""

from __future__ import annotations

from collections.abc import Sequence

from storygen.facts.geography import Geography
from storygen.facts.period import Period
from storygen.facts.release import Release


class Places:
    """The places of a story together, as prose names them."""

    __slots__ = ("all",)

    def __init__(self, places: Sequence[Geography]) -> None:
        """Keep the *places*, the lead one first."""
        self.all = tuple(places)

    @property
    def names(self) -> str:
        """Return their names joined: "the West Midlands and Staffordshire"."""
        return listed([place.prose for place in self.all])

    @property
    def forces(self) -> str:
        """Return their forces' names joined."""
        return listed([place.force for place in self.all if place.force])

    @property
    def located(self) -> str:
        """Return where they are: "in the West Midlands and Staffordshire", "on Merseyside and in Kent"."""
        first = self.all[0].located.partition(" ")[0]
        if all(place.located.partition(" ")[0] == first for place in self.all):
            return f"{first} {self.names}"
        return listed([place.located for place in self.all])

    @property
    def across(self) -> str:
        """Return over what their total is, "across Kent and Essex"; of one place, where it is."""
        return f"across {self.names}" if len(self.all) > 1 else self.located


def listed(names: Sequence[str]) -> str:
    """Join names as prose does: commas, and "and" before the last.

    >>> listed(["Kent", "Essex", "Surrey"]), listed(["Devon and Cornwall", "Dorset"])
    ('Kent, Essex and Surrey', 'Devon and Cornwall and Dorset')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


class ReleaseTerms:
    """What copy may say of its release."""

    __slots__ = ("day", "id", "period", "publisher", "status", "title")

    def __init__(self, release: Release) -> None:
        """Take what may be said from *release*."""
        self.id, self.title, self.publisher, self.status = (
            release.id,
            release.title,
            release.publisher,
            release.status,
        )
        self.day, self.period = Period(release.published, "at"), release.period
