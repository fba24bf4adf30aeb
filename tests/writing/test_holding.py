from decimal import Decimal

import pytest
from making import DAY, DAY_BEFORE, KENT, officers

from storygen.facts import comparison
from storygen.facts.figure import Figure, Gap
from storygen.facts.period import period_from_key
from storygen.facts.reworking import Reworking
from storygen.writing.claim import compared, hedged
from storygen.writing.holding import again
from storygen.writing.ledger import Run
from storygen.writing.style import Style

NOW, BEFORE = officers("3140.62"), officers("3244.7", DAY_BEFORE, address="B8")
FALL = comparison.percent_change(NOW, BEFORE)
PA = Style()


def told(run, now, before="3244.7"):
    """Return whether *run* holds when Kent's figures are printed so, and its words as they would be."""
    found = {(KENT, DAY): now, (KENT, DAY_BEFORE): before}

    def printed(cell):
        value = found[cell.subject.geography, cell.subject.period]
        return value if isinstance(value, Gap) else Figure(Decimal(value), "fte", cell)

    came = again(run, Reworking(printed), PA)
    return came.holds, came.now.text


@pytest.mark.parametrize(
    "text, figure, now, came",
    [
        pytest.param("3,141", NOW, "3151.62", (False, "3,152"), id="another number"),
        pytest.param("3,141", NOW, "3140.9", (True, "3,141"), id="the same, rounded"),
        pytest.param("3,140.6", NOW, "3140.9", (False, "3,140.9"), id="not to one decimal"),
        pytest.param(
            "3,100", comparison.to_nearest(NOW, Decimal(100)), "3149", (True, "3,100"), id="to the nearest"
        ),
        pytest.param(
            "3,100", comparison.to_nearest(NOW, Decimal(100)), "3151", (False, "3,200"), id="beyond it"
        ),
        pytest.param(
            "three per cent", comparison.size(FALL), "3151.62", (True, "three per cent"), id="a percentage"
        ),
        pytest.param(
            "three per cent", comparison.size(FALL), "3000", (False, "eight per cent"), id="another"
        ),
        pytest.param(
            "3.2 per cent", comparison.size(FALL), "3151.62", (False, "2.9 per cent"), id="more finely"
        ),
        pytest.param("thousands", NOW, "3151.62", (None, "thousands"), id="in words of its own"),
        pytest.param("thousands", NOW, "3140.62", (True, "thousands"), id="which stay so if nothing moves"),
        pytest.param("3,141", NOW, Gap("not available"), (False, "3,141"), id="no figure any more"),
    ],
)
def test_a_printed_number_holds_as_long_as_it_rounds_so(text, figure, now, came):
    assert told(Run(text, figure), now) == came


@pytest.mark.parametrize(
    "claim, now, came",
    [
        pytest.param(compared(NOW, BEFORE), "3151.62", (True, "lower than"), id="still lower"),
        pytest.param(compared(NOW, BEFORE), "3300", (False, "lower than"), id="higher by now"),
        pytest.param(compared(NOW, BEFORE), "3244.7", (False, "lower than"), id="the same by now"),
        pytest.param(hedged(NOW)[0], "3148", (True, "just over"), id="still just over 3,100"),
        pytest.param(hedged(NOW)[0], "3090", (False, "just over"), id="almost 3,100 by now"),
        pytest.param(compared(NOW, BEFORE), Gap("suppressed"), (False, "lower than"), id="nobody can say"),
    ],
)
def test_a_claim_is_asked_again(claim, now, came):
    assert told(Run(claim.words, claim), now) == came


def test_words_and_days_hold_whatever_is_revised():
    assert told(Run("in Kent"), "1") == (True, "in Kent")
    period = period_from_key(DAY)
    assert told(Run("September 30 2019", period), "1") == (True, "September 30 2019")


@pytest.mark.parametrize(
    "claim, turns",
    [
        pytest.param(compared(NOW, BEFORE), True, id="a direction"),
        pytest.param(hedged(NOW)[0], False, id="a hedge"),
    ],
)
def test_only_a_claim_of_direction_turns(claim, turns):
    reworking = Reworking(lambda cell: Figure(Decimal(9_000), "fte", cell))
    came = again(Run(claim.words, claim), reworking, PA)
    assert came.turns is (turns and came.holds is False)
