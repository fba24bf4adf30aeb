"""Editions: the editions that stories are written, read and set again from, kept open between acts.

A desk has many editors, and an edition is for one at a time: `writing` lends it out. It is open for weeks
too, while packs are written and releases come in: an edition is opened anew when a file that it was made
from has changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import RLock

from storygen.edition import Edition, open_edition
from storygen.pack import Pack, load_pack
from storygen.profiles import load_style, styles
from storygen.releases import find_releases
from storygen.settings import Settings, read_settings
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
    revised_by: str = ""
    """The later release whose revisions it is told with."""


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
        copy.made_from.get("revised_by", ""),
    )


def reading_of(copy: Story | Held) -> Setting:
    """Return the setting in which *copy* is read again: how long it is and for whom makes no difference."""
    return replace(setting_of(copy), length="story", title="")


class Editions:
    """Editions kept open, the last used longest."""

    def __init__(self, settings: Settings | None = None) -> None:
        """Open editions by *settings*, by default those of the environment."""
        self.settings = settings or read_settings()
        self._open: OrderedDict[Setting, tuple[State, Edition]] = OrderedDict()
        self._turn = RLock()

    @contextmanager
    def writing(self, setting: Setting) -> Iterator[Edition]:
        """Lend out the edition of *setting*, to one at a time.

        :raises StorygenError: the pack, the release or the style is not one there is.
        """
        with self._turn:
            yield self._of(setting)

    def _of(self, setting: Setting) -> Edition:
        """Return the edition of *setting*, opened where it is not, or not of the files as they are now."""
        pack = load_pack(setting.pack, self.settings)
        state = _state(pack, setting.style, self.settings)
        was, edition = self._open.pop(setting, (None, None))
        if edition is None or was != state:
            like = next((each for of, each in self._alike(setting) if of == state), None)
            if like is not None:
                edition = like.anew(load_style(setting.style, self.settings), setting.length, setting.title)
            else:
                edition = self._opened(pack, setting)
        self._open[setting] = (state, edition)
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)
        return edition

    def _alike(self, setting: Setting) -> list[tuple[State, Edition]]:
        """Return the open editions that differ from *setting* in how long they are and for whom alone."""
        return [
            found
            for each, found in self._open.items()
            if replace(each, length=setting.length, title=setting.title) == setting
        ]

    def _opened(self, pack: Pack, setting: Setting) -> Edition:
        """Return the edition of *setting*, opened anew."""
        return open_edition(
            pack,
            setting.release,
            style=setting.style,
            as_of=setting.as_of,
            length=setting.length,
            title=setting.title,
            trial=setting.trial,
            revised_by=setting.revised_by,
            settings=self.settings,
        )


State = tuple[object, ...]


def _state(pack: Pack, style: str, settings: Settings) -> State:
    """Return what is another when a file has changed that an edition of *pack* in *style* is made from."""
    releases = find_releases(pack, settings)
    places = (settings.data / "geographies").glob("*")
    profile = [path for name, path in styles(settings).items() if name == style]
    files = [*profile, *sorted(places), *(release.path for release in releases)]
    return (pack.fingerprint, tuple(releases), tuple(map(_changed, files)))


def _changed(path: Path) -> State:
    """Return what is another when the file *path* has changed; nothing of one that is gone."""
    try:
        said = path.stat()
    except OSError:
        return ()
    return (path, said.st_mtime_ns, said.st_size, said.st_ino)
