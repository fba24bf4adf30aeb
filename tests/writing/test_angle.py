from decimal import Decimal

import pytest
from making import ESSEX, KENT, NATION, NORFOLK, gazetteer, release, table
from setting import language, view

from storygen.errors import PackError
from storygen.facts.doubt import Bounds
from storygen.facts.figure import Gap
from storygen.facts.measure import Measures
from storygen.pack import load_pack
from storygen.writing.angle import Rule, choose_angle, chooser, mover, rules_from_data, strengths_from_data
from storygen.writing.language import Names
from storygen.writing.terms import Views, lenses

POLICE = load_pack("police-workforce")
NOW, BEFORE = "at 2019-09-30", "at 2018-09-30"


def angle(officers, others=(0, 0), staff=None, several=False):
    """Return the angle of Kent, where *others* are the percentage changes of Essex and Norfolk."""
    rows = {("officers", KENT, NOW): officers[0], ("officers", KENT, BEFORE): officers[1]}
    for code, moved in zip((ESSEX, NORFOLK), others, strict=True):
        rows |= {
            ("officers", code, NOW): Decimal(1000 + 10 * Decimal(str(moved))),
            ("officers", code, BEFORE): 1000,
        }
    for name, pair in {"staff": staff or (0, 0), "pcsos": (0, 0)}.items():
        rows |= {(name, KENT, NOW): pair[0], (name, KENT, BEFORE): pair[1]}
    rows = {key: value for key, value in rows.items() if value is not None}
    units = {measure.name: measure.unit for measure in POLICE.measures}
    found = table(rows, units=units, of=release(NOW))
    measures = Measures(found, POLICE.measures, [KENT, ESSEX, NORFOLK])
    words = Views(lenses(measures, NATION, Bounds()), (KENT,))
    rule = choose_angle(POLICE.chooser, Names({"place": gazetteer().coded(KENT), "several": several}, words))
    return rule.angle if rule else None


@pytest.mark.parametrize(
    "now, before, others, expected",
    [
        pytest.param(1005, 1000, (2, 0), "rise", id="exactly half of one per cent is a rise"),
        pytest.param("1004.99", 1000, (2, 0), "unchanged", id="just under it is not"),
        pytest.param(1000, 1000, (2, -2), "unchanged", id="equal figures"),
        pytest.param("995.01", 1000, (2, -2), "unchanged", id="just under half of one per cent down"),
        pytest.param(995, 1000, (2, -2), "fall", id="exactly half of one per cent down is a fall"),
        pytest.param(1030, 1000, (2, 0), "highest", id="the largest rise"),
        pytest.param(1020, 1000, (2, 0), "rise", id="the largest, shared, is no first place"),
        pytest.param("1004.99", 1000, (0, -2), "unchanged", id="the largest, but hardly a rise"),
        pytest.param(1005, 1000, (0, -2), "highest", id="the largest, and just a rise"),
        pytest.param(970, 1000, (2, -2), "lowest", id="the largest fall"),
        pytest.param(980, 1000, (2, -2), "fall", id="the largest fall, shared"),
        pytest.param("995.01", 1000, (2, 0), "unchanged", id="the largest fall, but hardly one"),
        pytest.param(40, 19, (2, 0), "small", id="a doubling of fewer than twenty is not a rise"),
        pytest.param(1, "19.99", (2, 0), "small", id="just under twenty"),
        pytest.param(40, 20, (2, 0), "highest", id="twenty will do"),
        pytest.param(7, 0, (2, 0), "first", id="none the year before"),
        pytest.param("0.01", 0, (2, 0), "first", id="a hundredth of an officer after none"),
        pytest.param(0, 20, (2, 0), "lowest", id="none after some"),
        pytest.param(0, 0, (2, 0), None, id="none after none: no rule holds"),
        pytest.param(1000, None, (2, 0), None, id="nothing to compare with"),
        pytest.param(None, 1000, (2, 0), None, id="nothing to tell"),
    ],
)
def test_the_angle_of_the_police_workforce(now, before, others, expected):
    assert angle((now, before), others) == expected


@pytest.mark.parametrize(
    "officers, staff, expected",
    [
        pytest.param((1005, 1000), (980, 1000), "diverging", id="officers up, the workforce down"),
        pytest.param((995, 1000), (1020, 1000), "diverging", id="officers down, the workforce up"),
        pytest.param(
            (1005, 1000), ("985.01", 1000), "rise", id="the workforce down by just under half of one per cent"
        ),
        pytest.param((1005, 1000), (985, 1000), "diverging", id="and by exactly that"),
        pytest.param((1005, 1000), (1000, 1000), "rise", id="both up"),
        pytest.param((1005, 1000), (None, 1000), "rise", id="the workforce is not known"),
        pytest.param((1005, 1000), (799, 1000), "rise", id="staff moved so far that the force must be asked"),
    ],
)
def test_officers_and_the_whole_workforce_may_part(officers, staff, expected):
    assert angle(officers, (2, -2), staff) == expected


