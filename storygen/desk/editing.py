"""Editing: words changed par by par and read again as they are typed; two versions beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storygen import acts, offering, wire
from storygen.archive.kept import Clash, Kept, Version
from storygen.archive.workflow import EDITABLE, Role, Status
from storygen.desk.asking import Answer, Asked, Elsewhere, Form, Page, Route, whole
from storygen.desk.marking import Marked, mark
from storygen.desk.saying import told
from storygen.editions import reading_of
from storygen.errors import StorygenError, UsageError, WorkflowError
from storygen.revising import FIXED, Typed, quotes_for, revise
from storygen.writing.differing import beside
from storygen.writing.flag import standing
from storygen.writing.relinking import unlinked
from storygen.writing.story import Held, Story
from storygen.writing.typed import tidied

OUT = (Status.FILED, Status.CORRECTED)
"""Where a change is a correction."""
NAMED = re.compile(r"[\w-]{1,100}")
PLACED = re.compile(r"[\w:-]{0,40}")
"""How pars are named, and the places that they are for: the form hands both back as it had them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A par as the form has it."""

    key: int
    name: str
    place: str
    text: str
    order: int
    cut: bool = False
    read: Marked | None = None
    fixed: bool = False
    new: bool = False
    """Whether it was put into the form just now."""

    @property
    def moves(self) -> bool:
        """Return whether it is an editor's to move and to cut."""
        return not self.fixed and self.name != "headline"


def edit(asked: Asked) -> Answer:
    """Show the form in which a story's words are changed."""
    kept, version, copy = _open(asked)
    rows = [
        Row(number, par.name, par.place, str(par), number + 1, fixed=par.name in FIXED)
        for number, par in enumerate(copy.pars)
    ]
    return _form(asked, kept, version, rows, "")


def _open(asked: Asked) -> tuple[Kept, Version, Story]:
    """Return the story of the path, its version that counts, and the copy of that.

    :raises WorkflowError: it has no copy, or is past changing.
    """
    archive = asked.desk.archive
    kept = archive.story(asked.number("story"))
    if kept.status in (Status.KILLED, Status.SPIKED):
        killed = kept.status is Status.KILLED
        remedy = "Nothing more can be done with it" if killed else "Take it off the spike first"
        raise WorkflowError(str(kept), f"it is {kept.status}, and its words stand", remedy)
    version = archive.version(kept.number)
    return kept, version, acts.written(archive, version)


def save(asked: Asked) -> Answer:
    """Save what was typed, or put another par into the form, or say what is wrong and keep what was typed."""
    kept, version, copy = _open(asked)
    rows = _rows(asked.form)
    act = asked.form["act"] or "save"
    if act != "save":
        return _form(
            asked, kept, version, _changed(asked, copy, rows, act), "", base=asked.form.number("base")
        )
    return _saved(asked, kept, version, rows)


def _saved(asked: Asked, kept: Kept, version: Version, rows: Sequence[Row]) -> Answer:
    """Save *rows*; where they cannot be saved, nothing that was typed is lost."""
    try:
        return _save(asked, kept, _typed(_stay(rows)))
    except Clash as clash:
        return _clash(asked, kept, clash, rows)
    except StorygenError as error:
        return _form(asked, kept, version, rows, told(error), 422, base=asked.form.number("base"))


def _save(asked: Asked, kept: Kept, typed: Sequence[Typed]) -> Answer:
    """Save what was typed: as an edit, or of what went out as a correction."""
    desk, number = asked.desk, kept.number
    given: dict[str, Any] = {"base": asked.form.number("base"), "by": asked.who.shown, "at": asked.at}
    if kept.status in OUT:
        forms = wire.sent_in(desk.archive.history(number)) or wire.FORMS
        if desk.wire:
            wire.ready(desk.wire, desk.archive, number, forms)
        acts.correct(desk.archive, desk.editions, number, typed, why=asked.form["why"], forms=forms, **given)
        put = wire.send(desk.wire, desk.archive, number) if desk.wire else []
        names = f" The wire's folder has {', '.join(path.name for path in put)}." if put else ""
        return Elsewhere(f"/stories/{number}", f"Corrected.{names}")
    saved = acts.edit(desk.archive, desk.editions, number, typed, why=asked.form["why"], **given)
    stops = len(standing(saved.copy.flags)) if isinstance(saved.copy, Story) else 0
    said = f"Saved as version {saved.number}."
    return Elsewhere(f"/stories/{number}", said + (" A stop stands: see beside the pars." if stops else ""))


