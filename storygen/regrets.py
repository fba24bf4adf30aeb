"""Regrets: what a corrective says was wrong and is true, in words that are as plain as the mistake was.

A changed figure is told at the foot of the story; a direction or a headline that no longer holds, first of
all (IPSO Editors' Code, clause 1: corrected promptly and with due prominence).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storygen.archive import kept
from storygen.edition import Edition
from storygen.facts.figure import Cell, Figure, Gap, leaves
from storygen.facts.period import period_from_key
from storygen.facts.reworking import Reworking
from storygen.facts.table import said_of
from storygen.writing import style as house
from storygen.writing.claim import Claim
from storygen.writing.holding import Again
from storygen.writing.ledger import Run
from storygen.writing.story import Story
from storygen.writing.style import typeset

MOST = 3
"""Figures that are told of each by itself: more are told of together."""
WENT = {"up": ("risen", "rose"), "down": ("fallen", "fell"), "same": ("stayed the same", "stayed the same")}
"""How a number was said to have gone, and how it went."""


class Regret(NamedTuple):
    """What was wrong and is true."""

    text: str
    par: tuple[Run, ...]
    """The same, its numbers with their cells."""


class Revision(NamedTuple):
    """A figure that was printed, and what is printed of the same now."""

    was: Figure
    now: Figure | Gap
    given: bool
    """Whether copy printed it, and not only what was worked out of it."""


def regret(
    edition: Edition,
    copy: Story,
    runs: Sequence[Again],
    severity: str,
    reworking: Reworking,
    cells: Sequence[Cell] = (),
) -> Regret:
    """Return what was wrong in *copy*, of whose *runs* some no longer hold.

    Where no run says so, the copy has words behind which no cell stands: then it is told of the revised
    *cells* that it rests on.
    """
    wrong = [each for each in runs if each.holds is False] or [each for each in runs if each.moved]
    places = {told.place.code for told in copy.places}
    revised = _revised(wrong, reworking, places)
    found: list[Run] = []
    if severity == kept.HEADLINE:
        found.append(Run(f"The headline of an earlier version of this story, “{copy.headline}”, was wrong. "))
    if severity != kept.FIGURE and (turned := next((each for each in wrong if each.turns), None)):
        found += _turn(edition, turned, reworking)
    for each in revised[:MOST]:
        found += _figure(edition, each, opens=not found)
    publisher = copy.release.publisher
    if len(revised) > MOST:
        found.append(Run(f"The {publisher} has revised {len(revised) - MOST} more of its figures. "))
    if not found:
        own = [cell for cell in cells if cell.subject.geography in places] or cells
        found += [run for cell in own[:MOST] for run in _first_published(edition, cell, reworking)]
    typed = [Run(typeset(edition.style, run.text), run.prints) for run in found]
    *first, last = typed
    runs_of = (*first, Run(last.text.rstrip(), last.prints))
    return Regret("".join(run.text for run in runs_of), tuple(run for run in runs_of if run.text))


def _revised(wrong: Iterable[Again], reworking: Reworking, places: set[str]) -> list[Revision]:
    """Return each figure beneath what is *wrong* that is printed otherwise now, those that it gave first.

    Among those, and among the rest, those of the story's own *places* come first.
    """
    found: dict[tuple[str, str, str], Revision] = {}
    for each in wrong:
        prints = each.run.prints
        figures = prints.figures if isinstance(prints, Claim) else (prints,)
        given = isinstance(prints, Figure) and _is_given(prints)
        for leaf in leaves(figure for figure in figures if isinstance(figure, Figure)):
            now = reworking.of(leaf)
            if now is not None and said_of(now) != said_of(leaf):
                about = next(leaf.cells()).subject
                key = (about.measure, about.geography, about.period)
                if key not in found or given:
                    found[key] = Revision(leaf, now, given)
    foreign = {key: key[1] not in places for key in found}
    return [found[key] for key in sorted(found, key=lambda key: (not found[key].given, foreign[key]))]


def _is_given(figure: Figure) -> bool:
    """Return whether *figure* is what stands in a cell, if only rounded, and not worked out of several."""
    while not isinstance(figure.origin, Cell):
        rule, inputs = figure.origin
        if not rule.startswith(("rounded", "cut")):
            return False
        figure = inputs[0]
    return True


def _turn(edition: Edition, turned: Again, reworking: Reworking) -> list[Run]:
    """Return the sentences that say which way something was said to have gone, and which way it went."""
    claim = turned.run.prints
    assert isinstance(claim, Claim)
    since = f"On figures that the {edition.release.publisher} has since revised, "
    figures = [reworking.of(each) for each in claim.figures[:2]]
    now, before = (*figures, None, None)[:2]
    if claim.kind not in WENT or not isinstance(now, Figure) or not isinstance(before, Figure):
        return [Run(f"An earlier version of this story said “{turned.run.text}”. {since}that is not so. ")]
    way = "up" if now.value > before.value else "down" if now.value < before.value else "same"
    what = _named(edition, next(now.cells()))
    wrongly, truly = WENT[claim.kind][0], WENT[way][1]
    said = f"An earlier version of this story said that {what} had {wrongly}. {since}it {truly}"
    if way == "same":
        return [Run(f"{said}. ")]
    first, second = _printed(edition, before, now)
    return [Run(f"{said}, from "), Run(first, before), Run(" to "), Run(second, now), Run(". ")]


def _figure(edition: Edition, revised: Revision, *, opens: bool) -> list[Run]:
    """Return the sentence that says what a figure was printed as, and what it is now."""
    was, now, given = revised
    what = f"{_named(edition, next(was.cells()))} {_when(edition, next(was.cells()))}"
    who = "An earlier version of this story" if opens else "It also"
    publisher = edition.release.publisher
    first, *second = _printed(edition, was, *([now] if isinstance(now, Figure) else []))
    if given:
        found = [Run(f"{who} gave {what} as "), Run(first, was), Run(". ")]
    else:
        found = [Run(f"{who} rested on "), Run(first, was), Run(f" as {what}. ")]
    if isinstance(now, Gap):
        return [*found, Run(f"The {publisher} no longer gives a figure. ")]
    return [*found, Run(f"The {publisher} has since revised it to "), Run(second[0], now), Run(". ")]


def _first_published(edition: Edition, cell: Cell, reworking: Reworking) -> list[Run]:
    """Return the sentences that say that a figure is no longer what it was when it was first published."""
    what = f"{_named(edition, cell)} {_when(edition, cell)}"
    publisher = edition.release.publisher
    said = f"An earlier version of this story rested on {what} as first published. The {publisher}"
    now = reworking.printed(cell)
    if not isinstance(now, Figure):
        return [Run(f"{said} no longer gives a figure. ")]
    return [Run(f"{said} has since revised it to "), Run(_printed(edition, now)[0], now), Run(". ")]


def _printed(edition: Edition, *figures: Figure) -> list[str]:
    """Return *figures* in digits, as finely as it takes to tell them apart."""
    found: list[str] = []
    for hint in ("digits", "digits 1", "digits 2"):
        found = [house.figure(edition.style, each, hint) for each in figures]
        if len(set(found)) == len(found):
            break
    return found


def _named(edition: Edition, cell: Cell) -> str:
    """Return in words what *cell* is a figure of, and of where: "the number of police officers in Kent"."""
    subject = cell.subject
    spec = next(each for each in edition.pack.measures if each.source == subject.measure)
    own = next((each for each in edition.pack.measures if each.name == subject.measure), spec)
    place = edition.gazetteer.coded(subject.geography)
    kind = (
        "rate" if own.unit == "rate" else "figure" if ":" in own.counted or "," in own.counted else "number"
    )
    of = "for" if kind == "figure" else "of"
    return f"the {kind} {of} {own.counted} {place.located if place else cell.row}"


def _when(edition: Edition, cell: Cell) -> str:
    """Return when *cell* is of, in words."""
    period = period_from_key(cell.subject.period)
    said = house.period(edition.style, period, edition.day)
    return f"on {said}" if period.span == "at" else f"in {said}"
