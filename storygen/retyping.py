"""Retyping: a story's copy typed over as plain pars, and read back: which of its pars each one is.

A par that was cut, moved, mended or added is told from the rest by its words alone, so that an editor can
use any editor, and nothing need be marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import count

from storygen.errors import UsageError
from storygen.revising import FIXED, Typed
from storygen.writing.ednote import NOTE
from storygen.writing.reader import copy_of
from storygen.writing.story import Story
from storygen.writing.typed import tidied

ALIKE = 0.5
"""Two pars are the same one, mended, where at least so many of their words are the same."""


def typescript(story: Story) -> str:
    """Return the copy of *story* to be typed over: the headline, then its pars, parted by blank lines.

    What says what was decided is no part of it.
    """
    return "\n\n".join(str(par) for par in story.pars if par.name not in FIXED) + "\n"


def retyped(story: Story, text: str) -> list[Typed]:
    """Return the pars that *text* makes of *story*, each by the name of the par that it was.

    *text* may be wire copy: what of it is not for print is passed over.

    :raises UsageError: there is no copy in it, or its first par is not the headline.
    """
    typed, pars = copy_of(text), [par for par in story.pars if par.name != NOTE]
    if not typed:
        raise UsageError("the copy", "there is nothing in it", "Write a headline and its pars")
    which = matched([str(par) for par in pars], typed)
    if which[0] is None and 0 not in which:
        which[0] = 0
    if which[0] != 0:
        raise UsageError("the copy", "its first par is not the headline", "Put the headline first")
    taken = {par.name for par in pars}
    names = (name for number in count(1) if (name := f"added-{number}") not in taken)
    found: list[Typed] = []
    for words, index in zip(typed, which, strict=True):
        if index is None:
            found.append(Typed(next(names), words, found[-1].place))
        else:
            same = _plain(words) == _plain(str(pars[index]))
            found.append(Typed(pars[index].name, str(pars[index]) if same else words, pars[index].place))
    return [each for each in found if each.name not in FIXED]


def is_as_it_was(story: Story, typed: Sequence[Typed]) -> bool:
    """Return whether *story* is in nothing otherwise than it was *typed*."""
    was = [(par.name, str(par)) for par in story.pars if par.name not in FIXED]
    return was == [(each.name, tidied(each.text).text) for each in typed]


def _plain(words: str) -> str:
    """Return *words* however their lines were broken."""
    return " ".join(words.split())


def matched(pars: Sequence[str], typed: Sequence[str]) -> list[int | None]:
    """Return for each of the *typed* pars which of *pars* it is, by its number, or None for a new one.

    No two are the same one. Those that are word for word the same are found first, then those most alike;
    then one that stands alone where another stood is that one, written anew.
    """
    found: list[int | None] = [None] * len(typed)
    left = list(range(len(pars)))
    for at, words in enumerate(typed):
        same = next((index for index in left if _plain(pars[index]) == _plain(words)), None)
        if same is not None:
            found[at] = same
            left.remove(same)
    for _, _, at, index in sorted(_likenesses(pars, typed, found, left)):
        if found[at] is None and index in left:
            found[at] = index
            left.remove(index)
    for at in range(1, len(typed)):
        before, after = found[at - 1], found[at + 1] if at + 1 < len(typed) else len(pars)
        if found[at] is None and before is not None and after == before + 2 and before + 1 in left:
            found[at] = before + 1
    return found


def _likenesses(
    pars: Sequence[str], typed: Sequence[str], found: Sequence[int | None], left: Sequence[int]
) -> Iterator[tuple[float, int, int, int]]:
    """Yield how unlike two pars are that may be one, how far apart they stand, and which they are."""
    for at, words in enumerate(typed):
        if found[at] is not None:
            continue
        matcher = SequenceMatcher(None, b=words.split(), autojunk=False)
        for index in left:
            matcher.set_seq1(pars[index].split())
            if matcher.quick_ratio() >= ALIKE and (ratio := matcher.ratio()) >= ALIKE:
                yield (1 - ratio, abs(index - at), at, index)
