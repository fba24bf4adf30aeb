"""Folders: a local folder watched as a feed is: a workbook that is new in it, or has changed, is a release.

Newsrooms are often e-mailed them under embargo. Beside `tables.ods`, a file `tables.ods.toml` may say what
the workbook does not: id, title, published, embargo, period. One that is still being written is left for the
next time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from stat import S_ISREG

from storygen.archive.kept import Clash
from storygen.archive.watching import ANNOUNCED, DUE, HELD, STOCK, Event, Feed, Page
from storygen.archive.workflow import LONDON
from storygen.arrivals import keep_as_published
from storygen.errors import ArchiveError, FetchError, ReleaseError, StorygenError, UsageError
from storygen.facts.release import fingerprint
from storygen.facts.sheet import LARGEST_FILE, WORKBOOKS
from storygen.pack import Pack
from storygen.polling import back_off
from storygen.watching.looking import Came, Look, put_off, take

SETTLED = timedelta(seconds=2)
"""A file that was written to since is left until the next time: whoever copies it may not be done."""
KEYS = ("id", "title", "published", "embargo", "period")
"""What may be said of a workbook beside it, as by the options of `storygen add`."""


def workbooks(folder: Path, at: datetime) -> Iterator[tuple[Path, datetime]]:
    """Yield each workbook in *folder* that is whole *at* that time, and when it was last written to.

    :raises FetchError: the folder cannot be read.
    """
    try:
        names = sorted(folder.iterdir())
    except OSError as error:
        raise FetchError(str(folder), f"cannot be read: {error.strerror}", "Mend the folder") from error
    for path in names:
        if path.suffix.lower() not in (*WORKBOOKS, ".csv") or path.name.startswith((".", "~")):
            continue
        try:
            said = path.stat()
            written = datetime.fromtimestamp(said.st_mtime, LONDON)
        except (OSError, ValueError, OverflowError):
            continue  # it has gone meanwhile, leads nowhere, or says nothing that could be a time
        if S_ISREG(said.st_mode) and said.st_size and not at - SETTLED < written <= at:
            yield path, written


def seen_in(
    folder: Path, at: datetime, before: Feed, known: Mapping[str, Page], *, backfill: bool
) -> list[Page]:
    """Return the files of *folder* that are to be looked at, or, the first time, are only to be remembered.

    :raises FetchError: the folder cannot be read.
    """
    found = []
    for path, written in workbooks(folder, at):
        page = known.get(str(path))
        if page is None:
            new = before.stocked or backfill
            page = Page("", str(path), str(folder), path.name, DUE if new else STOCK, seen=written)
            found.append(replace(page, due_at=at if new else None))
        elif written != page.seen or (backfill and page.state == STOCK):
            found.append(
                replace(page, seen=written, due_at=at, state=DUE if page.state == STOCK else page.state)
            )
    return found


def look_at_file(with_: Look, page: Page, packs: Sequence[Pack]) -> Came:
    """Look at the file of *page*, which is of one of *packs*, and return what came of it."""
    try:
        return _looked(with_, page, packs)
    except Clash as error:
        return put_off(with_, page, error)
    except ArchiveError:
        raise
    except StorygenError as error:
        now = replace(page, state=page.state if page.release else HELD, came=str(error), due_at=None)
        if "cannot be written to" in error.what:  # which is no fault of the file's
            now = replace(now, tries=page.tries + 1, due_at=back_off(with_.at, page.tries + 1))
        key = f"{page.path} {page.seen} {error} held"
        said = f"{page.title} is held: {error}"
        return now, [Event(key, with_.at, "held", said, (), page.pack, page.release)]


def _looked(with_: Look, page: Page, packs: Sequence[Pack]) -> Came:
    """Look at the file of *page*.

    :raises StorygenError: it cannot be read, or is laid out as none of *packs* expects.
    """
    path = Path(page.path)
    body = _body(path)
    if fingerprint(body) == page.file:
        return replace(page, due_at=None, tries=0), []
    said, sheets = said_beside(path), with_.room.read(path)
    refusals: dict[str, list[str]] = {}
    if _body(path) != body:  # whoever writes it is not done: what was read may be half of either
        return replace(page, due_at=with_.at + SETTLED), []
    with_ = replace(with_, room=replace(with_.room, read=lambda _: sheets))
    for pack in packs:
        file = keep_as_published(with_.room.settings.home, pack.name, path.name, body)
        upcoming = with_.memory.pages(ANNOUNCED, pack=pack.name)
        expected = [each.expected for each in upcoming if each.expected]
        try:
            now, events = take(with_, replace(page, pack=pack.name), pack, file, said, expected)
        except ArchiveError:
            raise
        except StorygenError as error:
            refusals.setdefault(error.what, []).append(pack.name)
            continue
        return replace(now, pack=page.pack, due_at=None), events
    faults = [
        f"{', '.join(names)}: {what}" if len(refusals) > 1 else what for what, names in refusals.items()
    ]
    remedy = f"Look at the file; what it does not say can be said in {path.name}.toml beside it"
    raise ReleaseError(str(path), "; ".join(faults) or "no pack is watched for", remedy)


def _body(path: Path) -> bytes:
    """Return what is in the file *path*.

    :raises ReleaseError: it cannot be read, or is too large to be a workbook.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            fault, remedy = "is larger than 64 MiB", "Take the tables out into a smaller workbook"
            raise ReleaseError(str(path), fault, remedy)
        return path.read_bytes()
    except OSError as error:
        raise ReleaseError(str(path), f"cannot be opened: {error.strerror}", "Put it there again") from error


def said_beside(path: Path) -> dict[str, str]:
    """Return what the file beside the workbook *path* says of it, as text.

    :raises ReleaseError: it cannot be read, or says what nobody asks.
    """
    beside = path.with_name(path.name + ".toml")
    try:
        said = tomllib.loads(beside.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReleaseError(str(beside), f"cannot be read: {error}", "Mend the file or remove it") from error
    if strange := set(said) - set(KEYS):
        fault = f"unknown key {', '.join(sorted(strange))}"
        raise ReleaseError(str(beside), fault, f"Use {', '.join(KEYS)}")
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else str(value) for key, value in said.items()
    }


def folder_called(name: str) -> Path:
    """Return the folder called *name*, as it is remembered wherever the watch is begun.

    :raises UsageError: there is none.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise UsageError(f"“{name}”", "it is neither a pack nor a folder", "See “storygen packs”")
    return folder.resolve()
