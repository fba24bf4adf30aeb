"""Arrivals: a workbook that has come in becomes a release, its stories drafts, what it revises corrections.

It is asked first whether it can be what it seems: of the same series, a period on, published when it could
have been (rules R2 and R3). All of it can be done again and comes to the same: a watch may be killed at any
moment.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.workflow import LONDON, OUT, Status
from storygen.corrections import Found, Revised, corrections, enter
from storygen.drafts import of_places, of_titles, written
from storygen.editions import Editions, Setting
from storygen.errors import ReleaseError
from storygen.facts.geography import read_gazetteer
from storygen.facts.release import Release
from storygen.facts.sheet import Grid, read_sheets
from storygen.facts.table import Reading, read_readings
from storygen.intake import Added, keep, read_file
from storygen.pack import Pack
from storygen.releases import find_releases
from storygen.settings import Settings
from storygen.whole import in_the_place_of, to_disk

TOGETHER = 25
"""Stories that are kept in one transaction: others wait no longer for the archive than that."""
PUBLISHED = "published"
"""The folder of home in which files are kept as they were published."""
NOTHING: Mapping[str, str] = MappingProxyType({})
BY_HAND = "Look at it; “storygen add {} FILE” takes it in by hand"
AHEAD = timedelta(days=60)
"""How long before its publication a release may come in, under embargo."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What arrivals are worked with: the archive, the editions that are open, and what time it is."""

    archive: Archive
    editions: Editions
    clock: Callable[[], datetime]
    read: Callable[[Path], dict[str, Grid]] = read_sheets
    """Who reads a workbook's sheets."""
    tell: Callable[[str], None] = lambda _: None
    """Who is told how far it has come."""

    @property
    def settings(self) -> Settings:
        """Return where packs, releases and the user's own folder are."""
        return self.editions.settings


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of a workbook."""

    release: Release
    news: str
    """new; of a page that is known, revised, or the same; or not ours: its release was never taken in."""
    stories: int = 0
    held: int = 0
    offered: int = 0
    """How many stories are offered beside what an editor has made of them."""
    found: tuple[Found, ...] = ()
    """What became of the stories that went out and rest on what it revises."""
    lacks: tuple[str, ...] = ()
    """What is not in it, or is and is not known, a line each."""

    @property
    def owed(self) -> tuple[Found, ...]:
        """Return the stories that owe a correction."""
        return tuple(each for each in self.found if each.corrective)


def keep_as_published(home: Path, pack: str, name: str, body: bytes) -> Path:
    """Keep a file in *home* as it was published, once, and return where; its name says what is in it.

    :raises ReleaseError: the folder cannot be written to.
    """
    folder = home / PUBLISHED / pack
    safe = "".join(char if char.isalnum() or char in ".-_" else "-" for char in name)[-120:].lstrip(".-")
    path = folder / f"{hashlib.sha256(body).hexdigest()[:12]}-{safe or 'file'}"
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            with in_the_place_of(path) as there, there.open("wb") as file:
                file.write(body)
                to_disk(file)
    except OSError as error:
        fault = f"cannot be written to: {error.strerror}"
        raise ReleaseError(str(folder), fault, "Mend the folder") from error
    return path


def arrive(
    room: Newsroom,
    pack: Pack,
    file: Path,
    said: Mapping[str, str],
    *,
    known: bool,
    taken: Mapping[str, str] = NOTHING,
    expected: Sequence[datetime] = (),
) -> Arrived:
    """Take the workbook *file* in as a release of *pack*, write its stories, and find what it revises.

    *said* overrules what the file tells of itself; *known* is whether stories were written from its page
    before: the same figures once more are then nothing new. *taken* are the releases that came from other
    pages, with their paths; *expected* the moments at which the pack's next ones are announced to come out.

    :raises ReleaseError: it cannot be read, is not laid out as the pack expects, or cannot be what it seems.
    """
    gazetteer = read_gazetteer(room.settings.data / "geographies", pack.unit)
    added = read_file(pack, gazetteer, file, said, room.read)
    releases = find_releases(pack, room.settings)
    before = next((each for each in releases if each.id == added.release.id), None)
    refuse_unlikely(added.release, [each for each in releases if each is not before], room.clock())
    if other := taken.get(added.release.id):
        raise ReleaseError(added.release.id, f"it came from another page, {other}", BY_HAND.format(pack.name))
    added = replace(added, release=_under_embargo(added.release, releases, expected))
    if before and before.fingerprint == added.release.fingerprint:
        added = replace(added, release=replace(before, path=added.release.path))
    elif before and differing(before, added):
        added = replace(added, release=replace(added.release, status="revised"))
    elif known:
        return Arrived(before, "same") if before else Arrived(added.release, "not ours")
    keep(
        added, room.settings.home / "releases" / pack.name
    )  # once more too: who was stopped may have kept half
    room.tell(f"{added.release.id} is read, {len(added.findings.readings)} cells")
    return _told(room, pack, added, "revised" if known else "new")


def _under_embargo(release: Release, others: Sequence[Release], expected: Sequence[datetime]) -> Release:
    """Return *release*, under embargo until it is *expected*, where it is the next and no embargo is said."""
    newest = all(each.period < release.period for each in others if each.id != release.id)
    moment = next((each for each in sorted(expected) if each > release.not_before), None)
    near = moment is not None and moment - release.not_before < AHEAD
    if moment is None or not near or not newest or release.embargo:
        return release
    return replace(release, embargo=moment.astimezone(LONDON).isoformat())


def differing(before: Release, added: Added) -> int:
    """Return how many cells are printed otherwise in what was *added* than in the release *before*."""

    def said(readings: Iterable[Reading]) -> dict[tuple[str, str, str], tuple[str, str]]:
        return {(each.measure, each.place, each.period): (each.value, each.mark) for each in readings}

    one, two = said(read_readings(before.path)), said(added.findings.readings)
    return sum(one.get(key) != two.get(key) for key in one.keys() | two.keys())


def refuse_unlikely(release: Release, others: Sequence[Release], at: datetime) -> None:
    """Refuse a *release* that can hardly be what it seems, beside the *others* of its pack.

    A notice of an earthquake of 1925, dated 2025, went out as news once: days are looked at first.

    :raises ReleaseError: it can hardly be.
    """
    day, end = release.published, release.period.end
    by_hand = BY_HAND.format(release.series)
    if end > day:
        fault = f"its figures are of {end}, and it is said to be published before that, on {day}"
        raise ReleaseError(release.id, fault, by_hand)
    if day > (at + AHEAD).astimezone(LONDON).date():
        raise ReleaseError(release.id, f"it is said to be published on {day}, which is far ahead", by_hand)
    days = {(each.period.end.month, each.period.end.day) for each in others}
    if others and (end.month, end.day) not in days:
        usual = others[-1].period.end
        fault = f"its figures are of {end}, and those of the release before of {usual}: it is no year on"
        raise ReleaseError(release.id, fault, by_hand)


def _told(room: Newsroom, pack: Pack, added: Added, news: str) -> Arrived:
    """Write what a release that is there now comes to, and return it."""
    release = added.release
    revised = Revised(room.archive, pack, release.id, room.settings)
    found = tuple(corrections(room.archive, room.editions, revised))
    for each in found:
        enter(room.archive, revised, each, room.clock())
    counts = draft(room, pack, release)
    gazetteer = read_gazetteer(room.settings.data / "geographies", pack.unit)
    lacks = ("no row", "unknown", "not there")
    lines = tuple(line for line in added.lines(gazetteer) if line.startswith(lacks))
    return Arrived(release, news, counts["stories"], counts["held"], counts["offered"], found, lines)


def warm(room: Newsroom, pack: Pack) -> None:
    """Set the plan of *pack* and write a story that is kept nowhere: all it needs is there before a release.

    :raises StorygenError: the pack cannot be used as written.
    """
    if not find_releases(pack, room.settings):
        return
    with room.editions.writing(Setting(pack.name)) as edition:
        tasks = of_places(edition, Setting(pack.name))
        for copy in edition.pack.sheets:
            edition.pack.formed(copy, edition.length)
    written(room.editions, tasks[:1])


def draft(room: Newsroom, pack: Pack, release: Release) -> Counter[str]:
    """Write the story of every place of *release*, and of every title's patch, into the archive.

    What went out already is left to its corrections. Return how many stories there are, are held, and are
    offered beside what an editor has made of them.
    """
    setting = Setting(pack.name, release.id)
    with room.editions.writing(setting) as edition:
        tasks = [*of_places(edition, setting), *of_titles(edition, setting)]
    out = Wanted(status=(*OUT, Status.KILLED), release=release.id, pack=pack.name)
    filed = {story.slug for story in room.archive.every(out)}
    counts: Counter[str] = Counter()
    for start in range(0, len(tasks), TOGETHER):
        some = written(room.editions, tasks[start : start + TOGETHER])
        for made in room.archive.keep_all([each for each in some if each.slug not in filed], room.clock()):
            counts["stories"] += 1
            counts["held"] += made.kept.held
            counts["offered"] += made.kept.offered is not None
        room.tell(f"{release.id}: {min(start + TOGETHER, len(tasks))} of {len(tasks)} stories")
    return counts
