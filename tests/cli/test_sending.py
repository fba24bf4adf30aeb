import json
from datetime import UTC, datetime

import pytest
from setting import STORY

BEFORE = datetime(2020, 6, 30, 8, 29, tzinfo=UTC)
"""9.29 in London on the day of the release."""
FILED = "HOME/filed/bakers-2020"
NOTICE = """KILL bakers-kent

Please do not use, and withdraw where used: “Bakers up in Kent”.
Reason: the figures are of another county
It went out as: bakers-kent.txt, bakers-kent.json
Killed by Jo Baker

ends
"""


@pytest.fixture
def approved(shell):
    """Return a shell in whose archive two stories are approved."""
    shell.keep("Kent", "Essex")
    shell("approve", 1, 2)
    return shell


def folder(shell):
    """Return the wire's folder of the release, file by file."""
    return {path.name: path.read_text("utf-8") for path in (shell.home / "filed/bakers-2020").iterdir()}


def test_filed_copy_is_in_the_wires_folder_in_the_name_of_who_approved_it(approved):
    assert approved("file", 1, 2, "--by", "Al") == (
        0,
        f"story 1, bakers-kent: filed, by Al: {FILED}/bakers-kent.txt\n"
        f"story 2, bakers-essex: filed, by Al: {FILED}/bakers-essex.txt\n",
        "",
    )
    written = approved("write", "bakers", "Kent").out
    assert folder(approved)["bakers-kent.txt"] == written.replace("not yet approved", "approved by Jo Baker")
    assert sorted(folder(approved)) == ["bakers-essex.txt", "bakers-kent.txt"]


