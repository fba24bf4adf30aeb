"""Ranking: whether a place, or a kind, stands among all the others as copy says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from storygen.facts.measure import Measure
from storygen.reading.asked import Answer, Asked
from storygen.reading.lexicon import DOWN, HIGHEST, UP
from storygen.reading.numerals import Number
from storygen.reading.sums import Sums
from storygen.reading.telling import in_units, named, shown


def _rank(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a place has that place among all, from that end, alone."""
    wanted = in_units(asked, number).value
    if len(codes) != 1 or codes[0] not in sums.places:
        return None
    relative = asked.way in (UP, DOWN)
    ranked = sums.once(
        ("ranked", measure.name, asked.now, asked.before, relative),
        lambda: _ranked(asked, measure, sums, relative),
    )
    if len(ranked) < len(sums.places):
        return None
    own, up = ranked[codes[0]], asked.way in (UP, HIGHEST)
    if asked.hedge == "least":  # "the smallest rise": of those that rose
        ranked, up = {code: each for code, each in ranked.items() if (each > 0) == up and each}, not up
    ahead = sum(1 for each in ranked.values() if (each > own if up else each < own))
    tied = sum(1 for each in ranked.values() if each == own) - 1
    if relative and (own > 0) != (asked.way == UP):
        return f"{named(measure)} went the other way"
    told = f"{named(measure)} is number {ahead + 1} of {len(ranked)}" + (
        f", with {tied} more" if tied else ""
    )
    fair = ahead + 1 == wanted and bool(tied) == ("joint" in asked.words)
    return "" if fair != asked.negated else told


def _ranked(asked: Asked, measure: Measure, sums: Sums, relative: bool) -> dict[str, Decimal]:
    """Return what every place is ranked by: its change, as a share of what there was, or its figure."""
    if relative:
        pairs = sums.changes(measure, asked.now or sums.brief.period.end, asked.before)
        return {code: (new - old) / old for code, (new, old) in pairs.items() if old}
    found = {code: sums.value(measure, (code,), sums.brief.period.end) for code in sums.places}
    return {code: value.number for code, value in found.items() if value}


def _tally(asked: Asked, number: Number | None, measure: Measure, _: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether so many places went that way."""
    pairs = sums.changes(measure, asked.now or sums.brief.period.end, asked.before)
    if not pairs or asked.way not in (UP, DOWN):
        return None
    rose = asked.way == UP
    exact = sums.once(
        ("tally", measure.name, asked.now, asked.before, rose),
        lambda: sum(1 for new, old in pairs.values() if (new > old if rose else new < old)),
    )
    fair = exact == in_units(asked, number).value and not asked.hedge
    return "" if fair else f"{exact} of {len(pairs)} places went {asked.way}"


def _among(asked: Asked, number: Number | None, measure: Measure, _: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether so many places are counted at all."""
    del measure
    exact = len(sums.places)
    return "" if exact == in_units(asked, number).value and not asked.hedge else f"there are {exact}"


def _one(asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a story's place is one of some: it is never two."""
    del measure, codes, sums
    return "" if in_units(asked, number).value == 1 else "a place is one of them"


def _commonest(
    asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether there is more (or less) of this than of any other of its kind."""
    when = asked.before
    kinds = sums.once(
        ("kinds", asked.words, when),
        lambda: [
            (each, sums.column(each, when))
            for each in sums.brief.measures.values()
            if each.kind == asked.words
        ],
    )
    every = [column.get(codes) or sums.value(each, codes, when) for each, column in kinds]
    own, known = sums.value(measure, codes, when), [value.number for value in every if value]
    if own is None or len(known) < len(every) or measure.kind != asked.words:
        return None
    best = max(known) if asked.way == HIGHEST else min(known)
    if own.number == best:
        return ""
    most = kinds[known.index(best)][0]
    return f"{named(most)} is, at {shown(best)}"


RANKINGS: Mapping[str, Callable[[Asked, Number | None, Measure, tuple[str, ...], Sums], Answer]] = {
    "rank": _rank,
    "tally": _tally,
    "among": _among,
    "commonest": _commonest,
    "one": _one,
}
"""How each kind of thing that is said of many figures is asked."""
