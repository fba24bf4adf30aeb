"""Feed: a feed's bytes, read as notices of releases.

The only room that knows feedparser. That library forgives everything: it reads an error page as a good empty
feed and half a feed as a shorter one, and there are feeds over which it would sit for hours. So a feed is
copied first: read strictly, from end to end, and no more of it kept than we ask about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate, errors
from xml.sax.saxutils import escape, quoteattr

import feedparser

from storygen.errors import FetchError
from storygen.instants import read_instant
from storygen.naming import is_plain_path, plain_text

ANNOUNCEMENTS = "/government/statistics/announcements/"
UPCOMING = "release-type=type-upcoming"
"""What the address of ONS's calendar has in it where it lists what is still to come."""
PREFIXES = ("Official Statistics", "National Statistics", "Accredited official statistics")
ENDED = "This feed has ended"
MOST_ENTRIES, MOST_PARTS, MOST_ELEMENTS, MOST_TEXT = 5000, 200, 100_000, 5000
LONGEST_TITLE = 400
LATER = "Check the address, or try again later"


@dataclass(frozen=True, slots=True)
class Notice:
    """One page that a feed tells of."""

    path: str
    """Its key: no host, no fragment, no query, no slash at the end."""
    title: str
    at: datetime | None
    """When it was last published, the newest of what the feed says, or None where it says nothing."""
    announced: bool
    """It is still to come: the page of an announcement."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed tells of, one notice a page, in its own order."""

    title: str
    notices: tuple[Notice, ...]
    ended: bool
    """It has been shut down, and says so."""


