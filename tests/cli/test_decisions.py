import json
from datetime import UTC, datetime

import pytest
from setting import BAKERS

from storygen.archive.workflow import Role
from storygen.cli.decisions import role_for

OUTLIER = {
    **BAKERS,
    ("bakers", "E23000032", "at 2020-03-31"): 1500,
    ("bakers", "E23000032", "at 2018-03-31"): 990,
    ("bakers", "E23000032", "at 2017-03-31"): 1000,
}
GAP = (
    "Norfolk: bakers-2020.csv, Table 1 B7 (Norfolk, at 2020-03-31): not available. "
    "Ask the force or the publisher for it, or leave the place out"
)
HELD = f"story 3, bakers-norfolk: it is held: {GAP}. Overrule the hold by name, or leave it held.\n"


def statuses(shell):
    told = [json.loads(line) for line in shell("list", "--json").out.splitlines()]
    return {each["number"]: each["status"] for each in told}


@pytest.mark.parametrize(
    "before, words, code, out, err",
    [
        pytest.param([], ["approve", 1], 0, "story 1, bakers-kent: approved, by Jo Baker\n", "", id="approve"),
        pytest.param([], ["approve", "bakers-kent", "--by", "Al"], 0, "story 1, bakers-kent: approved, by Al\n", "", id="by a slug, in another's name"),
        pytest.param([], ["approve", 3, 1, 99, 1, 2], 1, "story 1, bakers-kent: approved, by Jo Baker\nstory 2, bakers-essex: approved, by Jo Baker\n", HELD + "story 99: there is none of that number. See “storygen list”.\n", id="several, of which some are refused"),
        pytest.param([["approve", 1]], ["approve", 1], 1, "", "story 1, bakers-kent: it is approved, and “approve” is not for such a story. It may be put to redraft or file or spike.\n", id="approve twice"),
        pytest.param([["approve", 1]], ["redraft", 1], 0, "story 1, bakers-kent: draft, by Jo Baker\n", "", id="redraft"),
        pytest.param([], ["spike", 1, 3, "--why", "no news"], 0, "story 1, bakers-kent: spiked, by Jo Baker\nstory 3, bakers-norfolk: spiked, by Jo Baker\n", "", id="spike, a held one too"),
        pytest.param([], ["spike", 1], 1, "", "story 1, bakers-kent: “spike” owes a reason. Say why.\n", id="spike for no reason"),
        pytest.param([], ["spike", 1, "--why", " \n"], 1, "", "story 1, bakers-kent: “spike” owes a reason. Say why.\n", id="a blank is no reason"),
        pytest.param([["spike", 1, "--why", "x"]], ["redraft", 1], 0, "story 1, bakers-kent: draft, by Jo Baker\n", "", id="off the spike"),
        pytest.param([["approve", 1]], ["undo", 1], 0, "story 1, bakers-kent: “approve” by Jo Baker is taken back: draft, version 1 counts\n", "", id="undo an approval"),
        pytest.param([], ["undo", 1], 1, "", "story 1, bakers-kent: it is draft, and nothing can be taken back.\n", id="nothing to undo"),
        pytest.param([], ["overrule", 3, "--why", "I know it"], 1, "", f"story 3, bakers-norfolk: it cannot be told at all: {GAP}. Leave it held until there are figures.\n", id="a gap is nobody's to overrule"),
        pytest.param([], ["kill", 1, "--why", "x"], 1, "", "story 1, bakers-kent: it is draft, and “kill” is not for such a story. It may be put to approve or spike.\n", id="kill what has not gone out"),
        pytest.param([], ["approve", 1, "--base", 99], 1, "", "story 1, bakers-kent: it has no version 99. See “storygen history 1”.\n", id="no such version"),
        pytest.param([], ["approve", 1, 2, "--base", 1], 2, "", "--base 1: it is of one story, and several are named. Name one.\n", id="one version of several stories"),
        pytest.param([], ["approve"], 2, "", "approve: no story is named. Name some, or say --all-clean.\n", id="approve nothing"),
    ],
)  # fmt: skip
def test_each_story_has_a_line_and_a_refusal_stops_no_other(shell, before, words, code, out, err):
    shell.keep()
    for each in before:
        assert shell(*each).code == 0
    assert shell(*words) == (code, out, err)


@pytest.mark.parametrize("words", [["approve"], ["undo"], ["spike", "--why", "old"]])
def test_what_is_decided_on_is_the_version_that_was_looked_at(shell, words):
    shell.keep("Kent")
    copy = shell.copy(1)
    shell("edit", 1, "--by", "Al", "--file", shell.file("a.txt", copy.replace("There are", "We have")))
    shell.publish(OUTLIER)
    shell.keep("Kent")
    assert shell(words[0], 1, *words[1:], "--base", 1).err == (
        "story 1, bakers-kent: Al has saved version 2 since you opened it. "
        "Look at both, and save yours over it or keep theirs.\n"
    )
    assert shell(words[0], 1, *words[1:], "--base", 3).err == (
        "story 1, bakers-kent: version 3 does not count, but version 2. See “storygen history 1”.\n"
    )
    assert statuses(shell) == {1: "draft"}


