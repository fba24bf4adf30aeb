"""What an editor may type into a par is read again as plain copy, and what is no copy in it is told of."""

import pytest
from rereading import WORKFORCE, edition

from storygen.newsroom import write
from storygen.writing.story import Par


def flags_of(typed, at=2):
    """Return what is said of Kent's story with a par of what was *typed*: check, words, and whether it stops."""
    told = edition(WORKFORCE, "workforce-2019")
    places = list(told.gazetteer.find("Kent")[0])
    story = write(told, places)
    pars = [*story.pars[:at], Par("added-1", typed), *story.pars[at:]]
    return [
        (flag.check, typed[slice(*flag.span)] if flag.span else "", flag.stop)
        for flag in told.checks.of_pars(pars, places)
        if flag.par == "added-1"
    ]


SAID = "Police strength is counted in full-time equivalents"


@pytest.mark.parametrize(
    "typed, words, stop",
    [
        (f"{SAID} <b>now</b>", ["<b>", "</b>"], True),
        (f"{SAID} <script>alert(1)</script>", ["<script>", "</script>"], True),
        (f"{SAID} {{{{ now }}}}", ["{{ now }}"], True),
        (f"{SAID} {{% if x %}}", ["{% if x %}"], True),
        (f"{SAID} **now**", ["**now**"], False),
        (f"# {SAID}", ["# "], False),
        (f"- {SAID}", ["- "], False),
        (f"{SAID} [now](https://example.org/)", ["[now](https://example.org/)"], False),
        (f"{SAID} &nbsp; now", ["&nbsp;"], True),
        (f"{SAID} https://example.org/8", ["https://example.org/8"], False),
        (f"{SAID} \ufffd", ["\ufffd"], True),
    ],
)
def test_markup_that_is_typed_into_a_par_is_told_of_where_it_stands(typed, words, stop):
    found = [(said, stops) for check, said, stops in flags_of(typed) if check == "leftover"]
    assert found == [(each, stop) for each in words]


def test_a_par_in_bold_is_read_as_its_words_are():
    assert ("reader", "9,999", True) in flags_of(
        "**Kent Police** had <b>9,999</b> officers on September 30 2019."
    )


@pytest.mark.parametrize(
    "typed",
    ["EDITORS: Kent Police had 9,999 officers.", "Kent is in doubt. Overruled by A Chief: the force says so"],
)
def test_a_par_that_would_pass_for_a_note_to_editors_stops(typed):
    assert ("leftover", "", True) in flags_of(typed)


@pytest.mark.parametrize(
    "typed", ["A note to EDITORS: read it.", "It was in doubt. Overruled by A Chief it ran."]
)
def test_a_par_that_only_has_such_words_in_it_does_not(typed):
    assert all(check != "leftover" for check, _, _ in flags_of(typed))


def test_two_pars_of_one_name_are_each_read():
    told = edition(WORKFORCE, "workforce-2019")
    places = [told.gazetteer.find(name)[0][0] for name in ("Kent", "Essex")]
    story = write(told, places)
    assert [par.name for par in story.pars].count("count") == 2
    pars = [Par(par.name, f"{par} **now**", place=par.place) for par in story.pars]
    marked = [flag.par for flag in told.checks.of_pars(pars, places) if "Markdown" in flag.message]
    assert marked == [par.name for par in pars]
