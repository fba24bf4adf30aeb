import json
import sys

import pytest
from setting import BAKERS

KENT_ROSE = {**BAKERS, ("bakers", "E23000032", "at 2020-03-31"): 1060}
READ = """\
  1  true  Bakers up in Kent
  2  true  {intro}
  3  true  Kent Police counted 1,100 bakers on March 31 2020, compared with 1,000 a year earlier.
  4  true  Kent Police had 60 ovens.
  5  true  England and Wales had 40,500 bakers.
  6  true  Ann Miller, the guild's president, said: "Bread matters."
  7  true  The figures were published on June 30 this year.
7 pars, 0 stops, 0 flags
"""
PLAIN = "We have 1,100 bakers in Kent, official figures show."
THERE = "There are 1,100 bakers in Kent, official figures show."
NOTHING = "story 1, bakers-kent: nothing in it was changed\n"


def editor(shell, *replaced, says=None):
    """Return the environment of an editor who types one thing for another, or ends as *says*."""
    changes = f"text = text.replace({replaced[0]!r}, {replaced[1]!r})" if replaced else says or ""
    script = shell.file(
        "editor.py",
        "import os, pathlib, sys, time\n"
        "path = pathlib.Path(sys.argv[1]); text = path.read_text('utf-8')\n"
        f"pathlib.Path({str(shell.folder / 'seen.txt')!r}).write_text(text, 'utf-8')\n"
        f"{changes}\n"
        "path.write_text(text, 'utf-8')\n",
    )
    return {"VISUAL": f"{sys.executable} {script}"}


def pars(shell, number=1):
    return [par["text"] for par in json.loads(shell("show", number, "--format", "json").out)["pars"]]


def test_an_editor_is_given_plain_pars_and_what_it_saves_is_read_again(shell):
    shell.keep("Kent")
    assert shell("edit", 1, "--why", "plainer words", env=editor(shell, "There are", "We have")) == (
        0,
        "story 1, bakers-kent: saved as version 2, by Jo Baker\n" + READ.format(intro=PLAIN),
        "",
    )
    assert (shell.folder / "seen.txt").read_text("utf-8") == (
        "Bakers up in Kent\n\n"
        f"{THERE}\n\n"
        "Kent Police counted 1,100 bakers on March 31 2020, compared with 1,000 a year earlier.\n\n"
        "Kent Police had 60 ovens.\n\n"
        "England and Wales had 40,500 bakers.\n\n"
        'Ann Miller, the guild\'s president, said: "Bread matters."\n\n'
        "The figures were published on June 30 this year.\n"
    )
    assert shell("history", 1).out.splitlines()[-1].split()[2:] == [
        *("Jo", "Baker", "edit", "2", "plainer", "words")
    ]


def test_wire_copy_is_taken_back_as_it_was_shown(shell):
    shell.keep("Kent")
    copy = shell.copy(1)
    assert shell("edit", 1, "--file", shell.file("copy.txt", copy)) == (0, NOTHING, "")
    path = shell.file("copy.txt", copy.replace("There are", "We have"))
    assert shell("edit", 1, "--file", path).out.splitlines()[0].endswith("saved as version 2, by Jo Baker")
    assert shell("edit", 1, "--file", "-", input=shell.copy(1).replace("We have", "There are")).code == 0
    assert pars(shell)[1] == THERE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{copy}", id="as it was"),
        pytest.param("\ufeff{copy}", id="with the mark of UTF-8"),
        pytest.param("{crlf}", id="with the line ends of Windows"),
        pytest.param("{wrapped}", id="with lines broken where there was a blank"),
    ],
)
def test_copy_whose_words_are_the_same_is_not_changed(shell, text):
    shell.keep("Kent")
    copy = "\n\n".join(pars(shell)) + "\n"
    said = {"copy": copy, "crlf": copy.replace("\n", "\r\n"), "wrapped": copy.replace(" bakers", "\nbakers")}
    assert shell("edit", 1, "--file", shell.file("copy.txt", text.format(**said))) == (0, NOTHING, "")
    assert shell("history", 1).out.count("\n") == 3


def test_an_editor_that_saves_nothing_changes_nothing(shell):
    shell.keep("Kent")
    assert shell("edit", 1, env=editor(shell, says="sys.exit()")) == (0, NOTHING, "")


def test_pars_are_cut_moved_and_added(shell):
    shell.keep("Kent")
    headline, intro, count, ovens, _, guild, source = pars(shell)
    new = "Bread is baked at night."
    path = shell.file("copy.txt", "\n\n".join([headline, count, intro, guild, new, ovens, source]))
    assert shell("edit", 1, "--file", path).code == 0
    assert pars(shell) == [headline, count, intro, guild, new, ovens, source]
    assert [par["name"] for par in json.loads(shell("show", 1, "--format", "json").out)["pars"]] == [
        *("headline", "count", "intro", "guild", "added-1", "ovens", "source")
    ]


