"""Listing: what there is, as rows: packs, places, titles, releases, formats, styles, what is held.

The first row of each is its headers, the first column the name that a command takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from storygen import plugins
from storygen.edition import Edition, open_edition
from storygen.errors import PlaceError, UsageError
from storygen.facts.doubt import Doubt
from storygen.facts.figure import Cell, in_short
from storygen.facts.geography import Gazetteer, read_gazetteer
from storygen.facts.revision import revisions, unshared
from storygen.newsroom import write
from storygen.pack import Pack, load_pack, pack_folders
from storygen.profiles import load_style
from storygen.profiles import styles as style_files
from storygen.releases import broken_releases, find_releases, is_of, open_table
from storygen.settings import Settings, read_settings
from storygen.writing.story import Held
from storygen.writing.style import Style

Rows = list[list[str]]
WHOLE = "(the release)"
"""What stands for a place where a release as a whole is in doubt."""
HOLDS_NOTHING = "holds nothing"
"""What is said of a doubt that an editor should know of, and that holds no story."""


def packs(settings: Settings | None = None) -> Rows:
    """Return every story pack, with how many releases it has."""
    settings = settings or read_settings()
    rows = [["pack", "releases", "about"]]
    for name in pack_folders(settings):
        pack = load_pack(name, settings)
        rows.append([name, str(len(find_releases(pack, settings))), pack.about])
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


def codes_of(name: str, settings: Settings | None = None) -> tuple[str, ...]:
    """Return the codes by which stories of the place called *name* are found, or of a title's patch.

    A region's are its own and those of the forces and areas in it; a code means itself alone.

    :raises PlaceError: nothing is called that.
    """
    folder = (settings or read_settings()).data / "geographies"
    gazetteers = [read_gazetteer(folder, unit) for unit in ("force", "area")]
    code = name.rpartition(":")[2].strip().upper()
    if any(each.coded(code) for each in gazetteers):
        return (code,)
    try:
        found, _ = gazetteers[0].find(name)
    except PlaceError as error:
        try:
            found, _ = gazetteers[1].find(name)
        except PlaceError:
            raise error from None
    regions = [place for place in found if place.kind == "region"]
    inside = [each for region in regions for every in gazetteers for each in every.within(region)]
    return tuple(dict.fromkeys(place.code for place in (*found, *inside)))


def titles() -> Rows:
    """Return every newspaper and site we know, with the places it covers."""
    gazetteer = _gazetteer()
    rows = [["title", "town", "style", "covers"]]
    for title in gazetteer.titles:
        covered, _ = gazetteer.find(f"title:{title.name}")
        rows.append([title.name, title.town, title.style, ", ".join(place.name for place in covered)])
    return rows


def releases(pack: str | None = None, settings: Settings | None = None) -> Rows:
    """Return every release of *pack*, or of all, the default of each last."""
    settings = settings or read_settings()
    rows = [["release", "pack", "period", "published", "status", "publisher"]]
    for name in [pack] if pack else pack_folders(settings):
        for release in find_releases(load_pack(name, settings), settings):
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


def held(pack: str, release: str | None = None) -> Rows:
    """Return what is doubtful in a release: as a whole, of each place, of the regions and nations.

    A place that is not written of has one row with all that holds it, and one for each other doubt.
    """
    return held_in(open_edition(load_pack(pack), release))


def held_in(edition: Edition) -> Rows:
    """Return what is doubtful in the release of *edition*, as `held` does."""
    rows = [["place", "code", "may be overruled", "cells", "why"]]
    rows += [_doubt(WHOLE, edition.release.id, doubt) for doubt in edition.judge.of_release]
    for place in edition.places():
        story = write(edition, [place])
        doubts = edition.judge.doubts((place.code,))
        if isinstance(story, Held):
            why = "; ".join(reason.removeprefix(f"{place.name}: ") for reason in story.reasons)
            may = "yes" if story.may_overrule else "no"
            rows.append([place.name, place.code, may, _cells(story.cells), why])
            doubts = tuple(doubt for doubt in doubts if not doubt.hold)
        rows += [_doubt(place.name, place.code, doubt) for doubt in doubts]
    for place in edition.gazetteer.places:
        if place.code in edition.judge.grounds.wholes:
            codes = edition.seen([place])[edition.pack.lead[0]].codes
            doubts = edition.judge.of_whole(place.code, codes)
            rows += [_doubt(place.name, place.code, doubt) for doubt in doubts]
    return rows


def _doubt(name: str, code: str, doubt: Doubt) -> list[str]:
    """Return the row of something doubtful."""
    return [name, code, "yes" if doubt.hold else HOLDS_NOTHING, _cells(doubt.cells), doubt.reason]


def _cells(cells: Sequence[Cell]) -> str:
    """Return where to look, in short."""
    return in_short([f"{cell.release} {cell.sheet} {cell.address}" for cell in cells])


def differences(first: str, second: str, settings: Settings | None = None) -> tuple[Rows, tuple[int, int]]:
    """Return what two releases of one pack print differently of the same subjects, by place.

    The second value is how many subjects only the first prints, and how many only the second.

    :raises UsageError: a release is not there, or the two are not of one pack.
    """
    settings = settings or read_settings()
    pack = pack_of(first, settings)
    if pack_of(second, settings).name != pack.name:
        raise UsageError(f"{first} and {second}", "they are not releases of one pack", "Name two of one")
    one, two = open_table(pack, first, settings), open_table(pack, second, settings)
    gazetteer = read_gazetteer(settings.data / "geographies", pack.unit)
    order = {place.code: number for number, place in enumerate(gazetteer.places)}
    rows = [["place", "measure", "period", first, second]]
    found = sorted(revisions(one, two), key=lambda each: (order.get(each.place, len(order)), each.measure))
    for each in found:
        place = gazetteer.coded(each.place)
        rows.append([place.name if place else each.place, each.measure, each.period, *each.words()])
    return rows, unshared(one, two)


def pack_of(release: str, settings: Settings) -> Pack:
    """Return the pack that has a release of this id.

    :raises ReleaseError: it has, and it cannot be read.
    """
    for name in pack_folders(settings):
        pack = load_pack(name, settings)
        if any(each.id == release for each in find_releases(pack, settings)):
            return pack
        for error in broken_releases(pack, settings):
            if is_of(error, release):
                raise error
    raise UsageError(f"“{release}”", "no such release", "See “storygen releases”")
