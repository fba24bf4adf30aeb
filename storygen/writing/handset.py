"""Handset: the numbers and the comparing words that are typed into a pack's templates.

Type set by hand, where the rest is cast from figures. A typed number has no cell behind it and a typed
"rose" no pair of figures, so that neither can be held against anything: they are for explanations, and a
pack says in its [[wording]] entries which stand there and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from jinja2 import nodes

from storygen.errors import PackError
from storygen.reading.lexicon import MOVES
from storygen.reading.numerals import DIGITS, WORDS
from storygen.reading.shape import straight
from storygen.writing.never import entry_of, listed_in
from storygen.writing.standing import HOLE
from storygen.writing.writer import Sheet

CLAIMS = frozenset({"claim", "went", "moved", "compared", "superlative", "multiplied"})
"""Filters whose words are bound to figures, and refused where these do not bear them out."""
_NUMBER = re.compile(
    rf"(?<![\w'’-])(?:{DIGITS}(?:st|nd|rd|th)?"
    rf"|(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}|half|third|quarters?|dozens?|hundreds?|thousands?"
    r"|millions?|billions?)(?:-\w+)*)(?![\w’'])",
    re.IGNORECASE,
)
_RANKS = re.compile(
    r"\b(?:highest|lowest|largest|smallest|biggest|fewest|most|least|greatest|double[ds]?|trebled?|tripled?|halved?"
    r"|record(?= (?:high|low|number|level|rise|fall|total|rate)))\b",
    re.IGNORECASE,
)
"""Words that rank or multiply."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a pack's templates that have a number or a comparison in them and are no figure's."""

    words: tuple[str, ...]
    """Each is found whole, in capitals or not."""
    because: str
    """Why they stand there: for whoever proves the pack."""


WORDING_KEYS = ("words", "because")


def wording_from_data(entries: Any, where: str) -> tuple[Wording, ...]:
    """Return the `[[wording]]` entries of a pack.

    :raises PackError: one lacks its words or reason, or has a key it should not.
    """
    if not isinstance(entries, list):
        raise PackError(where, "wording is no list of entries", "Write each as [[wording]]")
    found = []
    for number, entry in enumerate(entries, 1):
        here = f"{where}, wording {number}"
        because = entry_of(entry, WORDING_KEYS, here)
        found.append(Wording(listed_in(entry.get("words"), here, 'Write words = ["six months"]'), because))
    return tuple(found)


class Typed(NamedTuple):
    """A number or a comparing word that stands in a template's own text."""

    line: int
    block: str
    """The par or macro that it stands in."""
    what: str
    """What it is: "number" or "comparison"."""
    word: str
    said: str
    """The words around it."""


class _Text(NamedTuple):
    """Words that a template has of its own, one after another."""

    words: str
    lines: Sequence[int]
    """The line that each character stands in."""


def typed_in(sheet: Sheet, allowed: Iterable[Wording]) -> Iterator[Typed]:
    """Yield the numbers and comparing words typed into *sheet* that none of the *allowed* wordings has."""
    phrases = [re.compile(_spaced(words), re.IGNORECASE) for each in allowed for words in each.words]
    for block, body in _blocks(sheet):
        for text, bound in _texts(body):
            free = [found.span() for phrase in phrases for found in phrase.finditer(text.words)]
            for what, found in _finds(text.words, bound):
                if not any(start <= found.start() and found.end() <= end for start, end in free):
                    said = _around(text.words, *found.span())
                    yield Typed(text.lines[found.start()], block, what, found[0], said)


def unused(sheets: Iterable[Sheet], wording: Wording) -> Iterator[str]:
    """Yield the words of *wording* that stand in none of the *sheets*."""
    texts = [text.words for sheet in sheets for _, body in _blocks(sheet) for text, _ in _texts(body)]
    for words in wording.words:
        if not any(re.search(_spaced(words), text, re.IGNORECASE) for text in texts):
            yield words


