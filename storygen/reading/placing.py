"""Placing: what numbers say of a place among others, and of a figure among its years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from storygen.reading.asked import Asked
from storygen.reading.dating import just_after, moment_of, span
from storygen.reading.lexicon import DOWN, HIGHEST, LOWEST, UP
from storygen.reading.marks import Mark
from storygen.reading.numerals import YEAR
from storygen.reading.roles import HEDGED, PLACES, N
from storygen.reading.sentence import Sentence, ask
from storygen.reading.shape import IS_ONE, NUMBER

_EVERY_YEAR = re.compile(rf"\b(?:every|each) year (?:since|from) {YEAR}(?: (?:to|until) (?P<to>{YEAR}))?")
_OF_PLACES = re.compile(rf" of (?:the )?{N}(?: \w+)? {PLACES}")
_SO_MANY_OF = re.compile(rf"({N}) of (?:the )?\Z")
ONES = frozenset(chr(NUMBER + bits) for bits in range(16) if bits & IS_ONE)
"""The slots of a one."""
Common = dict[str, Any]


def streak(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what "for the second year in a row" says."""
    moves = [each for each in sentence.of("move") if each.stop <= mark.start]
    moves = moves[-1:] or sentence.of("move")[:1]
    said = {"measures": sentence.measures(mark), "who": sentence.who(mark), "now": span(sentence, mark)[0]}
    yield ask(sentence, "streak", mark, way=str(moves[0].what) if moves else "", **said, **common)


def tally(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what "one of 12 forces" says: so many went the way that the sentence names.

    Of "twelve of the 43 forces" the 43 is how many there are.
    """
    if (many := _SO_MANY_OF.search(sentence.ahead(mark))) and many[1] not in ONES:
        yield from among(sentence, mark, _, common)
        return
    moves = [each for each in sentence.of("move") if each.what in (UP, DOWN)]
    about = moves[-1] if moves else mark
    now, before = span(sentence, about)
    said = {"measures": sentence.measures(about), "who": sentence.who(mark), "now": now, "before": before}
    yield ask(sentence, "tally", mark, way=str(about.what) if moves else "", **said, **common)


def among(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what "out of 43" says."""
    said = {"measures": sentence.measures(mark), "who": sentence.who(mark), "now": sentence.end}
    yield ask(sentence, "among", mark, **said, **common)


def part_of(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what the "one" of "one of 12 forces" says, or the "12" of "12 of the 43"; else nothing."""
    if sentence.text[mark.start] not in ONES and _OF_PLACES.match(sentence.behind(mark)):
        yield from tally(sentence, mark, _, common)
        return
    if re.match(rf" of (?:just |only |the )?{N}(?: \w+)? {PLACES}", sentence.behind(mark)):
        lead = (sentence.lexis.brief.lead,)
        yield ask(sentence, "one", mark, measures=lead, who=sentence.who(mark), **common)


def ours(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what "the two forces" says: that the story is of two."""
    yield ask(sentence, "ours", mark, **common)


def extreme(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what "as high as 144,400" says: the figure, and that it is the end of its series."""
    low = re.search(rf"as (?:low|few) as {HEDGED}\Z", sentence.ahead(mark), re.IGNORECASE)
    when = just_after(sentence, mark) or moment_of(sentence, mark)
    said = {"measures": sentence.measures(mark), "who": sentence.who(mark), "now": when}
    yield ask(sentence, "extreme", mark, way=LOWEST if low else HIGHEST, **said, **common)


def yearly(sentence: Sentence) -> Iterator[Asked]:
    """Yield what "has risen every year since 2011" says: each year's way, one by one."""
    for found in _EVERY_YEAR.finditer(sentence.text):
        mark = Mark("every year", *found.span())
        years = [each.what.end for each in sentence.of("moment") if found.start() <= each.start < found.end()]
        moves = [each for each in sentence.of("move") if each.stop <= found.start()] or sentence.of("move")
        if years and moves:
            said = {"measures": sentence.measures(mark), "who": sentence.who(mark), "way": moves[-1].what}
            now = years[1] if len(years) > 1 else sentence.end
            doubt = " after " in sentence.text[: found.start()]  # "rose in 2019 after falling every year"
            yield ask(
                sentence, "yearly", mark, now=now, before=years[0], words=found[0], unsure=doubt, **said
            )
