import csv
import io
import json as parser
from dataclasses import replace

import pytest
from making import ESSEX, KENT
from setting import bakery, write_release

from storygen import load_pack, write_story
from storygen.outputs import figures, json, text, trail
from storygen.outputs.output import Output
from storygen.writing.reader import copy_of
from storygen.writing.story import Held, Par


@pytest.fixture
def tell(tmp_path):
    settings = bakery(tmp_path)

    def told(*places, **options):
        return write_story(load_pack("bakers", settings), None, places, settings=settings, **options)

    return told


def test_the_wire_form(tell):
    assert text.write(tell("Kent")) == (
        "BAKERS Kent\n\n"
        "Bakers up in Kent\n"
        "Written from data by storygen; not yet approved\n\n"
        "There are 1,100 bakers in Kent, official figures show.\n\n"
        "Kent Police counted 1,100 bakers on March 31 2020, compared with 1,000 a year earlier.\n\n"
        "Kent Police had 60 ovens.\n\n"
        "England and Wales had 40,500 bakers.\n\n"
        'Ann Miller, the guild\'s president, said: "Bread matters."\n\n'
        "The figures were published on June 30 this year.\n\n"
        "ends\n"
    )


def test_a_headline_alone(tell):
    assert text.write(tell("Kent", length="headline")).endswith("not yet approved\n\nends\n")


def test_a_held_story_says_so_in_every_form(tell):
    held = tell("Norfolk", "Kent")
    reason = (
        "Norfolk: bakers-2020.csv, Table 1 B7 (Norfolk, at 2020-03-31): not available. "
        "Ask the force or the publisher for it, or leave the place out"
    )
    assert text.write(held) == f"HELD bakers: Norfolk, Kent\n  {reason}\n"
    assert parser.loads(json.write(held))["reasons"] == [reason]
    assert trail.write(held).startswith(text.write(held))
    assert "B7" in trail.write(held)
    (row,) = csv.DictReader(io.StringIO(figures.write(held)))
    assert (row["kind"], row["address"], row["working"]) == ("held", "B7", reason)


def test_the_record_is_the_story(tell):
    story = tell("Kent", "Essex")
    assert parser.loads(json.write(story)) == story.as_data()
    assert "“" not in json.write(story)
    assert json.write(tell("Kent", style="guardian")).count("“") > 0


def test_every_number_is_a_row_for_each_of_its_cells(tell):
    rows = list(csv.DictReader(io.StringIO(figures.write(tell("Kent", "Essex")))))
    summed = [row for row in rows if row["value"] == "1980" and row["kind"] == "figure"]
    assert [(row["printed"], row["working"], row["address"], row["row"]) for row in summed] == [
        ("1,980", "sum: 1100, 880", "B2", KENT),
        ("1,980", "sum: 1100, 880", "B5", ESSEX),
    ]
    (kent,) = [row for row in rows if row["par"] == "count" and row["value"] == "1100"]
    assert kent == {
        "slug": "bakers-kent-essex",
        "par": "count",
        "printed": "1,100",
        "kind": "figure",
        "value": "1100",
        "unit": "count",
        "working": "as published",
        "release": "bakers-2020",
        "sheet": "Table 1",
        "address": "B2",
        "row": KENT,
        "column": "at 2020-03-31",
        "mark": "",
    }
    assert {row["kind"] for row in rows} == {"figure", "claim: up", "claim: almost"}


def test_every_printed_number_has_its_row(tell):
    story = tell("Kent", "Essex")
    rows = {(row["par"], row["printed"]) for row in csv.DictReader(io.StringIO(figures.write(story)))}
    printed = {
        (par.name, run.text)
        for par, run in story.runs()
        if hasattr(run.prints, "cells") or hasattr(run.prints, "figures")
    }
    assert rows == printed


