"""Descent: which version of a story was made of which, and how the last thing that was done is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from storygen.archive import kept, rows, schema
from storygen.archive.kept import Decision, Kept, Making, Version, last_done
from storygen.archive.workflow import UNDONE_BY, Standing, Status, move
from storygen.errors import WorkflowError


class Made(NamedTuple):
    """How a version came to be."""

    number: int
    made: str
    base: int | None
    of: int | None


Versions = Mapping[int, Made]
"""The versions of a story, by number."""


def versions_of(connection: Connection, number: int) -> Versions:
    """Return the versions of a story."""
    table = schema.versions
    asked = select(*(table.c[name] for name in Made._fields)).where(table.c.story == number)
    return {row.number: Made(*row) for row in connection.execute(asked)}


def origin(connection: Connection, number: int) -> Version:
    """Return the version of storygen's own of which the one that counts was made: the last one taken, if any.

    Of a hold that was let run it is the first with copy: that too was written by storygen.
    """
    every, now = versions_of(connection, number), rows.story(connection, number)
    found = _first_made(every, now.version)
    while found.made != kept.TAKEN and found.base is not None:
        before = _first_made(every, found.base)
        if found.made == kept.OVERRULED and not rows.version_of(connection, now, before.number).written:
            break
        found = before
    return rows.version_of(connection, now, found.of or found.number)


def _first_made(every: Versions, number: int) -> Made:
    """Return version *number*; of one that was restored, the one of which it has its words, however often."""
    found = every[number]
    while found.made == kept.RESTORED and found.of is not None:
        found = every[found.of]
    return found


def take_back(connection: Connection, now: Kept, by: str, at: datetime) -> None:
    """Take back the last thing that was done to the story that is *now* so, in a transaction.

    An approval is nobody's to give but who approves: what ended one is taken back without it.

    :raises WorkflowError: nothing can be taken back.
    """
    last = last_done(now, rows.history(connection, now.number))
    if last is None or now.status not in (Status.DRAFT, *UNDONE_BY):
        raise WorkflowError(str(now), f"it is {now.status}, and nothing can be taken back")
    if last.act == "set aside":
        _offer_again(connection, now, last.version, by, at)
    elif act := UNDONE_BY.get(now.status):
        after = move(act, Standing(now.status), str(now), at).after
        rows.change(connection, now.number, {"status": after, "changed_at": at})
        rows.enter(connection, Decision(now.number, now.version, "undo", now.status, after, by, at))
    else:
        _restore(connection, now, by, at)


def _offer_again(connection: Connection, now: Kept, offered: int, by: str, at: datetime) -> None:
    """Offer the version again that was set aside."""
    rows.change(connection, now.number, {"offered": offered, "changed_at": at})
    why = f"version {offered} is offered again"
    rows.enter(connection, Decision(now.number, offered, "undo", now.status, now.status, by, at, why))


def _restore(connection: Connection, now: Kept, by: str, at: datetime) -> None:
    """Let the version stand again that the one that counts was made of.

    What was offered when that one was taken of it is offered again.

    :raises WorkflowError: there is none.
    """
    every = versions_of(connection, now.number)
    last = _first_made(every, now.version)
    if last.base is None:
        raise WorkflowError(str(now), f"it is {now.status}, and nothing can be taken back")
    before = rows.version_of(connection, now, last.base)
    offered = now.offered or last.of
    why = f"as version {before.number}"
    making = Making(kept.RESTORED, by, at, why, before.base, before.number)
    # What no editor has begun from another is storygen's own.
    edited = before.base is not None
    new = rows.let_count(connection, now, before.copy, making, offered=offered, edited=edited)
    rows.enter(connection, Decision(now.number, new, "undo", now.status, now.status, by, at, why))
