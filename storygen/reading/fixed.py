"""Fixed: the sentences that stand in copy word for word, and those with something filled in.

A pack's explanations and the statements it reports are never recomputed: they are recognised. One that
differs from what the pack has by a "not", a number or a name is stopped, since nothing else would show it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from storygen.facts.measure import ENDS
from storygen.facts.period import period_from_key
from storygen.reading.asked import Asked
from storygen.reading.brief import Brief, Frame, phrases_of
from storygen.reading.lexicon import ANY_HEDGE, MOVES, NEGATIONS, SENTENCES
from storygen.reading.marks import Lexis
from storygen.reading.moments import back, moments, spoken
from storygen.reading.shape import NUMBERS, PLACES, Names, Tokens, shape_of

ANY_PLACE, ANY_NUMBER = "\ue0fe", "\ue0ff"
"""What stands for any place and any number where two sentences are compared."""
_PLACED = rf"(?:{ANY_PLACE}|in|on|at|across|and|the|area|region|police|forces?|[ ,])"
"""What names of places are made of."""
_HOLES = dict.fromkeys(("located", "across", "names", "forces", "force"), f"{_PLACED}{{0,60}}?")
"""What fills a hole, by what it is."""
_HOLE = ".{0,48}?"
"""What fills any other: a number, a time or a few words."""
REWORDED = 0.7
"""So much of a frame's fixed words, from nought to one, are in a sentence that is meant to be it."""
LIGHT = frozenset(
    "at from to in on as was were is are a an the meanwhile being by of for it its also across those had has"
    f" have been {ANY_PLACE}".split()
)
"""Words that may be missing from a frame without its being one that was altered."""
LIKE = 0.8
"""So alike, from nought to one, are a fixed sentence and one that is meant to be it."""


class Stands(NamedTuple):
    """A fixed sentence, as it is looked for."""

    words: str
    numbers: tuple[str, ...]
    places: tuple[str, ...]
    """The names of places in it."""
    why_not: str
    reported: bool


class Pattern(NamedTuple):
    """The pattern of a sentence with something filled in, compiled when a sentence has its words."""

    parts: tuple[str, ...]
    """The words around its holes, in small letters."""
    said: str
    numbers: tuple[str, ...]
    """The numbers in those words, each a group of the pattern."""

    def fits(self, sentence: str) -> re.Match[str] | None:
        """Return how a generic *sentence* has this pattern, if it has."""
        if not (sentence.startswith(self.parts[0]) and all(part in sentence for part in self.parts)):
            return None
        return _compiled(self.said).match(sentence)

    def own(self, found: re.Match[str], first: int, spot: tuple[int, int]) -> Iterator[Asked]:
        """Yield that the numbers of the words around the holes are the pack's own."""
        for group, printed in enumerate(self.numbers, 1):
            number = first + found.string.count(ANY_NUMBER, 0, found.start(group))
            yield Asked("printed", spot, number=number, words=printed)


@lru_cache(maxsize=1 << 12)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return *pattern* compiled: of a pack's many, a story needs few."""
    return re.compile(pattern, re.IGNORECASE)


