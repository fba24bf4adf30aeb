"""Periods are told apart, read as publishers write them, and stepped back."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import period

from storygen.facts.period import Period, period_from_key, read_period

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
PERIODS = st.builds(Period, DAYS, st.sampled_from(["at", "year ending"]))


@pytest.mark.parametrize(
    "written, read",
    [
        pytest.param("30 September 2018", period("2018-09-30"), id="a day"),
        pytest.param("30 September 20122", period("2012-09-30"), id="a footnote's digit glued to the year"),
        pytest.param("30  september  2018", period("2018-09-30"), id="spaces and case"),
        pytest.param("30 Sep 2018", period("2018-09-30"), id="a short month"),
        pytest.param("Sep-18", period("2018-09-30"), id="a month is its last day"),
        pytest.param("Feb-20", period("2020-02-29"), id="in a leap year too"),
        pytest.param("September 2018", period("2018-09-30"), id="a month in words"),
        pytest.param("As at: 31 March 2019", period("2019-03-31"), id="as at"),
        pytest.param("2018-09-30", period("2018-09-30"), id="ISO"),
        pytest.param("2019/20", period("2020-03-31", "year ending"), id="a financial year"),
        pytest.param("2019-20", period("2020-03-31", "year ending"), id="with a dash"),
        pytest.param("2019/2020", period("2020-03-31", "year ending"), id="in full"),
        pytest.param("1999/00", period("2000-03-31", "year ending"), id="over the century"),
        pytest.param("year ending March 2020", period("2020-03-31", "year ending"), id="year ending"),
        pytest.param("Year to 31 March 2020", period("2020-03-31", "year ending"), id="year to"),
        pytest.param("year ending 2020-03-31", period("2020-03-31", "year ending"), id="as a key"),
        pytest.param(
            "Table 12. Incidents by police force, year ending March 2020",
            period("2020-03-31", "year ending"),
            id="at the end of a title",
        ),
        pytest.param(
            "Table 1: Police officers, 30 September 2018, 31 March 2019 and 30 September 2019",
            period("2019-09-30"),
            id="the last of a title's days",
        ),
        pytest.param(date(2019, 9, 30), period("2019-09-30"), id="a date"),
        pytest.param(datetime(2019, 9, 30, 9, 30), period("2019-09-30"), id="a date with a time"),
        pytest.param("31 September 2018", None, id="there is no such day"),
        pytest.param("2018-13-45", None, id="nor such an ISO one"),
        pytest.param("2018/20", None, id="two years on is no financial year"),
        pytest.param("2019/3020", None, id="nor is a thousand"),
        pytest.param("9999/00", None, id="nor past the calendar's end"),
        pytest.param("0000/01", None, id="nor before its start"),
        pytest.param("number", None, id="a word"),
        pytest.param("%", None, id="a sign"),
        pytest.param("", None, id="nothing"),
        pytest.param(None, None, id="a blank cell"),
        pytest.param(Decimal(2019), None, id="a year alone says no day"),
        pytest.param(Decimal("3548.2"), None, id="a number"),
    ],
)
def test_a_period_is_read_as_publishers_write_it(written, read):
    assert read_period(written) == read


@pytest.mark.parametrize(
    "now, months, before",
    [
        pytest.param("2019-09-30", 12, "2018-09-30", id="a year"),
        pytest.param("2019-09-30", 6, "2019-03-31", id="half a year, the month's last day kept"),
        pytest.param("2019-03-31", 6, "2018-09-30", id="and the other way"),
        pytest.param("2020-02-29", 12, "2019-02-28", id="from a leap day"),
        pytest.param("2021-02-28", 12, "2020-02-29", id="to a leap day"),
        pytest.param("2019-01-15", 1, "2018-12-15", id="over New Year"),
        pytest.param("2019-03-30", 1, "2019-02-28", id="into a shorter month"),
    ],
)
def test_the_prior_period(now, months, before):
    assert period(now).prior(months) == period(before)


@pytest.mark.parametrize("span", ["at", "year ending"])
def test_the_prior_of_a_span_is_the_same_span(span):
    assert period("2019-03-31", span).prior() == period("2018-03-31", span)


def test_a_year_and_its_last_day():
    assert period("2019-03-31").as_year() == period("2019-03-31", "year ending")
    assert period("2019-03-31", "year ending").as_day() == period("2019-03-31")


@given(PERIODS)
def test_a_key_reads_back(any_period):
    assert period_from_key(any_period.key) == any_period
    assert read_period(any_period.key) == any_period


@given(PERIODS)
def test_a_prior_period_ends_about_a_year_before(any_period):
    assert timedelta(364) < any_period.end - any_period.prior().end < timedelta(368)


@pytest.mark.parametrize("key", ["2019-09-30", "on 2019-09-30", "at 30 September 2019", "at ", ""])
def test_no_other_key_will_do(key):
    with pytest.raises(ValueError, match=r"."):
        period_from_key(key)


@given(
    st.one_of(
        st.text(max_size=40), st.from_regex(r"\d{1,2} (Sep|March|Feb) \d{4}\d?|\d{4}[/-]\d{2,4}(-\d\d)?")
    )
)
def test_whatever_stands_in_a_header_is_a_period_or_none(text):
    found = read_period(text)
    assert found is None or period_from_key(found.prior().key) == found.prior()
