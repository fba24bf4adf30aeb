"""Marking: copy as the desk shows it: figures and claims lead to their workings, flags stand beside pars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storygen.facts.figure import Figure
from storygen.facts.period import Period
from storygen.writing.claim import Claim
from storygen.writing.flag import Flag, shown, standing
from storygen.writing.ledger import Prints, Run
from storygen.writing.story import Par, Story


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a par, all of one kind."""

    text: str
    kind: str = ""
    """figure, claim, period or quote; nothing of words that print none."""
    cite: str = ""
    """By which the desk is asked what stands behind them: the numbers of the par and of the run."""
    doubt: str = ""
    """stop, flag or bare (a number behind which no figure stands)."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A par as the desk shows it."""

    number: int
    name: str
    place: str
    pieces: tuple[Piece, ...]
    flags: tuple[Flag, ...]


def kind_of(prints: Prints | None) -> str:
    """Return what kind of thing a run prints."""
    match prints:
        case Figure():
            return "figure"
        case Claim():
            return "claim"
        case Period():
            return "period"
        case None:
            return ""
    return "quote"


def marked(story: Story) -> list[Marked]:
    """Return the pars of *story*, each with what is flagged of it."""
    stops = standing(story.flags)
    return [
        mark(number, par, [flag for flag in shown(story.flags) if flag.is_of(par.name, par.place)], stops)
        for number, par in enumerate(story.pars)
    ]


def unplaced(story: Story) -> list[Flag]:
    """Return the flags of *story* that concern no par which is in it."""
    there = {(par.name, par.place) for par in story.pars}
    return [flag for flag in shown(story.flags) if (flag.par, flag.place) not in there]


def mark(
    number: int,
    par: Par,
    flags: Sequence[Flag],
    stops: Iterable[Flag],
    bare: Iterable[tuple[int, int]] = (),
) -> Marked:
    """Return one par, marked; *stops* are those that stand, *bare* where numbers are that no figure bears."""
    standing_here = set(stops)
    doubts = [(*span, "bare") for span in bare]
    doubts += [(*flag.span, "flag") for flag in flags if flag.span and flag not in standing_here]
    doubts += [(*flag.span, "stop") for flag in flags if flag.span and flag in standing_here]
    return Marked(number, par.name, par.place, tuple(_pieces(number, par.runs, doubts)), tuple(flags))


def _pieces(number: int, runs: Sequence[Run], doubts: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    """Yield the pieces of a par: its runs, parted where something doubtful begins or ends."""
    start = 0
    for index, run in enumerate(runs):
        end = start + len(run.text)
        cuts = {start, end}
        cuts |= {spot for begin, stop, _ in doubts for spot in (begin, stop) if start < spot < end}
        spots = sorted(cuts)
        kind = kind_of(run.prints)
        for one, two in pairwise(spots):
            worst = [doubt for begin, stop, doubt in doubts if begin <= one and two <= stop]
            text = run.text[one - start : two - start]
            yield Piece(text, kind, f"{number}.{index}" if kind else "", worst[-1] if worst else "")
        start = end


def run_at(story: Story, cite: str) -> Run | None:
    """Return the run that *cite* names, or None."""
    found = re.fullmatch(r"(\d{1,4})\.(\d{1,4})", cite, re.ASCII)
    if found is None:
        return None
    par, run = (int(number) for number in found.groups())
    runs = story.pars[par].runs if par < len(story.pars) else ()
    return runs[run] if run < len(runs) else None
