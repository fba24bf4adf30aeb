"""Looking: a page that a feed has told of, or a file of a watched folder, looked at: what came of it.

What is looked at may be new, an update with the same figures or with others, withdrawn, announced, or nothing
that anybody can read. Nothing here is entered before all of it is done: who is stopped looks again, and comes
to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from storygen.archive.finding import Wanted
from storygen.archive.kept import Clash
from storygen.archive.watching import (
    ANNOUNCED,
    DONE,
    DUE,
    GONE,
    HELD,
    NOTED,
    STOCK,
    WITHDRAWN,
    Event,
    Page,
    Watching,
)
from storygen.archive.workflow import LONDON, OUT, Status
from storygen.arrivals import Arrived, Newsroom, arrive, keep_as_published
from storygen.errors import ArchiveError, FetchError, ReleaseError, StorygenError
from storygen.facts.release import fingerprint
from storygen.fetching.fetch import PAGE, TABLES, Bounds, Fetched
from storygen.pack import Pack
from storygen.polling import back_off
from storygen.sources import web
from storygen.watching.calendar import DAY, announced, awaited, is_past, past

NOT_YET = 6
"""How many times a page is asked that is not there yet, or not yet as new as its feed said."""
AWAY = "its page is gone"
OF_ONS = "/releases/"
"""How the paths of the Office for National Statistics' calendar begin."""
OLD = timedelta(days=60)
"""A page that is first seen, and was first published so long ago, is no news."""


class Fetch(Protocol):
    """What fetches an address within bounds."""

    def __call__(
        self, address: str, bounds: Bounds, *, etag: str = "", modified: str = "", loopback: bool = False
    ) -> Fetched:
        """Return what was fetched, or raise `FetchError`."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked with."""

    room: Newsroom
    memory: Watching
    fetch: Fetch
    loopback: bool = False
    backfill: bool = False
    """Whether what is old is written too."""

    @property
    def at(self) -> datetime:
        """Return what time it is."""
        return self.room.clock()


Came = tuple[Page, list[Event]]
"""A page as it is remembered from now on, and what is to be told of it."""


def look(with_: Look, page: Page, pack: Pack) -> tuple[Page, list[Event], float]:
    """Look at *page*, which concerns *pack*, and return what came of it, whatever it meets.

    Last is for how many seconds its server asks to be left alone.

    :raises ArchiveError: the archive cannot be read or written to.
    """
    try:
        return *_looked(with_, page, pack), 0
    except FetchError as error:
        return *_missed(with_, page, error), error.again
    except Clash as error:
        return *put_off(with_, page, error), 0
    except ArchiveError:
        raise
    except StorygenError as error:
        return *_held(with_, page, error), 0


def put_off(with_: Look, page: Page, error: StorygenError) -> Came:
    """Return *page* to be looked at again in a minute: somebody was at work on one of its stories."""
    return replace(page, came=str(error), due_at=with_.at + timedelta(minutes=1)), []


def _looked(with_: Look, page: Page, pack: Pack) -> Came:
    """Look at *page* as its publisher's Content API tells of it; ONS has none, and tells of days alone.

    :raises FetchError: it cannot be fetched, or is not there yet.
    :raises ReleaseError: its tables are none that can be read, or nobody says where they are.
    """
    if page.path.startswith(OF_ONS):
        if page.seen and page.seen > with_.at:
            return awaited(page, page.seen, with_.at)
        fault = "it is out, and nothing says where its tables are"
        remedy = f"Download them into a watched folder, or use “storygen add {pack.name} FILE”"
        raise ReleaseError(page.title, fault, remedy)
    address = web.page_address(page.feed, page.path)
    etag = "" if page.state == HELD else page.etag  # whose pack may have been mended meanwhile
    got = with_.fetch(address, PAGE, etag=etag, loopback=with_.loopback)
    if got.status == 304:
        _refuse_stale(page, page.updated, address)
        return (past(page) if is_past(page.expected, with_.at) else _on(with_, page)), []
    told = web.read_page(got.body, address)
    if told.path != page.path:
        raise FetchError(address, f"it tells of another page, {told.path}", "Look at it in a browser")
    if not told.announced:
        _refuse_stale(page, told.updated, address)
    now = replace(page, title=told.title, updated=told.updated, etag=got.etag, tries=0)
    if told.announced:
        return announced(now, told, with_.at)
    if told.withdrawn:
        return _withdrawn(with_, now, told)
    if page.state in (WITHDRAWN, GONE) or (page.state == HELD and page.release):
        now = replace(now, state=DONE if page.release else NOTED)
    if not _is_old(with_, page, told):
        return _read(with_, page, now, told, pack)
    now = replace(now, state=STOCK)
    try:
        return _read(with_, page, now, told, pack)
    except ReleaseError as error:
        return _noted(with_, now, f"it is older than the watch, and was not read: {error}")


