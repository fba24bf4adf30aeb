"""Ledger: what copy has printed, and how it is found again.

Everything printed is entered in the ledger of the pars being written and goes into the text between
private-use characters; `split` finds them again and gives back runs. So a number keeps its cells
through macros, filters, `set` and joins, and one that has lost them is an error, not copy.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from storygen.errors import PackError
from storygen.facts.figure import Figure, Gap
from storygen.facts.period import Period
from storygen.writing import style as house
from storygen.writing.claim import Claim
from storygen.writing.quotes import Quote
from storygen.writing.style import Style

OPEN, TEXT, CLOSE = "\ue000", "\ue001", "\ue002"
"""What stands around a citation: OPEN its number TEXT its words CLOSE."""
PAR, SAYS = "\ue003", "\ue004"
"""What stands before a par: PAR its number SAYS its text."""
MARKERS = OPEN + TEXT + CLOSE + PAR + SAYS

Prints = Figure | Period | Claim | Quote
"""What a run of copy may carry."""
PRINTS = (Figure, Period, Claim, Gap, Quote)
PRINTED = frozenset(PRINTS)


class Run(NamedTuple):
    """Words, and what they print; a named tuple, since a story has a hundred."""

    text: str
    prints: Prints | None = None


class Dressed(NamedTuple):
    """Something to be printed, and how: a hint for the style, or the words themselves."""

    what: Prints | Gap
    how: str = ""
    words: str = ""


class Ledger:
    """What the pars being written have printed so far, and how their title prints it."""

    __slots__ = ("chance", "day", "entries", "memory", "style")

    def __init__(
        self, style: Style, day: date, chance: int = 0, memory: dict[Any, str] | None = None
    ) -> None:
        """Open an empty ledger for copy in *style* published on *day*; *chance* picks wordings."""
        self.entries: list[Prints | Gap] = []
        self.style, self.day, self.chance = style, day, chance
        self.memory: dict[Any, str] = {} if memory is None else memory
        """How numbers were printed before: most numbers are printed again and again."""


_LEDGER: ContextVar[Ledger] = ContextVar("ledger")


def ledger() -> Ledger:
    """Return the ledger of the copy being written."""
    return _LEDGER.get()


def opened(book: Ledger) -> Token[Ledger]:
    """Make *book* the ledger of what is written next; give the token to `closed` when it is done."""
    return _LEDGER.set(book)


def closed(token: Token[Ledger]) -> None:
    """Put back the ledger there was before."""
    _LEDGER.reset(token)


BOUNDED = ("count", "fte", "rate")
"""Units whose figures may have been seen only rounded, or as a lower bound."""


def words_of(what: Any, how: str = "") -> str:
    """Return the words that the ledger's style has for *what*, which is one of `PRINTS`."""
    book = _LEDGER.get()
    kind = what.__class__  # asked some fifty times a story, and cheaper than isinstance
    if kind is Figure:
        key = (what.value, what.unit, how)
        if (words := book.memory.get(key)) is None:
            words = book.memory[key] = house.figure(book.style, what, how)
        if what.unit in BOUNDED and (bound := what.bound):
            words = f"{'more than' if bound == 'at least' else bound} {words}"
        return words
    if kind is Period:
        when = (what.end, what.span, how)
        if (words := book.memory.get(when)) is None:
            words = book.memory[when] = house.period(book.style, what, book.day, how)
        return words
    return str(what.words) if kind is Claim else str(what.text) if kind is Quote else "–"


def cite(value: Any) -> Any:
    """Return *value* as it goes into copy: figures, periods, claims and quotes between markers.

    :raises PackError: a bare number, which has no cell behind it, or nothing at all.
    """
    kind = value.__class__
    if kind is str:
        return value
    if kind is Dressed:
        what, words = value.what, value.words or words_of(value.what, value.how)
    elif kind in PRINTED:
        what, words = value, words_of(value)
    else:
        raise _refused(value)
    entries = _LEDGER.get().entries
    entries.append(what)
    return f"{OPEN}{len(entries) - 1}{TEXT}{words}{CLOSE}"


def _refused(value: Any) -> PackError:
    """Return what is wrong with printing *value*; a name that is not there raises its own error here."""
    str(value)
    if isinstance(value, Decimal | int | float) or value is None:
        what, remedy = f"{value!r} is printed and has no cell behind it", "Print a figure by its name"
    else:
        what, remedy = f"a {type(value).__name__} cannot be printed", "Print one of its figures or names"
    return PackError("a template", what, remedy)


def split(text: str, entries: list[Prints | Gap]) -> tuple[tuple[Run, ...], Gap | None]:
    """Return the runs of a par, and the gap among them if there is one.

    :raises PackError: a filter has cut a citation in two, so that a number lost its cells.
    """
    head, *cited = text.split(OPEN)
    new = tuple.__new__  # a run made so costs a third of Run(…), and a batch makes millions
    runs = [new(Run, (head, None))] if head else []
    for piece in cited:
        number, _, tail = piece.partition(TEXT)
        words, close, rest = tail.partition(CLOSE)
        if not close or not number.isdecimal():
            raise _cut(text)
        what = entries[int(number)]
        if what.__class__ is Gap:
            return (), what
        runs.append(new(Run, (words, what)))
        if rest:
            runs.append(new(Run, (rest, None)))
    if text.count(CLOSE) != len(cited):
        raise _cut(text)
    return tuple(runs), None


def _cut(text: str) -> PackError:
    """Return what is wrong with a par whose citations are not whole."""
    said = text.translate(dict.fromkeys(map(ord, MARKERS)))
    return PackError("a template", f"a filter cut a figure in two in “{said}”", "Leave it whole")