class Fixed:
    """The fixed sentences of a brief."""

    def __init__(self, brief: Brief, lexis: Lexis, tokens: Tokens) -> None:
        """Put what is fixed in *brief* in the form in which copy is looked at."""
        self.lexis, self.brief = lexis, brief
        self._every = re.compile(f"[{PLACES}]|{lexis.place.pattern}")
        self._split: dict[Frame, list[str]] = {}
        self.names = names = Names((), phrases_of(brief), tokens)
        self.known: dict[str, Stands] = {}
        for each in brief.known:
            shape = shape_of(each.words, names)
            at = 0
            for sentence in SENTENCES.split(shape.text):
                count = len(re.findall(f"[{NUMBERS}]", sentence))
                key, places = self.generic(sentence)
                stands = Stands(
                    each.words, shape.numbers[at : at + count], places, each.why_not, each.reported
                )
                if key not in self.known or self.known[key].why_not:
                    self.known[key] = stands
                at += count
        self._words = [(key, key.split()) for key in self.known]
        self.frames = [(self._pattern(frame.words, frame.filled, names), frame) for frame in brief.frames]
        self.without = [(pattern, frame) for frame in brief.frames for pattern in self._denied(frame, names)]
        """The frames that have a "not" in them, without it."""

    def generic(self, sentence: str) -> tuple[str, tuple[str, ...]]:
        """Return *sentence* with every place and number alike, and the places that were named."""
        places: list[str] = []

        def place(found: re.Match[str]) -> str:
            places.append(found[0])
            return ANY_PLACE

        text = self._every.sub(place, sentence)
        return re.sub(f"[{NUMBERS}]", ANY_NUMBER, text).strip().rstrip(".").lower(), tuple(places)

    def _pattern(self, words: Sequence[str], filled: Sequence[str], names: Names) -> Pattern:
        """Return the pattern of a frame, whose holes take anything short enough."""
        parts = [self._part(part, names) for part in (*words[:-1], words[-1].rstrip("."))]
        holes = [self._hole(each, names) for each in filled]
        fixed = [re.escape(part).replace(ANY_NUMBER, f"({ANY_NUMBER})") for part in parts]
        said = "".join(part + hole for part, hole in zip_longest(fixed, holes, fillvalue=""))
        numbers = [number for part in words for number in shape_of(part, names).numbers]
        return Pattern(tuple(parts), rf"{said}\Z", tuple(numbers))

    def _hole(self, filled: str, names: Names) -> str:
        """Return the pattern of what fills a hole: words given after an equals sign, or what it is."""
        if filled.startswith("="):
            words = [re.escape(self._part(words, names)) for words in filled[1:].split("|")]
            return f"(?:{'|'.join(words)})"
        return _HOLES.get(filled.rpartition(".")[2], _HOLE)

    def _part(self, part: str, names: Names) -> str:
        """Return a frame's fixed words as they look in a generic sentence, the spaces at their ends kept."""
        if not part.strip():
            return part
        head = " " if part[:1].isspace() else ""
        tail = " " if part[-1:].isspace() else ""
        return head + self.generic(shape_of(part, names).text + "|")[0].rstrip("|") + tail

    def _denied(self, frame: Frame, names: Names) -> Iterator[Pattern]:
        """Yield the patterns of a frame with each "not" of it left out."""
        for number, part in enumerate(frame.words):
            for found in NEGATIONS.finditer(part):
                instead = _AFFIRMED.get(found[0].lower(), "")
                left = (part[: found.start()] + instead + part[found.end() :]).replace("  ", " ")
                if left.strip():
                    words = [*frame.words[:number], left, *frame.words[number + 1 :]]
                    yield self._pattern(words, frame.filled, names)

    def asked(self, sentence: str, first: int, spot: tuple[int, int]) -> list[Asked] | None:
        """Return what is to be asked of a sentence that is fixed, or is meant to be; None for any other."""
        key, places = self.generic(sentence)
        stands = self.known.get(key)
        if stands:
            if stands.why_not:
                return [Asked("words", spot, words=stands.why_not)]
            return list(self._same(stands, places, first, spot))
        if any(pattern.fits(key) for pattern, _ in self.frames):
            return None
        if near := self._near(key):
            told, grave = differing(near[0], key)
            said = "somebody’s statement" if near[1].reported else "the pack’s own words"
            kind = "words" if grave or near[1].reported else "query"
            return [Asked(kind, spot, words=f"{said} altered: {told}; it was “{near[1].words}”")]
        return None

    def _same(
        self, stands: Stands, places: Sequence[str], first: int, spot: tuple[int, int]
    ) -> Iterator[Asked]:
        """Yield that the numbers and places of a fixed sentence are its own."""
        for number, printed in enumerate(stands.numbers):
            yield Asked("printed", spot, number=first + number, words=printed)
        for said, wanted in zip(places, stands.places, strict=False):
            if said != wanted:
                yield Asked("named", spot, who=(said,), words=wanted)

    def _near(self, key: str) -> tuple[str, Stands] | None:
        """Return the fixed sentence that *key* is meant to be, if it is like one."""
        words = key.split()
        if len(words) < 6:
            return None
        bag = set(words)
        for other, split in self._words:
            if len(bag & set(split)) * 10 < 6 * max(len(bag), len(set(split))):
                continue
            if difflib.SequenceMatcher(None, words, split, autojunk=False).ratio() >= LIKE:
                return other, self.known[other]
        return None

    def framed(self, sentence: str, first: int, spot: tuple[int, int]) -> list[Asked] | None:
        """Return what is to be asked of a sentence of the pack's with something filled in; None of any other.

        Its first number is the par's number *first*.
        """
        key, _ = self.generic(sentence)
        fitting = [(pattern, frame, found) for pattern, frame in self.frames if (found := pattern.fits(key))]
        most = max((_weight(frame) for _, frame, _ in fitting), default=0)
        for pattern, frame in self.without:
            if _weight(frame) > most + 4 and pattern.fits(key):
                words = "…".join(frame.words).strip()
                return [Asked("words", spot, words=f"a “not” is missing: the pack has “{words}”")]
        if fitting:
            every = [
                (list(self._times(sentence, frame.filled, spot)), list(pattern.own(found, first, spot)))
                for pattern, frame, found in fitting
            ]
            faults, own = min(every, key=lambda each: len(each[0]))
            return [*faults, *own]
        return self._reworded(key, spot)

    def _reworded(self, key: str, spot: tuple[int, int]) -> list[Asked] | None:
        """Return the query of a sentence that is one of the pack's with other words in it."""
        words = [word.strip(".,;:") for word in key.split()]
        best, lost, bag = (0.0, 0), [], set(words)
        for frame in self.brief.frames:
            fixed = self._fixed_words(frame)
            if sum([word in bag for word in fixed]) < REWORDED * len(fixed):  # as most: no order helps
                continue
            blocks = difflib.SequenceMatcher(None, fixed, words, autojunk=False).get_matching_blocks()
            kept = {block.a + step for block in blocks for step in range(block.size)}
            like = (len(kept) / len(fixed) if len(fixed) >= 5 else 0.0, len(kept))
            if like[0] >= REWORDED and like > best:
                best, lost = like, [word for at, word in enumerate(fixed) if at not in kept]
        if not best[1] or (lost and LIGHT.issuperset(lost)):
            return None
        gone = ", ".join(f"“{_plain(word)}”" for word in lost)
        how = f"they lack {gone}" if gone else "there is more in them"
        return [Asked("query", spot, words=f"the pack’s own words are altered: {how}")]

    def _fixed_words(self, frame: Frame) -> list[str]:
        """Return the words of a frame that are fixed, as they stand in a generic sentence."""
        if frame not in self._split:
            parts = [self._part(part, self.names).split() for part in frame.words]
            words = (word.strip(".,;:") for part in parts for word in part)
            self._split[frame] = [word for word in words if word]
        return self._split[frame]

    def _times(self, sentence: str, filled: Sequence[str], spot: tuple[int, int]) -> Iterator[Asked]:
        """Yield each time that is filled in and is not the one that stands there."""
        named = [each.end for each in moments(sentence, self.lexis.calendar) if each.end]
        wanted = [
            self._wanted(each) for each in filled if each.rpartition(".")[2] in _TIMES or each in _TIMES
        ]
        if len(named) == len(wanted):
            for end, right in zip(named, wanted, strict=True):
                if right and end != right:
                    yield Asked("words", spot, words=f"{spoken(end)} stands where {spoken(right)} should")

    def _wanted(self, filled: str) -> date | None:
        """Return the day that fills a hole for a time, where it is known."""
        brief, (of, _, what) = self.lexis.brief, filled.rpartition(".")
        end = brief.period.end
        if filled in ("period", "prior", "release.day"):
            return {"period": end, "prior": back(end, 12), "release.day": brief.published}[filled]
        measure = brief.measures.get(of.rpartition(".")[2])
        if measure is None or what not in ("period", "against"):
            return None
        now = back(end, measure.back)
        if what == "period":
            return now
        if measure.against.isdigit():
            return back(now, int(measure.against))
        return None if measure.against in ENDS else period_from_key(measure.against).end


