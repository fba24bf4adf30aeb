"""Alerts: who hears of what, and whether they would."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from storygen.cli.memory import now
from storygen.cli.options import print_table
from storygen.errors import DONE, FAILED, StorygenError

if TYPE_CHECKING:
    from storygen.alerting import Way
    from storygen.deliveries.delivery import Alert
    from storygen.settings import Settings


@click.command()
@click.option("--test", "testing", is_flag=True, help="Send one alert by each way; exit 1 if one fails.")
def alerts(testing: bool) -> None:
    """List the ways that alerts go, and of what each hears.

    They stand in alerts.toml of your home; without one, this says where it would be and what it could say.
    """
    from storygen import alerting
    from storygen.settings import read_settings

    settings = read_settings()
    found = alerting.ways(settings)
    if not found:
        example = alerting.EXAMPLE.rstrip()
        click.echo(f"Alerts go nowhere: {settings.alerts} names no way. It could say:\n\n{example}\n")
    elif testing:
        sys.exit(_send(found, _trial(now(), settings), settings))
    else:
        print_table([["way", "by", "hears of"], *([each.name, each.by, _heard(each)] for each in found)])
        click.echo()
    print_table(alerting.deliveries())
    if testing:
        sys.exit(FAILED)


def _heard(way: Way) -> str:
    """Return of what *way* hears, in the order that alerts are told of."""
    from storygen.deliveries.delivery import KINDS

    return ", ".join(kind for kind in KINDS if kind in way.when)


def _trial(at: datetime, settings: Settings) -> Alert:
    """Return an alert that is sent to see whether alerts arrive."""
    from storygen.deliveries.delivery import Alert

    lines = ("Alerts from storygen arrive here.", "Nothing has happened, and nothing is asked of you.")
    key = f"test:{at.isoformat(timespec='seconds')}"
    return Alert(key, "noted", "A test alert from storygen", lines, at, link=settings.desk)


def _send(ways: tuple[Way, ...], alert: Alert, settings: Settings) -> int:
    """Send *alert* by each of the *ways*, say of each on a line what came of it, and return the exit code."""
    from storygen.alerting import deliver

    code = DONE
    for way in ways:
        try:
            deliver(way, alert, settings)
            click.echo(f"{way.name}: sent")
        except StorygenError as error:
            click.echo(f"{way.name}: {error}", err=True)
            code = FAILED
    return code
