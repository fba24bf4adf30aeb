"""Where a pack's measures stand: found by their words, wherever the next release puts them."""

import copy
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import (
    DAY,
    EASTERN,
    ESSEX,
    KENT,
    NATION,
    NORFOLK,
    STAFFORDSHIRE,
    WEST_MIDLANDS,
    WEST_MIDLANDS_REGION,
    gazetteer,
    grid,
    period,
    table,
)

from storygen.errors import ReleaseError
from storygen.facts.figure import Figure, Gap
from storygen.facts.layout import read_layouts
from storygen.facts.schema import layouts_from_data
from storygen.facts.table import MARKS

RELEASE = period("2019-09-30")

OFFICERS = {
    "title": "Police officers by police force area",
    "says": "Full-time equivalents",
    "skip": ["British Transport Police", "Total"],
    "figures": [
        {"measure": "officers", "column": "day"},
        {"measure": "change", "column": "Change in 12 months > number"},
    ],
}

WORKBOOK = grid("""
Table 1: Police officers by police force area, 30 September 2018 and 30 September 2019
                         |            |            |                                     | Full-time equivalents
                         | As at:     |            | Change in 12 months Sep-18 to Sep-19 |
                         | 2018-09-30 | 2019-09-30 | number                               | %
East of England          | 4533       | 4410.5     | -122.5                               | -2.7
Essex4                   | 3000       | 2910       | -90                                  | -3
Norfolk                  | ..         | 1500.5     | ..                                   | ..
South East               |            |            |                                      |
Kent (R)                 | '3,333     | 3548       | 215                                  | 6.4
West Midlands            | 8000       | 8090       | 90                                   | 1.1
Staffordshire            | 1600       | 1690       | 90                                   | 5.6
West Midlands            | 6400       | 6400       | 0                                    | 0
Total 43 forces          | 15866      | 16048.5    | 182.5                                | 1.2
British Transport Police | 3074       | 2984       | -90                                  | -2.9
Total                    | 18940      | 19032.5    | 92.5                                 | 0.5

Notes
1. Full-time equivalents are given as published.
""")

MEASURES = {"officers", "change", "incidents", "taser", "restraint", "alcohol"}


def layouts(*entries):
    return layouts_from_data(entries, MEASURES, "pack.toml")


def read(sheets, *entries, where="workforce.ods"):
    if not isinstance(sheets, dict):
        sheets = {"Table_1": sheets}
    return read_layouts(sheets, layouts(*(entries or (OFFICERS,))), gazetteer(), RELEASE, where)


def told(findings):
    """Return the readings, each as measure, place, year or period, digits and mark."""
    return [
        (each.measure, each.place, each.period.removeprefix("at "), each.value, each.mark)
        for each in findings.readings
    ]


OFFICERS_TOLD = [
    ("officers", EASTERN, "2018-09-30", "4533", ""),
    ("officers", EASTERN, "2019-09-30", "4410.5", ""),
    ("change", EASTERN, "2019-09-30", "-122.5", ""),
    ("officers", ESSEX, "2018-09-30", "3000", ""),
    ("officers", ESSEX, "2019-09-30", "2910", ""),
    ("change", ESSEX, "2019-09-30", "-90", ""),
    ("officers", NORFOLK, "2018-09-30", "", ".."),
    ("officers", NORFOLK, "2019-09-30", "1500.5", ""),
    ("change", NORFOLK, "2019-09-30", "", ".."),
    ("officers", KENT, "2018-09-30", "3333", "r"),
    ("officers", KENT, "2019-09-30", "3548", "r"),
    ("change", KENT, "2019-09-30", "215", "r"),
    ("officers", WEST_MIDLANDS_REGION, "2018-09-30", "8000", ""),
    ("officers", WEST_MIDLANDS_REGION, "2019-09-30", "8090", ""),
    ("change", WEST_MIDLANDS_REGION, "2019-09-30", "90", ""),
    ("officers", STAFFORDSHIRE, "2018-09-30", "1600", ""),
    ("officers", STAFFORDSHIRE, "2019-09-30", "1690", ""),
    ("change", STAFFORDSHIRE, "2019-09-30", "90", ""),
    ("officers", WEST_MIDLANDS, "2018-09-30", "6400", ""),
    ("officers", WEST_MIDLANDS, "2019-09-30", "6400", ""),
    ("change", WEST_MIDLANDS, "2019-09-30", "0", ""),
    ("officers", NATION, "2018-09-30", "15866", ""),
    ("officers", NATION, "2019-09-30", "16048.5", ""),
    ("change", NATION, "2019-09-30", "182.5", ""),
]


