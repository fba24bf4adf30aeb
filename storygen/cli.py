"""Cli: one small command an act.

Each command reads its words, calls one function of the house and prints what came of it. What is
heavy is imported inside the commands, so that `storygen --help` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storygen.errors import MissingExtra, PlaceError, StorygenError, UsageError

if TYPE_CHECKING:
    from storygen.newsroom import Overrule
    from storygen.writing.story import Held, Story

DONE, FAILED, WRONG_USAGE, SOME_HELD, NOTHING_NEW = 0, 1, 2, 3, 64
"""Exit codes: the last is for a watch that has seen it all before."""


class _Commands(click.Group):
    """A group whose refusals are one line, without a traceback, and carry their exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, turning a refusal of ours into its line and its code."""
        try:
            return super().invoke(ctx)
        except StorygenError as error:
            click.echo(str(error), err=True)
            wrong = isinstance(error, UsageError | PlaceError | MissingExtra)
            ctx.exit(WRONG_USAGE if wrong else FAILED)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(DONE)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="storygen-newsroom", message="storygen %(version)s")
def storygen() -> None:
    """Write local news stories from official figures.

    \b
    storygen write police-workforce Kent             one story
    storygen batch police-workforce                  every force's
    storygen trail police-workforce Kent             every number's way back to its cell

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 written but some places held, 64 nothing new.
    """


def main() -> None:
    """Run the command line."""
    storygen.main(prog_name="storygen")


# What may be said after a command, completed by the shell.


def _completed(names: Callable[[], Iterable[str]]) -> Callable[..., list[str]]:
    """Return the completion that offers *names*, or nothing where they cannot be read."""

    def complete(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
        try:
            return [name for name in names() if name.lower().startswith(begun.lower())]
        except StorygenError:
            return []

    return complete


def _listed(what: str) -> Callable[[], Iterable[str]]:
    """Return the names of one listing, read when they are asked for."""

    def names() -> Iterable[str]:
        from storygen import listing

        return [str(row[0]) for row in getattr(listing, what)()[1:]]

    return names


_pack = click.argument("pack", shell_complete=_completed(_listed("packs")))
_places = click.argument("places", nargs=-1, required=True, shell_complete=_completed(_listed("named")))
_release = click.option("--release", metavar="ID", help="The release of this year; by default the newest.")


def _edition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a story is set."""
    for option in reversed(
        [
            _release,
            click.option(
                "--style",
                metavar="NAME",
                shell_complete=_completed(_listed("styles")),
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
                default="",
                help="Let doubtful figures run, with an ednote; needs --by.",
            ),
            click.option("--by", metavar="NAME", default="", help="Who overrules."),
        ]
    ):
        command = option(command)
    return command


def _overruled(reason: str, by: str) -> Overrule | None:
    """Return the overrule asked for; the reason and the name go together."""
    from storygen.newsroom import Overrule

    if bool(reason) != bool(by):
        raise UsageError("--overrule REASON --by NAME", "the two go together", "Give both")
    return Overrule(reason, by) if reason else None


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print *rows*, the first of which are the headers, columns under one another."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@storygen.command()
def packs() -> None:
    """List the story packs there are."""
    from storygen import listing

    _print_table(listing.packs())


@storygen.command()
@click.argument("pack", required=False, shell_complete=_completed(_listed("packs")))
def places(pack: str | None) -> None:
    """List the places that stories are written of: forces, or a PACK's areas, and regions."""
    from storygen import listing

    _print_table(listing.places(pack))


@storygen.command()
def titles() -> None:
    """List the newspapers and sites we know, and the places each covers."""
    from storygen import listing

    _print_table(listing.titles())


@storygen.command()
@click.argument("pack", required=False, shell_complete=_completed(_listed("packs")))
def releases(pack: str | None) -> None:
    """List the releases that there are, of one PACK or of all; the last of each is the default."""
    from storygen import listing

    _print_table(listing.releases(pack))


@storygen.command()
def formats() -> None:
    """List the outputs that a story can be set in, ours and other people's."""
    from storygen import listing

    _print_table(listing.formats())


@storygen.command()
def styles() -> None:
    """List the house styles, and how each prints things."""
    from storygen import listing

    _print_table(listing.styles())


@storygen.command()
@_pack
@_places
@_edition_options
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    metavar="NAME",
    shell_complete=_completed(_listed("formats")),
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


@storygen.command()
@_pack
@_places
@_edition_options
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
    overrule = _overruled(options.pop("overrule"), options.pop("by"))
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
    short = isinstance(story, Held) or len(story.places) < _asked_for(pack, places)
    sys.exit(SOME_HELD if short else DONE)


