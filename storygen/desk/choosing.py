"""Choosing: two versions of a story beside each other, par by par: an editor's, another's or storygen's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from storygen import acts, offering
from storygen.archive.kept import Clash, Kept
from storygen.archive.workflow import EDITABLE, OUT, Role
from storygen.desk.asking import Answer, Asked, Elsewhere, Form, Page, Route
from storygen.errors import UsageError
from storygen.revising import FIXED, Typed
from storygen.writing.differing import Words
from storygen.writing.story import Held
from storygen.writing.typed import LONGEST, tidied

NAMED = re.compile(r"[\w-]{1,100}")
PLACED = re.compile(r"[\w:-]{0,40}")
"""How pars are named, and the places that they are for: a form hands both back as it had them."""


def pars_sent(form: Form, *fields: str) -> Iterator[tuple[str, ...]]:
    """Yield of each par of a form its name, its place and its other *fields*.

    :raises UsageError: the form is not one of the desk's.
    """
    columns = [form.every(name) for name in ("name", "place", *fields)]
    if len({len(column) for column in columns}) != 1:
        raise UsageError("the form", "some of its fields are missing", "Open the story again")
    for name, place, *others in zip(*columns, strict=True):
        if not (NAMED.fullmatch(name) and PLACED.fullmatch(place)):
            raise UsageError("the form", "it has a par that no story has", "Open the story again")
        yield (name, place, *others)


def chosen(form: Form) -> list[Typed]:
    """Return the pars that were chosen, from one side or the other; one that is not in its side is left out.

    :raises UsageError: the form is not one of the desk's.
    """
    found = [
        Typed(name, one if form[f"pick-{number}"] == "mine" else two, place)
        for number, (name, place, one, two) in enumerate(pars_sent(form, "one", "two"))
    ]
    return [each for each in found if each.text.strip()]


def clash(asked: Asked, number: int, found: Clash, typed: Sequence[Typed]) -> Answer:
    """Return the page on which who saves second sees both, unless both say the same."""
    archive, theirs, form = asked.desk.archive, found.theirs, asked.form
    kept, mine, there = archive.story(number), _words(typed), offering.pars_of(theirs.written)
    if mine == there:
        whose = "" if theirs.by == asked.who.shown else f", by {theirs.by}"
        return Elsewhere(f"/stories/{number}", f"It is already saved, as version {theirs.number}{whose}.")
    versions = {each.number: each for each in archive.versions(number)}
    base = versions.get(form.number("base"))
    began = offering.pars_of(base.written) if base else []
    went_out = kept.status in OUT and form["status"] not in ("", *OUT)
    data = {
        "kept": kept,
        "theirs": theirs,
        "pars": offering.against(began, mine, there),
        "moved": offering.moved(began, mine),
        "why": "" if went_out else form["why"],
        "overrule": form["overrule"],
        "correcting": kept.status in OUT,
        "went_out": went_out,
    }
    return Page("clash.html", data, 409)


def _words(typed: Sequence[Typed]) -> list[Words]:
    """Return the pars that are an editor's to change as they would be saved."""
    tidy = [
        (each.name, each.place, tidied(each.text).text if len(each.text) <= LONGEST else each.text)
        for each in typed
        if each.name not in FIXED
    ]
    return [each for each in tidy if each[2]]


def offer(asked: Asked) -> Answer:
    """Show what storygen offers beside an editor's version, par by par; where one is owed, its correction."""
    kept = asked.desk.archive.story(asked.number("story"))
    if kept.owed and kept.status in OUT:
        may = asked.who.role.may(Role.EDITOR)
        return Elsewhere(f"/stories/{kept.number}{'/edit' if may else ''}")
    if kept.offered is None:
        return Elsewhere(f"/stories/{kept.number}", "Nothing is offered beside it any more.")
    return _offer(asked, kept)


def _offer(asked: Asked, kept: Kept, fault: str = "") -> Page:
    """Return the page of what is offered, with what was wrong with what was chosen."""
    archive = asked.desk.archive
    mine, new = archive.version(kept.number), archive.version(kept.number, kept.offered)
    data: dict[str, Any] = {"kept": kept, "mine": mine, "new": new, "pars": [], "held": None, "fault": fault}
    data["takes"] = kept.status in EDITABLE
    data["whose"] = "Yours" if mine.by == asked.who.shown else f"{mine.by}’s"
    if isinstance(new.copy, Held) and new.written is None:
        data["held"] = new.copy
    else:
        data["pars"] = offering.sides(archive, kept)
    return Page("offer.html", data, 409 if fault else 200)


def take(asked: Asked) -> Answer:
    """Take the pars that were chosen, from one side or the other; or nothing of what is offered."""
    archive, form, number = asked.desk.archive, asked.form, asked.number("story")
    by: dict[str, Any] = {"by": asked.who.shown, "at": asked.at}
    try:
        if form["act"] == "set aside":
            archive.set_aside(number, why=form["why"], seen=form.number("offered"), **by)
            return Elsewhere(f"/stories/{number}", "What was offered is set aside; yours stands.")
        base, offered = form.number("base"), form.number("offered")
        acts.take(archive, asked.desk.editions, number, chosen(form), base=base, offered=offered, **by)
    except Clash as found:
        kept, theirs = archive.story(number), found.theirs
        if kept.offered is None:
            raise
        return _offer(asked, kept, f"Nothing was done: {theirs.by} has made version {theirs.number} since.")
    return Elsewhere(f"/stories/{number}", "Taken; read it once more before you approve it.")


ROUTES = (
    Route("/stories/{story}/offer", offer),
    Route("/stories/{story}/offer", take, Role.EDITOR, posts=True),
)
