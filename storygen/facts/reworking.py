"""Reworking: a figure that was printed, worked out again of what its cells are printed as now.

A publisher revises a cell, and every sum, change and rank that rests on it with it. Which cells a figure was
made of stands in its working, and by which rule: so it can be made again, years after, whatever has become of
the pack that first asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from storygen.facts import comparison
from storygen.facts.figure import Cell, Figure, Gap, Working
from storygen.facts.measure import OF_SERIES

Printed = Callable[[Cell], Figure | Gap | None]
"""What is printed now of a cell's subject; None where nothing is known of it."""


class Reworking:
    """Figures worked out again; each once, however many words rest on it."""

    def __init__(self, printed: Printed) -> None:
        """Work out again of what is *printed* now."""
        self.printed = printed
        self._found: dict[int, tuple[Figure, Figure | Gap | None]] = {}

    def of(self, figure: Figure) -> Figure | Gap | None:
        """Return *figure* as it comes out now: itself where nothing beneath it has changed.

        A gap where there is no number any more; None where its rule cannot be followed again.
        """
        if id(figure) not in self._found:
            self._found[id(figure)] = (figure, self._again(figure))  # which keeps the id its own
        return self._found[id(figure)][1]

    def _again(self, figure: Figure) -> Figure | Gap | None:
        """Return *figure* as it comes out now."""
        if isinstance(figure.origin, Cell):
            now = self.printed(figure.origin)
            same = now is None or (
                isinstance(now, Figure) and (now.value, now.bound) == (figure.value, figure.bound)
            )
            return figure if same else now
        inputs = [self.of(each) for each in figure.origin.inputs]
        if all(now is was for now, was in zip(inputs, figure.origin.inputs, strict=True)):
            return figure
        for each in inputs:
            if isinstance(each, Gap):
                return each
        known = [each for each in inputs if isinstance(each, Figure)]
        return worked(figure, known) if len(known) == len(inputs) else None


def worked(figure: Figure, inputs: Sequence[Figure]) -> Figure | Gap | None:
    """Return what the working of *figure* comes to with other *inputs*; None where nobody can know."""
    assert not isinstance(figure.origin, Cell)
    rule, was = figure.origin
    if work := _RULES.get(rule):
        return work(inputs)
    if rule in OF_SERIES:
        return _end(inputs, rule)
    for opening, step_by in _STEPS.items():
        if rule.startswith(opening):
            return step_by(inputs[0], Decimal(rule.removeprefix(opening)))
    if rule.startswith(_RANK):
        return _ranked(figure, was, inputs, highest=rule.endswith("highest"))
    if rule in _COUNTS:
        return comparison.how_many(inputs, rule, [each for each in inputs if _COUNTS[rule](each.value)])
    return None


_RULES: Mapping[str, Callable[[Sequence[Figure]], Figure | Gap]] = {
    "change": lambda of: comparison.change(of[0], of[1]),
    "percentage change": lambda of: comparison.percent_change(of[0], of[1]),
    "multiple": lambda of: comparison.times(of[0], of[1]),
    "size": lambda of: comparison.size(of[0]),
    "sum": comparison.total,
    "share": lambda of: comparison.share(of[0], of[1]),
    "implied base": lambda of: comparison.implied_base(of[0], of[1]),
}
"""The rules of `comparison.py` that need no more than their inputs."""
_STEPS: Mapping[str, Callable[[Figure, Decimal], Figure]] = {
    "rounded to the nearest ": comparison.to_nearest,
    "cut to a whole ": comparison.down_to,
}
_COUNTS: Mapping[str, Callable[[Decimal], bool]] = {
    "rose, out": lambda moved: moved > 0,
    "fell, out": lambda moved: moved < 0,
    "stood still, out": lambda moved: moved == 0,
    "places ranked, out": lambda _: True,
}
"""How many of all places did what."""
_RANK = "rank from the "


def _end(inputs: Sequence[Figure], rule: str) -> Figure | None:
    """Return the end of a series; None where another period's is the end now, which is printed beside it."""
    best = comparison.extreme(inputs, highest=rule == OF_SERIES[0])
    if best.value != inputs[0].value:
        return None
    return Figure(inputs[0].value, inputs[0].unit, Working(rule, tuple(inputs)))


def _ranked(figure: Figure, was: Sequence[Figure], now: Sequence[Figure], *, highest: bool) -> Figure | None:
    """Return the rank of whichever place had that of *figure*; None where those that shared it part."""
    ranks = [
        comparison.rank(again, now, highest=highest)
        for each, again in zip(was, now, strict=True)
        if comparison.rank(each, was, highest=highest).value == figure.value
    ]
    return ranks[0] if len({rank.value for rank in ranks}) == 1 else None
