"""Edition: one release as one title sets it, and all that its stories have in common.

What does not depend on the place (the nation, the explanations, most quotes) is found, written and
cited once here, and every story of the release carries it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from storygen.checking import Checks
from storygen.errors import UsageError
from storygen.facts.figure import Gap
from storygen.facts.geography import Gazetteer, Geography, bare, read_gazetteer
from storygen.facts.measure import Measures
from storygen.facts.release import Release
from storygen.facts.table import Table
from storygen.judging import Judge, remedy
from storygen.pack import Pack
from storygen.profiles import load_style
from storygen.releases import open_table
from storygen.settings import Settings, read_settings
from storygen.writing.flag import Flag
from storygen.writing.ledger import Ledger
from storygen.writing.plan import LENGTHS, Order, reading_order
from storygen.writing.quotes import Quote, usable
from storygen.writing.story import TRIAL, Held, Par
from storygen.writing.style import Style, moment
from storygen.writing.terms import View, Views, lenses
from storygen.writing.wording import ReleaseTerms
from storygen.writing.writer import Parts, write

VERSION = "0.1.0"


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
        trial: bool = False,
        like: Edition | None = None,
        revised_by: str = "",
    ) -> None:
        """Set *pack* for the release of *table*, to be published on *day*; or only as a *trial* run.

        *revised_by* is the later release whose revisions are in the table, where they are.

        What the figures come to is found once for all that are set *like* one another: of the same pack,
        table and places.
        """
        self.pack, self.table, self.gazetteer = pack, table, gazetteer
        self.style, self.day, self.length, self.title, self.trial = style, day, length, title, trial
        self.revised_by = revised_by
        self._called = f"{TRIAL} {pack.catchline}" if trial else pack.catchline
        release = table.release
        if like is None:
            codes = [place.code for place in gazetteer.of_kind(pack.unit)]
            self.measures = Measures(table, pack.measures, codes)
            self.judge = Judge(pack, self.measures, gazetteer)
            self._lenses = lenses(self.measures, pack.nation, pack.bounds)
            self._told_by: dict[Geography, Mapping[str, tuple[str, ...]]] = {}
        else:
            self.measures, self.judge = like.measures, like.judge
            self._lenses, self._told_by = like._lenses, like._told_by
            if (like.style, like.day) == (style, day):
                self.checks = like.checks
        self.common: dict[str, Any] = {
            **pack.language.globals,
            "nation": self.views((pack.nation,)),
            "release": ReleaseTerms(release),
            "period": release.period,
            "prior": release.period.prior(),
        }
        self._bound = any(quote.angles or quote.places for quote in pack.quotes)
        self._spoken_of = {code for quote in pack.quotes for code in quote.places}
        self._chosen: dict[tuple[str, tuple[str, ...]], dict[str, Quote | None]] = {}
        self._quotes = usable(pack.quotes, release.id, day, "", ())
        self._shared: dict[str, Parts] = {}
        self._orders: dict[int, Order] = {}
        self._memory: dict[Any, str] = {}

    def anew(self, style: Style, length: str, title: str = "") -> Edition:
        """Return the same release of the same day as set in *style*, at *length*, for *title*.

        :raises UsageError: there is no such length.
        """
        _refuse_unless_known(length)
        of = (self.pack, self.table, self.gazetteer, style, self.day, length, title, self.trial)
        return Edition(*of, like=self, revised_by=self.revised_by)

    @cached_property
    def checks(self) -> Checks:
        """Return who reads this edition's copy again."""
        return Checks(self.pack, self.measures, self.gazetteer, self.style, self.day)

    @property
    def release(self) -> Release:
        """Return the release that this edition tells of."""
        return self.table.release

    def places(self) -> tuple[Geography, ...]:
        """Return every place that has a story of its own."""
        return self.gazetteer.of_kind(self.pack.unit)

    def seen(self, places: Sequence[Geography]) -> Mapping[str, View]:
        """Return every measure of *places* together, each by the rows that tell of it."""
        if all(place.kind == self.pack.unit for place in places):
            return self.views(tuple(dict.fromkeys(place.code for place in places)))
        each = [self._rows(place) for place in places]
        return {
            name: lens.view(tuple(dict.fromkeys(code for rows in each for code in rows[name])))
            for name, lens in self._lenses.items()
        }

    def _rows(self, place: Geography) -> Mapping[str, tuple[str, ...]]:
        """Return, by measure, whose rows tell of *place*: its own, or those of the places within it."""
        if place not in self._told_by:
            own, within = (place.code,), tuple(each.code for each in self.gazetteer.within(place))
            choices = (own, within) if within else (own,)
            self._told_by[place] = {
                name: self.measures.rows(spec, choices) for name, spec in self.measures.specs.items()
            }
        return self._told_by[place]

    def views(self, codes: tuple[str, ...]) -> Views:
        """Return every measure of the places coded *codes* together, as rules and templates see it."""
        return Views(self._lenses, codes)

    def quotes(self, angle: str, codes: tuple[str, ...]) -> dict[str, Quote | None]:
        """Return the quotes that may be used of these places under this angle, by name."""
        if not self._bound:
            return self._quotes
        key = (angle, tuple(code for code in codes if code in self._spoken_of))
        if key not in self._chosen:
            self._chosen[key] = usable(self.pack.quotes, self.release.id, self.day, angle, key[1])
        return self._chosen[key]

    def written(self, scope: str, copy: str, words: Mapping[str, Any], place: str) -> Parts:
        """Return the pars of *scope* that run under one angle's file, set with *words*."""
        book = Ledger(self.style, self.day, zlib.crc32(place.encode()), self._memory)
        return Parts(write(self.pack.formed(copy, self.length), scope, words, book, place), self.in_words)

    def shared(self, copy: str) -> Parts:
        """Return the pars that every story under this angle's file carries, written once."""
        file = copy if copy in self.pack.sheets else ""
        if file not in self._shared:
            words = {**self.common, "quotes": self._quotes}
            parts = self._shared[file] = self.written("shared", copy, words, "")
            parts.told = self.judge.in_pars(parts.pars.values())
        return self._shared[file]

    def joined(self, copy: str, own: Parts) -> tuple[dict[str, Par], list[Flag]]:
        """Return a story's *own* pars with those that all share and it asks for, and the flags of both."""
        shared = self.shared(copy)
        left = self.pack.formed(copy, self.length).on_demand - own.wanted
        pars = {name: par for name, par in shared.pars.items() if name not in left} if left else shared.pars
        gaps = [flag for name, flag in shared.gaps.items() if name not in left]
        return {**pars, **own.pars}, [*shared.flags, *gaps, *own.flags, *own.gaps.values()]

    def of_nation(self, copy: str, pars: Sequence[Par], places: Sequence[Geography]) -> list[Flag]:
        """Return what the gate says of the nation's figures to a story of *places* with these *pars*."""
        own = len(places) == 1 and places[0].code == self.pack.nation
        told = self.judge.in_pars(pars, every=True) if own else self.shared(copy).told
        flags = [told[par.name] for par in pars if par.name in told] if told else []
        return [*flags, *self.judge.surprising(pars)] if self.judge.surprises and not own else flags

    def reading(self, places: int) -> Order:
        """Return how the pars of so many places read."""
        if places not in self._orders:
            self._orders[places] = reading_order(self.pack.slots, self.length, places)
        return self._orders[places]

    def in_words(self, gap: Gap) -> str:
        """Return *gap* for an editor, codes as names."""
        said = str(gap)
        for place in self.gazetteer.places:
            said = said.replace(place.code, place.name)
        return said

    def why_held(self, gap: Gap) -> str:
        """Return *gap* as what holds a story: file, sheet, cell, fault, and what to do about it."""
        said = self.in_words(gap)
        if gap.cell:
            said = said.replace(gap.cell.release, f"{gap.cell.release}.csv", 1)
        what_to_do = remedy(gap)
        return f"{said}. {what_to_do}" if what_to_do else said

    def named(self, place: Geography) -> str:
        """Return the name of *place* as the office says it."""
        return self.gazetteer.called(place)

    def catchline(self, places: Sequence[Geography]) -> str:
        """Return what a story of *places* is called in the office."""
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        return f"{self._called} {self.named(places[0])}{more}"

    def slug(self, places: Sequence[Geography]) -> str:
        """Return the name of the story's files: the same for the same story."""
        words = [self._called, *map(self.named, places)]
        words += [self.length] if self.length != "story" else []
        words += [self.title] if self.title else [self.style.name] if self.style.name != "pa" else []
        return "-".join(bare(word).replace(" ", "-") for word in words)

    def held(self, places: Sequence[Geography], reasons: tuple[str, ...]) -> Held:
        """Return the story of *places* as held for *reasons*."""
        return Held(
            places=tuple(places),
            reasons=reasons,
            cells=(),
            release=self.release,
            pack=self.pack.name,
            slug=self.slug(places),
            style=self.style.name,
            length=self.length,
            title=self.title,
            made_from=self.made_from,
            trial=self.trial,
        )

    @cached_property
    def embargoed(self) -> str:
        """Return the line of wire copy that names the release's embargo, or nothing where it names none."""
        until = self.release.not_before
        return f"EMBARGOED until {moment(self.style, until)}" if self.release.embargo else ""

    @cached_property
    def made_from(self) -> dict[str, str]:
        """Return what goes into every story of this edition (the last is IPTC's word for it, rule L3)."""
        made = {
            "pack": self.pack.fingerprint,
            "release": self.release.fingerprint,
            "published": self.day.isoformat(),
            "storygen": VERSION,
            "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/dataDrivenMedia",
        }
        return made | ({"revised_by": self.revised_by} if self.revised_by else {})


