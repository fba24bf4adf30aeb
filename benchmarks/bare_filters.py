"""Bare filters: the house's filters as a good developer would write them over plain floats.

No figure, no claim, no citation: a number goes in and text comes out. The manner is the `pa` style's.
"""

from __future__ import annotations

import calendar
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from num2words import num2words

from storygen.facts.period import Period
from storygen.writing.style import plural

NAN = float("nan")
SPELLED = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MONTHS = tuple(calendar.month_name)


class Pair:
    """One measure of one place: two floats, and what lies between them; not a number where there is none."""

    __slots__ = (
        *("now", "before", "change", "percent", "times", "unit", "period", "against", "bound"),
        *("history", "wide", "multiple"),  # for `steady`
        *("rank", "rank_low", "tied", "rising", "falling", "places"),  # of those that are ranked
        *("peak", "peaked", "low", "bottomed", "revised", "from_page"),  # where a template asks
    )

    def __init__(
        self, now: float, before: float, unit: str, period: Period, against: Period, wide: float = NAN
    ) -> None:
        self.now, self.before, self.unit = now, before, unit
        self.period, self.against, self.wide, self.bound = period, against, wide, ""
        self.change = now - before
        self.percent = (now - before) * 100 / before if before else NAN
        self.times = now / before if before else NAN

    @property
    def tallies(self) -> bool:
        return whole(self.now) - whole(self.before) == whole(self.change)

    @property
    def alike(self) -> bool:
        return self.now == self.now and self.before == self.before and whole(self.now) == whole(self.before)

    @property
    def steady(self) -> bool:
        if self.multiple and not 1 / self.multiple < self.times < self.multiple:
            return False
        size = abs(self.percent)
        if not size >= 15 or size < 3 * abs(self.wide):
            return True
        own = self.history
        return len(own) >= 2 and size < 2.5 * statistics.median(own)


@dataclass(frozen=True, slots=True)
class Said:
    """A quote as plain text."""

    name: str
    text: str
    direct: bool
    speaker: str
    role: str
    said_by: str
    angles: tuple[str, ...]
    places: tuple[str, ...]


def whole(number: float) -> int:
    """Round to a whole number, halves away from nought."""
    return int(number + 0.5) if number >= 0 else -int(0.5 - number)


def tenth(number: float) -> float:
    """Round to one decimal, halves away from nought."""
    return whole(number * 10) / 10


def decimal(value: float) -> str:
    """Print a number to one decimal, without a nought after the point."""
    shown = tenth(value)
    return f"{int(shown):,}" if shown == int(shown) else f"{shown:,}"


def number(value: float) -> str:
    """Print a count: one to nine spelled, commas from 1,000."""
    n = int(value + 0.5)
    return SPELLED[n] if 0 < n < 10 else f"{n:,}" if n else "no"


def figures(value: float) -> str:
    return f"{int(value + 0.5):,}"


def rate(value: float) -> str:
    return number(value) if value == int(value) else decimal(value)


def size(value: float) -> str:
    return number(abs(value))


def of_pair(value: float, pair: Pair) -> str:
    """Print one of a pair: both in digits where they cross ten, finer where whole numbers mislead."""
    if pair.bound and value == pair.now:
        return bounded(value, pair.bound)
    if pair.unit == "fte" and pair.before:
        percent = (pair.now - pair.before) * 100 / pair.before
        if between(pair, 1) != tenth(percent) and between(pair, 0) != whole(percent):
            return decimal(value)
    return figures(value) if (pair.now < 10) != (pair.before < 10) else number(value)


def between(pair: Pair, places: int) -> float | None:
    """Return the percentage, to so many *places*, that a reader would work out of the printed pair."""
    first, second = whole(pair.now), whole(pair.before)
    if not second:
        return None
    percent = (first - second) * 100 / second
    return tenth(percent) if places else whole(percent)


def percent(pair: Pair) -> str:
    """Print the size of a change in per cent, with a decimal where the printed pair needs it."""
    value = abs(pair.percent)
    if pair.unit == "fte" and between(pair, 0) != whole(pair.percent):
        shown = tenth(value)
        return f"{number(shown) if shown == int(shown) else f'{shown:,}'} per cent"
    return per_cent(value)


def per_cent(value: float) -> str:
    value = abs(value)
    n = int(value + 0.5)
    if n or not value:
        return f"{SPELLED[n] if 0 < n < 10 else f'{n:,}'} per cent"
    return f"{tenth(value)} per cent" if tenth(value) else "less than 0.1 per cent"


def nearest(value: float, step: int, bound: str = "") -> str:
    if bound:
        return bounded(value, bound)
    near = whole(value / step) * step
    return figures(near) if near == value else f"about {figures(near)}"


