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
from urllib.parse import urlsplit

from storygen.alerting import Way, deliver
from storygen.archive.watching import ANNOUNCED, HELD, STOCK, Event, Feed, Page, Telling
from storygen.deliveries.delivery import KINDS, Alert
from storygen.errors import FetchError, StorygenError
from storygen.polling import EVERY, PATIENCE, back_off, is_due, next_poll
from storygen.watching.calendar import fulfilled
from storygen.watching.folders import look_at_file
from storygen.watching.hearing import OVER, Source, hear
from storygen.watching.looking import Look, look

TRIES = 12
"""How many times an alert is tried before it is given up."""


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
    failed: int = 0
    """Of those, how many were found wanting, whether or not that was said before."""
    waiting: int = 0
    """Feeds that are not to be asked yet."""
    alone: dict[str, datetime] = field(default_factory=dict)
    """The hosts that have asked to be left alone, and until when."""

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
        asked = before is None or (at_once and not before.faults) or _is_due(watch, before)
        if not asked or _host(source.address) in done.alone:
            done.waiting += 1
            continue
        done.asked += 1
        _poll(watch, source, before, done)
    due = [page for page in watch.look.memory.due(watch.look.at) if _source(watch, page)]
    if due:
        watch.prepare()
    for page in due:
        _look(watch, page, done)
    for telling in watch.look.memory.untold(watch.look.at):
        _tell(watch, telling)
    return done


def look_again(watch: Watch) -> None:
    """Let every page and file whose release is held be looked at in the next round."""
    held = [page for page in watch.look.memory.pages(HELD) if _source(watch, page)]
    watch.look.memory.enter(pages=[replace(page, due_at=watch.look.at, etag="", tries=0) for page in held])


def next_at(watch: Watch) -> datetime:
    """Return when there is something to do again: a feed, a page or an alert is due."""
    memory, at = watch.look.memory, watch.look.at
    addresses = {source.address for source in watch.sources}
    moments = [feed.due_at for feed in memory.feeds() if feed.address in addresses]
    moments += [page.due_at for page in memory.pages() if page.due_at and _source(watch, page)]
    ends = [at + watch.every, *moments]
    if any(each.due_at for each in memory.untold()):  # and not given up
        ends.append(at + timedelta(minutes=1))
    return max(min(ends), at + timedelta(seconds=1))


def tell_of(watch: Watch, faults: Iterable[StorygenError]) -> None:
    """Enter and say what is wrong with what the watch was to go by."""
    at = watch.look.at
    events = [Event(f"{each} {at.isoformat()} broken", at, "fault", str(each)) for each in faults]
    _enter(watch, Round(), [], [], events)


def _is_due(watch: Watch, feed: Feed) -> bool:
    """Return whether *feed* is to be asked by now."""
    return is_due(feed.due_at, watch.look.at, max(PATIENCE, watch.every))


def _host(address: str) -> str:
    """Return the host of *address*; a folder has none."""
    return urlsplit(address).netloc if "://" in address else address


def _source(watch: Watch, page: Page) -> Source | None:
    """Return the feed or folder that *page* is of, or None where it is of none that is watched."""
    return next((each for each in watch.sources if each.has(page)), None)


def _poll(watch: Watch, source: Source, before: Feed | None, done: Round) -> None:
    """Ask one feed, and enter what it tells of, or what is wrong with it."""
    at = watch.look.at
    first = before or Feed(source.address, at, at)
    try:
        now, pages = hear(watch.look, source, first)
    except FetchError as error:
        done.failed += 1
        now = _failed(watch, source, first, error)
        if error.again:
            done.alone[_host(source.address)] = at + timedelta(seconds=error.again)
        said = first.faults and (OVER in first.fault or OVER not in now.fault)
        _enter(watch, done, [now], [], [] if said else [_fault(source, now, at)])
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
    tries = {1: "once", 2: "twice"}.get(before.faults, f"{before.faults} times")
    said = f"{source.address} is well again, after it was not {tries}"
    return Event(f"{source.address} {at.isoformat()} well", at, "noted", said)


def _stocked(source: Source, pages: Sequence[Page], at: datetime) -> Event:
    """Return what is said of a feed that was found well for the first time."""
    old = sum(page.state == STOCK for page in pages)
    are, them = ("is", "it") if old == 1 else ("are", "them")
    ours = f"{old} of ours {are} there already, and only remembered; --backfill writes {them}"
    said = f"{source.address} is watched from now on. {ours if old else 'None of ours is there yet'}"
    return Event(f"{source.address} stocked", at, "noted", said)


def _look(watch: Watch, page: Page, done: Round) -> None:
    """Look at a page that is due, and enter what came of it; one of a host that is left alone waits."""
    source = _source(watch, page)
    assert source is not None
    if until := done.alone.get(_host(source.address)):
        _enter(watch, done, [], [replace(page, due_at=until)], [])
        return
    with_ = replace(watch.look, loopback=watch.look.loopback or source.loopback)
    if source.folder:
        now, events = look_at_file(with_, page, source.packs)
    else:
        pack = next(each for each in source.packs if each.name == page.pack)
        now, events, again = look(with_, page, pack)
        if again:
            done.alone[_host(source.address)] = watch.look.at + timedelta(seconds=again)
    out = []
    if now.release and not page.release and page.state != STOCK:
        upcoming = watch.look.memory.pages(ANNOUNCED, pack=now.pack)
        out = fulfilled(upcoming, now.release, watch.look.at)
    _enter(watch, done, [], [now, *out], events)


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
        if tries in (1, TRIES):
            up = " It is given up" if tries == TRIES else ""
            fault = f"“{event.said}” could not be told of by {way.name}: {error}{up}"
            watch.say(Event(f"{event.key} untold by {way.name}", at, "fault", fault))
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
        lock = path.open("a")
    except OSError as error:
        raise StorygenError(str(path), f"cannot be used: {error.strerror}", "Mend the folder") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StorygenError(archive, "another watch is at work on it", "Stop that one first") from None
        yield