def _refuse_unless_known(length: str) -> None:
    """Refuse a *length* that no story has.

    :raises UsageError: none has it.
    """
    if length not in LENGTHS:
        raise UsageError(f"“{length}”", "no such length", f"Use {', '.join(LENGTHS)}")


def open_edition(
    pack: Pack,
    release: str | None = None,
    *,
    style: str = "pa",
    as_of: date | None = None,
    length: str = "story",
    title: str = "",
    trial: bool = False,
    revised_by: str = "",
    settings: Settings | None = None,
) -> Edition:
    """Open a release of *pack* as one title sets it; by default the newest, on its own day.

    All that a *trial* writes is watermarked, and nothing may file it (rule L4). What the release *revised_by*
    prints otherwise of the same subjects takes the place of what the release itself had printed.

    :raises StorygenError: the release, the style or the length is not one there is.
    """
    settings = settings or read_settings()
    _refuse_unless_known(length)
    table = open_table(pack, release, settings)
    if revised_by:
        changes = {
            spec.source: pack.measure(spec.change_of).source for spec in pack.measures if spec.change_of
        }
        table = table.as_revised_by(open_table(pack, revised_by, settings), changes)
    gazetteer = read_gazetteer(settings.data / "geographies", pack.unit)
    day = as_of or table.release.published
    if day < table.release.published:
        fault = (
            f"{table.release.id} came out on {table.release.published}, and nothing is told before (rule R1)"
        )
        raise UsageError(f"--as-of {day}", fault, "Give that day or a later one")
    house = load_style(style, settings)
    return Edition(pack, table, gazetteer, house, day, length, title, trial, revised_by=revised_by)
