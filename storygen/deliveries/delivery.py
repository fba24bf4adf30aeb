"""Delivery: an alert, and what every way of sending one is, ours or anyone's.

A function that sends an alert as one entry of alerts.toml says, and the keys that such an entry may have. A
new delivery is such a value and one entry point in the group `storygen.deliveries`; see `examples/` for one
whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from storygen.errors import UsageError
from storygen.settings import Secrets

Kind = Literal["release", "held", "corrections", "withdrawn", "announced", "noted", "fault"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What an alert may be of."""
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def on_one_line(text: str) -> str:
    """Return *text* on one line, without the characters that nobody sees and some servers choke on.

    >>> on_one_line("Up 5%\\r\\nBcc: all@example.org")
    'Up 5% Bcc: all@example.org'
    """
    seen = (sign for sign in " ".join(text.split()) if unicodedata.category(sign) not in _UNSEEN)
    return " ".join("".join(seen).split())


@dataclass(frozen=True, slots=True)
class Alert:
    """News for people: what came in, what became of it, or what is amiss.

    Its words may come from somebody's feed, so that they are made safe here: no delivery has to think of a
    line break in a headline.
    """

    key: str
    """The same for the same news, for whoever must not be told twice."""
    kind: Kind
    headline: str
    """What there is to say, in one line."""
    lines: tuple[str, ...]
    """What else there is to say, a line each."""
    at: datetime
    pack: str = ""
    release: str = ""
    link: str = ""
    """The page of the desk about it, where the desk's address is known."""

    def __post_init__(self) -> None:
        """Put every text on one line."""
        for name in ("key", "headline", "pack", "release", "link"):
            object.__setattr__(self, name, on_one_line(getattr(self, name)))
        object.__setattr__(self, "lines", tuple(filter(None, map(on_one_line, self.lines))))

    def as_data(self) -> dict[str, Any]:
        """Return the alert as plain data."""
        return {
            "key": self.key,
            "kind": self.kind,
            "headline": self.headline,
            "lines": list(self.lines),
            "at": self.at.isoformat(),
            "pack": self.pack,
            "release": self.release,
            "link": self.link,
        }

    def as_text(self) -> str:
        """Return the alert as a few lines to read."""
        pars = (self.headline, "\n".join(self.lines), self.link)
        return "\n\n".join(filter(None, pars)) + "\n"


def all_well(said: Mapping[str, Any]) -> None:
    """Find nothing wrong with what an entry has *said*."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A way of sending an alert."""

    name: str
    about: str
    """What it is for, in one line."""
    keys: Mapping[str, bool]
    """What an entry of alerts.toml may say of it beside `by`, `name` and `when`, and whether it must."""
    send: Callable[[Alert, Mapping[str, Any], Secrets], None]
    """The function that sends an alert as an entry says; raises StorygenError where it could not."""
    check: Callable[[Mapping[str, Any]], None] = all_well
    """The function that reads what an entry says beforehand; raises UsageError where it cannot be meant."""


# What an entry says, as those who send need it.


def text_of(said: Mapping[str, Any], key: str, usual: str = "") -> str:
    """Return the text under *key*, or *usual* where there is none.

    :raises UsageError: something stands there that is not a line of text.
    """
    value = said.get(key, usual)
    if not isinstance(value, str) or not value.isprintable():
        raise UsageError(key, "it is not a line of text", f'Write {key} = "…"')
    return value


def choice_of(said: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str:
    """Return which of the *choices* stands under *key*; the first where none does.

    :raises UsageError: something else stands there.
    """
    value = said.get(key, choices[0])
    if value not in choices:
        raise UsageError(key, "there is no such choice", f"Use {', '.join(choices[:-1])} or {choices[-1]}")
    return str(value)


def is_said(said: Mapping[str, Any], key: str) -> bool:
    """Return whether *key* is said to be true.

    :raises UsageError: neither true nor false stands there.
    """
    value = said.get(key, False)
    if not isinstance(value, bool):
        raise UsageError(key, "it is neither true nor false", f"Write {key} = true, or leave it out")
    return value
