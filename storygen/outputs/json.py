"""Json: the whole record of a story, for programs: every run with its figure, period, claim or quote."""

from __future__ import annotations

import json

from storygen.outputs.output import Output
from storygen.writing.story import Held, Story


def write(story: Story | Held) -> str:
    """Return *story* as one JSON object."""
    return json.dumps(story.as_data(), ensure_ascii=False, indent=2) + "\n"


JSON = Output("json", ".json", "the whole record, each printed number with its working and cells", write)
