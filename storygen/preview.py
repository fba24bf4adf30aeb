"""Preview: one story for each angle and branch of a pack, for an editor to read: `storygen preview`.

A real place is shown wherever one takes the branch, the newest release first; else a proof, else an edge
row. What a branch prints is told by its sentence, and the whole story by the command that writes it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storygen.branches import Roll, Shown
from storygen.pack import Pack
from storygen.proving import prove_all
from storygen.rehearsal import open_stage, opened, rehearse
from storygen.settings import Settings, read_settings
from storygen.writing.story import Story
from storygen.writing.tracing import Branch

WIDE, NARROW = 100, 48
"""How much of a sentence a table shows, and of what it is of, in letters."""


@dataclass(frozen=True, slots=True)
class Look:
    """A branch and who shows it."""

    branch: Branch
    shown: Shown | None

    def row(self) -> tuple[str, str, str, str, str]:
        """Return it as a row: what, where, whose story, of which release, and the sentence it printed."""
        file = self.branch.where.partition("/")[2]
        what, words = _cut(self.branch.what, NARROW), _cut(self.sentence(), WIDE)
        return what, file, _cut(self.whose(), NARROW), self.of_release(), words

    def lines(self) -> Iterator[str]:
        """Yield it as an editor reads it: what and where, whose story, the par, the command for the whole."""
        yield f"{self.branch.where}: {self.branch.what}"
        yield f"    {', '.join(filter(None, (self.whose(), self.of_release())))}"
        if self.shown:
            yield f"    {self.shown.par or self.shown.story.headline}"
        if self.shown and self.shown.kind == "real":
            yield f"    {command(self.shown.story)}"

    def whose(self) -> str:
        """Return whose story shows it: a place's, several places', a proof's, an edge row's or nobody's."""
        if self.shown is None:
            return "nobody: a proof is wanted"
        if self.shown.kind == "real":
            return " and ".join(_names(self.shown.story))
        return f"proof “{self.shown.name}”" if self.shown.kind == "proof" else "edge row only"

    def of_release(self) -> str:
        """Return the release of the story that shows it, or nothing."""
        return self.shown.story.release.id if self.shown and self.shown.kind == "real" else ""

    def sentence(self) -> str:
        """Return the sentence that the branch printed, or the whole par where it cannot be told which."""
        if self.shown is None:
            return ""
        if self.shown.par is None:
            return self.shown.story.headline
        par = str(self.shown.par)
        longest = max((part.strip() for part in self.branch.words.split("…")), key=len)
        sentences = re.split(r"(?<=[.!?]) (?=[“A-Z])", par)
        return next((each for each in sentences if longest and longest.lower() in each.lower()), par)


def looks(
    pack: Pack,
    release: str | None = None,
    settings: Settings | None = None,
    tell: Callable[[], None] = lambda: None,
) -> list[Look]:
    """Return a look at every branch of *pack*, its angles first; of one *release* alone, if it is named.

    :raises StorygenError: the release is not there, or cannot be read.
    """
    settings, roll = settings or read_settings(), Roll(pack)
    table = opened(pack, settings)
    rehearse(open_stage(roll, settings, table, release), tell=tell)
    for _ in prove_all(roll, settings, table):
        pass
    found = [Look(branch, roll.first(number)) for number, branch in enumerate(roll.branches)]
    return sorted(found, key=lambda look: not look.branch.what.startswith("the angle "))


def command(story: Story) -> str:
    """Return the command that writes *story* again."""
    places = [f"region:{told.place.name}" if told.place.kind == "region" else told.place.name
              for told in story.places]  # fmt: skip
    words = ["storygen", "write", story.pack, *places, *(place.name for place in story.missing)]
    words += ["--release", story.release.id]
    words += ["--without-held"] if story.missing else []
    words += ["--length", story.length] if story.length != "story" else []
    words += ["--style", story.style] if story.style != "pa" else []
    day = story.made_from["published"]
    words += ["--as-of", day] if day != story.release.published.isoformat() else []
    return shlex.join(words)


def _cut(text: str, wide: int) -> str:
    """Return *text* in no more letters than *wide*."""
    return f"{text[: wide - 1].rstrip()}…" if len(text) > wide else text


def _names(story: Story) -> list[str]:
    """Return the names of a story's places; a region says so."""
    return [told.place.prose.removeprefix("the ") for told in story.places]
