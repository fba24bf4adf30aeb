"""Doubt: something doubtful in the figures, the bounds past which it is so, and what it is judged by.

The bounds are a pack's; the defaults here are the house's, all in this one place (rules A5, A6, A11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from storygen.errors import PackError
from storygen.facts.figure import Cell, Figure, Gap
from storygen.facts.measure import Measure, Measures, Pair


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a figure may go before somebody must look; in per cent unless said otherwise."""

    outlier: Decimal = Decimal(15)
    """A change smaller than this is never an outlier."""
    outlier_nation: Decimal = Decimal(3)
    """An outlier is at least so many times the nation's change."""
    outlier_history: Decimal = Decimal("2.5")
    """An outlier is at least so many times the median of the place's own earlier changes."""
    outlier_alone: Decimal = Decimal(2)
    """A nation, which is beside nothing, is an outlier only from so many times `outlier` on."""
    multiple: Decimal = Decimal(0)
    """So many times what it was, or so small a part of it, and a figure is not `steady`; 0 for no bound."""
    base: Decimal = Decimal("1.5")
    """A base implied by a count and its rate that moves more than this was re-based."""
    misfit: Decimal = Decimal(20)
    """A count and a rate that imply a base further than this from every other year's don't fit."""
    missing: Decimal = Decimal(3)
    """A total is asked what it leaves for places that have no figure, where they are so many at the most."""
    leaves: Decimal = Decimal(3)
    """It leaves them too much where it is more than so many times what they had in the other year."""
    nought: Decimal = Decimal(100)
    """From so many to none, and a figure was perhaps not supplied; a number of the things counted."""
    stale: Decimal = Decimal(8)
    """A row is last year's where all its figures are, and have so many digits between them; 0 for never."""
    stale_places: Decimal = Decimal(50)
    """A table is last year's where more of its places than this have last year's leading figure."""
    earliest: Decimal = Decimal(0)
    """A release comes out so many months after its period's end at the earliest."""
    latest: Decimal = Decimal(14)
    """And so many months after it at the latest."""
    floor: Decimal = Decimal(5)
    """Counts under this are held in a sensitive pack; a number of people."""
    little: Decimal = Decimal(1)
    """A change smaller than this is said to be little."""
    sensitive: bool = False
    """Whether the subject is one where doubt alone is enough to hold."""


