"""What the gate's doubts mean for stories: who is held, who is told, and how an editor lets them run."""

from dataclasses import replace

import pytest
from making import ESSEX, KENT, NATION, NORFOLK
from setting import BAKERS, PACK, STORY, YEAR, YEAR_BEFORE, bakery, environment
from test_failures import SEEN, altered, copy, flags, instead, tell

from storygen import Held, listing, load_pack, open_edition, write_story
from storygen.facts.figure import Figure
from storygen.facts.table import read_readings
from storygen.newsroom import write

WORKFORCE = ("police-workforce", "workforce-2019")
NOW = "at 2019-09-30"
AVON_AND_SOMERSET = "E23000036"
FOUR = ("E23000002", "E23000003", "E23000004", "E23000005")
"""More forces without a figure than a total is asked of."""
STRANGE = {**BAKERS, ("bakers", "E99", YEAR): 7}
SENSITIVE = PACK + "\n[gate]\nsensitive = true\n"


def bakers(folder, *places, figures=BAKERS, pack=PACK, **options):
    settings = bakery(folder, figures, pack_toml=pack)
    return write_story(load_pack("bakers", settings), None, places, settings=settings, **options)


@pytest.mark.parametrize(
    "measure, check, held",
    [
        pytest.param("officers_change", "change", True, id="of the lead, and it is held"),
        pytest.param("staff_change", "change", False, id="of an optional par's measure, and it is told"),
    ],
)
def test_a_printed_change_that_its_own_pair_contradicts(measure, check, held):
    story = tell(altered(*WORKFORCE, instead(measure, KENT, NOW, "412.5")), "Kent")
    said = f"Kent: the change printed of {measure.removesuffix('_change')} is 412.5, and its figures give"
    if held:
        assert isinstance(story, Held)
        assert story.reasons[0].startswith(said)
        assert {cell.column for cell in story.cells} >= {"Change in 12 months > number", "2019-09-30"}
    else:
        (message,) = flags(story, check)
        assert message.startswith(said)


def test_a_held_lead_may_be_overruled_with_a_note():
    edition = altered(*WORKFORCE, instead("officers_change", KENT, NOW, "412.5"))
    story = tell(edition, "Kent", overrule=SEEN)
    assert copy(story, "ednote").startswith("Kent: the change printed of officers is 412.5")


def test_a_total_that_its_parts_don_t_make_is_told_beside_the_story():
    year = "year ending 2020-03-31"
    story = tell(altered("use-of-force", "use-of-force-2020", instead("drawn", KENT, year, "1")), "Kent")
    (message,) = flags(story, "parts")
    assert message.startswith(f"Kent: taser not discharged, {year}: printed as ")


def test_a_row_that_stands_twice_is_told_once():
    rows = [
        replace(each, address=each.address + "9")
        for each in read_readings(open_edition(load_pack(WORKFORCE[0]), WORKFORCE[1]).release.path)
        if (each.measure, each.place) == ("officers", KENT)
    ]
    story = tell(altered(*WORKFORCE, more=rows), "Kent")
    (message,) = flags(story, "duplicate")
    assert message.startswith("Kent: it stands twice in Table_1 (")


def test_rows_that_stand_twice_and_differ_are_held_as_disputed():
    rows = [
        replace(each, address=each.address + "9", value="1")
        for each in read_readings(open_edition(load_pack(WORKFORCE[0]), WORKFORCE[1]).release.path)
        if (each.measure, each.place, each.period) == ("officers", KENT, NOW)
    ]
    held = tell(altered(*WORKFORCE, more=rows), "Kent")
    assert isinstance(held, Held)
    assert held.reasons[0].startswith(
        "Kent: workforce-2019.csv, Table_1 D45 (Kent, 2019-09-30) has 3547.5841 and D459 has 1: disputed. See which"
    )


