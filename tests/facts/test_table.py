"""The figures of a release, with those of earlier releases behind them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import DATA, DAY, DAY_BEFORE, ESSEX, KENT, NATION, period, reading, release, table

from storygen.errors import ReleaseError
from storygen.facts.figure import Figure, Gap
from storygen.facts.release import open_release
from storygen.facts.table import COLUMNS, MARKS, PRINTABLE, Meaning, Table, read_readings, write_readings

NOW, BEFORE = period("2019-09-30"), period("2018-09-30")


def only(*readings, marks=None):
    """Return what a table of *readings* of one subject says of it."""
    return table(readings, marks=marks).figure("officers", KENT, NOW)


def told(found):
    return (str(found.value), found.unit) if isinstance(found, Figure) else found.reason


def test_a_figure_of_a_table_knows_its_cell():
    found = only(reading("3548.3", "r", address="D44", row="Kent", column="2019-09-30"))
    cell = found.origin
    assert (found.value, found.unit) == (Decimal("3548.3"), "fte")
    assert str(cell) == "workforce-2019, Table_1 D44 (Kent, 2019-09-30)"
    assert (cell.mark, cell.subject.series, cell.subject.measure) == ("r", "police-workforce", "officers")
    assert (cell.subject.geography, cell.subject.period) == (KENT, DAY)


@pytest.mark.parametrize(
    "value, mark, expected",
    [
        pytest.param("3548", "", ("3548", "fte"), id="a number"),
        pytest.param("0", "", ("0", "fte"), id="a nought is a figure"),
        pytest.param("-0", "", ("0", "fte"), id="a spreadsheet's minus nought is nought"),
        pytest.param("-12.5", "", "less than nought", id="less than nought"),
        pytest.param("", "", "missing", id="a blank is no nought"),
        pytest.param("", "..", "not available", id="two dots"),
        pytest.param("", "-", "not available", id="a dash is no nought"),
        pytest.param("", "c", "suppressed", id="confidential"),
        pytest.param("", "*", "suppressed", id="a star"),
        pytest.param("", "low", "low", id="low is no nought"),
        pytest.param("", "z", "not applicable", id="not applicable"),
        pytest.param("", "unreadable", "unreadable", id="text that looks like a number"),
        pytest.param("", "@", "unknown mark “@”", id="an unknown mark is a hold (R3)"),
        pytest.param("", "p", "unknown mark “p”", id="provisional alone is no number"),
        pytest.param("1250", "p", ("1250", "fte"), id="provisional"),
        pytest.param("1250", "r e", ("1250", "fte"), id="revised and estimated"),
        pytest.param("1250", "R", ("1250", "fte"), id="a mark in capitals"),
        pytest.param("64300", "about", ("64300", "fte"), id="seen only rounded"),
        pytest.param("1640", "at least", ("1640", "fte"), id="seen only as more than"),
        pytest.param("1250", "c", "suppressed", id="a number that should not be there"),
        pytest.param("1250", "r b", "not comparable", id="a break among its marks"),
        pytest.param("1250", "u", "not reliable", id="of low reliability"),
        pytest.param("1250", "@", "unknown mark “@”", id="a number with an unknown mark"),
        pytest.param("1,250", "", "unreadable", id="a comma in our own file"),
        pytest.param("1e9", "", "unreadable", id="an exponent"),
        pytest.param("12\n", "", "unreadable", id="a line's end"),
        pytest.param("٣", "", "unreadable", id="digits of another script"),
        pytest.param("nan", "", "unreadable", id="not a number"),
        pytest.param("9" * 16, "", "unreadable", id="longer than a spreadsheet keeps"),
    ],
)
def test_what_a_cell_says(value, mark, expected):
    assert told(only(reading(value, mark))) == expected


@pytest.mark.parametrize("mark", [mark for mark in MARKS if mark])
def test_no_mark_that_stands_for_a_gap_may_be_printed(mark):
    assert isinstance(only(reading("7", mark)), Gap)
    assert only(reading("", mark)).reason == MARKS[mark]
    assert mark not in PRINTABLE


def test_a_published_change_may_be_less_than_nought():
    meaning = Meaning({"officers": "fte"}, {}, frozenset({"officers"}))
    made = Table(release(), [reading("-12.5")], meaning, None)
    assert told(made.figure("officers", KENT, NOW)) == ("-12.5", "fte")


def test_a_pack_may_read_a_mark_in_its_own_way():
    assert only(reading("", "*"), marks={"*": "not applicable"}).reason == "not applicable"


def test_a_measure_that_the_pack_does_not_have_is_a_gap():
    made = Table(release(), [reading(1)], Meaning({}, {}), None)
    assert made.figure("officers", KENT, NOW).reason == "no such measure in the pack"


def test_what_is_not_in_the_table_is_missing_and_says_what():
    assert str(table({}).figure("officers", KENT, NOW)) == f"officers of {KENT}, at 2019-09-30: missing"


@pytest.mark.parametrize(
    "first, second, expected",
    [
        pytest.param(reading(494), reading(494), ("494", "fte"), id="pages that agree are one figure"),
        pytest.param(reading(494), reading("494.0"), ("494", "fte"), id="however they write it"),
        pytest.param(reading(494), reading(492), "disputed", id="pages that do not are disputed"),
        pytest.param(reading(500, "about"), reading(500), "disputed", id="a round one is not the whole one"),
        pytest.param(reading("", ".."), reading(494), "not available", id="a gap beside a number"),
        pytest.param(reading(494), reading("", ".."), "not available", id="whichever comes first"),
    ],
)
def test_a_subject_that_stands_twice(first, second, expected):
    assert told(only(first, second)) == expected


def test_a_dispute_outlives_a_third_page_that_agrees_with_the_first():
    assert only(reading(494), reading(492), reading(494)).reason == "disputed"


LAST = table({("officers", KENT, DAY_BEFORE): 3300, ("officers", ESSEX, DAY_BEFORE): 3000})


@pytest.mark.parametrize(
    "place, expected",
    [
        pytest.param(KENT, ("3333", "workforce-2019"), id="from the current release where it prints one"),
        pytest.param(ESSEX, ("3000", "workforce-2018"), id="else from the release before"),
    ],
)
def test_the_prior_figure(place, expected):
    both = table({("officers", KENT, DAY): 3548, ("officers", KENT, DAY_BEFORE): 3333}, prior=LAST)
    found = both.figure("officers", place, BEFORE)
    assert (str(found.value), next(found.cells()).release) == expected


def test_a_blank_in_the_current_release_is_not_filled_from_the_one_before():
    both = table({("officers", KENT, DAY_BEFORE): None}, prior=LAST, of=release(DAY))
    assert told(both.figure("officers", KENT, BEFORE)) == "missing"


def test_what_was_first_published_comes_from_the_releases_before():
    both = table({("officers", KENT, DAY_BEFORE): 3333}, prior=LAST, of=release(DAY))
    assert both.earlier("officers", KENT, BEFORE).value == 3300
    assert LAST.earlier("officers", KENT, BEFORE).reason == "missing"


def test_the_places_and_periods_of_a_measure():
    both = table({("officers", KENT, DAY): 3548, ("heads", KENT, DAY): 3600}, prior=LAST)
    assert both.places("officers", NOW) == [KENT]
    assert both.periods("officers", KENT) == [BEFORE, NOW]
    assert both.periods("officers", ESSEX) == [BEFORE]


def test_readings_written_are_read_back(tmp_path):
    kept = [reading("3548.3", "r"), reading("", "..", row='Devon, "Cornwall"'), reading(0, row="Ynys Môn")]
    write_readings(kept, tmp_path / "a.csv")
    assert list(read_readings(tmp_path / "a.csv")) == kept


@pytest.mark.parametrize(
    "content, message",
    [
        pytest.param(None, "cannot be read", id="there is no file"),
        pytest.param(b"", "line 1: not the columns of a release", id="it is empty"),
        pytest.param(b"a,b\n", "line 1: not the columns of a release", id="it is another table"),
        pytest.param(
            (",".join(COLUMNS) + "\n1,2\n").encode(),
            "line 2: 2 cells, not 9. Mend the row",
            id="a row is cut",
        ),
        pytest.param((",".join(COLUMNS) + "\n").encode() + b"\xff" * 9, "cannot be read", id="it is no text"),
        pytest.param(
            (",".join(COLUMNS) + "\n\0" + "x" * 200_000).encode(), r"a\.csv", id="it is a core dump"
        ),
    ],
)
def test_a_file_of_figures_that_cannot_be_used_is_a_release_error(tmp_path, content, message):
    if content is not None:
        (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(ReleaseError, match=message):
        list(read_readings(tmp_path / "a.csv"))


def ours(series, *years):
    """Return the table of the last of *years*, the others behind it, from the data we ship."""
    found = None
    for year in years:
        (described,) = (DATA / series).glob(f"*-{year}.toml")
        opened = open_release(described, series)
        readings = list(read_readings(opened.path))
        units = {each.measure: "fte" for each in readings}
        found = Table(opened, readings, Meaning(units, {}), found)
    return found


MAPPA = ours("registered-offenders", *range(2003, 2025))


@pytest.mark.parametrize(
    "place, year",
    [
        pytest.param(NATION, 2019, id="the nation, 60,294 and 59,742"),
        pytest.param("W15000004", 2019, id="Dyfed-Powys, 494 and 492"),
        pytest.param("E23000033", 2019, id="Sussex, 1,707 and 1,702"),
    ],
)
def test_the_cells_on_which_the_papers_disagree_are_disputed(place, year):
    assert told(MAPPA.figure("offenders", place, period(f"{year}-03-31"))) == "disputed"


def test_no_other_cell_is_disputed():
    gaps = [key for each in chain(MAPPA) for key, found in each._found.items() if isinstance(found, Gap)]
    assert sorted(key[:2] for key in gaps if key[0] == "offenders") == [
        ("offenders", "E23000033"),
        ("offenders", NATION),
        ("offenders", "W15000004"),
    ]


def chain(last):
    while last is not None:
        yield last
        last = last.prior


@pytest.mark.parametrize(
    "measure, day, value, bound",
    [
        ("offenders", period("2021-03-31"), 64300, "about"),
        ("breaches", period("2021-03-31", "year ending"), 1640, "at least"),
        ("offenders", period("2022-03-31"), 66741, ""),
    ],
)
def test_the_bounded_cells(measure, day, value, bound):
    found = MAPPA.figure(measure, NATION, day)
    assert (found.value, found.bound) == (value, bound)


def test_west_yorkshires_three_thousand_is_exact():
    assert MAPPA.figure("offenders", "E23000010", period("2021-03-31")).bound == ""


WORKFORCE = ours("police-workforce", 2018, 2019)


@pytest.mark.parametrize(
    "measure, then, first, revised, now",
    [
        ("officers", 121929, 122395, 122406, 124784),
        ("pcsos", 10056, 9791, 9791, 9292),
        ("staff", 66393, 68256, 68258, 70737),
        ("specials", 12601, 11029, 11029, 10039),
    ],
)
def test_the_workforce_of_the_nation(measure, then, first, revised, now):
    found = [
        WORKFORCE.figure(measure, NATION, period("2017-09-30")),
        WORKFORCE.earlier(measure, NATION, BEFORE),
        WORKFORCE.figure(measure, NATION, BEFORE),
        WORKFORCE.figure(measure, NATION, NOW),
    ]
    assert [int(each.value + Decimal("0.5")) for each in found] == [then, first, revised, now]


def test_northumbrias_figure_was_revised():
    first, revised = (
        WORKFORCE.earlier("officers", "E23000007", BEFORE),
        WORKFORCE.figure("officers", "E23000007", BEFORE),
    )
    assert (str(first.value), str(revised.value)) == ("3140.62", "3151.62")
    assert [next(each.cells()).address for each in (first, revised)] == ["D10", "B10"]


def test_norfolks_support_officers_are_not_available():
    assert WORKFORCE.figure("pcsos", "E23000024", NOW).reason == "not available"


FORCE = ours("use-of-force", 2019, 2020)
YEAR = period("2020-03-31", "year ending")


@pytest.mark.parametrize(
    "measure, place, year, expected",
    [
        ("incidents", NATION, 2019, "427725"),
        ("incidents", NATION, 2020, "491984"),
        ("incidents", "E23000037", 2020, "1102"),
        ("taser", NATION, 2018, "16913"),
        ("taser", NATION, 2019, "23451"),
        ("taser", NATION, 2020, "32058"),
        ("discharged", NATION, 2020, "3334"),
        ("unstated", NATION, 2020, "1267"),
        ("taser", "E23000014", 2020, "2427"),
        ("discharged", "E23000024", 2020, "54"),
        ("restraint", NATION, 2020, "451578"),
        ("own_protection", NATION, 2020, "335326"),
        ("under_18", NATION, 2020, "missing"),
        ("under_11", "E23000017", 2020, "not available"),
        ("compliant", "E23000003", 2020, "not available"),
    ],
)
def test_the_use_of_force_as_published(measure, place, year, expected):
    found = FORCE.figure(measure, place, period(f"{year}-03-31", "year ending"))
    assert (str(found.value) if isinstance(found, Figure) else found.reason) == expected


VALUES = st.one_of(
    st.just(""), st.integers(-(10**18), 10**18).map(str), st.text(max_size=8), st.from_regex(r"-?\d+(\.\d+)?")
)
MARKED = st.one_of(st.sampled_from([*MARKS, *PRINTABLE, "r e", "at least r"]), st.text(max_size=6))


@given(st.lists(st.tuples(VALUES, MARKED), min_size=1, max_size=4))
def test_whatever_stands_in_a_cell_is_a_figure_or_a_gap_and_never_an_invented_nought(cells):
    found = only(*(reading(value, mark) for value, mark in cells))
    assert isinstance(found, Figure | Gap)
    if isinstance(found, Figure):
        assert all(Decimal(value) == found.value for value, _ in cells)
