"""Watch: a notice not seen before: fetch, write, keep, correct.

A round asks every feed that is due, looks at every page that one has told of, and tells whoever is to hear
of it. What it has seen is in the archive, so that a round that is stopped anywhere is taken up by the next.
One address is asked at a time.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from storygen import feed as feeds
from storygen.alerting import Way, deliver
from storygen.archive.watching import ANNOUNCED, DUE, STOCK, Event, Feed, Page, Telling
from storygen.deliveries.delivery import KINDS, Alert
from storygen.errors import FetchError, StorygenError
from storygen.fetching import FEED
from storygen.folders import look_at_file, seen_in
from storygen.looking import Look, look
from storygen.naming import title_fits
from storygen.pack import Pack
from storygen.polling import EVERY, back_off, next_poll

MOST_PAGES = 5
"""Pages of one feed that are asked for when more is new than stands on the first."""
TRIES = 12
"""How many times an alert is tried before it is given up."""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or folder that is watched, and the packs that it may concern."""

    address: str
    packs: tuple[Pack, ...]
    folder: bool = False
    loopback: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched, and with what."""

    look: Look
    sources: tuple[Source, ...]
    ways: tuple[Way, ...] = ()
    every: timedelta = EVERY
    chance: Callable[[], float] = lambda: 0.5
    """By how much intervals vary, from 0 to 1."""
    say: Callable[[Event], None] = lambda _: None
    """Who is told of each event as it comes."""
    prepare: Callable[[], None] = lambda: None
    """What is done as soon as it is known that something is to be read."""

    @property
    def told_by(self) -> Mapping[str, list[str]]:
        """Return the names of the ways by which each kind of event is told of."""
        return {kind: [way.name for way in self.ways if kind in way.when] for kind in KINDS}


@dataclass(slots=True)
class Round:
    """What came of a round."""

    events: list[Event] = field(default_factory=list)
    asked: int = 0
    """Feeds that were asked."""
    waiting: int = 0
    """Feeds that are not to be asked yet."""

    def has(self, *kinds: str) -> bool:
        """Return whether there was an event of any of *kinds*."""
        return any(event.kind in kinds for event in self.events)


def round_of(watch: Watch, *, at_once: bool = False) -> Round:
    """Go round once: ask the feeds, look at the pages, tell who is to hear; return what came of it.

    *at_once* asks every feed but those whose server has asked to be left alone.
    """
    done = Round()
    for source in watch.sources:
        before = watch.look.memory.feed(source.address)
        if before and before.due_at > watch.look.at and not (at_once and not before.faults):
            done.waiting += 1
            continue
        done.asked += 1
        _poll(watch, source, before, done)
    if due := watch.look.memory.due(watch.look.at):
        watch.prepare()
    for page in due:
        _look(watch, page, done)
    for telling in watch.look.memory.untold(watch.look.at):
        _tell(watch, telling)
    return done


def next_at(watch: Watch) -> datetime:
    """Return when there is something to do again: a feed, a page or an alert is due."""
    memory, at = watch.look.memory, watch.look.at
    addresses = {source.address for source in watch.sources}
    moments = [feed.due_at for feed in memory.feeds() if feed.address in addresses]
    moments += [page.due_at for page in memory.pages() if page.due_at and page.feed in addresses]
    ends = [at + watch.every, *moments]
    if memory.untold():
        ends.append(at + timedelta(minutes=1))
    return max(min(ends), at + timedelta(seconds=1))


def _poll(watch: Watch, source: Source, before: Feed | None, done: Round) -> None:
    """Ask one feed, and enter what it tells of, or what is wrong with it."""
    at = watch.look.at
    first = before or Feed(source.address, at, at)
    try:
        now, pages = (_folder if source.folder else _feed)(watch, source, first)
    except FetchError as error:
        now = _failed(watch, source, first, error)
        new = [] if first.fault == now.fault else [_fault(source, now, at)]
        _enter(watch, done, [now], [], new)
        return
    well = replace(now, polled_at=at, due_at=_again(watch, source), faults=0, fault="", stocked=True)
    events = [_well(source, first, at)] if first.faults else []
    if not first.stocked:
        events.append(_stocked(source, pages, at))
    _enter(watch, done, [well], pages, events)


def _enter(
    watch: Watch, done: Round, found: Iterable[Feed], pages: Iterable[Page], events: Iterable[Event]
) -> None:
    """Enter what was found, and say what of it is new."""
    memory = watch.look.memory
    for event in memory.enter(feeds=found, pages=pages, events=events, ways=watch.told_by):
        done.events.append(event)
        watch.say(event)


def _feed(watch: Watch, source: Source, before: Feed) -> tuple[Feed, list[Page]]:
    """Return a feed as it is now, and the pages that are to be looked at, or only remembered.

    :raises FetchError: it cannot be fetched, or is no feed.
    """
    look_, address = watch.look, source.address
    got = look_.fetch(
        address, FEED, etag=before.etag, modified=before.modified, loopback=_may_loop(watch, source)
    )
    now = replace(before, etag=got.etag or before.etag, modified=got.modified or before.modified)
    if got.status == 304:
        return now, _backfilled(watch, source, [])
    told = feeds.read_feed(got.body, address)
    if told.ended:
        raise FetchError(
            address, "this feed has ended", "Take it out of [watch], and look for the one after it"
        )
    notices = [*told.notices, *_further(watch, source, before, told.notices)]
    here = [each.at for each in notices if each.at and each.at <= look_.at]
    pages = [page for notice in notices for page in _pages(watch, source, before, notice)]
    return replace(now, newest=max(here, default=before.newest)), _backfilled(watch, source, pages)


def _further(
    watch: Watch, source: Source, before: Feed, notices: Sequence[feeds.Notice]
) -> Iterator[feeds.Notice]:
    """Yield the notices of a search's next pages, where all of its first is newer than what was seen.

    :raises FetchError: one cannot be fetched.
    """
    seen = {each.path for each in notices}
    for number in range(2, MOST_PAGES + 1):
        newer = [each.at for each in notices if each.at]
        if (
            "/search/" not in source.address
            or before.newest is None
            or not newer
            or min(newer) <= before.newest
        ):
            return
        joint = "&" if "?" in source.address else "?"
        address = f"{source.address}{joint}page={number}"
        got = watch.look.fetch(address, FEED, loopback=_may_loop(watch, source))
        notices = [each for each in feeds.read_feed(got.body, address).notices if each.path not in seen]
        seen |= {each.path for each in notices}
        yield from notices


def _pages(watch: Watch, source: Source, before: Feed, notice: feeds.Notice) -> Iterator[Page]:
    """Yield the page of *notice* for each pack that it concerns, where it is new or newer than it was."""
    at = watch.look.at
    if notice.at and notice.at > at and not notice.announced:
        return  # what is said to come from the future is not news
    for pack in source.packs:
        ours = pack.lookout
        if not title_fits(notice.title, ours.titles) or title_fits(notice.title, ours.but):
            continue
        known = watch.look.memory.page(pack.name, notice.path)
        if known is None:
            new = before.stocked or watch.look.backfill or notice.announced
            state = DUE if new else STOCK
            due_at = at if new else None
            yield Page(
                pack.name, notice.path, source.address, notice.title, state, seen=notice.at, due_at=due_at
            )
        elif notice.at and (known.seen is None or notice.at > known.seen):
            yield replace(known, feed=source.address, seen=notice.at, due_at=at, tries=0)


def _backfilled(watch: Watch, source: Source, pages: list[Page]) -> list[Page]:
    """Return *pages*, and where what is old is asked for, those that were only remembered."""
    if not watch.look.backfill:
        return pages
    there = {(page.pack, page.path) for page in pages}
    stock = [page for page in watch.look.memory.pages(STOCK) if page.feed == source.address]
    old = [page for page in stock if (page.pack, page.path) not in there]
    return [*pages, *(replace(page, state=DUE, due_at=watch.look.at) for page in old)]


def _folder(watch: Watch, source: Source, before: Feed) -> tuple[Feed, list[Page]]:
    """Return a folder as it is now, and the files that are to be looked at, or only remembered.

    :raises FetchError: it cannot be read.
    """
    known = {page.path: page for page in watch.look.memory.pages() if page.feed == source.address}
    at, backfill = watch.look.at, watch.look.backfill
    return before, seen_in(Path(source.address), at, before, known, backfill=backfill)


def _may_loop(watch: Watch, source: Source) -> bool:
    """Return whether *source* may be on this machine itself."""
    return watch.look.loopback or source.loopback


def _again(watch: Watch, source: Source, faults: int = 0, again: float = 0) -> datetime:
    """Return when *source* is asked again."""
    packs = {pack.name for pack in source.packs}
    upcoming = (page for page in watch.look.memory.pages(ANNOUNCED) if page.pack in packs)
    expected = [page.expected for page in upcoming if page.expected]
    chance = watch.chance()
    return next_poll(watch.look.at, watch.every, chance, expected=expected, faults=faults, again=again)


def _failed(watch: Watch, source: Source, before: Feed, error: FetchError) -> Feed:
    """Return a feed that was found wanting: nothing that was known of it is lost."""
    faults = before.faults + 1
    due_at = _again(watch, source, faults, error.again)
    return replace(before, polled_at=watch.look.at, due_at=due_at, faults=faults, fault=str(error))


def _fault(source: Source, now: Feed, at: datetime) -> Event:
    """Return what is said, once, of a feed that was found wanting."""
    return Event(f"{source.address} {at.isoformat()} fault", at, "fault", now.fault)


def _well(source: Source, before: Feed, at: datetime) -> Event:
    """Return what is said of a feed that is well again."""
    tries = f"{before.faults} times" if before.faults > 1 else "once"
    said = f"{source.address} is well again, after it was not {tries}"
    return Event(f"{source.address} {at.isoformat()} well", at, "noted", said)


def _stocked(source: Source, pages: Sequence[Page], at: datetime) -> Event:
    """Return what is said of a feed that was found well for the first time."""
    old = sum(page.state == STOCK for page in pages)
    ours = f"{old} of ours are there already, and only remembered; --backfill writes them" if old else ""
    said = f"{source.address} is watched from now on. {ours or 'None of ours is there yet'}"
    return Event(f"{source.address} stocked", at, "noted", said)


def _look(watch: Watch, page: Page, done: Round) -> None:
    """Look at a page that is due, if it is of what is watched, and enter what came of it."""
    source = next((each for each in watch.sources if each.address == page.feed), None)
    if source is None:
        return
    with_ = replace(watch.look, loopback=_may_loop(watch, source))
    if source.folder:
        now, events = look_at_file(with_, page, source.packs)
    else:
        pack = next((each for each in source.packs if each.name == page.pack), None)
        if pack is None:
            return
        now, events = look(with_, page, pack)
    _enter(watch, done, [], [now], events)


def _tell(watch: Watch, telling: Telling) -> None:
    """Tell of an event by one way, and enter that it was done, or when it is tried again."""
    look_, event = watch.look, telling.event
    at, way = look_.at, next((way for way in watch.ways if way.name == telling.way), None)
    if way is None:
        look_.memory.told(telling, at, fault="no way is called that any more")
        return
    settings = look_.room.settings
    link = f"{settings.desk.rstrip('/')}/watch" if settings.desk else ""
    said = (event.key, event.kind, event.said, event.lines, event.at, event.pack, event.release)
    alert = Alert(*said, link)
    try:
        deliver(way, alert, settings)
    except StorygenError as error:
        tries = telling.tries + 1
        again_at = back_off(at, tries) if tries < TRIES else None
        look_.memory.told(telling, at, fault=str(error), again_at=again_at)
        if telling.tries == 0:
            key = f"{event.key} untold by {way.name}"
            watch.say(Event(key, at, "fault", f"“{event.said}” could not be told of by {way.name}: {error}"))
    else:
        look_.memory.told(telling, at)


@contextmanager
def alone(home: Path, archive: str) -> Iterator[None]:
    """See that no other watch is at work on *archive* while this goes on.

    :raises StorygenError: one is.
    """
    name = hashlib.sha256(archive.encode()).hexdigest()[:12]
    path = home / f"watch-{name}.lock"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with path.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                fault, remedy = "another watch is at work on it", "Stop that one first"
                raise StorygenError(archive, fault, remedy) from None
            yield
    except OSError as error:
        raise StorygenError(str(path), f"cannot be used: {error.strerror}", "Mend the folder") from error
