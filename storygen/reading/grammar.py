"""Grammar: what a sentence says, put as questions that can be asked of the figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from storygen.reading.asked import Asked, When
from storygen.reading.comparing import move, superlative
from storygen.reading.lexicon import DOWN, FRACTIONS, HIGHEST, LOWEST, MULTIPLES, UP
from storygen.reading.marks import Mark
from storygen.reading.moments import Moment
from storygen.reading.roles import AGAIN, GOING, HEDGED, MORE, NOUN, PLACES, N
from storygen.reading.sentence import Sentence, ask
from storygen.reading.shape import IS_ORDINAL, NUMBER

_REVISED = re.compile(r"\brevis(?:ed|ion|es)\b|\bfirst published\b", re.IGNORECASE)
_ORDINALS = "".join(chr(NUMBER + bits) for bits in range(16) if bits & IS_ORDINAL)
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_CAME_OUT = re.compile(
    r"(?:published|released|came out|come out)(?: \w+)? (?:on|by) \Z|out by \Z", re.IGNORECASE
)
_AT_PEAK = re.compile(r"\b(?:peak|high),? (?:on|in|at) \Z", re.IGNORECASE)
_OF_ALL = re.compile(r"(?:%| ?per ?cent) of (?:all |the |its |recorded |every )*")
_NATIONAL = re.compile(r" times the (?:national|nation's) (\w+)", re.IGNORECASE)
_AS_FAST = re.compile(r" times (?:as|more) (?:fast|quick|steep|sharp)", re.IGNORECASE)
_SIZED = re.compile(rf"\b(?:{NOUN} of|{GOING}(?:(?: \w+)? by)?) {HEDGED}\Z", re.IGNORECASE)
_MOVED = re.compile(rf" {MORE}\b|(?: or more)? {NOUN}\b", re.IGNORECASE)
Common = dict[str, Any]


def asked_of(sentence: Sentence) -> Iterator[Asked]:
    """Yield all that *sentence* says."""
    number, role = sentence.first, "level"
    for mark in sentence.marks:
        if mark.kind == "number":
            role = sentence.role(mark, role)
            yield from _number(sentence, mark, number, role)
            number += 1
        elif mark.kind == "part":
            yield from _fraction(sentence, mark, role, number)
            number += 1
        elif mark.kind == "fraction":
            yield from _fraction(sentence, mark, role)
        elif mark.kind in OTHERS:
            yield from OTHERS[mark.kind](sentence, mark)


def _number(sentence: Sentence, mark: Mark, number: int, role: str) -> Iterator[Asked]:
    """Yield what is said by a number, by its part and its unit."""
    unit = sentence.unit(mark)
    common: Common = {"number": number, "hedge": sentence.hedge(mark), "negated": sentence.negated(mark)}
    common["scale"] = _SCALES.get(mark.what or "", 1)
    if role == "level" and sentence.text[mark.start] in _ORDINALS:
        yield ask(sentence, "unknown", mark, **common)  # "the first yearly rise": no superlative asks for it
        return
    if unit == "times" and (wide := _NATIONAL.match(sentence.behind(mark))):
        way = "rise" if wide[1] in ("rise", "increase", "growth", "fall", "drop") else "level"
        yield _times(sentence, mark, common)._replace(kind="national", way=way)
    elif unit == "times" and _AS_FAST.match(sentence.behind(mark)):
        yield ask(sentence, "unknown", mark, **common)
    elif unit == "times":
        yield _times(sentence, mark, common)
    elif unit and role in ("streak", "tally", "among", "part of", "rank", "extreme"):
        yield ask(sentence, "unknown", mark, **common)
    elif role in PARTS:
        yield from PARTS[role](sentence, mark, unit, common)
    elif unit in ("per cent", "points"):
        yield _share(sentence, mark, unit, common)
    else:
        yield _level(sentence, mark, role, common)


def _level(sentence: Sentence, mark: Mark, role: str, common: Common) -> Asked:
    """Return what is said by a number that is a figure itself."""
    measures, who = sentence.measures(mark), sentence.who(mark)
    if role == "before" and _REVISED.search(sentence.text):
        when: When = sentence.moment_of(mark) or sentence.end
        return ask(sentence, "first", mark, measures=measures, who=who, before=when, **common)
    when = _when(sentence, mark, role)
    return ask(sentence, "level", mark, measures=measures, who=who, before=when, way=role, **common)


def _when(sentence: Sentence, mark: Mark, role: str) -> When:
    """Return the time that a number with that part is a figure of."""
    now, before = sentence.span(mark)
    if role == "level":
        return sentence.moment_of(mark) or sentence.end
    if role == "then":
        own = sentence.moment_of(mark)
        return own if own and own != sentence.end else before
    own = sentence.right_after(mark)
    if own:
        return own
    if role == "before" and sentence.is_of_nation(mark):
        return sentence.moment_of(mark) or sentence.end
    if role == "now" and _REVISED.search(sentence.text):
        return sentence.moment_of(mark) or now
    return {"before": before, "now": now}.get(role, sentence.end)


def _share(sentence: Sentence, mark: Mark, unit: str, common: Common) -> Asked:
    """Return what is said by a percentage that is no change: a share, published or of two figures."""
    own = sentence.measures(mark, per_cent=True)
    said = {"who": sentence.who(mark), "before": sentence.moment_of(mark) or sentence.end, "unit": unit}
    if own and all(measure.unit == "per cent" for measure in own):
        return ask(sentence, "level", mark, measures=own, way="level", **said, **common)
    whole = _OF_ALL.match(sentence.behind(mark))
    of = [each for each in sentence.of("measure") if each.start >= mark.stop]
    if whole and of and of[0].start - mark.stop - whole.end() < 4:
        part = sentence.measures(mark, after=False)
        return ask(sentence, "share", mark, measures=part, whole=of[0].what, **said, **common)
    if measures := sentence.measures(mark):  # a number that is called a percentage
        return ask(sentence, "level", mark, measures=measures, way="level", **said, **common)
    return ask(sentence, "unknown", mark, **common)


def _change(sentence: Sentence, mark: Mark, unit: str, common: Common) -> Iterator[Asked]:
    """Yield what is said by the size of a change."""
    now, before = sentence.span(mark)
    measures = sentence.measures(mark, after=not unit or not sentence.has_before(mark))
    said = {"measures": measures, "who": sentence.who(mark), "now": now, "before": before}
    yield ask(sentence, "change", mark, way=sentence.way(mark), unit=unit, **said, **common)


def _streak(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what "for the second year in a row" says."""
    moves = [each for each in sentence.of("move") if each.stop <= mark.start]
    moves = moves[-1:] or sentence.of("move")[:1]
    said = {"measures": sentence.measures(mark), "who": sentence.who(mark), "now": sentence.span(mark)[0]}
    yield ask(sentence, "streak", mark, way=str(moves[0].what) if moves else "", **said, **common)


