"""Desking: a desk with real drafts on it, its users, and whoever asks it for a page as a browser would."""

import hashlib
import json
import shutil
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from itsdangerous import TimestampSigner
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from storygen.archive.archive import Archive
from storygen.archive.people import People
from storygen.archive.schema import users
from storygen.archive.workflow import Role
from storygen.batch import write_each
from storygen.desk.answers import HEADERS
from storygen.desk.asking import Desk
from storygen.desk.batches import Batches
from storygen.desk.door import cookie_of
from storygen.desk.serving import Door, app_of, desk_of
from storygen.editions import Editions, Setting
from storygen.settings import read_settings

OURS = read_settings({})
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:8471"
SECRET = "what only this session's pages know"
PASSWORD = "as long as it must be"
USERS = {
    "rita": (Role.READER, "Rita Hall"),
    "edie": (Role.EDITOR, "Edie Grey"),
    "omar": (Role.EDITOR, "Omar Blunt"),
    "cath": (Role.CHIEF, "Cath Boss"),
}
"""Who may come in: the name to sign in by, the role, and the name in copy."""
DRAFTS = (
    Setting("police-workforce", "workforce-2019"),
    Setting("use-of-force", "use-of-force-2020"),
    Setting("registered-offenders", "mappa-2024"),
    Setting("registered-offenders", "mappa-2021"),
)
"""Of what every place's story is on the desk."""


@dataclass
class Clock:
    """What time it is on the desk: it stands until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        """Return the time."""
        return self.at

    def later(self, **by: float) -> None:
        """Let some time go by."""
        self.at += timedelta(**by)


@dataclass(frozen=True)
class Opened:
    """A desk, and what its tests look at behind its pages."""

    desk: Desk
    app: Starlette
    clock: Clock
    wire: Path

    @property
    def archive(self) -> Archive:
        """Return its archive."""
        return self.desk.archive

    def number(self, slug: str, release: str = "") -> int:
        """Return the number of the story called *slug*, of that *release* where there are several."""
        found = (each for each in self.every() if each.slug == slug)
        return next(each.number for each in found if release in ("", each.release))

    def every(self) -> list[Any]:
        """Return all stories."""
        return self.archive.stories(size=1_000)


@cache
def editions() -> Editions:
    """Return the editions that all tests share: they only read them."""
    return Editions(OURS)


def seeded(path: Path) -> Path:
    """Make the archive that every test's is a copy of."""
    archive = Archive(str(path))
    for setting in DRAFTS:
        with editions().writing(setting) as edition:
            stories = list(write_each(edition, [(place,) for place in edition.places()]))
        archive.keep_all(stories, NOW - timedelta(days=1))
    let_in(archive)
    archive.close()
    return path


def let_in(archive: Archive) -> None:
    """Let the users of every desk into *archive*."""
    people = People(archive)
    for name, (role, shown) in USERS.items():
        people.add(name, PASSWORD, role, NOW - timedelta(days=2), shown)
    with archive.engine.begin() as connection:
        connection.execute(update(users).values(password=cheap(PASSWORD)))


def cheap(password: str) -> str:
    """Return *password* as it is kept, but that a guess costs next to nothing."""
    salt = b"salt of the test"
    found = hashlib.scrypt(password.encode(), salt=salt, n=1024, r=8, p=1, dklen=32)
    return "$".join(("scrypt", "1024", "8", "1", b64encode(salt).decode(), b64encode(found).decode()))


@contextmanager
def opened(
    seed: Path,
    folder: Path,
    *,
    door: Door = Door(),  # noqa: B008
    trial: bool = False,
) -> Iterator[Opened]:
    """Open a desk on a copy of *seed*, or on an empty archive where there is none."""
    if seed.exists():
        shutil.copy(seed, folder / "archive.db")
    archive, clock, wire = Archive(str(folder / "archive.db")), Clock(), folder / "wire"
    desk = desk_of(archive, door, clock, wire=None if trial else wire, trial=trial, settings=OURS)
    desk = replace(desk, editions=editions(), batches=Batches(archive, editions()))
    yield Opened(desk, app_of(desk, door), clock, wire)
    archive.close()