def _asked_for(pack: str, places: Sequence[str]) -> int:
    """Return how many places were asked for, titles spelled out."""
    from storygen.facts.geography import read_gazetteer
    from storygen.newsroom import find_places
    from storygen.pack import load_pack
    from storygen.settings import read_settings

    gazetteer = read_gazetteer(read_settings().data / "geographies", load_pack(pack).unit)
    return len(find_places(gazetteer, places)[0])


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
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise StorygenError(
            str(path), f"cannot be written: {error.strerror}", "Choose another file"
        ) from error


@storygen.command()
@_pack
@click.option(
    "--places",
    "only",
    multiple=True,
    metavar="PLACE",
    shell_complete=_completed(_listed("named")),
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
    help="Where the files go; by default out/RELEASE.",
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
@click.option("--workers", default=0, metavar="N", help="How many processes or local workers.")
@click.option("--quiet", is_flag=True, help="Print nothing but faults.")
@_edition_options
def batch(
    pack: str,
    only: tuple[str, ...],
    patches: bool,
    folder: Path | None,
    form: str,
    quiet: bool,
    **options: Any,
) -> None:
    """Write every place's story, one file a story and format, and batch.json."""
    from storygen import plugins
    from storygen.batch import Job, do, jobs_for, keep, open_engine, write_all
    from storygen.edition import open_edition
    from storygen.pack import load_pack

    formats = tuple(part.strip() for part in form.split(",") if part.strip())
    for name in formats:
        plugins.load("storygen.outputs", name)
    _overruled(options["overrule"], options["by"])
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
        overrule=options["overrule"],
        by=options["by"],
    )
    wanted = [f"title:{title.name}" for title in edition.gazetteer.titles] if patches else only
    jobs = jobs_for(edition, wanted, like, options["style"] or "")
    out = folder or Path("out") / edition.release.id
    rows = [["places", "status", "angle", "flags", "file or reason"]]
    held = 0
    with open_engine(options["engine"], options["scheduler"], options["workers"]) as engine:
        outcomes = keep(write_all(do, jobs, engine), out)
        shown = sys.stderr.isatty() and not quiet
        with click.progressbar(
            outcomes, length=len(jobs), label=pack, file=sys.stderr, hidden=not shown
        ) as bar:
            for each in bar:
                held += each.status == "held"
                end = "; ".join(each.reasons) if each.reasons else each.files[0][0] if each.files else ""
                rows.append([" and ".join(each.names), each.status, each.angle, str(each.flags or ""), end])
    if not quiet:
        _print_table(rows)
        click.echo(f"{len(jobs) - held} written to {out}, {held} held")
    sys.exit(SOME_HELD if held else DONE)


@storygen.command()
@click.argument("names", nargs=-1, metavar="[PACK]...", shell_complete=_completed(_listed("packs")))
@click.option(
    "--renew", is_flag=True, help="Write into each proof that differs the copy as it is set now, to be read."
)
def check(names: tuple[str, ...], renew: bool) -> None:
    """Compile packs, hold their files against one another, and set every proof."""
    from storygen.pack import load_pack, pack_folders
    from storygen.proving import check_pack
    from storygen.settings import read_settings

    wrong = False
    for name in names or tuple(pack_folders(read_settings())):
        report = check_pack(load_pack(name), renewing=renew)
        for line in report.lines:
            click.echo(line)
        wrong = wrong or bool(report.faults)
    sys.exit(FAILED if wrong else DONE)


@storygen.command()
@_pack
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--id", "name", default="", metavar="ID", help="What the release is called; else as the pack says."
)
@click.option("--title", default="", help="The title of the release; else as the pack says.")
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Else as the workbook says."
)
@click.option(
    "--period", default="", metavar="PERIOD", help="“30 September 2019” or “2019/20”; else as the titles say."
)
@click.option(
    "--as-csv",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the two files of the release into DIR, and do not keep it.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be read.")
def add(pack: str, file: Path, name: str, folder: Path | None, dry_run: bool, **said: Any) -> None:
    """Read a publisher's workbook (CSV, XLSX or ODS) and keep it as a release of your own."""
    from storygen.facts.geography import read_gazetteer
    from storygen.intake import keep, read_file
    from storygen.pack import load_pack
    from storygen.settings import read_settings

    settings, opened = read_settings(), load_pack(pack)
    gazetteer = read_gazetteer(settings.data / "geographies", opened.unit)
    published: date | None = said["published"].date() if said["published"] else None
    given = {"id": name, "title": said["title"], "period": said["period"]}
    added = read_file(
        opened, gazetteer, file, {**given, "published": published.isoformat() if published else ""}
    )
    for line in added.lines(gazetteer):
        click.echo(line)
    if not dry_run:
        kept = keep(added, folder or settings.home / "releases" / opened.name)
        click.echo(f"kept as {kept}")


if __name__ == "__main__":
    main()
