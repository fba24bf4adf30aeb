"""Sums: the reader's own arithmetic, from the cells of the table up.

It shares nothing with `facts/comparison.py`, so that a mistake there cannot hide here. A figure that
cannot be known is None, and a question that rests on one is not answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, TypeVar

from storygen.facts.figure import Gap
from storygen.facts.measure import Measure
from storygen.facts.period import Period
from storygen.facts.table import Table
from storygen.reading.asked import PEAK, When
from storygen.reading.brief import Brief
from storygen.reading.crib import Crib
from storygen.reading.lexicon import DOWN, LEVEL, UP
from storygen.reading.numerals import Number

T = TypeVar("T")


class Value(NamedTuple):
    """A figure as the reader finds it."""

    number: Decimal
    bound: str = ""
    """about or at least, where it was only seen so."""


Column = dict[tuple[str, ...], Value | None]
"""What has been found of a measure at one time, by the places coded so."""


class Sums:
    """The figures of one release, added up by the reader itself."""

    def __init__(self, table: Table, brief: Brief) -> None:
        """Take figures from *table*, as *brief* says they are counted."""
        self.table, self.brief = table, brief
        self.places = tuple(place.code for place in brief.gazetteer.of_kind(brief.gazetteer.unit))
        self._columns: dict[tuple[str, When], Column] = {}
        """By measure and time; a column is read whole at once."""
        self.seen: set[tuple[str, When, str, str, tuple[str, ...]]] = set()
        """What has been seen to be fair, for it is said again: a measure, when, hedge, number and places."""
        self._once: dict[tuple[object, ...], Any] = {}
        self._changes: dict[tuple[str, date, When], dict[str, tuple[Decimal, Decimal]]] = {}
        self.crib = Crib(self.places)

    def value(self, measure: Measure, codes: tuple[str, ...], when: When) -> Value | None:
        """Return the figure of *measure* for the places coded *codes* together, or None."""
        column = self.column(measure, when)
        if codes in column:
            return column[codes]
        column[codes] = found = self._value(measure, codes, when)
        return found

    def printed(self, measure: Measure, when: When) -> int:
        """Return the crib's column of *measure* at that time, as copy prints it: whole, with commas.

        It is "at least" so many where some were not stated.
        """

        def find(codes: tuple[str, ...]) -> str:
            value = self.value(measure, codes, when)
            if value is None or value.bound:
                return ""
            shown = f"{int(rounded(value.number)):,}"
            if not measure.unstated:
                return shown
            rest = self.value(self.brief.measures[measure.unstated], codes, when)
            return "" if rest is None else f"at least {shown}" if rest.number else shown

        return self.crib.column((measure.name, when), find)

    def moves(self, measure: Measure, now: date, before: When) -> int:
        """Return the crib's column of the way in which *measure* went."""

        def find(codes: tuple[str, ...]) -> str:
            pair = self.pair(measure, codes, now, before)
            return "" if pair is None else UP if pair[0] > pair[1] else DOWN if pair[0] < pair[1] else LEVEL

        return self.crib.column((measure.name, now, before), find)

    def column(self, measure: Measure, when: When) -> Column:
        """Return what has been found so far of *measure* at that time: at least all that is printed."""
        column = self._columns.get((measure.name, when))
        if column is None:
            column = self._columns[measure.name, when] = self._column(measure, when)
        return column

    def _column(self, measure: Measure, when: When) -> Column:
        """Return what the table prints of *measure* at that time, by place."""
        if measure.way != "read" or not isinstance(when, date):
            return {}
        printed = self.table.column(measure.source, Period(when, measure.span))
        return {
            (code,): None if isinstance(found, Gap) else Value(found.value, found.bound)
            for code, found in printed.items()
        }

    def found(self, measures: tuple[Measure, ...], when: When) -> Iterator[Value | None]:
        """Yield what has been found so far of *measures* at that time."""
        for measure in measures:
            yield from self._columns.get((measure.name, when), {}).values()

    def _value(self, measure: Measure, codes: tuple[str, ...], when: When) -> Value | None:
        """Return a figure, worked out."""
        if when == PEAK:
            return max(self.series(measure, codes), key=lambda each: each[0], default=(None,))[0]
        if not isinstance(when, date):
            return None
        if measure.way != "read":
            return self._worked(measure, codes, when)
        if len(codes) < 2 or measure.unit in ("rate", "per cent"):
            return None  # the column has it, or nobody has
        found = [self.value(measure, (code,), when) for code in codes]
        known = [each for each in found if each is not None]
        if len(known) < len(codes):
            return None
        total = sum((each.number for each in known), Decimal(0))
        return Value(total, next((each.bound for each in known if each.bound), ""))

    def first(self, measure: Measure, codes: tuple[str, ...], when: When) -> Value | None:
        """Return what releases before this one printed of the same, or None (rule A7)."""
        if measure.way != "read" or not isinstance(when, date):
            return None
        period = Period(when, measure.span)
        found = [self.table.earlier(measure.source, code, period) for code in codes]
        numbers = [each.value for each in found if not isinstance(each, Gap)]
        return Value(sum(numbers, Decimal(0))) if len(numbers) == len(codes) else None

    def _worked(self, measure: Measure, codes: tuple[str, ...], when: date) -> Value | None:
        """Return a figure that is worked out of others: a sum, a share, what is left, a base."""
        found = [self.value(self.brief.measures[name], codes, when) for name in measure.parts]
        parts = [part for part in found if part is not None]
        if len(parts) < len(found):
            return None
        first, rest = parts[0].number, [part.number for part in parts[1:]]
        bound = next((part.bound for part in parts if part.bound), "")
        if measure.way in ("sum", "less"):
            others = sum(rest, Decimal(0))
            return Value(first + others if measure.way == "sum" else first - others, bound)
        return (
            Value(first / rest[0] * (100 if measure.way == "share" else 100_000), bound) if rest[0] else None
        )

    def series(self, measure: Measure, codes: tuple[str, ...]) -> Sequence[tuple[Value, date]]:
        """Return every figure of *measure* up to the release's own, with its day, the earliest first."""
        if codes != (self.brief.nation,):
            return list(self._series(measure, codes))
        return self.once(("series", measure.name), lambda: list(self._series(measure, codes)))

    def _series(self, measure: Measure, codes: tuple[str, ...]) -> Iterator[tuple[Value, date]]:
        """Yield a series, figure by figure."""
        for period in self.table.periods(measure.source, codes[0]):
            if period.span == measure.span and period.end <= self.brief.period.end:
                found = self.value(measure, codes, period.end)
                if found is not None:
                    yield found, period.end

    def pair(
        self, measure: Measure, codes: tuple[str, ...], now: date, before: When
    ) -> tuple[Decimal, Decimal] | None:
        """Return the two figures of *measure* that are set against each other, or None."""
        new, old = self.value(measure, codes, now), self.value(measure, codes, before)
        return None if new is None or old is None else (new.number, old.number)

    def changes(self, measure: Measure, now: date, before: When) -> dict[str, tuple[Decimal, Decimal]]:
        """Return the two figures of every place there is, or nothing where one lacks them (rule A8)."""
        key = (measure.name, now, before)
        if key not in self._changes:
            found = {code: self.pair(measure, (code,), now, before) for code in self.places}
            whole = all(found.values())
            self._changes[key] = {code: pair for code, pair in found.items() if pair} if whole else {}
        return self._changes[key]

    def once(self, key: tuple[object, ...], work: Callable[[], T]) -> T:
        """Return what *work* finds, which is the same whichever place is asked about, and do it once."""
        if key not in self._once:
            self._once[key] = work()
        found: T = self._once[key]
        return found