def test_the_trail_leads_each_number_to_its_cell(tell):
    lines = trail.write(tell("Kent")).splitlines()
    start = lines.index(
        "count: Kent Police counted 1,100 bakers on March 31 2020, compared with 1,000 a year earlier."
    )
    assert lines[start : start + 7] == [
        "count: Kent Police counted 1,100 bakers on March 31 2020, compared with 1,000 a year earlier.",
        "  1,100  =  1100 count, as published",
        f"      bakers-2020, Table 1 B2 ({KENT}, at 2020-03-31)",
        "  March 31 2020  =  at 2020-03-31",
        "  1,000  =  1000 count, as published",
        f"      bakers-2020, Table 1 B3 ({KENT}, at 2019-03-31)",
        "",
    ]
    assert "  up  claims “up” of 1100, 1000" in lines
    assert "  quote of Ann Miller, the guild's president, 2020-06-30, https://example.org/bread" in lines


def test_a_rank_s_many_cells_are_counted():
    story = write_story(load_pack("police-workforce"), "workforce-2019", ["Warwickshire"])
    assert "more cells" in trail.write(story)


def test_an_ednote_stands_apart(tell):
    story = tell("Kent")
    noted = replace(story, pars=(story.pars[0], Par("ednote", "Look."), *story.pars[1:]))
    assert "\nEDITORS: Look.\n\nThere are" in text.write(noted)


# An embargo (rule R1).


@pytest.mark.parametrize(
    "embargo, style, line",
    [
        pytest.param("2020-01-30", "pa", "EMBARGOED until 9.30am on Thursday January 30 2020", id="a day"),
        pytest.param("2020-06-30", "guardian", "EMBARGOED until 9.30am on Tuesday 30 June 2020", id="in the style"),
        pytest.param("2020-06-30T00:01", "pa", "EMBARGOED until 12.01am on Tuesday June 30 2020", id="a minute past"),
        pytest.param("2020-06-30T12:00", "pa", "EMBARGOED until noon on Tuesday June 30 2020", id="noon"),
        pytest.param("2020-06-30T12:30", "pa", "EMBARGOED until 12.30pm on Tuesday June 30 2020", id="past noon"),
        pytest.param("2020-06-30T16:00Z", "pa", "EMBARGOED until 5pm on Tuesday June 30 2020", id="London's hour"),
    ],
)  # fmt: skip
def test_an_embargo_stands_above_the_headline_and_is_no_copy(tell, tmp_path, embargo, style, line):
    plain = text.write(tell("Kent", style=style))
    write_release(tmp_path / "home" / "releases", embargo=embargo)
    told = text.write(tell("Kent", style=style))
    assert told == plain.replace("Bakers up in Kent\n", f"{line}\n\nBakers up in Kent\n", 1)
    assert copy_of(told) == copy_of(plain)
    assert copy_of(told.replace("\n\n", "\n")) == copy_of(plain)


@pytest.mark.parametrize("place", ["Kent", "Norfolk"])
def test_the_record_has_the_moment_whether_an_embargo_is_named_or_not(tell, tmp_path, place):
    assert tell(place).as_data()["embargo"] == "2020-06-30T09:30:00+01:00"
    write_release(tmp_path / "home" / "releases", embargo="2020-07-01T06:00Z")
    assert tell(place).as_data()["embargo"] == "2020-07-01T07:00:00+01:00"


# Who approved it (rule L3).


def test_the_byline_names_who_approved_it(tell):
    story = tell("Kent")
    approved = replace(story, approved_by="Jo Sub")
    assert approved.byline == "Written from data by storygen; approved by Jo Sub"
    assert text.write(approved) == text.write(story).replace("not yet approved", "approved by Jo Sub")
    assert copy_of(text.write(approved)) == copy_of(text.write(story))
    assert (story.as_data()["approved_by"], approved.as_data()["approved_by"]) == ("", "Jo Sub")


# A trial run (rule L4).

WATERMARK = "TRIAL RUN: NOT FOR PUBLICATION"


