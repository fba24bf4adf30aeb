"""Users: the commands that say who may come in, and as what."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from storygen.cli.memory import archive_option, by_option, now, open_archive, who
from storygen.cli.options import print_table
from storygen.errors import StorygenError, UsageError

if TYPE_CHECKING:
    from storygen.archive.kept import User
    from storygen.archive.people import People

ROLES = ("reader", "editor", "chief")
"""What somebody may be, as `workflow.Role` has them."""
NOBODY = "anybody may decide, by any name: there are no users yet"


@click.group(invoke_without_command=True)
@archive_option
@click.pass_context
def users(ctx: click.Context, url: str | None) -> None:
    """List who may come in, and as what; with a command, change it.

    A reader reads; an editor edits and decides too; a chief also kills stories, and says who may come in.
    While there are no users, anybody may decide, by any name.
    """
    ctx.obj = url
    if ctx.invoked_subcommand:
        return
    from storygen.archive.address import is_missing
    from storygen.archive.people import People
    from storygen.cli.memory import store_of

    if url is None and is_missing(store_of(url, False)):
        click.echo(NOBODY)
        return
    with open_archive(url) as archive:
        every = People(archive).every()
    if not every:
        click.echo(NOBODY)
        return
    rows = [["name", "shown as", "role", "may come in"]]
    print_table(rows + [[each.name, each.shown, each.role, "yes" if each.active else "no"] for each in every])


@contextmanager
def _people(url: str | None, by: str | None, what: str, new: bool = False) -> Iterator[People]:
    """Open the users of an archive, to be changed: by a chief, once there is one.

    :raises UsageError: there is one, and who does it is none.
    """
    from storygen.archive.people import People
    from storygen.archive.workflow import Role

    context = click.get_current_context()
    with open_archive(url or context.obj, new=new) as archive:
        people = People(archive)
        if any(each.active and each.role is Role.CHIEF for each in people.every()):
            who(archive, by, Role.CHIEF, what)
        yield people


def _changing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the user that is meant, and who changes them."""
    return click.argument("name")(archive_option(by_option(command)))


from_stdin = click.option(
    "--password-stdin", "piped", is_flag=True, help="Read the password from standard input."
)
role_option = click.option("--role", type=click.Choice(ROLES), default="editor", show_default=True)


def _password(piped: bool) -> str:
    """Return the password that is asked for twice, unseen, or the first line of standard input.

    :raises StorygenError: none was given.
    """
    if piped:
        if line := sys.stdin.readline().rstrip("\r\n"):
            return line
        raise StorygenError("standard input", "there is no password in it", "Hand it in as its first line")
    try:
        said: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True)
    except click.Abort:
        click.echo(err=True)
        raise StorygenError("users", "no password was given, and nothing was changed") from None
    return said


def _say(user: User) -> None:
    """Say what a user is now."""
    may = "" if user.active else ", and may not come in"
    click.echo(f"{user.name}: {user.shown}, {user.role}{may}")


@users.command()
@role_option
@click.option("--shown", default="", metavar="NAME", help="How copy and lists name them; else by NAME.")
@from_stdin
@_changing
def add(name: str, role: str, shown: str, piped: bool, by: str | None, url: str | None) -> None:
    """Let NAME come in; the password is asked for twice, unseen.

    Make the first one a chief: from then on only a chief says who may come in.
    """
    from storygen.archive.workflow import Role

    with _people(url, by, "users add", new=True) as people:
        if people.named(name):  # said before a password is thought of
            raise UsageError(f"“{name}”", "there is a user of that name", "Choose another")
        _say(people.add(name, _password(piped), Role(role), now(), shown))


@users.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@by_option
@archive_option
def role_(name: str, role: str, by: str | None, url: str | None) -> None:
    """Make NAME a reader, an editor or a chief."""
    from storygen.archive.workflow import Role

    with _people(url, by, "users role") as people:
        _say(people.change(name, role=Role(role)))


@users.command()
@from_stdin
@_changing
def password(name: str, piped: bool, by: str | None, url: str | None) -> None:
    """Give NAME another password; it is asked for twice, unseen."""
    with _people(url, by, "users password") as people:
        if not people.named(name):  # said before a password is thought of
            raise UsageError(f"“{name}”", "there is no such user", "See “storygen users”")
        _say(people.change(name, password=_password(piped)))


@users.command("sign-out")
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="Sign everybody out.")
@by_option
@archive_option
def sign_out(name: str | None, every: bool, by: str | None, url: str | None) -> None:
    """Sign NAME out of the desk wherever they are signed in, or everybody.

    They may sign in again. For a phone that was lost, or a browser that was left open somewhere.
    """
    if bool(name) == every:
        fault = "who is to be signed out is not said" if not every else "both a name and --all are said"
        raise UsageError("users sign-out", fault, "Name a user, or say --all")
    with _people(url, by, "users sign-out") as people:
        ended = people.sign_out(None if every else name)
        click.echo(f"{name or 'everybody'}: {ended} session{'' if ended == 1 else 's'} ended")


@users.command()
@_changing
def remove(name: str, by: str | None, url: str | None) -> None:
    """Let NAME come in no more; what they have done stays on record."""
    with _people(url, by, "users remove") as people:
        _say(people.change(name, active=False))


@users.command()
@_changing
def restore(name: str, by: str | None, url: str | None) -> None:
    """Let NAME come in again."""
    with _people(url, by, "users restore") as people:
        _say(people.change(name, active=True))
