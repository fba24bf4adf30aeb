"""Conduct: words that the figures cannot bear or the house does not print, and people not to be named.

What must not be written of a pack's figures stands in its pack.toml; what a house does not print, in its
style. A name is two words or more with capitals, and one that the pack, the gazetteer or a quote has may
stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from storygen.reading.lexicon import MOVES
from storygen.reading.shape import MONTHS, NUMBERS, straight
from storygen.writing.house import Finding, House, Words, listed
from storygen.writing.never import Never

# Words.


@lru_cache(maxsize=64)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of any of *words* as a whole, in capitals or not; the longest wins."""
    ways = "|".join(re.escape(straight(each)) for each in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w'-])(?:{ways})(?![\w-])" if words else r"(?!)", re.IGNORECASE)


def cannot_bear(words: Words, house: House) -> Iterator[Finding]:
    """R4, R5: recorded is not all there was, and a cumulative count is no measure of new offending."""
    for never in house.never:
        for start, end in unborne(never, words.open):
            yield Finding(f"“{{}}”: {never.because}", start, end)


def unborne(never: Never, text: str) -> Iterator[tuple[int, int]]:
    """Yield where in *text* the words of *never* stand that its figures cannot bear."""
    for start, end in _spans(never.words, text):
        if not (never.only or never.unless):
            yield start, end
            continue
        sentence = _sentence(text, start, end)
        counted = never.only == "counted" and _COUNTS.search(sentence)
        told = not never.only or counted or any(not each["none"] for each in MOVES.finditer(sentence))
        if told and not any_of(never.unless).search(sentence):
            yield start, end


_COUNTS = re.compile(f"[{NUMBERS}]")
_STOP = re.compile(r"""[.!?]["')]*(?= |$)""")


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence of *text* that has what stands from *start* to *end*."""
    ends = [stop.end() for stop in _STOP.finditer(text)]
    begins = max((each for each in ends if each <= start), default=0)
    return text[begins : min((each for each in ends if each >= end), default=len(text))]


def forbidden_word(words: Words, house: House) -> Iterator[Finding]:
    """House: no word is printed that the style profile forbids."""
    for start, end in _spans(house.style.forbidden, words.open):
        yield Finding("“{}”: the house does not print it, so say what happened", start, end)


def _spans(words: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    """Return where in *text* any of *words* stands; most texts have none, which is quickly seen."""
    lower = text.lower()
    if not any(word in lower for word in _lowered(words)):
        return []
    return [found.span() for found in any_of(words).finditer(text)]


@lru_cache(maxsize=64)
def _lowered(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return *words* in small letters, apostrophes straight."""
    return tuple(straight(word).lower() for word in words)


# Names.

TITLES = frozenset(
    listed(
        "Mr Mrs Ms Miss Dr Sir Dame Lord Lady Baroness Judge Justice Professor Rev Reverend PC DC PS DS DI "
        "DCI Det Insp Supt Sgt Cllr Inspector Superintendent Sergeant Constable Detective Chief Deputy "
        "Assistant Commander Commissioner Councillor Minister Secretary Prime Home"
    )
)
"""What may stand before a person's name, and is none."""
BODIES = frozenset(
    listed(
        "Police Constabulary Council Office Ministry Service Services Federation Association Society Trust "
        "Foundation University College Court Prison Party Union Support International Crisis Alliance "
        "Commission Board Department Government Parliament Hospital School Church Centre Group Network "
        "Action Aid Watch Times News Act Bill House Agency Authority Institute Inspectorate Force Unit Team "
        "Programme Scheme Report Survey Committee Forum Helpline Bureau Line Charity Campaign"
    )
)
"""What makes a name that of no person."""
OPENERS = frozenset(
    listed(
        "A About Across After All Also Although An And Another Any As At Because Before Between Both But By "
        "Despite During Each Earlier Elsewhere Every Few Fewer For Former From Further He Her His How "
        "However If In Inside Instead Into It Its Last Later Like Local Many Meanwhile More Most Nearby "
        "Neither New Next No Nor Not Now Of Officers On Once Only Or Other Our Outside Over Overall People "
        "Recorded Residents Several She Since So Some Statistics Still Such Than That The Their Then There "
        "These They This Those Though Through Throughout To Together Under Unlike Until Up We What When "
        "Where Whether Which While Who With Within Without You Yesterday Today Tomorrow Police Figures Data "
        "Critics Campaigners"
    )
)
"""What a sentence begins with before a name that is not its own."""
DAYS = frozenset(listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter"))
STANDING = ("Northern Ireland", "Great Britain", "United Kingdom", "Prime Minister", "Home Secretary")
_RUN = re.compile(r"[A-ZÀ-Þ][\w'-]*(?: [A-ZÀ-Þ][\w'-]*)*")
_BEGINS = re.compile(r"""(?:^|[.!?:]["')]* )["'(]*$""")
_WORD = re.compile(r"\S+")
LONGEST = 8
"""A name has at most so many words."""


def known_names(texts: Iterable[str]) -> frozenset[str]:
    """Return every name in *texts* and every part of one: "Jayne Butler", "Jayne" and "Butler"."""
    found: set[str] = set()
    for text in (*texts, *STANDING):
        for run in _RUN.finditer(straight(text)):
            parts = [_bare(word) for word in run[0].split()]
            for start in range(len(parts)):
                found |= {" ".join(parts[start:end]) for end in range(start + 1, start + LONGEST + 1)}
    return frozenset(found)


def _bare(word: str) -> str:
    """Return *word* without its possessive ending."""
    return re.sub(r"'s?$", "", word)


def name(words: Words, house: House) -> Iterator[Finding]:
    """L2: nobody is named but the speakers of quotes, and no place smaller than a force."""
    for run in _RUN.finditer(words.open):
        parts = list(_WORD.finditer(words.open, *run.span()))
        if _begins(words.open, run.start()) and _opens(parts, house):
            del parts[0]
        for piece in _pieces(parts):
            if _is_strange(piece, house) or (house.sensitive and _is_alone(piece, words.open, house)):
                said = "“{}” is no speaker of a quote and no name we know: leave the name out (rule L2)"
                yield Finding(said, piece[0].start(), piece[-1].end(), stop=house.sensitive)


def _begins(text: str, at: int) -> bool:
    """Return whether a sentence of *text* begins there; stops and quotation marks are never so many."""
    return bool(_BEGINS.search(text, max(0, at - 24), at))


def _opens(parts: Sequence[re.Match[str]], house: House) -> bool:
    """Return whether the first of *parts*, with which a sentence begins, is no part of a name."""
    rest = " ".join(_bare(part[0]) for part in parts[1:])
    return parts[0][0] in OPENERS or parts[0][0].endswith(("ing", "ed", "ly")) or rest in house.names


def _pieces(parts: Iterable[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Yield the names in a run of capitals, without months, days, initials and what a body is called."""
    piece: list[re.Match[str]] = []
    for part in parts:
        word = _bare(part[0])
        if word in BODIES:
            piece = []
        elif word in MONTHS or word in DAYS or (len(word) > 1 and word.isupper() and word not in TITLES):
            yield piece
            piece = []
        else:
            piece.append(part)
    yield piece


def _is_strange(piece: Sequence[re.Match[str]], house: House) -> bool:
    """Return whether *piece* may be a person's name, or a place's, and is none we know."""
    said = [_bare(part[0]) for part in piece]
    if " ".join(said) in house.names:
        return False
    titled = next((number for number, word in enumerate(said) if word not in TITLES), len(said))
    called = _beyond_a_place(said[titled:], house)
    return len(called) >= (1 if titled else 2) and " ".join(called) not in house.names


def _beyond_a_place(called: list[str], house: House) -> list[str]:
    """Return the words of a name without the place before them: across England and Wales Tasers were used."""
    rest = called[1:]
    known = " ".join(rest) in house.names or " ".join(rest).removesuffix("s") in house.names
    return rest if rest and known and called[0] in house.names else called


_DONE = (
    "jailed|sentenced|convicted|arrested|charged|cautioned|released|attacked|abused|raped|assaulted|fined"
    "|cleared|remanded|imprisoned|found guilty"
)
_DID = "pleaded|admitted|denied|lives?|lived|said|told|appeared|confessed|offended"
_DOES = re.compile(
    rf"(?:, (?:aged )?[{NUMBERS}],| who\b| (?:was|is|had been|has been)(?: later| then| also)? (?:{_DONE})\b"
    rf"| (?:{_DID})\b)"
)
"""What only somebody does, or has done to him: what begins a sentence before it is a name."""
NOBODY = frozenset(
    listed(
        "He She It They One Nobody Somebody Someone Everybody Everyone Anybody Anyone Offender Man Woman "
        "Person Victim Child Neither Either Both None Whoever Yet Still Again However Instead Police Staff "
        "Nationally Critics Charities Ministers Campaigners British English Welsh Scottish Irish European "
        "Covid Covid-19 Brexit God Internet State Crown I"
    )
)
"""Words in capitals that stand alone and name neither a person nor a place."""


def _is_alone(piece: Sequence[re.Match[str]], text: str, house: House) -> bool:
    """Return whether *piece* is one word in capitals that may be somebody's name, or a small place's."""
    if len(piece) != 1 or (word := _bare(piece[0][0])) in house.names or len(word) < 2:
        return False
    if word in NOBODY or word in TITLES or word in OPENERS:
        return False
    return not _begins(text, piece[0].start()) or bool(_DOES.match(text, piece[0].end()))
