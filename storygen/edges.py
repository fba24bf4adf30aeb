"""Edges: rows of figures that no real release may ever have, made of what a pack measures and weighs.

Nought, one, equal, tiny, huge, suppressed, missing, revised; up where its fellow is down; first and last,
alone and tied; and for every number that a rule turns on, a row beneath it, at it and above it. A `Sheet` is
a release in which each place is such a row, laid over a real release where there is one, since a row is
odd only beside ordinary ones. The numbers made here are figures for nobody: they go in as cells do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import chain, pairwise, permutations
from pathlib import Path

from storygen.draft import HIGHER, SIDES, Draft, Kept, aim, meet
from storygen.facts.geography import Gazetteer, Geography
from storygen.facts.measure import ENDS, Measure, Measures
from storygen.facts.period import Period, period_from_key
from storygen.facts.release import Release, release_from_data
from storygen.facts.table import Reading, Table
from storygen.pack import Pack
from storygen.writing.plan import LENGTHS
from storygen.writing.turning import Turn, Way, ways

Write = Callable[[Draft], None]
BRIEF = LENGTHS[:2]
"""Whole and in brief: a headline is the same alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One edge: why it is one, and what it writes over the figures of a place."""

    why: str
    write: Write
    twice: bool = False
    """Whether two places beside each other have it, so that their total has it too."""
    nation: Write | None = None
    """What it writes over the nation's figures; it has a sheet of its own then."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A release of edge rows, and the stories to be written from it, each with the row that it tries."""

    table: Table
    day: date
    stories: tuple[tuple[str, tuple[Geography, ...]], ...]
    lengths: tuple[str, ...]
    """The lengths that its stories are to be written at."""


class Ground:
    """What edge rows are laid over: a release's table, its measures and its places."""

    def __init__(self, pack: Pack, table: Table, gazetteer: Gazetteer) -> None:
        """Take the ground of *pack* from *table*."""
        self.pack, self.table, self.gazetteer = pack, table, gazetteer
        self.places = gazetteer.of_kind(pack.unit)
        self.measures = Measures(table, pack.measures, [place.code for place in self.places])

    def draft(self, code: str) -> Draft:
        """Return the figures of the place coded *code*, to be written over."""
        return Draft(self.measures, code)

    def read(self) -> list[Measure]:
        """Return the measures read from a table and not only kept; those like another first, to be outdone."""
        read = [spec for spec in self.pack.measures if spec.way == "read" and not spec.kept]
        return sorted(read, key=lambda spec: spec.source == spec.name)

    def sheet(
        self,
        drafts: Iterable[Draft],
        stories: Iterable[tuple[str, tuple[Geography, ...]]],
        *,
        day: date | None = None,
        lengths: tuple[str, ...] = LENGTHS[:1],
    ) -> Sheet:
        """Return the sheet that *drafts* make over this ground."""
        release = self.table.release
        readings = chain.from_iterable(map(_readings, drafts))
        table = Table(release, readings, self.pack.meaning, self.table)
        return Sheet(table, day or release.published, tuple(stories), lengths)


def _readings(draft: Draft) -> Iterator[Reading]:
    """Yield the cells of what *draft* writes."""
    for (measure, period), (value, mark) in draft.cells.items():
        yield Reading(
            measure, draft.code, period, value, mark, "edges", "A1", draft.code, f"{measure} {period}"
        )


def grounds(pack: Pack, tables: Sequence[Table], gazetteer: Gazetteer) -> list[Ground]:
    """Return a ground for each of *tables*, the fullest first; where there is none, some of our own making."""
    found = [Ground(pack, table, gazetteer) for table in tables] or list(_made(pack, gazetteer))
    return sorted(found, key=_fullness, reverse=True)  # which keeps the newest of equals first


def _fullness(ground: Ground) -> int:
    """Return how many places have both figures of what leads."""
    lead = ground.measures.specs[ground.pack.lead[0]]
    drafts = (ground.draft(place.code) for place in ground.places)
    return sum(None not in (draft.side(lead, "now"), draft.side(lead, "before")) for draft in drafts)


def _made(pack: Pack, gazetteer: Gazetteer) -> Iterator[Ground]:
    """Yield a ground of ordinary figures for a release of each name that a quote speaks of, or of any."""
    named = dict.fromkeys(name for quote in pack.quotes for name in quote.releases)
    for name in named or ("edges",):
        ground = Ground(pack, Table(_release(pack, name), (), pack.meaning, None), gazetteer)
        drafts = list(_ordinary(ground))
        table = Table(
            ground.table.release, chain.from_iterable(map(_readings, drafts)), pack.meaning, None
        )
        yield Ground(pack, table, gazetteer)


