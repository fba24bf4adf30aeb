"""Moments: the times that copy speaks of, told from its words and the day it is published on.

A moment is a day, the year or half-year that ends on it, the year before or after whatever was spoken of,
the peak of a series. The reader's own: it shares nothing with the room that prints periods.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from storygen.reading.numerals import YEAR
from storygen.reading.shape import MONTHS


class Moment(NamedTuple):
    """A time that copy speaks of."""

    kind: str
    """day, year (the twelve months to the day), half (the six months to it), before (a year before what is
    spoken of), after, peak, began."""
    end: date | None = None
    start: int = 0
    stop: int = 0
    since: date | None = None
    """Its first day, where both are named: "between March and September 2019"."""


_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_SAID = rf"(?:{YEAR}|this year|last year)"
_DAY = (
    rf"(?:(?P<month>{_NAMES}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?|"
    rf"(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?P<month2>{_NAMES})),? (?P<year>{_SAID})"
)
_MONTH = rf"(?P<month3>{_NAMES}) (?P<year3>{_SAID})"
_FISCAL = rf"(?P<fiscal>{YEAR})[-/–](?P<next>\d{{2}}(?:\d\d)?)"
_YEAR_TO = r"(?:the )?(?:year|12 months|twelve months)(?: ending| to| to the end of| ended)(?: on)?"
_HALF_TO = r"(?:the )?six months (?:to|since|ending|up to)(?: the end of)?"
MOMENTS = re.compile(
    rf"\b[Bb]etween (?:(?P<month4>{_NAMES})(?: (?P<year4>{YEAR}))?|(?P<year5>{YEAR})) and "
    rf"(?:(?P<month6>{_NAMES}) (?P<year6>{_SAID})|(?P<year7>{YEAR}))(?![\w,]*\d)(?!-)"
    rf"|\b(?:(?P<half>{_HALF_TO} )|(?P<yearly>{_YEAR_TO} ))?(?:the end of )?"
    rf"(?:{_DAY}|{_MONTH}|{_FISCAL})(?![\w-])"
    r"|\b(?P<before>(?:(?:[Aa]|the|[Oo]ne) (?:year|12 months|twelve months)|[Tt]welve months)"
    r" (?:before(?: that)?|earlier|previously|ago)"
    r"|the previous year|the preceding year)\b"
    r"|\b(?P<after>the (?:year after|following year|next year))\b"
    r"|\b(?P<peak>(?:the|their|its) (?:peak|high))\b"
    r"|\b(?P<now>(?:in|over) (?:a|the) year(?: as a whole)?(?! (?:to|before|after|ending|earlier))"
    r"|over (?:the|12|twelve) (?:past |last )?(?:year|months)|at the last count)\b"
    rf"|\b(?P<began>began in {YEAR})\b"
    rf"|\b(?P<plain>{YEAR}|this year|last year)(?![\w,]*\d)(?!-)",
)
"""Everything that names a time; longest first where two begin alike."""


class Calendar(NamedTuple):
    """What times are told by: the release's last day, and the day of publication."""

    end: date
    published: date

    def year(self, said: str) -> int:
        """Return the year that *said* is: a number, "this year" or "last year"."""
        if said.isdigit():
            return int(said)
        return self.published.year - (said == "last year")

    def day(self, month: str | None, year: str | None) -> date:
        """Return the last day of a *month* of a *year*; of none, the release's own day in it."""
        number = self.year(year or "")
        return last_of(number, MONTHS[month]) if month else self.in_year(number)

    def in_year(self, year: int) -> date:
        """Return the release's own day in another *year*."""
        return last_of(year, self.end.month) if _is_last(self.end) else self.end.replace(year=year)


def moments(text: str, told: Calendar) -> Iterator[Moment]:
    """Yield each moment that *text* names, in order."""
    for found in MOMENTS.finditer(text):
        if moment := _moment(found, told):
            yield moment


def _moment(found: re.Match[str], told: Calendar) -> Moment | None:
    """Return the moment of one match, or None where there is no such day."""
    said, (start, stop) = found.groupdict(), found.span()
    if said["year6"] or said["year7"]:
        last = told.day(said["month6"], said["year6"] or said["year7"])
        since = told.day(said["month4"], said["year4"] or said["year5"] or str(last.year))
        return Moment("day", last, start, stop, since)
    for kind in ("before", "after", "peak", "now"):
        if said[kind]:
            return Moment(kind, None, start, stop)
    if said["began"]:
        return Moment("began", told.in_year(int(said["began"][-4:])), start, stop)
    if said["plain"]:
        return Moment("day", told.in_year(told.year(said["plain"])), start, stop)
    end = _end(said, told)
    if end is None:
        return None
    kind = "half" if said["half"] else "year" if said["yearly"] or said["fiscal"] else "day"
    return Moment(kind, end, start, stop)


def _end(said: dict[str, str | None], told: Calendar) -> date | None:
    """Return the last day of a moment that is told by its date, or None where there is none."""
    if said["fiscal"]:
        year = int(said["fiscal"]) + 1
        wanted = said["next"] or ""
        return last_of(year, 3) if str(year).endswith(wanted) else None
    if said["month3"]:
        return last_of(told.year(said["year3"] or ""), MONTHS[said["month3"]])
    month, day = MONTHS[said["month"] or said["month2"] or ""], int(said["day"] or said["day2"] or 0)
    try:
        return date(told.year(said["year"] or ""), month, day)
    except ValueError:
        return None


def spoken(day: date) -> str:
    """Return a day in plain words: "September 30 2019"."""
    return f"{calendar.month_name[day.month]} {day.day} {day.year}"


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _is_last(day: date) -> bool:
    """Return whether *day* is its month's last."""
    return day == last_of(day.year, day.month)


@lru_cache(maxsize=1 << 10)
def back(day: date, months: int) -> date:
    """Return *day* so many *months* earlier (later, if less than nought); a month's last stays its last.

    The same few are asked for by story after story.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = last_of(year, month + 1)
    return last if _is_last(day) else last.replace(day=min(day.day, last.day))