def _tally(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what "one of 12 forces" says: so many went the way that the sentence names."""
    moves = [each for each in sentence.of("move") if each.what in (UP, DOWN)]
    about = moves[-1] if moves else mark
    now, before = sentence.span(about)
    said = {"measures": sentence.measures(about), "who": sentence.who(mark), "now": now, "before": before}
    yield ask(sentence, "tally", mark, way=str(about.what) if moves else "", **said, **common)


def _among(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what "out of 43" says."""
    said = {"measures": sentence.measures(mark), "who": sentence.who(mark), "now": sentence.end}
    yield ask(sentence, "among", mark, **said, **common)


def _part_of(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what the "one" of "one of 12 forces" says; of anything else, nothing."""
    if re.match(rf" of (?:just |only |the )?{N}(?: \w+)? {PLACES}", sentence.behind(mark)):
        lead = (sentence.lexis.brief.lead,)
        yield ask(sentence, "one", mark, measures=lead, who=sentence.who(mark), **common)


def _extreme(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield what "as high as 144,400" says: the figure, and that it is the end of its series."""
    low = re.search(rf"as (?:low|few) as {HEDGED}\Z", sentence.ahead(mark), re.IGNORECASE)
    when = sentence.just_after(mark) or sentence.moment_of(mark)
    said = {"measures": sentence.measures(mark), "who": sentence.who(mark), "now": when}
    yield ask(sentence, "extreme", mark, way=LOWEST if low else HIGHEST, **said, **common)


def _unaccounted(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield that nothing is known of such a number: "one in six"."""
    yield ask(sentence, "unknown", mark, **common)


def _ranked(*_: object) -> Iterator[Asked]:
    """Leave an ordinal to the superlative after it, which asks for both."""
    yield from ()


PARTS: Mapping[str, Callable[[Sentence, Mark, str, Common], Iterator[Asked]]] = {
    "change": _change,
    "streak": _streak,
    "tally": _tally,
    "among": _among,
    "part of": _part_of,
    "rank": _ranked,
    "extreme": _extreme,
    "base": _unaccounted,
    "places": _unaccounted,
    "outof": _unaccounted,
}
"""What is asked of a number that is no figure itself, by its part."""


def _times(sentence: Sentence, mark: Mark, common: Common) -> Asked:
    """Return what "three times as many" or "more than doubled" says."""
    now, before = sentence.span(mark)
    said = {"measures": sentence.measures(mark), "who": sentence.who(mark), "now": now, "before": before}
    return ask(sentence, "multiple", mark, **said, **common)


def _multiple(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield what "more than doubled" says."""
    value = Decimal(MULTIPLES[mark.what])
    said = {"hedge": sentence.hedge(mark), "negated": sentence.negated(mark), "words": str(mark.what)}
    yield _times(sentence, mark, {"literal": value, **said})


def _nought(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield what "none" says: that the figure is nought."""
    yield _level(sentence, mark, sentence.role(mark, "level"), {"literal": Decimal(0), "words": "none"})


def _fraction(sentence: Sentence, mark: Mark, role: str, number: int = -1) -> Iterator[Asked]:
    """Yield what "a quarter" says, of a change or of a whole; *number* is the third of "a third".

    *role* is the part of the number before it, which it may say again: "by 92, or a tenth".
    """
    ahead, behind = sentence.ahead(mark), sentence.behind(mark)
    common: Common = {
        "number": number,
        "unit": "part",
        "hedge": sentence.hedge(mark),
        "who": sentence.who(mark),
        "words": f"“{sentence.text[mark.start : mark.stop]}”" if number < 0 else "",
    }
    common["literal"] = Decimal(FRACTIONS[mark.what]) if number < 0 else None
    again = bool(AGAIN.search(ahead))
    if (again and role == "change") or _SIZED.search(ahead) or _MOVED.match(behind):
        now, before = sentence.span(mark)
        measures, way = sentence.measures(mark), sentence.way(mark)
        yield ask(sentence, "change", mark, measures=measures, now=now, before=before, way=way, **common)
        return
    own = sentence.measures(mark, per_cent=True)
    when = sentence.moment_of(mark) or sentence.end
    of = [each for each in sentence.of("measure") if each.start >= mark.stop]
    if own and all(measure.unit == "per cent" for measure in own):
        yield ask(sentence, "level", mark, measures=own, before=when, **common)
    elif re.match(r" of (?:all |the |its |recorded |every )*", behind) and of:
        part = sentence.measures(mark, after=False)
        yield ask(sentence, "share", mark, measures=part, whole=of[0].what, before=when, **common)
    else:
        yield ask(sentence, "unknown", mark, number=number, words=common["words"].strip("“”"))


def _moment(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield a time that is said of the release or of a series itself: published, began, its peak."""
    moment: Moment = mark.what
    ahead = sentence.ahead(mark)
    if _CAME_OUT.search(ahead):
        yield ask(sentence, "when", mark, now=moment.end)
    elif moment.kind == "began" or _AT_PEAK.search(ahead):
        kind = "began" if moment.kind == "began" else "peaked"
        measures, who = sentence.measures(mark), sentence.who(mark)
        yield ask(sentence, kind, mark, now=moment.end, measures=measures, who=who)


def _average(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield what "about average" or "above the national average" says."""
    measures, who = sentence.measures(mark, after=False), sentence.local(mark)
    yield ask(sentence, "average", mark, measures=measures, who=who, way=mark.what)


OTHERS: Mapping[str, Callable[[Sentence, Mark], Iterator[Asked]]] = {
    "nought": _nought,
    "multiple": _multiple,
    "move": move,
    "strength": move,
    "end": superlative,
    "moment": _moment,
    "average": _average,
}
"""What is asked of the marks that are no numbers, by their kind."""
