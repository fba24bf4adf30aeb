"""Releases: those that there are for a pack, and the table of one with those of the earlier behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storygen import plugins
from storygen.errors import ReleaseError, UsageError
from storygen.facts.release import Release
from storygen.facts.table import Table, read_readings
from storygen.pack import Pack
from storygen.settings import Settings, read_settings


def find_releases(pack: Pack, settings: Settings | None = None) -> list[Release]:
    """Return the releases that there are for *pack*, oldest period first, but those that cannot be read."""
    return [each for each in _offered(pack, settings) if isinstance(each, Release)]


def broken_releases(pack: Pack, settings: Settings | None = None) -> list[ReleaseError]:
    """Return what is wrong with each release of *pack* that cannot be read."""
    return [each for each in _offered(pack, settings) if isinstance(each, ReleaseError)]


def _offered(pack: Pack, settings: Settings | None) -> Sequence[Release | ReleaseError]:
    """Return what the source of releases has for *pack*: each release, or what is wrong with it."""
    source = plugins.load("storygen.sources", "local")
    offered: Sequence[Release | ReleaseError] = source(pack.name, (settings or read_settings()).releases)
    return offered


def is_of(error: ReleaseError, release: str | None) -> bool:
    """Return whether *error* is what is wrong with the files of the *release* of that id."""
    return Path(error.where).stem == release


def open_table(pack: Pack, wanted: str | None = None, settings: Settings | None = None) -> Table:
    """Return the table of the release called *wanted*, or of the newest, with the earlier ones behind it.

    :raises UsageError: there is no such release.
    :raises ReleaseError: there is none at all, or one cannot be read.
    """
    offered = _offered(pack, settings)
    releases = [each for each in offered if isinstance(each, Release)]
    for error in offered:
        if isinstance(error, ReleaseError) and (not releases or is_of(error, wanted)):
            raise error
    if not releases:
        raise ReleaseError(pack.name, "there is no release", f"Add one with “storygen add {pack.name} FILE”")
    current = releases[-1] if wanted is None else next((each for each in releases if each.id == wanted), None)
    if current is None:
        ids = ", ".join(release.id for release in releases)
        raise UsageError(f"“{wanted}”", f"{pack.name} has no such release", f"It has {ids}")
    table: Table | None = None
    for release in releases:
        if release is current or release.period < current.period:
            table = Table(release, read_readings(release.path), pack.meaning, table)
    assert table is not None
    return table
