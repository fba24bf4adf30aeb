"""Stories: the commands that write: one story, its trail, or a batch."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storygen.cli.options import (
    completed,
    edition_options,
    listed,
    overruled,
    pack_argument,
    places_argument,
    print_table,
    say_broken,
)
from storygen.errors import DONE, SOME_HELD, StorygenError, UsageError

if TYPE_CHECKING:
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
def write(pack: str, places: tuple[str, ...], form: str, output: Path | None, **options: Any) -> None:
    """Write one story, of one place or several.

    A PLACE is a force, a region, a nation or a newspaper's patch, by name, other name or code.
    West Midlands is the force; “region:West Midlands” is the region.
    """
    _written(pack, places, form, output, **options)


@click.command()
@pack_argument
@places_argument
@edition_options
def trail(pack: str, places: tuple[str, ...], **options: Any) -> None:
    """Show every printed word's way back to its cells, par by par."""
    _written(pack, places, "trail", None, **options)


def _written(pack: str, places: tuple[str, ...], form: str, output: Path | None, **options: Any) -> None:
    """Write a story in one form, to the screen or a file, and leave with its code."""
    from storygen import plugins
    from storygen.newsroom import write_story
    from storygen.pack import load_pack
    from storygen.writing.story import Held

    setting = plugins.load("storygen.outputs", form)
    say_broken(pack, options["release"])
    overrule = overruled(options.pop("overrule"), options.pop("by"))
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
    short = isinstance(story, Held) or story.missing
    sys.exit(SOME_HELD if short else DONE)


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
    from storygen.batch import write_whole

    try:
        write_whole(path, text)
    except OSError as error:
        raise StorygenError(
            str(path), f"cannot be written: {error.strerror}", "Choose another file"
        ) from error


@click.command()
@pack_argument
@click.option(
    "--places",
    "only",
    multiple=True,
    metavar="PLACE",
    shell_complete=completed(listed("named")),
    help="Only this place, region or title's patch; may be repeated. A title is one story.",
)
@click.option(
    "--titles", "patches", is_flag=True, help="One story for each newspaper's patch, in its own style."
)
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the files go; by default out/RELEASE, or out/trial-RELEASE.",
)
@click.option(
    "--format", "form", default="text", show_default=True, metavar="F,F", help="One form or several."
)
@click.option(
    "--engine",
    type=click.Choice(["none", "processes", "dask"]),
    default="none",
    show_default=True,
    help="What the stories are written over.",
)
@click.option(
    "--scheduler", default="", metavar="ADDRESS", help="A Dask scheduler's address; else a local cluster."
)
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="How many processes or local workers."
)
@click.option("--quiet", is_flag=True, help="Print nothing but faults.")
@edition_options
def batch(
    pack: str,
    only: tuple[str, ...],
    patches: bool,
    folder: Path | None,
    form: str,
    quiet: bool,
    **options: Any,
) -> None:
    """Write every place's story, one file a story and format, and batch.json.

    A trial run's files and list are called trial-…, so that they replace no others.
    """
    from storygen import plugins
    from storygen.batch import Job, do, jobs_for, keep, write_all
    from storygen.edition import open_edition
    from storygen.engines import open_engine
    from storygen.pack import load_pack

    if patches and only:
        raise UsageError("--titles and --places", "one names every patch, the other some places", "Give one")
    say_broken(pack, options["release"])
    formats = tuple(part.strip() for part in form.split(",") if part.strip())
    for name in formats:
        plugins.load("storygen.outputs", name)
    overruled(options["overrule"], options["by"])
    day = options["as_of"].date() if options["as_of"] else None
    edition = open_edition(load_pack(pack), options["release"], as_of=day, length=options["length"])
    like = Job(
        pack=pack,
        release=edition.release.id,
        places=(),
        as_of=day.isoformat() if day else "",
        length=options["length"],
        formats=formats,
        without_held=options["without_held"],
        overrule=options["overrule"] or "",
        by=options["by"] or "",
        trial=options["trial"],
    )
    wanted = [f"title:{title.name}" for title in edition.gazetteer.titles] if patches else only
    jobs = jobs_for(edition, wanted, like, options["style"] or "")
    trial = "trial-" if options["trial"] else ""
    out = folder or Path("out") / (trial + edition.release.id)
    rows = [["places", "status", "angle", "flags", "cells", "file or reason"]]
    held = let_run = 0
    with open_engine(options["engine"], options["scheduler"], options["workers"] or 0) as engine:
        outcomes = keep(write_all(do, jobs, engine), out, f"{trial}batch.json")
        shown = sys.stderr.isatty() and not quiet
        with click.progressbar(
            outcomes, length=len(jobs), label=pack, file=sys.stderr, hidden=not shown
        ) as bar:
            try:
                for each in bar:
                    held += each.status == "held"
                    let_run += each.status == "overruled"
                    rows.append(each.as_line())
            except KeyboardInterrupt:
                told = f"{len(rows) - 1} of {len(jobs)} told; the same command writes them all"
                raise StorygenError(str(out), f"stopped with {told}") from None
    if not quiet:
        print_table(rows)
        note = f", {let_run} of them overruled" if let_run else ""
        opening = "TRIAL RUN: " if trial else ""
        click.echo(f"{opening}{len(jobs) - held} written to {out}{note}, {held} held")
    sys.exit(SOME_HELD if held else DONE)