def _finds(words: str, bound: bool) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the numbers in *words*, and the comparing words unless they are *bound* to figures."""
    for found in _NUMBER.finditer(words):
        yield "number", found
    if not bound:
        for found in (*MOVES.finditer(words), *_RANKS.finditer(words)):
            if not found.groupdict().get("none"):
                yield "comparison", found


def _blocks(sheet: Sheet) -> Iterator[tuple[str, Sequence[nodes.Node]]]:
    """Yield the body of each macro and each par of *sheet*, called as faults call them."""
    for node in sheet.above:
        if isinstance(node, nodes.Macro):
            yield f"macro {node.name}", node.body
    for name, block in sheet.blocks.items():
        yield f"par {name}", block.body


def _texts(body: Iterable[nodes.Node]) -> Iterator[tuple[_Text, bool]]:
    """Yield the words of *body* in a row, a hole for what is filled in, and each wording that a filter has.

    With each is said whether its comparing words are bound to figures.
    """
    row = list(_row(body))
    yield _text((words, line) for words, line, alone, _ in row if not alone), False
    for words, line, alone, bound in row:
        if alone:
            yield _text([(words, line)]), bound


Piece = tuple[str, int, bool, bool]
"""Words, their line, whether they stand alone as a filter's wording, and whether figures bind them."""


def _row(body: Iterable[nodes.Node]) -> Iterator[Piece]:
    """Yield the words of *body* and what is filled in between, conditions left out."""
    for node in body:
        if isinstance(node, nodes.TemplateData):
            yield node.data, node.lineno, False, False
        elif isinstance(node, nodes.Output):
            yield from _row(node.nodes)
        elif isinstance(node, nodes.If):
            yield from _row([*node.body, *node.elif_, *node.else_])
        elif isinstance(node, nodes.Stmt):
            yield from _row(node.iter_child_nodes(exclude=("test", "iter", "target", "args", "defaults")))
        else:
            yield from _of(node)


def _of(node: nodes.Node) -> Iterator[Piece]:
    """Yield the words of one expression that is printed."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value, node.lineno, False, False
    elif isinstance(node, nodes.CondExpr):
        yield from _row(filter(None, (node.expr1, node.expr2)))
    elif isinstance(node, nodes.Filter) and node.name == "join" and isinstance(node.node, nodes.List):
        yield from _row(node.node.items)
    else:
        yield HOLE, node.lineno, False, False
        yield from _wordings(node)


def _wordings(node: nodes.Node) -> Iterator[Piece]:
    """Yield the words that a filter or a macro is given, but what is claimed of figures."""
    if isinstance(node, nodes.Filter) and node.name == "claim":
        return
    bound = isinstance(node, nodes.Filter) and node.name in CLAIMS
    for each in node.iter_child_nodes(exclude=("test",)):
        if isinstance(each, nodes.Const) and isinstance(each.value, str):
            yield each.value, each.lineno, True, bound
        elif not isinstance(each, nodes.Compare | nodes.Test):
            yield from _wordings(each)


def _text(pieces: Iterable[tuple[str, int]]) -> _Text:
    """Return *pieces* as one text with single spaces, and the line of each of its characters."""
    words: list[str] = []
    lines: list[int] = []
    for piece, line in pieces:
        for character in piece if piece == HOLE else straight(piece):
            if not character.isspace():
                words.append(character)
                lines.append(line)
            elif not words or words[-1] != " ":
                words.append(" ")
                lines.append(line)
            line += character == "\n"
    return _Text("".join(words), lines)


def _spaced(words: str) -> str:
    """Return the pattern of *words* as they stand whole in a text."""
    return rf"(?<!\w){re.escape(straight(words))}(?!\w)"


def _around(text: str, start: int, end: int) -> str:
    """Return the words of *text* around what stands from *start* to *end*, holes as three dots."""
    before, after = text[:start].split(" ")[-4:], text[end:].split(" ")[:4]
    return (" ".join(before) + text[start:end] + " ".join(after)).replace(HOLE, "…").strip()
