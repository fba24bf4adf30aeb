"""Schema: the tables of the archive, and how they come to be there.

`steps.py` makes them, and brings those of any age up to date.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

from storygen.archive.columns import Instant, Packed, Short, Words

HEAD = "0004"
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
    *("held", "waits", "flags", "stops", "offered", "edited", "owed"),
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
    Column("owed", Short(20), nullable=False, server_default=""),
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

feeds = Table(
    "feeds",
    METADATA,
    Column("address", Words, primary_key=True),
    Column("etag", Words, nullable=False),
    Column("modified", Words, nullable=False),
    Column("newest", Instant),
    Column("stocked", Boolean, nullable=False),
    Column("polled_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("faults", Integer, nullable=False),
    Column("fault", Words, nullable=False),
)
"""A row a feed or folder that is watched: how it was last found, and when it is asked again.

`newest` is the newest instant that it has said; `faults` counts those since it was last found well.
"""

pages = Table(
    "pages",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pack", Short(100), nullable=False),
    Column("path", Words, nullable=False),
    Column("feed", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("came", Words, nullable=False),
    Column("seen", Instant),
    Column("updated", Instant),
    Column("etag", Words, nullable=False),
    Column("release", Short(100), nullable=False),
    Column("file", Words, nullable=False),
    Column("due_at", Instant),
    Column("tries", Integer, nullable=False),
    Column("expected", Instant),
    Column("display", Words, nullable=False),
    UniqueConstraint("pack", "path", name="one_page"),
    Index("pages_by_due", "due_at"),
)
"""A row a publisher's page, or a file of a watched folder, that concerns a pack, and what came of it.

`seen` is the newest instant that a feed gave it, `updated` what the page says of itself, `file` the sha256 of
the tables last read from it, `expected` the moment that an announcement names.
"""

events = Table(
    "events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", Words, nullable=False),
    Column("pack", Words, nullable=False),
    Column("release", Words, nullable=False),
    Column("said", Words, nullable=False),
    Column("lines", Words, nullable=False),
    UniqueConstraint("key", name="one_event"),
)
"""What the watch has found and done, each thing once; only ever added to."""

alerts = Table(
    "alerts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("event", Integer, ForeignKey("events.id"), nullable=False),
    Column("way", Words, nullable=False),
    Column("sent_at", Instant),
    Column("tries", Integer, nullable=False),
    Column("fault", Words, nullable=False),
    Column("due_at", Instant),
    UniqueConstraint("event", "way", name="one_alert"),
)
"""A row for each way by which an event is told of: when it was, or when it is tried again."""

EVERY = (
    releases,
    stories,
    versions,
    cells,
    citations,
    decisions,
    users,
    sign_ins,
    sessions,
    keys,
    feeds,
    pages,
    events,
    alerts,
)
"""All tables, those that others point at first."""
