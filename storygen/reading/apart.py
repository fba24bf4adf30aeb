"""Apart: places, or figures, set against one another, and whether the figures bear it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from storygen.facts.measure import Measure
from storygen.reading.asked import Answer, Asked
from storygen.reading.lexicon import DOWN, UP
from storygen.reading.numerals import Number
from storygen.reading.sums import Sums, fits, part_fits, times_fit
from storygen.reading.telling import in_units, named, shown

AVERAGE = Decimal(5)
"""In per cent: how near the nation's is "about average"."""


def _average(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a rate or a share is above, below or about the nation's."""
    own, wide = (sums.value(measure, each, sums.brief.period.end) for each in (codes, (sums.brief.nation,)))
    if own is None or wide is None or not wide.number or measure.unit not in ("rate", "per cent"):
        return None
    apart = (own.number - wide.number) * 100 / wide.number
    fair = {UP: apart > 0, DOWN: apart < 0}.get(asked.way, abs(apart) <= AVERAGE)
    return (
        "" if fair else f"{named(measure)} is {shown(own.number)} against the nation’s {shown(wide.number)}"
    )


def _national(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a change, or a rate, is so many times the nation's."""
    end, times = asked.now or sums.brief.period.end, in_units(asked, number).value
    pairs = [sums.pair(measure, each, end, asked.before) for each in (codes, (sums.brief.nation,))]
    known = [pair for pair in pairs if pair and pair[1]]
    values = [(new - old) / old if asked.way == "rise" else new for new, old in known]
    if len(values) < 2 or not values[1]:
        return None
    exact = values[0] / values[1]
    near = abs(exact - times) <= times * 2 / 100
    fair = {"more than": exact > times, "almost": exact < times and near, "less than": exact < times}
    return "" if fair.get(asked.hedge, near) else f"it is {shown(exact)} times the nation’s"


def _beside(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether one place has more than another, or so many more, or so many times as many."""
    own, other = (sums.value(measure, each, asked.before) for each in (codes, asked.other))
    if own is None or other is None or codes == asked.other:
        return None
    told = f"{named(measure)} is {shown(own.number)} against {shown(other.number)}"
    apart = own.number - other.number
    if asked.unit == "times":
        exact = own.number / other.number if other.number else Decimal(0)
        fair = times_fit(exact, in_units(asked, number).value or Decimal("0.5"), asked.hedge)
        return "" if fair else f"{told}, {shown(exact)} times as many"
    if asked.number < 0 and asked.literal is None:
        goes = apart > 0 if asked.way == UP else apart < 0
        return "" if goes != asked.negated else told
    if (apart > 0) != (asked.way == UP):
        return told
    said, relative = in_units(asked, number), asked.unit in ("per cent", "part") and other.number
    exact = abs(apart) * 100 / other.number if relative else abs(apart)
    if asked.unit == "part":
        fair = part_fits(exact, asked.literal or 100 / said.value, asked.hedge)
    else:
        fair = fits(said.value, said.decimals, exact, asked.hedge)
    return "" if fair else f"{told}, {shown(exact)}{' per cent' if relative else ''} apart"


def _outpaced(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether one place's change, as a share of what there was, is larger than another's."""
    end = asked.now or sums.brief.period.end
    pairs = [sums.pair(measure, each, end, asked.before) for each in (codes, asked.other)]
    own, other = (100 * (pair[0] - pair[1]) / pair[1] if pair and pair[1] else None for pair in pairs)
    if own is None or other is None or codes == asked.other:
        return None
    fair = abs(own) > abs(other) if asked.way == "faster" else abs(own) < abs(other)
    return "" if fair else f"{named(measure)} changed by {shown(own)} per cent against {shown(other)}"


def _against(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether one figure is more than another of the same place."""
    own = sums.value(measure, codes, asked.before)
    told: Answer = None
    for each in asked.whole:
        other = sums.value(each, codes, asked.before)
        if own is None or other is None or each.unit != measure.unit:
            continue
        more = own.number > other.number if asked.way == UP else own.number < other.number
        if more != asked.negated:
            return ""
        told = f"{named(measure)} is {shown(own.number)}, and {named(each)} {shown(other.number)}"
    return told


def _sum(asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether several figures of a place come to so many together."""
    del measure  # which is the first of them
    every = [sums.value(each, codes, asked.before) for each in asked.whole]
    known = [each.number for each in every if each is not None]
    if len(known) < len(every) or len({each.unit for each in asked.whole}) > 1:
        return None
    exact, said = sum(known, Decimal(0)), in_units(asked, number)
    fair = fits(said.value, said.decimals, exact, asked.hedge)
    return "" if fair else f"{' and '.join(map(named, asked.whole))} come to {shown(exact)}"


APART: Mapping[str, Callable[[Asked, Number | None, Measure, tuple[str, ...], Sums], Answer]] = {
    "average": _average,
    "national": _national,
    "beside": _beside,
    "outpaced": _outpaced,
    "against": _against,
    "sum": _sum,
}
"""How each kind of thing that is said of two places, or of two figures, is asked."""
