"""Workbooks are read in a guarded child; whatever they hold, the newsroom goes on."""

import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

from storygen.errors import ReleaseError
from storygen.facts import sheet
from storygen.facts.sheet import read_sheets


def xlsx(path, rows, name="Table_1"):
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def ods(path, rows):
    """Write an OpenDocument workbook of one sheet; a whole number n in a row skips n cells."""
    book, grid = OpenDocumentSpreadsheet(), OdfTable(name="Table_1")
    for repeated, cells in rows:
        row = TableRow(numberrowsrepeated=repeated)
        for text in cells:
            if isinstance(text, int):
                row.addElement(TableCell(numbercolumnsrepeated=text))
            else:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=text))
                row.addElement(cell)
        grid.addElement(row)
    book.spreadsheet.addElement(grid)
    book.save(path)
    return path


def test_a_workbook_is_read_cell_by_cell(tmp_path):
    rows = [
        ["Kent ", 3548.3, 0, -12.25, 1e-9],
        ["NA", "n/a", "None", "..", "nan"],
        ["3,655²", "1,250 [r]", True, None, "  "],
        [date(2019, 9, 30), datetime(2019, 9, 30, 9, 30), "two\nlines", "=1/0", 123456789.123456789],
    ]
    assert read_sheets(xlsx(tmp_path / "a.xlsx", rows)) == {
        "Table_1": [
            ["Kent", Decimal("3548.3"), Decimal(0), Decimal("-12.25"), Decimal("1e-9")],
            ["NA", "n/a", "None", "..", "nan"],
            ["3,655²", "1,250 [r]", "True", None, None],
            [date(2019, 9, 30), date(2019, 9, 30), "two lines", None, Decimal("123456789.123457")],
        ]
    }


def test_a_blank_is_none_and_never_a_nought(tmp_path):
    grid = read_sheets(ods(tmp_path / "a.ods", [(1, ["Kent", 2, "1,250"]), (2, []), (1, ["Essex"])]))[
        "Table_1"
    ]
    assert [row[:4] for row in grid] == [
        ["Kent", None, None, "1,250"],
        [None, None, None, None],
        [None, None, None, None],
        ["Essex", None, None, None],
    ]


def test_a_workbooks_sheets_keep_their_order_and_hidden_ones_are_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Zebra"
    book.active["A1"] = "z"
    hidden = book.create_sheet("Aardvark")
    hidden["B2"] = 2
    hidden.sheet_state = "hidden"
    book.create_sheet("Empty")
    book.save(tmp_path / "a.xlsx")
    sheets = read_sheets(tmp_path / "a.xlsx")
    assert list(sheets) == ["Zebra", "Aardvark", "Empty"]
    assert (sheets["Aardvark"][1][1], sheets["Empty"]) == (Decimal(2), [])


def test_every_row_and_column_is_counted_from_the_first(tmp_path):
    book = openpyxl.Workbook()
    book.active["C4"] = 7
    book.save(tmp_path / "a.xlsx")
    (grid,) = read_sheets(tmp_path / "a.xlsx").values()
    assert grid[3][2] == 7


