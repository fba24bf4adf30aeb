"""Revising: a story as an editor has left it, its numbers linked again and its copy read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from storygen.checking import OF_COPY
from storygen.edition import Edition
from storygen.errors import UsageError
from storygen.writing.ledger import Run
from storygen.writing.quotes import Quote
from storygen.writing.relinking import relink
from storygen.writing.story import Par, Story
from storygen.writing.style import typeset
from storygen.writing.typed import MOST_PARS, tidied

NOTE, CORRECTION = "ednote", "correction"
FIXED = (NOTE, CORRECTION)
"""Pars that say what was decided: no editor's to change."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A par as an editor left it."""

    name: str
    text: str
    place: str = ""
    """The code of the place it was written for; empty for the story's own."""


def revise(edition: Edition, story: Story, typed: Sequence[Typed], others: Sequence[Par] = ()) -> Story:
    """Return *story* with the pars as they were *typed*, in their order; what is left out or empty is cut.

    Numbers keep their cells, also where they are moved, from *others* too. The flags of the old copy give way
    to those of the new; what the gate and the plan have raised stays.

    :raises UsageError: there is no headline, or it is more than a story may be.
    """
    pars = tuple(_pars(story, typed, others))
    places = [told.place for told in story.places]
    read = edition.checks.of_pars([par for par in pars if par.name != CORRECTION], places)
    cut = {(par.name, par.place) for par in story.pars} - {(par.name, par.place) for par in pars}
    before = [flag for flag in story.flags if flag.check not in OF_COPY and (flag.par, flag.place) not in cut]
    return replace(story, pars=pars, flags=(*before, *read))


def _pars(story: Story, typed: Sequence[Typed], others: Sequence[Par]) -> Iterator[Par]:
    """Yield the pars of *story* as they were *typed*."""
    if len(typed) > MOST_PARS:
        raise UsageError("the story", f"it has {len(typed)} pars", f"A story may have {MOST_PARS}")
    was = {(par.name, par.place): par for par in story.pars}
    seen: set[tuple[str, str]] = set()
    told: list[Par] = []
    for number, each in enumerate(typed, 1):
        key = (each.name, each.place)
        if each.name in FIXED:
            continue
        if key in seen:
            key = (f"{each.name}-{number}", each.place)
        seen.add(key)
        text = tidied(each.text, f"par {number}, {each.name}").text
        if not text:
            continue
        own = was.get(key)
        near = [par for par in (*story.pars, *others) if par is not own]
        told.append(Par.of(key[0], relink(text, own, near), each.place))
    if not told or told[0].name != "headline":
        raise UsageError("the story", "its first par is not the headline", "Put the headline first")
    yield told[0]
    yield from (par for par in story.pars if par.name in FIXED)
    yield from told[1:]


def taken_out(typed: Sequence[Typed]) -> tuple[str, ...]:
    """Return what of *typed* cannot be seen and is taken out, for the editor to know."""
    return tuple(
        f"{each.name.replace('_', ' ')}: {said}" for each in typed for said in tidied(each.text).taken_out
    )


def quotes_for(edition: Edition, story: Story) -> tuple[Par, ...]:
    """Return the pack's quotes that may be used of *story* and are not in it, each as a par."""
    codes = tuple(told.place.code for told in story.places)
    usable = edition.quotes(story.angle, codes)
    there = {run.prints.name for _, run in story.runs() if isinstance(run.prints, Quote)}
    return tuple(
        Par.of(f"quote-{name}", _quoted(edition, quote))
        for name, quote in usable.items()
        if quote is not None and quote.name not in there
    )


def _quoted(edition: Edition, quote: Quote) -> tuple[Run, ...]:
    """Return *quote* as copy prints it: who said it, then the words; or the sentence that reports them."""
    words = Run(typeset(edition.style, quote.text), quote)
    if not quote.direct:
        return (words,)
    comma = "," if quote.speaker and quote.role else ""
    return (Run(typeset(edition.style, f"{quote.said_by}{comma} said: ")), words)
