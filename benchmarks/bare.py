"""Bare: the same copy by an ordinary Jinja template, as a good developer would write it without provenance.

The words are the packs' own: each angle's blocks are read out of the pack's folder and put together into
one plain template, conditions as `{% if %}`, numbers printed by f-string filters over floats. Nothing is
cited, claimed, doubted or shared: every par is written for every story. A place is a small plain object a
measure, its change and percentage worked out in floats; a number that is missing is NaN, so that a
condition which weighs it is false. What is timed is a story from those floats on: they are taken out of an
open edition, with each place's earlier changes and revisions, so that the same numbers are told of.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import bare_filters as plain
from bare_filters import NAN, Pair, Said
from bare_templates import QUOTES, chooser, grouped, par, read_sheet, tidied
from jinja2 import Environment, Template

from storygen.edition import Edition
from storygen.facts.figure import Figure, Gap
from storygen.facts.geography import Geography
from storygen.facts.history import earlier_changes
from storygen.facts.measure import ENDS, Measure
from storygen.facts.period import Period
from storygen.pack import Pack
from storygen.writing.wording import Places


class Bare:
    """A pack as one plain template for each file of copy, and its rules as one plain function."""

    def __init__(self, pack: Pack, year: int) -> None:
        self.pack = pack
        angles = tomllib.loads((pack.folder / "angles.toml").read_text(encoding="utf-8"))
        self.environment = Environment(autoescape=False)
        self.environment.filters |= {
            **plain.FILTERS,
            "moved": plain.mover(angles.get("strength", [])),
            **plain.dated(year),
        }
        units = {spec.name: spec.unit for spec in pack.measures}
        story = read_sheet(pack.folder / "story.j2", units)
        sheets = {
            copy: read_sheet(pack.folder / f"{copy}.j2", units) for copy in {r.copy for r in pack.rules}
        }
        self.single: dict[str, Template] = {}
        self.parts: dict[str, list[tuple[bool, Template]]] = {}
        used = ""
        for copy, sheet in sheets.items():
            blocks, above = {**story.blocks, **sheet.blocks}, story.above + sheet.above
            pars = [
                (slot.per_place, par(pack, slot, blocks[slot.par]))
                for slot in pack.slots
                if "story" in slot.lengths
            ]
            source = above + "".join(text for _, text in pars)
            used += source
            self.single[copy] = self.environment.from_string(source)
            self.parts[copy] = [
                (per_place, self.environment.from_string(above + text)) for per_place, text in grouped(pars)
            ]
        used += " ".join(rule.when for rule in pack.rules) + " ".join(slot.runs_if for slot in pack.slots)
        self.used = [spec for spec in pack.measures if re.search(rf"\b{spec.name}\b", used)]
        self.revised = [spec.name for spec in self.used if f"{spec.name}.revised" in used]
        self.paged = [spec.name for spec in self.used if f"{spec.name}.from_page" in used]
        self.ranked = [
            spec.name
            for spec in self.used
            if re.search(rf"\b{spec.name}\.(rank|tied|rising|falling|places)\b", used)
        ]
        self.angle = chooser(pack, [spec.name for spec in self.used])

    def write(self, floats: Floats, places: Sequence[Geography]) -> str:
        """Return the story of *places* as text."""
        told = [floats.pairs((place.code,)) for place in places]
        if len(places) > 1:
            return self._several(floats, places, told)
        words = told[0]
        copy, angle = self.angle(words)
        context = {
            **floats.common,
            **words,
            "total": words,
            "place": places[0],
            "places": Named(places[0].prose, places[0].located, places[0].force, places[0].located),
            "first": True,
            "quotes": floats.quotes(angle, (places[0].code,)),
        }
        return tidied(self.single[copy].render(context))

    def _several(self, floats: Floats, places: Sequence[Geography], told: Sequence[dict[str, Pair]]) -> str:
        """Return the story of several places: each one's pars by its own angle, the rest by the total's."""
        codes = tuple(place.code for place in places)
        total = floats.pairs(codes)
        names = Places(places)
        whole = {
            **floats.common,
            "total": total,
            "place": places[0],
            "places": Named(names.names, names.located, names.forces, names.across),
            "several": True,
        }
        angles = [self.angle(words, several=True) for words in told]
        copy, angle = self.angle(total, several=True)
        whole["quotes"] = floats.quotes(angle, codes)
        text = ""
        for number, (per_place, template) in enumerate(self.parts[copy]):
            if not per_place:
                text += template.render(whole)
                continue
            for turn, (place, words) in enumerate(zip(places, told, strict=True)):
                own = {"place": place, "first": turn == 0, "second": turn == 1}
                text += self.parts[angles[turn][0]][number][1].render({**whole, **words, **own})
        return tidied(text)


@dataclass(frozen=True, slots=True)
class Named:
    """The places of a story as prose names them."""

    names: str
    located: str
    forces: str
    across: str


class Floats:
    """One release's numbers as plain floats, taken out of an open edition: not timed, as opening is not."""

    def __init__(self, bare: Bare, edition: Edition) -> None:
        self.edition, pack = edition, bare.pack
        self.specs = {spec.name: spec for spec in bare.used}
        measures = edition.measures
        self.periods = {
            spec.name: (measures.period(spec), measures.before(spec, (pack.nation,))[1]) for spec in bare.used
        }
        self.lead, self.multiple = bare.ranked, float(pack.bounds.multiple)
        self.wide: dict[str, float] = {}
        self.rows = {place.code: self._row((place.code,)) for place in edition.places()}
        self.steadied = {name for name in self.specs if f"{name}.steady" in str(pack.slots) + str(pack.rules)}
        self.histories = {
            code: {name: self._history(name, code) for name in self.steadied} for code in self.rows
        }
        self.revisions = {code: self._revisions(code, bare.revised) for code in self.rows}
        self.pages = {
            code: {name: edition.views((code,))[name].from_page for name in bare.paged} for code in self.rows
        }
        nation = self._pairs(self._row((pack.nation,)), (pack.nation,))
        self.wide = {name: pair.percent for name, pair in nation.items()}
        for name, pair in nation.items():
            self._ends(name, pair)
        self.ranks: dict[str, Ranks] = {}
        self._fresh = [
            Said(
                each.name,
                each.text.translate(QUOTES),
                each.direct,
                *(text.translate(QUOTES) for text in (each.speaker, each.role, each.said_by)),
                each.angles,
                each.places,
            )
            for each in pack.quotes
            if replace(each, angles=(), places=()).may_be_used(edition.release.id, edition.day, "", ())
        ]
        self._names = list(dict.fromkeys(each.name for each in pack.quotes))
        self._bound = any(each.places or each.angles for each in self._fresh)
        self._every: dict[str, Said | None] = self._usable("", ())
        release = edition.common["release"]
        self.common = {
            "nation": nation,
            "release": release,
            "period": edition.common["period"],
            "prior": edition.common["prior"],
            "several": False,
            "second": False,
            "missing": None,
        }

    def quotes(self, angle: str, codes: tuple[str, ...]) -> dict[str, Said | None]:
        return self._usable(angle, codes) if self._bound else self._every

    def _usable(self, angle: str, codes: tuple[str, ...]) -> dict[str, Said | None]:
        found: dict[str, Said | None] = dict.fromkeys(self._names)
        for quote in self._fresh:
            if (
                found[quote.name] is None
                and (not quote.angles or angle in quote.angles)
                and (not quote.places or any(code in quote.places for code in codes))
            ):
                found[quote.name] = quote
        return found

    def _parts(self, spec: Measure) -> tuple[str, ...]:
        return spec.parts or (spec.name,)

    def _row(self, codes: tuple[str, ...]) -> dict[str, tuple[tuple[float, ...], tuple[float, ...]]]:
        """Return what was read of one place: for each measure the parts of it, now and before."""
        return {
            name: (
                tuple(self._read(part, codes, self.periods[name][0]) for part in self._parts(spec)),
                self._end(spec, codes)
                if spec.against in ENDS
                else tuple(self._read(part, codes, self.periods[name][1]) for part in self._parts(spec)),
            )
            for name, spec in self.specs.items()
        }

    def _read(self, name: str, codes: tuple[str, ...], period: Period) -> float:
        spec = self.edition.measures.specs[name]
        return _float(self.edition.measures.value(spec, codes, Period(period.end, spec.span)))

    def _end(self, spec: Measure, codes: tuple[str, ...]) -> tuple[float, ...]:
        return (_float(self.edition.measures.before(spec, codes)[0]),)

    def _history(self, name: str, code: str) -> list[float]:
        return [float(each) for each in earlier_changes(self.edition.measures, self.specs[name], (code,))]

    def _revisions(self, code: str, names: Sequence[str]) -> dict[str, float]:
        seen = self.edition.views((code,))
        return {name: _float(seen[name].revised) for name in names}

    def _ends(self, name: str, pair: Pair) -> None:
        """Give the nation's pair the ends of its own series, and how its number was seen."""
        measures, spec = self.edition.measures, self.specs[name]
        nation = (self.edition.pack.nation,)
        high, low = (measures.end(spec, nation, highest=each) for each in (True, False))
        pair.peak, pair.peaked, pair.low, pair.bottomed = _float(high[0]), high[1], _float(low[0]), low[1]
        now = measures.now(spec, nation)
        pair.bound = now.bound if isinstance(now, Figure) else ""

    def pairs(self, codes: tuple[str, ...]) -> dict[str, Any]:
        """Return the small objects of one place, or of several together: timed, once a story."""
        if len(codes) == 1:
            return self._pairs(self.rows[codes[0]], codes)
        rows = [self.rows[code] for code in codes]
        sums = {
            name: tuple(
                tuple(
                    NAN if self.specs[name].unit in ("rate",) else sum(parts)
                    for parts in zip(*sides, strict=True)
                )
                for sides in zip(*(row[name] for row in rows), strict=True)
            )
            for name in self.specs
        }
        return self._pairs(sums, codes)

    def _pairs(
        self, row: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]], codes: tuple[str, ...]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, (now, before) in row.items():
            spec = self.specs[name]
            work = WAYS[spec.way]
            found[name] = Pair(
                work(now), work(before), spec.unit, *self.periods[name], self.wide.get(name, NAN)
            )
        if self.wide:
            for name in self.lead:
                self._ranked(name, found[name], codes)
            code = codes[0]
            for name, history in self.histories[code].items():
                found[name].history, found[name].multiple = history, self.multiple
            for name, paged in self.pages[code].items():
                found[name].from_page = paged
            for name, revised in self.revisions[code].items():
                found[name].revised = revised
        return found

    def _ranked(self, name: str, pair: Pair, codes: tuple[str, ...]) -> None:
        """Give *pair* its rank among all the places, which are ranked once a release."""
        if name not in self.ranks:
            self.ranks[name] = Ranks(self, name)
        ranks = self.ranks[name]
        pair.rank, pair.rank_low, pair.tied = ranks.of(codes[0])
        pair.rising, pair.falling, pair.places = ranks.rising, ranks.falling, ranks.places


