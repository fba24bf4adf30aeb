"""What the figures themselves say is doubtful: each check, at its edges (rules A5 to A9, A11)."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pytest
from making import CLEVELAND, DATA, ESSEX, GWENT, KENT, NATION, NORFOLK, reading, release, table

from storygen.errors import PackError
from storygen.facts.doubt import RANGES, Bounds, Doubt, Grounds, bounds_from_data
from storygen.facts.gate import left_out, of_places, of_release, of_sum, small
from storygen.facts.history import earlier_changes, outlier, rebased, steady
from storygen.facts.measure import Measure, Measures
from storygen.facts.release import open_release
from storygen.facts.table import Meaning, Table, read_readings

OFFENDERS = Measure("offenders", "count", "offender", "at")
BASE = Measure("base", "count", "", "at", way="base", parts=("offenders", "rate"))
SPECS = (OFFENDERS, Measure("rate", "rate", "", "at"), BASE)
UNITS = {"offenders": "count", "rate": "rate"}
SENSITIVE = Bounds(sensitive=True)
RATED = "at 2024-03-31"

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


def doubts(measures, place, bounds=SENSITIVE, base=""):
    """Return what is doubtful of one place, of the measures that the press prints."""
    grounds = Grounds(measures, ("offenders",), bounds, NATION, base)
    return of_places(grounds).get(place, ())


def checks(measures, bounds, base=""):
    return [(doubt.check, doubt.hold) for doubt in doubts(measures, KENT, bounds, base)]


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
    found = [doubt for doubt in doubts(published(year), place) if doubt.check == "outlier"]
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
    assert checks(counted(place=(800, 800), rates=rates), Bounds(), "base") == expected


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
    measures = counted(place, nation=(1000, 2000))
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
    (doubt,) = doubts(counted((4, 4)), KENT)
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
        ({"litle": 1}, "[gate]: “litle” is no bound. Use outlier, outlier_nation, outlier_history, outlier_alone, multiple, base, misfit, missing, leaves, nought, stale, stale_places, earliest, latest, floor, little, sensitive."),
        ({"little": "1"}, "[gate]: “little = 1” will not do. Write a number from 0 to 25."),
        ({"little": True}, "[gate]: “little = true” will not do. Write a number from 0 to 25."),
        ({"little": -1}, "[gate]: “little = -1” will not do. Write a number from 0 to 25."),
        ({"little": float("nan")}, "[gate]: “little = nan” will not do. Write a number from 0 to 25."),
        ({"little": float("inf")}, "[gate]: “little = inf” will not do. Write a number from 0 to 25."),
        ({"little": [1]}, "[gate]: “little = [1]” will not do. Write a number from 0 to 25."),
        ({"sensitive": 1}, "[gate]: “sensitive = 1” is neither true nor false. Write true or false."),
        ({"outlier": -5}, "[gate]: “outlier = -5” will not do. Write a number from 0 to 1000."),
        ({"outlier_history": -1}, "[gate]: “outlier_history = -1” will not do. Write a number from 0 to 100."),
        ({"multiple": 0.5}, "[gate]: “multiple = 0.5” will not do. Write a number from 1.1 to 100, or 0 for none."),
        ({"base": -1}, "[gate]: “base = -1” will not do. Write a number from 0 to 100."),
        ({"misfit": 0}, "[gate]: “misfit = 0” will not do. Write a number from 1 to 100."),
        ({"nought": 0}, "[gate]: “nought = 0” will not do. Write a whole number from 1 to 1000000."),
        ({"stale": -3}, "[gate]: “stale = -3” will not do. Write a whole number from 1 to 100, or 0 for none."),
        ({"stale_places": 200}, "[gate]: “stale_places = 200” will not do. Write a number from 1 to 100."),
        ({"floor": 3.5}, "[gate]: “floor = 3.5” will not do. Write a whole number from 0 to 1000."),
        ({"latest": 2.5}, "[gate]: “latest = 2.5” will not do. Write a whole number from 0 to 120."),
        ({"latest": 100000}, "[gate]: “latest = 100000” will not do. Write a whole number from 0 to 120."),
        ({"latest": 1e30}, "[gate]: “latest = 1e+30” will not do. Write a whole number from 0 to 120."),
        ({"earliest": -600000}, "[gate]: “earliest = -600000” will not do. Write a whole number from 0 to 120."),
        ({"earliest": 12, "latest": 3}, "[gate]: “earliest = 12” is after “latest = 3”. Give the fewer months to earliest."),
        ({"earliest": 20}, "[gate]: “earliest = 20” is after “latest = 14”. Give the fewer months to earliest."),
    ],
)  # fmt: skip
def test_what_is_no_bound_is_refused(said, message):
    with pytest.raises(PackError) as error:
        bounds_from_data(said, "a/pack.toml")
    assert str(error.value) == f"a/pack.toml, {message}"


@pytest.mark.parametrize("said", [3, [], [{"little": 1}], "little"])
def test_a_gate_that_is_no_table_is_refused(said):
    with pytest.raises(PackError) as error:
        bounds_from_data(said, "a/pack.toml")
    assert (
        str(error.value) == "a/pack.toml: gate is no table. Write [gate], and a line for each bound under it."
    )


def test_every_bound_may_be_what_the_house_has():
    assert bounds_from_data({key: int(getattr(Bounds(), key)) for key in RANGES if key != "base"}, "a")
    assert list(RANGES) == [each.name for each in fields(Bounds) if each.name != "sensitive"]
    assert all(allowed.has(getattr(Bounds(), key)) for key, allowed in RANGES.items())
    assert bounds_from_data({"stale": 0, "multiple": 1.5}, "a").multiple == Decimal("1.5")


# Figures that must fit one another.

YEARS = [f"year ending {year}-03-31" for year in (2020, 2019, 2018, 2017)]
NOW, BEFORE = YEARS[:2]
BY_YEAR = {"span": "year ending"}
USES = Measure("uses", "count", "use", **BY_YEAR, total_of=("fired", "drawn"))
PARTS = (Measure("fired", "count", "", **BY_YEAR), Measure("drawn", "count", "", **BY_YEAR))
CHANGE = Measure("uses_change", "count", "", **BY_YEAR, signed=True, change_of="uses")
POSTS = Measure("posts", "fte", "post", **BY_YEAR)
POSTS_CHANGE = Measure("posts_change", "fte", "", **BY_YEAR, signed=True, change_of="posts")
PERCENT = Measure("posts_percent", "per cent", "", **BY_YEAR, change_of="posts")
COUNTED = (USES, *PARTS, CHANGE, POSTS, POSTS_CHANGE, PERCENT)
WITHIN = {NATION: (KENT, ESSEX, NORFOLK)}
NAMES = {KENT: "Kent", ESSEX: "Essex", NORFOLK: "Norfolk", NATION: "England and Wales"}


def judged(figures, *, lead="uses", bounds=None, specs=COUNTED, **said):
    """Return the grounds of a release with these figures: by measure, place and period, or as readings."""
    units = {spec.name: spec.unit for spec in specs}
    signed = [spec.name for spec in specs if spec.signed]
    made = table(
        figures, units=units, signed=signed, **{"of": release(NOW, published=date(2020, 12, 17)), **said}
    )
    measures = Measures(made, specs, (KENT, ESSEX, NORFOLK))
    return Grounds(measures, (lead,), bounds or Bounds(), NATION, "", NAMES, WITHIN)


def years(measure, *series, place=KENT):
    """Return the figures of one measure, newest first."""
    return {(measure, place, period): value for period, value in zip(YEARS, series, strict=False)}


def told(grounds, place=KENT):
    return [(doubt.check, doubt.reason, doubt.hold) for doubt in of_places(grounds).get(place, ())]


@pytest.mark.parametrize(
    "total, fired, drawn, expected",
    [
        pytest.param(10, 4, 6, [], id="parts that add up"),
        pytest.param(
            11, 4, 6,
            [("parts", f"uses, {NOW}: printed as 11, and its parts add up to 10", True)],
            id="parts that are one short",
        ),
        pytest.param(11, 4, None, [], id="a part that is not there"),
        pytest.param(None, 4, 6, [], id="no total"),
    ],
)  # fmt: skip
def test_parts_make_the_printed_total(total, fired, drawn, expected):
    assert (
        told(judged({**years("uses", total), **years("fired", fired), **years("drawn", drawn)})) == expected
    )


def test_parts_of_what_is_only_told_beside_are_a_flag():
    figures = {**years("uses", 11), **years("fired", 4), **years("drawn", 6), **years("posts", 9.5)}
    assert [doubt[2] for doubt in told(judged(figures, lead="posts"))] == [False]


def test_last_year_s_parts_are_added_up_too():
    figures = {**years("uses", 10, 9), **years("fired", 4, 4), **years("drawn", 6, 6)}
    assert [reason for _, reason, _ in told(judged(figures))] == [
        f"uses, {BEFORE}: printed as 9, and its parts add up to 10"
    ]


def test_a_total_seen_only_rounded_is_contradicted_by_nothing():
    said = {"period": NOW}
    readings = [
        reading(1000, "about", measure="uses", **said),
        reading(404, measure="fired", **said),
        reading(603, measure="drawn", **said),
    ]
    assert told(judged(readings)) == []


@pytest.mark.parametrize(
    "nation, expected",
    [
        pytest.param(60, [], id="the sum"),
        pytest.param(61, ["uses, year ending 2020-03-31: printed as 61, and its 3 places add up to 60"], id="one more"),
    ],
)  # fmt: skip
def test_places_make_the_nation(nation, expected):
    figures = {
        **years("uses", 10), **years("uses", 20, place=ESSEX), **years("uses", 30, place=NORFOLK),
        **years("uses", nation, place=NATION),
    }  # fmt: skip
    assert [reason for _, reason, _ in told(judged(figures), NATION)] == expected


def test_a_nation_is_not_held_against_places_of_which_one_is_missing():
    figures = {**years("uses", 10), **years("uses", 20, place=ESSEX), **years("uses", 61, place=NATION)}
    assert [check for check, *_ in told(judged(figures), NATION)] == ["left out"]


@pytest.mark.parametrize(
    "nation, bounds, expected",
    [
        pytest.param(30, Bounds(), ["left out"], id="it leaves nothing, and that may be"),
        pytest.param(29, Bounds(), ["total", "left out"], id="less than nothing"),
        pytest.param(60, Bounds(), ["left out"], id="three times what it had"),
        pytest.param(61, Bounds(), ["total", "left out"], id="more than that"),
        pytest.param(61, Bounds(leaves=Decimal(4)), ["left out"], id="as many times as the pack allows"),
        pytest.param(29, Bounds(missing=Decimal(0)), ["left out"], id="where the pack asks no such thing"),
    ],
)
def test_a_total_is_asked_what_it_leaves_for_a_place_without_a_figure(nation, bounds, expected):
    figures = {
        **years("uses", 10, 10), **years("uses", 20, 20, place=ESSEX), **years("uses", None, 10, place=NORFOLK),
        **years("uses", nation, 40, place=NATION),
    }  # fmt: skip
    grounds = judged(figures, bounds=replace(bounds, outlier=Decimal(1000)))
    assert [check for check, *_ in told(grounds, NATION)] == expected


@pytest.mark.parametrize(
    "nation, expected",
    [
        pytest.param((100, 100, 100, 130), [("outlier", True)], id="twice the bound of a place"),
        pytest.param((1000, 1000, 1000, 1299), [], id="just under that"),
        pytest.param((100, 100, 130), [("outlier", False)], id="with one earlier change: a flag"),
        pytest.param((1000, 1130, 1277, 1673), [], id="less than 2.5 times its own history"),
    ],
)
def test_a_nation_is_an_outlier_by_its_own_history(nation, expected):
    assert [each[::2] for each in told_of_nation(nation)] == expected


def told_of_nation(series):
    """Return what is said of a nation whose counts were these, oldest first."""
    return told(judged(years("uses", *reversed(series), place=NATION)), NATION)


def test_the_total_says_which_places_it_may_leave_out():
    figures = {
        **years("uses", 10), **years("uses", 20, place=ESSEX), **years("uses", None, place=NORFOLK),
        **years("uses", 30, place=NATION),
    }  # fmt: skip
    (doubt,) = left_out(judged(figures), NATION, [USES])
    assert doubt.reason == "uses of England and Wales: it may leave out Norfolk, of which there is no figure"
    assert {cell.subject.geography for cell in doubt.cells} == {NATION, NORFOLK}
    assert not doubt.hold


def test_a_total_read_on_a_page_leaves_out_no_place_that_nobody_wrote_of():
    readings = [
        reading(value, measure="uses", place=place, period=NOW, address="")
        for place, value in ((KENT, 10), (ESSEX, 20), (NATION, 60))
    ]
    assert list(left_out(judged(readings), NATION, [USES])) == []


def test_a_measure_of_the_nation_alone_leaves_nobody_out():
    assert list(left_out(judged(years("uses", 30, place=NATION)), NATION, [USES])) == []


@pytest.mark.parametrize(
    "place, expected",
    [
        pytest.param(50, [], id="all of it"),
        pytest.param(51, [("whole", "uses: 51, more than the 50 of England and Wales", True)], id="more than all"),
    ],
)  # fmt: skip
def test_no_place_is_larger_than_the_nation(place, expected):
    assert told(judged({**years("uses", place), **years("uses", 50, place=NATION)})) == expected


def test_a_nation_known_only_as_a_lower_bound_is_no_bound():
    said = {"measure": "uses", "period": NOW}
    assert told(judged([reading(51, **said), reading(50, "at least", place=NATION, **said)])) == []


@pytest.mark.parametrize(
    "change, held",
    [
        pytest.param(20, False, id="the change of the pair"),
        pytest.param(21, True, id="one more: counts are exact"),
        pytest.param(-20, True, id="the other way"),
    ],
)
def test_the_printed_change_of_a_count(change, held):
    found = told(judged({**years("uses", 120, 100), **years("uses_change", change)}))
    said = f"the change printed of uses is {change}, and its figures give 20"
    assert [doubt for doubt in found if doubt[0] == "change"] == ([("change", said, True)] if held else [])


@pytest.mark.parametrize(
    "now, before, measure, change, doubted",
    [
        pytest.param("120.4", "100.5", "posts_change", "19.9", False, id="unrounded"),
        pytest.param(
            "120.4", "100.5", "posts_change", "20", False, id="printed whole, by rounding alone (A9)"
        ),
        pytest.param("120", "101", "posts_change", "20", False, id="a pair printed whole too"),
        pytest.param("120.41", "100.52", "posts_change", "19.904", True, id="another in the second decimal"),
        pytest.param("120.41", "100.52", "posts_change", "19.894", False, id="noise in the third"),
        pytest.param("120.4", "100.5", "posts_change", "21", True, id="another whole number"),
        pytest.param("120.4", "100.5", "posts_percent", "20", False, id="per cent, whole: 19.8"),
        pytest.param("120.4", "100.5", "posts_percent", "19.8", False, id="per cent, to one decimal"),
        pytest.param("120.4", "100.5", "posts_percent", "18.4", True, id="per cent of the wrong base"),
    ],
)
def test_rounding_alone_contradicts_nothing(now, before, measure, change, doubted):
    figures = {**years("posts", now, before), **years(measure, change)}
    found = [check for check, *_ in told(judged(figures, lead="posts", bounds=Bounds(outlier=Decimal(99))))]
    assert found == (["change"] if doubted else [])


def test_a_change_printed_on_another_page_than_its_pair_is_asked_about_and_not_held():
    readings = [
        reading(120, measure="uses", period=NOW, sheet="https://one.example"),
        reading(119, measure="uses", period=BEFORE, sheet="https://one.example"),
        reading(2, measure="uses_change", period=NOW, sheet="https://two.example"),
    ]
    assert [doubt[::2] for doubt in told(judged(readings))] == [("change", False)]


@pytest.mark.parametrize(
    "counts, rates, reason",
    [
        pytest.param((1000, 1010), (100, 101), "", id="the same people"),
        pytest.param(
            (1000, 1024), (100, 1024), f"the rate, {RATED}: 1024 is the count", id="the count printed as the rate"
        ),
        pytest.param(
            (1024, 1035), (100, 1024), f"the rate, {RATED}: 1024 is the count of the year before",
            id="last year's count printed as the rate",
        ),
        pytest.param(
            (1000, 1000, 1000), (100, 100, 150),
            f"the count and the rate, {RATED}: they imply 666667 people, and in other years 1000000",
            id="a rate of half as much again",
        ),
        pytest.param((1000, 1000), (100, 84), "", id="under a fifth of the other years' people"),
        pytest.param((1000, 1000, 1000), (20, 100, 100), "", id="an old misprint of another year"),
        pytest.param((1000,), (20,), "", id="nothing to hold it against"),
        pytest.param((1000, 1000), (20, None), "", id="no rate this year"),
        pytest.param((0, 0), (0, 0), "", id="none and none"),
    ],
)  # fmt: skip
def test_a_count_and_its_rate_fit_the_people_they_imply(counts, rates, reason):
    measures = counted(counts, rates=rates)
    found = [
        doubt for doubt in doubts(measures, KENT, Bounds(outlier=Decimal(99)), "base") if doubt.check == "fit"
    ]
    assert [(doubt.reason, doubt.hold) for doubt in found] == ([(reason, True)] if reason else [])


def test_a_misprint_of_last_year_holds_this_year_s_change():
    measures = counted((1000, 1000, 1000, 1000), rates=(100, 100, 20, 100))
    assert "fit" in [doubt.check for doubt in doubts(measures, KENT, Bounds(), "base")]


# Noughts, and what is last year's.


@pytest.mark.parametrize(
    "series, reason",
    [
        pytest.param((0, 100), "uses: none, after 100 before: was the figure supplied?", id="a hundred, then none"),
        pytest.param((0, 99), "", id="fewer may well be none"),
        pytest.param(
            (12000, 0, 12000), "uses: none the time before, after 12000 before that: was that figure supplied?",
            id="none last year, between two large numbers",
        ),
        pytest.param((12000, 0), "", id="the first ever"),
        pytest.param((0, 0, 12000), "", id="none and none"),
        pytest.param((None, 12000), "", id="a blank is no nought: it is missing, and held as such"),
    ],
)  # fmt: skip
def test_a_nought_after_a_large_number_was_perhaps_not_supplied(series, reason):
    found = [doubt for doubt in told(judged(years("uses", *series))) if doubt[0] == "nought"]
    assert found == ([("nought", reason, True)] if reason else [])


@pytest.mark.parametrize(
    "pairs, stale",
    [
        pytest.param({"posts": ("3548.2917", "3548.2917")}, True, id="eight digits that are the same"),
        pytest.param({"posts": ("3548.2917", "3548.2918")}, False, id="one that is not"),
        pytest.param({"uses": (12345, 12345), "fired": (678, 678)}, True, id="two counts, of eight digits together"),
        pytest.param({"uses": (12345, 12345)}, False, id="one count, which may well be the same"),
        pytest.param({"uses": (3, 3), "fired": (1, 1), "drawn": (2, 2)}, False, id="small numbers"),
        pytest.param({"uses": (12345, 12345), "fired": (678, 679)}, False, id="a figure that moved is this year's"),
        pytest.param({"uses": (100000000, 100000000)}, False, id="a round number is one digit"),
    ],
)  # fmt: skip
def test_a_row_that_is_last_year_s(pairs, stale):
    figures = {key: value for name, pair in pairs.items() for key, value in years(name, *pair).items()}
    found = [doubt for doubt in told(judged(figures, lead=next(iter(pairs)))) if doubt[0] == "stale"]
    assert found == ([("stale", "every figure is the same as a year before", True)] if stale else [])


@pytest.mark.parametrize(
    "essex, norfolk, reason",
    [
        pytest.param((222, 222), (333, 333), "3 of 3 places have last year’s uses: is it last year’s table?", id="all"),
        pytest.param((222, 222), (333, 334), "", id="most, but of few digits"),
        pytest.param((22222, 22222), (333, 334), "2 of 3 places have last year’s uses: is it last year’s table?", id="most"),
        pytest.param((223, 222), (333, 334), "", id="one"),
        pytest.param((2, 2), (3, 3), "", id="small numbers, which are no proof"),
    ],
)  # fmt: skip
def test_a_table_that_is_last_year_s(essex, norfolk, reason):
    figures = {
        **years("uses", 111, 111),
        **years("uses", *essex, place=ESSEX),
        **years("uses", *norfolk, place=NORFOLK),
    }
    found = [(doubt.check, doubt.reason, doubt.hold) for doubt in of_release(judged(figures))]
    assert found == ([("stale", reason, True)] if reason else [])


# Rows and dates.


def test_a_row_that_stands_twice_in_one_table_is_told():
    rows = [reading(5, measure="uses", period=NOW, address=address) for address in ("D8", "D9")]
    assert told(judged(rows)) == [
        ("duplicate", "it stands twice in Table_1 (D8 and D9), with the same figures", False)
    ]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({"sheet": "https://two.example", "address": ""}, id="two pages that agree"),
        pytest.param({"address": "D8"}, id="one cell read twice"),
    ],
)
def test_what_agrees_elsewhere_is_no_doubt(second):
    rows = [reading(5, measure="uses", period=NOW), reading(5, measure="uses", period=NOW, **second)]
    assert told(judged(rows)) == []


def test_a_row_of_no_place_that_we_know_is_told_of_the_release():
    rows = [
        reading(5, measure="uses", period=NOW),
        reading(9, place="E99", row="Narnia", measure="uses", period=NOW),
    ]
    (doubt,) = of_release(judged(rows))
    assert (doubt.check, doubt.place, doubt.hold) == ("unknown row", "", False)
    assert doubt.reason == "it has a row of E99, “Narnia”, which is no place that we know"


@pytest.mark.parametrize(
    "published, bounds, expected",
    [
        pytest.param(date(2020, 3, 30), {}, True, id="before its period is over"),
        pytest.param(date(2020, 3, 31), {}, False, id="on its last day"),
        pytest.param(date(2021, 5, 31), {}, False, id="fourteen months after"),
        pytest.param(date(2021, 6, 1), {}, True, id="a day later"),
        pytest.param(date(2020, 6, 29), {"earliest": Decimal(3)}, True, id="earlier than the pack expects"),
        pytest.param(date(2020, 8, 1), {"latest": Decimal(4)}, True, id="later than the pack expects"),
    ],
)
def test_a_release_outside_its_expected_dates(published, bounds, expected):
    grounds = judged(years("uses", 5), of=release(NOW, published=published), bounds=Bounds(**bounds))
    found = [(doubt.check, doubt.hold) for doubt in of_release(grounds)]
    assert found == ([("dates", True)] if expected else [])


def test_the_reason_names_the_days_it_was_expected_between():
    (doubt,) = of_release(judged(years("uses", 5), of=release(NOW, published=date(2025, 6, 29))))
    assert doubt.reason == (
        "it came out on 2025-06-29, and a release of year ending 2020-03-31 is expected "
        "from 2020-03-31 to 2021-05-31"
    )


# Revisions, small counts and sums.


def test_a_revised_figure_is_told_with_both_numbers_and_cells():
    old = table({("uses", KENT, BEFORE): 90}, units={"uses": "count"}, of=release(BEFORE))
    (doubt,) = of_places(judged(years("uses", 96, 95), prior=old))[KENT]
    assert doubt.reason == "uses a year before, first published as 90, is now 95"
    assert (doubt.check, doubt.hold) == ("revised", False)
    assert [cell.release for cell in doubt.cells] == ["workforce-2019", "workforce-2020"]


def test_what_may_not_be_printed_of_a_sensitive_subject():
    figures = {**years("uses", 50, 50), **years("fired", 4, 9), **years("drawn", 46, 41)}
    found = small(judged(figures, bounds=SENSITIVE))
    assert {(place, each.measure, each.period) for place, all_of in found.items() for each in all_of} == {
        (KENT, "fired", NOW)
    }
    assert small(judged(figures)) == {}


def summed(**series):
    """Return the doubts of Kent and Essex together."""
    codes = {"kent": KENT, "essex": ESSEX, "nation": NATION}
    figures = {
        key: each
        for name, of in series.items()
        for key, each in years("uses", *of, place=codes[name]).items()
    }
    grounds = judged(figures)
    return [
        (doubt.check, doubt.reason, doubt.hold)
        for doubt in of_sum(grounds, (KENT, ESSEX), of_places(grounds))
    ]


def test_a_place_in_a_sum_that_moved_far_is_named_and_does_not_hold_it():
    assert summed(kent=(150, 100, 99), essex=(1000, 1000, 1000)) == [
        ("outlier", "Kent: a change of 50.0 per cent, and 1.0 in its own earlier years", False)
    ]


def test_a_place_in_a_sum_that_gave_no_figure_holds_it():
    found = summed(kent=(0, 120), essex=(10000, 10000))
    assert ("nought", "Kent: uses: none, after 120 before: was the figure supplied?", True) in found


def test_a_sum_may_itself_have_moved_too_far():
    found = summed(kent=(150, 100, 100, 100), essex=(150, 100, 100, 100))
    assert found[0][::2] == ("outlier", True)
