import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storygen.errors import UsageError
from storygen.writing.typed import LONGEST, tidied


@pytest.mark.parametrize(
    "typed, text, taken_out",
    [
        pytest.param("It rose.", "It rose.", (), id="plain words"),
        pytest.param(
            "  It\trose\r\nby  8. \n", "It rose by 8.", (), id="blanks and line ends become one space"
        ),
        pytest.param("It\u2028rose", "It rose", (), id="a line separator too"),
        pytest.param("8\xa0per cent", "8\xa0per cent", (), id="a space that must not break stays"),
        pytest.param("cafe\u0301", "café", (), id="letters in their usual form"),
        pytest.param("<b>8</b> {{ now }} **", "<b>8</b> {{ now }} **", (), id="markup is words like others"),
        pytest.param(
            "8\u202e45", "845", ("U+202E (right-to-left override)",), id="a mark that turns the reading round"
        ),
        pytest.param(
            "a\u200bb\u200bc", "abc", ("U+200B (zero width space), 2 times",), id="marks of no width"
        ),
        pytest.param("a\x00b", "ab", ("U+0000 (no name)",), id="a control"),
        pytest.param("a\ue100b", "ab", ("U+E100 (no name)",), id="a character of the ledger's own"),
        pytest.param("a\ud800b", "ab", ("U+D800 (no name)",), id="half a character"),
        pytest.param("soft\xadly", "softly", ("U+00AD (soft hyphen)",), id="a soft hyphen"),
        pytest.param("\u200b", "", ("U+200B (zero width space)",), id="nothing that can be seen"),
    ],
)
def test_what_was_typed_as_a_par_may_hold_it(typed, text, taken_out):
    assert tidied(typed) == (text, taken_out)


@given(st.text())
def test_a_par_is_one_line_of_what_can_be_seen_and_tidying_it_again_changes_nothing(typed):
    text = tidied(typed).text
    assert tidied(text) == (text, ())
    assert not any(unicodedata.category(sign).startswith("C") for sign in text)
    assert "\n" not in text


def test_a_par_longer_than_any_is_refused_before_anything_is_done_with_it():
    with pytest.raises(UsageError) as refused:
        tidied("x" * 1_000_000, "par 3, intro")
    assert str(refused.value) == (
        "par 3, intro: it has 1,000,000 characters. A par may have 20,000: part it, or take less."
    )
    assert tidied("x" * LONGEST).text == "x" * LONGEST
