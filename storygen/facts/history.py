"""History: how far a place has moved before, and what is too far now.

A change is weighed against the place's own earlier changes and the nation's, a figure against the one
before it. A place may well have moved so: this says only that somebody should look (rules A6, A7, A11).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from decimal import Decimal

from storygen.facts import comparison
from storygen.facts.doubt import Bounds, called
from storygen.facts.figure import Figure, Gap, plain
from storygen.facts.measure import Measure, Measures


def outlier(measures: Measures, spec: Measure, codes: tuple[str, ...], nation: str, bounds: Bounds) -> str:
    """Return why the change of *spec* is too large to print unseen, or nothing (rule A11)."""
    moved = measures.percent(spec, codes)
    if isinstance(moved, Gap) or abs(moved.value) < bounds.outlier:
        return ""
    alone = codes == (nation,)  # which is beside nothing, and moves by less than its places do
    wide = Gap("the nation itself") if alone else measures.percent(spec, (nation,))
    if isinstance(wide, Figure) and abs(moved.value) < bounds.outlier_nation * abs(wide.value):
        return ""
    if alone and abs(moved.value) < bounds.outlier_alone * bounds.outlier:
        return ""
    own = earlier_changes(measures, spec, codes)
    if len(own) >= 2 and abs(moved.value) < bounds.outlier_history * statistics.median(own):
        return ""
    said = f"a change of {moved.value:.1f} per cent"
    beside = f" against {wide.value:.1f} across the nation" if isinstance(wide, Figure) else ""
    history = f", and {statistics.median(own):.1f} in its own earlier years" if own else ""
    return f"{said}{beside}{history}"


def is_held(measures: Measures, spec: Measure, codes: tuple[str, ...], bounds: Bounds) -> bool:
    """Return whether an outlier is held: with two earlier changes behind it, or in a sensitive pack."""
    return bounds.sensitive or len(earlier_changes(measures, spec, codes)) >= 2


def steady(measures: Measures, spec: Measure, codes: tuple[str, ...], nation: str, bounds: Bounds) -> bool:
    """Return whether the change of *spec* may be printed unseen: no outlier, and within the multiple."""
    if bounds.multiple:
        multiple = comparison.times(*measures.pair(spec, codes))
        if isinstance(multiple, Gap) or not 1 / bounds.multiple < multiple.value < bounds.multiple:
            return False
    return codes == (nation,) or not outlier(measures, spec, codes, nation, bounds)


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


def rebased(measures: Measures, base: Measure, place: str, bounds: Bounds) -> str:
    """Return why the people behind the rate cannot be the same people as last year's, or nothing (A6)."""
    moved = comparison.percent_change(*measures.pair(base, (place,)))
    if isinstance(moved, Gap) or abs(moved.value) <= bounds.base:
        return ""
    said = f"the population behind the rate moved by {moved.value:.2f} per cent"
    return f"{said}: the rate's change is not printed"


def unsupplied(measures: Measures, spec: Measure, codes: tuple[str, ...], bounds: Bounds) -> str:
    """Return why a nought is perhaps no nought but a figure that was not given, or nothing."""
    now, before = measures.pair(spec, codes)
    if isinstance(now, Gap) or isinstance(before, Gap) or (now.value and before.value):
        return ""
    if before.value >= bounds.nought:
        return f"{called(spec)}: none, after {shown(before.value)} before: was the figure supplied?"
    if now.value < bounds.nought:
        return ""
    further = measures.value(spec, codes, measures.against(spec, codes).prior())
    if isinstance(further, Figure) and further.value >= bounds.nought:
        said = f"none the time before, after {shown(further.value)} before that"
        return f"{called(spec)}: {said}: was that figure supplied?"
    return ""


def revised(measures: Measures, spec: Measure, codes: tuple[str, ...]) -> Figure | Gap:
    """Return what an earlier release printed for the figure before, where this prints another (rule A7)."""
    before = measures.pair(spec, codes)[1]
    if isinstance(before, Gap) or spec.way != "read":
        return AS_IT_WAS
    period = measures.against(spec, codes)
    first = comparison.total([measures.table.earlier(spec.source, code, period) for code in codes])
    if isinstance(first, Gap) or first.value == before.value:
        return AS_IT_WAS
    was, now = (comparison.to_nearest(each, comparison.ONE).value for each in (first, before))
    return first if was != now else AS_IT_WAS


def last_years(measures: Measures, spec: Measure, codes: tuple[str, ...]) -> Figure | Gap:
    """Return the figure of the year before, as this release prints it."""
    return measures.pair(spec, codes)[1]


def first_printed(measures: Measures, spec: Measure, codes: tuple[str, ...]) -> Figure | Gap:
    """Return the figure of the year before as the releases before this one printed it."""
    return measures.table.earlier(spec.source, codes[0], measures.against(spec, codes))


AS_IT_WAS = Gap("not revised")


def digits_kept(pairs: Iterable[tuple[Figure | Gap, Figure | Gap]]) -> int:
    """Return how many digits of this year's figures are last year's, none where one figure differs.

    A count of three that is three again is no wonder; 3,548.2917 that is 3,548.2917 again is last year's.
    """
    kept = 0
    for now, before in pairs:
        if isinstance(now, Gap) or isinstance(before, Gap) or now.bound or before.bound:
            continue
        if now.value != before.value:
            return 0
        kept += len(now.value.normalize().as_tuple().digits) if now.value else 0
    return kept


def shown(number: Decimal) -> str:
    """Return *number* for an editor: plain, to two decimals at most."""
    return plain(number if number == number.to_integral_value() else round(number, 2))
