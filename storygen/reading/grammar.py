"""Grammar: what a sentence says, put as questions that can be asked of the figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from storygen.reading.asked import Asked, When
from storygen.reading.comparing import beside, move, superlative
from storygen.reading.dating import moment_of, right_after, span
from storygen.reading.lexicon import DOWN, FRACTIONS, MULTIPLES, UP
from storygen.reading.marks import Mark
from storygen.reading.moments import Moment
from storygen.reading.placing import ONES, among, extreme, ours, part_of, streak, tally, yearly
from storygen.reading.roles import AGAIN, GOING, HEDGED, MORE, NOUN, N
from storygen.reading.sentence import Sentence, ask
from storygen.reading.shape import IS_ORDINAL, NUMBER
from storygen.reading.shape import PLACES as PLACED

_REVISED = re.compile(r"\brevis(?:ed|ion|es)\b|\bfirst published\b", re.IGNORECASE)
_ORDINALS = "".join(chr(NUMBER + bits) for bits in range(16) if bits & IS_ORDINAL)
_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000, "bn": 10**9, "billion": 10**9}
_CAME_OUT = re.compile(
    r"(?:published|released|came out|come out)(?: \w+)? (?:on|by) \Z|out by \Z", re.IGNORECASE
)
_AT_PEAK = re.compile(r"\b(?:peak|high),? (?:on|in|at) \Z", re.IGNORECASE)
_OF = r" of (?:(?:all|the|its|their|his|recorded|every|overall|total|force's|forces'|police) )*"
_OF_ALL = re.compile(rf"(?:%| ?per ?cent){_OF}")
_PACE = re.compile(r"(?: [\w-]+){0,4}? (?:a|an|per|each|every|one) (?P<time>month|week|day|hour)\b")
_AND_IN = re.compile(rf"and {N} (?:in|at|on|for)(?: the)? [{PLACED}]")
_AGAINST = re.compile(rf"\b(?:against|compared with|compared to|than|and|to) (?:the )?{HEDGED}\Z")
_ELLIPSIS = re.compile(
    rf"(?:\band|\bwhile|,|\bto|\bagainst|\bwith)(?: (?:in|at|on))?(?: the)? [{PLACED}](?:'s)?,?"
    rf" (?:by |with )?{HEDGED}\Z"
)
_NATIONAL = re.compile(
    r"(?: times)? the (?:(?:national|nation's) (?P<what>\w+)"
    r"|(?P<of>rate|figure|rise|increase) (?:seen )?(?:across|for|in) England and Wales)",
    re.IGNORECASE,
)
_AS_FAST = re.compile(r" times (?:as|more) (?:fast|quick|steep|sharp)", re.IGNORECASE)
_SIZED = re.compile(rf"\b(?:{NOUN} of|{GOING}(?:(?: \w+)? by)?) {HEDGED}\Z", re.IGNORECASE)
_MOVED = re.compile(rf" {MORE}\b|(?: or more)? {NOUN}\b", re.IGNORECASE)
_NATIONAL_ONE = re.compile(r"\b(?:national|nation's|other|last|first|latest) \Z")
Common = dict[str, Any]


def asked_of(sentence: Sentence) -> Iterator[Asked]:
    """Yield all that *sentence* says."""
    number, role = sentence.first, "level"
    for mark in sentence.marks:
        if mark.kind == "number":
            role = _role(sentence, mark, role)
            yield from _number(sentence, mark, number, role)
            number += 1
        elif mark.kind == "part":
            yield from _fraction(sentence, mark, role, number)
            number += 1
        elif mark.kind == "fraction":
            yield from _fraction(sentence, mark, role)
        elif mark.kind in OTHERS:
            yield from OTHERS[mark.kind](sentence, mark)
    yield from yearly(sentence)


def _role(sentence: Sentence, mark: Mark, last: str) -> str:
    """Return the part of a number, which may be the *last* one's of another place: "46 and Suffolk 34"."""
    ahead = sentence.ahead(mark)
    if last == "change" and (_ELLIPSIS.search(ahead) or _AND_IN.match(sentence.text, mark.start - 4)):
        return last
    role = sentence.role(mark, last)
    if role not in ("before", "level") or sentence.unit(mark) != "per cent" or not _AGAINST.search(ahead):
        return role
    moved = any(each.stop <= mark.start for each in sentence.of("move"))  # "rose by 36 per cent, against 37"
    return "change" if last == "change" or moved else role


