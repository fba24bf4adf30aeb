"""Grammar: what a sentence says of which measure, place and time, put as questions.

A number's part in its sentence is told by the words around it (`ROLES`); its measure, place and time are
the nearest that fit, in its own clause first, then before it, then in the sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from storygen.facts.measure import Measure
from storygen.reading.asked import EVERY, PEAK, Asked, When
from storygen.reading.lexicon import (
    ADVERB_AFTER,
    ADVERB_BEFORE,
    BREAKS,
    DOWN,
    FRACTIONS,
    HEDGE,
    HIGHEST,
    LOOSE,
    LOWEST,
    MOVES,
    MULTIPLES,
    NEGATIONS,
    STRONG,
    UP,
)
from storygen.reading.marks import Lexis, Mark, marks_of
from storygen.reading.moments import Moment, back
from storygen.reading.shape import IS_ORDINAL, NUMBER, NUMBERS

_N = f"[{NUMBERS}]"
_HEDGED = r"(?:(?:about|around|almost|nearly|just over|just under|more than|over|at least|some|roughly) )?"
_GOING = (
    r"(?:ris(?:en|e|es|ing)|rose|(?<!made )(?<!make )(?<!makes )up|increas\w+|gr(?:ew|own|owth|owing)|climb\w*|jump\w*|soar\w*|surg\w*|leapt"
    r"|fall(?:en|s|ing)?|fell|down|decreas\w+|drop\w*|declin\w+|dip\w*|shr[aui]nk\w*|reduc\w+|plung\w+|chang\w+)"
)
_MORE = r"(?:more|fewer|less|higher|lower|greater|above|below|up|down)"
_NOUN = r"(?:rise|increase|fall|drop|decrease|decline|reduction|jump|surge|growth|hike|leap|dip|cut|change)"
_UNIT = r"(?:%| ?per ?cent| percentage points?| points?)"
_LOOK_BACK = (
    r"(?:(?:a|the|one) (?:year|12 months|twelve months) (?:before|earlier|previously|ago)|the previous year"
    r"|the preceding year|last year)"
)
_PLACES = r"(?:forces|areas|places|constabularies)"


@dataclass(frozen=True, slots=True)
class Role:
    """A part that a number can have, and the words around it by which it is known."""

    name: str
    ahead: str = ""
    """What stands right before it."""
    behind: str = ""
    """What stands right after it."""


ROLES = (
    Role("streak", "", r" (?:consecutive |successive |straight )?(?:year|time) (?:in a row|running)"),
    Role("streak", "", r" (?:consecutive|successive|straight) (?:year|time)"),
    Role("rank", "", r"[- ](?:highest|largest|biggest|greatest|lowest|smallest|steepest|sharpest|fastest)"),
    Role("part of", "", rf" of (?:just |only |the )?{_N}"),
    Role("tally", rf"{_N} of (?:just |only |the )?", rf"(?: \w+)? {_PLACES}"),
    Role("among", r"(?:out of|of) (?:the |all )?", rf"(?: \w+)? {_PLACES}"),
    Role("among", rf"{_PLACES},? out of (?:the |all )?"),
    Role("base", "", rf" in (?:every )?{_N}"),
    Role("outof", rf"{_N} in (?:every )?", ""),
    Role("extreme", r"as (?:high|low|many|few) as ", ""),
    Role("change", "", rf"{_UNIT}? {_NOUN}\b"),
    Role("change", "", rf"{_UNIT}(?: [\w-]+){{0,2}}? {_MORE}\b"),
    Role("change", "", rf"(?: [\w-]+){{0,3}}? {_MORE} than\b"),
    Role("change", "", rf" (?:more|fewer|higher|lower|above|below)\b"),
    Role("change", rf"\b{_NOUN} of (?:just )?", ""),
    Role("change", rf"\b{_GOING}(?: \w+)? by (?:just )?", ""),
    Role("change", rf"\b{_GOING}(?: by)? (?:just )?", _UNIT),
    Role("change", rf"\b(?:added|lost|gained|shed) ", ""),
    Role("before", r"\bfrom ", rf"(?: [\w' -]+?)?,? (?:to|and) {_HEDGED}{_N}"),
    Role("now", rf"\bfrom {_HEDGED}{_N}(?: [\w' -]+?)?,? to ", ""),
    Role(
        "then",
        rf"when (?:there (?:was|were)|it (?:was|were|stood at)|they (?:were|numbered)|the \w+ was) ",
        "",
    ),
    Role(
        "before",
        r"\b(?:from|than|compared (?:with|to)|against|same (?:number )?as|as many as|level with) (?:the )?",
        "",
    ),
    Role("before", r"\bchanged from ", ""),
    Role("before", "", rf"(?: (?!more\b|fewer\b|less\b)[\w'-]+){{0,4}}? {_LOOK_BACK}"),
    Role("level"),
)
"""Asked in this order; the first that fits is the number's part."""

