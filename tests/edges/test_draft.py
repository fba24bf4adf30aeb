from decimal import Decimal

import pytest
from making import KENT, release, table
from setting import YEAR, YEAR_BEFORE, language

from storygen.edges.draft import Draft, aim, holds, meet, value
from storygen.facts.measure import Measure, Measures
from storygen.writing.turning import Term, ways

SPECS = (
    Measure("bakers", "count", "baker", "at"),
    Measure("ovens", "fte", "", "at"),
    Measure("rate", "rate", "", "at"),
    Measure("both", "count", "", "at", "sum", ("bakers", "rolls")),
    Measure("rolls", "count", "", "at"),
    Measure("part", "per cent", "", "at", "share", ("rolls", "bakers")),
    Measure("rest", "count", "", "at", "less", ("bakers", "rolls")),
    Measure("people", "count", "", "at", "base", ("bakers", "rate")),
)


def draft():
    figures = {("bakers", KENT, YEAR): 110, ("bakers", KENT, YEAR_BEFORE): 100, ("rolls", KENT, YEAR): 40}
    units = {spec.name: spec.unit for spec in SPECS}
    return Draft(Measures(table(figures, units=units, of=release(YEAR)), SPECS, [KENT]), KENT)


def turn(text):
    ((found,),) = ways(language(), text)
    return found


def number(over, name, what):
    return value(over, Term((name, what)))


def test_a_draft_reads_what_stands_there_until_it_is_written_over():
    over = draft()
    assert (number(over, "bakers", "now"), number(over, "ovens", "now")) == (110, None)
    over.keep(SPECS[0], Decimal(7), None)
    assert (number(over, "bakers", "now"), number(over, "bakers", "before")) == (7, 100)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("bakers.now < 20", id="a figure"),
        pytest.param("bakers.before == 0", id="the figure before"),
        pytest.param("bakers.change <= -10", id="a change"),
        pytest.param("bakers.percent > 20.5", id="a percentage"),
        pytest.param("ovens.percent <= -0.5", id="a percentage of what is not there yet"),
        pytest.param("bakers.times >= 2", id="a multiple"),
        pytest.param("both.now > 500", id="a sum"),
        pytest.param("both.now < 3", id="a sum below one of its parts"),
        pytest.param("part.now <= 2.5", id="a share"),
        pytest.param("rest.now == 12", id="a rest"),
        pytest.param("people.percent < -1.5", id="the people behind a rate"),
        pytest.param("rolls.now > bakers.now", id="one figure against another"),
        pytest.param("-bakers.change > 5", id="a figure turned round"),
    ],
)
def test_a_condition_that_does_not_hold_is_made_to_by_the_least_step(text):
    over, wanted = draft(), turn(text)
    assert not holds(over, wanted)
    meet(over, wanted)
    assert holds(over, wanted)


def test_a_condition_that_holds_is_left_alone():
    over = draft()
    meet(over, turn("bakers.now > 20"))
    assert over.cells == {}


@pytest.mark.parametrize(
    "text, found",
    [
        pytest.param("bakers.percent >= 0.5", ["0.49", "0.50", "0.51"], id="a percentage"),
        pytest.param("bakers.now > 20", ["19", "20", "21"], id="a count"),
        pytest.param("ovens.now > 20", ["19.99", "20.00", "20.01"], id="full-time equivalents"),
    ],
)
def test_a_row_stands_beneath_a_number_at_it_and_above_it(text, found):
    came = []
    for off in (-1, 0, 1):
        over, wanted = draft(), turn(text)
        aim(over, wanted, off)
        came.append(value(over, wanted.left))
    assert came == [Decimal(each) for each in found]


def test_a_mark_stands_in_the_place_of_a_number_and_a_bound_beside_one():
    over = draft()
    over.keep(SPECS[0], "c", "about 640")
    assert list(over.cells.values()) == [("", "c"), ("640", "about")]
    assert number(over, "bakers", "now") is None


def test_no_count_goes_below_nought():
    over = draft()
    aim(over, turn("bakers.now < 0"), -1)
    assert over.cells == {}
