import pytest
from making import DATA, ROOT
from setting import ANGLES, PACK, STORY, bakery, write_pack

from storygen.errors import PackError, UsageError
from storygen.pack import load_pack, open_pack, pack_folders
from storygen.profiles import load_style, styles
from storygen.settings import Settings


def changed(old, new, text=PACK):
    assert old in text
    return text.replace(old, new, 1)


def measure(**said):
    """Return the pack with one more measure, or one of its measures said otherwise."""
    lines = "\n".join(f"{key} = {value}" for key, value in said.items())
    return changed("[[par]]", f"[[measure]]\n{lines}\n\n[[par]]")


BROKEN = [
    pytest.param({"pack_toml": "title = "}, "bakers/pack.toml: cannot be read: Invalid value", id="no TOML"),
    pytest.param({"pack_toml": changed('title     = "Bakers"', "")}, "bakers/pack.toml: “title” is missing. Write title = \"…\".", id="no title"),
    pytest.param({"pack_toml": changed('catchline = "BAKERS"', 'catchline = ""')}, "bakers/pack.toml: “catchline” is missing. Write catchline = \"…\".", id="an empty catchline"),
    pytest.param({"pack_toml": changed("lead ", "leads")}, "bakers/pack.toml: unknown key leads. Use title, about,", id="a strange key"),
    pytest.param({"pack_toml": changed('["bakers"]', '["cakes"]')}, "bakers/pack.toml, lead: “cakes” is no measure of this pack. It measures bakers, ovens.", id="a lead nobody measures"),
    pytest.param({"pack_toml": changed("[release]", 'base = "cakes"\n[release]')}, "bakers/pack.toml, base: “cakes” is no measure of this pack. It measures bakers, ovens.", id="a base nobody measures"),
    pytest.param({"pack_toml": changed("[release]", 'places = "town"\n[release]')}, "bakers/pack.toml: places is “town”. Use force or area.", id="places of another kind"),
    pytest.param({"pack_toml": changed("publisher", "maker")}, "bakers/pack.toml, [release]: unknown key maker. Use id, span,", id="a strange key of a release"),
    pytest.param({"pack_toml": changed("[release]", '[release]\nspan = "month"')}, "bakers/pack.toml, [release]: span is “month”. Use at or year ending.", id="a span of another kind"),
    pytest.param({"pack_toml": changed("[release]", "[gate]\noutlier = true\n\n[release]")}, "bakers/pack.toml, [gate]: “outlier = true” will not do. Write a number from 0 to 1000.", id="a bound that is no number"),
    pytest.param({"pack_toml": measure(name='"bakers"')}, "bakers/pack.toml, measure 3: two measures are called “bakers”. Give each its own name.", id="one name twice"),
    pytest.param({"pack_toml": measure(name='"two words"')}, "bakers/pack.toml, measure 3: “two words” will not do for a name. Use letters, digits and underscores.", id="a name of two words"),
    pytest.param({"pack_toml": measure(name='"cakes"', unit='"kilos"')}, "bakers/pack.toml, measure 3: unit is “kilos”. Use count, fte, rate, per cent.", id="a unit we don't print"),
    pytest.param({"pack_toml": measure(name='"cakes"', ranked='"up"')}, "bakers/pack.toml, measure 3: ranked is “up”. Use none, value, percent.", id="ranked by nothing"),
    pytest.param({"pack_toml": measure(name='"cakes"', sum='["bakers", "pies"]')}, "bakers/pack.toml, measure 3: “pies” is no measure above this one. Above it are bakers, ovens.", id="a part nobody measures"),
    pytest.param({"pack_toml": measure(name='"cakes"', total_of='["pies"]')}, "bakers/pack.toml, measure 3: “pies” is no other measure of this pack. It measures bakers, ovens.", id="a total of what nobody measures"),
    pytest.param({"pack_toml": measure(name='"cakes"', total_of='"bakers"')}, "bakers/pack.toml, measure 3: total_of is 'bakers'. Write a list of measures.", id="a total of no list"),
    pytest.param({"pack_toml": measure(name='"cakes"', against="6", total_of='["bakers"]')}, "bakers/pack.toml, measure 3: “bakers” is of another time than the total. Name one of its time.", id="a total of another time"),
    pytest.param({"pack_toml": measure(name='"cakes"', change_of='"cakes"')}, "bakers/pack.toml, measure 3: “cakes” is no other measure of this pack. It measures bakers, ovens.", id="a change of itself"),
    pytest.param({"pack_toml": measure(name='"cakes"', colour='"red"')}, "bakers/pack.toml, measure 3: unknown key colour. Use name, unit,", id="a strange key of a measure"),
    pytest.param({"pack_toml": changed("[[par]]", "[[par]]\nname = \"x\"\n\n[[par]]")}, "bakers/pack.toml: the first [[par]] is not the headline.", id="no headline first"),
    pytest.param({"pack_toml": PACK[: PACK.index("[[measure]]")] + PACK[PACK.index("[[par]]") :].replace("x", "x")}, "bakers/pack.toml: there is no [[measure]]. Say what the pack counts.", id="nothing counted"),
    pytest.param({"pack_toml": PACK + '\n[[table]]\ntitel = "Table 1"\n'}, "bakers/pack.toml", id="a strange key of a table"),
    pytest.param({"pack_toml": "never = 1\n" + PACK}, "bakers/pack.toml: never is no list of entries. Write each as [[never]].", id="words never said that are no list"),
    pytest.param({"pack_toml": PACK + '\n[[never]]\nwords = ["burnt"]\n'}, "bakers/pack.toml, never 1: it does not say why. Write because = \"…\".", id="words never said, without a reason"),
    pytest.param({"pack_toml": PACK + '\n[[never]]\nbecause = "it is not known"\n'}, "bakers/pack.toml, never 1: it lists no words. Write words = [\"crime rose\"].", id="a reason without words"),
    pytest.param({"pack_toml": PACK + '\n[[never]]\nword = "burnt"\n'}, "bakers/pack.toml, never 1: unknown key word. Use words, because, only, unless.", id="a strange key of words never said"),
    pytest.param({"angles_toml": None}, "bakers/angles.toml: cannot be read: ", id="no angles"),
    pytest.param({"angles_toml": "[[angle]]"}, "bakers/angles.toml, angle 1: a rule needs a name, a when and a because.", id="an empty rule"),
    pytest.param({"angles_toml": changed("bakers.percent != 0", "bakers.percent !=", ANGLES)}, "bakers/angles.toml, angle 2: “bakers.percent !=” cannot be read", id="half a rule"),
    pytest.param({"angles_toml": changed("bakers.percent != 0", "bakers.percent | rounded > 1", ANGLES)}, "bakers/angles.toml, angle 2: “bakers.percent | rounded > 1” cannot be read: there is no filter “rounded”.", id="a rule with a filter that is none"),
    pytest.param({"angles_toml": changed("least = 10", "least = nan", ANGLES)}, "bakers/angles.toml, strength 2: least is nan. Write a number from 0 on.", id="a strength of no number"),
    pytest.param({"pack_toml": changed("[[par]]", '[[measure]]\nname = "past"\nlike = "ovens"\nback = 100000\n\n[[par]]', PACK)}, "bakers/pack.toml, measure 3: back is 100000. Write a whole number of months from 0 to 1200.", id="thousands of years back"),
    pytest.param({"pack_toml": changed("[[par]]", '[[measure]]\nname = "past"\nlike = "ovens"\nagainst = "9999999999999"\n\n[[par]]', PACK)}, "bakers/pack.toml, measure 3: against is 999999999. Write a whole number of months from 0 to 1200.", id="or against"),
    pytest.param({"pack_toml": changed("lead ", "gate = 3\nlead ", PACK)}, "bakers/pack.toml: gate is no table. Write [gate], and a line for each bound under it.", id="a gate that is a number"),
    pytest.param({"angles_toml": changed("least = 10", "most = 10", ANGLES)}, "bakers/angles.toml, strength 2: unknown key most. Use least, up, down.", id="a strength without its least"),
    pytest.param({"story_j2": None}, "bakers/story.j2: there is no such file. Write a block for every par of the plan.", id="no words"),
    pytest.param({"story_j2": "{% block headline %}{{ now"}, "bakers/story.j2, line 1: ", id="a bracket left open"),
    pytest.param({"story_j2": changed("{{ ovens.now | counted(\"oven\") }}", "{{ ovens.now | hot }}", STORY)}, "bakers/story.j2, line 8: there is no filter “hot”. See docs/packs.md, templates.", id="a filter that is none"),
    pytest.param({"story_j2": changed("{% if not first %}", "{% if first is odd %}", STORY)}, "bakers/story.j2, line 5: there is no test “odd”.", id="a test that is none"),
    pytest.param({"few_j2": "Few bakers."}, "bakers/few.j2, line 1: words outside a block are never printed. Put them in one.", id="words outside a block"),
    pytest.param({"quotes_toml": "[quote]\nwords = 1"}, "bakers/quotes.toml: a quotes file holds [[quote]] entries and nothing else.", id="no list of quotes"),
    pytest.param({"quotes_toml": '[[quote]]\nname = "x"\nsaid_on = 2020-01-01'}, "bakers/quotes.toml, quote 1: a quote needs its name, its source", id="a quote without a source"),
]  # fmt: skip


