"""Reads: the commands that read finished copy again."""

from __future__ import annotations

import sys
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import click

from storygen.cli.lines import Line, json_of, line_of, lines_in, object_in
from storygen.cli.options import completed, listed, pack_argument, release_option
from storygen.cli.told import told
from storygen.errors import DONE, FAILED, StorygenError, UsageError

if TYPE_CHECKING:
    from storygen.edition import Edition
    from storygen.writing.flag import Flag


@click.command()
@pack_argument
@click.argument("places", nargs=-1, shell_complete=completed(listed("named")))
@release_option
@click.option(
    "--as-of",
    "as_of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of publication, which “this year” is said on; by default the release's own.",
)
@click.option(
    "--style", metavar="NAME", shell_complete=completed(listed("styles")),
    help="The house style that the copy is in; by default told from its per cents.",
)  # fmt: skip
@click.option(
    "--jsonl",
    is_flag=True,
    help="Take a JSON object a line, {id, places, release, text}, and print one a line, {id, flags}; "
    "of a line that cannot be read, {id, error, flags}, with the line's number.",
)
def read(
    pack: str, places: tuple[str, ...], release: str | None, as_of: Any, style: str | None, jsonl: bool
) -> None:
    """Read finished copy again, from standard input, and hold it against the figures.

    What is false is a stop, what cannot be accounted for a flag; each names its par, from 1 for the headline.
    Exits with 1 if anything is false.

    \b
    storygen write police-workforce Kent | storygen read police-workforce Kent
    """
    from storygen.pack import load_pack
    from storygen.writing.reader import copy_of

    day = as_of.date() if as_of else None
    if jsonl:
        if places:
            raise UsageError("--jsonl", "each line names its own places", "Leave PLACE out")
        load_pack(pack)  # a wrong name is said once, not of each line
        sys.exit(FAILED if _lines(pack, release, style, day) else DONE)
    if not places:
        raise UsageError("read", "no place is named", "Name what the copy is of, as for “write”")
    _edition(pack, release, style or "pa", day)  # a wrong name is said before the copy is asked for
    text = _standard_input()
    edition = _edition(pack, release, style or _style_of(text), day)
    flags = edition.checks.of_copy(text, _places(edition, places))
    pars = [(str(number), "", par) for number, par in enumerate(copy_of(text), 1)]
    for line in told(pars, flags):
        click.echo(line)
    sys.exit(FAILED if any(flag.stop for flag in flags) else DONE)


def _standard_input() -> str:
    """Return the copy that is handed in.

    :raises UsageError: there is none.
    """
    from storygen.writing.reader import copy_of

    text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    if not copy_of(text):
        raise UsageError("standard input", "there is no copy in it", "Hand it in: storygen read … < copy.txt")
    return text


@lru_cache(maxsize=16)
def _edition(pack: str, release: str | None, style: str, day: date | None) -> Edition:
    """Return the edition that copy is read against, kept open between lines."""
    from storygen.edition import open_edition
    from storygen.pack import load_pack

    return open_edition(load_pack(pack), release, style=style, as_of=day)


def _style_of(text: str) -> str:
    """Return the first house style that writes "per cent" as *text* does; pa, where it has none."""
    return next((name for name, form in _forms().items() if form in text), "pa")


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Return how each house style writes "per cent", pa's first."""
    from storygen.profiles import load_style, styles
    from storygen.settings import read_settings

    return {name: load_style(name).per_cent for name in ("pa", *styles(read_settings()))}


def _places(edition: Edition, names: tuple[str, ...]) -> Any:
    """Return the places of those names."""
    from storygen.facts.geography import find_places

    return find_places(edition.gazetteer, names)[0]


def _lines(pack: str, release: str | None, style: str | None, day: date | None) -> bool:
    """Read each line of standard input and print what was found; return whether anything was false.

    :raises StorygenError: it was stopped before the end.
    """
    false, number = False, 0
    try:
        for number, line in lines_in(sys.stdin.buffer):
            found = _answer(f"line {number}", line, pack, Line("", (), release, style, day))
            false = false or "error" in found or any(flag["stop"] for flag in found["flags"])
            click.echo(json_of(found))
    except KeyboardInterrupt:
        what = f"stopped at line {number}, and what comes after it is not read"
        raise StorygenError("standard input", what, "The same command reads it all") from None
    return false


def _answer(where: str, line: bytes, pack: str, given: Line) -> dict[str, Any]:
    """Return what was found in the copy of a *line*, or why it could not be read, with its id."""
    said: dict[str, Any] = {}
    try:
        said = object_in(line, where)
        flags = _read(line_of(said, line, where), pack, given)
    except StorygenError as error:
        told = str(error) if error.where == where else f"{where}: {error}"
        return {"id": said.get("id"), "error": told, "flags": []}
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):  # it costs no other line
        told = (
            f"{where}: storygen failed to read this copy, and the fault is its own. Report it, with the line."
        )
        return {"id": said.get("id"), "error": told, "flags": []}
    return {"id": said.get("id"), "flags": [_flag(flag) for flag in flags]}


def _read(line: Line, pack: str, given: Line) -> list[Flag]:
    """Return what was found in the copy of *line*, and what it leaves unsaid is *given* for all.

    :raises StorygenError: there is nothing to read, or something is named that there is not.
    """
    style = line.style or given.style or _style_of(line.text)
    edition = _edition(pack, line.release or given.release, style, line.day or given.day)
    return edition.checks.of_copy(line.text, _places(edition, line.places))


def _flag(flag: Flag) -> dict[str, Any]:
    """Return a flag as a line of JSON has it: its par by number."""
    par = int(flag.par) if flag.par.isdigit() else None
    span = list(flag.span) if flag.span else None
    return {"check": flag.check, "stop": flag.stop, "par": par, "span": span, "message": flag.message}
