"""Asking: what a view is given and what it gives back: no view knows a socket, a header or a clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from storygen.archive.archive import Archive
from storygen.archive.kept import User
from storygen.archive.people import People
from storygen.archive.workflow import Role
from storygen.desk.batches import Batches
from storygen.editions import Editions
from storygen.errors import ArchiveError
from storygen.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """What every view of one desk works with."""

    archive: Archive
    people: People
    editions: Editions
    settings: Settings
    batches: Batches
    clock: Callable[[], datetime]
    """What time it is: the one place that says so."""
    wire: Path | None = None
    """The folder that filed copy is put into."""
    trusted: str = ""
    """The header by which a proxy says who somebody is, where one is trusted."""
    proxies: tuple[str, ...] = ()
    """The addresses of the proxies: what they say of who asks, and from where, is believed."""
    trial: bool = False
    """Whether its archive is that of trial runs."""


def whole(said: str, default: int = 0) -> int:
    """Return the whole number that *said* is, or *default* where it is none, or more than anything counts."""
    said = said.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else default


@dataclass(frozen=True, slots=True)
class Form:
    """What a form was sent with: every value of each field, in its order."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return the last value of a field, blanks at its ends left off, or nothing."""
        return self.values.get(name, ("",))[-1].strip()

    def as_sent(self, name: str) -> str:
        """Return the last value of a field, blanks and all, or nothing: a password may have some."""
        return self.values.get(name, ("",))[-1]

    def every(self, name: str) -> tuple[str, ...]:
        """Return every value of a field as it was sent."""
        return self.values.get(name, ())

    def number(self, name: str, default: int = 0) -> int:
        """Return the whole number in a field, or *default* where there is none."""
        return whole(self[name], default)


def typed_of(form: Form) -> list[tuple[str, str]]:
    """Return the words of a story that a form was sent with: of each par its name and its words, then why.

    Nothing where it has no par, and never another field: a password is one.
    """
    pars = form.every("text") or form.every("one")
    names = form.every("name")
    found = [(names[number] if number < len(names) else "", text) for number, text in enumerate(pars)]
    return [*found, ("why", form["why"])] if found and form["why"] else found


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as a view sees it."""

    desk: Desk
    at: datetime
    path: Mapping[str, str]
    query: Form
    form: Form
    user: User | None
    address: str
    """Where it came from."""
    secret: str
    """What its forms must carry, so that no other site can send one (see `door.py`)."""
    fragment: bool = False
    """Whether htmx asks, for a part of a page."""
    url: str = ""
    session: str = ""
    """What it is signed in by, where it is."""

    @property
    def who(self) -> User:
        """Return the user who asks; views that anybody may ask for don't call this."""
        assert self.user is not None
        return self.user

    def number(self, name: str) -> int:
        """Return the whole number in the path.

        :raises ArchiveError: it is none.
        """
        said = self.path.get(name, "")
        if not (number := whole(said)):
            raise ArchiveError(f"{name} “{said[:80]}”", "there is none of that number")
        return number


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be rendered, or a part of one."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    signed: Mapping[str, Any] | None = None
    """What the session is from now on, where it changes."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another page to be asked for instead."""

    url: str
    said: str = ""
    """What that page says first."""
    signed: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file to be taken home."""

    name: str
    text: str
    kind: str = "text/plain; charset=utf-8"
    inline: bool = False


Answer = Page | Elsewhere | File
View = Callable[[Asked], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """A page: its path, how it is asked for, its view, and who may ask."""

    path: str
    view: View
    role: Role | None = Role.READER
    """None where anybody may, without signing in."""
    posts: bool = False
