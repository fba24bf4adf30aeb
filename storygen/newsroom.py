"""Newsroom: THE LINE, from a release to a story. Read this first.

    A release holds tables; a table gives figures; two figures make a comparison; a comparison suggests
    an angle; an angle sets a plan; a plan is written as copy.

`open_edition` opens a release as one title sets it; `Edition.write` walks the line for one place or
several. What cannot be written honestly comes back as `Held`, with reasons, never as an exception.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storygen import plugins
from storygen.errors import PlaceError, ReleaseError, UsageError
from storygen.facts import gate
from storygen.facts.figure import Cell, Figure, Gap, plain
from storygen.facts.geography import Gazetteer, Geography, bare, read_gazetteer
from storygen.facts.measure import Measures
from storygen.facts.release import Release
from storygen.facts.table import Table, read_readings
from storygen.pack import Pack, load_style
from storygen.settings import Settings, read_settings
from storygen.writing.angle import Rule, choose_angle
from storygen.writing.claim import FalseClaim
from storygen.writing.flag import Flag
from storygen.writing.language import Ledger
from storygen.writing.plan import LENGTHS, Slot, reading_order
from storygen.writing.quotes import Quote, usable
from storygen.writing.story import Held, Par, Run, Story, Told
from storygen.writing.style import Style
from storygen.writing.terms import Places, ReleaseTerms, View, views
from storygen.writing.writer import Written, write

VERSION = "0.1.0"
MOST_PLACES = 6
"""More places than this in one story is a batch."""


@dataclass(frozen=True, slots=True)
class Overrule:
    """An editor's word that a doubtful figure may run."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class _Told:
    """One place's part of a story, or what holds it."""

    told: Told
    rule: Rule | None
    pars: Mapping[str, Par]
    flags: tuple[Flag, ...]
    reasons: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    doubted: tuple[str, ...] = ()
    """Reasons that an editor may overrule."""
    seen: Mapping[str, View] = field(default_factory=dict)
    """The place's measures, as its pars saw them."""


