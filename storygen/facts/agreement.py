"""Agreement: figures that must fit one another, and whether they do.

Parts make a total, places make a nation, a count and its rate make a number of people, and a published
change is that of its own pair. What cannot all be right is doubted; rounding is never called an error.
Each check goes by column, over every place of a release at once, and weighs plain numbers first.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from storygen.facts import comparison
from storygen.facts.doubt import Doubt, Grounds, called, cells_of, exact
from storygen.facts.figure import Figure, Gap
from storygen.facts.history import shown
from storygen.facts.measure import Measure
from storygen.facts.period import Period, period_from_key

HALF = Decimal("0.5")
NOISE = Decimal("0.005")
"""Less than this between two figures that have decimals is the noise of a spreadsheet."""


def parts(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each printed total that its printed parts don't make."""
    for spec in grounds.measures.specs.values():
        columns = [grounds.column(grounds.measures.specs[name]) for name in spec.total_of]
        if not columns:
            continue
        for codes, pair in grounds.column(spec).items():
            each = [column[codes] for column in columns if codes in column]
            for turn, total in enumerate(pair) if len(each) == len(columns) else ():
                made_of = [of[turn] for of in each]
                if reason := _adds_up(total, made_of, called(spec), "its parts add up to"):
                    yield _wrong("parts", grounds, spec, codes[0], reason, (total, *made_of))


