"""Web: a page of GOV.UK as its Content API tells of it, and the one workbook on it that is wanted.

Nothing is fetched here: bytes come in, values go out. What a page has wrong is left out where the rest can
be used without it; what is no page is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from storygen.errors import FetchError, ReleaseError
from storygen.instants import london_instant, read_instant
from storygen.naming import is_plain_path, plain_text, title_fits

API = "/api/content"
ANNOUNCEMENTS = "/government/statistics/announcements/"
STATES = ("provisional", "confirmed", "cancelled")
WORKBOOKS = {
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".csv": "text/csv",
}
MOST_ATTACHMENTS, MOST_CHANGES = 500, 1000
LONGEST_NAME, LONGEST_NOTE, LONGEST_ADDRESS = 400, 2000, 2000
LATER = "Check the address, or try again later"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that a page offers: a file, or a page of its own."""

    address: str
    title: str
    filename: str
    kind: str
    """Its content type, or nothing where the page does not say."""
    size: int
    """In bytes, 0 where the page does not say."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a page, as its publisher noted it."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself."""

    path: str
    title: str
    kind: str
    """official_statistics, national_statistics, official_statistics_announcement …"""
    first_published: datetime | None = None
    updated: datetime | None = None
    """When it last changed in a way that readers are told of."""
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""
    attachments: tuple[Attachment, ...] = ()
    changes: tuple[Change, ...] = ()
    """The newest first."""
    state: str = ""
    """Of an announcement: provisional, confirmed or cancelled."""
    display_date: str = ""
    due: datetime | None = None
    """When what is announced comes out, or None where no day is named yet."""

    @property
    def announced(self) -> bool:
        """Return whether it only tells of something to come."""
        return self.kind.endswith("_announcement") or self.path.startswith(ANNOUNCEMENTS)

    @property
    def withdrawn(self) -> bool:
        """Return whether its publisher no longer stands by it."""
        return bool(self.withdrawn_at or self.withdrawn_why)


def page_address(feed: str, path: str) -> str:
    """Return where the page at *path* is told of, on the host of *feed* whatever host its entry named.

    :raises FetchError: *path* is no page's, or *feed* no address.
    """
    origin = _origin(feed)
    if not origin:
        raise FetchError(
            plain_text(feed, 200), "it is not the address of a feed", "Write it as https://www.gov.uk/…"
        )
    if not is_plain_path(path):
        raise FetchError(f"{origin}{API}", f"“{plain_text(path, 100)}” is not the path of a page", LATER)
    return f"{origin}{API}{path}"


def read_page(body: bytes, where: str) -> Page:
    """Return the page that *body* tells of, which was fetched from the address *where*.

    :raises FetchError: it tells of none.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FetchError(where, "it is not the JSON of a page, or was cut off", LATER) from error
    if not isinstance(said, dict):
        raise FetchError(where, "it does not tell of a page", LATER)
    path, title, kind = _text(said, "base_path"), _named(said, "title"), _named(said, "document_type")
    if not (is_plain_path(path) and title and kind):
        raise FetchError(where, "it does not tell of a page with a path, a title and a type", LATER)
    details, withdrawal = _object(said, "details"), _object(said, "withdrawn_notice")
    display_date = _named(details, "display_date")
    state = _text(details, "state")
    why = plain_text(_text(withdrawal, "explanation"), LONGEST_NOTE)
    return Page(
        path,
        title,
        kind,
        first_published=read_instant(said.get("first_published_at")),
        updated=read_instant(said.get("public_updated_at")),
        withdrawn_at=read_instant(withdrawal.get("withdrawn_at")),
        withdrawn_why=why or ("no reason is given" if withdrawal else ""),
        attachments=tuple(_attachments(details, where)),
        changes=tuple(sorted(_changes(details), key=lambda change: change.at, reverse=True)),
        state=state if state in STATES else "",
        display_date=display_date,
        due=london_instant(display_date),
    )


def tables_of(page: Page, wanted: Sequence[str]) -> Attachment:
    """Return the one workbook of *page* whose title or filename has the words of one of *wanted*.

    A "…" stands for any words between; where nothing is wanted in particular, any workbook will do.

    :raises ReleaseError: there is none, or more than one.
    """
    found = [each for each in page.attachments if is_workbook(each)]
    if wanted:
        found = [
            each for each in found if title_fits(each.title, wanted) or title_fits(each.filename, wanted)
        ]
    if len(found) == 1:
        return found[0]
    sought = " or ".join(f"“{each}”" for each in wanted) or "a workbook"
    some = f"{len(found)} files fit" if found else "no file fits"
    there = [f"“{each.title}” ({each.filename or each.kind or 'no file'})" for each in page.attachments]
    offers = f"The page has {', '.join(there)}" if there else "The page has no attachments"
    raise ReleaseError(page.path, f"{some} where one was looked for, {sought}", offers)


def is_workbook(attachment: Attachment) -> bool:
    """Say whether *attachment* is a file that tables are read from, by its name or else by its type."""
    name = attachment.filename.lower()
    return name.endswith(tuple(WORKBOOKS)) or ("." not in name and attachment.kind in WORKBOOKS.values())


def _attachments(details: dict[str, Any], where: str) -> Iterator[Attachment]:
    """Yield what a page offers and can be reached, each address once."""
    seen = set()
    for each in _objects(details, "attachments", MOST_ATTACHMENTS):
        address = _joined(where, _text(each, "url"))
        if not address or address in seen:
            continue
        seen.add(address)
        size = each.get("file_size")
        yield Attachment(
            address,
            _named(each, "title"),
            _named(each, "filename") or _filename(address),
            _named(each, "content_type").lower(),
            size if type(size) is int and 0 <= size < 1 << 53 else 0,
        )


def _changes(details: dict[str, Any]) -> Iterator[Change]:
    """Yield the changes of a page that say when they were made."""
    for each in _objects(details, "change_history", MOST_CHANGES):
        at = read_instant(each.get("public_timestamp"))
        if at is not None:
            yield Change(at, plain_text(_text(each, "note"), LONGEST_NOTE))


def _origin(address: str) -> str:
    """Return the scheme and host of *address*, or nothing where it has none or more than those."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    sound = parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc
    return f"{parts.scheme}://{parts.netloc}" if sound else ""


def _joined(where: str, said: str) -> str:
    """Return the whole address of *said* on the host of *where*, or nothing where it is none."""
    if not said or len(said) > LONGEST_ADDRESS or not said.isprintable() or " " in said:
        return ""
    try:
        whole = urljoin(_origin(where) or where, said)
    except ValueError:
        return ""
    return whole if _origin(whole) else ""


def _filename(address: str) -> str:
    """Return the name of the file at *address*, or nothing where it names a page."""
    name = urlsplit(address).path.rpartition("/")[2]
    return name if "." in name else ""


# Fields, whatever the other side has put into them.


def _text(said: dict[str, Any], key: str) -> str:
    """Return the text under *key*, or nothing where something else stands there."""
    value = said.get(key)
    return value if isinstance(value, str) else ""


def _named(said: dict[str, Any], key: str) -> str:
    """Return the text under *key* as a name: on one line, no markup, not without end."""
    return plain_text(_text(said, key), LONGEST_NAME)


def _object(said: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the object under *key*, or an empty one."""
    value = said.get(key)
    return value if isinstance(value, dict) else {}


def _objects(said: dict[str, Any], key: str, most: int) -> list[dict[str, Any]]:
    """Return the objects in the list under *key*, *most* of them."""
    value = said.get(key)
    return [each for each in value[:most] if isinstance(each, dict)] if isinstance(value, list) else []