def _rows(form: Form) -> list[Row]:
    """Return the pars of the form, in the order that it was sent in."""
    return [
        Row(
            whole(key, number),
            name,
            place,
            text,
            whole(order, number + 1),
            fate == "cut",
            fixed=name in FIXED,
        )
        for number, (name, place, key, text, order, fate) in enumerate(
            _pars(form, "key", "text", "order", "fate")
        )
    ]


def _pars(form: Form, *fields: str) -> Iterator[tuple[str, ...]]:
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


def _stay(rows: Sequence[Row]) -> list[Row]:
    """Return the pars that stay, in their new order: one whose number was changed stands in that place."""
    numbered = list(enumerate(rows, 1))
    order = [row for place, row in numbered if row.order == place]
    moved = [row for place, row in reversed(numbered) if row.order != place]
    for row in sorted(moved, key=lambda row: row.order):
        order.insert(max(row.order - 1, 0), row)
    return [row for row in order if not row.cut]


def _typed(rows: Sequence[Row]) -> list[Typed]:
    """Return *rows* as pars that an editor left."""
    return [Typed(row.name, row.text, row.place) for row in rows]


def _changed(asked: Asked, copy: Story, rows: list[Row], act: str) -> list[Row]:
    """Return the form's pars with one added: a quote of the pack's, or an empty one."""
    key = max((row.key for row in rows), default=0) + 1
    if act == "quote":
        with asked.desk.editions.writing(reading_of(copy)) as edition:
            offered = {each.name: each for each in quotes_for(edition, copy)}
        chosen = offered.get(asked.form["quote"])
        if chosen is None:
            return rows
        return [*rows, Row(key, chosen.name, chosen.place, str(chosen), len(rows) + 1, new=True)]
    if act == "add":
        return [*rows, Row(key, f"added-{key}", "", "", len(rows) + 1, new=True)]
    return rows


def _form(
    asked: Asked,
    kept: Kept,
    version: Version,
    rows: Sequence[Row],
    fault: str,
    status: int = 200,
    base: int = 0,
) -> Page:
    """Return the form with the pars *rows*, each read again."""
    copy = acts.written(asked.desk.archive, version)
    with asked.desk.editions.writing(reading_of(copy)) as edition:
        quotes = quotes_for(edition, copy)
    read, about = _reading(asked, copy, rows)
    data = {
        "kept": kept,
        "base": base or version.number,
        "typed": bool(base),
        "rows": read,
        "about": about,
        "within": False,
        "quotes": quotes,
        "fault": fault,
        "why": asked.form["why"],
        "correcting": kept.status in OUT,
    }
    return Page("edit.html", data, status)


def _reading(asked: Asked, copy: Story, rows: Sequence[Row]) -> tuple[list[Row], str]:
    """Return *rows*, each with what is found in it, or what is wrong with them all."""
    try:
        stay = [row for row in _stay(rows) if not row.fixed and tidied(row.text, row.name).text]
        with asked.desk.editions.writing(reading_of(copy)) as edition:
            first = acts.first_written(asked.desk.archive, asked.number("story"))
            revised = revise(edition, copy, _typed(stay), first)
    except StorygenError as error:
        return list(rows), told(error)
    stops = standing(revised.flags)
    pars = [par for par in revised.pars if par.name not in FIXED]
    marked = {}
    for row, par in zip(stay, pars, strict=True):
        flags = [flag for flag in revised.flags if flag.is_of(par.name, par.place)]
        marked[row.key] = mark(row.key, par, flags, stops, unlinked(par, copy.pars))
    return [replace(row, read=marked.get(row.key)) for row in rows], ""


