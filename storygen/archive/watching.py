"""Watching: what a watch remembers: feeds, pages that concern a pack, what came of them, who is to be told.

A round of the watch may be killed at any moment: so what it found of a feed or a page is entered with all
that follows from it in one transaction, and everything that it does before that can be done again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Row, Table, insert, select, update

from storygen.archive import opening, rows, schema
from storygen.archive.archive import Archive
from storygen.archive.columns import intact
from storygen.polling import is_due

STOCK, DUE, DONE, NOTED, HELD, ANNOUNCED, CANCELLED, WITHDRAWN, GONE = (
    *("stock", "due", "done", "noted", "held", "announced", "cancelled", "withdrawn", "gone"),
)
"""What became of a page: it was there before the watch; it is to be looked at; stories were written from it;
there was nothing to write; its release is held for a person; its release is to come, or is not to; it was
withdrawn; it is gone."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or folder, as it was last found."""

    address: str
    polled_at: datetime
    due_at: datetime
    """When it is asked again."""
    etag: str = ""
    modified: str = ""
    newest: datetime | None = None
    """The newest instant that it has told of."""
    stocked: bool = False
    """Whether it has ever been found well: the first time, stock is taken."""
    faults: int = 0
    """How many times in turn it was found wanting."""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A publisher's page that concerns a pack, or a file of a watched folder, and what came of it."""

    pack: str
    path: str
    feed: str
    title: str
    state: str
    came: str = ""
    """What came of it, in a line."""
    seen: datetime | None = None
    """The newest instant that a feed gave it."""
    updated: datetime | None = None
    """The instant that it gives itself."""
    etag: str = ""
    release: str = ""
    """The release that was read from it."""
    file: str = ""
    """The sha256 of its tables as they were last read."""
    due_at: datetime | None = None
    """When it is looked at, next or again."""
    tries: int = 0
    """How many times in turn it could not be looked at."""
    expected: datetime | None = None
    """Of an announcement: when its release comes out."""
    display: str = ""
    """The same in the publisher's own words."""

    def __str__(self) -> str:
        """Return the page as messages name it."""
        return f"{self.pack}, {self.path}"


Kind = Literal["release", "held", "corrections", "withdrawn", "announced", "noted", "fault"]
"""What an event is of."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the watch has found or done."""

    key: str
    """What makes it the same: an event is entered once."""
    at: datetime
    kind: Kind

    said: str
    lines: tuple[str, ...] = field(default=())
    pack: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """An event that is still to be told of by one way."""

    id: int
    way: str
    event: Event
    tries: int
    fault: str = ""
    """Why it could not be done, the last time."""
    due_at: datetime | None = None
    """When it is tried, next or again; None where it was given up."""


Ways = Mapping[str, Iterable[str]]
"""The names of the ways by which each kind of event is told of."""
T = TypeVar("T")


