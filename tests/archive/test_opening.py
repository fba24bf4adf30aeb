import os
import sqlite3
import stat
from contextlib import ExitStack
from multiprocessing import get_context

import pytest
from keeping import NOW, story
from sqlalchemy import make_url, text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from storygen.archive import address, columns, lasting, opening, schema, steps
from storygen.archive.archive import Archive
from storygen.archive.transfer import lines
from storygen.errors import ArchiveError, Unreachable
from storygen.writing.record import story_to_data


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
    assert address.url_of(where).render_as_string(hide_password=False) == url


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


@pytest.mark.parametrize(
    "change, asked",
    [
        pytest.param("versions SET record = x'00'", lambda archive: archive.version(1), id="a record that is none"),
        pytest.param("versions SET record = zeroblob(9)", lambda archive: list(lines(archive)), id="in an export"),
        pytest.param("stories SET changed_at = 'soon'", lambda archive: archive.stories(), id="an instant that is none"),
        pytest.param("stories SET status = 'lost'", lambda archive: archive.story(1), id="a status that is none"),
        pytest.param("decisions SET at = '2026'", lambda archive: archive.history(1), id="an instant without its day"),
        pytest.param("versions SET record = CAST(:other AS BLOB)", lambda archive: archive.opened(1), id="a record of something else"),
    ],
)  # fmt: skip
def test_a_row_that_is_damaged_is_told_of_in_a_line(tmp_path, change, asked):
    archive = Archive(str(tmp_path / "archive.db"))
    archive.keep(story(), NOW)
    other = columns.Packed().process_bind_param({"hello": "world"}, archive.engine.dialect)
    with opening.writing(archive.engine) as connection, ExitStack() as stack:
        if not change.startswith("stories"):
            stack.enter_context(lasting.unlocked(connection, change.split()[0]))
        connection.execute(text(f"UPDATE {change}"), {"other": other} if ":other" in change else {})
    with pytest.raises(ArchiveError) as refused:
        asked(archive)
    assert str(refused.value) == f"{archive.name}: it is damaged. Restore a backup into a new one."
    archive.close()


def test_a_folder_that_cannot_be_is_told_of(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match=r"cannot be made: (Not a directory|File exists)"):
        Archive(str(tmp_path / "file" / "archive.db"))
    with pytest.raises(ArchiveError, match="cannot be used: unable to open database file"):
        Archive(str(tmp_path))


def test_a_server_that_does_not_answer_is_told_of_without_its_password():
    with pytest.raises(Unreachable) as refused:
        Archive("postgresql://ada:geheim@127.0.0.1:1/nothing")
    assert str(refused.value) == (
        "postgresql://ada:***@127.0.0.1:1/nothing: nobody answers there. "
        "See that the server runs, and at which port."
    )


FAILED = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '


@pytest.mark.parametrize(
    "said, fault",
    [
        pytest.param(f'{FAILED}FATAL:  password authentication failed for user "ada"\n{FAILED}FATAL:  no pg_hba.conf entry',
                     "the name or the password is not taken. Give the right ones.", id="a wrong password"),
        pytest.param(f"{FAILED}fe_sendauth: no password supplied", "it asks for a password. Give it: postgresql://USER:PASSWORD@HOST/DATABASE.", id="no password"),
        pytest.param(f'{FAILED}FATAL:  database "x" does not exist', "the server has no database of that name. Make it: createdb NAME.", id="no such database"),
        pytest.param(f'{FAILED}FATAL:  role "x" does not exist', "it knows no user of that name. Give another, or let somebody make it: createuser.", id="no such user"),
        pytest.param("failed to resolve host 'x': [Errno -2] Name or service not known", "there is no host of that name. Give the name as it is, or its address.", id="no such host"),
        pytest.param("connection timeout expired", "nobody answers there. See that the server runs, and can be reached.", id="no answer"),
        pytest.param("disk quota exceeded.\nIt is full.\n", "cannot be used: disk quota exceeded; It is full. See that it runs and can be written to.", id="anything else"),
    ],
)  # fmt: skip
def test_what_keeps_a_database_from_being_used_is_said_in_words_of_ours(said, fault):
    error = OperationalError("SELECT 1", {}, Exception(said))
    assert str(ArchiveError("here", *opening._fault(error))) == f"here: {fault}"


def test_a_database_that_a_server_has_not_is_told_of(postgresql_url):
    nowhere = make_url(postgresql_url).set(database="nowhere")
    with pytest.raises(ArchiveError, match="the server has no database of that name"):
        Archive(nowhere.render_as_string(hide_password=False))


