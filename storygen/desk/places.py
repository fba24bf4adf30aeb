"""Places: every place there is, and one force, area or region with all its stories."""

from __future__ import annotations

from collections import Counter, defaultdict

from storygen.archive.finding import Wanted
from storygen.desk.asking import Answer, Asked, Page, Route
from storygen.errors import PlaceError
from storygen.facts.geography import UNITS, Gazetteer, Geography, read_gazetteer

MOST = 200


def gazetteers(asked: Asked) -> list[Gazetteer]:
    """Return the places by forces, and by public-protection areas."""
    return [read_gazetteer(asked.desk.settings.data / "geographies", unit) for unit in UNITS]


def places(asked: Asked) -> Answer:
    """Show every place by region, with how many stories of each are kept."""
    counts: dict[str, int] = defaultdict(int)
    for (codes,), count in asked.desk.archive.count(Wanted(), "codes").items():
        for code in codes.split():
            counts[code] += count
    found: dict[tuple[str, str], tuple[Geography, str]] = {}
    for gazetteer in gazetteers(asked):
        for place in gazetteer.places:
            found.setdefault((place.kind, place.code), (place, gazetteer.called(place)))
    regions: dict[str, list[tuple[Geography, str, int]]] = defaultdict(list)
    for (kind, code), (place, name) in found.items():
        said = counts.get(f"{kind}:{code}", 0)
        if kind != "area" or said:
            group = place.region if kind in UNITS else f"{kind.capitalize()}s"
            regions[group or "Elsewhere"].append((place, name, said))
    names = Counter((group, name) for group, every in regions.items() for _, name, _ in every)
    shared = {key for key, count in names.items() if count > 1}
    return Page("places.html", {"regions": dict(sorted(regions.items())), "shared": shared})


def place(asked: Asked) -> Answer:
    """Show one place: its names, its region, and all its stories by pack."""
    wanted = asked.path["place"]
    kind, colon, code = wanted.rpartition(":")
    every = [
        (each, gazetteer.called(each))
        for gazetteer in gazetteers(asked)
        for each in gazetteer.places
        if each.code == code and (not colon or each.kind == kind)
    ]
    if not every:
        raise PlaceError(f"“{wanted}”", "no place has that code", "See the page of places")
    found, called = every[0]
    stories = asked.desk.archive.stories(Wanted(place=found.code), 0, MOST)
    by_pack: dict[str, list[object]] = defaultdict(list)
    for story in sorted(stories, key=lambda each: (each.pack, each.release), reverse=True):
        by_pack[story.pack].append(story)
    titles = [
        title
        for gazetteer in gazetteers(asked)
        for title in gazetteer.titles
        if found.code in title.codes and found.kind == gazetteer.unit
    ]
    names = list(dict.fromkeys(name for name in found.names() if name != found.name))
    data = {"place": found, "called": called, "names": names, "by_pack": dict(by_pack), "titles": titles}
    return Page("place.html", data)


ROUTES = (Route("/places", places), Route("/places/{place}", place))
