"""Steps: an archive brought up to date, or a new one into being, by the same migrations.

A migration is a file in `migrations/versions/`. A database in which something else is kept is left as it is.
"""

from __future__ import annotations

from threading import Lock

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, select

from storygen.archive.schema import HEAD
from storygen.errors import ArchiveError

STEPS = "storygen.archive:migrations"
_VERSION = "alembic_version"
_OURS = {_VERSION, "stories", "versions"}
"""Tables by which an archive of any age is known."""
_TURN = Lock()
"""Alembic takes steps by names that are one for the whole process, so threads go by turns."""


def prepare(connection: Connection, where: str) -> None:
    """Bring the archive behind *connection* up to date, or into being; in a transaction of the caller's.

    :raises ArchiveError: it is of a later storygen than this, or something else is kept in the database.
    """
    found = version_of(connection)
    if found == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", STEPS)
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    refuse_other(set(inspect(connection).get_table_names()), where)
    if found and found not in known:
        raise ArchiveError(where, "it was kept by a later storygen than this one", "Upgrade storygen")
    with _TURN:
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)


def refuse_other(tables: set[str], where: str) -> None:
    """Refuse a database *where* there are *tables*, but not those of an archive.

    :raises ArchiveError: there are.
    """
    if tables - {_VERSION} and not tables >= _OURS:
        fault = "it is no archive: something else is kept in it"
        raise ArchiveError(where, fault, "Name another file with --archive, or an empty database")


def version_of(connection: Connection) -> str:
    """Return the last migration that the archive has had, or nothing for an empty database."""
    if not inspect(connection).has_table(_VERSION):
        return ""
    table = Table(_VERSION, MetaData(), Column("version_num", Text))
    return connection.scalar(select(table.c.version_num)) or ""
