import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from setting import STORY as PARS
from shell import NOW

from storygen.archive.archive import Archive
from storygen.archive.kept import Kept
from storygen.archive.workflow import Status
from storygen.cli.finding import HEADS, cut, in_short, rows_of

NORFOLK = (
    "Norfolk: bakers-2020.csv, Table 1 B7 (Norfolk, at 2020-03-31): not available. "
    "Ask the force or the publisher for it, or leave the place out"
)


def test_the_list_shows_what_was_changed_last_first(shell):
    shell.keep("Kent", "Essex")
    shell("approve", 1, clock=lambda: NOW + timedelta(hours=3))
    assert shell("list") == (
        0,
        "story  status    flags   pack    places  headline              changed\n"
        "1      approved          bakers  Kent    Bakers up in Kent     2020-06-30 13:00\n"
        "2      draft     1 flag  bakers  Essex   Bakers down in Essex  2020-06-30 10:00\n",
        "",
    )


@pytest.mark.parametrize(
    "words, numbers",
    [
        pytest.param([], [3, 2, 1], id="all"),
        pytest.param(["kent"], [1], id="by a word"),
        pytest.param(["bakers", "down"], [2], id="by all of several words"),
        pytest.param(["100%"], [], id="by a sign that a database has its own use for"),
        pytest.param(["--only", "held"], [3], id="held"),
        pytest.param(["--only", "flagged"], [2], id="flagged"),
        pytest.param(["--only", "clean"], [1], id="clean"),
        pytest.param(["--status", "draft", "--status", "filed"], [3, 2, 1], id="of two statuses"),
        pytest.param(["--status", "filed"], [], id="of a status"),
        pytest.param(["--region", "east of england"], [3, 2], id="of a region, however it is written"),
        pytest.param(["--place", "Kent"], [1], id="of a place"),
        pytest.param(["--place", "E23000028"], [2], id="of a place by its code"),
        pytest.param(["--place", "South East"], [1], id="of a region, and so of the forces in it"),
        pytest.param(["--place", "region:East of England"], [3, 2], id="of a region, called one"),
        pytest.param(["--place", "E12000008"], [], id="of a region by its code, and of it alone"),
        pytest.param(["--place", "title:Kent Messenger"], [1], id="of the places of a title's patch"),
        pytest.param(["--place", "London"], [], id="of a place that no story is told of"),
        pytest.param(
            ["--length", "Story", "--style", "PA"], [3, 2, 1], id="of a length and a style, however written"
        ),
        pytest.param(["--length", "nib"], [], id="of another length"),
        pytest.param(["--title", "Kent Messenger"], [], id="of a title"),
        pytest.param(["--angle", "change", "--pack", "bakers"], [2, 1], id="of an angle and a pack"),
        pytest.param(["--release", "bakers-2020", "--all"], [3, 2, 1], id="of a release, on one page"),
        pytest.param(["--page", "2"], [], id="past the last page"),
    ],
)
def test_the_list_is_of_what_was_asked_for(shell, words, numbers):
    shell.keep()
    assert [
        json.loads(line)["number"] for line in shell("list", "--json", *words).out.splitlines()
    ] == numbers


def test_a_line_of_json_is_the_whole_of_what_a_list_knows(shell):
    shell.keep("Kent")
    assert json.loads(shell("list", "--json").out) == {
        "number": 1, "pack": "bakers", "release": "bakers-2020", "length": "story", "style": "pa", "title": "",
        "trial": False, "status": "draft", "version": 1, "offered": None,
        "changed_at": "2020-06-30T09:00:00+00:00", "slug": "bakers-kent", "names": "Kent",
        "codes": ["force:E23000032"], "region": "South East", "headline": "Bakers up in Kent", "angle": "change",
        "held": False, "waits": False, "flags": 0, "stops": 0, "edited": False, "owed": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words, code, out, err",
    [
        pytest.param(["nobody"], 0, "no such story is kept\n", "", id="no such word"),
        pytest.param(["--only", "stopped"], 0, "no such story is kept\n", "", id="none is so"),
        pytest.param(["--page", "3"], 0, "there is no page 3; the last is 1\n", "", id="past the last page"),
        pytest.param(
            ["--pack", "butchers"], 0, "no story has the pack “butchers”; those that are kept have bakers\n", "",
            id="a pack that nothing was kept of",
        ),
        pytest.param(
            ["--region", "Nth East"], 0,
            "no story has the region “Nth East”; those that are kept have East of England, South East\n", "",
            id="a region misspelt",
        ),
        pytest.param(["--status", "lost"], 2, "",
            "“lost”: no such status. Use draft, approved, filed, corrected, killed or spiked.\n", id="no such status"),
        pytest.param(["--only", "good"], 2, "",
            "“good”: no such kind. Use held, waiting, gaps, flagged, stopped, clean, offered, edited, owed or withdrawn.\n", id="no such kind"),
        pytest.param(["--place", "Kant"], 2, "",
            "“Kant”: no place, title or code of that name. Did you mean “Kent”?\n", id="no such place"),
        pytest.param(["--length", "nib"], 0, "no story has the length “nib”; those that are kept have story\n", "", id="no such length"),
        pytest.param(["--title", "The Star"], 0, "no story has the title “The Star”; those that are kept have none\n", "", id="no such title"),
        pytest.param(["--archive", "x.db"], 1, "",
            "x.db: there is no archive yet. Keep a story first: storygen batch PACK --keep.\n", id="no such archive"),
    ],
)  # fmt: skip
def test_a_list_of_nothing_says_why(shell, words, code, out, err):
    shell.keep()
    assert shell("list", *words) == (code, out, err)