class Edition:
    """One release as one title sets it: what each of its stories is written from."""

    def __init__(
        self,
        pack: Pack,
        table: Table,
        gazetteer: Gazetteer,
        style: Style,
        day: date,
        length: str,
        title: str = "",
    ) -> None:
        """Set *pack* for the release of *table*, to be published on *day*."""
        self.pack, self.table, self.gazetteer = pack, table, gazetteer
        self.style, self.day, self.length, self.title = style, day, length, title
        release = table.release
        codes = [place.code for place in gazetteer.of_kind(pack.unit)]
        self.measures = Measures(table, pack.measures, codes)
        self.common: dict[str, Any] = {
            "nation": views(self.measures, (pack.nation,), pack.nation, pack.bounds),
            "release": ReleaseTerms(release),
            "period": release.period,
            "prior": release.period.prior(),
            **pack.language.globals,
        }
        self._bound = any(quote.angles or quote.places for quote in pack.quotes)
        self._quotes = self._usable("", ())
        self._shared: dict[str, tuple[dict[str, Par], tuple[Flag, ...], tuple[Gap, ...]]] = {}
        self._memory: dict[Any, str] = {}
        self._orders: dict[int, list[tuple[Slot, int]]] = {}

    @property
    def release(self) -> Release:
        """Return the release that this edition tells of."""
        return self.table.release

    def places(self) -> tuple[Geography, ...]:
        """Return every place that has a story of its own."""
        return self.gazetteer.of_kind(self.pack.unit)

    def write(
        self, places: Sequence[Geography], *, without_held: bool = False, overrule: Overrule | None = None
    ) -> Story | Held:
        """Write the story of *places*, or say why there is none.

        *without_held* writes of the places that can be told, and says in copy who is missing;
        *overrule* lets a story run whose figures are there but in doubt, with an ednote.
        """
        several = len(places) > 1
        parts = [self._tell(place, several, index) for index, place in enumerate(places)]
        held = [part for part in parts if part.reasons or (part.doubted and not overrule)]
        if held and not (without_held and len(held) < len(parts)):
            return self._held(places, held, overrule)
        missing = [part.told.place for part in held]
        if missing:
            kept = [part.told.place for part in parts if part not in held]
            parts = [self._tell(place, len(kept) > 1, index) for index, place in enumerate(kept)]
        return self._story(parts, missing, overrule)

    def _tell(self, place: Geography, several: bool, index: int) -> _Told:
        """Write one place's own pars, or say what holds it."""
        codes = self.codes(place)
        seen = views(self.measures, codes, self.pack.nation, self.pack.bounds)
        words: dict[str, Any] = {**seen, **self.common}
        words |= {"place": place, "several": several, "first": index == 0}
        doubts = self._doubts(codes)
        doubted = tuple(f"{place.name}: {doubt.reason}" for doubt in doubts if doubt.hold)
        flags = [Flag(doubt.check, f"{place.name}: {doubt.reason}") for doubt in doubts if not doubt.hold]
        flags += self._revised(place, words)
        if gap := self._lead_gap(words):
            return self._untold(place, gap)
        rule = choose_angle(self.pack.chooser, words)
        if rule is None:
            return self._untold(place, self._why_no_angle(words))
        words["quotes"] = self._usable(rule.angle, codes) if self._bound else self._quotes
        told = Told(place, rule.angle, rule.because)
        pars: dict[str, Par] = {}
        try:
            written = self._written("place", rule.copy, words, place)
        except FalseClaim as error:
            return _Told(told, rule, {}, (), (f"{place.name}: {error}",))
        for each in written:
            if each.asked:
                flags.append(Flag("ask", f"{place.name}: {each.slot.ask}", each.slot.par))
            elif each.gap is None:
                pars[each.slot.par] = Par(each.slot.par, each.runs, place.code)
            elif each.slot.required:
                return self._untold(place, each.gap)
            elif not each.slot.quiet:
                flags.append(_left_out(each, place.name))
        return _Told(told, rule, pars, tuple(flags), doubted=doubted, cells=_cells(doubts), seen=seen)

    def _story(
        self, parts: Sequence[_Told], missing: Sequence[Geography], overrule: Overrule | None
    ) -> Story | Held:
        """Put the parts of a story together under its own headline and pars."""
        told = [part.told for part in parts]
        places = [each.place for each in told]
        codes = tuple(dict.fromkeys(code for place in places for code in self.codes(place)))
        rule, total = self._angle(parts, codes)
        words: dict[str, Any] = {**self.common, "total": total, "places": Places(places), "place": places[0]}
        words |= {"several": len(places) > 1, "missing": Places(missing) if missing else None}
        words["quotes"] = self._usable(rule.angle, codes) if self._bound else self._quotes
        shared, flags, gaps = self._shared_pars(rule.copy)
        own: dict[str, Par] = {}
        held: list[Gap] = list(gaps)
        try:
            for each in self._written("story", rule.copy, words, places[0]):
                if each.asked:
                    flags += (Flag("ask", each.slot.ask, each.slot.par),)
                elif each.gap is None:
                    own[each.slot.par] = Par(each.slot.par, each.runs)
                elif each.slot.required:
                    held.append(each.gap)
                elif not each.slot.quiet:
                    flags += (_left_out(each),)
        except FalseClaim as error:
            return self._hold(places, (str(error),), ())
        if held:
            return self._hold(places, tuple(map(str, held)), tuple(gap.cell for gap in held if gap.cell))
        pars = [
            par
            for slot, number in self._reading(len(parts))
            if (
                par := parts[number].pars.get(slot.par)
                if number >= 0
                else own.get(slot.par) or shared.get(slot.par)
            )
        ]
        doubted = [reason for part in parts for reason in part.doubted]
        if overrule and doubted:
            note = f"{'; '.join(doubted)}. Overruled by {overrule.by}: {overrule.reason}"
            pars.insert(1, Par("ednote", (Run(note),)))
        catchline = f"{self.pack.catchline} {places[0].name}" + (
            f" and {len(places) - 1} more" if len(places) > 1 else ""
        )
        return Story(
            catchline=catchline,
            slug=self.slug(places),
            places=tuple(told),
            angle=rule.angle,
            because=rule.because,
            pars=tuple(pars),
            release=self.release,
            pack=self.pack.name,
            style=self.style.name,
            length=self.length,
            title=self.title,
            flags=tuple(flag for part in parts for flag in part.flags) + flags,
            made_from=self.made_from,
        )

    def _reading(self, places: int) -> list[tuple[Slot, int]]:
        """Return the order in which the pars of so many places read."""
        if places not in self._orders:
            self._orders[places] = reading_order(self.pack.slots, self.length, places)
        return self._orders[places]

    def _angle(self, parts: Sequence[_Told], codes: tuple[str, ...]) -> tuple[Rule, dict[str, View]]:
        """Return the story's angle: the total's where it has both years, else the lead place's."""
        lead = parts[0].rule
        assert lead is not None
        if len(parts) == 1:
            return lead, dict(parts[0].seen)
        total = views(self.measures, codes, self.pack.nation, self.pack.bounds)
        if isinstance(total[self.pack.lead[0]].exact[1], Gap):
            return lead, total
        words = {**total, **self.common, "place": parts[0].told.place, "several": True, "first": True}
        return choose_angle(self.pack.chooser, words) or lead, total

    def _written(self, scope: str, copy: str, words: Mapping[str, Any], place: Geography) -> list[Written]:
        """Return what came of the pars of *scope* under one angle's file."""
        chance = zlib.crc32(place.code.encode())
        book = Ledger(self.style, self.day, chance, self._memory)
        return write(self.pack.formed(copy, self.length), scope, words, book)

    def _shared_pars(self, copy: str) -> tuple[dict[str, Par], tuple[Flag, ...], tuple[Gap, ...]]:
        """Return the pars that every story under this angle's file carries, written once."""
        if copy not in self._shared:
            words = {**self.common, "quotes": self._quotes}
            book = Ledger(self.style, self.day, 0, self._memory)
            pars: dict[str, Par] = {}
            flags: list[Flag] = []
            gaps: list[Gap] = []
            for each in write(self.pack.formed(copy, self.length), "shared", words, book):
                if each.asked:
                    flags.append(Flag("ask", each.slot.ask, each.slot.par))
                elif each.gap is None:
                    pars[each.slot.par] = Par(each.slot.par, each.runs)
                elif each.slot.required:
                    gaps.append(each.gap)
                elif not each.slot.quiet:
                    flags.append(_left_out(each))
            self._shared[copy] = pars, tuple(flags), tuple(gaps)
        return self._shared[copy]

    def _usable(self, angle: str, codes: tuple[str, ...]) -> dict[str, Quote | None]:
        """Return the quotes that may be used, by name."""
        return usable(self.pack.quotes, self.release.id, self.day, angle, codes)

    def _lead_gap(self, words: Mapping[str, Any]) -> Gap | None:
        """Return the gap among the figures that every story must have, if there is one."""
        for name in self.pack.lead:
            now = words[name].exact[0]
            if isinstance(now, Gap):
                return now
        return None

    def _why_no_angle(self, words: Mapping[str, Any]) -> Gap:
        """Return why no rule could be asked: mostly, that there is nothing to compare with."""
        for name in self.pack.lead:
            before = words[name].exact[1]
            if isinstance(before, Gap):
                return Gap(f"no earlier figure to compare with ({before})", before.cell)
        return Gap("no rule of angles.toml holds")

    def _untold(self, place: Geography, gap: Gap) -> _Told:
        """Return the part of a place that *gap* holds."""
        cells = (gap.cell,) if gap.cell else ()
        return _Told(Told(place, "", ""), None, {}, (), (f"{place.name}: {self._in_words(gap)}",), cells)

    def _in_words(self, gap: Gap) -> str:
        """Return *gap* for an editor, codes as names."""
        said = str(gap)
        for place in self.gazetteer.places:
            said = said.replace(place.code, place.name)
        return said

    def _doubts(self, codes: tuple[str, ...]) -> list[gate.Doubt]:
        """Return the gate's doubts of one place's figures."""
        if len(codes) > 1:
            return []
        pack = self.pack
        base = self.measures.specs[pack.base] if pack.base else None
        return gate.doubts(
            self.measures, self.measures.specs[pack.lead[0]], base, codes[0], pack.nation, pack.bounds
        )

    def _revised(self, place: Geography, words: Mapping[str, Any]) -> list[Flag]:
        """Return a flag for each leading figure that has been revised since it was first published."""
        flags = []
        for name in self.pack.lead:
            view: View = words[name]
            first = view.revised
            if isinstance(first, Figure) and isinstance(view.exact[1], Figure):
                was, now = plain(first.value), plain(view.exact[1].value)
                said = f"{place.name}: {name} of the earlier period was first published as {was} and is now {now}"
                flags.append(Flag("revised", said))
        return flags

    def codes(self, place: Geography) -> tuple[str, ...]:
        """Return the codes whose rows tell of *place*: its own, or those of the places within it."""
        if place.kind == self.pack.unit:
            return (place.code,)
        lead = self.measures.specs[self.pack.lead[0]]
        if isinstance(self.measures.now(lead, (place.code,)), Figure):
            return (place.code,)
        return tuple(each.code for each in self.gazetteer.within(place)) or (place.code,)

    def slug(self, places: Sequence[Geography]) -> str:
        """Return the name of the story's files: the same for the same story."""
        names = [place.name + (" region" if place.kind == "region" else "") for place in places]
        words = [self.pack.catchline, *names]
        words += [self.length] if self.length != "story" else []
        return "-".join(bare(word).replace(" ", "-") for word in words)

    @property
    def made_from(self) -> dict[str, str]:
        """Return what goes into every story of this edition."""
        return {
            "pack": self.pack.fingerprint,
            "release": self.release.fingerprint,
            "published": self.day.isoformat(),
            "storygen": VERSION,
            "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/dataDrivenMedia",
        }

    def _held(self, places: Sequence[Geography], held: Sequence[_Told], overrule: Overrule | None) -> Held:
        """Return the story as held, naming each place that holds it."""
        reasons = [reason for part in held for reason in (*part.reasons, *(() if overrule else part.doubted))]
        cells = tuple(cell for part in held for cell in part.cells)
        return self._hold(places, tuple(reasons), cells, not any(part.reasons for part in held))

    def _hold(
        self,
        places: Sequence[Geography],
        reasons: tuple[str, ...],
        cells: tuple[Cell, ...],
        overrulable: bool = False,
    ) -> Held:
        """Return the story of *places* as held."""
        slug = self.slug(places)
        return Held(tuple(places), reasons, cells, self.release, self.pack.name, slug, overrulable)


