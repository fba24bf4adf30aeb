"""Workbooks as a publisher lays them out, made again from the figures in data/.

The publishers' own workbooks are not ours to ship, so their layout is drawn here: titles, headers in
merged cells, days, regions above their forces, rows that are no force of the 43, footnote digits and
notes under the table. Every figure stands at the address that its transcription gives.
"""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from storygen.facts.table import Reading

Cell = str | Decimal | date
Sheet = dict[tuple[int, int], Cell]
"""What stands in a sheet, by row and column from nought."""

TITLES = {
    "police-workforce": {
        "officers": "Police officers by police force area, England and Wales, {before}, {half} and {now}",
        "staff": "Police staff and designated officers (s.38, s.391) combined by police force area, {now}2",
        "pcsos": "Police community support officers by police force area, England and Wales, {now}",
        "specials": "Special constables by police force area, England and Wales, {now}1",
        "heads": "Police officers by police force area, England and Wales, {half} and {now}1",
        "series": "Police officers1, police staff, designated officers, 30 September 2006 to {now}",
    },
    "use-of-force": {
        "incidents": "Incidents by police force, year ending March {year}",
        "taser": "Use of CED by type and police force: 1 April 2017 to 31 March {year}",
        "tactics": "Number of times tactics were used, by police force and officer perceived age of person involved",
        "restraint_incidents": "Number of times tactics were used and total number of incidents in which they were used",
        "own_protection": "Number of times tactics were used, by reason for using force, year ending March {year}",
        "alcohol": "Number of times tactics were used, by impact factor, year ending March {year}",
        "arrested": "Number of times tactics were used, by incident outcome, year ending March {year}",
    },
}
"""The title of each table, by the measure that it is about."""

TACTICS = {
    "tactics": "*Total Tactics", "under_11": "*Total Tactics", "aged_11_17": "*Total Tactics",
    "restraint": "*Total Restraint", "handcuffing": "Handcuffing, of which",
    "compliant": "Compliant handcuffing", "non_compliant": "Non-compliant handcuffing",
    "handcuffing_unstated": "Handcuffing not stated", "unarmed": "*Total Unarmed skills",
    "equipment": "*Total Other equipment", "weapons": "*Total Less lethal weapons",
    "taser_under_11": "CED of which", "taser_11_17": "CED of which", "firearms": "*Total Firearms",
    "other": "*Total Other", "restraint_incidents": "Total Restraint",
}  # fmt: skip
"""What a row of tactics is labelled, by measure."""


def place(address: str) -> tuple[int, int]:
    """Return the row and column, from nought, that *address* names."""
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1


def column_letters(column: int) -> str:
    """Return the letters of a column counted from nought, up to ZZ."""
    high, low = divmod(column, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)


def laid_out(series: str, readings: list[Reading], now: date, published: date) -> dict[str, Sheet]:
    """Return the sheets of the workbook that *readings* were read from, drawn in its publisher's manner."""
    sheets: dict[str, list[Reading]] = {}
    for reading in readings:
        sheets.setdefault(reading.sheet, []).append(reading)
    draw = {"police-workforce": _workforce, "use-of-force": _force}[series]
    opening = {"police-workforce": _index, "use-of-force": _contents}[series]
    return {**opening(now, published), **{name: draw(name, own, now) for name, own in sorted(sheets.items())}}


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _index(now: date, published: date) -> dict[str, Sheet]:
    """Return the sheet that opens a workbook of the police workforce."""
    heads = ("Table number", "Title", "Period covered", "National Statistics", "Last updated")
    row = (
        "Table 1",
        "Police officers by police force area",
        "the year to September",
        "Yes",
        _words(published),
    )
    cells = {(2, column): head for column, head in enumerate(heads)} | {
        (3, i): text for i, text in enumerate(row)
    }
    return {"Index": {(0, 0): f"Police Workforce, England and Wales, {_words(now)}", **cells}}


def _contents(now: date, published: date) -> dict[str, Sheet]:
    """Return the sheets that open a workbook of the use of force."""
    title = f"Police use of force statistics, England and Wales, 1 April {now.year - 1} to {_words(now)}"
    return {
        "Cover_sheet": {
            (6, 1): title,
            (8, 1): "Tables - 01 to 17",
            (17, 1): f"Published: {_words(published)}",
        },
        "Contents": {(0, 0): title, (1, 0): f"Publication Date: {_words(published)}"},
    }


def _figures(readings: list[Reading]) -> Sheet:
    """Return the figures alone, at their addresses."""
    return {
        place(each.address): Decimal(each.value) if each.value else each.mark
        for each in readings
        if each.value or each.mark
    }


