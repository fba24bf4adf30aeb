from decimal import Decimal

import pytest
from making import EASTERN, ESSEX, KENT, NATION, NORFOLK, officers, period, release, table
from setting import YEAR, YEAR_BEFORE, view

from storygen.facts.doubt import Bounds
from storygen.facts.figure import Figure, Gap
from storygen.facts.measure import Measure, Measures
from storygen.writing.ledger import Dressed
from storygen.writing.terms import OPEN, Lens, Views, lenses


def bare(value):
    return value.what if isinstance(value, Dressed) else value


@pytest.mark.parametrize(
    "now, before, shown",
    [
        pytest.param(12, 8, ("digits", "digits"), id="a pair that crosses ten is in digits"),
        pytest.param(8, 12, ("digits", "digits"), id="either way"),
        pytest.param(8, 7, ("", ""), id="a pair under ten is not"),
        pytest.param(12, 11, ("", ""), id="nor one from ten up"),
    ],
)
def test_how_a_pair_of_counts_is_dressed(now, before, shown):
    seen = view(now, before)
    hints = tuple(value.how if isinstance(value, Dressed) else "" for value in (seen.now, seen.before))
    assert hints == shown


@pytest.mark.parametrize(
    "now, before, pair, percent",
    [
        pytest.param("3547.6", "3333.0", "", "", id="whole numbers tell the same"),
        pytest.param(
            "10249.6", "10000", "", "1", id="the exact is two per cent, the printed three: both are 2.5"
        ),
        pytest.param("10.4", "9.6", "digits 1", "1", id="and where that lies too, the pair is finer"),
        pytest.param("0", "0", "", None, id="nothing to divide by"),
    ],
)
def test_how_a_pair_of_full_time_equivalents_is_dressed(now, before, pair, percent):
    seen = view(now, before, unit="fte")
    assert (seen.now.how if isinstance(seen.now, Dressed) else "") == pair
    if percent is None:
        assert isinstance(seen.percent, Gap)
    else:
        assert (seen.percent.how if isinstance(seen.percent, Dressed) else "") == percent


def test_a_fall_is_printed_without_its_sign_and_weighed_with_it():
    seen = view(80, 100)
    assert (bare(seen.change).value, bare(seen.percent).value) == (20, 20)
    assert (seen.n_change, seen.n_percent, seen.n_times) == (-20, -20, Decimal("0.8"))


@pytest.mark.parametrize(
    "now, before, tallies, alike",
    [
        pytest.param("3547.6", "3333.4", False, False, id="3,548 less 3,333 is 215, and the change 214"),
        pytest.param("3548", "3333", True, False, id="whole ones tally"),
        pytest.param("99.6", "100.4", False, True, id="both print as 100"),
    ],
)
def test_whether_the_printed_pair_tells_the_printed_change(now, before, tallies, alike):
    seen = view(now, before, unit="fte")
    assert (seen.tallies, seen.alike) == (tallies, alike)


def test_what_is_missing_is_a_gap_all_the_way():
    seen = view(None, 100)
    for name in ("now", "change", "percent", "times", "rank", "tied"):
        assert isinstance(getattr(seen, name), Gap), name
        assert getattr(seen, f"n_{name}") is None, name
    assert not seen.tallies
    assert not seen.alike
    assert not seen.from_page
    assert seen.steady


def test_nothing_the_year_before_has_no_percentage():
    seen = view(5, 0)
    assert (seen.n_change, seen.n_percent, seen.n_times) == (5, None, None)


def test_how_a_place_stands_among_the_others():
    seen = view(110, 100, ranked=[(120, 100), (90, 100)])
    names = ("rank", "rank_low", "tied", "rising", "falling", "level", "places")
    assert [getattr(seen, f"n_{name}") for name in names] == [2, 2, 1, 2, 1, 0, 3]


def test_no_rank_where_a_place_is_missing():
    seen = view(110, 100, ranked=[(None, 100)])
    assert seen.rank.reason == "not every place is there to be ranked"
    assert seen.n_rising is None


