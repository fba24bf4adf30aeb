from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import DAY, DAY_BEFORE, ESSEX, KENT, officers

from storygen.facts import comparison
from storygen.facts.figure import Cell, Figure, Gap
from storygen.facts.reworking import Reworking

NOW, BEFORE = officers(3548), officers(3333, DAY_BEFORE, address="B8")
ESSEX_NOW, ESSEX_BEFORE = (
    officers(3167, place=ESSEX, address="D9"),
    officers(2941, DAY_BEFORE, place=ESSEX, address="B9"),
)


def printed(**now):
    """Return what is printed now: of Kent or Essex, this year or before, a number or a gap."""
    about = {
        "kent": (KENT, DAY),
        "kent_before": (KENT, DAY_BEFORE),
        "essex": (ESSEX, DAY),
        "essex_before": (ESSEX, DAY_BEFORE),
    }
    found = {about[name]: value for name, value in now.items()}

    def told(cell: Cell) -> Figure | Gap | None:
        key = (cell.subject.geography, cell.subject.period)
        if key not in found:
            return None
        value = found[key]
        return value if isinstance(value, Gap) else Figure(Decimal(str(value)), "fte", cell)

    return Reworking(told)


MOVES = [comparison.change(NOW, BEFORE), comparison.change(ESSEX_NOW, ESSEX_BEFORE)]


@pytest.mark.parametrize(
    "figure, now",
    [
        pytest.param(NOW, 3600, id="a figure of a cell is the cell's"),
        pytest.param(comparison.change(NOW, BEFORE), 267, id="a change"),
        pytest.param(comparison.size(comparison.change(BEFORE, NOW)), 267, id="its size"),
        pytest.param(comparison.percent_change(NOW, BEFORE), Decimal(26700) / 3333, id="a percentage"),
        pytest.param(comparison.times(NOW, BEFORE), Decimal(3600) / 3333, id="a multiple"),
        pytest.param(comparison.total([NOW, ESSEX_NOW]), 6767, id="a sum"),
        pytest.param(
            comparison.share(NOW, comparison.total([NOW, ESSEX_NOW])),
            Decimal(360000) / 6767,
            id="a share of a sum",
        ),
        pytest.param(comparison.to_nearest(NOW, Decimal(100)), 3600, id="a round number"),
        pytest.param(comparison.down_to(NOW, Decimal(1000)), 3000, id="a number cut down"),
        pytest.param(comparison.rank(NOW, [NOW, ESSEX_NOW]), 1, id="a rank that stays"),
        pytest.param(
            comparison.how_many(MOVES, "rose, out", [each for each in MOVES if each.value > 0]),
            2,
            id="how many rose",
        ),
    ],
)
def test_a_figure_is_worked_out_again(figure, now):
    assert printed(kent=3600).of(figure).value == now


@pytest.mark.parametrize(
    "figure, now",
    [
        pytest.param(comparison.rank(NOW, [NOW, ESSEX_NOW]), 2, id="the first comes second"),
        pytest.param(comparison.rank(ESSEX_NOW, [NOW, ESSEX_NOW]), 1, id="the second comes first"),
        pytest.param(comparison.rank(NOW, [NOW, ESSEX_NOW], highest=False), 1, id="from the other end"),
        pytest.param(
            comparison.how_many(MOVES, "rose, out", [each for each in MOVES if each.value > 0]),
            1,
            id="one fell",
        ),
        pytest.param(comparison.how_many(MOVES, "fell, out", []), 1, id="and is counted"),
        pytest.param(comparison.how_many(MOVES, "places ranked, out", MOVES), 2, id="all are ranked still"),
    ],
)
def test_what_rests_on_all_places_is_worked_out_again(figure, now):
    assert printed(kent=3000).of(figure).value == now


def test_what_has_not_changed_is_the_very_same():
    change = comparison.change(NOW, BEFORE)
    assert printed(essex=1).of(change) is change
    assert printed(kent=3548, kent_before=3333).of(change) is change


def test_a_gap_beneath_a_figure_is_its_own():
    gap = Gap("not available")
    assert printed(kent_before=gap).of(comparison.percent_change(NOW, BEFORE)) is gap


@pytest.mark.parametrize(
    "figure, why",
    [
        pytest.param(
            comparison.how_many([NOW, ESSEX_NOW], "tied, out", [NOW]),
            "whose rank they share is not in it",
            id="a tie",
        ),
        pytest.param(
            comparison.rank(NOW, [NOW, officers(3548, place=ESSEX, address="D9")]),
            "of those that shared it one goes up",
            id="a rank that was shared",
        ),
    ],
)
def test_what_nobody_can_know_is_none(figure, why):
    assert printed(kent=3600).of(figure) is None, why


@given(st.decimals(1, 100_000, places=2), st.decimals(1, 100_000, places=2))
def test_a_change_worked_out_again_is_that_of_the_new_pair(now, before):
    found = printed(kent=now, kent_before=before).of(comparison.change(NOW, BEFORE))
    assert found.value == now - before