class Range(NamedTuple):
    """What a bound may be."""

    least: float
    most: int
    whole: bool = False
    """Whether it is a whole number."""
    nought: bool = False
    """Whether it may be nought besides, for none."""

    def __str__(self) -> str:
        """Return it as an editor would be told: "a number from 1 to 100"."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.least} to {self.most}{', or 0 for none' if self.nought else ''}"

    def has(self, value: Decimal) -> bool:
        """Return whether *value* is one of it."""
        if not value.is_finite() or (self.whole and value != value.to_integral_value()):
            return False
        return Decimal(str(self.least)) <= value <= self.most or (self.nought and not value)


RANGES: Mapping[str, Range] = {
    "outlier": Range(0, 1000),
    "outlier_nation": Range(0, 100),
    "outlier_history": Range(0, 100),
    "outlier_alone": Range(1, 100),
    "multiple": Range(1.1, 100, nought=True),
    "base": Range(0, 100),
    "misfit": Range(1, 100),
    "missing": Range(0, 100, whole=True),
    "leaves": Range(1, 100),
    "nought": Range(1, 1_000_000, whole=True),
    "stale": Range(1, 100, whole=True, nought=True),
    "stale_places": Range(1, 100),
    "earliest": Range(0, 120, whole=True),
    "latest": Range(0, 120, whole=True),
    "floor": Range(0, 1000, whole=True),
    "little": Range(0, 25),
}
"""What each bound may be: past it, a bound would hold everything or nothing."""


def bounds_from_data(said: object, where: str) -> Bounds:
    """Return the bounds of a pack's [gate] table.

    :raises PackError: it is no table, a key is not one of `Bounds`, or its value is not what it may be.
    """
    if not isinstance(said, Mapping):
        raise PackError(where, "gate is no table", "Write [gate], and a line for each bound under it")
    bounds = Bounds(**{key: _bound(key, value, f"{where}, [gate]") for key, value in said.items()})
    if bounds.earliest > bounds.latest:
        what = f"“earliest = {bounds.earliest}” is after “latest = {bounds.latest}”"
        raise PackError(f"{where}, [gate]", what, "Give the fewer months to earliest")
    return bounds


def _bound(key: str, value: object, where: str) -> Any:
    """Return the *value* of the bound called *key*.

    :raises PackError: there is no such bound, or it may not be that.
    """
    if key not in RANGES and key != "sensitive":
        raise PackError(where, f"“{key}” is no bound", f"Use {', '.join([*RANGES, 'sensitive'])}")
    if key == "sensitive":
        if not isinstance(value, bool):
            raise PackError(where, f"“{key} = {value}” is neither true nor false", "Write true or false")
        return value
    allowed = RANGES[key]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not allowed.has(Decimal(str(value))):
        raise PackError(where, f"“{key} = {str(value).lower()}” will not do", f"Write {allowed}")
    return Decimal(str(value))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something doubtful in the figures of one place, or in the release as a whole."""

    check: str
    place: str
    """The place's code; empty where the whole release is in doubt."""
    reason: str
    cells: tuple[Cell, ...]
    hold: bool
    """Whether a person must look before it is printed; otherwise it is a flag beside the copy."""
    measure: str = ""
    """The measure whose figure is in doubt; empty where everything of the place is."""
    wrong: bool = False
    """Whether a figure can hardly be right, and so no sum of it: others are right, but surprising."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the gate judges by: the measures of a release, and what its pack and the places say of them."""

    measures: Measures
    lead: tuple[str, ...]
    """The measures that a story cannot be without; the first is the one weighed for outliers."""
    bounds: Bounds
    nation: str
    base: str = ""
    """The measure of the people behind a published rate, or nothing."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The name of every place there is, by its code; none where any code will do."""
    wholes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The codes of the places within each region and nation, by its own code."""

    @property
    def first(self) -> Measure:
        """Return the measure that is weighed first."""
        return self.measures.specs[self.lead[0]]

    def leads(self, spec: Measure) -> bool:
        """Return whether a story cannot be without *spec*."""
        return spec.name in self.lead

    def name(self, place: str) -> str:
        """Return the name of the place coded *place*."""
        return self.names.get(place, place)

    def column(self, spec: Measure) -> Mapping[tuple[str, ...], Pair]:
        """Return the two figures of *spec* for each place that has a row of it, or may have."""
        if found := self.measures.column(spec):
            return found
        rows = dict.fromkeys((*self.measures.places, *self.wholes))
        return {(place,): self.measures.pair(spec, (place,)) for place in rows}

    def counted(self) -> Iterator[Measure]:
        """Yield the measures read from the table that add up, and that a story may print."""
        for spec in self.measures.specs.values():
            read = spec.way == "read" and not spec.parts and not spec.signed
            if read and spec.unit in ("count", "fte") and (not spec.kept or self.leads(spec)):
                yield spec


def called(spec: Measure) -> str:
    """Return the name of *spec* in plain words."""
    return spec.name.replace("_", " ")


def cells_of(*figures: Figure | Gap) -> tuple[Cell, ...]:
    """Return the cells under *figures*, each once, those of gaps too."""
    found: list[Cell] = []
    for each in figures:
        found += each.cells() if isinstance(each, Figure) else [each.cell] if each.cell else []
    return tuple(dict.fromkeys(found))


def exact(figures: Iterable[Figure | Gap]) -> list[Figure]:
    """Return *figures* where every one is there and none is only "about" or "at least", otherwise none."""
    found = list(figures)
    known = [each for each in found if isinstance(each, Figure) and not each.bound]
    return known if len(known) == len(found) else []
