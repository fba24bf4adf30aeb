"""Kept: the commands that show what the archive has: its list, a story, and what became of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from storygen.cli.finding import filter_options, none_kept, rows_of, wanted
from storygen.cli.memory import at, open_archive, store_of, store_options, story_argument
from storygen.cli.options import completed, listed, print_table
from storygen.cli.told import differing, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storygen.archive.archive import Archive
    from storygen.archive.kept import Decision, Kept, Version


@click.command("list")
@click.argument("words", nargs=-1)
@filter_options
@click.option("--page", type=click.IntRange(min=1), default=1, metavar="N", help="Which fifty.")
@click.option("--all", "every", is_flag=True, help="All of them on one page.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line.")
@store_options
def list_(
    words: tuple[str, ...],
    page: int,
    every: bool,
    as_json: bool,
    url: str | None,
    trial: bool,
    **options: Any,
) -> None:
    """List the stories that are kept, those changed last first; of WORDS, those that have them all."""
    from storygen.archive.address import is_missing
    from storygen.archive.finding import PAGE

    if url is None and is_missing(store_of(url, trial)):
        if not as_json:
            click.echo(f"nothing is kept in {store_of(url, trial)} yet")
        return
    with open_archive(url, trial=trial) as archive:
        asked = wanted(archive, words, **options)
        count = sum(archive.count(asked).values())
        size = max(count, 1) if every else PAGE
        found = archive.stories(asked, 0 if every else page - 1, size)
        if as_json:
            for each in found:
                click.echo(json.dumps(_as_data(each), ensure_ascii=False))
        elif not count:
            click.echo(none_kept(archive, asked))
        elif not found:
            click.echo(f"there is no page {page}; the last is {-(-count // size)}")
        else:
            print_table(rows_of(found))
            if len(found) < count:
                first = (page - 1) * size + 1
                click.echo(f"{first} to {first + len(found) - 1} of {count}; --page N or --all for the rest")


def _as_data(story: Kept) -> dict[str, Any]:
    """Return *story* as plain data."""
    from dataclasses import asdict

    return asdict(story) | {"codes": list(story.codes), "changed_at": story.changed_at.isoformat()}


@click.command()
@story_argument
@click.option("--version", "which", type=click.IntRange(min=1), metavar="N", help="Else the one that counts.")
@click.option(
    "--format", "form", default="text", show_default=True, metavar="NAME",
    shell_complete=completed(listed("formats")), help="A form that stories are set in.",
)  # fmt: skip
@click.option("--flags", is_flag=True, help="Show par by par what it is flagged for, instead of the copy.")
@store_options
def show(name: str, which: int | None, form: str, flags: bool, url: str | None, trial: bool) -> None:
    """Show a kept story, by its number or its slug.

    What an editor should know of it goes to the error stream. A story that its reader has stopped is shown
    as it was drafted, under what holds it.
    """
    from storygen.acts import in_form

    with open_archive(url, trial=trial) as archive:
        story = archive.called(name)
        version = archive.version(story.number, which)
        if flags:
            for line in _flags(version):
                click.echo(line)
        else:
            click.echo(in_form(archive, story.number, form, version.number)[1], nl=False)
            if form == "text" and (draft := _draft(version)):
                click.echo(f"\n{draft}", nl=False)
        for line in _about(archive, story, version):
            click.echo(line, err=True)


def _draft(version: Version) -> str:
    """Return the copy of a story that is held for what it says, as it was drafted."""
    from storygen import plugins

    copy = version.written
    if copy is None or copy is version.copy:
        return ""
    text: str = plugins.load("storygen.outputs", "text").write(copy)
    return text


def _flags(version: Version) -> list[str]:
    """Return what a version is flagged for, par by par, and what holds it."""
    from storygen.writing.story import Held

    lines = [f"held: {reason}" for reason in version.copy.reasons] if isinstance(version.copy, Held) else []
    if copy := version.written:
        lines += told([(par.name, par.place, str(par)) for par in copy.pars], copy.flags)
    return lines


def _about(archive: Archive, story: Kept, version: Version) -> list[str]:
    """Return what an editor should know of *story*, of which a *version* is shown."""
    by = archive.approver(story.number)
    approved = f", approved by {by}" if by and version.number == story.version else ""
    which = f"version {version.number}"
    if version.number != story.version:
        which += f" ({story.version} counts)"
    lines = [f"{story}: {story.status}{approved}; {which}, {version.made} by {version.by} {at(version.at)}"]
    if story.owes:
        lines.append(
            f"{story.owes}{_drafted(story)}; storygen offer {story.number} --set-aside lets it stand"
        )
    if story.is_offered:
        lines.append(f"version {story.offered} is offered beside it: storygen offer {story.number}")
    return lines


def _drafted(story: Kept) -> str:
    """Return what of what *story* owes is drafted, and how it is sent, where a corrective is."""
    from storygen.archive.kept import SEVERITIES

    if story.owed not in SEVERITIES:
        return ""
    return f", drafted as version {story.offered}: storygen correct {story.number}"


@click.command()
@story_argument
@click.option("--words", is_flag=True, help="Show what each version says otherwise than the one before.")
@store_options
def history(name: str, words: bool, url: str | None, trial: bool) -> None:
    """Show what became of a kept story: who did what to it, when and why."""
    with open_archive(url, trial=trial) as archive:
        story = archive.called(name)
        click.echo(f"{story}: {story.headline}")
        rows = [["when", "who", "act", "status", "version", "why", "sent as"]]
        rows += [_row(each) for each in archive.history(story.number)]
        filled = [index for index, column in enumerate(zip(*rows, strict=True)) if any(column[1:])]
        print_table([[row[index] for index in filled] for row in rows])
        if words:
            for line in _words(archive.versions(story.number)):
                click.echo(line)


def _words(versions: list[Version]) -> Iterator[str]:
    """Yield what each version has otherwise than the one that its maker began from, or that came before."""
    from storygen.writing.differing import changed_pars, moved_pars
    from storygen.writing.typed import par_name

    made = {each.number: each for each in versions}
    for each in versions[1:]:
        before = made[each.base or each.number - 1]
        yield ""
        yield f"version {each.number}, {each.made} by {each.by}, beside version {before.number}"
        one, two = before.written, each.written
        old, new = (copy.pars if copy else () for copy in (one, two))
        pairs, moved = changed_pars(old, new), moved_pars(old, new)
        yield from differing(pairs)
        yield from (f"{par_name(name)}, moved from place {start} to {end}" for name, start, end in moved)
        if not (pairs or moved):
            yield "no word is otherwise"


def _row(decision: Decision) -> list[str]:
    """Return a decision as a row: the status that came of it, where it changed."""
    moved = decision.after if decision.before != decision.after else ""
    said = [at(decision.at), decision.by, decision.said, moved, str(decision.version)]
    return [*said, decision.why, ", ".join(decision.forms)]
