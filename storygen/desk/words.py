"""Words: numbers, what is counted, and claims, as the desk's pages say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from storygen.facts.figure import Cell, Figure, plain, unique_cells
from storygen.facts.measure import Measure
from storygen.writing.claim import Claim

DECIMALS = 6
"""Of a long fraction, as much as anybody checks."""
UNITS: Mapping[str, str] = {
    "fte": "full-time equivalents",
    "per cent": "per cent",
    "points": "percentage points",
    "times": "times",
    "places": "places",
}
"""What stands after a number of each unit; a count, a rate and a rank stand alone."""
CLAIMS: Mapping[str, str] = {
    "up": "{0} is more than {1}",
    "down": "{0} is less than {1}",
    "same": "{0} is the same as {1}",
    "little changed": "{0} is within {least} per cent of {1}",
    "up by": "{0} is more than {1}, by {within}",
    "down by": "{0} is less than {1}, by {within}",
    "none before": "there are {0}, where there was none before",
    "none now": "there is none now",
    "almost": "{1} is less than {0}, and within two per cent of it",
    "just over": "{1} is more than {0}, and within two per cent of it",
    "more than": "{1} is more than {0}",
    "about": "{1} is within two per cent of {0}",
    "multiple": "{0} is {least} times {1}",
    "more than multiple": "{0} is more than {least} times {1}",
    "almost multiple": "{0} is less than {least} times {1}, and within two per cent of that",
    "at least": "{0} are stated, and {1} that are not may be more of them",
    "highest": "none of {others} others is above {0}",
    "lowest": "none of {others} others is below {0}",
    "opposite": "one went from {1} to {0}, and the other the opposite way, from {3} to {2}",
    "alike": "one went from {1} to {0}, and the other the same way, from {3} to {2}",
}
"""What each kind of claim says of its figures."""


def number(value: Decimal) -> str:
    """Return a number as a person reads it.

    >>> number(Decimal("3547.5841")), number(Decimal("-0.1234567891"))
    ('3,547.5841', '-0.123456…')
    """
    whole, _, part = f"{Decimal(plain(value)):,f}".partition(".")
    more = part[:DECIMALS] + "…" if len(part) > DECIMALS else part
    return f"{whole}.{more}" if part else whole


def printed(value: str) -> str:
    """Return what a cell says, its number as a person reads it.

    >>> printed("64300"), printed("about 64300"), printed("..")
    ('64,300', 'about 64,300', '..')
    """
    *before, last = value.split(" ")
    digits = last.removeprefix("-").replace(".", "", 1)
    said = number(Decimal(last)) if digits.isascii() and digits.isdigit() and last[-1] != "." else last
    return " ".join([*before, said])


def apart(one: str, two: str) -> tuple[str, str]:
    """Return what two cells say, their numbers with no more decimals than it takes to tell them apart.

    >>> apart("122395.45085", "122404.1"), apart("68255.5821", "68255.5866"), apart("64300", "..")
    (('122,395.5', '122,404.1'), ('68,255.58', '68,255.59'), ('64,300', '..'))
    """
    try:
        values = Decimal(one), Decimal(two)
    except InvalidOperation:
        return printed(one), printed(two)
    for places in range(1, DECIMALS):
        first, second = (number(_rounded(value, places)) for value in values)
        if first != second:
            return first, second
    return printed(one), printed(two)


def _rounded(value: Decimal, places: int) -> Decimal:
    """Return *value* with so many decimals at most, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def where(figure: Figure) -> str:
    """Return the cell that a figure was read in, or how it was made and of how many."""
    if isinstance(figure.origin, Cell):
        return spot(figure.origin)
    return f"{figure.origin.rule} of {len(unique_cells(figure))} cells"


def spot(cell: Cell) -> str:
    """Return where a cell stands: of what was read on a page, the release and its column."""
    within = cell.column if "://" in cell.sheet else f"{cell.sheet} {cell.address}"
    return f"{cell.release}, {within}"


def valued(figure: Figure) -> str:
    """Return the number of *figure*, with its bound."""
    return f"{figure.bound} {number(figure.value)}".strip()


def counted(spec: Measure) -> str:
    """Return in words what a measure counts, and in what."""
    if spec.unit == "rate":
        return f"{spec.counted} for every {spec.per}" if spec.per else f"{spec.counted}, as a rate"
    unit = UNITS.get(spec.unit, "")
    return f"{spec.counted}, {unit}" if unit else spec.counted


def claimed(claim: Claim) -> str:
    """Return what *claim* says of its figures, and whether that is so."""
    said = CLAIMS[claim.kind].format(
        *(_said(figure) for figure in claim.figures[:4]),
        least=plain(claim.bounds[0]) if claim.bounds else "",
        within=_within(claim.bounds),
        others=len(claim.figures) - 1,
    )
    return f"It says that {said}. That is {'so' if claim.holds() else 'not so'}."


def _said(figure: Figure) -> str:
    """Return *figure* as a sentence says it."""
    shown = f"{figure.bound} {number(_rounded(figure.value, DECIMALS))}".strip()
    return f"{shown} {UNITS[figure.unit]}" if figure.unit in ("per cent", "points") else shown


def _within(bounds: Sequence[Decimal]) -> str:
    """Return by how many per cent something moved that moved within *bounds*, the upper one left out."""
    least, *most = map(plain, bounds) if bounds else ("",)
    if not most:
        return f"{least} per cent or more"
    under = f"less than {most[0]} per cent"
    return under if least == "0" else f"{least} per cent or more and {under}"
