"""Opening: the database behind an archive, and its transactions.

SQLite in a file by default, PostgreSQL by its URL. Every change is one transaction, and one at a time:
what was said to be saved is on the disk, and what was not is not there at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from storygen.archive import schema
from storygen.errors import ArchiveError, MissingExtra

PATIENCE = 30
"""Seconds that a change waits for another's to end."""
_WRITES = "storygen_writes"
_LOCK = 5_707_253
"""The number by which PostgreSQL knows the lock that changes take by turns."""


def url_of(where: str) -> URL:
    """Return the database's URL: of PostgreSQL as it is, of anything else the path of a SQLite file.

    :raises ArchiveError: it is the URL of neither.
    """
    if "://" not in where:
        return URL.create("sqlite", database=where)
    try:
        url = make_url(where)
    except ArgumentError:
        raise ArchiveError(f"“{where}”", "it is no address of a database", _REMEDY) from None
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise ArchiveError(f"“{url.render_as_string()}”", f"the archive is not kept in {kind}", _REMEDY)
    return url


def is_missing(where: str) -> bool:
    """Return whether the archive at *where* is a file that is not there.

    :raises ArchiveError: it is the address of no database.
    """
    url = url_of(where)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return False
    return not Path(url.database).exists()


_REMEDY = "Give the path of a file, or postgresql://USER:PASSWORD@HOST/DATABASE"


def open_engine(url: URL) -> Engine:
    """Return the engine of the database at *url*, brought up to date.

    :raises ArchiveError: it cannot be opened.
    :raises MissingExtra: the library that speaks to PostgreSQL is not installed.
    """
    kind = url.get_backend_name()
    try:
        engine = create_engine(url, **_options(kind))
    except (ModuleNotFoundError, NoSuchModuleError):
        raise MissingExtra(
            "PostgreSQL",
            "its driver is not installed",
            "Install it: pip install 'storygen-newsroom[postgresql]'",
        ) from None
    if kind == "sqlite":
        _make_room(url)
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    with writing(engine) as connection:
        schema.prepare(connection, told(engine))
    return engine


def _options(kind: str) -> dict[str, Any]:
    """Return how the engine is to be made."""
    if kind == "sqlite":
        return {"connect_args": {"timeout": PATIENCE}}
    return {"pool_size": 10, "max_overflow": 30, "pool_pre_ping": True}


def _make_room(url: URL) -> None:
    """Make the folder of a SQLite file, and the file readable by its owner alone."""
    if not url.database or url.database == ":memory:":
        return
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise ArchiveError(
            str(path), f"cannot be made: {error.strerror}", "Name another with --archive"
        ) from error


def _on_connect(connection: Any, _record: Any) -> None:
    """Leave transactions to us, keep readers and a writer apart, and be sure of what is saved."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    """Begin a transaction, of one who is to write as the only one."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine, *, whole: bool = False) -> Iterator[Connection]:
    """Open a connection to read by; *whole*, all of it as at one instant.

    :raises ArchiveError: the database cannot be reached or read.
    """
    with _in_words(engine), engine.connect() as connection:
        if whole and engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that is saved whole at its end, or not at all; there is one at a time.

    :raises ArchiveError: the database cannot be reached or written to.
    """
    with (
        _in_words(engine),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        yield connection


@contextmanager
def _in_words(engine: Engine) -> Iterator[None]:
    """Say what is the matter with a database in a line."""
    try:
        yield
    except OperationalError as error:
        raise ArchiveError(told(engine), _fault(error), "See that it runs and can be written to") from error
    except DatabaseError as error:
        if "file is not a database" in str(error.orig):
            raise ArchiveError(told(engine), "it is no archive", "Name another with --archive") from error
        raise


def _fault(error: OperationalError) -> str:
    """Return what is the matter, in a line."""
    said = " ".join(str(error.orig).split())
    if "locked" in said:
        return f"somebody else has been writing to it for {PATIENCE} seconds"
    return f"cannot be used: {said.rstrip('.')}"


def told(engine: Engine) -> str:
    """Return the database's name for messages, without a password."""
    url = engine.url
    return str(url.database or "memory") if url.get_backend_name() == "sqlite" else url.render_as_string()
