"""Release: one publication of figures by a publisher.

A release is two files side by side: `mappa-2021.toml`, which says what it is, and `mappa-2021.csv`,
the figures with the cell each was read from. Those in `data/` were transcribed by us; those in the
user's own folder were kept by `storygen add`. Both are read by the same code.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from storygen.errors import ReleaseError
from storygen.facts.period import Period, period_from_key


@dataclass(frozen=True, slots=True)
class Release:
    """What a release is: who published what, when, for which period."""

    id: str
    series: str
    """The pack that reads it: two releases of one series print the same table a period apart."""
    title: str
    publisher: str
    published: date
    period: Period
    status: str
    """provisional, final or revised."""
    address: str
    embargo: str
    """The moment before which nothing may be filed, as ISO 8601 text, or empty: see `not_before`."""
    fingerprint: str
    """sha256 of the file that the figures were read from."""
    path: Path
    """The file of its figures."""

    @property
    def not_before(self) -> datetime:
        """Return the moment before which nothing may be filed: its embargo, else its own hour (rule R1)."""
        return moment_from(self.embargo or self.published.isoformat())


RELEASE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""What a release may be called: its id names its files and folders."""
STATUSES = ("provisional", "final", "revised")
HOUR = time(9, 30)
"""When UK official statistics come out, in London (rule R1)."""


def moment_from(said: str) -> datetime:
    """Return the moment that *said* names in ISO 8601, as London has it.

    A day alone is its 9.30am; a time without an offset is London's, winter or summer.

    :raises ValueError: it names none.

    >>> str(moment_from("2020-01-30")), str(moment_from("2020-06-30T08:30Z"))
    ('2020-01-30 09:30:00+00:00', '2020-06-30 09:30:00+01:00')
    """
    london = ZoneInfo("Europe/London")
    try:
        return datetime.combine(date.fromisoformat(said), HOUR, london)
    except ValueError:
        moment = datetime.fromisoformat(said)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=london)
    try:
        return moment.astimezone(london)
    except OverflowError as error:
        raise ValueError(f"“{said}” is before the first year") from error


def open_release(described: Path, series: str) -> Release:
    """Return the release that the TOML file *described* tells of.

    :raises ReleaseError: the file cannot be read, or an entry is missing or out of form.
    """
    try:
        said = tomllib.loads(described.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReleaseError(
            str(described), f"cannot be read: {error}", "Mend the file or remove it"
        ) from error
    return release_from_data(said, series, described)


def release_from_data(said: dict[str, object], series: str, where: Path) -> Release:
    """Return the release that the plain data *said* describes; *where* is named in errors."""

    def text(key: str, default: str | None = None) -> str:
        value = said.get(key, default)
        if not isinstance(value, str):
            raise ReleaseError(str(where), f"“{key}” should be text and is {value!r}", f'Write {key} = "…"')
        return value

    published = said.get("published")
    if not isinstance(published, date) or isinstance(published, datetime):
        raise ReleaseError(
            str(where), f"“published” should be a day and is {published!r}", "Write published = 2020-01-30"
        )
    try:
        period = period_from_key(text("period"))
    except ValueError as error:
        raise ReleaseError(str(where), str(error), 'Write period = "at 2021-03-31"') from error
    status = text("status", "final")
    if status not in STATUSES:
        raise ReleaseError(str(where), f"status is “{status}”", f"Use one of {', '.join(STATUSES)}")
    if not RELEASE_ID.fullmatch(text("id")):
        remedy = "Use letters, digits and hyphens"
        raise ReleaseError(str(where), f"its id “{text('id')}” will not do for a file's name", remedy)
    return Release(
        id=text("id"),
        series=series,
        title=text("title"),
        publisher=text("publisher"),
        published=published,
        period=period,
        status=status,
        address=text("address", ""),
        embargo=_embargo(said.get("embargo", ""), where),
        fingerprint=text("fingerprint", "") or _of_file(where.with_suffix(".csv")),
        path=where.with_suffix(".csv"),
    )


def _embargo(said: object, where: Path) -> str:
    """Return the embargo *said*, as text or as TOML's own day or time, in ISO 8601, or nothing.

    :raises ReleaseError: it names no moment.
    """
    try:
        if said != "":
            moment_from(str(said) if isinstance(said, str | date) else "")
    except ValueError:
        fault = f"“embargo” should be a day or a time of one and is {said!r}"
        raise ReleaseError(str(where), fault, 'Write embargo = "2020-01-30T09:30"') from None
    return str(said)


def fingerprint(body: bytes) -> str:
    """Return the sha256 of what is in a file, as a release gives it."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _of_file(path: Path) -> str:
    """Return the fingerprint of the file *path*, or nothing where it is not there."""
    return fingerprint(path.read_bytes()) if path.is_file() else ""
