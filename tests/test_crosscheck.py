import pytest
from setting import ANGLES, FEW, PACK, STORY, write_pack

from storygen.crosscheck import faults
from storygen.errors import PackError
from storygen.pack import load_pack, open_pack


def changed(old, new, text):
    assert old in text
    return text.replace(old, new, 1)


def found(tmp_path, **files):
    return faults(open_pack(write_pack(tmp_path, **files)))


MORE = '[[par]]\nname = "more"\nlengths = ["nib"]\n\n[[par]]\nname = "source"'


def test_a_pack_whose_files_agree_has_no_faults(tmp_path):
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "files, said",
    [
        pytest.param({"story_j2": changed("block nation", "block nations", STORY)},
                     ["bakers/story.j2: no block is called “nation”, which the plan asks for",
                      "bakers/story.j2: the block “nations” is no par of the plan"], id="a block called otherwise"),
        pytest.param({"few_j2": FEW + "{% block extra %}x{% endblock %}"}, ["bakers/few.j2: the block “extra” is no par of the plan"], id="a block too many in an angle's file"),
        pytest.param({"many_j2": FEW}, ["bakers/many.j2: no rule of angles.toml takes this file"], id="a file no rule takes"),
        pytest.param({"pack_toml": changed('[[par]]\nname = "source"', MORE, PACK), "story_j2": STORY + "{% block more %}Loaves.{% endblock %}"},
                     ["bakers/pack.toml: a nib is the headline and two pars, and this plan gives it 3"], id="a nib of three pars"),
        pytest.param({"angles_toml": changed("bakers.percent != 0", "cakes.percent != 0", ANGLES)},
                     ["bakers/angles.toml, angle 2: “cakes.percent != 0” uses cakes, which this pack does not measure. It has bakers, ovens."], id="a rule of what is not measured"),
        pytest.param({"angles_toml": changed("bakers.percent != 0", "bakers.per_cent", ANGLES)},
                     ["bakers/angles.toml, angle 2: “bakers.per_cent” uses “bakers.per_cent”, which is not there."], id="a rule of what no measure has"),
        pytest.param({"pack_toml": changed("ovens.now > 0", "oven.now > 0", PACK)},
                     ["bakers/pack.toml, par ovens: “oven.now > 0” uses oven, which this pack does not measure."], id="a condition of what is not measured"),
        pytest.param({"pack_toml": changed("if = \"several\"", "if = \"bakers.now > 0\"", PACK)},
                     ["bakers/pack.toml, par together: “bakers.now > 0” uses bakers; a story's own par asks for total.bakers or nation.bakers"], id="a story's par about one place"),
        pytest.param({"story_j2": changed("nation.bakers.now", "nation.cakes.now", STORY)}, ["bakers/story.j2, nation: it uses “nation.cakes”, which is not there."], id="the nation's, not measured"),
        pytest.param({"story_j2": changed("nation.bakers.now", "nation.bakers.n_now", STORY)}, ["bakers/story.j2, nation: it uses “nation.bakers.n_now”, which is not there."], id="what only rules weigh"),
        pytest.param({"story_j2": changed("place.force", "place.chief", STORY)}, ["bakers/story.j2, count: it uses “place.chief”, which is not there."], id="what no place has"),
        pytest.param({"story_j2": changed("release.day", "release.time", STORY)}, ["bakers/story.j2, source: it uses “release.time”, which is not there."], id="what no release has"),
        pytest.param({"story_j2": changed("quotes.guild", "quotes.union", STORY)}, ["bakers/story.j2, guild: it uses “quotes.union”, which is not there. It has guild."], id="a quote nobody gave"),
        pytest.param({"pack_toml": changed("[[par]]", '[[measure]]\nname = "moved"\nchange_of = "ovens"\n\n[[par]]', PACK)}, [], id="a change that the gate weighs is used"),
        pytest.param({"story_j2": changed("{{ ovens.now | counted(\"oven\") }}", "ovens", STORY), "pack_toml": changed('runs_if = "ovens.now > 0"', "", PACK)},
                     ["bakers/pack.toml: “ovens” is never used; say why in its “kept”"], id="a measure nothing uses"),
        pytest.param({"pack_toml": PACK + '\n[[never]]\nwords = ["bread rose", "baked"]\nbecause = "nobody counts bread"\n', "few_j2": changed("are few", "baked, so bread\nrose: few", FEW)},
                     ["bakers/few.j2: it says “baked”: nobody counts bread", "bakers/few.j2: it says “bread rose”: nobody counts bread", "bakers/few.j2, line 2, par intro: the comparison “rose” is typed"], id="words the figures cannot bear"),
        pytest.param({"story_j2": changed("{{ place.force }} had", "{% if ovens.now > ovens.before %}They{% endif %} had", STORY)},
                     ["bakers/story.j2, ovens: it compares numbers"], id="a template that compares numbers"),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_named_with_its_file(tmp_path, files, said):
    lines = found(tmp_path, **files)
    assert len(lines) == len(said), lines
    for line, start in zip(sorted(lines), sorted(said), strict=True):
        assert line.startswith(start)
        assert "\n" not in line


def source(words):
    """Return the template with *words* at the head of its last par, which is line 13."""
    return {"story_j2": changed("{% block source %}", "{% block source %}" + words, STORY)}


NUMBER = "Take it from a figure, or say in a [[wording]] of pack.toml why it stands"
WORD = "Bind it to figures with claim, went or moved, or say in a [[wording]] of pack.toml why it stands"


@pytest.mark.parametrize(
    "words, said",
    [
        ("There were 150,000 bakers in it. ", ["the number “150,000” is typed (“There were 150,000 bakers in it."]),
        ("Of {{ place.name }}, 400 wanted. ", ["the number “400” is typed"]),
        ("Some\n\nthree bakers left. ", ["the number “three” is typed (“Some three bakers left."]),
        ("Twenty-one left. ", ["the number “Twenty-one” is typed (“Twenty-one left."]),
        ('{{ "A third of" }} them. ', ["the number “third” is typed"]),
        ('{{ "12 of" if period else "None of" }} them. ', ["the number “12” is typed"]),
        ('{{ pick("12 left.", "They left.") }} ', ["the number “12” is typed"]),
        ("{% if period %}{% else %}12 left. {% endif %}", ["the number “12” is typed"]),
        ("Kent has more than Essex. ", ["the comparison “more” is typed (“Kent has more than Essex."]),
        ("Bakers rose in number. ", ["the comparison “rose” is typed"]),
        ("They had the highest share and cut crime by 20 per cent. ", ["the number “20” is typed", "the comparison “cut” is typed", "the comparison “highest” is typed"]),
        ("{# 12 rose #}Bakers bake and are trained at the time of day. ", []),
        ('{{ nation.bakers | went("rose", "fell", "were the same") }} {{ nation.bakers | moved }} ', []),
        ('{{ "rose" | claim("up", nation.bakers) }} ', []),
        ('{% if release.id == "bakers-12" %}{% endif %}', []),
    ],
)  # fmt: skip
def test_what_is_typed_by_hand_has_no_figure_behind_it(tmp_path, words, said):
    lines = [line for line in found(tmp_path, **source(words)) if " is typed " in line]
    assert len(lines) == len(said), lines
    for line, start in zip(lines, said, strict=True):
        assert start in line
        assert line.endswith(NUMBER if "the number" in line else WORD)
        assert line.startswith("bakers/story.j2, line 1")
        assert ", par source: " in line
        assert "\n" not in line


def test_a_typed_number_is_named_by_its_line_in_the_file(tmp_path):
    (line,) = found(tmp_path, **source("The bakers\nof the guild,\nall 12, left. "))
    assert line == (
        f"bakers/story.j2, line 15, par source: the number “12” is typed (“the guild, all 12, left. The figures”). {NUMBER}"
    )


WORDING = '[[wording]]\nwords = ["aged 16  or over", "more than enough"]\nbecause = "whom the line is for"\n\n[[par]]'


def test_what_a_pack_says_is_part_of_its_wording_may_be_typed(tmp_path):
    words = source("Those Aged 16 or\nover call. That is more than enough. ")
    assert found(tmp_path, **words, pack_toml=changed("[[par]]", WORDING, PACK)) == []
    (line,) = found(tmp_path, **source("Aged 16 or over. "), pack_toml=changed("[[par]]", WORDING, PACK))
    assert line == (
        "bakers/pack.toml, wording 1: “more than enough” is in no template. Write it as it stands there, or take it out"
    )
    more = found(
        tmp_path,
        **source("Aged 160 or over, 16. More than enough."),
        pack_toml=changed("[[par]]", WORDING, PACK),
    )
    assert [line.partition(": ")[2][:25] for line in more] == [
        "the number “160” is typed",
        "the number “16” is typed ",
        "“aged 16 or over” is in n",
    ]


@pytest.mark.parametrize(
    "entry, fault",
    [
        ('words = ["16"]', 'bakers/pack.toml, wording 1: it does not say why. Write because = "…".'),
        ('because = "why"', 'bakers/pack.toml, wording 1: it lists no words. Write words = ["six months"].'),
        ('word = "16"', "bakers/pack.toml, wording 1: unknown key word. Use words, because."),
    ],
)
def test_a_wording_that_cannot_be_read_is_refused(tmp_path, entry, fault):
    with pytest.raises(PackError) as caught:
        found(tmp_path, pack_toml=changed("[[par]]", f"[[wording]]\n{entry}\n\n[[par]]", PACK))
    assert str(caught.value) == fault


def test_a_measure_that_is_kept_for_a_reason_is_no_fault(tmp_path):
    more = '[[measure]]\nname = "pies"\nkept = "to hold ours against"\n\n[[par]]'
    assert found(tmp_path, pack_toml=changed("[[par]]", more, PACK)) == []


def test_macros_and_what_a_block_sets_are_its_own_names(tmp_path):
    macro = "{% macro oven(view) %}{{ view.now }}{% endmacro %}"
    own = changed(
        "{{ place.force }} had {{ ovens.now",
        "{% set hot = ovens %}They had {{ oven(hot) }} {{ hot.now",
        STORY,
    )
    assert found(tmp_path, story_j2=macro + own) == []


@pytest.mark.parametrize("name", ["police-workforce", "registered-offenders", "use-of-force"])
def test_our_packs_agree_with_themselves(name):
    assert faults(load_pack(name)) == []
