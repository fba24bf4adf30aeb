"""Desk: the command that opens the web desk."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from storygen.cli.memory import archive_option, open_archive
from storygen.errors import MissingExtra


@click.command()
@archive_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8471, show_default=True, type=click.IntRange(0, 65535), help="The port.")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="A name that browsers reach it by; may be repeated.",
)
@click.option("--secure", is_flag=True, help="It is reached by https alone: cookies say so.")
@click.option(
    "--trust-header",
    "trusted",
    default="",
    metavar="NAME",
    help="Believe a proxy that says who somebody is in this header, instead of asking for passwords.",
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="A proxy that is believed of who asks and from where; with --trust-header, by default loopback.",
)
@click.option(
    "--wire",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder that filed copy is put into; by default filed/ in the user's own folder.",
)
@click.option("--trial", is_flag=True, help="Open the store of trial runs, of which nothing may be filed.")
def desk(
    url: str | None,
    host: str,
    port: int,
    names: tuple[str, ...],
    secure: bool,
    trusted: str,
    proxies: tuple[str, ...],
    wire: Path | None,
    trial: bool,
) -> None:
    """Open the desk, where editors read, question, change, approve and file stories.

    On an archive without users it prints a link by which the first chief comes in.

    \b
    storygen batch police-workforce --keep
    storygen desk
    """
    from storygen.settings import read_settings

    try:
        from storygen.desk.serving import Door, desk_of, open_desk
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "desk", f"{error.name} is not installed", "Install it: pip install 'storygen-newsroom[desk]'"
        ) from None

    settings = read_settings()
    at = Door(host, port, names, secure, trusted, proxies)
    with open_archive(url, trial=trial, new=True) as archive:
        opened = desk_of(
            archive,
            at,
            lambda: datetime.now(UTC),
            wire=None if trial else wire or settings.wire,
            trial=trial,
            settings=settings,
        )
        open_desk(opened, at, click.echo)