def test_a_place_without_a_row_is_held_and_the_reason_says_so(tmp_path):
    held = bakers(tmp_path, "Dorset")
    assert held.reasons == (
        "Dorset: no row of Dorset in bakers-2020 (bakers of Dorset, at 2020-03-31): missing. "
        "Add a release that has it, or leave the place out",
    )


def test_a_stray_row_is_told_of_the_nation_and_of_no_other_place(tmp_path):
    said = "bakers-2020: it has a row of E99, “E99”, which is no place that we know"
    assert flags(bakers(tmp_path, "England and Wales", figures=STRANGE), "unknown row") == [said]
    assert flags(bakers(tmp_path, "Kent", figures=STRANGE), "unknown row") == []


def test_the_list_of_what_is_held_opens_with_the_release(tmp_path, monkeypatch):
    bakery(tmp_path, STRANGE, pack_toml=PACK + "\n[gate]\nlatest = 2\n")
    for key, value in environment(tmp_path).items():
        monkeypatch.setenv(key, value)
    _, dates, stray, *rows = listing.held("bakers")
    assert dates == [
        "(the release)", "bakers-2020", "yes", "",
        "it came out on 2020-06-30, and a release of at 2020-03-31 is expected from 2020-03-31 to 2020-05-31",
    ]  # fmt: skip
    assert stray[:3] == ["(the release)", "bakers-2020", "holds nothing"]
    assert {row[0]: row[2] for row in rows}["Kent"] == "yes"


def test_the_list_of_what_is_held_says_what_else_is_doubtful_and_where_to_look(tmp_path, monkeypatch):
    bakery(tmp_path, {**BAKERS, ("bakers", KENT, YEAR): 0, ("bakers", KENT, YEAR_BEFORE): 110})
    for key, value in environment(tmp_path).items():
        monkeypatch.setenv(key, value)
    headers, *rows = listing.held("bakers")
    assert headers == ["place", "code", "may be overruled", "cells", "why"]
    kent = [row for row in rows if row[0] == "Kent"]
    assert [(row[2], row[-1].partition(":")[0]) for row in kent] == [
        ("yes", "bakers"),
        ("holds nothing", "a change of -100.0 per cent against 1.2 across the nation"),
    ]
    assert all(row[3].startswith("bakers-2020 Table 1 ") for row in kent)


def test_a_story_that_its_reader_stops_keeps_its_draft_in_its_record(tmp_path):
    wrong = STORY.replace('had {{ ovens.now | counted("oven") }}', "had 9,999 bakers")
    held = write_story(
        load_pack("bakers", settings := bakery(tmp_path, story_j2=wrong)), None, ["Kent"], settings=settings
    )
    assert isinstance(held, Held)
    said = held.as_data()
    assert (said["status"], said["pars"], said["headline"]) == ("held", [], "")
    assert "Kent Police had 9,999 bakers." in [par["text"] for par in said["draft"]["pars"]]
    assert any(flag["stop"] for flag in said["draft"]["flags"])


def test_a_release_in_doubt_is_said_once_of_several_places(tmp_path):
    pack = PACK + "\n[gate]\nlatest = 2\n"
    held = bakers(tmp_path, "Kent", "Essex", pack=pack)
    assert isinstance(held, Held)
    (reason,) = held.reasons
    assert reason.startswith("bakers-2020: it came out on 2020-06-30")
    note = copy(bakers(tmp_path, "Kent", "Essex", pack=pack, overrule=SEEN), "ednote")
    assert note.count("it came out") == 1


# A small count of a sensitive subject is not printed unseen, whatever its pars' conditions are.

FEW = {**BAKERS, ("ovens", KENT, YEAR): 3, ("ovens", KENT, YEAR_BEFORE): 8}