def test_a_table_in_the_publishers_manner_is_read_whole():
    findings = read(WORKBOOK)
    assert told(findings) == OFFICERS_TOLD
    assert (findings.unknown, findings.absent) == ([], [])


def test_each_reading_says_where_it_stood():
    kent = next(each for each in read(WORKBOOK).readings if each.place == KENT and each.period == DAY)
    assert (kent.sheet, kent.address, kent.row, kent.column) == ("Table_1", "C9", "Kent", "2019-09-30")
    change = next(each for each in read(WORKBOOK).readings if each.measure == "change")
    assert (change.address, change.column) == ("D5", "Change in 12 months > number")


def lower(rows):
    """Put blank rows between the title and the headers."""
    return rows[:1] + [[]] * 7 + rows[1:]


def wider(rows):
    """Put two blank columns between the labels and the figures."""
    return [[*row[:1], None, None, *row[1:]] for row in rows]


def swapped(rows):
    """Put this year's column before last year's."""
    return [row[:1] + [row[index] if index < len(row) else None for index in (2, 1)] + row[3:] if len(row) > 3
            else row for row in rows]  # fmt: skip


def worded(rows):
    """Write the days of the headers out in words, with a footnote."""
    words = {date(2018, 9, 30): "30 September 2018", date(2019, 9, 30): "30 September 20193"}
    return [[words.get(cell, cell) if isinstance(cell, date) else cell for cell in row] for row in rows]


def spaced(rows):
    """Put a blank column after every column."""
    return [[cell for each in row for cell in (each, None)] for row in rows]


def noted(rows):
    """Put four notes above the title."""
    return [[f"Note {number}"] for number in "abcd"] + rows


@pytest.mark.parametrize("moved", [lower, noted, wider, worded, spaced], ids=lambda way: way.__name__)
def test_a_table_that_has_moved_reads_the_same(moved):
    assert told(read({"Sheet 9": moved(WORKBOOK)})) == OFFICERS_TOLD


def test_columns_that_have_changed_places_read_the_same():
    assert sorted(told(read(swapped(WORKBOOK)))) == sorted(OFFICERS_TOLD)


def test_a_table_is_found_among_others_by_its_title():
    cover = grid("Police workforce, England and Wales, 30 September 2019")
    heads = copy.deepcopy(WORKBOOK)
    heads[1][4] = "Headcount"
    assert told(read({"Index": cover, "Table_7": heads, "Table_2": WORKBOOK})) == OFFICERS_TOLD


def test_a_contents_sheet_that_lists_the_titles_is_no_table():
    listed = [["Contents"], [], [], [], ["Table 1"], WORKBOOK[0]]
    assert told(read({"Contents": listed, "Table_2": noted(WORKBOOK)})) == OFFICERS_TOLD
    assert told(read({"Contents": [["Contents"], WORKBOOK[0]], "Table_2": noted(WORKBOOK)})) == OFFICERS_TOLD


@pytest.mark.parametrize(
    "sheets, entry, message",
    [
        pytest.param(
            {"Cover": grid("Hello"), "Notes": grid("1. A note")},
            OFFICERS,
            "workforce.ods: no sheet is titled “Police officers by police force area” in “Full-time equivalents”; "
            "its sheets are Cover, Notes. Check pack.toml's [[table]].",
            id="no sheet of that title",
        ),
        pytest.param(
            {"Table_1": WORKBOOK, "Table_1b": WORKBOOK},
            OFFICERS,
            "workforce.ods: Table_1 and Table_1b are both titled “Police officers by police force area” in "
            "“Full-time equivalents”. Say more of the title in pack.toml.",
            id="two sheets of that title",
        ),
        pytest.param(
            {"Table_1": WORKBOOK},
            {**OFFICERS, "figures": [{"measure": "officers", "column": "Officers"}]},
            "workforce.ods, Table_1: Table_1 has no column headed “Officers”; it has %; 2018-09-30; 2019-09-30; number. "
            "Check pack.toml's [[table]].",
            id="no column of that header",
        ),
        pytest.param(
            {"Table_1": WORKBOOK},
            {**OFFICERS, "places": "Police force"},
            "workforce.ods, Table_1: no column is headed “Police force”. Check pack.toml's [[table]].",
            id="no column of places",
        ),
    ],
)
def test_what_was_looked_for_and_what_there_was_is_said(sheets, entry, message):
    with pytest.raises(ReleaseError) as error:
        read(sheets, entry)
    assert str(error.value) == message


