"""How publishers write numbers, marks, labels and headers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import grid

from storygen.facts.notation import (
    Header,
    column_name,
    first_figures,
    headers_of,
    holds_something,
    plain_label,
    read_number,
    stacked,
)


@pytest.mark.parametrize(
    "printed, label, mark",
    [
        pytest.param("Kent", "Kent", "", id="a name"),
        pytest.param("Bedfordshire⁴", "Bedfordshire", "", id="a superscript"),
        pytest.param("Bedfordshire4", "Bedfordshire", "", id="a superscript as the reader glues it on"),
        pytest.param("Kent1,2", "Kent", "", id="two of them"),
        pytest.param("Hampshire (R)", "Hampshire", "r", id="revised"),
        pytest.param("Hampshire [r]", "Hampshire", "r", id="revised, in the newer form"),
        pytest.param("Hampshire (P)3", "Hampshire", "p", id="provisional, with a note"),
        pytest.param("*Total North East ", "Total North East", "", id="a star before a total"),
        pytest.param("Kent [note 3]", "Kent", "", id="a note in brackets"),
        pytest.param("Avon  &  Somerset", "Avon & Somerset", "", id="spaces"),
        pytest.param("Under 11  years", "Under 11 years", "", id="a number that is not a note"),
        pytest.param("Category 1", "Category 1", "", id="nor one after a space"),
        pytest.param("30 September 2012", "30 September 2012", "", id="nor a year"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_a_label_without_its_footnotes(printed, label, mark):
    assert plain_label(printed) == (label, mark)


@pytest.mark.parametrize(
    "text, digits, marks",
    [
        pytest.param("1,250", "1250", "", id="thousands with commas"),
        pytest.param("1,250,000", "1250000", "", id="millions"),
        pytest.param("1,250.5", "1250.5", "", id="a fraction"),
        pytest.param("855", "855", "", id="a small number"),
        pytest.param("1,250 [r][e]", "1250", "r e", id="marks beside it"),
        pytest.param("1,250 (R)", "1250", "r", id="a mark in brackets"),
        pytest.param("1,250[c]", "1250", "c", id="a mark that will make it a gap"),
        pytest.param("(12)", "-12", "", id="brackets for less than nought"),
        pytest.param("\u2212 12", "-12", "", id="a true minus sign"),
        pytest.param("-12", "-12", "", id="a hyphen for one"),
        pytest.param("1,\u00a0250", "1250", "", id="a no-break space"),
        pytest.param("3\u00a0548", "3548", "", id="thousands parted by a no-break space"),
        pytest.param("1\u202f250\u202f000.5", "1250000.5", "", id="millions parted by narrow ones"),
        pytest.param("1,250\u00a0300", "", "unreadable", id="a comma and a space"),
        pytest.param("1\u00a0250,300", "", "unreadable", id="a space and a comma"),
        pytest.param("3,655\u00a02", "", "unreadable", id="a footnote after one"),
        pytest.param("3,6552", "", "unreadable", id="a footnote glued to a number"),
        pytest.param("1,2", "", "unreadable", id="a list of notes"),
        pytest.param("(12", "", "unreadable", id="half a bracket"),
        pytest.param("12-", "", "unreadable", id="a mark behind"),
        pytest.param("--12", "", "unreadable", id="two minus signs"),
        pytest.param("12-13", "", "unreadable", id="a range"),
        pytest.param("855 people", "", "unreadable", id="words with a number"),
        pytest.param("5%", "", "unreadable", id="a per cent sign"),
        pytest.param("1.2.3", "", "unreadable", id="two points"),
        pytest.param("١٢٣", "", "unreadable", id="digits of another script"),
        pytest.param("..", "", "..", id="not available"),
        pytest.param(":", "", ":", id="not available, by the other mark"),
        pytest.param("[c]", "", "c", id="confidential"),
        pytest.param("[x] [note]", "", "x note", id="two marks alone"),
        pytest.param("NA", "", "na", id="NA"),
        pytest.param("n/a", "", "n/a", id="not applicable, in letters"),
        pytest.param("-", "", "-", id="a dash is a mark, not a nought"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_a_number_kept_as_text(text, digits, marks):
    assert read_number(text) == (digits, marks)


@pytest.mark.parametrize("text", ["855", "36552", "12.5", "-7", "855 [r]"])
def test_an_ungrouped_number_passes_only_where_the_whole_column_is_text(text):
    assert read_number(text, alone=True)[0]
    assert read_number(text, alone=False) == ("", "unreadable")


@given(st.text(max_size=30))
def test_whatever_text_stands_in_a_cell_is_digits_or_a_mark(text):
    digits, _ = read_number(text)
    assert not digits or (Decimal(digits).is_finite() and any(character.isdigit() for character in text))


@given(st.integers(-(10**12), 10**12))
def test_a_grouped_number_is_read_as_itself(number):
    assert read_number(f"{number:,}", alone=True) == (str(number), "")


@pytest.mark.parametrize(
    "cell, holds",
    [
        (Decimal(0), True),
        ("..", True),
        ("1,250", True),
        (None, False),
        ("  ", False),
        ("Source: Home Office statistics", False),
    ],
)
def test_what_counts_as_something_in_a_cell(cell, holds):
    assert holds_something(cell) is holds


TOP = grid("""
Table 1: Officers
                  |            |            | Full-time equivalents
                  | As at:     |            | Change
                  | 2018-09-30 | 2019-09-30 | number
Kent              | 3333.2     | 3548.1     | 214.9
""")


def test_the_figures_begin_under_the_headers():
    assert first_figures(TOP) == 4


def test_a_year_in_a_header_is_no_figure():
    assert first_figures(grid("Area | 2018 | 2019\nKent | 3333 | 3548")) == 1


def test_a_table_without_figures_has_none():
    assert first_figures(grid("Area | Total\nKent | ..")) == 2


def test_a_header_is_spread_over_the_blanks_after_it():
    assert headers_of(TOP[:4]) == [
        [],
        [("As at:", True), ("2018-09-30", True)],
        [("As at:", False), ("2019-09-30", True)],
        [("Full-time equivalents", True), ("Change", True), ("number", True)],
    ]


STACK = [
    Header("England and Wales", False),
    Header("Change in 12 months Sep-18 to Sep-19", False),
    Header("number", True),
]


@pytest.mark.parametrize(
    "wanted, exact, fits",
    [
        pytest.param(["Change in 12 months", "number"], True, False, id="not whole"),
        pytest.param(["Change in 12 months", "number"], False, True, id="but as beginnings"),
        pytest.param(["number"], True, True, id="the lowest alone"),
        pytest.param(["Number"], True, True, id="whatever its case"),
        pytest.param(["number", "Change in 12 months"], False, False, id="not the other way up"),
        pytest.param(["Change in 6 months", "number"], False, False, id="nor another"),
        pytest.param(["Change in 12 months"], False, False, id="nor one that is only spread over the column"),
    ],
)
def test_headers_fit_in_their_order(wanted, exact, fits):
    assert stacked(STACK, wanted, exact=exact) is fits


@pytest.mark.parametrize(
    "index, name", [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_have_letters(index, name):
    assert column_name(index) == name