def _number(sentence: Sentence, mark: Mark, number: int, role: str) -> Iterator[Asked]:
    """Yield what is said by a number, by its part and its unit."""
    if sentence.text[mark.start] in ONES and _NATIONAL_ONE.search(sentence.ahead(mark)):
        return  # "the national one" is no number
    unit = sentence.unit(mark)
    common: Common = {"number": number, "hedge": sentence.hedge(mark), "negated": sentence.negated(mark)}
    common["scale"] = _SCALES.get(mark.what or "", 1)
    if role == "level" and sentence.text[mark.start] in _ORDINALS:
        yield ask(sentence, "unknown", mark, **common)  # "the first yearly rise": no superlative asks for it
        return
    if unit == "times" and (wide := _NATIONAL.match(sentence.behind(mark))):
        change = (wide["what"] or wide["of"]) in ("rise", "increase", "growth", "fall", "drop")
        way = "rise" if change or any(each.stop <= mark.start for each in sentence.of("move")) else "level"
        who = sentence.local(mark)
        yield _times(sentence, mark, common)._replace(kind="national", way=way, who=who)
    elif pace := _PACE.match(sentence.behind(mark)):
        asked = _level(sentence, mark, "level", common)
        yield asked._replace(kind="pace", way=pace["time"])
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
        when: When = moment_of(sentence, mark) or sentence.end
        return ask(sentence, "first", mark, measures=measures, who=who, before=when, **common)
    each = sentence.says_each()
    said = {"who": who, "before": _when(sentence, mark, role), "way": role, "each": each}
    if several := sentence.listed(mark):
        return ask(sentence, "sum", mark, measures=several[:1], whole=several, **said, **common)
    doubt = each and bool(common.get("hedge"))
    return ask(sentence, "level", mark, measures=measures, unsure=doubt, **said, **common)


def _when(sentence: Sentence, mark: Mark, role: str) -> When:
    """Return the time that a number with that part is a figure of."""
    now, before = span(sentence, mark)
    if role == "level":
        return moment_of(sentence, mark) or sentence.end
    if role == "then":
        own = moment_of(sentence, mark)
        return own if own and own != sentence.end else before
    own = right_after(sentence, mark)
    if own:
        return own
    if role == "before" and sentence.is_of_nation(mark):
        return moment_of(sentence, mark) or sentence.end
    if role == "now" and _REVISED.search(sentence.text):
        return moment_of(sentence, mark) or now
    return {"before": before, "now": now}.get(role, sentence.end)


def _share(sentence: Sentence, mark: Mark, unit: str, common: Common) -> Asked:
    """Return what is said by a percentage that is no change: a share, published or of two figures."""
    own = sentence.measures(mark, per_cent=True)
    said = {"who": sentence.who(mark), "before": moment_of(sentence, mark) or sentence.end, "unit": unit}
    if own and all(measure.unit == "per cent" for measure in own):
        return ask(sentence, "level", mark, measures=own, way="level", **said, **common)
    whole = _OF_ALL.match(sentence.behind(mark))
    of = [each for each in sentence.of("measure") if each.start >= mark.stop]
    if whole and of and of[0].start - mark.stop - whole.end() < 4:
        return _part(sentence, mark, of[0], {**said, **common})
    if measures := sentence.measures(mark):  # a number that is called a percentage
        return ask(sentence, "level", mark, measures=measures, way="level", **said, **common)
    return ask(sentence, "unknown", mark, **common)


def _part(sentence: Sentence, mark: Mark, of: Mark, common: Common) -> Asked:
    """Return what is said by a share of something: of another figure, or of the nation's own."""
    part = sentence.measures(mark, after=False)
    nation = (sentence.lexis.brief.nation,)
    wide = next(
        (each for each in sentence.of("place") if each.start >= of.stop and each.what == nation), None
    )
    if wide and not re.search(rf"[,;{N[1:-1]}]", sentence.text[of.stop : wide.start]):
        who = sentence.local(mark)
        if not sentence.has_before(mark):
            part = tuple(of.what)
        return ask(
            sentence, "share", mark, measures=part, whole=of.what, other=nation, **common | {"who": who}
        )
    if not set(part).isdisjoint(of.what):  # which is a share of itself: "half of the officers went"
        return ask(sentence, "unknown", mark, number=common["number"], words=common.get("words", ""))
    return ask(sentence, "share", mark, measures=part, whole=of.what, **common)


