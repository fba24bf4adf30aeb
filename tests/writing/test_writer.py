import pytest
from making import KENT
from setting import BAKERS, STORY, YEAR, bakery, write_pack

from storygen import Held, load_pack, write_story
from storygen.errors import PackError
from storygen.pack import open_pack


def told(tmp_path, *places, figures=BAKERS, length="story", style="pa", **files):
    settings = bakery(tmp_path, figures, **files)
    story = write_story(
        load_pack("bakers", settings), None, places or ["Kent"], length=length, style=style, settings=settings
    )
    # What a second reader would stop is written all the same: here it matters how.
    return getattr(story, "draft", None) or story


def pars(story):
    return {par.name: str(par) for par in story.pars}


def block(name, words):
    """Return story.j2 with another text for one block."""
    head, _, tail = STORY.partition(f"{{% block {name} %}}")
    return head + f"{{% block {name} %}}{words}" + tail[tail.index("{% endblock %}") :]


def test_a_whole_story(tmp_path):
    assert str(told(tmp_path, "Kent", "Essex")) == (
        "Bakers up across Kent and Essex\n\n"
        "There are 1,980 bakers in Kent and Essex, official figures show.\n\n"
        "Kent Police counted 1,100 bakers on March 31 2020, compared with 1,000 a year earlier.\n\n"
        "Kent Police had 60 ovens.\n\n"
        "Meanwhile, Essex Police counted 880 bakers on March 31 2020, compared with 900 a year earlier.\n\n"
        "Together, Kent Police and Essex Police had almost 2,000 bakers.\n\n"
        "England and Wales had 40,500 bakers.\n\n"
        'Ann Miller, the guild\'s president, said: "Bread matters."\n\n'
        "The figures were published on June 30 this year."
    )


def test_the_other_title_s_way(tmp_path):
    assert pars(told(tmp_path, style="guardian")) == {
        "headline": "Bakers up in Kent",
        "intro": "There are 1,100 bakers in Kent, official figures show.",
        "count": "Kent Police counted 1,100 bakers on 31 March 2020, compared with 1,000 a year earlier.",
        "ovens": "Kent Police had 60 ovens.",
        "nation": "England and Wales had 40,500 bakers.",
        "guild": "Ann Miller, the guild's president, said: “Bread matters.”",
        "source": "The figures were published on 30 June this year.",
    }


@pytest.mark.parametrize(
    "words, text",
    [
        pytest.param("{{ place.force }} grew.", "The Metropolitan Police grew.", id="a force that opens a par"),
        pytest.param("It grew. {{ place.force }} said so.", "It grew. The Metropolitan Police said so.", id="a force that opens a sentence"),
        pytest.param("In London {{ place.force }} grew.", "In London the Metropolitan Police grew.", id="a force in the middle"),
        pytest.param("{{ bakers.now | digits | an }} of it. {{ bakers.before }} then.", "A 7 of it. Six then.", id="a number that opens a sentence"),
        pytest.param("Did it grow? {{ place.force }} did! it did.", "Did it grow? The Metropolitan Police did! It did.", id="after a question and a cry"),
        pytest.param("{{ 'it grew' | claim('up', bakers) }}.", "It grew.", id="a claim that opens a par"),
        pytest.param("It was {{ bakers.now }}. {{ 'more' | claim('up', bakers) }} than {{ bakers.before }}.", "It was seven. More than six.", id="after a number at the end of a sentence"),
        pytest.param("“it grew,” said {{ place.force }}.", '"It grew," said the Metropolitan Police.', id="inside quotation marks"),
        pytest.param("It is {{ bakers.now | digits }}.5 of them.", "It is 7.5 of them.", id="a full stop within a number"),
    ],
)  # fmt: skip
def test_a_sentence_starts_with_a_capital(tmp_path, words, text):
    met = {("bakers", "E23000001", YEAR): 7, ("bakers", "E23000001", "at 2019-03-31"): 6}
    few = "{% block few %}{% endblock %}".replace("few", "intro")
    story = told(
        tmp_path, "Metropolitan Police", figures={**BAKERS, **met}, story_j2=block("count", words),
        few_j2=few.replace("{% endblock %}", "Few.{% endblock %}"),
    )  # fmt: skip
    assert pars(story)["count"] == text


@pytest.mark.parametrize(
    "words, text",
    [
        pytest.param("one   two\n\n   three  ", "One two three", id="spaces and lines"),
        pytest.param(
            "\n  {{ place.name }}\n  {{ bakers.now }}  .", "Kent 1,100 .", id="only runs of spaces are joined"
        ),
        pytest.param("a\tb\u2009c", "A b c", id="tabs and thin spaces"),
    ],
)
def test_spaces_are_single(tmp_path, words, text):
    assert pars(told(tmp_path, story_j2=block("count", words)))["count"] == text


REPORTED = """
[[quote]]
name     = "guild"
reported = "The guild said bread mattered."
source   = "page"
said_on  = 2020-06-30
"""


