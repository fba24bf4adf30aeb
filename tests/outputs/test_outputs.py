import csv
import io
import json as parser
from dataclasses import replace

import pytest
from making import ESSEX, KENT
from setting import bakery

from storygen import load_pack, write_story
from storygen.outputs import figures, json, text, trail
from storygen.writing.story import Par


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
