"""Profiles: the house styles there are, and one of them read."""

from __future__ import annotations

from pathlib import Path

from storygen.errors import UsageError
from storygen.settings import Settings, read_settings
from storygen.writing.style import Style, read_style


def styles(settings: Settings) -> dict[str, Path]:
    """Return the style profiles by name; the user's hide ours of the same name."""
    found: dict[str, Path] = {}
    for folder in reversed(settings.templates):
        found |= {path.stem: path for path in sorted((folder / "styles").glob("*.toml"))}
    return found


def load_style(name: str, settings: Settings | None = None) -> Style:
    """Return the house style called *name*.

    :raises UsageError: there is none.
    :raises PackError: it cannot be used as written.
    """
    found = styles(settings or read_settings())
    if name not in found:
        raise UsageError(f"“{name}”", "no such style", f"There are {', '.join(found)}")
    return read_style(found[name])