def test_what_may_be_absent_is_noted_and_no_error():
    findings = read(
        {"Table_1": WORKBOOK},
        {
            **OFFICERS,
            "figures": [*OFFICERS["figures"], {"measure": "taser", "column": "Tasers", "optional": True}],
        },
        {**OFFICERS, "says": "Headcount", "optional": True},
    )
    assert findings.absent == [
        "Table_1 has no column headed “Tasers”",
        "no sheet titled “Police officers by police force area” in “Headcount”",
    ]
    assert told(findings) == OFFICERS_TOLD


def test_a_row_with_figures_that_is_no_place_of_ours_is_said_once():
    rows = copy.deepcopy(WORKBOOK)
    rows[5][0], rows[13][0] = "Essexx", "Ministry of Defence Police"
    assert read(rows).unknown == ["Table_1, row 6: “Essexx”", "Table_1, row 14: “Ministry of Defence Police”"]


@pytest.mark.parametrize(
    "drawn, places",
    [
        pytest.param(
            "East of England | 9\nWest Midlands | 8\nStaffordshire | 2\nWest Midlands | 6",
            [EASTERN, WEST_MIDLANDS_REGION, STAFFORDSHIRE, WEST_MIDLANDS],
            id="the region stands above its forces",
        ),
        pytest.param(
            "East of England | 9\nTotal West Midlands | 8\nStaffordshire | 2\nWest Midlands | 6",
            [EASTERN, WEST_MIDLANDS_REGION, STAFFORDSHIRE, WEST_MIDLANDS],
            id="a total says which is which",
        ),
        pytest.param(
            "Kent | 9\nWest Midlands | 6", [KENT, WEST_MIDLANDS], id="without regions it is the force"
        ),
        pytest.param(
            "East of England | 9\nEssex | 3\nWest Midlands | 6",
            [EASTERN, ESSEX],
            id="once among regions, there is no telling",
        ),
        pytest.param(
            "Staffordshire | 2\nWest Midlands | 6\nEssex | 3\nEast of England | 9\nWest Midlands | 8",
            [STAFFORDSHIRE, ESSEX, EASTERN],
            id="nor where regions stand under their forces",
        ),
        pytest.param("Devon and Cornwall | 9\nKent | 3", [KENT], id="a force that this gazetteer lacks"),
    ],
)
def test_a_region_is_told_from_a_force_of_the_same_name(drawn, places):
    entry = {"title": "Incidents", "figures": [{"measure": "incidents", "column": "Total"}]}
    found = read(grid(f"Incidents by police force\nArea | Total\n{drawn}"), entry)
    assert [each.place for each in found.readings] == places
    values = dict(zip(places, [each.value for each in found.readings], strict=True))
    assert values.get(WEST_MIDLANDS, "6") == "6"
    assert values.get(WEST_MIDLANDS_REGION, "8") == "8"


FORCE = grid("""
Table 13. Use of CED by police force
Contents
Financial year | Region          | Police force             | Total | CED not stated | Total discharge
2018/19        | East of England | *Total East of England   | 60    | 3              | 6
2018/19        | East of England | Essex                    | 40    | 1              | 4
2018/19        | East of England | Norfolk (R)              | 20    | 2              | 2
2019/20        | East of England | *Total East of England   | 90    | 5              | 9
2019/20        | East of England | Essex                    | 50    | :              | 5
2019/20        | East of England | Norfolk                  | 40    | 0              | 4
""")
TASER = {
    "title": "Use of CED",
    "places": "Police force",
    "figures": [
        {"measure": "taser", "column": "Total", "period": "Financial year"},
        {"measure": "incidents", "column": "Not stated | CED not stated", "period": "Financial year"},
    ],
}


