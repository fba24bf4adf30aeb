"""Kinds: every kind of error that is planted, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from storygen.edition import Edition
from storygen.planting import figures, places, times, words
from storygen.planting.ground import Ground, Planted
from storygen.writing.story import Story

KINDS: Mapping[str, Callable[[Ground], Iterator[Planted]]] = {
    "digit": figures.digit,
    "swap": figures.swap,
    "years": figures.years,
    "elsewhere": figures.elsewhere,
    "period": times.period,
    "stale": times.stale,
    "direction": words.direction,
    "hedge": words.hedge,
    "rank": figures.rank,
    "unit": words.unit,
    "place": places.place,
    "not": words.negation,
    "rounding": figures.rounding,
    "total": figures.total,
    "twice": places.twice,
    "fraction": figures.fraction,
    "measure": words.measure,
    "base": words.base,
    "fixed": words.fixed,
    "quote": words.quote,
    "speaker": words.speaker,
    "added": words.added,
}
"""Each offers every error of its kind that a story gives a chance for; none of them might be true."""


def planted(edition: Edition, story: Story, earlier: Story | None = None) -> Iterator[Planted]:
    """Yield every error that may be planted in *story*; *earlier* is last year's of the same places."""
    ground = Ground(edition, story, earlier)
    for plant in KINDS.values():
        yield from plant(ground)
