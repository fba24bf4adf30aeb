"""Sheet: a workbook's sheets as plain grids, read in a guarded child process.

A legal workbook of two kilobytes can make the reading library abort the whole process
(tafia/calamine#693), so a workbook is opened in a child with limits on memory and time: a child that
dies is a release that cannot be read, with a reason, and the newsroom goes on. Run as a module, this
file is that child. The only room that knows pandas.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from pathlib import Path

from storygen.errors import ReleaseError

CellValue = str | Decimal | date | None
Grid = list[list[CellValue]]
"""Rows of cells from A1: text, a number, a day, or None for a blank."""

LARGEST_FILE = 64 * 2**20
MEMORY = 4 * 2**30
"""Bytes of address space the child may have: pandas alone asks for about one."""
SECONDS = 120
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z", re.ASCII)
WORKBOOKS = (".ods", ".xlsx", ".xls", ".xlsb", ".xlsm")


def read_sheets(path: Path) -> dict[str, Grid]:
    """Return the sheets of the CSV, XLSX or ODS file *path*, by name, in their order.

    :raises ReleaseError: the file is missing, too large, empty, of another kind or cannot be read.
    """
    return Reader()(path)


def _sheets(path: Path, read_workbook: Callable[[Path], dict[str, Grid]]) -> dict[str, Grid]:
    """Return the sheets of the file *path*, by *read_workbook* where it is one.

    :raises ReleaseError: the file is missing, too large, empty, of another kind or cannot be read.
    """
    try:
        weight = path.stat().st_size
    except OSError as error:
        raise ReleaseError(str(path), "cannot be opened", "Check the file's name") from error
    if not weight:
        raise ReleaseError(str(path), "the file is empty", "Download it again")
    if weight > LARGEST_FILE:
        raise ReleaseError(str(path), "is larger than 64 MiB", "Take the tables out into a smaller workbook")
    if path.suffix.lower() == ".csv":
        return {path.stem: _read_csv(path)}
    if path.suffix.lower() not in WORKBOOKS:
        raise ReleaseError(str(path), "is no workbook that we read", "Give a .csv, .xlsx or .ods file")
    return read_workbook(path)


def _read_csv(path: Path) -> Grid:
    """Return the one grid of a publisher's CSV file; a cell that is all number becomes one."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                return [[_of_text(cell) for cell in row] for row in csv.reader(file)]
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise ReleaseError(str(path), f"cannot be read: {error}", "Save it as CSV again") from error
    raise ReleaseError(str(path), "is not text in UTF-8 or Windows-1252", "Save it as CSV in UTF-8")


def _of_text(text: str) -> CellValue:
    """Return a CSV cell as a number where it is nothing but digits, otherwise as text."""
    text = text.strip()
    if not text:
        return None
    return Decimal(text) if _NUMBER.match(text) else text


class Reader:
    """Who reads workbooks, each in a child process of its own, under way before it is asked.

    What a child needs takes it a second to load. One that was prepared waits for its workbook meanwhile; it
    goes when whoever prepared it does.
    """

    def __init__(self) -> None:
        """Prepare nobody yet."""
        self._child: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """See that a child waits, or is on its way."""
        if self._child is None or self._child.poll() is not None:
            self._child = _child()

    def __call__(self, path: Path) -> dict[str, Grid]:
        """Return the sheets of the file *path*, as `read_sheets` does.

        :raises ReleaseError: the file is missing, too large, empty, of another kind or cannot be read.
        """
        return _sheets(path, self._workbook)

    def _workbook(self, path: Path) -> dict[str, Grid]:
        """Return the sheets that a child reads from the workbook *path*."""
        self.prepare()
        child, self._child = self._child, None
        assert child is not None
        return _read_guarded(path, child)

    def close(self) -> None:
        """Let the child go that waits."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _child() -> subprocess.Popen[bytes]:
    """Return a child that reads one workbook, whose path it is told, within limits."""
    limits = map(str, (MEMORY, SECONDS))
    command = [sys.executable, "-m", "storygen.facts.sheet", *limits]
    ours = Path(__file__).parents[2]  # from there the child finds this package, installed or not
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ours)


def _read_guarded(path: Path, child: subprocess.Popen[bytes]) -> dict[str, Grid]:
    """Return the sheets that *child* reads from the workbook *path*."""
    try:
        read, said_aside = child.communicate(os.fsencode(path.resolve()), timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        child.kill()
        child.communicate()
        raise ReleaseError(
            str(path), f"took more than {SECONDS} seconds to read", "Open and save it again"
        ) from error
    if child.returncode:
        # A child that refuses says why on its last line; one that was stopped, on its first.
        said = said_aside.decode(errors="replace").strip().splitlines() or ["the reader stopped"]
        why = said[0 if child.returncode < 0 else -1]
        raise ReleaseError(str(path), f"cannot be read ({why})", "Open it in a spreadsheet and save it again")
    sheets: dict[str, Grid] = {}
    for line in read.decode().splitlines():
        name, rows = json.loads(line)
        sheets[name] = [[_revived(cell) for cell in row] for row in rows]
    if not any(any(row) for grid in sheets.values() for row in grid):
        raise ReleaseError(str(path), "every sheet is empty", "Download it again")
    return sheets


def _revived(cell: object) -> CellValue:
    """Return a cell as the child sent it: text, {"n": number} or {"d": day}."""
    if isinstance(cell, dict):
        return Decimal(cell["n"]) if "n" in cell else date.fromisoformat(cell["d"])
    return cell if isinstance(cell, str) else None


def _sent(cell: object) -> object:
    """Return *cell* for the parent; a spreadsheet keeps 15 significant digits, the rest is noise."""
    if cell is None or isinstance(cell, bool):
        return None if cell is None else str(cell)
    if isinstance(cell, int | float):
        return {"n": f"{cell:.15g}"} if cell == cell and abs(cell) != float("inf") else str(cell)
    if isinstance(cell, datetime):
        return {"d": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return str(cell).replace("\n", " ").strip() or None


def sheets_of(path: Path) -> Iterator[tuple[str, list[list[object]]]]:
    """Yield the name and rows of each sheet of the workbook *path*, nothing turned into NaN."""
    import pandas

    frames = pandas.read_excel(
        path,
        sheet_name=None,
        engine="calamine",
        header=None,
        dtype=object,
        keep_default_na=False,
        na_values=[],
    )
    for name, frame in frames.items():
        yield str(name), [[_sent(cell) for cell in row] for row in frame.itertuples(index=False, name=None)]


def main() -> None:
    """Read the workbook that is named on the input, within limits, and print each sheet as a line of JSON."""
    import resource

    memory, seconds = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(float(seconds)), ceil(float(seconds))))
    try:
        import pandas  # noqa: F401 (loaded before anybody says which workbook)
        import python_calamine  # noqa: F401

        if not (path := sys.stdin.buffer.read()):
            return  # whoever would have asked has gone
        for sheet in sheets_of(Path(os.fsdecode(path))):
            sys.stdout.write(json.dumps(sheet) + "\n")
    except Exception as error:
        sys.exit(str(error) or "it needs more memory than it may have")


if __name__ == "__main__":
    main()