def test_the_workforce_of_several_places_is_not_led_on():
    assert angle((1005, 1000), (2, -2), (980, 1000), several=True) == "rise"


def test_the_first_rule_that_holds_wins():
    rules = [Rule(name, "bakers.now > 1", "So.", name) for name in ("one", "two")]
    made = chooser(language(), rules, "angles.toml")
    assert choose_angle(made, {"bakers": view(5, 4)}).angle == "one"
    assert choose_angle(made, {"bakers": view(1, 4)}) is None


def test_a_rule_that_needs_a_missing_figure_passes_to_the_next():
    rules = [Rule("one", "ovens.percent > -99", "So.", "one"), Rule("two", "bakers.now > 1", "So.", "two")]
    made = chooser(language(), rules, "angles.toml")
    assert choose_angle(made, {"bakers": view(5, 4), "ovens": view(5, None)}).angle == "two"


@pytest.mark.parametrize(
    "now, words",
    [
        pytest.param("101.99", "risen slightly", id="just under two per cent"),
        pytest.param("102", "risen", id="two per cent"),
        pytest.param("109.99", "risen", id="just under ten"),
        pytest.param("110", "risen sharply", id="ten"),
        pytest.param("900", "risen sharply", id="without end"),
        pytest.param("98.01", "fallen slightly", id="just under two down"),
        pytest.param("98", "fallen", id="two down"),
        pytest.param("90", "fallen sharply", id="ten down"),
        pytest.param("0", "fallen sharply", id="down to none"),
    ],
)
def test_the_strength_of_a_word_is_bound_to_the_change(now, words):
    strengths = strengths_from_data(
        {
            "strength": [
                {"least": 10, "up": "risen sharply", "down": "fallen sharply"},
                {"least": 0, "up": "risen slightly", "down": "fallen slightly"},
                {"least": 2, "up": "risen", "down": "fallen"},
            ]
        },
        "angles.toml",
    )
    claim = mover(strengths)(view(now, 100))
    assert (claim.words, claim.holds()) == (words, True)


def test_a_change_under_every_strength_has_no_word():
    strengths = strengths_from_data({"strength": [{"least": 2, "up": "risen", "down": "fallen"}]}, "x")
    assert mover(strengths)(view(101, 100)) == Gap(
        "the change is under every strength of word", about="bakers"
    )
    assert isinstance(mover(strengths)(view(5, 0)), Gap)
    assert isinstance(mover(())(view(5, 4)), Gap)
    with pytest.raises(PackError, match=r"\| moved: it takes a measure"):
        mover(strengths)(5)


def test_equal_figures_have_not_moved():
    strengths = strengths_from_data({"strength": [{"least": 0, "up": "risen", "down": "fallen"}]}, "x")
    assert isinstance(mover(strengths)(view(100, 100)), Gap)


@pytest.mark.parametrize(
    "said, fault",
    [
        pytest.param({}, "angles.toml: there is no [[angle]]. Write at least one rule.", id="no rule"),
        pytest.param({"angle": [{"name": "a", "when": "b"}]}, "angles.toml, angle 1: a rule needs a name, a when and a because. Add what is missing.", id="no because"),
        pytest.param({"angle": [{"name": "a", "when": 1, "because": "c"}]}, "angles.toml, angle 1: a rule needs a name, a when and a because. Add what is missing.", id="a number for a when"),
        pytest.param({"angle": [{"name": "a", "if": "b", "because": "c"}]}, "angles.toml, angle 1: unknown key if. Use name, when, because, copy.", id="a strange key"),
    ],
)  # fmt: skip
def test_a_wrong_rule_says_what_is_wrong(said, fault):
    with pytest.raises(PackError) as raised:
        rules_from_data(said, "angles.toml")
    assert str(raised.value) == fault


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"least": "two", "up": "a", "down": "b"},
        {"least": True, "up": "a", "down": "b"},
        {"least": 2, "up": "a"},
    ],
)
def test_a_strength_needs_its_least_and_its_words(entry):
    with pytest.raises(
        PackError, match=r"angles\.toml, strength 1: it needs least \(per cent\), up and down"
    ):
        strengths_from_data({"strength": [entry]}, "angles.toml")


def test_a_rule_s_copy_is_its_own_name_unless_it_says():
    entries = [
        {"name": "rise", "when": "x", "because": "y"},
        {"name": "rise", "when": "x", "because": "y", "copy": "steep"},
    ]
    assert [rule.copy for rule in rules_from_data({"angle": entries}, "x")] == ["rise", "steep"]