def wholes(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each total printed of a region or nation that its places don't add up to."""
    for spec, whole, codes in _printed_wholes(grounds):
        column = grounds.column(spec)
        each = {code: column[code,] for code in codes if (code,) in column}
        for turn, total in enumerate(column[whole,]) if len(each) == len(codes) else ():
            places = f"its {len(codes)} places add up to"
            made_of = {code: pair[turn] for code, pair in each.items()}
            reason = _adds_up(total, list(made_of.values()), called(spec), places)
            if reason := reason or _leaves(grounds, spec, total, made_of, turn):
                yield _wrong("total", grounds, spec, whole, reason, (total,))


def _leaves(
    grounds: Grounds, spec: Measure, total: Figure | Gap, made_of: Mapping[str, Figure | Gap], turn: int
) -> str:
    """Return why a *total* cannot be right although a place has no figure: what it leaves that place.

    That is less than nothing, or many times what the place had in the other year.
    """
    gaps = [code for code, each in made_of.items() if isinstance(each, Gap)]
    known = exact(each for each in made_of.values() if isinstance(each, Figure))
    if isinstance(total, Gap) or total.bound or not gaps or len(gaps) > grounds.bounds.missing or not known:
        return ""
    added = sum((each.value for each in known), comparison.NOUGHT)
    rest = total.value - added
    others = [grounds.column(spec)[code,][1 - turn] for code in gaps]
    had = sum((each.value for each in others if isinstance(each, Figure)), comparison.NOUGHT)
    many = all(isinstance(each, Figure) for each in others) and rest > grounds.bounds.leaves * had
    few = rest < 0 and not _agree(total.value, added, (total, *known))
    if not few and not many:
        return ""
    names = ", ".join(grounds.name(code) for code in gaps)
    period = next(total.cells()).subject.period
    said = f"which leaves {shown(rest)} for {names}, of which there is no figure"
    return f"{called(spec)}, {period}: printed as {shown(total.value)}, {said}"


def shares(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each share that is less than nothing, or more than the whole."""
    for spec in grounds.measures.specs.values():
        if spec.unit != "per cent" or spec.signed or spec.change_of:
            continue
        for codes, pair in grounds.column(spec).items():
            wrong = [each for each in pair if isinstance(each, Figure) and not 0 <= each.value <= 100]
            if wrong:
                reason = f"{called(spec)}: {shown(wrong[0].value)} per cent, and a share is of a hundred"
                yield _wrong("share", grounds, spec, codes[0], reason, wrong)


def within(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each figure that is larger than that of a whole it is part of."""
    for spec, whole, codes in _printed_wholes(grounds):
        column = grounds.column(spec)
        total = column[whole,][0]
        if isinstance(total, Gap) or total.bound == "at least":
            continue
        for code in codes:
            now = column[code,][0] if (code,) in column else total
            if isinstance(now, Figure) and now.value > total.value:
                more = f"{shown(now.value)}, more than the {shown(total.value)} of {grounds.name(whole)}"
                yield _wrong("whole", grounds, spec, code, f"{called(spec)}: {more}", (now, total))


def _printed_wholes(grounds: Grounds) -> Iterator[tuple[Measure, str, tuple[str, ...]]]:
    """Yield each measure and whole that has a row of it, and its places; of regions, only the lead."""
    for spec in grounds.counted():
        column = grounds.column(spec)
        for whole, codes in grounds.wholes.items():
            if (whole,) in column and (whole == grounds.nation or grounds.leads(spec)):
                yield spec, whole, codes


def fit(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt where a count, its rate and the people they imply don't fit one another (rule A6)."""
    if not grounds.base:
        return
    measures = grounds.measures
    count, rate = (measures.specs[name] for name in measures.specs[grounds.base].parts)
    series: dict[str, dict[Period, Figure]] = {}
    for (measure, place, key), figure in measures.table.reach.items():
        if measure == rate.source and isinstance(figure, Figure):
            series.setdefault(place, {})[period_from_key(key)] = figure
    this = measures.period(rate)
    last = this.prior()
    for place, rates in series.items():
        if this not in rates and last not in rates:
            continue
        counts = {
            period: figure
            for period in (*rates, this, last, last.prior())
            if isinstance(figure := measures.table.figure(count.source, place, _of(count, period)), Figure)
        }
        for period in (this, last):
            reason, figures = _misfit(rates, counts, period, grounds.bounds.misfit / 100)
            if reason:
                yield Doubt("fit", place, reason, cells_of(*figures), True, rate.name, True)
                break


def _of(spec: Measure, period: Period) -> Period:
    """Return *period* as *spec* counts it."""
    return Period(period.end, spec.span)


def _misfit(
    rates: Mapping[Period, Figure], counts: Mapping[Period, Figure], period: Period, share: Decimal
) -> tuple[str, list[Figure]]:
    """Return why the rate of *period* cannot be that of its count, or nothing, with the figures it rests on.

    A rate that is a count, and a base that is more than a *share* away from every other year's.
    """
    if period not in rates:
        return "", []
    rate = rates[period]
    for whose, of in (("", period), (" of the year before", period.prior())):
        if of in counts and counts[of].value == rate.value > 0:
            return f"the rate, {period.key}: {shown(rate.value)} is the count{whose}", [rate, counts[of]]
    people = {
        each: base.value
        for each, printed in rates.items()
        if each in counts and isinstance(base := comparison.implied_base(counts[each], printed), Figure)
    }
    own = people.pop(period, None)
    if own is None or not people or any(abs(own - each) <= share * each for each in people.values()):
        return "", []
    usual = statistics.median(people.values())
    said = f"they imply {own:.0f} people, and in other years {usual:.0f}"
    return f"the count and the rate, {period.key}: {said}", [rate, counts[period]]


def published_changes(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each change as printed that its own unrounded pair contradicts (rule A9).

    A pair that stands on another page than the change is not its own: that is asked about, never held.
    """
    for spec in grounds.measures.specs.values():
        if not spec.change_of:
            continue
        of = grounds.measures.specs[spec.change_of]
        column = grounds.column(of)
        for codes, (said, _) in grounds.column(spec).items():
            pair = column.get(codes)
            if isinstance(said, Gap) or pair is None or (ours := contradicts(spec, said, *pair)) is None:
                continue
            given = f"{shown(said.value)}, and its figures give {shown(ours.value)}"
            cells = cells_of(said, *pair)
            own = len({(cell.release, cell.sheet) for cell in cells}) == 1
            reason = f"the change printed of {called(of)} is {given}"
            yield Doubt("change", codes[0], reason, cells, own and grounds.leads(of), of.name, own)


def contradicts(spec: Measure, said: Figure | Gap, now: Figure | Gap, before: Figure | Gap) -> Figure | None:
    """Return the change of a pair where the change *said*, printed as *spec*, is another."""
    ours = (comparison.percent_change if spec.unit == "per cent" else comparison.change)(now, before)
    if isinstance(said, Gap) or isinstance(ours, Gap) or _agree(said.value, ours.value, (said, now, before)):
        return None
    return ours


def _adds_up(total: Figure | Gap, made_of: Sequence[Figure | Gap], name: str, verb: str) -> str:
    """Return why *total* is not what it is *made_of*, or nothing; what was seen only rounded is let pass."""
    if isinstance(total, Gap):
        return ""
    values = [each.value for each in made_of if isinstance(each, Figure)]
    added = sum(values, comparison.NOUGHT)
    if len(values) < len(made_of) or _agree(total.value, added, (total, *made_of)):
        return ""
    period = next(total.cells()).subject.period
    return f"{name}, {period}: printed as {shown(total.value)}, and {verb} {shown(added)}"


def _agree(printed: Decimal, ours: Decimal, figures: Sequence[Figure | Gap]) -> bool:
    """Return whether a number *printed* is *ours*, as nearly as the *figures* behind the two were printed.

    They may differ by half of each one's last printed place, added up. A count is exact; whatever else has
    no decimals may have been rounded to the whole; what was seen only rounded contradicts nothing.
    """
    if abs(printed - ours) <= NOISE or not (known := exact(figures)):
        return True
    halves = [_half(figure) for figure in known if figure.unit != "count"]
    return abs(printed - ours) <= sum(halves, comparison.NOUGHT)


def _half(figure: Figure) -> Decimal:
    """Return half a unit of the last place that *figure* is printed to."""
    exponent = figure.value.as_tuple().exponent
    return HALF.scaleb(min(exponent, 0)) if isinstance(exponent, int) else HALF


def _wrong(
    check: str, grounds: Grounds, spec: Measure, place: str, reason: str, figures: Iterable[Figure | Gap]
) -> Doubt:
    """Return the doubt that *spec* is wrong for *place*; it holds where a story cannot be without it."""
    return Doubt(check, place, reason, cells_of(*figures), grounds.leads(spec), spec.name, True)
