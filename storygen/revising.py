"""Revising: a story as an editor has left it, its numbers linked again and its copy read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from storygen.checking import OF_COPY
from storygen.edition import Edition
from storygen.errors import UsageError
from storygen.facts.figure import Figure
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
    edition: Edition,
    story: Story,
    typed: Sequence[Typed],
    others: Sequence[Par] = (),
    correction: str = "",
    foot: bool = False,
) -> Story:
    """Return *story* with the pars as they were *typed*, in their order; what is left out or empty is cut.

    Numbers keep their cells, also where they are moved, from *others* too. A *correction* says what was
    wrong, after the headline or at the *foot*.

    :raises UsageError: there is no headline or no more than one, or it is more than a story may be.
    """
    pars = tuple(_pars(story, typed, others))
    near = [par for par in others if par.name == CORRECTION]
    words = relink(correction, near[0] if near else None, near) if correction else ()
    return with_pars(edition, story, with_correction(story, pars, words, foot=foot))


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
    said = [par for par in pars if par.name == CORRECTION]
    return found + [
        replace(flag, stop=flag.stop and flag.check != "reader")
        for flag in told
        if not (flag.check == "reader" and said and _is_of_a_figure(said[0], flag))
    ]


def _is_of_a_figure(par: Par, flag: Flag) -> bool:
    """Return whether *flag* is of a number of *par* behind which a figure stands: of one that was printed."""
    start, at = flag.span[0] if flag.span else -1, 0
    for run in par.runs:
        if at <= start < at + len(run.text):
            return isinstance(run.prints, Figure)
        at += len(run.text)
    return False


def _pars(story: Story, typed: Sequence[Typed], others: Sequence[Par]) -> list[Par]:
    """Return the pars of *story* as they were *typed*, but what says what was decided."""
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
    return told


def with_correction(
    story: Story, pars: Sequence[Par], words: Sequence[Run], *, foot: bool = False
) -> tuple[Par, ...]:
    """Return *pars* with the one that says what was wrong in *story*: each correction there was, and *words*.

    It stands after the headline, or at the *foot* where nothing that stood there says more.
    """
    before = next((par for par in story.pars if par.name == CORRECTION), None)
    said = [*before.runs] if before else []
    if words:
        first, *rest = words
        if said and first.prints is None:
            first = Run(first.text[:1].upper() + first.text[1:])
        said += [Run(" " if said else "Correction: "), first, *rest]
        if not "".join(run.text for run in said).endswith((".", "!", "?")):
            said.append(Run("."))
    if not said:
        return tuple(pars)
    par = Par.of(CORRECTION, said)
    if foot and (before is None or story.pars[-1] is before):
        return (*pars, par)
    return (*pars[:1], par, *pars[1:])


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
