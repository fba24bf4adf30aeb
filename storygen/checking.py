"""Checking: finished copy read again before it goes, by the second reader.

What the reader must be told, its `Brief`, is drawn up here from a pack and a release, once an edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from storygen.edition import Edition
from storygen.facts.geography import Geography
from storygen.pack import Pack
from storygen.reading.brief import Brief, Frame, Known
from storygen.writing.flag import Flag
from storygen.writing.quotes import Quote
from storygen.writing.reader import Reader, copy_of
from storygen.writing.standing import standing


def brief_of(edition: Edition) -> Brief:
    """Return what the second reader must know of an edition."""
    pack, release = edition.pack, edition.release
    whole, filled = standing(pack.sheets.values())
    return Brief(
        measures=edition.measures.specs,
        gazetteer=edition.gazetteer,
        nation=pack.nation,
        period=release.period,
        published=release.published,
        day=edition.day,
        little=pack.bounds.little,
        strengths=_strengths(pack),
        known=(*(Known(words) for words in whole), *_statements(edition)),
        frames=tuple(Frame(*each) for each in filled),
        names=tuple({name for quote in pack.quotes for name in (quote.speaker, quote.role) if name}),
    )


def _strengths(pack: Pack) -> tuple[tuple[str, Decimal, Decimal | None], ...]:
    """Return the words for changes of a size, each with the least and most it stands for, in per cent."""
    every = pack.strengths
    found: list[tuple[str, Decimal, Decimal | None]] = []
    for number, each in enumerate(every):
        most = every[number + 1].least if number + 1 < len(every) else None
        found += [(words, each.least, most) for words in (each.up, each.down)]
    return tuple(found)


def _statements(edition: Edition) -> Iterator[Known]:
    """Yield what somebody said, in each form that copy has it in; what may not be used here says why."""
    for quote in edition.pack.quotes:
        why_not = _why_not(quote, edition)
        for words in _forms(quote):
            yield Known(words, why_not, reported=True)


def _forms(quote: Quote) -> tuple[str, ...]:
    """Return the sentences that a quote can stand in."""
    if not quote.direct:
        return (quote.text,)
    by, words = quote.said_by, quote.words
    comma = "," if quote.speaker and quote.role else ""
    return (f"{by}{comma} said: “{words}”", f"“{words.rstrip('.')},” said {by}.", f"{quote.text}, said {by}.")


def _why_not(quote: Quote, edition: Edition) -> str:
    """Return why a quote may not be used in this edition, or nothing."""
    release = edition.release.id
    if quote.releases and release not in quote.releases:
        return f"this was said of {', '.join(quote.releases)}, not of {release}"
    if quote.said_on > edition.day:
        return f"this was said on {quote.said_on}, after the day of publication"
    return ""


def reader_of(edition: Edition) -> Reader:
    """Return the second reader of an edition."""
    return Reader(brief_of(edition), edition.table)


def read_copy(edition: Edition, text: str, places: Sequence[Geography]) -> list[Flag]:
    """Return what the second reader finds in the finished copy *text*, a story of *places*."""
    return reader_of(edition).read(copy_of(text), places)
