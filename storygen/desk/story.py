"""Story: one story as its editor sees it: the copy beside its evidence, and all that was decided of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from storygen import acts, listing, wire
from storygen.archive.kept import Opened
from storygen.archive.workflow import EDITABLE, OUT, UNDONE_BY, obstacles, untimely
from storygen.archive.workflow import acts as moves
from storygen.desk import evidence, neighbours
from storygen.desk.asking import Answer, Asked, Elsewhere, File, Page, Route
from storygen.desk.correcting import owed_of
from storygen.desk.marking import marked, run_at, unplaced
from storygen.desk.rendering import query
from storygen.editions import Setting
from storygen.errors import ArchiveError
from storygen.facts.figure import Cell
from storygen.profiles import styles
from storygen.writing.differing import changed_pars, moved_pars
from storygen.writing.plan import LENGTHS
from storygen.writing.story import Held, Story


def story(asked: Asked) -> Answer:
    """Show a story, one of its versions, or its places' story set anew in another length or style."""
    opened = asked.desk.archive.opened(asked.number("story"), asked.query.number("version") or None)
    copy = opened.version.copy
    fresh = _set_anew(asked, copy)
    data = page_of(asked, opened, copy if fresh is None else fresh)
    return Page("story.html", data | {"fresh": fresh is not None})


def _set_anew(asked: Asked, copy: Story | Held) -> Story | Held | None:
    """Return *copy* in the length and style that the address names, or None where it names none."""
    length, style = asked.query["length"], asked.query["style"]
    return acts.as_set(asked.desk.editions, copy, length=length, style=style) if length or style else None


def page_of(asked: Asked, opened: Opened, copy: Story | Held) -> dict[str, Any]:
    """Return what the page of a story shows, with *copy* as its words."""
    kept, version, standing = opened.kept, opened.version, opened.standing
    standing = replace(standing, trial=standing.trial or asked.desk.trial)
    written = copy.draft if isinstance(copy, Held) else copy
    stands = _stands(opened, written)
    run = run_at(written, asked.query["cite"]) if written else None
    now = [
        {
            "move": move,
            "allowed": bool(asked.user and asked.user.role.may(move.role)),
            "obstacles": [what.partition(": ")[0] for what, _ in obstacles(move, standing, asked.at)],
        }
        for move in moves(kept.status)
    ]
    return {
        "kept": kept,
        "owes": owed_of(asked.desk.archive, opened, asked.at),
        "version": version,
        "current": opened.counts,
        "copy": copy,
        "written": written,
        "held": copy if isinstance(copy, Held) else None,
        "cells": evidence.rows(_cells(copy)[: evidence.MOST_CELLS], asked.desk.settings),
        "beyond": len(_cells(copy)[evidence.MOST_CELLS :]),
        "pars": marked(written) if written else [],
        "unplaced": unplaced(written) if written else [],
        "stops": standing.stops,
        "fresh": False,
        "fault": "",
        "typed": {"act": "", "why": "", "release": ""},
        "byline": stands.byline if stands else "",
        "called": stands.catchline if stands else kept.names,
        "moves": now,
        "editable": kept.status in EDITABLE,
        "out": kept.status in OUT,
        "untimely": untimely(standing, asked.at),
        "missing": _missing(asked, opened),
        "told_of": list(zip(kept.codes, kept.names.split(", "), strict=False)),
        "undo": opened.counts and opened.undoable and kept.status not in UNDONE_BY,
        "evidence": evidence.behind(run, asked.desk.settings, copy.release.published) if run else None,
        "cite": asked.query["cite"],
        "around": neighbours.around(asked.desk.editions, Setting(copy.pack, copy.release.id), copy),
        "versions": opened.heads,
        "history": opened.history,
        "lengths": LENGTHS,
        "styles": list(styles(asked.desk.settings)),
        "formats": [row[:3:2] for row in listing.formats()[1:]],
    }


def _missing(asked: Asked, opened: Opened) -> list[str]:
    """Return the files that the wire's folder should have of a story which went out, and has not."""
    folder = asked.desk.wire
    return [path.name for path in wire.missing(folder, opened.kept, opened.history)] if folder else []


def _stands(opened: Opened, written: Story | None) -> Story | None:
    """Return the version that is looked at, signed or marked as withdrawn; else what is *written*."""
    approver = opened.approver if opened.counts else ""
    found = acts.as_it_stands(opened.kept.status, opened.version, approver)
    return found if isinstance(found, Story) else written


def _cells(copy: Story | Held) -> list[Cell]:
    """Return the cells that a held story's reasons rest on, each once."""
    return list(dict.fromkeys(copy.cells)) if isinstance(copy, Held) else []


def cited(asked: Asked) -> Answer:
    """Show what stands behind one printed word, within the page of its story."""
    archive = asked.desk.archive
    if not asked.fragment:
        fields = {name: asked.query[name] for name in ("version", "length", "style")}
        where = query({"cite": asked.path["cite"], **fields})
        return Elsewhere(f"/stories/{asked.number('story')}{where}#evidence")
    version = archive.version(asked.number("story"), asked.query.number("version") or None)
    copy = _set_anew(asked, version.copy) or version.copy
    written = copy.draft if isinstance(copy, Held) else copy
    run = run_at(written, asked.path["cite"]) if written else None
    if run is None:
        raise ArchiveError("that word", "nothing is printed there any more", "Open the story again")
    found = evidence.behind(run, asked.desk.settings, copy.release.published)
    data = {"evidence": found, "cite": asked.path["cite"]}
    return Page("evidence.html", data)


def differences(asked: Asked) -> Answer:
    """Show two versions of a story, their words that differ marked."""
    archive = asked.desk.archive
    kept = archive.story(asked.number("story"))
    new = archive.version(kept.number, asked.query.number("version") or None)
    old = archive.version(kept.number, asked.query.number("with") or new.base or max(new.number - 1, 1))
    before, after = (each.written.pars if each.written else () for each in (old, new))
    data = {"kept": kept, "old": old, "new": new, "pars": changed_pars(before, after)}
    data["moved"] = moved_pars(before, after)
    data["alone"] = len(archive.versions(kept.number)) == 1
    return Page("differences.html", data)


def download(asked: Asked) -> Answer:
    """Hand out a story in one of the outputs, ours or anyone's, as it is kept or as it is set anew."""
    archive, form = asked.desk.archive, asked.path["form"]
    version = archive.version(asked.number("story"), asked.query.number("version") or None)
    fresh = _set_anew(asked, version.copy)
    kept = acts.in_form(archive, version.story, form, version.number) if fresh is None else None
    name, text = kept or acts.put(fresh or version.copy, form)
    slug = (fresh or version.copy).slug
    which = version.copy.release.id + (f"-v{version.number}" if kept else "")
    name = f"{slug}-{which}{name.removeprefix(slug)}"
    return File(name, text, inline=asked.query["as"] == "page")


ROUTES = (
    Route("/stories/{story}", story),
    Route("/stories/{story}/cited/{cite}", cited),
    Route("/stories/{story}/differences", differences),
    Route("/stories/{story}/download/{form}", download),
)
