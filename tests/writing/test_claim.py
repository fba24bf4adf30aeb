from decimal import Decimal

import pytest
from making import figure, gap

from storygen.errors import PackError
from storygen.facts.figure import Gap
from storygen.writing.claim import KINDS, FalseClaim, claimed, compared, hedged, multiplied


def figures(values):
    return [figure(value) for value in values.split()]


EDGES = [
    ("up", "142 141", (), True, "one more is up"),
    ("up", "141 141", (), False, "the same is not"),
    ("down", "140 141", (), True, "one fewer is down"),
    ("down", "141 141", (), False, "the same is not down"),
    ("same", "141 141.0", (), True, "equal is the same"),
    ("same", "141 141.1", (), False, "nearly is not"),
    ("little changed", "10049 10000", (0.5,), True, "just under the bound"),
    ("little changed", "10050 10000", (0.5,), False, "at the bound"),
    ("little changed", "9951 10000", (0.5,), True, "just under it, falling"),
    ("little changed", "9950 10000", (0.5,), False, "at it, falling"),
    ("little changed", "0 0", (0.5,), False, "nothing to take a share of"),
    ("up by", "110 100", (10,), True, "at the least"),
    ("up by", "109.9 100", (10,), False, "under the least"),
    ("up by", "102 100", (2, 10), True, "at the lower end of a range"),
    ("up by", "110 100", (2, 10), False, "at the upper end, which is the next word's"),
    ("up by", "1 0", (0,), False, "from nothing there is no percentage"),
    ("up by", "100 110", (0,), False, "a fall"),
    ("down by", "90 100", (10,), True, "at the least"),
    ("down by", "90.1 100", (10,), False, "under the least"),
    ("down by", "90 100", (2, 10), False, "at the upper end"),
    ("down by", "110 100", (0,), False, "a rise"),
    ("none before", "1 0", (), True, "some after none"),
    ("none before", "0 0", (), False, "none after none"),
    ("none before", "2 1", (), False, "some after some"),
    ("none now", "0 5", (), True, "none after some"),
    ("none now", "1 5", (), False, "one after some"),
    ("almost", "3000 2941", (), True, "2,941 is almost 3,000"),
    ("almost", "3000 2940", (), True, "two per cent under is near"),
    ("almost", "3000 2939", (), False, "more than two per cent under is not"),
    ("almost", "3000 3000", (), False, "no hedge on an exact number"),
    ("almost", "3000 3001", (), False, "not from above"),
    ("almost", "900 855", (), False, "855 is not nearly 900"),
    ("almost", "2000 1959", (), False, "1,959 is not almost 2,000"),
    ("just over", "3000 3060", (), True, "two per cent over"),
    ("just over", "3000 3061", (), False, "more than that"),
    ("just over", "3000 3000", (), False, "exactly"),
    ("more than", "1900 1959", (), True, "above"),
    ("more than", "1900 1900", (), False, "exactly"),
    ("about", "3000 2940", (), True, "two per cent under"),
    ("about", "3000 3060", (), True, "two per cent over"),
    ("about", "3000 2939", (), False, "further under"),
    ("about", "3000 3061", (), False, "further over"),
    ("multiple", "20 10", (2,), True, "twice"),
    ("multiple", "21 10", (2,), False, "more than twice"),
    ("multiple", "0 0", (2,), False, "twice nothing"),
    ("more than multiple", "21 10", (2,), True, "more than twice"),
    ("more than multiple", "20 10", (2,), False, "twice"),
    ("more than multiple", "5 0", (2,), False, "of nothing"),
    ("almost multiple", "196 100", (2,), True, "two per cent under twice"),
    ("almost multiple", "195 100", (2,), False, "further under"),
    ("almost multiple", "200 100", (2,), False, "twice"),
    ("at least", "24 2", (), True, "some stated, some not"),
    ("at least", "24 0", (), False, "none unstated: the number is exact"),
    ("at least", "0 2", (), False, "none stated says nothing"),
    ("highest", "9 9 3 1", (), True, "first, a tie among them"),
    ("highest", "9 9 10 1", (), False, "second"),
    ("lowest", "1 3 1 9", (), True, "last"),
    ("lowest", "1 3 0 9", (), False, "last but one"),
    ("opposite", "5 4 4 5", (), True, "one up, one down"),
    ("opposite", "5 4 5 4", (), False, "both up"),
    ("opposite", "5 4 5 5", (), False, "one up, one still"),
    ("alike", "4 5 1 2", (), True, "both down"),
    ("alike", "5 4 4 5", (), False, "one up, one down"),
    ("alike", "5 5 4 4", (), False, "both still"),
]


