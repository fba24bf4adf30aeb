from decimal import Decimal

import pytest
from setting import language

from storygen.writing.turning import MOST_WAYS, Term, Turn, ways


def said(text):
    """Return the ways in which a condition can hold, as a reader would write them."""
    return [
        [f"{_side(turn.left)} {turn.how} {_side(turn.right)}" for turn in way]
        for way in ways(language(), text)
    ]


def _side(term):
    return f"{'-' if term.negative else ''}{'.'.join(term.path) or term.number}"


@pytest.mark.parametrize(
    "text, wanted",
    [
        pytest.param("bakers.percent >= 0.5", [["bakers.percent gteq 0.5"]], id="one comparison"),
        pytest.param("bakers.percent <= -0.5", [["bakers.percent lteq -0.5"]], id="a number below nought"),
        pytest.param("20 > bakers.before", [["bakers.before lt 20"]], id="the number first"),
        pytest.param("1 <= bakers.now < 5", [["bakers.now gteq 1", "bakers.now lt 5"]], id="a chain"),
        pytest.param("bakers.now > 0 and ovens.now > 1", [["bakers.now gt 0", "ovens.now gt 1"]], id="an and"),
        pytest.param("bakers.now > 0 or ovens.now > 1", [["bakers.now gt 0"], ["ovens.now gt 1"]], id="an or"),
        pytest.param("not (bakers.now > 0 and ovens.now == 1)", [["bakers.now lteq 0"], ["ovens.now ne 1"]], id="an and denied"),
        pytest.param("several and nation.bakers.now > ovens.now", [["nation.bakers.now gt ovens.now"]], id="two figures"),
        pytest.param("-bakers.change > ovens.now", [["-bakers.change gt ovens.now"]], id="a figure turned round"),
        pytest.param("several or not missing", [[], []], id="no comparison at all"),
    ],
)  # fmt: skip
def test_a_condition_is_taken_apart_into_what_it_turns_on(text, wanted):
    assert said(text) == wanted


def test_a_turn_is_plain_data():
    (way,) = ways(language(), "bakers.percent > 1")
    assert way == (Turn(Term(("bakers", "percent")), "gt", Term((), Decimal(1))),)


def test_a_condition_that_can_hold_in_very_many_ways_is_tried_in_some():
    either = "(bakers.now > 0 or ovens.now > 0)"
    assert len(ways(language(), " and ".join([either] * 10))) == MOST_WAYS
