"""The one place where storygen does arithmetic."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import cell, figure, gap, officers

from storygen.facts import comparison
from storygen.facts.figure import Figure, Gap

NUMBERS = st.decimals(-(10**15), 10**15, allow_nan=False, places=3)
FIGURES = st.builds(figure, NUMBERS, st.sampled_from(["count", "fte", "rate", "per cent"]))
ANYTHING = st.one_of(FIGURES, st.builds(gap, st.sampled_from(["missing", "suppressed"])))
COUNTS = st.builds(figure, st.integers(0, 10**9))


def told(result):
    """Return a figure's value and unit, or a gap's reason."""
    return (str(result.value), result.unit) if isinstance(result, Figure) else result.reason


@pytest.mark.parametrize(
    "now, before, expected",
    [
        pytest.param(figure(855), figure(849), ("6", "count"), id="up"),
        pytest.param(figure(824), figure(868), ("-44", "count"), id="down is less than nought"),
        pytest.param(figure(0), figure(0), ("0", "count"), id="no change is a figure"),
        pytest.param(officers("3548.3"), officers("3334.5"), ("213.8", "fte"), id="nothing is rounded here"),
        pytest.param(
            figure(12, "per cent"), figure(10, "per cent"), ("2", "points"), id="percentages differ by points"
        ),
        pytest.param(figure(9), figure(9, "rate"), "not comparable", id="a count against a rate"),
        pytest.param(gap("suppressed"), figure(1), "suppressed", id="a gap now"),
        pytest.param(figure(1), gap("disputed"), "disputed", id="a gap before"),
    ],
)
def test_the_change(now, before, expected):
    assert told(comparison.change(now, before)) == expected


@pytest.mark.parametrize(
    "now, before, expected",
    [
        pytest.param(figure(112), figure(100), ("12", "per cent"), id="up"),
        pytest.param(figure(75), figure(100), ("-25", "per cent"), id="down"),
        pytest.param(figure(0), figure(7), ("-100", "per cent"), id="to none"),
        pytest.param(figure(300), figure(100), ("200", "per cent"), id="tripled is up by 200"),
        pytest.param(figure(7), figure(0), "none the year before", id="from none there is no percentage"),
        pytest.param(figure(7), figure(-7), "not comparable", id="nor from less than nought"),
        pytest.param(
            figure(12, "per cent"), figure(10, "per cent"), "not comparable", id="nor of a percentage (A3)"
        ),
        pytest.param(figure(9), figure(9, "fte"), "not comparable", id="nor of unlike figures"),
        pytest.param(gap("disputed"), figure(0), "disputed", id="a gap is the reason that is given"),
    ],
)
def test_the_percentage_change(now, before, expected):
    assert told(comparison.percent_change(now, before)) == expected


@pytest.mark.parametrize(
    "printed, now, before, true",
    [
        pytest.param("3.5%", 55236, 52770, "4.7", id="Newbury, 2017"),
        pytest.param("85%", 70052, 36921, "89.7", id="Mirror, 2024"),
        pytest.param("47%", 1106, 749, "47.7", id="Belper, 2016"),
        pytest.param("-13%", 3260, 3787, "-13.9", id="divided by the earlier figure, not the later"),
    ],
)
def test_the_errors_of_the_papers(printed, now, before, true):
    percent = comparison.percent_change(figure(now), figure(before))
    assert f"{percent.value:.1f}" == true != printed


@pytest.mark.parametrize(
    "now, before, expected",
    [
        (figure(200), figure(100), ("2", "times")),
        (figure(50), figure(100), ("0.5", "times")),
        (figure(5), figure(0), "none the year before"),
        (figure(5), officers(5), "not comparable"),
        (gap("low"), figure(5), "low"),
    ],
)
def test_how_many_times(now, before, expected):
    assert told(comparison.times(now, before)) == expected


@pytest.mark.parametrize(
    "parts, expected",
    [
        pytest.param([figure(3), figure(4), figure(5)], ("12", "count"), id="the sum"),
        pytest.param([officers("0.1"), officers("0.2")], ("0.3", "fte"), id="exactly"),
        pytest.param([figure(3)], ("3", "count"), id="of one it is that one"),
        pytest.param([figure(9, "rate")], ("9", "rate"), id="even of a rate"),
        pytest.param([], "missing", id="of nothing there is none"),
        pytest.param(
            [figure(3), gap("suppressed"), figure(5)], "suppressed", id="a part missing is no total"
        ),
        pytest.param([figure(3), officers(4)], "not comparable", id="people and full-time equivalents"),
        pytest.param([figure(9, "rate"), figure(8, "rate")], "not comparable", id="rates cannot be added"),
        pytest.param([figure(9, "per cent"), figure(8, "per cent")], "not comparable", id="nor percentages"),
    ],
)
def test_a_total(parts, expected):
    assert told(comparison.total(iter(parts))) == expected


@pytest.mark.parametrize(
    "part, whole, expected",
    [
        pytest.param(figure(451578), figure(715276), ("63.13", "per cent"), id="restraint among tactics"),
        pytest.param(figure(0), figure(5), ("0", "per cent"), id="none of some"),
        pytest.param(figure(0), figure(0), "not applicable", id="none of none"),
        pytest.param(figure(5), officers(50), "not comparable", id="people among full-time equivalents"),
        pytest.param(figure(5), gap("not available"), "not available", id="of a gap"),
    ],
)
def test_a_share(part, whole, expected):
    share = comparison.share(part, whole)
    assert (
        told(comparison.to_nearest(share, Decimal("0.01")) if isinstance(share, Figure) else share)
        == expected
    )


def test_a_rate_and_its_count_imply_a_base():
    base = comparison.implied_base(figure(849), figure(130, "rate"))
    assert (round(base.value), base.unit) == (653077, "count")
    assert told(comparison.implied_base(figure(849), figure(0, "rate"))) == "not applicable"


@pytest.mark.parametrize(
    "number, step, nearest, down",
    [
        pytest.param("124784", "100", "124800", "124700", id="to the hundred"),
        pytest.param("122450", "100", "122500", "122400", id="halves away from nought"),
        pytest.param("-122450", "100", "-122500", "-122400", id="below nought too"),
        pytest.param("0.5", "1", "1", "0", id="not to even"),
        pytest.param("2.5", "1", "3", "2", id="not to even again"),
        pytest.param("1300", "100", "1300", "1300", id="a round figure stays as it is"),
        pytest.param("1E+40", "1", "1E+40", "1E+40", id="however large"),
    ],
)
def test_rounding_to_a_step(number, step, nearest, down):
    exact = figure(number)
    rounded, cut = comparison.to_nearest(exact, Decimal(step)), comparison.down_to(exact, Decimal(step))
    assert (rounded.value, cut.value) == (Decimal(nearest), Decimal(down))
    assert {*rounded.cells()} == {*cut.cells()} == {cell()}


def test_a_round_figure_is_itself_and_not_a_working():
    exact = figure(1300)
    assert comparison.to_nearest(exact, Decimal(100)) is comparison.down_to(exact, Decimal(100)) is exact


@pytest.mark.parametrize(
    "value, highest, lowest",
    [(9, 1, 4), (7, 2, 2), (5, 4, 1)],
    ids=["the highest", "a tie is shared", "the lowest"],
)
def test_ranks_share_ties(value, highest, lowest):
    among = [figure(number) for number in (5, 7, 9, 7)]
    ranks = [comparison.rank(figure(value), among, highest=end) for end in (True, False)]
    assert [rank.value for rank in ranks] == [highest, lowest]
    assert [rank.unit for rank in ranks] == ["rank", "rank"]
    assert ranks[0].origin.inputs == tuple(among)


def test_the_extreme_is_a_figure_of_the_series_and_the_earliest_of_equals():
    series = [figure(3), figure(9), figure(9), figure(1)]
    assert comparison.extreme(series, highest=True) is series[1]
    assert comparison.extreme(series, highest=False) is series[3]


def test_a_number_of_places_rests_on_all_of_them():
    moved = [figure(1, address="D1"), figure(-1, address="D2")]
    fell = comparison.how_many(moved, "fell, out", [moved[1]])
    assert (fell.value, fell.unit, len(list(fell.cells()))) == (1, "places", 2)


@given(FIGURES, NUMBERS)
def test_the_change_and_the_earlier_figure_give_this_years(before, number):
    now = figure(number, before.unit)
    assert comparison.change(now, before).value + before.value == now.value


@given(COUNTS, COUNTS)
def test_a_percentage_change_has_the_sign_of_the_change(now, before):
    percent, change = comparison.percent_change(now, before), comparison.change(now, before)
    if isinstance(percent, Gap):
        assert (percent.reason, before.value) == ("none the year before", 0)
    else:
        assert (percent.value > 0, percent.value < 0) == (change.value > 0, change.value < 0)
        assert abs(percent.value * before.value / 100 - change.value) < Decimal("1e-9") * now.value.max(1)
        assert Decimal(f"{percent.value:f}") == percent.value


@given(ANYTHING, ANYTHING)
def test_nothing_divides_by_nought_and_a_gap_is_never_lost(one, other):
    for work in (
        comparison.change,
        comparison.percent_change,
        comparison.times,
        comparison.share,
        comparison.implied_base,
        lambda first, second: comparison.total([first, second]),
    ):
        result = work(one, other)
        gaps = [each for each in (one, other) if isinstance(each, Gap)]
        if gaps:
            assert result is gaps[0]
        else:
            assert isinstance(result, Gap) or result.value.is_finite()


@given(ANYTHING)
def test_a_size_has_no_sign(anything):
    result = comparison.size(anything)
    assert result is anything or result.value == -anything.value > 0


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_ranks_count_those_ahead_and_begin_at_one(among):
    ranks = [int(comparison.rank(each, among).value) for each in among]
    ordered = sorted((each.value for each in among), reverse=True)
    assert ranks == [ordered.index(each.value) + 1 for each in among]


@given(st.lists(COUNTS, min_size=2, max_size=8))
def test_a_total_rests_on_every_part(parts):
    total = comparison.total(parts)
    assert total.value == sum(part.value for part in parts)
    assert len(list(total.cells())) == len(parts)


@pytest.mark.parametrize("work", [comparison.change, comparison.percent_change, comparison.times])
def test_a_lower_bound_is_never_compared(work):
    assert work(figure(1_700, mark="at least"), figure(1_640)).reason == "not comparable"
    assert work(figure(1_700), figure(1_640, mark="at least")).reason == "not comparable"