@pytest.mark.parametrize(
    "kind, values, bounds, holds",
    [pytest.param(*case[:4], id=f"{case[0]}: {case[4]}") for case in EDGES],
)
def test_a_claim_is_said_only_where_it_is_true(kind, values, bounds, holds):
    bounds = [Decimal(str(bound)) for bound in bounds]
    if holds:
        assert claimed("so it is", kind, figures(values), *bounds).holds()
        return
    with pytest.raises(FalseClaim, match=r"the words “so it is”: they are not true of "):
        claimed("so it is", kind, figures(values), *bounds)


def test_every_kind_of_claim_is_tried_at_its_edges():
    tried = {(kind, holds) for kind, _, _, holds, _ in EDGES}
    assert tried == {(kind, holds) for kind in KINDS for holds in (True, False)}


def test_no_claim_is_made_of_a_gap():
    missing = gap("suppressed")
    assert claimed("up", "up", [figure(2), missing]) is missing
    assert compared(figure(2), missing) is missing
    assert compared(missing, figure(2)) is missing
    assert multiplied(missing, figure(2)) is missing
    assert multiplied(figure(2), missing) is missing


def test_an_unknown_kind_says_which_there_are():
    with pytest.raises(PackError, match=r"“bigger” is no kind of claim\. Use up, down, same"):
        claimed("larger", "bigger", figures("2 1"))


@pytest.mark.parametrize(
    "now, before, words", [("2", "1", "higher than"), ("1", "2", "lower than"), ("2", "2.00", "the same as")]
)
def test_two_figures_compared(now, before, words):
    claim = compared(figure(now), figure(before))
    assert claim.words == words
    assert claim.holds()


@pytest.mark.parametrize(
    "exact, hedge, shown",
    [
        pytest.param("3000", None, "3000", id="West Yorkshire's 3,000 takes no hedge"),
        pytest.param("2941", "almost", "3000", id="2,941 is almost 3,000"),
        pytest.param("1959", "more than", "1900", id="1,959 is not almost 2,000"),
        pytest.param("855", "almost", "860", id="855 is not nearly 900"),
        pytest.param("3020", "just over", "3000", id="a little above"),
        pytest.param("3655", "almost", "3700", id="two digits where one is too far"),
        pytest.param("3500", None, "3500", id="two digits exactly"),
        pytest.param("99", None, "99", id="under a hundred the number itself"),
        pytest.param("100", None, "100", id="a hundred exactly"),
        pytest.param("999.6", "almost", "1000", id="over the edge of a thousand"),
    ],
)
def test_a_round_number_takes_the_hedge_it_needs(exact, hedge, shown):
    claim, number = hedged(figure(exact))
    assert (claim.words if claim else None, number.value) == (hedge, Decimal(shown))
    assert claim is None or claim.holds()


@pytest.mark.parametrize(
    "now, before, words",
    [
        pytest.param("20", "10", "doubled", id="twice"),
        pytest.param("21", "10", "more than doubled", id="over twice"),
        pytest.param("196", "100", "almost doubled", id="nearly twice"),
        pytest.param("300", "100", "tripled", id="a rise of 200 per cent is tripled"),
        pytest.param("299", "100", "almost tripled", id="nearly three times beats more than doubled"),
        pytest.param("400", "100", "quadrupled", id="four times"),
        pytest.param("1000", "100", "more than quadrupled", id="ten times"),
    ],
)
def test_a_multiple_is_named(now, before, words):
    assert multiplied(figure(now), figure(before)).words == words


@pytest.mark.parametrize("now, before", [("195", "100"), ("5", "0"), ("0", "0")])
def test_less_than_a_doubling_is_no_multiple(now, before):
    assert multiplied(figure(now), figure(before)) == Gap("not as much as doubled", about="multiple")


def test_a_claim_among_many_keeps_its_first_figure_in_plain_data():
    claim = claimed("the highest", "highest", figures("9 8 7 6 5"))
    said = claim.as_data()
    assert (said["kind"], said["words"], said["of"]) == ("highest", "the highest", 5)
    assert [each["value"] for each in said["figures"]] == ["9"]