@pytest.mark.parametrize(
    "where, said",
    [
        pytest.param("postgresql://postgres:se#c@ret@127.0.0.1/d", "“postgresql://…”: it has more than one @. Write the @ of a password as %40.", id="an @ in the password"),
        pytest.param("postgresql:/user:SECRET@127.0.0.1/d", f"“postgresql…”: it is no address of a database. {address.REMEDY}.", id="a stroke short"),
        pytest.param("postgres:user:SECRET@127.0.0.1", f"“postgresql…”: it is no address of a database. {address.REMEDY}.", id="two strokes short"),
        pytest.param("Postgresql//user:SECRET@127.0.0.1", f"“postgresql…”: it is no address of a database. {address.REMEDY}.", id="without its colon"),
    ],
)  # fmt: skip
def test_an_address_in_which_a_password_cannot_be_told_is_refused_and_not_shown(where, said):
    with pytest.raises(ArchiveError) as refused:
        address.url_of(where)
    assert str(refused.value) == said


def test_an_archive_is_its_owner_s_alone(tmp_path):
    path = tmp_path / "new folder" / "archive.db"
    Archive(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (tmp_path / "empty.db").touch(mode=0o644)
    Archive(str(tmp_path / "empty.db")).close()
    assert stat.S_IMODE((tmp_path / "empty.db").stat().st_mode) == 0o600


def test_a_new_archive_has_all_that_this_storygen_knows_and_opening_it_again_changes_nothing(tmp_path):
    path = tmp_path / "archive.db"
    Archive(str(path)).close()
    with sqlite3.connect(path) as connection:
        before = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    Archive(str(path)).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.HEAD,)


def test_what_was_saved_is_on_the_disk_and_readers_wait_for_nobody(tmp_path):
    archive = Archive(str(tmp_path / "archive.db"))
    with archive.engine.connect() as one, archive.engine.connect() as other:
        for connection in (one, other):
            asked = ("synchronous", "foreign_keys", "journal_mode")
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
            assert found == [2, 1, "wal"]  # FULL, ON
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), opening.writing(archive.engine) as connection:
        connection.execute(text("INSERT INTO citations VALUES (1, 1)"))
    archive.close()


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
            "one_page",
            "one_event",
            "one_alert",
        }
        assert indexes == {index.name for index in table.indexes}


OF_STEP_0001 = (
    "INSERT INTO stories VALUES (1, 'one', 'bakers', 'bakers-2020', 'story', 'pa', '', false, 'draft', 5, 3, "
    "'2026-11-23T09:30:00+00:00', 'bakers-kent', 'Kent', 'force:E23000032', 'South East', 'Up', 'rise', false, "
    "false, 0, 0, true, 'up')",
    "INSERT INTO versions (id, story, number, made, base, by, at, why, says, record) VALUES (:number, 1, :number, "
    ":made, :base, 'Ada', '2026-11-23T09:30:00+00:00', :why, '', :record)",
)
"""What a storygen of step 0001 wrote into an archive: a story, and its versions."""


def test_an_archive_of_step_0001_is_brought_up_to_date_with_all_that_is_in_it(
    archive_url, request, monkeypatch
):
    if archive_url.startswith("postgresql"):
        archive_url = request.getfixturevalue("postgresql_url")
    else:
        archive_url += ".old"
    for room in (opening, steps):
        monkeypatch.setattr(room, "HEAD", "0001")
    old = Archive(archive_url)
    rows = [
        ("written", None, ""),
        ("edited", 1, "as version 9 of the style guide"),
        ("written", None, ""),
        ("taken", 2, "of what version 3 offers"),
        ("restored", 1, "as version 2"),
    ]
    with old.engine.begin() as connection:
        connection.execute(text(OF_STEP_0001[0]))
        for number, (made, base, why) in enumerate(rows, 1):
            values = {"number": number, "made": made, "base": base, "why": why}
            record = columns.Packed().process_bind_param(story_to_data(story()), connection.dialect)
            connection.execute(text(OF_STEP_0001[1]), values | {"record": record})
    old.close()
    monkeypatch.undo()
    archive = Archive(archive_url)
    with archive.engine.connect() as connection:
        asked = text("SELECT made, of FROM versions ORDER BY number")
        assert [tuple(row) for row in connection.execute(asked)] == [
            *(("written", None), ("edited", None), ("written", None), ("taken", 3), ("restored", 2))
        ]
        assert connection.scalar(text("SELECT count(*) FROM sessions")) == 0
        assert steps.version_of(connection) == schema.HEAD
    assert archive.origin(1).number == 1
    with (
        pytest.raises(DatabaseError, match="versions are only ever added to"),
        archive.engine.begin() as connection,
    ):
        connection.execute(text("UPDATE versions SET of = 1"))
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
    monkeypatch.setattr("storygen.archive.lasting.forbid_changes", fail)
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
