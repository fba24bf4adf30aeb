"""Corrections: a revised figure, and the stories that rest on it, written again.

Every printed word knows its cells, and the archive knows who rests on which: so when a publisher prints a figure
otherwise, the stories that went out and no longer hold are found, and for each a corrective is drafted that says
what was said and what is true. What still holds, since it was printed rounded, is noted. An editor decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from storygen.archive import kept
from storygen.archive.archive import Archive
from storygen.archive.kept import Kept
from storygen.correcting import Corrective, correct
from storygen.editions import Editions, reading_of
from storygen.errors import StorygenError
from storygen.facts.figure import Cell, Figure, Gap, Subject, plain
from storygen.facts.release import Release
from storygen.facts.revision import revisions
from storygen.facts.table import Table
from storygen.pack import Pack
from storygen.releases import find_releases, open_table
from storygen.settings import Settings


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one story that went out, now that a figure it rests on is printed otherwise."""

    story: Kept
    corrective: Corrective | None
    """What it owes; None where every printed word still holds."""
    why: str
    """What was revised, in a line."""
    fault: str = ""
    """Why nobody could say."""
    settled: bool = False
    """Whether it owed something, and holds again."""


class Revised:
    """What the releases of one pack print now, and what of that is not what stories rest on."""

    def __init__(self, archive: Archive, pack: Pack, release: str | None, settings: Settings) -> None:
        """Look at what *release*, by default the newest, prints otherwise than stories were written from.

        :raises StorygenError: there is no such release, or one cannot be read.
        """
        self.archive, self.pack = archive, pack
        newest = find_releases(pack, settings)[-1:] or [None]
        self.of = open_table(pack, release, settings)
        self.table = open_table(pack, newest[0].id, settings) if newest[0] else self.of
        self.release: Release = self.of.release
        self.subjects = self._subjects()

    def _subjects(self) -> Mapping[Subject, str]:
        """Return each subject that the release prints and that is not as it was, in words what it was and is."""
        own, found = self.of.own(), {}
        for subject, value, mark in self.archive.printed(self.pack.name):
            key = (subject.measure, subject.geography, subject.period)
            now = self.table.reach.get(key)
            if key in own and now is not None and value and not _is(now, value, mark):
                found[subject] = _told(value, now)
        for table in _line(self.table):
            if table.prior:
                for each in revisions(table.prior, table):
                    key = (each.measure, each.place, each.period)
                    if key in own:
                        was, is_now = each.words()
                        found.setdefault(Subject(self.pack.name, *key), f"{was}, now {is_now}")
        return found

    def printed(self, cell: Cell) -> Figure | Gap | None:
        """Return what is printed now of what *cell* is about; None of another series."""
        subject = cell.subject
        if subject.series != self.pack.name:
            return None
        return self.table.reach.get((subject.measure, subject.geography, subject.period))


def _line(table: Table) -> Iterator[Table]:
    """Yield *table* and those behind it."""
    found: Table | None = table
    while found:
        yield found
        found = found.prior


def _is(now: Figure | Gap, value: str, mark: str) -> bool:
    """Return whether *now* is the number *value* with the same bound as its *mark* says."""
    if isinstance(now, Gap):
        return False
    return str(now.value) == value and (now.bound == mark or now.bound == "")


def _told(value: str, now: Figure | Gap) -> str:
    """Return in words what was printed, and what is."""
    return f"{value}, now {plain(now.value) if isinstance(now, Figure) else now.reason}"


def corrections(archive: Archive, editions: Editions, revised: Revised) -> Iterator[Found]:
    """Yield what became of each story that went out and rests on what was *revised*.

    :raises StorygenError: the archive cannot be read.
    """
    if not revised.subjects:
        return
    for story in archive.resting_on(revised.subjects):
        version = archive.version(story.number)
        copy = version.written
        if copy is None or copy.pack != revised.pack.name:
            continue
        touched = _touched(copy_cells(copy), revised)
        why = f"{revised.release.id}: {'; '.join(touched)}" if touched else ""
        try:
            corrective = correct(archive, editions, story, copy, revised)
        except StorygenError as error:
            yield Found(story, None, why, fault=str(error))
            continue
        if corrective or touched:
            settled = not corrective and story.owed in kept.SEVERITIES
            yield Found(story, corrective, why, settled=settled)