@contextmanager
def opened_beside(archive: Archive, of: Editions, folder: Path, at: datetime) -> Iterator[Opened]:
    """Open a desk on an *archive* and its editions, at that time."""
    clock, wire = Clock(at), folder / "wire"
    desk = desk_of(archive, Door(), clock, wire=wire, settings=of.settings)
    desk = replace(desk, editions=of, batches=Batches(archive, of))
    yield Opened(desk, app_of(desk, Door()), clock, wire)
    archive.close()


def ended(desk: Opened) -> None:
    """Wait until no batch is running any more."""
    for run in desk.desk.batches.every():
        desk.desk.batches.stop(run.number)
    while not all(run.ended for run in desk.desk.batches.every()):
        time.sleep(0.01)


# Who asks.


def cookie(desk: Opened, name: str) -> str:
    """Return the session that *name* has after signing in."""
    people = desk.desk.people
    session = {"session": people.begin(name, desk.clock())} if people.named(name) else {}
    said = json.dumps({**session, "secret": SECRET})
    return TimestampSigner(people.key("sessions")).sign(b64encode(said.encode())).decode()


def visitor(desk: Opened, name: str = "", **how: Any) -> TestClient:
    """Return a browser of *name*, signed in, or of a stranger; each answer that it is given is looked over."""
    client = TestClient(desk.app, base_url=ADDRESS, **how)
    client.cookies.set(cookie_of(desk.desk), cookie(desk, name))
    client.event_hooks["response"].append(look_over)
    return client


def look_over(answer: Any) -> None:
    """See that an answer is ours, carries what every answer must, and that nothing in it runs."""
    answer.read()
    assert answer.status_code != 500, answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert foreign(answer.text) == []


def post(client: TestClient, url: str, pairs: Any = (), **fields: str) -> Any:
    """Send a form to *url* with the secret of the session."""
    return send(client, url, [("secret", SECRET), *dict(pairs).items(), *fields.items()])


def send(client: TestClient, url: str, pairs: list[tuple[str, str]], **how: Any) -> Any:
    """Send a form of *pairs* to *url*."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", **how.pop("headers", {})}
    return client.post(url, content=urlencode(pairs), headers=headers, **how)


ASKED = {
    "{story}": "1",
    "{cite}": "0.0",
    "{form}": "text",
    "{run}": "1",
    "{place}": "force:E23000032",
    "{release}": "workforce-2019",
    "{pack}": "police-workforce",
}
"""What stands in the paths of routes where a test asks for them."""


def path_of(route: str) -> str:
    """Return a path of *route* that is there."""
    for part, value in ASKED.items():
        route = route.replace(part, value)
    return route


# What pages have in them.


class Sent(NamedTuple):
    """A form of a page: where it goes, its fields as they stand, and its buttons."""

    method: str
    action: str
    fields: list[tuple[str, str]]
    buttons: list[tuple[str, str, str]]

    def pressed(self, label: str, typed: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return what is sent by the button of that *label* where some fields are *typed* over.

        Of a field that is there several times, `{2: "words"}` is typed into the third.
        """
        name, value, _ = next(each for each in self.buttons if each[2] == label)
        seen: dict[str, int] = {}
        pairs = []
        for field, stands in self.fields:
            index = seen[field] = seen.get(field, -1) + 1
            over = typed.get(field, stands)
            pairs.append((field, over.get(index, stands) if isinstance(over, Mapping) else over))
        assert not typed.keys() - seen.keys(), f"the form has no {typed.keys() - seen.keys()}"
        return [*pairs, (name, value)] if name else pairs


