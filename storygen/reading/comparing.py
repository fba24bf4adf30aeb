"""Comparing: what words such as "rose", "more often" and "the highest" say of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from storygen.facts.measure import Measure
from storygen.reading.asked import Asked
from storygen.reading.dating import moment_of, span
from storygen.reading.lexicon import (
    ADVERB_AFTER,
    ADVERB_BEFORE,
    DOWN,
    LEVEL,
    LOOSE,
    LOWEST,
    MOVES,
    STRONG,
    UP,
)
from storygen.reading.marks import Mark
from storygen.reading.roles import PLACES, UNIT, N
from storygen.reading.sentence import Sentence, ask

_THAN = re.compile(rf" (?:[\w-]+ ){{0,3}}?than\b| often\b| {N}|,")
_BY_SO_MUCH = re.compile(rf"(?:{N}|half|quarter)(?:{UNIT})?(?: [\w-]+){{0,2}} ?\Z")
_BESIDE = re.compile(
    r"(?: (?!than\b)[\w'-]+){0,6}? (?:than|as) (?:(?:in|at|on|across|for|(?:that|those) (?:in|of|for|at)) )?"
    r"(?:the )?(?:(?:neighbouring|nearby|next-door) )?"
)
"""What stands between "more", or "twice as many", and the place that another is set against."""
_AGAINST = re.compile(
    r"(?: (?!than\b)[\w'-]+){0,5}? than (?:the )?(?:(?:number|rate|share|use) of )?(?:the )?"
)
_TIMES_AS = re.compile(rf"(?:{N}(?: times)?|\bhalf|\btimes) \Z")
_FORCES = re.compile(
    rf"(?:{N}|{N} of (?:the )?{N}|(?:{N}|\b(?:half|quarter|most|majority|minority)) of(?: the)?(?: {N})?)"
    rf"(?: \w+)? {PLACES}"
    r" (?:had|saw|recorded|reported|have|see|counted|seeing|having|with|employed)\b[^,;]*\Z"
)
"""Some of all the places, which did something."""
_OF_TWO = re.compile(r"\b(?:the|its|their) \Z")
_RANKED = re.compile(
    r"\b(?:highest|largest|biggest|greatest|steepest|sharpest|lowest|smallest)"
    r"(?: (?:percentage|proportional|annual|yearly|overall))? \Z"
)
_BEING = re.compile(
    r"\b(?:was|were|is|are|be|been|remains?|stood|much|far|slightly|even|but|rate|number) \Z", re.IGNORECASE
)
_CHANGE_IS = re.compile(
    rf"\b(rise|increase|growth|fall|drop|decrease|decline)\b[^,;]*? (?:was|is) (?:the |also )*(?:{N}-)?\Z"
)
_ON_RECORD = re.compile(
    r"[^,;]*?\b(?:on record|ever|in (?:its |the )?history|of all time"
    r"|since (?:records|the (?:series|count)) began)\b"
)
_SINCE = re.compile(r"(?: [\w'-]+){0,4}? since ")
_ANYWHERE = re.compile(r"[^,;]*? than (?:in |at )?(?:anywhere|any|every|all)\b|[^,;]*? of (?:any|all)\b")
_OF_CHANGES = re.compile(
    r" (?:percentage |proportional )?(?:rise|increase|growth|fall|drop|decrease|decline)\b", re.IGNORECASE
)


def move(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield which way a word says that a figure went, and how strongly."""
    words = sentence.text[mark.start : mark.stop].lower()
    inner = MOVES.search(words)
    way = inner.lastgroup if mark.kind == "strength" and inner else mark.what
    if mark.kind == "move" and words in LOOSE and not _compares(sentence, mark, words):
        return
    if way == LEVEL and _TIMES_AS.search(sentence.ahead(mark)):
        return  # "twice as many", which the number asks about
    if _is_of_forces(sentence, mark) or (words in LOOSE and _OF_TWO.search(sentence.ahead(mark))):
        return  # "twelve forces had fewer", which the number asks about; "the bigger force"
    now, before = span(sentence, mark)
    measures = sentence.measures(mark, after=words in ("more", "fewer", "less"))
    ranked = _RANKED.search(sentence.ahead(mark))
    who = sentence.local(mark) if ranked else sentence.who(mark)
    said = {"measures": measures, "who": who, "now": now, "before": before, "way": way}
    negated = sentence.negated(mark)
    if words in LOOSE and (other := beside(sentence, mark)):
        when = moment_of(sentence, mark) or sentence.end
        said |= {"now": None, "before": when, "who": sentence.named_before(mark), "other": other}
        yield ask(sentence, "beside", mark, negated=negated, words=words, **said)
        return
    if words in LOOSE and (other_measures := against(sentence, mark)):
        when = moment_of(sentence, mark) or sentence.end
        said |= {"measures": _measured(sentence, mark), "now": None, "before": when, "whole": other_measures}
        yield ask(sentence, "against", mark, negated=negated, words=words, **said)
        return
    each = sentence.is_of_each(who)
    doubt = {"each": each, "unsure": each and not sentence.says_each()}
    yield ask(sentence, "move", mark, negated=negated, words=words, **doubt, **said)
    strong = words if mark.kind == "strength" else _strength(sentence, mark, words)
    if strong and not negated:
        yield ask(sentence, "strength", mark, words=strong, **said)


def beside(sentence: Sentence, mark: Mark) -> tuple[str, ...]:
    """Return the places that *mark*, "more" or "twice as many", sets others against; none, if it doesn't."""
    for place in sentence.of("place"):
        between = sentence.text[mark.stop : place.start]
        if place.start >= mark.stop and _BESIDE.fullmatch(between):
            return tuple(place.what)
    return ()


