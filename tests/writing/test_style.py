from datetime import date
from decimal import Decimal

import pytest
from making import ROOT, figure, period

from storygen.errors import PackError
from storygen.facts.figure import Figure, Working
from storygen.writing import style
from storygen.writing.style import article, cardinal, ordinal, plural, read_style, rounded, typeset

PA = read_style(ROOT / "templates/styles/pa.toml")
GUARDIAN = read_style(ROOT / "templates/styles/guardian.toml")
PUBLISHED = date(2020, 1, 30)


def per_cent(value, unit="per cent"):
    return Figure(Decimal(value), unit, Working("percentage change", ()))


@pytest.mark.parametrize(
    "value, places, shown",
    [
        pytest.param("2.5", 0, "3", id="a half goes up"),
        pytest.param("3.5", 0, "4", id="and so does the next: not to the even one"),
        pytest.param("-2.5", 0, "-3", id="a half below nought goes away from it"),
        pytest.param("2.4999999", 0, "2", id="nearly a half does not"),
        pytest.param("0.05", 1, "0.1", id="halves of a tenth too"),
        pytest.param("-0.4", 0, "0", id="nought has no sign"),
    ],
)
def test_rounding_is_once_and_away_from_nought(value, places, shown):
    assert str(rounded(Decimal(value), places)) == shown


@pytest.mark.parametrize(
    "number, words",
    [
        ("0", "0"),
        ("1", "one"),
        ("9", "nine"),
        ("10", "10"),
        ("999", "999"),
        ("1000", "1,000"),
        ("1234567", "1,234,567"),
        ("0.4", "0.4"),
        ("1.5", "1.5"),
        ("-3", "-3"),
        ("2.0", "two"),
        ("1E+3", "1,000"),
    ],
)
def test_one_to_nine_are_words_and_thousands_have_commas(number, words):
    assert cardinal(Decimal(number)) == words


