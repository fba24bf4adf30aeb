"""Correcting: the command that puts right what went out, a story or all that a release bears out no more."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storygen.cli.edits import Asked, base_option
from storygen.cli.memory import (
    by_option,
    now,
    offered,
    open_archive,
    reason,
    store_options,
    why_option,
)
from storygen.cli.sending import wire_of, wire_option
from storygen.cli.told import differing
from storygen.cli.typed import file_option, say_found, typed_over
from storygen.errors import DONE, FAILED, NOTHING_NEW, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storygen.archive.archive import Archive
    from storygen.archive.kept import Kept
    from storygen.corrections import Found
    from storygen.revising import Typed
    from storygen.writing.story import Story


@click.command()
@click.argument("name", required=False, default="", metavar="[STORY]", shell_complete=offered)
@file_option
@base_option
@click.option(
    "--as-drafted", is_flag=True, help="Send the corrective that storygen has drafted for it, as it is."
)
@click.option(
    "--release",
    metavar="ID",
    help="Draft a corrective for every story that this release no longer bears out.",
)
@click.option("--dry-run", is_flag=True, help="With --release: only say which, and what they would say.")
@wire_option
@click.option(
    "--overrule", metavar="REASON", default="", help="Let a stop in the new words run, in your name."
)
@why_option
@by_option
@store_options
def correct(
    name: str,
    file: Path | None,
    base: int | None,
    as_drafted: bool,
    release: str | None,
    dry_run: bool,
    folder: Path | None,
    overrule: str,
    **options: Any,
) -> None:
    """Put right what has gone out: change the words of STORY, as by `storygen edit`, and send it.

    It owes a reason, which the copy gives: “Correction: …”. Where a figure was revised, a corrective is
    drafted already, and is what your editor opens with.

    With --release no story is named: every story that went out, rests on what that release prints and no
    longer holds is drafted a corrective, which waits for an editor; those that still hold, since they were
    printed rounded, are noted. It leaves with 64 where nothing rests on anything that was revised.

    \b
    storygen correct --release workforce-2019 --dry-run
    storygen correct 12 --as-drafted
    """
    if bool(name) == bool(release):
        raise UsageError(
            "correct", "it is of one story, or of a release", "Name a story, or say --release ID"
        )
    if dry_run and not release:
        raise UsageError("--dry-run", "it goes with --release", "Leave it out")
    if release:
        if file or as_drafted or overrule or base:
            raise UsageError(
                "--release", "it only drafts: an editor sends each", "Leave the other options out"
            )
        _draft(release, dry_run, options)
        return
    if as_drafted and file:
        raise UsageError("--as-drafted and --file", "each says what the copy is to be", "Give one")
    _send(Asked(name=name, **options), file, base, as_drafted, wire_of(folder), reason(overrule))


def _send(
    asked: Asked, file: Path | None, base: int | None, as_drafted: bool, out: Path, overrule: str
) -> None:
    """Correct one story, and send it in its place."""
    from storygen import acts, wire
    from storygen.archive.workflow import Standing, move
    from storygen.editions import Editions

    with asked.opened("correct") as (archive, story, by):
        drafted = acts.corrective_of(archive, story)
        why = reason(asked.why) or (_said_wrong(archive, story) if drafted else "")
        stands = Standing(story.status)  # whatever is amiss in it may be put right here
        move("correct", stands, str(story), now(), why)
        forms = wire.sent_in(archive.history(story.number)) or wire.FORMS
        wire.ready(out, archive, story.number, forms)
        version = archive.version(story.number, base)
        if as_drafted and drafted is None:
            raise UsageError(str(story), "no corrective is drafted for it", "Leave --as-drafted out")
        with _typed(story, drafted or acts.written(archive, version), file, as_drafted) as typed:
            if typed is None:
                return
            said: dict[str, Any] = {"base": version.number, "by": by, "why": why, "overrule": overrule}
            saved = acts.correct(archive, Editions(), story.number, typed, at=now(), forms=forms, **said)
        paths = wire.send(out, archive, story.number)
        click.echo(f"{story}: corrected, version {saved.number}, by {by}: {', '.join(map(str, paths))}")
        say_found(saved)


@contextmanager
def _typed(story: Kept, copy: Story, file: Path | None, as_drafted: bool) -> Iterator[list[Typed] | None]:
    """Yield the pars that the editor makes of *copy*, or as they are *as drafted*."""
    from storygen.revising import FIXED, Typed

    if as_drafted:
        yield [Typed(par.name, str(par), par.place) for par in copy.pars if par.name not in FIXED]
        return
    with typed_over(story, copy, file) as typed:
        yield typed


def _said_wrong(archive: Archive, story: Kept) -> str:
    """Return what the corrective that was drafted for *story* says was wrong."""
    return archive.version(story.number, story.offered).why


def _draft(release: str, dry_run: bool, options: dict[str, Any]) -> None:
    """Draft a corrective for every story that *release* no longer bears out, or only say which."""
    from storygen.corrections import FAILED as UNKNOWN
    from storygen.corrections import Revised, corrections, enter
    from storygen.editions import Editions
    from storygen.listing import pack_of
    from storygen.settings import read_settings

    settings = read_settings()
    pack = pack_of(release, settings)
    counts: dict[str, int] = {}
    holding: list[str] = []
    with open_archive(options["url"], trial=options["trial"]) as archive:
        revised = Revised(archive, pack, release, settings)
        for found in corrections(archive, Editions(settings), revised):
            came = _would(found) if dry_run else enter(archive, revised, found, now())
            counts[came] = counts.get(came, 0) + 1
            if found.corrective or found.fault:
                for line in _lines(found, came):
                    click.echo(line, err=came == UNKNOWN)
            else:
                holding.append(str(found.story.number))
    if not counts:
        click.echo(f"nothing that went out rests on anything that {release} has revised")
        sys.exit(NOTHING_NEW)
    if holding:
        click.echo(f"they rest on what was revised, and hold as they were printed: {', '.join(holding)}")
    click.echo(", ".join(f"{number} {came}" for came, number in sorted(counts.items())))
    sys.exit(FAILED if counts.get(UNKNOWN) else DONE)


def _would(found: Found) -> str:
    """Return what would come of what was *found*."""
    return "failed" if found.fault else "would be owed" if found.corrective else "would be noted"


def _lines(found: Found, came: str) -> Iterator[str]:
    """Yield what was *found* of a story: what it said, and what is true."""
    owed = found.corrective
    severity = f", {owed.severity}" if owed else ""
    yield f"{found.story}: {came}{severity}: {found.fault or found.revised}"
    if owed is None:
        return
    yield f"     {owed.words}"
    for said in owed.said:
        yield from differing([said.pair])
