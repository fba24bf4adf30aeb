"""The command that reads copy again: what it prints, and with which code it leaves."""

import io
import json

import pytest
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


def test_a_trial_run_is_read_as_the_story_itself_is():
    def wire(*options):
        written = CliRunner().invoke(storygen, ["write", "police-workforce", "Kent", *options])
        return written.stdout

    told, trial = (run("police-workforce", "Kent", copy=wire(*each)) for each in ([], ["--trial"]))
    assert trial.stdout == told.stdout
    assert told.stdout.splitlines()[-1].startswith(f"{len(told.stdout.splitlines()) - 1} pars, 0 stops")
    false = wire("--trial").replace("3,548", "3,648")
    assert run("police-workforce", "Kent", copy=false).exit_code == 1


def test_what_is_false_is_said_under_its_par_and_leaves_with_one():
    came = run("police-workforce", "Kent", copy=f"{HEADLINE}\n\n{INTRO.replace('risen', 'fallen')}\n")
    assert came.exit_code == 1
    assert (
        "     stop (reader) “fallen”: fallen: in Kent, “officers” went from 3,333.31 to 3,547.58\n"
        in came.stdout
    )
    assert came.stdout.endswith("2 pars, 2 stops, 0 flags\n")


def test_a_line_of_json_is_answered_with_a_line():
    copy = {"id": 7, "places": ["Kent"], "release": "workforce-2019", "text": HEADLINE.replace("up", "down")}
    came = run("police-workforce", "--jsonl", copy=json.dumps(copy) + "\n")
    told = {"check": "reader", "stop": True, "par": 1, "span": [23, 27]}
    (flag,) = json.loads(came.stdout)["flags"]
    assert (came.exit_code, flag) == (
        1,
        {**told, "message": "down: in Kent, “officers” went from 3,333.31 to 3,547.58"},
    )


def test_a_line_that_cannot_be_read_costs_no_other():
    good = json.dumps({"id": "a", "places": "Kent", "text": HEADLINE})
    came = run("police-workforce", "--jsonl", copy=f"nonsense\n{good}\n")
    first, second = map(json.loads, came.stdout.splitlines())
    assert first == {"id": None, "error": f"line 1: not JSON from character 1 on. {OBJECT}", "flags": []}
    assert second == {"id": "a", "flags": []}
    assert came.exit_code == 1


OBJECT = "Write one object a line, with its places and its text."
LIST = "Write a list of what the copy is of, named as for “storygen write”."


@pytest.mark.parametrize(
    "line, error",
    [
        pytest.param("nonsense", f"not JSON from character 1 on. {OBJECT}", id="no JSON"),
        pytest.param('{"id": 7, "text"', f"not JSON from character 18 on. {OBJECT}", id="cut off"),
        pytest.param("[7]", f"JSON, but no object. {OBJECT}", id="a list"),
        pytest.param('"Kent"', f"JSON, but no object. {OBJECT}", id="a string"),
        pytest.param("[" * 99999, f"JSON that nobody could have meant. {OBJECT}", id="all brackets"),
    ],
)
def test_a_line_that_is_no_object_is_told_where_it_goes_wrong(line, error):
    came = run("police-workforce", "--jsonl", copy=f"\n{line}\n")
    assert came.stdout.count("\n") == 1
    assert json.loads(came.stdout) == {"id": None, "error": f"line 2: {error}", "flags": []}
    assert came.exit_code == 1