@pytest.mark.parametrize(
    "name, content, message",
    [
        pytest.param("a.ods", None, "a.ods: cannot be opened. Check the file's name.", id="a missing file"),
        pytest.param("a.ods", b"", "a.ods: the file is empty. Download it again.", id="an empty one"),
        pytest.param(
            "a.pdf",
            b"%PDF-",
            "a.pdf: is no workbook that we read. Give a .csv, .xlsx or .ods file.",
            id="another kind",
        ),
        pytest.param("a", b"x", "is no workbook that we read", id="no kind at all"),
        pytest.param(
            "a.xlsx", b"<html>Sign in</html>", "a.xlsx: cannot be read (", id="a page saved as a workbook"
        ),
        pytest.param("a.ods", b"PK\3\4" + b"\0" * 400, "a.ods: cannot be read (", id="a broken archive"),
        pytest.param("a.xlsx", bytes(range(256)) * 8, "a.xlsx: cannot be read (", id="noise"),
        pytest.param(
            "a.csv", b"caf\x81", "is not text in UTF-8 or Windows-1252", id="a table in no encoding"
        ),
        pytest.param(
            "a.csv", b"a\n" + b"x" * 200_000, "a.csv: cannot be read: field larger", id="an endless cell"
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_a_release_error(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ReleaseError) as error:
        read_sheets(tmp_path / name)
    assert message in str(error.value)
    assert str(error.value).startswith(str(tmp_path / name))
    assert "Error" not in error.value.what
    assert "Traceback" not in str(error.value)


def test_half_a_workbook_is_a_release_error(tmp_path):
    whole = xlsx(tmp_path / "a.xlsx", [["Kent", 1]]).read_bytes()
    (tmp_path / "a.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_sheets(tmp_path / "a.xlsx")


def test_a_workbook_with_nothing_in_it_is_a_release_error(tmp_path):
    with pytest.raises(ReleaseError, match="every sheet is empty"):
        read_sheets(xlsx(tmp_path / "a.xlsx", []))


def test_a_folder_is_a_release_error(tmp_path):
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(ReleaseError):
        read_sheets(tmp_path / "a.xlsx")


def test_a_file_too_large_is_a_release_error(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(sheet.LARGEST_FILE + 1)
    with pytest.raises(ReleaseError, match="is larger than 64 MiB"):
        read_sheets(tmp_path / "a.csv")


FAR = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>
</sheetData></worksheet>"""


def far_xlsx(path):
    """Write a legal workbook of some two kilobytes, the last cell of whose sheet is not blank."""
    whole = xlsx(path, [[1]])
    with zipfile.ZipFile(whole) as book:
        parts = {
            name: book.read(name)
            for name in book.namelist()
            if "theme" not in name and "docProps" not in name and "styles" not in name
        }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, FAR if name.endswith("sheet1.xml") else content)
    return path


def far_ods(path):
    """Write a legal workbook of some two kilobytes whose second cell stands 60,000 rows down."""
    return ods(path, [(1, ["x"]), (60_000, []), (1, [1_000, "y"])])


def last_ods(path):
    """Write one whose second cell is the last that a sheet can hold."""
    return ods(path, [(1, ["x"]), (1_048_574, []), (1, [16_383, "y"])])


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(far_xlsx, id="the last cell of an xlsx"),
        pytest.param(far_ods, id="a far cell of an ods"),
        pytest.param(last_ods, id="the last cell of an ods"),
    ],
)
def test_a_small_workbook_that_would_stop_the_reader_does_not_stop_the_newsroom(tmp_path, make, monkeypatch):
    monkeypatch.setattr(sheet, "MEMORY", 3 * 2**29)  # which is sooner full
    path = make(tmp_path / f"far.{make.__name__.rpartition('_')[2]}")
    assert path.stat().st_size < 2_500
    with pytest.raises(ReleaseError, match="cannot be read") as error:
        read_sheets(path)
    assert len(str(error.value)) - len(str(path)) < 200


def test_a_reader_that_takes_too_long_is_a_release_error(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet, "SECONDS", 0.01)
    with pytest.raises(ReleaseError, match=r"took more than 0\.01 seconds to read"):
        read_sheets(xlsx(tmp_path / "a.xlsx", [["Kent", 1]]))


def test_the_child_is_found_from_any_folder(tmp_path, monkeypatch):
    xlsx(tmp_path / "a.xlsx", [["Kent", 1]])
    monkeypatch.chdir(tmp_path)
    assert read_sheets(sheet.Path("a.xlsx")) == {"Table_1": [["Kent", Decimal(1)]]}


@pytest.mark.parametrize(
    "text, cell",
    [
        ("3548", Decimal(3548)),
        (" 3548.30 ", Decimal("3548.30")),
        ("-12", Decimal(-12)),
        ("", None),
        ("  ", None),
        ("0", Decimal(0)),
        ("3,548", "3,548"),
        ("1_000", "1_000"),
        ("1e5", "1e5"),
        ("٣", "٣"),
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("NA", "NA"),
        ("2019-09-30", "2019-09-30"),
    ],
)
def test_a_cell_of_a_publishers_csv_is_a_number_only_where_it_is_nothing_but_digits(tmp_path, text, cell):
    (tmp_path / "a.csv").write_text(f'Kent,"{text}"\n', encoding="utf-8")
    assert read_sheets(tmp_path / "a.csv") == {"a": [["Kent", cell]]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_publishers_csv_in_either_encoding(tmp_path, encoding):
    (tmp_path / "a.csv").write_text("Ynys Môn – £,7\n", encoding=encoding)
    assert read_sheets(tmp_path / "a.csv") == {"a": [["Ynys Môn – £", Decimal(7)]]}


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8), max_size=4),
        max_size=4,
    )
)
def test_whatever_a_csv_holds_is_a_grid_or_a_release_error(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    try:
        (grid,) = read_sheets(path).values()
    except ReleaseError:
        return
    assert all(cell is None or isinstance(cell, Decimal | str) for row in grid for cell in row)


@pytest.mark.parametrize(
    "cell, sent, back",
    [
        (None, None, None),
        ("", None, None),
        (0, {"n": "0"}, Decimal(0)),
        (0.1 + 0.2, {"n": "0.3"}, Decimal("0.3")),
        (True, "True", "True"),
        (float("inf"), "inf", "inf"),
        (date(2019, 9, 30), {"d": "2019-09-30"}, date(2019, 9, 30)),
    ],
)
def test_a_cell_survives_the_way_from_the_child(cell, sent, back):
    assert sheet._sent(cell) == sent
    assert sheet._revived(sent) == back
