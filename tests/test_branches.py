import pytest
from setting import ANGLES, FEW, PACK, QUOTES, STORY, bakery

from storygen.branches import Roll
from storygen.pack import load_pack
from storygen.proving import prove_all
from storygen.rehearsal import open_stage, opened, rehearse

WEAK = ANGLES[: ANGLES.index("[[strength]]")]
"""The bakers' rules without words of strength, which their templates never ask for."""


def tried(tmp_path, **files):
    settings = bakery(tmp_path, **{"angles_toml": WEAK, **files})
    roll = Roll(load_pack("bakers", settings))
    table = opened(roll.pack, settings)
    list(prove_all(roll, settings, table))
    faults = rehearse(open_stage(roll, settings, table))
    return roll, faults


def left(tmp_path, **files):
    """Return where each branch stands that nothing shows, and what it is."""
    roll, _ = tried(tmp_path, **files)
    return [f"{branch.where}: {branch.what} {branch.fault}" for branch in roll.unshown()]


def source(words):
    """Return the template with *words* at the head of its last par, which is line 13."""
    return {"story_j2": changed("{% block source %}", "{% block source %}" + words, STORY)}


def changed(old, new, text):
    assert old in text
    return text.replace(old, new, 1)


NEVER = """
[[angle]]
name    = "never"
when    = "bakers.now < 0"
because = "There is no such number."
copy    = "never"
"""
RUNS, ASKS = 'runs_if = "ovens.now > 0"', 'ask_if = "ovens.now < 0"\nask = "Why?"'


def test_every_branch_of_a_sound_pack_is_shown(tmp_path):
    assert left(tmp_path) == []


HERE = "bakers/story.j2, line 13, par source"


@pytest.mark.parametrize(
    "files, missed",
    [
        pytest.param(source('{% if release.id == "x" %}Old.{% else %}New.{% endif %}'), [f'{HERE}: the arm “{{% if release.id == "x" %}}” is never run'], id="an arm of an if"),
        pytest.param(source('{% if release.id == "x" %}Old.\n{% elif release.id %}New.\n{% else %}None.{% endif %}'),
                     [f'{HERE}: the arm “{{% if release.id == "x" %}}” is never run', 'bakers/story.j2, line 15, par source: the arm “{% else %}” of “{% if release.id == "x" %}” is never run'], id="an else"),
        pytest.param(source('{% if release.id %}New.{% elif period %}Old.{% else %}x{% endif %}'), [f"{HERE}: the arm “{{% elif period %}}” is never run", f"{HERE}: the arm “{{% else %}}” of “{{% if release.id %}}” is never run"], id="an elif"),
        pytest.param(source("{# {% if a %} #}{% if release.id %}New.{% endif %}"), [f"{HERE}: going without the words of “{{% if release.id %}}” never happens"], id="leaving the words out"),
        pytest.param(source('{{ "New." if release.id else "Old." }}'), [f"{HERE}: “Old.” of an inline if is never run"], id="an inline if"),
        pytest.param(source("{% for word in [] %}Old.{% endfor %}"), [f"{HERE}: the body of a “{{% for %}}” is never run"], id="the words of a loop"),
        pytest.param(source('{{ pick("Now:", "Here:") }}'), [f"{HERE}: “Here:” of pick(…) is never picked"], id="a wording of pick, where all share the par"),
        pytest.param({"still_j2": '{% block headline %}Bakers {{ total.bakers | went("up", "down", "as before") }}{% endblock %}'},
                     ["bakers/still.j2, line 1, par headline: “up” of went(…) is never printed", "bakers/still.j2, line 1, par headline: “down” of went(…) is never printed"], id="a wording of went"),
        pytest.param({"pack_toml": changed("ovens.now > 0", "ovens.now > 1", PACK), "story_j2": changed("{{ place.force }} had", 'They {{ ovens.now | agree("was", "were") }} at', STORY)},
                     ["bakers/story.j2, line 8, par ovens: “was” of agree(…) is never printed"], id="a wording of agree"),
        pytest.param({"story_j2": "{% macro loaf() %}{% if place %}Bread.{% endif %}{% endmacro %}" + STORY}, ["bakers/story.j2, line 1, macro loaf: the macro “loaf” is never printed"], id="a macro, and not what is in it"),
        pytest.param({"angles_toml": WEAK + NEVER, "never_j2": '{% block source %}{% if period %}Never.{% endif %}{% endblock %}'},
                     ["bakers/never.j2, line 1, par source: the block “source” is never printed", "bakers/angles.toml, angle 4: the angle “never” is never the first to hold"], id="a rule, and a block of its file"),
        pytest.param({"pack_toml": changed("ovens.now > 0", "ovens.now < 0", PACK)}, ["bakers/story.j2, line 8, par ovens: the block “ovens” is never printed", "bakers/pack.toml, par ovens: its turn in a story is never taken"], id="a par that never runs"),
        pytest.param({"pack_toml": changed(RUNS, f"{RUNS}\n{ASKS}", PACK)}, ["bakers/pack.toml, par ovens: its ask_if never holds"], id="a question to the editor"),
        pytest.param({"angles_toml": ANGLES, "few_j2": FEW + "{% block headline %}Bakers {{ total.bakers | moved }}{% endblock %}"}, [], id="a strength of word, which edge rows show"),
        pytest.param({"angles_toml": ANGLES + '[[strength]]\nleast = 1e12\nup = "soared"\ndown = "sunk"\n', "few_j2": FEW + "{% block headline %}Bakers {{ total.bakers | moved }}{% endblock %}"},
                     ["bakers/angles.toml, strength 3: the word “soared”, for 1000000000000.0 per cent is never printed", "bakers/angles.toml, strength 3: the word “sunk”, for 1000000000000.0 per cent is never printed"], id="a strength of word beyond every figure"),
        pytest.param({"quotes_toml": QUOTES + changed("bakers-2020", "bakers-1999", QUOTES)}, ["bakers/quotes.toml, quote 2: the quote “guild, Ann Miller, 2020-06-30” is never printed"], id="a quote of a release that is not there"),
        pytest.param({"quotes_toml": QUOTES + QUOTES}, ["bakers/quotes.toml, quote 2: the quote “guild, Ann Miller, 2020-06-30” is never printed"], id="a quote that another always comes before"),
    ],
)  # fmt: skip
def test_what_nothing_shows_is_named_by_its_place(tmp_path, files, missed):
    assert left(tmp_path, **files) == missed


