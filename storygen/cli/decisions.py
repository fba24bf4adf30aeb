"""Decisions: the commands by which an editor decides on kept stories, one or several at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from storygen.cli.finding import filter_options, none_kept, rows_of, wanted
from storygen.cli.memory import (
    agreed,
    by_option,
    for_each,
    now,
    offered,
    open_archive,
    reason,
    store_options,
    stories_argument,
    who,
    why_option,
)
from storygen.cli.options import print_table
from storygen.errors import StorygenError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storygen.archive.archive import Archive
    from storygen.archive.kept import Kept
    from storygen.archive.workflow import Role


class Asked(NamedTuple):
    """What a decision was asked with."""

    url: str | None
    trial: bool
    by: str | None
    names: tuple[str, ...]
    base: int | None
    """The version that the editor has looked at."""
    why: str | None = None

    @contextmanager
    def opened(self, act: str) -> Iterator[tuple[Archive, str]]:
        """Open the archive to do *act* in, and say who does it."""
        if self.base is not None and len(set(self.names)) > 1:
            raise UsageError(f"--base {self.base}", "it is of one story, and several are named", "Name one")
        with open_archive(self.url, trial=self.trial) as archive:
            yield archive, who(archive, self.by, role_for(act), act)

    def seen(self, story: Kept) -> int:
        """Return the version of *story* that is decided on."""
        return self.base or story.version


def role_for(act: str) -> Role:
    """Return the role that it takes to do *act*."""
    from storygen.archive.workflow import MOVES, Role

    needed = {move.role for move in MOVES if move.act == act}
    return next((role for role in reversed(Role) if role in needed), Role.EDITOR)


def deciding(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the stories that are decided on, and who decides."""
    return stories_argument(who_decides(command))


def who_decides(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add who decides, on which version and in which archive."""
    base = click.option(
        "--base",
        type=click.IntRange(min=1),
        metavar="N",
        help="The version that you have looked at; refused where another counts by now.",
    )
    return store_options(by_option(base(command)))


def _decided(act: str, asked: Asked) -> None:
    """Decide *act* of each story that is named."""
    with asked.opened(act) as (archive, by):

        def decide(story: Kept) -> str:
            return _one(archive, act, by, asked.why, story, asked.seen(story))

        for_each(archive, asked.names, decide)


def _one(archive: Archive, act: str, by: str, why: str | None, story: Kept, seen: int) -> str:
    """Decide *act* of *story*, of which the version *seen* must count, and return what came of it."""
    found = archive.decide(story.number, act, by=by, at=now(), why=reason(why), seen=seen)
    return f"{found.after}, by {by}"


@click.command()
@click.argument("names", metavar="[STORY]...", nargs=-1, shell_complete=offered)
@click.option(
    "--all-clean", is_flag=True, help="Every draft that nothing is flagged in, after you saw the list."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@filter_options
@why_option
@who_decides
def approve(all_clean: bool, yes: bool, **options: Any) -> None:
    """Put your name to drafts: to one or several, or to all in which nothing is flagged.

    \b
    storygen approve 12 15
    storygen approve --all-clean --pack police-workforce --region "South East"
    """
    asked = Asked(**{name: options.pop(name) for name in Asked._fields})
    _refuse_both(asked, all_clean, options | {"yes": yes})
    if not all_clean:
        _decided("approve", asked)
        return
    with asked.opened("approve") as (archive, by):
        _all_clean(archive, by, asked.why, yes, options | {"status": ("draft",), "only": "clean"})


def _refuse_both(asked: Asked, all_clean: bool, options: dict[str, Any]) -> None:
    """Refuse what goes with named stories beside what goes with all that are clean.

    :raises UsageError: it is asked for.
    """
    said = [f"--{key}" for key, value in options.items() if value]
    if not all_clean and not asked.names:
        raise UsageError("approve", "no story is named", "Name some, or say --all-clean")
    if not all_clean and said:
        raise UsageError(said[0], "it goes with --all-clean", "Name stories, or say --all-clean")
    if all_clean and (asked.names or asked.base):
        raise UsageError("--all-clean", "it is of every draft, and one is named", "Give one or the other")
    if all_clean and (options["status"] or options["only"]):
        fault = "it is of drafts, in which nothing is flagged"
        raise UsageError("--all-clean", fault, "Leave --status and --only out")


def _all_clean(archive: Archive, by: str, why: str | None, yes: bool, filters: dict[str, Any]) -> None:
    """Approve every draft of *filters* after it was seen in a list.

    :raises StorygenError: it was not agreed to.
    """
    of = wanted(archive, **filters)
    found = archive.every(of)
    if not found:
        click.echo(f"no draft is clean: {none_kept(archive, of)}")
        return
    if not yes:
        print_table(rows_of(found))
        if not agreed(f"Approve {len(found)} as {by}?"):
            raise StorygenError("approve", "nothing was approved")
    seen = {str(each.number): each.version for each in found}

    def approved(story: Kept) -> str:
        return _one(archive, "approve", by, why, story, seen[str(story.number)])

    for_each(archive, seen, approved)


@click.command()
@why_option
@deciding
def redraft(**options: Any) -> None:
    """Make stories drafts again: take an approval back, or take them off the spike."""
    _decided("redraft", Asked(**options))


@click.command()
@why_option
@deciding
def spike(**options: Any) -> None:
    """Decide that stories will not run; it owes a reason."""
    _decided("spike", Asked(**options))


@click.command()
@deciding
def undo(**options: Any) -> None:
    """Take back the last thing that was done to stories which have not gone out.

    Of an edit, an overrule or what was taken of an offer, the version before counts again; what was set
    aside is offered again; an approved or a spiked story is a draft again, and no approval is given back. A
    redraft is a taking back itself: after it, what was done before that is taken back. Every version stays.
    """
    from storygen.archive.kept import last_done

    asked = Asked(**options)
    with asked.opened("undo") as (archive, by):

        def undone(story: Kept) -> str:
            last = last_done(story, archive.history(story.number))
            found = archive.undo(story.number, by=by, at=now(), seen=asked.seen(story))
            again = archive.history(story.number)[-1].why
            counts = f"{found.status}, version {found.version} counts{f', {again}' if again else ''}"
            return f"“{last.act}” by {last.by} is taken back: {counts}" if last else counts

        for_each(archive, asked.names, undone)


@click.command()
@why_option
@deciding
def overrule(**options: Any) -> None:
    """Let stories run that are held or stopped, in your name; it owes a reason.

    The reason stands in the story as a note to editors.
    """
    from storygen import acts
    from storygen.editions import Editions

    asked, editions = Asked(**options), Editions()
    with asked.opened("overrule") as (archive, by):

        def overruled(story: Kept) -> str:
            version = acts.overrule(
                archive,
                editions,
                story.number,
                why=reason(asked.why),
                by=by,
                at=now(),
                base=asked.seen(story),
            )
            return f"overruled by {by}, version {version.number}"

        for_each(archive, asked.names, overruled)
