"""Relinking: the words that an editor has left, with what each still prints.

A number that stays keeps its cells, also where the words around it are others; one that is moved within
the story takes them along. One that is retyped with another value, and a claim whose sentence is another,
have nothing behind them any more: that is for the second reader to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from storygen.facts.figure import Figure
from storygen.reading.numerals import DIGITS
from storygen.writing.claim import Claim
from storygen.writing.differing import alike, words_of
from storygen.writing.ledger import Prints, Run
from storygen.writing.story import Par

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_NUMBERS = re.compile(rf"(?<![\w.,])(?:{DIGITS})(?![\d]|,\d)")
LEAST = 25
"""Letters of a sentence that is known again wherever it stands; shorter ones may be anybody's."""


class Placed(NamedTuple):
    """Words of the new text, from and to, and what they print."""

    start: int
    end: int
    prints: Prints


def relink(text: str, own: Par | None, others: Sequence[Par] = ()) -> tuple[Run, ...]:
    """Return the runs of the par *text*, which an editor made of *own*, or out of nothing.

    Whole sentences keep all that they print, wherever they stand now; then what *own* printed in words that
    stayed; then numbers and dates by their exact words, where only one thing in the story was printed so.
    """
    if own is not None and str(own) == text:
        return own.runs
    every = [own, *others] if own is not None else list(others)
    placed = _sentences(text, every)
    stayed = _stayed(text, own) if own is not None else ()
    placed += [each for each in stayed if not _overlaps(each.start, each.end, placed)]
    placed += _by_words(text, placed, every)
    return _runs(text, sorted(placed))


def unlinked(par: Par, before: Iterable[Par] = ()) -> list[tuple[int, int]]:
    """Return from where to where *par* has a number behind which no figure stands.

    One that stood so in the pars *before*, such as that of "per 100,000", is the pack's own and none.
    """
    known = {found[0] for each in before for run in each.runs for found in _bare(run)}
    spans, start = [], 0
    for run in par.runs:
        spans += [
            (start + found.start(), start + found.end()) for found in _bare(run) if found[0] not in known
        ]
        start += len(run.text)
    return spans


def loosened(par: Par, own: Par) -> list[tuple[int, int]]:
    """Return from where to where *par* has words that printed a figure or a claim in *own*, and do no more.

    Nobody asks the figures what they say.
    """
    bound = {run.text for run in par.runs if run.prints is not None}
    lost = {run.text for run in own.runs if isinstance(run.prints, Figure | Claim)} - bound - {""}
    words = "|".join(re.escape(each) for each in sorted(lost, key=len, reverse=True))
    spans, start = [], 0
    for run in par.runs if lost else ():
        if run.prints is None:
            found = re.finditer(rf"(?<!\w)(?:{words})(?!\w)", run.text)
            spans += [(start + each.start(), start + each.end()) for each in found]
        start += len(run.text)
    return spans


def _bare(run: Run) -> Iterator[re.Match[str]]:
    """Yield the numbers in digits of a run that prints nothing."""
    if run.prints is None:
        yield from _NUMBERS.finditer(run.text)


def _spans(par: Par) -> Iterator[Placed]:
    """Yield what *par* prints, from where to where."""
    start = 0
    for run in par.runs:
        end = start + len(run.text)
        if run.prints is not None and run.text:
            yield Placed(start, end, run.prints)
        start = end


def _stayed(text: str, own: Par) -> Iterator[Placed]:
    """Yield what *own* printed in words that stand in *text* as they stood, told by the words around them.

    A claim stays only where the words before and after it do.
    """
    old, new = words_of(str(own)), words_of(text)
    starts_old, starts_new = _starts(old), _starts(new)
    kept = [
        (starts_old[match.old], starts_old[match.old + match.size], starts_new[match.new])
        for match in alike(old, new)
    ]
    turn = 0
    for start, end, prints in _spans(own):
        while turn < len(kept) and kept[turn][1] < end:
            turn += 1
        if turn < len(kept) and kept[turn][0] <= start and end <= kept[turn][1]:
            at = kept[turn][2] + start - kept[turn][0]
            if not isinstance(prints, Claim) or _rooted(kept[turn], start, end, str(own)):
                yield Placed(at, at + end - start, prints)


def _rooted(stretch: tuple[int, int, int], start: int, end: int, text: str) -> bool:
    """Return whether the words on both sides of a claim stay with it, or a side has none."""
    before = stretch[0] < start - 1 or start == 0
    after = end + 1 < stretch[1] or end >= len(text) - 1
    return before and after


def _starts(words: Sequence[str]) -> list[int]:
    """Return where each of *words* begins in their text, and where the last ends."""
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts


def _sentences(text: str, pars: Sequence[Par]) -> list[Placed]:
    """Return what sentences of *pars* print that stand in *text* whole."""
    found: list[Placed] = []
    for par in pars:
        words, start = str(par), 0
        spans = list(_spans(par))
        for sentence in _SENTENCES.split(words):
            begin = words.index(sentence, start)
            start = begin + len(sentence)
            at = text.find(sentence) if len(sentence) >= LEAST else -1
            if at < 0 or _overlaps(at, at + len(sentence), found):
                continue
            found += [
                Placed(at + each.start - begin, at + each.end - begin, each.prints)
                for each in spans
                if begin <= each.start and each.end <= start
            ]
    return found


def _by_words(text: str, placed: Sequence[Placed], pars: Sequence[Par]) -> list[Placed]:
    """Return the numbers and dates of *pars* that stand in *text* by their exact words, and nowhere else.

    Words that two different things were printed by are left alone: nobody can say which is meant. So are
    words without a digit, such as "one", which may be anything.
    """
    meant: dict[str, list[Prints]] = {}
    for par in pars:
        for run in par.runs:
            if run.prints is None or isinstance(run.prints, Claim) or not any(map(str.isdigit, run.text)):
                continue
            some = meant.setdefault(run.text, [])
            if run.prints not in some:
                some.append(run.prints)
    sure = {words: some[0] for words, some in meant.items() if len(some) == 1}
    if not sure:
        return []
    words = "|".join(re.escape(each) for each in sorted(sure, key=len, reverse=True))
    taken = sorted(placed)
    found, turn = [], 0
    for match in re.finditer(rf"(?<![\w.,])(?:{words})(?!\w|[.,]\d)", text):
        while turn < len(taken) and taken[turn].end <= match.start():
            turn += 1
        if turn == len(taken) or match.end() <= taken[turn].start:
            found.append(Placed(match.start(), match.end(), sure[match[0]]))
    return found


def _overlaps(start: int, end: int, placed: Iterable[Placed]) -> bool:
    """Return whether anything is *placed* between *start* and *end*."""
    return any(each.start < end and start < each.end for each in placed)


def _runs(text: str, placed: Sequence[Placed]) -> tuple[Run, ...]:
    """Return *text* as runs, with what is *placed* in it."""
    runs, at = [], 0
    for start, end, prints in placed:
        if at < start:
            runs.append(Run(text[at:start]))
        runs.append(Run(text[start:end], prints))
        at = end
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)
