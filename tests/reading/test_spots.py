"""Where in a par what is found in its shape stands, however long the par is and however much is found."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rereading import WORKFORCE, edition

from storygen.facts.geography import Geography
from storygen.reading.shape import Names, Shape, Tokens, shape_of
from storygen.reading.spots import spots_of, standing

KENT = Geography("E23000032", "force", "Kent", "Kent", "in Kent", force="Kent Police")
DORSET = Geography("E23000039", "force", "Dorset", "Dorset", "in Dorset", force="Dorset Police")
NAMES = Names([KENT, DORSET], ("under 18",), Tokens())


@pytest.mark.parametrize(
    "par, numbers",
    [
        ("Kent had 8 officers and Dorset 18.", ["8", "18"]),
        ("Kent  Police had\t8 of “3,548” ’s, and Kent Police 8.", ["8", "3,548", "8"]),
        ("On March 8 2019 Kent had 8 under 18, and one at 8.", ["8", "one", "8"]),
        ("Kent and Dorset and Kent: 1, Kent Police 2 and Kent 3", ["1", "2", "3"]),
        ("Kent", []),
        ("  2 ", ["2"]),
        ("", []),
    ],
)
def test_each_number_of_a_shape_is_found_where_it_was_printed(par, numbers):
    spots = spots_of(par, shape_of(par, NAMES))
    assert [par[start:end] for start, end in spots] == numbers
    assert spots == sorted(spots)


def test_a_date_is_not_taken_for_a_number_that_is_like_its_day():
    par = "On March 31 there were 31 officers."
    assert spots_of(par, shape_of(par, NAMES)) == [(23, 25)]


def test_what_is_not_the_shape_of_a_par_stands_nowhere_in_it():
    shape = shape_of("Kent had 8 officers.", NAMES)
    for other in (
        "Kent had 9 officers.",
        "Kent had 8 officers. ",
        "had 8 officers.",
        "",
        "Kent had 8 officers!",
    ):
        assert (standing(other, shape) == []) == (other.strip() != "Kent had 8 officers.")
    assert standing("Kent", Shape("Kent Kent", ())) == []


@given(st.text("Kent Police and 8, 18.“’\xa0\t\n3", max_size=60))
def test_a_shape_covers_its_par_from_end_to_end(par):
    shape = shape_of(par, NAMES)
    begins = standing(par, shape)
    assert len(begins) == len(shape.text) + 1
    assert begins == sorted(begins)
    assert (begins[0], begins[-1]) == (len(par) - len(par.lstrip()), len(par.rstrip())) or not par.strip()
    assert [par[start:end] for start, end in spots_of(par, shape)] == list(shape.numbers)


HOSTILE = {
    "one letter again and again": "a " * 10_000,
    "numbers without a stop": "1 2 3 " * 3_300,
    "a number in each sentence": " ".join(f"Kent had {number} officers." for number in range(870)),
    "questions": "Was it? " * 2_500,
    "braces": "{{ " * 6_600,
    "stops": ". " * 10_000,
    "marks that are no markup": "** a <b " * 2_500,
}
"""Pars of 20,000 characters; one of them took the reader eleven minutes."""


@pytest.mark.parametrize("par", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_par_is_read_in_moments(par):
    told = edition(WORKFORCE, "workforce-2019")
    started = perf_counter()
    told.checks.of_copy(f"Officers up in Kent\n\n{par}\n\nHome Office figures show it.", [KENT])
    assert perf_counter() - started < 20
