"""Geography: the places of our stories, with the names and the grammar that prose needs.

`data/geographies/forces.csv` has a row for each police force, public-protection area, region and
nation; `titles.csv` says which places a newspaper covers. A pack counts by forces or by areas (its
`places` setting): the same code may be both, under different names (Cleveland Police's area is the
ministry's Teesside).
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from storygen.errors import PlaceError, UsageError

UNITS = ("force", "area")
"""What packs count by."""
MOST_PLACES = 6
"""More places than this in one story is a batch."""


@dataclass(frozen=True, slots=True)
class Geography:
    """A force, area, region or nation."""

    code: str
    """The code the Office for National Statistics gives it."""
    kind: str
    """force, area, region or nation."""
    name: str
    prose: str
    """The name inside a sentence: "the West Midlands"."""
    located: str
    """The name with its preposition: "on Merseyside"."""
    force: str = ""
    """What the police force calls itself, as said inside a sentence."""
    region: str = ""
    nation: str = ""
    others: tuple[str, ...] = ()
    """Names that other publishers and people use."""

    def names(self) -> Iterator[str]:
        """Yield every name it goes by, its own first."""
        yield self.name
        yield self.prose
        if self.force:
            yield self.force
        yield from self.others


@dataclass(frozen=True, slots=True)
class Title:
    """A newspaper or site that takes our copy: it has a style and covers places."""

    name: str
    codes: tuple[str, ...]
    """The forces it covers, the lead place first."""
    style: str
    town: str


class Gazetteer:
    """Every place one pack can tell of, found by code or by any of its names."""

    def __init__(self, places: Iterable[Geography], titles: Iterable[Title] = ()) -> None:
        """Index *places* (whose codes differ within a kind) and *titles* by name."""
        self.places = tuple(places)
        self.titles = tuple(titles)
        self._by_code: dict[str, Geography] = {}
        self._by_name: dict[tuple[str, str], Geography] = {}
        for place in self.places:
            self._by_code.setdefault(place.code, place)
            for name in place.names():
                self._by_name.setdefault((place.kind, bare(name)), place)
        self._titles = {bare(title.name): title for title in self.titles}

    def of_kind(self, kind: str) -> tuple[Geography, ...]:
        """Return the places of one *kind*, in the order of the file."""
        return tuple(place for place in self.places if place.kind == kind)

    def coded(self, code: str) -> Geography | None:
        """Return the place with this code, or None."""
        return self._by_code.get(code)

    def named(self, name: str, kinds: Iterable[str]) -> Geography | None:
        """Return the place that *name* means, trying *kinds* in order, or None."""
        key = bare(name)
        return next((found for kind in kinds if (found := self._by_name.get((kind, key)))), None)

    def title(self, name: str) -> Title | None:
        """Return the title of this name, or None."""
        return self._titles.get(bare(name))

    def called(self, place: Geography) -> str:
        """Return the name of *place* as the office says it: a region of a force's name says so."""
        shared = place.kind == "region" and self.named(place.name, (self.unit,))
        return f"{place.name} region" if shared else place.name

    def region_of(self, place: Geography) -> Geography | None:
        """Return the region that *place* lies in, or None."""
        return self.named(place.region, ("region",)) if place.region else None

    def within(self, region: Geography) -> tuple[Geography, ...]:
        """Return the forces or areas inside *region* or nation, in the order of the file."""
        unit = self.unit
        if region.kind == unit:
            return (region,)
        if region.kind == "nation":
            wide = region.name == "England and Wales"
            return tuple(p for p in self.of_kind(unit) if wide or p.nation == region.name)
        return tuple(p for p in self.of_kind(unit) if bare(p.region) == bare(region.name))

    @property
    def unit(self) -> str:
        """Return the kind that stories are written of: "area" where there are areas, else "force"."""
        return "area" if any(place.kind == "area" for place in self.places) else "force"

    def find(self, wanted: str) -> tuple[tuple[Geography, ...], Title | None]:
        """Return the places that *wanted* means, and the title if it is one's name.

        *wanted* is a name, another name, a code or a title; "region:West Midlands" asks for a kind.

        :raises PlaceError: no place, title or code is called so; the near ones are offered.
        """
        if found := self._meant(wanted):
            return found
        kind, colon, name = wanted.partition(":")
        raise PlaceError(
            f"“{wanted}”",
            "no place, title or code of that name",
            self._near(name if colon and kind.strip().lower() in KINDS else wanted),
        )

    def _meant(self, wanted: str) -> tuple[tuple[Geography, ...], Title | None] | None:
        """Return what `find` does, or None where nothing is called so."""
        kind, colon, name = wanted.partition(":")
        kinds = (self.unit, "region", "nation")
        if colon and (kind := kind.strip().lower()) in KINDS:
            if kind == "title":
                title = self.title(name)
                return (self._covered(title), title) if title else None
            found = self.named(name, (self.unit if kind in UNITS else kind,))
            return ((found,), None) if found else None
        code = wanted.strip().upper()
        if place := self.coded(code) or self.named(_SHARED.get(code, wanted), kinds):
            return (place,), None
        title = self.title(wanted)
        return (self._covered(title), title) if title else None

    def parted(self, wanted: str) -> list[str]:
        """Return the names in *wanted*, parted at its commas and "and"s, but those of a known name.

        "Kent, Essex and Devon and Cornwall" is three.
        """
        joints = list(_JOINT.finditer(wanted))
        starts = [0, *(joint.end() for joint in joints)]
        ends = [*(joint.start() for joint in joints), len(wanted)]
        found, first = [], 0
        while first < len(starts):
            longest = range(min(first + _MOST_PARTS, len(ends)) - 1, first, -1)
            last = next((end for end in longest if self._meant(wanted[starts[first] : ends[end]])), first)
            found.append(wanted[starts[first] : ends[last]].strip(" ,"))
            first = last + 1
        return [name for name in found if name]

    def _covered(self, title: Title) -> tuple[Geography, ...]:
        """Return the places *title* covers; two forces that share an area count once."""
        found: dict[str, Geography] = {}
        for code in title.codes:
            place = self.coded(code) or self.named(_SHARED.get(code, ""), (self.unit,))
            if place is None:
                raise PlaceError(
                    f"“{title.name}”", f"titles.csv gives it {code}, which is no place", "Mend the row"
                )
            found.setdefault(place.code, place)
        return tuple(found.values())

    def _near(self, wanted: str) -> str:
        """Return the remedy for a wrong name: the near ones, or where the list is."""
        names = {bare(name): name for place in self.places for name in (place.name, *place.others)}
        names |= {bare(title.name): title.name for title in self.titles}
        near = difflib.get_close_matches(bare(wanted), names, n=3, cutoff=0.6)
        if near:
            return "Did you mean " + " or ".join(f"“{names[each]}”" for each in near) + "?"
        return "See “storygen places” and “storygen titles”"


