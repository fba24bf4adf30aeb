"""Dating: between which times, or at which, something in a sentence is said."""

from __future__ import annotations

import re
from datetime import date

from storygen.reading.asked import PEAK, When
from storygen.reading.lexicon import AFTER
from storygen.reading.marks import Mark
from storygen.reading.moments import Moment, back
from storygen.reading.roles import HEDGED, N
from storygen.reading.sentence import Sentence, apart

EARLIER = re.compile(
    r"(?:than|from|compared with|compared to|since|against|up on|down on)"
    r"(?: (?:in|on|at|for))?(?: the end of)? \Z"
    rf"|\bfrom {HEDGED}{N}(?: \w+)? (?:in|on|at) (?:the end of )?\Z",
    re.IGNORECASE,
)
"""What stands before the time that a figure is set against."""
_THAN_NOW = re.compile(
    r"(?: [\w-]+){0,3}? than (?:now|today|(?:it|they|there) (?:does|do|did|is|are|has|have) (?:now|today))\b"
)
_NOW = re.compile(r"\b(?:now|today|currently)\b", re.IGNORECASE)
_AFTER = re.compile(rf",? after {AFTER}| and by ")
DATED = ("day", "year")
"""Kinds of moment that a figure itself can be of."""


def span(sentence: Sentence, mark: Mark) -> tuple[date, When]:
    """Return between which times something went: by the moment of its clause, else by one before."""
    told = [each for each in sentence.of("moment") if each.what.kind != "began"]
    here = sentence.beside(mark, told)
    ahead = [each for each in told if each.stop <= mark.start]
    now: date = sentence.end
    before: When = back(sentence.end, 12)
    if here:
        against = [each for each in here if EARLIER.search(sentence.ahead(each))]
        now, before = _span_of(sentence, min(against or here, key=lambda each: apart(each, mark)))
    elif ahead:
        now, before = _span_of(sentence, ahead[-1])
    if isinstance(before, date) and _THAN_NOW.match(sentence.behind(mark)):  # "fewer than it does now"
        return before, now
    return now, before


def _span_of(sentence: Sentence, mark: Mark) -> tuple[date, When]:
    """Return the two times that a moment sets against each other."""
    moment: Moment = mark.what
    end = moment.end or sentence.end
    if moment.kind == "peak":
        return sentence.end, PEAK
    if moment.kind == "after":
        base = _last_before(sentence, mark)
        if EARLIER.search(sentence.ahead(mark)):  # "fewer than the year after"
            return base or sentence.end, back(base or sentence.end, -12)
        end = back(base or back(sentence.end, 12), -12)
    elif moment.kind == "before":
        end = _last_before(sentence, mark) or sentence.end
    elif moment.since:
        return end, moment.since
    elif EARLIER.search(sentence.ahead(mark)):
        return _last_before(sentence, mark) or sentence.end, end
    if moment.kind == "before" and _is_before_that(sentence, mark):
        end = back(end, 12)
    return end, back(end, 6 if moment.kind == "half" else 12)


def _is_before_that(sentence: Sentence, mark: Mark) -> bool:
    """Return whether a year before is the one before another change: "after falling the year before"."""
    start = max((spot for spot in sentence.breaks if spot <= mark.start), default=0)
    return bool(_AFTER.match(sentence.text, start))


def is_to_come(sentence: Sentence, mark: Mark) -> bool:
    """Return whether a figure is set against a year after the release's own: "up on the year after"."""
    if mark.what.kind != "after" or not EARLIER.search(sentence.ahead(mark)):
        return False
    return back(_last_before(sentence, mark) or sentence.end, -12) > sentence.end


def _last_before(sentence: Sentence, mark: Mark) -> date | None:
    """Return the last time named before *mark* that is not what a figure is set against."""
    named = [each for each in sentence.of("moment") if each.stop <= mark.start and each.what.end]
    return named[-1].what.end if named and not EARLIER.search(sentence.ahead(named[-1])) else None


def moment_of(sentence: Sentence, mark: Mark) -> date | None:
    """Return the time that *mark* is said of by itself: after it, or in its clause, or before it."""
    clause = max((spot for spot in sentence.breaks if spot <= mark.start), default=0)
    if _NOW.search(sentence.text[clause : mark.start]):
        return sentence.end
    dated = [each for each in sentence.of("moment") if each.what.end and each.what.kind in DATED]
    told = [each for each in dated if not EARLIER.search(sentence.ahead(each))]
    for each in told:
        between = sentence.text[mark.stop : each.start]
        if each.start >= mark.stop and not re.search(rf"[,;]|{N}", between) and len(between.split()) <= 14:
            return each.what.end  # type: ignore[no-any-return]
    here = sentence.beside(mark, told)
    ahead = [each for each in told if each.stop <= mark.start]
    near = min(here, key=lambda each: apart(each, mark)) if here else ahead[-1] if ahead else None
    return near.what.end if near else None


def right_after(sentence: Sentence, mark: Mark) -> date | None:
    """Return the time named right after a number: "from 3,333 on September 30 2018"."""
    return _next(sentence, mark, r"(?: [\w'-]+){0,5}? (?:on|in|at|for|by) ")


def just_after(sentence: Sentence, mark: Mark) -> date | None:
    """Return the day named next after a number, a comma between or not."""
    return _next(sentence, mark, rf"[^{N[1:-1]}]*")


def _next(sentence: Sentence, mark: Mark, between: str) -> date | None:
    """Return the next time named after *mark*, if what is *between* is of that form."""
    for each in sentence.of("moment"):
        if each.start >= mark.stop and each.what.end and each.what.kind in DATED:
            fits = re.fullmatch(between, sentence.text[mark.stop : each.start])
            return each.what.end if fits else None
    return None