def bounded(value: float, bound: str) -> str:
    return f"{'more than' if bound == 'at least' else bound} {figures(value)}"


def around(value: float, exactly: str = "", noun: str = "") -> str:
    """Print a round number with the hedge it needs: "almost 5,000", "just over 3,000 times"."""
    hedge, near = hedged(value)
    said = often(near) if noun == "time" else counted(near, noun) if noun else number(near)
    return f"{hedge or exactly} {said}" if hedge or exactly else said


def hedged(value: float) -> tuple[str, float]:
    """Return the round number near *value*, and the hedge it needs."""
    if value < 100:
        return "", value
    power = len(str(int(value))) - 1
    for digits in (1, 2):
        step = 10 ** (power - digits + 1)
        near = int(value / step + 0.5) * step
        if near == value:
            return "", near
        if abs(near - value) <= 0.02 * near:
            return ("almost" if value < near else "just over"), near
    step = 10 ** (power - 1)
    return "more than", int(value / step) * step


def counted(value: float, noun: str, pair: Pair | None = None) -> str:
    text = of_pair(value, pair) if pair is not None else number(value)
    return f"{text} {plural(noun, whole(value))}"


def often(value: float, bound: str = "") -> str:
    if bound:
        return f"{bounded(value, bound)} times"
    return {1: "once", 2: "twice"}.get(int(value)) or f"{number(value)} times"


def at_least(value: float, unstated: float, noun: str = "", pair: Pair | None = None) -> str:
    crosses = pair is not None and (pair.now < 10) != (pair.before < 10)
    if noun == "time" and not crosses:
        said = often(value)
    elif noun:
        said = counted(value, noun, pair)
    else:
        said = of_pair(value, pair) if pair is not None else number(value)
    return f"at least {said}" if unstated else said


def agree(value: float, one: str, many: str) -> str:
    return one if int(value + 0.5) == 1 else many


def superlative(rank: float, word: str) -> str:
    return (
        word if rank == 1 else f"{num2words(int(rank), to='ordinal' if rank < 10 else 'ordinal_num')} {word}"
    )


def went(pair: Pair, up: str, down: str, same: str = "") -> str:
    return up if pair.now > pair.before else down if pair.now < pair.before else same


def compared(pair: Pair) -> str:
    return went(pair, "higher than", "lower than", "the same as")


def claim(words: str, *_: Any) -> str:
    return words


def earlier(_: Pair) -> str:
    return "the year before"


def multiplied(pair: Pair) -> str:
    for times, words in ((4, "quadrupled"), (3, "tripled"), (2, "doubled")):
        if pair.now == times * pair.before:
            return words
        if pair.now > times * pair.before:
            return f"more than {words}"
        if times * pair.before - pair.now <= 0.02 * times * pair.before:
            return f"almost {words}"
    return ""


def mover(strengths: Sequence[Mapping[str, Any]]) -> Callable[[Pair], str]:
    """Return the filter that says how strongly a measure moved."""
    ladder = [(each["least"], each["up"], each["down"]) for each in reversed(strengths)]

    def moved(pair: Pair) -> str:
        for least, up, down in ladder:
            if abs(pair.percent) >= least:
                return str(up if pair.percent > 0 else down)
        return ""

    return moved


def said(quote: Said) -> str:
    return quote.text


def told(quote: Said) -> str:
    if not quote.direct:
        return quote.text
    return f"{quote.said_by}{',' if quote.speaker and quote.role else ''} said: {quote.text}"


def dated(published_year: int) -> dict[str, Callable[[Period], str]]:
    """Return the filters of periods, for copy published in that year."""
    years = {published_year: "this year", published_year - 1: "last year"}

    def spoken(year: int) -> str:
        return years.get(year) or str(year)

    def when(span: Period) -> str:
        end = span.end
        if span.span == "at":
            return f"{MONTHS[end.month]} {end.day} {end.year}"
        return f"the year to {MONTHS[end.month]} {end.year}"

    return {
        "when": when,
        "day": lambda span: f"{MONTHS[span.end.month]} {span.end.day} {spoken(span.end.year)}",
        "end": lambda span: f"the end of {MONTHS[span.end.month]} {spoken(span.end.year)}",
        "month": lambda span: f"{MONTHS[span.end.month]} {span.end.year}",
        "since": lambda span: f"{MONTHS[span.end.month]} {spoken(span.end.year)}",
        "year": lambda span: spoken(span.end.year),
        "fiscal": lambda span: f"{span.end.year - 1}-{span.end.year % 100:02d}",
    }


FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        number, rate, size, of_pair, percent, per_cent, nearest, around, counted, often, at_least, agree,
        superlative, went, compared, claim, earlier, multiplied, said, told,
    )
}  # fmt: skip