def rounded(number: Decimal, decimals: int = 0) -> Decimal:
    """Return *number* rounded, halves away from nought."""
    return number.quantize(_PLACES[decimals] if decimals < 4 else Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


_PLACES = tuple(Decimal(1).scaleb(-places) for places in range(4))


def fits(printed: Decimal, decimals: int, exact: Decimal, hedge: str) -> bool:
    """Return whether *printed*, with its *hedge*, is a fair way to print *exact* (rules A1, A10).

    Without a hedge it is the number rounded as printed. "About" is the number to the nearest so-many;
    "almost" is above it and "just over" below, both within two per cent; "more than" and "less than" are
    the nearest such round number on their side.
    """
    if hedge in ("", "at least") and rounded(exact, decimals) == printed:
        return True
    if hedge == "about":
        return any(rounded(exact / step) * step == printed for step in _steps(printed, decimals))
    if hedge == "almost":
        return exact < printed <= exact * Decimal("1.0204081633") + Decimal("1E-9")
    if hedge == "just over":
        return printed < exact and exact - printed <= printed * 2 / 100
    if hedge in ("more than", "at least"):
        return exact > printed and any(
            _cut(exact, step, ROUND_FLOOR) == printed for step in _steps(printed, decimals)
        )
    if hedge in ("less than", "at most"):
        return exact < printed and any(
            _cut(exact, step, ROUND_CEILING) == printed for step in _steps(printed, decimals)
        )
    return False


def part_fits(exact: Decimal, whole: Decimal, hedge: str) -> bool:
    """Return whether a fraction in words, *whole* per cent, is a fair way to say *exact* with its *hedge*.

    It is for a reader's ear: it may be a percentage point off, and two on the side of its hedge.
    """
    return {
        "almost": whole - 2 <= exact < whole,
        "just over": whole < exact <= whole + 2,
        "more than": exact > whole,
        "at least": exact >= whole,
        "less than": exact < whole,
    }.get(hedge, abs(exact - whole) <= 1)


def times_fit(exact: Decimal, times: Decimal, hedge: str) -> bool:
    """Return whether so many *times* as many, with its *hedge*, is a fair way to say *exact*."""
    near = abs(exact - times) <= times * 2 / 100
    return {
        "almost": exact < times and near,
        "more than": times < exact < times + 1,
        "just over": exact > times and near,
        "less than": exact < times,
        "at least": exact >= times,
    }.get(hedge, near)


def is_exact(said: Number, exact: Decimal, unit: str, hedge: str) -> bool:
    """Return whether a hedged number is the exact one, or no round one, on which no hedge may sit."""
    if unit == "per cent":
        return False
    if rounded(exact, said.decimals) == said.value:
        return not (hedge == "about" and exact != said.value and not said.value % 100)
    if hedge == "about" or said.value < 100:
        return False
    step = Decimal(1).scaleb(said.value.adjusted() - 1)
    if said.value >= 10_000:  # 158,000 is round, of 157,705
        step /= 10
    return bool(said.value % step and said.value % (step / 2))


def _cut(number: Decimal, step: Decimal, way: str) -> Decimal:
    """Return *number* cut to a whole *step*."""
    return (number / step).to_integral_value(way) * step


def _steps(printed: Decimal, decimals: int) -> Sequence[Decimal]:
    """Return the steps that *printed* may have been rounded to: all the powers of ten it is a multiple of."""
    smallest = Decimal(1).scaleb(-decimals)
    found = [smallest]
    while printed and not printed % (found[-1] * 10):
        found.append(found[-1] * 10)
    return found
