"""Figures know their cells, and gaps their reasons."""

import pickle
from decimal import Decimal

import pytest
from making import cell, figure, gap, officers

from storygen.facts.comparison import change, percent_change, share, total
from storygen.facts.figure import Figure, Gap, Working, cell_as_data, figure_as_data, plain, unique_cells


def test_a_figure_read_has_one_cell():
    assert list(officers(3548).cells()) == [cell()]


def test_a_figure_worked_out_leads_down_to_every_cell_it_rests_on():
    now, before = officers(3548, address="D44"), officers(3333, address="B44")
    nation = total([now, before])
    assert list(percent_change(nation, before).cells()) == [
        cell(address="D44"),
        cell(address="B44"),
        cell(address="B44"),
    ]
    assert unique_cells(percent_change(nation, before)) == [cell(address="D44"), cell(address="B44")]


def test_a_figure_cannot_be_turned_into_a_bare_string():
    with pytest.raises(TypeError, match="prints only through"):
        str(officers(3548))


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "<", ">"])
def test_a_figure_has_no_operators(sign):
    with pytest.raises(TypeError):
        eval(f"figure {sign} figure", {"figure": officers(1)})


@pytest.mark.parametrize(
    "made, bound",
    [
        pytest.param(figure(64300, mark="about"), "about", id="a number seen only rounded"),
        pytest.param(figure(1640, mark="at least"), "at least", id="a number seen only as more than"),
        pytest.param(figure(855), "", id="a number seen whole"),
        pytest.param(figure(158, mark="r"), "", id="the publisher's own mark is no bound"),
        pytest.param(
            change(figure(66741), figure(64300, mark="about")), "about", id="a change from a rounded one"
        ),
        pytest.param(
            share(total([figure(9), figure(3, mark="at least")]), figure(24)),
            "at least",
            id="deep down",
        ),
        pytest.param(change(figure(855), figure(849)), "", id="a change between whole ones"),
    ],
)
def test_a_figure_is_as_bounded_as_what_it_was_made_from(made, bound):
    assert made.bound == bound


@pytest.mark.parametrize(
    "made, said",
    [
        pytest.param(
            Gap("not available", cell("..")),
            "workforce-2019, Table_1 D8 (Kent, 2019-09-30): not available",
            id="a gap with a cell says where it stands",
        ),
        pytest.param(
            Gap("missing", about="officers of E23000032, at 2019-09-30"),
            "officers of E23000032, at 2019-09-30: missing",
            id="a gap without one says what is missing",
        ),
        pytest.param(Gap("disputed"), "disputed", id="a bare reason"),
        pytest.param(
            Gap("missing", Figure(Decimal(1), "fte", cell(address="")).origin),
            "workforce-2019, Table_1 (Kent, 2019-09-30): missing",
            id="a page has no address",
        ),
    ],
)
def test_a_gap_as_a_held_story_gives_it(made, said):
    assert str(made) == said


@pytest.mark.parametrize(
    "made, working",
    [
        pytest.param(officers("3548.2"), "as published", id="read"),
        pytest.param(change(officers("3548.2"), officers(3333)), "change: 3548.2, 3333", id="worked out"),
        pytest.param(
            total([officers(1), officers(2), officers(3), officers(4)]), "sum: 1, 2, 3, 4", id="of four"
        ),
        pytest.param(total([officers(number) for number in range(5)]), "sum of 5 figures", id="of more"),
    ],
)
def test_a_figure_as_plain_data_says_how_it_was_made(made, working):
    assert figure_as_data(made)["working"] == working


def test_a_figure_as_plain_data_is_whole():
    own = cell_as_data(cell())
    assert figure_as_data(total([officers("1.50"), officers(2)])) == {
        "value": "3.50",
        "unit": "fte",
        "working": "sum: 1.5, 2",
        "cells": [own],
    }
    assert own == {
        "release": "workforce-2019",
        "sheet": "Table_1",
        "address": "D8",
        "row": "Kent",
        "column": "2019-09-30",
        "mark": "",
    }


@pytest.mark.parametrize(
    "number, digits",
    [("100", "100"), ("1E+2", "100"), ("3.50", "3.5"), ("0", "0"), ("-0.10", "-0.1"), ("1200.00", "1200")],
)
def test_plain_digits(number, digits):
    assert plain(Decimal(number)) == digits


@pytest.mark.parametrize("thing", [officers(1), Working("sum", (officers(1),)), gap()], ids=repr)
def test_facts_travel_between_processes(thing):
    assert pickle.loads(pickle.dumps(thing)) == thing