def test_periods_may_stand_in_a_column_and_headers_in_either_wording():
    found = [
        (each.measure[0], each.place, each.period[-10:-6], each.value, each.mark)
        for each in read(FORCE, TASER).readings
    ]
    assert found == [
        ("t", EASTERN, "2019", "60", ""), ("i", EASTERN, "2019", "3", ""),
        ("t", ESSEX, "2019", "40", ""), ("i", ESSEX, "2019", "1", ""),
        ("t", NORFOLK, "2019", "20", "r"), ("i", NORFOLK, "2019", "2", "r"),
        ("t", EASTERN, "2020", "90", ""), ("i", EASTERN, "2020", "5", ""),
        ("t", ESSEX, "2020", "50", ""), ("i", ESSEX, "2020", "", ":"),
        ("t", NORFOLK, "2020", "40", ""), ("i", NORFOLK, "2020", "0", ""),
    ]  # fmt: skip


def test_a_header_fits_just_so_before_it_fits_as_a_beginning():
    found = read(FORCE, TASER).readings[0]
    assert (found.column, found.address) == ("Total", "D4")


def test_a_column_of_places_fits_just_so_before_it_fits_as_a_beginning():
    rows = [[None, *row] for row in copy.deepcopy(FORCE)]
    rows[2][0] = "Police force code"
    assert [each.place for each in read(rows, TASER).readings] == [
        each.place for each in read(FORCE, TASER).readings
    ]


def test_a_row_whose_period_cannot_be_read_is_left_out():
    rows = copy.deepcopy(FORCE)
    rows[4][0] = "last year"
    assert (ESSEX, "40") not in [(each.place, each.value) for each in read(rows, TASER).readings]
    rows[4] = []
    read(rows, TASER)


TACTICS = grid("""
Table 14. Number of times tactics were used, by police force
                      | | Perceived age  |
Police force | Tactic               | Under 11 years | Number of times tactic reported
Essex        | *Total Restraint     | 3              | 300
Essex        | Handcuffing, of which | 1              | 200
Kent         | *Total Restraint     | :              | 400
Kent         | Handcuffing, of which | 2              | 250
""")


def test_a_measure_may_ask_for_rows_of_one_label():
    entry = {
        "title": "tactics were used, by police force",
        "places": "Police force",
        "figures": [
            {"measure": "restraint", "column": "Number of times", "rows": {"Tactic": "Total Restraint"}},
            {
                "measure": "taser",
                "column": "Under 11 years",
                "rows": {"Tactic": ["Cuffs", "Handcuffing of which"]},
            },
        ],
    }
    assert [(each.measure, each.place, each.value) for each in read(TACTICS, entry).readings] == [
        ("restraint", ESSEX, "300"),
        ("taser", ESSEX, "1"),
        ("restraint", KENT, "400"),
        ("taser", KENT, "2"),
    ]


def test_a_table_of_one_place_may_be_read_by_its_first_row():
    entry = {
        "title": "impact factor",
        "places": NATION,
        "first_row": True,
        "figures": [{"measure": "alcohol", "column": "Alcohol"}],
    }
    rows = grid("Tactics, by impact factor\n | Drugs | Alcohol\n | 149 | 180\nTotal Tactics | 233 | 292")
    (found,) = read(rows, entry).readings
    assert (found.place, found.value, found.address, found.row) == (NATION, "180", "C3", "England and Wales")


def test_a_series_may_have_its_days_as_rows():
    entry = {
        "title": "Police officers, police staff",
        "places": NATION,
        "figures": [{"measure": "officers", "column": "Police officers", "period": "row"}],
    }
    rows = grid("""
        Table 6: Police officers1, police staff
         | Police officers1 | Police staff
        30 September 2018 | 122406 | 63690
        30 September 20192 | 124784 | 65595
    """)
    assert [(each.period, each.value) for each in read(rows, entry).readings] == [
        ("at 2018-09-30", "122406"),
        ("at 2019-09-30", "124784"),
    ]