_TIMES = frozenset({"period", "prior", "day", "against", "peaked", "bottomed"})


def _weight(frame: Frame) -> int:
    """Return how much of a frame is fixed."""
    return sum(len(part.strip()) for part in frame.words)


_AFFIRMED = {"cannot": "can"}


def differing(one: str, other: str) -> tuple[str, bool]:
    """Return the words that make another sentence of one, and whether they change its sense.

    A "not", a number, a place, a hedge or a word for a way that figures go changes it.
    """
    first, second = one.split(), other.split()
    changed, grave = [], False
    for tag, a, b, c, d in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            was, words = " ".join(first[a:b]), " ".join(first[a:b] + second[c:d])
            changed.append(f"“{was}” is “{' '.join(second[c:d])}”")
            grave = grave or bool(NEGATIONS.search(words) or MOVES.search(words) or _WEIGHTY.search(words))
    return _plain(", ".join(changed)), grave


_WEIGHTY = re.compile(
    rf"[{ANY_NUMBER}{ANY_PLACE}\d]|\b(?:{ANY_HEDGE}|all|every|only|always)\b", re.IGNORECASE
)


def _plain(words: str) -> str:
    """Return *words* as an editor can read them."""
    return words.replace(ANY_NUMBER, "a number").replace(ANY_PLACE, "a place")
