"""Notation: how publishers write numbers, marks, labels and headers in their tables.

Every reader of workbooks glues superscript footnotes onto the number or the name before them
(3,655² arrives as "3,6552"), so a number kept as text must match a strict form, and a label is
matched after its footnotes are taken off.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from storygen.facts.geography import bare
from storygen.facts.sheet import CellValue, Grid


@lru_cache(maxsize=16384)
def plain_label(label: str) -> tuple[str, str]:
    """Return a row's or column's *label* without its footnotes, and the mark it carried.

    >>> plain_label("Hampshire (R)"), plain_label("*Total North East "), plain_label("Bedfordshire⁴")
    (('Hampshire', 'r'), ('Total North East', ''), ('Bedfordshire', ''))
    """
    text = re.sub(r"[¹²³⁰⁴-⁹]+|\[note \d+\]", "", label)
    mark = ""
    if found := re.search(r"\s*[(\[](r|p|e)[)\]]", text, re.IGNORECASE):
        mark, text = found[1].lower(), text[: found.start()] + text[found.end() :]
    text = re.sub(r"(?<=[A-Za-z)])\d{1,2}(,\d{1,2})*$", "", text.strip())
    return " ".join(text.replace("*", " ").split()), mark


_DIGITS = r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
_GAP_OF_THOUSANDS = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
"""A space that no line is broken at between thousands: as good as a comma, and never before a footnote."""
_TEXT_NUMBER = re.compile(rf"(-)? ?{_DIGITS}$|\({_DIGITS}\)$", re.ASCII)


def read_number(text: str, *, alone: bool = True) -> tuple[str, str]:
    """Return the digits and marks of a number kept as text.

    A footnote glued to a number (3,655² arrives as 3,6552) must not be read as one, so thousands
    must be grouped by commas; an ungrouped number passes only where the whole column is text (*alone*).

    >>> read_number("1,250 [r][e]"), read_number("(12)"), read_number("3,6552"), read_number("..")
    (('1250', 'r e'), ('-12', ''), ('', 'unreadable'), ('', '..'))
    >>> read_number("1,250†")
    ('1250', '†')
    """
    text, broken = (text.rstrip()[:-1], ["†"]) if re.search(r"\d\s*†\s*$", text) else (text, [])
    text = text if "," in text else _GAP_OF_THOUSANDS.sub(",", text)
    text = " ".join(text.replace("\u00a0", " ").replace("\u2212", "-").split())
    marks = [
        mark.lower()
        for mark in re.findall(r"\[([A-Za-z]+)\]|\((r|p|e)\)", text, re.IGNORECASE)
        for mark in mark
        if mark
    ] + broken
    body = re.sub(r"\[[A-Za-z]+\]|\((r|p|e)\)", "", text, flags=re.IGNORECASE).strip()
    if not any(character.isdigit() for character in body):
        return "", " ".join([body.lower(), *marks]).strip()
    found = _TEXT_NUMBER.match(body.replace(", ", ","))
    if not found:
        return "", "unreadable"
    digits = found[2] or found[3]
    if "," not in digits and not alone:
        return "", "unreadable"
    negative = found[1] or found[3]
    return ("-" if negative else "") + digits.replace(",", ""), " ".join(marks)


def holds_something(cell: CellValue) -> bool:
    """Return whether a cell has a number or a mark in it, and is not merely blank or a note."""
    return isinstance(cell, Decimal) or (isinstance(cell, str) and 0 < len(cell.strip()) <= 24)


def _is_year(cell: CellValue) -> bool:
    """Return whether a number is a year, as headers have them."""
    return isinstance(cell, Decimal) and cell == cell.to_integral_value() and 1900 <= cell <= 2100


def first_figures(grid: Grid) -> int:
    """Return the index of the first row with a number that is not a year in a header."""
    for index, row in enumerate(grid):
        numbers = [cell for cell in row if isinstance(cell, Decimal)]
        if numbers and not all(_is_year(cell) for cell in numbers):
            return index
    return len(grid)


class Header(NamedTuple):
    """One header of a column."""

    text: str
    own: bool
    """Whether it stands in the column itself, and is not spread over it from the left."""


def headers_of(rows: Grid) -> list[list[Header]]:
    """Return each column's headers from the top, a cell spread over the blanks after it like a merged one."""
    width = max((len(row) for row in rows), default=0)
    stacks: list[list[Header]] = [[] for _ in range(width)]
    for row in rows:
        if sum(1 for cell in row if cell is not None) == 1 and row and row[0] is not None:
            continue  # a title or a link back to the contents, not a header
        last = ""
        for index in range(width):
            cell = row[index] if index < len(row) else None
            if cell is not None:
                last = plain_label(cell)[0] if isinstance(cell, str) else str(cell)
            if last:
                stacks[index].append(Header(last, cell is not None))
    return stacks


def stacked(stack: list[Header], wanted: list[str], *, exact: bool) -> bool:
    """Return whether the *wanted* headers stand in *stack* in that order, whole or as beginnings.

    The last of them must be the column's own: a spacer beside a column is not that column again.
    """
    heads = iter(stack)
    for number, part in enumerate(map(bare, wanted), 1):
        for head in heads:
            text = bare(head.text)
            fits = text == part if exact else text.startswith(part)
            if fits and (head.own or number < len(wanted)):
                break
        else:
            return False
    return True


def column_name(index: int) -> str:
    """Return the letters of the column *index*, counted from nought.

    >>> column_name(0), column_name(25), column_name(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
