"""Style: how the house prints a number, a period, a dash.

One profile a title, in `templates/styles/`. Each function opens with its rule. Rounding happens here
and once, halves away from zero (rule A1), and never changes what a figure is.
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path

from num2words import num2words

from storygen.errors import PackError
from storygen.facts.figure import Figure
from storygen.facts.period import Period

MONTH_NAMES = tuple(calendar.month_name)
EXPONENTS = (Decimal(1), Decimal("0.1"), Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Style:
    """One title's way of printing things."""

    name: str = "pa"
    per_cent: str = "per cent"
    """The form after a number: "per cent", "percent" or "%"."""
    spell_per_cent: bool = True
    """Whether "three per cent" is spelled like other small numbers."""
    spell_to: int = 9
    """The largest number that is spelled out."""
    date: str = "month day"
    """"month day" (March 31) or "day month" (31 March)."""
    dash: str = "–"
    """The dash between spaces."""
    quotes: str = "straight"
    """straight or curly, on the wire; html is always curly."""
    year_range: str = "-"
    """What joins 2020 and 21."""
    figures_per_par: int = 4
    """How many figures a par may have before the sub queries it."""
    forbidden: tuple[str, ...] = ()
    """Words that the house does not print; the sub queries them, but not in a quote."""


CHOICES = {
    "per_cent": ("per cent", "percent", "%"),
    "date": ("month day", "day month"),
    "quotes": ("straight", "curly"),
    "dash": ("–", "—", "-"),
    "year_range": ("-", "/", "–"),
}
RANGES: Mapping[str, tuple[int, int]] = {"spell_to": (0, 100), "figures_per_par": (1, 100)}
"""The least and the most that a number of a style may be."""


