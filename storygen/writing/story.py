"""Story: copy that remembers its figures.

A par is a row of runs; a run that prints a figure, a period, a claim or a quote carries it. So every
output, the desk, the checks and later corrections can follow a printed word back to its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from storygen.facts.figure import Cell, Figure, Gap, cell_as_data, figure_as_data
from storygen.facts.geography import Geography
from storygen.facts.period import Period
from storygen.facts.release import Release
from storygen.writing.claim import Claim
from storygen.writing.flag import OVERRULED, Flag
from storygen.writing.ledger import Prints, Run, join, plain_text, split
from storygen.writing.quotes import Quote

WATERMARK = "TRIAL RUN: NOT FOR PUBLICATION"
"""The line that a trial run's copy opens and closes with (rule L4)."""
TRIAL = "TRIAL"
"""How a trial run's catchline begins; its slug begins so too."""


def run_as_data(run: Run) -> dict[str, Any]:
    """Return a run as plain data."""
    match run.prints:
        case Figure():
            return {"text": run.text, "figure": figure_as_data(run.prints)}
        case Period():
            return {"text": run.text, "period": run.prints.key}
        case Claim():
            return {"text": run.text, "claim": run.prints.as_data()}
        case Quote():
            return {"text": run.text, "quote": run.prints.as_data()}
    return {"text": run.text}


class Par:
    """A paragraph: its name in the plan, and its words with what they print.

    It keeps its words as they were cited, and parts them into runs when it is asked for them: most outputs
    never ask, and a shared par is asked once.
    """

    __slots__ = ("_cited", "_entries", "_runs", "_text", "name", "place")

    def __init__(self, name: str, cited: str, entries: Sequence[Prints | Gap] = (), place: str = "") -> None:
        """Keep the words *cited* from *entries*, in which they meet no gap.

        *place* is the code of the place it is written for; empty for the story's own.
        """
        self.name, self.place = name, place
        self._cited, self._entries = cited, entries
        self._runs: tuple[Run, ...] | None = None
        self._text: str | None = None

    @classmethod
    def of(cls, name: str, runs: Sequence[Run], place: str = "") -> Par:
        """Return the par of these *runs*, as an archive or an editor puts one together."""
        return cls(name, *join(runs), place)

    @property
    def entries(self) -> Sequence[Prints | Gap]:
        """Return the ledger's entries that it was cited from, which the pars set with it share."""
        return self._entries

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return its words, each beside what it prints."""
        if self._runs is None:
            self._runs = split(self._cited, self._entries)
        return self._runs

    def __str__(self) -> str:
        """Return the par's words."""
        if self._text is None:
            self._text = plain_text(self._cited)
        return self._text

    def __repr__(self) -> str:
        """Return what a developer should see."""
        return f"Par({self.name!r}, {str(self)!r})"

    def __eq__(self, other: object) -> bool:
        """Return whether *other* is the same par, word for word and cell for cell."""
        return isinstance(other, Par) and self._told() == other._told()

    def __hash__(self) -> int:
        """Return the same of every par that reads the same."""
        return hash((self.name, str(self)))

    def _told(self) -> tuple[str, str, tuple[Run, ...]]:
        """Return what makes one par another."""
        return self.name, self.place, self.runs

    def as_data(self) -> dict[str, Any]:
        """Return the par as plain data."""
        return {"name": self.name, "text": str(self), "runs": [run_as_data(run) for run in self.runs]}


@dataclass(frozen=True, slots=True)
class Told:
    """A place of a story, with the angle its own pars take and why."""

    place: Geography
    angle: str
    because: str

    def as_data(self) -> dict[str, str]:
        """Return the place and its angle as plain data."""
        return {
            "code": self.place.code,
            "name": self.place.name,
            "angle": self.angle,
            "because": self.because,
        }


