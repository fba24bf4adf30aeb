"""Briefing: what a pack, its release and a style tell the sub before he reads a word."""

from __future__ import annotations

from datetime import date

from storygen.facts.geography import Gazetteer
from storygen.facts.release import Release
from storygen.pack import Pack
from storygen.writing.conduct import known_names
from storygen.writing.house import House
from storygen.writing.mentions import typed
from storygen.writing.style import Style


def brief(pack: Pack, gazetteer: Gazetteer, style: Style, release: Release, day: date) -> House:
    """Return what the sub must know of *pack*'s copy, in *style*, of *release*, to be published on *day*.

    The names that may stand are those of the gazetteer, of the publisher, of the pack's quotes and of the
    words of its own templates.
    """
    texts = [release.publisher, release.title, pack.title, pack.about]
    texts += [name for place in gazetteer.places for name in place.names()]
    texts += [title.name for title in gazetteer.titles]
    for quote in pack.quotes:
        texts += [quote.speaker, quote.role, quote.words, quote.reported]
    texts += [words for sheet in pack.sheets.values() for words in typed(sheet)]
    places = {name for place in gazetteer.places for name in (place.name, place.prose, place.force)}
    return House(
        style=style,
        release=release.id,
        day=day,
        publisher=release.publisher,
        quotes=pack.quotes,
        never=pack.never,
        nouns=tuple(dict.fromkeys(measure.noun for measure in pack.measures if measure.noun)),
        names=known_names(texts),
        places=tuple(sorted({name.removeprefix("the ") for name in places if name})),
        sensitive=pack.bounds.sensitive,
    )
