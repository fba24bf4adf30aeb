"""Polling: when a feed is asked again: politely, and closest when its release is due.

Official statistics come out at 9.30am London time on days that are announced (rule R1), so a watch need not
ask often: it asks as often as it is told to, and every half minute round that moment. Whoever does not
answer, or asks to be left alone, is asked later and later.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

EVERY = timedelta(minutes=10)
"""How often a feed is asked where nobody says otherwise."""
LEAST = timedelta(seconds=30)
"""No feed is asked more often."""
BEFORE, AFTER = timedelta(minutes=1), timedelta(minutes=30)
"""How long before and after a release's moment its feed is asked every half minute."""
JITTER = 0.1
"""By how much of itself an interval may be longer or shorter, so that not all ask at once."""
LONGEST = timedelta(hours=6)
"""However often it has failed, a feed is asked again after that."""
PATIENCE = timedelta(hours=24)
"""Whatever a server asks for, it is asked again after that."""


def next_poll(
    at: datetime,
    every: timedelta,
    chance: float,
    *,
    expected: Iterable[datetime] = (),
    faults: int = 0,
    again: float = 0,
) -> datetime:
    """Return when a feed that was polled *at* that time is asked again.

    *chance*, from 0 to 1, says how its interval varies; *expected* are the moments of the releases to come;
    *faults* is how many times in turn it was found wanting, and *again* after how many seconds its server
    said that it may be asked.

    >>> noon = datetime(2020, 1, 29, 12)
    >>> str(next_poll(noon, EVERY, 0.5)), str(next_poll(noon, EVERY, 0.5, faults=3))
    ('2020-01-29 12:10:00', '2020-01-29 12:40:00')
    """
    if faults:
        wait = min(max(every, LEAST) * 2 ** min(faults - 1, 10), LONGEST)
        return at + min(max(_varied(wait, chance), timedelta(seconds=again)), PATIENCE)
    wait = _varied(max(every, LEAST), chance)
    for moment in expected:
        if moment - BEFORE <= at < moment + AFTER:
            wait = min(wait, _varied(LEAST, chance))
        elif at < moment - BEFORE < at + wait:
            wait = moment - BEFORE - at
        if at < moment < at + wait:  # and not up to half a minute after it
            wait = moment - at + timedelta(seconds=chance)
    return at + wait


def is_due(moment: datetime, at: datetime, furthest: timedelta = PATIENCE) -> bool:
    """Return whether what was put off until that *moment*, at the most by *furthest*, is due *at* that time.

    What was put off further was put off by a clock that was ahead, and has been set right since.

    >>> noon = datetime(2020, 1, 29, 12)
    >>> [is_due(noon + timedelta(hours=hours), noon) for hours in (0, 1, 24, 30)]
    [True, False, False, True]
    """
    return moment <= at or moment > at + furthest * 1.2  # which is its jitter, and more


def _varied(wait: timedelta, chance: float) -> timedelta:
    """Return *wait* made longer or shorter by chance."""
    return wait * (1 + JITTER * (2 * chance - 1))


def back_off(at: datetime, tries: int, again: float = 0) -> datetime:
    """Return when something that has failed so many times in turn is tried again: after 1, 2, 4 … minutes."""
    wait = min(timedelta(minutes=2 ** min(max(tries - 1, 0), 10)), LONGEST)
    return at + min(max(wait, timedelta(seconds=again)), PATIENCE)
