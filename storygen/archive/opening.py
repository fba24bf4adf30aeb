"""Opening: the database behind an archive, and its transactions.

SQLite in a file by default, PostgreSQL by its URL. Every change is one transaction, and one at a time:
what was said to be saved is on the disk, and what was not is not there at all.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as NoneFree

from storygen.archive import steps
from storygen.archive.address import has_any, is_file, told
from storygen.archive.columns import Damaged
from storygen.archive.schema import HEAD
from storygen.errors import ArchiveError, MissingExtra, Unreachable

PATIENCE: float = 30
"""Seconds that a change waits for another's to end."""
_WRITES = "storygen_writes"
_LOCK = 5_707_253
"""The number by which PostgreSQL knows the lock that changes take by turns."""
_MANY = {"pool_size": 10, "max_overflow": 30}
"""Connections: as many as a desk has threads."""
_DAMAGED = ("it is damaged", "Restore a backup into a new one")
_FAULTS = (
    ("password authentication failed", "the name or the password is not taken", "Give the right ones"),
    ("no password supplied", "it asks for a password", "Give it: postgresql://USER:PASSWORD@HOST/DATABASE"),
    (
        'role ".*" does not exist',
        "it knows no user of that name",
        "Give another, or let somebody make it: createuser",
    ),
    ('database ".*" does not exist', "the server has no database of that name", "Make it: createdb NAME"),
    ("(resolve|translate) host", "there is no host of that name", "Give the name as it is, or its address"),
    ("Connection refused", "nobody answers there", "See that the server runs, and at which port"),
    ("timeout expired", "nobody answers there", "See that the server runs, and can be reached"),
)
"""What servers, and those who ask for them, say of a connection that they don't make, in our words."""


def open_engine(url: URL) -> Engine:
    """Return the engine of the database at *url*, brought up to date.

    :raises ArchiveError: it cannot be opened.
    :raises MissingExtra: the library that speaks to PostgreSQL is not installed.
    """
    kind = url.get_backend_name()
    try:
        engine = create_engine(url, **_options(url))
    except (ImportError, NoSuchModuleError):
        raise MissingExtra(
            "PostgreSQL",
            "its driver is not installed",
            "Install it: pip install 'storygen-newsroom[postgresql]'",
        ) from None
    if kind == "sqlite":
        _make_room(url)
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    if is_file(url):
        _stay_with(engine, Path(str(url.database)).resolve())
    try:
        with reading(engine) as connection:  # which waits for nobody
            ready = steps.version_of(connection) == HEAD
        if not ready:
            with writing(engine) as connection:
                steps.prepare(connection, told(engine))
    except BaseException:
        engine.dispose()
        raise
    return engine


def _options(url: URL) -> dict[str, Any]:
    """Return how the engine is to be made."""
    if url.get_backend_name() != "sqlite":
        # Whoever has waited for the lock sees what was saved meanwhile, however the server is set up.
        return {"pool_pre_ping": True, "isolation_level": "READ COMMITTED", **_MANY}
    if is_file(url):
        return {"connect_args": {"timeout": PATIENCE}, **_MANY}
    alone = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}  # it is gone with its connection
    return {"connect_args": {"check_same_thread": False}, **alone}


def _make_room(url: URL) -> None:
    """Make the folder of a SQLite file, and the file readable by its owner alone."""
    if not is_file(url):
        return
    path = Path(str(url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not has_any(path):
            path.touch(mode=0o600)
            path.chmod(0o600)
    except OSError as error:
        raise ArchiveError(
            str(path), f"cannot be made: {error.strerror}", "Name another with --archive"
        ) from error
    _refuse_other(path)


def _refuse_other(path: Path) -> None:
    """Refuse a database of something else, before anything in it is touched.

    :raises ArchiveError: it is one.
    """
    where = f"{path.resolve().as_uri()}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(where, PATIENCE, uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        steps.refuse_other({name for (name,) in tables}, str(path))


def _stay_with(engine: Engine, path: Path) -> None:
    """Let *engine* work in the file that is at *path* now: it makes none, and knows another from it."""
    file = _file_at(path)

    def refuse_another(*_: Any) -> None:
        if _file_at(path) != file:
            fault = "the file has gone, or another is in its place"
            raise Unreachable(str(path), fault, "Put it back, or open the archive anew")

    def connect(_dialect: Any, _record: Any, arguments: list[Any], how: dict[str, Any]) -> None:
        refuse_another()
        arguments[0], how["uri"] = f"{path.as_uri()}?mode=rw", True

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "checkout", refuse_another)


def _file_at(path: Path) -> tuple[int, int] | None:
    """Return which file is at *path*, by whatever name, or None."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _on_connect(connection: Any, _record: Any) -> None:
    """Leave transactions to us, keep readers and a writer apart, and be sure of what is saved."""
    connection.isolation_level = None
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    for tries_left in range(int(PATIENCE * 100), -1, -1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:  # SQLite lets none wait of several who open a new file
            if "locked" not in str(error) or not tries_left:
                raise
            sleep(0.01)


def _on_begin(connection: Connection) -> None:
    """Begin a transaction, of one who is to write as the only one."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine, *, whole: bool = False) -> Iterator[Connection]:
    """Open a connection to read by; *whole*, all of it as at one instant.

    :raises Unreachable: the database cannot be reached or read.
    """
    with _in_words(engine), engine.connect() as connection:
        if whole and engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that is saved whole at its end, or not at all; there is one at a time.

    :raises Unreachable: the database cannot be reached or written to.
    """
    with (
        _in_words(engine),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            patience = f"set_config('lock_timeout', '{PATIENCE * 1000:.0f}', true)"
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK}) FROM {patience}"))
        yield connection


@contextmanager
def _in_words(engine: Engine) -> Iterator[None]:
    """Say what is the matter with a database in a line."""
    try:
        yield
    except (IntegrityError, DataError):  # of what is written into it
        raise
    except NoneFree as error:
        raise Unreachable(told(engine), "too many are at work in it", "Try again in a moment") from error
    except DBAPIError as error:
        raise Unreachable(told(engine), *_fault(error)) from error
    except Damaged as error:
        raise ArchiveError(told(engine), *_DAMAGED) from error


def _fault(error: DBAPIError) -> tuple[str, str]:
    """Return what is the matter, and what to do about it."""
    said = "; ".join(" ".join(line.split()).rstrip(".") for line in str(error.orig).splitlines())
    if "file is not a database" in said:
        return "it is no archive", "Name another with --archive"
    if "malformed" in said:
        return _DAMAGED
    if "locked" in said or "lock timeout" in said:
        return f"somebody else has been writing to it for {PATIENCE} seconds", "Try again in a moment"
    for sign, what, remedy in _FAULTS:
        if re.search(sign, said):
            return what, remedy
    return f"cannot be used: {said}", "See that it runs and can be written to"
