"""People: who may come in, as what, and how often they have tried.

After a few failed attempts each further one has to wait, longer each
time, for the name and for the address that it comes from.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Network, ip_address
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from storygen.archive import opening, passwords, rows, schema
from storygen.archive.archive import Archive
from storygen.archive.kept import STORYGEN, User
from storygen.archive.workflow import Role
from storygen.errors import UsageError

MOST = 200
"""Characters of a name, or of an address, that are looked at."""
AT_ONCE = 2
"""Passwords that are weighed at once: each takes 32 MB, and the other editors wait for the processor."""
IN_LINE, PATIENCE = 8, 5
"""How many more may wait for their turn, and how many seconds; whose it does not become comes again later."""
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


@dataclass(frozen=True, slots=True)
class SignIn:
    """What came of an attempt to come in."""

    user: User | None
    wait: timedelta = timedelta()
    """How long until the next attempt is looked at; nought where this one was."""
    busy: bool = False
    """Whether it was not looked at because so many others were just then."""


class People:
    """The users of one archive."""

    def __init__(self, archive: Archive) -> None:
        """Keep the users in *archive*."""
        self.engine = archive.engine
        self._weighing = BoundedSemaphore(AT_ONCE)
        self._line = BoundedSemaphore(AT_ONCE + IN_LINE)

    def add(self, name: str, password: str, role: Role, at: datetime, shown: str = "") -> User:
        """Let *name* come in by *password*, as *role*; *shown* is how copy names them.

        :raises UsageError: the name or the password will not do, or one of the names is taken.
        """
        key, as_shown = _key(name), _tidy(shown or name)
        refuse_name(_tidy(name), as_shown)
        values = {"name": key, "shown": as_shown, "role": role, "password": passwords.hashed(password)}
        with opening.writing(self.engine) as connection:
            if _row(connection, key):
                raise UsageError(f"“{key}”", "there is a user of that name", "Choose another")
            if _key(as_shown) in {STORYGEN, *_shown(connection)}:
                fault = "decisions of another are entered under that name"
                raise UsageError(f"“{as_shown}”", fault, "Choose another for lists and copy")
            connection.execute(insert(schema.users).values(**values, active=True, epoch=1, made_at=at))
            return _user(connection, key)

    def every(self) -> list[User]:
        """Return all users, by name."""
        with opening.reading(self.engine) as connection:
            found = [_from(row) for row in connection.execute(select(schema.users))]
        return sorted(found, key=lambda user: user.name)  # which not every database sorts alike

    def named(self, name: str) -> User | None:
        """Return the user of that *name*, or None."""
        with opening.reading(self.engine) as connection:
            row = _row(connection, _key(name))
            return _from(row) if row else None

    def change(
        self,
        name: str,
        *,
        password: str | None = None,
        role: Role | None = None,
        active: bool | None = None,
    ) -> User:
        """Change a user's password or role, or whether they may come in; their sessions end.

        :raises UsageError: there is no such user, the password will not do, or no chief would be left.
        """
        values: dict[str, Any] = {} if password is None else {"password": passwords.hashed(password)}
        values |= {} if role is None else {"role": role}
        values |= {} if active is None else {"active": active}
        key, table = _key(name), schema.users
        with opening.writing(self.engine) as connection:
            now = _user(connection, key)
            stays = (active is not False) and (role in (None, Role.CHIEF))
            if now.active and now.role is Role.CHIEF and not stays and _chiefs(connection) == 1:
                raise UsageError(f"“{key}”", "is the only chief there is", "Make another one first")
            changed = values | {"epoch": now.epoch + 1}
            connection.execute(update(table).where(table.c.name == key).values(**changed))
            return _user(connection, key)

    def sign_in(self, name: str, password: str, at: datetime, address: str = "") -> SignIn:
        """Return the user who comes in by *name* and *password*, or how long to wait before another try.

        A name that nobody has takes as long as a wrong password. An attempt counts as failed until it is
        known to be good, so that many at once wait as many in a row do.
        """
        with self._turn() as mine:
            if not mine:
                return SignIn(None, timedelta(seconds=PATIENCE), busy=True)
            return self._weighed(_key(name), password, at, _network(address))

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        """Wait for a turn to have a password weighed, and give whether it has come."""
        if not self._line.acquire(blocking=False):
            yield False
            return
        mine = self._weighing.acquire(timeout=PATIENCE)
        try:
            yield mine
        finally:
            if mine:
                self._weighing.release()
            self._line.release()

    def _weighed(self, key: str, password: str, at: datetime, address: str) -> SignIn:
        """Return what comes of one attempt, whose turn it is."""
        table = schema.sign_ins
        with opening.writing(self.engine) as connection:
            if wait := _wait(connection, key, address, at):
                return SignIn(None, wait)
            row = _row(connection, key)
            connection.execute(delete(table).where(table.c.at < at - KEPT_FOR))
            values = {"user": key, "at": at, "good": False, "address": address}
            attempt = rows.key_of(connection.execute(insert(table).values(**values)))
        good = passwords.matches(password, row._mapping["password"] if row else passwords.nobody())
        if row is None or not good or not row._mapping["active"]:
            return SignIn(None)
        with opening.writing(self.engine) as connection:
            connection.execute(update(table).where(table.c.id == attempt).values(good=True))
        return SignIn(_from(row))

    def key(self, name: str) -> str:
        """Return the secret of that *name*, the same for every process; made when first asked."""
        table = schema.keys
        asked = select(table.c.value).where(table.c.name == name)
        with opening.reading(self.engine) as connection:
            if found := connection.scalar(asked):
                return str(found)
        with opening.writing(self.engine) as connection:
            if found := connection.scalar(asked):
                return str(found)
            made = secrets.token_urlsafe(48)
            connection.execute(insert(table).values(name=name, value=made))
            return made


def _tidy(name: str) -> str:
    """Return *name* in the usual form of its letters, without needless blanks."""
    return " ".join(unicodedata.normalize("NFC", name[:MOST]).split())


def _key(name: str) -> str:
    """Return *name* as users are known by: case, outer blanks and how it is encoded make no difference."""
    return _tidy(_tidy(name).casefold())


def refuse_name(name: str, shown: str) -> None:
    """Refuse a name that lists or copy could not print.

    :raises UsageError: it is one.
    """
    for said in (name, shown):
        if not said or len(said) > 80 or not said.isprintable() or any(sign in said for sign in "<>{}:|"):
            raise UsageError(
                f"“{said[:80]}”", "will not do for a name", "Use up to 80 letters, digits and spaces"
            )


def _row(connection: Connection, name: str) -> Row[Any] | None:
    """Return the row of a user, or None."""
    return connection.execute(select(schema.users).where(schema.users.c.name == name)).one_or_none()


def _user(connection: Connection, name: str) -> User:
    """Return the user of that *name*.

    :raises UsageError: there is none.
    """
    if row := _row(connection, name):
        return _from(row)
    raise UsageError(f"“{name}”", "there is no such user", "See “storygen users”")


def _shown(connection: Connection) -> Iterator[str]:
    """Yield the names that decisions of users are entered under, as users are known by."""
    for shown in connection.scalars(select(schema.users.c.shown)):
        yield _key(shown)


def _from(row: Row[Any]) -> User:
    """Return the user of which *row* is kept."""
    said = row._mapping
    return User(said["name"], said["shown"], Role(said["role"]), said["active"], said["epoch"])


def _chiefs(connection: Connection) -> int:
    """Return how many chiefs may come in."""
    table = schema.users
    asked = select(func.count()).select_from(table).where(table.c.role == Role.CHIEF, table.c.active)
    return int(connection.scalar(asked) or 0)


def _network(address: str) -> str:
    """Return what counts as one address: of the longer kind all that one subscriber has, its /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:MOST]
    if found.version == 6:
        return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))
    return str(found)


def _wait(connection: Connection, name: str, address: str, at: datetime) -> timedelta:
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
