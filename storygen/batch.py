"""Batch: one story for every place, over anything that can map.

A job is plain text, so it travels to any process or machine; a worker opens its pack and release once
and keeps them. Jobs go out in chunks and windows and come back in order, so memory stays flat however
long the batch. One place that cannot be told is a row with its reasons, never an end to the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache, partial
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from storygen import plugins
from storygen.edition import Edition, open_edition
from storygen.engines import Engine
from storygen.errors import PlaceError, StorygenError
from storygen.facts.figure import cell_as_data, in_short
from storygen.facts.geography import Geography
from storygen.newsroom import draft, read_again
from storygen.pack import load_pack
from storygen.whole import write_whole
from storygen.writing.ednote import Overrule
from storygen.writing.flag import OVERRULED
from storygen.writing.record import story_to_data
from storygen.writing.story import Held, Story

CHUNK = 250
"""Stories a task: many enough that sending them costs little, few enough that progress is seen."""
WINDOW = 16
"""Chunks under way at once."""
TOGETHER = 50
"""Stories drafted before they are read, so that neither work makes the processor forget the other's."""


@dataclass(frozen=True, slots=True)
class Job:
    """One story to be written, in plain text."""

    pack: str
    release: str
    places: tuple[str, ...]
    """The kind and code of each place: "force:E23000014"."""
    style: str = "pa"
    as_of: str = ""
    length: str = "story"
    title: str = ""
    formats: tuple[str, ...] = ("text",)
    without_held: bool = False
    overrule: str = ""
    by: str = ""
    recorded: bool = False
    """Whether the story's record is wanted too, for the archive."""
    trial: bool = False
    """Whether it is a trial run, which is watermarked and which nothing may file (rule L4)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: the row that lists show, and the files to be written."""

    slug: str
    status: str
    """ready, overruled or held."""
    angle: str
    names: tuple[str, ...]
    codes: tuple[str, ...]
    reasons: tuple[str, ...]
    """Why it is held, or what was overruled."""
    files: tuple[tuple[str, str], ...]
    """The name and text of each file."""
    flags: tuple[dict[str, Any], ...] = ()
    """The flags beside it, as plain data."""
    cells: tuple[dict[str, str], ...] = ()
    """The cells that its reasons rest on, as plain data."""
    record: dict[str, Any] | None = None
    """The story as the plain data that it is made again from, on its way to the archive."""
    number: int = 0
    """Its number in the archive, where it is kept."""
    kept: str = ""
    """What came of keeping it: new, same, changed or offered."""

    def as_line(self) -> list[str]:
        """Return the outcome as a line of the table: its first file, and what holds it or was overruled."""
        end = "; ".join([name for name, _ in self.files[:1]] + list(self.reasons))
        cells = in_short([" ".join((each["release"], each["sheet"], each["address"])) for each in self.cells])
        return [" and ".join(self.names), self.status, self.angle, str(len(self.flags) or ""), cells, end]

    def as_row(self) -> dict[str, Any]:
        """Return the outcome as a row of batch.json."""
        return {
            "slug": self.slug,
            "status": self.status,
            "angle": self.angle,
            "places": [
                {"code": code, "name": name} for code, name in zip(self.codes, self.names, strict=True)
            ],
            "files": [name for name, _ in self.files],
            "reasons": list(self.reasons),
            "cells": list(self.cells),
            "flags": len(self.flags),
            "flagged": list(self.flags),
        }


def jobs_for(edition: Edition, wanted: Sequence[str], like: Job, style: str = "") -> list[Job]:
    """Return a job for each of *wanted* (a place, or a title's whole patch), or for every place.

    The rest of each job is as in *like*; a title's story is in its own style unless *style* is given.

    :raises PlaceError: a name is no place or title.
    """
    if not wanted:
        every = ((f"{place.kind}:{place.code}",) for place in edition.places())
        return [replace(like, places=codes, style=style or like.style) for codes in every]
    jobs = []
    for name in wanted:
        places, title = edition.gazetteer.find(name)
        codes = tuple(f"{place.kind}:{place.code}" for place in places)
        own = title.style if title else like.style
        jobs.append(replace(like, places=codes, style=style or own, title=title.name if title else ""))
    return list(dict.fromkeys(jobs))


def write_all(
    write: Callable[[Sequence[Job]], list[Outcome]],
    jobs: Iterable[Job],
    engine: Engine | None = None,
    chunk: int = CHUNK,
) -> Iterator[Outcome]:
    """Yield the outcome of each job, in the order given, over *engine* where one is given.

    *write* returns the outcomes of a chunk of them.
    """
    waiting = iter(jobs)
    if engine is None:
        while part := list(islice(waiting, min(chunk, TOGETHER))):
            yield from write(part)
        return
    while window := [part for _ in range(WINDOW) if (part := list(islice(waiting, chunk)))]:
        for outcomes in engine.map(write, window):
            yield from outcomes


@lru_cache(maxsize=4)
def _edition(
    pack: str, release: str, style: str, as_of: str, length: str, title: str, trial: bool
) -> Edition:
    """Return the edition that a worker keeps open between jobs."""
    day = date.fromisoformat(as_of) if as_of else None
    return open_edition(
        load_pack(pack), release, style=style, as_of=day, length=length, title=title, trial=trial
    )


