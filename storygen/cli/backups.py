"""Backups: the commands that write the whole archive out, and read it back."""

from __future__ import annotations

from pathlib import Path

import click

from storygen.cli.memory import agreed, archive_option, by_option, open_archive, who
from storygen.errors import StorygenError


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@archive_option
def backup(file: Path, url: str | None) -> None:
    """Write the whole archive to FILE, compressed, as it is at one moment, whoever writes to it meanwhile.

    Who may come in is in it too, passwords as hashes alone: keep it as you keep the archive.
    """
    from storygen.archive.transfer import back_up

    with open_archive(url) as archive:
        size = back_up(archive, file)
        click.echo(f"{file}: {size:,} bytes, the whole of {archive.name}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of all that the archive has.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@by_option
@archive_option
def restore(file: Path, replace: bool, yes: bool, by: str | None, url: str | None) -> None:
    """Read the backup in FILE into an empty archive, of SQLite or PostgreSQL: all of it, or nothing.

    To replace an archive that has users is for a chief.
    """
    from storygen.archive.finding import Wanted
    from storygen.archive.people import People
    from storygen.archive.transfer import check
    from storygen.archive.transfer import restore as read_back
    from storygen.archive.workflow import Role

    check(file)
    with open_archive(url, new=True) as archive:
        if replace and People(archive).every():
            who(archive, by, Role.CHIEF, "restore --replace")
        there = sum(archive.count(Wanted()).values())
        question = f"Replace the {there} stories of {archive.name}, and all else in it?"
        if replace and not yes and not agreed(question):
            raise StorygenError("restore", "nothing was replaced")
        rows = read_back(archive, file, replace=replace)
        stories = sum(archive.count(Wanted()).values())
        click.echo(f"{archive.name}: {stories} stories of {file}, in {rows:,} rows")


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@archive_option
def export(file: Path | None, url: str | None) -> None:
    """Write the archive as JSON lines to FILE, or to the screen: all but who may come in.

    A line is a row of a table; the last says how many there are.
    """
    from storygen.archive.transfer import lines, refuse_own
    from storygen.whole import written

    with open_archive(url) as archive:
        if file is None:
            for line in lines(archive):
                click.echo(line, nl=False)
            return
        refuse_own(archive, file)
        try:
            with written(file) as out:
                out.writelines(lines(archive))
        except OSError as error:
            fault = f"cannot be written: {error.strerror}"
            raise StorygenError(str(file), fault, "Choose another file") from error
