"""Output: what every output is, one of ours or anyone's.

A function from a story (or a held one) to text, and what its files are called. A new output is such a
value and one entry point in the group `storygen.outputs`; see `examples/` for one whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storygen.writing.story import WATERMARK, Held, Story


@dataclass(frozen=True, slots=True)
class Output:
    """A way of setting down a story."""

    name: str
    suffix: str
    """The ending of its files, with its dot: ".txt"."""
    about: str
    """What it is for, in one line."""
    form: Callable[[Story | Held], str]
    """The function that sets a story down."""

    def write(self, story: Story | Held) -> str:
        """Return *story* as text; a trial run's says so, whatever the form leaves out (rule L4)."""
        text = self.form(story)
        called = story.slug if isinstance(story, Held) else story.catchline
        if not story.trial or any(mark in text for mark in ("TRIAL RUN", called, story.slug)):
            return text
        return f"{WATERMARK}\n{text}"
