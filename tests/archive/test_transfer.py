import gzip
import json
from dataclasses import replace

import pytest
from keeping import ASK, LATER, NOW, held, reworded, story

from storygen.archive import passwords, schema, transfer
from storygen.archive.archive import Archive
from storygen.archive.people import People
from storygen.archive.workflow import Role
from storygen.errors import ArchiveError

ADA = {"by": "Ada", "at": LATER}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "COST", (16, 8, 1))


@pytest.fixture
def stocked(archive):
    """Give an archive in which something of each table stands."""
    archive.keep_all([story("Kent", flags=(ASK,)), held("Essex"), replace(story("Kent"), length="nib")], NOW)
    archive.save(1, reworded(story(), "intro", "Ada’s words – “quoted”."), base=1, why="plainer", **ADA)
    archive.decide(1, "approve", **ADA)
    archive.decide(1, "file", forms=["text"], **ADA)
    users = People(archive)
    users.add("ada", "correct horse", Role.CHIEF, NOW, "Ada Lovelace")
    users.sign_in("ada", "wrong", NOW, "10.0.0.1")
    users.key("sessions")
    users.begin("ada", NOW)
    return archive


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    url = (
        str(tmp_path / "other.db") if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    )
    archive = Archive(url)
    yield archive
    archive.close()


def every_line(archive):
    return list(transfer.lines(archive, secrets=True))


def test_a_backup_restores_the_whole_archive_into_any_kind_of_database(stocked, empty, tmp_path):
    path = tmp_path / "backup.jsonl.gz"
    size = transfer.back_up(stocked, path)
    assert size == path.stat().st_size > 0
    assert path.stat().st_mode & 0o077 == 0
    rows = transfer.restore(empty, path)
    assert every_line(empty) == every_line(stocked)
    assert rows == len(every_line(stocked)) - 2
    assert empty.story(1) == stocked.story(1)
    assert empty.history(1) == stocked.history(1)
    assert People(empty).sign_in("ada", "correct horse", LATER).user.shown == "Ada Lovelace"


def test_a_backup_lets_nobody_in_and_nobody_stays_in_whose_archive_it_replaces(stocked, empty, tmp_path):
    session = People(stocked).begin("ada", NOW)
    transfer.back_up(stocked, tmp_path / "b")
    assert session not in "".join(every_line(stocked))
    transfer.restore(empty, tmp_path / "b")
    assert People(empty).whose(session, NOW) is None
    transfer.restore(stocked, tmp_path / "b", replace=True)
    assert People(stocked).whose(session, NOW) is None


def test_a_restored_archive_is_written_on_in(stocked, empty, tmp_path):
    transfer.back_up(stocked, tmp_path / "b")
    transfer.restore(empty, tmp_path / "b")
    assert empty.keep(story("Norfolk"), LATER).kept.number == 4
    assert empty.keep(story("Kent", flags=(ASK,)), LATER).outcome == "same"
    empty.correct(1, reworded(story(), "intro", "Right."), base=2, why="wrong", **ADA)
    assert [each.act for each in empty.history(1)] == ["write", "edit", "approve", "file", "correct"]


def test_nothing_is_restored_over_an_archive_unless_that_is_said(stocked, empty, tmp_path):
    transfer.back_up(stocked, tmp_path / "b")
    empty.keep(story("Norfolk"), NOW)
    before = every_line(empty)
    with pytest.raises(ArchiveError, match=r"it is not empty. Restore into a new one, or say --replace."):
        transfer.restore(empty, tmp_path / "b")
    assert every_line(empty) == before
    transfer.restore(empty, tmp_path / "b", replace=True)
    assert every_line(empty) == every_line(stocked)
    with pytest.raises(Exception, match="only ever added to"), empty.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM decisions")


