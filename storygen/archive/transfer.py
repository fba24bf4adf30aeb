"""Transfer: the whole archive as JSON lines: written out, and read back into an empty one.

A backup of a SQLite archive can be restored into PostgreSQL, and the other way round. It is one moment of
the archive, whoever writes to it meanwhile.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Connection, Table, insert, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from storygen.archive import columns, lasting, opening, schema
from storygen.archive.archive import Archive
from storygen.errors import ArchiveError
from storygen.whole import in_the_place_of, names_to_disk, to_disk

FORM = "storygen archive"
BATCH = 500
SECRET = ("users", "sign_ins", "keys")
"""What an export leaves out and a backup keeps: who may come in, by what, and who has tried."""
PASSING = ("sessions",)
"""What neither has: who is signed in. Whoever has a backup, or puts it back, lets nobody in by it."""
_HALVES = re.compile("[\ud800-\udfff]")


def lines(archive: Archive, *, secrets: bool = False) -> Iterator[str]:
    """Yield the archive as JSON lines: what it is, each row of each table, and how many there were.

    Without *secrets*, nothing of who may come in is among them.
    """
    count = 0
    digest = hashlib.sha256()
    with opening.reading(archive.engine, whole=True) as connection:
        head = _line({"form": FORM, "schema": schema.HEAD, "secrets": secrets})
        digest.update(head.encode())
        yield head
        for table in schema.EVERY:
            if table.name in PASSING or (table.name in SECRET and not secrets):
                continue
            for row in connection.execute(select(table).order_by(*_order(table, connection))).yield_per(
                BATCH
            ):
                line = _line({"table": table.name, "row": _plain(table, row._mapping)})
                digest.update(line.encode())
                count += 1
                yield line
    yield _line({"rows": count, "sha256": digest.hexdigest()})


def _order(table: Table, connection: Connection) -> list[ColumnElement[Any]]:
    """Return by what the rows of *table* are ordered: alike in every database."""
    if connection.dialect.name != "postgresql":
        return list(table.primary_key.columns)
    words = columns.Words
    return [each.collate("C") if isinstance(each.type, words) else each for each in table.primary_key.columns]


def _line(said: dict[str, Any]) -> str:
    """Return *said* as a line."""
    line = json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", line)  # which no file can have as it is


def _plain(table: Table, row: Any) -> dict[str, Any]:
    """Return a row as JSON can carry it."""
    instants = {column.name for column in table.columns if isinstance(column.type, columns.Instant)}
    return {name: value.isoformat() if name in instants and value else value for name, value in row.items()}


def back_up(archive: Archive, path: Path) -> int:
    """Write the whole archive to *path*, compressed, whole or not at all; return how many bytes it is.

    :raises ArchiveError: the file cannot be written, or is the archive's own.
    """
    refuse_own(archive, path)
    try:
        with in_the_place_of(path) as there, open(there, "wb", opener=_own) as file:
            size = _packed(archive, file)
            to_disk(file)
        names_to_disk(path.parent)
        return size
    except OSError as error:
        raise ArchiveError(
            str(path), f"cannot be written: {error.strerror}", "Choose another file"
        ) from error


def _own(path: str, flags: int) -> int:
    """Open a file that its owner alone may read."""
    return os.open(path, flags, 0o600)


def _packed(archive: Archive, file: BinaryIO) -> int:
    """Write the whole archive to *file*, compressed, and return how many bytes it is, where that is known."""
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        for line in lines(archive, secrets=True):
            packed.write(line.encode())
    return file.tell() if file.seekable() else 0


def refuse_own(archive: Archive, path: Path) -> None:
    """Refuse to write to *path* where *archive* itself is kept.

    :raises ArchiveError: it is kept there.
    """
    if archive.engine.dialect.name != "sqlite" or not archive.engine.url.database:
        return
    own = Path(archive.engine.url.database)
    files = [own, *(own.with_name(own.name + ending) for ending in ("-wal", "-shm", "-journal"))]
    if path.resolve() in [each.resolve() for each in files]:
        raise ArchiveError(str(path), "the archive itself is kept there", "Choose another file")


def check(path: Path) -> None:
    """Refuse what is no whole backup that can be restored here, before anything is made or touched for it.

    :raises ArchiveError: the file at *path* is none.
    """
    for _ in _checked(path):
        pass


def restore(archive: Archive, path: Path, *, replace: bool = False) -> int:
    """Read the backup at *path* into *archive*, all of it or nothing; return how many rows it has.

    That it is whole is known at its end, before which nothing is saved.

    :raises ArchiveError: the file is no backup, is not whole or is of another storygen, or the archive is not
        empty and *replace* is not said.
    """
    with opening.writing(archive.engine) as connection:
        full = any(
            connection.scalar(select(table.primary_key.columns[0]).limit(1)) is not None
            for table in schema.EVERY
        )
        if full and not replace:
            raise ArchiveError(archive.name, "it is not empty", "Restore into a new one, or say --replace")
        if full:
            lasting.empty(connection)
        rows = 0
        for table, some in _batches(_checked(path)):
            try:
                connection.execute(insert(table), some)
            except OperationalError:  # nothing is the matter with the backup
                raise
            except (SQLAlchemyError, ValueError, OverflowError) as error:
                fault = "it is no whole backup: a row of it is none that an archive has"
                raise ArchiveError(str(path), fault, "Take another") from error
            rows += len(some)
        if connection.dialect.name == "postgresql":
            _number_on(connection)
        return rows


def _number_on(connection: Connection) -> None:
    """Let PostgreSQL number what is entered next after what there is."""
    for table in schema.EVERY:
        column = table.primary_key.columns[0]
        if column.name in ("id", "number"):
            names = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            following = f"(SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name})"
            connection.execute(text(f"SELECT setval({names}, {following}, false)"))


def _checked(path: Path) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Yield each row of the backup at *path*, and its table.

    :raises ArchiveError: it is no backup, is not whole, or is of another storygen.
    """
    digest, count, ended = hashlib.sha256(), 0, False
    tables = {table.name: table for table in schema.EVERY}
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            first = file.readline()
            _refuse_head(path, json.loads(first or "{}"))
            digest.update(first.encode())
            for line in file:
                if ended:
                    raise ValueError("there is more after its end")
                said = json.loads(line)
                if "sha256" in said:
                    if said != {"rows": count, "sha256": digest.hexdigest()}:
                        break
                    ended = True
                    continue
                digest.update(line.encode())
                count += 1
                table = tables[said["table"]]
                yield table, _read(table, said["row"])
    except (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError, RecursionError) as error:
        fault = error.strerror if isinstance(error, FileNotFoundError | PermissionError) else "cannot be read"
        raise ArchiveError(str(path), f"it is no whole backup: {fault}", "Take another") from error
    if not ended:
        raise ArchiveError(
            str(path), "it is no whole backup: its end is missing or not its own", "Take another"
        )


def _refuse_head(path: Path, head: Any) -> None:
    """Refuse a file whose first line is *head*, where it is none of a backup that can be restored here.

    :raises ArchiveError: it is none.
    """
    if not isinstance(head, dict) or head.get("form") != FORM:
        raise ArchiveError(str(path), "it is no backup of an archive", "Name one of “storygen backup”")
    if str(head["schema"]) > schema.HEAD:
        raise ArchiveError(str(path), "it was made by a later storygen than this one", "Upgrade storygen")
    if head["schema"] != schema.HEAD:
        remedy = "Restore it with that one, then open the archive with this"
        raise ArchiveError(str(path), "it was made by an earlier storygen than this one", remedy)
    if head["secrets"] is not True:
        raise ArchiveError(str(path), "it is an export: who may come in is not in it", "Name a backup")


def _read(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the database takes it.

    :raises ValueError: it has other columns than the table.
    """
    if row.keys() != set(table.columns.keys()):
        raise ValueError(f"a row of {table.name} has {', '.join(row)}")
    instants = {column.name for column in table.columns if isinstance(column.type, columns.Instant)}
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
