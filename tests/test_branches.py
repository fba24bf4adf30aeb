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


IN_A_PAR = [
    '{% if release.id == "x" %}Old.{% else %}New.{% endif %}',
    '{% if release.id == "y" %}Old.',
    "{% elif release.id %}New.",
    "{% else %}None.{% endif %}",
    "{% if release.id %}New.{% elif period %}Old.{% else %}x{% endif %}",
    "{# {% if a %} #}{% if release.title %}New.{% endif %}",
    '{{ "New." if release.id else "Old." }}',
    "{% for word in [] %}Old.{% endfor %}",
    '{{ pick("Now:", "Here:") }}',
]
"""Lines of a par with branches that no story takes."""
TOO_STRONG = '[[strength]]\nleast = 1e12\nup = "soared"\ndown = "sunk"\n'
MOVED = "{% block headline %}Bakers {{ total.bakers | moved }}{% endblock %}"


@pytest.mark.parametrize(
    "files, missed",
    [
        pytest.param(
            source("\n".join(IN_A_PAR)),
            [
                'line 13, par source: the arm “{% if release.id == "x" %}” is never run',
                'line 14, par source: the arm “{% if release.id == "y" %}” is never run',
                'line 16, par source: the arm “{% else %}” of “{% if release.id == "y" %}” is never run',
                "line 17, par source: the arm “{% elif period %}” is never run",
                "line 17, par source: the arm “{% else %}” of “{% if release.id %}” is never run",
                "line 18, par source: going without the words of “{% if release.title %}” never happens",
                "line 19, par source: “Old.” of an inline if is never run",
                "line 20, par source: the body of a “{% for %}” is never run",
                "line 21, par source: “Here:” of pick(…) is never picked",
            ],
            id="arms, loops and wordings of a par that all share",
        ),
        pytest.param(
            {
                "pack_toml": changed("ovens.now > 0", "ovens.now > 1", PACK),
                "story_j2": "{% macro loaf() %}{% if place %}Bread.{% endif %}{% endmacro %}"
                + changed("{{ place.force }} had", 'They {{ ovens.now | agree("was", "were") }} at', STORY),
                "still_j2": "{% block headline %}Bakers {{ total.bakers | "
                'went("up", "down", "as before") }}{% endblock %}',
            },
            [
                "bakers/still.j2, line 1, par headline: “up” of went(…) is never printed",
                "bakers/still.j2, line 1, par headline: “down” of went(…) is never printed",
                "line 1, macro loaf: the macro “loaf” is never printed",
                "line 8, par ovens: “was” of agree(…) is never printed",
            ],
            id="wordings of agree and went, and a macro without what is in it",
        ),
        pytest.param(
            {
                "pack_toml": changed(RUNS, f"{RUNS}\n{ASKS}", PACK),
                "angles_toml": ANGLES + TOO_STRONG + NEVER,
                "few_j2": FEW + MOVED,
                "never_j2": "{% block source %}{% if period %}Never.{% endif %}{% endblock %}",
                "quotes_toml": QUOTES + QUOTES,
            },
            [
                "bakers/never.j2, line 1, par source: the block “source” is never printed",
                *(
                    f"bakers/angles.toml, strength 3: the word “{word}”, for 1000000000000.0 per cent "
                    "is never printed"
                    for word in ("soared", "sunk")
                ),
                "bakers/angles.toml, angle 4: the angle “never” is never the first to hold",
                "bakers/pack.toml, par ovens: its ask_if never holds",
                "bakers/quotes.toml, quote 2: the quote “guild, Ann Miller, 2020-06-30” is never printed",
            ],
            id="a rule and a block of its file, the strongest words alone, a question, a quote said twice",
        ),
        pytest.param(
            {
                "pack_toml": changed("ovens.now > 0", "ovens.now < 0", PACK),
                "quotes_toml": QUOTES + changed("bakers-2020", "bakers-1999", QUOTES),
            },
            [
                "line 8, par ovens: the block “ovens” is never printed",
                "bakers/pack.toml, par ovens: its turn in a story is never taken",
                "bakers/quotes.toml, quote 2: the quote “guild, Ann Miller, 2020-06-30” is never printed",
            ],
            id="a par that never runs, and a quote of a release that is not there",
        ),
    ],
)
def test_what_nothing_shows_is_named_by_its_place(tmp_path, files, missed):
    assert left(tmp_path, **files) == [
        each if each.startswith("bakers/") else f"bakers/story.j2, {each}" for each in missed
    ]


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
