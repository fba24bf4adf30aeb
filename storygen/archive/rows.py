"""Rows: what the archive reads and writes of its tables, within a transaction of the caller's."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Select, func, insert, select, update

from storygen.archive import kept, schema, shelving
from storygen.archive.kept import Clash, Decision, Head, Kept, Making, Opened, Version
from storygen.archive.workflow import Standing
from storygen.errors import ArchiveError, WorkflowError
from storygen.facts.release import Release
from storygen.writing.record import story_to_data
from storygen.writing.story import Held, Story
from storygen.writing.typed import in_a_line

MOST = 1 << 31
"""No number of ours is as large: databases refuse to look for one that is."""


def keep_release(connection: Connection, release: Release, at: datetime) -> None:
    """Remember *release*, once for each state that it was in."""
    table, values = schema.releases, shelving.release_values(release)
    row = connection.execute(_states(release.series, release.id)).one_or_none()
    if row is None or any(row._mapping[name] != value for name, value in values.items()):
        connection.execute(insert(table).values(**values, kept_at=at))


def _states(series: str, release: str) -> Select[Any]:
    """Return the question for the last state of a *release*: two packs may each have one of its name."""
    table = schema.releases
    same = (table.c.series == series, table.c.release == release)
    return select(table).where(*same).order_by(table.c.id.desc()).limit(1)


def not_before(connection: Connection, copy: Story | Held) -> datetime | None:
    """Return the instant of the release of *copy*, as it was last said to be.

    Where *copy* has another's revisions in it, it is the later of the two: nothing of that goes out early.
    """
    found = []
    for release in filter(None, (copy.release.id, copy.made_from.get("revised_by", ""))):
        if row := connection.execute(_states(copy.release.series, release)).one_or_none():
            found.append(row._mapping["not_before"])
    return max(found, default=None)


def last_written(connection: Connection, number: int) -> str | None:
    """Return the fingerprint of what storygen last wrote of a story, begun from no version of it."""
    table = schema.versions
    written = (table.c.story == number) & table.c.base.is_(None) & (table.c.made != kept.RESTORED)
    return connection.scalar(select(table.c.says).where(written).order_by(table.c.number.desc()).limit(1))


def last_corrective(connection: Connection, number: int) -> str | None:
    """Return the fingerprint of the corrective that was last drafted for a story."""
    table = schema.versions
    drafted = (table.c.story == number) & (table.c.made == kept.CORRECTIVE)
    return connection.scalar(select(table.c.says).where(drafted).order_by(table.c.number.desc()).limit(1))


def says(connection: Connection, of: Kept) -> str | None:
    """Return the fingerprint of the version of the story *of* that counts."""
    table = schema.versions
    asked = select(table.c.says).where(table.c.story == of.number, table.c.number == of.version)
    return connection.scalar(asked)


def add_version(connection: Connection, number: int, copy: Story | Held, making: Making) -> int:
    """Add a version of a story, with what it rests on, and return its number."""
    table = schema.versions
    last = connection.scalar(select(func.max(table.c.number)).where(table.c.story == number)) or 0
    values = asdict(making) | {"by": in_a_line(making.by), "why": in_a_line(making.why)}
    record = story_to_data(copy)
    values |= {"story": number, "number": last + 1}
    values |= {"says": shelving.said_in(record, copy.release.id), "record": record}
    entered = connection.execute(insert(table).values(**values))
    shelving.cite(connection, key_of(entered), copy)
    return last + 1


def let_count(connection: Connection, now: Kept, copy: Story | Held, making: Making, **changed: Any) -> int:
    """Make *copy* the version that counts, with what else is *changed* of its story; return its number."""
    number = add_version(connection, now.number, copy, making)
    values = {"current": number, "changed_at": making.at} | changed
    change(connection, now.number, values | shelving.listed(copy))
    return number


def key_of(entered: CursorResult[Any]) -> int:
    """Return the key of a row that was entered."""
    assert entered.inserted_primary_key is not None
    return int(entered.inserted_primary_key[0])


def change(connection: Connection, number: int, values: dict[str, Any]) -> None:
    """Change what a story's row says."""
    connection.execute(update(schema.stories).where(schema.stories.c.number == number).values(**values))


def enter(connection: Connection, decision: Decision) -> None:
    """Enter what was decided.

    :raises WorkflowError: nobody is named.
    """
    if not (by := in_a_line(decision.by)):
        where = f"story {decision.story}"
        raise WorkflowError(where, f"“{decision.act}” is done in nobody's name", "Say who does it")
    names = ("story", "version", "act", "before", "after", "by", "at", "why")
    values = {name: getattr(decision, name) for name in names} | {"forms": " ".join(decision.forms)}
    values |= {"by": by, "why": in_a_line(decision.why)}
    connection.execute(insert(schema.decisions).values(**values))


