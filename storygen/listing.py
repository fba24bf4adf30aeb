"""Listing: what there is, as rows: packs, places, titles, releases, formats and styles.

The first row of each is its headers, the first column the name that a command takes.
"""

from __future__ import annotations

from dataclasses import fields

from storygen import plugins
from storygen.edition import find_releases
from storygen.facts.geography import Gazetteer, read_gazetteer
from storygen.pack import load_pack, load_style, pack_folders
from storygen.pack import styles as style_files
from storygen.settings import read_settings
from storygen.writing.style import Style

Rows = list[list[str]]


def packs() -> Rows:
    """Return every story pack, with how many releases it has."""
    rows = [["pack", "releases", "about"]]
    for name in pack_folders(read_settings()):
        pack = load_pack(name)
        rows.append([name, str(len(find_releases(pack))), pack.about])
    return rows


def _gazetteer(unit: str = "force") -> Gazetteer:
    """Return the places of packs that count by *unit*."""
    return read_gazetteer(read_settings().data / "geographies", unit)


def places(pack: str | None = None) -> Rows:
    """Return every place that stories are written of, by the unit of *pack*."""
    gazetteer = _gazetteer(load_pack(pack).unit if pack else "force")
    rows = [["name", "kind", "code", "in copy", "force", "also"]]
    return rows + [
        [place.name, place.kind, place.code, place.located, place.force, ", ".join(place.others)]
        for place in gazetteer.places
    ]


def named() -> Rows:
    """Return every name that a PLACE may be: places and titles."""
    gazetteer = _gazetteer()
    return [
        ["name"],
        *([place.name] for place in gazetteer.places),
        *([title.name] for title in gazetteer.titles),
    ]


def titles() -> Rows:
    """Return every newspaper and site we know, with the places it covers."""
    gazetteer = _gazetteer()
    rows = [["title", "town", "style", "covers"]]
    for title in gazetteer.titles:
        covered, _ = gazetteer.find(f"title:{title.name}")
        rows.append([title.name, title.town, title.style, ", ".join(place.name for place in covered)])
    return rows


def releases(pack: str | None = None) -> Rows:
    """Return every release of *pack*, or of all, the default of each last."""
    rows = [["release", "pack", "period", "published", "status", "publisher"]]
    for name in [pack] if pack else pack_folders(read_settings()):
        for release in find_releases(load_pack(name)):
            day = release.published.isoformat()
            rows.append([release.id, name, release.period.key, day, release.status, release.publisher])
    return rows


def formats() -> Rows:
    """Return every output, with where it comes from; one that cannot be loaded says why."""
    rows = [["format", "from", "about"]]
    for plugin in plugins.every("storygen.outputs"):
        rows.append([plugin.name, plugin.distribution, plugin.fault or plugin.thing.about])
    return rows


def styles() -> Rows:
    """Return every house style and its settings."""
    names = [field.name for field in fields(Style) if field.name != "name"]
    rows = [["style", *(name.replace("_", " ") for name in names)]]
    for name in style_files(read_settings()):
        style = load_style(name)
        rows.append([name, *(str(getattr(style, each)) for each in names)])
    return rows
