"""Quotes: words, speaker, source, date, and when they may be used.

A quote is data: never generated, never altered. `words` are somebody's own, `reported` is a sentence
of ours that says what they said; both stand in `quotes.toml` with the page they come from. A quote
speaks of the releases it names, from the day it was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from storygen.errors import PackError


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said of a release's figures, and where it can be checked."""

    name: str
    words: str
    reported: str
    speaker: str
    role: str
    source: str
    said_on: date
    releases: tuple[str, ...]
    angles: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return what copy prints: the words between quotation marks, or the sentence reporting them."""
        return f"“{self.words}”" if self.words else self.reported

    @property
    def direct(self) -> bool:
        """Return whether these are the speaker's own words."""
        return bool(self.words)

    @property
    def said_by(self) -> str:
        """Return the speaker as copy names them: "Jayne Butler, chief executive of …"."""
        return ", ".join(part for part in (self.speaker, self.role) if part)

    def why_not(self, release: str, day: date) -> str:
        """Return why it may not be used of this *release* on that *day*, or nothing where it may."""
        if self.releases and release not in self.releases:
            return f"this was said of {', '.join(self.releases)}, not of the figures told here"
        return f"this was said on {self.said_on}, after the day of publication" if self.said_on > day else ""

    def may_be_used(self, release: str, day: date, angle: str, places: Iterable[str]) -> bool:
        """Return whether the quote speaks of this *release*, was said by *day*, and fits angle and places."""
        return (
            not self.why_not(release, day)
            and (not self.angles or angle in self.angles)
            and (not self.places or any(place in self.places for place in places))
        )

    def as_data(self) -> dict[str, str]:
        """Return the quote as plain data."""
        return {
            "speaker": self.speaker,
            "role": self.role,
            "source": self.source,
            "said_on": self.said_on.isoformat(),
            "way": "direct" if self.words else "reported",
        }


TEXTS = ("name", "words", "reported", "speaker", "role", "source")
LISTS = ("releases", "angles", "places")


def quotes_from_data(said: Mapping[str, object], where: str) -> tuple[Quote, ...]:
    """Return the quotes of a quotes.toml.

    :raises PackError: an entry lacks its name, words, source or day, or has a key it should not.
    """
    entries = said.get("quote", [])
    if not isinstance(entries, list) or set(said) - {"quote"}:
        raise PackError(where, "a quotes file holds [[quote]] entries and nothing else", "See docs/packs.md")
    return tuple(_quote(entry, f"{where}, quote {number}") for number, entry in enumerate(entries, 1))


def _quote(entry: Mapping[str, object], where: str) -> Quote:
    """Return the quote of one entry."""
    if strange := set(entry) - {*TEXTS, *LISTS, "said_on"}:
        raise PackError(where, f"unknown key {', '.join(sorted(strange))}", "See docs/packs.md, quotes")
    texts = {key: " ".join(str(entry.get(key, "")).split()) for key in TEXTS}
    said_on = entry.get("said_on")
    if not texts["name"] or not texts["source"] or not isinstance(said_on, date):
        raise PackError(where, "a quote needs its name, its source and the day it was said", "Add them")
    if bool(texts["words"]) == bool(texts["reported"]):
        raise PackError(where, "a quote has either words or a reported sentence", "Give one of the two")
    releases, angles, places = (_names(entry.get(key, [])) for key in LISTS)
    return Quote(said_on=said_on, releases=releases, angles=angles, places=places, **texts)


def _names(given: object) -> tuple[str, ...]:
    """Return a list of names as they were given."""
    return tuple(map(str, given)) if isinstance(given, list) else ()


def usable(
    quotes: Iterable[Quote], release: str, day: date, angle: str, places: Iterable[str]
) -> dict[str, Quote | None]:
    """Return for each name the first quote that may be used, or None."""
    codes = tuple(places)
    found: dict[str, Quote | None] = {}
    for quote in quotes:
        if found.get(quote.name) is None:
            found[quote.name] = quote if quote.may_be_used(release, day, angle, codes) else None
    return found
