"""Local: the releases kept in folders, ours and the user's own.

A folder has one folder a pack, and in it two files a release: ID.toml and ID.csv.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from storygen.errors import ReleaseError
from storygen.facts.release import Release, open_release
from storygen.facts.table import read_readings


def releases_in(series: str, folders: Iterable[Path]) -> list[Release | ReleaseError]:
    """Return the releases of *series* in *folders*, oldest period first.

    A release of a later folder replaces one of the same id in an earlier. For one that cannot be read
    there is the error that says so, after the rest.
    """
    found: dict[str, Release] = {}
    broken: list[ReleaseError] = []
    for folder in folders:
        for path in sorted((folder / series).glob("*.toml")):
            try:
                release = _opened(path, series, _state(path), _state(path.with_suffix(".csv")))
            except ReleaseError as error:
                broken.append(error)
            else:
                found[release.id] = release
    return [*sorted(found.values(), key=lambda release: (release.period.end, release.published)), *broken]


State = tuple[int, ...]


def _state(path: Path) -> State:
    """Return what is another when the file *path* has changed, or nothing where it is not there."""
    try:
        said = path.stat()
    except OSError:
        return ()
    return (said.st_mtime_ns, said.st_size, said.st_ino)


@lru_cache(maxsize=1024)
def _opened(path: Path, series: str, _described: State, _figures: State) -> Release:
    """Return the release that the file *path* describes, opened once for each state of its two files.

    :raises ReleaseError: one of them cannot be read.
    """
    release = open_release(path, series)
    next(read_readings(release.path), None)
    return release


LOCAL = releases_in
