"""Sentence: of which measure, place and time something in it is said.

The nearest that fits, in its own clause first, then before it, then in the sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from datetime import date
from typing import Any

from storygen.facts.measure import Measure
from storygen.reading.asked import EVERY, PEAK, Asked, When
from storygen.reading.lexicon import BREAKS, HEDGE, LOOSE, NEGATIONS
from storygen.reading.marks import Lexis, Mark, marks_of
from storygen.reading.moments import Moment, back
from storygen.reading.roles import HEDGED, UNIT, N, role_of

_STANDS_FOR = re.compile(r"(?:It|They|This|That|These|Those|Their number)\b")
_OTHERS = re.compile(rf"\b(?:against|compared (?:with|to)|than|while|versus) {HEDGED}{N}")
_ACROSS = re.compile(r"(?: [\w'-]+){0,3}? (?:across|in|for|of)(?: the)? ?| ?")
_NOT_BESIDE = re.compile(rf"{N}|[,;:]| (?:and|of all|of the|but|in|at) ")
EARLIER = re.compile(
    r"(?:than|from|compared with|compared to|since|against|up on|down on)"
    r"(?: (?:in|on|at|for))?(?: the end of)? \Z"
    rf"|\bfrom {HEDGED}{N}(?: \w+)? (?:in|on|at) (?:the end of )?\Z",
    re.IGNORECASE,
)
"""What stands before the time that a figure is set against."""
_DENIED_AFTER = re.compile(r"(?: [\w-]+){0,4}? (?:was|were|is|are|has|have|had) not")
_NEITHER = re.compile(r"(?: [\w-]+){0,2}? neither\b")
_PER_CENT = re.compile(r"(?:%| ?per ?cent\b)(?!age)(?! points?)", re.IGNORECASE)
_POINTS = re.compile(r" ?(?:percentage|per ?cent|%)[ -]points?", re.IGNORECASE)
_TIMES = re.compile(
    r"(?: times|-fold) (?:as |more |higher |the |that |what |its |larger |greater )", re.IGNORECASE
)
DATED = ("day", "year")
"""Kinds of moment that a figure itself can be of."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences before were about."""

    measures: tuple[Measure, ...] = ()
    who: tuple[str, ...] = EVERY


