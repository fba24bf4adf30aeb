import pytest
from making import figure, gap
from setting import PUBLISHED, count, gap_of, language, print_of

from storygen.errors import PackError
from storygen.writing.language import render
from storygen.writing.ledger import CLOSE, LACKS, NUMBERED, Ledger, Run, gap_in, plain_text, split
from storygen.writing.style import Style


def test_text_is_split_into_its_runs():
    n, m = count(400), count(380)
    text = f"some {NUMBERED[0]}400{CLOSE} or {NUMBERED[1]}380{CLOSE}"
    assert split(text, [n, m]) == (Run("some "), Run("400", n), Run(" or "), Run("380", m))
    assert split("plain words", []) == (Run("plain words"),)
    assert plain_text(text) == "some 400 or 380"


def test_a_gap_is_found_among_what_was_cited():
    suppressed = gap("suppressed")
    lacking = f"{NUMBERED[1]}{LACKS}{CLOSE}"
    assert gap_in(f"{NUMBERED[0]}4{CLOSE} and {lacking}", [count(4), suppressed]) is suppressed
    assert gap_in(f"{NUMBERED[0]}4{CLOSE}", [count(4), suppressed]) is None


def test_a_filter_that_cuts_a_citation_is_refused():
    entries = [count(400)]
    with pytest.raises(PackError, match="a filter cut a figure in two in “some 40”"):
        split(f"some {NUMBERED[0]}40", entries)
    with pytest.raises(PackError, match="a filter cut a figure in two"):
        split(f"some 400{CLOSE}", entries)


def test_a_gap_is_found_where_it_would_have_been_printed():
    missing = gap("suppressed")
    assert gap_of("some {{ n }} loaves", n=missing) is missing
    assert gap_of("{{ m }} and {{ n }}", m=count(2), n=missing) is missing


@pytest.mark.parametrize(
    "mark, text",
    [
        pytest.param("about", "about 64,300", id="seen only rounded"),
        pytest.param("at least", "more than 64,300", id="seen only as a lower bound"),
        pytest.param("p", "64,300", id="provisional"),
    ],
)
def test_a_figure_that_was_not_seen_exactly_says_so(mark, text):
    assert print_of("there were {{ n }}.", n=figure(64300, mark=mark)) == f"There were {text}."


def test_a_story_of_thousands_of_figures_is_refused():
    words = {"several": [count(1)] * 80, "n": count(2)}
    loop = "{% for x in several %}{% for y in several %}{{ n }}{% endfor %}{% endfor %}"
    with pytest.raises(PackError, match="it prints thousands of figures"):
        print_of(loop, **words)


def test_the_ledger_is_the_caller_s_own():
    book = Ledger(Style(), PUBLISHED)
    render(language().from_string("{{ n }}"), {"n": count(1)}, book)
    render(language().from_string("{{ n }}"), {"n": count(2)}, book)
    assert [figure.value for figure in book.entries] == [1, 2]