class Watching:
    """The memory of a watch, in one archive."""

    def __init__(self, archive: Archive) -> None:
        """Remember in *archive*."""
        self.engine = archive.engine

    def enter(
        self,
        *,
        feeds: Iterable[Feed] = (),
        pages: Iterable[Page] = (),
        events: Iterable[Event] = (),
        ways: Ways | None = None,
    ) -> list[Event]:
        """Enter what was found, all of it or nothing, and return the events that are new.

        Each new event is to be told of by all *ways* of its kind.
        """
        with opening.writing(self.engine) as connection:
            for feed in feeds:
                _put(connection, schema.feeds, asdict(feed), "address")
            for page in pages:
                _put(connection, schema.pages, asdict(page), "pack", "path")
            return [event for event in events if _enter(connection, event, ways or {})]

    def feed(self, address: str) -> Feed | None:
        """Return how the feed at *address* was last found, or None."""
        return next((feed for feed in self.feeds() if feed.address == address), None)

    def feeds(self) -> list[Feed]:
        """Return every feed that was ever watched, by address."""
        with opening.reading(self.engine) as connection:
            found = connection.execute(select(schema.feeds))
            return sorted((_from(Feed, row) for row in found), key=lambda feed: feed.address)

    def page(self, pack: str, path: str) -> Page | None:
        """Return the page at *path* that concerns *pack*, or None."""
        table = schema.pages
        asked = select(table).where(table.c.pack == pack, table.c.path == path)
        with opening.reading(self.engine) as connection:
            row = connection.execute(asked).one_or_none()
            return _from(Page, row) if row else None

    def pages(self, *states: str, pack: str = "") -> list[Page]:
        """Return the pages that are in any of *states*, or all, in the order that they were first seen in."""
        table = schema.pages
        asked = select(table).order_by(table.c.id)
        if states:
            asked = asked.where(table.c.state.in_(states))
        if pack:
            asked = asked.where(table.c.pack == pack)
        with opening.reading(self.engine) as connection:
            return [_from(Page, row) for row in connection.execute(asked)]

    def due(self, at: datetime) -> list[Page]:
        """Return the pages that are to be looked at by now, those first seen first."""
        table = schema.pages
        asked = select(table).where(table.c.due_at.is_not(None)).order_by(table.c.id)
        with opening.reading(self.engine) as connection:
            found = [_from(Page, row) for row in connection.execute(asked)]
        return [page for page in found if page.due_at and is_due(page.due_at, at)]

    def events(self, most: int = 50) -> list[Event]:
        """Return the last events, the last first."""
        table = schema.events
        asked = select(table).order_by(table.c.id.desc()).limit(most)
        with opening.reading(self.engine) as connection:
            return [_event(row) for row in connection.execute(asked)]

    def events_of(self, kind: Kind, pack: str) -> list[Event]:
        """Return every event of one kind that there was of *pack*, the first first."""
        table = schema.events
        asked = select(table).where(table.c.kind == kind, table.c.pack == pack).order_by(table.c.id)
        with opening.reading(self.engine) as connection:
            return [_event(row) for row in connection.execute(asked)]

    def untold(self, at: datetime | None = None) -> list[Telling]:
        """Return whom is still to be told of what: of what is due *at* that time, or of all."""
        table, events = schema.alerts, schema.events
        own = (table.c.id.label("alert"), table.c.way, table.c.tries, table.c.fault, table.c.due_at)
        asked = select(events, *own).join(events, events.c.id == table.c.event)
        asked = asked.where(table.c.sent_at.is_(None)).order_by(table.c.id)
        with opening.reading(self.engine) as connection:
            found = [
                Telling(said["alert"], said["way"], _event(row), said["tries"], said["fault"], said["due_at"])
                for row in connection.execute(asked)
                for said in [row._mapping]
            ]
        return [each for each in found if at is None or (each.due_at and is_due(each.due_at, at))]

    def told(
        self, telling: Telling, at: datetime, *, fault: str = "", again_at: datetime | None = None
    ) -> None:
        """Enter that *telling* was done, or that it failed by a *fault* and is tried again at that time."""
        table = schema.alerts
        values: dict[str, Any] = {"tries": telling.tries + 1, "fault": fault, "due_at": again_at}
        values |= {} if fault else {"sent_at": at}
        with opening.writing(self.engine) as connection:
            connection.execute(update(table).where(table.c.id == telling.id).values(**values))


def _put(connection: Connection, table: Table, values: dict[str, Any], *key: str) -> None:
    """Let the row of *table* that has the same *key* say *values*, or add it."""
    same = [table.c[name] == values[name] for name in key]
    if not connection.execute(update(table).where(*same).values(**values)).rowcount:
        connection.execute(insert(table).values(**values))


def _enter(connection: Connection, event: Event, ways: Ways) -> bool:
    """Enter *event*, and that it is to be told of by its *ways*; return whether it is new."""
    table = schema.events
    if connection.scalar(select(table.c.id).where(table.c.key == event.key)):
        return False
    values = asdict(event) | {"lines": "\n".join(event.lines)}
    number = rows.key_of(connection.execute(insert(table).values(**values)))
    tellings = [
        {"event": number, "way": way, "tries": 0, "fault": "", "due_at": event.at}
        for way in ways.get(event.kind, ())
    ]
    if tellings:
        connection.execute(insert(schema.alerts), tellings)
    return True


def _from(kind: type[T], row: Row[Any]) -> T:
    """Return what *row* is kept of."""
    with intact():
        return kind(**{each.name: row._mapping[each.name] for each in fields(kind)})  # type: ignore[arg-type]


def _event(row: Row[Any]) -> Event:
    """Return the event of which *row* is kept."""
    event = _from(Event, row)
    lines = str(row._mapping["lines"])
    return replace(event, lines=tuple(lines.split("\n")) if lines else ())
