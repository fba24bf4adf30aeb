"""Whole: a file is there whole, or as it was, whatever happens while it is written.

What is written stands beside it under another name until its last line is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

PART = ".part"
"""What the name of a file ends in while it is being written."""


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """Open *path* to be written, and put what was written in its place at the end, if the end is come to.

    What is no file, such as a device or a pipe, is written to as it is: nothing may take its place.
    """
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        return
    part = path.with_name(path.name + PART)
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        part.replace(path)
    except BaseException:  # Ctrl-C too
        part.unlink(missing_ok=True)
        raise


def write_whole(path: Path, text: str) -> None:
    """Write *text* to *path*, so that the file is either there whole or as it was."""
    with written(path) as file:
        file.write(text)


def write_together(texts: Mapping[Path, str]) -> None:
    """Write each text to its path, none of them before all could be written."""
    with ExitStack() as files:
        for path, text in texts.items():
            file = files.enter_context(written(path))
            file.write(text)
            file.flush()