@pytest.mark.parametrize(
    "said, error",
    [
        pytest.param(
            {"places": ["Nowt"]},
            "“Nowt”: no place, title or code of that name. See “storygen places” and “storygen titles”.",
            id="an unknown place",
        ),
        pytest.param(
            {"release": "workforce-1999"},
            "“workforce-1999”: police-workforce has no such release. It has workforce-2018, workforce-2019.",
            id="an unknown release",
        ),
        pytest.param(
            {"style": "nope"}, "“nope”: no such style. There are guardian, pa.", id="an unknown style"
        ),
        pytest.param({"text": ...}, "“text” is missing. Write the copy in it.", id="no text"),
        pytest.param(
            {"text": None},
            "“text” is not a string. Write the copy in it, between quotation marks.",
            id="a text of null",
        ),
        pytest.param(
            {"text": 5},
            "“text” is not a string. Write the copy in it, between quotation marks.",
            id="a text that is a number",
        ),
        pytest.param(
            {"text": ""},
            "the copy: there is nothing to read in it. Hand in a headline and its pars.",
            id="an empty text",
        ),
        pytest.param(
            {"text": "\ufeff \n\nEDITORS: Hold."},
            "the copy: there is nothing to read in it. Hand in a headline and its pars.",
            id="nothing for print",
        ),
        pytest.param({"places": ...}, f"“places” is missing. {LIST}", id="no places"),
        pytest.param({"places": []}, f"“places” is not a list of names. {LIST}", id="a list of none"),
        pytest.param(
            {"places": ["Kent", 5]}, f"“places” is not a list of names. {LIST}", id="a place by number"
        ),
        pytest.param(
            {"places": {"code": "E23000032"}}, f"“places” is not a list of names. {LIST}", id="one object"
        ),
        pytest.param(
            {"places": [{"name": "Kent"}]}, f"“places” is not a list of names. {LIST}", id="no code"
        ),
        pytest.param(
            {"release": 2019},
            "“release” is not a string. Write the release's id, or leave it out.",
            id="a year",
        ),
        pytest.param(
            {"release": " "},
            "“release” is empty. Write the release's id, or leave it out.",
            id="an empty release",
        ),
        pytest.param({"as_of": "soon"}, "“as_of”: “soon” is no day. Write it as 2020-01-30.", id="no day"),
        pytest.param(
            {"relase": "workforce-2018"},
            "“relase” is no key of a line. The keys are id, places, release, style, as_of and text.",
            id="a key misspelt",
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_id_and_its_number(said, error):
    line = {"id": "x-7", "places": ["Kent"], "text": HEADLINE, **said}
    copy = json.dumps({key: value for key, value in line.items() if value is not ...})
    came = run("police-workforce", "--jsonl", copy=f"{copy}\n")
    assert json.loads(came.stdout) == {"id": "x-7", "error": f"line 1: {error}", "flags": []}
    assert came.exit_code == 1


def test_what_is_left_null_is_as_if_it_were_not_said():
    line = {"id": 7, "places": ["Kent"], "text": HEADLINE, "release": None, "style": None, "as_of": None}
    came = run("police-workforce", "--jsonl", copy=json.dumps(line))
    assert (came.exit_code, json.loads(came.stdout)) == (0, {"id": 7, "flags": []})


def test_bytes_that_are_no_text_are_never_let_by():
    line = json.dumps({"id": 7, "places": ["Kent"], "text": "“" + HEADLINE}, ensure_ascii=False)
    came = run("police-workforce", "--jsonl", copy=line.encode("cp1252"))
    error = "line 1: not UTF-8 from byte 40 on. Save the file as UTF-8."
    assert (came.exit_code, json.loads(came.stdout)) == (1, {"id": 7, "error": error, "flags": []})


def test_a_file_in_another_writing_is_told_so():
    came = run("police-workforce", "--jsonl", copy='{"id": 7}'.encode("utf-16"))
    assert json.loads(came.stdout)["error"] == "line 1: not UTF-8 from byte 1 on. Save the file as UTF-8."


def test_half_a_character_is_a_stop_and_can_be_given_back():
    line = {"id": "\ud800", "places": ["Kent"], "text": f"{HEADLINE}\ud800"}
    came = run("police-workforce", "--jsonl", copy=json.dumps(line))
    found = json.loads(came.stdout)
    assert (came.exit_code, found["id"]) == (1, "\ud800")
    assert [(flag["span"], flag["message"]) for flag in found["flags"] if flag["stop"]] == [
        ([59, 60], "a character that cannot be printed: write what belongs there")
    ]


def test_the_mark_of_a_utf_8_file_is_no_copy():
    line = {"id": 7, "places": ["Kent"], "text": f"\ufeff{HEADLINE}"}
    lines = run("police-workforce", "--jsonl", copy=json.dumps(line).encode("utf-8-sig"))
    assert (lines.exit_code, json.loads(lines.stdout)) == (0, {"id": 7, "flags": []})
    plain = run("police-workforce", "Kent", copy=HEADLINE.encode("utf-8-sig"))
    assert (plain.exit_code, plain.stdout) == (0, f"  1  true  {HEADLINE}\n1 par, 0 stops, 0 flags\n")


@pytest.mark.parametrize(
    "par, told",
    [
        (
            INTRO.replace("risen", "<b>risen</b>"),
            "  2  stop  The number of police officers in Kent has <b>risen</b> in a year, official figures show.\n"
            "     stop (leftover) “<b>”: “<b>” is left over: write what belongs there\n"
            "     stop (leftover) “</b>”: “</b>” is left over: write what belongs there\n"
            "2 pars, 2 stops, 0 flags\n",
        ),
        (
            INTRO.replace("in Kent", "in&nbsp;Kent"),
            "  2  stop  The number of police officers in&nbsp;Kent has risen in a year, official figures show.\n"
            "     stop (leftover) “&nbsp;”: “&nbsp;” is left over: write what belongs there\n"
            "2 pars, 1 stop, 0 flags\n",
        ),
        (
            f"- {INTRO}",
            "  2  flag  - The number of police officers in Kent has risen in a year, official figures show.\n"
            "     flag (leftover) “- ”: “-” is Markdown, which would be printed as it stands: take it out\n"
            "2 pars, 0 stops, 1 flag\n",
        ),
        (
            INTRO.replace("risen", "<b>fallen</b>").replace("Kent", "<i></i>Kent"),
            "  2  stop  The number of police officers in <i></i>Kent has <b>fallen</b> in a year, official figu…\n"
            "     stop (leftover) “<i>”: “<i>” is left over: write what belongs there\n"
            "     stop (leftover) “</i>”: “</i>” is left over: write what belongs there\n"
            "     stop (leftover) “<b>”: “<b>” is left over: write what belongs there\n"
            "     stop (leftover) “</b>”: “</b>” is left over: write what belongs there\n"
            "     stop (reader) “fallen”: fallen: in Kent, “officers” went from 3,333.31 to 3,547.58\n"
            "2 pars, 6 stops, 0 flags\n",
        ),
    ],
)
def test_copy_of_a_web_page_is_read_without_its_markup_which_is_told_of(par, told):
    assert run("police-workforce", "Kent", copy=f"{HEADLINE}\n\n{par}\n").stdout.endswith(told)


def test_a_par_that_is_all_markup_is_no_headline():
    came = run("police-workforce", "Kent", copy=f"<div>\n\n{HEADLINE}\n\n{INTRO}\n\n</div>\n")
    assert came.stdout == (
        "  1  stop  <div>\n"
        "     stop (leftover) “<div>”: “<div>” is left over: write what belongs there\n"
        f"  2  true  {HEADLINE}\n"
        f"  3  true  {INTRO}\n"
        "  4  stop  </div>\n"
        "     stop (leftover) “</div>”: “</div>” is left over: write what belongs there\n"
        "4 pars, 2 stops, 0 flags\n"
    )


class Stopped(io.BytesIO):
    """Standard input, until somebody presses Ctrl-C."""

    def __next__(self):
        if line := self.readline():
            return line
        raise KeyboardInterrupt


def test_a_run_that_is_stopped_says_how_far_it_came():
    line = json.dumps({"id": 7, "places": ["Kent"], "text": HEADLINE})
    came = run("police-workforce", "--jsonl", copy=Stopped(f"\n{line}\n".encode()))
    told = "standard input: stopped at line 2, and what comes after it is not read. The same command reads it all.\n"
    assert (came.exit_code, came.stdout, came.stderr) == (1, '{"id": 7, "flags": []}\n', told)


def test_a_pack_that_there_is_not_is_said_once():
    came = run("polise-workforce", "--jsonl", copy="{}\n{}\n")
    assert (came.exit_code, came.stdout) == (2, "")
    assert came.stderr.startswith("“polise-workforce”: no such pack.")


def test_the_style_is_told_from_the_copy():
    wire = CliRunner().invoke(
        storygen, ["write", "use-of-force", "Kent", "--style", "guardian", "--length", "story"]
    )
    assert run("use-of-force", "Kent", copy=wire.stdout).stdout.endswith(", 0 stops, 0 flags\n")


def test_no_copy_and_no_place_are_wrong_usage():
    assert run("police-workforce", "Kent", copy=" \n").exit_code == 2
    assert run("police-workforce", "Kent", copy="\ufeff\n").exit_code == 2
    assert run("police-workforce", copy=HEADLINE).exit_code == 2
    assert run("police-workforce", "Kent", "--jsonl", copy="{}").exit_code == 2


def test_a_story_s_own_record_can_be_handed_back():
    places = [{"code": "E23000032", "name": "Kent"}]
    copy = {"id": 1, "places": places, "release": "workforce-2019", "text": f"{HEADLINE}\n{INTRO}"}
    came = run("police-workforce", "--jsonl", copy=json.dumps(copy))
    assert json.loads(came.stdout) == {"id": 1, "flags": []}
