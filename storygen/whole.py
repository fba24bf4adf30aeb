"""Whole: a file is there whole, or as it was, whatever happens while it is written.

What is written stands beside it under another name until its last line is in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import IO, TextIO

PART = ".part"
"""What the name of a file ends in while it is being written."""


@contextmanager
def in_the_place_of(path: Path) -> Iterator[Path]:
    """Yield where to write what is to be at *path*, and put it there at the end, if the end is come to.

    What is no file, such as a device or a pipe, is written to as it is: nothing may take its place.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)  # one that was left there may be for others to read
    try:
        yield part
        part.replace(path)
    except BaseException:  # Ctrl-C too
        part.unlink(missing_ok=True)
        raise


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """Open *path* to be written, and put what was written in its place at the end, if the end is come to."""
    with in_the_place_of(path) as there, there.open("w", encoding="utf-8", newline="\n") as file:
        yield file


def to_disk(file: IO[str] | IO[bytes]) -> None:
    """See that what was written into *file* is on the disk, where it is kept on one."""
    file.flush()
    if S_ISREG(os.fstat(file.fileno()).st_mode):
        os.fsync(file.fileno())


def names_to_disk(folder: Path) -> None:
    """See that the names of files in *folder* are on the disk, where the system can."""
    with suppress(OSError):  # Windows opens no folder, and needs none
        names = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(names)
        finally:
            os.close(names)


def write_whole(path: Path, text: str) -> None:
    """Write *text* to *path*, so that the file is either there whole or as it was."""
    with written(path) as file:
        file.write(text)


def write_together(texts: Mapping[Path, str]) -> None:
    """Write each text to its path, none of them before all could be written and are on the disk."""
    with ExitStack() as files:
        for path, text in texts.items():
            file = files.enter_context(written(path))
            file.write(text)
            to_disk(file)
    for folder in {path.parent for path in texts}:
        names_to_disk(folder)