def _read(with_: Look, page: Page, now: Page, told: web.Page, pack: Pack) -> Came:
    """Read the tables of a page, as it was and is *now*, that has *told* of them.

    :raises FetchError: they cannot be fetched.
    :raises StorygenError: they are none that can be read.
    """
    tables = web.tables_of(told, pack.lookout.tables)
    body = with_.fetch(tables.address, TABLES, loopback=with_.loopback).body
    if tables.size not in (0, len(body)) and page.tries < NOT_YET:
        what = f"it has {len(body):,} bytes, and its page says {tables.size:,}"
        raise FetchError(tables.address, what, "It is asked again in a minute")
    if fingerprint(body) == page.file:
        note = next((f": “{change.note}”" for change in told.changes), "")
        if told.updated == page.updated and now.state == page.state:
            return _on(with_, now), []
        return _noted(with_, now, f"updated, its tables as they were{note}")
    file = keep_as_published(with_.room.settings.home, pack.name, tables.filename, body)
    said = {"address": web.page_address(page.feed, page.path).replace(web.API, "", 1)}
    if told.first_published:
        said["published"] = told.first_published.astimezone(LONDON).date().isoformat()
    return take(with_, now, pack, file, said)


def _refuse_stale(page: Page, updated: datetime | None, address: str) -> None:
    """Refuse a page that is not as new as its feed has said: caches may lag, but not for ever.

    :raises FetchError: it is not.
    """
    lags = updated and page.seen and updated < page.seen - timedelta(seconds=1)
    if lags and page.tries < NOT_YET:
        raise FetchError(address, "it is not yet as new as its feed says", "It is asked again in a minute")


def _is_old(with_: Look, page: Page, told: web.Page) -> bool:
    """Return whether a page that nothing was written from came out too long ago for it to be news."""
    if page.release or page.state == STOCK or with_.backfill or told.first_published is None:
        return False
    return told.first_published < with_.at - OLD


def take(
    with_: Look,
    page: Page,
    pack: Pack,
    file: Path,
    said: Mapping[str, str],
    expected: Sequence[datetime] = (),
) -> Came:
    """Take in *file*, the tables of *page* as they were published, and return what came of it.

    *expected* are the moments of the releases to come, for one that may have come before its hour.

    :raises ReleaseError: it cannot be read, is laid out otherwise, or cannot be what it seems.
    """
    taken = {
        each.release: each.path
        for each in with_.memory.pages(pack=pack.name)
        if each.release and each.path != page.path and each.feed == page.feed
    }
    known = bool(page.release) or (page.state == STOCK and not with_.backfill)
    came = arrive(with_.room, pack, file, said, known=known, taken=taken, expected=expected)
    now = replace(page, file=fingerprint(file.read_bytes()))
    if came.news == "not ours":
        return _noted(with_, now, "it is older than the watch, and no release of ours came from it")
    now = replace(now, release=came.release.id)
    if came.news == "same":
        return _noted(with_, now, "published again, with the same figures")
    done = replace(_on(with_, now), state=DONE, came=summary(came))
    return done, list(_events(with_, page, done, came))


def summary(came: Arrived) -> str:
    """Return what came of a workbook, in a line."""
    stories, owed = came.stories, len(came.owed)
    hold = sum(not each.corrective and not each.fault for each in came.found)
    rest = "rests on revised figures and holds" if hold == 1 else "rest on revised figures and hold"
    parts = {
        f"{stories} {'story' if stories == 1 else 'stories'} drafted": True,
        f"{came.held} held": came.held,
        f"{came.offered} offered beside an editor's": came.offered,
        f"{owed} {'correction' if owed == 1 else 'corrections'} owed": owed,
        f"{hold} that went out {rest}": hold,
    }
    return ", ".join(part for part, many in parts.items() if many)


def _events(with_: Look, before: Page, page: Page, came: Arrived) -> Iterator[Event]:
    """Yield what is to be told of what came of *page*, which *before* had other tables or none.

    Their publisher may go back to tables that were there before: that is news too.
    """
    key = f"{page.pack} {page.path} {before.file} {page.file} {page.updated}"
    about = {"pack": page.pack, "release": came.release.id}
    news = "is out" if came.news == "new" else "was revised"
    lines = [*came.lacks, *(f"{each.story}: {each.fault}" for each in came.found if each.fault)]
    if came.release.not_before > with_.at:
        lines.insert(0, f"under embargo until {came.release.not_before:%H:%M on %d %B %Y}, London time")
    said = f"{came.release.title} {news}: {summary(came)}"
    yield Event(f"{key} release", with_.at, "release", said, tuple(lines), **about)
    told = {line for event in with_.memory.events_of("corrections", page.pack) for line in event.lines}
    owed = [f"{each.story}: {each.corrective.words}" for each in came.owed if each.corrective]
    owed = [line for line in owed if line not in told]
    if owed:
        many = f"{len(owed)} stories that went out owe" if len(owed) > 1 else "a story that went out owes"
        said = f"{came.release.title}: {many} a correction"
        yield Event(f"{key} corrections", with_.at, "corrections", said, tuple(owed), **about)


