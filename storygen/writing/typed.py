"""Typed: what an editor typed or pasted, as a par may hold it.

Nothing that can be read is changed: markup and the signs of templates are words like others here, for
the sub to query. What cannot be seen is taken out, and said.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import NamedTuple

from storygen.errors import UsageError
from storygen.writing.markup import bare_of

LONGEST = 20_000
"""Characters of a par: ten times what any paper prints."""
MOST_PARS = 200
_BLANK = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
"""The kinds of character that nobody sees: controls, marks of direction and width, halves, private use."""


class Tidy(NamedTuple):
    """Text as a par may hold it, and what was taken out of it."""

    text: str
    taken_out: tuple[str, ...]


def tidied(text: str, where: str = "the par") -> Tidy:
    """Return *text* on one line, in the usual form of its letters and without what cannot be seen.

    :raises UsageError: it is longer than any par.
    """
    if len(text) > LONGEST:
        fault = f"it has {len(text):,} characters"
        raise UsageError(where, fault, f"A par may have {LONGEST:,}: part it, or take less")
    unseen: Counter[str] = Counter()
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        if sign in _BLANK:
            kept.append(" ")
        elif unicodedata.category(sign) in _UNSEEN:
            unseen[sign] += 1
        else:
            kept.append(sign)
    words = " ".join(part for part in "".join(kept).split(" ") if part)
    return Tidy(words.strip(), tuple(_named(sign, count) for sign, count in unseen.items()))


def in_a_line(text: str, most: int = 400) -> str:
    """Return *text* as a list or a reason may hold it: on one line, what can be seen of it, cut to *most*.

    >>> in_a_line("It\\nrose\\x00 \\u202eby 8"), in_a_line("It rose by eight", most=7)
    ('It rose by 8', 'It rose')
    """
    return tidied(text[:LONGEST]).text[:most].rstrip()


def par_name(name: str) -> str:
    """Return the name of a par as an editor reads it: an editor's own is new, a quote's a quote.

    >>> par_name("caution_steep"), par_name("added-ann-3"), par_name("quote-police")
    ('caution steep', 'new par', 'quote')
    """
    kind, sign, _ = name.partition("-")
    return {"added": "new par", "quote": "quote"}.get(kind, name) if sign else name.replace("_", " ")


def plain_line(what: str, text: str) -> None:
    """Refuse *text* that is more than a line of plain words, so that no part of it can pass for a par.

    :raises UsageError: it has lines, signs or markup of its own, or no words.
    """
    if not text.strip():
        raise UsageError(what, "it is empty", "Say it in a line of plain words")
    if not text.replace("\xa0", " ").isprintable():
        raise UsageError(what, "it is more than one line of print", "Write it in one line")
    if bare_of(text).left or any(sign in text for sign in "<>{}"):
        raise UsageError(what, "it has markup in it", "Write it in plain words")


def _named(sign: str, count: int) -> str:
    """Return what an unseen character is called, and how often it was there."""
    name = unicodedata.name(sign, "no name").lower()
    times = f", {count} times" if count > 1 else ""
    return f"U+{ord(sign):04X} ({name}){times}"