def read_feed(body: bytes, where: str) -> Feed:
    """Return the feed that *body* is, which was fetched from the address *where*.

    :raises FetchError: it is none, or not a whole one.
    """
    if not body.strip(b" \t\r\n\0"):
        raise FetchError(where, "it is empty", LATER)
    plain = _copied(body, where)
    try:
        read: Any = feedparser.parse(BytesIO(plain), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # of a library that was written for a kinder web
        raise FetchError(where, "it cannot be read as a feed", LATER) from error
    if read.get("bozo") or not read.get("version"):
        raise FetchError(where, "it is not a feed that we know, neither Atom nor RSS", LATER)
    told = [_notice(entry, where) for entry in read.entries]
    titles = [plain_text(str(entry.get("title", "")), LONGEST_TITLE) for entry in read.entries]
    title = plain_text(str(read.feed.get("title", "")), LONGEST_TITLE)
    return Feed(title, _newest(filter(None, told)), any(each == ENDED for each in titles))


def _newest(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return the newest of *notices* for each page, where it was first told of."""
    found: dict[str, Notice] = {}
    for notice in notices:
        known = found.get(notice.path)
        if known is None or (notice.at and (known.at is None or notice.at > known.at)):
            found[notice.path] = notice
    return tuple(found.values())


def _notice(entry: Any, where: str) -> Notice | None:
    """Return what one entry tells of, or nothing where it leads nowhere, as the end of a feed does."""
    title = plain_text(str(entry.get("title", "")), LONGEST_TITLE)
    links = [str(entry.get("link", "")), str(entry.get("id", ""))]
    path = next(filter(None, map(_path, links)), "")
    if not path or title == ENDED:
        return None
    said = [read_instant(entry[key]) for key in ("updated", "published", "created") if key in entry]
    kinds = [str(tag.get("term") or "") for tag in entry.get("tags", ())]
    for prefix in (*kinds, *PREFIXES):
        if prefix and title.startswith(f"{prefix}: "):
            title = title.removeprefix(f"{prefix}: ")
            break
    announced = path.startswith(ANNOUNCEMENTS) or UPCOMING in where
    return Notice(path, title, max(filter(None, said), default=None), announced)


def _path(link: str) -> str:
    """Return the path of a page by its address or by the tag that stands for it, or nothing without one.

    >>> _path("tag:www.gov.uk,2005:/government/statistics/a"), _path("https://www.gov.uk/b/?c=d#2021")
    ('/government/statistics/a', '/b')
    """
    try:
        path = link.split(":", 2)[-1] if link.startswith("tag:") else urlsplit(link).path
    except ValueError:
        return ""
    path = path.partition("#")[0].rstrip("/")
    return path if is_plain_path(path) else ""


# A copy with nothing in it but what we ask about.

ATOM, RDF = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OLD_ATOM, RSS = "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/"
SPACES = ("", ATOM, OLD_ATOM, RDF, RSS, "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
ROOTS = {("feed", ATOM), ("feed", OLD_ATOM), ("rss", ""), ("RDF", RDF)}
ENTRIES = ("entry", "item")
HELD = ("feed", "rss", "RDF", "channel", *ENTRIES)
LEAVES = (
    *("title", "link", "id", "guid", "category"),
    *("updated", "published", "modified", "issued", "created", "pubDate", "date"),
)
ATTRIBUTES = ("version", "href", "rel", "type", "mode", "term", "label", "scheme", "isPermaLink")
CUT_OFF = {
    errors.codes[each]
    for each in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_PARTIAL_CHAR,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


def _copied(body: bytes, where: str) -> bytes:
    """Return the feed *body* with only those elements that we ask about, as UTF-8.

    :raises FetchError: it is no feed, is not whole, or has in it what may do harm.
    """
    body = body.lstrip(b" \t\r\n")
    try:
        return _Copy(where).of(body, None)
    except ExpatError as error:
        fault = error
    except (LookupError, ValueError) as error:
        raise FetchError(where, "it is written in an encoding that we do not know", LATER) from error
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return _Copy(where).of(body, "windows-1252")  # the usual one of those who say UTF-8 and are wrong
        except (ExpatError, LookupError, ValueError):
            pass
    if fault.code in CUT_OFF and fault.offset + fault.lineno > 1:
        raise FetchError(where, "it was cut off: its end is missing", LATER) from fault
    what = f"it is not a feed: {ErrorString(fault.code)} in line {fault.lineno}"
    raise FetchError(where, what, LATER) from fault


class _Copy:
    """A feed on its way through, element by element."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._out: list[str] = []
        self._skipped = 0  # how deep we are within an element that is left out
        self._leaf = ""  # the element whose text is kept
        self._inner = 0  # how deep we are within that
        self._room = 0
        self._entries = self._parts = self._elements = 0
        self._begun = False

    def of(self, body: bytes, encoding: str | None) -> bytes:
        """Return the copy of *body*.

        :raises FetchError: it is no feed that we would read.
        :raises ExpatError: it is not well formed.
        """
        parser = ParserCreate(encoding, namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._declared
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self._text
        parser.Parse(body, True)
        return "".join(self._out).encode()

    def _refused(self, what: str) -> FetchError:
        return FetchError(self._where, what, LATER)

    def _declared(self, name: str, *_: object) -> None:
        if name.lower() == "html":
            raise self._refused("it is a web page, not a feed that we know")
        raise self._refused("it declares a document type, which a feed has no use for and may do harm")

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._begun:
            self._begun = True
            if (local, space) not in ROOTS:
                kind = "a web page" if local.lower() == "html" else f"“{local[:40]}”"
                raise self._refused(f"it is {kind}, not a feed that we know")
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise self._refused(f"it has more than {MOST_ELEMENTS:,} parts")
        if self._leaf:
            self._inner += 1
        elif self._skipped or space not in SPACES or local not in (*HELD, *LEAVES):
            self._skipped += 1
        else:
            self._begin(local, space, attributes)

    def _begin(self, local: str, space: str, attributes: dict[str, str]) -> None:
        if local in ENTRIES:
            self._entries += 1
            self._parts = 0
            if self._entries > MOST_ENTRIES:
                raise self._refused(f"it has more than {MOST_ENTRIES:,} entries")
        if local in LEAVES:
            self._parts += 1
            if self._parts > MOST_PARTS:
                raise self._refused(f"one of its entries has more than {MOST_PARTS} parts")
            self._leaf, self._room = local, MOST_TEXT
        kept = {key: attributes[key][:MOST_TEXT] for key in ATTRIBUTES if key in attributes}
        said = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        self._out.append(f"<{local} xmlns={quoteattr(space)}{said}>")

    def _closed(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self._leaf and self._inner:
            self._inner -= 1
        elif self._skipped:
            self._skipped -= 1
        else:
            self._leaf = ""
            self._out.append(f"</{local}>")

    def _text(self, said: str) -> None:
        if self._leaf and self._room > 0:
            self._out.append(escape(said[: self._room]))
            self._room -= len(said)
