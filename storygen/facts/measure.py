"""Measure: what a pack counts, read from the table or worked out of what was read.

A pack names its measures once; rules and templates then ask for `officers.percent` or
`restraint_share.now` of a place, several places or the nation, and never see how it came about. A
measure of several places is a measure of their sums: a total where every part is there, a share of
totals, but never a rate, since a published rate cannot be added up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from storygen.facts import comparison
from storygen.facts.figure import Figure, Gap, Working
from storygen.facts.period import Period, period_from_key
from storygen.facts.table import Table

ENDS = ("peak", "low")
"""What a measure may be set against that is no period: the ends of its own series."""
OF_SERIES = ("highest of the series", "lowest of the series")
"""The rules by which such an end was found, the end itself first among what it was found in."""
Pair = tuple[Figure | Gap, Figure | Gap]
"""A figure now, and the one it is set against."""
UNITS = ("count", "fte", "rate", "per cent")


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted, and what it is set against."""

    name: str
    unit: str
    noun: str
    """The thing counted, one of them: "officer"."""
    span: str
    """The span of its periods: "at" or "year ending"."""
    way: str = "read"
    """read from the table, or worked out: sum, share, base, less."""
    parts: tuple[str, ...] = ()
    """The measures it is read or worked out from, itself if it is read."""
    against: str = "12"
    """What it is set against: so many months before, peak, low, or a period's key."""
    back: int = 0
    """How many months before the release's own period its "now" is."""
    ranked: str = "none"
    """How places are ranked by it: none, value or percent."""
    signed: bool = False
    """Whether it may be less than nought, as a published change may and no count."""
    kept: str = ""
    """Why it is read although no story prints it."""
    said: tuple[str, ...] = ()
    """The words by which copy speaks of it, for the second reader."""
    per: str = ""
    """What a rate is for every so many of, as copy must name it: "100,000 people aged 10 and over" (A6)."""
    kind: str = ""
    """What it and its fellows are kinds of, for "the most common kind of tactic"."""
    unstated: str = ""
    """The measure of the cases that might be of it and were not stated, so that it is "at least"."""
    total_of: tuple[str, ...] = ()
    """The measures that the publisher's own figures of it are the total of."""
    called: str = ""
    """What is counted, as the desk names it: "Taser uses"."""
    change_of: str = ""
    """The measure whose change over its time, as the publisher prints it, this is."""

    @property
    def counted(self) -> str:
        """Return in words what is counted."""
        return self.called or self.name.replace("_", " ")

    @property
    def source(self) -> str:
        """Return the measure of the table that it is read from: another's, where it is like that one."""
        return self.parts[0] if self.parts else self.name


