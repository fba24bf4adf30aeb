"""Claim: a comparison in words, true by construction and checkable after.

"higher than", "almost", "more than doubled", "the highest": each says something of figures, so each
carries them, and can be asked again by anyone who reads the copy. A claim that does not hold is never
printed: the pack that would have said it is told (`FalseClaim`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from storygen.errors import PackError
from storygen.facts import comparison
from storygen.facts.figure import Figure, Gap, figure_as_data, plain

NEAR = Decimal("0.02")
"""How near is "almost", "nearly" or "just over": within two per cent (rule A10, ours)."""


MEND = "Mend the rule or the par"
"""What an editor can do about a claim that the figures do not bear out."""


class FalseClaim(PackError):
    """A pack would have said what the figures do not bear out."""


class Claim(NamedTuple):
    """Words that say something of figures."""

    kind: str
    figures: tuple[Figure, ...]
    words: str
    bounds: tuple[Decimal, ...] = ()
    """The ends of the range that the words stand for, in per cent, where they have one."""

    def holds(self) -> bool:
        """Return whether the figures bear the words out."""
        return KINDS[self.kind]([figure.value for figure in self.figures], self.bounds)

    def as_data(self) -> dict[str, object]:
        """Return the claim as plain data."""
        figures = self.figures if len(self.figures) <= 4 else self.figures[:1]
        return {
            "kind": self.kind,
            "words": self.words,
            "figures": [figure_as_data(figure) for figure in figures],
            "of": len(self.figures),
        }


Values = Sequence[Decimal]


def _moved(values: Values) -> Decimal:
    """Return the percentage change from the second value to the first."""
    return (values[0] - values[1]) * 100 / values[1]


def _near(printed: Decimal, exact: Decimal) -> bool:
    """Return whether *exact* is within reach of *printed*."""
    return abs(printed - exact) <= NEAR * abs(printed)


KINDS: Mapping[str, Callable[[Values, Values], bool]] = {
    # two figures: now, before
    "up": lambda v, _: v[0] > v[1],
    "down": lambda v, _: v[0] < v[1],
    "same": lambda v, _: v[0] == v[1],
    "little changed": lambda v, b: v[1] != 0 and abs(_moved(v)) < b[0],
    "up by": lambda v, b: v[0] > v[1] > 0 and b[0] <= _moved(v) and (len(b) < 2 or _moved(v) < b[1]),
    "down by": lambda v, b: v[1] > v[0] and b[0] <= -_moved(v) and (len(b) < 2 or -_moved(v) < b[1]),
    "none before": lambda v, _: v[1] == 0 and v[0] > 0,
    "none now": lambda v, _: v[0] == 0,
    # two figures: printed, exact
    "almost": lambda v, _: v[1] < v[0] and _near(v[0], v[1]),
    "just over": lambda v, _: v[1] > v[0] and _near(v[0], v[1]),
    "more than": lambda v, _: v[1] > v[0],
    "about": lambda v, _: _near(v[0], v[1]),
    # two figures: now, before, as a multiple; the bound is the multiple
    "multiple": lambda v, b: v[1] > 0 and v[0] == b[0] * v[1],
    "more than multiple": lambda v, b: v[1] > 0 and v[0] > b[0] * v[1],
    "almost multiple": lambda v, b: v[1] > 0 and 0 < b[0] * v[1] - v[0] <= NEAR * b[0] * v[1],
    # two figures: stated, and not stated, which may hold more of the same
    "at least": lambda v, _: v[0] > 0 and v[1] > 0,
    # the first figure among them all
    "highest": lambda v, _: all(v[0] >= each for each in v[1:]),
    "lowest": lambda v, _: all(v[0] <= each for each in v[1:]),
    # two moves, or two figures of the same kind, against each other
    "opposite": lambda v, _: (v[0] - v[1]) * (v[2] - v[3]) < 0,
    "alike": lambda v, _: (v[0] - v[1]) * (v[2] - v[3]) > 0,
}
"""What each kind of claim says, asked of its figures' values and its bounds."""


OF_CHANGES = frozenset({"up", "down", "same", "little changed", "up by", "down by"})
"""Kinds of claim that set a figure against what it was."""


def claimed(words: str, kind: str, figures: Sequence[Figure | Gap], *bounds: Decimal) -> Claim | Gap:
    """Return the claim, or the gap among its figures.

    :raises FalseClaim: the figures do not bear it out.
    :raises PackError: no claim is of that *kind*.
    """
    if kind not in KINDS:
        raise PackError(f"the claim “{words}”", f"“{kind}” is no kind of claim", f"Use {', '.join(KINDS)}")
    for each in figures:
        if isinstance(each, Gap):
            return each
    claim = Claim(kind, tuple(figures), words, bounds)  # type: ignore[arg-type]
    if kind in OF_CHANGES and not comparison.compares(claim.figures[0], claim.figures[1]):
        return comparison.BOUNDED
    if not claim.holds():
        said = " and ".join(plain(figure.value) for figure in claim.figures[:4])
        raise FalseClaim(f"the words “{words}”", f"they are not true of {said} ({kind})", MEND)
    return claim


def compared(now: Figure | Gap, before: Figure | Gap) -> Claim | Gap:
    """Return "higher than", "lower than" or "the same as", whichever is true of *now*."""
    if isinstance(now, Gap):
        return now
    if isinstance(before, Gap):
        return before
    if not comparison.compares(now, before):
        return comparison.BOUNDED
    if now.value == before.value:
        return Claim("same", (now, before), "the same as")
    up = now.value > before.value
    return Claim("up" if up else "down", (now, before), "higher than" if up else "lower than")


def hedged(exact: Figure) -> tuple[Claim | None, Figure]:
    """Return the round number nearest *exact* with the hedge it needs, or itself without one (rule A10).

    One significant digit where that is within two per cent, otherwise two: 4,973 is almost 5,000,
    3,020 just over 3,000, 3,655 almost 3,700, 1,959 more than 1,900. Under 100 the number itself.
    """
    if exact.value < 100:
        return None, exact
    size = exact.value.adjusted()
    for digits in (1, 2):
        step = Decimal(1).scaleb(size - digits + 1)
        near = comparison.to_nearest(exact, step)
        if near.value == exact.value:
            return None, exact
        if near.value and _near(near.value, exact.value):
            kind = "almost" if exact.value < near.value else "just over"
            return Claim(kind, (near, exact), kind), near
    floor = comparison.down_to(exact, Decimal(1).scaleb(size - 1))
    return Claim("more than", (floor, exact), "more than"), floor


MULTIPLES = {2: "doubled", 3: "tripled", 4: "quadrupled"}


def multiplied(now: Figure | Gap, before: Figure | Gap) -> Claim | Gap:
    """Return "doubled", "more than doubled", "almost tripled", whichever is true (rule A4).

    Where nothing that strong is true the answer is a gap, so the par that wanted it is left out.
    """
    if isinstance(now, Gap):
        return now
    if isinstance(before, Gap):
        return before
    for number in sorted(MULTIPLES, reverse=True):
        for kind, words in (
            ("multiple", ""),
            ("more than multiple", "more than "),
            ("almost multiple", "almost "),
        ):
            claim = Claim(kind, (now, before), words + MULTIPLES[number], (Decimal(number),))
            if claim.holds():
                return claim
    return Gap("not as much as doubled", about="multiple")
