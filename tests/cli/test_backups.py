import gzip
import json

import pytest


@pytest.fixture
def kept(shell):
    """Return a shell in whose archive are two stories, of which one is approved, and a chief."""
    shell.keep("Kent", "Essex")
    shell("approve", 1)
    shell("users", "add", "jo", "--role", "chief", "--password-stdin", input="correct horse\n")
    return shell


def all_of(shell, *archive):
    return [shell(*words, *archive).out for words in (["list"], ["show", 1], ["history", 1], ["users"])]


def test_a_backup_is_restored_into_a_new_archive(kept):
    came = kept("backup", "kept.gz")
    size = (kept.folder / "kept.gz").stat().st_size
    assert came == (0, f"kept.gz: {size:,} bytes, the whole of HOME/archive.db\n", "")
    assert (kept.folder / "kept.gz").stat().st_mode & 0o077 == 0
    rows = gzip.decompress((kept.folder / "kept.gz").read_bytes()).count(b'"table"')
    assert kept("restore", "kept.gz", "--archive", "new.db") == (
        0,
        f"new.db: 2 stories of kept.gz, in {rows} rows\n",
        "",
    )
    assert all_of(kept, "--archive", "new.db") == all_of(kept)


def test_what_there_is_is_replaced_when_it_is_agreed_to_by_a_chief(kept):
    kept("backup", "kept.gz")
    before = all_of(kept)
    kept.keep("Norfolk")
    assert kept("restore", "kept.gz").err == (
        "HOME/archive.db: it is not empty. Restore into a new one, or say --replace.\n"
    )
    assert kept("restore", "kept.gz", "--replace", "--yes", "--by", "al").err == (
        "“al”: there is no such user. See “storygen users”.\n"
    )
    question = "Replace the 3 stories of HOME/archive.db, and all else in it? [y/N]: "
    refused = kept("restore", "kept.gz", "--replace", "--by", "jo", input="n\n")
    assert refused == (1, "", f"{question}n\nrestore: nothing was replaced.\n")
    assert len(kept("list", "--json").out.splitlines()) == 3
    assert kept("restore", "kept.gz", "--replace", "--by", "jo", input="y\n").code == 0
    assert all_of(kept) == before
    kept.keep("Norfolk")
    assert kept("restore", "kept.gz", "--replace", "--yes", "--by", "jo").code == 0
    assert all_of(kept) == before


@pytest.mark.parametrize(
    "name, text, said",
    [
        pytest.param("x.gz", b"no backup", "x.gz: it is no whole backup: cannot be read. Take another.\n", id="no backup"),
        pytest.param("x.gz", gzip.compress(b""), "x.gz: it is no backup of an archive. Name one of “storygen backup”.\n", id="an empty one"),
        pytest.param("x.gz", None, "x.gz: it is no whole backup: cannot be read. Take another.\n", id="half of one"),
    ],
)  # fmt: skip
def test_what_is_no_whole_backup_changes_nothing(kept, name, text, said):
    kept("backup", name)
    whole = (kept.folder / name).read_bytes()
    kept.file(name, text or whole[: len(whole) // 2])
    before = all_of(kept)
    assert kept("restore", name, "--replace", "--yes", "--by", "jo") == (1, "", said)
    assert all_of(kept) == before
    assert kept("restore", name, "--archive", "new/new.db") == (1, "", said)
    assert not (kept.folder / "new").exists()


@pytest.mark.parametrize("command", ["backup", "export"])
def test_a_folder_that_cannot_be_written_to_is_told_of(kept, command):
    assert kept(command, "/dev/null/kept.gz") == (
        1,
        "",
        "/dev/null/kept.gz: cannot be written: Not a directory. Choose another file.\n",
    )


def test_an_export_is_lines_of_json_without_those_who_may_come_in(kept):
    shown = kept("export")
    assert kept("export", "kept.jsonl") == (0, "", "")
    assert (kept.folder / "kept.jsonl").read_text("utf-8") == shown.out
    lines = [json.loads(line) for line in shown.out.splitlines()]
    assert {line["table"] for line in lines if "table" in line} == {
        *("releases", "stories", "versions", "cells", "citations", "decisions")
    }
    assert lines[-1]["rows"] == len(lines) - 2


def test_of_nothing_there_is_no_backup(shell):
    assert shell("backup", "x.gz") == (
        1,
        "",
        "HOME/archive.db: there is no archive yet. Keep a story first: storygen batch PACK --keep.\n",
    )
    assert not (shell.folder / "x.gz").exists()