def story(connection: Connection, number: int) -> Kept:
    """Return the story of that *number*.

    :raises ArchiveError: there is none.
    """
    asked = select(schema.stories).where(schema.stories.c.number == number)
    row = connection.execute(asked).one_or_none() if 0 < number < MOST else None
    if row is None:
        raise ArchiveError(f"story {number}", "there is none of that number", "See “storygen list”")
    return shelving.kept_from(row)


def version(connection: Connection, number: int, which: int | None) -> Version:
    """Return a version of a story, by default the one that counts.

    :raises ArchiveError: there is none.
    """
    return version_of(connection, story(connection, number), which)


def version_of(connection: Connection, of: Kept, which: int | None = None) -> Version:
    """Return a version of the story *of*, by default the one that counts.

    :raises ArchiveError: there is none.
    """
    wanted, table = of.version if which is None else which, schema.versions
    asked = select(table).where(table.c.story == of.number, table.c.number == wanted)
    row = connection.execute(asked).one_or_none() if 0 < wanted < MOST else None
    if row is None:
        raise ArchiveError(str(of), f"it has no version {wanted}", f"See “storygen history {of.number}”")
    return shelving.version_from(row)


def versions(connection: Connection, number: int) -> list[Version]:
    """Return every version of a story, the first made first."""
    table = schema.versions
    asked = select(table).where(table.c.story == number).order_by(table.c.number)
    return [shelving.version_from(row) for row in connection.execute(asked)]


def standing(connection: Connection, of: Kept, counts: Version) -> Standing:
    """Return what is asked of the story *of* before it goes out, given its version that *counts*."""
    until = not_before(connection, counts.copy)
    return kept.standing_of(of.status, counts.copy, until, of.trial, of.owed)


def heads(connection: Connection, number: int) -> tuple[Head, ...]:
    """Return every version of a story without its copy, the first made first."""
    table = schema.versions
    names = ("number", "made", "base", "by", "at", "why")
    asked = select(*(table.c[name] for name in names)).where(table.c.story == number)
    return tuple(Head(*row) for row in connection.execute(asked.order_by(table.c.number)))


def history(connection: Connection, number: int) -> tuple[Decision, ...]:
    """Return what was decided of a story, the first first."""
    table = schema.decisions
    asked = select(table).where(table.c.story == number).order_by(table.c.id)
    return tuple(shelving.decision_from(row) for row in connection.execute(asked))


def opened(connection: Connection, number: int, which: int | None) -> Opened:
    """Return a story as its editor opens it.

    :raises ArchiveError: there is none.
    """
    now = story(connection, number)
    shown = version_of(connection, now, which)
    counts = shown if shown.number == now.version else version_of(connection, now)
    asked = standing(connection, now, counts)
    return Opened(now, shown, asked, heads(connection, number), history(connection, number))


def seen(connection: Connection, number: int, which: int | None, was: str = "") -> Kept:
    """Return the story whose version *which*, where one is said, is still the one that counts.

    :raises Clash: it is not.
    :raises ArchiveError: it never was.
    :raises WorkflowError: it stands elsewhere by now than it *was*, where that is said.
    """
    now = story(connection, number)
    if which is not None and which > now.version:
        other = version_of(connection, now, which)
        fault = f"version {other.number} does not count, but version {now.version}"
        raise ArchiveError(str(now), fault, f"See “storygen history {number}”")
    if which not in (None, now.version):
        raise Clash(now, version_of(connection, now))
    if was not in ("", now.status):
        raise kept.moved_since(now, was, history(connection, number))
    return now


def questioned(connection: Connection, now: Kept) -> str:
    """Return `kept.RELEASE` where what *now* owes hides that its release was withdrawn, or nothing.

    Whoever lets stand a story of a withdrawn release says so of the version that counts; of a correction, of
    the corrective that was drafted.
    """
    if now.owed not in kept.SEVERITIES:
        return ""
    asked = False
    drafted = {each.number for each in heads(connection, now.number) if each.made == kept.CORRECTIVE}
    for each in history(connection, now.number):
        asked = each.act == "question" or (asked and (each.act != "let stand" or each.version in drafted))
    return kept.RELEASE if asked else ""


def offered(connection: Connection, number: int, which: int | None) -> Kept:
    """Return the story beside whose version that counts one is offered, *which* where that is said.

    :raises WorkflowError: nothing is offered.
    :raises Clash: another is.
    """
    now = story(connection, number)
    if now.offered is None:
        raise WorkflowError(str(now), "nothing is offered beside it")
    if which not in (None, now.offered):
        raise Clash(now, version(connection, number, now.offered))
    return now