def against(sentence: Sentence, mark: Mark) -> tuple[Measure, ...]:
    """Return what *mark*, "more common than", sets another figure against; nothing, if it doesn't."""
    for measure in sentence.of("measure"):
        between = sentence.text[mark.stop : measure.start]
        if measure.start >= mark.stop and _AGAINST.fullmatch(between):
            own = _measured(sentence, mark)
            return tuple(measure.what) if own and set(own).isdisjoint(measure.what) else ()
    return ()


def _measured(sentence: Sentence, mark: Mark) -> tuple[Measure, ...]:
    """Return what is said to be more than something else: right after *mark*, else before it."""
    than = sentence.text.find("than", mark.stop)
    marks = sentence.of("measure")
    after = [each for each in marks if mark.stop <= each.start and each.stop < than]
    ahead = [each for each in marks if each.stop <= mark.start]
    return tuple((after or ahead[-1:])[0].what) if after or ahead else ()


def _is_of_forces(sentence: Sentence, mark: Mark) -> bool:
    """Return whether a word says which way some of all the places went: "12 of the 43 forces had fewer"."""
    clause = max((spot for spot in sentence.breaks if spot <= mark.start), default=0)
    return bool(_FORCES.search(sentence.text[clause : mark.start]))


def _strength(sentence: Sentence, mark: Mark, words: str) -> str:
    """Return the word beside a move that says how strong it was, or the move if it says so itself."""
    beside = ADVERB_AFTER.match(sentence.behind(mark)) or ADVERB_BEFORE.search(sentence.ahead(mark))
    return beside[1].lower() if beside else words if STRONG.fullmatch(words) else ""


def _compares(sentence: Sentence, mark: Mark, words: str) -> bool:
    """Return whether a loose word such as "more" compares here, and does not only stand there."""
    ahead, behind = sentence.ahead(mark), sentence.behind(mark)
    if words in ("up", "down") or _THAN.match(behind) or not behind.strip(" ."):
        return True
    beside = any(0 <= each.start - mark.stop <= 1 for each in sentence.of("measure"))
    return bool(beside or _BY_SO_MUCH.search(ahead) or _BEING.search(ahead))


def superlative(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield which end of a ranking something is said to be at."""
    behind, who = sentence.behind(mark), sentence.who(mark)
    kinds = "|".join(map(re.escape, sentence.lexis.kinds)) or "(?!)"
    if kind := re.match(rf" (?:\w+ )?({kinds})\b", behind):
        measures = sentence.measures(mark, after=False)
        when = moment_of(sentence, mark) or sentence.end
        yield ask(
            sentence, "commonest", mark, measures=measures, who=who, before=when, way=mark.what, words=kind[1]
        )
        return
    if found := _SINCE.match(behind):
        later = [each for each in sentence.of("moment") if mark.stop + found.end() == each.start]
        if later and later[0].what.end:
            said = {"measures": sentence.measures(mark), "who": who, "before": later[0].what.end}
            words = sentence.text[mark.start : later[0].stop]
            yield ask(sentence, "since", mark, way=mark.what, now=sentence.end, words=words, **said)
            return
    if _ON_RECORD.match(behind):
        said = {"measures": sentence.measures(mark), "who": sentence.local(mark)}
        words = f"“{sentence.text[mark.start : mark.stop]}”"
        yield ask(sentence, "record", mark, way=mark.what, now=sentence.end, words=words, **said)
        return
    if mark.what in ("faster", "slower") and not _ANYWHERE.match(behind):
        yield from _outpaced(sentence, mark)
        return
    way, change = _way_ranked(sentence, mark)
    if not way:
        return
    ordinal = re.search(rf"({N})[- ]\Z", sentence.ahead(mark))
    number = sum(1 for each in sentence.marks if each.kind in ("number", "part") and each.stop < mark.start)
    now, before = span(sentence, mark)
    yield ask(
        sentence, "rank", mark, number=sentence.first + number - 1 if ordinal else -1,
        words=f"“{sentence.text[mark.start : mark.stop]}”",
        literal=None if ordinal else Decimal(1), measures=sentence.measures(mark), who=sentence.local(mark),
        now=now, before=before, way=way, hedge="least" if change and mark.what == LOWEST else "",
        negated=sentence.negated(mark),
    )  # fmt: skip


def _outpaced(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield what "rose faster than across England and Wales" says, of two places."""
    moves = [each for each in sentence.of("move") if each.stop <= mark.start]
    now, before = span(sentence, mark)
    said = {"measures": sentence.measures(mark, after=False), "who": sentence.named_before(mark), "now": now}
    words, way = sentence.text[mark.start : mark.stop], mark.what
    other = beside(sentence, mark)
    if moves and other and moves[-1].what in (UP, DOWN):
        yield ask(
            sentence, "outpaced", mark, other=other, before=before, way=way, words=words, unsure=True, **said
        )
    else:
        yield ask(sentence, "unknown", mark, words=words)


def _way_ranked(sentence: Sentence, mark: Mark) -> tuple[str, bool]:
    """Return what a superlative ranks by, a way of going or an end of the figures, and whether by change."""
    behind = sentence.behind(mark)
    change = _OF_CHANGES.match(behind)
    if mark.what in ("faster", "slower"):
        moves = [each for each in sentence.of("move") if each.stop <= mark.start]
        way = str(moves[-1].what) if moves else UP
        return (way if mark.what == "faster" else DOWN if way == UP else UP), False
    if change:
        return (UP if re.search(r"rise|increase|growth", change[0]) else DOWN), True
    if subject := _CHANGE_IS.search(sentence.ahead(mark)):
        return (UP if subject[1] in ("rise", "increase", "growth") else DOWN), True
    if re.search(r"\bat \Z", sentence.ahead(mark)) or re.match(r" rise| fall", behind):
        return "", False
    return str(mark.what), False