def read(asked: Asked) -> Answer:
    """Show what the second reader makes of the form as it is now, par by par."""
    _, _, copy = _open(asked)
    rows, about = _reading(asked, copy, _rows(asked.form))
    return Page("edit-read.html", {"rows": rows, "about": about, "within": True})


def _clash(asked: Asked, kept: Kept, clash: Clash, rows: Sequence[Row]) -> Page:
    """Return the page on which who saves second sees both, par by par."""
    theirs = clash.theirs.written
    mine = [(row.name, row.place, row.text) for row in _stay(rows)]
    data = {
        "kept": asked.desk.archive.story(kept.number),
        "theirs": clash.theirs,
        "pars": beside(mine, [(par.name, par.place, str(par)) for par in theirs.pars] if theirs else []),
        "why": asked.form["why"],
        "fault": str(clash),
    }
    return Page("clash.html", data, 409)


def offer(asked: Asked) -> Answer:
    """Show what storygen offers beside an editor's version, par by par."""
    archive = asked.desk.archive
    kept = archive.story(asked.number("story"))
    if kept.offered is None:
        return Elsewhere(f"/stories/{kept.number}", "Nothing is offered beside it any more.")
    mine, new = archive.version(kept.number), archive.version(kept.number, kept.offered)
    data: dict[str, Any] = {"kept": kept, "mine": mine, "new": new, "pars": [], "held": None}
    data["takes"] = kept.status in EDITABLE
    if isinstance(new.copy, Held) and new.written is None:
        data["held"] = new.copy
    else:
        sides = offering.sides(archive, kept)
        data["pars"] = [{"pair": each.pair, "pick": "mine" if each.touched else "new"} for each in sides]
    return Page("offer.html", data)


def take(asked: Asked) -> Answer:
    """Take the pars that were chosen, from one side or the other; or nothing of what is offered."""
    form, number = asked.form, asked.number("story")
    kept = asked.desk.archive.story(number)
    if form["act"] == "set aside":
        asked.desk.archive.set_aside(number, by=asked.who.shown, at=asked.at, why=form["why"])
        return Elsewhere(f"/stories/{number}", "What was offered is set aside; yours stands.")
    rows = [
        Row(index, name, place, one if form[f"pick-{index}"] == "mine" else two, index + 1)
        for index, (name, place, one, two) in enumerate(_pars(form, "one", "two"))
    ]
    rows = [row for row in rows if row.text.strip()]
    if form["act"] == "clash":
        return _saved(asked, kept, asked.desk.archive.version(number), rows)
    acts.take(
        asked.desk.archive,
        asked.desk.editions,
        number,
        _typed(rows),
        base=form.number("base"),
        by=asked.who.shown,
        at=asked.at,
    )
    return Elsewhere(f"/stories/{number}", "Taken; read it once more before you approve it.")


def keep_set(asked: Asked) -> Answer:
    """Keep the story, set anew in another length or style, as one of its own."""
    archive = asked.desk.archive
    version = archive.version(asked.number("story"))
    copy = acts.as_set(
        asked.desk.editions, version.copy, length=asked.form["length"], style=asked.form["style"]
    )
    found = archive.keep(copy, asked.at)
    return Elsewhere(f"/stories/{found.kept.number}", f"Kept: {found.outcome}.")


ROUTES = (
    Route("/stories/{story}/edit", edit, Role.EDITOR),
    Route("/stories/{story}/edit", save, Role.EDITOR, posts=True),
    Route("/stories/{story}/read", read, Role.EDITOR, posts=True),
    Route("/stories/{story}/offer", offer),
    Route("/stories/{story}/offer", take, Role.EDITOR, posts=True),
    Route("/stories/{story}/set", keep_set, Role.EDITOR, posts=True),
)
