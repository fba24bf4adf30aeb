"""Typed: the words that an editor hands in for a story, by a file or in an editor, of which none is lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storygen.cli.memory import at
from storygen.cli.told import differing, told
from storygen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storygen.archive.kept import Clash, Kept, Version
    from storygen.revising import Typed
    from storygen.writing.story import Story

SCREEN = "-"
"""What names standard input."""
file_option = click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="The copy as it should be, or “-” for standard input; else your editor is opened.",
)


@contextmanager
def typed_over(story: Kept, copy: Story, file: Path | None) -> Iterator[list[Typed] | None]:
    """Yield the pars that the editor makes of *copy*, or None where they are as they were, which is said.

    What was typed here is in a file, if it comes to nothing.
    """
    from storygen.archive.kept import Clash
    from storygen.retyping import is_as_it_was, retyped, typescript
    from storygen.revising import taken_out

    text = click.edit(typescript(copy), extension=".txt") if file is None else _read(file)
    typed: list[Typed] = []
    try:
        typed = retyped(copy, text) if text is not None else []
        if text is None or is_as_it_was(copy, typed):
            click.echo(f"{story}: nothing in it was changed")
            yield None
            return
        for said in taken_out(typed):
            click.echo(f"taken out, since nobody sees it: {said}", err=True)
        yield typed
    except BaseException as error:  # Ctrl-C too
        if isinstance(error, Clash):
            _say_clash(error, typed)
        if text and text.strip() and (file is None or str(file) == SCREEN):
            _save_typed(text, story)
        raise


def _read(file: Path) -> str:
    """Return the copy in *file*.

    :raises UsageError: it is no text.
    """
    piped = str(file) == SCREEN
    given = sys.stdin.buffer.read() if piped else file.read_bytes()
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = f"not UTF-8 from byte {error.start + 1} on"
        where = "standard input" if piped else str(file)
        raise UsageError(where, fault, "Save the file as UTF-8") from None


def _say_clash(clash: Clash, typed: Sequence[Typed]) -> None:
    """Say what stands there now, and what was typed otherwise."""
    from storygen.revising import FIXED
    from storygen.writing.differing import beside

    theirs = clash.theirs
    pars = theirs.written.pars if theirs.written else ()
    stands = [(par.name, par.place, str(par)) for par in pars if par.name not in FIXED]
    mine = [(each.name, each.place, each.text) for each in typed]
    why = f": {theirs.why}" if theirs.why else ""
    click.echo(f"version {theirs.number}, {theirs.made} by {theirs.by} {at(theirs.at)}{why}", err=True)
    click.echo("Theirs stands; beside it what you wrote, [-theirs-] and {+yours+}:", err=True)
    for line in differing(beside(stands, mine)):
        click.echo(line, err=True)


def _save_typed(text: str, story: Kept) -> None:
    """Put what was typed into a file, and say which; where there can be none, show it."""
    from storygen.settings import read_settings
    from storygen.whole import write_whole

    folder = read_settings().home / "unsaved"
    names = (f"{story.slug}{f'-{number}' if number > 1 else ''}.txt" for number in count(1))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = next(path for name in names if not (path := folder / name).exists())
        write_whole(path, text)
    except OSError:
        click.echo(text)
        click.echo("what you wrote is on the screen, and in no file", err=True)
    else:
        click.echo(f"what you wrote is in {path}", err=True)


def say_found(saved: Version) -> None:
    """Say what the second reader and the sub find in the copy that was *saved*."""
    from storygen.checking import OF_COPY
    from storygen.writing.flag import shown, standing

    copy = saved.written
    assert copy is not None
    flags = [flag for flag in shown(copy.flags) if flag.check in OF_COPY]
    for line in told([(par.name, par.place, str(par)) for par in copy.pars], flags):
        click.echo(line)
    if standing(copy.flags):
        click.echo("a stop stands: mend the copy, or overrule it by name")
