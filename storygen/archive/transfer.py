"""Transfer: the whole archive as JSON lines: written out, and read back into an empty one.

A backup of a SQLite archive can be restored into PostgreSQL, and the other way round. It is one moment of
the archive, whoever writes to it meanwhile.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select, text
from sqlalchemy.exc import IntegrityError

from storygen.archive import opening, schema
from storygen.archive.archive import Archive
from storygen.errors import ArchiveError

FORM = "storygen archive"
BATCH = 500
SECRET = ("users", "sign_ins", "keys")
"""What an export leaves out and a backup keeps: who may come in, by what, and who has tried."""


def lines(archive: Archive, *, secrets: bool = False) -> Iterator[str]:
    """Yield the archive as JSON lines: what it is, each row of each table, and how many there were.

    Without *secrets*, nothing of who may come in is among them.
    """
    count = 0
    digest = hashlib.sha256()
    with opening.reading(archive.engine, whole=True) as connection:
        yield _line({"form": FORM, "schema": schema.HEAD, "secrets": secrets})
        for table in schema.EVERY:
            if table.name in SECRET and not secrets:
                continue
            order = list(table.primary_key.columns)
            for row in connection.execute(select(table).order_by(*order)).yield_per(BATCH):
                line = _line({"table": table.name, "row": _plain(table, row._mapping)})
                digest.update(line.encode())
                count += 1
                yield line
    yield _line({"rows": count, "sha256": digest.hexdigest()})


def _line(said: dict[str, Any]) -> str:
    """Return *said* as a line."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"


def _plain(table: Table, row: Any) -> dict[str, Any]:
    """Return a row as JSON can carry it."""
    instants = {column.name for column in table.columns if isinstance(column.type, schema.Instant)}
    return {name: value.isoformat() if name in instants and value else value for name, value in row.items()}


def back_up(archive: Archive, path: Path) -> int:
    """Write the whole archive to *path*, compressed, whole or not at all; return how many bytes it is.

    :raises ArchiveError: the file cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.touch(mode=0o600)
        with gzip.GzipFile(part, "wb", mtime=0) as file:
            for line in lines(archive, secrets=True):
                file.write(line.encode())
        part.replace(path)
        return path.stat().st_size
    except OSError as error:
        raise ArchiveError(
            str(path), f"cannot be written: {error.strerror}", "Choose another file"
        ) from error
    finally:
        with suppress(OSError):  # there may be no such folder, as has been told
            part.unlink(missing_ok=True)


def restore(archive: Archive, path: Path, *, replace: bool = False) -> int:
    """Read the backup at *path* into *archive*, all of it or nothing; return how many rows it has.

    :raises ArchiveError: the file is no backup, is not whole or is of a later storygen, or the archive is not
        empty and *replace* is not said.
    """
    try:
        return _restored(archive, path, replace)
    except IntegrityError as error:  # a row points to one that is not there
        fault = "it is no whole backup: rows of it are missing"
        raise ArchiveError(str(path), fault, "Take another") from error


def _restored(archive: Archive, path: Path, replace: bool) -> int:
    """Read the backup at *path* into *archive* in one transaction."""
    with opening.writing(archive.engine) as connection:
        full = any(
            connection.scalar(select(table.primary_key.columns[0]).limit(1)) is not None
            for table in schema.EVERY
        )
        if full and not replace:
            raise ArchiveError(archive.name, "it is not empty", "Restore into a new one, or say --replace")
        if full:
            schema.empty(connection)
        rows = 0
        for table, some in _batches(_checked(path)):
            connection.execute(insert(table), some)
            rows += len(some)
        if connection.dialect.name == "postgresql":
            for table in schema.EVERY:
                column = table.primary_key.columns[0]
                if table.c.get("id") is column or column.name == "number":
                    name = f"'{table.name}', '{column.name}'"
                    most = f"SELECT max({column.name}) FROM {table.name}"
                    connection.execute(
                        text(f"SELECT setval(pg_get_serial_sequence({name}), coalesce(({most}), 1))")
                    )
        return rows


def _checked(path: Path) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Yield each row of the backup at *path*, and its table.

    :raises ArchiveError: it is no backup, is not whole, or is of a later storygen.
    """
    digest, count, ended = hashlib.sha256(), 0, False
    tables = {table.name: table for table in schema.EVERY}
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            head = json.loads(file.readline() or "{}")
            if head.get("form") != FORM:
                raise ArchiveError(
                    str(path), "it is no backup of an archive", "Name one of “storygen backup”"
                )
            if head["schema"] > schema.HEAD:
                raise ArchiveError(
                    str(path), "it was made by a later storygen than this one", "Upgrade storygen"
                )
            for line in file:
                said = json.loads(line)
                if "sha256" in said:
                    ended = said == {"rows": count, "sha256": digest.hexdigest()}
                    break
                digest.update(line.encode())
                count += 1
                table = tables[said["table"]]
                yield table, _read(table, said["row"])
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        fault = error.strerror if isinstance(error, FileNotFoundError | PermissionError) else "cannot be read"
        raise ArchiveError(str(path), f"it is no whole backup: {fault}", "Take another") from error
    if not ended:
        raise ArchiveError(
            str(path), "it is no whole backup: its end is missing or not its own", "Take another"
        )


def _read(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the database takes it."""
    instants = {column.name for column in table.columns if isinstance(column.type, schema.Instant)}
    return {
        name: datetime.fromisoformat(value) if name in instants and value else value
        for name, value in row.items()
    }


def _batches(
    rows: Iterable[tuple[Table, dict[str, Any]]],
) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Yield rows of one table some at a time."""
    table: Table | None = None
    some: list[dict[str, Any]] = []
    for of, row in rows:
        if table is not None and (of is not table or len(some) == BATCH):
            yield table, some
            some = []
        table = of
        some.append(row)
    if table is not None and some:
        yield table, some
