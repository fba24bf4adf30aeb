"""Drawing: true stories of a pack, drawn by chance, and one error for each.

The stories are the line's own, of every release, style, length and number of places. The chance is an
argument that starts from a seed, so the same seed draws the same stories and errors.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from storygen.edition import Edition, open_edition
from storygen.facts.geography import MOST_PLACES, Geography
from storygen.newsroom import write
from storygen.pack import load_pack
from storygen.planting.ground import Ground
from storygen.planting.kinds import KINDS
from storygen.planting.planted import Planted
from storygen.profiles import load_style, styles
from storygen.releases import find_releases
from storygen.settings import Settings, read_settings
from storygen.writing.ednote import Overrule
from storygen.writing.plan import LENGTHS
from storygen.writing.story import Story

SINCE = date(2018, 9, 1)
"""Releases of periods before this have too few places with figures to draw stories from."""
OVERRULE = Overrule("it is read as an attack", "the attack")
PATIENCE = 400
"""After so many stories on end without a chance for an error, there is none."""


class Told(NamedTuple):
    """Which true story was read, and how it was set."""

    pack: str
    release: str
    style: str
    length: str
    slug: str
    places: tuple[str, ...]
    """Their codes."""


def stories(
    name: str, chance: random.Random, settings: Settings | None = None
) -> Iterator[tuple[Told, Ground]]:
    """Yield stories of the pack called *name*, drawn by *chance*, without end while there are any.

    What is held is passed over; what is only in doubt is overruled, as an editor may.
    """
    settings = settings or read_settings()
    pack = load_pack(name, settings)
    releases = [None, *(each.id for each in find_releases(pack, settings) if each.period.end >= SINCE)]
    settings_of = [
        (before, release, style, length)
        for before, release in pairwise(releases)
        for style in styles(settings)
        for length in LENGTHS
    ]
    opened: dict[tuple[str, str, str], Edition] = {}

    def edition(release: str, style: str, length: str) -> Edition:
        key = release, style, length
        if key not in opened:
            like = next((each for (of, *_), each in opened.items() if of == release), None)
            opened[key] = (
                like.anew(load_style(style, settings), length)
                if like
                else open_edition(pack, release, style=style, length=length, settings=settings)
            )
        return opened[key]

    idle = 0
    while settings_of and idle < PATIENCE:
        before, release, style, length = chance.choice(settings_of)
        assert release is not None
        current = edition(release, style, length)
        places = _drawn(current, chance)
        story = _written(current, places)
        idle = 0 if story else idle + 1
        if story:
            earlier = _written(edition(before, style, length), places) if before else None
            codes = tuple(each.place.code for each in story.places)
            yield Told(name, release, style, length, story.slug, codes), Ground(current, story, earlier)


def _written(edition: Edition, places: Sequence[Geography]) -> Story | None:
    """Return the story of *places*, or None where it is held."""
    story = write(edition, places, without_held=True, overrule=OVERRULE)
    return story if isinstance(story, Story) else None


def _drawn(edition: Edition, chance: random.Random) -> tuple[Geography, ...]:
    """Return the places of a story: mostly one; else a patch, two to four of them, a region or a nation."""
    gazetteer, way = edition.gazetteer, chance.randrange(100)
    if way < 40:
        return (chance.choice(edition.places()),)
    if way < 55 and gazetteer.titles:
        return gazetteer.find(f"title:{chance.choice(gazetteer.titles).name}")[0][:MOST_PLACES]
    if way < 70 and (regions := gazetteer.of_kind("region")):
        return (chance.choice(regions),)
    if way < 75 and (nations := gazetteer.of_kind("nation")):
        return (chance.choice(nations),)
    return tuple(chance.sample(edition.places(), chance.randint(2, 4)))


def chosen(
    ground: Ground, kinds: Sequence[str], so_far: Mapping[str, int], chance: random.Random
) -> Planted | None:
    """Return one error for a story: of the rarest kind *so_far* that it gives a chance for.

    Every par with a chance is as likely, so that long pars do not crowd out the headline; so is every
    variation.
    """
    order = sorted(kinds, key=lambda kind: (so_far.get(kind, 0), chance.random()))
    for kind in order:
        by_par: defaultdict[int, defaultdict[str, list[Planted]]] = defaultdict(lambda: defaultdict(list))
        for each in KINDS[kind](ground):
            by_par[each.par][each.how].append(each)
        if by_par:
            by_how = by_par[chance.choice(sorted(by_par))]
            return chance.choice(by_how[chance.choice(sorted(by_how))])
    return None
