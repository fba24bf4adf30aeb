"""Batches: batch runs that were begun on the desk, and how far each has come.

A run writes in a thread of its own, a few stories at a time, and each few are kept at once: what it
shows as kept is kept, also if the desk stops.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock, Thread

from storygen.archive.archive import Archive
from storygen.desk.saying import told
from storygen.drafts import Task, of_places, of_titles, written
from storygen.editions import Editions, Setting
from storygen.errors import StorygenError

TOGETHER = 5
"""Stories written before they are kept: the desk's other work waits no longer than that."""
REMEMBERED = 50
"""Runs that the desk still shows."""


@dataclass(frozen=True, slots=True)
class Run:
    """How far one batch run has come."""

    number: int
    setting: Setting
    by: str
    begun: datetime
    of: int = 0
    titles: bool = False
    """Whether it writes a story for each title's patch, or for each place."""
    done: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    """How many stories were new, the same, changed, offered, and how many are held."""
    stories: tuple[int, ...] = ()
    """The numbers of those that it has kept, or found the same."""
    fault: str = ""
    ended: bool = False
    stopped: bool = False


class Batches:
    """The batch runs of one desk."""

    def __init__(self, archive: Archive, editions: Editions) -> None:
        """Keep what is written in *archive*."""
        self._archive, self._editions = archive, editions
        self._runs: dict[int, Run] = {}
        self._lock = Lock()
        self._last = 0

    def begin(
        self, setting: Setting, by: str, at: datetime, clock: Callable[[], datetime], *, titles: bool = False
    ) -> Run:
        """Begin a run of every place's story, or of every title's patch; *clock* dates what it keeps.

        A title's story is in its own style.

        :raises StorygenError: the pack, the release or the style is not one there is.
        """
        with self._editions.writing(setting) as edition:
            setting = replace(setting, release=edition.release.id)
            jobs = (of_titles if titles else of_places)(edition, setting)
        with self._lock:
            self._last += 1
            run = self._runs[self._last] = Run(self._last, setting, by, at, len(jobs), titles)
            self._runs.pop(self._last - REMEMBERED, None)
        Thread(target=self._write, args=(run.number, jobs, clock), daemon=True).start()
        return run

    def stop(self, number: int) -> None:
        """Let a run end after the stories that it is at."""
        self._tell(number, stopped=True)

    def run(self, number: int) -> Run | None:
        """Return the run of that *number*, or None."""
        with self._lock:
            return self._runs.get(number)

    def every(self) -> list[Run]:
        """Return the runs, the last begun first."""
        with self._lock:
            return sorted(self._runs.values(), key=lambda run: -run.number)

    def _tell(self, number: int, **changed: object) -> None:
        """Say how far a run has come."""
        with self._lock:
            if number in self._runs:
                self._runs[number] = replace(self._runs[number], **changed)  # type: ignore[arg-type]

    def _write(self, number: int, jobs: list[Task], clock: Callable[[], datetime]) -> None:
        """Write and keep the stories of a run."""
        counts: Counter[str] = Counter()
        kept: list[int] = []
        done = 0
        try:
            for start in range(0, len(jobs), TOGETHER):
                some = jobs[start : start + TOGETHER]
                run = self.run(number)
                if run is None or run.stopped:
                    break
                for keeping in self._archive.keep_all(written(self._editions, some), clock()):
                    counts[keeping.outcome] += 1
                    counts["held"] += keeping.kept.held
                    kept.append(keeping.kept.number)
                done += len(some)
                self._tell(number, done=done, counts=dict(counts), stories=tuple(kept))
        except StorygenError as error:
            self._tell(number, fault=told(error))
        except Exception as error:  # a thread has nobody else to tell
            self._tell(number, fault=f"storygen failed, and the fault is its own: {error!r}")
            raise
        finally:
            self._tell(number, ended=True)
