"""Deciding: approve, file, spike, kill, overrule, take back; and many approved at once, when read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from itsdangerous import BadSignature, URLSafeTimedSerializer

from storygen import acts, wire
from storygen.archive.finding import Wanted
from storygen.archive.kept import Clash, Kept, last_done
from storygen.archive.workflow import MOVES, Role, Status
from storygen.desk.asking import Answer, Asked, Elsewhere, Page, Route
from storygen.desk.correcting import let_stand, refuse_on_trial
from storygen.desk.front import run_of, wanted_of
from storygen.desk.marking import marked
from storygen.desk.rendering import moment
from storygen.desk.saying import told
from storygen.desk.story import page_of
from storygen.errors import StorygenError, Unreachable, UsageError, WorkflowError
from storygen.writing.story import Story

A_PAGE = 5
"""Stories that are read on one page of a review."""
MOST_REVIEWED = 400
SAID = {
    "approve": "Approved, in your name.",
    "redraft": "It is a draft again.",
    "file": "Filed.",
    "spike": "Spiked.",
    "kill": "Killed. See that clients are told.",
}


def decide(asked: Asked) -> Answer:
    """Do what the button says with a story, or show it as it is now, and why that was not done."""
    kept = asked.desk.archive.story(asked.number("story"))
    try:
        return _done(asked, kept)
    except Unreachable:
        raise
    except StorygenError as error:
        opened = asked.desk.archive.opened(kept.number)
        page = page_of(asked, opened, opened.version.copy)
        typed = {"act": asked.form["act"], "why": asked.form["why"], "release": asked.form["release"]}
        status = 409 if isinstance(error, Clash | WorkflowError) else 422
        return Page("story.html", page | {"fault": _fault(error), "typed": typed}, status)


def _fault(error: StorygenError) -> str:
    """Return what is wrong, in words for who decides and does not write."""
    if isinstance(error, Clash):
        theirs = error.theirs
        what = f"{theirs.by} saved version {theirs.number} at {moment(theirs.at)}"
        return f"{what}, after you had opened the story. Nothing was decided: this is the story as it is now."
    said = told(error)
    return said[0].upper() + said[1:] if isinstance(error, UsageError) else said


def _done(asked: Asked, kept: Kept) -> Answer:
    """Do what the button says with the version of a story that was looked at."""
    archive, number, form = asked.desk.archive, kept.number, asked.form
    act, by, seen = form["act"], asked.who.shown, form.number("seen")
    role = max((each.role for each in MOVES if each.act == act), key=list(Role).index, default=Role.EDITOR)
    if not asked.who.role.may(role):
        raise WorkflowError(str(kept), f"it takes a {role} to {act} it", "Ask one")
    if act in ("file", "kill", "send"):
        refuse_on_trial(asked, kept)
    if act == "undo":
        last = last_done(kept, archive.history(number))
        archive.undo(number, by=by, at=asked.at, seen=seen, was=form["status"])
        what = f" “{last.act}” by {last.by}." if last else ""
        return Elsewhere(f"/stories/{number}", f"Taken back:{what}")
    if act == "let stand":
        return let_stand(asked, kept)
    if act == "overrule":
        acts.overrule(archive, asked.desk.editions, number, why=form["why"], by=by, at=asked.at, base=seen)
        return Elsewhere(_back(asked, number), "Overruled, in your name: a note to editors says so.")
    if act == "send" and asked.desk.wire:
        put = wire.send(asked.desk.wire, archive, number)
        return Elsewhere(f"/stories/{number}", f"Sent: {', '.join(path.name for path in put)}.")
    put = _decided(asked, number, act, seen)
    names = f" The wire's folder has {', '.join(path.name for path in put)}." if put else ""
    return Elsewhere(f"/stories/{number}", SAID.get(act, "Done.") + names)


def _decided(asked: Asked, number: int, act: str, seen: int) -> list[Path]:
    """Do *act* with a story, and return the files that went to the wire with it."""
    archive, folder, why = asked.desk.archive, asked.desk.wire, asked.form["why"]
    how: dict[str, Any] = {"by": asked.who.shown, "at": asked.at, "seen": seen}
    if folder and act == "file":
        return wire.file(folder, archive, number, **how)
    if folder and act == "kill":
        return wire.kill(folder, archive, number, why=why, **how)
    archive.decide(number, act, why=why, was=asked.form["status"], **how)
    return []


def _back(asked: Asked, number: int) -> str:
    """Return the page that the form was on: the story's, or its release's."""
    return f"/releases/{asked.form['release']}" if asked.form["release"] else f"/stories/{number}"


def _seal(asked: Asked) -> URLSafeTimedSerializer:
    """Return what says, in our own hand, which stories somebody has paged through."""
    return URLSafeTimedSerializer(asked.desk.people.key("sessions"), salt=f"review {asked.who.name}")


def _read(asked: Asked) -> dict[int, int]:
    """Return the stories that were paged through, each with the version that was shown."""
    given = asked.form["read"]
    if not given:
        return {}
    try:
        said = _seal(asked).loads(given, max_age=24 * 3600)
    except BadSignature:
        fault = "what was paged through cannot be made out any more"
        raise UsageError("the review", fault, "Begin it again") from None
    return {int(number): int(version) for number, version in said}


class Batch(NamedTuple):
    """What a review is of."""

    ready: list[Kept]
    """The unflagged drafts, the first kept first."""
    left_out: list[tuple[Kept, str]]
    """What else a batch run has kept, and why it is not to be approved with the rest."""
    given: dict[str, str]
    """The fields of the address that say so."""


def _waiting(asked: Asked) -> Batch:
    """Return what a review is of: a batch run's stories, or unflagged drafts that the address asks for."""
    archive = asked.desk.archive
    if asked.query["run"]:
        run = run_of(asked, asked.query.number("run"))
        wanted = Wanted(release=run.setting.release or "", length=run.setting.length)
        every = archive.every(wanted)
        found = sorted((each for each in every if each.number in run.stories), key=lambda each: each.number)
        ready = [each for each in found if not _why_not(each)]
        left_out = [(each, why) for each in found if (why := _why_not(each))]
        return Batch(ready, left_out, {"run": str(run.number)})
    asked_for, given = wanted_of(asked)
    clean = replace(asked_for, status=(Status.DRAFT,), only="clean")
    ready = sorted(archive.stories(clean, 0, MOST_REVIEWED), key=lambda each: each.number)
    return Batch(ready, [], {name: value for name, value in given.items() if name not in ("status", "only")})


