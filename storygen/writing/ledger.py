"""Ledger: what copy has printed, and how it is found again.

Everything printed is entered in the ledger of the pars being written and goes into the text between
private-use characters; `split` finds them again and gives back runs, when somebody asks for them. So a
number keeps its cells through macros, filters, `set` and joins, and one that has lost them is an error,
not copy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextvars import ContextVar, Token
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from storygen.errors import PackError
from storygen.facts.figure import Cell, Figure, Gap
from storygen.facts.period import Period
from storygen.writing import style as house
from storygen.writing.claim import Claim
from storygen.writing.quotes import Quote
from storygen.writing.style import Style

CLOSE, PAR, LACKS = "\ue000", "\ue001", "\ue002"
"""What ends a citation, what stands before a par, and what a citation has for words where there are none."""
FIRST, LAST = "\ue100", "\uf8ff"
"""What opens a citation: one character, which by its place in this range says which entry it cites."""
NUMBERED = tuple(map(chr, range(ord(FIRST), ord(LAST) + 1)))
"""The characters that stand for a number: of an entry before its words, or of a par after `PAR`."""
MARKED = re.compile(f"[{CLOSE}-{LAST}]")
"""Any character of ours."""
_CITED = re.compile(f"([{FIRST}-{LAST}])([^{CLOSE}-{LAST}]*){CLOSE}")

Prints = Figure | Period | Claim | Quote
"""What a run of copy may carry."""
PRINTS = (Figure, Period, Claim, Gap, Quote)


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
    return _words(_LEDGER.get(), what, how)


def _words(book: Ledger, what: Any, how: str) -> str:
    """Return the words that *book*'s style has for *what*.

    :raises PackError: it is nothing that copy can print.
    """
    kind = what.__class__  # asked some fifty times a story, and cheaper than isinstance
    if kind is Figure:
        return _figure(book, what, how)
    if kind is Period:
        when = (what.end, what.span, how)
        if (words := book.memory.get(when)) is None:
            words = book.memory[when] = house.period(book.style, what, book.day, how)
        return words
    if kind is Claim:
        return str(what.words)
    if kind is Quote:
        return str(what.text)
    if kind is Gap:
        return LACKS
    raise _refused(what)


def _figure(book: Ledger, what: Figure, how: str) -> str:
    """Return the words that *book*'s style has for a figure, "about" or "more than" before it if need be."""
    unit, origin = what.unit, what.origin
    key = (what.value, unit, how)
    if (words := book.memory.get(key)) is None:
        words = book.memory[key] = house.figure(book.style, what, how)
    if origin.__class__ is Cell and not origin.mark:
        return words  # as most are: nothing says that it was seen only rounded
    if unit in BOUNDED and (bound := what.bound):
        return f"{'more than' if bound == 'at least' else bound} {words}"
    return words


def cite(value: Any, how: str = "", words: str = "") -> str:
    """Return *value* as it goes into copy: figures, periods, claims and quotes between markers.

    They are printed the way *how* hints, or in *words* of their own.

    :raises PackError: a bare number, which has no cell behind it, nothing at all, or words that have a
        figure in them, which would be cited within a citation.
    """
    kind = value.__class__
    if kind is str:
        return value  # type: ignore[no-any-return]
    book = _LEDGER.get()
    entries = book.entries
    if kind is Figure and not words:
        words = _figure(book, value, how)
    else:
        if kind is Dressed:
            value, how, words = value
        words = words or _words(book, value, how)
        if CLOSE in words:
            raise PackError("a template", f"“{plain_text(words)}” has a figure in it", "Use words alone here")
    try:
        opener = NUMBERED[len(entries)]
    except IndexError:
        raise PackError("a template", "it prints thousands of figures", "Print fewer") from None
    entries.append(value)
    return f"{opener}{words}{CLOSE}"


def _refused(value: Any) -> PackError:
    """Return what is wrong with printing *value*; a name that is not there raises its own error here."""
    str(value)
    if isinstance(value, Decimal | int | float) or value is None:
        what, remedy = f"{value!r} is printed and has no cell behind it", "Print a figure by its name"
    else:
        what, remedy = f"a {type(value).__name__} cannot be printed", "Print one of its figures or names"
    return PackError("a template", what, remedy)


def plain_text(text: str) -> str:
    """Return *text* as copy, without what stands around its citations."""
    words = text.encode("ascii", "ignore")
    if len(text) - len(words) == 2 * text.count(CLOSE):
        return words.decode("ascii")  # all that is not ASCII opens or closes one, as in most copy
    return MARKED.sub("", text)


def gap_in(text: str, entries: Sequence[Prints | Gap]) -> Gap | None:
    """Return the first gap that *text* cites, or None."""
    for opener in text.split(LACKS)[:-1]:
        what = entries[ord(opener[-1]) - ord(FIRST)]
        if isinstance(what, Gap):
            return what
    return None


def split(text: str, entries: Sequence[Prints | Gap]) -> tuple[Run, ...]:
    """Return the runs of a par that has no gap in it.

    :raises PackError: a citation has been cut in two, so that a number lost its cells.
    """
    typed, *cited = _CITED.split(text)
    runs = [Run(typed)] if typed else []
    for opener, words, after in zip(cited[::3], cited[1::3], cited[2::3], strict=True):
        runs.append(Run(words, entries[ord(opener) - ord(FIRST)]))  # type: ignore[arg-type]
        if after:
            runs.append(Run(after))
    if any(MARKED.search(run.text) for run in runs):
        raise PackError(
            "a template", f"a filter cut a figure in two in “{plain_text(text)}”", "Leave it whole"
        )
    return tuple(runs)


def join(runs: Sequence[Run]) -> tuple[str, tuple[Prints, ...]]:
    """Return the cited text of *runs* and its entries, which `split` parts into the same runs again.

    :raises PackError: one has a character of ours in its words.
    """
    text: list[str] = []
    entries: list[Prints] = []
    for run in runs:
        if MARKED.search(run.text):
            raise PackError(f"“{plain_text(run.text)}”", "a character of ours stands in it", "Take it out")
        if run.prints is None:
            text.append(run.text)
        else:
            text += [NUMBERED[len(entries)], run.text, CLOSE]
            entries.append(run.prints)
    return "".join(text), tuple(entries)
