from datetime import date

import pytest

from storygen.errors import PackError
from storygen.writing.quotes import quotes_from_data, usable

ENTRY = {
    "name": "guild",
    "words": "Bread matters.",
    "speaker": "Ann Miller",
    "role": "the guild's president",
    "source": "https://example.org/bread",
    "said_on": date(2020, 6, 30),
}


def quote(**changed):
    entry = {key: value for key, value in {**ENTRY, **changed}.items() if value is not None}
    return quotes_from_data({"quote": [entry]}, "quotes.toml")[0]


def test_words_are_kept_as_they_were_said_but_for_line_breaks():
    said = quote(words="  We can’t\n   bake   that.  ")
    assert said.words == "We can’t bake that."
    assert said.text == "“We can’t bake that.”"


@pytest.mark.parametrize(
    "speaker, role, named",
    [
        ("Ann Miller", "president", "Ann Miller, president"),
        ("", "a spokesman", "a spokesman"),
        ("Ann", "", "Ann"),
    ],
)
def test_the_speaker_as_copy_names_them(speaker, role, named):
    assert quote(speaker=speaker, role=role).said_by == named


def test_a_reported_sentence_is_nobody_s_own_words():
    said = quote(words=None, reported="The guild said bread mattered.")
    assert (said.text, said.direct) == ("The guild said bread mattered.", False)
    assert said.as_data()["way"] == "reported"


def test_a_quote_as_plain_data():
    assert quote().as_data() == {
        "speaker": "Ann Miller",
        "role": "the guild's president",
        "source": "https://example.org/bread",
        "said_on": "2020-06-30",
        "way": "direct",
    }


@pytest.mark.parametrize(
    "bound, may",
    [
        pytest.param({}, True, id="a quote bound to nothing"),
        pytest.param({"releases": ["bakers-2020"]}, True, id="of this release"),
        pytest.param({"releases": ["bakers-2019"]}, False, id="of another release"),
        pytest.param({"said_on": date(2020, 7, 1)}, True, id="said on the day"),
        pytest.param({"said_on": date(2020, 7, 2)}, False, id="not said yet"),
        pytest.param({"angles": ["rise", "fall"]}, True, id="for this angle"),
        pytest.param({"angles": ["fall"]}, False, id="for another"),
        pytest.param({"places": ["E2", "E1"]}, True, id="of one of the places"),
        pytest.param({"places": ["E3"]}, False, id="of another place"),
        pytest.param({"places": ["E1"], "angles": ["fall"]}, False, id="all must fit"),
    ],
)
def test_when_a_quote_may_be_used(bound, may):
    assert quote(**bound).may_be_used("bakers-2020", date(2020, 7, 1), "rise", ["E1", "E4"]) is may


def test_the_first_of_a_name_that_fits_is_used():
    first, second, third = (quote(words=words, **more) for words, more in
                            [("One.", {"angles": ["fall"]}), ("Two.", {}), ("Three.", {})])  # fmt: skip
    other = quote(name="government", releases=["bakers-2019"])
    found = usable([first, second, third, other], "bakers-2020", date(2020, 7, 1), "rise", iter(["E1"]))
    assert found == {"guild": second, "government": None}


@pytest.mark.parametrize(
    "changed, fault",
    [
        pytest.param({"name": None}, "quotes.toml, quote 1: a quote needs its name, its source and the day it was said. Add them.", id="no name"),
        pytest.param({"source": " "}, "quotes.toml, quote 1: a quote needs its name, its source and the day it was said. Add them.", id="no source"),
        pytest.param({"said_on": "2020-06-30"}, "quotes.toml, quote 1: a quote needs its name, its source and the day it was said. Add them.", id="a day that is text"),
        pytest.param({"reported": "She said so."}, "quotes.toml, quote 1: a quote has either words or a reported sentence. Give one of the two.", id="both"),
        pytest.param({"words": None}, "quotes.toml, quote 1: a quote has either words or a reported sentence. Give one of the two.", id="neither"),
        pytest.param({"who": "Ann"}, "quotes.toml, quote 1: unknown key who. See docs/packs.md, quotes.", id="a strange key"),
    ],
)  # fmt: skip
def test_a_wrong_quote_says_what_is_wrong(changed, fault):
    with pytest.raises(PackError) as raised:
        quote(**changed)
    assert str(raised.value) == fault


@pytest.mark.parametrize("said", [{"quotes": []}, {"quote": "Bread."}])
def test_a_quotes_file_holds_quotes_and_nothing_else(said):
    with pytest.raises(PackError, match=r"quotes\.toml: a quotes file holds \[\[quote\]\] entries"):
        quotes_from_data(said, "quotes.toml")
