"""Lookout: which feeds concern a pack, which of their notices, and what on a publisher's page is its tables.

A pack says so in its `[watch]`. A pattern is words with "…" for any others between them: "Police workforce
… 30 September" is every year's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storygen.errors import PackError

KEYS = ("feeds", "titles", "but", "tables", "loopback")


@dataclass(frozen=True, slots=True)
class Lookout:
    """What a pack says in its `[watch]`."""

    feeds: tuple[str, ...] = ()
    """The addresses of the feeds to be polled."""
    titles: tuple[str, ...] = ()
    """Patterns, one of which the title of a notice must fit."""
    but: tuple[str, ...] = ()
    """Patterns that it must not fit."""
    tables: tuple[str, ...] = ()
    """Patterns, one of which the title or the name of the workbook must fit; else any workbook will do."""
    loopback: bool = False
    """Whether a feed may be on this machine itself."""


def lookout_from_data(said: object, where: str) -> Lookout:
    """Return what the `[watch]` of a pack says.

    :raises PackError: a key is none, or what it says is not of its kind.
    """
    if not isinstance(said, Mapping):
        raise PackError(f"{where}, watch", "it is no table", "Write [watch] above its keys")
    if strange := set(said) - set(KEYS):
        raise PackError(
            f"{where}, [watch]", f"unknown key {', '.join(sorted(strange))}", f"Use {', '.join(KEYS)}"
        )
    lists = {}
    for key in ("feeds", "titles", "but", "tables"):
        value = said.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise PackError(f"{where}, [watch]", f"{key} is {value!r}", f'Write {key} = ["…"]')
        lists[key] = tuple(value)
    for feed in lists["feeds"]:
        if not feed.startswith(("https://", "http://")):
            raise PackError(f"{where}, [watch]", f"“{feed}” is no feed's address", "Begin it with https://")
    if lists["feeds"] and not lists["titles"]:
        raise PackError(
            f"{where}, [watch]", "it has feeds and no titles", 'Say which: titles = ["… tables …"]'
        )
    loopback = said.get("loopback", False)
    if not isinstance(loopback, bool):
        raise PackError(f"{where}, [watch]", f"loopback is {loopback!r}", "Write loopback = true")
    return Lookout(**lists, loopback=loopback)
