"""People: who may come in, as what, and who is in."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from storygen.archive import attempts, opening, passwords, rows, schema
from storygen.archive.archive import Archive
from storygen.archive.kept import STORYGEN, User
from storygen.archive.workflow import Role
from storygen.errors import UsageError

MOST = 200
"""Characters of a name that are looked at."""
AT_ONCE = 2
"""Passwords that are weighed at once: each takes 32 MB, and the other editors wait for the processor."""
IN_LINE, PATIENCE = 8, 5
"""How many more may wait for their turn, and how many seconds; whose it does not become comes again later."""
SESSION = timedelta(days=7)
"""However much it is used, a session lasts no longer."""


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
            return self._weighed(_key(name), password, at, attempts.counted(address))

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
            if wait := attempts.wait(connection, key, address, at):
                return SignIn(None, wait)
            row = _row(connection, key)
            connection.execute(delete(table).where(table.c.at < at - attempts.KEPT_FOR))
            values = {"user": key, "at": at, "good": False, "address": address}
            attempt = rows.key_of(connection.execute(insert(table).values(**values)))
        good = passwords.matches(password, row._mapping["password"] if row else passwords.nobody())
        if row is None or not good or not row._mapping["active"]:
            return SignIn(None)
        with opening.writing(self.engine) as connection:
            connection.execute(update(table).where(table.c.id == attempt).values(good=True))
        return SignIn(_from(row))

    def begin(self, name: str, at: datetime) -> str:
        """Begin a session of the user of that *name*, and return what it is known by; only its hash is kept.

        :raises UsageError: there is no such user.
        """
        table, made = schema.sessions, secrets.token_urlsafe(32)
        with opening.writing(self.engine) as connection:
            user = _user(connection, _key(name))
            connection.execute(delete(table).where(table.c.began_at < at - SESSION))
            values = {"hash": _hash(made), "user": user.name, "epoch": user.epoch, "began_at": at}
            connection.execute(insert(table).values(**values))
        return made

    def whose(self, session: str, at: datetime) -> User | None:
        """Return the user whose *session* it is, or None where it has ended."""
        table, users = schema.sessions.c, schema.users
        asked = select(users).join(
            schema.sessions, (table.user == users.c.name) & (table.epoch == users.c.epoch)
        )
        asked = asked.where(table.hash == _hash(session), table.began_at > at - SESSION, users.c.active)
        with opening.reading(self.engine) as connection:
            row = connection.execute(asked).one_or_none()
            return _from(row) if row else None

    def end(self, session: str) -> None:
        """End a *session*."""
        with opening.writing(self.engine) as connection:
            connection.execute(delete(schema.sessions).where(schema.sessions.c.hash == _hash(session)))

    def sign_out(self, name: str | None = None) -> int:
        """End the sessions of the user of that *name*, or everybody's, and return how many they were.

        :raises UsageError: there is no such user.
        """
        table = schema.sessions
        with opening.writing(self.engine) as connection:
            ended = (
                delete(table)
                if name is None
                else delete(table).where(table.c.user == _user(connection, _key(name)).name)
            )
            return connection.execute(ended).rowcount

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


def _hash(session: str) -> str:
    """Return what is kept of a *session*: whoever reads the archive comes in by none."""
    return hashlib.sha256(session.encode("utf-8", "surrogatepass")).hexdigest()


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
