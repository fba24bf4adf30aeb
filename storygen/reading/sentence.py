"""Sentence: of which measure and place something in it is said, and how.

The nearest that fits, in its own clause first, then before it, then in the sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from typing import Any

from storygen.facts.measure import Measure
from storygen.reading.asked import EVERY, Asked
from storygen.reading.lexicon import BREAKS, HEDGE, LOOSE, NEGATIONS
from storygen.reading.marks import Lexis, Mark, marks_of
from storygen.reading.roles import HEDGED, PLACES, UNIT, N, role_of
from storygen.reading.shape import IN_DIGITS, IS_ORDINAL, NUMBER

_STANDS_FOR = re.compile(r"(?:It|They|This|That|These|Those|Their number)\b")
_OTHERS = re.compile(rf"\b(?:against|compared (?:with|to)|than|while|versus) {HEDGED}{N}")
_ACROSS = re.compile(r"(?: [\w'-]+){0,3}? (?:across|in|for|of)(?: the)? ?| ?")
_NOT_BESIDE = re.compile(rf"{N}|[,;:]| (?:and|of all|of the|but|in|at) ")
_LIKE = re.compile(r"\b[Uu]nlike (?:the |in )?\Z")
_EACH = re.compile(
    r"\b(?:[Bb]oth|[Ee]ach|[Ee]ither|[Ll]ike|[Aa]s did|[Rr]espectively)\b"
    rf"|\b[Aa]ll {N} (?:{PLACES}|counties)\b"
)
_TOGETHER = re.compile(
    r"\b(?:together|combined|between them|in total|total|overall|across|as a whole|in all)\b", re.IGNORECASE
)
_LISTED = re.compile(r", | and |, and | or ")
_VERB = re.compile(r" (?:numbers? |levels? )?(?:rose|fell|was|were|is|are|has|have|had|went|made|came)\b")
_DENIED_AFTER = re.compile(r"(?: [\w-]+){0,4}? (?:was|were|is|are|has|have|had) not")
_NEITHER = re.compile(r"(?: [\w-]+){0,2}? neither\b")
_PER_CENT = re.compile(r"(?:%| ?per ?cent\b)(?!age)(?! points?)", re.IGNORECASE)
_POINTS = re.compile(r" ?(?:percentage|per ?cent|%)[ -]points?", re.IGNORECASE)
_TIMES = re.compile(
    r"-fold\b|(?: times|-fold) (?:as |more |higher |the |that |what |its |larger |greater )", re.IGNORECASE
)
_TWICE = re.compile(
    r" (?:as (?:many|much|high|large|big|often|likely|common)|the (?:national|nation's|rate|figure|level)"
    r"|what)\b"
)


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
        every = self.of("place")
        places = [each for each in every if not _LIKE.search(self.ahead(each))] or every
        if not places:
            return self.context.who
        here = self.beside(mark, places)
        if here:
            return tuple(min(here, key=lambda place: apart(place, mark)).what)
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

    def named_before(self, mark: Mark) -> tuple[str, ...]:
        """Return the places that are set against others: the nearest named before *mark*."""
        before = [place for place in self.of("place") if place.stop <= mark.start]
        return tuple(before[-1].what) if before else self.context.who

    def says_each(self) -> bool:
        """Return whether it says of itself that it is of each of its places: "both", "like Kent Police"."""
        return bool(_EACH.search(self.text)) and not _TOGETHER.search(self.text)

    def is_of_each(self, who: tuple[str, ...]) -> bool:
        """Return whether something is said of each of some places, and not of them together."""
        listed = len(who) > 1 and any(tuple(place.what) == who for place in self.of("place"))
        return self.says_each() or (listed and not _TOGETHER.search(self.text))

    def local(self, mark: Mark) -> tuple[str, ...]:
        """Return the place that is ranked: not the nation among whose places it is."""
        every = self.of("place")
        places = [each.what for each in every if each.what != (self.lexis.brief.nation,)]
        return tuple(places[0]) if places else self.context.who if self.says_each() else self.who(mark)

    def beside(self, mark: Mark, marks: list[Mark]) -> list[Mark]:
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
        if after and not per_cent and (short := self.lexis.short.match(self.text, mark.stop + 1)):
            return (self.lexis.short_for(short[0]),)
        if ahead:
            near = self.beside(mark, ahead)
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

    def listed(self, mark: Mark) -> tuple[Measure, ...]:
        """Return all that a number is of together, if of more than one: "officers, staff and PCSOs"."""
        follows = [each for each in self.of("measure") if each.start >= mark.stop]
        if not follows or not self._adjoins(mark, follows[0]):
            return ()
        every, stop = [follows[0].what[0]], follows[0].stop
        while joined := _LISTED.match(self.text, stop):
            named = next((each for each in follows if each.start == joined.end()), None)
            short = self.lexis.short.match(self.text, joined.end())
            if not (named or short):
                break
            every.append(named.what[0] if named else self.lexis.short_for(short[0]) if short else None)
            stop = named.stop if named else short.end() if short else stop
        return () if len(every) < 2 or _VERB.match(self.text, stop) else tuple(every)

    def has_before(self, mark: Mark) -> bool:
        """Return whether a measure is named before *mark* in its clause."""
        return any(each.stop <= mark.start for each in self.beside(mark, self.of("measure")))

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
        word = self.text[mark.start] >= "\ue000" and not ord(self.text[mark.start]) - NUMBER & (
            IN_DIGITS | IS_ORDINAL
        )
        return "times" if _TIMES.match(behind) or (word and _TWICE.match(behind)) else ""

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


def apart(one: Mark, other: Mark) -> int:
    """Return how far two marks are from each other."""
    return max(one.start - other.stop, other.start - one.stop)


def _is_share(mark: Mark) -> bool:
    """Return whether a measure that *mark* may mean is a percentage itself."""
    return any(measure.unit == "per cent" for measure in mark.what)