class Measures:
    """The measures of one release, for any place or group of places."""

    def __init__(self, table: Table, specs: Iterable[Measure], places: Sequence[str]) -> None:
        """Read *specs* from *table*; *places* are the codes of all that a rank must have."""
        self.table = table
        self.specs: Mapping[str, Measure] = {spec.name: spec for spec in specs}
        self.places = tuple(places)
        self._standing: dict[str, Standing | Gap] = {}
        self._columns: dict[str, dict[tuple[str, ...], Pair]] = {}
        """The figures of each measure that is read, now and before, by the place's code."""
        self._ends: dict[tuple[str, tuple[str, ...], bool], tuple[Figure | Gap, Period]] = {}
        self._percents: dict[tuple[str, tuple[str, ...]], Figure | Gap] = {}
        self._periods = {name: self._period(spec) for name, spec in self.specs.items()}
        self._against = {
            name: self._set_against(spec) for name, spec in self.specs.items() if spec.against not in ENDS
        }

        self._alike = {
            spec.name: parts
            for spec in self.specs.values()
            if spec.way != "read" and spec.against not in ENDS and (parts := self._parts_alike(spec))
        }
        """The parts of each measure that is worked out of others set against the same thing as itself."""

    def _parts_alike(self, spec: Measure) -> tuple[Measure, ...]:
        """Return the parts of *spec*, if each is of the same time and set against the same as it."""
        parts = tuple(self.specs[part] for part in spec.parts)
        alike = all((part.back, part.against) == (spec.back, spec.against) for part in parts)
        return parts if alike else ()

    def _period(self, spec: Measure) -> Period:
        """Return the period of *spec* that is "now"."""
        period = Period(self.table.release.period.end, spec.span)
        return period.prior(spec.back) if spec.back else period

    def _set_against(self, spec: Measure) -> Period:
        """Return the period that "now" is set against: so many months before, or one that is named."""
        months = spec.against.isdigit()
        return self._period(spec).prior(int(spec.against)) if months else period_from_key(spec.against)

    def period(self, spec: Measure) -> Period:
        """Return the period that *spec* is read for when it is "now"."""
        return self._periods[spec.name]

    def now(self, spec: Measure, codes: tuple[str, ...]) -> Figure | Gap:
        """Return this period's figure of *spec* for the places coded *codes* together."""
        return self.value(spec, codes, self._periods[spec.name])

    def pair(self, spec: Measure, codes: tuple[str, ...]) -> Pair:
        """Return the figures of *spec* now and before; those read from the table are found once a release."""
        return self.column(spec).get(codes) or self._pair(spec, codes)

    def rows(self, spec: Measure, choices: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """Return the first of *choices* with figures of *spec* now and before, else now, else the last.

        What is worked out has a figure only where all its parts have one, so all are of the same rows.
        """
        pairs = {codes: self.pair(spec, codes) for codes in choices}
        told = [codes for codes, (now, _) in pairs.items() if isinstance(now, Figure)]
        compared = [codes for codes in told if isinstance(pairs[codes][1], Figure)]
        return (*compared, *told, choices[-1])[0]

    def column(self, spec: Measure) -> Mapping[tuple[str, ...], Pair]:
        """Return the pairs of every place where *spec* is read from the table, which is read by column."""
        if (column := self._columns.get(spec.name)) is None:
            column = self._columns[spec.name] = self._column(spec)
        return column

    def _column(self, spec: Measure) -> dict[tuple[str, ...], Pair]:
        """Return the column of *spec*, gaps and all, read once; a measure that is worked out has none."""
        if spec.way != "read" or spec.name not in self._against:
            return {}
        name, this, other = spec.source, self._periods[spec.name], self._against[spec.name]
        now, before = self.table.column(name, this), self.table.column(name, other)
        figure = self.table.figure  # which says what is missing
        return {
            (code,): (
                now.get(code) or figure(name, code, this),
                before.get(code) or figure(name, code, other),
            )
            for code in dict.fromkeys((*self.places, *now, *before))
        }

    def _pair(self, spec: Measure, codes: tuple[str, ...]) -> Pair:
        """Return the two figures of *spec*, by the shortest way to them."""
        if spec.name in self._alike:
            pairs = [self.pair(part, codes) for part in self._alike[spec.name]]
            work = WAYS[spec.way]
            return work([now for now, _ in pairs]), work([before for _, before in pairs])
        return self.now(spec, codes), self.before(spec, codes)[0]

    def percent(self, spec: Measure, codes: tuple[str, ...]) -> Figure | Gap:
        """Return the percentage change of *spec*, found once a release."""
        key = (spec.name, codes)
        if key not in self._percents:
            self._percents[key] = comparison.percent_change(*self.pair(spec, codes))
        return self._percents[key]

    def against(self, spec: Measure, codes: tuple[str, ...]) -> Period:
        """Return the period of the figure that "now" is set against."""
        return self._against.get(spec.name) or self.before(spec, codes)[1]

    def before(self, spec: Measure, codes: tuple[str, ...]) -> tuple[Figure | Gap, Period]:
        """Return the figure that "now" is set against, and its period."""
        if spec.against in ENDS:
            return self.end(spec, codes, highest=spec.against == "peak")
        period = self._against[spec.name]
        return self.value(spec, codes, period), period

    def end(self, spec: Measure, codes: tuple[str, ...], *, highest: bool) -> tuple[Figure | Gap, Period]:
        """Return the highest or lowest figure of *spec* over every period up to now, and when it was."""
        key = (spec.name, codes, highest)
        if key not in self._ends:
            self._ends[key] = self._end(spec, codes, highest)
        return self._ends[key]

    def _end(self, spec: Measure, codes: tuple[str, ...], highest: bool) -> tuple[Figure | Gap, Period]:
        """Return one end of a series, worked out once."""
        now = self.period(spec)
        periods = [
            p for p in self.table.periods(spec.source, codes[0]) if p.end <= now.end and p.span == now.span
        ]
        found = [
            (figure, period)
            for period in periods
            if isinstance(figure := self.value(spec, codes, period), Figure)
        ]
        if len(found) < 3:
            return Gap("missing", about=f"a series of {spec.name}"), now
        best = comparison.extreme((figure for figure, _ in found), highest=highest)
        when = next(period for figure, period in found if figure is best)
        every = tuple(figure for figure, _ in found)
        rule = OF_SERIES[0] if highest else OF_SERIES[1]
        rest = (each for each in every if each is not best)
        return Figure(best.value, best.unit, Working(rule, (best, *rest))), when

    def value(self, spec: Measure, codes: tuple[str, ...], period: Period) -> Figure | Gap:
        """Return the figure of *spec* for the places coded *codes* together, over *period*."""
        if spec.way == "read":
            name = spec.source
            if len(codes) == 1:
                return self.table.figure(name, codes[0], period)
            return comparison.total(self.table.figure(name, code, period) for code in codes)
        parts = [
            self.value(self.specs[part], codes, Period(period.end, self.specs[part].span))
            for part in spec.parts
        ]
        return WAYS[spec.way](parts)

    def standing(self, spec: Measure) -> Standing | Gap:
        """Return how all the places stand by *spec*, or why they cannot be ranked (rule A8)."""
        if spec.name not in self._standing:
            self._standing[spec.name] = self._stand(spec)
        return self._standing[spec.name]

    def _stand(self, spec: Measure) -> Standing | Gap:
        """Return the standing of *spec*, worked out once a release."""
        changes: dict[str, Figure] = {}
        ranked: dict[str, Figure] = {}
        for code in self.places:
            now, before = self.pair(spec, (code,))
            change = comparison.change(now, before)
            by = now if spec.ranked == "value" else self.percent(spec, (code,))
            if isinstance(change, Gap) or isinstance(by, Gap):
                gap = change if isinstance(change, Gap) else by
                return Gap("not every place is there to be ranked", about=f"{spec.name} of {code}, {gap}")
            changes[code], ranked[code] = change, by
        return Standing(ranked, changes)


class Standing:
    """How every place stands by one measure: for ranks, and for "one of 12 to fall"."""

    def __init__(self, ranked: Mapping[str, Figure], changes: Mapping[str, Figure]) -> None:
        """Keep what places are *ranked* by, and their *changes*, by code."""
        self.ranked, self._all = ranked, tuple(ranked.values())
        self._high = {code: comparison.rank(by, self._all) for code, by in ranked.items()}
        self._low = {code: comparison.rank(by, self._all, highest=False) for code, by in ranked.items()}
        moved = tuple(changes.values())
        self.rising = comparison.how_many(moved, "rose, out", [each for each in moved if each.value > 0])
        self.falling = comparison.how_many(moved, "fell, out", [each for each in moved if each.value < 0])
        self.level = comparison.how_many(
            moved, "stood still, out", [each for each in moved if each.value == 0]
        )
        self.places = comparison.how_many(moved, "places ranked, out", moved)

    def rank(self, code: str, *, highest: bool) -> Figure | Gap:
        """Return the rank of a place from one end, ties shared."""
        return (self._high if highest else self._low).get(code) or Gap(
            "not among the places ranked", about=code
        )

    def tied(self, code: str) -> Figure | Gap:
        """Return how many places share this place's rank, itself among them."""
        if code not in self.ranked:
            return Gap("not among the places ranked", about=code)
        own = self.ranked[code].value
        return comparison.how_many(self._all, "tied, out", [each for each in self._all if each.value == own])


def _less(parts: list[Figure | Gap]) -> Figure | Gap:
    """Return the first of *parts* less all the others."""
    rest = comparison.total(parts[1:])
    return comparison.change(parts[0], rest)


WAYS: Mapping[str, Callable[[list[Figure | Gap]], Figure | Gap]] = {
    "sum": comparison.total,
    "share": lambda parts: comparison.share(parts[0], parts[1]),
    "base": lambda parts: comparison.implied_base(parts[0], parts[1]),
    "less": _less,
}
"""The ways a measure may be worked out of others, by the name a pack gives them."""
