"""Marks: where in a sentence its numbers, places, measures, times and comparing words stand.

Marks never overlap: what was found first, a measure's words, a time, a name, is not looked at again. So
the "more" of "more than 1,640" is a hedge, and the England and Wales of "the 43 forces in England and
Wales" is no place that something is said of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from storygen.facts.geography import Geography
from storygen.facts.measure import Measure
from storygen.reading.brief import Brief
from storygen.reading.lexicon import (
    ANY_HEDGE,
    AVERAGE,
    AVERAGES,
    ENDS,
    FRACTIONS,
    LEVEL,
    LOOSE,
    MOVES,
    MULTIPLES,
    STRENGTHS,
)
from storygen.reading.moments import Calendar, moments
from storygen.reading.shape import IS_ORDINAL, NUMBER, NUMBERS, PLACES, straight


class Mark(NamedTuple):
    """Something found in a sentence."""

    kind: str
    start: int
    stop: int
    what: Any = None


class Lexis:
    """The words of one brief, ready to be looked for."""

    def __init__(self, brief: Brief) -> None:
        """Compile what *brief* says of measures and places."""
        self.brief = brief
        self.calendar = Calendar(brief.period.end, brief.day)
        plain: dict[str, list[str]] = {}
        self.gaps: list[tuple[re.Pattern[str], str]] = []
        """Phrases with something between, such as "under 18 … using a Taser", and the measure they mean."""
        for measure in brief.measures.values():
            for phrase in measure.said:
                said = straight(phrase).lower()
                if "…" in said:
                    first, last = (part.strip() for part in said.split("…"))
                    ends = (
                        rf"(?P<first>{re.escape(first)}(?:s|es)?)",
                        rf"(?P<last>{re.escape(last)}(?:s|es)?)",
                    )
                    gap = rf"\b{ends[0]}\b.*?\b{ends[1]}\b"
                    self.gaps.append((re.compile(gap, re.IGNORECASE), measure.name))
                else:
                    plain.setdefault(said, []).append(measure.name)
        self.cues = plain
        self.cue = _any_of(plain, r"(?:s|es)?(?![\w-])")
        self.places = {
            straight(name).removeprefix("the "): place
            for place in reversed(brief.gazetteer.places)
            for name in place.names()
        }
        self.place = _any_of(self.places, r"(?![\w-])", re.NOFLAG)
        self.names = _any_of([straight(name) for name in brief.names], r"(?![\w-])")
        strong = [words for words, _, _ in brief.strengths if not MOVES.fullmatch(words)]
        self.strength = _any_of(
            [words for words in strong if any(each in words for each in STRENGTHS)], r"(?![\w-])"
        )
        self._short = {
            measure.name.lower(): measure
            for measure in brief.measures.values()
            if measure.way == "read" and measure.said
        }
        self.short = _any_of(self._short, r"(?![\w-])")
        """What a measure may be called in a list, where its own words are understood: staff."""
        self.kinds = {measure.kind for measure in brief.measures.values() if measure.kind}

    def short_for(self, words: str) -> Measure:
        """Return the measure that is called by *words* in a list."""
        return self._short[words.lower()]

    def measures_of(self, words: str) -> tuple[Measure, ...]:
        """Return the measures that *words*, a cue as it stands in copy, may mean."""
        said = words.lower()
        for form in (said, said.removesuffix("s"), said.removesuffix("es")):
            if form in self.cues:
                return tuple(self.brief.measures[name] for name in self.cues[form])
        return ()


def _any_of(words: Iterable[str], end: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return what finds any of *words*, the longest that fits, whole."""
    known = sorted(set(words), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, known)) or '(?!)'}){end}", flags)