def _left_out(written: Written, place: str = "") -> Flag:
    """Return the flag of an optional par whose figure is not there."""
    whose = f"{place}: " if place else ""
    return Flag("left out", f"{whose}the par is left out ({written.gap})", written.slot.par)


def _cells(doubts: Iterable[gate.Doubt]) -> tuple[Cell, ...]:
    """Return the cells of the doubts that hold."""
    return tuple(dict.fromkeys(cell for doubt in doubts if doubt.hold for cell in doubt.cells))


def find_releases(pack: Pack, settings: Settings | None = None) -> list[Release]:
    """Return the releases that there are for *pack*, oldest period first.

    :raises ReleaseError: one of them cannot be read.
    """
    source = plugins.load("storygen.sources", "local")
    found: list[Release] = source(pack.name, (settings or read_settings()).releases)
    return found


def open_table(pack: Pack, wanted: str | None = None, settings: Settings | None = None) -> Table:
    """Return the table of the release called *wanted*, or of the newest, with the earlier ones behind it.

    :raises UsageError: there is no such release.
    :raises ReleaseError: there is none at all, or one cannot be read.
    """
    releases = find_releases(pack, settings)
    if not releases:
        raise ReleaseError(pack.name, "there is no release", f"Add one with “storygen add {pack.name} FILE”")
    current = releases[-1] if wanted is None else next((each for each in releases if each.id == wanted), None)
    if current is None:
        ids = ", ".join(release.id for release in releases)
        raise UsageError(f"“{wanted}”", f"{pack.name} has no such release", f"It has {ids}")
    table: Table | None = None
    for release in releases:
        if release is current or release.period < current.period:
            table = Table(release, read_readings(release.path), pack.meaning, table)
    assert table is not None
    return table


