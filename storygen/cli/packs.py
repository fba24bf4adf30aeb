"""Packs: the commands that make, prove and attack a pack, and bring a release in."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from storygen.cli.options import completed, listed, pack_argument, print_table, release_option
from storygen.errors import DONE, FAILED

if TYPE_CHECKING:
    from storygen.attack import Tally


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
    "--embargo",
    default="",
    metavar="MOMENT",
    help="Nothing may be filed before: 2020-01-30T09:30, in London; else 9.30am on the day of publication.",
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
    given = {"id": name, **said, "published": published.isoformat() if published else ""}
    added = read_file(opened, gazetteer, file, given)
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


@click.command()
@click.argument("names", nargs=-1, metavar="[PACK]...", shell_complete=completed(listed("packs")))
@click.option(
    "--n",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="N",
    help="How many errors, for each pack.",
)
@click.option("--seed", default=1, show_default=True, metavar="S", help="The same seed plants the same.")
@click.option(
    "--kind", "kinds", multiple=True, metavar="NAME", help="Only this kind of error; may be repeated."
)
@click.option("--show", default=0, metavar="N", help="Print the first N errors that nobody noticed.")
@click.option(
    "--jsonl",
    type=click.File("w", encoding="utf-8", lazy=True),
    metavar="FILE",
    help="Write each planted error on a line of its own, as JSON; “-” is the screen.",
)
@click.option(
    "--floor",
    type=click.FloatRange(0, 100),
    metavar="PER CENT",
    help="Leave with 1 if less is caught, or over one true story in 1,000 is accused.",
)
def attack(
    names: tuple[str, ...], show: int, jsonl: IO[str] | None, floor: float | None, **given: Any
) -> None:
    """Plant errors in true copy, one at a time, and count what the reader and the sub catch.

    Of all packs, where none is named. Ctrl-C ends it with what was found so far. It leaves with 0 whatever
    was found, unless --floor says otherwise; a wrong --kind is answered with the right ones.
    """
    from storygen.attack import ACCUSED, Attempt, Tally, read_copy
    from storygen.attack import attack as attacked
    from storygen.pack import pack_folders
    from storygen.settings import read_settings

    tally = Tally(show)
    wanted = names or tuple(pack_folders(read_settings()))
    try:
        for came in attacked(wanted, read_copy, **given):
            tally.add(came)
            if jsonl and isinstance(came, Attempt):
                jsonl.write(json.dumps(came.as_data(), ensure_ascii=False) + "\n")
            _say_progress(tally)
    except KeyboardInterrupt:
        click.echo("ended early", err=True)
    _report(
        tally, [*wanted, f"--n {given['n']}", f"--seed {given['seed']}"], bool(jsonl and jsonl.name == "-")
    )
    failed = floor is not None and (tally.caught < floor or tally.accusing > ACCUSED)
    sys.exit(FAILED if failed else DONE)


EVERY = 20
"""After so many more errors, progress is said again."""


def _say_progress(tally: Tally) -> None:
    """Say on a terminal's error stream how far an attack has come."""
    whole = tally.whole
    if sys.stderr.isatty() and whole["planted"] % EVERY == 0:
        click.echo(f"\r{whole['planted']} planted, {whole['missed']} missed", nl=False, err=True)


def _report(tally: Tally, asked: Sequence[str], aside: bool) -> None:
    """Print what came of an attack, and how to make it again; *aside*, on the error stream."""
    if sys.stderr.isatty():
        click.echo("\r", nl=False, err=True)
    for came in tally.missed:
        planted, told = came.planted, came.told
        where = f"{told.release} {told.style} {told.slug}, {planted.name}"
        click.echo(f"missed ({planted.kind}, {planted.how}) {where}:", err=aside)
        click.echo(f"  - {planted.pars[planted.par]}\n  + {planted.after(planted.par)}", err=aside)
    for blamed in tally.blamed:
        said = "; ".join(flag.message for flag in blamed.flags)
        click.echo(
            f"accused: {blamed.told.release} {blamed.told.style} {blamed.told.slug}: {said}", err=aside
        )
    print_table(tally.rows(), err=aside)
    click.echo(err=aside)
    print_table(tally.readings(), err=aside)
    click.echo(
        f"\n{tally.caught:.2f}% caught; {tally.accusing:.1f} of 1,000 true stories accused "
        f"(storygen attack {' '.join(asked)})",
        err=aside,
    )
