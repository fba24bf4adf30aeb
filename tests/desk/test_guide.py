"""The guide to the desk, docs/desk.md, has every page and every picture that there is."""

import importlib.util
import re
import sys
from pathlib import Path

from desking import path_of, visitor

from storygen.desk.serving import ROUTES

ROOT = Path(__file__).parent.parent.parent
GUIDE = ROOT / "docs/desk.md"
PICTURES = ROOT / "docs/desk"


def text() -> str:
    return GUIDE.read_text("utf-8")


def shown() -> dict[str, str]:
    """Return the file of each picture that the guide shows, with what it says is seen there."""
    found = re.findall(r"!\[([^\]]*)\]\(desk/([^)]+)\)", text())
    return {name: " ".join(seen.split()) for seen, name in found}


def taken() -> list[str]:
    """Return the file of each picture that docs/screenshots.py takes."""
    spec = importlib.util.spec_from_file_location("screenshots", ROOT / "docs/screenshots.py")
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path[:] = before
    return [module.name_of(each) for each in module.SHOWN]


def is_page(answer) -> bool:
    """Return whether *answer* is a page or leads to one; what htmx asks for has no frame, and a file no HTML."""
    html = answer.headers.get("content-type", "").startswith("text/html")
    return answer.is_redirect or (html and "<!doctype html>" in answer.text)


NO_PAGES = ("/stories/{story}/cited/{cite}", "/packs/{pack}/preview", "/stories/{story}/download/{form}")
"""Parts of a page, and a file."""


def test_every_page_is_named_by_its_path(desk):
    with visitor(desk, "cath") as client:
        asked = {route.path: path_of(route.path) for route in ROUTES if not route.posts}
        htmx = {"HX-Request": "true"}
        parts = [client.get(asked.pop(path), headers=htmx, follow_redirects=False) for path in NO_PAGES]
        pages = [path for path, url in asked.items() if is_page(client.get(url, follow_redirects=False))]
    assert ([is_page(part) for part in parts], pages) == ([False] * len(NO_PAGES), list(asked))
    assert [path for path in pages if f"`{path}`" not in text()] == []


PICTURED = {
    "/": "front",
    "/sign-in": "sign-in",
    "/welcome": "welcome",
    "/account": "account",
    "/users": "users",
    "/help": "help",
    "/stories": "stories",
    "/stories/{story}": "story",
    "/stories/{story}/edit": "edit",
    "/stories/{story}/differences": "differences",
    "/stories/{story}/offer": "offer",
    "/review": "review",
    "/batches": "batches",
    "/batches/{run}": "batch",
    "/places": "places",
    "/places/{place}": "place",
    "/releases": "releases",
    "/releases/{release}": "release",
    "/watch": "watch",
    "/packs": "packs",
    "/packs/{pack}": "pack",
}
"""The picture of each page."""
PARTS = {
    "/stories/{story}/cited/{cite}",
    "/stories/{story}/download/{form}",
    "/packs/{pack}/preview",
}
"""What is no page: evidence, a download, a pack's preview."""


def test_every_page_has_its_picture():
    assert set(PICTURED) | PARTS == {route.path for route in ROUTES if not route.posts}
    assert {f"{name}.png" for name in PICTURED.values()} <= set(taken())


def test_no_path_is_named_that_is_none_of_the_desk_s():
    there = {route.path for route in ROUTES}
    assert [path for path in re.findall(r"`(/[^`]*)`", text()) if path not in there] == []


def test_every_picture_is_shown_and_every_one_shown_is_there():
    assert sorted(shown()) == sorted(path.name for path in PICTURES.iterdir())


def test_every_picture_that_is_taken_is_there_and_no_other():
    assert sorted(taken()) == sorted(path.name for path in PICTURES.iterdir())


def test_what_is_seen_in_each_picture_is_said_to_who_cannot_see_it():
    assert {name: seen for name, seen in shown().items() if len(seen.split()) < 5} == {}
    assert len(set(shown().values())) == len(shown())
