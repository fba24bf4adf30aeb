"""Packs: every pack, and one with its rules and templates, previewed on any place: read-only here."""

from __future__ import annotations

from storygen import acts, listing
from storygen.desk.asking import Answer, Asked, Page, Route
from storygen.desk.marking import marked
from storygen.desk.saying import told
from storygen.editions import Setting
from storygen.errors import PackError, StorygenError
from storygen.facts.geography import Gazetteer, find_places, read_gazetteer
from storygen.pack import Pack, load_pack, pack_folders
from storygen.profiles import styles
from storygen.releases import find_releases
from storygen.writing.plan import LENGTHS
from storygen.writing.story import Held, Story

SHOWN = ("pack.toml", "angles.toml", "story.j2", "quotes.toml")
"""Files of a pack, in the order that an editor reads them; its other templates come after."""


def packs(asked: Asked) -> Answer:
    """Show every pack."""
    return Page("packs.html", {"packs": listing.packs(asked.desk.settings)})


def pack(asked: Asked) -> Answer:
    """Show one pack: its rules, its plan, its quotes and its files, and the story of any place."""
    found = _named(asked)
    releases = [each.id for each in find_releases(found, asked.desk.settings)][::-1]
    names = {path.name: path for path in sorted(found.folder.iterdir()) if path.suffix in (".toml", ".j2")}
    order = [name for name in SHOWN if name in names] + [name for name in names if name not in SHOWN]
    gazetteer = _gazetteer(asked, found)
    called = {*map(gazetteer.called, gazetteer.places), *(title.name for title in gazetteer.titles)}
    data = {
        "pack": found,
        "places": sorted(called),
        "releases": releases,
        "files": [(name, names[name].read_text(encoding="utf-8")) for name in order],
        "styles": list(styles(asked.desk.settings)),
        "lengths": LENGTHS,
        "given": {key: asked.query[key] for key in ("place", "release", "style", "length")},
    }
    return Page("pack.html", data | _previewed(asked, found.name))


def _gazetteer(asked: Asked, pack: Pack) -> Gazetteer:
    """Return the places that *pack* tells of."""
    return read_gazetteer(asked.desk.settings.data / "geographies", pack.unit)


def _named(asked: Asked) -> Pack:
    """Return the pack of that name; a page names no folder.

    :raises PackError: there is none.
    """
    name = asked.path["pack"]
    if name not in pack_folders(asked.desk.settings):
        raise PackError(f"“{name}”", "there is no such pack", "See the page of packs")
    return load_pack(name, asked.desk.settings)


def _previewed(asked: Asked, name: str) -> dict[str, object]:
    """Return the story of the places that the address asks for, or why there is none."""
    wanted = asked.query["place"]
    said: dict[str, object] = {"story": None, "pars": [], "held": None, "fault": ""}
    if not wanted:
        return said
    try:
        copy = _set(asked, name, wanted)
    except StorygenError as error:
        return said | {"fault": told(error)}
    held = copy if isinstance(copy, Held) else None
    story = held.draft if held else copy
    assert not isinstance(story, Held)
    return said | {"story": story, "pars": marked(story) if story else [], "held": held}


def _set(asked: Asked, name: str, wanted: str) -> Story | Held:
    """Return the story of the places that *wanted* names, in a title's own style where none is chosen."""
    gazetteer = _gazetteer(asked, load_pack(name, asked.desk.settings))
    places, title, own = find_places(gazetteer, gazetteer.parted(wanted))
    style, length = asked.query["style"] or own or "pa", asked.query["length"] or "story"
    setting = Setting(name, asked.query["release"] or None, style, length, title)
    return acts.told(asked.desk.editions, setting, places)


def preview(asked: Asked) -> Answer:
    """Show the previewed story alone, as the place is typed."""
    return Page("pack-preview.html", _previewed(asked, _named(asked).name))


ROUTES = (
    Route("/packs", packs),
    Route("/packs/{pack}", pack),
    Route("/packs/{pack}/preview", preview),
)
