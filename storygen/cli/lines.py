"""Lines: copy handed in as JSON, an object a line, and what is wrong with a line that cannot be read.

A line is taken at its word or refused, and never read in part: copy whose release is misspelt would be
judged by the figures of another.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from storygen.errors import UsageError

KEYS = ("id", "places", "release", "style", "as_of", "text")
"""What a line may say."""
_OBJECT = "Write one object a line, with its places and its text"
_LIST = "Write a list of what the copy is of, named as for “storygen write”"
_HALVES = re.compile("[\ud800-\udfff]")


class Line(NamedTuple):
    """The copy of one line, and what it is to be read against."""

    text: str
    places: tuple[str, ...]
    """Names, codes or titles."""
    release: str | None
    style: str | None
    day: date | None


def lines_in(stream: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of *stream* that are not empty, and their numbers, without a mark of UTF-8."""
    for number, line in enumerate(stream, 1):
        bare = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if bare.strip():
            yield number, bare


def object_in(line: bytes, where: str) -> dict[str, Any]:
    """Return the object that *line* is; bytes that are no text are let by, so that its id can be given back.

    :raises UsageError: it is none; *where* is the line's number.
    """
    try:
        said = json.loads(line.decode("utf-8", "replace"))
    except json.JSONDecodeError as error:
        _refuse_bytes(line, where)
        raise UsageError(where, f"not JSON from character {error.pos + 1} on", _OBJECT) from None
    except (ValueError, RecursionError):  # a number too long, brackets too deep
        raise UsageError(where, "JSON that nobody could have meant", _OBJECT) from None
    if not isinstance(said, dict):
        raise UsageError(where, "JSON, but no object", _OBJECT)
    return said


def line_of(said: dict[str, Any], line: bytes, where: str) -> Line:
    """Return what is to be read, which the object of a *line* has *said*.

    :raises UsageError: a key is unknown or missing, or has no such value as it must; bytes are no text.
    """
    if not line.isascii():
        _refuse_bytes(line, where)
    for key in said:
        if key not in KEYS:
            remedy = f"The keys are {', '.join(KEYS[:-1])} and {KEYS[-1]}"
            raise UsageError(where, f"“{key}” is no key of a line", remedy)
    text = _needed(said, "text", where, "Write the copy in it")
    if not isinstance(text, str):
        raise UsageError(where, "“text” is not a string", "Write the copy in it, between quotation marks")
    day = _string(said, "as_of", where, "a day, as 2020-01-30")
    return Line(
        text,
        _names(_needed(said, "places", where, _LIST), where),
        _string(said, "release", where, "the release's id"),
        _string(said, "style", where, "the name of a house style"),
        _day(day, where) if day else None,
    )


def _refuse_bytes(line: bytes, where: str) -> None:
    """Refuse a *line* whose bytes are no text."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"not UTF-8 from byte {error.start + 1} on"
        raise UsageError(where, what, "Save the file as UTF-8") from None


def _needed(said: dict[str, Any], key: str, where: str, remedy: str) -> Any:
    """Return what a line says of a *key* that it must have."""
    if key not in said:
        raise UsageError(where, f"“{key}” is missing", remedy)
    return said[key]


def _string(said: dict[str, Any], key: str, where: str, what: str) -> str | None:
    """Return what a line says of a *key* that it may leave out, or leave null."""
    value = said.get(key)
    if value is None or (isinstance(value, str) and value.strip()):
        return value
    fault = "is empty" if isinstance(value, str) else "is not a string"
    raise UsageError(where, f"“{key}” {fault}", f"Write {what}, or leave it out")


def _names(places: Any, where: str) -> tuple[str, ...]:
    """Return the names of *places*: a list of them, one alone, or objects with a code as a story has them."""
    each = [places] if isinstance(places, str) else places
    if isinstance(each, list) and each:
        named = [place.get("code") if isinstance(place, dict) else place for place in each]
        names = tuple(name for name in named if isinstance(name, str) and name.strip())
        if len(names) == len(named):
            return names
    raise UsageError(where, "“places” is not a list of names", _LIST)


def _day(text: str, where: str) -> date:
    """Return the day that *text* is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(where, f"“as_of”: “{text}” is no day", "Write it as 2020-01-30") from None


def json_of(found: dict[str, Any]) -> str:
    """Return a line of JSON, in escapes only where it has halves of characters, which nobody can print."""
    line = json.dumps(found, ensure_ascii=False)
    return json.dumps(found) if not line.isascii() and _HALVES.search(line) else line
