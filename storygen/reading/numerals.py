"""Numerals: the numbers of finished copy, in digits or in words.

The reader's own: it shares nothing with the room that prints them, so that neither can hide the other's
mistake.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

UNITS = (
    *("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth"),
)
TIMES = {"once": 1, "twice": 2}
WORDS = {
    **{word: number for number, word in enumerate(UNITS)},
    **{word: 10 * number for number, word in enumerate(TENS, 2)},
    **{word: number for number, word in enumerate(ORDINALS, 1)},
    **TIMES,
}
"""The value of each word that is a number by itself."""

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
ORDINAL_DIGITS = r"\d+(?:st|nd|rd|th)"
YEAR = r"(?:1[89]|20)\d\d"


class Number(NamedTuple):
    """A number as it was printed."""

    value: Decimal
    decimals: int
    """How many decimals it was printed with."""


@lru_cache(maxsize=1 << 14)
def read_number(printed: str) -> Number:
    """Return the number that *printed* is, in digits or words.

    >>> read_number("3,655").value, read_number("twenty-one").value, read_number("12th").value
    (Decimal('3655'), Decimal('21'), Decimal('12'))

    :raises ValueError: it is no number.
    """
    if printed[:1].isdigit():
        digits = printed.replace(",", "") if printed[-1].isdigit() else printed[:-2].replace(",", "")
        return Number(Decimal(digits), len(digits) - digits.find(".") - 1 if "." in digits else 0)
    text = printed.lower()
    tens, _, unit = text.partition("-")
    if tens not in WORDS or (unit and unit not in WORDS):
        raise ValueError(f"“{printed}” is no number")
    return Number(Decimal(WORDS[tens] + (WORDS[unit] if unit else 0)), 0)
