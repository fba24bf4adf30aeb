"""Lists: the commands that say what there is, what is held and what changed."""

from __future__ import annotations

import sys

import click

from storygen.cli.options import completed, listed, pack_argument, print_table, release_option, say_broken
from storygen.errors import SOME_HELD


@click.command()
def packs() -> None:
    """List the story packs there are."""
    from storygen import listing

    print_table(listing.packs())


@click.command()
@click.argument("pack", required=False, shell_complete=completed(listed("packs")))
def places(pack: str | None) -> None:
    """List the places that stories are written of: forces, or a PACK's areas, and regions."""
    from storygen import listing

    print_table(listing.places(pack))


@click.command()
def titles() -> None:
    """List the newspapers and sites we know, and the places each covers."""
    from storygen import listing

    print_table(listing.titles())


@click.command()
@click.argument("pack", required=False, shell_complete=completed(listed("packs")))
def releases(pack: str | None) -> None:
    """List the releases that there are, of one PACK or of all; the last of each is the default."""
    from storygen import listing

    print_table(listing.releases(pack))
    for name in [pack] if pack else [row[0] for row in listing.packs()[1:]]:
        say_broken(name)


@click.command()
def formats() -> None:
    """List the outputs that a story can be set in, ours and other people's."""
    from storygen import listing

    print_table(listing.formats())


@click.command()
def styles() -> None:
    """List the house styles, and how each prints things."""
    from storygen import listing

    print_table(listing.styles())


@click.command()
@pack_argument
@release_option
def held(pack: str, release: str | None) -> None:
    """List what is doubtful in a release, place by place, and what is held for it; exit 3 if any story is."""
    from storygen import listing

    say_broken(pack, release)
    rows = listing.held(pack, release)
    if len(rows) == 1:
        click.echo("nothing is held, and nothing is doubtful")
        return
    print_table(rows)
    if any(row[2] != listing.HOLDS_NOTHING for row in rows[1:]):
        sys.exit(SOME_HELD)


@click.command()
@click.argument("first", metavar="RELEASE", shell_complete=completed(listed("releases")))
@click.argument("second", metavar="RELEASE", shell_complete=completed(listed("releases")))
def diff(first: str, second: str) -> None:
    """List what two releases print differently of the same place, measure and period."""
    from storygen import listing

    rows, (only_first, only_second) = listing.differences(first, second)
    if len(rows) > 1:
        print_table(rows)
    click.echo(
        f"{len(rows) - 1} figures differ; {only_first} are only in {first}, {only_second} only in {second}"
    )
