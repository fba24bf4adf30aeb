"""Bound: those who answer what a shape asks, with the columns they look in at hand.

What is asked of a figure is nearly always so. These see it by the shortest way, and leave anything else to
`truth.py`, which knows the long one and what to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from storygen.facts.measure import Measure
from storygen.reading.asked import Answer, Asked
from storygen.reading.lexicon import DOWN, UP
from storygen.reading.numerals import Number
from storygen.reading.sums import Sums, rounded
from storygen.reading.truth import ANSWERS

Bound = Callable[[Number | None, tuple[str, ...]], Answer]
"""Who answers one question, of a number and of the places coded so."""


def answers(asked: Asked, sums: Sums) -> Sequence[Bound]:
    """Return who answers what is *asked*, for each of its measures, with the columns they look in at hand."""
    bound = {"level": _bound_level, "move": _bound_move, "change": _bound_change}.get(asked.kind, _bound)
    return [bound(asked, measure, sums) for measure in asked.measures]


def _bound(asked: Asked, measure: Measure, sums: Sums) -> Bound:
    """Return who answers anything."""
    ask = ANSWERS[asked.kind]
    return lambda said, codes: ask(asked, said, measure, codes, sums)


def _bound_level(asked: Asked, measure: Measure, sums: Sums) -> Bound:
    """Return who answers what is said most: that a figure is a number, as it is."""
    if asked.hedge or asked.unit or measure.unstated or measure.unit == "per cent" or asked.scale > 1:
        return _bound(asked, measure, sums)
    column = sums.column(measure, asked.before)

    def level(said: Number | None, codes: tuple[str, ...]) -> Answer:
        exact = column.get(codes)
        if exact and said and exact.whole == said.value and not (exact.bound or said.decimals):
            return ""
        return ANSWERS["level"](asked, said, measure, codes, sums)

    return level


def _bound_move(asked: Asked, measure: Measure, sums: Sums) -> Bound:
    """Return who answers that a figure rose or fell."""
    if asked.way not in (UP, DOWN) or measure.unstated:
        return _bound(asked, measure, sums)
    rose = asked.way == UP
    now = sums.column(measure, asked.now or sums.brief.period.end)
    before = sums.column(measure, asked.before)

    def move(said: Number | None, codes: tuple[str, ...]) -> Answer:
        new, old = now.get(codes), before.get(codes)
        if new and old and (new.number > old.number if rose else new.number < old.number):
            return ""
        return ANSWERS["move"](asked, said, measure, codes, sums)

    return move


def _bound_change(asked: Asked, measure: Measure, sums: Sums) -> Bound:
    """Return who answers that a figure changed by so many per cent, or by so much, as it is."""
    if asked.hedge or asked.unit not in ("", "per cent") or asked.way not in (UP, DOWN) or asked.scale > 1:
        return _bound(asked, measure, sums)
    relative, sign = asked.unit == "per cent", 1 if asked.way == UP else -1
    now = sums.column(measure, asked.now or sums.brief.period.end)
    before = sums.column(measure, asked.before)
    if relative and measure.unit == "per cent":
        return _bound(asked, measure, sums)

    def change(said: Number | None, codes: tuple[str, ...]) -> Answer:
        new, old = now.get(codes), before.get(codes)
        if new and old and said and old.number > 0:
            exact = (new.number - old.number) * sign
            if (
                exact > 0
                and rounded(exact * 100 / old.number if relative else exact, said.decimals) == said.value
            ):
                return ""
        return ANSWERS["change"](asked, said, measure, codes, sums)

    return change
