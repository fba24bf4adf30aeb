"""Ground: what edge rows are laid over, and the ordinary figures that make one.

A row is odd only beside ordinary ones, so it is laid over a real release where there is one, and over
figures of our own making where a pack has none yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path

from storygen.edges.draft import Draft
from storygen.facts.geography import Gazetteer, Geography
from storygen.facts.measure import ENDS, Measure, Measures
from storygen.facts.period import Period, period_from_key
from storygen.facts.release import Release, release_from_data
from storygen.facts.table import Reading, Table
from storygen.pack import Pack
from storygen.writing.plan import LENGTHS

Tried = tuple[str, tuple[Geography, ...]]
"""A story to be written: the row that it tries, and its places."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A release of edge rows, and the stories to be written from it, each with the row that it tries."""

    table: Table
    day: date
    stories: tuple[Tried, ...]
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
        """Return the measures that are read and not only kept; those like another first, to be outdone."""
        read = [spec for spec in self.pack.measures if spec.way == "read" and not spec.kept]
        return sorted(read, key=lambda spec: spec.source == spec.name)

    def sheet(
        self,
        drafts: Iterable[Draft],
        stories: Iterable[Tried],
        *,
        day: date | None = None,
        lengths: tuple[str, ...] = LENGTHS[:1],
    ) -> Sheet:
        """Return the sheet that *drafts* make over this ground."""
        release = self.table.release
        readings = chain.from_iterable(map(_readings, drafts))
        table = Table(release, readings, self.pack.meaning, self.table)
        told = ((why, tuple(dict.fromkeys(places))) for why, places in stories if places)
        return Sheet(table, day or release.published, tuple(told), lengths)


def _readings(draft: Draft) -> Iterator[Reading]:
    """Yield the cells of what *draft* writes."""
    for (measure, period), (value, mark) in draft.cells.items():
        yield Reading(
            measure, draft.code, period, value, mark, "edges", "A1", draft.code, f"{measure} {period}"
        )


def grounds(pack: Pack, tables: Sequence[Table], gazetteer: Gazetteer) -> list[Ground]:
    """Return a ground for each of *tables*, the fullest first; without any, some of our own making."""
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
        drafts = list(ordinary(ground))
        table = Table(ground.table.release, chain.from_iterable(map(_readings, drafts)), pack.meaning, None)
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


def ordinary(ground: Ground) -> Iterator[Draft]:
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


def in_year(ground: Ground) -> Iterator[Sheet]:
    """Yield ordinary figures over *ground*, once for each day from which another quote may be used.

    Only where a file of the pack names the release: otherwise one is as good as another.
    """
    if not _named(ground.pack, ground.table.release.id):
        return
    drafts = list(ordinary(ground))
    spoken_of = {code for quote in ground.pack.quotes for code in quote.places}
    few = [place for number, place in enumerate(ground.places) if number < 3 or place.code in spoken_of]
    for day in days(ground.pack, ground.table.release):
        stories: list[Tried] = [(f"ordinary figures, told on {day}", (place,)) for place in few]
        stories.append((f"two places, told on {day}", ground.places[:2]))
        yield ground.sheet(drafts, stories, day=day)


def _named(pack: Pack, release: str) -> bool:
    """Return whether a file of *pack* has the name of *release* in it."""
    files = [*pack.folder.glob("*.toml"), *pack.folder.glob("*.j2")]
    return any(release in file.read_text(encoding="utf-8-sig") for file in files)


def days(pack: Pack, release: Release) -> list[date]:
    """Return the day that *release* came out, and each day after it on which one of its quotes was said."""
    speak = [quote for quote in pack.quotes if not quote.releases or release.id in quote.releases]
    return sorted(
        {release.published, *(quote.said_on for quote in speak if quote.said_on > release.published)}
    )