_COMPILED = tuple(
    (
        role.name,
        re.compile(rf"{role.ahead}{_HEDGED}\Z", re.IGNORECASE) if role.ahead else None,
        re.compile(role.behind, re.IGNORECASE) if role.behind else None,
    )
    for role in ROLES
)
_AGAIN = re.compile(rf"{_N}(?:{_UNIT}| times)?,? (?:or|\() ?{_HEDGED}\Z", re.IGNORECASE)
"""A number said again another way: "by 92, or three per cent"."""
_PER_CENT = re.compile(r"(?:%| ?per ?cent\b)(?!age)(?! points?)", re.IGNORECASE)
_POINTS = re.compile(r" ?(?:percentage|per ?cent|%)[ -]points?", re.IGNORECASE)
_TIMES = re.compile(
    r"(?: times|-fold) (?:as |more |higher |the |that |what |its |larger |greater )", re.IGNORECASE
)
_BEFORE_IT = re.compile(
    r"(?:than|from|compared with|compared to|since|against|up on|down on)(?: (?:in|on|at|for))? \Z", re.I
)
_REVISED = re.compile(r"\brevis(?:ed|ion|es)\b|\bfirst published\b", re.IGNORECASE)
_ORDINALS = "".join(chr(NUMBER + bits) for bits in range(16) if bits & IS_ORDINAL)
SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences before were about."""

    measures: tuple[Measure, ...] = ()
    who: tuple[str, ...] = EVERY
    way: str = ""


class Sentence:
    """One sentence of a shape, and its marks."""

    def __init__(self, text: str, lexis: Lexis, context: Context, first: int, start: int) -> None:
        """Mark *text*, whose first number is the par's number *first* and which starts at *start* in it."""
        self.text, self.lexis, self.context, self.first, self.start = text, lexis, context, first, start
        self.marks = marks_of(text, lexis)
        self.breaks = [found.start() for found in BREAKS.finditer(text)]
        self.end = lexis.calendar.end

    def clause(self, spot: int) -> int:
        """Return which clause *spot* is in."""
        return bisect(self.breaks, spot)

    def of(self, kind: str) -> list[Mark]:
        """Return the marks of one *kind*."""
        return [mark for mark in self.marks if mark.kind == kind]

    # ---- who, what, when ------------------------------------------------------------------------

    def who(self, mark: Mark) -> tuple[str, ...]:
        """Return the places that *mark* is said of: in its clause the nearest, else those named before it."""
        places = self.of("place")
        if not places:
            return self.context.who
        here = [place for place in places if self.clause(place.start) == self.clause(mark.start)]
        if here:
            return tuple(min(here, key=lambda place: _apart(place, mark)).what)
        before = [place for place in places if place.start < mark.start]
        return tuple((before[-1] if before else places[0]).what)

    def measures(self, mark: Mark, *, per_cent: bool = False, after: bool = True) -> tuple[Measure, ...]:
        """Return what *mark* may be a figure of.

        The measure right after it, else the nearest before it in its clause, in its sentence, in the
        sentence before, else the first after it. *per_cent* asks for one that is itself a percentage.
        """
        marks = [each for each in self.of("measure") if not per_cent or _is_share(each)]
        follows = [each for each in marks if each.start >= mark.stop]
        ahead = [each for each in marks if each.stop <= mark.start]
        if after and follows and self._adjoins(mark, follows[0]):
            return tuple(follows[0].what)
        near = [each for each in ahead if self.clause(each.start) == self.clause(mark.start)]
        if near or ahead:
            return tuple(near[-1].what if near else ahead[0].what)
        if self.context.measures and (
            not per_cent or all(m.unit == "per cent" for m in self.context.measures)
        ):
            beside = follows and self.clause(follows[0].start) == self.clause(mark.start)
            if not beside or not self.text[: mark.start].strip() or _STANDS_FOR.match(self.text):
                return self.context.measures
        return tuple(follows[0].what) if follows else ()

    def _adjoins(self, mark: Mark, measure: Mark) -> bool:
        """Return whether *measure* stands right after *mark*: a few words on, no number or clause between."""
        between = self.text[mark.stop : measure.start]
        return len(between.split()) <= 4 and not re.search(
            rf"{_N}|[,;:]| (?:and|of all|of the|but|in|at) ", between
        )

    def span(self, mark: Mark) -> tuple[date, When]:
        """Return between which times something went: by the moment of its clause, else by one before."""
        told = [each for each in self.of("moment") if each.what.kind != "began"]
        here = [each for each in told if self.clause(each.start) == self.clause(mark.start)]
        ahead = [each for each in told if each.stop <= mark.start]
        if here:
            return self._span(min(here, key=lambda each: _apart(each, mark)))
        return self._span(ahead[-1]) if ahead else (self.end, back(self.end, 12))

    def _span(self, mark: Mark) -> tuple[date, When]:
        """Return the two times that a moment sets against each other."""
        moment: Moment = mark.what
        end = moment.end or self.end
        ahead = self.text[: mark.start]
        if moment.kind == "peak":
            return self.end, PEAK
        if moment.kind == "after":
            return self._year_after(mark)
        if moment.kind == "before":
            return self._year_before(mark)
        if _BEFORE_IT.search(ahead):
            return self.end, end
        if moment.kind == "half":
            return end, back(end, 6)
        return end, back(end, 12)

    def _year_after(self, mark: Mark) -> tuple[date, When]:
        """Return the year that follows the last one named before *mark*."""
        named = [each.what.end for each in self.of("moment") if each.stop <= mark.start and each.what.end]
        end = back(named[-1], -12) if named else self.end
        return end, back(end, 12)

    def _year_before(self, mark: Mark) -> tuple[date, When]:
        """Return the last time named before *mark*, set against the year before it."""
        named = [each for each in self.of("moment") if each.stop <= mark.start and each.what.end]
        end = (
            named[-1].what.end if named and not _BEFORE_IT.search(self.text[: named[-1].start]) else self.end
        )
        return end, back(end, 12)

    def moment_of(self, mark: Mark) -> date | None:
        """Return the time that *mark* is said of by itself: named right after it, or in its clause."""
        told = [each for each in self.of("moment") if each.what.end and each.what.kind in ("day", "year")]
        for each in told:
            between = self.text[mark.stop : each.start]
            if (
                each.start >= mark.stop
                and not re.search(rf"[,;]|{_N}", between)
                and len(between.split()) <= 14
            ):
                return self._said_of(each)
        here = [each for each in told if self.clause(each.start) == self.clause(mark.start)]
        ahead = [each for each in told if each.stop <= mark.start]
        near = min(here, key=lambda each: _apart(each, mark)) if here else ahead[-1] if ahead else None
        return self._said_of(near) if near else None

    def _said_of(self, mark: Mark) -> date | None:
        """Return the day of a moment, if a level may be said of it."""
        return mark.what.end if isinstance(mark.what.end, date) else None

    def way_of(self, mark: Mark) -> str:
        """Return which way a change goes, by the nearest word for it: after the number, else before it."""
        moves = [each for each in self.of("move")]
        behind = [m for m in moves if m.start >= mark.stop and len(self.text[mark.stop : m.start]) < 48]
        ahead = [m for m in moves if m.stop <= mark.start]
        if behind and not re.search(r"[,;]", self.text[mark.stop : behind[0].start]):
            if not ahead or not re.search(r"\b(?:by|of|up|down)\s*(?:\w+ ){0,2}\Z", self.text[: mark.start]):
                return str(behind[0].what)
        return str(ahead[-1].what) if ahead else ""

    def negated(self, mark: Mark) -> bool:
        """Return whether a "not" stands before *mark* in its clause, near enough to turn it round."""
        clause = max((spot for spot in self.breaks if spot <= mark.start), default=0)
        return bool(NEGATIONS.search(self.text[max(clause, mark.start - 24) : mark.start]))

    # ---- what is asked --------------------------------------------------------------------------

    def asked(self) -> Iterator[Asked]:
        """Yield all that the sentence says."""
        number, role = self.first, "level"
        for mark in self.marks:
            if mark.kind == "number":
                role = self._role(mark, role)
                yield from self._number(mark, number, role)
                number += 1
            elif mark.kind == "part":
                yield self._part(mark, number)
                number += 1
            elif mark.kind == "nought":
                yield self._level(mark, -1, self._role(mark, "level"))._replace(literal=Decimal(0))
            elif mark.kind == "fraction":
                yield from self._fraction(mark)
            elif mark.kind == "multiple":
                yield self._multiple(mark, -1, Decimal(MULTIPLES[mark.what]))
            elif mark.kind in ("move", "strength"):
                yield from self._move(mark)
            elif mark.kind == "end":
                yield from self._end(mark)
        yield from self._moments()

    def ask(self, kind: str, mark: Mark, **said: object) -> Asked:
        """Return a question of *kind* about *mark*."""
        spot = (self.start + mark.start, self.start + mark.stop)
        return Asked(kind, spot, **said)  # type: ignore[arg-type]

    def _role(self, mark: Mark, last: str) -> str:
        """Return the part that a number has in the sentence."""
        hedges = [each.start for each in self.marks if each.kind == "hedge" and each.stop == mark.start]
        ahead, behind = self.text[: hedges[0] if hedges else mark.start], self.text[mark.stop :]
        if _AGAIN.search(ahead):
            return last
        for name, before, after in _COMPILED:
            if (before is None or before.search(ahead)) and (after is None or after.match(behind)):
                return name
        return "level"

    def _hedge(self, mark: Mark) -> str:
        """Return the hedge right before a number, and "or more" after it."""
        found = HEDGE.search(self.text[: mark.start])
        hedge = (found.lastgroup or "").replace("_", " ") if found else ""
        if (
            found
            and found[0].split()[0].lower() in LOOSE
            and not any(each.kind == "hedge" and each.start == found.start() for each in self.marks)
        ):
            hedge = ""
        if re.match(rf"(?:{_UNIT})? or more\b", self.text[mark.stop :]):
            hedge = "at least"
        return hedge

    def _unit(self, mark: Mark) -> str:
        """Return the unit that a number is printed with, where it is not its measure's own."""
        behind = self.text[mark.stop :]
        if _POINTS.match(behind):
            return "points"
        if _PER_CENT.match(behind):
            return "per cent"
        return "times" if _TIMES.match(behind) else ""

    def _number(self, mark: Mark, number: int, role: str) -> Iterator[Asked]:
        """Yield what is said by a number."""
        unit = self._unit(mark)
        common = {"number": number, "hedge": self._hedge(mark), "scale": SCALES.get(mark.what or "", 1)}
        if role == "level" and self.text[mark.start] in _ORDINALS:
            return
        if role == "part of":
            if re.match(rf" of (?:just |only |the )?{_N}(?: \w+)? {_PLACES}", self.text[mark.stop :]):
                every = tuple(self.lexis.brief.measures.values())[:1]
                yield self.ask("one", mark, number=number, measures=every, who=self.who(mark))
            return
        if unit == "times":
            yield self._multiple(mark, number, None)
        elif role in ("change", "streak", "tally", "among", "rank", "extreme"):
            yield from getattr(self, f"_{role}")(mark, unit, common)
        elif unit == "per cent" or unit == "points":
            yield self._share(mark, unit, common)
        elif role in ("base", "outof"):
            yield self.ask("unknown", mark, number=number)
        else:
            yield self._level(mark, number, role)._replace(**common)

    def _level(self, mark: Mark, number: int, role: str) -> Asked:
        """Return what is said by a number that is a figure itself."""
        measures = self.measures(mark)
        now, before = self.span(mark)
        own = self.moment_of(mark) if role in ("level", "then") else self._right_after(mark)
        when: When = own or self.end
        if role == "before" and _REVISED.search(self.text):
            return self.ask(
                "first", mark, number=number, measures=measures, who=self.who(mark),
                before=self.moment_of(mark) or self.end,
            )  # fmt: skip
        if role == "before":
            when = own or before
        elif role == "now":
            when = own or (self.moment_of(mark) or now if _REVISED.search(self.text) else now)
        elif role == "then":
            when = own if own and own != self.end else before
        return self.ask(
            "level", mark, number=number, measures=measures, who=self.who(mark), before=when, way=role,
            negated=False,
        )  # fmt: skip

    def _right_after(self, mark: Mark) -> date | None:
        """Return the time named right after a number: "from 3,333 on September 30 2018"."""
        for each in self.of("moment"):
            between = self.text[mark.stop : each.start]
            if each.start >= mark.stop and each.what.end and each.what.kind in ("day", "year"):
                return (
                    each.what.end
                    if re.fullmatch(r"(?: [\w'-]+){0,5}? (?:on|in|at|for|by) ", between)
                    else None
                )
        return None

    def _share(self, mark: Mark, unit: str, common: dict[str, object]) -> Asked:
        """Return what is said by a percentage that is no change: a share, published or of two figures."""
        own = self.measures(mark, per_cent=True)
        who, when = self.who(mark), self.moment_of(mark) or self.end
        if own and all(measure.unit == "per cent" for measure in own):
            return self.ask(
                "level", mark, measures=own, who=who, before=when, unit=unit, way="level", **common
            )
        whole = re.match(r"(?:%| ?per ?cent) of (?:all |the |its |recorded |every )*", self.text[mark.stop :])
        of = [each for each in self.of("measure") if each.start >= mark.stop]
        if whole and of and of[0].start - mark.stop - whole.end() < 4:
            part = self.measures(mark, after=False)
            return self.ask(
                "share", mark, measures=part, whole=of[0].what, who=who, before=when, unit=unit, **common
            )
        return self.ask("unknown", mark, **common)

    def _change(self, mark: Mark, unit: str, common: dict[str, object]) -> Iterator[Asked]:
        """Yield what is said by the size of a change."""
        now, before = self.span(mark)
        yield self.ask(
            "change", mark, measures=self.measures(mark, after=not unit or not self._has_before(mark)),
            who=self.who(mark), now=now, before=before, way=self.way_of(mark), unit=unit, **common,
        )  # fmt: skip

    def _has_before(self, mark: Mark) -> bool:
        """Return whether a measure is named before *mark* in its clause."""
        return any(
            each.stop <= mark.start and self.clause(each.start) == self.clause(mark.start)
            for each in self.of("measure")
        )

    def _streak(self, mark: Mark, _unit: str, common: dict[str, object]) -> Iterator[Asked]:
        """Yield what "for the second year in a row" says."""
        now, _ = self.span(mark)
        moves = [each for each in self.of("move") if each.stop <= mark.start]
        way = str(moves[-1].what) if moves else ""
        yield self.ask(
            "streak", mark, measures=self.measures(mark), who=self.who(mark), now=now, way=way, **common
        )

    def _tally(self, mark: Mark, _unit: str, common: dict[str, object]) -> Iterator[Asked]:
        """Yield what "one of 12 forces" says: so many went the way that the sentence names."""
        moves = [each for each in self.of("move") if each.what in (UP, "down")]
        now, before = self.span(moves[-1] if moves else mark)
        measures = self.measures(moves[-1] if moves else mark)
        yield self.ask(
            "tally", mark, measures=measures, who=self.who(mark), now=now, before=before,
            way=str(moves[-1].what) if moves else "", **common,
        )  # fmt: skip

    def _among(self, mark: Mark, _unit: str, common: dict[str, object]) -> Iterator[Asked]:
        """Yield what "out of 43" says."""
        yield self.ask(
            "among", mark, measures=self.measures(mark), who=self.who(mark), now=self.end, **common
        )

    def _rank(self, mark: Mark, _unit: str, common: dict[str, object]) -> Iterator[Asked]:
        """Leave an ordinal to the superlative after it, which asks for both."""
        del mark, common
        yield from ()

    def _extreme(self, mark: Mark, _unit: str, common: dict[str, object]) -> Iterator[Asked]:
        """Yield what "as high as 144,400" says: the figure, and that it is the end of its series."""
        low = re.search(rf"as (?:low|few) as {_HEDGED}\Z", self.text[: mark.start], re.IGNORECASE)
        when = self._just_after(mark) or self.moment_of(mark)
        yield self.ask(
            "extreme", mark, measures=self.measures(mark), who=self.who(mark), now=when,
            way=LOWEST if low else HIGHEST, **common,
        )  # fmt: skip

    def _just_after(self, mark: Mark) -> date | None:
        """Return the day named next after a number, a comma between or not."""
        for each in self.of("moment"):
            if each.start >= mark.stop and each.what.end:
                return each.what.end if not re.search(_N, self.text[mark.stop : each.start]) else None
        return None

    def _part(self, mark: Mark, number: int) -> Asked:
        """Return what "a third" says, of a change or of a whole."""
        return self.ask("unknown", mark, number=number)

    def _fraction(self, mark: Mark) -> Iterator[Asked]:
        """Yield what "a quarter" says, where it is the size of a change."""
        value = Decimal(FRACTIONS[mark.what])
        ahead, behind = self.text[: mark.start], self.text[mark.stop :]
        change = re.search(rf"\b(?:{_NOUN} of|{_GOING}(?: \w+)? by) {_HEDGED}\Z", ahead, re.I) or re.match(
            rf" {_MORE}\b|(?: or more)? {_NOUN}\b", behind, re.I
        )
        if not change:
            return
        now, before = self.span(mark)
        yield self.ask(
            "change", mark, literal=value, measures=self.measures(mark), who=self.who(mark), now=now,
            before=before, way=self.way_of(mark), unit="per cent", hedge=self._hedge(mark) or "about",
        )  # fmt: skip

    def _multiple(self, mark: Mark, number: int, value: Decimal | None) -> Asked:
        """Return what "more than doubled" or "three times as many" says."""
        now, before = self.span(mark)
        return self.ask(
            "multiple", mark, number=number, literal=value, measures=self.measures(mark), who=self.who(mark),
            now=now, before=before, hedge=self._hedge(mark),
        )  # fmt: skip

    def _move(self, mark: Mark) -> Iterator[Asked]:
        """Yield which way a word says that a figure went, and how strongly."""
        words = self.text[mark.start : mark.stop].lower()
        way = mark.what
        if mark.kind == "strength":
            inner = MOVES.search(words)
            way = inner.lastgroup if inner else ""
        elif words in LOOSE and not self._compares(mark):
            return
        measures = self.measures(mark, after=words in ("more", "fewer", "less"))
        now, before = self.span(mark)
        said = {"measures": measures, "who": self.who(mark), "now": now, "before": before}
        negated = self.negated(mark)
        yield self.ask("move", mark, way=way, negated=negated, words=words, **said)
        strong = words if mark.kind == "strength" else self._strength(mark)
        if strong and not negated:
            yield self.ask("strength", mark, words=strong, way=way, **said)

    def _strength(self, mark: Mark) -> str:
        """Return the word beside a move that says how strong it was, or the move if it says so itself."""
        word = self.text[mark.start : mark.stop].lower()
        beside = ADVERB_AFTER.match(self.text[mark.stop :]) or ADVERB_BEFORE.search(self.text[: mark.start])
        return beside[1].lower() if beside else word if STRONG.fullmatch(word) else ""

    def _compares(self, mark: Mark) -> bool:
        """Return whether a loose word such as "more" compares here, and does not only stand there."""
        words = self.text[mark.start : mark.stop].lower()
        ahead, behind = self.text[: mark.start], self.text[mark.stop :]
        if words in ("up", "down"):
            return True
        if re.match(rf" (?:[\w-]+ ){{0,3}}?than\b| often\b| {_N}|,", behind) or not behind.strip(" ."):
            return True
        beside = [each for each in self.of("measure") if 0 <= each.start - mark.stop <= 1]
        number = re.search(rf"(?:{_N}|half|quarter)(?:{_UNIT})?(?: [\w-]+){{0,2}} ?\Z", ahead)
        be = re.search(
            r"\b(?:was|were|is|are|be|been|remains?|stood|much|far|slightly|even|but|rate|number) \Z", ahead
        )
        return bool(beside or number or be)

    def _end(self, mark: Mark) -> Iterator[Asked]:
        """Yield which end of a ranking something is said to be at."""
        ahead, behind = self.text[: mark.start], self.text[mark.stop :]
        kind = re.match(rf" (?:\w+ )?({'|'.join(map(re.escape, self.lexis.kinds)) or '(?!)'})\b", behind)
        if kind:
            yield self.ask(
                "commonest", mark, measures=self.measures(mark, after=False), who=self.who(mark),
                before=self.moment_of(mark) or self.end, way=str(mark.what), words=kind[1],
            )  # fmt: skip
            return
        way = str(mark.what)
        change = re.match(
            r" (?:percentage |proportional )?(?:rise|increase|growth|fall|drop|decrease|decline)\b", behind
        )
        if way in ("faster", "slower"):
            move = [each for each in self.of("move") if each.stop <= mark.start]
            way = str(move[-1].what) if move else UP
            if mark.what == "slower":
                way = DOWN if way == UP else UP
        elif change:
            way = UP if re.search(r"rise|increase|growth", change[0]) else DOWN
        elif re.search(r"\bat \Z", ahead) or re.match(r" rise| fall", behind):
            return
        ordinal = re.search(rf"({_N})[- ]\Z", ahead)
        number = self.first + sum(1 for each in self.of("number") + self.of("part") if each.stop < mark.start)
        now, before = self.span(mark)
        measures = self.measures(mark)
        yield self.ask(
            "rank", mark, number=number - 1 if ordinal else -1, literal=None if ordinal else Decimal(1),
            measures=measures, who=self._local(mark), now=now, before=before, way=way,
            hedge="least" if change and mark.what == LOWEST else "", negated=self.negated(mark),
        )  # fmt: skip

    def _local(self, mark: Mark) -> tuple[str, ...]:
        """Return the place that is ranked: not the nation among whose places it is."""
        places = [each.what for each in self.of("place") if each.what != (self.lexis.brief.nation,)]
        return tuple(places[0]) if places else self.who(mark)

    def _moments(self) -> Iterator[Asked]:
        """Yield the times that are said of the release itself: published, began, the previous release."""
        for mark in self.of("moment"):
            moment: Moment = mark.what
            ahead = self.text[: mark.start].lower()
            if re.search(r"(?:published|released|came out|come out)(?: \w+)? (?:on|by) \Z|out by \Z", ahead):
                yield self.ask("when", mark, now=moment.end, words="published")
            elif moment.kind == "began" or re.search(r"\b(?:peak|high),? (?:on|in|at) \Z", ahead):
                what = "began" if moment.kind == "began" else "peaked"
                said = {"measures": self.measures(mark), "who": self.who(mark)}
                yield self.ask("when", mark, now=moment.end, words=what, **said)
            elif moment.end:
                yield self.ask("when", mark, now=moment.end, words="named")

    def after(self) -> Context:
        """Return what the next sentence may refer to."""
        measures, places = self.of("measure"), self.of("place")
        return Context(
            tuple(measures[0].what) if measures else self.context.measures,
            tuple(places[0].what) if places else self.context.who,
        )


_STANDS_FOR = re.compile(r"(?:It|They|This|That|These|Those|Their number)\b")


def _apart(one: Mark, other: Mark) -> int:
    """Return how far two marks are from each other."""
    return max(one.start - other.stop, other.start - one.stop)


def _is_share(mark: Mark) -> bool:
    """Return whether a measure that *mark* may mean is a percentage itself."""
    return any(measure.unit == "per cent" for measure in mark.what)
