"""Differing: what two wordings of a par, or two versions of a story, have otherwise, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from storygen.writing.story import Par

SAME, CUT, ADDED = "same", "cut", "added"
MOST_WORDS = 1_500
"""Words that differ on one side: of more, all is shown as cut and added, since likeness takes time."""
_WORD = re.compile(r"\w")
_WORDS = re.compile(r"\s+|\d+(?:,\d{3})*(?:\.\d+)?(?!\w)|\w+|[^\w\s]")

Difference = tuple[str, str]
"""A way (same, cut or added) and the words."""


class Match(NamedTuple):
    """A stretch of words that two wordings have alike: where it begins in each, and how long it is."""

    old: int
    new: int
    size: int


class Step(NamedTuple):
    """A change, and what is the same after it until the next."""

    cut: str
    added: str
    same: str

    def runs_on_in(self, after: Step) -> bool:
        """Return whether no word stands between it and the change *after* it, and words go and come."""
        changed = any(self[:2]) and any(after[:2])
        both = (self.cut or after.cut) and (self.added or after.added)
        return bool(changed and both) and not _WORD.search(self.same)


def words_of(text: str) -> list[str]:
    """Return the words, numbers, signs and blanks of *text*, which joined are *text* again."""
    return _WORDS.findall(text)


def alike(old: Sequence[str], new: Sequence[str]) -> Iterator[Match]:
    """Yield the stretches of words that *old* and *new* have alike, in order.

    What they begin and end alike with is set aside first: an editor changes a few words of many.
    """
    least = min(len(old), len(new))
    start = 0
    while start < least and old[start] == new[start]:
        start += 1
    end = 0
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start:
        yield Match(0, 0, start)
    one, two = old[start : len(old) - end], new[start : len(new) - end]
    if one and two and max(len(one), len(two)) <= MOST_WORDS:
        for found in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()[:-1]:
            yield Match(start + found.a, start + found.b, found.size)
    if end:
        yield Match(len(old) - end, len(new) - end, end)


def differences(old: str, new: str) -> tuple[Difference, ...]:
    """Return what *new* has otherwise than *old*, in reading order, words changed in a row together.

    What is the same and cut is *old*; what is the same and added is *new*.

    >>> differences("up by 8 per cent", "up by nine per cent")
    (('same', 'up by '), ('cut', '8'), ('added', 'nine'), ('same', ' per cent'))
    """
    one, two = words_of(old), words_of(new)
    steps: list[Step] = []
    at_one = at_two = 0
    for match in (*alike(one, two), Match(len(one), len(two), 0)):
        cut, added = "".join(one[at_one : match.old]), "".join(two[at_two : match.new])
        steps.append(Step(cut, added, "".join(one[match.old : match.old + match.size])))
        at_one, at_two = match.old + match.size, match.new + match.size
    found = (pair for step in _in_runs(steps) for pair in zip((CUT, ADDED, SAME), step, strict=True))
    return tuple(_joined((way, text) for way, text in found if text))


def _in_runs(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield *steps*, those that run on as one.

    "official figures" made "figures published today" reads as one change, not as two about a blank.
    """
    last: Step | None = None
    for step in steps:
        if last is None:
            last = step
        elif last.runs_on_in(step):
            last = Step(last.cut + last.same + step.cut, last.added + last.same + step.added, step.same)
        else:
            yield last
            last = step
    if last is not None:
        yield last


def _joined(found: Iterator[Difference]) -> Iterator[Difference]:
    """Yield differences, those of one way after one another as one."""
    way, words = "", ""
    for each, text in found:
        if each == way:
            words += text
            continue
        if words:
            yield way, words
        way, words = each, text
    if words:
        yield way, words


@dataclass(frozen=True, slots=True)
class Pair:
    """A par as each of two versions has it."""

    name: str
    place: str
    one: str | None
    """Its words in the first; None where the first has no such par."""
    two: str | None

    @property
    def key(self) -> tuple[str, str]:
        """Return what makes it the same par of both."""
        return self.name, self.place

    @property
    def how(self) -> str:
        """Return what became of it: same, changed, cut or added."""
        if self.one is None:
            return ADDED
        if self.two is None:
            return CUT
        return SAME if self.one == self.two else "changed"

    @property
    def words(self) -> tuple[Difference, ...]:
        """Return its words that differ."""
        return differences(self.one or "", self.two or "")


Words = tuple[str, str, str]
"""A par's name, place and words."""


def beside(one: Sequence[Words], two: Sequence[Words]) -> list[Pair]:
    """Return the pars of two versions beside one another, in the order of the second.

    A par that only the first has stands where it stood there, after the par before it.
    """
    first = {(name, place): text for name, place, text in one}
    pairs = [Pair(name, place, first.get((name, place)), text) for name, place, text in two]
    there = {pair.key for pair in pairs}
    for number, (name, place, text) in enumerate(one):
        if (name, place) not in there:
            before = {(each[0], each[1]) for each in one[:number]}
            at = max((turn + 1 for turn, pair in enumerate(pairs) if pair.key in before), default=0)
            pairs.insert(at, Pair(name, place, text, None))
            there.add((name, place))
    return pairs


def moved_pars(old: Sequence[Par], new: Sequence[Par]) -> list[tuple[str, int, int]]:
    """Return each par that was moved among those of both versions, with its place in the old and the new.

    Those are told that the fewest others have to be moved for.
    """
    one, two = ([(par.name, par.place) for par in pars] for pars in (old, new))
    first, second = ([key for key in one if key in two], [key for key in two if key in one])
    stay = {
        key
        for match in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
        for key in first[match.a : match.a + match.size]
    }
    return [(key[0], one.index(key) + 1, two.index(key) + 1) for key in second if key not in stay]


def changed_pars(old: Sequence[Par], new: Sequence[Par]) -> list[Pair]:
    """Return the pars of two versions that differ."""
    one, two = ([(par.name, par.place, str(par)) for par in pars] for pars in (old, new))
    return [pair for pair in beside(one, two) if pair.how != SAME]
