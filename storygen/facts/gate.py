"""Gate: what the figures themselves say is doubtful, before a word is written.

A `Doubt` that holds keeps a place's story for a person; one that doesn't is a flag beside the copy.
The bounds are a pack's; the defaults here are the house's (rules A5, A6, A11; design.md's rulings).
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from storygen.errors import PackError
from storygen.facts import comparison
from storygen.facts.figure import Cell, Figure, Gap, plain
from storygen.facts.measure import Measure, Measures


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a figure may go before somebody must look; in per cent unless said otherwise."""

    outlier: Decimal = Decimal(15)
    """A change smaller than this is never an outlier."""
    outlier_nation: Decimal = Decimal(3)
    """An outlier is at least so many times the nation's change."""
    outlier_history: Decimal = Decimal("2.5")
    """An outlier is at least so many times the median of the place's own earlier changes."""
    multiple: Decimal = Decimal(0)
    """So many times what it was, or so small a part of it, and a figure is not `steady`; 0 for no bound."""
    base: Decimal = Decimal("1.5")
    """A base implied by a count and its rate that moves more than this was re-based."""
    floor: Decimal = Decimal(5)
    """Counts under this are held in a sensitive pack; a number of people."""
    little: Decimal = Decimal(1)
    """A change smaller than this is said to be little."""
    sensitive: bool = False
    """Whether the subject is one where doubt alone is enough to hold."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something doubtful in the figures of one place."""

    check: str
    place: str
    """The place's code."""
    reason: str
    cells: tuple[Cell, ...]
    hold: bool


def bounds_from_data(said: Mapping[str, object], where: str) -> Bounds:
    """Return the bounds of a pack's [gate] table.

    :raises PackError: a key is not one of `Bounds`, or its value not a number (or true, false).
    """
    kinds = {field.name: type(getattr(Bounds(), field.name)) for field in fields(Bounds)}
    values: dict[str, object] = {}
    for key, value in said.items():
        if (
            key not in kinds
            or isinstance(value, bool) != (kinds[key] is bool)
            or not isinstance(value, int | float)
        ):
            raise PackError(f"{where}, [gate]", f"“{key} = {value}” is no bound", f"Use {', '.join(kinds)}")
        values[key] = value if isinstance(value, bool) else Decimal(str(value))
    return Bounds(**values)  # type: ignore[arg-type]


def doubts(
    measures: Measures, lead: Measure, base: Measure | None, place: str, nation: str, bounds: Bounds
) -> list[Doubt]:
    """Return what is doubtful in the figures of *lead* (and of the *base* it implies) for *place*."""
    found = []
    now, before = measures.pair(lead, (place,))
    if isinstance(now, Gap) or isinstance(before, Gap):
        return []
    if bounds.sensitive and min(now.value, before.value) < bounds.floor:
        few = f"fewer than {plain(bounds.floor)} {lead.noun or lead.name}s: a person decides if it is printed"
        found.append(Doubt("floor", place, few, _both(now, before), True))
    if reason := outlier(measures, lead, (place,), nation, bounds):
        found.append(
            Doubt("outlier", place, reason, _both(now, before), _held(measures, lead, place, bounds))
        )
    if base and (moved := rebased(measures, base, place, bounds)):
        found.append(Doubt("base", place, moved, _both(now, before), False))
    return found


def _both(now: Figure, before: Figure) -> tuple[Cell, ...]:
    """Return the cells of two figures."""
    return tuple(dict.fromkeys([*now.cells(), *before.cells()]))


def rebased(measures: Measures, base: Measure, place: str, bounds: Bounds) -> str:
    """Return why the people behind the rate cannot be the same people as last year's, or nothing (A6)."""
    moved = comparison.percent_change(*measures.pair(base, (place,)))
    if isinstance(moved, Gap) or abs(moved.value) <= bounds.base:
        return ""
    said = f"the population behind the rate moved by {moved.value:.2f} per cent"
    return f"{said}: the rate's change is not printed"


def outlier(measures: Measures, spec: Measure, codes: tuple[str, ...], nation: str, bounds: Bounds) -> str:
    """Return why the change of *spec* is too large to print unseen, or nothing (rule A11)."""
    moved = comparison.percent_change(*measures.pair(spec, codes))
    if isinstance(moved, Gap) or abs(moved.value) < bounds.outlier:
        return ""
    wide = measures.percent(spec, (nation,))
    if isinstance(wide, Figure) and abs(moved.value) < bounds.outlier_nation * abs(wide.value):
        return ""
    own = earlier_changes(measures, spec, codes)
    if len(own) >= 2 and abs(moved.value) < bounds.outlier_history * statistics.median(own):
        return ""
    said = f"a change of {moved.value:.1f} per cent"
    beside = f" against {wide.value:.1f} across the nation" if isinstance(wide, Figure) else ""
    history = f", and {statistics.median(own):.1f} in its own earlier years" if own else ""
    return f"{said}{beside}{history}"


def steady(measures: Measures, spec: Measure, codes: tuple[str, ...], nation: str, bounds: Bounds) -> bool:
    """Return whether the change of *spec* may be printed unseen: no outlier, and within the multiple."""
    if bounds.multiple:
        multiple = comparison.times(*measures.pair(spec, codes))
        if isinstance(multiple, Gap) or not 1 / bounds.multiple < multiple.value < bounds.multiple:
            return False
    return not outlier(measures, spec, codes, nation, bounds)


def earlier_changes(measures: Measures, spec: Measure, codes: tuple[str, ...]) -> list[Decimal]:
    """Return the sizes of the place's earlier changes, in per cent, newest first."""
    sizes: list[Decimal] = []
    period = measures.against(spec, codes)
    now = measures.value(spec, codes, period)
    while isinstance(now, Figure):
        period = period.prior()
        before = measures.value(spec, codes, period)
        moved = comparison.percent_change(now, before)
        if isinstance(moved, Gap):
            break
        sizes.append(abs(moved.value))
        now = before
    return sizes


def _held(measures: Measures, spec: Measure, place: str, bounds: Bounds) -> bool:
    """Return whether an outlier is held: with two earlier changes behind it, or in a sensitive pack."""
    return bounds.sensitive or len(earlier_changes(measures, spec, (place,))) >= 2
