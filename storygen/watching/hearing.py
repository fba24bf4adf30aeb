"""Hearing: a feed or a folder that is asked, and what it tells of that is new.

The first time, stock is taken: what is there already is remembered, and no more. What a feed says to come
from the future is not news yet; it is asked about anew, and not only whether it has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from storygen import feed as feeds
from storygen.archive.watching import DUE, STOCK, Feed, Page
from storygen.errors import FetchError
from storygen.fetching.fetch import FEED
from storygen.naming import title_fits
from storygen.pack import Pack
from storygen.watching.folders import seen_in
from storygen.watching.looking import Look

MOST_PAGES = 5
"""Pages of one feed that are asked for when more is new than stands on the first."""
SKEW = timedelta(minutes=5)
"""By how much a publisher's clock may be before ours: at half past nine every second counts."""
OVER = "this feed has ended"


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or folder that is watched, and the packs that it may concern."""

    address: str
    packs: tuple[Pack, ...]
    folder: bool = False
    loopback: bool = False

    def has(self, page: Page) -> bool:
        """Return whether *page* is of this feed or folder, and of a pack that is watched for."""
        return page.feed == self.address and (
            self.folder or any(page.pack == each.name for each in self.packs)
        )


def hear(look: Look, source: Source, before: Feed) -> tuple[Feed, list[Page]]:
    """Return a feed or folder as it is now, and the pages that are to be looked at, or only remembered.

    :raises FetchError: it cannot be fetched or read, or is no feed.
    """
    if source.folder:
        known = {page.path: page for page in look.memory.pages() if page.feed == source.address}
        return before, seen_in(Path(source.address), look.at, before, known, backfill=look.backfill)
    address, loopback = source.address, look.loopback or source.loopback
    got = look.fetch(address, FEED, etag=before.etag, modified=before.modified, loopback=loopback)
    if got.status == 304:
        return before, _backfilled(look, source, [])
    told = feeds.read_feed(got.body, address)
    if told.ended:
        raise FetchError(address, OVER, "Take it out of [watch], and look for the one after it")
    notices = [*told.notices, *_further(look, source, before, told.notices)]
    there = look.at + SKEW
    here = [each.at for each in notices if each.at and each.at <= there]
    pages = [page for notice in notices for page in _pages(look, source, before, notice)]
    now = replace(before, newest=max(here, default=before.newest))
    early = any(_is_early(look, each) and _concerned(source, each) for each in notices)
    marks = ("", "") if early else (got.etag, got.modified)
    return replace(now, etag=marks[0], modified=marks[1]), _backfilled(look, source, pages)


def _further(
    look: Look, source: Source, before: Feed, notices: Sequence[feeds.Notice]
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
        got = look.fetch(address, FEED, loopback=look.loopback or source.loopback)
        notices = [each for each in feeds.read_feed(got.body, address).notices if each.path not in seen]
        seen |= {each.path for each in notices}
        yield from notices


def _concerned(source: Source, notice: feeds.Notice) -> list[Pack]:
    """Return the packs that *notice* concerns."""
    return [
        pack
        for pack in source.packs
        if title_fits(notice.title, pack.lookout.titles) and not title_fits(notice.title, pack.lookout.but)
    ]


def _is_early(look: Look, notice: feeds.Notice) -> bool:
    """Return whether *notice* is said to come from the future: that is not news yet."""
    return notice.at is not None and notice.at > look.at + SKEW and not notice.announced


def _pages(look: Look, source: Source, before: Feed, notice: feeds.Notice) -> Iterator[Page]:
    """Yield the page of *notice* for each pack that it concerns, where it is new or newer than it was."""
    if _is_early(look, notice):
        return
    for pack in _concerned(source, notice):
        known = look.memory.page(pack.name, notice.path)
        if known is None:
            new = before.stocked or look.backfill or notice.announced
            page = Page(pack.name, notice.path, source.address, notice.title, DUE if new else STOCK)
            yield replace(page, seen=notice.at, due_at=look.at if new else None)
        elif _is_newer(notice, known):
            yield replace(known, feed=source.address, seen=notice.at, due_at=look.at, tries=0)


def _is_newer(notice: feeds.Notice, known: Page) -> bool:
    """Return whether *notice* is newer than the page was when it was *known*.

    The instant that the feed gives an announcement may be that of its release, which may be brought forward.
    """
    if notice.at is None or known.seen is None:
        return notice.at is not None
    return notice.at != known.seen if notice.announced else notice.at > known.seen


def _backfilled(look: Look, source: Source, pages: list[Page]) -> list[Page]:
    """Return *pages*, and where what is old is asked for, those that were only remembered."""
    if not look.backfill:
        return pages
    there = {(page.pack, page.path) for page in pages}
    stock = [page for page in look.memory.pages(STOCK) if source.has(page)]
    old = [page for page in stock if (page.pack, page.path) not in there]
    return [
        replace(page, state=DUE, due_at=look.at, etag="", file="") if page.state == STOCK else page
        for page in (*pages, *old)
    ]
