"""Schema: the tables of the archive, and how they come to be there.

`steps.py` makes them, and brings those of any age up to date. What was said once is never said otherwise:
the database itself refuses to change or remove a version, a citation or a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    delete,
    text,
)

from storygen.archive.columns import Instant, Packed, Short, Words

HEAD = "0003"
"""The newest migration: what this storygen writes and reads."""


METADATA = MetaData()

releases = Table(
    "releases",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("release", Words, nullable=False),
    Column("series", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("publisher", Words, nullable=False),
    Column("published", Words, nullable=False),
    Column("period", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("address", Words, nullable=False),
    Column("embargo", Words, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("fingerprint", Words, nullable=False),
    Column("kept_at", Instant, nullable=False),
    Index("releases_by_id", "release"),
)
"""A row for each state of a release that stories were kept of."""

LISTED = (
    *("changed_at", "number", "status", "pack", "release", "region", "angle", "length", "style", "title"),
    *("held", "waits", "flags", "stops", "offered", "edited"),
)
"""What lists are ordered, filtered and counted by: they find it in one index, and read no other row.

A story's places are not of it: they may be hundreds, and PostgreSQL's indexes have no room for them.
"""

stories = Table(
    "stories",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("identity", Words, nullable=False),
    Column("pack", Short(100), nullable=False),
    Column("release", Short(100), nullable=False),
    Column("length", Short(40), nullable=False),
    Column("style", Short(40), nullable=False),
    Column("title", Short(100), nullable=False),
    Column("trial", Boolean, nullable=False),
    Column("status", Short(20), nullable=False),
    Column("current", Integer, nullable=False),
    Column("offered", Integer),
    Column("changed_at", Instant, nullable=False),
    Column("slug", Words, nullable=False),
    Column("names", Words, nullable=False),
    Column("codes", Words, nullable=False),
    Column("region", Short(160), nullable=False),
    Column("headline", Words, nullable=False),
    Column("angle", Short(40), nullable=False),
    Column("held", Boolean, nullable=False),
    Column("waits", Boolean, nullable=False),
    Column("flags", Integer, nullable=False),
    Column("stops", Integer, nullable=False),
    Column("edited", Boolean, nullable=False),
    Column("words", Words, nullable=False),
    UniqueConstraint("identity", name="one_story"),
    Index("stories_in_lists", *LISTED),
)
"""A row a story: what it is, where it stands, and what its list needs of the version that counts."""

versions = Table(
    "versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("story", Integer, ForeignKey("stories.number"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("made", Words, nullable=False),
    Column("base", Integer),
    Column("of", Integer),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Words, nullable=False),
    Column("says", Words, nullable=False),
    Column("record", Packed, nullable=False),
    UniqueConstraint("story", "number", name="one_version"),
)
"""A row a version of a story, whole; never changed.

`of` is the version that it takes up: of one that was taken, what was offered; of one that was restored, the
one that it is again.
"""

cells = Table(
    "cells",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("identity", Words, nullable=False),
    Column("release", Words, nullable=False),
    Column("sheet", Words, nullable=False),
    Column("address", Words, nullable=False),
    Column("row", Words, nullable=False),
    Column("column", Words, nullable=False),
    Column("mark", Words, nullable=False),
    Column("series", Words, nullable=False),
    Column("measure", Words, nullable=False),
    Column("geography", Words, nullable=False),
    Column("period", Words, nullable=False),
    Column("value", Words, nullable=False),
    UniqueConstraint("identity", name="one_cell"),
    Index("cells_by_subject", "series", "measure", "geography", "period"),
)
"""A row for each cell that a kept story rests on, with the number that stood there."""

citations = Table(
    "citations",
    METADATA,
    Column("version", Integer, ForeignKey("versions.id"), primary_key=True),
    Column("cell", Integer, ForeignKey("cells.id"), primary_key=True),
    Index("citations_by_cell", "cell"),
)
"""Which story version rests on which cell: what makes corrections possible."""

decisions = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("story", Integer, ForeignKey("stories.number"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("act", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Words, nullable=False),
    Column("forms", Words, nullable=False),
    Index("decisions_by_story", "story"),
    Index("decisions_by_time", "at"),
)
"""What was decided of stories: who, when, why; only ever added to."""

users = Table(
    "users",
    METADATA,
    Column("name", Words, primary_key=True),
    Column("shown", Words, nullable=False),
    Column("role", Words, nullable=False),
    Column("password", Words, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
)
"""Who may come in, and as what; `epoch` moves on when all their sessions are to end."""

sign_ins = Table(
    "sign_ins",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("user", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("good", Boolean, nullable=False),
    Column("address", Words, nullable=False),
    Index("sign_ins_by_user", "user", "at"),
    Index("sign_ins_by_address", "address", "at"),
)
"""Every attempt to come in."""

sessions = Table(
    "sessions",
    METADATA,
    Column("hash", Words, primary_key=True),
    Column("user", Words, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("began_at", Instant, nullable=False),
)
"""Who is signed in at the desk, by the hash of what their browser has; of this moment, so in no backup."""

keys = Table(
    "keys",
    METADATA,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)
"""What the desk signs with: every process of one archive the same."""

FOR_EVER = ("versions", "citations", "decisions")
"""Tables whose rows the database itself will not change or remove."""
EVERY = (releases, stories, versions, cells, citations, decisions, users, sign_ins, sessions, keys)
"""All tables, those that others point at first."""


def forbid_changes(connection: Connection, tables: tuple[str, ...] = FOR_EVER) -> None:
    """Make the database itself refuse to change or remove a row of *tables*."""
    for table in tables:
        said = f"{table} are only ever added to"
        if connection.dialect.name == "postgresql":
            connection.execute(
                text(
                    f"CREATE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
                )
            )
            connection.execute(
                text(
                    f"CREATE TRIGGER keep_{table} BEFORE UPDATE OR DELETE ON {table} "
                    f"FOR EACH ROW EXECUTE FUNCTION keep_{table}()"
                )
            )
            continue
        for act in ("UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER keep_{table}_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
                )
            )


@contextmanager
def unlocked(connection: Connection, table: str) -> Iterator[None]:
    """Let rows of *table*, one of those for ever, be changed until this ends, in a transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER keep_{table}"))
        yield
        connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER keep_{table}"))
        return
    for act in ("update", "delete"):
        connection.execute(text(f"DROP TRIGGER keep_{table}_{act}"))
    yield
    forbid_changes(connection, (table,))


def empty(connection: Connection) -> None:
    """Take every row out of the archive, for a backup to be put in its place."""
    for table in reversed(EVERY):
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"TRUNCATE {table.name} CASCADE"))  # which the triggers of rows let be
            continue
        with unlocked(connection, table.name) if table.name in FOR_EVER else nullcontext():
            connection.execute(delete(table))
