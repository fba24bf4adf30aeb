"""Series: whether a figure went through the years as copy says: in a row, since a year, at its highest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from storygen.facts.measure import Measure
from storygen.reading.asked import Answer, Asked
from storygen.reading.lexicon import DOWN, HIGHEST, LEVEL, UP
from storygen.reading.moments import back, spoken
from storygen.reading.numerals import Number
from storygen.reading.sums import Sums, fits, is_exact
from storygen.reading.telling import in_units, named, shown


def _streak(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a figure went the same way so many years in a row."""
    years = int(in_units(asked, number).value)
    end = asked.now or sums.brief.period.end
    new = sums.value(measure, codes, end)
    for year in range(min(years, 60)):
        old = sums.value(measure, codes, back(end, 12 * year + 12))
        if new is None or old is None:
            return None
        went = UP if new.number > old.number else DOWN if new.number < old.number else LEVEL
        if went != asked.way:
            moved = f"went from {shown(old.number)} to {shown(new.number)}"
            return f"{named(measure)} {moved} {year} years before"
        new = old
    return "" if years > 1 else "one year is no row"


def _yearly(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a figure went the same way every year between two."""
    end, start = asked.now or sums.brief.period.end, asked.before
    if not isinstance(start, date):
        return None
    while end > start:
        pair = sums.pair(measure, codes, end, back(end, 12))
        if pair is None:
            return None
        went = UP if pair[0] > pair[1] else DOWN if pair[0] < pair[1] else LEVEL
        if went != asked.way:
            went = f"went from {shown(pair[1])} to {shown(pair[0])}"
            return f"{named(measure)} {went} in the year to {spoken(end)}"
        end = back(end, 12)
    return ""


def _since(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a figure is the highest, or lowest, since a time: nothing after that time was beyond it."""
    start, end = asked.before, asked.now or sums.brief.period.end
    every = [(value.number, day) for value, day in sums.series(measure, codes)]
    own = next((value for value, day in every if day == end), None)
    if own is None or not isinstance(start, date) or not every or every[0][1] > start:
        return None
    after = [(value, day) for value, day in every if start < day < end]
    if len(after) < (end.year - start.year) - 1:
        return None
    up = asked.way == HIGHEST
    for value, day in after:
        if value >= own if up else value <= own:
            return f"{named(measure)} is {shown(own)}, and was {shown(value)} on {spoken(day)}"
    at = next((value for value, day in every if day == start), None)
    if at is not None and (at < own if up else at > own):
        further = f"and was {shown(at)} on {spoken(start)}, so it goes further back"
        return f"{named(measure)} is {shown(own)}, {further}"
    return ""


def _record(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a figure is beyond all before it: that it is so of all time, the table cannot say."""
    every = [(value.number, day) for value, day in sums.series(measure, codes)]
    own = next((value for value, day in every if day == asked.now), None)
    beyond = [
        (value, day) for value, day in every if own and (value > own if asked.way == HIGHEST else value < own)
    ]
    return f"{named(measure)} was {shown(beyond[0][0])} on {spoken(beyond[0][1])}" if beyond else None


def _peaked(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a series was at its highest on the day said."""
    every = sums.series(measure, codes)
    if len(every) < 3:
        return None
    best = max(every, key=lambda each: each[0].number)[1]
    return "" if best == asked.now else f"{named(measure)} was at its peak on {spoken(best)}"


def _extreme(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a number is the highest or lowest of its series, and was so on that day."""
    every = sums.series(measure, codes)
    if len(every) < 3:
        return None
    pick = max if asked.way == HIGHEST else min
    best = pick(every, key=lambda each: each[0].number)
    told = f"{named(measure)} was {asked.way} on {spoken(best[1])}, at {shown(best[0].number)}"
    if asked.now and asked.now != best[1]:
        return told
    said = in_units(asked, number)
    seen_so = any(value.bound for value, _ in every)
    exact = asked.hedge and not seen_so and is_exact(said, best[0].number, measure.unit, asked.hedge)
    return "" if not exact and fits(said.value, said.decimals, best[0].number, asked.hedge) else told


def _began(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a series begins in the year said."""
    first = next((day for _, day in sums.series(measure, codes)), None)
    if first is None or asked.now is None:
        return None
    return "" if first.year == asked.now.year else f"the series begins in {first.year}"


SERIES: Mapping[str, Callable[[Asked, Number | None, Measure, tuple[str, ...], Sums], Answer]] = {
    "streak": _streak,
    "yearly": _yearly,
    "since": _since,
    "record": _record,
    "extreme": _extreme,
    "peaked": _peaked,
    "began": _began,
}
"""How each kind of thing that is said of many years is asked."""