def _change(sentence: Sentence, mark: Mark, unit: str, common: Common) -> Iterator[Asked]:
    """Yield what is said by the size of a change, or by how far one place is from another."""
    if beyond := _beyond(sentence, mark):
        yield ask(sentence, "beside", mark, unit=unit, **beyond, **common)
        return
    now, before = span(sentence, mark)
    measures = sentence.measures(mark, after=not unit or not sentence.has_before(mark))
    wide = sentence.is_of_nation(mark) and _AGAINST.search(sentence.ahead(mark))
    who = (sentence.lexis.brief.nation,) if wide else sentence.who(mark)
    said = {"measures": measures, "who": who, "now": now, "before": before}
    yield ask(sentence, "change", mark, way=sentence.way(mark), unit=unit, **said, **common)


def _beyond(sentence: Sentence, mark: Mark) -> Common:
    """Return what a number says of how far one place is from another, or the nation; else nothing."""
    after = [each for each in sentence.marks if 0 <= each.start - mark.stop < 48]
    move = next((each for each in after if each.kind in ("move", "average")), None)
    if move is None or move.what not in (UP, DOWN):
        return {}
    wide = move.kind == "average" and move.start - mark.stop < 12
    other = (sentence.lexis.brief.nation,) if wide else beside(sentence, move) if move.kind == "move" else ()
    if not other:
        return {}
    who = sentence.local(mark) if wide else sentence.named_before(mark)
    when, measures = moment_of(sentence, mark) or sentence.end, sentence.measures(mark)
    return {"measures": measures, "who": who, "other": other, "before": when, "way": move.what}


def _unaccounted(sentence: Sentence, mark: Mark, _: str, common: Common) -> Iterator[Asked]:
    """Yield that nothing is known of such a number: "one in six"."""
    yield ask(sentence, "unknown", mark, **common)


def _ranked(*_: object) -> Iterator[Asked]:
    """Leave an ordinal to the superlative after it, and the one of "one in six" to the six."""
    yield from ()


PARTS: Mapping[str, Callable[[Sentence, Mark, str, Common], Iterator[Asked]]] = {
    "change": _change,
    "streak": streak,
    "tally": tally,
    "among": among,
    "ours": ours,
    "part of": part_of,
    "rank": _ranked,
    "extreme": extreme,
    "base": _ranked,
    "places": _unaccounted,
    "outof": _unaccounted,
}
"""What is asked of a number that is no figure itself, by its part."""


def _times(sentence: Sentence, mark: Mark, common: Common) -> Asked:
    """Return what "three times as many" or "more than doubled" says."""
    if other := beside(sentence, mark):
        when, who = moment_of(sentence, mark) or sentence.end, sentence.named_before(mark)
        said: Common = {"measures": sentence.measures(mark), "who": who, "other": other, "before": when}
        return ask(sentence, "beside", mark, unit="times", **said, **common)
    now, before = span(sentence, mark)
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
    if beyond := _beyond(sentence, mark):
        yield ask(sentence, "beside", mark, **common | beyond)
        return
    again = bool(AGAIN.search(ahead))
    if (again and role == "change") or _SIZED.search(ahead) or _MOVED.match(behind):
        now, before = span(sentence, mark)
        measures, way = sentence.measures(mark), sentence.way(mark)
        yield ask(sentence, "change", mark, measures=measures, now=now, before=before, way=way, **common)
        return
    own = sentence.measures(mark, per_cent=True)
    when = moment_of(sentence, mark) or sentence.end
    of = [each for each in sentence.of("measure") if each.start >= mark.stop]
    if own and all(measure.unit == "per cent" for measure in own):
        yield ask(sentence, "level", mark, measures=own, before=when, **common)
    elif re.match(_OF, behind) and of:
        yield _part(sentence, mark, of[0], {**common, "before": when})
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
        words = sentence.text[mark.start : mark.stop]
        yield ask(sentence, kind, mark, now=moment.end, measures=measures, who=who, words=words)


def _average(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield what "about average" or "above the national average" says."""
    measures, who = sentence.measures(mark, after=False), sentence.local(mark)
    each = sentence.says_each()
    denied = sentence.negated(mark)
    yield ask(sentence, "average", mark, measures=measures, who=who, way=mark.what, each=each, negated=denied)


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
