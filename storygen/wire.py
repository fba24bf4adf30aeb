"""Wire: copy that goes out, put whole into the folder that clients take it from.

A story is decided in the archive and sent here. The folder shows what stands: a correction takes the
place of what it corrects, and of a story that was killed there is a notice in the place of its copy. One
at a time writes to it, and asks what stands when its turn comes, so that no late hand undoes a kill.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from storygen import plugins
from storygen.acts import in_form
from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.kept import Decision, Kept
from storygen.archive.workflow import OUT, Status, move
from storygen.errors import StorygenError, WorkflowError
from storygen.whole import write_together

FORMS = ("text",)
"""The forms that copy is filed in, where no others are named."""
KILLED = ".killed.txt"
"""How the name of a notice ends that a story is withdrawn."""
LOCK = ".lock"
"""The file by which those who write to the folder take turns."""


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

    :raises StorygenError: there is no such form, the folder cannot be written to, or something else has gone
        out under its name.
    """
    story = archive.story(number)
    paths = list(_copy(folder, archive, story, forms))
    if story.status not in OUT:
        _refuse_taken(archive, story, paths)
    try:
        (folder / story.release).mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder / story.release):
            pass
    except OSError as error:
        fault = f"cannot be written to: {error.strerror}"
        raise StorygenError(str(folder / story.release), fault, "Choose another folder") from error


def _refuse_taken(archive: Archive, story: Kept, paths: Sequence[Path]) -> None:
    """Refuse to send *story* for the first time where there is a file by a name of its own.

    :raises WorkflowError: there is one.
    """
    notice = [path.with_name(story.slug + KILLED) for path in paths[:1]]
    taken = next((path for path in (*paths, *notice) if path.exists()), None)
    if taken is None:
        return
    other = _namesake(archive, story)
    fault = f"the copy of story {other} is in {taken}" if other else f"{taken} is there, of another archive"
    raise WorkflowError(str(story), fault, "Send it to another folder")


def send(folder: Path, archive: Archive, number: int) -> list[Path]:
    """Write to *folder* what stands of a story that went out, all of it or nothing, and return where.

    That is its copy, in the forms that it was sent in. Where it was killed it is a notice that it is
    withdrawn, and its copy is taken away.

    :raises WorkflowError: it has not gone out.
    :raises StorygenError: there is no such form, or the folder cannot be written to.
    """
    status = archive.story(number).status
    if status not in (*OUT, Status.KILLED):
        raise WorkflowError(str(archive.story(number)), f"it is {status}, and was not filed", "File it first")
    try:
        with _turn(folder):
            return _put(folder, archive, archive.story(number))
    except OSError as error:
        fault = f"cannot be written to: {error.strerror}; story {number} is {status} for all that"
        remedy = "Mend the folder, then send it again"
        raise StorygenError(str(folder), fault, remedy) from error


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes to *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _put(folder: Path, archive: Archive, story: Kept) -> list[Path]:
    """Write what stands of *story*, and return where."""
    history = archive.history(story.number)
    sent, own = sent_in(history) or FORMS, folder / story.release
    own.mkdir(parents=True, exist_ok=True)
    if story.status in OUT:
        texts = _copy(folder, archive, story, sent)
        write_together(texts)
        return list(texts)
    killed = next(each for each in reversed(history) if each.act == "kill")
    names = [_name(story, form) for form in sent]
    write_together({own / (story.slug + KILLED): _notice(story, killed, names)})
    for name in names:
        (own / name).unlink(missing_ok=True)
    return [own / (story.slug + KILLED)]


def missing(folder: Path, story: Kept, history: Sequence[Decision]) -> list[Path]:
    """Return what should be in *folder* of a *story* that went out, and is not there.

    That is so where whoever filed it was stopped before it was sent, or somebody took a file away.
    """
    if story.status in OUT:
        names = [_name(story, form) for form in sent_in(history) or FORMS]
    else:
        names = [story.slug + KILLED] if story.status is Status.KILLED else []
    paths = [folder / story.release / name for name in names]
    return [path for path in paths if not path.exists()]


def unsent(folder: Path, archive: Archive, most: int = 0) -> list[int]:
    """Return the stories that went out of which something is missing in *folder*, the first kept first.

    Of all that went out, or of the *most* that changed last.
    """
    out = Wanted(status=(*OUT, Status.KILLED))
    found = archive.stories(out, size=most) if most else archive.every(out)
    return sorted(each.number for each in found if missing(folder, each, archive.history(each.number)))


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
    others = archive.every(out)
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


def _notice(story: Kept, killed: Decision, names: Sequence[str]) -> str:
    """Return what tells clients that *story* was *killed*, and the *names* by which they have it."""
    lines = [
        f"KILL {story.slug}",
        "",
        f"Please do not use, and withdraw where used: “{story.headline}”.",
        f"Reason: {' '.join(killed.why.split())}",
        f"It went out as: {', '.join(names)}",
        f"Killed by {killed.by}",
        "",
        "ends",
    ]
    return "\n".join(lines) + "\n"
