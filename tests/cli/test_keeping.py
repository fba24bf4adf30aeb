import json
import os
import subprocess
import sys

import pytest
from making import DATA
from setting import BAKERS
from shell import NOW

from storygen.facts.geography import read_gazetteer

KENT_ROSE = {**BAKERS, ("bakers", "E23000032", "at 2020-03-31"): 1060}
BATCH = ("batch", "bakers", "--keep", "--places", "Kent", "--places", "Essex", "--places", "Norfolk")


def test_a_story_that_is_kept_is_printed_as_ever_and_said_to_be_kept(shell):
    written = shell("write", "bakers", "Kent")
    assert shell("write", "bakers", "Kent", "--keep") == (0, written.out, "kept: story 1, bakers-kent: new\n")
    assert (
        shell("write", "bakers", "Kent", "--keep").err == "kept: story 1, bakers-kent: the same as before\n"
    )
    shell.publish(KENT_ROSE)
    assert shell("write", "bakers", "Kent", "--keep").err == "kept: story 1, bakers-kent: changed\n"
    shell("approve", 1)
    shell.publish()
    assert shell("write", "bakers", "Kent", "--keep").err == (
        "kept: story 1, bakers-kent: offered beside the version that stands\n"
    )


def test_a_held_story_is_kept_and_leaves_with_3_as_ever(shell):
    came = shell("write", "bakers", "Norfolk", "--keep")
    assert (came.code, came.err.splitlines()[-1]) == (3, "kept: story 1, bakers-norfolk: new")


def test_a_batch_says_what_came_of_each_and_writes_no_files(shell):
    held = (
        "Norfolk: bakers-2020.csv, Table 1 B7 (Norfolk, at 2020-03-31): not available. "
        "Ask the force or the publisher for it, or leave the place out"
    )
    assert shell(*BATCH) == (
        3,
        "places   status  kept as  angle   flags  cells                   file or reason\n"
        "Kent     ready   1, new   change\n"
        "Essex    ready   2, new   change  1\n"
        f"Norfolk  held    3, new                  bakers-2020 Table 1 B7  {held}\n"
        "3 kept in HOME/archive.db: 3 new\n"
        "2 written, 1 held\n",
        "",
    )
    assert shell(*BATCH).out.splitlines()[-2:] == [
        "3 kept in HOME/archive.db: 3 the same as before",
        "2 written, 1 held",
    ]
    assert not (shell.folder / "out").exists()


def test_a_batch_counts_what_came_of_all(shell):
    shell.keep("Kent")
    shell("approve", 1)
    shell.publish(KENT_ROSE)
    assert shell(*BATCH).out.splitlines()[-2] == (
        "3 kept in HOME/archive.db: 2 new, 1 offered beside the version that stands"
    )


@pytest.mark.parametrize(
    "options, files",
    [
        pytest.param(["--out", "wanted"], ["bakers-kent.txt", "batch.json"], id="where is said"),
        pytest.param(["--format", "json"], ["bakers-kent.json", "batch.json"], id="in which form is said"),
    ],
)
def test_a_batch_that_is_kept_writes_files_where_they_are_asked_for(shell, options, files):
    came = shell("batch", "bakers", "--keep", "--places", "Kent", *options)
    folder = "wanted" if "--out" in options else "out/bakers-2020"
    assert came.out.splitlines()[-2:] == [
        "1 kept in HOME/archive.db: 1 new",
        f"1 written to {folder}, 0 held",
    ]
    assert sorted(path.name for path in (shell.folder / folder).iterdir()) == files


def test_processes_write_and_only_the_parent_keeps(shell):
    came = shell(*BATCH, "--engine", "processes", "--workers", 2)
    assert came.out.splitlines()[-2] == "3 kept in HOME/archive.db: 3 new"
    here = shell.folder / "here.db"
    shell(*BATCH, "--archive", here)
    assert shell.copy(1) == shell("show", 1, "--archive", here).out


def test_a_quiet_batch_keeps_and_says_nothing(shell):
    assert shell(*BATCH, "--quiet") == (3, "", "")
    assert len(shell("list", "--json").out.splitlines()) == 3


def test_what_was_said_to_be_kept_is_kept_when_a_batch_is_stopped(shell):
    """Ctrl-C, after the first fifty have been kept and while the rest wait to be."""
    times = iter([NOW])

    def clock():
        try:
            return next(times)
        except StopIteration:
            raise KeyboardInterrupt from None

    gazetteer = read_gazetteer(DATA / "geographies", "force")
    places = [f"{place.kind}:{place.name}" for place in gazetteer.places if place.kind in ("force", "region")]
    words = ["batch", "bakers", "--keep", *(word for each in places for word in ("--places", each))]
    assert shell(*words, clock=clock) == (
        1,
        "",
        f"bakers: stopped with 50 of {len(places)} kept in HOME/archive.db. The same command does them all.\n",
    )
    assert len(shell("list", "--all", "--json").out.splitlines()) == 50
    again = shell(*words).out.splitlines()[-2]
    assert again == f"{len(places)} kept in HOME/archive.db: {len(places) - 50} new, 50 the same as before"