def _release(pack: Pack, name: str) -> Release:
    """Return a release for a pack that has none."""
    period = period_from_key(f"{pack.said_of_release['span']} 2021-03-31")
    about = {
        "id": name,
        "title": pack.said_of_release.get("title", pack.title),
        "publisher": pack.said_of_release.get("publisher", "the publisher"),
        "published": period.end + timedelta(days=200),
        "period": period.key,
    }
    return release_from_data(about, pack.name, Path("edges.toml"))


def sheets(ground: Ground) -> Iterator[Sheet]:
    """Yield the sheets of edge rows over *ground*: what is ordinary first, then each kind of edge."""
    yield from _grammar(ground)
    yield from _columns(ground)
    whole = [*_conditions(ground, rules_only=True), *_whole_rows(ground)]
    yield from _laid(ground, whole, BRIEF)
    rest = [*_conditions(ground, rules_only=False), *_boundaries(ground), *_rows(ground)]
    yield from _laid(ground, rest, LENGTHS[:1])
    yield from _national(ground, [row for row in [*whole, *rest, *_nations(ground)] if row.nation])


def in_year(ground: Ground) -> Iterator[Sheet]:
    """Yield ordinary figures over *ground*, once for each day from which another quote may be used."""
    drafts = list(_ordinary(ground))
    spoken_of = {code for quote in ground.pack.quotes for code in quote.places}
    few = [place for number, place in enumerate(ground.places) if number < 3 or place.code in spoken_of]
    for day in days(ground.pack, ground.table.release):
        stories = [(f"ordinary figures, told on {day}", (place,)) for place in few]
        stories.append((f"two places, told on {day}", ground.places[:2]))
        yield ground.sheet(drafts, stories, day=day)


def days(pack: Pack, release: Release) -> list[date]:
    """Return the day that *release* came out, and each day after it on which one of its quotes was said."""
    speak = [quote for quote in pack.quotes if not quote.releases or release.id in quote.releases]
    return sorted(
        {release.published, *(quote.said_on for quote in speak if quote.said_on > release.published)}
    )


# The rows.


def _laid(ground: Ground, rows: Iterable[Row], lengths: tuple[str, ...]) -> Iterator[Sheet]:
    """Yield sheets on which each of *rows* is a place, one after the other."""
    drafts: list[Draft] = []
    stories: list[tuple[str, tuple[Geography, ...]]] = []
    met: set[frozenset[object]] = set()
    left = list(ground.places)
    for row in rows:
        if row.nation is not None:
            continue
        if len(left) < 3:
            yield _full(ground, drafts, stories, left[-1], lengths)
            drafts, stories, left = [], [], list(ground.places)
        places = tuple(left.pop(0) for _ in range(1 + row.twice))
        for place in places:
            drafts.append(ground.draft(place.code))
            row.write(drafts[-1])
        cells = frozenset((row.twice, *drafts[-1].cells.items()))
        if cells not in met or row.twice:
            stories += [(row.why, (place,)) for place in places]
            stories += [(f"{row.why}, in two places", places)] if row.twice else []
        met.add(cells)
    if stories:
        yield _full(ground, drafts, stories, left[-1], lengths)


def _full(
    ground: Ground,
    drafts: list[Draft],
    stories: list[tuple[str, tuple[Geography, ...]]],
    spare: Geography,
    lengths: tuple[str, ...],
) -> Sheet:
    """Return a sheet that is full: its rows alone, two and more together, and each beside a *spare* place.

    Of the spare place what leads is not known for the year before, so nor is it of the two together.
    """
    drafts.append(ground.draft(spare.code))
    for spec in ground.read():
        drafts[-1].keep(spec, Decimal(10060), Decimal(10000))
    drafts[-1].keep(ground.measures.specs[ground.pack.lead[0]], None, "")
    alone = [(why, places[0]) for why, places in stories if len(places) == 1]
    beside = [(f"{why}, beside a place of no earlier figure", (place, spare)) for why, place in alone]
    mixed = [(f"{why}, beside another edge", (one, two)) for (why, one), (_, two) in pairwise(alone)]
    more = [*beside, *mixed] if len(lengths) > 1 else []
    return ground.sheet(drafts, [*stories, *_together(stories), *more], lengths=lengths)


def _together(
    stories: Sequence[tuple[str, tuple[Geography, ...]]],
) -> Iterator[tuple[str, tuple[Geography, ...]]]:
    """Yield stories of two to six places out of those told alone, one after the other."""
    alone = [places[0] for _, places in stories if len(places) == 1]
    start = 0
    while len(alone) - start > 1:
        size = 2 + start % 5
        yield "edge rows together", tuple(dict.fromkeys(alone[start : start + size]))
        start += size