def test_nothing_is_kept_before_anything_is_and_listing_makes_no_archive(shell):
    assert shell("list") == (0, "nothing is kept in HOME/archive.db yet\n", "")
    assert shell("list", "--json") == (0, "", "")
    assert shell("list", env={"STORYGEN_ARCHIVE": "mine.db"}).out == "nothing is kept in mine.db yet\n"
    assert not list(shell.folder.rglob("*.db"))


@pytest.mark.parametrize("words", [["list"], ["show", 1], ["export"], ["backup", "x.gz"], ["approve", 1]])
def test_a_file_with_nothing_in_it_is_no_archive_and_is_made_none_by_looking(shell, words):
    path = shell.file("empty.txt", "")
    path.chmod(0o644)
    assert shell(*words, "--archive", path).err == (
        "HERE/empty.txt: there is no archive yet. Keep a story first: storygen batch PACK --keep.\n"
    )
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"", 0o644)


def test_a_page_says_how_many_more_there_are(shell):
    shell("batch", "bakers", "--keep", "--quiet", "--length", "headline")
    shell("batch", "bakers", "--keep", "--quiet", "--length", "nib")
    first, second = shell("list").out.splitlines(), shell("list", "--page", 2).out.splitlines()
    assert (len(first), first[-1]) == (52, "1 to 50 of 86; --page N or --all for the rest")
    assert (len(second), second[-1]) == (38, "51 to 86 of 86; --page N or --all for the rest")
    assert len(shell("list", "--all").out.splitlines()) == 87


STORY = Kept(
    number=7, pack="bakers", release="bakers-2020", length="story", style="pa", title="", trial=False,
    status=Status.DRAFT, version=1, offered=None, changed_at=datetime(2020, 1, 31, 9, 0, tzinfo=UTC),
    slug="bakers-kent", names="Kent", codes=("force:E23000032",), region="South East",
    headline="Bakers up in Kent, official figures show", angle="change", held=False, waits=False, flags=0,
    stops=0, edited=False,
)  # fmt: skip


@pytest.mark.parametrize(
    "changed, said",
    [
        pytest.param({}, "", id="nothing"),
        pytest.param({"held": True}, "held", id="held"),
        pytest.param({"held": True, "waits": True}, "waiting", id="held for a person"),
        pytest.param({"flags": 1}, "1 flag", id="a flag"),
        pytest.param({"flags": 3, "stops": 1}, "1 stop, 2 flags", id="a stop among flags"),
        pytest.param({"flags": 2, "stops": 2, "offered": 4}, "2 stops, offered", id="stops, and a version offered"),
        pytest.param({"status": Status.FILED, "offered": 4, "owed": "headline"}, "correction owed: headline", id="a correction owed"),
        pytest.param({"flags": 1, "owed": "release"}, "1 flag, release withdrawn", id="its release withdrawn"),
    ],
)  # fmt: skip
def test_a_list_says_what_to_look_at(changed, said):
    assert in_short(replace(STORY, **changed)) == said


@pytest.mark.parametrize(
    "columns, headline",
    [
        pytest.param(200, "Bakers up in Kent, official figures show", id="a wide terminal"),
        pytest.param(85, "Bakers up in Kent, official…", id="a narrow one"),
        pytest.param(30, "Bakers up in Kent,…", id="one too narrow for anything else"),
    ],
)
def test_a_headline_is_cut_to_the_terminal(columns, headline):
    heads, row = rows_of([STORY], columns)
    assert heads == list(HEADS)
    assert row == ["7", "draft", "", "bakers", "Kent", headline, "2020-01-31 09:00"]


