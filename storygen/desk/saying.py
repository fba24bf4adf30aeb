"""Saying: what went wrong, in words for somebody at a browser, who has no command line."""

from __future__ import annotations

import logging
import re

from storygen.errors import StorygenError, Unreachable

ABSENT = "The desk's archive cannot be reached just now."
_ASK = "Ask whoever runs the desk to"
INSTEAD = {
    "storygen list": "Look for it among the stories",
    "storygen history": "See its versions on its page",
    "storygen users": "See the page of users",
    "storygen places": "See the page of places",
    "storygen releases": "See the page of releases",
    "storygen batch": "Begin a batch of them",
    "storygen add": f"{_ASK} add one",
    "storygen file": f"{_ASK} mend the folder and to fill it again",
    "--out": f"{_ASK} mend the folder",
}
"""What a remedy is on the desk that names a command, or an option; without one here, nothing is named."""
_COMMAND = re.compile(r"storygen [a-z]+|--[a-z]+|pip install")


def told(error: StorygenError) -> str:
    """Return what is said of *error* on a page; what is for whoever runs the desk goes to its own log."""
    if isinstance(error, Unreachable):
        logging.getLogger("storygen.desk").error("%s", error)
        return f"{ABSENT} Nothing was saved; try again in a moment."
    named = _COMMAND.search(error.remedy)
    where = error.where.removeprefix("--")
    if not named and where == error.where:
        return str(error)
    return str(StorygenError(where, error.what, INSTEAD.get(named[0], "") if named else error.remedy))