def test_what_a_par_left_out_for_a_gap_would_have_said_was_not_shown(tmp_path):
    words = "{% if period %}In {{ nation.ovens.peak }} they had{% else %}They had{% endif %}"
    files = {"story_j2": changed("England and Wales had", words, STORY)}
    assert "bakers/story.j2, line 11, par nation: the block “nation” is never printed" in left(
        tmp_path, **files
    )


def test_an_arm_that_leaves_a_whole_par_out_is_run_where_it_does(tmp_path):
    words = "{% block ovens %}{% if first %}{% else %}{{ place.force }} had {{ ovens.now }}.{% endif %}{% endblock %}"
    story = changed(
        '{% block ovens %}{{ place.force }} had {{ ovens.now | counted("oven") }}.{% endblock %}',
        words,
        STORY,
    )
    assert left(tmp_path, story_j2=story) == []


def test_a_traced_pack_sets_the_same_copy(tmp_path):
    settings = bakery(tmp_path, **source('{% if period %}{{ pick("At", "last") }}: {% endif %}'))
    pack = load_pack("bakers", settings)
    roll = Roll(pack)
    plain, traced = (
        [str(proved.story) for proved in prove_all(each, settings, opened(pack, settings))]
        for each in (type("Plain", (), {"pack": pack, "note": lambda *_: None}), roll)
    )
    assert plain == traced
    assert pack.language is not roll.pack.language
    assert "note: ran" not in pack.language.filters


def test_a_real_place_is_shown_before_a_proof_and_a_proof_before_an_edge_row(tmp_path):
    roll, _ = tried(tmp_path)
    kinds = {branch.what: roll.first(number).kind for number, branch in enumerate(roll.branches)}
    assert kinds["the angle “change”"] == "real"
    assert kinds["the angle “still”"] == "edge"
    assert roll.only_on_edges() == 7
    assert [len(roll.shown[kind]) > 0 for kind in ("real", "proof", "edge")] == [True, True, True]
