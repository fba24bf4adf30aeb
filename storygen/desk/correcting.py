"""Correcting: what a story owes that went out and no longer holds, and its correction begun and sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storygen import acts, wire
from storygen.archive import kept as archived
from storygen.archive.archive import Archive
from storygen.archive.kept import Decision, Kept, Opened, Version
from storygen.archive.workflow import Status
from storygen.desk.asking import Answer, Asked, Elsewhere
from storygen.errors import WorkflowError
from storygen.revising import FIXED, Typed
from storygen.writing.differing import Pair, changed_pars
from storygen.writing.story import Story


@dataclass(frozen=True, slots=True)
class Owed:
    """What a story owes."""

    severity: str
    words: str
    """What was wrong and is true; of a withdrawn release, what its publisher has said."""
    version: int = 0
    """The version that is drafted to put it right, where one is."""
    release: str = ""
    """The release by which that was drafted."""
    pars: tuple[Pair, ...] = ()
    """The pars that it has otherwise than what went out."""
    embargo: datetime | None = None
    """When the release by which it was drafted comes out, where that is still to come."""


def owed_of(archive: Archive, opened: Opened, at: datetime) -> Owed | None:
    """Return what the story that was *opened* owes *at* that time; None of most, and of earlier versions."""
    kept = opened.kept
    if not kept.owed or not opened.counts:
        return None
    drafted = acts.corrective_of(archive, kept)
    if drafted is None or kept.offered is None:
        return Owed(kept.owed, _questioned(opened.history))
    went_out = opened.version.written.pars if opened.version.written else ()
    pars = [pair for pair in changed_pars(went_out, drafted.pars) if pair.name not in FIXED]
    words = archive.version(kept.number, kept.offered).why
    until = archive.not_before(kept.number, kept.offered)
    embargo = until if until and until > at else None
    return Owed(kept.owed, words, kept.offered, _release_of(drafted), tuple(pars), embargo)


def _questioned(history: Sequence[Decision]) -> str:
    """Return why it was last asked whether a story may stand."""
    return next((each.why for each in reversed(history) if each.act == "question"), "")


def _release_of(drafted: Story) -> str:
    """Return the release that a corrective was drafted by: a later one, or its own, printed anew."""
    return drafted.made_from.get("revised_by") or drafted.release.id


def let_stand(asked: Asked, kept: Kept) -> Answer:
    """Let stand what a story owes, in the name of who asks and for the reason that they give.

    :raises WorkflowError: it owes another thing than they have seen, or no reason is given.
    :raises Clash: another corrective is drafted by now.
    """
    form = asked.form
    if form["owed"] != kept.owed:
        fault = f"“{kept.owes}” is what it says by now" if kept.owed else "nothing is owed of it any more"
        raise WorkflowError(str(kept), fault, "Look at it again")
    how: dict[str, Any] = {"by": asked.who.shown, "at": asked.at, "why": form["why"]}
    asked.desk.archive.set_aside(kept.number, seen=form.number("offered"), **how)
    return Elsewhere(f"/stories/{kept.number}", "It stands, in your name.")


@dataclass(frozen=True, slots=True)
class Begun:
    """A story whose words are being changed."""

    kept: Kept
    version: Version
    """The version that counts."""
    copy: Story
    """What is typed over: that version, or the corrective that is drafted for it."""
    why: str = ""
    """What the corrective says was wrong."""
    release: str = ""
    """The release by which it was drafted, where it is one."""

    @property
    def drafted(self) -> int:
        """Return the version of the corrective, or nought where none is drafted."""
        return self.kept.offered or 0 if self.release else 0


def begun(asked: Asked) -> Begun:
    """Return the story of the path as whoever changes its words begins.

    :raises WorkflowError: it has no copy, or is past changing.
    """
    archive = asked.desk.archive
    kept = archive.story(asked.number("story"))
    if kept.status in (Status.KILLED, Status.SPIKED):
        killed = kept.status is Status.KILLED
        remedy = "Nothing more can be done with it" if killed else "Take it off the spike first"
        raise WorkflowError(str(kept), f"it is {kept.status}, and its words stand", remedy)
    version = archive.version(kept.number)
    copy = acts.written(archive, version)
    if kept.owed not in archived.SEVERITIES or kept.offered is None:
        return Begun(kept, version, copy)
    of = acts.begun_from(archive, kept, copy)
    why = archive.version(kept.number, kept.offered).why
    return Begun(kept, version, of, why, _release_of(of))


def refuse_unseen(asked: Asked, of: Begun) -> None:
    """Refuse a correction by who has not seen the corrective that is drafted by now.

    :raises WorkflowError: they have not.
    """
    if of.drafted and of.drafted != asked.form.number("offered"):
        fault = f"storygen has drafted a correction of it since you opened it, version {of.drafted}"
        raise WorkflowError(str(of.kept), fault, "See what that changes, and save yours again")


def send(asked: Asked, number: int, typed: Sequence[Typed], given: dict[str, Any]) -> Answer:
    """Save what was typed for what went out as its correction, and put it on the wire.

    :raises StorygenError: it may not go out, or cannot.
    """
    desk, form = asked.desk, asked.form
    refuse_on_trial(asked, desk.archive.story(number))
    forms = wire.sent_in(desk.archive.history(number)) or wire.FORMS
    if desk.wire:
        wire.ready(desk.wire, desk.archive, number, forms)
    given = given | {"why": " ".join(form["why"].split()), "overrule": form["overrule"]}
    acts.correct(desk.archive, desk.editions, number, typed, forms=forms, **given)
    put = wire.send(desk.wire, desk.archive, number) if desk.wire else []
    names = f" The wire's folder has {', '.join(path.name for path in put)}." if put else ""
    return Elsewhere(f"/stories/{number}", f"Corrected.{names}")


def refuse_on_trial(asked: Asked, kept: Kept) -> None:
    """Refuse what goes out, where the desk is of trial runs, whatever the story says of itself.

    :raises WorkflowError: it is.
    """
    if asked.desk.trial:
        fault = "this desk is of trial runs, of which nothing goes out (rule L4)"
        raise WorkflowError(str(kept), fault, "Do it on the newsroom's own desk")
