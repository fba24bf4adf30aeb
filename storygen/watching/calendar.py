"""Calendar: what is announced to come out, as the watch remembers it, until it is out or its day is past."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from storygen.archive.watching import ANNOUNCED, CANCELLED, DONE, NOTED, Event, Page
from storygen.archive.workflow import LONDON
from storygen.sources import web

DAY = timedelta(hours=24)
PAST = "its day is past"


def announced(page: Page, told: web.Page, at: datetime) -> tuple[Page, list[Event]]:
    """Return the announcement *page* as it is *told* of now, and what is to be told of it, if that is new."""
    cancelled = told.state == "cancelled"
    said = "is cancelled" if cancelled else f"is to come out: {told.display_date or 'no day is named yet'}"
    said += f" ({told.state})" if told.state and not cancelled else ""
    if not cancelled and is_past(told.due, at):
        return past(replace(page, display=told.display_date)), []
    now = replace(
        page,
        state=CANCELLED if cancelled else ANNOUNCED,
        came=said,
        expected=None if cancelled else told.due,
        display=told.display_date,
        due_at=None if cancelled else at + DAY,
    )
    if said == page.came:
        return now, []
    key = f"{page.pack} {page.path} {page.due_at} {told.state} {told.display_date} announced"
    return now, [Event(key, at, "announced", f"{told.title} {said}", (), page.pack)]


def awaited(page: Page, moment: datetime, at: datetime) -> tuple[Page, list[Event]]:
    """Return *page* as awaited at the *moment* that its feed gives it, and what is to be told of it."""
    display = f"{moment.astimezone(LONDON):%d %B %Y, %H:%M}".lstrip("0")
    said = f"is to come out: {display}"
    event = Event(
        f"{page.pack} {page.path} {display} announced", at, "announced", f"{page.title} {said}", (), page.pack
    )
    now = replace(page, state=ANNOUNCED, came=said, expected=moment, display=display, due_at=moment)
    return now, [event]


def is_past(expected: datetime | None, at: datetime) -> bool:
    """Return whether the day of what was *expected* to come out is past."""
    return expected is not None and expected + DAY < at


def past(page: Page) -> Page:
    """Return the announcement *page*, of which nothing is awaited any more."""
    return replace(page, state=NOTED, came=PAST, expected=None, tries=0, due_at=None)


def fulfilled(upcoming: Iterable[Page], release: str, at: datetime) -> list[Page]:
    """Return those of the *upcoming* announcements that a *release* which is out by then was awaited by."""
    today = at.astimezone(LONDON).date()
    return [
        replace(each, state=DONE, came=f"it is out: {release}", due_at=None)
        for each in upcoming
        if each.expected and each.expected.astimezone(LONDON).date() <= today
    ]