def _title(series: str, name: str, readings: list[Reading], now: date) -> str:
    """Return the title of the table that *readings* stand in."""
    half = date(now.year, 3, 31)
    titles = TITLES[series]
    about = next(measure for measure in titles if measure in {reading.measure for reading in readings})
    before = _words(date(now.year - 1, now.month, now.day))
    said = titles[about].format(before=before, half=_words(half), now=_words(now), year=now.year)
    return f"{name.replace('_', ' ')}: {said}"


def _workforce(name: str, readings: list[Reading], now: date) -> Sheet:
    """Return one table of the police workforce."""
    sheet = _figures(readings)
    measures = {reading.measure for reading in readings}
    width = max(column for _, column in sheet) + (
        1 if "series" in measures else 2 if "heads" in measures else 3
    )
    unit = "Headcount" if measures & {"heads", "specials"} else "Full-time equivalents"
    sheet |= {
        (0, 0): _title("police-workforce", name, readings, now),
        (2, 0): "England and Wales",
        (2, width): unit,
    }
    footnote = {"Bedfordshire": "Bedfordshire3", "30 September 2012": "30 September 20122"}
    for reading in readings:
        row, column = place(reading.address)
        sheet[row, 0] = footnote.get(reading.row, reading.row)
        if "series" in measures:
            sheet[3, column] = "Police officers1" if reading.measure == "series" else reading.column
        elif ">" in reading.column:
            sheet[3, column] = f"Change in 12 months Sep-{now.year - 2001} to Sep-{now.year - 2000}"
            sheet[5, column], sheet[5, column + 1] = "number", "%"
        else:
            sheet[3, 1], sheet[5, column] = "As at:", date.fromisoformat(reading.column)
    last = max(row for row, _ in sheet)
    if "series" not in measures:
        others = ("British Transport Police", "Total") if measures & {"pcsos", "specials"} else (
            "Central Service Secondments", "British Transport Police", "Total")  # fmt: skip
        for label in others:
            last += 1
            sheet[last, 0], sheet[last, 1], sheet[last, 2] = label, Decimal(3074), Decimal("2984.43")
    sheet[last + 1, width] = "Source: Home Office"
    return sheet | {(last + 3, 0): "Notes", (last + 4, 0): "1. Kent and Essex share 2 functions, as in 2012."}


def _force(name: str, readings: list[Reading], now: date) -> Sheet:
    """Return one table of the use of force."""
    sheet = _figures(readings)
    measures = {reading.measure for reading in readings}
    sheet |= {(0, 0): _title("use-of-force", name, readings, now), (1, 0): "Contents"}
    draw = (
        _by_year if "taser" in measures
        else _by_tactic if "tactics" in measures
        else _nationally if measures & {"restraint_incidents", "own_protection", "alcohol", "arrested"}
        else _by_force
    )  # fmt: skip
    draw(sheet, readings)
    last = max(row for row, _ in sheet)
    notes = ("Notes", ": = not available.", "The figures in this table cover the year, and 41 of 43 forces.")
    return sheet | {(last + 2 + index, 0): note for index, note in enumerate(notes)}


def _heads(sheet: Sheet, row: int, *heads: str) -> None:
    sheet |= {(row, column): head for column, head in enumerate(heads) if head}


def _by_force(sheet: Sheet, readings: list[Reading]) -> None:
    _heads(sheet, 3, "Region", "Police force", "Total")
    for reading in readings:
        row, _ = place(reading.address)
        sheet[row, 0], sheet[row, 1] = "Region", reading.row


def _by_year(sheet: Sheet, readings: list[Reading]) -> None:
    _heads(sheet, 3, "Financial year", "Region", "Police force", *[""] * 8, "Fired")
    for reading in readings:
        row, column = place(reading.address)
        year = int(reading.period[-10:-6])
        star = "*" if reading.row.startswith("Total") else ""
        sheet[row, 0], sheet[row, 1] = f"{year - 1}/{year % 100:02}", "Region"
        sheet[row, 2] = star + reading.row + (" (R)" if reading.mark.endswith("r") else "")
        sheet[3, column] = reading.column


def _by_tactic(sheet: Sheet, readings: list[Reading]) -> None:
    _heads(sheet, 3, "Total number of incidents involving group", "", "", "Perceived age")
    _heads(sheet, 4, "Police force", "Type of force", "Tactic")
    for reading in readings:
        row, column = place(reading.address)
        sheet[row, 0], sheet[row, 1] = reading.row, "Restraint"
        sheet[row, 2], sheet[4, column] = TACTICS[reading.measure], reading.column