KINDS = (*UNITS, "region", "nation", "title")
"""What may stand before a name and a colon, to say which of that name is meant."""
_JOINT = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+", re.IGNORECASE)
_MOST_PARTS = 4
"""Parts that one name may have: "Devon and Cornwall" has two."""
_SHARED = {"E23000001": "London", "E23000034": "London"}
"""The two forces that share one public-protection area."""


@lru_cache(maxsize=8192)
def bare(name: str) -> str:
    """Return *name* as names are compared: lower case, "&" as "and", no punctuation, single spaces."""
    text = name.replace("&", " and ").replace("'", "").replace("’", "").lower()
    text = " ".join(re.sub(r"[^\w]+", " ", text).split())
    return text.removeprefix("the ")


def read_gazetteer(folder: Path, unit: str = "force") -> Gazetteer:
    """Return the gazetteer kept in *folder*, for packs that count by *unit* ("force" or "area").

    :raises PlaceError: the files cannot be read.
    """
    try:
        with (folder / "forces.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with (folder / "titles.csv").open(encoding="utf-8", newline="") as file:
            titles = [_title(row) for row in csv.DictReader(file)]
        wanted = (unit, "region", "nation")
        places = [_place(row) for kind in wanted for row in rows if row["kind"] == kind]
    except (OSError, UnicodeDecodeError, csv.Error, AttributeError, KeyError, TypeError) as error:
        raise PlaceError(str(folder), f"the places cannot be read: {error}", "Restore the folder") from error
    return Gazetteer(places, titles)


def _place(row: dict[str, str]) -> Geography:
    """Return the place of one row of forces.csv."""
    others = tuple(name.strip() for name in row.pop("others").split("|") if name.strip())
    return Geography(**{key: value.strip() for key, value in row.items()}, others=others)


def _title(row: dict[str, str]) -> Title:
    """Return the title of one row of titles.csv."""
    codes = tuple(code.strip() for code in row["places"].split(";") if code.strip())
    return Title(row["title"], codes, row["style"], row["town"])


def find_places(gazetteer: Gazetteer, wanted: Iterable[str]) -> tuple[tuple[Geography, ...], str, str]:
    """Return the places that *wanted* names, and the title and style of the first that is a title.

    :raises PlaceError: a name is no place.
    :raises UsageError: there are more places than one story holds, or none.
    """
    places: dict[tuple[str, str], Geography] = {}
    title = style = ""
    for name in wanted:
        found, whose = gazetteer.find(name)
        if whose and not title:
            title, style = whose.name, whose.style
        places |= {(place.kind, place.code): place for place in found}
    if not places:
        raise UsageError("write", "no place is named", "Name a force, a region or a title")
    if len(places) > MOST_PLACES:
        raise UsageError(
            f"{len(places)} places", f"a story holds at most {MOST_PLACES}", "Use “storygen batch”"
        )
    _refuse_overlaps(gazetteer, tuple(places.values()))
    return tuple(places.values()), title, style


def _refuse_overlaps(gazetteer: Gazetteer, places: Sequence[Geography]) -> None:
    """Refuse *places* one of which lies within another: their sum would count it twice.

    :raises UsageError: one does.
    """
    wide = [() if place.kind == gazetteer.unit else gazetteer.within(place) for place in places]
    parts = [{each.code for each in (within or [place])} for place, within in zip(places, wide, strict=True)]
    for outer, around in zip(places, parts, strict=True):
        for inner, within in zip(places, parts, strict=True):
            if inner is not outer and within <= around:
                raise UsageError(
                    f"{outer.prose} and {inner.prose}",
                    "the second is counted within the first",
                    "Name one of the two",
                )