def test_what_a_story_owes_is_said_beside_it_and_stands_in_its_history_in_words(shell):
    shell.keep("Kent")
    archive = Archive(str(shell.home / "archive.db"))
    for act in ("approve", "file"):
        archive.decide(1, act, by="Ada", at=NOW)
    copy = archive.version(1).copy
    how = {"base": 1, "severity": "figure", "by": copy.release, "at": NOW, "why": "1,100 was wrong"}
    archive.owe(1, replace(copy, pars=copy.pars[:-1]), **how)
    owing = shell("show", 1).err.splitlines()[1]
    archive.note(1, "question", at=NOW, why="bakers-2020 was withdrawn")
    archive.set_aside(1, by="Ada", at=NOW, why="nobody has printed it")
    asked = shell("show", 1).err.splitlines()[1]
    said = [line for line in shell("history", 1).out.splitlines() if "storygen" in line]
    assert (owing, asked) == (
        "correction owed: figure, drafted as version 2: storygen correct 1; storygen offer 1 --set-aside lets it stand",
        "release withdrawn; storygen offer 1 --set-aside lets it stand",
    )
    assert ["correction drafted" in line for line in said] == [False, True, False]
    assert ["withdrawal noted" in line for line in said] == [False, False, True]


def test_what_fits_is_not_cut():
    assert [cut("Bakers up", most) for most in (9, 8, 7)] == ["Bakers up", "Bakers…", "Bakers…"]


# One story.


def test_a_story_is_shown_as_it_would_be_printed_and_what_an_editor_should_know_aside(shell):
    written = shell.keep()("write", "bakers", "Kent").out
    about = "story 1, bakers-kent: draft; version 1, written by storygen 2020-06-30 10:00\n"
    for name in ("1", "bakers-kent"):
        assert shell("show", name) == (0, written, about)
    shell("approve", 1)
    assert shell("show", 1) == (
        0,
        written.replace("not yet approved", "approved by Jo Baker"),
        about.replace("draft", "approved, approved by Jo Baker"),
    )


def test_a_held_story_is_shown_with_its_reason(shell):
    shell.keep()
    assert shell("show", 3) == (
        0,
        f"HELD bakers: Norfolk\n  {NORFOLK}\n",
        "story 3, bakers-norfolk: draft; version 1, written by storygen 2020-06-30 10:00\n",
    )
    assert shell("show", 3, "--flags").out == f"held: {NORFOLK}\n"


def test_a_story_that_its_reader_stopped_is_shown_as_it_was_drafted_under_what_holds_it(shell):
    shell.publish(story_j2=PARS.replace("{{ place.force }} had", "[PLACE] had"))
    shell.keep("Kent")
    held, _, draft = shell("show", 1).out.partition("\n\n")
    assert held == "HELD bakers: Kent\n  ovens: “[PLACE]” is left over: write what belongs there"
    assert draft.startswith("BAKERS Kent\n\nBakers up in Kent\n")
    assert "\n\n[PLACE] had 60 ovens.\n\n" in draft


def test_what_a_story_is_flagged_for_is_shown_par_by_par(shell):
    shell.keep()
    assert shell("show", 2, "--flags").out == (
        "  1  true  Bakers down in Essex\n"
        "  2  true  There are 880 bakers in Essex, official figures show.\n"
        "  3  true  Essex Police counted 880 bakers on March 31 2020, compared with 900 a year earlier.\n"
        "  4  true  England and Wales had 40,500 bakers.\n"
        '  5  true  Ann Miller, the guild\'s president, said: "Bread matters."\n'
        "  6  true  The figures were published on June 30 this year.\n"
        "     flag (left out): Essex: the par is left out (ovens of Essex, at 2020-03-31: missing)\n"
        "6 pars, 0 stops, 1 flag\n"
    )


def test_in_a_story_of_several_places_each_flag_stands_under_the_par_of_its_own_place(shell):
    shell("write", "bakers", "Kent", "Essex", "--keep")
    copy = shell.copy(1).replace("counted 1,100", "counted 1,101").replace("counted 880", "counted 881")
    shell("edit", 1, "--file", shell.file("copy.txt", copy))
    assert shell("show", 1, "--flags").out == (
        "  1  true  Bakers up across Kent and Essex\n"
        "  2  true  There are 1,980 bakers in Kent and Essex, official figures show.\n"
        "  3  stop  Kent Police counted 1,101 bakers on March 31 2020, compared with 1,000 a year earlier.\n"
        "     stop (reader) “1,101”: 1,101: in Kent, “bakers” was 1,100 on March 31 2020\n"
        "  4  true  Kent Police had 60 ovens.\n"
        "  5  stop  Meanwhile, Essex Police counted 881 bakers on March 31 2020, compared with 900 a year e…\n"
        "     stop (reader) “881”: 881: in Essex, “bakers” was 880 on March 31 2020\n"
        "  6  true  Together, Kent Police and Essex Police had almost 2,000 bakers.\n"
        "  7  true  England and Wales had 40,500 bakers.\n"
        '  8  true  Ann Miller, the guild\'s president, said: "Bread matters."\n'
        "  9  true  The figures were published on June 30 this year.\n"
        "     flag (left out): Essex: the par is left out (ovens of Essex, at 2020-03-31: missing)\n"
        "9 pars, 2 stops, 1 flag\n"
    )


