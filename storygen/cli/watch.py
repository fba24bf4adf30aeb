"""Watch: the commands that watch feeds and folders, and say what was seen in them."""

from __future__ import annotations

import random
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from storygen.cli.memory import archive_option, at, now, open_archive
from storygen.cli.options import completed, listed, print_table
from storygen.errors import DONE, FAILED, NOTHING_NEW, SOME_HELD, StorygenError, UsageError

if TYPE_CHECKING:
    from storygen.archive.archive import Archive
    from storygen.archive.watching import Event
    from storygen.settings import Settings
    from storygen.watch import Round, Watch
    from storygen.watching.scope import Scope

DURATION = re.compile(r"([0-9]{1,6})\s*([smh]?)")
SECONDS = {"s": 1, "m": 60, "": 60, "h": 3600}


class Duration(click.ParamType[timedelta]):
    """A length of time: 30s, 10m, 1h."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the length of time that *value* says."""
        if isinstance(value, timedelta):
            return value
        found = DURATION.fullmatch(str(value).strip())
        if not found or not int(found[1]):
            self.fail(f"“{value}” is no length of time: write 30s, 10m or 1h", param, ctx)
        return timedelta(seconds=int(found[1]) * SECONDS[found[2]])


@click.command()
@click.argument("names", nargs=-1, metavar="[PACK|DIR]...", shell_complete=completed(listed("packs")))
@click.option("--once", is_flag=True, help="Go round once and end, as a timer would have it.")
@click.option(
    "--every", type=Duration(), default="10m", show_default=True, metavar="TIME",
    help="How often a feed is asked; round the hour of an announced release every half minute.",
)  # fmt: skip
@click.option(
    "--feed",
    "addresses",
    multiple=True,
    metavar="ADDRESS",
    help="This feed instead of the packs' own; may be repeated.",
)
@click.option("--backfill", is_flag=True, help="Write what was there before the watch began, too.")
@click.option("--again", is_flag=True, help="Look again now at what is held, once its pack is mended say.")
@click.option("--loopback", is_flag=True, help="A feed may be on this machine itself, as behind a proxy.")
@click.option(
    "--at",
    "moment",
    metavar="MOMENT",
    help="Take it for that time, in London, and go on from there: for a replay.",
)
@click.option("--quiet", is_flag=True, help="Print nothing but faults.")
@archive_option
def watch(
    names: tuple[str, ...], once: bool, again: bool, quiet: bool, url: str | None, **options: Any
) -> None:
    """Watch the feeds of packs, and folders: a release that comes out is every force's drafts at once.

    The first time a feed is asked, stock is taken: what is there is remembered, and nothing is written. A
    figure that is revised finds the stories that went out and no longer hold; a page that is withdrawn,
    those that rest on it. Without a name every pack is watched for that says where. A workbook that is put
    into a folder is a release, under its embargo; FILE.toml beside it may say what the workbook does not.

    \b
    storygen watch                              every pack's feeds, until Ctrl-C
    storygen watch police-workforce --once      one round, for a timer
    storygen watch ~/embargoed                  what is put into a folder

    With --once it leaves with 0 if something came of it, 3 if some places are held, 64 if nothing is new, and
    1 if a feed could not be read.
    """
    from storygen.settings import read_settings
    from storygen.watch import alone, look_again
    from storygen.watching.scope import scope_of

    clock = _clock(options.pop("moment"))
    settings = read_settings()
    scope = scope_of(names, options.pop("addresses"), settings)
    with (
        open_archive(url, new=True) as archive,
        alone(settings.home, archive.name),
        _opened(archive, settings, scope, clock, _saying(quiet), **options) as opened,
    ):
        if again:
            look_again(opened)
        if once:
            sys.exit(_code(archive, _round(opened, at_once=True)))
        _for_ever(opened, scope, quiet)


def _clock(moment: str | None) -> Callable[[], datetime]:
    """Return what time it is taken to be: the command line's own, or *moment* and what has passed since.

    :raises UsageError: it is no moment.
    """
    if moment is None:
        return now
    from storygen.facts.release import moment_from

    try:
        begun = moment_from(moment)
    except ValueError as error:
        raise UsageError(f"--at {moment}", "it is no day or time of one", "Write 2020-01-30T09:31") from error
    started = time.monotonic()
    return lambda: begun + timedelta(seconds=time.monotonic() - started)


@contextmanager
def _opened(
    archive: Archive,
    settings: Settings,
    scope: Scope,
    clock: Callable[[], datetime],
    say: Callable[[Event], None],
    *,
    every: timedelta,
    backfill: bool,
    loopback: bool,
) -> Iterator[Watch]:
    """Open a watch of what *scope* names."""
    from storygen.alerting import ways
    from storygen.archive.watching import Watching
    from storygen.arrivals import Newsroom
    from storygen.editions import Editions
    from storygen.facts.sheet import Reader
    from storygen.fetching.fetch import fetch
    from storygen.watch import Watch, tell_of
    from storygen.watching.looking import Look
    from storygen.watching.scope import sources_of

    told_to = ways(settings)
    sources, faults = sources_of(scope, settings)
    reader = Reader()
    room = Newsroom(archive, Editions(settings), clock, reader, _progress())
    look = Look(room, Watching(archive), fetch, loopback, backfill)
    opened = Watch(look, sources, told_to, every, random.random, say, reader.prepare)
    try:
        tell_of(opened, faults)
        yield opened
    finally:
        reader.close()


