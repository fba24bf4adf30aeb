"""Period: the time a figure covers, its prior, and the ways publishers write it.

Two spans are enough for the statistics we tell: a day on which things were counted ("at 31 March
2021") and a year that ends on a day ("year ending March 2021"). How a period is printed is a matter
of style; here it is only told apart, read, and stepped back.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day, or a year ending on a day."""

    end: date
    span: str
    """"at" for a day on which things were counted, "year ending" for twelve months."""

    @property
    def key(self) -> str:
        """Return the period as our own files write it, such as "at 2021-03-31"."""
        return _key(self.span, self.end)

    def prior(self, months: int = 12) -> Period:
        """Return the same span *months* earlier; the last day of a month stays the last."""
        return Period(_back(self.end, months), self.span)

    def as_year(self) -> Period:
        """Return the year that ends on this period's last day."""
        return Period(self.end, "year ending")

    def as_day(self) -> Period:
        """Return the last day of this period."""
        return Period(self.end, "at")


@lru_cache(maxsize=1024)
def _key(span: str, end: date) -> str:
    """Return the key of a period; the same few are asked for again and again."""
    return f"{span} {end.isoformat()}"


@lru_cache(maxsize=1024)
def _back(day: date, months: int) -> date:
    """Return *day* set back by *months*, last days of months kept."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if was_last else min(day.day, last))


@lru_cache(maxsize=4096)
def period_from_key(key: str) -> Period:
    """Return the period that `Period.key` wrote; raise ValueError for anything else."""
    span, _, day = key.rpartition(" ")
    if span not in ("at", "year ending"):
        raise ValueError(f"“{key}” is no period: write “at 2021-03-31” or “year ending 2021-03-31”")
    return Period(date.fromisoformat(day), span)


YEARS = range(1800, 2200)
"""Years that a table of statistics may name; any other number is no year."""

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
_DAY = re.compile(rf"(\d{{1,2}}) ({_MONTH}) (\d{{4}})\d?$", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"({_MONTH})[ -](\d{{4}}|\d{{2}})$", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_FISCAL = re.compile(r"(\d{4})\s*[/-]\s*(\d{2}|\d{4})$")


def read_period(written: object) -> Period | None:
    """Return the period that a header or label of a table names, or None.

    Takes dates, "30 September 2018" (a footnote's digit may follow), "Sep-18", "2019/20" (the year to
    31 March) and any of these after "year ending" or "at"; a bare date or month is a day.
    """
    if isinstance(written, datetime):
        return Period(written.date(), "at")
    if isinstance(written, date):
        return Period(written, "at")
    text = " ".join(str(written).split())
    span = "year ending" if re.search(r"\byear (ending|to)\b", text, re.IGNORECASE) else "at"
    text = re.sub(r"^.*?\b(year ending|year to|as at|at|on)\b:?\s+", "", text, flags=re.IGNORECASE)
    if found := _ISO.match(text):
        return _period(int(found[1]), int(found[2]), int(found[3]), span)
    if found := _DAY.search(text):
        return _period(int(found[3]), _month(found[2]), int(found[1]), span)
    if (found := _FISCAL.match(text)) and _next(int(found[1]), found[2]):
        return _period(int(found[1]) + 1, 3, 31, "year ending")
    if found := _MONTH_YEAR.search(text):
        year = int(found[2]) + (2000 if len(found[2]) == 2 else 0)
        return _period(year, _month(found[1]), 0, span)
    return None


def _month(name: str) -> int:
    """Return the number of the month called or abbreviated *name*."""
    return next(number for full, number in MONTHS.items() if full.startswith(name.lower()[:3]))


def _next(year: int, written: str) -> bool:
    """Return whether *written*, of two digits or four, is the year after *year*."""
    return int(written) == (year + 1 if len(written) == 4 else (year + 1) % 100)


def _period(year: int, month: int, day: int, span: str) -> Period | None:
    """Return the period of these parts (day 0 is the month's last), or None if there is no such day."""
    if year not in YEARS:
        return None
    try:
        return Period(date(year, month, day or calendar.monthrange(year, month)[1]), span)
    except ValueError:
        return None
