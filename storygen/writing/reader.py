"""Reader: the second reader, who reads finished copy as a stranger would and recomputes it.

It knows the pack's words for what is counted, the places and the table, and nothing of how the copy was
written: no run, no ledger, no comparison made before. What is false it stops; what it cannot account for
it flags. It reads an editor's own copy as it reads ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from storygen.facts.geography import Geography
from storygen.facts.table import Table
from storygen.reading.asked import EVERY, Answer, Asked, Groups
from storygen.reading.bound import IN_FIGURES, Holds, bound, plain
from storygen.reading.moments import spoken
from storygen.reading.numerals import Number, read_number
from storygen.reading.questions import Questions
from storygen.reading.shape import FORCE, MONTHS, NOTE, PLACE, Shape, pars_of
from storygen.reading.spots import spots_of
from storygen.reading.sums import Sums
from storygen.reading.truth import ANSWERS, answer
from storygen.writing.flag import Flag

Ask = tuple[int, int, str, Holds | None, tuple[str, ...], Asked]
"""Where on the crib (column, number, words) and by whom else it is seen at a glance that something holds, of
whom it is said, and what it is that copy says."""
Rows = dict[tuple[str, ...], tuple[Groups, Mapping[int, str] | list[str]]]
"""By the places spoken of, the rows that may tell of them: their own, or those of the places within; and
what the first of them has on the crib."""
KEPT = 1 << 12
"""So many pars that are the same in every story are remembered."""


class Reader:
    """The second reader of one release's copy."""

    def __init__(self, questions: Questions, table: Table) -> None:
        """Ask the *questions* of what copy says, and recompute from *table*."""
        self.questions, self.brief = questions, questions.brief
        self.sums = Sums(table, self.brief)
        self._unit = self.brief.gazetteer.unit
        self._asks: dict[str, tuple[Ask, ...]] = {}
        self.settled: dict[str, Shape] = {}
        """Pars that say nothing of any one story's places, and nothing wrong, with their shapes."""

    def read(
        self, pars: Sequence[str], shapes: Sequence[Shape], places: Sequence[Geography], names: Sequence[str]
    ) -> list[Flag]:
        """Return what is false in a story's *pars*, the headline first, and what cannot be accounted for.

        Each has its shape in *shapes*, and is called by its name in *names*.
        """
        found: list[Flag] = []
        rows: Rows = {}
        settled, known = self.settled, self._asks
        for number, par in enumerate(pars):
            if par in settled:
                continue
            text, numbers, placed = shape = shapes[number]
            if (asks := known.get(text)) is None:
                asks = self._understood(text)
            doubted = self._doubted(asks, numbers, rows, places)
            flags = self._flags(doubted, par, shape, rows, places, number) if doubted else ()
            if flags:
                named = names[number]
                found += [Flag(each.check, each.message, named, each.span, each.stop) for each in flags]
            elif not placed and len(settled) < KEPT and all(_is_same(ask[-1]) for ask in asks):
                settled[par] = shape
        return found

    def _doubted(
        self, asks: Iterable[Ask], numbers: Sequence[str], rows: Rows, places: Sequence[Geography]
    ) -> list[Asked]:
        """Return what is not seen at a glance to hold, as nearly all that copy says is."""
        doubted = []
        for column, slot, words, holds, who, asked in asks:
            groups, row = rows.get(who) or self._told(who, rows, places)
            if column >= 0:
                said, shown = numbers[slot] if slot >= 0 else "", row[column]
                if shown == words + said or shown == words + IN_FIGURES.get(said, said):
                    continue
            if not (holds and holds(numbers, groups)):
                doubted.append(asked)
        return doubted

    def _flags(
        self,
        doubted: Iterable[Asked],
        par: str,
        shape: Shape,
        rows: Rows,
        places: Sequence[Geography],
        number: int,
    ) -> tuple[Flag, ...]:
        """Return what is wrong with what is *doubted* of one par, by the long way."""
        found = []
        spots = spots_of(par, shape)
        for asked in doubted:
            if (fault := self._fault(asked, shape, rows, places, number)) is not None:
                told, stop = fault
                found.append(Flag("reader", told, "", _span(par, asked, shape, spots), stop))
        return tuple(dict.fromkeys(found))

    def _understood(self, shape: str) -> tuple[Ask, ...]:
        """Return what is to be asked of pars of that *shape*, and who answers."""
        if len(self._asks) > KEPT:
            self._asks.clear()
        self._asks[shape] = asks = tuple(
            (*plain(asked, self.sums), bound(asked, self.sums), asked.who, asked)
            for asked in self.questions.of(shape)
        )
        return asks

    def _fault(
        self, asked: Asked, shape: Shape, rows: Rows, places: Sequence[Geography], number: int
    ) -> tuple[str, bool] | None:
        """Return what is wrong with one thing that a par says and whether it stops, or None."""
        if asked.kind not in ANSWERS:
            return self._said(asked, shape, places, number)
        printed = shape.numbers[asked.number] if asked.number >= 0 else ""
        groups, _ = self._told(asked.who, rows, places)
        words = printed or asked.words or asked.way
        if asked.other:
            asked = asked._replace(other=self._told(asked.other, rows, places)[0][0])
        value = read_number(printed) if printed else None
        told, asked = self._answered(asked, value, groups, rows, places)
        if told == "" and asked.guess:
            return f"{words}: this par does not say what it is a figure of (rule R6)", False
        if told == "" and asked.negated and printed:
            return f"{words}: this says what a figure is not, and any other number would do", False
        if told == "":
            return self._hedged(asked, printed) if asked.hedge == "at least" else None
        if told and asked.hedge == "about":
            bare = asked._replace(hedge="")
            if self._answered(bare, value, groups, rows, places)[0] == "":
                return f"{words}: it is that exactly, so say it without a hedge (rule A10)", False
        if asked.guess:
            return f"{words}: nothing says what it is a figure of", False
        if told is None:
            return self._unknown(asked, words, printed, groups)
        about = self._of(asked, places) if told.startswith("“") else ""
        return f"{words}: {about}{told}", not (asked.unsure or self._is_of_these(asked, shape, places))

    def _of(self, asked: Asked, places: Sequence[Geography]) -> str:
        """Return of whom the answer is told: "in Kent, "."""
        told = places if asked.who == EVERY else [self._place(each, places) for each in asked.who]
        return f"{' and '.join(dict.fromkeys(place.located for place in told if place))}, " if told else ""

    def _is_of_these(self, asked: Asked, shape: Shape, places: Sequence[Geography]) -> bool:
        """Return whether a place is ranked among the story's own: "the biggest of the three forces"."""
        if asked.kind not in ("rank", "among") or len(places) < 2:
            return False
        return any(read_number(number).value == len(places) for number in shape.numbers)

    def _answered(
        self,
        asked: Asked,
        number: Number | None,
        groups: Groups,
        rows: Rows,
        places: Sequence[Geography],
    ) -> tuple[Answer, Asked]:
        """Return whether *asked* is true, of each of its places where it is said of each, and of whom not."""
        if not asked.each:
            return answer(asked, number, groups, self.sums), asked
        every = [place.code for place in places] if asked.who == EVERY else asked.who
        found: Answer = ""
        for who in every:
            told = answer(asked, number, self._told((who,), rows, places)[0], self.sums)
            if told:
                return told, asked._replace(who=(who,))
            found = None if told is None else found
        return found, asked

    def _said(
        self, asked: Asked, shape: Shape, places: Sequence[Geography], number: int
    ) -> tuple[str, bool] | None:
        """Return what is wrong with words that no figure is asked about."""
        kind = asked.kind
        if kind in ("words", "query"):
            return asked.words, kind == "words"
        if kind == "stale":  # a story does not begin with it, and an editor may have a reason further down
            return asked.words, number < 2
        if kind == "ours":
            many = read_number(shape.numbers[asked.number]).value
            known = many in (len(places), len(self.sums.places))
            return None if known else (f"{shape.numbers[asked.number]}: the story is of {len(places)}", False)
        if kind == "printed":
            said = shape.numbers[asked.number]
            return (
                None if said == asked.words else (f"“{said}” is {asked.words} in the pack’s own words", True)
            )
        if kind == "named":
            place = self._place(asked.who[0], places)
            known = asked.words in (place.names() if place else asked.who) or asked.words == asked.who[0]
            return None if known else (f"the pack’s own words name {asked.words} here", True)
        if kind == "foreign":
            return self._foreign(asked, places, number)
        if kind == "when":
            wanted, said = self.brief.published, spoken(asked.now) if asked.now else "then"
            return None if asked.now == wanted else (f"it came out on {spoken(wanted)}, not {said}", True)
        said = shape.numbers[asked.number] if asked.number >= 0 else asked.words
        return f"“{said}” cannot be accounted for", False

    def _unknown(self, asked: Asked, words: str, printed: str, groups: Groups) -> tuple[str, bool]:
        """Return what to say where there is no figure: none is not nought, and a count is no rate."""
        if asked.kind == "level" and asked.literal is not None:
            return f"{words}: there is no figure, and what is not available is not nought (rule R3)", True
        if asked.kind == "level" and printed and asked.measures[0].unit == "rate":
            count, value = self.brief.lead, read_number(printed).value
            for when in (self.brief.period.end, self.brief.period.prior().end):
                for codes in groups:
                    found = self.sums.value(count, codes, when)
                    if found and found.number == value:
                        return f"{words} is “{count.name}” on {spoken(when)}, and no rate", True
        return (f"{words}: there is no figure to hold it against", False)

    def _hedged(self, asked: Asked, printed: str) -> tuple[str, bool] | None:
        """Return what is odd in a hedge that is true: "at least" of what is counted whole."""
        if asked.kind != "level":
            return None
        known = any(measure.unstated for measure in asked.measures)
        if known or any(value and value.bound for value in self.sums.found(asked.measures, asked.before)):
            return None
        return f"“at least” {printed}: nothing says that there may be more", False

    def _foreign(self, asked: Asked, places: Sequence[Geography], number: int) -> tuple[str, bool] | None:
        """Return what is wrong with a place that is none of the story's: in the first pars, it stops."""
        code = asked.who[0]
        if any(code == place.code for place in places):
            return None
        place = self.brief.gazetteer.coded(code)
        return f"{place.name if place else code} is no place of this story", number < 2

    def _place(self, who: str, places: Sequence[Geography]) -> Geography | None:
        """Return the place that a slot or a code stands for."""
        spot = ord(who[0])
        if spot >= FORCE:
            return places[spot - FORCE]
        if spot >= PLACE:
            return places[spot - PLACE]
        return self.brief.gazetteer.coded(who)

    def _told(
        self, who: tuple[str, ...], rows: Rows, places: Sequence[Geography]
    ) -> tuple[Groups, Mapping[int, str] | list[str]]:
        """Return the rows that may tell of *who*, of *places*, and what is on the crib of the first."""
        if (found := rows.get(who)) is None:
            told = places if who == EVERY else [self._place(each, places) for each in who]
            whole = [place for place in told if place]
            if all(place.kind == self._unit for place in whole):  # as it mostly is: one way, and quick
                groups: Groups = (tuple(dict.fromkeys([place.code for place in whole])),)
            else:
                each = [self._choices(place) for place in dict.fromkeys(whole)]
                groups = [
                    tuple(dict.fromkeys(code for part in parts for code in part)) for parts in product(*each)
                ]
            found = rows[who] = (groups, self.sums.crib.row(groups[0]))
        return found

    def _choices(self, place: Geography) -> Groups:
        """Return the rows that may tell of one place."""
        if place.kind == self._unit:
            return ((place.code,),)
        return ((place.code,), tuple(each.code for each in self.brief.gazetteer.within(place)))


