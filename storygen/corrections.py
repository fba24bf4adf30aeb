"""Corrections: a revised figure, and the stories that rest on it, written again.

Every printed word knows its cells, and the archive knows who rests on which: so when a publisher prints a
figure otherwise, the stories that went out and no longer hold are found, and for each a corrective is drafted
that says what was said and what is true. What still holds, since it was printed rounded, is noted. An editor
decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from storygen.archive import kept
from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.kept import Kept
from storygen.archive.workflow import OUT
from storygen.correcting import Corrective, changed, corrective
from storygen.editions import Editions
from storygen.errors import StorygenError
from storygen.facts.figure import Cell, Figure, Gap, Subject, plain
from storygen.facts.geography import read_gazetteer
from storygen.facts.release import Release
from storygen.facts.revision import revisions
from storygen.facts.reworking import Reworking
from storygen.facts.table import Table
from storygen.pack import Pack
from storygen.releases import find_releases, open_table
from storygen.settings import Settings

MOST_TOLD = 4
"""Revised figures that are named beside a story; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one story that went out, now that a figure it rests on is printed otherwise."""

    story: Kept
    corrective: Corrective | None
    """What it owes; None where every printed word still holds."""
    revised: str
    """What was revised of what it rests on, in words."""
    fault: str = ""
    """Why nobody could say what it owes."""


class Revised:
    """What a release prints otherwise than stories were written from, and what is printed now."""

    def __init__(self, archive: Archive, pack: Pack, release: str | None, settings: Settings) -> None:
        """Look at what *release* of *pack*, by default the newest, prints.

        Where a later release prints a figure again, that is what is true.

        :raises StorygenError: there is no such release, or one cannot be read.
        """
        self.pack, self.settings = pack, settings
        of = open_table(pack, release, settings)
        self.release: Release = of.release
        newest = find_releases(pack, settings)[-1]
        self.table = of if newest.id == self.release.id else open_table(pack, newest.id, settings)
        self._gazetteer = read_gazetteer(settings.data / "geographies", pack.unit)
        self.subjects = self._subjects(archive, of)

    @property
    def newest(self) -> Release:
        """Return the newest release, whose figures are those that are true."""
        return self.table.release

    def _subjects(self, archive: Archive, of: Table) -> Mapping[Subject, str]:
        """Return each subject that the release prints and that is not as it was, with what it was and is."""
        own, found = of.own(), {}
        for subject, value, mark in archive.printed(self.pack.name):
            key = (subject.measure, subject.geography, subject.period)
            now = self.table.reach.get(key)
            if key in own and now is not None and value and not _is(now, value, mark):
                found[subject] = f"{value}, now {_plainly(now)}"
        for table in _line(self.table):
            for each in revisions(table.prior, table) if table.prior else ():
                key = (each.measure, each.place, each.period)
                if key in own:
                    was, now_said = each.words()
                    found.setdefault(Subject(self.pack.name, *key), f"{was}, now {now_said}")
        return found

    def printed(self, cell: Cell) -> Figure | Gap | None:
        """Return what is printed now of what *cell* is about; None of another series."""
        subject = cell.subject
        if subject.series != self.pack.name:
            return None
        return self.table.reach.get((subject.measure, subject.geography, subject.period))

    def told(self, subject: Subject) -> str:
        """Return in words what was revised: of what, of where and when, what it was and what it is."""
        spec = next((each for each in self.pack.measures if each.source == subject.measure), None)
        place = self._gazetteer.coded(subject.geography)
        what, where = spec.counted if spec else subject.measure, place.name if place else subject.geography
        return f"{what} of {where}, {subject.period}: {self.subjects.get(subject, 'revised')}"


def _line(table: Table) -> Iterator[Table]:
    """Yield *table* and those behind it, the newest first."""
    found: Table | None = table
    while found:
        yield found
        found = found.prior


def _is(now: Figure | Gap, value: str, mark: str) -> bool:
    """Return whether *now* is the number *value* with the bound that its *mark* says."""
    if isinstance(now, Gap):
        return False
    return str(now.value) == value and now.bound in (mark, "")


def _plainly(now: Figure | Gap) -> str:
    """Return what is printed now in plain digits, or why there is no number."""
    return plain(now.value) if isinstance(now, Figure) else now.reason


def corrections(archive: Archive, editions: Editions, revised: Revised) -> Iterator[Found]:
    """Yield what became of each story that went out and rests on what was *revised*, or owes something yet.

    :raises StorygenError: the archive cannot be read.
    """
    reworking = Reworking(revised.printed)
    owing = archive.every(Wanted(status=OUT, pack=revised.pack.name, only="owed"))
    resting = archive.resting_on(revised.subjects) if revised.subjects else []
    for story in {story.number: story for story in (*resting, *owing)}.values():
        copy = archive.version(story.number).written
        if copy is None or copy.trial:
            continue
        touched = changed(copy, reworking, revised.subjects)
        more = f"; {len(touched) - MOST_TOLD} more" if len(touched) > MOST_TOLD else ""
        told = "; ".join(revised.told(cell.subject) for cell in touched[:MOST_TOLD]) + more
        try:
            owed = corrective(archive, editions, story, copy, reworking, revised.newest.id, touched)
        except StorygenError as error:
            yield Found(story, None, told, str(error))
            continue
        if owed or touched or story.owed in kept.SEVERITIES:
            yield Found(story, owed, told)


OWED, NOTED, SETTLED, KNOWN, FAILED = "owed", "noted", "settled", "known", "failed"
"""What may come of entering what was found: it is new that a story owes something, that it holds, or that it
holds again; or it was known, or nobody can say."""


def enter(archive: Archive, revised: Revised, found: Found, at: datetime) -> str:
    """Enter what was *found* of a story, once, and return what came of it.

    :raises ArchiveError: the archive cannot be written to, or somebody has corrected the story meanwhile.
    """
    if found.fault:
        return FAILED
    number, why = found.story.number, f"{revised.release.id} prints {found.revised}"
    if found.corrective is None:
        if found.story.owed in kept.SEVERITIES:
            settled = f"every word of it holds, as {revised.newest.id} prints what it rests on"
            return SETTLED if archive.note(number, "settle", at=at, why=settled) else KNOWN
        return NOTED if archive.note(number, "note", at=at, why=f"it holds: {why}") else KNOWN
    made = archive.owe(
        number,
        found.corrective.copy,
        base=found.story.version,
        severity=found.corrective.severity,
        by=revised.newest,
        at=at,
        why=found.corrective.words,
    )
    return OWED if made.outcome == "owed" else KNOWN