def _whole_rows(ground: Ground) -> Iterator[Row]:
    """Yield rows in which every measure is at one edge together."""
    read = ground.read()
    for why, (now, before) in {**PAIRS, **LOST}.items():

        def write(draft: Draft, now: Kept = now, before: Kept = before) -> None:
            for spec in read:
                draft.keep(spec, now, before)

        yield Row(f"every measure: {why}", write, twice=True)
    lead = ground.measures.specs[ground.pack.lead[0]]
    for (one, first), (other, rest) in permutations({"up": 1, "level": 0, "down": -1}.items(), 2):

        def apart(draft: Draft, first: int = first, rest: int = rest) -> None:
            for spec in read:
                step = first if spec.name == lead.name else rest
                draft.keep(spec, Decimal(10000 + 60 * step), Decimal(10000))

        yield Row(f"{lead.name} {one}, the others {other}", apart, twice=True)
    for why, (now, before) in PAIRS.items():

        def alone(draft: Draft, now: Kept = now, before: Kept = before) -> None:
            for spec in read:
                draft.keep(spec, *((now, before) if spec.name == lead.name else ("", "")))

        yield Row(f"{lead.name}: {why}, and nothing else known", alone, twice=True)


PAIRS: dict[str, tuple[Kept, Kept]] = {
    "some, from nought": (Decimal(40), Decimal(0)),
    "nought, from nought": (Decimal(0), Decimal(0)),
    "nought, from some": (Decimal(0), Decimal(40)),
    "one, from two": (Decimal(1), Decimal(2)),
    "two, from one": (Decimal(2), Decimal(1)),
    "one, from nought": (Decimal(1), Decimal(0)),
    "one, from one": (Decimal(1), Decimal(1)),
    "tiny, and up": (Decimal(14), Decimal(13)),
    "tiny, and down": (Decimal(13), Decimal(14)),
    "tiny, and equal": (Decimal(7), Decimal(7)),
    "across ten, up": (Decimal(12), Decimal(9)),
    "across ten, down": (Decimal(9), Decimal(12)),
    "equal": (Decimal(640), Decimal(640)),
    "up by little": (Decimal(10020), Decimal(10000)),
    "down by little": (Decimal(9980), Decimal(10000)),
    "up by a tenth": (Decimal(1100), Decimal(1000)),
    "down by a tenth": (Decimal(900), Decimal(1000)),
    "doubled": (Decimal(2000), Decimal(1000)),
    "tripled and more": (Decimal(3100), Decimal(1000)),
    "halved": (Decimal(500), Decimal(1000)),
    "a third": (Decimal(330), Decimal(1000)),
    "huge, and up": (Decimal(98765432), Decimal(87654321)),
    "huge, and down": (Decimal(87654321), Decimal(98765432)),
}
"""Figures now and before."""
LOST: dict[str, tuple[Kept, Kept]] = {
    "suppressed": ("c", None),
    "suppressed before": (None, "c"),
    "missing": ("", None),
    "missing before": (None, ""),
    "not available": ("..", None),
    "not applicable before": (None, "z"),
    "a mark nobody knows": ("?!", None),
    "seen only rounded": ("about 640", None),
    "at least so many": ("at least 640", None),
}
"""Marks where a figure should be; None leaves what is there."""
FEWER = (
    *("nought, from some", "some, from nought", "one, from two", "equal", "tripled and more", "a third"),
    *("suppressed", "missing", "missing before", "seen only rounded"),
)
"""Those that each measure is tried at alone which does not lead."""


def _rows(ground: Ground) -> Iterator[Row]:
    """Yield rows in which one measure is at an edge and the others are as they were."""
    for spec in ground.read():
        leads = spec.name in ground.pack.lead
        for why, (now, before) in {**PAIRS, **LOST}.items():
            if leads or why in FEWER:
                yield Row(f"{spec.name}: {why}", partial(_keep, spec=spec, now=now, before=before))
        yield Row(f"{spec.name}: revised", partial(_revised, spec=spec))


def _keep(draft: Draft, *, spec: Measure, now: Kept, before: Kept) -> None:
    """Write both figures of *spec*."""
    draft.keep(spec, now, before)


def _revised(draft: Draft, *, spec: Measure) -> None:
    """Write another figure before than the releases before print."""
    if (before := draft.side(spec, "before")) is not None:
        draft.keep(spec, None, before + 3)


def _conditions(ground: Ground, *, rules_only: bool) -> Iterator[Row]:
    """Yield a row for each way in which a condition of the pack can hold."""
    for where, way in _every_way(ground.pack, rules_only=rules_only):
        yield _row(f"{where} just holds", way, way, twice=rules_only)