def broken(path, how):
    """Break the backup at *path* in one way."""
    text = gzip.decompress(path.read_bytes()).decode()
    rows = text.splitlines(keepends=True)
    if how == "cut off in the middle":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return
    if how == "not compressed":
        path.write_text(text)
        return
    if how == "empty":
        path.write_bytes(b"")
        return
    if how == "another file":
        rows = ['{"hello": "world"}\n']
    if how == "of a later storygen":
        rows[0] = json.dumps(json.loads(rows[0]) | {"schema": "9999"}) + "\n"
    if how == "a row taken out":
        rows.pop(3)
    if how == "a word changed":
        rows[3] = rows[3].replace("bakers", "bankers")
    if how == "without its end":
        rows.pop()
    if how == "a table of no archive":
        rows.insert(3, '{"table": "secrets", "row": {}}\n')
    path.write_bytes(gzip.compress("".join(rows).encode()))


@pytest.mark.parametrize(
    "how, said",
    [
        pytest.param("cut off in the middle", "it is no whole backup", id="cut off in the middle"),
        pytest.param("not compressed", "it is no whole backup", id="not compressed"),
        pytest.param("empty", "it is no", id="empty"),
        pytest.param("another file", "it is no backup of an archive", id="another file"),
        pytest.param("of a later storygen", "it was made by a later storygen", id="of a later storygen"),
        pytest.param("a row taken out", "it is no whole backup", id="a row taken out"),
        pytest.param("a word changed", "its end is missing or not its own", id="a word changed"),
        pytest.param("without its end", "its end is missing or not its own", id="without its end"),
        pytest.param("a table of no archive", "it is no whole backup", id="a table of no archive"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_and_changes_nothing(stocked, tmp_path, how, said):
    path = tmp_path / "b"
    transfer.back_up(stocked, path)
    broken(path, how)
    before = every_line(stocked)
    with pytest.raises(ArchiveError, match=said):
        transfer.restore(stocked, path, replace=True)
    assert every_line(stocked) == before


def test_a_backup_that_is_not_there_is_said_so(archive, tmp_path):
    with pytest.raises(ArchiveError, match="No such file or directory"):
        transfer.restore(archive, tmp_path / "nowhere")
    with pytest.raises(ArchiveError, match="cannot be written"):
        transfer.back_up(archive, tmp_path / "no folder" / "b")


def test_a_backup_takes_the_place_of_the_one_before_whole_or_not_at_all(archive, tmp_path, monkeypatch):
    path = tmp_path / "b"
    path.write_bytes(b"the one before")
    (tmp_path / "b.part").write_bytes(b"what was left half written")
    (tmp_path / "b.part").chmod(0o666)
    archive.keep(story(), NOW)
    with path.open("rb") as reader:
        transfer.back_up(archive, path)
        assert reader.read() == b"the one before"
    assert [each.name for each in tmp_path.iterdir() if each.name[0] == "b"] == ["b"]
    assert path.stat().st_mode & 0o077 == 0
    whole = path.read_bytes()
    monkeypatch.setattr(
        gzip.GzipFile, "write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(ArchiveError, match="cannot be written: No space left"):
        transfer.back_up(archive, path)
    assert (path.read_bytes(), (tmp_path / "b.part").exists()) == (whole, False)


def test_an_export_has_every_row_but_nothing_of_who_may_come_in(stocked):
    said = [json.loads(line) for line in transfer.lines(stocked)]
    tables = {each["table"] for each in said if "table" in each}
    assert tables == {"releases", "stories", "versions", "cells", "citations", "decisions"}
    assert said[0] == {"form": "storygen archive", "schema": schema.HEAD, "secrets": False}
    assert said[-1]["rows"] == len(said) - 2
    assert "scrypt" not in "".join(transfer.lines(stocked))
    (version,) = [
        each["row"] for each in said if each.get("table") == "versions" and each["row"]["made"] == "edited"
    ]
    assert version["record"]["pars"][1]["runs"] == [["Ada’s words – “quoted”."]]