def test_an_earlier_version_and_another_form_are_shown_where_they_are_asked_for(shell):
    shell.keep("Kent")
    first = shell.copy(1)
    shell("edit", 1, "--file", shell.file("copy.txt", first.replace("There are", "We have")))
    assert shell("show", 1, "--version", 1) == (
        0,
        first,
        "story 1, bakers-kent: draft; version 1 (2 counts), written by storygen 2020-06-30 10:00\n",
    )
    assert json.loads(shell("show", 1, "--format", "json").out)["pars"][1]["text"] == (
        "We have 1,100 bakers in Kent, official figures show."
    )


@pytest.mark.parametrize(
    "words, code, said",
    [
        pytest.param(["show", "9"], 1, "story 9: there is none of that number. See “storygen list”.\n", id="no such number"),
        pytest.param(["show", "bakers-kant"], 1, "“bakers-kant”: no story is called that. See “storygen list”.\n", id="no such slug"),
        pytest.param(["show", "²"], 1, "“²”: no story is called that. See “storygen list”.\n", id="no number at all"),
        pytest.param(["show", "1", "--version", "4"], 1, "story 1, bakers-kent: it has no version 4. See “storygen history 1”.\n", id="no such version"),
        pytest.param(["show", "1", "--format", "pdf"], 2, "“pdf”: no such output. There are figures, json, text, trail.\n", id="no such form"),
        pytest.param(["history", "9"], 1, "story 9: there is none of that number. See “storygen list”.\n", id="the history of none"),
    ],
)  # fmt: skip
def test_a_story_that_there_is_not_is_refused_in_a_line(shell, words, code, said):
    shell.keep("Kent")
    assert shell(*words) == (code, "", said)


def test_a_slug_that_two_releases_have_in_common_wants_a_number(shell):
    shell.keep("Kent")
    shell("write", "police-workforce", "Kent", "--keep")
    shell("write", "police-workforce", "Kent", "--keep", "--release", "workforce-2018")
    assert shell("show", "police-kent").err == (
        "“police-kent”: 2 stories are called that: 2 (workforce-2019), 3 (workforce-2018). Give its number.\n"
    )


def test_the_history_tells_who_did_what_when_and_why_and_in_what_words(shell):
    shell.keep("Kent")
    copy = (
        shell.copy(1).replace("There are", "We have").replace("\n\nEngland and Wales had 40,500 bakers.", "")
    )
    shell("edit", 1, "--file", shell.file("copy.txt", copy), "--why", "plainer")
    shell("approve", 1, "--by", "Al")
    shell("undo", 1)
    assert shell("history", 1, "--words").out == (
        "story 1, bakers-kent: Bakers up in Kent\n"
        "when              who       act      status    version  why\n"
        "2020-06-30 10:00  storygen  write    draft     1\n"
        "2020-06-30 10:00  Jo Baker  edit               2        plainer\n"
        "2020-06-30 10:00  Al        approve  approved  2\n"
        "2020-06-30 10:00  Jo Baker  undo     draft     2\n"
        "\n"
        "version 2, edited by Jo Baker, beside version 1\n"
        "intro, changed\n"
        "     [-There are-]{+We have+} 1,100 bakers in Kent, official figures show.\n"
        "nation, cut\n"
        "     [-England and Wales had 40,500 bakers.-]\n"
    )


# Completion.


def completed(shell, begun):
    words = {"_STORYGEN_COMPLETE": "bash_complete", "COMP_WORDS": f"storygen show {begun}", "COMP_CWORD": "2"}
    return shell(env=words).out.split()


def test_the_shell_completes_a_story_by_its_number_or_its_slug(shell):
    assert completed(shell, "") == []
    shell.keep()
    assert completed(shell, "") == ["plain,3", "plain,2", "plain,1"]
    assert completed(shell, "2") == ["plain,2"]
    assert completed(shell, "bakers-k") == ["plain,bakers-kent"]
    assert completed(shell, "nobody") == []
    assert not (shell.home / "trial.db").exists()
