"""Gate: what the figures themselves say is doubtful, before a word is written.

A `Doubt` that holds keeps a place's story for a person; one that doesn't is a flag beside the copy. Each
check goes by column over every place of a release, so that a story looks its doubts up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from storygen.facts import agreement, earlier, history
from storygen.facts.doubt import Doubt, Grounds, called, cells_of
from storygen.facts.figure import Cell, Figure, Gap, Subject, plain
from storygen.facts.history import shown
from storygen.facts.measure import Measure, Pair

Doubts = Mapping[str, tuple[Doubt, ...]]
"""What is doubtful of each place, by its code."""
Check = Callable[[Grounds], Iterable[Doubt]]


def of_places(grounds: Grounds) -> Doubts:
    """Return what is doubtful in the figures of every place that has rows of its own.

    Outliers are asked last and stand where they are read: a nation that is in doubt itself is no measure of
    its places, and would let every one of them pass.
    """
    told = {check: tuple(check(grounds)) for check in CHECKS if check is not _every_outlier}
    of_nation = [doubt for doubts in told.values() for doubt in doubts if doubt.place == grounds.nation]
    told[_every_outlier] = tuple(_every_outlier(grounds, of_nation))
    found: dict[str, list[Doubt]] = {}
    for check in CHECKS:
        for doubt in told[check]:
            found.setdefault(doubt.place, []).append(doubt)
    return {place: tuple(doubts) for place, doubts in found.items()}


def of_sum(grounds: Grounds, places: tuple[str, ...], each: Doubts) -> tuple[Doubt, ...]:
    """Return what is doubtful in the sum of *places*: in itself, and in *each* of them by name.

    A place that is only surprising is told of; one whose figure can hardly be right makes a wrong sum.
    """
    pair = grounds.measures.pair(grounds.first, places)
    beside = _beside(grounds, each.get(grounds.nation, ()))
    found = [*_few(grounds, places, *pair), *_outlier(grounds, places, *pair, beside)]
    found += [doubt for name in grounds.lead for doubt in _revised(grounds, name, places)]
    for place in places:
        found += [
            replace(doubt, reason=f"{grounds.name(place)}: {doubt.reason}", hold=doubt.hold and doubt.wrong)
            for doubt in each.get(place, ())
            if doubt.check not in OF_ONE
        ]
    return tuple(found)


OF_ONE = ("floor", "revised", "base")
"""The checks that a sum has of its own, or that say nothing of it: a rate cannot be added up."""


def of_release(grounds: Grounds) -> tuple[Doubt, ...]:
    """Return what is doubtful in the release as a whole, whichever place is told of."""
    return (*_out_of_time(grounds), *_last_years(grounds), *_strangers(grounds))


def _every_few(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each place whose leading count is under the floor."""
    for codes, pair in grounds.column(grounds.first).items() if grounds.bounds.sensitive else ():
        yield from _few(grounds, codes, *pair)


def _few(
    grounds: Grounds, codes: tuple[str, ...], now: Figure | Gap, before: Figure | Gap
) -> Iterator[Doubt]:
    """Yield a doubt where a sensitive subject's leading count is under the floor (rules A5, L2)."""
    bounds, lead = grounds.bounds, grounds.first
    if not bounds.sensitive or isinstance(now, Gap) or isinstance(before, Gap):
        return
    if now.value < bounds.floor or before.value < bounds.floor:
        few = f"fewer than {plain(bounds.floor)} {lead.noun or lead.name}s: a person decides if it is printed"
        yield Doubt("floor", codes[0], few, cells_of(now, before), True, lead.name)


def _every_outlier(grounds: Grounds, of_nation: Sequence[Doubt] = ()) -> Iterator[Doubt]:
    """Yield a doubt for each place whose leading figure moved too far, where so much is said *of_nation*."""
    nation, column = (grounds.nation,), grounds.column(grounds.first)
    own = tuple(_outlier(grounds, nation, *column[nation], grounds.nation)) if nation in column else ()
    beside = _beside(grounds, (*of_nation, *own))
    for codes, pair in column.items():
        yield from own if codes == nation else _outlier(grounds, codes, *pair, beside)


def _beside(grounds: Grounds, of_nation: Iterable[Doubt]) -> str:
    """Return the nation that a change is weighed beside, or none where it can hardly be right itself."""
    lead = grounds.first.name
    moved = any((doubt.check, doubt.measure) == ("outlier", lead) for doubt in of_nation)
    return "" if moved or any(doubt.wrong and doubt.hold for doubt in of_nation) else grounds.nation


