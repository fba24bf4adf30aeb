"""Options: the arguments and options that several commands share, and what the shell completes them by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from storygen.errors import StorygenError, UsageError

if TYPE_CHECKING:
    from storygen.writing.ednote import Overrule


def completed(names: Callable[[], Iterable[str]]) -> Callable[..., list[str]]:
    """Return the completion that offers *names*, or nothing where they cannot be read."""

    def complete(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
        try:
            return [name for name in names() if name.lower().startswith(begun.lower())]
        except StorygenError:
            return []

    return complete


def listed(what: str) -> Callable[[], Iterable[str]]:
    """Return the names of one listing, read when they are asked for."""

    def names() -> Iterable[str]:
        from storygen import listing

        return [str(row[0]) for row in getattr(listing, what)()[1:]]

    return names


pack_argument = click.argument("pack", shell_complete=completed(listed("packs")))
places_argument = click.argument("places", nargs=-1, required=True, shell_complete=completed(listed("named")))
release_option = click.option(
    "--release", metavar="ID", help="The release of this year; by default the newest."
)


def edition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a story is set."""
    for option in reversed(
        [
            release_option,
            click.option(
                "--style",
                metavar="NAME",
                shell_complete=completed(listed("styles")),
                help="A house style; by default the title's, else pa.",
            ),
            click.option(
                "--as-of",
                "as_of",
                type=click.DateTime(["%Y-%m-%d"]),
                metavar="DATE",
                help="The day of publication; by default the release's own.",
            ),
            click.option(
                "--length",
                type=click.Choice(["story", "nib", "headline"]),
                default="story",
                show_default=True,
                help="The story whole, in brief, or its headline.",
            ),
            click.option(
                "--without-held", is_flag=True, help="Leave out a place that is held, and say so in copy."
            ),
            click.option(
                "--overrule",
                metavar="REASON",
                help="Let doubtful figures run, with an ednote; needs --by.",
            ),
            click.option("--by", metavar="NAME", help="Who overrules."),
            click.option(
                "--trial",
                is_flag=True,
                help="A trial run: the same copy, watermarked, that nothing may file.",
            ),
        ]
    ):
        command = option(command)
    return command


def overruled(reason: str | None, by: str | None) -> Overrule | None:
    """Return the overrule asked for; the reason and the name go together, and neither is empty."""
    from storygen.writing.ednote import Overrule

    if reason is None and by is None:
        return None
    if not (reason and reason.strip()) or not (by and by.strip()):
        raise UsageError("--overrule REASON --by NAME", "the two go together", "Give both, in words")
    return Overrule(reason.strip(), by.strip())


def say_broken(pack: str, wanted: str | None = None) -> None:
    """Say which releases of *pack* cannot be read; the one *wanted* is told of by its own error."""
    from storygen.pack import load_pack
    from storygen.releases import broken_releases, is_of

    for error in broken_releases(load_pack(pack)):
        if not is_of(error, wanted):
            click.echo(f"left out: {error}", err=True)


def print_table(rows: Sequence[Sequence[str]], *, err: bool = False) -> None:
    """Print *rows*, the first of which are the headers, columns under one another; *err*, aside."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), err=err
        )
