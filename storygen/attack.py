"""Attack: errors planted in true copy, one at a time, to see who notices.

The stories are the line's own: every release of a pack, style, length and number of places, drawn by a
seed, so that the same seed plants the same errors. The reader is an argument. It is asked twice of each
story, as it is and with one thing made false: it catches an error if it then says what it did not say
before, and accuses falsely if it says anything of the true story.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from storygen.edition import Edition, find_releases, open_edition
from storygen.errors import UsageError
from storygen.facts.geography import Geography
from storygen.newsroom import MOST_PLACES, Overrule, write
from storygen.pack import load_pack, styles
from storygen.planting.ground import Ground, Planted
from storygen.planting.kinds import KINDS
from storygen.settings import Settings, read_settings
from storygen.writing.flag import Flag
from storygen.writing.plan import LENGTHS
from storygen.writing.story import Story

Read = Callable[[Edition, str, Sequence[Geography]], Sequence[Flag]]
"""Who reads plain copy, pars parted by blank lines, of these places of an edition."""

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


class Reading(NamedTuple):
    """What the reader said of a true story: nothing, if it is right."""

    told: Told
    flags: tuple[Flag, ...]


class Attempt(NamedTuple):
    """An error planted in a true story, and what the reader said that it had not said before."""

    told: Told
    number: int
    """The how-manyeth of its pack, from 1."""
    planted: Planted
    flags: tuple[Flag, ...]

    @property
    def caught(self) -> bool:
        """Return whether the reader noticed."""
        return bool(self.flags)

    @property
    def stopped(self) -> bool:
        """Return whether it would keep the story from being filed."""
        return any(flag.stop for flag in self.flags)

    def as_data(self) -> dict[str, object]:
        """Return the attempt as plain data."""
        planted = self.planted
        return {
            "id": f"{self.told.pack}-{self.number}",
            **self.told._asdict(),
            "kind": planted.kind,
            "how": planted.how,
            "par": planted.name,
            "old": planted.old,
            "new": planted.new,
            "before": planted.pars[planted.par],
            "text": planted.after(planted.par),
            "caught": self.caught,
            "stopped": self.stopped,
            "flags": [flag.as_data() for flag in self.flags],
        }


def attack(
    names: Sequence[str],
    read: Read,
    *,
    n: int = 1000,
    seed: int = 1,
    kinds: Sequence[str] = (),
    settings: Settings | None = None,
) -> Iterator[Reading | Attempt]:
    """Yield what came of *n* errors planted in stories of each pack of *names*, and of each true story read.

    :raises StorygenError: a pack, a kind or a release is not one there is.
    """
    if strange := set(kinds) - set(KINDS):
        fault = "no such kind of error"
        raise UsageError(f"“{', '.join(sorted(strange))}”", fault, f"Use {', '.join(KINDS)}")
    for name in names:
        yield from _attacked(name, read, n, random.Random(f"{seed} {name}"), kinds or tuple(KINDS), settings)


def _attacked(
    name: str, read: Read, n: int, chance: random.Random, kinds: Sequence[str], settings: Settings | None
) -> Iterator[Reading | Attempt]:
    """Yield what came of *n* errors planted in stories of one pack."""
    known: dict[Told, set[tuple[str, str, str]]] = {}
    so_far: Counter[str] = Counter()
    idle = 0
    for told, ground in stories(name, chance, settings):
        if told not in known:
            flags = tuple(read(ground.edition, ground.copy, ground.places))
            known[told] = set(map(_said, flags))
            yield Reading(told, flags)
        planted = chosen(ground, kinds, so_far, chance)
        idle = 0 if planted else idle + 1
        if planted:
            so_far[planted.kind] += 1
            flags = tuple(read(ground.edition, planted.copy, ground.places))
            new = tuple(flag for flag in flags if _said(flag) not in known[told])
            yield Attempt(told, so_far.total(), planted, new)
        if so_far.total() >= n or idle >= PATIENCE:
            return


def _said(flag: Flag) -> tuple[str, str, str]:
    """Return what tells one flag from another."""
    return flag.check, flag.par, flag.message


def chosen(
    ground: Ground, kinds: Sequence[str], so_far: Mapping[str, int], chance: random.Random
) -> Planted | None:
    """Return one error for a story: of the rarest kind *so_far* that it gives a chance for, in any of its pars.

    Every par with a chance is as likely, so that long pars do not crowd out the headline; so is each variation.
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
        for before, release in zip(releases, releases[1:], strict=False)
        for style in styles(settings)
        for length in LENGTHS
    ]
    opened: dict[tuple[str, str, str], Edition] = {}

    def edition(release: str, style: str, length: str) -> Edition:
        key = release, style, length
        if key not in opened:
            opened[key] = open_edition(pack, release, style=style, length=length, settings=settings)
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
    """Return the places of a story: mostly one; else a newspaper's patch, two to four, a region or a nation."""
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
