"""Errors: everything storygen can refuse to do.

    StorygenError
    ├── PackError       a story pack cannot be used as written
    ├── ReleaseError    a release cannot be opened or read
    ├── PlaceError      a name is no place, title or release that we know
    ├── UsageError      what was asked for does not make sense
    ├── ArchiveError    the archive cannot be opened, or does not do what was asked
    │   └── Unreachable its database does not answer, or cannot be read or written to
    ├── WorkflowError   a story may not become what was asked of it
    ├── MissingExtra    a command needs a library that is not installed
    ├── PluginError     a source, an output or a delivery cannot be loaded
    ├── FetchError      nothing usable came from an address
    └── DeliveryError   an alert did not go out

Each says where the fault is, what it is and what to try next, on one line, for an editor to read.
Doubtful or missing *figures* are not errors: they are a `Gap`, and the story is `Held`.
"""

from __future__ import annotations

DONE, FAILED, WRONG_USAGE, SOME_HELD, NOTHING_NEW = 0, 1, 2, 3, 64
"""Exit codes of the command line: the last is for a watch that has seen it all before."""


class StorygenError(Exception):
    """Something storygen will not do, said in one line: place, fault, remedy."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        """Keep the three parts of the message as they were given."""
        super().__init__(where, what, remedy)
        self.where, self.what, self.remedy = where, what, remedy

    def __str__(self) -> str:
        """Return the message on one line."""
        said = (f"{self.where}: {self.what}", self.remedy)
        return " ".join(
            " ".join(part if part.endswith(("?", ".")) else f"{part}." for part in said if part).split()
        )


class PackError(StorygenError):
    """A story pack cannot be used as written; *where* is its file and entry."""


class ReleaseError(StorygenError):
    """A release cannot be opened or read; *where* is its file, and the sheet if there is one."""


class PlaceError(StorygenError):
    """A name is no place, title or release that we know; *remedy* offers the near ones."""


class UsageError(StorygenError):
    """What was asked for does not make sense, whatever the figures say."""


class ArchiveError(StorygenError):
    """The archive cannot be opened, or does not do what was asked; *where* is its address, or a story."""


class Unreachable(ArchiveError):
    """The archive's database does not answer, or cannot be read or written to; nothing was saved."""


class WorkflowError(StorygenError):
    """A story may not become what was asked of it; *where* names it, *what* says what stands in the way."""


class MissingExtra(StorygenError):
    """A command needs a library that an extra installs; *remedy* is the command that installs it."""


class PluginError(StorygenError):
    """A source, an output or a delivery cannot be loaded; *where* names it and whose it is."""


class FetchError(StorygenError):
    """Nothing usable came from an address; *where* is the address.

    :param status: what the server answered, or 0 where it did not.
    :param again: after so many seconds, it said, it may be asked again; 0 where it said nothing.
    """

    def __init__(self, where: str, what: str, remedy: str = "", status: int = 0, again: float = 0) -> None:
        """Keep the message, and what the server said of trying again."""
        super().__init__(where, what, remedy)
        self.status, self.again = status, again


class DeliveryError(StorygenError):
    """An alert did not go out; *where* is the server, of whose address nothing is told that may be secret."""