def _round(opened: Watch, *, at_once: bool = False) -> Round:
    """Go round once."""
    from storygen.watch import round_of

    return round_of(opened, at_once=at_once)


def _for_ever(opened: Watch, scope: Scope, quiet: bool) -> None:
    """Go round and round until somebody stops it; what was seen is remembered."""
    from storygen.arrivals import warm
    from storygen.watch import next_at

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if not quiet:
            addresses = "\n".join(f"  {source.address}" for source in opened.sources)
            click.echo(f"watching, until Ctrl-C:\n{addresses}")
        said: list[str] = []
        for pack in {pack.name: pack for source in opened.sources for pack in source.packs}.values():
            with suppress(StorygenError):  # which is said when a release of it comes
                warm(opened.look.room, pack)
        while True:
            opened.prepare()
            _round(opened)
            _wait(next_at(opened), opened)
            opened, said = _renewed(opened, scope, said)
    except KeyboardInterrupt:
        click.echo("\nstopped; what was seen is remembered")
        sys.exit(DONE)


def _wait(until: datetime, opened: Watch) -> None:
    """Wait *until* that time by the clock, and no longer than that seems now: it may be set meanwhile."""
    ends = time.monotonic() + (until - opened.look.at).total_seconds()
    while opened.look.at < until and (left := ends - time.monotonic()) > 0:
        time.sleep(min(left, 5))


def _renewed(opened: Watch, scope: Scope, said: list[str]) -> tuple[Watch, list[str]]:
    """Return the watch as packs and alerts.toml have it now, and what is wrong with those, said once."""
    from storygen.alerting import ways
    from storygen.watch import tell_of
    from storygen.watching.scope import sources_of

    settings = opened.look.room.settings
    faults: list[StorygenError] = []
    try:
        sources, faults = sources_of(scope, settings, opened.sources)
        opened = replace(opened, sources=sources)
    except StorygenError as error:
        faults = [error]
    try:
        opened = replace(opened, ways=ways(settings))
    except StorygenError as error:
        faults = [*faults, error]
    tell_of(opened, [each for each in faults if str(each) not in said])
    return opened, [str(each) for each in faults]


def _code(archive: Archive, came: Round) -> int:
    """Return what a round leaves with."""
    from storygen.archive.finding import Wanted

    if came.failed or came.has("fault"):
        return FAILED
    if not came.events:
        return NOTHING_NEW
    releases = {event.release for event in came.events if event.kind == "release"}
    held = sum(sum(archive.count(Wanted(release=each, only="held")).values()) for each in releases)
    return SOME_HELD if held or came.has("held") else DONE


def _saying(quiet: bool) -> Callable[[Event], None]:
    """Return who prints events as they come: faults on the error stream."""

    def say(event: Event) -> None:
        fault = event.kind in ("fault", "held")
        if quiet and not fault:
            return
        _progress()("")
        click.echo(f"{at(event.at)} {event.said}", err=fault)
        for line in event.lines:
            click.echo(f"  {line}", err=fault)

    return say


def _progress() -> Callable[[str], None]:
    """Return who says on a terminal's error stream how far a release has come."""
    shown = sys.stderr.isatty()

    def tell(what: str) -> None:
        if shown:
            click.echo(f"\r\033[K{what}", nl=False, err=True)

    return tell


@click.command()
@click.option(
    "--log", type=click.IntRange(min=0), default=10, show_default=True, help="So many of the last events."
)
@archive_option
def watched(log: int, url: str | None) -> None:
    """Say what the watch has seen: the calendar, its feeds, its pages, and what it did last."""
    from storygen.archive.watching import ANNOUNCED, CANCELLED, Watching

    with open_archive(url) as archive:
        memory = Watching(archive)
        upcoming = memory.pages(ANNOUNCED, CANCELLED)
        pages = [page for page in memory.pages() if page not in upcoming]
        if upcoming:
            rows = [["to come", "pack", "title", "state"]]
            rows += [[page.display or "no day yet", page.pack, page.title, page.state] for page in upcoming]
            print_table(rows)
            click.echo()
        rows = [["feed", "asked", "again", "fault"]]
        rows += [
            [feed.address, at(feed.polled_at), at(feed.due_at), feed.fault.removeprefix(f"{feed.address}: ")]
            for feed in memory.feeds()
        ]
        print_table(rows)
        if pages:
            click.echo()
            rows = [["page", "pack", "state", "release", "what came of it"]]
            rows += [[page.path, page.pack, page.state, page.release, page.came] for page in pages]
            print_table(rows)
        for event in reversed(memory.events(log)):
            click.echo(f"\n{at(event.at)} {event.said}")
            for line in event.lines:
                click.echo(f"  {line}")
        if untold := memory.untold():
            click.echo(f"\n{len(untold)} alerts are still to be sent")
