"""Pairs: how two figures set against each other must be printed.

A reader works out the percentage from the pair in front of them, so the pair and the percentage are
printed as finely as it takes for the two to agree (rule A9), and in digits where a pair crosses ten (S1).
"""

from __future__ import annotations

from decimal import Decimal

from storygen.facts.figure import Figure, Gap
from storygen.writing.ledger import Dressed
from storygen.writing.style import rounded

TEN = Decimal(10)


def dressed(figure: Figure | Gap, how: str) -> Figure | Gap | Dressed:
    """Return *figure* with a hint for its printing, where it needs one."""
    return Dressed(figure, how) if how and isinstance(figure, Figure) else figure


def pair_hint(now: Figure | Gap, before: Figure | Gap) -> str:
    """Return how a pair must be printed: digits where it crosses ten (S1), finer where whole numbers lie."""
    if isinstance(now, Gap) or isinstance(before, Gap) or now.unit not in ("count", "fte"):
        return ""
    if now.unit == "fte" and before.value:
        percent = (now.value - before.value) * 100 / before.value
        shown = _shown_percent(now, before)
        agrees = shown.is_finite() and (
            rounded(shown) == rounded(percent) or rounded(shown, 1) == rounded(percent, 1)
        )
        if not agrees:
            return "digits 1"
    return "digits" if (now.value < TEN) != (before.value < TEN) else ""


def _shown_percent(now: Figure, before: Figure) -> Decimal:
    """Return the percentage that a reader would work out from the pair printed whole."""
    first, second = rounded(now.value), rounded(before.value)
    return (first - second) * 100 / second if second else Decimal("Infinity")


def percent_hint(now: Figure | Gap, before: Figure | Gap, percent: Figure) -> str:
    """Return how many decimals the percentage needs so that the printed pair gives it (rule A9)."""
    if isinstance(now, Gap) or isinstance(before, Gap) or now.unit != "fte":
        return ""
    shown = _shown_percent(now, before)
    return "" if shown.is_finite() and rounded(shown) == rounded(percent.value) else "1"