def _boundaries(ground: Ground) -> Iterator[Row]:
    """Yield rows beneath, at and above every number that a condition turns on, the rest of it holding."""
    met: set[Turn] = set()
    for where, way in chain(
        _every_way(ground.pack, rules_only=True), _every_way(ground.pack, rules_only=False)
    ):
        for turn in way:
            if turn in met or turn.left.path[-1] not in SIDES:
                continue
            met.add(turn)
            for off, said in ((-1, "just under"), (0, "at"), (1, "just over")):
                there = turn.right.number if not turn.right.path else ".".join(turn.right.path)
                why = f"{where}: {'.'.join(turn.left.path)} {said} {there}"
                yield _row(why, (*(each for each in way if each != turn),), (turn,), off)


def _row(why: str, way: Way, last: Way, off: int | None = None, *, twice: bool = False) -> Row:
    """Return the row in which *way* holds and the turns of *last* are met, *off* by a step where that is said."""

    def write(draft: Draft, nation: bool = False) -> None:
        for turn in (*way, *way):
            if (turn.left.path[0] == "nation") == nation:
                meet(draft, turn)
        for turn in last:
            if (turn.left.path[0] == "nation") == nation and off is not None:
                aim(draft, turn, off)

    national = any(turn.left.path[0] == "nation" and turn.left.path[-1] in SIDES for turn in (*way, *last))
    return Row(why, write, twice, partial(write, nation=True) if national else None)


def _every_way(pack: Pack, *, rules_only: bool) -> Iterator[tuple[str, Way]]:
    """Yield each way in which a rule, or else a par's condition, can hold, with where it stands."""
    if rules_only:
        for number, rule in enumerate(pack.rules, 1):
            yield from ((f"angle {number} ({rule.angle})", way) for way in ways(pack.language, rule.when))
        return
    for slot in pack.slots:
        for name, text in (("runs_if", slot.runs_if), ("ask_if", slot.ask_if)):
            if text:
                yield from ((f"par {slot.par}, {name}", way) for way in ways(pack.language, text))


# The sheets that are more than rows.


def _grammar(ground: Ground) -> Iterator[Sheet]:
    """Yield ordinary figures for each place alone, regions, the nation, and one to six places together."""
    gazetteer = ground.gazetteer
    every = [*ground.places, *gazetteer.of_kind("region"), *gazetteer.of_kind("nation")]
    stories: list[tuple[str, tuple[Geography, ...]]]
    stories = [(f"ordinary figures {place.located}", (place,)) for place in every]
    alike = [place for place in ground.places if place.located.startswith("on ")]
    apart = [place for place in ground.places if not place.located.startswith("on ")]
    mixed = [place for pair in zip(alike, apart, strict=False) for place in pair]
    for places in (mixed, mixed[1:], alike, apart, apart[::-1], apart[::7]):
        for size in range(2, HIGHER + 1):
            stories.append((f"{size} places", tuple(places[:size])))
    some = [story for story in stories if story[1]]
    yield ground.sheet(_ordinary(ground), some, lengths=LENGTHS)


def _ordinary(ground: Ground) -> Iterator[Draft]:
    """Yield figures for every place and the nation in which nothing stands out, over some years."""
    codes = [*(place.code for place in ground.places), ground.pack.nation]
    part = {spec.parts[0] for spec in ground.pack.measures if spec.way == "share"}
    for number, code in enumerate(codes):
        draft = ground.draft(code)
        size = Decimal(400 + 30 * number) * (1 if code != ground.pack.nation else 60)
        for spec in ground.read():
            now = size * (Decimal("0.4") if spec.name in part else 1)
            if spec.unit in ("rate", "per cent"):
                now = Decimal(60) + number % 30
            for back, period in enumerate(_periods(ground, spec)):
                draft.put(spec, period, now - back * (now / 25 if number % 3 else -now / 25))
        yield draft


def _periods(ground: Ground, spec: Measure) -> list[Period]:
    """Return the periods of which *spec* is asked: now, what it is set against, and what makes a series."""
    now = ground.measures.period(spec)
    if spec.against in ENDS:
        return [now, now.prior(), now.prior(24), now.prior(36)]
    return [now, ground.measures.against(spec, ())]


def _columns(ground: Ground) -> Iterator[Sheet]:
    """Yield sheets on which the places stand in an order: alone at its ends, tied there, nearly all one way."""
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
        ends = (ground.places[0], ground.places[1], ground.places[-2], ground.places[-1])
        why = f"{why}, beside a place of no earlier figure"
        yield ground.sheet(drafts, [(why, (place, spare)) for place in ends], lengths=BRIEF)


def _nations(ground: Ground) -> Iterator[Row]:
    """Yield rows in which the nation's figures are at an edge."""
    read = ground.read()
    for why, (now, before) in {**PAIRS, **LOST}.items():

        def write(draft: Draft, now: Kept = now, before: Kept = before) -> None:
            for spec in read:
                draft.keep(spec, now, before)

        yield Row(f"the nation: {why}", lambda _draft: None, nation=write)


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
