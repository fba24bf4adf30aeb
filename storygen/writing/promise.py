"""Promise: what a headline claims, and what a body says, for the one to be held against the other (rule L1).

Each is found once in a shape: directions and the story's own places as bits of one number, so that the
whole of a body is put together in a moment; numbers by their turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from storygen.reading.shape import FORCE, IS_ORDINAL, MOST, NUMBER, NUMBERS, PLACE

WAYS: Mapping[str, str] = {
    "little_changed": r"(?:little|barely|hardly|scarcely|broadly|largely|virtually|almost)"
    r" (?:unchanged|changed?)|slight change|about as (?:many|often) as|steady|stable",
    "highest": r"highest|largest|biggest|greatest|most|fastest|faster"
    r"|record (?:high|number|level|rise|total|rate)",
    "lowest": r"lowest|fewest|smallest|least(?<!at least)|record (?:low|fall)",
    "unchanged": r"unchanged|same|no change|identical|as (?:many|often) as",
    "up": r"up(?<!made up)|rise|rises|rose|risen|rising|more|higher|increase[ds]?|increasing|grew|grow|grows"
    r"|grown|growing|growth|climb(?:s|ed|ing)?|jump(?:s|ed)?|surge[ds]?|surging|soar(?:s|ed|ing)?|leap(?:s|t)?|rocket(?:s|ed)?|double[ds]?"
    r"|doubling|trebled?|tripled?|quadrupled?|above|upwards?",
    "down": r"down|fall|falls|fell|fallen|falling|fewer|less|lower|drop(?:s|ped|ping)?|decrease[ds]?"
    r"|decreasing|decline[ds]?|declining|cuts?|shr[aiu]nks?|reduced|reduces|reduction|halved?|halves|halving"
    r"|below|dip(?:s|ped)?|downwards?|slash(?:es|ed)?|plummet(?:s|ed|ing)?|plung(?:e[ds]?|ing)"
    r"|slump(?:s|ed)?|tumbl(?:e[ds]?|ing)|crash(?:es|ed)?|collapse[ds]?",
}
"""The words for each direction, in a headline or a body; the first that fits is meant."""
_WAY = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{way}>{words})' for way, words in WAYS.items())})\b"
    rf"(?!(?<!higher)(?<!lower) (?:than|to) (?:about |almost |just )?[{NUMBERS}])"
)
BITS = {way: 1 << number for number, way in enumerate(WAYS)}
_EITHER = BITS["up"] | BITS["down"] | BITS["unchanged"] | BITS["little_changed"]
"""What two figures beside each other bear out: "compared with"."""
_FROM_NONE = re.compile(
    r"\b(?:after|and) none\b|\bhad (?:recorded )?no \w+|\bthere were no \w+", re.IGNORECASE
)
"""What bears out a rise from nothing."""
_SLOT = re.compile(f"[{NUMBERS}{chr(PLACE)}-{chr(FORCE + MOST - 1)}]")
_HEDGED = re.compile(
    r"\b(?:almost|nearly|about|around|some|roughly|over|under|(?:more|fewer|less) than|at least|up to"
    r"|as many as|close to) $",
    re.IGNORECASE,
)
LONGEST_HEDGE = len("as many as ")
"""So far before a number a hedge of it is looked for: a par of thousands of numbers is read all the same."""
NEAR_ENOUGH = 50
"""A hedged number may be so many times as large as what it is out by: within two per cent (rule A10)."""


class Promise(NamedTuple):
    """What a par claims as a headline, and what it says as part of a body."""

    claims: int
    """Directions and places, one bit each."""
    says: int
    """The same, and what they bear out besides."""
    numbers: tuple[tuple[int, bool], ...]
    """The turn of each number that counts something, and whether it is hedged."""
    elsewhere: tuple[str, ...]
    """Places that are not the story's own."""
    beside: tuple[str, ...]
    """What else it is about, beside the figures: its words, as "chief" and "cuts"."""


def promise_of(text: str, places: Iterable[str]) -> Promise:
    """Return what the shape *text* claims and says, where *places* are all there are."""
    claims = 0
    aside = _ASIDE.search(text)
    for found in _WAY.finditer(text.lower()):
        if not (aside and found.start() > aside.start() and found[0] in _MATTERS):
            claims |= BITS[str(found.lastgroup)]
    numbers: list[tuple[int, bool]] = []
    turn = 0
    for slot in _SLOT.finditer(text):
        if (place := ord(slot[0]) - PLACE) >= 0:
            claims |= 1 << len(BITS) + place % MOST
            continue
        if not (place + PLACE - NUMBER) & IS_ORDINAL:
            ahead = max(0, slot.start() - LONGEST_HEDGE)
            numbers.append((turn, bool(_HEDGED.search(text, ahead, slot.start()))))
        turn += 1
    says = claims | (BITS["little_changed"] if claims & BITS["unchanged"] else 0)
    says |= _EITHER if "compared with" in text else 0
    says |= BITS["up"] if _FROM_NONE.search(text) else 0
    elsewhere = tuple(place for place in places if place in text)
    return Promise(claims, says, tuple(numbers), elsewhere, beside(aside[0]) if aside else ())


_TELLS = (
    "warn|say|said|claim|blame|admit|fear|slam|slammed|vow|vowed|urge|insist|tell|told|demand|hail|call|defend|deny|denies"
    "|denied|reveal|welcome|condemn|accuse|promise|pledge|attack|back|reject"
)
_ASIDE = re.compile(
    r"(?:,? (?:but|while|whilst|amid|despite|after|although|though|because|as(?! (?:\w+ )?as\b))"
    r"|[;:\u2013\u2014]) .*"
    rf"|(?<![\w'])[A-Za-z]+ (?:{_TELLS})(?:s|d|ed)?\b.*"
)
"""Where a headline says something that its figures do not: but a chief warns of cuts."""
_MATTERS = frozenset({"cut", "cuts"})
"""What is a direction of figures, and elsewhere something that is done to a budget."""
_CONTENT = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")
_LITTLE = (
    "figures? official data shows? new the than that this they their its was were are has have had been "
    "being will would could can may not but and for from with into over about after amid despite while "
    "whilst although though because still also only some all government home office ministry justice "
    "before earlier since again ago last there each both across others? years? months? time nearly "
    "almost around just under one two"
)
_PASSED = re.compile("|".join([rf"(?:{_TELLS})(?:s|d|ed)?", *WAYS.values(), *_LITTLE.split()]))
"""Words that claim nothing, or are claims of their own: directions."""


def beside(aside: str) -> tuple[str, ...]:
    """Return the words of what a headline says *aside* of its figures, but those that claim nothing."""
    words = _CONTENT.findall(aside.lower())
    return tuple(dict.fromkeys(word for word in words if word in _MATTERS or not _PASSED.fullmatch(word)))


def _stem(word: str) -> str:
    """Return what all forms of *word* begin with: cut of cuts, police of police."""
    return re.sub(r"(?<=\w{3})(?:ies|y|es|s|ed|ing)$", "", word)


def tells_of(text: str, word: str) -> bool:
    """Return whether the shape *text* has any form of *word*."""
    return bool(re.search(rf"(?<![a-z]){re.escape(_stem(word))}", text.lower()))


def ways_of(bits: int) -> list[str]:
    """Return the directions among *bits*."""
    return [way.replace("_", " ") for way, bit in BITS.items() if bits & bit]


def has_places(bits: int) -> bool:
    """Return whether *bits* have a place among them."""
    return bits >> len(BITS) > 0
