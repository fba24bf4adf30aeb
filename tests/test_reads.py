"""The command that reads copy again: what it prints, and with which code it leaves."""

import json

from click.testing import CliRunner

from storygen.cli import storygen

HEADLINE = "Police officer numbers up in Kent, Home Office figures show"
INTRO = "The number of police officers in Kent has risen in a year, official figures show."


def run(*words, copy=""):
    return CliRunner().invoke(storygen, ["read", *words], input=copy)


def test_true_copy_is_said_to_be_true_par_by_par():
    came = run("police-workforce", "Kent", copy=f"{HEADLINE}\n\n{INTRO}\n")
    assert (came.exit_code, came.stdout) == (
        0,
        f"  1  true  {HEADLINE}\n  2  true  {INTRO}\n2 pars, 0 stops, 0 flags\n",
    )


def test_what_is_false_is_said_under_its_par_and_leaves_with_one():
    came = run("police-workforce", "Kent", copy=f"{HEADLINE}\n\n{INTRO.replace('risen', 'fallen')}\n")
    assert came.exit_code == 1
    assert "     stop (reader) “fallen”: fallen: “officers” went from 3333.31 to 3547.58\n" in came.stdout
    assert came.stdout.endswith("2 pars, 2 stops, 0 flags\n")


def test_a_line_of_json_is_answered_with_a_line():
    copy = {"id": 7, "places": ["Kent"], "release": "workforce-2019", "text": HEADLINE.replace("up", "down")}
    came = run("police-workforce", "--jsonl", copy=json.dumps(copy) + "\n")
    told = {"check": "reader", "stop": True, "par": 1, "span": [23, 27]}
    (flag,) = json.loads(came.stdout)["flags"]
    assert (came.exit_code, flag) == (1, {**told, "message": "down: “officers” went from 3333.31 to 3547.58"})


def test_a_line_that_cannot_be_read_costs_no_other():
    good = json.dumps({"id": "a", "places": "Kent", "text": HEADLINE})
    came = run("police-workforce", "--jsonl", copy=f"nonsense\n{good}\n")
    first, second = map(json.loads, came.stdout.splitlines())
    assert first["error"].startswith("line 1: not a line of copy")
    assert second == {"id": "a", "flags": []}
    assert came.exit_code == 1


def test_the_style_is_told_from_the_copy():
    wire = CliRunner().invoke(
        storygen, ["write", "use-of-force", "Kent", "--style", "guardian", "--length", "story"]
    )
    assert run("use-of-force", "Kent", copy=wire.stdout).stdout.endswith(", 0 stops, 0 flags\n")


def test_the_mark_of_a_utf_8_file_is_no_copy():
    came = run("police-workforce", "Kent", copy=HEADLINE.encode("utf-8-sig"))
    assert (came.exit_code, came.stdout) == (0, f"  1  true  {HEADLINE}\n1 pars, 0 stops, 0 flags\n")


def test_no_copy_and_no_place_are_wrong_usage():
    assert run("police-workforce", "Kent", copy=" \n").exit_code == 2
    assert run("police-workforce", copy=HEADLINE).exit_code == 2
    assert run("police-workforce", "Kent", "--jsonl", copy="{}").exit_code == 2


def test_a_story_s_own_record_can_be_handed_back():
    places = [{"code": "E23000032", "name": "Kent"}]
    copy = {"id": 1, "places": places, "release": "workforce-2019", "text": f"{HEADLINE}\n{INTRO}"}
    came = run("police-workforce", "--jsonl", copy=json.dumps(copy))
    assert json.loads(came.stdout) == {"id": 1, "flags": []}
