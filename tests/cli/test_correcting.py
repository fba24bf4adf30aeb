"""Correcting: a revised figure, on the command line."""

from datetime import UTC, date, datetime

import pytest
from making import KENT
from setting import BAKERS, YEAR, write_release

LATER = datetime(2021, 7, 1, 10, tzinfo=UTC)
NEXT = "at 2021-03-31"


@pytest.fixture
def revised(shell):
    """Return a shell in which Kent and Essex went out, and next year's release revises Kent."""
    shell.keep("Kent", "Essex")
    shell("approve", "1", "2"), shell("file", "1", "2", "--format", "text,json")
    this = {key: value for key, value in BAKERS.items() if key[2] == YEAR} | {("bakers", KENT, YEAR): 1150}
    after = {(measure, place, NEXT): value for (measure, place, _), value in this.items()}
    said = {"id": "bakers-2021", "period": NEXT, "published": date(2021, 6, 30)}
    write_release(shell.home / "releases", this | after, **said)
    return shell


def at(shell, *words, **said):
    return shell(*words, clock=lambda: LATER, **said)


OWED = """\
story 1, bakers-kent: {}, figure: bakers of Kent, at 2020-03-31: 1100, now 1150
     An earlier version of this story gave the number of bakers in Kent on March 31 2020 as 1,100. The Guild of Bakers has since revised it to 1,150.
intro, changed
     There are [-1,100-]{{+1,150+}} bakers in Kent, official figures show.
count, changed
     Kent Police counted [-1,100-]{{+1,150+}} bakers on March 31 2020, compared with 1,000 a year earlier.
1 {}
"""


def test_a_dry_run_says_what_would_be_owed_and_enters_nothing(revised):
    came = at(revised, "correct", "--release", "bakers-2021", "--dry-run")
    assert came == (0, OWED.format("would be owed", "would be owed"), "")
    assert at(revised, "list", "--only", "owed").out == "no such story is kept\n"


def test_what_is_owed_is_drafted_once_and_sent_as_drafted(revised):
    assert at(revised, "correct", "--release", "bakers-2021") == (0, OWED.format("owed", "owed"), "")
    assert at(revised, "correct", "--release", "bakers-2021").out == OWED.format("known", "known")
    assert at(revised, "offer", "1").out.endswith(
        "storygen correct 1 sends it, --as-drafted as it is; --set-aside --why … lets it stand\n"
    )
    came = at(revised, "correct", "1", "--as-drafted")
    folder = "HOME/filed/bakers-2020"
    assert came.out.splitlines()[0] == (
        f"story 1, bakers-kent: corrected, version 3, by Jo Baker: {folder}/bakers-kent.txt, {folder}/bakers-kent.json"
    )
    copy = (revised.home / "filed" / "bakers-2020" / "bakers-kent.txt").read_text("utf-8")
    assert "There are 1,150 bakers in Kent" in copy
    assert "since revised it to 1,150.\n\nends" in copy
    assert at(revised, "correct", "--release", "bakers-2021") == (
        64,
        "nothing that went out rests on anything that bakers-2021 has revised\n",
        "",
    )


def test_the_editor_is_opened_with_what_is_drafted(revised, tmp_path):
    at(revised, "correct", "--release", "bakers-2021")
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nsed -i "s/official figures/new figures/" "$1"\n')
    editor.chmod(0o755)
    came = at(revised, "correct", "1", "--why", "the guild counted again", env={"VISUAL": str(editor)})
    assert came.code == 0
    copy = revised.copy("1")
    assert "There are 1,150 bakers in Kent, new figures show." in copy
    assert "Correction: the guild counted again." in copy


def test_what_is_let_stand_owes_a_reason_and_is_asked_no_more(revised):
    at(revised, "correct", "--release", "bakers-2021")
    assert at(revised, "offer", "1", "--set-aside") == (
        1,
        "",
        "story 1, bakers-kent: to let it stand owes a reason. Say why.\n",
    )
    assert at(revised, "offer", "1", "--set-aside", "--why", "it ran in no paper").code == 0
    assert at(revised, "correct", "--release", "bakers-2021").out == OWED.format("known", "known")
    assert at(revised, "list", "--only", "owed").out == "no such story is kept\n"


@pytest.mark.parametrize(
    "words, fault",
    [
        pytest.param(
            [],
            "correct: it is of one story, or of a release. Name a story, or say --release ID.",
            id="neither",
        ),
        pytest.param(
            ["1", "--release", "bakers-2021"],
            "correct: it is of one story, or of a release. Name a story, or say --release ID.",
            id="both",
        ),
        pytest.param(
            ["1", "--dry-run"], "--dry-run: it goes with --release. Leave it out.", id="a dry run of a story"
        ),
        pytest.param(
            ["--release", "bakers-2021", "--as-drafted"],
            "--release: it only drafts: an editor sends each. Leave the other options out.",
            id="what is of one story",
        ),
        pytest.param(
            ["--release", "bakers-1999"],
            "“bakers-1999”: no such release. See “storygen releases”.",
            id="no release",
        ),
        pytest.param(
            ["2", "--as-drafted"],
            "story 2, bakers-essex: no corrective is drafted for it. Leave --as-drafted out.",
            id="nothing drafted",
        ),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(revised, words, fault):
    came = (
        at(revised, "correct", *words, "--why", "x") if words[:1] == ["2"] else at(revised, "correct", *words)
    )
    assert (came.code, came.err) == (2, f"{fault}\n")