def test_a_trial_run_in_the_wire_form(tell):
    assert text.write(tell("Kent", trial=True, length="nib")) == (
        "TRIAL RUN: NOT FOR PUBLICATION\n\n"
        "TRIAL BAKERS Kent\n\n"
        "Bakers up in Kent\n"
        "TRIAL RUN: not for publication\n\n"
        "There are 1,100 bakers in Kent, official figures show.\n\n"
        "Kent Police counted 1,100 bakers on March 31 2020, compared with 1,000 a year earlier.\n\n"
        "ends\n\n"
        "TRIAL RUN: NOT FOR PUBLICATION\n"
    )


@pytest.mark.parametrize("length", ["story", "nib", "headline"])
@pytest.mark.parametrize("embargo", ["", "2020-07-01T06:00"])
def test_a_trial_run_is_the_same_copy(tell, tmp_path, length, embargo):
    write_release(tmp_path / "home" / "releases", embargo=embargo)
    story, trial = (tell("Kent", "Essex", length=length, trial=each) for each in (False, True))
    assert (trial.pars, trial.headline, trial.flags) == (story.pars, story.headline, story.flags)
    wire = text.write(trial)
    assert copy_of(wire) == copy_of(text.write(story)) == [str(par) for par in story.pars]
    assert copy_of(wire.replace("\n", "\r\n")) == copy_of(wire)
    assert copy_of(wire.replace("\n\n", "\n")) == copy_of(wire)


def test_a_trial_run_s_record_differs_in_what_says_so_and_nothing_else(tell):
    story, trial = (tell("Kent", trial=each).as_data() for each in (False, True))
    assert {key: value for key, value in trial.items() if story[key] != value} == {
        "trial": True,
        "catchline": "TRIAL BAKERS Kent",
        "slug": "trial-bakers-kent",
        "byline": "TRIAL RUN: not for publication",
    }
    assert story["trial"] is False


def test_nobody_approves_a_trial_run(tell):
    assert replace(tell("Kent", trial=True), approved_by="Jo Sub").byline == "TRIAL RUN: not for publication"


def test_a_trial_run_s_figures_and_trail_say_so(tell):
    trial = tell("Kent", trial=True)
    rows = list(csv.DictReader(io.StringIO(figures.write(trial))))
    assert {row["slug"] for row in rows} == {"trial-bakers-kent"}
    assert trail.write(trial) == f"{WATERMARK}\n\n{trail.write(tell('Kent'))}"


def test_a_trial_run_that_is_held_says_so_in_every_form(tell):
    held, trial = (tell("Norfolk", trial=each) for each in (False, True))
    assert isinstance(trial, Held)
    assert (held.trial, trial.trial, trial.slug) == (False, True, "trial-bakers-norfolk")
    assert text.write(trial) == f"{WATERMARK}\n\n{text.write(held)}\n{WATERMARK}\n"
    assert trail.write(trial).startswith(f"{WATERMARK}\n\nHELD bakers: Norfolk\n")
    assert parser.loads(json.write(trial))["trial"] is True
    (row,) = csv.DictReader(io.StringIO(figures.write(trial)))
    assert row["slug"] == "trial-bakers-norfolk"


@pytest.mark.parametrize(
    "form, shown",
    [
        pytest.param(lambda story: f"{story.slug}\n", "", id="the slug says it"),
        pytest.param(lambda story: f"{story.as_data().get('catchline', story.slug)}\n", "", id="the catchline says it"),
        pytest.param(lambda story: f"{story.as_data().get('byline', story.slug)}\n", "", id="the byline says it"),
        pytest.param(lambda story: f"{story}\n", f"{WATERMARK}\n", id="the bare copy does not"),
        pytest.param(lambda _: "POLICE TRIAL NUMBERS UP\n", f"{WATERMARK}\n", id="copy about trials does not"),
        pytest.param(lambda _: "", f"{WATERMARK}\n", id="nothing does not"),
    ],
)  # fmt: skip
def test_a_stranger_s_output_of_a_trial_run_says_so_whatever_it_leaves_out(tell, form, shown):
    output = Output("strange", ".strange", "somebody else's", form)
    for place in ("Kent", "Norfolk"):
        trial, plain = tell(place, trial=True), tell(place)
        assert output.write(trial) == shown + form(trial)
        assert output.write(plain) == form(plain)
