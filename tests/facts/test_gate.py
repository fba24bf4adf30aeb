"""What the figures themselves say is doubtful (rules A5, A6, A11)."""

from decimal import Decimal
from functools import lru_cache

import pytest
from making import CLEVELAND, DATA, GWENT, KENT, NATION, table

from storygen.errors import PackError
from storygen.facts.gate import (
    Bounds,
    Doubt,
    bounds_from_data,
    doubts,
    earlier_changes,
    outlier,
    rebased,
    steady,
)
from storygen.facts.measure import Measure, Measures
from storygen.facts.release import open_release
from storygen.facts.table import Meaning, Table, read_readings

OFFENDERS = Measure("offenders", "count", "offender", "at")
BASE = Measure("base", "count", "", "at", way="base", parts=("offenders", "rate"))
SPECS = (OFFENDERS, Measure("rate", "rate", "", "at"), BASE)
UNITS = {"offenders": "count", "rate": "rate"}
SENSITIVE = Bounds(sensitive=True)

NORTHUMBRIA, NORTHAMPTONSHIRE, SOUTH_YORKSHIRE = "E23000007", "E23000022", "E23000011"
NORTH_WALES = "W15000001"


@lru_cache
def mappa(year):
    """Return the table of the public-protection figures of *year*, with every year before it."""
    found = None
    for each in range(2003, year + 1):
        release = open_release(DATA / "registered-offenders" / f"mappa-{each}.toml", "registered-offenders")
        found = Table(release, read_readings(release.path), Meaning(UNITS, {}), found)
    return found


def published(year):
    return Measures(mappa(year), SPECS, ())


def counted(place=(), nation=(100, 100), rates=()):
    """Return the measures of one place and the nation whose counts, newest last, are these."""
    figures = {}
    for measure, code, series in (
        ("offenders", KENT, place),
        ("rate", KENT, rates),
        ("offenders", NATION, nation),
    ):
        for back, value in enumerate(reversed(series)):
            figures[measure, code, f"at {2024 - back}-03-31"] = value
    return Measures(table(figures, units=UNITS), SPECS, ())


def checks(measures, bounds, base=None):
    return [(doubt.check, doubt.hold) for doubt in doubts(measures, OFFENDERS, base, KENT, NATION, bounds)]


@pytest.mark.parametrize(
    "place, year, reason",
    [
        pytest.param(
            GWENT,
            2024,
            "a change of 20.3 per cent against 2.5 across the nation, and 7.1 in its own earlier years",
            id="Gwent 2024: 868, 824, 991 while the nation rose by 2.5 per cent",
        ),
        pytest.param(
            CLEVELAND,
            2021,
            "a change of 33.2 per cent against 3.0 across the nation, and 4.5 in its own earlier years",
            id="Cleveland 2021: 814 to 1,084",
        ),
        pytest.param(
            CLEVELAND,
            2024,
            "a change of -18.3 per cent against 2.5 across the nation, and 3.5 in its own earlier years",
            id="Cleveland 2024: 1,116 to 912",
        ),
        pytest.param(CLEVELAND, 2018, "", id="Cleveland 2018: 15.6 per cent, but the nation 6.2"),
        pytest.param(CLEVELAND, 2023, "", id="Cleveland 2023: 1,104 to 1,116"),
        pytest.param(GWENT, 2023, "", id="Gwent 2023: 868 to 824"),
        pytest.param(NORTHUMBRIA, 2022, "", id="Northumbria 2022: 1,774 to 1,895"),
    ],
)
def test_an_outlier_is_not_a_lead(place, year, reason):
    assert outlier(published(year), OFFENDERS, (place,), NATION, SENSITIVE) == reason


@pytest.mark.parametrize("place, year", [(GWENT, 2024), (CLEVELAND, 2021), (CLEVELAND, 2024)])
def test_a_published_outlier_is_held_with_the_cells_it_rests_on(place, year):
    found = [
        doubt
        for doubt in doubts(published(year), OFFENDERS, None, place, NATION, SENSITIVE)
        if doubt.check == "outlier"
    ]
    assert [(doubt.place, doubt.hold) for doubt in found] == [(place, True)]
    assert [cell.subject.period for cell in found[0].cells] == [f"at {year}-03-31", f"at {year - 1}-03-31"]


@pytest.mark.parametrize(
    "place, year, moved",
    [
        pytest.param(SOUTH_YORKSHIRE, 2022, "-1.96", id="South Yorkshire 2022"),
        pytest.param(NORTH_WALES, 2022, "-1.78", id="North Wales 2022"),
        pytest.param(NORTHAMPTONSHIRE, 2022, "4.17", id="Northamptonshire 2022"),
        pytest.param(CLEVELAND, 2024, "1.92", id="Cleveland 2024"),
        pytest.param(NORTHUMBRIA, 2022, "", id="Northumbria 2022, at -1.23 per cent, is not"),
        pytest.param(NORTHAMPTONSHIRE, 2021, "", id="Northamptonshire 2021: 849 to 855, 130 to 129"),
    ],
)
def test_the_people_behind_a_rate_cannot_change_in_a_year(place, year, moved):
    reason = rebased(published(year), BASE, place, Bounds())
    said = f"the population behind the rate moved by {moved} per cent: the rate's change is not printed"
    assert reason == (said if moved else "")


@pytest.mark.parametrize(
    "rates, expected",
    [
        pytest.param(("100", "98.6"), [], id="a base that moves by 1.42 per cent is let pass"),
        pytest.param(("100", "98.4"), [("base", False)], id="one that moves by 1.63 is flagged, not held"),
        pytest.param(("100", "101.5"), [], id="nor by 1.48 the other way"),
        pytest.param(("98.5", "100"), [], id="exactly at the bound is let pass"),
        pytest.param(("100",), [], id="one year's rate is no change"),
    ],
)
def test_the_bound_of_a_base(rates, expected):
    assert checks(counted(place=(800, 800), rates=rates), Bounds(), BASE) == expected