def test_what_is_false_is_saved_and_said_and_may_not_be_approved(shell):
    shell.keep("Kent")
    came = shell("edit", 1, "--file", shell.file("copy.txt", shell.copy(1).replace("are 1,100", "are 1,200")))
    assert came.code == 0
    assert came.out.splitlines()[2:4] == [
        "  2  stop  There are 1,200 bakers in Kent, official figures show.",
        "     stop (reader) “1,200”: 1,200: in Kent, “bakers” was 1,100 on March 31 2020",
    ]
    assert came.out.splitlines()[-1] == "a stop stands: mend the copy, or overrule it by name"
    assert shell("approve", 1).err == (
        "story 1, bakers-kent: a stop stands: intro: 1,200: in Kent, “bakers” was 1,100 on March 31 2020. "
        "Mend the copy, or overrule the stop by name.\n"
    )


def test_what_nobody_sees_is_taken_out_and_said(shell):
    shell.keep("Kent")
    path = shell.file("copy.txt", shell.copy(1).replace("There are", "We\u200b have"))
    came = shell("edit", 1, "--file", path)
    assert came.err == "taken out, since nobody sees it: intro: U+200B (zero width space)\n"
    assert pars(shell)[1] == PLAIN


def test_an_approved_story_that_is_edited_is_a_draft_again(shell):
    shell.keep("Kent")
    shell("approve", 1)
    shell("edit", 1, env=editor(shell, "There are", "We have"))
    assert shell("history", 1).out.splitlines()[-1].split() == [
        *("2020-06-30", "10:00", "Jo", "Baker", "edit", "draft", "2")
    ]


@pytest.mark.parametrize(
    "before, text, code, said",
    [
        pytest.param([], "", 2, "the copy: there is nothing in it. Write a headline and its pars.\n", id="an empty file"),
        pytest.param([], " \n\n", 2, "the copy: there is nothing in it. Write a headline and its pars.\n", id="a blank one"),
        pytest.param([], b"caf\xe9", 2, "HERE/copy.txt: not UTF-8 from byte 4 on. Save the file as UTF-8.\n", id="another code"),
        pytest.param([], f"{THERE}\n\nBakers up in Kent", 2, "the copy: its first par is not the headline. Put the headline first.\n", id="the headline second"),
        pytest.param([["spike", 1, "--why", "x"]], "Up", 1, "story 1, bakers-kent: it is spiked, and its words stand. Redraft it first.\n", id="one on the spike"),
        pytest.param([["approve", 1], ["file", 1]], "Up", 1, "story 1, bakers-kent: it is filed, and its words stand. Correct it.\n", id="one that has gone out"),
    ],
)  # fmt: skip
def test_words_that_will_not_do_are_refused_in_a_line(shell, before, text, code, said):
    shell.keep("Kent")
    for words in before:
        assert shell(*words).code == 0
    assert shell("edit", 1, "--file", shell.file("copy.txt", text)) == (code, "", said)


def test_a_held_story_without_copy_is_not_edited(shell):
    shell.keep()
    came = shell("edit", 3, "--file", shell.file("copy.txt", "Up"))
    assert (came.code, came.err.startswith("story 3, bakers-norfolk: it is held: Norfolk: ")) == (1, True)


# Two shells at once.


def test_the_second_to_save_sees_both_and_loses_nothing(shell):
    shell.keep("Kent")
    first = shell.copy(1)
    shell("edit", 1, "--by", "Al", "--file", shell.file("al.txt", first.replace("There are", "Kent has")))
    mine = first.replace("There are", "We have")
    came = shell("edit", 1, "--base", 1, "--file", "-", input=mine)
    assert came == (
        1,
        "",
        "version 2, edited by Al 2020-06-30 10:00\n"
        "Theirs stands; beside it what you wrote, [-theirs-] and {+yours+}:\n"
        "intro, changed\n"
        "     [-Kent has-]{+We have+} 1,100 bakers in Kent, official figures show.\n"
        "what you wrote is in HOME/unsaved/bakers-kent.txt\n"
        "story 1, bakers-kent: Al has saved version 2 since you opened it. "
        "Look at both, and save yours over it or keep theirs.\n",
    )
    assert (shell.home / "unsaved/bakers-kent.txt").read_text("utf-8") == mine
    assert pars(shell)[1].startswith("Kent has")
    saved = shell("edit", 1, "--base", 2, "--file", shell.home / "unsaved/bakers-kent.txt")
    assert saved.out.splitlines()[0] == "story 1, bakers-kent: saved as version 3, by Jo Baker"
    assert pars(shell)[1] == PLAIN


