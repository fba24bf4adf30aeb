"""Editing: words changed par by par, read again as they are typed, and saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from storygen import acts
from storygen.archive.kept import Clash, Kept, moved_since
from storygen.archive.workflow import LONDON, OUT, Role
from storygen.desk.asking import Answer, Asked, Elsewhere, Form, Page, Route, typed_of, whole
from storygen.desk.choosing import chosen, clash, pars_sent
from storygen.desk.correcting import Begun, begun, refuse_unseen, send
from storygen.desk.marking import Marked, mark
from storygen.desk.saying import told
from storygen.editions import reading_of
from storygen.errors import StorygenError, WorkflowError
from storygen.revising import CUT, FIXED, Typed, quotes_for, revise
from storygen.writing.flag import shown, standing
from storygen.writing.relinking import loosened, unlinked
from storygen.writing.story import Story
from storygen.writing.typed import tidied

KEPT = {
    "new": "Kept, as a story of its own.",
    "same": "It is kept already, in the same words.",
    "changed": "Written again: this is its new version.",
    "offered": "Written again: the new version is offered beside the one that stands.",
}
"""What came of keeping a story that was set anew."""


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
    of = begun(asked)
    rows = [
        Row(number, par.name, par.place, str(par), number + 1, fixed=par.name in FIXED)
        for number, par in enumerate(of.copy.pars)
    ]
    return _form(asked, of, rows, "")


def save(asked: Asked) -> Answer:
    """Save what was typed or chosen, or put another par into the form; what is refused stays typed."""
    try:
        of = begun(asked)
    except WorkflowError as error:
        return _given_back(asked, error)
    if asked.form["act"] == "clash":
        return _saved(asked, of, _of_typed(chosen(asked.form)))
    rows = _rows(asked.form)
    act = asked.form["act"] or "save"
    if act != "save":
        rows = _changed(asked, of.copy, rows, act)
        return _form(asked, of, rows, "", base=asked.form.number("base"))
    return _saved(asked, of, rows)


def _given_back(asked: Asked, error: WorkflowError) -> Page:
    """Return the words that were typed for a story that takes none any more, to be copied.

    :raises WorkflowError: there are none.
    """
    typed = typed_of(asked.form)
    if not typed:
        raise error
    way = f"/stories/{asked.number('story')}"
    return Page("unsaved.html", {"typed": typed, "fault": told(error), "signed_in": True, "way": way}, 409)


def _saved(asked: Asked, of: Begun, rows: Sequence[Row]) -> Answer:
    """Save *rows*; where they cannot be saved, nothing that was typed is lost."""
    form, typed, kept = asked.form, _typed(_stay(rows)), of.kept
    base = form.number("base")
    try:
        if kept.version == base and form["status"] not in ("", kept.status):
            raise moved_since(kept, form["status"], asked.desk.archive.history(kept.number))
        if kept.version == base:
            refuse_unseen(asked, of)
        return _save(asked, kept, typed)
    except Clash as found:
        return clash(asked, kept.number, found, typed)
    except StorygenError as error:
        return _form(asked, of, rows, told(error), 422, base=base)


def _save(asked: Asked, kept: Kept, typed: Sequence[Typed]) -> Answer:
    """Save what was typed: as an edit, or of what went out as a correction."""
    desk, number = asked.desk, kept.number
    given: dict[str, Any] = {"base": asked.form.number("base"), "by": asked.who.shown, "at": asked.at}
    if kept.status in OUT:
        return send(asked, number, typed, given)
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
            pars_sent(form, "key", "text", "order", "fate")
        )
    ]


def _stay(rows: Sequence[Row]) -> list[Row]:
    """Return the pars that stay, in their new order: one whose number was changed stands in that place."""
    numbered = list(enumerate(rows, 1))
    order = [row for place, row in numbered if row.order == place]
    moved = [row for place, row in reversed(numbered) if row.order != place]
    for row in sorted(moved, key=lambda row: row.order):
        order.insert(max(row.order - 1, 0), row)
    return [row for row in order if not row.cut]


def _of_typed(typed: Sequence[Typed]) -> list[Row]:
    """Return *typed* as pars of the form."""
    return [Row(at, each.name, each.place, each.text, at + 1) for at, each in enumerate(typed)]


def _typed(rows: Sequence[Row]) -> list[Typed]:
    """Return *rows* as pars that an editor left."""
    return [Typed(row.name, row.text, row.place) for row in rows]


def _changed(asked: Asked, copy: Story, rows: list[Row], act: str) -> list[Row]:
    """Return the form's pars with one added: a quote of the pack's, or an empty one.

    That is called by who adds it: two editors' are two pars.
    """
    key = max((row.key for row in rows), default=0) + 1
    if act == "quote":
        with asked.desk.editions.writing(reading_of(copy)) as edition:
            offered = {each.name: each for each in quotes_for(edition, copy)}
        chosen = offered.get(asked.form["quote"])
        if chosen is None:
            return rows
        return [*rows, Row(key, chosen.name, chosen.place, str(chosen), len(rows) + 1, new=True)]
    if act == "add":
        taken, who = {row.name for row in rows}, re.sub(r"[^\w-]", "-", asked.who.name)[:60]
        name = next(name for at in count(key) if (name := f"added-{who}-{at}") not in taken)
        return [*rows, Row(key, name, "", "", len(rows) + 1, new=True)]
    return rows


def _form(
    asked: Asked,
    of: Begun,
    rows: Sequence[Row],
    fault: str,
    status: int = 200,
    base: int = 0,
) -> Page:
    """Return the form with the pars *rows*, each read again."""
    with asked.desk.editions.writing(reading_of(of.copy)) as edition:
        quotes = quotes_for(edition, of.copy)
    read, about = _reading(asked, of, rows)
    data = {
        "kept": of.kept,
        "version": of.version.number,
        "base": base or of.version.number,
        "typed": bool(base),
        "rows": read,
        "about": about,
        "within": False,
        "quotes": quotes,
        "fault": fault,
        "why": asked.form["why"] if base else of.why,
        "overrule": asked.form["overrule"],
        "correcting": of.kept.status in OUT,
        "drafted": of.drafted,
        "revised_by": of.release,
    }
    return Page("edit.html", data, status)


def _reading(asked: Asked, of: Begun, rows: Sequence[Row]) -> tuple[list[Row], str]:
    """Return *rows*, each with what is found in it, or what is wrong with them all."""
    try:
        stay = [row for row in _stay(rows) if not row.fixed and tidied(row.text, row.name).text]
        with asked.desk.editions.writing(reading_of(of.copy)) as edition:
            revised = revise(edition, of.copy, _typed(stay), acts.near(asked.desk.archive, of.kept))
    except StorygenError as error:
        return list(rows), told(error)
    stops, found = standing(revised.flags), shown(revised.flags)
    pars = [par for par in revised.pars if par.name not in FIXED]
    marked, was = {}, {(par.name, par.place): par for par in of.copy.pars}
    for row, par in zip(stay, pars, strict=True):
        flags = [flag for flag in found if flag.is_of(par.name, par.place)]
        bare = unlinked(par, of.copy.pars)
        if own := was.get((row.name, row.place)):
            bare += loosened(par, own)
        marked[row.key] = mark(row.key, par, flags, stops, bare)
    cut = "; ".join(flag.message for flag in revised.flags if flag.check == CUT)
    return [replace(row, read=marked.get(row.key)) for row in rows], cut


def read(asked: Asked) -> Answer:
    """Show what the second reader makes of the form as it is now, par by par."""
    rows, about = _reading(asked, begun(asked), _rows(asked.form))
    return Page("edit-read.html", {"rows": rows, "about": about, "within": True})


def keep_set(asked: Asked) -> Answer:
    """Keep the story, set anew in another length or style as one of its own, or as of today."""
    archive, form = asked.desk.archive, asked.form
    version = archive.version(asked.number("story"))
    today = asked.at.astimezone(LONDON).date() if form["as_of"] == "today" else None
    how: dict[str, Any] = {"length": form["length"], "style": form["style"], "as_of": today}
    found = archive.keep(acts.as_set(asked.desk.editions, version.copy, **how), asked.at)
    return Elsewhere(f"/stories/{found.kept.number}", KEPT[found.outcome])


ROUTES = (
    Route("/stories/{story}/edit", edit, Role.EDITOR),
    Route("/stories/{story}/edit", save, Role.EDITOR, posts=True),
    Route("/stories/{story}/read", read, Role.EDITOR, posts=True),
    Route("/stories/{story}/set", keep_set, Role.EDITOR, posts=True),
)
