"""Lasting: what was said once is never said otherwise.

The database itself refuses to change or remove a version, a citation or a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, delete, text

from storygen.archive.schema import EVERY

FOR_EVER = ("versions", "citations", "decisions")
"""Tables whose rows the database itself will not change or remove."""


def forbid_changes(connection: Connection, tables: tuple[str, ...] = FOR_EVER) -> None:
    """Make the database itself refuse to change or remove a row of *tables*."""
    for table in tables:
        said = f"{table} are only ever added to"
        if connection.dialect.name == "postgresql":
            connection.execute(
                text(
                    f"CREATE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
                )
            )
            connection.execute(
                text(
                    f"CREATE TRIGGER keep_{table} BEFORE UPDATE OR DELETE ON {table} "
                    f"FOR EACH ROW EXECUTE FUNCTION keep_{table}()"
                )
            )
            continue
        for act in ("UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER keep_{table}_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
                )
            )


@contextmanager
def unlocked(connection: Connection, table: str) -> Iterator[None]:
    """Let rows of *table*, one of those for ever, be changed until this ends, in a transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER keep_{table}"))
        yield
        connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER keep_{table}"))
        return
    for act in ("update", "delete"):
        connection.execute(text(f"DROP TRIGGER keep_{table}_{act}"))
    yield
    forbid_changes(connection, (table,))


def empty(connection: Connection) -> None:
    """Take every row out of the archive, for a backup to be put in its place."""
    for table in reversed(EVERY):
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"TRUNCATE {table.name} CASCADE"))  # which the triggers of rows let be
            continue
        with unlocked(connection, table.name) if table.name in FOR_EVER else nullcontext():
            connection.execute(delete(table))
