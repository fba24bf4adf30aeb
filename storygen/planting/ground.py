"""Ground: a true story, laid out so that one thing in it can be made false.

Every number of the copy is found with the figure behind it and with the measures whose figure that is, so
that a planter can say what would still be true: a planted error must be a falsehood, whatever hedge stands
before it, or the reader would be blamed for letting the truth pass.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property
from typing import NamedTuple

from storygen.edition import Edition
from storygen.facts.comparison import size
from storygen.facts.figure import Cell, Figure, Gap
from storygen.facts.geography import Geography
from storygen.writing.claim import KINDS, Claim
from storygen.writing.ledger import Prints
from storygen.writing.story import Par, Story
from storygen.writing.terms import View

UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NUMERAL = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{'|'.join(UNITS)})\b", re.I)
"""A number as it is printed, in digits or, up to nine, in a word."""
_SENTENCE = re.compile(r"(?<=[.?!])[\"”’]? ")
WIDE = Context(prec=60)


class Edit(NamedTuple):
    """Words of a par that are written over."""

    par: int
    start: int
    end: int
    new: str


class Planted(NamedTuple):
    """One falsehood planted in a true story."""

    kind: str
    how: str
    """The variation of its kind."""
    edits: tuple[Edit, ...]
    """More than one only where two things are swapped."""
    pars: tuple[str, ...]
    """The true story, par by par."""
    names: tuple[str, ...]
    """The names of its pars."""

    @property
    def par(self) -> int:
        """Return the number of the par it stands in; the first, where there are two."""
        return min(edit.par for edit in self.edits)

    @property
    def name(self) -> str:
        """Return the name of that par."""
        return self.names[self.par]

    @property
    def old(self) -> str:
        """Return the words that were there."""
        return " … ".join(self.pars[edit.par][edit.start : edit.end] for edit in self.edits)

    @property
    def new(self) -> str:
        """Return the words that are there now."""
        return " … ".join(edit.new for edit in self.edits)

    def after(self, par: int) -> str:
        """Return the par of this number with the error in it."""
        text = self.pars[par]
        for edit in sorted(self.edits, key=lambda each: -each.start):
            if edit.par == par:
                text = text[: edit.start] + edit.new + text[edit.end :]
        return text

    @property
    def copy(self) -> str:
        """Return the whole copy with the error in it, pars parted by blank lines."""
        touched = {edit.par for edit in self.edits}
        return "\n\n".join(
            self.after(number) if number in touched else text for number, text in enumerate(self.pars)
        )


class Piece(NamedTuple):
    """A run of copy, and where it stands."""

    par: int
    start: int
    end: int
    text: str
    prints: Prints | None


class Source(NamedTuple):
    """A measure of some places, and which of its figures."""

    view: View
    what: str
    """now, before, change or percent."""

    def of(self, codes: tuple[str, ...]) -> Figure | None:
        """Return the same figure of other places, or None."""
        figure = _figure(self.view.lens.view(codes), self.what)
        return figure if isinstance(figure, Figure) else None

    def at(self, months: int) -> Decimal | None:
        """Return the same figure so many months earlier (later, where less than nought), or None."""
        if self.what not in ("now", "before"):
            return None
        period = (self.view.period if self.what == "now" else self.view.against).prior(months)
        figure = self.view.lens.measures.value(self.view.lens.spec, self.view.codes, period)
        return figure.value if isinstance(figure, Figure) else None


WHAT = ("now", "before", "change", "percent")


def _figure(view: View, what: str) -> Figure | Gap:
    """Return one figure of a measure, as exact as there is."""
    if what in ("now", "before"):
        return view.exact[what == "before"]
    return size(view.moved if what == "change" else view.moved_percent)


class Number(NamedTuple):
    """A number of the copy."""

    par: int
    start: int
    end: int
    text: str
    prints: Figure
    hedge: str
    """The kind of claim that stands before it ("almost", "about", …), or nothing."""
    most: Decimal | None
    """What it may be at most, where it is "at least" so much."""

    @property
    def exact(self) -> Decimal:
        """Return the number behind it, before it was made round."""
        return self.figure.value

    @property
    def figure(self) -> Figure:
        """Return the figure behind it, before it was made round."""
        origin = self.prints.origin
        if not isinstance(origin, Cell) and origin.rule.startswith(("rounded to", "cut to")):
            return origin.inputs[0]
        return self.prints

    def allows(self, text: str, exact: Decimal | None = None) -> bool:
        """Return whether *text* in its stead might be true, by the *exact* number given or its own."""
        return may_be(text, self.exact if exact is None else exact, self.hedge, self.most)

    def edit(self, text: str) -> Edit:
        """Return the edit that puts *text* in its stead, with a capital where it had one."""
        new = text[0].upper() + text[1:] if self.text[0].isupper() else text
        return Edit(self.par, self.start, self.end, new)


def may_be(text: str, exact: Decimal, hedge: str, most: Decimal | None = None) -> bool:
    """Return whether a number printed as *text* after *hedge* might be true of *exact*."""
    printed, places = read(text)
    if hedge == "at least":
        return most is None or printed <= most
    if hedge == "about":
        return _fairly_rounded(printed, exact)
    if hedge:
        return KINDS[hedge]([printed, exact], ())
    return nearest(exact, Decimal(1).scaleb(-places)) == printed


def _fairly_rounded(printed: Decimal, exact: Decimal) -> bool:
    """Return whether *printed* is *exact* rounded at some step that it is a multiple of."""
    steps = (Decimal(1).scaleb(power) for power in range(7))
    return any(printed % step == 0 and nearest(exact, step) == printed for step in steps)


def nearest(value: Decimal, step: Decimal) -> Decimal:
    """Return *value* to the nearest *step*, halves away from nought."""
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP, WIDE) * step


def read(text: str) -> tuple[Decimal, int]:
    """Return the number that *text* is, and its decimals.

    >>> read("3,548"), read("six"), read("1.5")
    ((Decimal('3548'), 0), (Decimal('6'), 0), (Decimal('1.5'), 1))
    """
    if text.lower() in UNITS:
        return Decimal(UNITS.index(text.lower()) + 1), 0
    digits = text.replace(",", "")
    return Decimal(digits), len(digits.partition(".")[2])


def like(text: str, value: Decimal) -> str:
    """Return *value* printed as *text* is: with as many decimals, and small numbers in words.

    >>> like("3,548", Decimal("12004.4")), like("six", Decimal(12)), like("14", Decimal(5)), like("1.5", Decimal(2))
    ('12,004', '12', 'five', '2.0')
    """
    places = read(text)[1]
    number = nearest(value, Decimal(1).scaleb(-places))
    if not places and 1 <= number <= 9 and not (text.isdigit() and read(text)[0] < 10):
        return UNITS[int(number) - 1]
    return f"{number:,.{places}f}"


class Ground:
    """A true story as it is read, with what stands behind its words."""

    def __init__(self, edition: Edition, story: Story, earlier: Story | None = None) -> None:
        """Lay out *story* of *edition*; *earlier* is last year's of the same places, where there is one."""
        self.edition, self.story, self.earlier = edition, story, earlier
        self.kept: tuple[Par, ...] = tuple(par for par in story.pars if par.name != "ednote")
        self.pars = tuple(map(str, self.kept))
        self.names = tuple(par.name for par in self.kept)
        self.places = tuple(told.place for told in story.places)

    @property
    def copy(self) -> str:
        """Return the true copy, pars parted by blank lines; notes to editors are not copy."""
        return "\n\n".join(self.pars)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Return every run of the copy, and where it stands."""
        found = []
        for number, par in enumerate(self.kept):
            at = 0
            for run in par.runs:
                found.append(Piece(number, at, at + len(run.text), run.text, run.prints))
                at += len(run.text)
        return tuple(found)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Return every number that has a figure behind it, but ranks and those told by a word alone."""
        return tuple(self._numbers())

    def _numbers(self) -> Iterator[Number]:
        """Yield every number of the copy, with the hedge before it."""
        before: tuple[Piece | None, Piece | None] = (None, None)
        for piece in self.pieces:
            if isinstance(piece.prints, Figure) and piece.prints.unit != "rank":
                hedge, most = _hedge(piece, *before)
                for found in NUMERAL.finditer(piece.text):
                    at = piece.start
                    spot = piece.par, at + found.start(), at + found.end()
                    yield Number(*spot, found[0], piece.prints, hedge, most)
            before = before[1], piece

    @cached_property
    def claims(self) -> tuple[Piece, ...]:
        """Return every claim of the copy."""
        return tuple(piece for piece in self.pieces if isinstance(piece.prints, Claim))

    @cached_property
    def plain(self) -> tuple[Piece, ...]:
        """Return every run of the copy that prints nothing: fixed words, and the names of places."""
        return tuple(piece for piece in self.pieces if piece.prints is None)

    @cached_property
    def together(self) -> Mapping[str, View]:
        """Return the measures of the story's places together."""
        return self.edition.seen(self.places)

    @cached_property
    def _sources(self) -> Mapping[object, Sequence[Source]]:
        """Return, for each figure and for each pair of figures, the measures whose it is."""
        found: defaultdict[object, list[Source]] = defaultdict(list)
        each = [self.edition.seen((place,)) for place in self.places] if len(self.places) > 1 else []
        nation = self.edition.views((self.edition.pack.nation,))
        for views in (*each, self.together, nation):
            for view in views.values():
                found[view.exact].append(Source(view, "now"))
                for what in WHAT:
                    if isinstance(figure := _figure(view, what), Figure):
                        found[figure].append(Source(view, what))
        return found

    def sources(self, figure: Figure) -> Sequence[Source]:
        """Return the measures that *figure* is of."""
        return self._sources.get(figure, ())

    def pair(self, claim: Claim) -> View | None:
        """Return the measure whose two figures *claim* compares, or None."""
        found = self._sources.get(claim.figures[:2], ()) if len(claim.figures) == 2 else ()
        return found[0].view if found else None

    def sentence(self, par: int, at: int) -> tuple[int, int]:
        """Return where the sentence about *at* starts and ends in the par of that number."""
        start, text = 0, self.pars[par]
        for found in _SENTENCE.finditer(text):
            if found.end() > at:
                return start, found.start()
            start = found.end()
        return start, len(text)

    def beside(self, par: int, at: int) -> tuple[list[Number], list[Piece]]:
        """Return the numbers and claims of the sentence about *at*."""
        start, end = self.sentence(par, at)
        return (
            [each for each in self.numbers if each.par == par and start <= each.start < end],
            [each for each in self.claims if each.par == par and start <= each.start < end],
        )

    def others(self, place: Geography) -> tuple[Geography, ...]:
        """Return the places of the same kind that are not in the story."""
        taken = {each.code for each in self.places} | {each.code for each in self.story.missing}
        return tuple(each for each in self.edition.gazetteer.of_kind(place.kind) if each.code not in taken)

    def plant(self, kind: str, how: str, *edits: Edit) -> Planted:
        """Return the story with *edits* made in it."""
        return Planted(kind, how, edits, self.pars, self.names)


def _hedge(piece: Piece, last: Piece | None, before: Piece | None) -> tuple[str, Decimal | None]:
    """Return the hedge before the figure of *piece*, and what it may be at most.

    The claim stands a space before it, or the hedge is printed with the figure (a number seen only rounded).
    """
    claim = last.prints if last and before and before.text == " " and last.par == piece.par else None
    if isinstance(claim, Claim) and claim.kind in ("almost", "just over", "more than", "about"):
        return claim.kind, None
    if isinstance(claim, Claim) and claim.kind == "at least":
        stated, unstated = claim.figures
        return "at least", stated.value + unstated.value
    if piece.text.startswith("about "):
        return "about", None
    return (
        ("at least", None) if piece.text.startswith(("more than ", "less than ", "at least ")) else ("", None)
    )
