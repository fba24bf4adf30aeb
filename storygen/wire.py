"""Wire: the folder that filed copy is put into, for whatever sends it on.

What is filed stands there whole or not at all, a correction in its place, and of what is killed a notice
that says so. The decision stands in the archive before: a folder that is lost is filled again from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storygen import acts
from storygen.archive.archive import Archive
from storygen.archive.workflow import Status
from storygen.batch import write_whole
from storygen.errors import StorygenError, WorkflowError

FORMS = ("text",)
"""The forms that copy is filed in, where no others are named."""


def send(folder: Path, archive: Archive, number: int, forms: Sequence[str] = FORMS) -> list[Path]:
    """Put a story that was filed, corrected or killed into *folder*; return the files it is in.

    :raises WorkflowError: it was never filed.
    :raises StorygenError: the folder cannot be written to; the decision stands for all that.
    """
    kept = archive.story(number)
    if kept.status not in (Status.FILED, Status.CORRECTED, Status.KILLED):
        raise WorkflowError(str(kept), f"it is {kept.status}, and was not filed", "File it")
    own = folder / kept.release
    put = []
    try:
        own.mkdir(parents=True, exist_ok=True)
        if kept.status is Status.KILLED:
            name, text = f"{kept.slug}.killed.txt", notice(archive, number)
            write_whole(own / name, text)
            return [own / name]
        for form in forms:
            name, text = acts.in_form(archive, number, form)
            write_whole(own / name, text)
            put.append(own / name)
    except OSError as error:
        fault = f"cannot be written to: {error.strerror}; story {number} is {kept.status} for all that"
        raise StorygenError(str(own), fault, "Mend the folder and send it again") from error
    return put


def notice(archive: Archive, number: int) -> str:
    """Return what tells clients that a story is killed, and every form that it went out in."""
    kept, history = archive.story(number), archive.history(number)
    killed = next(each for each in reversed(history) if each.act == "kill")
    sent = dict.fromkeys(form for each in history if each.act in ("file", "correct") for form in each.forms)
    forms = ", ".join(sent) or "no form that is known of"
    lines = [
        f"KILL {kept.slug}",
        "",
        f"Please do not use, and withdraw where used: “{kept.headline}”.",
        f"Reason: {killed.why}",
        f"It went out as: {forms}",
        f"Killed by {killed.by}",
        "",
        "ends",
    ]
    return "\n".join(lines) + "\n"
