"""Keeping: what storygen writes, kept: the same is no new version, and an editor's is never overwritten."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from storygen.archive import kept, rows, schema, shelving
from storygen.archive.kept import Decision, Kept, Making
from storygen.archive.workflow import Status
from storygen.writing.story import Held, Story


class Keeping(NamedTuple):
    """What came of keeping a story."""

    kept: Kept
    outcome: str
    """new, same, changed, or offered: beside what an editor has made of it, which stands."""


def keep(connection: Connection, story: Story | Held, at: datetime, by: str) -> Keeping:
    """Keep one story in a transaction."""
    rows.keep_release(connection, story, at)
    identity = shelving.identity(story)
    asked = select(schema.stories).where(schema.stories.c.identity == identity)
    row = connection.execute(asked).one_or_none()
    if row is None:
        return Keeping(_first(connection, story, identity, at, by), "new")
    now, says = shelving.kept_from(row), shelving.says(story)
    if says == rows.last_written(connection, now.number):
        return Keeping(now, "same")
    making = Making(kept.WRITTEN, by, at)
    if now.status is Status.DRAFT and not now.edited:
        number, act, outcome = (
            rows.let_count(connection, now, story, making, offered=None),
            "write",
            "changed",
        )
    else:
        number, act, outcome = rows.add_version(connection, now.number, story, making), "offer", "offered"
        rows.change(connection, now.number, {"offered": number, "changed_at": at})
    rows.enter(connection, Decision(now.number, number, act, now.status, now.status, by, at))
    return Keeping(rows.story(connection, now.number), outcome)


def _first(connection: Connection, story: Story | Held, identity: str, at: datetime, by: str) -> Kept:
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
        "changed_at": at,
        "edited": False,
    }
    made = connection.execute(insert(schema.stories).values(**values | shelving.listed(story)))
    number = rows.key_of(made)
    rows.add_version(connection, number, story, Making(kept.WRITTEN, by, at))
    rows.enter(connection, Decision(number, 1, "write", "", Status.DRAFT, by, at))
    return rows.story(connection, number)