def read_style(path: Path) -> Style:
    """Return the style profile kept in the TOML file *path*.

    :raises PackError: the file cannot be read, or a key or its value is not one we know.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError(str(path), f"cannot be read: {error}", "Mend the file") from error
    kinds = {field.name: type(getattr(Style(), field.name)) for field in fields(Style)}
    for key, value in said.items():
        if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
            said[key] = value = tuple(value)
        if key not in kinds:
            raise PackError(str(path), f"“{key}” is no setting of a style", f"Use {', '.join(kinds)}")
        if type(value) is not kinds[key]:
            raise PackError(str(path), f"“{key}” is {value!r}", f"Write {_form(kinds[key])}")
        if key in RANGES and not RANGES[key][0] <= value <= RANGES[key][1]:
            raise PackError(str(path), f"“{key}” is {value}", "Write {} to {}".format(*RANGES[key]))
        if key in CHOICES and value not in CHOICES[key]:
            raise PackError(str(path), f"“{key}” is {value!r}", f"Use {', '.join(CHOICES[key])}")
    return Style(**{"name": path.stem, **said})


def _form(kind: type) -> str:
    """Return what a setting of this *kind* is in a style profile."""
    return "a list of words" if kind is tuple else kind.__name__


def rounded(value: Decimal, places: int = 0) -> Decimal:
    """Round once, halves away from zero (rule A1).

    >>> rounded(Decimal("2.5")), rounded(Decimal("-2.5")), rounded(Decimal("7.25"), 1)
    (Decimal('3'), Decimal('-3'), Decimal('7.3'))
    """
    number = value.quantize(EXPONENTS[places], ROUND_HALF_UP)
    return number if number else abs(number)


def cardinal(number: Decimal, spell_to: int = 9) -> str:
    """Spell out one to nine; use figures from 10, with commas from 1,000 (rules S1, S2).

    >>> cardinal(Decimal(9)), cardinal(Decimal(10)), cardinal(Decimal(11200)), cardinal(Decimal("1.5"))
    ('nine', '10', '11,200', '1.5')
    """
    whole = int(number)
    return integer(whole, spell_to) if number == whole else f"{number:,f}"


def integer(number: int, spell_to: int = 9) -> str:
    """Spell out a whole number of one to nine; use figures from 10, with commas from 1,000."""
    return _spelled(number) if 1 <= number <= spell_to else f"{number:,}"


@lru_cache(maxsize=64)
def _spelled(number: int) -> str:
    """Spell out a small number; a style spells few, and num2words takes its time."""
    return str(num2words(number))


@lru_cache(maxsize=1024)
def ordinal(number: Decimal, spell_to: int = 9) -> str:
    """Spell out first to ninth; use figures from 10th.

    >>> ordinal(Decimal(3)), ordinal(Decimal(12)), ordinal(Decimal(43))
    ('third', '12th', '43rd')
    """
    to = "ordinal" if number <= spell_to else "ordinal_num"
    return str(num2words(int(number), to=to))


def article(text: str) -> str:
    """Choose "a" or "an" by sound: an 8, an 11, an 18, an 80, an 800; a 700, a one (rule S6).

    >>> article("8"), article("11,000"), article("110"), article("eight"), article("one")
    ('an', 'an', 'a', 'an', 'a')
    """
    head = text.split()[0].lower().replace(",", "") if text.split() else ""
    digits = head.split(".")[0].rstrip("%")
    if digits.isdigit():
        eleven = digits.startswith(("11", "18")) and len(digits) % 3 == 2
        return "an" if digits.startswith("8") or eleven else "a"
    return "an" if head[:1] in "aeiou" and not head.startswith(("one", "uni", "eu")) else "a"


def plural(noun: str, number: Decimal) -> str:
    """Give a noun its number: 1 officer, 2 officers, 1.5 officers, no officers.

    >>> plural("officer", Decimal(1)), plural("person", Decimal(2)), plural("use of force", Decimal(3))
    ('officer', 'people', 'uses of force')
    """
    return noun if abs(number) == 1 else _several(noun)


@lru_cache(maxsize=256)
def _several(noun: str) -> str:
    """Return the plural of *noun*; a pack has a dozen."""
    first, space, rest = noun.partition(" of ")
    if first in IRREGULAR:
        first = IRREGULAR[first]
    elif first.endswith(("s", "x", "ch", "sh")):
        first += "es"
    elif first.endswith("y") and first[-2] not in "aeiou":
        first = first[:-1] + "ies"
    else:
        first += "s"
    return first + space + rest


IRREGULAR = {"person": "people", "staff": "staff", "man": "men", "woman": "women", "child": "children"}


def figure(style: Style, number: Figure, how: str = "") -> str:
    """Print a figure by its unit: people whole, rates as published, percentages whole.

    *how* is "digits" (never spelled), a number of decimal places, or both: "digits 1". A percentage
    that would print as nought keeps one decimal, or is "less than 0.1". A nought stands before a decimal
    point, and copy has at most one decimal (rule S2).
    """
    value, unit, spell, places = number.value, number.unit, style.spell_to, None
    if how:
        spell = 0 if "digits" in how else spell
        places = int(how[-1]) if how[-1].isdigit() else None
    if unit in ("per cent", "points"):
        return _percentage(style, number, places, spell)
    if places is None and unit not in WHOLE:
        places = _own_places(value)
    exact = value.quantize(EXPONENTS[places or 0], ROUND_HALF_UP)
    text = cardinal(exact, spell) if places else integer(int(exact), spell)
    return "no" if text == "0" and spell and unit in ("count", "places") else text


WHOLE = ("count", "fte", "places", "rank")
"""Units that are printed whole unless more is asked for."""


def _own_places(value: Decimal) -> int:
    """Return how many decimals a published number has, at most one."""
    exponent = value.normalize().as_tuple().exponent
    return 1 if isinstance(exponent, int) and exponent < 0 else 0


def _percentage(style: Style, number: Figure, places: int | None, spell: int) -> str:
    """Print a percentage with its words: "three per cent", "12.5%", "two percentage points"."""
    value = number.value
    places = places or (1 if value and not rounded(value) else 0)
    shown = rounded(value, places)
    less = ""
    if value and not shown:
        less, shown = "less than ", EXPONENTS[1].copy_sign(value)
    if number.unit == "points":
        return f"{less}{cardinal(shown, spell)} percentage {plural('point', shown)}"
    spell = spell if style.spell_per_cent else 0
    gap = "" if style.per_cent == "%" else " "
    return f"{less}{cardinal(shown, 0 if style.per_cent == '%' else spell)}{gap}{style.per_cent}"


def day(style: Style, when: date, *, year: bool = True) -> str:
    """Print a day as the title does: March 31 2021, or 31 March 2021; never with "th" (rule S5)."""
    month = MONTH_NAMES[when.month]
    text = f"{month} {when.day}" if style.date == "month day" else f"{when.day} {month}"
    return f"{text} {when.year}" if year else text


def moment(style: Style, when: datetime) -> str:
    """Print a time of a day, as its own clock has it: "9.30am on Thursday January 30 2020".

    >>> moment(Style(), datetime(2020, 1, 30, 9, 30)), moment(Style(), datetime(2020, 1, 30, 17))
    ('9.30am on Thursday January 30 2020', '5pm on Thursday January 30 2020')
    """
    hour = "noon" if (when.hour, when.minute) == (12, 0) else f"{when.hour % 12 or 12}"
    if hour != "noon":
        hour += f".{when.minute:02d}" if when.minute else ""
        hour += "am" if when.hour < 12 else "pm"
    return f"{hour} on {calendar.day_name[when.weekday()]} {day(style, when)}"


def spoken_year(when: date, published: date) -> str:
    """Say "this year" or "last year" only when true on the day of publication (rule S5)."""
    return {0: "this year", 1: "last year"}.get(published.year - when.year, str(when.year))


def period(style: Style, span: Period, published: date, how: str = "") -> str:
    """Print a period the way *how* asks: plain, day, end, month, year, fiscal.

    plain: "March 31 2021" or "the year to March 2021"; day: "March 31 this year"; end: "the end of March
    this year"; month: "March 2021"; year: "last year"; fiscal: "2020-21".
    """
    month = MONTH_NAMES[span.end.month]
    if how == "day":
        return f"{day(style, span.end, year=False)} {spoken_year(span.end, published)}"
    if how == "end":
        if span.end.day == calendar.monthrange(span.end.year, span.end.month)[1]:
            return f"the end of {month} {spoken_year(span.end, published)}"
        return f"{day(style, span.end, year=False)} {spoken_year(span.end, published)}"
    if how == "month":
        return f"{month} {span.end.year}"
    if how == "since":
        return f"{month} {spoken_year(span.end, published)}"
    if how == "year":
        return spoken_year(span.end, published)
    if how == "number":
        return str(span.end.year)
    if how == "fiscal":
        return f"{span.end.year - 1}{style.year_range}{span.end.year % 100:02d}"
    return day(style, span.end) if span.span == "at" else f"the year to {month} {span.end.year}"


def typeset(style: Style, text: str) -> str:
    """Set dashes and quotation marks as the title has them (rule S9)."""
    text = text.replace(" – ", f" {style.dash} ") if style.dash != "–" else text
    if style.quotes == "straight":
        for curly, straight in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'")):
            text = text.replace(curly, straight)
    return text