@dataclass(frozen=True, slots=True)
class Story:
    """A finished piece of copy, and all that it was made from."""

    catchline: str
    slug: str
    places: tuple[Told, ...]
    angle: str
    because: str
    pars: tuple[Par, ...]
    """The headline first."""
    release: Release
    pack: str
    style: str
    length: str
    title: str
    """The newspaper it was set for, or nothing."""
    flags: tuple[Flag, ...]
    missing: tuple[Geography, ...]
    """Places that were asked for and are held: copy says that they are left out."""
    made_from: dict[str, str]
    """What went in: the pack's and release's fingerprints, the day of publication, our version."""
    embargoed: str = ""
    """The line above the headline that says until when, where its release names an embargo."""
    approved_by: str = ""
    """Who approved it, where somebody has."""
    trial: bool = False
    """Whether it is a trial run, which nothing may file; its catchline and slug say so (rule L4)."""
    withdrawn: str = ""
    """“killed” or “spiked”, where it was decided that it is not to run: its catchline and byline say so."""

    def __str__(self) -> str:
        """Return the copy, pars parted by blank lines."""
        return "\n\n".join(str(par) for par in self.pars)

    @property
    def headline(self) -> str:
        """Return the words of the headline."""
        return next((str(par) for par in self.pars if par.name == "headline"), "")

    @property
    def status(self) -> str:
        """Return how it was withdrawn, or "overruled" where an editor has let it run, otherwise "ready"."""
        if self.withdrawn:
            return self.withdrawn
        return OVERRULED if any(flag.check == OVERRULED for flag in self.flags) else "ready"

    @property
    def byline(self) -> str:
        """Return who wrote it and who approved it (rule L3); a trial run is nobody's to approve."""
        if self.trial:
            return "TRIAL RUN: not for publication"
        if self.withdrawn:
            return f"{self.withdrawn.upper()}: not for publication"
        approved = f"approved by {self.approved_by}" if self.approved_by else "not yet approved"
        return f"Written from data by storygen; {approved}"

    def runs(self) -> Iterator[tuple[Par, Run]]:
        """Yield every run with its par, in order."""
        for par in self.pars:
            for run in par.runs:
                yield par, run

    @property
    def told_on(self) -> date | None:
        """Return the day of publication that it was written for, where it is known."""
        day = self.made_from.get("published")
        return date.fromisoformat(day) if day else None

    def spoken_years(self) -> tuple[str, ...]:
        """Return each of “this year” and “last year” that it says itself: a quote's is its speaker's."""
        said = " ".join(run.text for _, run in self.runs() if not isinstance(run.prints, Quote))
        return tuple(words for words in ("this year", "last year") if words in said)

    def withdrawn_as(self, how: str) -> Story:
        """Return the same story marked as withdrawn, *how* it was: “killed” or “spiked”."""
        return replace(self, catchline=f"{how.upper()} {self.catchline}", approved_by="", withdrawn=how)

    def with_flags(self, flags: tuple[Flag, ...]) -> Story:
        """Return the same story with *flags* after its own."""
        return replace(self, flags=self.flags + flags)

    def as_data(self) -> dict[str, Any]:
        """Return the story as plain data."""
        return {
            "status": self.status,
            "trial": self.trial,
            "reasons": [],
            "pack": self.pack,
            "release": self.release.id,
            "embargo": self.release.not_before.isoformat(),
            "places": [told.as_data() for told in self.places],
            "missing": [{"code": place.code, "name": place.name} for place in self.missing],
            "angle": self.angle,
            "because": self.because,
            "catchline": self.catchline,
            "slug": self.slug,
            "headline": self.headline,
            "byline": self.byline,
            "approved_by": self.approved_by,
            "style": self.style,
            "length": self.length,
            "title": self.title,
            "pars": [par.as_data() for par in self.pars],
            "flags": [flag.as_data() for flag in self.flags],
            "made_from": self.made_from,
        }


@dataclass(frozen=True, slots=True)
class Held:
    """A story that is not written yet, and why; shown on every list like a story."""

    places: tuple[Geography, ...]
    reasons: tuple[str, ...]
    cells: tuple[Cell, ...]
    release: Release
    pack: str
    slug: str
    may_overrule: bool = False
    """Whether an editor may let it run by name and reason: the figures are there, but in doubt."""
    draft: Story | None = None
    """The story as it was written, where it is held for what its copy says."""
    style: str = "pa"
    length: str = "story"
    title: str = ""
    made_from: Mapping[str, str] = field(default_factory=dict)
    """What went in, as of a story."""
    trial: bool = False
    """Whether it is a trial run; its slug says so (rule L4)."""

    def __str__(self) -> str:
        """Return the reasons on one line."""
        return "; ".join(self.reasons)

    def as_data(self) -> dict[str, Any]:
        """Return the held story as plain data, with the same keys as a story has."""
        return {
            "status": "held",
            "trial": self.trial,
            "reasons": list(self.reasons),
            "pack": self.pack,
            "release": self.release.id,
            "embargo": self.release.not_before.isoformat(),
            "places": [
                {"code": place.code, "name": place.name, "angle": "", "because": ""} for place in self.places
            ],
            "angle": "",
            "because": "",
            "slug": self.slug,
            "headline": "",
            "style": self.style,
            "length": self.length,
            "title": self.title,
            "pars": [],
            "flags": [],
            "cells": [cell_as_data(cell) for cell in self.cells],
            "may_overrule": self.may_overrule,
            "draft": self.draft.as_data() if self.draft else None,
            "made_from": dict(self.made_from),
        }
