"""Revising: a story as an editor has left it, its numbers linked again and its copy read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from storygen.checking import OF_COPY
from storygen.edition import Edition
from storygen.errors import UsageError
from storygen.writing.ednote import NOTE, noted
from storygen.writing.flag import OVERRULED, Flag
from storygen.writing.ledger import Run
from storygen.writing.quotes import Quote
from storygen.writing.relinking import relink
from storygen.writing.story import Par, Story
from storygen.writing.style import typeset
from storygen.writing.typed import MOST_PARS, tidied

CORRECTION = "correction"
FIXED = (NOTE, CORRECTION)
"""Pars that say what was decided: no editor's to change."""
CUT = "cut"
"""The check of a flag that says that a par which every story owes was cut."""
_OWED = "the par “{}”, which every story of this pack has, was cut"


@dataclass(frozen=True, slots=True)
class Typed:
    """A par as an editor left it."""

    name: str
    text: str
    place: str = ""
    """The code of the place it was written for; empty for the story's own."""


def revise(
    edition: Edition, story: Story, typed: Sequence[Typed], others: Sequence[Par] = (), correction: str = ""
) -> Story:
    """Return *story* with the pars as they were *typed*, in their order; what is left out or empty is cut.

    Numbers keep their cells, also where they are moved, from *others* too. A *correction* says what was wrong.

    :raises UsageError: there is no headline or no more than one, or it is more than a story may be.
    """
    return with_pars(edition, story, tuple(_pars(story, typed, others, correction)))


def with_pars(edition: Edition, story: Story, pars: tuple[Par, ...]) -> Story:
    """Return *story* with *pars* in place of its own, read again.

    The flags of the old copy give way to those of the new; what the gate and the plan have raised stays.
    """
    was, now = ({(par.name, par.place): str(par) for par in each} for each in (story.pars, pars))
    stay = [flag for flag in story.flags if flag.check not in OF_COPY and _stays(flag, was, now)]
    owed = (key for key in was if key not in now and key[0] in edition.pack.required)
    cut = [Flag(CUT, _OWED.format(name.replace("_", " ")), name, place=place) for name, place in owed]
    flags = (*stay, *cut, *_read(edition, story, pars))
    return replace(story, pars=noted(pars, flags), flags=flags)


Words = Mapping[tuple[str, str], str]
"""The words of each par, by its name and the place that it is for."""


def _stays(flag: Flag, was: Words, now: Words) -> bool:
    """Return whether what *flag* says is so of the pars as they are *now* too.

    An overrule is of the words that its editor has seen: it lapses with them.
    """
    key = (flag.par, flag.place)
    if flag.check == CUT:
        return key not in now
    if flag.check == OVERRULED:
        return was.get(key) == now.get(key)
    return key not in was or key in now


def _read(edition: Edition, story: Story, pars: Sequence[Par]) -> list[Flag]:
    """Return what is false or doubtful in *pars*.

    A correction is read by itself. It may say what is false, which is what it puts right: that is a query.
    """
    places = [told.place for told in story.places]
    found = edition.checks.of_pars([par for par in pars if par.name != CORRECTION], places)
    of_it = edition.checks.of_pars([par for par in pars if par.name == CORRECTION], places)
    told = (flag for flag in of_it if flag.stop or flag.check != "reader")  # and not what cannot be known
    return found + [replace(flag, stop=flag.stop and flag.check != "reader") for flag in told]


def _pars(story: Story, typed: Sequence[Typed], others: Sequence[Par], correction: str) -> Iterator[Par]:
    """Yield the pars of *story* as they were *typed*, what says what was decided after the headline."""
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
    if len(told) == 1 and sum(par.name not in FIXED for par in story.pars) > 1:
        raise UsageError("the story", "nothing is left of it but its headline", "Keep a par, or spike it")
    yield told[0]
    yield from _corrected(story, correction)
    yield from told[1:]


def _corrected(story: Story, correction: str) -> Iterator[Par]:
    """Yield the par that says what was wrong in *story*: each *correction* of it that there was, in turn."""
    said = next((str(par) for par in story.pars if par.name == CORRECTION), "")
    if correction:
        told = correction if correction.endswith((".", "!", "?")) else f"{correction}."
        said = f"{said} {told[0].upper()}{told[1:]}" if said else f"Correction: {told}"
    if said:
        yield Par.of(CORRECTION, [Run(said)])


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
