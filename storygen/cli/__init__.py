"""Cli: one small command an act.

Each command reads its words, calls one function of the house and prints what came of it. What is
heavy is imported inside the commands, so that `storygen --help` is quick.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import Any

import click

from storygen.cli import (
    alerts,
    backups,
    batches,
    correcting,
    decisions,
    desk,
    edits,
    kept,
    lists,
    packs,
    reads,
    sending,
    stories,
    users,
    watch,
)
from storygen.errors import DONE, FAILED, WRONG_USAGE, MissingExtra, PlaceError, StorygenError, UsageError

EXTRAS = {"sqlalchemy": "archive", "alembic": "archive", "feedparser": "watch", "httpx2": "watch"}
"""The extra that installs each library which a command can do without until it is called."""


class _Commands(click.Group):
    """A group whose refusals are one line, without a traceback, and carry their exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, turning a refusal of ours into its line and its code."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            extra = EXTRAS.get((error.name or "").partition(".")[0])
            if extra is None:
                raise
            where, what = f"storygen {ctx.invoked_subcommand}", f"{error.name} is not installed"
            remedy = f"Install it: pip install 'storygen-newsroom[{extra}]'"
            click.echo(str(MissingExtra(where, what, remedy)), err=True)
            ctx.exit(WRONG_USAGE)
        except StorygenError as error:
            click.echo(str(error), err=True)
            wrong = isinstance(error, UsageError | PlaceError | MissingExtra)
            ctx.exit(WRONG_USAGE if wrong else FAILED)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(DONE)
        except OSError as error:
            _say_unprinted(error)
            ctx.exit(FAILED)
        except (KeyboardInterrupt, click.Abort):
            where, remedy = f"storygen {ctx.invoked_subcommand}", "Nothing is kept but what it has told of"
            click.echo(f"\n{StorygenError(where, 'stopped by Ctrl-C', remedy)}", err=True)
            ctx.exit(FAILED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands in their sections."""
        longest = max(map(len, self.commands))
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                room = formatter.width - longest - 6
                formatter.write_dl(
                    [(str(each.name).ljust(longest), each.get_short_help_str(room)) for each in commands]
                )


def _say_unprinted(error: OSError) -> None:
    """Say in a line that something could not be printed or used, and let go of what waits to be printed."""
    where = str(error.filename or "what is printed")
    fault = f"cannot be {'used' if error.filename else 'written'}: {error.strerror}"
    click.echo(str(StorygenError(where, fault)), err=True)
    with suppress(OSError, ValueError):  # of which Python would complain again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="storygen-newsroom", message="storygen %(version)s")
def storygen() -> None:
    """Write local news stories from official figures.

    \b
    storygen write police-workforce Kent             one story
    storygen batch police-workforce                  every force's
    storygen trail police-workforce Kent             every number's way back to its cell

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 written but some places held, 64 nothing new.
    """


SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "Writing": (stories.write, batches.batch, stories.trail),
    "Checking": (reads.read, lists.held, lists.diff),
    "The archive": (
        *(kept.list_, kept.show, kept.history),
        *(edits.edit, decisions.overrule, edits.offer, decisions.undo),
        *(decisions.approve, decisions.redraft, decisions.spike),
        *(sending.file_, correcting.correct, sending.kill),
        *(users.users, backups.backup, backups.restore, backups.export),
    ),
    "The watch": (watch.watch, watch.watched, alerts.alerts),
    "The desk": (desk.desk,),
    "Packs and releases": (packs.add, packs.new, packs.check, packs.preview, packs.attack),
    "What there is": (
        *(lists.packs, lists.releases, lists.places, lists.titles, lists.formats, lists.styles),
    ),
}
"""Every command, in the sections that `storygen --help` lists them in."""

for _command in (command for section in SECTIONS.values() for command in section):
    storygen.add_command(_command)


def main() -> None:
    """Run the command line."""
    # Python looks for what it may forget after every 700 new objects, a quarter of the time where thousands
    # of stories are written. A process that looks less often grows by some 10 MB.
    gc.set_threshold(50_000, 10, 10)
    try:
        storygen.main(prog_name="storygen")
    except OSError as error:  # of the help, which no command prints
        _say_unprinted(error)
        sys.exit(FAILED)
