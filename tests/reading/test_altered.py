"""True stories with one thing altered, wherever it stands in them: none of it goes unsaid."""

import re

import pytest

from storygen import load_pack, open_edition
from storygen.facts.geography import find_places
from storygen.newsroom import write

NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*\d(?![\w]|\.\d)")
HEDGED = re.compile(r"(?:almost|about|just over|more than|at least) \Z", re.IGNORECASE)
"""What stands before a number that may be another and the sentence be true all the same."""
PAIRS = ("rose fell", "more fewer", "up down", "higher lower", "highest lowest", "largest smallest")
OTHERS = {
    **{one: other for pair in PAIRS for one, other in (pair.split(), reversed(pair.split()))},
    **dict(each.split() for each in ("before after", "earlier later", "year month", "first second")),
}
"""A word for the way that figures went, or for a time, and what makes it another."""
STORIES = [
    ("police-workforce", "workforce-2019", ["Kent"]),
    ("police-workforce", "workforce-2018", ["Norfolk", "Suffolk"]),
    ("use-of-force", "use-of-force-2020", ["Surrey"]),
    ("use-of-force", "use-of-force-2020", ["Essex", "Dorset"]),
    ("registered-offenders", "mappa-2021", ["West Midlands", "Staffordshire"]),
    ("registered-offenders", "mappa-2022", ["Northumbria"]),
]


@pytest.fixture(scope="module", params=STORIES, ids=lambda story: " and ".join([story[0], *story[2]]))
def told(request):
    pack, release, names = request.param
    edition = open_edition(load_pack(pack), release)
    places, _, _ = find_places(edition.gazetteer, names)
    pars = [str(par) for par in write(edition, places).pars]
    return lambda number, par: edition.checks.of_copy(
        "\n\n".join([*pars[:number], par, *pars[number + 1 :]]), places
    ), pars


def test_a_true_story_is_let_through(told):
    read, pars = told
    assert read(0, pars[0]) == []


def test_every_number_that_is_altered_is_found(told):
    read, pars = told
    unsaid = [
        altered
        for number, par in enumerate(pars)
        for found in NUMBER.finditer(par)
        if not HEDGED.search(par[: found.start()])
        for altered in [f"{par[: found.end() - 1]}{(int(found[0][-1]) + 3) % 10}{par[found.end() :]}"]
        if not read(number, altered)
    ]
    assert unsaid == []


def test_every_word_for_a_way_or_a_time_that_is_turned_round_is_found(told):
    read, pars = told
    unsaid = [
        altered
        for number, par in enumerate(pars)
        for found in re.finditer(rf"\b(?:{'|'.join(OTHERS)})\b", par)
        for altered in [f"{par[: found.start()]}{OTHERS[found[0]]}{par[found.end() :]}"]
        if not read(number, altered)
    ]
    assert unsaid == []