def _nationally(sheet: Sheet, readings: list[Reading]) -> None:
    (reading,) = readings
    row, column = place(reading.address)
    if reading.measure == "restraint_incidents":
        _heads(sheet, 3, "", "", "Number of times tactic reported", reading.column)
        sheet |= {(row - 1, 0): "Total (excluding not reported)", (row - 1, 1): "Total Tactics"}
        sheet |= {(row - 1, 2): Decimal(715276), (row - 1, 3): Decimal(491984)}
        heads = 3 if row == 5 else 5
        sheet |= {(heads, 0): "Type of force", (heads, 1): "Tactic", (row, 0): "Restraint"}
        sheet |= {(row, 1): "Total Restraint", (row, 2): Decimal(451578)}
        return
    sheet |= {(3, 2): "Total number of incidents involving group", (4, column): reading.column}
    if column > 2:
        sheet |= {(4, 2): "Another thing", (row, 2): Decimal(78354)}
    sheet |= {(row + 1, 0): "Type of force", (row + 1, 1): "Tactic"}
    sheet |= {
        (row + 2, 0): "Total",
        (row + 2, 1): "Total Tactics",
        (row + 2, 2): Decimal(1),
        (row + 2, column): Decimal(2),
    }


def write_xlsx(sheets: dict[str, Sheet], path: Path) -> Path:
    """Write *sheets* as an Excel workbook, a title merged over its row."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for (row, column), value in cells.items():
            sheet.cell(row + 1, column + 1, float(value) if isinstance(value, Decimal) else value)
        if (0, 0) in cells:
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=sheet.max_column)
    book.save(path)
    return path


def write_ods(sheets: dict[str, Sheet], path: Path) -> Path:
    """Write *sheets* as an OpenDocument workbook, blanks repeated, a title spanning its row."""
    book = OpenDocumentSpreadsheet()
    for name, cells in sheets.items():
        table, above = Table(name=name), -1
        rows: dict[int, dict[int, Cell]] = {}
        for (row, column), value in sorted(cells.items(), key=lambda item: item[0]):
            rows.setdefault(row, {})[column] = value
        for row, across in rows.items():
            if row - above > 1:
                table.addElement(TableRow(numberrowsrepeated=row - above - 1))
            table.addElement(_ods_row(across, spanned=7 if row == 0 else 0))
            above = row
        book.spreadsheet.addElement(table)
    book.save(path)
    return path


def _ods_row(across: dict[int, Cell], spanned: int) -> TableRow:
    """Return one row of an OpenDocument table; its first cell may span some columns."""
    row, after = TableRow(), 0
    for column, value in across.items():
        if column > after:
            row.addElement(TableCell(numbercolumnsrepeated=column - after))
        cell = _ods_cell(value, {"numbercolumnsspanned": spanned + 1} if spanned else {})
        row.addElement(cell)
        after = column + 1
    if spanned:
        row.addElement(CoveredTableCell(numbercolumnsrepeated=spanned))
    return row


def _ods_cell(value: Cell, said: dict[str, int]) -> TableCell:
    """Return one cell: its value, and the text that a reader would see."""
    if isinstance(value, Decimal):
        cell, text = TableCell(valuetype="float", value=str(value), **said), f"{value:,.0f}"
    elif isinstance(value, date):
        cell, text = TableCell(valuetype="date", datevalue=value.isoformat(), **said), _words(value)
    else:
        cell, text = TableCell(valuetype="string", **said), value
    cell.addElement(P(text=text))
    return cell


def stored_in_ods(path: Path) -> dict[str, dict[str, str]]:
    """Return what an OpenDocument workbook stores, by sheet and address, read from its XML.

    A reader of its own, so that two of ours have to agree: numbers as stored, to 15 significant digits.
    """
    sheets: dict[str, dict[str, str]] = {}
    cells: dict[str, str] = {}
    row = column = 0
    with ZipFile(path) as archive, archive.open("content.xml") as content:
        for event, node in iterparse(content, ("start", "end")):
            tag = node.tag.rpartition("}")[2]
            said = {key.rpartition("}")[2]: value for key, value in node.attrib.items()}
            if event == "start":
                if tag == "table":
                    cells, row = sheets.setdefault(said["name"], {}), 0
                elif tag == "table-row":
                    column = 0
                continue
            if tag in ("table-cell", "covered-table-cell"):
                if text := _stored(node, said):
                    cells[f"{column_letters(column)}{row + 1}"] = text
                column += int(said.get("number-columns-repeated", 1))
            elif tag == "table-row":
                row += int(said.get("number-rows-repeated", 1))
                node.clear()
    return sheets


def _stored(node: Element, said: dict[str, str]) -> str:
    """Return the number, day or text of one cell."""
    if said.get("value-type") in ("float", "percentage"):
        return f"{Decimal(format(float(said['value']), '.15g')):f}"
    if said.get("value-type") == "date":
        return said["date-value"][:10]
    return " ".join("".join(part.itertext()) for part in node if part.tag.endswith("}p")).strip()
