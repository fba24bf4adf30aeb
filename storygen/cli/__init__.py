"""Cli: one small command an act.

Each command reads its words, calls one function of the house and prints what came of it. What is
heavy is imported inside the commands, so that `storygen --help` is quick.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from storygen.cli import desk, lists, packs, reads, stories
from storygen.errors import DONE, FAILED, WRONG_USAGE, MissingExtra, PlaceError, StorygenError, UsageError


class _Commands(click.Group):
    """A group whose refusals are one line, without a traceback, and carry their exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, turning a refusal of ours into its line and its code."""
        try:
            return super().invoke(ctx)
        except StorygenError as error:
            click.echo(str(error), err=True)
            wrong = isinstance(error, UsageError | PlaceError | MissingExtra)
            ctx.exit(WRONG_USAGE if wrong else FAILED)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(DONE)


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


def main() -> None:
    """Run the command line."""
    storygen.main(prog_name="storygen")


for _command in (
    *(lists.packs, lists.places, lists.titles, lists.releases, lists.formats, lists.styles),
    *(stories.write, stories.batch, stories.trail, lists.held, lists.diff),
    *(desk.desk, reads.read, packs.check, packs.preview, packs.attack, packs.new, packs.add),
):
    storygen.add_command(_command)