def _is_same(asked: Asked) -> bool:
    """Return whether the answer is the same in every story: nothing is asked of its own places."""
    return asked.kind in ("words", "query", "printed") or (
        asked.kind not in ("foreign", "named", "ours")
        and asked.who != EVERY
        and all(who[0] < "\ue000" for who in asked.who)
    )


def _span(par: str, asked: Asked, shape: Shape, spots: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return where in the par something stands: the number asked about, or words that no slot is in."""
    if asked.number >= 0:
        return spots[asked.number] if asked.number < len(spots) else None
    words = shape.text[asked.spot[0] : asked.spot[1]]
    at = par.find(words)
    return (at, at + len(words)) if at >= 0 and words else None


def copy_of(text: str) -> list[str]:
    """Return the pars of finished copy, the headline first: wire copy without what is not for print.

    A catchline, an embargo, a byline, a note to editors, the last line, "ends", and a trial run's watermark
    are no part of the story, nor is the mark by which a file says how it is written. Where no blank line
    parts them, each line is a par.
    """
    text = _STANDING.sub("", text.removeprefix("\ufeff")).strip()
    blocks = pars_of(text)
    wire = any(map(_BYLINE.match, text.splitlines()))
    found = []
    for number, par in enumerate(blocks if len(blocks) > 1 else text.splitlines()):
        words = " ".join(line for line in par.splitlines() if not _BYLINE.match(line)).strip()
        label = wire and (words == "ends" or (number == 0 and _CATCHLINE.match(words)))
        if words and not label and not NOTE.match(words):
            found.append(words)
    return found


_BYLINE = re.compile(r"Written from data by |TRIAL RUN: not for publication\s*\Z")
"""The line by which wire copy is known."""
_DAY = rf"[A-Z][a-z]+day (?:(?:{'|'.join(MONTHS)}) \d{{1,2}}|\d{{1,2}} (?:{'|'.join(MONTHS)})) \d{{4}}"
_UNTIL = rf"EMBARGOED until (?:noon|[\d.]{{1,5}}[ap]m) on {_DAY}"
_STANDING = re.compile(rf"^(?:TRIAL RUN: NOT FOR PUBLICATION|{_UNTIL})[^\S\n]*(?:\n|\Z)", re.MULTILINE)
"""Whole lines of the wire form that say nothing of the figures."""
_CATCHLINE = re.compile(r"[A-Z]{3,}(?: |\Z)")
