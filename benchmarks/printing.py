"""Printing: what the machine is, and tables of what was measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version


def note() -> None:
    """Print what the machine is."""
    libraries = ", ".join(f"{name} {version_of(name)}" for name in ("jinja2", "pandas", "distributed"))
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load()}")
    print(f"Python {platform.python_version()}, {libraries}")


def version_of(name: str) -> str:
    """Return the version of a library that is installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def load() -> str:
    """Return how much the machine has had to do lately."""
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def table(title: str, rows: Iterable[Sequence[object]]) -> None:
    """Print *rows*, the first of which are the headers, under a title."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    print(f"\n{title}\n")
    for row in texts:
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  " + "  ".join([row[0].ljust(widths[0]), *cells]).rstrip())
