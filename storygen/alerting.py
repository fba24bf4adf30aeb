"""Alerting: who is to hear of what, as the user's alerts.toml says, and the alert on its way to them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storygen import plugins
from storygen.deliveries.delivery import KINDS, Alert, Delivery
from storygen.errors import PluginError, StorygenError, UsageError
from storygen.settings import Settings

GROUP = "storygen.deliveries"
USUAL = frozenset(KINDS) - {"noted"}
"""What a way hears of, where its entry does not say."""
OWN = ("by", "name", "when")
"""The keys of an entry that are ours; the others are its delivery's."""
EXAMPLE = """\
[[alert]]
by   = "webhook"
to   = "https://hooks.example.org/newsdesk"
when = ["release", "held", "fault"]

[[alert]]
by     = "email"
to     = ["newsdesk@example.org"]
from   = "storygen@example.org"
server = "smtp.example.org:587"
user   = "storygen"
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of alerts.toml: by what its alerts go, and what it hears of."""

    name: str
    by: str
    when: frozenset[str]
    said: Mapping[str, Any]
    """What the entry says to its delivery."""


def ways(settings: Settings) -> tuple[Way, ...]:
    """Return the ways that alerts go, in the order of the user's alerts.toml; none where there is no file.

    :raises UsageError: the file cannot be read, or an entry cannot be meant; it is named.
    """
    path = settings.alerts
    found: list[Way] = []
    for number, entry in enumerate(_entries(path), 1):
        where = f"{path}, alert {number}"
        try:
            way = _way(entry, found)
        except UsageError as error:
            raise UsageError(
                f"{where}, {error.where}" if error.where else where, error.what, error.remedy
            ) from None
        found.append(way)
    return tuple(found)


def _entries(path: Path) -> list[Mapping[str, Any]]:
    """Return the entries of the file at *path*."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(str(path), f"cannot be read: {error}", "Mend the file") from error
    if strange := set(said) - {"alert"}:
        raise UsageError(str(path), f"unknown key {', '.join(sorted(strange))}", "Write [[alert]]")
    entries = said.get("alert", [])
    if not isinstance(entries, list) or not all(isinstance(each, Mapping) for each in entries):
        raise UsageError(str(path), "“alert” is no list of entries", "Write [[alert]]")
    return entries


def _way(entry: Mapping[str, Any], before: list[Way]) -> Way:
    """Return the way that an *entry* describes, after those *before* it."""
    by = entry.get("by")
    if not isinstance(by, str) or not by:
        raise UsageError("by", "it is not said by what the alert goes", f"Use {_offered()}")
    if by not in plugins.names(GROUP):
        raise UsageError("by", f"“{by}” is no delivery", f"Use {_offered()}")
    said = {key: value for key, value in entry.items() if key not in OWN}
    with suppress(PluginError):  # which is no fault of the file, and told when an alert is to go this way
        _read(said, _delivery(by))
    return Way(_name(entry, by, before), by, _when(entry), said)


def _offered() -> str:
    """Return the deliveries there are, as a remedy has them."""
    return ", ".join(plugins.names(GROUP))


def _read(said: Mapping[str, Any], delivery: Delivery) -> None:
    """Refuse what is said that *delivery* knows nothing of or cannot use, and what it lacks."""
    if strange := set(said) - set(delivery.keys):
        remedy = f"Use {', '.join((*OWN, *delivery.keys))}"
        raise UsageError("", f"unknown key {', '.join(sorted(strange))}", remedy)
    if lacking := [key for key, must in delivery.keys.items() if must and key not in said]:
        raise UsageError("", f"“{lacking[0]}” is missing", f"Write {lacking[0]} = …")
    try:
        delivery.check(said)
    except StorygenError:
        raise
    except Exception as error:  # a stranger's, in whose words a secret may stand
        fault = f"“{delivery.name}” cannot read it ({type(error).__name__})"
        raise UsageError("", fault, "Mend the entry, or ask whoever wrote it") from None


def _name(entry: Mapping[str, Any], by: str, before: list[Way]) -> str:
    """Return what a way is called: what its entry says, else by what it goes, and a number."""
    counted = Counter(way.by for way in before)
    name = entry.get("name", f"{by}-{counted[by] + 1}")
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise UsageError("name", "it is not a line of text", 'Write name = "…"')
    if any(way.name == name for way in before):
        raise UsageError("name", f"“{name}” is the name of another", "Give it one of its own")
    return name


def _when(entry: Mapping[str, Any]) -> frozenset[str]:
    """Return the kinds of alert that an *entry* is to hear of."""
    said = entry.get("when", sorted(USUAL))
    if not isinstance(said, list) or not said or not all(each in KINDS for each in said):
        wrong = [each for each in said if each not in KINDS] if isinstance(said, list) else [said]
        fault = f"“{wrong[0]}” is no kind of alert" if wrong else "it names no kind of alert"
        raise UsageError("when", fault, f"List some of {', '.join(KINDS)}")
    return frozenset(said)


def _delivery(by: str) -> Delivery:
    """Return the delivery called *by*.

    :raises PluginError: it cannot be loaded, or is none.
    """
    found = plugins.load(GROUP, by)
    if not isinstance(found, Delivery):
        raise PluginError(f"delivery “{by}”", "it is not a Delivery", "See docs/plugins.md")
    return found


def deliver(way: Way, alert: Alert, settings: Settings) -> None:
    """Send *alert* by *way*, whatever that hears of.

    :raises StorygenError: it did not go out.
    """
    delivery = _delivery(way.by)
    try:
        delivery.send(alert, way.said, settings.secrets)
    except StorygenError:
        raise
    except Exception as error:  # as above
        fault = f"it failed in a way of its own ({type(error).__name__})"
        raise PluginError(f"delivery “{way.by}”", fault, "Ask whoever wrote it") from None


def deliveries() -> list[list[str]]:
    """Return every delivery that there is as a row, after a row of heads; one that fails says why."""
    rows = [["by", "from", "about"]]
    for plugin in plugins.every(GROUP):
        rows.append([plugin.name, plugin.distribution, plugin.fault or _about(plugin.thing)])
    return rows


def _about(thing: object) -> str:
    """Return what a delivery says of itself."""
    return thing.about if isinstance(thing, Delivery) else "it is not a Delivery"
