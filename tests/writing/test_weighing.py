import pytest
from making import officers
from setting import language, view

from storygen.errors import PackError
from storygen.writing.angle import Rule, choose_angle, chooser
from storygen.writing.weighing import weighing


def holds(when, **words):
    rules = [Rule("yes", when, "It holds.", "yes")]
    return choose_angle(chooser(language(), rules, "angles.toml, angle 1"), words) is not None


@pytest.mark.parametrize(
    "when, now, before, held",
    [
        pytest.param("bakers.percent >= 1", 1010, 1000, True, id="exactly one per cent"),
        pytest.param("bakers.percent >= 1", "1009.999", 1000, False, id="just under"),
        pytest.param("bakers.percent <= -0.5", "995", 1000, True, id="a written decimal is exact"),
        pytest.param(
            "bakers.percent > 0.1", "1001", 1000, False, id="one tenth is one tenth, and not a float"
        ),
        pytest.param("bakers.percent >= 1", 990, 1000, False, id="a fall is below nought"),
        pytest.param("bakers.change == -10", 990, 1000, True, id="the change is signed too"),
        pytest.param("bakers.change == 10 and bakers.now == 1010", 1010, 1000, True, id="two figures"),
        pytest.param("not bakers.now > 5", 4, 9, True, id="not"),
        pytest.param("bakers.now > 5 or bakers.before > 5", 4, 9, True, id="or"),
        pytest.param("-1 < bakers.percent < 1", 1009, 1000, True, id="between"),
        pytest.param("bakers.times == 2", 20, 10, True, id="a multiple"),
        pytest.param("bakers.percent != 5", 5, 0, False, id="what cannot be known does not hold"),
        pytest.param("not bakers.percent > 5", 5, 0, False, id="and neither does its contrary"),
        pytest.param("bakers.now >= 0", None, 9, False, id="nothing holds of a missing figure"),
        pytest.param("bakers.now == 5 or bakers.before == 9", None, 9, False, id="although half of it would"),
    ],
)
def test_a_rule_weighs_exact_numbers(when, now, before, held):
    assert holds(when, bakers=view(now, before)) is held


def test_a_rule_may_ask_for_names_that_are_no_figure():
    assert holds("several and not first", several=True, first=False)
    assert holds("missing", missing="Norfolk")
    assert not holds("missing", missing=None)


def test_a_rule_may_ask_of_the_nation():
    assert holds(
        "bakers.percent > nation.bakers.percent", bakers=view(12, 10), nation={"bakers": view(11, 10)}
    )


@pytest.mark.parametrize(
    "when, said",
    [
        pytest.param("bakers.percent >=", "“bakers.percent >=” cannot be read", id="half a rule"),
        pytest.param("bakers.now > 1 %}x{% elif true", "is more than one condition", id="a tag smuggled in"),
        pytest.param(
            "bakers.now > 1 %}{% endif %}{% if true", "is more than one condition", id="two conditions"
        ),
    ],
)
def test_a_rule_that_cannot_be_read_is_named(when, said):
    with pytest.raises(PackError) as raised:
        weighing(language(), when, "angles.toml, angle 3")
    assert str(raised.value).startswith("angles.toml, angle 3: ")
    assert said in str(raised.value)


@pytest.mark.parametrize("when", ["bakers.now + 1 > 2", "bakers.now * 2 > 1", "bakers.now > 2 ** 9"])
def test_a_rule_does_not_calculate(when):
    with pytest.raises(PackError, match="is arithmetic, and a template does none"):
        holds(when, bakers=view(12, 10))


def test_a_rule_about_nobody_is_the_pack_s_fault():
    with pytest.raises(PackError, match="'cakes' is undefined"):
        holds("cakes.percent > 1", bakers=view(12, 10))


def test_a_rule_is_asked_clause_by_clause_and_the_first_that_fails_ends_it():
    first, second = weighing(language(), "bakers.now > 9 and bakers.now < bakers.percent", "x").clauses
    assert [node.attr for node in first.weighed] == ["now"]
    assert [node.attr for node in second.weighed] == ["percent"], "what is known is not asked again"
    assert not holds("bakers.now > 9 and cakes.percent > 1", bakers=view(4, 10)), "nobody asks of the cakes"


def test_only_what_can_be_weighed_is_weighed():
    rule = weighing(language(), "bakers.steady and bakers.now > 1 and quotes.guild", "x")
    assert [node.attr for clause in rule.clauses for node in clause.weighed] == ["now"]
    assert rule.quotes == {"guild"}
    assert holds("bakers.steady", bakers=view(officers(1).value, 1))