def test_a_small_count_that_copy_prints_waits_for_a_person(tmp_path):
    held = bakers(tmp_path, "Kent", figures=FEW, pack=SENSITIVE)
    assert isinstance(held, Held)
    assert held.may_overrule
    assert held.reasons == ("Kent: fewer than 5 in ovens: a person decides if it is printed",)
    assert [(cell.subject.measure, cell.subject.geography) for cell in held.cells] == [("ovens", KENT)]
    story = bakers(tmp_path, "Kent", figures=FEW, pack=SENSITIVE, overrule=SEEN)
    assert copy(story, "ovens") == "Kent Police had three ovens."
    assert copy(story, "ednote").startswith("Kent: fewer than 5 in ovens")


@pytest.mark.parametrize(
    "pack, now",
    [
        pytest.param(PACK, 3, id="where the subject is not sensitive"),
        pytest.param(SENSITIVE, 5, id="where it is not so small"),
        pytest.param(SENSITIVE.replace('"ovens.now > 0"', '"ovens.now >= 5"'), 3, id="where copy leaves it out"),
    ],
)  # fmt: skip
def test_a_count_that_may_be_printed_holds_nothing(tmp_path, pack, now):
    figures = {**FEW, ("ovens", KENT, YEAR): now}
    assert not isinstance(bakers(tmp_path, "Kent", figures=figures, pack=pack), Held)


def test_what_is_worked_out_of_a_small_count_tells_it_too(tmp_path):
    pack, story = SENSITIVE, "{% block ovens %}Ovens: {{ ovens.change }} fewer.{% endblock %}"
    lines = [line for line in STORY.splitlines() if not line.startswith("{% block ovens")]
    settings = bakery(tmp_path, FEW, pack_toml=pack, story_j2="\n".join([*lines, story]))
    held = write_story(load_pack("bakers", settings), None, ["Kent"], settings=settings)
    assert held.reasons == ("Kent: fewer than 5 in ovens: a person decides if it is printed",)


def test_a_small_count_in_the_story_s_own_pars_waits_too(tmp_path):
    pack = SENSITIVE.replace('runs_if = "several"', 'runs_if = "total.ovens.now > 0"').replace(
        '"ovens.now > 0"', '"ovens.now >= 5"'
    )
    words = STORY.replace('{{ total.bakers.now | around(noun="baker") }}', "{{ total.ovens.now }} ovens")
    settings = bakery(tmp_path, FEW, pack_toml=pack, story_j2=words)
    opened = load_pack("bakers", settings)
    held = write_story(opened, None, ["Kent"], settings=settings)
    assert (held.reasons, held.may_overrule) == (
        ("Kent: fewer than 5 in ovens: a person decides if it is printed",),
        True,
    )
    story = write_story(opened, None, ["Kent"], settings=settings, overrule=SEEN)
    assert copy(story, "ednote").startswith("Kent: fewer than 5 in ovens")


# What every story is told of the nation.


def test_a_nation_that_its_places_don_t_make_is_printed_in_no_story():
    edition = altered(*WORKFORCE, instead("officers", NATION, NOW, "130000"))
    kent, nation = tell(edition, "Kent"), tell(edition, "England and Wales")
    assert "130,000" not in " ".join(str(par) for par in kent.pars)
    message, *_ = flags(kent, "left out")
    assert message.startswith(f"England and Wales: officers, {NOW}: printed as 130000, and its 43 places")
    assert message.endswith(": so the par that prints it is left out")
    assert isinstance(nation, Held)
    assert message.removesuffix(": so the par that prints it is left out") in nation.reasons


def test_what_a_par_only_claims_of_a_wrong_figure_is_not_said_either():
    edition = altered(*WORKFORCE, instead("pcsos", AVON_AND_SOMERSET, NOW, "831"))
    nation = tell(edition, "England and Wales")
    assert copy(tell(open_edition(load_pack(WORKFORCE[0]), WORKFORCE[1]), "England and Wales"), "contrast")
    assert copy(nation, "contrast") is None  # "fewer community support officers": a claim, no number
    assert "contrast" in {flag.par for flag in nation.flags if flag.check == "left out"}


