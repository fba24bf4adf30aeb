from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from keeping import NOW

from storygen.archive.workflow import (
    EDITABLE,
    MOVES,
    UNDONE_BY,
    Role,
    Standing,
    Status,
    acts,
    move,
    obstacles,
    untimely,
)
from storygen.errors import WorkflowError

ALLOWED = {
    ("draft", "approve"): "approved",
    ("draft", "spike"): "spiked",
    ("approved", "redraft"): "draft",
    ("approved", "file"): "filed",
    ("approved", "spike"): "spiked",
    ("spiked", "redraft"): "draft",
    ("filed", "correct"): "corrected",
    ("filed", "kill"): "killed",
    ("corrected", "correct"): "corrected",
    ("corrected", "kill"): "killed",
}
"""All that may become of a story, written down here once more."""
ACTS = ("approve", "redraft", "file", "spike", "correct", "kill")


def test_the_table_of_moves_is_this_one_and_each_move_stands_in_it_once():
    assert {(each.before, each.act): each.after for each in MOVES} == ALLOWED
    assert len(MOVES) == len(ALLOWED)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", list(Status))
def test_a_story_becomes_what_the_table_says_or_is_refused_in_a_line(status, act):
    standing = Standing(status)
    if after := ALLOWED.get((status, act)):
        assert move(act, standing, "story 1", NOW, "because").after == after
        return
    with pytest.raises(WorkflowError) as refused:
        move(act, standing, "story 1", NOW, "because")
    may = " or ".join(dict.fromkeys(each for (before, each) in ALLOWED if before == status))
    remedy = f"It may be put to {may}." if may else "Nothing more can be done with it."
    assert str(refused.value) == f"story 1: it is {status}, and “{act}” is not for such a story. {remedy}"


@pytest.mark.parametrize("act", ["spike", "correct", "kill"])
@pytest.mark.parametrize("why", ["", "  "])
def test_what_cannot_be_taken_lightly_owes_a_reason(act, why):
    standing = Standing(Status.DRAFT if act == "spike" else Status.FILED)
    with pytest.raises(WorkflowError, match=f"story 1: “{act}” owes a reason. Say why."):
        move(act, standing, "story 1", NOW, why)


IN_THE_WAY = [
    pytest.param({"held": ("Kent: in doubt",)}, "it is held: Kent: in doubt", True, id="a hold"),
    pytest.param(
        {"stops": ("count: ten", "intro: six")}, "a stop stands: count: ten; intro: six", True, id="a stop"
    ),
    pytest.param(
        {"trial": True}, "it comes of a trial run, which is never filed (rule L4)", False, id="a trial"
    ),
    pytest.param(
        {"not_before": NOW + timedelta(seconds=1)},
        "it is embargoed until 09:30 on 23 November 2026, London time (rule R1)",
        False,
        id="an embargo",
    ),
]


@pytest.mark.parametrize("facts, said, for_approval_too", IN_THE_WAY)
def test_nothing_goes_out_past_what_stands_in_its_way(facts, said, for_approval_too):
    for act, status in (("file", Status.APPROVED), ("correct", Status.FILED), ("correct", Status.CORRECTED)):
        with pytest.raises(WorkflowError) as refused:
            move(act, Standing(status, **facts), "story 1", NOW, "because")
        assert f"story 1: {said}" in str(refused.value)
    standing = Standing(Status.DRAFT, **facts)
    assert bool([*obstacles(acts(Status.DRAFT)[0], standing, NOW)]) is for_approval_too


@pytest.mark.parametrize("facts, said, for_approval_too", IN_THE_WAY)
def test_what_takes_copy_back_is_never_stood_in_the_way_of(facts, said, for_approval_too):
    for each in MOVES:
        if each.act in ("redraft", "spike", "kill"):
            assert move(each.act, Standing(each.before, **facts), "story 1", NOW, "because") == each


def test_a_story_may_be_filed_from_the_very_instant_of_its_release():
    standing = Standing(Status.APPROVED, not_before=NOW)
    assert move("file", standing, "story 1", NOW).after is Status.FILED
    with pytest.raises(WorkflowError):
        move("file", standing, "story 1", NOW - timedelta(microseconds=1))


def test_until_it_is_filed_a_decision_is_taken_back_by_a_move_of_the_table():
    assert {status: move(act, Standing(status), "", NOW).after for status, act in UNDONE_BY.items()} == {
        Status.APPROVED: Status.DRAFT,
        Status.SPIKED: Status.DRAFT,
    }
    assert EDITABLE == (Status.DRAFT, Status.APPROVED)


def test_who_may_do_more_may_do_all_that_is_less():
    assert [[one.may(two) for two in Role] for one in Role] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
    assert {each.role for each in MOVES if each.act == "kill"} == {Role.CHIEF}


@pytest.mark.parametrize(
    "status, now, said",
    [
        pytest.param(Status.APPROVED, datetime(2020, 12, 31, 23, 59, tzinfo=UTC), "", id="in its year"),
        pytest.param(
            Status.APPROVED,
            datetime(2021, 1, 1, tzinfo=UTC),
            "it says “this year” and “last year” as of 2020, and it is 2021 (rule S5): write it again as of today",
            id="when the year is over",
        ),
        pytest.param(Status.FILED, datetime(2021, 1, 1, tzinfo=UTC), "", id="of what has gone out"),
    ],
)
def test_who_files_copy_of_another_year_is_told_and_is_in_nobodys_way(status, now, said):
    standing = Standing(status, told_on=date(2020, 6, 30), spoken=("this year", "last year"))
    assert untimely(standing, now) == said
    assert untimely(replace(standing, spoken=()), now) == ""
    if status is Status.APPROVED:
        assert move("file", standing, "story 1", now).after is Status.FILED
