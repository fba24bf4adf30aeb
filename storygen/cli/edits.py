"""Edits: the commands by which an editor changes the words of a kept story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from storygen.cli.memory import (
    by_option,
    now,
    open_archive,
    reason,
    store_options,
    story_argument,
    who,
    why_option,
)
from storygen.cli.told import differing
from storygen.cli.typed import file_option, say_found, typed_over
from storygen.errors import UsageError, WorkflowError

if TYPE_CHECKING:
    from storygen.archive.archive import Archive
    from storygen.archive.kept import Kept
    from storygen.offering import Side


class Asked(NamedTuple):
    """What a change of words was asked with."""

    name: str
    url: str | None
    trial: bool
    by: str | None
    why: str | None

    @contextmanager
    def opened(self, act: str) -> Iterator[tuple[Archive, Kept, str]]:
        """Open the archive to do *act* to the story in it, and say who does it."""
        from storygen.archive.workflow import Role

        with open_archive(self.url, trial=self.trial) as archive:
            by = who(archive, self.by, Role.EDITOR, act)
            yield archive, archive.called(self.name), by


def changing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the story that is changed, who changes it and why."""
    return story_argument(why_option(by_option(store_options(command))))


base_option = click.option(
    "--base",
    type=click.IntRange(min=1),
    metavar="N",
    help="The version that your copy was made from; else the one that counts.",
)


@click.command()
@file_option
@base_option
@changing
def edit(file: Path | None, base: int | None, **options: Any) -> None:
    """Change the words of a draft, in the editor that VISUAL or EDITOR names or by a file.

    The headline comes first, and blank lines part the pars; a par may be cut, moved or added. What the
    second reader finds is told as `storygen read` tells it. An approved story is a draft again.

    \b
    storygen show 12 > copy.txt
    storygen edit 12 --file copy.txt --why "the name of the force"
    """
    from storygen import acts
    from storygen.archive.workflow import refuse_edit
    from storygen.editions import Editions

    asked = Asked(**options)
    with asked.opened("edit") as (archive, story, by):
        refuse_edit(story.status, str(story))
        version = archive.version(story.number, base)
        with typed_over(story, acts.written(archive, version), file) as typed:
            if typed is None:
                return
            said: dict[str, Any] = {"base": version.number, "by": by, "why": reason(asked.why)}
            saved = acts.edit(archive, Editions(), story.number, typed, at=now(), **said)
        click.echo(f"{story}: saved as version {saved.number}, by {by}")
        say_found(saved)


@click.command()
@click.option("--take", is_flag=True, help="Take every par that nobody has touched as it is offered.")
@click.option("--set-aside", is_flag=True, help="Take nothing of it.")
@click.option(
    "--base",
    type=click.IntRange(min=1),
    metavar="N",
    help="The offered version that you have looked at; refused where another is offered by now.",
)
@changing
def offer(take: bool, set_aside: bool, base: int | None, **options: Any) -> None:
    """Show what storygen has written since beside what an editor has made of a story, par by par."""
    asked = Asked(**options)
    if take and set_aside:
        raise UsageError("--take and --set-aside", "one takes of it, the other nothing", "Say one")
    if take:
        _take(asked, base)
    elif set_aside:
        with asked.opened("offer") as (archive, story, by):
            seen, why = base or story.offered, reason(asked.why)
            archive.set_aside(story.number, by=by, at=now(), why=why, seen=seen)
            click.echo(f"{story}: what was offered is set aside, by {by}; version {story.version} stands")
    else:
        with open_archive(asked.url, trial=asked.trial) as archive:
            for line in _offered(archive, archive.called(asked.name)):
                click.echo(line)


def _take(asked: Asked, base: int | None) -> None:
    """Take what is offered of every par that nobody has touched.

    :raises WorkflowError: there is none, or nothing is offered.
    """
    from storygen import acts
    from storygen.archive.kept import Clash
    from storygen.editions import Editions
    from storygen.offering import sides, untouched_taken

    with asked.opened("offer") as (archive, story, by):
        if base and base != story.offered and story.offered:
            raise Clash(story, archive.version(story.number, story.offered))
        of: list[Side] = sides(archive, story)
        if all(side.taken == side.pair.one for side in of):
            fault = "every par that is offered otherwise is an editor's by now"
            raise WorkflowError(str(story), fault, "Edit the story, or say --set-aside")
        said: dict[str, Any] = {"base": story.version, "offered": story.offered, "by": by, "at": now()}
        saved = acts.take(archive, Editions(), story.number, untouched_taken(of), **said)
        click.echo(
            f"{story}: saved as version {saved.number}, of what version {story.offered} offers, by {by}"
        )
        say_found(saved)


def _offered(archive: Archive, story: Kept) -> Iterator[str]:
    """Yield what is offered beside *story*: the pars that differ."""
    from storygen.offering import sides

    of, mine = sides(archive, story), archive.version(story.number)
    beside = f"version {mine.number}, {mine.made} by {mine.by}"
    yield f"{story}: version {story.offered} is offered beside {beside}"
    for side in of:
        whose = " (an editor has cut it)" if side.pair.one is None else " (an editor's, which stands)"
        yield from differing([side.pair], whose if side.touched else "")
    if story.owed:
        way = f"storygen correct {story.number} sends it, --as-drafted as it is"
        yield f"{way}; --set-aside --why … lets it stand"
        return
    way = f"storygen offer {story.number} --base {story.offered}"
    yield f"{way} --take takes all but what is an editor's; --set-aside takes nothing"
