"""Sheets: releases in which each place is an edge row, and the stories to be written of them.

Beside the rows laid one after the other: each grammar of place, one to six places together, whole columns
with a first and a last, alone or tied, and the nation at each edge. The numbers made here are figures for
nobody: they go in as cells do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from storygen.edges.draft import Draft
from storygen.edges.ground import Ground, Sheet, Tried, ordinary
from storygen.edges.rows import Row, boundaries, conditions, nations, rows, whole_rows
from storygen.facts.geography import Geography
from storygen.writing.plan import LENGTHS

MOST = 6
"""As many places as one story is ever asked for."""
BRIEF = LENGTHS[:2]
"""Whole and in brief: a headline is the same alone."""


def sheets(ground: Ground) -> Iterator[Sheet]:
    """Yield the sheets of edge rows over *ground*: what is ordinary first, then each kind of edge."""
    if not ground.places:
        return
    yield from _grammar(ground)
    yield from _columns(ground)
    whole = [*conditions(ground, rules_only=True), *whole_rows(ground)]
    yield from _laid(ground, whole, BRIEF)
    rest = [*conditions(ground, rules_only=False), *boundaries(ground), *rows(ground)]
    yield from _laid(ground, rest, LENGTHS[:1])
    yield from _national(ground, [row for row in [*whole, *rest, *nations(ground)] if row.nation])


def _laid(ground: Ground, rows: Iterable[Row], lengths: tuple[str, ...]) -> Iterator[Sheet]:
    """Yield sheets on which each of *rows* is a place, one after the other."""
    drafts: list[Draft] = []
    stories: list[Tried] = []
    met: set[frozenset[object]] = set()
    left = list(ground.places)
    for row in rows:
        if row.nation is not None:
            continue
        if len(left) < 3 and stories:
            yield _full(ground, drafts, stories, left[-1:], lengths)
            drafts, stories, left = [], [], list(ground.places)
        places = tuple(left[: 1 + row.twice])
        left = left[len(places) :]
        for place in places:
            drafts.append(ground.draft(place.code))
            row.write(drafts[-1])
        cells = frozenset((row.twice, *drafts[-1].cells.items()))
        if cells not in met or row.twice:
            stories += [(row.why, (place,)) for place in places]
            stories += [(f"{row.why}, in two places", places)] if row.twice else []
        met.add(cells)
    if stories:
        yield _full(ground, drafts, stories, left[-1:], lengths)


def _full(
    ground: Ground,
    drafts: list[Draft],
    stories: list[Tried],
    spare: Sequence[Geography],
    lengths: tuple[str, ...],
) -> Sheet:
    """Return a sheet that is full: its rows alone, two and more together, and each beside the *spare* place.

    Of the spare place what leads is not known for the year before, so nor is it of the two together.
    """
    for place in spare:
        drafts.append(ground.draft(place.code))
        for spec in ground.read():
            drafts[-1].keep(spec, Decimal(10060), Decimal(10000))
        drafts[-1].keep(ground.measures.specs[ground.pack.lead[0]], None, "")
    alone = [(why, places[0]) for why, places in stories if len(places) == 1]
    beside = [(f"{why}, beside a place of no earlier figure", (place, *spare)) for why, place in alone]
    mixed = [(f"{why}, beside another edge", (one, two)) for (why, one), (_, two) in pairwise(alone)]
    more = [*beside, *mixed] if len(lengths) > 1 else []
    return ground.sheet(drafts, [*stories, *_together(stories), *more], lengths=lengths)


def _together(stories: Sequence[Tried]) -> Iterator[Tried]:
    """Yield stories of two to six places out of those told alone, one after the other."""
    alone = [places[0] for _, places in stories if len(places) == 1]
    start = 0
    while len(alone) - start > 1:
        size = 2 + start % 5
        yield "edge rows together", tuple(dict.fromkeys(alone[start : start + size]))
        start += size


def _grammar(ground: Ground) -> Iterator[Sheet]:
    """Yield ordinary figures for each place alone, regions, the nation, and one to six places together."""
    gazetteer = ground.gazetteer
    every = [*ground.places, *gazetteer.of_kind("region"), *gazetteer.of_kind("nation")]
    stories: list[Tried]
    stories = [(f"ordinary figures {place.located}", (place,)) for place in every]
    alike = [place for place in ground.places if place.located.startswith("on ")]
    apart = [place for place in ground.places if not place.located.startswith("on ")]
    mixed = [place for pair in zip(alike, apart, strict=False) for place in pair]
    for places in (mixed, mixed[1:], alike, apart, apart[::-1], apart[::7]):
        for size in range(2, MOST + 1):
            stories.append((f"{size} places", tuple(places[:size])))
    yield ground.sheet(ordinary(ground), stories, lengths=LENGTHS)


def _columns(ground: Ground) -> Iterator[Sheet]:
    """Yield sheets on which the places stand in an order: alone or tied at its ends, nearly all one way."""
    many = len(ground.places)
    orders: dict[str, list[int]] = {
        "nearly all rose": [number - 3 if number < 3 else number for number in range(many)],
        "nearly all fell": [3 - number if number < 3 else -number for number in range(many)],
        "ties for first and last": [max(2, min(number, many - 3)) - many // 2 for number in range(many)],
        "all alike": [0] * many,
    }
    for why, order in orders.items():
        drafts = []
        for place, step in zip(ground.places, order, strict=True):
            drafts.append(ground.draft(place.code))
            for spec in ground.read():
                drafts[-1].keep(spec, Decimal(10000 + 30 * step), Decimal(10000))
        stories = [(f"the whole column: {why}", (place,)) for place in ground.places]
        yield ground.sheet(drafts, [*stories, *_together(stories[:8])], lengths=BRIEF)
        spare = ground.places[many // 2]
        drafts[many // 2].keep(ground.measures.specs[ground.pack.lead[0]], None, "")
        ends = (*ground.places[:2], *ground.places[-2:])
        why = f"{why}, beside a place of no earlier figure"
        yield ground.sheet(drafts, [(why, (place, spare)) for place in ends], lengths=BRIEF)


def _national(ground: Ground, rows: Iterable[Row]) -> Iterator[Sheet]:
    """Yield a sheet for each of *rows* that is the nation's, told of a few places."""
    few = ground.places[:3]
    nation = [place for place in ground.gazetteer.of_kind("nation") if place.code == ground.pack.nation]
    for row in rows:
        drafts = [ground.draft(place.code) for place in few]
        for draft in drafts[1:]:
            row.write(draft)
        drafts.append(ground.draft(ground.pack.nation))
        if row.nation:
            row.nation(drafts[-1])
        told = [*((place,) for place in few), few[:2], few[1:], *((place,) for place in nation)]
        yield ground.sheet(drafts, [(row.why, places) for places in told])
