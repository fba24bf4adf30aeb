"""Ground: a true story, laid out so that one thing in it can be made false.

Every number of the copy is found with the figure behind it and with the measures whose figure that is, so
that a planter can ask what another place, another year or another hedge would make of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from storygen.edition import Edition
from storygen.facts.comparison import size
from storygen.facts.figure import Figure, Gap
from storygen.facts.geography import Geography
from storygen.planting.numbers import NUMERAL, Number
from storygen.planting.planted import Edit, Planted
from storygen.writing.claim import KINDS, Claim
from storygen.writing.ledger import Prints
from storygen.writing.story import Par, Story
from storygen.writing.terms import View

_SENTENCE = re.compile(r"(?<=[.?!])[\"”’]? ")


class Piece(NamedTuple):
    """A run of copy, and where it stands."""

    par: int
    start: int
    end: int
    text: str
    prints: Prints | None

    @property
    def whole(self) -> tuple[int, int, int]:
        """Return its par, and from where to where it stands."""
        return self.par, self.start, self.end

    def over(self, text: str) -> Edit:
        """Return the edit that puts *text* in its place, with its capital."""
        return Edit(*self.whole, _cased(self.text, text))

    def within(self, found: re.Match[str], text: str) -> Edit:
        """Return the edit that puts *text* in place of what was *found* in it, with its capital."""
        return Edit(self.par, self.start + found.start(), self.start + found.end(), _cased(found[0], text))


def _cased(old: str, new: str) -> str:
    """Return *new* with a capital where *old* has one."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


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
            for view in map(views.__getitem__, self.edition.measures.specs):
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

    def supposes(self, par: int, at: int) -> bool:
        """Return whether the sentence about *at* says what may be, so that its words are true of much."""
        start, end = self.sentence(par, at)
        return " may " in self.pars[par][start:end]

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


def would_hold(claim: Claim, now: Decimal, before: Decimal) -> bool:
    """Return whether the words of *claim* would be true of another two figures.

    What has risen sharply has risen: only a word that says how much is held to its range.
    """
    kind = claim.kind
    if kind in ("up by", "down by") and not ("slightly" in claim.words or "sharply" in claim.words):
        kind = kind.removesuffix(" by")
    return KINDS[kind]([now, before], claim.bounds)


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
