"""Flag: what a check, the gate or the reader raises on a story.

A flag is a question to the editor. A stop may not be filed until the copy is edited or the stop
overruled by name.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """A query beside a par."""

    check: str
    message: str
    par: str = ""
    """The name of the par it concerns; empty for the whole story."""
    span: tuple[int, int] | None = None
    """Where in the par's text, from and to."""
    stop: bool = False

    def as_data(self) -> dict[str, object]:
        """Return the flag as plain data."""
        return {**asdict(self), "span": list(self.span) if self.span else None}
