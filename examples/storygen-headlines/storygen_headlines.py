"""Headlines: one line a story, for the news list: catchline, headline, how many queries stand beside it."""

from storygen.outputs.output import Output
from storygen.writing.story import Held, Story


def write(story: Story | Held) -> str:
    """Return *story* as one line, or why it is held."""
    if isinstance(story, Held):
        names = ", ".join(place.name for place in story.places)
        return f"HELD {names}: {story}\n"
    queries = f" [{len(story.flags)} to look at]" if story.flags else ""
    return f"{story.catchline}: {story.headline}{queries}\n"


HEADLINES = Output("headlines", ".headline.txt", "one line a story, for the news list", write)