def test_a_rank_among_all_places_is_not_said_where_one_of_them_can_hardly_be_right():
    edition = altered(*WORKFORCE, instead("officers_change", KENT, NOW, "914.3"))
    essex = tell(edition, "Essex")
    assert copy(tell(open_edition(load_pack(WORKFORCE[0]), WORKFORCE[1]), "Essex"), "rank_high")
    assert copy(essex, "rank_high") is None
    assert flags(essex, "left out") == [
        "Kent: the change printed of officers is 914.3, and its figures give 214.28: so the par that prints it "
        "is left out"
    ]


def test_a_surprising_nation_that_holds_nothing_is_told_beside_every_par_that_rests_on_it():
    gone = [instead("officers", place, NOW, "", "..") for place in FOUR]
    edition = altered(
        *WORKFORCE, *gone, instead("officers", NATION, NOW, "174783"), instead("officers_change", NATION, NOW, ""),
    )  # fmt: skip
    said = "England and Wales: a change of 42.8 per cent, and 0.4 in its own earlier years"
    for place in ("Kent", "region:South West"):
        told = [(flag.par, flag.message) for flag in tell(edition, place).flags if flag.check == "outlier"]
        assert told == [("nation", said)]
    assert flags(tell(edition, "England and Wales"), "outlier") == [said]


def test_a_rate_of_the_nation_on_another_base_is_told_beside_the_pars_that_print_it():
    edition = altered("registered-offenders", "mappa-2022", instead("rate", NATION, "at 2022-03-31", "120"))
    story = tell(edition, "Norfolk")
    (told,) = [flag for flag in story.flags if flag.check == "base" and flag.par == "nation_rate"]
    assert told.message.startswith("England and Wales: the population behind the rate moved by 5.53 per cent")


def test_a_par_that_prints_what_may_leave_out_a_force_is_flagged_and_no_other():
    edition = open_edition(load_pack(WORKFORCE[0]), WORKFORCE[1])
    said = "pcsos of England and Wales: it may leave out Norfolk, of which there is no figure"
    assert edition.judge.left_out["pcsos"].reason == said
    assert [doubt.wrong for doubt in edition.judge.left_out.values()] == [False]
    edition = altered(*WORKFORCE, instead("pcsos", NORFOLK, "at 2018-09-30", "137.6"))
    for place in edition.places():
        story = write(edition, [place])
        found = [(flag.par, flag.message) for flag in story.flags if flag.check == "left out of the nation"]
        assert found == ([("pcsos_nation", said)] if copy(story, "pcsos_nation") else [])


def test_what_a_force_never_gave_is_told_of_the_nation_s_own_story_alone():
    edition = altered("use-of-force", "use-of-force-2020")
    assert "compliant" in edition.judge.left_out
    told = {
        place.name: flags(write(edition, [place]), "left out of the nation") for place in edition.places()
    }
    assert not any(told.values())
    nation = tell(edition, "England and Wales")
    printed = {
        cell.subject.measure
        for _, run in nation.runs()
        if isinstance(run.prints, Figure)
        for cell in run.prints.cells()
    }
    said = [each for message in flags(nation, "left out of the nation") for each in message.split("; ")]
    assert {each.partition(" of ")[0] for each in said} == {
        name.replace("_", " ") for name in edition.judge.left_out if name in printed
    }


def test_a_place_held_for_a_doubt_is_left_out_where_the_rest_is_told(tmp_path):
    figures = {**BAKERS, ("bakers", ESSEX, YEAR): 0, ("bakers", NORFOLK, YEAR): 55}
    story = bakers(tmp_path, "Kent", "Essex", "Norfolk", figures=figures, without_held=True)
    assert [told.place.name for told in story.places] == ["Kent", "Norfolk"]
    assert copy(story, "missing") == "No figures are known in Essex."
