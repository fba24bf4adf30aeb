"""Output: what every output is, one of ours or anyone's.

A function from a story (or a held one) to text, and what its files are called. A new output is such a
value and one entry point in the group `storygen.outputs`; see `examples/` for one whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storygen.writing.story import Held, Story


@dataclass(frozen=True, slots=True)
class Output:
    """A way of setting down a story."""

    name: str
    suffix: str
    """The ending of its files, with its dot: ".txt"."""
    about: str
    """What it is for, in one line."""
    write: Callable[[Story | Held], str]
