"""What a pack counts, of a place, of several, or of the nation."""

from decimal import Decimal

import pytest
from making import DAY, DAY_BEFORE, EASTERN, ESSEX, KENT, NATION, NORFOLK, officers, period, table

from storygen.facts import comparison
from storygen.facts.figure import Figure, Gap
from storygen.facts.measure import Measure, Measures

NOW, BEFORE, HALF = period("2019-09-30"), period("2018-09-30"), period("2019-03-31")

OFFICERS = Measure("officers", "fte", "officer", "at", ranked="percent")
STAFF = Measure("staff", "fte", "member of staff", "at")
PEOPLE = Measure("people", "fte", "", "at", way="sum", parts=("officers", "staff"))
SHARE = Measure("share", "per cent", "", "at", way="share", parts=("officers", "people"))
LESS = Measure("less", "fte", "", "at", way="less", parts=("people", "staff"))
RATE = Measure("rate", "rate", "", "at")
BASE = Measure("base", "count", "", "at", way="base", parts=("officers", "rate"))
HALF_YEAR = Measure("half", "fte", "officer", "at", parts=("officers",), against="6")
PREVIOUS = Measure("previous", "fte", "officer", "at", parts=("officers",), back=12)
SINCE = Measure("since", "fte", "officer", "at", parts=("officers",), against="at 2010-09-30")
PEAK = Measure("peak", "fte", "officer", "at", parts=("officers",), against="peak")
LOW = Measure("low", "fte", "officer", "at", parts=("officers",), against="low")
ALL = (OFFICERS, STAFF, PEOPLE, SHARE, LESS, RATE, BASE, HALF_YEAR, PREVIOUS, SINCE, PEAK, LOW)

FIGURES = {
    ("officers", KENT, "at 2010-09-30"): 3800,
    ("officers", KENT, "at 2017-09-30"): 3200,
    ("officers", KENT, DAY_BEFORE): 3300,
    ("officers", KENT, "at 2019-03-31"): 3400,
    ("officers", KENT, DAY): 3630,
    ("officers", ESSEX, DAY_BEFORE): 3000,
    ("officers", ESSEX, DAY): 2910,
    ("officers", NORFOLK, DAY_BEFORE): 1500,
    ("officers", NORFOLK, DAY): 1500,
    ("staff", KENT, DAY): 1210,
    ("staff", ESSEX, DAY): None,
    ("rate", KENT, DAY): 200,
}


def measures(figures=FIGURES, places=(KENT, ESSEX, NORFOLK)):
    return Measures(table(figures, units={"rate": "rate"}), ALL, places)


def told(found):
    return (f"{found.value:f}", found.unit) if isinstance(found, Figure) else found.reason


@pytest.mark.parametrize(
    "spec, codes, expected",
    [
        pytest.param(OFFICERS, (KENT,), ("3630", "fte"), id="read of one place"),
        pytest.param(OFFICERS, (KENT, ESSEX), ("6540", "fte"), id="summed over two"),
        pytest.param(STAFF, (KENT, ESSEX), "missing", id="no sum with a gap in it"),
        pytest.param(PEOPLE, (KENT,), ("4840", "fte"), id="a sum of measures"),
        pytest.param(PEOPLE, (ESSEX,), "missing", id="a part of it missing"),
        pytest.param(SHARE, (KENT,), ("75", "per cent"), id="a share of a sum"),
        pytest.param(LESS, (KENT,), ("3630", "fte"), id="one less another"),
        pytest.param(RATE, (KENT, ESSEX), "missing", id="a rate that one place lacks"),
        pytest.param(BASE, (KENT,), ("1815000", "count"), id="the people behind a rate"),
        pytest.param(PREVIOUS, (KENT,), ("3300", "fte"), id="a year back"),
        pytest.param(OFFICERS, (NATION,), "missing", id="of a nation without a row"),
    ],
)
def test_the_figure_now(spec, codes, expected):
    assert told(measures().now(spec, codes)) == expected


def test_a_share_of_several_places_is_a_share_of_totals():
    figures = {**FIGURES, ("staff", ESSEX, DAY): 90}
    assert told(measures(figures).now(SHARE, (KENT, ESSEX))) == (
        f"{Decimal(654000) / Decimal(7840):f}",
        "per cent",
    )


def test_a_rate_is_never_added_up():
    figures = {**FIGURES, ("rate", ESSEX, DAY): 190}
    assert told(measures(figures).now(RATE, (KENT, ESSEX))) == "not comparable"


OWN = {
    ("officers", EASTERN, DAY): 4500,
    ("officers", EASTERN, DAY_BEFORE): 4400,
    ("staff", ESSEX, DAY): 90,
    ("staff", NORFOLK, DAY): 60,
    ("rate", EASTERN, DAY): 190,
}
"""What a publisher may print of a region, and what its forces must then have to be summed."""