@pytest.mark.parametrize("files, said", BROKEN)
def test_a_broken_pack_gives_one_line_with_file_fault_and_remedy(tmp_path, files, said):
    with pytest.raises(PackError) as raised:
        open_pack(write_pack(tmp_path, **files))
    line = str(raised.value)
    assert line.startswith(said)
    assert "\n" not in line
    assert line.endswith((".", "?"))
    assert raised.value.remedy


@pytest.mark.parametrize(
    "files, said",
    [
        pytest.param({"pack_toml": changed("ovens.now > 0", "ovens.now >")}, "pack.toml, par ovens: “ovens.now >” cannot be read", id="half a condition"),
        pytest.param({"story_j2": changed("block nation", "block nations", STORY)}, "story.j2: no block is called “nation”", id="a slot without a block"),
    ],
)  # fmt: skip
def test_what_is_found_when_a_plan_is_set_is_one_line_too(tmp_path, files, said):
    with pytest.raises(PackError) as raised:
        open_pack(write_pack(tmp_path, **files)).formed("change", "story")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_pack_is_its_files(tmp_path):
    pack = open_pack(write_pack(tmp_path))
    assert (pack.name, pack.title, pack.catchline, pack.unit, pack.lead) == (
        "bakers",
        "Bakers",
        "BAKERS",
        "force",
        ("bakers",),
    )
    assert pack.said_of_release == {"span": "at", "status": "final", "publisher": "Guild of Bakers"}
    assert [slot.par for slot in pack.slots] == [
        "headline",
        "intro",
        "count",
        "ovens",
        "together",
        "missing",
        "nation",
        "guild",
        "source",
    ]
    assert [rule.angle for rule in pack.rules] == ["few", "change", "still"]
    assert set(pack.sheets) == {"story", "few"}
    assert pack.measure("ovens").unit == "count"


