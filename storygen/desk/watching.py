"""Watching: what the watch has seen and done: releases to come, feeds, pages, and alerts that wait.

What it has read comes from the web: titles and notes are another's words wherever they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storygen.archive.watching import (
    ANNOUNCED,
    CANCELLED,
    DONE,
    DUE,
    GONE,
    HELD,
    NOTED,
    STOCK,
    WITHDRAWN,
    Feed,
    Page,
    Watching,
)
from storygen.desk import asking
from storygen.desk.asking import Answer, Asked, Route
from storygen.errors import StorygenError
from storygen.facts.release import Release
from storygen.sources import web

LOG = 50
"""Events that are shown, the last of all."""
MOST = 200
"""Pages that are shown: `storygen watched` lists every one."""
COMING = 5
"""Releases to come that the front shows."""
OVER = timedelta(days=1)
"""How long an announced release is shown after its hour, and a feed's fault after it was to be asked."""
STATES = {
    HELD: "held for a person",
    DUE: "to be looked at",
    DONE: "written",
    NOTED: "nothing to write",
    WITHDRAWN: "withdrawn",
    GONE: "gone",
    STOCK: "there before the watch",
}
"""What became of a page, in words, in the order in which pages are shown."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A release that is announced."""

    title: str
    pack: str
    at: datetime | None
    display: str
    """When, in the publisher's own words."""
    state: str
    """provisional, confirmed or cancelled; nothing where it is not said."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page or a file, and what came of it."""

    page: Page
    state: str
    address: str
    """Where it stands on the web, or nothing of a file."""

    @property
    def held(self) -> bool:
        """Return whether a person must look at it."""
        return self.page.state == HELD


def watch(asked: Asked) -> Answer:
    """Show what is to come, what is watched, and what came of it."""
    memory = Watching(asked.desk.archive)
    upcoming = (ANNOUNCED, CANCELLED)
    pages = [page for page in memory.pages() if page.state not in upcoming]
    order = list(STATES)
    pages.sort(key=lambda page: order.index(page.state) if page.state in order else len(order))
    data: dict[str, Any] = {
        "coming": _coming(memory.pages(*upcoming), asked.at),
        "feeds": memory.feeds(),
        "pages": [Seen(page, STATES.get(page.state, page.state), _address(page)) for page in pages[:MOST]],
        "beyond": len(pages[MOST:]),
        "events": memory.events(LOG),
        "untold": memory.untold(),
        "now": asked.at,
    }
    return asking.Page("watch.html", data)


def _coming(pages: Iterable[Page], at: datetime) -> list[Coming]:
    """Return the releases that are announced, the first to come first, then those without an hour."""
    found = [
        Coming(page.title, page.pack, page.expected, page.display, _state(page))
        for page in pages
        if page.expected is None or page.expected > at - OVER
    ]
    return sorted(found, key=lambda each: (each.state == CANCELLED, each.at is None, each.at or at))


def _state(page: Page) -> str:
    """Return how sure the day of an announced release is, as the last words of what came of it say."""
    if page.state == CANCELLED:
        return CANCELLED
    return next((state for state in web.STATES if page.came.endswith(f"({state})")), "")


def _address(page: Page) -> str:
    """Return where a page stands on the web, or nothing where it is a file or no page of its feed's."""
    try:
        return web.page_address(page.feed, page.path).replace(web.API, "", 1)
    except StorygenError:
        return ""


def outlook(asked: Asked) -> dict[str, Any]:
    """Return what the front says of the watch: the next releases, and what of it somebody must look at."""
    memory = Watching(asked.desk.archive)
    coming = [each for each in _coming(memory.pages(ANNOUNCED), asked.at) if each.at and each.at >= asked.at]
    return {
        "coming": coming[:COMING],
        "at_fault": sum(_is_at_fault(feed, asked.at) for feed in memory.feeds()),
        "pages_held": len(memory.pages(HELD)),
    }


def _is_at_fault(feed: Feed, at: datetime) -> bool:
    """Return whether a feed that is watched still was last found wanting."""
    return bool(feed.fault) and feed.due_at > at - OVER


def withdrawn(asked: Asked, release: Release) -> str:
    """Return why the publisher has withdrawn *release*, as the watch has read it, or nothing."""
    pages = Watching(asked.desk.archive).pages(WITHDRAWN, pack=release.series)
    came = next((page.came for page in pages if page.release == release.id), "")
    return came.removeprefix("withdrawn: ")


ROUTES = (Route("/watch", watch),)
