import os
import sqlite3
import stat
from multiprocessing import get_context

import pytest
from keeping import NOW, story
from sqlalchemy import text

from storygen.archive import opening, schema
from storygen.archive.archive import Archive
from storygen.errors import ArchiveError, Unreachable


@pytest.mark.parametrize(
    "where, url",
    [
        pytest.param("/a/b.db", "sqlite:////a/b.db", id="the path of a file"),
        pytest.param("b.db", "sqlite:///b.db", id="a name"),
        pytest.param("sqlite:///b.db", "sqlite:///b.db", id="a file as a URL"),
        pytest.param("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d", id="PostgreSQL"),
        pytest.param(
            "postgresql+psycopg2://u@h/d", "postgresql+psycopg://u@h/d", id="PostgreSQL by another driver"
        ),
    ],
)
def test_the_address_of_an_archive(where, url):
    assert opening.url_of(where).render_as_string(hide_password=False) == url


@pytest.mark.parametrize(
    "where, said",
    [
        pytest.param("mysql://h/d", "the archive is not kept in mysql", id="another database"),
        pytest.param("://", "it is no address of a database", id="no address"),
        pytest.param("http://example.org", "the archive is not kept in http", id="a page"),
    ],
)
def test_what_is_no_address_of_an_archive_is_refused(where, said):
    with pytest.raises(ArchiveError, match=said):
        Archive(where)


def test_a_file_that_is_no_archive_is_left_as_it_is(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear editor, " * 100)
    with pytest.raises(ArchiveError, match=f"{path}: it is no archive. Name another with --archive."):
        Archive(str(path))
    assert path.read_text().startswith("Dear editor")


def test_a_folder_that_cannot_be_is_told_of(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match=r"cannot be made: (Not a directory|File exists)"):
        Archive(str(tmp_path / "file" / "archive.db"))
    with pytest.raises(ArchiveError, match="cannot be used: unable to open database file"):
        Archive(str(tmp_path))


def test_a_server_that_does_not_answer_is_told_of_without_its_password():
    with pytest.raises(Unreachable, match="See that it runs") as refused:
        Archive("postgresql://ada:geheim@127.0.0.1:1/nothing")
    assert "geheim" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_archive_is_its_owner_s_alone(tmp_path):
    path = tmp_path / "new folder" / "archive.db"
    Archive(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_archive_has_all_that_this_storygen_knows_and_opening_it_again_changes_nothing(tmp_path):
    path = tmp_path / "archive.db"
    Archive(str(path)).close()
    with sqlite3.connect(path) as connection:
        before = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    Archive(str(path)).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.HEAD,)


def test_the_steps_make_the_tables_that_the_rooms_read(archive):
    """Every table and column of the schema is there, and none besides."""
    from sqlalchemy import inspect

    found = inspect(archive.engine)
    assert set(found.get_table_names()) == {table.name for table in schema.EVERY} | {"alembic_version"}
    for table in schema.EVERY:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}
        indexes = {index["name"] for index in found.get_indexes(table.name)} - {
            "one_story",
            "one_version",
            "one_cell",
        }
        assert indexes == {index.name for index in table.indexes}


def test_an_archive_of_before_there_were_sessions_is_brought_up_to_date_with_all_that_is_in_it(archive_url):
    archive = Archive(archive_url)
    archive.keep(story(), NOW)
    with archive.engine.begin() as connection:
        connection.execute(text("DROP TABLE sessions"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    archive.close()
    archive = Archive(archive_url)
    with archive.engine.begin() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == schema.HEAD
        assert connection.scalar(text("SELECT count(*) FROM sessions")) == 0
    assert len(archive.stories()) == 1
    archive.close()


def test_an_archive_of_a_later_storygen_is_left_as_it_is(archive_url):
    archive = Archive(archive_url)
    archive.keep(story(), NOW)
    with archive.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(
        ArchiveError, match=r"it was kept by a later storygen than this one. Upgrade storygen."
    ):
        Archive(archive_url)
    with archive.engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM stories")) == 1
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{schema.HEAD}'"))
    archive.close()


def test_a_step_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("in the middle")

    path = tmp_path / "archive.db"
    monkeypatch.setattr("storygen.archive.schema.forbid_changes", fail)
    with pytest.raises(RuntimeError):
        Archive(str(path))
    monkeypatch.undo()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    Archive(str(path)).close()


def _open_and_keep(url, start):
    start.wait()
    archive = Archive(url)
    archive.keep(story(), NOW)
    archive.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_several_who_open_an_empty_archive_at_once_one_makes_it_and_one_story_is_kept(
    request, tmp_path, kind
):
    url = str(tmp_path / "new.db") if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    fork = get_context("fork")
    start = fork.Barrier(3)
    several = [fork.Process(target=_open_and_keep, args=(url, start)) for _ in range(3)]
    for each in several:
        each.start()
    for each in several:
        each.join(60)
    assert [each.exitcode for each in several] == [0, 0, 0]
    archive = Archive(url)
    assert len(archive.stories()) == 1
    assert len(archive.versions(1)) == 1
    archive.close()


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_file_that_goes_while_its_archive_is_open_is_told_of_and_no_other_is_made_or_touched(tmp_path, how):
    path, other = tmp_path / "archive.db", tmp_path / "other.db"
    archive = Archive(str(path))
    archive.keep(story(), NOW)
    archive.engine.dispose()  # so that what is asked next opens the file anew
    kept = path.rename(tmp_path / "kept.db")
    if how == "replaced":
        other.write_bytes(b"")
        other.rename(path)
    for ask in (lambda: archive.story(1), lambda: archive.decide(1, "approve", by="Ada", at=NOW)):
        with pytest.raises(Unreachable) as refused:
            ask()
        assert str(refused.value) == (
            f"{path}: the file has gone, or another is in its place. Put it back, or open the archive anew."
        )
    assert [each.stat().st_size for each in tmp_path.glob("archive.db*")] == (
        [0] if how == "replaced" else []
    )
    kept.replace(path)
    assert archive.story(1).number == 1
    archive.close()


def test_a_connection_that_was_open_before_its_file_went_says_nothing_was_saved(tmp_path):
    path = tmp_path / "archive.db"
    archive = Archive(str(path))
    archive.keep(story(), NOW)
    path.unlink()
    with pytest.raises(Unreachable):
        archive.decide(1, "approve", by="Ada", at=NOW)
    assert not path.exists()
    archive.close()


def test_a_path_that_reads_like_an_address_is_a_file_s(tmp_path):
    path = tmp_path / "50% of it?mode=ro#1.db"
    archive = Archive(str(path))
    archive.keep(story(), NOW)
    archive.close()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to anything")
def test_an_archive_that_may_only_be_read_is_told_of(tmp_path):
    path = tmp_path / "archive.db"
    Archive(str(path)).close()
    path.chmod(0o400)
    with pytest.raises(ArchiveError):
        Archive(str(path)).keep(story(), NOW)
