"""Kinds: every kind of error that is planted, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from storygen.edition import Edition
from storygen.planting import claims, figures, places, quoted, sentences, times
from storygen.planting.ground import Ground
from storygen.planting.planted import Planted
from storygen.writing.story import Story

KINDS: Mapping[str, Callable[[Ground], Iterator[Planted]]] = {
    "digit": figures.digit,
    "swap": figures.swap,
    "years": figures.years,
    "elsewhere": figures.elsewhere,
    "period": times.period,
    "stale": times.stale,
    "direction": claims.direction,
    "hedge": claims.hedge,
    "rank": figures.rank,
    "unit": figures.unit,
    "place": places.place,
    "not": sentences.negation,
    "rounding": figures.rounding,
    "total": figures.total,
    "twice": places.twice,
    "fraction": figures.fraction,
    "measure": sentences.measure,
    "base": sentences.base,
    "fixed": sentences.fixed,
    "quote": quoted.quote,
    "speaker": quoted.speaker,
    "added": sentences.added,
}
"""Each offers every error of its kind that a story gives a chance for; none of them might be true."""


def planted(edition: Edition, story: Story, earlier: Story | None = None) -> Iterator[Planted]:
    """Yield every error that may be planted in *story*; *earlier* is last year's of the same places."""
    ground = Ground(edition, story, earlier)
    for plant in KINDS.values():
        yield from plant(ground)
