"""Doubt: something doubtful in the figures, the bounds past which it is so, and what it is judged by.

The bounds are a pack's; the defaults here are the house's, all in this one place (rules A5, A6, A11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal

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
    multiple: Decimal = Decimal(0)
    """So many times what it was, or so small a part of it, and a figure is not `steady`; 0 for no bound."""
    base: Decimal = Decimal("1.5")
    """A base implied by a count and its rate that moves more than this was re-based."""
    misfit: Decimal = Decimal(20)
    """A count and a rate that imply a base further than this from every other year's don't fit."""
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


def bounds_from_data(said: Mapping[str, object], where: str) -> Bounds:
    """Return the bounds of a pack's [gate] table.

    :raises PackError: a key is not one of `Bounds`, or its value not a number (or true, false).
    """
    kinds = {each.name: type(getattr(Bounds(), each.name)) for each in fields(Bounds)}
    values: dict[str, object] = {}
    for key, value in said.items():
        if (
            key not in kinds
            or isinstance(value, bool) != (kinds[key] is bool)
            or not isinstance(value, int | float)
        ):
            raise PackError(f"{where}, [gate]", f"“{key} = {value}” is no bound", f"Use {', '.join(kinds)}")
        values[key] = value if isinstance(value, bool) else Decimal(str(value))
    for key in ("earliest", "latest"):
        if Decimal(str(values.get(key, 0))) % 1:
            raise PackError(f"{where}, [gate]", f"“{key} = {values[key]}” is no month", "Use whole months")
    return Bounds(**values)  # type: ignore[arg-type]


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