def test_quotes_are_optional(tmp_path):
    assert open_pack(write_pack(tmp_path, quotes_toml=None)).quotes == ()


def test_the_measures_take_after_one_another(tmp_path):
    more = """
[[measure]]
name = "earlier"
like = "bakers"
back = 12

[[measure]]
name = "all"
sum  = ["bakers", "ovens"]

[[measure]]
name = "like_all"
like = "all"

[[measure]]
name  = "part"
share = ["bakers", "all"]

[[par]]"""
    pack = open_pack(write_pack(tmp_path, pack_toml=changed("[[par]]", more)))
    assert (pack.measure("earlier").parts, pack.measure("earlier").way, pack.measure("earlier").noun) == (
        ("bakers",),
        "read",
        "baker",
    )
    assert (pack.measure("like_all").way, pack.measure("like_all").parts) == ("sum", ("bakers", "ovens"))
    assert pack.measure("part").unit == "per cent"


def test_a_pack_is_opened_again_only_when_it_changes(tmp_path):
    folder = write_pack(tmp_path)
    first = open_pack(folder)
    assert open_pack(folder) is first
    write_pack(tmp_path, proofs_more_toml=None)
    assert open_pack(folder) is first
    write_pack(tmp_path, few_j2="{% block intro %}Few bakers.{% endblock %}")
    assert open_pack(folder) is not first
    assert open_pack(folder).fingerprint != first.fingerprint


def test_the_user_s_packs_hide_ours(tmp_path):
    write_pack(tmp_path, "police-workforce")
    settings = Settings((tmp_path, ROOT / "templates"), DATA, tmp_path)
    assert pack_folders(settings)["police-workforce"] == tmp_path / "police-workforce"
    assert load_pack("police-workforce", settings).title == "Bakers"
    assert load_pack("use-of-force", settings).title == "Police use of force"


def test_a_pack_may_be_named_by_its_folder(tmp_path):
    folder = write_pack(tmp_path)
    assert load_pack(str(folder)).name == "bakers"
    with pytest.raises(
        UsageError, match=r"no such pack\. There are police-workforce, registered-offenders, use-of-force\."
    ):
        load_pack(str(tmp_path))


def test_the_user_s_styles_hide_ours(tmp_path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "pa.toml").write_text('per_cent = "percent"')
    settings = Settings((tmp_path, ROOT / "templates"), DATA, tmp_path)
    assert list(styles(settings)) == ["guardian", "pa"]
    assert load_style("pa", settings).per_cent == "percent"
    assert load_style("guardian", settings).per_cent == "%"


def test_a_quote_of_one_angle_or_place_is_not_shared(tmp_path):
    assert load_pack("bakers", bakery(tmp_path)).bound == frozenset()
    bound = (
        '[[quote]]\nname = "guild"\nwords = "Yes."\nsource = "x"\nsaid_on = 2020-01-01\nangles = ["change"]\n'
    )
    assert open_pack(write_pack(tmp_path, quotes_toml=bound)).bound == {"guild"}


@pytest.mark.parametrize("name", ["police-workforce", "registered-offenders", "use-of-force"])
def test_every_plan_of_ours_can_be_set(name):
    pack = load_pack(name)
    for rule in pack.rules:
        for length in ("story", "nib", "headline"):
            assert pack.formed(rule.copy, length).templates