def do(jobs: Sequence[Job]) -> list[Outcome]:
    """Write the stories of *jobs*; whatever is wrong with one place is its own row."""
    return [outcome for _, alike in groupby(jobs, _TOLD) for outcome in _done(list(alike))]


_TOLD = attrgetter(*(each.name for each in fields(Job) if each.name != "places"))
"""What jobs have in common that are written from one edition, in one way."""


def _done(jobs: Sequence[Job]) -> Iterator[Outcome]:
    """Yield what came of *jobs* that differ in their places alone."""
    like = jobs[0]
    try:
        edition = _edition(
            like.pack, like.release, like.style, like.as_of, like.length, like.title, like.trial
        )
    except StorygenError as error:
        yield from (_refused(job, error) for job in jobs)
        return
    found = [_places(edition, job) for job in jobs]
    overrule = Overrule(like.overrule, like.by) if like.overrule else None
    able = [places for places in found if not isinstance(places, PlaceError)]
    stories = write_each(edition, able, like.without_held, overrule)
    for job, places in zip(jobs, found, strict=True):
        if isinstance(places, PlaceError):
            yield _refused(job, places)
        else:
            story = next(stories)
            record = story_to_data(story) if job.recorded else None
            yield replace(outcome(story, job.formats), record=record)


def write_each(
    edition: Edition,
    several: Iterable[Sequence[Geography]],
    without_held: bool = False,
    overrule: Overrule | None = None,
) -> Iterator[Story | Held]:
    """Yield the story of each of *several* groups of places, or why there is none, whatever is wrong.

    As many are drafted before they are read as `TOGETHER` says.
    """
    waiting = iter(several)
    while part := list(islice(waiting, TOGETHER)):
        drafts = [
            _or_held(edition, places, partial(draft, edition, places, without_held, overrule))
            for places in part
        ]
        for places, story in zip(part, drafts, strict=True):
            yield _or_held(edition, places, partial(read_again, edition, story, overrule))


def _or_held(edition: Edition, places: Sequence[Geography], act: Callable[[], Story | Held]) -> Story | Held:
    """Return the story of *places* that *act* returns, held where it cannot be written at all."""
    try:
        return act()
    except StorygenError as error:
        return edition.held(places, (str(error),))


def _refused(job: Job, error: StorygenError) -> Outcome:
    """Return what came of a job whose edition or places cannot be found."""
    return Outcome(job.places[0], "held", "", job.places, job.places, (str(error),), ())


def _places(edition: Edition, job: Job) -> list[Geography] | PlaceError:
    """Return the places of a job, or what is wrong with one of them."""
    try:
        return [_place(edition, each) for each in job.places]
    except PlaceError as error:
        return error


def _place(edition: Edition, wanted: str) -> Geography:
    """Return the place that a job names by kind and code.

    :raises PlaceError: there is none.
    """
    kind, _, code = wanted.partition(":")
    for place in edition.gazetteer.of_kind(kind):
        if place.code == code:
            return place
    raise PlaceError(f"“{wanted}”", "no place of that kind and code", "See “storygen places”")


def outcome(story: Story | Held, formats: Iterable[str]) -> Outcome:
    """Return what came of writing *story*, set in each of *formats*."""
    if isinstance(story, Held):
        codes = tuple(place.code for place in story.places)
        names = tuple(place.name for place in story.places)
        cells = tuple(map(cell_as_data, dict.fromkeys(story.cells)))
        return Outcome(story.slug, "held", "", names, codes, story.reasons, (), cells=cells)
    outputs = [plugins.load("storygen.outputs", name) for name in formats]
    overruled = [flag for flag in story.flags if flag.check == OVERRULED]
    return Outcome(
        slug=story.slug,
        status=story.status,
        angle=story.angle,
        names=tuple(told.place.name for told in story.places),
        codes=tuple(told.place.code for told in story.places),
        reasons=tuple(flag.message for flag in overruled),
        files=tuple((story.slug + output.suffix, output.write(story)) for output in outputs),
        flags=tuple(flag.as_data() for flag in story.flags),
        cells=tuple(map(cell_as_data, dict.fromkeys(cell for flag in overruled for cell in flag.cells))),
    )


def keep(outcomes: Iterable[Outcome], folder: Path, listed: str = "batch.json") -> Iterator[Outcome]:
    """Write each outcome's files into *folder*, each whole or not at all, then the list of them, *listed*.

    Yield each as it is kept. A batch stopped half-way leaves whole files only; run again, it ends with
    the same ones.

    :raises StorygenError: the folder cannot be written to.
    """
    rows = folder / f"{listed}.part"
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.glob("*.part"):
            leftover.unlink()
        file = rows.open("w", encoding="utf-8")
    try:
        opening = "[\n"
        for each in outcomes:
            with _writing(folder):
                for name, text in each.files:
                    write_whole(folder / name, text)
                file.write(opening + json.dumps(each.as_row(), ensure_ascii=False))
                file.flush()
            opening = ",\n"
            yield each
        with _writing(folder):
            file.write("\n]\n" if opening == ",\n" else "[]\n")
            file.close()
            rows.replace(folder / listed)
    finally:
        with suppress(OSError):  # a full disk has been told of already
            file.close()
        rows.unlink(missing_ok=True)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Say plainly that *folder* cannot be written to, where it cannot."""
    try:
        yield
    except OSError as error:
        fault = f"cannot be written to: {error.strerror}"
        raise StorygenError(str(folder), fault, "Choose another folder with --out") from error
