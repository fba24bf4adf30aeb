"""GOV.UK: a small one on loopback, which publishes, corrects, withdraws and fails when it is told to.

It serves feeds, the Content API and files in the forms of the real one. As there, links in feeds name the
real site, and only whoever asks the host that it asked before finds the pages here.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import NamedTuple, Self
from urllib.parse import parse_qs, quote, urlsplit

from storygen.testing.faults import FAULTS, LOOP, Answer, write
from storygen.testing.feeds import (
    PAGE,
    SEARCH,
    Told,
    ended_feed,
    finder_feed,
    newest_first,
    ons_feed,
    organisation_feed,
)
from storygen.testing.pages import (
    Announcement,
    File,
    Publication,
    announcement_page,
    publication_page,
    shown_date,
)

ATOM, RSS, JSON = (
    "application/atom+xml; charset=utf-8",
    "application/rss+xml",
    "application/json; charset=utf-8",
)
API, ORGANISATIONS, CALENDAR = "/api/content", "/government/organisations/", "/releasecalendar"
ONS = "office-for-national-statistics"
PUBLISHED, UPCOMING = "statistics_published", "upcoming_statistics"

Files = Mapping[str, bytes | Path]


class Asked(NamedTuple):
    """One request, as it came and with what it was answered: 0 where it was hung up on."""

    method: str
    path: str
    status: int
    headers: dict[str, str]


class GovUK:
    """The small GOV.UK, open between `with` and its end."""

    def __init__(self) -> None:
        """Publish nothing yet."""
        self.asked: list[Asked] = []
        self._pages: dict[str, Told] = {}
        self._files: dict[str, File] = {}
        self._gone: set[str] = set()
        self._faults: list[tuple[str, str]] = []
        self._ended = False
        self._lock, self._stop = Lock(), Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self), bind_and_activate=False)
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        """Open."""
        self._server.server_bind()
        self._server.server_activate()
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Close, in the middle of an answer too."""
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # Where things are.

    @property
    def address(self) -> str:
        """Return where it is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def finder(self, organisation: str = "") -> str:
        """Return the address of the search's feed of published statistics."""
        return self._search(PUBLISHED, organisation)

    def upcoming(self, organisation: str = "") -> str:
        """Return the address of the search's feed of announcements."""
        return self._search(UPCOMING, organisation)

    def _search(self, kind: str, organisation: str) -> str:
        whose = f"&organisations%5B%5D={quote(organisation)}" if organisation else ""
        return f"{self.address}{SEARCH}.atom?content_store_document_type={kind}{whose}&order=updated-newest"

    def organisation(self, name: str) -> str:
        """Return the address of the feed of all that an organisation does."""
        return f"{self.address}{ORGANISATIONS}{quote(name)}.atom"

    def ons(self) -> str:
        """Return the address of the calendar of ONS, which tells of what was published in its name."""
        return f"{self.address}{CALENDAR}?rss&release-type=type-published&sort=date-newest&limit=10&page=1"

    # What happens.

    def publish(
        self,
        slug: str,
        title: str,
        at: datetime,
        files: Files | None = None,
        organisation: str = "home-office",
        description: str = "",
        note: str = "First published.",
    ) -> None:
        """Publish a page of statistics with its *files*."""
        attached = self._attach(files or {})
        self._keep(Publication(slug, title, organisation, description, attached, ((at, note),), at))

    def update(
        self, slug: str, at: datetime, files: Files | None = None, note: str = "Updated.", minor: bool = False
    ) -> None:
        """Update a page; by a *minor* change nothing moves that readers or feeds go by."""
        old = self._publication(slug)
        changes = old.changes if minor else ((at, note), *old.changes)
        attached = old.files if files is None else self._attach(files)
        self._keep(replace(old, files=attached, changes=changes, saved=at))

    def withdraw(self, slug: str, at: datetime, why: str = "These figures were wrong.") -> None:
        """Withdraw a page, which stays with a notice on it."""
        self._keep(replace(self._publication(slug), withdrawn=(at, why), saved=at))

    def unpublish(self, slug: str) -> None:
        """Take a page away."""
        path = self._publication(slug).path
        with self._lock:
            del self._pages[path]
            self._gone.add(path)

    def announce(
        self,
        slug: str,
        title: str,
        at: datetime,
        state: str = "confirmed",
        display_date: str | None = None,
        organisation: str = "home-office",
    ) -> None:
        """Announce, or announce otherwise, what comes out *at* an instant."""
        shown = shown_date(at) if display_date is None else display_date
        self._keep(Announcement(slug, title, organisation, at, state, shown))

    def cancel(self, slug: str, why: str = "It is not ready.") -> None:
        """Cancel what was announced."""
        old = self._pages[f"/government/statistics/announcements/{slug}"]
        assert isinstance(old, Announcement)
        self._keep(replace(old, state="cancelled", why=why))

    def end_feed(self) -> None:
        """Shut the search's feeds down."""
        self._ended = True

    def fault(self, where: str, kind: str, times: int = 1) -> None:
        """Have the next *times* answers go wrong: of every "feed", the "api" or a "file", or of one path."""
        if kind not in FAULTS:
            raise ValueError(f"no such fault: {kind}. There are {', '.join(FAULTS)}")
        with self._lock:
            self._faults += [(where, kind)] * times * (LOOP if kind == "redirect_loop" else 1)

    def _attach(self, files: Files) -> tuple[File, ...]:
        made = tuple(
            File(name, each.read_bytes() if isinstance(each, Path) else each) for name, each in files.items()
        )
        with self._lock:
            self._files.update({file.path: file for file in made})
        return made

    def _publication(self, slug: str) -> Publication:
        page = self._pages[f"/government/statistics/{slug}"]
        assert isinstance(page, Publication)
        return page

    def _keep(self, page: Told) -> None:
        with self._lock:
            self._pages[page.path] = page
            self._gone.discard(page.path)

    # What is answered.

    def answer(self, asked: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer to a request for *asked*, a path with its query, and note that it came."""
        path = urlsplit(asked).path
        with self._lock:
            where, sound = self._sound(asked)
            fault = next((each for each in self._faults if each[0] in (where, path)), None)
            if fault:
                self._faults.remove(fault)
                given = FAULTS[fault[1]](sound)
            else:
                given = _as_known(sound, headers)
            status = 0 if given.manner == "reset" else given.status
            self.asked.append(Asked("GET", asked, status, dict(headers)))
        return given

    def _sound(self, asked: str) -> tuple[str, Answer]:
        """Return what kind of thing *asked* is, and what it would be answered with if nothing were wrong."""
        parts = urlsplit(asked)
        query = parse_qs(parts.query, keep_blank_values=True)
        if parts.path == f"{SEARCH}.atom":
            return "feed", self._finder(asked, query)
        if parts.path == CALENDAR and "rss" in query:
            pages = self._told(Publication, ONS)
            return "feed", _found(ons_feed(pages[:10]).encode(), RSS, pages)
        if parts.path.startswith(ORGANISATIONS) and parts.path.endswith(".atom"):
            whose = parts.path.removeprefix(ORGANISATIONS).removesuffix(".atom")
            pages = self._told((Publication, Announcement), whose)
            told = organisation_feed(pages[:PAGE], asked, _titled(whose))
            return "feed", _found(told.encode(), ATOM, pages)
        if parts.path.startswith(f"{API}/"):
            return "api", self._page(parts.path.removeprefix(API))
        file = self._files.get(parts.path)
        return "file", _found(file.body, file.kind, ()) if file else Answer(404)

    def _finder(self, asked: str, query: Mapping[str, Sequence[str]]) -> Answer:
        if self._ended:
            return _found(ended_feed(SEARCH.strip("/")).encode(), ATOM, ())
        whose = query.get("organisations[]", [""])[0]
        coming = query.get("content_store_document_type") == [UPCOMING]
        pages = self._told(Announcement if coming else Publication, whose)
        first = (max(int(query.get("page", ["1"])[0]), 1) - 1) * PAGE
        told = pages[first : first + PAGE]
        return _found(finder_feed(told, asked, _titled(whose)).encode(), ATOM, pages)

    def _told(self, kinds: type[Told] | tuple[type[Told], ...], whose: str) -> list[Told]:
        return newest_first(
            [
                page
                for page in self._pages.values()
                if isinstance(page, kinds)
                and whose in ("", page.organisation)
                and not (isinstance(page, Announcement) and page.state == "cancelled")
            ]
        )

    def _page(self, path: str) -> Answer:
        page = self._pages.get(path)
        if page is None:
            return Answer(410 if path in self._gone else 404)
        said = (
            publication_page(page, self.address) if isinstance(page, Publication) else announcement_page(page)
        )
        return _found(json.dumps(said).encode(), JSON, [page])


def _titled(organisation: str) -> str:
    return organisation.replace("-", " ").title()


def _found(body: bytes, kind: str, pages: Sequence[Told]) -> Answer:
    """Return an answer that can be known again: by a mark, and by when the newest of *pages* was saved."""
    known = {"ETag": f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'}
    if pages:
        saved = max(page.saved if isinstance(page, Publication) else page.at for page in pages)
        known["Last-Modified"] = format_datetime(saved.astimezone(UTC).replace(microsecond=0), usegmt=True)
    return Answer(200, body, {"Content-Type": kind, "Cache-Control": "max-age=300, public", **known})


def _as_known(answer: Answer, headers: Mapping[str, str]) -> Answer:
    """Return *answer* as it goes to whoever sends *headers*: not twice, and gzipped where it may be."""
    told = {name.lower(): value for name, value in headers.items()}
    mark, saved = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
    if mark and "if-none-match" in told:
        same = mark in told["if-none-match"]
    else:
        since = told.get("if-modified-since")
        same = bool(saved and since and parsedate_to_datetime(saved) <= parsedate_to_datetime(since))
    if same:
        kept = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
        return Answer(304, b"", kept)
    if answer.body and "gzip" in told.get("accept-encoding", ""):
        packed = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return replace(answer, body=gzip.compress(answer.body, mtime=0), headers={**answer.headers, **packed})
    return answer


def _handler(uk: GovUK) -> type[BaseHTTPRequestHandler]:
    """Return what answers for *uk*."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            write(self, uk.answer(self.path, dict(self.headers.items())), uk._stop)

        def log_message(self, *_: object) -> None:
            """Say nothing: what was asked is in `asked`."""

    return Answering
