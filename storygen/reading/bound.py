"""Bound: those who see by the shortest way that what copy says is so, with the columns they look in at hand.

What copy says is nearly always so. What these do not see is for `truth.py`, which knows the long way and
what to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from storygen.facts.measure import Measure
from storygen.reading.asked import Asked, Groups
from storygen.reading.lexicon import DOWN, LEVEL, UP
from storygen.reading.numerals import UNITS, read_number
from storygen.reading.sums import Sums, Value, fits, is_exact, rounded
from storygen.reading.truth import ANSWERS

Holds = Callable[[Sequence[str], Groups], bool]
"""Whether something is seen to be true of a par's numbers, and of one of the rows that may tell of it."""
SEEN = 1 << 10
"""So much is remembered of what was seen to be fair: more than any story says."""
WAYS = (UP, DOWN, LEVEL)
IN_FIGURES = {word: str(number) for number, word in enumerate(UNITS)}
"""Small numbers in words, as figures have them."""


class Plain(NamedTuple):
    """Where it stands on the crib that something holds."""

    column: int
    """Of the crib; -1 where it is on none."""
    slot: int = -1
    """Which of the par's numbers must stand there."""
    words: str = ""
    """What must stand there before it, or instead."""


def plain(asked: Asked, sums: Sums) -> Plain:
    """Return where on the crib it can be seen at a glance that what is *asked* holds."""
    if asked.guess or asked.negated or asked.each or not (asked.measures and isinstance(asked.before, date)):
        return Plain(-1)
    first = asked.measures[0]
    if asked.kind == "move" and asked.way in WAYS and not first.unstated:
        return Plain(sums.moves(first, asked.now or sums.brief.period.end, asked.before), words=asked.way)
    if asked.kind == "level" and _is_bare(asked):
        return Plain(sums.printed(first, asked.before), asked.number, _before(asked))
    return Plain(-1)


def _before(asked: Asked) -> str:
    """Return what stands before a number that is said as it is printed."""
    return "at least " if asked.hedge else ""


def _is_bare(asked: Asked) -> bool:
    """Return whether a figure is said to be a number as it is printed: no unit, no thousands.

    It has no hedge but the "at least" of what was not always stated.
    """
    if asked.number < 0 or asked.unit or asked.scale > 1 or asked.hedge not in ("", "at least"):
        return False
    if any(measure.unit == "per cent" for measure in asked.measures):
        return False
    return not asked.hedge or all(measure.unstated for measure in asked.measures)


def bound(asked: Asked, sums: Sums) -> Holds | None:
    """Return who sees whether what is *asked* holds in *sums*; None where only the long way will do."""
    if asked.kind not in ANSWERS or asked.guess or asked.negated or asked.each or asked.other:
        return None
    holds = _SHORT[asked.kind](asked, sums) if asked.kind in _SHORT else None
    if holds or asked.hedge == "at least":  # which may be true, and be queried all the same
        return holds
    return _by_answers(asked, sums)


def _by_answers(asked: Asked, sums: Sums) -> Holds:
    """Return who sees anything, one row of one measure after another."""
    ask, slot = ANSWERS[asked.kind], asked.number

    def holds(numbers: Sequence[str], groups: Groups) -> bool:
        said = read_number(numbers[slot]) if slot >= 0 else None
        return any(
            ask(asked, said, measure, codes, sums) == "" for codes in groups for measure in asked.measures
        )

    return holds


def _level(asked: Asked, sums: Sums) -> Holds | None:
    """Return who sees what is said most: that a figure is a number, as it is or with a hedge."""
    if not isinstance(asked.before, date):
        return None
    if not _is_bare(asked):
        return _hedged(asked, sums) if _is_hedged(asked) else None
    columns, row = [sums.printed(measure, asked.before) for measure in asked.measures], sums.crib.row
    slot, before = asked.number, _before(asked)

    def level(numbers: Sequence[str], groups: Groups) -> bool:
        said = numbers[slot]
        said = before + IN_FIGURES.get(said, said)
        rows = [row(codes) for codes in groups]
        return any(each[column] == said for column in columns for each in rows)

    return level


def _is_hedged(asked: Asked) -> bool:
    """Return whether a figure is said to be almost a number, or about it, and not "at least"."""
    if asked.number < 0 or asked.unit or asked.scale > 1 or asked.hedge in ("", "at least"):
        return False
    return not any(measure.unstated or measure.unit == "per cent" for measure in asked.measures)


def _hedged(asked: Asked, sums: Sums) -> Holds:
    """Return who sees that a figure is almost a number, or about it: in one story it is often said twice."""
    slot, hedge, seen = asked.number, asked.hedge, sums.seen

    def holds(numbers: Sequence[str], groups: Groups) -> bool:
        printed = numbers[slot]
        for measure in asked.measures:
            for codes in groups:
                key = (measure.name, asked.before, hedge, printed, codes)
                if key in seen:
                    return True
                if _is_hedged_well(measure, sums.value(measure, codes, asked.before), printed, hedge):
                    if len(seen) > SEEN:
                        seen.clear()
                    seen.add(key)
                    return True
        return False

    return holds


def _is_hedged_well(measure: Measure, exact: Value | None, printed: str, hedge: str) -> bool:
    """Return whether *printed* is a fair way to say an *exact* figure with its *hedge*."""
    said = read_number(printed)
    if exact is None or exact.bound or said.decimals > 1:
        return False
    fair = fits(said.value, said.decimals, exact.number, hedge)
    return fair and not is_exact(said, exact.number, measure.unit, hedge)


def _move(asked: Asked, sums: Sums) -> Holds | None:
    """Return who sees that a figure rose, fell or stayed as it was."""
    if asked.way not in WAYS or not isinstance(asked.before, date):
        return None
    if any(measure.unstated for measure in asked.measures):
        return None
    now, way, row = asked.now or sums.brief.period.end, asked.way, sums.crib.row
    columns = [sums.moves(measure, now, asked.before) for measure in asked.measures]

    def move(_: Sequence[str], groups: Groups) -> bool:
        rows = [row(codes) for codes in groups]
        return any(each[column] == way for column in columns for each in rows)

    return move


def _change(asked: Asked, sums: Sums) -> Holds | None:
    """Return who sees that a figure changed by so many per cent, or by so much, as it is."""
    relative, slot = asked.unit == "per cent", asked.number
    if asked.hedge or asked.unit not in ("", "per cent") or asked.way not in (UP, DOWN) or asked.scale > 1:
        return None
    if slot < 0 or (relative and any(measure.unit == "per cent" for measure in asked.measures)):
        return None
    sign = 1 if asked.way == UP else -1
    columns = [
        (sums.column(measure, asked.now or sums.brief.period.end), sums.column(measure, asked.before))
        for measure in asked.measures
    ]

    def change(numbers: Sequence[str], groups: Groups) -> bool:
        said = read_number(numbers[slot])
        for now, before in columns:
            for codes in groups:
                new, old = now.get(codes), before.get(codes)
                if not (new and old and old[0] > 0):
                    continue
                exact = (new[0] - old[0]) * sign
                if exact > 0 and said[0] == rounded(exact * 100 / old[0] if relative else exact, said[1]):
                    return True
        return False

    return change


_SHORT: dict[str, Callable[[Asked, Sums], Holds | None]] = {
    "level": _level,
    "move": _move,
    "change": _change,
}
"""Who sees what is said most."""
