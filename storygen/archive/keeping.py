"""Keeping: what storygen writes, kept: the same is no new version, and an editor's is never overwritten.

Who lets a story run when it is written has decided on it, as who does so afterwards: it is an editor's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from storygen.archive import address, kept, rows, schema, shelving
from storygen.archive.kept import Decision, Kept, Making
from storygen.archive.workflow import OUT, Status
from storygen.errors import ArchiveError, WorkflowError
from storygen.facts.release import Release
from storygen.writing.ednote import Overrule
from storygen.writing.flag import OVERRULED
from storygen.writing.story import Held, Story
from storygen.writing.typed import in_a_line


class Keeping(NamedTuple):
    """What came of keeping a story."""

    kept: Kept
    outcome: str
    """new, same, changed, or offered: beside what an editor has made of it or decided on, which stands."""


def keep(connection: Connection, story: Story | Held, at: datetime, overrule: Overrule | None) -> Keeping:
    """Keep one story in a transaction; where it would be held otherwise, it is *overrule* that let it run.

    :raises ArchiveError: it comes of a trial run, and what is kept does not, or the other way round.
    """
    _refuse_other_runs(connection, trial=story.trial)
    rows.keep_release(connection, story.release, at)
    identity, making = shelving.identity(story), _making(story, at, overrule)
    asked = select(schema.stories).where(schema.stories.c.identity == identity)
    row = connection.execute(asked).one_or_none()
    if row is None:
        return Keeping(_first(connection, story, identity, making), "new")
    now, says = shelving.kept_from(row), shelving.says(story)
    if says == rows.last_written(connection, now.number) or _is_let_run(connection, now, story):
        return Keeping(now, "same")
    if says == rows.says(connection, now):
        return Keeping(_withdraw(connection, now, story, making), "same")
    if now.owed in kept.SEVERITIES:  # a corrective says more than what is written anew
        return Keeping(now, "offered")
    if now.status is Status.DRAFT and not now.edited:
        making = replace(making, base=now.version if making.made == kept.OVERRULED else None)
        changed = {"offered": None, "edited": making.made == kept.OVERRULED}
        number, act, outcome = rows.let_count(connection, now, story, making, **changed), "write", "changed"
    else:
        number, act, outcome = rows.add_version(connection, now.number, story, making), "offer", "offered"
        rows.change(connection, now.number, {"offered": number, "changed_at": at})
    _enter(connection, Decision(now.number, number, act, now.status, now.status, kept.STORYGEN, at), making)
    return Keeping(rows.story(connection, now.number), outcome)


def _refuse_other_runs(connection: Connection, *, trial: bool) -> None:
    """Refuse a story of a *trial* run where others are kept, and any other where those are (rule L4).

    :raises ArchiveError: it is one.
    """
    others = connection.scalar(select(schema.stories.c.trial).limit(1))
    if others is None or others == trial:
        return
    where = address.told(connection.engine)
    if trial:
        fault = "stories that may go out are kept in it, and trial runs have a store of their own (rule L4)"
        raise ArchiveError(where, fault, "Name another for the trial run")
    raise ArchiveError(where, "trial runs are kept in it, and this is none (rule L4)", "Name another")


def _making(story: Story | Held, at: datetime, overrule: Overrule | None) -> Making:
    """Return how a version comes to be: by storygen, or by an editor who has let it run."""
    if overrule and isinstance(story, Story) and story.status == OVERRULED:
        return Making(kept.OVERRULED, overrule.by, at, overrule.reason)
    return Making(kept.WRITTEN, kept.STORYGEN, at)


def _is_let_run(connection: Connection, now: Kept, story: Story | Held) -> bool:
    """Return whether *story* is held for nothing but what was overruled in the version that counts."""
    if not isinstance(story, Held) or not story.may_overrule or now.held or not now.edited:
        return False
    copy = rows.version_of(connection, now).written
    flags = copy.flags if copy else ()
    return set(story.reasons) <= {flag.message for flag in flags if flag.check == OVERRULED}


def _withdraw(connection: Connection, now: Kept, story: Story | Held, making: Making) -> Kept:
    """Offer no longer what is offered, since *story* says again what stands; return how it is kept."""
    if now.offered is None:
        return now
    number = rows.add_version(connection, now.number, story, making)
    rows.change(connection, now.number, {"offered": None, "changed_at": making.at})
    why = f"version {now.version} says it again"
    said = Decision(now.number, number, "withdraw", now.status, now.status, kept.STORYGEN, making.at, why)
    rows.enter(connection, said)
    return rows.story(connection, now.number)


def _enter(connection: Connection, decision: Decision, making: Making) -> None:
    """Enter what storygen did with a version, and that an editor let it run, where one has."""
    rows.enter(connection, decision)
    if making.made == kept.OVERRULED:
        story, version, status = decision.story, decision.version, decision.after
        said = Decision(story, version, "overrule", status, status, making.by, making.at, making.why)
        rows.enter(connection, said)


def owe(
    connection: Connection, now: Kept, copy: Story, severity: str, by: Release, making: Making
) -> Keeping:
    """Draft *copy* as the corrective that the story *now* owes since release *by*, in a transaction.

    :raises WorkflowError: it has not gone out.
    """
    if now.status not in OUT:
        raise WorkflowError(str(now), f"it is {now.status}, and nothing is owed of it")
    acts = [each.act for each in rows.history(connection, now.number) if each.act in ("owe", "settle")]
    settled = acts[-1:] == ["settle"]  # and is owed again, in the same words though it be
    if shelving.says(copy) == rows.last_corrective(connection, now.number) and not settled:
        return Keeping(now, "same")
    rows.keep_release(connection, by, making.at)
    number = rows.add_version(connection, now.number, copy, making)
    rows.change(connection, now.number, {"offered": number, "owed": severity, "changed_at": making.at})
    said = Decision(now.number, number, "owe", now.status, now.status, making.by, making.at, making.why)
    rows.enter(connection, said)
    return Keeping(rows.story(connection, now.number), "owed")


def note(connection: Connection, now: Kept, act: str, at: datetime, why: str) -> bool:
    """Enter *act* of storygen's own of the story *now*, in a transaction, unless that was entered before."""
    said = Decision(now.number, now.version, act, now.status, now.status, kept.STORYGEN, at, in_a_line(why))
    about = (said.version, said.act, said.why)
    same = {(each.version, each.act, each.why) for each in rows.history(connection, now.number)}
    if about in same and act != "settle":
        return False
    if act == "question":  # of one that owes a correction it is asked when that is done with
        owed = now.owed if now.owed in kept.SEVERITIES else kept.RELEASE
        rows.change(connection, now.number, {"owed": owed, "changed_at": at})
    if act == "settle":
        rows.change(connection, now.number, {"owed": "", "offered": None, "changed_at": at})
    rows.enter(connection, said)
    return True


def _first(connection: Connection, story: Story | Held, identity: str, making: Making) -> Kept:
    """Keep a story that there was not before."""
    values = {
        "identity": identity,
        "pack": story.pack,
        "release": story.release.id,
        "length": story.length,
        "style": story.style,
        "title": story.title,
        "trial": story.trial,
        "status": Status.DRAFT,
        "current": 1,
        "changed_at": making.at,
        "edited": making.made == kept.OVERRULED,
    }
    made = connection.execute(insert(schema.stories).values(**values | shelving.listed(story)))
    number = rows.key_of(made)
    rows.add_version(connection, number, story, making)
    _enter(connection, Decision(number, 1, "write", "", Status.DRAFT, kept.STORYGEN, making.at), making)
    return rows.story(connection, number)
