"""Telling: every story there is, written once for the tests that read finished copy."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from making import DATA

from storygen import Held, load_pack, open_edition
from storygen.briefing import house_of
from storygen.facts.geography import Geography, read_gazetteer
from storygen.newsroom import write
from storygen.profiles import load_style
from storygen.proving import proofs, set_proof
from storygen.rehearsal import opened
from storygen.releases import find_releases
from storygen.settings import read_settings
from storygen.writing.house import House
from storygen.writing.story import Story

PACKS = ("police-workforce", "use-of-force", "registered-offenders")
OLDEST = 2018
"""Releases older than this are behind the others, and have no stories of their own."""


class Finished(NamedTuple):
    """A story as its readers have it, and what they must know to read it."""

    house: House
    places: list[Geography]
    pars: list[str]
    names: list[str]
    which: str


def _finished(house: House, story: Story, which: str) -> Finished:
    places = [each.place for each in story.places]
    return Finished(house, places, [str(par) for par in story.pars], [par.name for par in story.pars], which)


@cache
def every_story(pack: str) -> tuple[Finished, ...]:
    """Return the stories of *pack*: of every release, and the newest in every style and length.

    They are of places alone and in patches.
    """
    return tuple(_stories(pack))


def _stories(name: str) -> Iterator[Finished]:
    pack = load_pack(name)
    releases = find_releases(pack)
    for release in releases:
        if release.period.end.year < OLDEST:
            continue
        edition = open_edition(pack, release.id)
        newest = release is releases[-1]
        for style in ("pa", "guardian") if newest else ("pa",):
            for length in ("story", "nib", "headline") if newest else ("story", "nib"):
                edition = edition.anew(load_style(style), length)
                house = house_of(pack, edition.gazetteer, edition.style, release, edition.day)
                patches = {edition.gazetteer.find(title.name)[0] for title in edition.gazetteer.titles}
                groups: list[tuple[Geography, ...]] = [(place,) for place in edition.gazetteer.places]
                groups += sorted((each for each in patches if len(each) > 1), key=str)
                for places in groups:
                    story = write(edition, places, without_held=True)
                    if not isinstance(story, Held):
                        yield _finished(house, story, f"{release.id} {style} {length} {story.slug}")


@cache
def every_proof(name: str) -> tuple[Finished, ...]:
    """Return the stories of the proofs of a pack: every angle there is."""
    pack, settings = load_pack(name), read_settings()
    gazetteer, table_of = read_gazetteer(DATA / "geographies", pack.unit), opened(pack, settings)
    found = []
    for proof in proofs(pack):
        story = set_proof(pack, proof, settings, table_of)
        if not isinstance(story, Held):
            day = proof.said.get("as_of", story.release.published)
            house = house_of(pack, gazetteer, load_style(story.style), story.release, day)
            found.append(_finished(house, story, proof.name))
    return tuple(found)