def _outlier(
    grounds: Grounds, codes: tuple[str, ...], now: Figure | Gap, before: Figure | Gap, nation: str
) -> Iterator[Doubt]:
    """Yield a doubt where the leading figure moved far beyond its own history and the *nation*'s (A11)."""
    measures, lead, bounds = grounds.measures, grounds.first, grounds.bounds
    if isinstance(now, Gap) or isinstance(before, Gap):
        return
    if 100 * abs(now.value - before.value) < bounds.outlier * before.value:
        return  # as most are: no need to look further
    if reason := history.outlier(measures, lead, codes, nation, bounds):
        held = history.is_held(measures, lead, codes, bounds)
        yield Doubt("outlier", codes[0], reason, cells_of(now, before), held, lead.name)


def _rebased(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt where the people behind the rate moved more than the pack allows (rule A6)."""
    if not grounds.base:
        return
    base = grounds.measures.specs[grounds.base]
    for codes in grounds.column(grounds.first):
        if moved := history.rebased(grounds.measures, base, codes[0], grounds.bounds):
            people = grounds.measures.pair(base, codes)
            yield Doubt("base", codes[0], moved, cells_of(*people), False)


def _unsupplied(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each nought that was a large number before: missing is not nought."""
    for spec in grounds.counted():
        for codes, (now, before) in grounds.column(spec).items():
            if isinstance(now, Gap) or isinstance(before, Gap) or (now.value and before.value):
                continue
            if reason := history.unsupplied(grounds.measures, spec, codes, grounds.bounds):
                held = grounds.leads(spec)
                yield Doubt("nought", codes[0], reason, cells_of(now, before), held, spec.name, held)


def _stale(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt where every figure of a place that there is for both years is last year's.

    Last year's is what this release prints of the year before, or what the one before it printed then: a
    row that was sent again has both its years wrong. One figure alone may well be what it was.
    """
    yearly = [spec for spec in grounds.counted() if (spec.against, spec.back) == ("12", 0)]
    columns = [(spec, grounds.column(spec)) for spec in yearly]
    for codes in grounds.column(grounds.first) if grounds.bounds.stale else ():
        found = [(spec, column[codes]) for spec, column in columns if codes in column]
        if reason := _kept(grounds, codes, found):
            cells = cells_of(*(now for _, (now, _) in found if isinstance(now, Figure)))
            yield Doubt("stale", codes[0], reason, cells, True, "", True)


def _kept(grounds: Grounds, codes: tuple[str, ...], found: Sequence[tuple[Measure, Pair]]) -> str:
    """Return why the figures *found* of a place are perhaps last year's, or nothing."""
    measures, enough = grounds.measures, grounds.bounds.stale
    if history.digits_kept(pair for _, pair in found) >= enough:
        return "every figure is the same as a year before"
    printed = ((now, history.first_printed(measures, spec, codes)) for spec, (now, _) in found)
    if measures.table.prior and history.digits_kept(printed) >= enough:
        return "every figure is what the release before printed for the year before"
    return ""


def _twice(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each table that has two rows of one place, which say the same."""
    for place, found in grounds.measures.table.twice.items():
        sheets: dict[str, list[Cell]] = {}
        for cells in found:
            sheets.setdefault(cells[0].sheet, []).extend(cells)
        for sheet, rows in sheets.items():
            where = " and ".join(cell.address for cell in rows[:2])
            said = f"it stands twice in {sheet} ({where}), with the same figures"
            yield Doubt("duplicate", place, said, tuple(dict.fromkeys(rows)), False)


def _every_revised(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each leading figure revised since it was first published."""
    for name in grounds.lead if grounds.measures.table.prior else ():
        for codes in grounds.column(grounds.measures.specs[name]):
            yield from _revised(grounds, name, codes)


def _revised(grounds: Grounds, name: str, codes: tuple[str, ...]) -> Iterator[Doubt]:
    """Yield a doubt where a leading figure was revised since it was first published: told, not held (A7)."""
    spec = grounds.measures.specs[name]
    first = history.revised(grounds.measures, spec, codes)
    before = grounds.measures.pair(spec, codes)[1]
    if isinstance(first, Figure) and isinstance(before, Figure):
        said = f"first published as {shown(first.value)}, is now {shown(before.value)}"
        reason = f"{name} a year before, {said}"
        yield Doubt("revised", codes[0], reason, cells_of(first, before), False, name)


def _left_out(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt where the leading figure of a region or nation may leave out places of its own."""
    for whole in grounds.wholes:
        yield from left_out(grounds, whole, [grounds.first])


def left_out(grounds: Grounds, whole: str, specs: Iterable[Measure]) -> Iterator[Doubt]:
    """Yield a doubt for each total of *specs* printed of a region or nation while a place has no figure.

    Of figures read on pages only a gap that was printed counts: nobody printed every row (rule A8). It is
    the less right where a place that has no figure had one before: then the change is not of the same places.
    """
    codes = grounds.wholes.get(whole, ())
    for spec in specs:
        column = grounds.column(spec)
        total = column[whole,][0] if (whole,) in column else None
        if not isinstance(total, Figure):
            continue
        table = all(cell.address for cell in total.cells())
        met = {code: column[code,] for code in codes if (code,) in column}
        gaps = {code: gap for code, (gap, _) in met.items() if isinstance(gap, Gap) and (gap.cell or table)}
        if gaps and 2 * len(gaps) < len(codes):
            names = ", ".join(grounds.name(code) for code in gaps)
            said = f"it may leave out {names}, of which there is no figure"
            reason = f"{called(spec)} of {grounds.name(whole)}: {said}"
            cells = cells_of(total, *gaps.values())
            had = any(isinstance(before := met[code][1], Figure) and before.value for code in gaps)
            yield Doubt("left out", whole, reason, cells, False, spec.name, had)


CHECKS: tuple[Check, ...] = (
    _every_few,
    _every_outlier,
    _rebased,
    agreement.fit,
    _unsupplied,
    agreement.within,
    agreement.wholes,
    agreement.parts,
    agreement.published_changes,
    earlier.changes,
    earlier.outliers,
    agreement.shares,
    _stale,
    _twice,
    _every_revised,
    _left_out,
)
"""What is asked of every place, in the order in which an editor reads it."""


def _out_of_time(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt where the release came out on no day that one of its period may be expected."""
    release, bounds = grounds.measures.table.release, grounds.bounds
    first, last = (release.period.prior(-int(months)).end for months in (bounds.earliest, bounds.latest))
    if not first <= release.published <= last:
        said = f"it came out on {release.published}, and a release of {release.period.key} is expected"
        yield Doubt("dates", "", f"{said} from {first} to {last}", (), True, "", True)


def _last_years(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt where most places have last year's leading figure: the table is perhaps last year's.

    Last year's is what this release prints of the year before, or what the one before it printed then: a
    table that was sent again under a new date has both its years wrong.
    """
    lead, bounds = grounds.first, grounds.bounds
    for before in (history.last_years, history.first_printed):
        pairs = ((now, before(grounds.measures, lead, codes)) for codes, now in _every_now(grounds))
        compared = [(now, then) for now, then in pairs if isinstance(then, Figure) and now.value >= 10]
        same = [now for now, then in compared if now.value == then.value]
        if not bounds.stale or 100 * len(same) <= bounds.stale_places * len(compared):
            continue
        if history.digits_kept((now, now) for now in same) >= bounds.stale:
            said = f"{len(same)} of {len(compared)} places have last year’s {called(lead)}"
            yield Doubt(
                "stale", "", f"{said}: is it last year’s table?", cells_of(*same), True, lead.name, True
            )
            return


def _every_now(grounds: Grounds) -> Iterator[tuple[tuple[str, ...], Figure]]:
    """Yield the leading figure of each place that gave one, with its code."""
    for place in grounds.measures.places:
        now = grounds.measures.pair(grounds.first, (place,))[0]
        if isinstance(now, Figure):
            yield (place,), now


def _strangers(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each code in the release that is no place we know."""
    met: dict[str, list[Figure | Gap]] = {}
    for (_, place, _), figure in grounds.measures.table.own().items():
        if grounds.names and place not in grounds.names:
            met.setdefault(place, []).append(figure)
    for place, figures in met.items():
        cells = cells_of(*figures)
        row = f", “{cells[0].row}”" if cells and cells[0].row else ""
        said = f"it has a row of {place}{row}, which is no place that we know"
        yield Doubt("unknown row", "", said, cells, False)


def small(grounds: Grounds) -> Mapping[str, frozenset[Subject]]:
    """Return what a sensitive pack may not print unseen, by place: each count under the floor.

    The leading count is weighed by itself, whether it is printed or not.
    """
    found: dict[str, set[Subject]] = {}
    for spec in grounds.counted() if grounds.bounds.sensitive else ():
        for codes, pair in grounds.column(spec).items() if spec is not grounds.first else ():
            few = [each for each in pair if isinstance(each, Figure) and each.value < grounds.bounds.floor]
            if few:
                found.setdefault(codes[0], set()).update(cell.subject for cell in cells_of(*few))
    return {place: frozenset(subjects) for place, subjects in found.items()}
