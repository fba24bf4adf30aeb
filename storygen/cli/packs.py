"""Packs: the commands that make and prove a pack, and bring a release in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import click

from storygen.cli.options import completed, listed, pack_argument, print_table, release_option
from storygen.errors import DONE, FAILED


@click.command()
@click.argument("names", nargs=-1, metavar="[PACK]...", shell_complete=completed(listed("packs")))
@click.option(
    "--renew", is_flag=True, help="Write into each proof that differs the copy as it is set now, to be read."
)
def check(names: tuple[str, ...], renew: bool) -> None:
    """Compile packs, hold their files against one another, and try every branch of their wording.

    Every proof is set, every real place written, and a table of edge rows made of what the pack measures and
    weighs. A branch that none of them shows is a fault.
    """
    from storygen.pack import load_pack, pack_folders
    from storygen.proving import check_pack
    from storygen.settings import read_settings

    wrong = False
    for name in names or tuple(pack_folders(read_settings())):
        with _counted(name) as tell:
            report = check_pack(load_pack(name), renewing=renew, tell=tell)
        for line in report.lines:
            click.echo(line)
        wrong = wrong or bool(report.faults)
    sys.exit(FAILED if wrong else DONE)


@contextmanager
def _counted(pack: str) -> Iterator[Callable[[], None]]:
    """Give what is told of each story of *pack*; on a terminal it says now and then how many there were."""
    told = count(1)
    shown = sys.stderr.isatty()

    def tell() -> None:
        if (number := next(told)) % 200 == 0 and shown:
            click.echo(f"\r{pack}: {number:,} stories", nl=False, err=True)

    yield tell
    if shown:
        click.echo("\r\033[K", nl=False, err=True)


@click.command()
@pack_argument
@release_option
@click.option("--show", is_flag=True, help="Print each par whole, and the command that writes its story.")
def preview(pack: str, release: str | None, show: bool) -> None:
    """List one real place for each angle and branch of a pack, with the words that came of it.

    A branch that no real place takes is told of by the proof or the edge row that does.
    """
    from storygen.pack import load_pack
    from storygen.preview import looks

    opened = load_pack(pack)
    with _counted(pack) as tell:
        found = looks(opened, release, tell=tell)
    if not show:
        print_table([("what", "where", "place", "release", "words"), *(each.row() for each in found)])
        return
    for each in found:
        click.echo("\n".join(each.lines()) + "\n")


@click.command()
@pack_argument
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


@click.command()
@click.argument("name")
@click.option(
    "--in",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    metavar="DIR",
    help="Where the pack's folder goes; by default here.",
)
def new(name: str, folder: Path) -> None:
    """Write a new pack called NAME: a skeleton that checks green, with words to be replaced."""
    from storygen.beginning import begin

    pack = begin(name, folder)
    click.echo(f"{pack} is there. Try: storygen check {pack}")
