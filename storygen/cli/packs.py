"""Packs: the commands that make and prove a pack, and bring a release in."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from storygen.cli.options import completed, listed, pack_argument
from storygen.errors import DONE, FAILED


@click.command()
@click.argument("names", nargs=-1, metavar="[PACK]...", shell_complete=completed(listed("packs")))
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
