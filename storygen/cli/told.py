"""Told: what was found in copy, and what two wordings of it have otherwise, par by par."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storygen.writing.differing import Pair
    from storygen.writing.flag import Flag

LONGEST = 90
"""As many characters of a par are shown."""


def told(pars: Sequence[tuple[str, str, str]], flags: Sequence[Flag]) -> Iterator[str]:
    """Yield what was found, a line a par and a line a fault.

    *pars* are the words of each, after the name that *flags* call it by and the place that it is for.
    """
    from storygen.writing.flag import shown

    flags = shown(flags)
    names = [(name, place) for name, place, _ in pars]
    for number, (name, place, par) in enumerate(pars, 1):
        own = [flag for flag in flags if flag.is_of(name, place)]
        verdict = "stop" if any(flag.stop for flag in own) else "flag" if own else "true"
        yield f"{number:>3}  {verdict}  {par if len(par) < LONGEST else par[: LONGEST - 3] + '…'}"
        yield from (_fault(flag, par) for flag in own)
    yield from (_fault(flag) for flag in flags if (flag.par, flag.place) not in names)
    stops = sum(flag.stop for flag in flags)
    yield f"{_many(len(pars), 'par')}, {_many(stops, 'stop')}, {_many(len(flags) - stops, 'flag')}"


def _many(number: int, noun: str) -> str:
    """Return so many of something."""
    from storygen.writing.style import plural

    return f"{number} {plural(noun, Decimal(number))}"


def _fault(flag: Flag, par: str = "") -> str:
    """Return the line of one flag, with the words of the *par* that it is about."""
    about = f" “{par[slice(*flag.span)]}”" if flag.span and par else ""
    return f"     {'stop' if flag.stop else 'flag'} ({flag.check}){about}: {flag.message}"


SIGNS = {"same": "{}", "cut": "[-{}-]", "added": "{{+{}+}}"}
"""How words are shown that two wordings have alike, that only the first has, and that only the second has."""


def differing(pairs: Iterable[Pair], note: str = "") -> Iterator[str]:
    """Yield the pars that two versions have otherwise, word by word; a *note* follows the name of each."""
    for pair in pairs:
        if pair.how != "same":
            yield f"{pair.name.replace('_', ' ')}, {pair.how}{note}"
            yield "     " + "".join(SIGNS[way].format(words) for way, words in pair.words)
