"""Settings: the few things the environment may say, read once, at the edge.

STORYGEN_TEMPLATES      a folder of story packs, asked before our own
STORYGEN_HOME           the user's own folder (releases/ and templates/), instead of the system's usual one
STORYGEN_DATA           a folder of places and releases laid out as our data/, instead of it
STORYGEN_ARCHIVE        the archive: the path of a SQLite file, or the URL of a PostgreSQL database
STORYGEN_TRIAL_ARCHIVE  the store that trial runs have of their own, likewise
STORYGEN_BY             who works here: the name that decisions are entered under
STORYGEN_DESK           the address of the desk, for the links in alerts
STORYGEN_…_PASSWORD     what alerts.toml names and does not say, as does STORYGEN_…_SECRET:
                        STORYGEN_MAIL_PASSWORD for e-mail, STORYGEN_WEBHOOK_SECRET to sign with
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storygen.errors import UsageError

_SECRET = re.compile(r"STORYGEN_(\w+_)?(PASSWORD|SECRET)", re.ASCII)


def is_secret(name: str) -> bool:
    """Return whether what the environment says under *name* is a secret."""
    return _SECRET.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the environment says that nobody else may: passwords, and what a webhook is signed with."""

    kept: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Each secret, after its name."""

    def named(self, name: str) -> str:
        """Return the secret called *name*.

        :raises UsageError: the environment has none.
        """
        for each, secret in self.kept:
            if each == name:
                return secret
        raise UsageError(name, "it is not set", "Set it where storygen runs")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where packs and releases are looked for."""

    templates: tuple[Path, ...]
    """Folders of packs, the user's before ours."""
    data: Path
    """The places and releases that come with storygen, or a folder laid out as they are."""
    home: Path
    """The user's own folder: packs in its `templates/`, releases that `storygen add` kept in `releases/`."""
    archive: str = ""
    """The path or URL of the archive; by default a file of home."""
    trial_archive: str = ""
    """The path or URL of the store that trial runs have of their own; by default a file of home."""
    by: str = ""
    """Who works here."""
    desk: str = ""
    """The address of the desk."""
    secrets: Secrets = field(default=Secrets(), repr=False)
    """What alerts need, and nothing may print."""

    @property
    def alerts(self) -> Path:
        """Return the file that says where alerts go."""
        return self.home / "alerts.toml"

    @property
    def releases(self) -> tuple[Path, ...]:
        """Return the folders of releases, ours first: a release of the user's own replaces ours."""
        return (self.data, self.home / "releases")

    @property
    def wire(self) -> Path:
        """Return the folder that filed copy goes to."""
        return self.home / "filed"

    def store(self, trial: bool = False) -> str:
        """Return the path or URL of the archive, or of the store that trial runs have instead (rule L4).

        :raises UsageError: the two would be one, or it is not said where trial runs are kept.
        """
        own = self.archive or str(self.home / "archive.db")
        if not trial:
            return own
        if not self.trial_archive and self.archive.startswith("postgres"):
            fault = "the archive is a PostgreSQL database, and trial runs have a store of their own (rule L4)"
            raise UsageError("STORYGEN_TRIAL_ARCHIVE", fault, "Set it to a file or another database")
        found = self.trial_archive or str(self.home / "trial.db")
        if is_same(found, own):
            fault = "it is the archive, and trial runs have a store of their own (rule L4)"
            raise UsageError("STORYGEN_TRIAL_ARCHIVE", fault, "Set it to another")
        return found


def is_same(one: str, other: str) -> bool:
    """Return whether two archives are the same one, whichever way the paths of their files are written."""
    return _resolved(one) == _resolved(other)


def _resolved(archive: str) -> str:
    """Return the path of the file that an *archive* is kept in, or its URL where it is kept in none."""
    path = archive.removeprefix("sqlite:///")
    return archive if "://" in path else str(Path(path).resolve())


def share(name: str) -> Path:
    """Return the folder *name* (templates or data) of the installed package, or of a bare checkout."""
    package = Path(__file__).parent
    checkout = package.parent / name
    return (
        checkout
        if (package.parent / "pyproject.toml").exists() and checkout.is_dir()
        else package / "_share" / name
    )


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that *environment* gives, by default this process's."""
    said = os.environ if environment is None else environment
    own, place = said.get("STORYGEN_TEMPLATES"), said.get("STORYGEN_HOME")
    home = Path(place) if place else _usual_home(said)
    templates = (*((Path(own),) if own else ()), home / "templates", share("templates"))
    data = said.get("STORYGEN_DATA")
    return Settings(
        templates,
        Path(data) if data else share("data"),
        home,
        archive=said.get("STORYGEN_ARCHIVE", ""),
        trial_archive=said.get("STORYGEN_TRIAL_ARCHIVE", ""),
        by=said.get("STORYGEN_BY", ""),
        desk=said.get("STORYGEN_DESK", "").rstrip("/"),
        secrets=Secrets(tuple((name, said[name]) for name in sorted(said) if is_secret(name) and said[name])),
    )


def _usual_home(said: Mapping[str, str]) -> Path:
    """Return the folder where this system keeps a program's data."""
    if sys.platform == "win32":
        return Path(said.get("APPDATA", Path.home())) / "storygen"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "storygen"
    return Path(said.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "storygen"
