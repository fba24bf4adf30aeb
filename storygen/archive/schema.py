"""Schema: the tables of the archive, and how they come to be there.

`steps.py` makes them, and brings those of any age up to date. What was said once is never said otherwise:
the database itself refuses to change or remove a version, a citation or a decision.
"""

from __future__ import annotations

import json
import re
import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    delete,
    text,
)

HEAD = "0002"
"""The newest migration: what this storygen writes and reads."""


class Words(TypeDecorator[str]):
    """Text as any database takes it: NUL, or half a character, is kept and looked for as U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text that is kept."""
        return _UNKEPT.sub("\ufffd", value) if value else value


_UNKEPT = re.compile("[\x00\ud800-\udfff]")


class Short(Words):
    """Text of an index, kept and looked for by its beginning: no index has room for more."""

    cache_ok = True

    def __init__(self, most: int) -> None:
        """Keep so many characters at *most*."""
        super().__init__()
        self.most = most

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text that is kept."""
        return super().process_bind_param(value[: self.most] if value else value, dialect)


class Instant(TypeDecorator[datetime]):
    """An instant, as ISO 8601 text in universal time: it sorts, and reads the same from any database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text of an instant.

        :raises ValueError: its zone is not said, and this machine's is nobody's to guess by.
        """
        if value and value.tzinfo is None:
            raise ValueError(f"{value} is of no zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the instant of a text."""
        return datetime.fromisoformat(value) if value else None


class Packed(TypeDecorator[Any]):
    """Plain data as compressed JSON: a story's record is 18 kB as text and 3 kB so."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes:  # noqa: ARG002
        """Return the bytes of plain data."""
        return zlib.compress(json.dumps(value, separators=(",", ":")).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Return the plain data of bytes."""
        return json.loads(zlib.decompress(value)) if value else None


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
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Words, nullable=False),
    Column("says", Words, nullable=False),
    Column("record", Packed, nullable=False),
    UniqueConstraint("story", "number", name="one_version"),
)
"""A row a version of a story, whole; never changed."""

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


def empty(connection: Connection) -> None:
    """Take every row out of the archive, for a backup to be put in its place."""
    postgresql = connection.dialect.name == "postgresql"
    for table in reversed(EVERY):
        if postgresql:
            connection.execute(text(f"TRUNCATE {table.name} CASCADE"))  # which the triggers of rows let be
            continue
        if table.name in FOR_EVER:
            connection.execute(text(f"DROP TRIGGER keep_{table.name}_delete"))
            connection.execute(text(f"DROP TRIGGER keep_{table.name}_update"))
        connection.execute(delete(table))
        if table.name in FOR_EVER:
            forbid_changes(connection, (table.name,))