class Ranks:
    """How all the places stand by one measure."""

    def __init__(self, floats: Floats, name: str) -> None:
        spec = floats.specs[name]
        by: dict[str, float] = {}
        self.rising = self.falling = 0
        for code, row in floats.rows.items():
            now, before = WAYS[spec.way](row[name][0]), WAYS[spec.way](row[name][1])
            self.rising += now > before
            self.falling += now < before
            by[code] = (
                now + before - before
                if spec.ranked == "value"
                else (now - before) * 100 / before
                if before
                else NAN
            )
        self.places: float = len(by)
        if any(value != value for value in by.values()):
            self.rising = self.falling = self.places = NAN
            by = {}
        self.by, self.ties = by, Counter(by.values())
        high = sorted(by.values(), reverse=True)
        self.high = {value: number for number, value in reversed(list(enumerate(high, 1)))}
        self.low = {value: number for number, value in reversed(list(enumerate(reversed(high), 1)))}

    def of(self, code: str) -> tuple[float, float, float]:
        if code not in self.by:
            return NAN, NAN, NAN
        value = self.by[code]
        return self.high[value], self.low[value], self.ties[value]


WAYS: Mapping[str, Callable[[tuple[float, ...]], float]] = {
    "read": lambda parts: parts[0],
    "sum": sum,
    "share": lambda parts: parts[0] * 100 / parts[1] if parts[1] > 0 else NAN,
    "base": lambda parts: parts[0] * 100_000 / parts[1] if parts[1] > 0 else NAN,
    "less": lambda parts: parts[0] - sum(parts[1:]),
}


def _float(figure: Figure | Gap) -> float:
    return float(figure.value) if isinstance(figure, Figure) else NAN