def test_a_clash_while_an_editor_is_open_leaves_what_was_typed_in_a_file_of_its_own(shell):
    shell.keep("Kent")
    for number, text in ((1, "one"), (2, "another")):
        elses = shell.file("al.txt", shell.copy(1).replace("official", f"official {text}"))
        words = ["-m", "storygen", "edit", "1", "--by", "Al", "--file", str(elses)]
        other = f"import subprocess; subprocess.run({[sys.executable, *words]!r}, capture_output=True)"
        typed = editor(shell, says=f"{other}; text = text.replace('Kent', 'Kent, {text}')")
        came = shell("edit", 1, env={**typed, **shell.environment})
        assert came.code == 1
        name = "bakers-kent.txt" if number == 1 else "bakers-kent-2.txt"
        assert f"what you wrote is in HOME/unsaved/{name}\n" in came.err
        assert (shell.home / "unsaved" / name).read_text("utf-8").startswith(f"Bakers up in Kent, {text}\n")


def test_what_was_typed_is_on_the_screen_where_no_file_can_be(shell):
    shell.keep("Kent")
    shell.file("home/unsaved", "no folder")
    assert shell("edit", 1, env=editor(shell, says=f"text = {THERE!r}")) == (
        2,
        f"{THERE}\n",
        "what you wrote is on the screen, and in no file\n"
        "the copy: its first par is not the headline. Put the headline first.\n",
    )


# What storygen offers beside an editor's version.


@pytest.fixture
def offered(shell):
    """Return a shell in whose archive a new version is offered: an editor wrote the intro and cut the nation."""
    shell.keep("Kent")
    copy = shell.copy(1).replace("There are 1,100 bakers in Kent", "We have many bakers")
    copy = copy.replace("\n\nEngland and Wales had 40,500 bakers.", "")
    shell("edit", 1, "--file", shell.file("copy.txt", copy))
    shell.publish(KENT_ROSE)
    return shell.keep("Kent")


def test_what_is_offered_is_shown_par_by_par(offered):
    assert offered("offer", 1) == (
        0,
        "story 1, bakers-kent: version 3 is offered beside version 2, edited by Jo Baker\n"
        "intro, changed (an editor's, which stands)\n"
        "     [-We have many-]{+There are 1,060+} bakers{+ in Kent+}, official figures show.\n"
        "count, changed\n"
        "     Kent Police counted [-1,100-]{+1,060+} bakers on March 31 2020, compared with 1,000 a year earlier.\n"
        "nation, added (an editor has cut it)\n"
        "     {+England and Wales had 40,500 bakers.+}\n"
        "storygen offer 1 --base 3 --take takes all but what is an editor's; --set-aside takes nothing\n",
        "",
    )
    assert offered("show", 1).err.splitlines()[1] == ("version 3 is offered beside it: storygen offer 1")


def test_all_is_taken_that_no_editor_has_touched(offered):
    came = offered("offer", 1, "--take")
    assert came.out.splitlines()[0] == (
        "story 1, bakers-kent: saved as version 4, of what version 3 offers, by Jo Baker"
    )
    assert pars(offered) == [
        "Bakers up in Kent",
        "We have many bakers, official figures show.",
        "Kent Police counted 1,060 bakers on March 31 2020, compared with 1,000 a year earlier.",
        "Kent Police had 60 ovens.",
        'Ann Miller, the guild\'s president, said: "Bread matters."',
        "The figures were published on June 30 this year.",
    ]
    assert offered("offer", 1) == (1, "", "story 1, bakers-kent: nothing is offered beside it.\n")


def test_what_is_offered_is_set_aside(offered):
    assert offered("offer", 1, "--set-aside", "--why", "old news") == (
        0,
        "story 1, bakers-kent: what was offered is set aside, by Jo Baker; version 2 stands\n",
        "",
    )
    assert offered("history", 1).out.splitlines()[-1].split()[2:] == [
        "Jo",
        "Baker",
        "set",
        "aside",
        "3",
        "old",
        "news",
    ]
    assert offered("offer", 1, "--set-aside").code == 1


@pytest.mark.parametrize("how", ["--take", "--set-aside"])
def test_what_is_taken_or_set_aside_is_what_was_looked_at(offered, how):
    offered.publish({**BAKERS, ("bakers", "E23000032", "at 2020-03-31"): 1070})
    offered.keep("Kent")
    assert offered("offer", 1, how, "--base", 3) == (
        1,
        "",
        "story 1, bakers-kent: version 4 is offered beside it by now. Look at that one first.\n",
    )
    assert offered("offer", 1, how, "--base", 4).code == 0


def test_nothing_is_taken_where_an_editor_wrote_all_that_is_offered_otherwise(shell):
    shell.keep("Kent")
    copy = shell.copy(1).replace("There are 1,100", "We have 1,100").replace("counted", "have counted")
    shell("edit", 1, "--file", shell.file("copy.txt", copy))
    shell.publish(KENT_ROSE)
    shell.keep("Kent")
    assert shell("offer", 1, "--take") == (
        1,
        "",
        "story 1, bakers-kent: every par that is offered otherwise is an editor's by now. "
        "Edit the story, or say --set-aside.\n",
    )
    assert shell("offer", 1, "--take", "--set-aside").code == 2
