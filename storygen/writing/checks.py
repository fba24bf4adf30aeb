"""Checks: what a good sub would query in finished copy.

The sub reads plain pars, our own or an editor's, and shares nothing with the writer's citing. What is
asked of a par is asked of its shape and remembered, so that a batch asks it a few dozen times; only what
is asked of the whole copy is asked of every story. Each check is one function whose docstring opens with
its rule; what stops a story may not be filed until it is mended or overruled by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from storygen.reading.numerals import read_number
from storygen.reading.shape import NOTE, Shape, straight
from storygen.reading.spots import standing
from storygen.writing.conduct import cannot_bear, forbidden_word, name
from storygen.writing.flag import Flag
from storygen.writing.house import Finding, House, Words, span_of, words_of
from storygen.writing.promise import BITS, NEAR_ENOUGH, Promise, has_places, promise_of, tells_of, ways_of
from storygen.writing.quoting import quote
from storygen.writing.usage import (
    STRAY,
    agreement,
    article,
    doubled_word,
    leftover,
    per_cent,
    starts_with_a_figure,
    they,
    too_many_figures,
)

ParCheck = Callable[[Words, House], Iterator[Finding]]

PAR_CHECKS: dict[str, ParCheck] = {
    "agreement": agreement,
    "article": article,
    "doubled word": doubled_word,
    "leftover": leftover,
    "starts with a figure": starts_with_a_figure,
    "too many figures": too_many_figures,
    "per cent": per_cent,
    "they": they,
    "never": cannot_bear,
    "forbidden word": forbidden_word,
    "name": name,
}
"""What is asked of the shape of each par."""


class Known(NamedTuple):
    """What is known of every par of one shape."""

    findings: tuple[tuple[str, Finding], ...]
    """What is wrong with it, and the check that says so."""
    promise: Promise
    sourced: bool
    """Whether it says where the figures come from."""
    quoted: bool
    """Whether somebody's words stand between quotation marks, which are read in each par themselves."""
    note: bool
    """Whether it is a note to editors, which is not for print."""
    telling: bool
    """Whether something is wrong with it, has to be looked at in each par, or is a note."""


class Copy(NamedTuple):
    """The pars of one story that are for print, the headline first."""

    shapes: Sequence[Shape]
    known: Sequence[Known]
    labels: Sequence[str]
    """What each par is called in a flag."""


def headline(copy: Copy, _house: House) -> Iterator[Flag]:
    """L1: every claim of the headline is in the body: numbers, directions, places, what else it speaks of."""
    body = copy.known[1:]
    if not body:
        return
    head, says = copy.known[0].promise, 0
    for each in body:
        says |= each.promise.says
    lacking = _lacking(copy, head) if head.numbers or head.elsewhere or head.beside else []
    missing = head.claims & ~says
    if missing & BITS["unchanged"] and _is_level(copy):
        missing &= ~BITS["unchanged"]
    if missing:
        lacking += [f"“{way}”" for way in ways_of(missing)]
        lacking += ["one of its places"] if has_places(missing) else []
    for claim in lacking:
        said = f"the headline has {claim} and the body has not: say it there, or take it out of the headline"
        yield Flag("headline", said, copy.labels[0], stop=True)


def _is_level(copy: Copy) -> bool:
    """Return whether a par of the body gives, of the year before, a number that another gives of now."""
    moved = BITS["up"] | BITS["down"]
    for turn, (shape, known) in enumerate(zip(copy.shapes, copy.known, strict=True)):
        if turn and _YEAR_BEFORE.search(shape.text) and not known.promise.claims & moved:
            others = {number for other in copy.shapes[1:] if other is not shape for number in other.numbers}
            if not others.isdisjoint(shape.numbers):
                return True
    return False


def _lacking(copy: Copy, head: Promise) -> list[str]:
    """Return the numbers, the other places and the other matters of a headline that its body lacks."""
    body = copy.shapes[1:]
    lacking = []
    for turn, hedged in head.numbers:
        printed = copy.shapes[0].numbers[turn]
        if not any(printed in shape.numbers for shape in body) and not _bears_out(printed, hedged, body):
            lacking.append(f"“{printed}”")
    lacking += [f"“{place}”" for place in head.elsewhere if not any(place in shape.text for shape in body)]
    return lacking + [
        f"“{word}”" for word in head.beside if not any(tells_of(shape.text, word) for shape in body)
    ]


def _bears_out(printed: str, hedged: bool, body: Iterable[Shape]) -> bool:
    """Return whether a number of *body* is the one *printed*, rounds to it, or is what it hedges."""
    value, decimals = read_number(printed)
    exponent = Decimal(1).scaleb(-decimals)
    others = [read_number(number).value for shape in body for number in shape.numbers]
    return any(
        other.quantize(exponent, ROUND_HALF_UP) == value
        or (hedged and abs(other - value) * NEAR_ENOUGH <= value)
        for other in others
    )


def source(copy: Copy, house: House) -> Iterator[Flag]:
    """R6: the intro or the par after it says where the figures come from."""
    opening = copy.known[1:3]
    if opening and not any(each.sourced for each in opening):
        named = house.publisher or "the source"
        said = f"nothing says by the second par where the figures come from: name {named}"
        yield Flag("source", said, copy.labels[len(opening)])


