"""Attempts: how often somebody has tried to come in, and how long the next attempt has to wait.

After a few that failed each further one waits, longer each time, for the name and for the address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Network, ip_address

from sqlalchemy import ColumnElement, Connection, select

from storygen.archive import schema

LONGEST = 200
"""Characters of an address, where it is none of a network, that are kept."""
FREE = {"user": 3, "address": 12}
"""Attempts in a row, of one name or from one address, that may fail before the next has to wait."""
DOUBLINGS = 5
"""After these, a wait is as long as any: of a wait that went on doubling no number would be left."""
LONGEST_WAIT = timedelta(minutes=1)
"""However often it failed: a name must not be locked for good by somebody else's guesses."""
REMEMBERED = timedelta(hours=1)
"""After this, a failure counts no more."""
KEPT_FOR = timedelta(days=90)
"""After this, an attempt is no longer on record."""


def counted(address: str) -> str:
    """Return what counts as one address: of the longer kind all that one subscriber has, its /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:LONGEST]
    if found.version == 6:
        return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))
    return str(found)


def wait(connection: Connection, name: str, address: str, at: datetime) -> timedelta:
    """Return how long an attempt by that *name* from that *address* must still wait.

    Where the name has come in from there before, what is tried by it elsewhere does not count: else a
    stranger could keep its owner out for as long as they go on.
    """
    table = schema.sign_ins.c
    of_name, of_address = [table.user == name] if name else [], [table.address == address] if address else []
    good = select(table.id).where(*of_name, *of_address, table.good, table.at > at - KEPT_FOR).limit(1)
    if name and address and connection.scalar(good):
        of_name += of_address
    return max(
        _after(connection, FREE["user"], of_name, at), _after(connection, FREE["address"], of_address, at)
    )


def _after(connection: Connection, free: int, whose: list[ColumnElement[bool]], at: datetime) -> timedelta:
    """Return how long to wait after those attempts that are meant by *whose*, if they are of anybody.

    Two seconds after the last of those that are *free* has failed, twice as long after each further one. What
    is on record of a later time than this, of a clock that was put back, is not counted.
    """
    if not whose:
        return timedelta()
    table = schema.sign_ins
    since = select(table.c.at, table.c.good).where(*whose, table.c.at > at - REMEMBERED, table.c.at <= at)
    failed: list[datetime] = []
    for row in connection.execute(since.order_by(table.c.id.desc()).limit(50)):
        if row.good:
            break
        failed.append(row.at)
    over = len(failed) - free
    if over < 0:
        return timedelta()
    wait = min(timedelta(seconds=2 << min(over, DOUBLINGS)), LONGEST_WAIT)
    return max(wait - (at - failed[0]), timedelta())
