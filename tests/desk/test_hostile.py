"""Hostile text in every field of every form and every address: kept as text or refused, and never run."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from desking import ASKED, Sent, editions, ended, opened, path_of, read, visitor

from storygen import acts
from storygen.archive.workflow import Status
from storygen.desk.serving import ROUTES
from storygen.writing.story import Par, Run

MARKUP = (
    "<script>alert(1)</script> \"><img src=x onerror=alert(1)> ' autofocus onfocus=alert(1) x='</textarea>"
)
TEMPLATE = "{{ 7 * 7 }} {% raise %} {{ ''.__class__.__mro__ }} ${7*7} {# "
UNSEEN = "\u202eevil\u2066 \u200f text\u2069 \u200b\ufeff\u2028 a\0b\x01\x1b[31m\x7f\r\nSet-Cookie: x=1"
LEDGER = "\ue000\ue001\ue002 \U000f0000 \ufffe"
SQL = "'; DROP TABLE stories; -- \" OR 1=1 % _ \\"
HALF, BROKEN = "%ED%A0%80 %ED%BF%BF", "%FF%FE%C3%28"
"""Half a pair of signs, and no UTF-8 at all: no text of Python's has these, so they stand here encoded."""
SENT = {
    "markup, in HTML's way, a template's and SQL's": quote(f"{MARKUP} {TEMPLATE} {SQL}", safe=""),
    "what cannot be seen": quote(f"{UNSEEN} {LEDGER}", safe="") + HALF + BROKEN,
    "digits without end": "9" * 5_000,
    "digits that count nothing": quote("²٣Ⅷ", safe=""),
    "300 kB": quote("<b>é</b>", safe="") + "x" * (3 * 10**5),
}
"""What is sent, encoded."""
EACH = pytest.mark.parametrize("text", [pytest.param(sent, id=name) for name, sent in SENT.items()])
LONGEST_ADDRESS = 20_000
PAGES = {
    "/sign-in?back=/": [""],
    "/stories": [""],
    "/batches": [""],
    "/packs/police-workforce?place=Kent": [""],
    "/releases/mappa-2024": [""],
    "/review?pack=use-of-force": [""],
    "/account": [""],
    "/users": [""],
    "/watch": [""],
    "/stories/{}": ["draft", "approved", "filed", "spiked", "held", "offered", "owed", "withdrawn"],
    "/stories/{}?length=nib&style=guardian": ["draft"],
    "/stories/{}/edit": ["nib", "filed", "owed"],
    "/stories/{}/offer": ["offered"],
    "/stories/{}/differences": ["offered"],
}
"""The pages, and of what kinds of stories; between them they have every form and every link."""
FORMS = ("text", "json", "figures", "trail")


class Case(NamedTuple):
    """A field that somebody may type into, and the button with which it is sent."""

    kind: str
    """Of what kind of story the form is."""
    form: Sent
    field: str
    button: tuple[str, str, str]


class Stage:
    """A desk on which a fresh story of each kind is to be had."""

    def __init__(self, desk):
        self.desk, self.archive = desk, desk.archive
        self.by = {"by": "Edie Grey", "at": desk.clock()}
        self.fresh = iter([each.number for each in desk.every() if not each.held])

    def story(self, kind: str) -> int:
        """Return the number of a story of that kind."""
        if kind == "held":
            return next(each.number for each in self.desk.every() if each.waits)
        number = next(self.fresh)
        for act in {
            "approved": ["approve"],
            "filed": ["approve", "file"],
            "owed": ["approve", "file"],
            "spiked": ["spike"],
        }.get(kind, []):
            self.archive.decide(number, act, why="so", **self.by)
        copy = self.archive.version(number).copy
        if kind == "offered":
            self.archive.save(number, with_more(copy, "Edited."), base=1, **self.by)
            self.archive.keep(with_more(copy, "Anew."), self.desk.clock())
        if kind == "owed":
            right, of = with_more(copy, "Put right."), copy.release
            how = {"severity": "figure", "by": of, "at": self.desk.clock(), "why": "It was wrong"}
            self.archive.owe(number, right, base=1, **how)
        if kind == "withdrawn":
            self.archive.note(number, "question", at=self.desk.clock(), why="An error was found")
        if kind == "nib":  # which leaves quotes to be inserted
            copy = acts.as_set(editions(), copy, length="nib")
            return self.archive.keep(copy, self.desk.clock()).kept.number
        return number


def with_more(copy, words):
    return replace(copy, pars=(*copy.pars, Par.of("more", [Run(words)])))


def pages(client, stage) -> Iterator[tuple[str, str]]:
    """Yield every page, with the kind of its story."""
    for page, kinds in PAGES.items():
        for kind in kinds:
            yield kind, client.get(page.format(stage.story(kind) if kind else "")).text


def cases(client, stage) -> Iterator[Case]:
    """Yield every field of every form, with each button, once."""
    seen = set()
    for kind, page in pages(client, stage):
        for form in read(page).forms:
            for field in dict.fromkeys(name for name, _ in form.fields if name != "secret"):
                for button in some(form.buttons) or [("", "", "")]:
                    case = re.sub(r"\d+", "0", f"{form.action} {field} {button[2].split()[:1]}")
                    if case not in seen:
                        seen.add(case)
                        yield Case(kind, form, field, button)


