"""Instants: moments as publishers write them, each as one instant of the world's time.

A feed may give London's offset, an API the world's and an announcement the clock on a wall in London. What
names no instant, because it has no zone, is out of range or is nonsense, is None: it is never guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from storygen.facts.release import moment_from

FIRST, LAST = 1970, 2200
FURTHEST = timedelta(hours=14)
"""How far from the world's time a clock of any country stands."""
LONGEST = 80
SHOWN = re.compile(
    r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]+) (?P<year>\d{4})"
    r"(?:,? (?:at )?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?: ?(?P<half>am|pm))?)?"
)
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def read_instant(said: object) -> datetime | None:
    """Return the instant that *said* names in the manner of feeds and APIs, in the world's time.

    >>> read_instant("2021-10-28T09:30:00+01:00").isoformat()
    '2021-10-28T08:30:00+00:00'
    >>> read_instant("Thu, 04 Nov 2021 09:30:00 +0000").isoformat()
    '2021-11-04T09:30:00+00:00'
    """
    if not isinstance(said, str) or not (text := said.strip()) or len(text) > LONGEST:
        return None
    try:
        read = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        offset = read.utcoffset()
        if offset is None or abs(offset) > FURTHEST or not FIRST <= read.year <= LAST:
            return None
        return read.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None


def london_instant(said: str) -> datetime | None:
    """Return the instant that an announcement shows, "20 January 2016 9:30am", or None where it names no day.

    One that names a day and no hour means half past nine, when official statistics come out.
    """
    found = SHOWN.fullmatch(" ".join(said[:LONGEST].split()))
    if not found or found["month"].lower() not in MONTHS:
        return None
    month = MONTHS.index(found["month"].lower()) + 1
    written = f"{found['year']}-{month:02}-{int(found['day']):02}"
    if found["hour"]:
        hour = int(found["hour"])
        if found["half"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if found["half"] == "pm" else 0)
        written += f"T{hour:02}:{found['minute'] or '00'}"
    try:
        shown = moment_from(written)
    except ValueError:
        return None
    return shown.astimezone(UTC) if FIRST <= shown.year <= LAST else None
