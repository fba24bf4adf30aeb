"""Sending: the commands by which a story goes out, and is withdrawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storygen.cli.decisions import Asked, deciding, who_decides
from storygen.cli.memory import for_each, now, offered, reason, why_option
from storygen.cli.options import completed, listed
from storygen.errors import UsageError

if TYPE_CHECKING:
    from storygen.archive.kept import Kept

wire_option = click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The wire's folder, in which each release has one; else filed/ of your home.",
)


def wire_of(folder: Path | None) -> Path:
    """Return the wire's folder: *folder*, else the usual one."""
    from storygen.settings import read_settings

    return folder or read_settings().wire


@click.command("file")
@wire_option
@click.option(
    "--format", "form", metavar="F,F", shell_complete=completed(listed("formats")),
    help="One form or several; by default text.",
)  # fmt: skip
@click.option(
    "--again", is_flag=True, help="Send once more what has gone out; without STORY, all that DIR lacks."
)
@click.argument("names", metavar="[STORY]...", nargs=-1, shell_complete=offered)
@who_decides
def file_(folder: Path | None, form: str | None, again: bool, **options: Any) -> None:
    """Send approved stories to the wire, into DIR/RELEASE/SLUG.txt.

    Nothing is filed before the hour of its release, and nothing of a trial run is.
    """
    from storygen import plugins, wire
    from storygen.archive.workflow import untimely

    if not (again or options["names"]):
        raise UsageError("file", "no story is named", "Name one or several")
    if again and form:
        raise UsageError("--again", "it writes the forms that a story was sent in", "Leave --format out")
    forms = tuple(part.strip() for part in form.split(",") if part.strip()) if form else wire.FORMS
    for each in forms or ("",):  # of which there is none, and which ones there are is said
        plugins.load("storygen.outputs", each)
    asked, out = Asked(**options), wire_of(folder)
    with asked.opened("file") as (archive, by):

        def filed(story: Kept) -> str:
            if again:
                paths = wire.send(out, archive, story.number)
                return f"{story.status}: {', '.join(map(str, paths))}"
            if said := untimely(archive.standing(story.number), now()):
                click.echo(f"{story}: {said}", err=True)
            paths = wire.file(
                out, archive, story.number, by=by, at=now(), forms=forms, seen=asked.seen(story)
            )
            return f"filed, by {by}: {', '.join(map(str, paths))}"

        names = asked.names or [str(number) for number in wire.unsent(out, archive)]
        if not names:
            click.echo(f"{out} has all that went out")
        for_each(archive, names, filed)


@click.command()
@wire_option
@why_option
@deciding
def kill(folder: Path | None, **options: Any) -> None:
    """Withdraw stories that went out, and tell clients: a chief's act, which owes a reason.

    A notice takes the place of the copy in the wire's folder, SLUG.killed.txt.
    """
    from storygen import wire

    asked, out = Asked(**options), wire_of(folder)
    with asked.opened("kill") as (archive, by):

        def killed(story: Kept) -> str:
            (path,) = wire.kill(
                out,
                archive,
                story.number,
                by=by,
                at=now(),
                why=reason(asked.why),
                seen=asked.seen(story),
            )
            return f"killed, by {by}: {path}"

        for_each(archive, asked.names, killed)
