"""Checking: finished copy read again before it goes, by the second reader.

What the reader must be told, its `Brief`, is drawn up here from a pack and a release, once an edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from storygen.facts.geography import Gazetteer, Geography
from storygen.facts.measure import Measures
from storygen.pack import Pack
from storygen.reading.brief import Brief, Frame, Known
from storygen.writing.flag import Flag
from storygen.writing.quotes import Quote
from storygen.writing.reader import Reader, copy_of
from storygen.writing.standing import standing
from storygen.writing.story import Par


class Checks:
    """Who reads the copy of one edition again."""

    def __init__(self, pack: Pack, measures: Measures, gazetteer: Gazetteer, day: date) -> None:
        """Read the copy of *pack*, told of *measures* and published on *day*."""
        self.reader = Reader(brief_of(pack, measures, gazetteer, day), measures.table)

    def of_pars(self, pars: Sequence[Par], places: Sequence[Geography]) -> list[Flag]:
        """Return what is false or doubtful in a story of *places*, its *pars* but the ednote."""
        read = [par for par in pars if par.name != "ednote"]
        return self.reader.read([str(par) for par in read], places, [par.name for par in read])

    def of_copy(self, text: str, places: Sequence[Geography]) -> list[Flag]:
        """Return what is false or doubtful in finished copy, ours or an editor's; pars by their numbers."""
        return self.reader.read(copy_of(text), places)


def brief_of(pack: Pack, measures: Measures, gazetteer: Gazetteer, day: date) -> Brief:
    """Return what the second reader must know of a pack and a release."""
    release = measures.table.release
    whole, filled = standing(pack.sheets)
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
    for quote in pack.quotes:
        why_not = ""
        if quote.releases and release not in quote.releases:
            why_not = f"this was said of {', '.join(quote.releases)}, not of {release}"
        elif quote.said_on > day:
            why_not = f"this was said on {quote.said_on}, after the day of publication"
        yield from (Known(words, why_not, reported=True) for words in _forms(quote))


def _forms(quote: Quote) -> tuple[str, ...]:
    """Return the sentences that a quote can stand in."""
    if not quote.direct:
        return (quote.text,)
    by = quote.said_by
    comma = "," if quote.speaker and quote.role else ""
    return (f"{by}{comma} said: {quote.text}", f"{quote.text}, said {by}.")