def _on(with_: Look, page: Page) -> Page:
    """Return *page*, to be looked at again in a day."""
    return replace(page, tries=0, due_at=with_.at + DAY)


def _noted(with_: Look, page: Page, what: str) -> Came:
    """Return *page* with *what* was noted of it, which calls for nothing."""
    key = f"{page.pack} {page.path} {page.updated} {page.file} noted"
    state = page.state if page.release or page.state == STOCK else NOTED
    event = Event(key, with_.at, "noted", f"{page.title}: {what}", (), page.pack, page.release)
    return replace(_on(with_, page), state=state, came=what), [event]


def _missed(with_: Look, page: Page, error: FetchError) -> Came:
    """Return *page*, which could not be fetched, to be tried again; it is said once."""
    tries, absent = page.tries + 1, error.status in (404, 410)
    if page.state == ANNOUNCED and page.expected and page.expected < with_.at:
        if is_past(page.expected, with_.at):
            return past(page), []
        return replace(page, tries=tries, due_at=back_off(with_.at, tries, error.again)), []
    if absent and tries > (2 * NOT_YET if page.state == DUE else NOT_YET):
        event = Event(
            f"{page.pack} {page.path} {page.due_at} gone", with_.at, "noted", f"{page.title}: {AWAY}"
        )
        return replace(page, state=GONE, came=AWAY, tries=0, due_at=None), [event]
    now = replace(page, came=str(error), tries=tries, due_at=back_off(with_.at, tries, error.again))
    may_come = "not yet" in error.what or (absent and page.state == DUE)
    if tries != (NOT_YET if may_come else 1):
        return now, []
    key = f"{page.pack} {page.path} {page.due_at} missed"
    return now, [Event(key, with_.at, "fault", f"{page.title}: {error}", (), page.pack, page.release)]


def _held(with_: Look, page: Page, error: StorygenError) -> Came:
    """Return *page*, whose release is held for a person: with what was looked for, and what was found."""
    state = STOCK if page.state == STOCK else HELD
    now = replace(_on(with_, page), state=state, came=str(error))
    if "cannot be written to" in error.what:  # which is no fault of the release's
        now = replace(now, tries=page.tries + 1, due_at=back_off(with_.at, page.tries + 1))
    key = f"{page.pack} {page.path} {page.file} {page.updated} {error} held"
    said = f"{page.title} is held: {error}"
    return now, [Event(key, with_.at, "held", said, (), page.pack, page.release)]


def _waiting(out: int, drafts: int) -> str:
    """Return in words what waits for a decision: so many stories that went *out*, and so many *drafts*."""
    parts = [f"{out} {'story' if out == 1 else 'stories'} that went out"] if out else []
    parts += [f"{drafts} {'draft' if drafts == 1 else 'drafts'}"] if drafts else []
    wait = "waits" if out + drafts == 1 else "wait"
    return f"{' and '.join(parts)} {wait} for a decision" if parts else "no story of it is kept"


def _withdrawn(with_: Look, page: Page, told: web.Page) -> Came:
    """Return *page*, which was withdrawn; every story of its release is for somebody to decide on."""
    now = replace(_on(with_, page), state=WITHDRAWN, came=f"withdrawn: {told.withdrawn_why}")
    if not page.release:
        return now, []
    why = f"{page.release} was withdrawn by its publisher: {told.withdrawn_why}"
    archive, alive = with_.room.archive, tuple(set(Status) - {Status.KILLED, Status.SPIKED})
    wanted = Wanted(status=alive, release=page.release, pack=page.pack)
    stories = archive.every(wanted)
    for story in stories:
        archive.note(story.number, "question", at=with_.at, why=why)
    out = [story for story in stories if story.status in OUT]
    said = f"{told.title} was withdrawn: {_waiting(len(out), len(stories) - len(out))}"
    lines = (told.withdrawn_why, *(str(story) for story in out))
    key = f"{page.pack} {page.path} {told.withdrawn_at} withdrawn"
    return now, [Event(key, with_.at, "withdrawn", said, lines, page.pack, page.release)]
