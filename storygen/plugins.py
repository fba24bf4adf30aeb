"""Plugins: finds sources, outputs and deliveries by entry point; ours come in by the same door as anyone's.

One that fails to load is named, and the rest go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from storygen.errors import PluginError, UsageError

GROUPS = {
    "storygen.outputs": "output",
    "storygen.sources": "source",
    "storygen.deliveries": "delivery",
}
"""The groups of entry points, and what one of each is called."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that was found, and where it came from; `thing` is None where it failed to load."""

    group: str
    name: str
    distribution: str
    thing: Any
    fault: str = ""


@lru_cache(maxsize=8)
def _points(group: str) -> tuple[EntryPoint, ...]:
    """Return the entry points of *group*, the first of each name."""
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=group):
        found.setdefault(point.name, point)
    return tuple(found[name] for name in sorted(found))


def names(group: str) -> list[str]:
    """Return the names of the plugins in *group*, without loading one."""
    return [point.name for point in _points(group)]


def load(group: str, name: str) -> Any:
    """Return the plugin called *name* of *group*.

    :raises UsageError: there is none of that name.
    :raises PluginError: it cannot be loaded.
    """
    kind = GROUPS.get(group, group)
    point = next((point for point in _points(group) if point.name == name), None)
    if point is None:
        raise UsageError(f"“{name}”", f"no such {kind}", f"There are {', '.join(names(group)) or 'none'}")
    try:
        return point.load()
    except Exception as error:
        whose = point.dist.name if point.dist else "an unknown distribution"
        raise PluginError(
            f"{kind} “{name}” of {whose}", f"cannot be loaded: {error}", "Mend or remove it"
        ) from error


def every(group: str) -> Iterator[Plugin]:
    """Yield every plugin of *group*, those that fail with their fault."""
    for point in _points(group):
        whose = _whose(group, point.name)
        try:
            yield Plugin(group, point.name, whose, load(group, point.name))
        except PluginError as error:
            yield Plugin(group, point.name, whose, None, str(error))


@lru_cache(maxsize=64)
def _whose(group: str, name: str) -> str:
    """Return the distribution that a plugin comes in, which asks for a file to be read."""
    return next((point.dist.name for point in _points(group) if point.name == name and point.dist), "")
