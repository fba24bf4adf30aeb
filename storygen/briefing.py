"""Briefing: what a pack, its release and a style tell the second reader and the sub beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from storygen.facts.geography import Gazetteer
from storygen.facts.measure import Measures
from storygen.facts.release import Release
from storygen.pack import Pack
from storygen.reading.brief import Brief, Frame, Known
from storygen.writing.conduct import known_names
from storygen.writing.house import House
from storygen.writing.mentions import typed
from storygen.writing.quotes import Quote
from storygen.writing.style import Style


def house_of(pack: Pack, gazetteer: Gazetteer, style: Style, release: Release, day: date) -> House:
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


def brief_of(pack: Pack, measures: Measures, gazetteer: Gazetteer, day: date) -> Brief:
    """Return what the second reader must know of a pack and a release."""
    release = measures.table.release
    whole, filled = pack.standing
    return Brief(
        measures=measures.specs,
        lead=measures.specs[pack.lead[0]],
        gazetteer=gazetteer,
        nation=pack.nation,
        period=release.period,
        publisher=release.publisher,
        published=release.published,
        day=day,
        little=pack.bounds.little,
        strengths=tuple(_strengths(pack)),
        known=(*map(Known, whole), *_statements(pack, release.id, day)),
        frames=tuple(Frame(*each) for each in filled),
        names=tuple({name for quote in pack.quotes for name in (quote.speaker, quote.role) if name}),
    )


def _strengths(pack: Pack) -> Iterator[tuple[str, Decimal, Decimal | None]]:
    """Yield the words for changes of a size, each with the least and most it stands for, in per cent."""
    for number, each in enumerate(pack.strengths):
        most = pack.strengths[number + 1].least if number + 1 < len(pack.strengths) else None
        yield from ((words, each.least, most) for words in (each.up, each.down))


def _statements(pack: Pack, release: str, day: date) -> Iterator[Known]:
    """Yield what somebody said, in each form that copy has it in; what may not be used here says why."""
    for quote, why_not in zip(pack.quotes, unusable(pack, release, day), strict=True):
        yield from (Known(words, why_not, reported=True) for words in _forms(quote))


def unusable(pack: Pack, release: str, day: date) -> tuple[str, ...]:
    """Return why each quote of *pack* may not be used of that release on that day; nothing where it may."""
    return tuple(quote.why_not(release, day) for quote in pack.quotes)


def _forms(quote: Quote) -> tuple[str, ...]:
    """Return the sentences that a quote can stand in."""
    if not quote.direct:
        return (quote.text,)
    by = quote.said_by
    comma = "," if quote.speaker and quote.role else ""
    return (f"{by}{comma} said: {quote.text}", f"{quote.text}, said {by}.")
