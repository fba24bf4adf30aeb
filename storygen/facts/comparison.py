"""Comparison: this year's figure set against last year's.

The one place where storygen does arithmetic. Everything is `Decimal`, nothing is rounded here but
where rounding is the thing asked for (`to_nearest`), and every result is a `Figure` whose working
names the figures it was made from. Where an answer cannot be known it is the `Gap` that says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

from storygen.facts.figure import Figure, Gap, Working

NOUGHT = Decimal(0)
HUNDRED = Decimal(100)
HUNDRED_THOUSAND = Decimal(100_000)
ONE = Decimal(1)
WIDE = Context(prec=60)
"""Room to round whatever one figure makes of another."""


BOUNDED = Gap("not comparable", about="a figure that was seen only as a lower bound")
"""What comes of a comparison with "more than 1,640"."""


def change(now: Figure | Gap, before: Figure | Gap) -> Figure | Gap:
    """Return how much *now* is above *before*: negative for a fall, in the figures' own unit.

    Two percentages differ by percentage points (rule A3).
    """
    if isinstance(now, Gap):
        return now
    if isinstance(before, Gap):
        return before
    if now.unit != before.unit:
        return Gap("not comparable", about=f"{now.unit} against {before.unit}")
    if not compares(now, before):
        return BOUNDED
    unit = "points" if now.unit == "per cent" else now.unit
    return Figure(now.value - before.value, unit, Working("change", (now, before)))


def percent_change(now: Figure | Gap, before: Figure | Gap) -> Figure | Gap:
    """Return the change as a percentage of *before*; none where *before* is nought, less, or a percentage."""
    if isinstance(now, Gap):
        return now
    if isinstance(before, Gap):
        return before
    if now.unit != before.unit or now.unit == "per cent":
        return Gap("not comparable", about="percentage change")
    if not compares(now, before):
        return BOUNDED
    if not before.value:
        return Gap("none the year before", about="percentage change")
    if before.value < 0:
        return Gap("not comparable", about="percentage change of less than nought")
    return Figure(moved(now, before), "per cent", Working("percentage change", (now, before)))


def compares(now: Figure, before: Figure) -> bool:
    """Return whether two figures can be set against each other: not where one is only a lower bound."""
    return now.bound != "at least" and before.bound != "at least"


def moved(now: Figure, before: Figure) -> Decimal:
    """Return the plain percentage by which *now* is above *before*, which is more than nought."""
    return (now.value - before.value) * HUNDRED / before.value


def times(now: Figure | Gap, before: Figure | Gap) -> Figure | Gap:
    """Return how many times *before* is *now*: 2 for a doubling."""
    if isinstance(now, Gap):
        return now
    if isinstance(before, Gap):
        return before
    if now.unit != before.unit or before.value < 0:
        return Gap("not comparable", about="multiple")
    if not compares(now, before):
        return BOUNDED
    if not before.value:
        return Gap("none the year before", about="multiple")
    return Figure(now.value / before.value, "times", Working("multiple", (now, before)))


def size(figure: Figure | Gap) -> Figure | Gap:
    """Return *figure* without its sign, for "down by 12"."""
    if isinstance(figure, Gap) or figure.value >= 0:
        return figure
    return Figure(-figure.value, figure.unit, Working("size", (figure,)))


def total(figures: Iterable[Figure | Gap]) -> Figure | Gap:
    """Return the sum of *figures*, or the first gap among them: a part missing is no total."""
    parts = tuple(figures)
    known = [part for part in parts if isinstance(part, Figure)]
    if len(known) < len(parts):
        return next(part for part in parts if isinstance(part, Gap))
    if not known:
        return Gap("missing", about="sum of nothing")
    if len(known) == 1:
        return known[0]
    unit = known[0].unit
    values = [part.value for part in known if part.unit == unit]
    if len(values) < len(known) or unit in ("rate", "per cent"):
        return Gap("not comparable", about="a sum of unlike figures")
    return Figure(sum(values, NOUGHT), unit, Working("sum", tuple(known)))


def share(part: Figure | Gap, whole: Figure | Gap) -> Figure | Gap:
    """Return *part* as a percentage of *whole*."""
    if isinstance(part, Gap):
        return part
    if isinstance(whole, Gap):
        return whole
    if part.unit != whole.unit:
        return Gap("not comparable", about=f"{part.unit} as a share of {whole.unit}")
    if whole.value <= 0:
        return Gap("not applicable", about="share of nothing")
    return Figure(part.value * HUNDRED / whole.value, "per cent", Working("share", (part, whole)))


def implied_base(count: Figure | Gap, rate: Figure | Gap) -> Figure | Gap:
    """Return the people that a published *rate* per 100,000 and its *count* imply (rule A6)."""
    if isinstance(count, Gap):
        return count
    if isinstance(rate, Gap):
        return rate
    if rate.value <= 0:
        return Gap("not applicable", about="base of a rate of nought")
    return Figure(
        count.value * HUNDRED_THOUSAND / rate.value, "count", Working("implied base", (count, rate))
    )


def to_nearest(figure: Figure, step: Decimal) -> Figure:
    """Return *figure* rounded to the nearest *step*, halves away from zero; itself if it is round."""
    rounded = (figure.value / step).quantize(ONE, ROUND_HALF_UP, WIDE) * step
    if rounded == figure.value:
        return figure
    return Figure(rounded, figure.unit, Working(f"rounded to the nearest {step:f}", (figure,)))


def down_to(figure: Figure, step: Decimal) -> Figure:
    """Return *figure* cut to the whole *step* towards nought, for "more than 3,600"."""
    cut = (figure.value / step).quantize(ONE, ROUND_DOWN, WIDE) * step
    if cut == figure.value:
        return figure
    return Figure(cut, figure.unit, Working(f"cut to a whole {step:f}", (figure,)))


def how_many(figures: Sequence[Figure], rule: str, chosen: Iterable[Figure]) -> Figure:
    """Return how many of *figures* are among *chosen*, as a figure that rests on them all."""
    return Figure(Decimal(len(tuple(chosen))), "places", Working(rule, tuple(figures)))


def rank(figure: Figure, among: Sequence[Figure], *, highest: bool = True) -> Figure:
    """Return the place of *figure* among others, 1 for the highest (or lowest); ties share (rule A8)."""
    ahead = sum(1 for each in among if (each.value > figure.value if highest else each.value < figure.value))
    end = "highest" if highest else "lowest"
    return Figure(Decimal(ahead + 1), "rank", Working(f"rank from the {end}", tuple(among)))


def extreme(figures: Iterable[Figure], *, highest: bool) -> Figure:
    """Return the highest (or lowest) of *figures*, itself and not a copy; the earliest of equals."""
    pick = max if highest else min
    return pick(figures, key=lambda figure: figure.value)
