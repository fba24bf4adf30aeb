"""Stories: the commands that write one story, or its trail."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storygen.cli.memory import KEPT, archive_option, keep_option, now, open_archive, overruling
from storygen.cli.options import (
    completed,
    edition_options,
    listed,
    overruled,
    pack_argument,
    places_argument,
    say_broken,
)
from storygen.errors import DONE, SOME_HELD, StorygenError

if TYPE_CHECKING:
    from storygen.writing.ednote import Overrule
    from storygen.writing.story import Held, Story


@click.command()
@pack_argument
@places_argument
@edition_options
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    metavar="NAME",
    shell_complete=completed(listed("formats")),
    help="text, json, figures, trail, or another that is installed.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to FILE instead of the screen.",
)
@keep_option
@archive_option
def write(
    pack: str,
    places: tuple[str, ...],
    form: str,
    output: Path | None,
    keep: bool,
    url: str | None,
    **options: Any,
) -> None:
    """Write one story, of one place or several.

    A PLACE is a force, a region, a nation or a newspaper's patch, by name, other name or code.
    West Midlands is the force; “region:West Midlands” is the region.
    """
    given = overruled(options.pop("overrule"), options.pop("by"))
    with open_archive(url, trial=options["trial"], new=True) if keep else nullcontext() as archive:
        given = overruling(archive, given)
        story = _written(pack, places, form, output, given, **options)
        if archive:
            keeping = archive.keep(story, now(), given)
            click.echo(f"kept: {keeping.kept}: {KEPT[keeping.outcome]}", err=True)
    sys.exit(_code(story))


@click.command()
@pack_argument
@places_argument
@edition_options
def trail(pack: str, places: tuple[str, ...], **options: Any) -> None:
    """Show every printed word's way back to its cells, par by par."""
    given = overruled(options.pop("overrule"), options.pop("by"))
    sys.exit(_code(_written(pack, places, "trail", None, given, **options)))


def _code(story: Story | Held) -> int:
    """Return the code that *story* leaves with: another where it, or a place of it, is held."""
    from storygen.writing.story import Held

    return SOME_HELD if isinstance(story, Held) or story.missing else DONE


def _written(
    pack: str,
    places: tuple[str, ...],
    form: str,
    output: Path | None,
    overrule: Overrule | None,
    **options: Any,
) -> Story | Held:
    """Write a story, set it in one form to the screen or a file, and return it."""
    from storygen import plugins
    from storygen.newsroom import write_story
    from storygen.pack import load_pack

    setting = plugins.load("storygen.outputs", form)
    say_broken(pack, options["release"])
    day = options.pop("as_of")
    given = {key: value for key, value in options.items() if value is not None and key != "release"}
    story = write_story(
        load_pack(pack),
        options["release"],
        places,
        overrule=overrule,
        as_of=day.date() if day else None,
        **given,
    )
    text = setting.write(story)
    if output:
        _save(output, text)
    else:
        click.echo(text, nl=False)
    _say_flags(story)
    return story


def _say_flags(story: Story | Held) -> None:
    """Say on the error stream what an editor should look at."""
    from storygen.writing.story import Held

    if isinstance(story, Held):
        for reason in story.reasons:
            click.echo(f"held: {reason}", err=True)
        if story.may_overrule:
            click.echo("It may be overruled: --overrule REASON --by NAME", err=True)
        return
    for flag in story.flags:
        click.echo(f"{'stop' if flag.stop else 'flag'} ({flag.check}): {flag.message}", err=True)


def _save(path: Path, text: str) -> None:
    """Write *text* to *path*, whole or not at all."""
    from storygen.whole import write_whole

    try:
        write_whole(path, text)
    except OSError as error:
        raise StorygenError(
            str(path), f"cannot be written: {error.strerror}", "Choose another file"
        ) from error