@pytest.mark.parametrize(
    "words, text",
    [
        pytest.param("{{ quotes.guild | said }}", "The guild said bread mattered.", id="alone"),
        pytest.param(
            "{{ quotes.guild | said }}.",
            "The guild said bread mattered.",
            id="with the template's own full stop",
        ),
        pytest.param(
            "{{ quotes.guild | said }} so.",
            "The guild said bread mattered. So.",
            id="with a sentence after it",
        ),
    ],
)
def test_a_reported_quote_s_full_stop_is_not_doubled(tmp_path, words, text):
    assert pars(told(tmp_path, story_j2=block("guild", words), quotes_toml=REPORTED))["guild"] == text


def test_a_gap_leaves_an_optional_par_out_with_a_flag(tmp_path):
    figures = {**BAKERS, ("ovens", KENT, YEAR): ".."}
    story = told(tmp_path, figures=figures)
    assert "ovens" not in pars(story)
    assert [(flag.check, flag.par, flag.message) for flag in story.flags] == [
        (
            "left out",
            "ovens",
            "Kent: the par is left out (bakers-2020, Table 1 B4 (Kent, at 2020-03-31): not available)",
        )
    ]


def test_a_condition_that_does_not_hold_leaves_a_par_out_without_one(tmp_path):
    story = told(tmp_path, figures={**BAKERS, ("ovens", KENT, YEAR): 0})
    assert "ovens" not in pars(story)
    assert story.flags == ()


def test_a_gap_in_a_required_par_holds_the_story(tmp_path):
    held = told(tmp_path, story_j2=block("count", "{{ ovens.before }} ovens."))
    assert isinstance(held, Held)
    assert held.reasons == (
        "Kent: ovens of Kent, at 2019-03-31: missing. Add a release that has it, or leave the place out",
    )


def test_a_gap_in_a_shared_par_is_flagged_once(tmp_path):
    figures = {key: value for key, value in BAKERS.items() if key[1] != "K04000001"}
    story = told(tmp_path, "Kent", "Essex", figures=figures)
    assert "nation" not in pars(story)
    assert [flag.message for flag in story.flags if flag.par == "nation"] == [
        "the par is left out (no row of England and Wales in bakers-2020 (bakers of England and Wales, "
        "at 2020-03-31): missing)"
    ]


def test_a_false_claim_in_a_par_holds_the_story(tmp_path):
    held = told(tmp_path, story_j2=block("count", "{{ 'fewer' | claim('down', bakers) }}"))
    assert held.reasons == (
        "Kent: the words “fewer”: they are not true of 1100 and 1000 (down). Mend the rule or the par.",
    )


def test_the_angle_s_own_file_is_asked_first(tmp_path):
    few = {**BAKERS, ("bakers", KENT, "at 2019-03-31"): 5, ("bakers", KENT, YEAR): 6}
    assert pars(told(tmp_path, figures=few))["intro"] == "Bakers are few in Kent, official figures show: six."


def test_what_every_place_shares_is_written_once(tmp_path):
    settings = bakery(tmp_path)
    pack = load_pack("bakers", settings)
    kent, essex = (write_story(pack, None, [place], settings=settings) for place in ("Kent", "Essex"))
    assert pack.formed("change", "story").scopes == {
        "headline": "story", "intro": "story", "count": "place", "ovens": "place", "together": "story",
        "missing": "story", "nation": "shared", "guild": "shared", "source": "shared",
    }  # fmt: skip
    assert [par for par in kent.pars if par.name == "nation"] == [
        par for par in essex.pars if par.name == "nation"
    ]


@pytest.mark.parametrize(
    "length, names", [("nib", ["headline", "intro", "count"]), ("headline", ["headline"])]
)
def test_shorter_lengths(tmp_path, length, names):
    assert list(pars(told(tmp_path, length=length))) == names


def test_a_number_written_in_a_condition_is_exact(tmp_path):
    plan = (write_pack(tmp_path / "first") / "pack.toml").read_text()
    halves = plan.replace('runs_if = "ovens.now > 0"', 'runs_if = "ovens.now > 59.75"')
    assert pars(told(tmp_path, pack_toml=halves))["ovens"] == "Kent Police had 60 ovens."


def test_a_macro_is_for_every_par(tmp_path):
    story = "{% macro many(view) %}{{ view.now | counted('baker') }}{% endmacro %}" + block(
        "count", "It has {{ many(bakers) }}."
    )
    assert pars(told(tmp_path, story_j2=story))["count"] == "It has 1,100 bakers."


@pytest.mark.parametrize(
    "file, text, fault",
    [
        pytest.param("story_j2", STORY + "stray words", "bakers/story.j2, line 1", id="words outside a block"),
        pytest.param("story_j2", "{% block headline %}{% endblok %}", "bakers/story.j2, line 1: Encountered unknown tag 'endblok'", id="a tag that is none"),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_read_names_its_line(tmp_path, file, text, fault):
    with pytest.raises(PackError) as raised:
        open_pack(write_pack(tmp_path, **{file: text}))
    assert str(raised.value).startswith(fault)


def test_a_slot_without_a_block_is_named(tmp_path):
    pack = open_pack(write_pack(tmp_path, story_j2=STORY.replace("block nation", "block nations")))
    with pytest.raises(
        PackError, match=r"story\.j2: no block is called “nation”, which the plan asks for\. Write it\."
    ):
        pack.formed("change", "story")
