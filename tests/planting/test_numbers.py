from decimal import Decimal

import pytest

from storygen.planting.numbers import may_be


@pytest.mark.parametrize(
    "text, exact, hedge, most, might",
    [
        pytest.param("3,548", "3547.58", "", None, True, id="rounded as the house rounds"),
        pytest.param("3,547", "3547.58", "", None, False, id="cut"),
        pytest.param("13.6", "13.56", "", None, True, id="with one decimal"),
        pytest.param("3,500", "3655", "more than", None, True, id="still more than that"),
        pytest.param("3,700", "3655", "more than", None, False, id="not more than that"),
        pytest.param("3,700", "3655", "almost", None, True, id="almost"),
        pytest.param("3,600", "3655", "almost", None, False, id="almost of what it is over"),
        pytest.param("5,000", "3655", "almost", None, False, id="almost of what is far off"),
        pytest.param("490,000", "491984", "about", None, True, id="a coarser step, rightly rounded"),
        pytest.param("491,900", "491984", "about", None, False, id="a step rounded wrongly"),
        pytest.param("3,000", "3334", "at least", "4601", True, id="less than the least is true too"),
        pytest.param("4,000", "3334", "at least", "4601", True, id="it might be so many"),
        pytest.param("4,700", "3334", "at least", "4601", False, id="more than there can be"),
    ],
)
def test_what_might_be_true_is_no_error(text, exact, hedge, most, might):
    assert may_be(text, Decimal(exact), hedge, Decimal(most) if most else None) is might
