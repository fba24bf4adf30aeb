import os
from threading import Thread

import pytest

from storygen.whole import write_together, write_whole, written


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_whole_over_what_was_there(tmp_path):
    path = tmp_path / "story.txt"
    write_whole(path, "one\n")
    write_whole(path, "two\n£\n")
    assert path.read_bytes() == "two\n£\n".encode()
    assert names(tmp_path) == ["story.txt"]


def test_what_is_there_stands_until_the_last_line_is_in_what_takes_its_place(tmp_path):
    path = tmp_path / "story.txt"
    write_whole(path, "one\n")
    before = path.stat().st_ino
    with path.open() as reader, written(path) as file:
        file.write("two\n")
        file.flush()
        assert path.read_text() == "one\n"
        file.write("three\n")
        assert reader.read() == "one\n"
    assert (path.read_text(), path.stat().st_ino != before) == ("two\nthree\n", True)
    with path.open() as reader:
        write_together({path: "four\n"})
        assert (reader.read(), path.read_text()) == ("two\nthree\n", "four\n")


def test_what_was_left_half_written_is_written_anew_and_never_on(tmp_path):
    left = tmp_path / "story.txt.part"
    left.write_text("half of something that was much longer")
    left.chmod(0o666)
    write_whole(tmp_path / "story.txt", "one\n")
    assert ((tmp_path / "story.txt").read_text(), names(tmp_path)) == ("one\n", ["story.txt"])


def test_what_goes_out_is_on_the_disk_before_it_is_in_its_place(tmp_path, monkeypatch):
    done = []
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: (done.append(names(tmp_path)), sync(number)))
    write_together({tmp_path / "a.txt": "a", tmp_path / "b.txt": "b"})
    assert done == [["a.txt.part"], ["a.txt.part", "b.txt.part"], ["a.txt", "b.txt"]]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError, OSError])
def test_a_file_whose_end_is_not_come_to_is_as_it_was(tmp_path, fault):
    path = tmp_path / "story.txt"
    write_whole(path, "one\n")

    def write():
        with written(path) as file:
            file.write("two")
            raise fault

    with pytest.raises(fault):
        write()
    assert (path.read_text(), names(tmp_path)) == ("one\n", ["story.txt"])


def test_several_are_written_together(tmp_path):
    write_together({tmp_path / "a.txt": "a", tmp_path / "b.txt": "b"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.txt": "a", "b.txt": "b"}


def test_where_one_cannot_be_none_is(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(OSError, match="No such file"):
        write_together({tmp_path / "a.txt": "new", tmp_path / "none" / "b.txt": "b", tmp_path / "c.txt": "c"})
    assert ((tmp_path / "a.txt").read_text(), names(tmp_path)) == ("old", ["a.txt"])


def test_what_is_no_file_is_written_to_and_never_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard = []
    listener = Thread(target=lambda: heard.append(pipe.read_text("utf-8")))
    listener.start()
    write_whole(pipe, "It rose.\n")
    listener.join(10)
    assert heard == ["It rose.\n"]
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
