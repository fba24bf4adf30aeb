"""Editions: the editions that stories are written, read and set again from, kept open between acts.

A desk has many editors, and an edition is for one at a time: `writing` lends it out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from threading import RLock

from storygen.edition import Edition, open_edition
from storygen.pack import load_pack
from storygen.settings import Settings
from storygen.writing.story import Held, Story

MOST_OPEN = 48
"""Editions kept open: a dozen titles' styles and lengths of a few releases."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Which edition: a pack's release, told in a style and a length, for a title, on a day."""

    pack: str
    release: str | None = None
    style: str = "pa"
    length: str = "story"
    title: str = ""
    as_of: date | None = None
    trial: bool = False


def setting_of(copy: Story | Held) -> Setting:
    """Return the setting that *copy* was written in."""
    day = copy.made_from.get("published")
    return Setting(
        copy.pack,
        copy.release.id,
        copy.style,
        copy.length,
        copy.title,
        date.fromisoformat(day) if day else None,
        copy.trial,
    )


def reading_of(copy: Story | Held) -> Setting:
    """Return the setting in which *copy* is read again: how long it is and for whom makes no difference."""
    return replace(setting_of(copy), length="story", title="")


class Editions:
    """Editions kept open, the last used longest."""

    def __init__(self, settings: Settings | None = None) -> None:
        """Open editions by *settings*, by default those of the environment."""
        self.settings = settings
        self._open: OrderedDict[Setting, Edition] = OrderedDict()
        self._turn = RLock()

    @contextmanager
    def writing(self, setting: Setting) -> Iterator[Edition]:
        """Lend out the edition of *setting*, to one at a time.

        :raises StorygenError: the pack, the release or the style is not one there is.
        """
        with self._turn:
            yield self._of(setting)

    def _of(self, setting: Setting) -> Edition:
        """Return the edition of *setting*, opened where it is not."""
        if setting not in self._open:
            pack = load_pack(setting.pack, self.settings)
            self._open[setting] = open_edition(
                pack,
                setting.release,
                style=setting.style,
                as_of=setting.as_of,
                length=setting.length,
                title=setting.title,
                trial=setting.trial,
                settings=self.settings,
            )
        self._open.move_to_end(setting)
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)
        return self._open[setting]

    def forget(self) -> None:
        """Close every edition: a pack or a release has changed."""
        with self._turn:
            self._open.clear()


def reset(setting: Setting, *, length: str = "", style: str = "") -> Setting:
    """Return *setting* in another length or style."""
    return replace(setting, length=length or setting.length, style=style or setting.style)