def test_several_places_are_summed_and_keep_every_cell():
    found = table({("officers", KENT, YEAR): 110, ("officers", KENT, YEAR_BEFORE): 100,
                   ("officers", ESSEX, YEAR): 50, ("officers", ESSEX, YEAR_BEFORE): 60})  # fmt: skip
    spec = Measure("officers", "fte", "officer", "at")
    seen = Lens(Measures(found, [spec], [KENT, ESSEX]), spec, NATION, Bounds()).view((KENT, ESSEX))
    assert (seen.n_now, seen.n_before, seen.n_change) == (160, 160, 0)
    assert {cell.subject.geography for cell in bare(seen.now).cells()} == {KENT, ESSEX}


def test_a_figure_revised_since_it_was_first_published():
    first = table({("officers", KENT, YEAR_BEFORE): 3140}, of=release(YEAR_BEFORE))
    now = table(
        {("officers", KENT, YEAR): 3000, ("officers", KENT, YEAR_BEFORE): 3151}, prior=first, of=release(YEAR)
    )
    spec = Measure("officers", "fte", "officer", "at")
    seen = Lens(Measures(now, [spec], [KENT]), spec, NATION, Bounds()).view((KENT,))
    assert (seen.n_revised, seen.n_before) == (3140, 3151)
    assert view(2, 1).revised == Gap("not revised")


@pytest.mark.parametrize(
    "nation, steady",
    [
        pytest.param((101, 100), False, id="thirty per cent against one across the nation"),
        pytest.param((111, 100), True, id="but not against eleven"),
        pytest.param((112, 100), True, id="nor where the nation moved too"),
    ],
)
def test_a_change_far_beyond_the_nation_s_is_not_steady(nation, steady):
    rows = {("officers", KENT, YEAR): 130, ("officers", KENT, YEAR_BEFORE): 100,
            ("officers", NATION, YEAR): nation[0], ("officers", NATION, YEAR_BEFORE): nation[1]}  # fmt: skip
    spec = Measure("officers", "fte", "officer", "at")
    measures = Measures(table(rows), [spec], [KENT])
    assert Lens(measures, spec, NATION, Bounds()).view((KENT,)).steady is steady


def test_the_ends_of_a_series_and_their_days():
    rows = {("officers", NATION, f"at {year}-03-31"): value for year, value in
            [(2017, 150), (2018, 140), (2019, 120), (2020, 130)]}  # fmt: skip
    spec = Measure("officers", "fte", "officer", "at")
    peak = Measure("since_peak", "fte", "officer", "at", parts=("officers",), against="peak")
    found = Views(lenses(Measures(table(rows), [spec, peak], []), NATION, Bounds()), (NATION,))
    seen = found["officers"]
    assert (seen.n_peak, seen.peaked) == (150, period("2017-03-31"))
    assert (seen.n_low, seen.bottomed) == (120, period("2019-03-31"))
    assert (found["since_peak"].n_change, found["since_peak"].against) == (-20, period("2017-03-31"))


def test_templates_may_read_what_is_printed_and_nothing_that_is_ours():
    assert {"now", "before", "change", "percent", "tallies", "period", "against", "rank", "steady"} <= OPEN
    assert OPEN.isdisjoint({"lens", "codes", "n_now", "_standing"})


def test_a_figure_read_on_a_page_has_no_cell_to_point_at():
    assert not view(2, 1).from_page
    paged = table({("officers", KENT, YEAR): 3})
    spec = Measure("officers", "fte", "officer", "at")
    seen = Lens(Measures(paged, [spec], [KENT]), spec, NATION, Bounds()).view((KENT,))
    seen.exact = (officers(3, address=""), officers(2))
    assert seen.from_page
    assert isinstance(seen.now, Figure)


def test_a_place_that_is_not_ranked_has_no_rank():
    seen = view(110, 100, ranked=[(120, 100), (90, 100)])
    other = Lens(seen.lens.measures, seen.lens.spec, NATION, Bounds()).view((EASTERN,))
    assert other.rank.reason == "not among the places ranked"
    assert NORFOLK in seen.lens.measures.places