@pytest.mark.parametrize(
    "entry, message",
    [
        pytest.param(
            {"title": "A"}, "pack.toml, table 1: a table needs a title and a list of figures", id="no figures"
        ),
        pytest.param({"figures": [{}]}, "a table needs a title", id="no title"),
        pytest.param(
            {"title": "A", "figures": ["officers"]}, "a list of figures", id="figures that are no tables"
        ),
        pytest.param(
            {"title": "A", "figures": [{}], "row": 4}, "unknown key row. Use figures, ", id="a row by number"
        ),
        pytest.param(
            {"title": "A", "figures": [{"measure": "x", "column": "B"}]}, "“x” is no measure", id="no measure"
        ),
        pytest.param(
            {"title": "A", "figures": [{"measure": "officers"}]}, "or has no column", id="no column"
        ),
        pytest.param(
            {"title": "A", "figures": [{"measure": "officers", "column": "B", "line": 1}]},
            "unknown key line. Use column, ",
            id="an unknown key",
        ),
        pytest.param(
            {"title": "A", "figures": [{"measure": "officers", "column": "B", "rows": "Total"}]},
            "rows of “officers” is 'Total'. Write rows = { Header = \"Label\" }",
            id="rows without a header",
        ),
    ],
)
def test_a_schema_that_cannot_be_used_is_refused(entry, message):
    with pytest.raises(ReleaseError) as error:
        layouts(entry)
    assert message in str(error.value)


SPOILT = st.one_of(
    st.none(),
    st.sampled_from(
        [*MARKS, "1,250", "3,6552", "(12)", "Kent", "West Midlands", "2019/20", "Total", "NA", "٣"]
    ),
    st.sampled_from(
        [Decimal(0), Decimal(2018), Decimal("-1E+3"), Decimal("1E+300"), Decimal("1E-300"), date(2019, 9, 30)]
    ),
    st.text(max_size=30),
    st.decimals(allow_nan=False, allow_infinity=False),
)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 17), st.integers(0, 6), SPOILT),
        st.tuples(st.sampled_from(["drop", "double", "empty", "cut"]), st.integers(0, 17)),
    ),
    min_size=1,
    max_size=8,
)


def spoil(rows, changes):
    rows = copy.deepcopy(rows)
    for what, index, *rest in changes:
        if not rows:
            break
        index %= len(rows)
        if what == "put":
            column, value = rest
            rows[index] += [None] * (column + 1 - len(rows[index]))
            rows[index][column] = value
        elif what == "drop":
            del rows[index]
        elif what == "double":
            rows.insert(index, list(rows[index]))
        elif what == "empty":
            rows[index] = []
        else:
            rows[index] = rows[index][: len(rows[index]) // 2]
    return rows


def meant(cell):
    """Return the number that an honest eye reads in a cell, or None."""
    if isinstance(cell, Decimal):
        return cell
    bare = str(cell or "").replace(",", "").split("[")[0].split("(R)")[0].strip()
    try:
        return (
            -Decimal(bare[1:-1])
            if bare.startswith("(")
            else Decimal(bare.replace("\u2212", "-").replace("- ", "-"))
        )
    except ArithmeticError:
        return None


@pytest.mark.parametrize("rows, entry", [(WORKBOOK, OFFICERS), (FORCE, TASER)], ids=["by day", "by year"])
@given(changes=CHANGES)
def test_a_spoilt_table_gives_figures_or_gaps_and_no_blank_becomes_a_nought(rows, entry, changes):
    spoilt = spoil(rows, changes)
    try:
        readings = read(spoilt, entry).readings
    except ReleaseError:
        return
    found = table(readings)
    for each in readings:
        row, column = int(each.address[1:]) - 1, ord(each.address[0]) - ord("A")
        cell = spoilt[row][column] if column < len(spoilt[row]) else None
        got = found.figure(each.measure, each.place, period(each.period[-10:], each.period[:-11]))
        assert isinstance(got, Figure | Gap)
        if cell is None:
            assert (each.value, isinstance(got, Gap)) == ("", True)
        if each.value:
            assert Decimal(each.value) == meant(cell)
        if isinstance(got, Figure):
            assert any(Decimal(same.value) == got.value for same in readings if same.value)