class _Reader(HTMLParser):
    """Reads a page: its forms, its links, its elements, and the ids that are there and are meant."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sent] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._inside, self._select, self._text = False, "", None
        self._option: list[str] | None = None
        self._button: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.elements.append((tag, said))
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        if tag == "form":
            self._inside = True
            self.forms.append(Sent(said.get("method", "get"), said.get("action", ""), [], []))
        if not self._inside:
            return
        fields, name = self.forms[-1].fields, said.get("name", "")
        if tag == "input" and (said.get("type") not in ("checkbox", "radio") or "checked" in said) and name:
            fields.append((name, said.get("value", "")))
        elif tag == "textarea":
            self._text = [name]
        elif tag == "select":
            self._select = name
            fields.append((name, "\0"))
        elif tag == "option" and self._select:
            if fields[-1][1] == "\0" or "selected" in said:
                fields[-1] = (self._select, said.get("value", "\0\0"))
                self._option = [] if "value" not in said else None
        elif tag == "button" and said.get("type") != "button" and "disabled" not in said:
            self._button, self._text = (name, said.get("value", "")), [""]

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
        if self._option is not None:
            self._option.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._text is not None:
            self.forms[-1].fields.append((self._text[0], "".join(self._text[1:]).removeprefix("\n")))
            self._text = None
        elif tag == "option" and self._option is not None:
            self.forms[-1].fields[-1] = (self._select, "".join(self._option).strip())
            self._option = None
        elif tag == "select":
            self._select = ""
        elif tag == "button" and self._button is not None:
            label = " ".join("".join(self._text or ()).split())
            self.forms[-1].buttons.append((*self._button, label))
            self._button = self._text = None


def read(page: str) -> _Reader:
    """Return what is in a *page*."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


OURS_ALONE = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "noscript",
        "body",
        "a",
        "header",
        "nav",
        "form",
        "label",
        "input",
        "button",
        "main",
        "p",
        "h1",
        "h2",
        "h3",
        "div",
        "section",
        "article",
        "aside",
        "span",
        "strong",
        "em",
        "small",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "select",
        "optgroup",
        "option",
        "datalist",
        "textarea",
        "fieldset",
        "legend",
        "time",
        "progress",
        "mark",
        "ins",
        "del",
        "pre",
        "code",
        "kbd",
        "bdi",
        "br",
    ]
)
"""Elements that our pages are made of; none of them came of what somebody typed."""


def foreign(page: str) -> list[str]:
    """Return what is in *page* that none of our templates has: an element, a script, something that runs."""
    found = []
    for tag, said in read(page).elements:
        strange = [name for name in said if name.startswith("on") or name in ("style", "srcdoc")]
        goes = [value for name, value in said.items() if name in ("href", "src", "action", "formaction")]
        strange += [value for value in goes if not value.startswith(("/", "#", "https://", "http://"))]
        if tag == "script" and not said.get("src", "").startswith("/static/"):
            strange.append("an inline script")
        if tag not in OURS_ALONE or strange:
            found.append(f"<{tag}> {strange}")
    return found


def press(
    client: TestClient, url: str, label: str, typed: Mapping[str, Any] | None = None, **more: Any
) -> Any:
    """Open *url*, type into the form that has a button of that *label*, press it, and return what comes."""
    page = client.get(url)
    form = next((form for form in read(page.text).forms if label in [each[2] for each in form.buttons]), None)
    assert form, f"{url} has no button “{label}”: {[form.buttons for form in read(page.text).forms]}"
    pairs = form.pressed(label, {**(typed or {}), **more})
    return (
        send(client, form.action, pairs) if form.method == "post" else client.get(form.action, params=pairs)
    )


def said(page: Any) -> str:
    """Return what a page says first to whoever did something: that it is done, or what is wrong."""
    found = _within(page.text, lambda _tag, given: given.get("class") in ("said", "fault"))
    return found[0] if found else ""


def text_of(page: Any, mark: str) -> list[str]:
    """Return the words of each element of *page* that has the class, the id or the name *mark*."""
    return _within(
        page.text,
        lambda tag, given: mark in (tag, given.get("id")) or mark in given.get("class", "").split(),
    )


EMPTY = frozenset(("input", "br", "meta", "link"))


def _within(page: str, wanted: Callable[[str, dict[str, str]], bool]) -> list[str]:
    """Return the words within each element that is *wanted*, the outermost of those within each other."""

    class Words(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[list[str]] = []
            self.depth = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag in EMPTY:
                return
            if self.depth:
                self.depth += 1
            elif wanted(tag, {name: value or "" for name, value in attrs}):
                self.depth = 1
                self.found.append([])

        def handle_endtag(self, tag: str) -> None:
            self.depth -= bool(self.depth) and tag not in EMPTY

        def handle_data(self, data: str) -> None:
            if self.depth:
                self.found[-1].append(data)

    reader = Words()
    reader.feed(page)
    return [" ".join("".join(words).split()) for words in reader.found]
