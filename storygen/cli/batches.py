"""Batches: the command that writes every place's story, into files, into the archive, or both."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from storygen.cli.memory import KEPT, archive_option, keep_option, now, open_archive, overruling
from storygen.cli.options import (
    completed,
    edition_options,
    listed,
    overruled,
    pack_argument,
    print_table,
    say_broken,
)
from storygen.errors import DONE, SOME_HELD, StorygenError, UsageError

if TYPE_CHECKING:
    from storygen.batch import Job, Outcome


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
@keep_option
@archive_option
@edition_options
def batch(
    pack: str,
    only: tuple[str, ...],
    patches: bool,
    folder: Path | None,
    form: str,
    quiet: bool,
    keep: bool,
    url: str | None,
    **options: Any,
) -> None:
    """Write every place's story, one file a story and format, and batch.json.

    A trial run's files and list are called trial-…, so that they replace no others.

    With --keep they go into the archive as drafts, those that are held too, and into files only where
    --out or --format is said.
    """
    from storygen import plugins
    from storygen.batch import do, write_all
    from storygen.batch import keep as keep_files
    from storygen.drafts import keep_drafts
    from storygen.engines import open_engine

    if patches and only:
        raise UsageError("--titles and --places", "one names every patch, the other some places", "Give one")
    say_broken(pack, options["release"])
    formats = tuple(part.strip() for part in form.split(",") if part.strip())
    for name in formats:
        plugins.load("storygen.outputs", name)
    given = overruled(options["overrule"], options["by"])
    named = click.get_current_context().get_parameter_source("form") is ParameterSource.COMMANDLINE
    files = not keep or folder is not None or named
    jobs, release = _jobs(pack, only, patches, formats if files else (), keep, options)
    trial = "trial-" if options["trial"] else ""
    out = folder or Path("out") / (trial + release)
    with ExitStack() as opened:
        archive = opened.enter_context(open_archive(url, trial=options["trial"], new=True)) if keep else None
        if given := overruling(archive, given):
            jobs = [replace(job, by=given.by) for job in jobs]
        engine = opened.enter_context(
            open_engine(options["engine"], options["scheduler"], options["workers"] or 0)
        )
        outcomes = write_all(do, jobs, engine)
        if archive:
            outcomes = keep_drafts(outcomes, archive, now, overrule=given)
        if files:
            outcomes = keep_files(outcomes, out, f"{trial}batch.json")
        said = f"kept in {archive.name}" if archive else f"written to {out}"
        rows, counts = _told(outcomes, len(jobs), pack, quiet, said)
    held = counts["held"]
    if not quiet:
        print_table(rows)
        if keep:
            click.echo(f"{sum(counts[each] for each in KEPT)} {said}: {_kept(counts)}")
        note = f", {counts['overruled']} of them overruled" if counts["overruled"] else ""
        opening = "TRIAL RUN: " if trial else ""
        click.echo(f"{opening}{len(jobs) - held} written{f' to {out}' if files else ''}{note}, {held} held")
    sys.exit(SOME_HELD if held else DONE)


def _jobs(
    pack: str,
    only: tuple[str, ...],
    patches: bool,
    formats: tuple[str, ...],
    recorded: bool,
    options: dict[str, Any],
) -> tuple[list[Job], str]:
    """Return the jobs of a batch, and the release that they are of."""
    from storygen.batch import Job, jobs_for
    from storygen.edition import open_edition
    from storygen.pack import load_pack

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
        recorded=recorded,
        trial=options["trial"],
    )
    wanted = [f"title:{title.name}" for title in edition.gazetteer.titles] if patches else only
    return jobs_for(edition, wanted, like, options["style"] or ""), edition.release.id


def _told(
    outcomes: Iterable[Outcome], count: int, pack: str, quiet: bool, said: str
) -> tuple[list[list[str]], Counter[str]]:
    """Return what came of each story as rows, as they come, and how many of each kind there were.

    A bar on the screen says how many of *count* have come.

    :raises StorygenError: Ctrl-C ends it; *said* is what was done to those that have come.
    """
    rows = [["places", "status", "angle", "flags", "cells", "file or reason"]]
    counts: Counter[str] = Counter()
    numbers = ["kept as"]
    shown = sys.stderr.isatty() and not quiet
    with click.progressbar(outcomes, length=count, label=pack, file=sys.stderr, hidden=not shown) as bar:
        try:
            for each in bar:
                counts.update(filter(None, (each.status, each.kept)))
                rows.append(each.as_line())
                numbers.append(f"{each.number}, {each.kept}" if each.kept else "")
        except KeyboardInterrupt:
            fault = f"stopped with {len(rows) - 1} of {count} {said}"
            raise StorygenError(pack, fault, "The same command does them all") from None
    if not any(numbers[1:]):
        return rows, counts
    return [[*row[:2], number, *row[2:]] for row, number in zip(rows, numbers, strict=True)], counts


def _kept(counts: Counter[str]) -> str:
    """Return how many were new to the archive, how many the same, and so on."""
    return ", ".join(f"{counts[outcome]} {words}" for outcome, words in KEPT.items() if counts[outcome])