def open_edition(
    pack: Pack,
    release: str | None = None,
    *,
    style: str = "pa",
    as_of: date | None = None,
    length: str = "story",
    title: str = "",
    settings: Settings | None = None,
) -> Edition:
    """Open a release of *pack* as one title sets it; by default the newest, on its own day.

    :raises StorygenError: the release, the style or the length is not one there is.
    """
    settings = settings or read_settings()
    if length not in LENGTHS:
        raise UsageError(f"“{length}”", "no such length", f"Use {', '.join(LENGTHS)}")
    table = open_table(pack, release, settings)
    gazetteer = read_gazetteer(settings.data / "geographies", pack.unit)
    day = as_of or table.release.published
    return Edition(pack, table, gazetteer, load_style(style, settings), day, length, title)


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
    return tuple(places.values()), title, style


def write_story(pack: Pack, release: str | None, places: Sequence[str], **options: Any) -> Story | Held:
    """Write the story that *pack* tells of *places*, or say why there is none.

    *options* are those of `open_edition`, and *without_held* and *overrule* of `Edition.write`.

    :raises StorygenError: a name is wrong or the pack is broken; doubtful figures never raise.
    """
    writing = {key: options.pop(key) for key in ("without_held", "overrule") if key in options}
    settings = options.get("settings") or read_settings()
    gazetteer = read_gazetteer(settings.data / "geographies", pack.unit)
    found, title, style = find_places(gazetteer, places)
    options.setdefault("style", style or "pa")
    options.setdefault("title", title)
    return open_edition(pack, release, **options).write(found, **writing)


__all__ = ["Edition", "Overrule", "PlaceError", "find_releases", "open_edition", "open_table", "write_story"]