@pytest.mark.parametrize(
    "spec, more, own",
    [
        pytest.param(OFFICERS, {}, True, id="its own row has both years"),
        pytest.param(STAFF, {}, False, id="it has no row of its own"),
        pytest.param(STAFF, {("staff", EASTERN, DAY): None}, False, id="its own row has no figure"),
        pytest.param(STAFF, {("staff", EASTERN, DAY): 150}, True, id="there is no earlier figure of either"),
        pytest.param(PEOPLE, {}, False, id="one part of a sum has no row of its own"),
        pytest.param(SHARE, {}, False, id="one side of a share has no row of its own"),
        pytest.param(PEOPLE, {("staff", EASTERN, DAY): 150}, True, id="each part has its own row"),
        pytest.param(BASE, {}, True, id="a rate is of its own row or none"),
        pytest.param(
            PREVIOUS,
            {("officers", ESSEX, "at 2017-09-30"): 2900, ("officers", NORFOLK, "at 2017-09-30"): 1400},
            False,
            id="its own row lacks the year before, the sum does not",
        ),
        pytest.param(PREVIOUS, {}, True, id="both lack the year before"),
        pytest.param(STAFF, {("staff", ESSEX, DAY): None}, False, id="neither has a figure"),
    ],
)
def test_a_region_is_told_by_its_own_row_or_by_the_sum_of_its_places(spec, more, own):
    choices = ((EASTERN,), (ESSEX, NORFOLK))
    assert measures({**FIGURES, **OWN, **more}).rows(spec, choices) == choices[0 if own else 1]


@pytest.mark.parametrize(
    "spec, expected, when",
    [
        pytest.param(OFFICERS, ("3300", "fte"), BEFORE, id="a year before"),
        pytest.param(HALF_YEAR, ("3400", "fte"), HALF, id="half a year before"),
        pytest.param(PREVIOUS, ("3200", "fte"), period("2017-09-30"), id="the year before that"),
        pytest.param(SINCE, ("3800", "fte"), period("2010-09-30"), id="since a day that is named"),
        pytest.param(PEAK, ("3800", "fte"), period("2010-09-30"), id="since the peak"),
        pytest.param(LOW, ("3200", "fte"), period("2017-09-30"), id="since the low"),
    ],
)
def test_what_a_figure_is_set_against(spec, expected, when):
    found, then = measures().before(spec, (KENT,))
    assert (told(found), then) == (expected, when)


def test_a_peak_rests_on_the_whole_series():
    assert len(list(measures().before(PEAK, (KENT,))[0].cells())) == 5


def test_there_is_no_peak_of_two_years():
    assert measures().before(PEAK, (ESSEX,))[0].reason == "missing"


def test_the_peak_looks_no_further_than_now():
    figures = {("officers", KENT, f"at {year}-09-30"): year for year in range(2010, 2020)}
    made = Measures(
        table(figures),
        [OFFICERS, Measure("then", "fte", "", "at", parts=("officers",), against="peak", back=24)],
        (),
    )
    assert told(made.before(made.specs["then"], (KENT,))[0]) == ("2017", "fte")


def test_how_the_places_stand():
    standing = measures().standing(OFFICERS)
    counts = [standing.rising, standing.falling, standing.level, standing.places]
    assert [int(each.value) for each in counts] == [1, 1, 1, 3]
    assert [len({cell.subject for cell in each.cells()}) for each in counts] == [6, 6, 6, 6]
    assert [int(standing.rank(code, highest=True).value) for code in (KENT, NORFOLK, ESSEX)] == [1, 2, 3]
    assert [int(standing.rank(code, highest=False).value) for code in (KENT, NORFOLK, ESSEX)] == [3, 2, 1]
    assert standing.rank(NATION, highest=True).reason == "not among the places ranked"


def test_places_that_tie_are_told_so():
    figures = {**FIGURES, ("officers", ESSEX, DAY): 3000}
    standing = measures(figures).standing(OFFICERS)
    assert [int(standing.tied(code).value) for code in (KENT, ESSEX, NORFOLK)] == [1, 2, 2]
    assert [int(standing.rank(code, highest=True).value) for code in (KENT, ESSEX, NORFOLK)] == [1, 2, 2]
    assert standing.tied(NATION).reason == "not among the places ranked"


@pytest.mark.parametrize("missing", [("officers", ESSEX, DAY), ("officers", NORFOLK, DAY_BEFORE)])
def test_there_is_no_rank_unless_every_place_is_there(missing):
    figures = {key: value for key, value in FIGURES.items() if key != missing}
    standing = measures(figures).standing(OFFICERS)
    assert isinstance(standing, Gap)
    assert standing.reason == "not every place is there to be ranked"
    assert missing[1] in str(standing)


def test_a_measure_ranked_by_its_value():
    by_value = Measure("officers", "fte", "officer", "at", ranked="value")
    standing = Measures(table(FIGURES), [by_value], (KENT, ESSEX, NORFOLK)).standing(by_value)
    assert standing.ranked[KENT].value == 3630
    assert [int(standing.rank(code, highest=False).value) for code in (NORFOLK, ESSEX, KENT)] == [1, 2, 3]


def test_a_measure_worked_out_is_the_comparison_that_its_way_names():
    made = measures()
    assert made.now(PEOPLE, (KENT,)) == comparison.total(
        [made.now(OFFICERS, (KENT,)), made.now(STAFF, (KENT,))]
    )
    assert officers(3630).unit == made.now(OFFICERS, (KENT,)).unit