COPY_CHECKS: dict[str, Callable[[Copy, House], Iterator[Flag]]] = {"headline": headline, "source": source}
"""What is asked of the whole copy of every story."""
CHECKS: dict[str, Callable[..., Iterator[Finding] | Iterator[Flag]]] = {
    **PAR_CHECKS, "quote": quote, **COPY_CHECKS
}  # fmt: skip
"""Every check there is, by the name that its flags have."""
MEMORY = 1 << 12
"""So many shapes are remembered: many times those of any release."""
MOST_WORDS = 60
"""So much of what is at fault is given in a flag's message."""
UNPRINTABLE = "a character that cannot be printed: write what belongs there"
TURNS = tuple(map(str, range(200)))
"""What pars are called by their turn: spelt out beforehand, as every story asks for them."""
_YEAR_BEFORE = re.compile(r"\b(?:year (?:before|earlier)|last year)\b")
_OFFICIAL = re.compile(r"\b(?:official|government) (?:\w+ )?(?:figures|statistics|data)\b", re.IGNORECASE)


def turns(number: int) -> Sequence[str]:
    """Return what so many pars are called by their turn, from nought."""
    return TURNS[:number] if number <= len(TURNS) else [str(turn) for turn in range(number)]


class Sub:
    """Who reads finished copy for one house, and remembers the shapes that he has read."""

    __slots__ = ("_memory", "_pars", "_places", "house")

    def __init__(self, house: House) -> None:
        """Know *house*, and nothing of its copy yet."""
        self.house = house
        self._memory: dict[str, Known] = {}
        self._pars: dict[tuple[str, str], tuple[Flag, ...]] = {}
        """What is asked of pars, by their words and their shape: most of these stand in every story."""
        self._places = tuple(map(straight, house.places))

    def read(self, pars: Sequence[str], shapes: Sequence[Shape], names: Sequence[str] = ()) -> list[Flag]:
        """Return what is to be asked of finished copy: its *pars*, headline first, with the shape of each.

        A flag names its par by *names*, else by its turn from nought. Notes to editors are passed over.
        """
        memory = self._memory
        labels = names or turns(len(pars))
        known = [
            memory.get(shape[0]) or self._learn(par, shape) for par, shape in zip(pars, shapes, strict=True)
        ]
        plain = "".join(pars).isascii()
        telling = [turn for turn, each in enumerate(known) if each.telling or not plain]
        flags: list[Flag] = []
        for turn in telling:
            flags += self._of_par(pars[turn], shapes[turn], known[turn], labels[turn])
        copy = Copy(shapes, known, labels)
        if any(known[turn].note for turn in telling):
            printed = [turn for turn, each in enumerate(known) if not each.note]
            copy = Copy(
                [shapes[turn] for turn in printed],
                [known[turn] for turn in printed],
                [labels[turn] for turn in printed],
            )
        for check in COPY_CHECKS.values():
            flags += check(copy, self.house)
        return flags

    def _learn(self, par: str, shape: Shape) -> Known:
        """Return what is known of every par of the *shape* of *par*, and remember it."""
        if len(self._memory) >= MEMORY:
            self._memory.clear()
        note = bool(NOTE.match(shape.text))
        words = words_of(par, shape, self.house)
        findings = [
            (name, finding)
            for name, check in PAR_CHECKS.items()
            if not note
            for finding in check(words, self.house)
        ]
        publisher = straight(self.house.publisher)
        sourced = bool(_OFFICIAL.search(shape.text) or (publisher and publisher in shape.text))
        promise = promise_of(shape.text, self._places)
        quoted = '"' in shape.text and not note
        known = Known(tuple(findings), promise, sourced, quoted, note, bool(findings or quoted or note))
        self._memory[shape.text] = known
        return known

    def _of_par(self, par: str, shape: Shape, known: Known, label: str) -> Iterator[Flag]:
        """Yield the flags of one par, word for word as it stands, called by its *label*."""
        key = (par, shape.text)
        if (flags := self._pars.get(key)) is None:
            if len(self._pars) >= MEMORY:
                self._pars.clear()
            flags = self._pars[key] = tuple(self._flags(par, shape, known))
        yield from (replace(flag, par=label) for flag in flags)

    def _flags(self, par: str, shape: Shape, known: Known) -> Iterator[Flag]:
        """Yield the flags of a par: those of its shape, of its quotes, and of characters no shape has."""
        if not (par.isascii() or known.note):
            for found in STRAY.finditer(par):
                yield Flag("leftover", UNPRINTABLE, span=found.span(), stop=True)
        begins = standing(par, shape) if known.findings else []
        for check, finding in known.findings:
            span = span_of(begins, finding.start, finding.end)
            if not (finding.unless and re.match(finding.unless, par[slice(*span)])):
                yield _flag(check, finding, par, span)
        for finding in quote(par, self.house) if known.quoted else ():
            yield _flag("quote", finding, par, (finding.start, finding.end))


def _flag(check: str, finding: Finding, par: str, span: tuple[int, int]) -> Flag:
    """Return the flag of what a *check* found at the *span* of *par*, its words in the message."""
    words = " ".join(par[slice(*span)].split())
    if len(words) > MOST_WORDS:
        words = f"{words[:MOST_WORDS].rsplit(' ', 1)[0]} …"
    return Flag(check, finding.message.replace("{}", words), "", span, finding.stop)
