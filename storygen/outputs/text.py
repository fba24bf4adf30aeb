"""Text: the wire form, plain text as clients take it.

Catchline, headline, byline, pars parted by blank lines, ends. A note to editors stands apart and says so.
"""

from __future__ import annotations

from storygen.outputs.output import Output
from storygen.writing.story import Held, Story


def write(story: Story | Held) -> str:
    """Return *story* as wire copy, or what holds it."""
    if isinstance(story, Held):
        names = ", ".join(place.name for place in story.places)
        return "\n".join([f"HELD {story.pack}: {names}", *(f"  {reason}" for reason in story.reasons)]) + "\n"
    lines = [story.catchline, "", story.headline, story.byline, ""]
    for par in story.pars:
        if par.name == "ednote":
            lines += [f"EDITORS: {par}", ""]
        elif par.name != "headline":
            lines += [str(par), ""]
    return "\n".join([*lines, "ends"]) + "\n"


TEXT = Output("text", ".txt", "wire copy: catchline, headline, byline, pars, ends", write)
