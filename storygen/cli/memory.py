"""Memory: the archive that a command works in, who is at work, and what time it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from storygen.errors import DONE, FAILED, ArchiveError, StorygenError, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from storygen.archive.archive import Archive
    from storygen.archive.kept import Kept
    from storygen.archive.workflow import Role
    from storygen.writing.ednote import Overrule

UNKEPT = "Keep a story first: storygen batch PACK --keep"
MANY = 20
"""Stories that the shell is offered at once."""


def now() -> datetime:
    """Return what time it is, by the clock that the command line was called with, else by the machine's."""
    clock: Callable[[], datetime] | None = click.get_current_context().find_root().obj
    return clock() if clock else datetime.now(UTC)


# Which archive.


def archive_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that names the archive."""
    return click.option(
        "--archive", "url", metavar="URL",
        help="The archive: a file, or postgresql://…; else STORYGEN_ARCHIVE, else archive.db of your home.",
    )(command)  # fmt: skip


def store_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which archive is worked in: the one, or that of trial runs."""
    trial = click.option("--trial", is_flag=True, help="Work in the store of trial runs.")
    return archive_option(trial(command))


def store_of(url: str | None, trial: bool) -> str:
    """Return the path or URL of the archive that is to be worked in.

    :raises UsageError: it is the archive, for a trial run, or it is not said where trial runs are kept.
    """
    from storygen.settings import is_same, read_settings

    settings = read_settings()
    if trial and url and is_same(url, settings.store()):
        fault = "it is the archive, and trial runs have a store of their own (rule L4)"
        raise UsageError(f"--archive {url}", fault, "Name another, or leave it out")
    return url or settings.store(trial)


keep_option = click.option("--keep", is_flag=True, help="Put what is written into the archive, as a draft.")
KEPT = {
    "new": "new",
    "same": "the same as before",
    "changed": "changed",
    "offered": "offered beside the version that stands",
}
"""What may come of keeping a story, in words."""


@contextmanager
def open_archive(url: str | None, *, trial: bool = False, new: bool = False) -> Iterator[Archive]:
    """Open the archive at *url*, else the usual one, or that of a *trial*; one that may be *new* is made.

    :raises ArchiveError: it cannot be opened, or is not there and may not be new.
    """
    from storygen.archive import address
    from storygen.archive.archive import Archive

    where = store_of(url, trial)
    if not new and address.is_missing(where):
        raise ArchiveError(where, "there is no archive yet", UNKEPT)
    archive = Archive(where)
    try:
        yield archive
    finally:
        archive.close()


# Who does it.


by_option = click.option("--by", metavar="NAME", help="Who does it; else STORYGEN_BY.")


def who(archive: Archive, by: str | None, role: Role, what: str) -> str:
    """Return the name, as copy gives it, of who does *what*, for which *role* is needed.

    :raises UsageError: nobody is named, or the archive has users and who is named is none of them, may no
        longer come in, or may not do it.
    """
    from storygen.archive.people import People, refuse_name
    from storygen.settings import read_settings

    name = " ".join((by or read_settings().by).split())
    if not name:
        raise UsageError(f"“{what}”", "who does it is not said", "Say --by NAME, or set STORYGEN_BY")
    people = People(archive)
    if not people.every():
        refuse_name(name, name)
        return name
    user = people.named(name)
    if user is None:
        raise UsageError(f"“{name}”", "there is no such user", "See “storygen users”")
    if not user.active:
        raise UsageError(f"“{user.name}”", "may no longer come in", "A chief may restore them")
    if not user.role.may(role):
        raise UsageError(f"“{user.name}”", f"is {user.role.one}, and “{what}” is for {role.one}", "Ask one")
    return user.shown


def overruling(archive: Archive | None, given: Overrule | None) -> Overrule | None:
    """Return the overrule that was *given*, by the name of who may give it in *archive*, if it is kept there.

    :raises UsageError: they may not.
    """
    from dataclasses import replace

    from storygen.archive.workflow import Role

    if archive is None or given is None:
        return given
    return replace(given, by=who(archive, given.by, Role.EDITOR, "overrule"))


def reason(why: str | None) -> str:
    """Return the reason that was given, on one line."""
    return " ".join((why or "").split())


why_option = click.option("--why", metavar="REASON", help="The reason.")


# Which stories.


def offered(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the stories whose number or slug begins as *begun*, each with its headline."""
    from click.shell_completion import CompletionItem

    try:
        from storygen.archive.finding import Wanted

        with open_archive(ctx.params.get("url"), trial=ctx.params.get("trial", False)) as archive:
            kept = archive.stories(Wanted(words="" if begun.isdigit() else begun), size=10 * MANY)
    except (StorygenError, ModuleNotFoundError):
        return []
    if not begun or begun.isdigit():
        found = [CompletionItem(str(each.number), help=each.headline) for each in kept]
    else:
        found = [CompletionItem(each.slug, help=each.headline) for each in kept]
    return [each for each in found if each.value.startswith(begun)][:MANY]


story_argument = click.argument("name", metavar="STORY", shell_complete=offered)
stories_argument = click.argument(
    "names", metavar="STORY...", nargs=-1, required=True, shell_complete=offered
)


def for_each(archive: Archive, names: Iterable[str], act: Callable[[Kept], str]) -> None:
    """Do *act* to the story of each name, say of each on a line what came of it, and leave with the code.

    What is refused of one story stops no other.
    """
    refused = False
    for name in dict.fromkeys(names):
        try:
            story = archive.called(name)
            click.echo(f"{story}: {act(story)}")
        except StorygenError as error:
            click.echo(str(error), err=True)
            refused = True
    sys.exit(FAILED if refused else DONE)


# What is asked and shown.


def agreed(question: str) -> bool:
    """Return whether the answer to *question* is yes; Ctrl-C, or nobody to answer, is none."""
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        click.echo(err=True)
        return False


def at(when: datetime) -> str:
    """Return an instant as lists have it: London's time, to the minute."""
    from storygen.archive.workflow import LONDON

    return f"{when.astimezone(LONDON):%Y-%m-%d %H:%M}"


def width() -> int:
    """Return how many columns a line may take: the terminal's, or no end of them where there is none."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
