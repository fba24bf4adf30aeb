"""Wire: copy that goes out, put whole into the folder that clients take it from.

A story is decided in the archive and sent here. The folder shows what stands: a correction takes the
place of what it corrects, and of a story that was killed there is a notice in the place of its copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from storygen import plugins
from storygen.acts import in_form
from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.kept import Decision, Kept
from storygen.archive.workflow import Status, move
from storygen.errors import StorygenError, WorkflowError
from storygen.whole import PART, write_together

FORMS = ("text",)
"""The forms that copy is filed in, where no others are named."""
KILLED = ".killed.txt"
"""How the name of a notice ends that a story is withdrawn."""
OUT = (Status.FILED, Status.CORRECTED)
"""What has gone out and stands."""


def file(
    folder: Path,
    archive: Archive,
    number: int,
    *,
    by: str,
    at: datetime,
    forms: Sequence[str] = FORMS,
    seen: int | None = None,
) -> list[Path]:
    """File a story in *forms*, and return where its copy is in the wire's *folder*.

    :raises Clash: another version than the one *seen* counts by now.
    :raises WorkflowError: it may not be filed.
    :raises StorygenError: there is no such form, or the folder cannot be written to; it is not filed.
    """
    story = archive.story(number)
    move("file", archive.standing(number), str(story), at)
    ready(folder, archive, number, forms)
    archive.decide(number, "file", by=by, at=at, seen=seen, forms=forms)
    return send(folder, archive, number)


def kill(
    folder: Path, archive: Archive, number: int, *, by: str, at: datetime, why: str, seen: int | None = None
) -> list[Path]:
    """Withdraw a story that went out, and return where clients are told of it.

    :raises Clash: another version than the one *seen* counts by now.
    :raises WorkflowError: it has not gone out, or no reason is given.
    :raises StorygenError: the folder cannot be written to; the story is killed for all that.
    """
    archive.decide(number, "kill", by=by, at=at, why=why, seen=seen)
    return send(folder, archive, number)


def ready(folder: Path, archive: Archive, number: int, forms: Sequence[str]) -> None:
    """See that a story can be sent to *folder* in *forms*, before it is decided that it goes out.

    :raises StorygenError: there is no such form, the folder cannot be written to, or another story has gone
        out under its name.
    """
    story = archive.story(number)
    for path in _copy(folder, archive, story, forms):
        if path.exists() and (other := _namesake(archive, story)):
            remedy = "Send it to another folder with --out"
            raise WorkflowError(str(story), f"the copy of story {other} is in {path}", remedy)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            trace = path.with_name(path.name + PART)
            trace.touch()
            trace.unlink()
        except OSError as error:
            fault = f"cannot be written to: {error.strerror}"
            raise StorygenError(str(path.parent), fault, "Choose another folder with --out") from error


def send(folder: Path, archive: Archive, number: int, forms: Sequence[str] = ()) -> list[Path]:
    """Write to *folder* what stands of a story that went out, all of it or nothing, and return where.

    That is its copy, in *forms* or in those that it was last sent in; or, where it was killed, a notice that
    it is withdrawn, and its copy is taken away.

    :raises WorkflowError: it has not gone out.
    :raises StorygenError: there is no such form, or the folder cannot be written to.
    """
    story, history = archive.story(number), archive.history(number)
    own, sent, withdrawn = folder / story.release, sent_in(history), list[str]()
    if story.status in OUT:
        texts = _copy(folder, archive, story, forms or sent or FORMS)
    elif story.status is Status.KILLED:
        withdrawn = [_name(story, form) for form in sent]
        killed = next(each for each in reversed(history) if each.act == "kill")
        texts = {own / (story.slug + KILLED): _notice(story, killed, sent)}
    else:
        raise WorkflowError(str(story), f"it is {story.status}, and was not filed", "File it first")
    try:
        own.mkdir(parents=True, exist_ok=True)
        write_together(texts)
        for name in withdrawn:
            (own / name).unlink(missing_ok=True)
    except OSError as error:
        fault = f"cannot be written to: {error.strerror}; story {number} is {story.status} for all that"
        remedy = f"Mend the folder, then say: storygen file {number} --again"
        raise StorygenError(str(own), fault, remedy) from error
    return list(texts)


def sent_in(history: Sequence[Decision]) -> tuple[str, ...]:
    """Return every form that a story of this *history* was sent in."""
    sent = (each for each in history if each.act in ("file", "correct"))
    return tuple(dict.fromkeys(form for each in sent for form in each.forms))


def _copy(folder: Path, archive: Archive, story: Kept, forms: Sequence[str]) -> dict[Path, str]:
    """Return the copy of *story* in each of *forms*, by where it goes."""
    every = (in_form(archive, story.number, form) for form in forms)
    return {folder / story.release / name: text for name, text in every}


def _namesake(archive: Archive, story: Kept) -> int | None:
    """Return the number of another story that went out under the name of *story*, if there is one."""
    out = Wanted(status=(*OUT, Status.KILLED), release=story.release, words=story.slug)
    others = archive.stories(out, size=sum(archive.count(out).values()) or 1)
    return next(
        (each.number for each in others if each.slug == story.slug and each.number != story.number), None
    )


def _name(story: Kept, form: str) -> str:
    """Return the name of the file of *story* in *form*, also where what made it is there no more."""
    try:
        suffix: str = plugins.load("storygen.outputs", form).suffix
    except StorygenError:
        return f"{story.slug} ({form})"
    return story.slug + suffix


def _notice(story: Kept, killed: Decision, sent: Sequence[str]) -> str:
    """Return what tells clients that *story* was *killed*, and every form that it was *sent* in."""
    lines = [
        f"KILL {story.slug}",
        "",
        f"Please do not use, and withdraw where used: “{story.headline}”.",
        f"Reason: {' '.join(killed.why.split())}",
        f"It went out as: {', '.join(sent) or 'no form that is known of'}",
        f"Killed by {killed.by}",
        "",
        "ends",
    ]
    return "\n".join(lines) + "\n"
