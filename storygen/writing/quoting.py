"""Quoting: words between quotation marks, held against the pack's quotes.

A quote is data: never generated, never altered, and of the releases and from the day that `quotes.toml`
gives. What is asked here is asked of a par as it stands, since a quote's own numbers are part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from storygen.reading.shape import straight
from storygen.writing.house import Finding, House
from storygen.writing.quotes import Quote

SHORTEST = 4
"""Fewer words between quotation marks are a word of somebody's, not a quote."""
NEAR = 0.6
"""How much of a quotation must be a known quote's own words for it to be that quote altered."""
_QUOTED = re.compile(r'"(?P<said>[^"]+)(?:"|$)')


def quoted(par: str) -> list[tuple[int, int]]:
    """Return where in *par* words stand between quotation marks, straight or curly, marks left out."""
    return [found.span("said") for found in _QUOTED.finditer(straight(par))]


def quote(par: str, house: House) -> Iterator[Finding]:
    """L2: a quote is word for word, its speaker named beside it, of this release, and said by now."""
    for start, end in quoted(par):
        said = _words(par[start:end])
        if len(said) < SHORTEST:
            continue
        known = [each for each in house.quotes if each.direct and _is_within(said, _words(each.words))]
        fault, stop = _fault(known, par[:start] + par[end:], house) if known else _unknown(said, house)
        if fault:
            yield Finding(fault, start, end, stop)


def _fault(known: Sequence[Quote], around: str, house: House) -> tuple[str, bool]:
    """Return what is wrong with words that each of *known* has, in a par that says so much *around* them."""
    usable = [each for each in known if not each.why_not(house.release, house.day)]
    if not usable:
        first = known[0]
        of = f" of {' and '.join(first.releases)}" if first.releases else ""
        return f"“{{}}” was said on {first.said_on}{of}: it may not stand in this story", True
    if not any(_is_named(each, around) for each in usable):
        return f"“{{}}”: the par does not name who said it, {usable[0].said_by}", False
    return "", False


def _is_named(quote: Quote, around: str) -> bool:
    """Return whether the words *around* a quote name its speaker: by surname, or by what they are."""
    wanted = quote.speaker.split()[-1] if quote.speaker else re.sub(r"^(?:an?|the) ", "", quote.role)
    return straight(wanted).lower() in straight(around).lower()


def _unknown(said: list[str], house: House) -> tuple[str, bool]:
    """Return what is wrong with words that no quote has: another's, or a known quote's altered."""
    for each in house.quotes:
        blocks = SequenceMatcher(None, said, _words(each.words), autojunk=False).get_matching_blocks()
        if each.direct and sum(block.size for block in blocks) >= NEAR * len(said):
            return (
                f"“{{}}” is not word for word what was said by {each.said_by}: give the words as said",
                True,
            )
    return "“{}” is no quote of the pack's: check it, and add it to quotes.toml with its source", False


def _words(text: str) -> list[str]:
    """Return the words of *text* as they are compared: straight apostrophes, no stops beside them."""
    return [word for each in straight(text).lower().split() if (word := each.strip("\"'.,;:!?()–—-"))]


def _is_within(said: Sequence[str], whole: Sequence[str]) -> bool:
    """Return whether the words *said* stand within the *whole*, one after another."""
    return f" {' '.join(said)} " in f" {' '.join(whole)} "