class Sentence:
    """One sentence of a shape, and its marks."""

    def __init__(self, text: str, lexis: Lexis, context: Context, first: int, start: int) -> None:
        """Mark *text*, whose first number is the par's number *first* and which starts at *start* in it."""
        self.text, self.lexis, self.context, self.first, self.start = text, lexis, context, first, start
        self.marks = marks_of(text, lexis)
        self.breaks = [found.start() for found in BREAKS.finditer(text)]
        self.end = lexis.calendar.end

    def clause(self, mark: Mark) -> int:
        """Return which clause *mark* is in."""
        return bisect(self.breaks, mark.start)

    def of(self, kind: str) -> list[Mark]:
        """Return the marks of one *kind*."""
        return [mark for mark in self.marks if mark.kind == kind]

    def ahead(self, mark: Mark) -> str:
        """Return what stands before *mark*."""
        return self.text[: mark.start]

    def behind(self, mark: Mark) -> str:
        """Return what stands after *mark*."""
        return self.text[mark.stop :]

    def after(self) -> Context:
        """Return what the next sentence may refer to: what this one is about first."""
        measures, places = self.of("measure"), self.of("place")
        return Context(
            tuple(measures[0].what) if measures else self.context.measures,
            tuple(places[0].what) if places else self.context.who,
        )

    # ---- of whom ----------------------------------------------------------------------------------

    def who(self, mark: Mark) -> tuple[str, ...]:
        """Return the places that *mark* is said of: in its clause the nearest, else those named before it."""
        places = self.of("place")
        if not places:
            return self.context.who
        here = self._beside(mark, places)
        if here:
            return tuple(min(here, key=lambda place: _apart(place, mark)).what)
        before = [place for place in places if place.start < mark.start]
        if not before and _OTHERS.search(self.text[mark.stop : places[0].start]):
            return self.context.who
        return tuple((before[-1] if before else places[0]).what)

    def is_of_nation(self, mark: Mark) -> bool:
        """Return whether a number is set against another as the nation's: "against 122 across England"."""
        after = [each for each in self.marks if each.start >= mark.stop]
        told = any(each.kind == "moment" and each.what.kind == "before" for each in after)
        nation = next((each for each in after if each.what == (self.lexis.brief.nation,)), None)
        between = self.text[mark.stop : nation.start] if nation else ""
        return nation is not None and not told and bool(_ACROSS.fullmatch(between))

    def local(self, mark: Mark) -> tuple[str, ...]:
        """Return the place that is ranked: not the nation among whose places it is."""
        places = [each.what for each in self.of("place") if each.what != (self.lexis.brief.nation,)]
        return tuple(places[0]) if places else self.who(mark)

    def _beside(self, mark: Mark, marks: list[Mark]) -> list[Mark]:
        """Return those of *marks* that are in the clause of *mark*."""
        return [each for each in marks if self.clause(each) == self.clause(mark)]

    # ---- of what ----------------------------------------------------------------------------------

    def measures(self, mark: Mark, *, per_cent: bool = False, after: bool = True) -> tuple[Measure, ...]:
        """Return what *mark* may be a figure of.

        The measure right after it (unless *after* is false), else the nearest before it in its clause, else
        the sentence's first, else what the sentence before was about, else the first after it. *per_cent*
        asks for one that is itself a percentage.
        """
        marks = [each for each in self.of("measure") if not per_cent or _is_share(each)]
        follows = [each for each in marks if each.start >= mark.stop]
        ahead = [each for each in marks if each.stop <= mark.start]
        if after and follows and self._adjoins(mark, follows[0]):
            return tuple(follows[0].what)
        if ahead:
            near = self._beside(mark, ahead)
            return tuple(near[-1].what if near else ahead[0].what)
        if self._stands_for(mark, follows, per_cent):
            return self.context.measures
        return tuple(follows[0].what) if follows else ()

    def _stands_for(self, mark: Mark, follows: list[Mark], per_cent: bool) -> bool:
        """Return whether *mark* is a figure of what the sentence before was about."""
        about = self.context.measures
        if not about or (per_cent and any(measure.unit != "per cent" for measure in about)):
            return False
        beside = follows and self.clause(follows[0]) == self.clause(mark)
        return not beside or not self.ahead(mark).strip() or bool(_STANDS_FOR.match(self.text))

    def _adjoins(self, mark: Mark, measure: Mark) -> bool:
        """Return whether *measure* stands right after *mark*: a few words on, no number or clause between."""
        between = self.text[mark.stop : measure.start]
        return len(between.split()) <= 4 and not _NOT_BESIDE.search(between)

    def has_before(self, mark: Mark) -> bool:
        """Return whether a measure is named before *mark* in its clause."""
        return any(each.stop <= mark.start for each in self._beside(mark, self.of("measure")))

    # ---- of when ----------------------------------------------------------------------------------

    def span(self, mark: Mark) -> tuple[date, When]:
        """Return between which times something went: by the moment of its clause, else by one before."""
        told = [each for each in self.of("moment") if each.what.kind != "began"]
        here = self._beside(mark, told)
        ahead = [each for each in told if each.stop <= mark.start]
        if here:
            return self._span(min(here, key=lambda each: _apart(each, mark)))
        return self._span(ahead[-1]) if ahead else (self.end, back(self.end, 12))

    def _span(self, mark: Mark) -> tuple[date, When]:
        """Return the two times that a moment sets against each other."""
        moment: Moment = mark.what
        end = moment.end or self.end
        if moment.kind == "peak":
            return self.end, PEAK
        if moment.kind == "after":
            base = self._last_before(mark)
            if EARLIER.search(self.ahead(mark)):  # "fewer than the year after"
                return base or self.end, back(base or self.end, -12)
            end = back(base or back(self.end, 12), -12)
        elif moment.kind == "before":
            end = self._last_before(mark) or self.end
        elif EARLIER.search(self.ahead(mark)):
            return self.end, end
        return end, back(end, 6 if moment.kind == "half" else 12)

    def is_to_come(self, mark: Mark) -> bool:
        """Return whether a figure is set against a year after the release's own: "up on the year after"."""
        if mark.what.kind != "after" or not EARLIER.search(self.ahead(mark)):
            return False
        return back(self._last_before(mark) or self.end, -12) > self.end

    def _last_before(self, mark: Mark) -> date | None:
        """Return the last time named before *mark* that is not what a figure is set against."""
        named = [each for each in self.of("moment") if each.stop <= mark.start and each.what.end]
        return named[-1].what.end if named and not EARLIER.search(self.ahead(named[-1])) else None

    def moment_of(self, mark: Mark) -> date | None:
        """Return the time that *mark* is said of by itself: after it, or in its clause, or before it."""
        dated = [each for each in self.of("moment") if each.what.end and each.what.kind in DATED]
        told = [each for each in dated if not EARLIER.search(self.ahead(each))]
        for each in told:
            between = self.text[mark.stop : each.start]
            if (
                each.start >= mark.stop
                and not re.search(rf"[,;]|{N}", between)
                and len(between.split()) <= 14
            ):
                return each.what.end  # type: ignore[no-any-return]
        here = self._beside(mark, told)
        ahead = [each for each in told if each.stop <= mark.start]
        near = min(here, key=lambda each: _apart(each, mark)) if here else ahead[-1] if ahead else None
        return near.what.end if near else None

    def right_after(self, mark: Mark) -> date | None:
        """Return the time named right after a number: "from 3,333 on September 30 2018"."""
        return self._next(mark, r"(?: [\w'-]+){0,5}? (?:on|in|at|for|by) ")

    def just_after(self, mark: Mark) -> date | None:
        """Return the day named next after a number, a comma between or not."""
        return self._next(mark, rf"[^{N[1:-1]}]*")

    def _next(self, mark: Mark, between: str) -> date | None:
        """Return the next time named after *mark*, if what is *between* is of that form."""
        for each in self.of("moment"):
            if each.start >= mark.stop and each.what.end and each.what.kind in DATED:
                fits = re.fullmatch(between, self.text[mark.stop : each.start])
                return each.what.end if fits else None
        return None

    # ---- how --------------------------------------------------------------------------------------

    def role(self, mark: Mark, last: str) -> str:
        """Return the part that a number has, the one before it having been *last*."""
        hedges = [each.start for each in self.marks if each.kind == "hedge" and each.stop == mark.start]
        return role_of(self.text[: hedges[0] if hedges else mark.start], self.behind(mark), last)

    def hedge(self, mark: Mark) -> str:
        """Return the hedge right before a number, or "or more" after it."""
        if re.match(rf"{UNIT}? or more\b", self.behind(mark)):
            return "at least"
        found = HEDGE.search(self.ahead(mark))
        if not found:
            return ""
        loose = found[0].split()[0].lower() in LOOSE
        marked = any(each.kind == "hedge" and each.start == found.start() for each in self.marks)
        return (found.lastgroup or "").replace("_", " ") if marked or not loose else ""

    def unit(self, mark: Mark) -> str:
        """Return the unit that a number is printed with, where it is not its measure's own."""
        behind = self.behind(mark)
        if _POINTS.match(behind):
            return "points"
        if _PER_CENT.match(behind):
            return "per cent"
        return "times" if _TIMES.match(behind) else ""

    def way(self, mark: Mark) -> str:
        """Return which way a change goes, by the nearest word for it: after the number, else before it."""
        behind = [move for move in self.of("move") if 0 <= move.start - mark.stop < 48]
        ahead = [move for move in self.of("move") if move.stop <= mark.start]
        if behind and not re.search(r"[,;]", self.text[mark.stop : behind[0].start]):
            by = re.search(r"\b(?:by|of|up|down)\s*(?:\w+ ){0,2}\Z", self.ahead(mark))
            if not ahead or not by:
                return str(behind[0].what)
        return str(ahead[-1].what) if ahead else ""

    def negated(self, mark: Mark) -> bool:
        """Return whether a "not" stands before *mark* in its clause, near enough to turn it round."""
        if mark.kind == "number" and (after := _DENIED_AFTER.match(self.text, mark.stop)):
            return not any(each.start < after.end() and after.end() - 3 < each.stop for each in self.marks)
        if mark.kind == "move" and _NEITHER.match(self.text, mark.stop):
            return True
        clause = max((spot for spot in self.breaks if spot <= mark.start), default=0)
        start = max(clause, mark.start - 24)
        found = NEGATIONS.finditer(self.text[start : mark.start])
        spans = [(each.start() + start, each.end() + start) for each in found]
        return any(not any(a < each.stop and each.start < b for each in self.marks) for a, b in spans)


def ask(sentence: Sentence, kind: str, mark: Mark, **said: Any) -> Asked:
    """Return a question of *kind* about *mark*."""
    return Asked(kind, (sentence.start + mark.start, sentence.start + mark.stop), **said)


def _apart(one: Mark, other: Mark) -> int:
    """Return how far two marks are from each other."""
    return max(one.start - other.stop, other.start - one.stop)


def _is_share(mark: Mark) -> bool:
    """Return whether a measure that *mark* may mean is a percentage itself."""
    return any(measure.unit == "per cent" for measure in mark.what)