_UNIVERSE = re.compile(
    r"(?:forces|areas|places|anywhere(?: else)?|(?:highest|lowest|largest|smallest|biggest|greatest|fewest"
    r"|steepest|sharpest|most)[^,.;]{0,48})"
    rf"(?:,? (?:out )?of (?:the |all )?[{NUMBERS}])?(?: \w+)?,? (?:in|across|of) England and Wales"
)
"""England and Wales as that among which places are counted and ranked, and not as a place told of."""
_NUMBER = re.compile(rf"[{NUMBERS}](?: (?P<scale>million|thousand|billion)\b|(?P<short>k|m|bn)(?![\w]))?")
_NONE = re.compile(r"(?<![\w-])(?:none|nobody|zero)(?![\w-])", re.IGNORECASE)
_NO = re.compile(r"(?<![\w-])(?:no|never|not once|did not once)(?= (?:\w+ )?\Z)", re.IGNORECASE)
_SLOT = re.compile(f"[{PLACES}]")
_FRACTION = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(FRACTIONS, key=len, reverse=True))})"
    r"(?= |,|\.|;|\Z)(?! hours| the hours)",
    re.I,
)
_PART = re.compile(
    rf"(?<![\w-])an? (?P<number>[{NUMBERS}])"
    r"(?=,|\.| of| on| more| fewer| less| higher| lower| or more| from| in |\Z)"
)
_MULTIPLE = re.compile(rf"(?<![\w-])(?:{'|'.join(MULTIPLES)})(?![\w-])", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_NATIONAL = re.compile(
    r"(?<![\w-])(?:nationally|nationwide|across the (?:country|two nations)|national)(?![\w-])", re.I
)
_ORDINALS = "".join(chr(NUMBER + bits) for bits in range(16) if bits & IS_ORDINAL)
_HEDGED = re.compile(
    rf"(?<![\w-])(?:{ANY_HEDGE}) (?:(?:the |a total of |an? (?![{_ORDINALS}]))?(?=[{NUMBERS}])"
    rf"|(?=an? [{_ORDINALS}]|(?:an? )?(?:half\b|quarter\b|one-|two-|three-|doubl|halv|tripl|treb|quadr)))",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    rf"(?<=[{NUMBERS}])(?: (?!more\b|fewer\b|less\b)[\w'-]+){{0,4}}?"
    r" (?:(?:a|the|one) (?:year|12 months) (?:before|earlier)|last year)"
)
"""A number of the year before: "more than 3,563 the year before" compares, and does not hedge."""


def marks_of(text: str, lexis: Lexis) -> list[Mark]:
    """Return the marks of one sentence of a shape, in order."""
    taken = bytearray(len(text))
    found: list[Mark] = []
    for mark in _every(text, lexis):
        if not any(taken[mark.start : mark.stop]):
            taken[mark.start : mark.stop] = b"\1" * (mark.stop - mark.start)
            found.append(mark)
    found.sort(key=lambda mark: mark.start)
    return _told_apart(_grouped(found, text), text, lexis)


def _every(text: str, lexis: Lexis) -> Iterator[Mark]:
    """Yield everything that might be a mark, what counts most first."""
    for kind, pattern in (("quoted", _QUOTED), ("name", lexis.names)):
        yield from (Mark(kind, *found.span()) for found in pattern.finditer(text))
    for found in _UNIVERSE.finditer(text):
        at = found[0].rfind("England")
        yield Mark("name", found.start() + at, found.end())
    for found in lexis.strength.finditer(text):
        yield Mark("strength", *found.span(), found[0].lower())
    for found in lexis.cue.finditer(text):
        yield Mark("measure", *found.span(), lexis.measures_of(found[0]))
        if none := _NO.search(text[: found.start()]):
            yield Mark("nought", *none.span())
    for found in AVERAGE.finditer(text):
        way = next((way for way, words in AVERAGES.items() if found[1].lower() in words.split("|")), LEVEL)
        yield Mark("average", *found.span(), way)
    yield from (Mark("moment", each.start, each.stop, each) for each in moments(text, lexis.calendar))
    yield from _places(text, lexis)
    for found in _HEDGED.finditer(text):
        compares = found[0].lower().split()[0] in LOOSE and _EARLIER.match(text, found.end() + 1)
        if not compares or text[: found.start()].endswith(("from ", "to ", "by ", "of ", "than ")):
            yield Mark("hedge", *found.span(), found[0].lower())
    yield from (Mark("part", *found.span(), found.start("number")) for found in _PART.finditer(text))
    yield from (
        Mark("number", *found.span(), found["scale"] or found["short"]) for found in _NUMBER.finditer(text)
    )
    yield from (Mark("nought", *found.span()) for found in _NONE.finditer(text))
    yield from (Mark("fraction", *found.span(), found[0].lower()) for found in _FRACTION.finditer(text))
    yield from (Mark("multiple", *found.span(), found[0].lower()) for found in _MULTIPLE.finditer(text))
    for found in ENDS.finditer(text):
        yield Mark("end", *found.span(), (found.lastgroup or "").removeprefix("nth_"))
    for found in MOVES.finditer(text):
        yield Mark("name" if found.lastgroup == "none" else "move", *found.span(), found.lastgroup)


def _places(text: str, lexis: Lexis) -> Iterator[Mark]:
    """Yield the places of *text*: the story's own by their slots, others by their codes, the nation's."""
    yield from (Mark("place", *found.span(), (found[0],)) for found in _SLOT.finditer(text))
    for found in lexis.place.finditer(text):
        place: Geography = lexis.places[found[0]]
        yield Mark("place", *found.span(), (place.code,))
    yield from (Mark("place", *found.span(), (lexis.brief.nation,)) for found in _NATIONAL.finditer(text))


_JOIN = re.compile(r"(?:,| and|, and)(?: also)?(?: (?:in|on|at))?(?: the)? ?\Z")


def _grouped(marks: list[Mark], text: str) -> list[Mark]:
    """Return *marks* with places that are joined by commas and "and" as one group."""
    found: list[Mark] = []
    for mark in marks:
        last = found[-1] if found else None
        if last and mark.kind == last.kind == "place" and _JOIN.match(text[last.stop : mark.start]):
            found[-1] = Mark("place", last.start, mark.stop, (*last.what, *mark.what))
        elif (
            last
            and mark.kind == last.kind == "measure"
            and text[last.stop : mark.start] in (" of ", " of the ")
        ):
            found[-1] = Mark(
                "measure", last.start, mark.stop, last.what
            )  # "rate of registered sex offenders"
        else:
            found.append(mark)
    return found


def _told_apart(marks: list[Mark], text: str, lexis: Lexis) -> list[Mark]:
    """Return *marks* with the measures meant by phrases that have something between them."""
    for pattern, name in lexis.gaps:
        for found in pattern.finditer(text):
            if _is_cut(found, marks, lexis):
                continue
            within = [
                number
                for number, mark in enumerate(marks)
                if mark.kind == "measure" and found.start() < mark.stop and mark.start < found.end()
            ]
            for number in within:
                marks[number] = marks[number]._replace(what=(lexis.brief.measures[name],))
            if not within:
                means = (lexis.brief.measures[name],)
                marks.append(Mark("measure", found.start(), found.start() + len(found["first"]), means))
                marks.append(Mark("measure", found.end() - len(found["last"]), found.end(), means))
                marks.sort(key=lambda mark: mark.start)
    return marks


def _is_cut(found: re.Match[str], marks: list[Mark], lexis: Lexis) -> bool:
    """Return whether a phrase ends in another measure's words: the officers of community support officers."""
    own, start = set(lexis.measures_of(found["last"])), found.start("last")
    ends = [mark for mark in marks if mark.kind == "measure" and mark.start < start < mark.stop]
    return bool(own) and any(own.isdisjoint(mark.what) for mark in ends)