def _why_not(kept: Kept) -> str:
    """Return why a story is not approved together with others, or nothing."""
    if kept.status is not Status.DRAFT:
        return f"it is {kept.status}"
    marks = ((kept.held, "it is held"), (kept.stops, "a stop stands in it"), (kept.flags, "it is flagged"))
    return next((why for there, why in marks if there), "")


def review(asked: Asked) -> Answer:
    """Show the first page of the unflagged drafts of a batch run, or of what the address asks for."""
    return _review(asked, {})


def review_on(asked: Asked) -> Answer:
    """Show the next page, or approve all that was paged through."""
    read = _read(asked)
    if asked.form["act"] == "approve":
        return _approve(asked, read)
    return _review(asked, read)


def _review(asked: Asked, read: dict[int, int]) -> Answer:
    """Show the next few drafts that were not paged through yet, or the end of them."""
    stories, left_out, given = _waiting(asked)
    left = [each for each in stories if read.get(each.number) != each.version]
    shown = []
    for kept in left[:A_PAGE]:
        version = asked.desk.archive.version(kept.number)
        if isinstance(version.copy, Story):
            shown.append({"kept": kept, "pars": marked(version.copy)})
    now = read | {each.number: each.version for each in left[:A_PAGE]}
    data = {
        "shown": shown,
        "left": len(left) - len(shown),
        "of": len(stories),
        "ready": [each for each in stories if now.get(each.number) == each.version],
        "left_out": left_out,
        "read": _seal(asked).dumps(sorted(now.items())),
        "given": given,
    }
    return Page("review.html", data)


def _approve(asked: Asked, read: dict[int, int]) -> Answer:
    """Approve every story that was paged through and is still what was shown, and name the others."""
    done, left_out = 0, []
    for number, version in read.items():
        if why := _not_approved(asked, number, version):
            left_out.append((asked.desk.archive.story(number), why))
        else:
            done += 1
    said = f"{done} approved, in your name."
    if not left_out:
        return Elsewhere("/stories?status=approved", said)
    return Page("reviewed.html", {"said": said, "left_out": left_out})


def _not_approved(asked: Asked, number: int, version: int) -> str:
    """Approve a story as it was when it was paged through, or return why it is not."""
    archive = asked.desk.archive
    kept = archive.story(number)
    if kept.version != version:
        return f"{archive.version(number).by} has changed it since you read it"
    if why := _why_not(kept):
        return why
    how: dict[str, Any] = {"by": asked.who.shown, "at": asked.at, "seen": version, "was": Status.DRAFT}
    try:
        archive.decide(number, "approve", why="paged through with others", **how)
    except StorygenError as error:
        return told(error)
    return ""


ROUTES = (
    Route("/stories/{story}/decisions", decide, Role.EDITOR, posts=True),
    Route("/review", review, Role.EDITOR),
    Route("/review", review_on, Role.EDITOR, posts=True),
)