def test_two_shells_that_keep_at_once_keep_each_story_once(shell):
    environment = {**os.environ, **shell.environment}
    words = [sys.executable, "-m", "storygen", *BATCH]
    both = [subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(each.communicate()[0].splitlines()[-2].partition(": ")[2] for each in both)
    assert said == ["3 new", "3 the same as before"]
    assert [json.loads(line)["number"] for line in shell("list", "--json").out.splitlines()] == [3, 2, 1]


# Stories that are let run when they are written.

OUTLIER = {
    **BAKERS,
    ("bakers", "E23000032", "at 2020-03-31"): 1500,
    ("bakers", "E23000032", "at 2018-03-31"): 990,
    ("bakers", "E23000032", "at 2017-03-31"): 1000,
}
WRITE = ("write", "bakers", "Kent")
ONE = ("batch", "bakers", "--places", "Kent")


@pytest.fixture
def guarded(shell):
    """Return a shell in whose archive there are users, and a pack whose story of Kent is held."""
    shell.keep("Essex")
    shell(
        "users",
        "add",
        "jo",
        "--role",
        "chief",
        "--password-stdin",
        "--shown",
        "Jo Baker",
        input="correct horse\n",
    )
    shell("users", "add", "al", "--role", "reader", "--by", "jo", "--password-stdin", input="correct horse\n")
    shell.publish(OUTLIER)
    return shell


@pytest.mark.parametrize("words", [WRITE, ONE], ids=["write", "batch"])
@pytest.mark.parametrize(
    "by, fault",
    [
        ("Nobody At All", "“Nobody At All”: there is no such user. See “storygen users”.\n"),
        ("al", "“al”: is a reader, and “overrule” is for an editor. Ask one.\n"),
    ],
)
def test_nothing_is_let_run_in_the_name_of_somebody_who_may_not(guarded, words, by, fault):
    given = ("--keep", "--overrule", "looks fine", "--by", by)
    assert guarded(*words, *given) == (2, "", fault)
    assert len(guarded("list", "--json").out.splitlines()) == 1


@pytest.mark.parametrize("words", [WRITE, ONE], ids=["write", "batch"])
def test_who_lets_a_story_run_when_it_is_written_has_decided_that(guarded, words):
    given = ("--overrule", "the guild confirms it", "--by", "jo")
    assert guarded(*words, "--keep", *given).code == 0
    assert "Overruled by Jo Baker: the guild confirms it\n" in guarded.copy(2)
    assert [line.split()[2:] for line in guarded("history", 2).out.splitlines()[2:]] == [
        ["storygen", "write", "draft", "1"],
        ["Jo", "Baker", "overrule", "1", "the", "guild", "confirms", "it"],
    ]
    assert guarded(*WRITE, "--keep").err.splitlines()[-1] == "kept: story 2, bakers-kent: the same as before"
    assert guarded(*WRITE, "--keep", *given).err.splitlines()[-1] == (
        "kept: story 2, bakers-kent: the same as before"
    )
    guarded.publish()
    assert guarded(*WRITE, "--keep").err.splitlines()[-1] == (
        "kept: story 2, bakers-kent: offered beside the version that stands"
    )
    assert "Overruled by Jo Baker" in guarded.copy(2)


def test_what_is_let_run_and_not_kept_is_nobody_s_to_ask_after(guarded):
    came = guarded(*WRITE, "--overrule", "looks fine", "--by", "Al Fresco")
    assert (came.code, "Overruled by Al Fresco: looks fine\n" in came.out) == (0, True)


# Trial runs, which have a store of their own.


def test_a_trial_run_is_kept_in_a_store_of_its_own(shell):
    came = shell("write", "bakers", "Kent", "--trial", "--keep")
    assert came.err == "kept: story 1, trial-bakers-kent: new\n"
    assert shell("list") == (0, "nothing is kept in HOME/archive.db yet\n", "")
    assert [json.loads(line)["slug"] for line in shell("list", "--trial", "--json").out.splitlines()] == [
        "trial-bakers-kent"
    ]
    assert shell("batch", "bakers", "--trial", "--keep", "--places", "Essex").out.splitlines()[-2:] == [
        "1 kept in HOME/trial.db: 1 new",
        "TRIAL RUN: 1 written, 0 held",
    ]
    assert shell("write", "bakers", "Kent", "--trial", "--keep", "--archive", shell.folder / "x.db").code == 0
    assert len(shell("list", "--trial", "--json").out.splitlines()) == 2


def test_trial_runs_and_others_are_never_kept_together_wherever_that_is(shell):
    shell("write", "bakers", "Kent", "--keep", "--archive", "x.db")
    words = ["bakers", "--trial", "--keep", "--archive", "x.db"]
    assert shell("write", words[0], "Essex", *words[1:]).err.splitlines()[-1] == (
        "x.db: stories that may go out are kept in it, and trial runs have a store of their own (rule L4). "
        "Name another for the trial run."
    )
    assert shell("batch", *words, "--places", "Essex").code == 1
    assert len(shell("list", "--json", "--archive", "x.db").out.splitlines()) == 1


POSTGRESQL = {"STORYGEN_ARCHIVE": "postgresql://jo:secret@127.0.0.1:1/storygen"}
NEEDS_A_STORE = (
    "STORYGEN_TRIAL_ARCHIVE: the archive is a PostgreSQL database, and trial runs have a store of their own "
    "(rule L4). Set it to a file or another database.\n"
)


@pytest.mark.parametrize(
    "words, environment, code, said",
    [
        pytest.param(["list", "--trial"], POSTGRESQL, 2, NEEDS_A_STORE, id="no store of trial runs beside PostgreSQL"),
        pytest.param(["write", "bakers", "Kent", "--trial", "--keep"], POSTGRESQL, 2, NEEDS_A_STORE, id="nor is one written"),
        pytest.param(["batch", "bakers", "--trial", "--keep"], POSTGRESQL, 2, NEEDS_A_STORE, id="nor a batch"),
        pytest.param(
            ["write", "bakers", "Kent", "--trial", "--keep"], {"STORYGEN_TRIAL_ARCHIVE": "a.db", "STORYGEN_ARCHIVE": "a.db"}, 2,
            "STORYGEN_TRIAL_ARCHIVE: it is the archive, and trial runs have a store of their own (rule L4). Set it to another.\n",
            id="one store for both",
        ),
        pytest.param(
            ["write", "bakers", "Kent", "--trial", "--keep", "--archive", "a.db"], {"STORYGEN_ARCHIVE": "a.db"}, 2,
            "--archive a.db: it is the archive, and trial runs have a store of their own (rule L4). Name another, or leave it out.\n",
            id="the archive named for a trial run",
        ),
        pytest.param(
            ["write", "bakers", "Kent", "--trial", "--keep", "--archive", "home/../home/archive.db"], {}, 2,
            "--archive home/../home/archive.db: it is the archive, and trial runs have a store of their own (rule L4). Name another, or leave it out.\n",
            id="by another path",
        ),
        pytest.param(
            ["write", "bakers", "Kent", "--keep", "--archive", "/dev/null/a.db"], {}, 1,
            "/dev/null/a.db: cannot be made: File exists. Name another with --archive.\n",
            id="no folder to keep it in",
        ),
        pytest.param(
            ["batch", "bakers", "--keep", "--archive", "mysql://x/y"], {}, 1,
            "“mysql://x/y”: the archive is not kept in mysql. Give the path of a file, or postgresql://USER:PASSWORD@HOST/DATABASE.\n",
            id="another database",
        ),
    ],
)  # fmt: skip
def test_where_nothing_can_be_kept_nothing_is_written(shell, words, environment, code, said):
    assert shell(*words, env=environment) == (code, "", said)


def test_a_database_that_does_not_run_is_said_in_a_line_without_its_password(shell):
    came = shell("list", env=POSTGRESQL)
    fault = "nobody answers there. See that the server runs, and at which port.\n"
    assert came == (1, "", f"postgresql://jo:***@127.0.0.1:1/storygen: {fault}")


def test_a_file_that_is_no_archive_is_said_to_be_none(shell):
    path = shell.file("notes.txt", "Not a database, but long enough to be taken for one.\n" * 40)
    assert shell("list", "--archive", path) == (
        1,
        "",
        "HERE/notes.txt: it is no archive. Name another with --archive.\n",
    )


@pytest.mark.parametrize(
    "words", [["list"], ["write", "police-workforce", "Kent", "--keep"], ["show", "1"], ["edit", "1"]]
)
def test_without_the_library_of_the_archive_a_command_says_which_extra_to_install(shell, words):
    code = (
        f"import sys; sys.modules['sqlalchemy'] = None; from storygen.cli import storygen; storygen({words})"
    )
    came = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **shell.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (came.returncode, came.stdout) == (2, "")
    assert came.stderr == (
        f"storygen {words[0]}: sqlalchemy is not installed. Install it: pip install 'storygen-newsroom[archive]'.\n"
    )
