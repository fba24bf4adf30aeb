import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from postal import alert

from storygen.deliveries.delivery import choice_of, is_said, on_one_line, text_of
from storygen.errors import UsageError


def test_an_alert_as_data_is_all_of_it():
    told = alert()
    assert told.as_data() == {
        "key": "bakers-2020:release",
        "kind": "release",
        "headline": "Bakers 2020: 43 stories drafted, 2 held",
        "lines": ["Held: Kent, where 1,100 is a doubtful figure", "Held: Essex"],
        "at": "2020-06-30T09:00:00+00:00",
        "pack": "bakers",
        "release": "bakers-2020",
        "link": "https://desk.example.org/releases/bakers-2020",
    }
    assert json.loads(json.dumps(told.as_data())) == told.as_data()


@pytest.mark.parametrize(
    "said, text",
    [
        pytest.param({}, "Up\n\nHeld: Kent, where 1,100 is a doubtful figure\nHeld: Essex\n\nhttps://desk.example.org/releases/bakers-2020\n", id="all"),
        pytest.param({"lines": ()}, "Up\n\nhttps://desk.example.org/releases/bakers-2020\n", id="no lines"),
        pytest.param({"lines": (), "link": ""}, "Up\n", id="a headline alone"),
        pytest.param({"lines": ("a\nb", " ", "c\u202ed"), "link": ""}, "Up\n\na b\ncd\n", id="lines are lines"),
    ],
)  # fmt: skip
def test_an_alert_as_text_is_a_few_pars(said, text):
    assert alert("Up", **said).as_text() == text


@given(st.text(st.characters()))
def test_no_text_of_an_alert_breaks_its_line_or_cannot_be_written(text):
    told = alert(text, key=text, lines=(text,), pack=text, release=text, link=text)
    whole = json.dumps(told.as_data(), ensure_ascii=False).encode() + told.as_text().encode()
    assert b"\r" not in whole
    assert b"\x00" not in whole
    assert told.headline.splitlines() in ([], [told.headline])
    assert on_one_line(told.headline) == told.headline


@pytest.mark.parametrize("value", [5, None, ["x"], "a\nb", "a\x00"])
def test_what_is_no_line_of_text_is_refused(value):
    with pytest.raises(UsageError, match=r'to: it is not a line of text\. Write to = "…"'):
        text_of({"to": value}, "to")


@pytest.mark.parametrize("value", ["TLS", 1, ["tls"], ""])
def test_what_is_no_choice_is_refused(value):
    with pytest.raises(UsageError, match=r"security: there is no such choice\. Use starttls, tls or none"):
        choice_of({"security": value}, "security", ("starttls", "tls", "none"))


def test_what_is_not_said_is_usual_or_false():
    assert (text_of({}, "to", "x"), choice_of({}, "to", ("a", "b")), is_said({}, "to")) == ("x", "a", False)
    with pytest.raises(UsageError, match="neither true nor false"):
        is_said({"loopback": "yes"}, "loopback")
