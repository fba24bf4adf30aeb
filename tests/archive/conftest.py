"""Archives for the tests of the archive's rooms: empty, and as good as new, without being made each time."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from servers import database
from sqlalchemy import text

from storygen.archive import schema
from storygen.archive.archive import Archive


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty archive's file, to be copied."""
    path = tmp_path_factory.mktemp("archive") / "made.db"
    Archive(str(path)).close()
    return path


@pytest.fixture(scope="session")
def made_postgresql(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an archive on PostgreSQL, to be emptied before each test."""
    with ExitStack() as opened:
        server = request.getfixturevalue("postgresql_server")
        url = opened.enter_context(database(server))
        Archive(url).close()
        yield url


@pytest.fixture(
    params=[
        pytest.param("sqlite", id="kept in a file of SQLite"),
        pytest.param("postgresql", id="kept on a server of PostgreSQL"),
    ]
)
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty archive of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "archive.db"
        shutil.copyfile(request.getfixturevalue("made_sqlite"), path)
        return str(path)
    url = request.getfixturevalue("made_postgresql")
    archive = Archive(url)
    with archive.engine.begin() as connection:
        names = ", ".join(table.name for table in schema.EVERY)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    archive.close()
    return url


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """Give an empty archive of each kind."""
    archive = Archive(archive_url)
    yield archive
    archive.close()