@pytest.mark.parametrize("by", ["", "   "])
@pytest.mark.parametrize("act", ["approve", "redraft", "spike", "undo", "overrule", "file", "kill", "edit"])
def test_nothing_is_decided_by_nobody(shell, act, by):
    shell.keep("Kent")
    came = shell(act, 1, env={"STORYGEN_BY": by, "USER": "jo", "LOGNAME": "jo"})
    assert came == (2, "", f"“{act}”: who does it is not said. Say --by NAME, or set STORYGEN_BY.\n")
    assert statuses(shell) == {1: "draft"}


@pytest.mark.parametrize("name", ["<b>Jo</b>", "Jo\tB\nC: D", "x" * 81])
def test_a_name_that_copy_could_not_print_is_refused(shell, name):
    shell.keep("Kent")
    came = shell("approve", 1, "--by", name)
    assert (came.code, came.err.count("\n")) == (2, 1)
    assert came.err.endswith("will not do for a name. Use up to 80 letters, digits and spaces.\n")


def test_a_hold_is_overruled_by_name_and_reason_which_stand_in_the_copy(shell):
    shell.publish(OUTLIER)
    shell.keep("Kent")
    assert shell("list", "--only", "waiting").out.splitlines()[1].split()[2] == "waiting"
    assert shell("overrule", 1).err == "the reason: it is empty. Say it in a line of plain words.\n"
    assert shell("overrule", 1, "--why", "the guild confirms it") == (
        0,
        "story 1, bakers-kent: overruled by Jo Baker, version 2\n",
        "",
    )
    assert "Overruled by Jo Baker: the guild confirms it\n" in shell.copy(1)
    assert shell("approve", 1).code == 0


@pytest.mark.parametrize(
    "act, role",
    [("approve", Role.EDITOR), ("file", Role.EDITOR), ("kill", Role.CHIEF), ("undo", Role.EDITOR), ("correct", Role.EDITOR)],
)  # fmt: skip
def test_what_role_an_act_takes(act, role):
    assert role_for(act) is role


# All that are clean.


def test_all_clean_drafts_are_approved_once_they_were_shown_and_agreed_to(shell):
    shell.keep()
    shown = (
        "story  status  flags  pack    places  headline           changed\n"
        "1      draft          bakers  Kent    Bakers up in Kent  2020-06-30 10:00\n"
    )
    question = "Approve 1 as Jo Baker? [y/N]: "
    for answer in ("n\n", "\n"):
        refused = (1, shown, f"{question}{answer}approve: nothing was approved.\n")
        assert shell("approve", "--all-clean", input=answer) == refused
    assert set(statuses(shell).values()) == {"draft"}
    came = shell("approve", "--all-clean", "--region", "South East", input="y\n")
    assert (came.code, came.out) == (0, shown + "story 1, bakers-kent: approved, by Jo Baker\n")
    assert statuses(shell) == {1: "approved", 2: "draft", 3: "draft"}
    assert shell("approve", "--all-clean", "--yes") == (0, "no draft is clean: no such story is kept\n", "")


def test_ctrl_c_at_the_question_approves_nothing(shell):
    shell.keep("Kent")
    came = shell("approve", "--all-clean", input="")
    assert (came.code, came.err.splitlines()[-1]) == (1, "approve: nothing was approved.")
    assert statuses(shell) == {1: "draft"}


def test_what_changed_after_it_was_shown_is_not_approved(shell):
    """Another shell edits the story while the question waits for its answer."""
    shell.keep("Kent")
    first = shell.copy(1)

    def clock():
        shell(
            "edit", 1, "--file", shell.file("copy.txt", first.replace("There are", "We have")), "--by", "Al"
        )
        return datetime(2020, 6, 30, 9, 0, tzinfo=UTC)

    came = shell("approve", "--all-clean", "--yes", clock=clock)
    assert came == (
        1,
        "",
        "story 1, bakers-kent: Al has saved version 2 since you opened it. "
        "Look at both, and save yours over it or keep theirs.\n",
    )


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param(["--all-clean", "1"], "--all-clean: it is of every draft, and one is named. Give one or the other.\n", id="a story beside them"),
        pytest.param(["--all-clean", "--only", "flagged"], "--all-clean: it is of drafts, in which nothing is flagged. Leave --status and --only out.\n", id="flagged ones"),
        pytest.param(["1", "--yes"], "--yes: it goes with --all-clean. Name stories, or say --all-clean.\n", id="an answer without the question"),
        pytest.param(["1", "--region", "London"], "--region: it goes with --all-clean. Name stories, or say --all-clean.\n", id="a filter beside a story"),
    ],
)  # fmt: skip
def test_named_stories_and_all_that_are_clean_do_not_go_together(shell, words, said):
    shell.keep("Kent")
    assert shell("approve", *words) == (2, "", said)