@pytest.mark.parametrize(
    "words, clock, code, said",
    [
        pytest.param([], BEFORE, 1, "story 1, bakers-kent: it is embargoed until 09:30 on 30 June 2020, London time (rule R1). File it then.\n", id="before the release"),
        pytest.param(["--format", "text,pdf"], None, 2, "“pdf”: no such output. There are figures, json, text, trail.\n", id="in no such form"),
        pytest.param(["--format", ","], None, 2, "“”: no such output. There are figures, json, text, trail.\n", id="in no form at all"),
        pytest.param(["--out", "/dev/null/wire"], None, 1, "/dev/null/wire/bakers-2020: cannot be written to: Not a directory. Choose another folder.\n", id="into no folder"),
        pytest.param(["--again"], None, 1, "story 1, bakers-kent: it is approved, and was not filed. File it first.\n", id="again before it was"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_not_filed_and_no_file_is_there(approved, words, clock, code, said):
    came = approved("file", 1, *words, **({"clock": lambda: clock} if clock else {}))
    assert came == (code, "", said)
    assert json.loads(approved("list", "--json", "kent").out)["status"] == "approved"
    assert not (approved.home / "filed").exists()


def test_filing_waits_for_no_longer_than_the_hour_of_the_release(approved):
    hour = datetime(2020, 6, 30, 8, 30, tzinfo=UTC)
    assert approved("file", 1, clock=lambda: hour).code == 0


def test_a_draft_is_not_filed(shell):
    shell.keep("Kent")
    assert shell("file", 1).err == (
        "story 1, bakers-kent: it is draft, and “file” is not for such a story. It may be put to approve or spike.\n"
    )


def test_a_trial_run_is_never_filed(shell):
    shell("write", "bakers", "Kent", "--trial", "--keep")
    shell("approve", 1, "--trial")
    assert shell("file", 1, "--trial") == (
        1,
        "",
        "story 1, trial-bakers-kent: it comes of a trial run, which is never filed (rule L4). "
        "Write it again without --trial.\n",
    )


def test_a_correction_takes_the_place_of_what_it_corrects_in_every_form(approved):
    approved("file", 1, "--format", "text,json")
    copy = approved.file("copy.txt", approved.copy(1).replace("There are", "We have"))
    came = approved("correct", 1, "--file", copy, "--why", "the intro was dull")
    assert came.code == 0
    assert came.out.splitlines()[0] == (
        f"story 1, bakers-kent: corrected, version 2, by Jo Baker: {FILED}/bakers-kent.txt, {FILED}/bakers-kent.json"
    )
    found = folder(approved)
    assert "\n\nCorrection: the intro was dull.\n\nWe have 1,100 bakers" in found["bakers-kent.txt"]
    assert [par["text"] for par in json.loads(found["bakers-kent.json"])["pars"]][1:3] == [
        "Correction: the intro was dull.",
        "We have 1,100 bakers in Kent, official figures show.",
    ]
    again = approved.file("copy.txt", approved.copy(1).replace("We have", "There are"))
    assert approved("correct", 1, "--file", again, "--why", "it was not").code == 0
    assert (
        "\n\nCorrection: the intro was dull. It was not.\n\nThere are 1,100"
        in folder(approved)["bakers-kent.txt"]
    )


@pytest.mark.parametrize(
    "filed, words, code, said",
    [
        pytest.param(True, [], 1, "story 1, bakers-kent: “correct” owes a reason. Say why.\n", id="for no reason"),
        pytest.param(False, ["--why", "x"], 1, "story 1, bakers-kent: it is approved, and “correct” is not for such a story. It may be put to redraft or file or spike.\n", id="before it has gone out"),
        pytest.param(True, ["--why", "x", "--out", "/dev/null/x"], 1, "/dev/null/x/bakers-2020: cannot be written to: Not a directory. Choose another folder.\n", id="into no folder"),
        pytest.param(True, ["--why", "x", "--false"], 1, "story 1, bakers-kent: a stop stands: intro: 1,200: in Kent, “bakers” was 1,100 on March 31 2020. Mend the copy, or overrule the stop by name.\n", id="by what is false"),
    ],
)  # fmt: skip
def test_what_may_not_be_corrected_so_stands_as_it_went_out(approved, filed, words, code, said):
    if filed:
        approved("file", 1)
    before = folder(approved) if filed else {}
    new = "There are 1,200" if "--false" in words else "We have 1,100"
    copy = approved.file("copy.txt", approved.copy(1).replace("There are 1,100", new))
    words = [word for word in words if word != "--false"]
    assert approved("correct", 1, "--file", copy, *words) == (code, "", said)
    assert (folder(approved) if filed else {}) == before


def test_a_correction_that_changes_nothing_is_none(approved):
    approved("file", 1)
    copy = approved.file("copy.txt", approved.copy(1))
    assert approved("correct", 1, "--file", copy, "--why", "x") == (
        0,
        "story 1, bakers-kent: nothing in it was changed\n",
        "",
    )
    assert json.loads(approved("list", "--json", "kent").out)["status"] == "filed"


def test_a_killed_story_leaves_a_notice_in_the_place_of_its_copy(approved):
    approved("file", 1, "--format", "text,json")
    came = approved("kill", 1, "--why", "the figures are of\nanother county")
    assert came == (0, f"story 1, bakers-kent: killed, by Jo Baker: {FILED}/bakers-kent.killed.txt\n", "")
    assert folder(approved) == {"bakers-kent.killed.txt": NOTICE}


def test_a_kill_stands_though_the_folder_is_lost_and_is_told_of_when_it_is_there_again(approved):
    approved("file", 1, "--format", "text,json")
    came = approved("kill", 1, "--why", "the figures are of another county", "--out", "/dev/null/wire")
    assert came == (
        1,
        "",
        "/dev/null/wire: cannot be written to: Not a directory; story 1 is killed for all that. "
        "Mend the folder, then send it again.\n",
    )
    assert approved("file", 1, "--again") == (
        0,
        f"story 1, bakers-kent: killed: {FILED}/bakers-kent.killed.txt\n",
        "",
    )
    assert folder(approved) == {"bakers-kent.killed.txt": NOTICE}


def test_a_lost_folder_is_filled_again_as_it_was(approved):
    approved("file", 1, 2, "--format", "text,figures")
    before = folder(approved)
    for path in (approved.home / "filed/bakers-2020").iterdir():
        path.unlink()
    assert approved("file", 1, 2, "--again").code == 0
    assert folder(approved) == before
    assert approved("file", 1, "--again", "--format", "json").err == (
        "--again: it writes the forms that a story was sent in. Leave --format out.\n"
    )


def test_all_that_the_folder_lacks_is_sent_again_where_no_story_is_named(approved):
    approved("file", 1, 2, "--format", "text,figures")
    before = folder(approved)
    (approved.home / "filed/bakers-2020/bakers-kent.csv").unlink()
    assert approved("file", "--again") == (
        0,
        f"story 1, bakers-kent: filed: {FILED}/bakers-kent.txt, {FILED}/bakers-kent.csv\n",
        "",
    )
    assert folder(approved) == before
    assert approved("file", "--again") == (0, "HOME/filed has all that went out\n", "")
    assert approved("file") == (2, "", "file: no story is named. Name one or several.\n")


def test_whoever_files_copy_of_another_year_is_told_what_is_no_longer_so(shell):
    shell.publish(
        story_j2=STORY.replace("official figures show", "official figures show of {{ period | day }}")
    )
    shell.keep("Kent")
    shell("approve", 1)
    later = datetime(2021, 1, 1, 9, 30, tzinfo=UTC)
    came = shell("file", 1, clock=lambda: later)
    assert (came.code, came.err) == (
        0,
        "story 1, bakers-kent: it says “this year” as of 2020, and it is 2021 (rule S5): write it again as of today\n",
    )


def test_another_folder_has_one_for_each_release_too(approved):
    came = approved("file", 1, "--out", "wire")
    assert came.out == "story 1, bakers-kent: filed, by Jo Baker: wire/bakers-2020/bakers-kent.txt\n"


def test_no_story_is_written_over_another_of_its_name(shell):
    """A title's story in its own style and in another have one slug."""
    for style in ("guardian", "pa"):
        shell("write", "bakers", "title:Kent Messenger", "--style", style, "--keep")
    shell("approve", 1, 2)
    assert shell("file", 1).code == 0
    came = shell("file", 2)
    assert (came.code, came.out) == (1, "")
    assert came.err.startswith("story 2, bakers-")
    assert "the copy of story 1 is in HOME/filed/bakers-2020/bakers-" in came.err
    assert shell("file", 2, "--out", "elsewhere").code == 0