@pytest.mark.parametrize(
    "number, words",
    [
        (1, "first"),
        (2, "second"),
        (9, "ninth"),
        (10, "10th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (43, "43rd"),
        (111, "111th"),
    ],
)
def test_ordinals_are_words_to_ninth(number, words):
    assert ordinal(Decimal(number)) == words


@pytest.mark.parametrize(
    "text, which",
    [
        ("8", "an"),
        ("11", "an"),
        ("18", "an"),
        ("80", "an"),
        ("800", "an"),
        ("8,000", "an"),
        ("11,000", "an"),
        ("18,500", "an"),
        ("11,000,000", "an"),
        ("8.5", "an"),
        ("8%", "an"),
        ("11.4%", "an"),
        ("7", "a"),
        ("700", "a"),
        ("1", "a"),
        ("10", "a"),
        ("110", "a"),
        ("1,100", "a"),
        ("180", "a"),
        ("1,800", "a"),
        ("110,000", "a"),
        ("19", "a"),
        ("eight", "an"),
        ("one", "a"),
        ("three", "a"),
        ("uniform", "a"),
        ("officer", "an"),
        ("eight per cent", "an"),
    ],
)
def test_a_and_an_are_chosen_by_sound(text, which):
    assert article(text) == which


@pytest.mark.parametrize(
    "noun, number, words",
    [
        ("officer", "1", "officer"),
        ("officer", "0", "officers"),
        ("officer", "2", "officers"),
        ("officer", "1.5", "officers"),
        ("officer", "-1", "officer"),
        ("person", "2", "people"),
        ("woman", "3", "women"),
        ("child", "2", "children"),
        ("use of force", "2", "uses of force"),
        ("member of staff", "2", "members of staff"),
        ("loss", "2", "losses"),
        ("box", "2", "boxes"),
        ("branch", "2", "branches"),
        ("constabulary", "2", "constabularies"),
        ("day", "2", "days"),
        ("full-time equivalent officer", "2", "full-time equivalent officers"),
        ("other dangerous offender", "1", "other dangerous offender"),
    ],
)
def test_a_noun_agrees_with_its_number(noun, number, words):
    assert plural(noun, Decimal(number)) == words


@pytest.mark.parametrize(
    "value, unit, how, words",
    [
        pytest.param("3547.6", "fte", "", "3,548", id="people are whole"),
        pytest.param("3547.5", "fte", "", "3,548", id="a half of a person is another"),
        pytest.param("3547.649", "fte", "1", "3,547.6", id="to one decimal where that is asked"),
        pytest.param("7", "count", "", "seven", id="small counts are words"),
        pytest.param("7", "count", "digits", "7", id="or digits beside a larger one"),
        pytest.param("9.6", "fte", "", "10", id="rounded before it is spelled"),
        pytest.param("0", "count", "", "no", id="nought of people is no"),
        pytest.param("0", "count", "digits", "0", id="or 0 beside a larger one"),
        pytest.param("130", "rate", "", "130", id="a whole rate is printed whole"),
        pytest.param("129.4", "rate", "", "129.4", id="a rate keeps its published decimal"),
        pytest.param("57.45", "rate", "", "57.5", id="but at most one"),
        pytest.param("130.0", "rate", "", "130", id="a decimal of nought is none"),
    ],
)
def test_a_figure_is_printed_by_its_unit(value, unit, how, words):
    assert style.figure(PA, figure(value, unit), how) == words


@pytest.mark.parametrize(
    "value, how, pa, guardian",
    [
        pytest.param("3", "", "three per cent", "3%", id="whole"),
        pytest.param("12.5", "", "13 per cent", "13%", id="a half goes up"),
        pytest.param("12.5", "1", "12.5 per cent", "12.5%", id="one decimal when asked"),
        pytest.param("0.4", "", "0.4 per cent", "0.4%", id="under a half keeps its decimal"),
        pytest.param("0.5", "", "one per cent", "1%", id="a half is one"),
        pytest.param("0.04", "", "less than 0.1 per cent", "less than 0.1%", id="next to nothing"),
        pytest.param("0", "", "0 per cent", "0%", id="nought"),
        pytest.param("1234", "", "1,234 per cent", "1,234%", id="thousands"),
        pytest.param("9.6", "", "10 per cent", "10%", id="rounded before it is spelled"),
    ],
)
def test_a_percentage_is_printed_as_the_title_has_it(value, how, pa, guardian):
    assert style.figure(PA, per_cent(value), how) == pa
    assert style.figure(GUARDIAN, per_cent(value), how) == guardian


@pytest.mark.parametrize(
    "value, words",
    [
        ("1", "one percentage point"),
        ("2", "two percentage points"),
        ("0.3", "0.3 percentage points"),
        ("0.01", "less than 0.1 percentage points"),
        ("12", "12 percentage points"),
    ],
)
def test_points_are_never_per_cent(value, words):
    assert style.figure(GUARDIAN, per_cent(value, "points")) == words


@pytest.mark.parametrize(
    "day, span, how, pa, guardian",
    [
        pytest.param("2019-09-30", "at", "", "September 30 2019", "30 September 2019", id="a day"),
        pytest.param("2020-03-31", "year ending", "", "the year to March 2020", "the year to March 2020", id="a year"),
        pytest.param("2020-01-30", "at", "day", "January 30 this year", "30 January this year", id="a day this year"),
        pytest.param("2019-09-30", "at", "day", "September 30 last year", "30 September last year", id="and last"),
        pytest.param("2018-09-30", "at", "day", "September 30 2018", "30 September 2018", id="and before"),
        pytest.param("2021-09-30", "at", "day", "September 30 2021", "30 September 2021", id="never next year"),
        pytest.param("2019-09-30", "at", "end", "the end of September last year", "the end of September last year", id="the end of a month"),
        pytest.param("2019-09-29", "at", "end", "September 29 last year", "29 September last year", id="not the end"),
        pytest.param("2020-02-29", "at", "end", "the end of February this year", "the end of February this year", id="a leap day"),
        pytest.param("2019-09-30", "at", "month", "September 2019", "September 2019", id="a month"),
        pytest.param("2019-09-30", "at", "since", "September last year", "September last year", id="since a month"),
        pytest.param("2019-09-30", "at", "year", "last year", "last year", id="a year by name"),
        pytest.param("2019-09-30", "at", "number", "2019", "2019", id="a year by number"),
        pytest.param("2020-03-31", "year ending", "fiscal", "2019-20", "2019-20", id="a financial year"),
        pytest.param("2000-03-31", "year ending", "fiscal", "1999-00", "1999-00", id="over the century"),
    ],
)  # fmt: skip
def test_a_period_is_printed_as_it_is_asked_for(day, span, how, pa, guardian):
    assert style.period(PA, period(day, span), PUBLISHED, how) == pa
    assert style.period(GUARDIAN, period(day, span), PUBLISHED, how) == guardian


def test_quotes_and_dashes_are_the_title_s():
    text = "“It’s bread – no more,” she said"
    assert typeset(PA, text) == '"It\'s bread – no more," she said'
    assert typeset(GUARDIAN, text) == text
    assert typeset(style.Style(dash="—", quotes="curly"), text) == "“It’s bread — no more,” she said"


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param(
            'per_cent = "pc"', "“per_cent” is 'pc'. Use per cent, percent, %.", id="a form we don't print"
        ),
        pytest.param("spell_to = true", "“spell_to” is True. Write int.", id="a value of another kind"),
        pytest.param("spell_to = -1", "“spell_to” is -1. Write 0 to 100.", id="fewer than none"),
        pytest.param("figures_per_par = 0", "“figures_per_par” is 0. Write 1 to 100.", id="none at all"),
        pytest.param(
            'colour = "red"', "“colour” is no setting of a style. Use name, per_cent,", id="a strange key"
        ),
        pytest.param(
            'forbidden = "whopping"', "“forbidden” is 'whopping'. Write a list of words.", id="no list"
        ),
        pytest.param(
            "forbidden = [1]", "“forbidden” is [1]. Write a list of words.", id="a list of no words"
        ),
        pytest.param("spell_to =", "cannot be read: Invalid value", id="no TOML"),
    ],
)
def test_a_wrong_profile_says_what_is_wrong(tmp_path, text, said):
    path = tmp_path / "times.toml"
    path.write_text(text)
    with pytest.raises(PackError) as raised:
        read_style(path)
    assert str(raised.value).startswith(f"{path}: {said}")


def test_a_profile_is_called_as_its_file_is(tmp_path):
    path = tmp_path / "times.toml"
    path.write_text('spell_to = 10\nforbidden = ["whopping"]')
    assert read_style(path) == style.Style(name="times", spell_to=10, forbidden=("whopping",))
