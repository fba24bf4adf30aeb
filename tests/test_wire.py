"""The wire's folder: what stands there when several write, or one was stopped, or a stranger's file is there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from keeping import story

from storygen import acts, wire
from storygen.archive.archive import Archive
from storygen.errors import WorkflowError

NOW = datetime(2021, 6, 30, 9, 0, tzinfo=UTC)
ADA = {"by": "Ada", "at": NOW}


@pytest.fixture
def archive(tmp_path):
    return opened(tmp_path / "archive.db")


def opened(path):
    archive = Archive(str(path))
    archive.decide(archive.keep(story(), NOW).kept.number, "approve", **ADA)
    return archive


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != wire.LOCK)


def test_what_is_sent_late_finds_that_the_story_was_killed_meanwhile(archive, tmp_path):
    folder = tmp_path / "wire"
    wire.file(folder, archive, 1, **ADA)
    archive.decide(1, "kill", why="It is of another county", **ADA)  # and whoever corrected is sending still
    (path,) = wire.send(folder, archive, 1)
    assert names(folder) == [path.name] == ["bakers-kent.killed.txt"]


def test_many_hands_at_one_story_leave_it_whole_and_none_is_refused(archive, tmp_path):
    folder = tmp_path / "wire"
    (path,) = wire.file(folder, archive, 1, forms=("text",), **ADA)
    copy = path.read_text("utf-8")
    with ThreadPoolExecutor(8) as hands:
        sent = list(hands.map(lambda _: wire.send(folder, archive, 1), range(40)))
    assert sent == [[path]] * 40
    assert (path.read_text("utf-8"), names(folder)) == (copy, [path.name])


def test_the_copy_of_another_archive_is_never_written_over_nor_its_notice(archive, tmp_path):
    folder, other = tmp_path / "wire", opened(tmp_path / "other.db")
    (path,) = wire.file(folder, archive, 1, **ADA)
    with pytest.raises(WorkflowError) as refused:
        wire.file(folder, other, 1, **ADA)
    assert str(refused.value) == (
        f"story 1, bakers-kent: {path} is there, of another archive. Send it to another folder."
    )
    wire.kill(folder, archive, 1, why="It is of another county", **ADA)
    with pytest.raises(WorkflowError, match=r"bakers-kent\.killed\.txt is there, of another archive"):
        wire.file(folder, other, 1, **ADA)
    assert other.story(1).status == "approved"


def test_what_was_decided_and_not_sent_is_known_and_sent_again(archive, tmp_path):
    folder = tmp_path / "wire"
    archive.decide(1, "file", forms=("text", "json"), **ADA)  # and killed there
    assert [path.name for path in wire.missing(folder, archive.story(1), archive.history(1))] == [
        "bakers-kent.txt",
        "bakers-kent.json",
    ]
    assert wire.unsent(folder, archive) == [1]
    wire.send(folder, archive, 1)
    assert wire.unsent(folder, archive) == []
    archive.decide(1, "kill", why="It is of another county", **ADA)
    assert wire.unsent(folder, archive) == [1]
    wire.send(folder, archive, 1)
    assert wire.unsent(folder, archive) == []


def test_what_has_not_gone_out_is_not_missed(archive, tmp_path):
    assert wire.unsent(tmp_path / "wire", archive) == []
    assert wire.missing(tmp_path / "wire", archive.story(1), archive.history(1)) == []


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("act, word", [("kill", "KILLED"), ("spike", "SPIKED")])
def test_copy_that_is_not_to_run_says_so_wherever_it_is_handed_out(archive, form, act, word):
    if act == "kill":
        archive.decide(1, "file", forms=("text",), **ADA)
    archive.decide(1, act, why="It is of another county", **ADA)
    _, copy = acts.in_form(archive, 1, form)
    assert f"{word}: not for publication" in copy
    assert f"{word} BAKERS Kent" in copy
    assert "approved by" not in copy


def test_a_spiked_story_that_is_taken_back_is_copy_again(archive):
    archive.decide(1, "spike", why="It is late", **ADA)
    archive.undo(1, **ADA)
    assert "SPIKED" not in acts.in_form(archive, 1, "text")[1]
