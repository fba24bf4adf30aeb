"""Text: the wire form, plain text as clients take it.

Catchline, headline, byline, pars parted by blank lines, ends. A note to editors stands apart and says so, and
so does an embargo. A trial run opens and closes with its watermark (rule L4).
"""

from __future__ import annotations

from storygen.outputs.output import Output
from storygen.writing.ednote import NOTE
from storygen.writing.story import WATERMARK, Held, Story


def write(story: Story | Held) -> str:
    """Return *story* as wire copy, or what holds it."""
    lines = _held(story) if isinstance(story, Held) else _copy(story)
    if story.trial:
        lines = [WATERMARK, "", *lines, "", WATERMARK]
    return "\n".join(lines) + "\n"


def _held(story: Held) -> list[str]:
    """Return the lines of a story that is not written."""
    names = ", ".join(place.name for place in story.places)
    return [f"HELD {story.pack}: {names}", *(f"  {reason}" for reason in story.reasons)]


def _copy(story: Story) -> list[str]:
    """Return the lines of wire copy."""
    lines = [story.catchline, ""]
    if story.embargoed:
        lines += [story.embargoed, ""]
    lines += [story.headline, story.byline, ""]
    for par in story.pars:
        if par.name == NOTE:
            lines += [f"EDITORS: {par}", ""]
        elif par.name != "headline":
            lines += [str(par), ""]
    return [*lines, "ends"]


TEXT = Output("text", ".txt", "wire copy: catchline, headline, byline, pars, ends", write)