def counts(case: Case) -> bool:
    """Return whether a field is one of numbers, as a page has it."""
    return any(field == case.field and stands.isdecimal() for field, stands in case.form.fields)


def some(buttons):
    """Return the buttons of a form, of those that but show it again one alone."""
    return [each for each in buttons if each[1] not in ("read", "quote")]


def send(client, stage, case: Case, text: str):
    """Type *text* into the field of *case*, in the form of a fresh story, and send it."""
    action, form = case.form.action, case.form
    if case.kind and "/stories/" in action:
        action = re.sub(r"(?<=/stories/)\d+", str(stage.story(case.kind)), action)
    first = [field for field, _ in form.fields].index(case.field)
    pairs = [*form.fields, case.button[:2]] if case.button[0] else form.fields
    sent = "&".join(
        f"{quote(field)}={text if index == first else quote(stands)}"
        for index, (field, stands) in enumerate(pairs)
    )
    if form.method == "get":
        return client.get(f"{action}?{sent[:LONGEST_ADDRESS]}")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return client.post(action, content=sent, headers=kind, follow_redirects=False)


def look_everywhere(desk, client):
    """Open all pages on which what was typed could be printed."""
    paths = ["/", "/stories", "/users", "/batches", "/places/force:E23000032", "/releases/mappa-2024"]
    for story in desk.every():
        if story.version == 1 and story.status == Status.DRAFT:
            continue
        at = f"/stories/{story.number}"
        paths.append(at)
        if story.version > 1:
            paths += [f"{at}/differences", *(f"{at}/download/{form}" for form in FORMS)]
            paths += [f"{at}/edit"] if story.status in (Status.DRAFT, Status.APPROVED) else []
    for path in paths:
        assert client.get(path).status_code == 200, path


@pytest.fixture(scope="module")
def every_case(seed, tmp_path_factory):
    """Return the cases of a desk; they are those of every desk that is opened on the same seed."""
    with opened(seed, tmp_path_factory.mktemp("cases")) as desk, visitor(desk, "cath") as client:
        found = list(cases(client, Stage(desk)))
        ended(desk)
    return found


@EACH
def test_hostile_text_in_every_field_is_kept_as_text_or_refused(desk, every_case, text):
    with visitor(desk, "cath") as client:
        stage, every = Stage(desk), every_case
        assert {case.field for case in every} >= {
            "why",
            "text",
            "order",
            "key",
            "quote",
            "read",
            "words",
            "shown",
        }
        if text in (SENT["digits without end"], SENT["digits that count nothing"]):
            every = [case for case in every if counts(case)]
        assert len(every) > 10
        answers = {}
        for case in every:
            answer = send(client, stage, case, text)
            answers.setdefault(answer.status_code, []).append(case)
        assert answers.keys() <= {200, 303, 401, 404, 409, 413, 422, 429}, answers
        look_everywhere(desk, client)
    ended(desk)


# Addresses.


def addressed(client, stage) -> dict[str, set[str]]:
    """Return the fields that addresses of each route may have: those of all links, and of all forms that ask."""
    every = {route.path: re.compile(re.sub(r"\{[^}]+\}", "[^/]+", route.path)) for route in ROUTES}
    found: dict[str, set[str]] = {route.path: set() for route in ROUTES if not route.posts}
    for _, page in pages(client, stage):
        read_page = read(page)
        asked = [(urlsplit(link).path, dict(parse_qsl(urlsplit(link).query))) for link in read_page.links]
        asked += [(form.action, dict(form.fields)) for form in read_page.forms if form.method == "get"]
        asked += [
            (urlsplit(form.action).path, dict(parse_qsl(urlsplit(form.action).query)))
            for form in read_page.forms
        ]
        for path, fields in asked:
            for route, pattern in every.items():
                if pattern.fullmatch(path) and route in found:
                    found[route] |= fields.keys()
    return found


UNASKED = {"anything", "back", "as", "with"}
"""Fields that no link of a page has."""


@EACH
def test_hostile_text_in_every_address_is_taken_for_text_or_refused(desk, text):
    text = text[:LONGEST_ADDRESS].rpartition("%")[0] or text[:LONGEST_ADDRESS]
    with visitor(desk, "cath") as client:
        routes = addressed(client, Stage(desk))
        assert routes["/stories/{story}"] >= {"version", "cite", "length", "style"}
        assert routes["/stories"] >= {"words", "place", "status", "only", "pack", "page"}
        for route, fields in routes.items():
            asked = [path_of(route.replace(part, text)) for part in ASKED if part in route]
            asked += [f"{path_of(route)}?{quote(field)}={text}" for field in sorted(fields | UNASKED)]
            for number, path in enumerate(asked):
                headers = {"HX-Request": "true"} if number % 2 else {}
                answer = client.get(path, headers=headers, follow_redirects=False)
                assert answer.status_code in (200, 303, 404, 409, 422), (path, answer.status_code)
    assert {each.act for each in desk.archive.lately(10)} <= {
        "offer",
        "write",
        "edit",
        "approve",
        "file",
        "spike",
        "owe",
        "question",
    }