@pytest.mark.parametrize(
    "place, nation, expected",
    [
        pytest.param((100, 100, 100, 115), (100, 100), [("outlier", True)], id="exactly fifteen per cent"),
        pytest.param((1000, 1000, 1000, 1149), (100, 100), [], id="just under fifteen"),
        pytest.param((100, 100, 100, 85), (100, 100), [("outlier", True)], id="as much down as up"),
        pytest.param(
            (100, 100, 100, 115), (100, 105), [("outlier", True)], id="exactly three times the nation"
        ),
        pytest.param((100, 100, 100, 115), (100, 106), [], id="less than three times the nation"),
        pytest.param((100, 100, 100, 115), (100, 94), [], id="whichever way the nation went"),
        pytest.param((100, 100, 100, 115), (), [("outlier", True)], id="no nation to hold it against"),
        pytest.param((10000, 10600, 11236, 12922), (), [("outlier", True)], id="2.5 times its own history"),
        pytest.param((10000, 10700, 11449, 13170), (), [], id="less than 2.5 times its own history"),
        pytest.param((100, 115), (100, 100), [("outlier", False)], id="no history: a flag"),
        pytest.param((100, 100, 115), (100, 100), [("outlier", False)], id="one earlier change: a flag"),
        pytest.param((0, 115), (100, 100), [], id="from none there is no percentage"),
        pytest.param((115,), (100, 100), [], id="nothing to compare with"),
        pytest.param((100, None), (100, 100), [], id="nothing to compare"),
    ],
)
def test_the_bounds_of_an_outlier(place, nation, expected):
    assert checks(counted(place, nation), Bounds()) == expected


@pytest.mark.parametrize(
    "place, multiple, expected",
    [
        pytest.param((100, 114), 2, True, id="a small rise"),
        pytest.param((100, 199), 2, True, id="just short of doubled, as far as the nation moved"),
        pytest.param((100, 200), 2, False, id="doubled"),
        pytest.param((100, 51), 2, True, id="just over half"),
        pytest.param((100, 50), 2, False, id="halved"),
        pytest.param((100, 200), 0, True, id="doubled, where the pack has no such bound"),
        pytest.param((0, 20), 2, False, id="from nothing, which is no multiple at all"),
        pytest.param((0, 20), 0, True, id="from nothing, with no bound"),
        pytest.param((100, 0), 2, False, id="to nothing"),
    ],
)
def test_a_figure_that_becomes_a_multiple_is_not_steady(place, multiple, expected):
    measures = counted(place, nation=(100, 200))
    bounds = Bounds(multiple=Decimal(multiple))
    assert steady(measures, OFFENDERS, (KENT,), NATION, bounds) is expected


def test_a_base_that_moves_by_exactly_the_bound_is_let_pass():
    assert rebased(counted(place=(800, 812), rates=(100, 100)), BASE, KENT, Bounds()) == ""
    assert rebased(counted(place=(800, 788), rates=(100, 100)), BASE, KENT, Bounds()) == ""
    assert rebased(counted(place=(800, 813), rates=(100, 100)), BASE, KENT, Bounds()) != ""


def test_in_a_sensitive_pack_an_outlier_is_held_without_a_history():
    assert checks(counted((100, 115)), SENSITIVE) == [("outlier", True)]


@pytest.mark.parametrize(
    "place, bounds, expected",
    [
        pytest.param((5, 5), SENSITIVE, [], id="five may be printed"),
        pytest.param((5, 5, 5, 4), SENSITIVE, [("floor", True), ("outlier", True)], id="four is held"),
        pytest.param((4, 4), SENSITIVE, [("floor", True)], id="whether or not it moved"),
        pytest.param(
            (4, 5), Bounds(sensitive=True, outlier=Decimal(99)), [("floor", True)], id="the earlier one too"
        ),
        pytest.param((4, 4), Bounds(), [], id="in a pack that is not sensitive it is not"),
    ],
)
def test_a_very_small_count_of_a_sensitive_subject_is_held(place, bounds, expected):
    assert checks(counted(place), bounds) == expected


def test_a_doubt_says_what_it_is():
    (doubt,) = doubts(counted((4, 4)), OFFENDERS, None, KENT, NATION, SENSITIVE)
    assert isinstance(doubt, Doubt)
    assert doubt.reason == "fewer than 5 offenders: a person decides if it is printed"
    assert [cell.subject.period for cell in doubt.cells] == ["at 2024-03-31", "at 2023-03-31"]


def test_earlier_changes_come_newest_first_and_stop_at_a_gap():
    measures = counted((50, None, 100, 110, 121, 242))
    assert earlier_changes(measures, OFFENDERS, (KENT,)) == [10, 10]


def test_a_packs_own_bounds():
    assert bounds_from_data({"little": 0.5, "sensitive": True}, "a/pack.toml") == Bounds(
        little=Decimal("0.5"), sensitive=True
    )


@pytest.mark.parametrize(
    "said, message",
    [
        pytest.param(
            {"litle": 1}, "a/pack.toml, [gate]: “litle = 1” is no bound. Use outlier, ", id="no such bound"
        ),
        pytest.param({"little": "1"}, "“little = 1” is no bound", id="text"),
        pytest.param({"little": True}, "“little = True” is no bound", id="yes or no"),
        pytest.param({"sensitive": 1}, "“sensitive = 1” is no bound", id="a number for yes or no"),
    ],
)
def test_what_is_no_bound_is_refused(said, message):
    with pytest.raises(PackError) as error:
        bounds_from_data(said, "a/pack.toml")
    assert message in str(error.value)
