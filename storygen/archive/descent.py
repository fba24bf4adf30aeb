"""Descent: which version of a story was made of which, and how the last thing that was done is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from storygen.archive import kept, rows, schema, shelving
from storygen.archive.kept import Decision, Kept
from storygen.archive.workflow import UNDONE_BY, Standing, Status, move
from storygen.errors import WorkflowError


class Made(NamedTuple):
    """How a version came to be, and a fingerprint of what it says."""

    number: int
    made: str
    base: int | None
    says: str


Versions = Mapping[int, Made]
"""The versions of a story, by number."""


def versions_of(connection: Connection, number: int) -> Versions:
    """Return the versions of a story."""
    table = schema.versions
    asked = select(table.c.number, table.c.made, table.c.base, table.c.says).where(table.c.story == number)
    return {row.number: Made(*row) for row in connection.execute(asked)}


def origin(connection: Connection, number: int) -> int:
    """Return the number of the version that storygen itself wrote of which the one that counts was made."""
    every = versions_of(connection, number)
    found = _first_made(every, rows.story(connection, number).version)
    while found.made not in (kept.WRITTEN, kept.TAKEN) and found.base is not None:
        found = _first_made(every, found.base)
    return taken(every, found.number) if found.made == kept.TAKEN else found.number


def taken(every: Versions, number: int) -> int:
    """Return the number of the version that was offered when version *number* was taken of it."""
    return max(each.number for each in every.values() if each.made == kept.WRITTEN and each.number < number)


def _first_made(every: Versions, number: int) -> Made:
    """Return version *number*, or of one that was restored the one that it is again."""
    found = every[number]
    if found.made != kept.RESTORED:
        return found
    return max(
        each
        for each in every.values()
        if each.number < number and each.says == found.says and each.made != kept.RESTORED
    )


def take_back(connection: Connection, now: Kept, by: str, at: datetime) -> None:
    """Take back the last thing that was done to the story that is *now* so, in a transaction.

    :raises WorkflowError: nothing can be taken back.
    """
    if now.status not in (Status.DRAFT, *UNDONE_BY):
        raise WorkflowError(str(now), f"it is {now.status}, and nothing can be taken back")
    last = rows.last_decision(connection, now.number)
    if last.act == "set aside":
        _offer_again(connection, now, last.version, by, at)
    elif act := UNDONE_BY.get(now.status):
        after = move(act, Standing(now.status), str(now), at).after
        rows.change(connection, now.number, {"status": after, "changed_at": at})
        rows.enter(connection, Decision(now.number, now.version, act, now.status, after, by, at, "undone"))
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
    base = every[now.version].base
    if base is None:
        raise WorkflowError(str(now), f"it is {now.status}, and nothing can be taken back")
    before, offered = rows.version(connection, now.number, base), now.offered
    if offered is None and (first := _first_made(every, now.version)).made == kept.TAKEN:
        offered = taken(every, first.number)
    why = f"as version {base}"
    new = rows.add_version(connection, now.number, before.copy, kept.RESTORED, before.base, by, at, why)
    # What no editor has begun from another is storygen's own.
    values = {"current": new, "offered": offered, "edited": before.base is not None, "changed_at": at}
    rows.change(connection, now.number, values | shelving.listed(before.copy))
    rows.enter(connection, Decision(now.number, new, "undo", now.status, now.status, by, at, why))
