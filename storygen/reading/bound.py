"""Bound: those who see by the shortest way that what copy says is so, with the columns they look in at hand.

What copy says is nearly always so. What these do not see is for `truth.py`, which knows the long way and
what to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from storygen.facts.measure import Measure
from storygen.reading.asked import Asked, Groups
from storygen.reading.lexicon import DOWN, LEVEL, UP
from storygen.reading.numerals import UNITS, read_number
from storygen.reading.sums import Sums, Value, fits, is_exact, rounded
from storygen.reading.truth import ANSWERS

Holds = Callable[[Sequence[str], Groups], bool]
"""Whether something is seen to be true of a par's numbers, and of one of the rows that may tell of it."""
IN_FIGURES = {word: str(number) for number, word in enumerate(UNITS)}
"""Small numbers in words, as figures have them."""


def bound(asked: Asked, sums: Sums) -> Holds | None:
    """Return who sees whether what is *asked* holds in *sums*; None where only the long way will do."""
    if asked.kind not in ANSWERS or asked.guess or asked.negated:
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
            ask(asked, said, measure, codes, sums) == "" for measure in asked.measures for codes in groups
        )

    return holds


def _level(asked: Asked, sums: Sums) -> Holds | None:
    """Return who sees what is said most: that a figure is a number, as it is or with a hedge."""
    first, slot = asked.measures[0], asked.number
    if slot < 0 or asked.unit or asked.scale > 1 or any(each.unit == "per cent" for each in asked.measures):
        return None
    if any(each.unstated for each in asked.measures):
        known = len(asked.measures) == 1 and asked.hedge in ("", "at least")
        return _unstated(asked, sums) if known else None
    if asked.hedge:
        return None if asked.hedge == "at least" else _hedged(asked, sums)
    column, others = sums.printed(first, asked.before), asked.measures[1:]
    more = [sums.printed(measure, asked.before) for measure in others]

    def level(numbers: Sequence[str], groups: Groups) -> bool:
        said = numbers[slot]
        said = IN_FIGURES.get(said, said)
        for codes in groups:
            if column[codes] == said:
                return True
        return any(each[codes] == said for each in more for codes in groups)

    return level


def _unstated(asked: Asked, sums: Sums) -> Holds:
    """Return who sees that a figure is a number, "at least" where some cases were not stated."""
    measure, slot, hedged = asked.measures[0], asked.number, asked.hedge == "at least"
    column, other = sums.printed(measure, asked.before), sums.brief.measures[measure.unstated]

    def holds(numbers: Sequence[str], groups: Groups) -> bool:
        said = numbers[slot]
        said = IN_FIGURES.get(said, said)
        for codes in groups:
            if column[codes] == said:
                rest = sums.value(other, codes, asked.before)
                if rest and bool(rest.number) == hedged:
                    return True
        return False

    return holds


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
    if asked.way not in (UP, DOWN, LEVEL) or any(measure.unstated for measure in asked.measures):
        return None
    rose, fell = asked.way == UP, asked.way == DOWN
    columns = [
        (sums.column(measure, asked.now or sums.brief.period.end), sums.column(measure, asked.before))
        for measure in asked.measures
    ]

    def move(_: Sequence[str], groups: Groups) -> bool:
        for now, before in columns:
            for codes in groups:
                new, old = now.get(codes), before.get(codes)
                if not (new and old):
                    continue
                if new[0] > old[0] if rose else new[0] < old[0] if fell else new[0] == old[0]:
                    return True
        return False

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
