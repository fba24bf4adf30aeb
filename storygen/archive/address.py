"""Address: where an archive is kept, as a path or a URL, and how messages name it.

A URL has a password in it, which no message shows: where one cannot be told from the rest, nothing of it is.
"""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG

from sqlalchemy import Engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from storygen.errors import ArchiveError

REMEDY = "Give the path of a file, or postgresql://USER:PASSWORD@HOST/DATABASE"


def url_of(where: str) -> URL:
    """Return the database's URL: of PostgreSQL as it is, of anything else the path of a SQLite file.

    :raises ArchiveError: it is the URL of neither.
    """
    _refuse_path(where)
    _refuse_misspelt(where)
    if "://" not in where:
        return URL.create("sqlite", database=where)
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # a password may stand anywhere in it
        shown = f"“{where.partition('://')[0]}://…”"
        raise ArchiveError(shown, "it is no address of a database", REMEDY) from None
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise ArchiveError(f"“{_shown(url)}”", f"the archive is not kept in {kind}", REMEDY)
    if url.host or url.username or url.query:
        remedy = "Give the path alone, or sqlite:///archive.db, or sqlite:////var/archive.db"
        raise ArchiveError(f"“{_shown(url)}”", "it is the path of no file", remedy)
    return URL.create("sqlite", database=url.database)


def _refuse_path(where: str) -> None:
    """Refuse a name that no file can have.

    :raises ArchiveError: it is one.
    """
    if not where.strip():
        raise ArchiveError("the archive", "it has no name", REMEDY)
    try:
        named = b"\0" not in os.fsencode(where)
    except UnicodeEncodeError:
        named = False
    if not named:
        raise ArchiveError(ascii(where), "no file is called that", REMEDY)


def _refuse_misspelt(where: str) -> None:
    """Refuse an address in which nobody can tell a password from the rest; nothing of it is shown.

    :raises ArchiveError: it is one.
    """
    kind, sign, rest = where.partition("://")
    if sign and rest.count("@") > 1:
        raise ArchiveError(f"“{kind}://…”", "it has more than one @", "Write the @ of a password as %40")
    if not sign and kind.strip().lower().startswith("postgres") and any(each in kind for each in ":@"):
        raise ArchiveError("“postgresql…”", "it is no address of a database", REMEDY)


def is_missing(where: str) -> bool:
    """Return whether the archive at *where* is a file that is not there, or has nothing in it.

    :raises ArchiveError: it is the address of no database.
    """
    url = url_of(where)
    return is_file(url) and not has_any(Path(str(url.database)))


def has_any(path: Path) -> bool:
    """Return whether anything is at *path*, but an empty file."""
    try:
        found = path.stat()
    except OSError:
        return False
    return not S_ISREG(found.st_mode) or found.st_size > 0


def is_file(url: URL) -> bool:
    """Return whether the archive is kept in a file of its own."""
    return url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")


def told(engine: Engine) -> str:
    """Return the database's name for messages, without a password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or "memory"
    return _shown(engine.url)


def _shown(url: URL) -> str:
    """Return *url* as it was typed, but for what only its owner should know."""
    secret = [name for name in url.query if "pass" in name]
    return url.set(drivername=url.get_backend_name()).difference_update_query(secret).render_as_string()
