import json
import pickle
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from making import ESSEX, KENT, NORFOLK
from setting import bakery, count

from storygen import Overrule, load_pack, write_story
from storygen.writing.flag import Flag
from storygen.writing.ledger import CLOSE, NUMBERED, Run
from storygen.writing.story import Held, Par

ISSUE = (
    "status",
    "trial",
    "reasons",
    "pack",
    "release",
    "embargo",
    "places",
    "angle",
    "because",
    "headline",
    "pars",
    "flags",
    "made_from",
)
"""The keys that every record has, ready or held."""


@pytest.fixture
def settings(tmp_path):
    return bakery(tmp_path)


def tell(settings, *places, **options):
    return write_story(load_pack("bakers", settings), None, places, settings=settings, **options)


def runs_of(record):
    return [run for par in record["pars"] for run in par["runs"]]


def test_a_story_as_plain_data(settings):
    record = tell(settings, "Kent").as_data()
    assert [key for key in record if key in ISSUE] == list(ISSUE)
    assert {"catchline", "slug", "byline", "approved_by", "style", "length", "title"} <= set(record)
    assert {
        key: record[key] for key in ("status", "reasons", "pack", "release", "angle", "because", "headline")
    } == {
        "status": "ready",
        "reasons": [],
        "pack": "bakers",
        "release": "bakers-2020",
        "angle": "change",
        "because": "The number changed.",
        "headline": "Bakers up in Kent",
    }
    assert record["places"] == [
        {"code": KENT, "name": "Kent", "angle": "change", "because": "The number changed."}
    ]
    assert [par["name"] for par in record["pars"]] == [
        "headline",
        "intro",
        "count",
        "ovens",
        "nation",
        "guild",
        "source",
    ]
    assert set(record["made_from"]) == {"pack", "release", "published", "storygen", "digital_source_type"}
    assert record["made_from"]["published"] == "2020-06-30"
    assert record == json.loads(json.dumps(record))


def test_a_par_is_its_runs(settings):
    record = tell(settings, "Kent").as_data()
    for par in record["pars"]:
        assert set(par) == {"name", "text", "runs"}
        assert par["text"] == "".join(run["text"] for run in par["runs"])
        assert all(
            set(run) <= {"text", "figure", "period", "claim", "quote"} and len(run) <= 2
            for run in par["runs"]
        )


def test_what_each_kind_of_run_carries(settings):
    runs = runs_of(tell(settings, "Kent").as_data())
    assert {"text": "1,100", "figure": {
        "value": "1100",
        "unit": "count",
        "working": "as published",
        "cells": [{"release": "bakers-2020", "sheet": "Table 1", "address": "B2", "row": KENT,
                   "column": "at 2020-03-31", "mark": ""}],
    }} in runs  # fmt: skip
    assert {"text": "March 31 2020", "period": "at 2020-03-31"} in runs
    (claim,) = [run["claim"] for run in runs if "claim" in run]
    assert (claim["kind"], claim["words"], [each["value"] for each in claim["figures"]]) == (
        "up",
        "up",
        ["1100", "1000"],
    )
    assert {"text": '"Bread matters."', "quote": {
        "speaker": "Ann Miller",
        "role": "the guild's president",
        "source": "https://example.org/bread",
        "said_on": "2020-06-30",
        "way": "direct",
    }} in runs  # fmt: skip


def test_a_sum_names_its_working_and_every_cell(settings):
    runs = runs_of(tell(settings, "Kent", "Essex").as_data())
    (summed,) = [run["figure"] for run in runs if run["text"] == "1,980"]
    assert summed["working"] == "sum: 1100, 880"
    assert [cell["row"] for cell in summed["cells"]] == [KENT, ESSEX]


def test_a_held_story_as_plain_data(settings):
    held = tell(settings, "Norfolk", "Kent")
    assert isinstance(held, Held)
    record = held.as_data()
    assert set(ISSUE) <= set(record)
    assert record["status"] == "held"
    assert record["reasons"] == [
        "Norfolk: bakers-2020.csv, Table 1 B7 (Norfolk, at 2020-03-31): not available. "
        "Ask the force or the publisher for it, or leave the place out"
    ]
    assert [place["code"] for place in record["places"]] == [NORFOLK, KENT]
    assert [cell["address"] for cell in record["cells"]] == ["B7"]
    assert (record["headline"], record["pars"], record["angle"]) == ("", [], "")
    assert record == json.loads(json.dumps(record))
    assert str(held) == "; ".join(record["reasons"])


def test_a_story_travels_and_comes_back_the_same(settings):
    story = tell(settings, "Kent", "Essex")
    assert pickle.loads(pickle.dumps(story)) == story
    held = tell(settings, "Norfolk")
    assert pickle.loads(pickle.dumps(held)) == held


def test_a_story_cannot_be_changed(settings):
    story = tell(settings, "Kent")
    with pytest.raises(FrozenInstanceError):
        story.angle = "rise"
    flagged = story.with_flags((Flag("check", "Look at this."),))
    assert [flag.message for flag in flagged.flags][-1] == "Look at this."
    assert story.flags == flagged.flags[:-1]


def test_the_words_of_a_story(settings):
    story = tell(settings, "Kent", as_of=date(2021, 1, 4))
    assert str(story) == "\n\n".join(str(par) for par in story.pars)
    assert story.headline == str(story.pars[0])
    assert story.byline == "Written from data by storygen; not yet approved"
    assert [par.name for par, _ in story.runs()][:2] == ["headline", "headline"]


def test_a_par_of_a_place_knows_whose_it_is(settings):
    story = tell(settings, "Kent", "Essex")
    assert [(par.name, par.place) for par in story.pars][2:5] == [
        ("count", KENT),
        ("ovens", KENT),
        ("count", ESSEX),
    ]
    par = Par("x", f"One {NUMBERED[0]}two{CLOSE}.", [count(2)])
    assert str(par) == "One two."
    assert par.runs == (Run("One "), Run("two", count(2)), Run("."))
    assert par == Par("x", f"One {NUMBERED[1]}two{CLOSE}.", [count(3), count(2)])
    assert par != Par("x", f"One {NUMBERED[0]}two{CLOSE}.", [count(3)])
    assert pickle.loads(pickle.dumps(par)) == par


def test_a_flag_as_plain_data():
    assert Flag("ask", "Ask the force.", "pcsos").as_data() == {
        "check": "ask",
        "message": "Ask the force.",
        "par": "pcsos",
        "span": None,
        "stop": False,
    }


def test_nobody_overrules_without_a_doubt(settings):
    plainly = tell(settings, "Kent")
    assert tell(settings, "Kent", overrule=Overrule("seen", "The editor")) == plainly
