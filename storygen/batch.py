"""Batch: one story for every place, over anything that can map.

A job is plain text, so it travels to any process or machine; a worker opens its pack and release once
and keeps them. Jobs go out in chunks and windows and come back in order, so memory stays flat however
long the batch. One place that cannot be told is a row with its reasons, never an end to the others.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from storygen import plugins
from storygen.edition import Edition, open_edition
from storygen.errors import MissingExtra, PlaceError, StorygenError, UsageError
from storygen.facts.geography import Geography
from storygen.newsroom import Overrule, write
from storygen.pack import load_pack
from storygen.writing.story import Held, Story

CHUNK = 250
"""Stories a task: many enough that sending them costs little, few enough that progress is seen."""
WINDOW = 16
"""Chunks under way at once."""


class Engine(Protocol):
    """Anything that can map: a process pool, Dask's `Client.get_executor()`."""

    def map(self, work: Callable[..., Any], jobs: Iterable[Any], /) -> Iterable[Any]:
        """Yield *work* done on each of *jobs*, in order."""


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: the row that lists show, and the files to be written."""

    slug: str
    status: str
    """ready or held."""
    angle: str
    names: tuple[str, ...]
    codes: tuple[str, ...]
    reasons: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    """The name and text of each file."""
    flags: int = 0

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
            "flags": self.flags,
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
    write: Callable[[Job], Outcome], jobs: Iterable[Job], engine: Engine | None = None, chunk: int = CHUNK
) -> Iterator[Outcome]:
    """Yield the outcome of each job, in the order given, over *engine* where one is given."""
    if engine is None:
        yield from map(write, jobs)
        return
    waiting = iter(jobs)
    work = partial(_each, write)
    while window := [part for _ in range(WINDOW) if (part := list(islice(waiting, chunk)))]:
        for outcomes in engine.map(work, window):
            yield from outcomes


def _each(write: Callable[[Job], Outcome], jobs: Sequence[Job]) -> list[Outcome]:
    """Return the outcomes of a chunk of jobs."""
    return [write(job) for job in jobs]


@lru_cache(maxsize=4)
def _edition(pack: str, release: str, style: str, as_of: str, length: str, title: str) -> Edition:
    """Return the edition that a worker keeps open between jobs."""
    day = date.fromisoformat(as_of) if as_of else None
    return open_edition(load_pack(pack), release, style=style, as_of=day, length=length, title=title)


def do(job: Job) -> Outcome:
    """Write the story of one job; whatever is wrong with one place is its own row."""
    try:
        edition = _edition(job.pack, job.release, job.style, job.as_of, job.length, job.title)
        places = [_place(edition, wanted) for wanted in job.places]
    except StorygenError as error:
        return Outcome(job.places[0], "held", "", job.places, job.places, (str(error),), ())
    overrule = Overrule(job.overrule, job.by) if job.overrule else None
    try:
        story = write(edition, places, without_held=job.without_held, overrule=overrule)
    except StorygenError as error:
        story = Held(
            tuple(places), (str(error),), (), edition.release, edition.pack.name, edition.slug(places)
        )
    return outcome(story, job.formats)


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
        return Outcome(story.slug, "held", "", names, codes, story.reasons, ())
    outputs = [plugins.load("storygen.outputs", name) for name in formats]
    return Outcome(
        slug=story.slug,
        status="ready",
        angle=story.angle,
        names=tuple(told.place.name for told in story.places),
        codes=tuple(told.place.code for told in story.places),
        reasons=(),
        files=tuple((story.slug + output.suffix, output.write(story)) for output in outputs),
        flags=len(story.flags),
    )


def keep(outcomes: Iterable[Outcome], folder: Path) -> Iterator[Outcome]:
    """Write each outcome's files into *folder*, each whole or not at all, then batch.json.

    Yield each as it is kept. A batch stopped half-way leaves whole files only; run again, it ends with
    the same ones.

    :raises StorygenError: the folder cannot be written to.
    """
    rows = folder / "batch.json.part"
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
            rows.replace(folder / "batch.json")
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


def write_whole(path: Path, text: str) -> None:
    """Write *text* to *path*, so that the file is either there whole or as it was."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except BaseException:  # Ctrl-C too
        part.unlink(missing_ok=True)
        raise


@contextmanager
def open_engine(name: str, scheduler: str = "", workers: int = 0) -> Iterator[Engine | None]:
    """Open the engine called *name* for as long as it is needed: none, processes or dask.

    :raises UsageError: no engine is called so.
    :raises MissingExtra: Dask is asked for and not installed.
    """
    if name == "none":
        yield None
    elif name == "processes":
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # A worker leaves Ctrl-C to the parent, which stops asking.
        ignore = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
        with ProcessPoolExecutor(workers or None, get_context("spawn"), initializer=ignore) as pool:
            yield pool
    elif name == "dask":
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            remedy = "pip install 'storygen-newsroom[dask]'"
            raise MissingExtra("--engine dask", "Dask is not installed", remedy) from error
        if scheduler:
            with _client(partial(Client, scheduler, timeout=10), scheduler) as client:
                yield client.get_executor()
        else:
            with (
                LocalCluster(
                    n_workers=workers or 2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
                ) as cluster,
                Client(cluster) as client,
            ):
                yield client.get_executor()
    else:
        raise UsageError(f"--engine {name}", "no such engine", "Use none, processes or dask")


def _client(connect: Callable[[], Any], scheduler: str) -> Any:
    """Return the client that *connect* makes of the Dask cluster at the address *scheduler*.

    :raises UsageError: nothing answers there.
    """
    try:
        return connect()
    except (OSError, ValueError) as error:
        fault = f"no Dask scheduler answers there: {error}"
        raise UsageError(
            f"--scheduler {scheduler}", fault, "Give an address such as tcp://127.0.0.1:8786"
        ) from error
