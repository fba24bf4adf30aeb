"""Terms: what rules and templates may name.

A measure is named by itself (`officers`) and seen through a `View`: what it is now, what it was, and
what lies between. Everything is worked out when it is first asked for, so a story pays only for what
it prints. A figure that a reader would misread beside its fellow (one decimal where whole numbers
contradict, digits where a pair crosses ten) is dressed here, so no template has to think of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from storygen.facts import comparison, history
from storygen.facts.doubt import Bounds
from storygen.facts.figure import Figure, Gap
from storygen.facts.geography import Geography
from storygen.facts.measure import Measure, Measures, Pair, Standing
from storygen.facts.period import Period
from storygen.writing.ledger import Dressed
from storygen.writing.pairs import dressed, pair_hint, percent_hint
from storygen.writing.quotes import Quote
from storygen.writing.style import rounded
from storygen.writing.wording import Places, ReleaseTerms

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 (it reads as what it does)
    """What a view works out when it is first asked, and keeps.

    `functools.cached_property` does the same behind a lock, until Python 3.12: a view is one thread's own.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        """Do *work* when first asked."""
        self.work, self.__doc__ = work, work.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        """Learn the *name* to keep it by."""
        self.name = name

    def __get__(self, view: object, _owner: type) -> T:
        """Return what the work finds of *view*; an attribute of its own answers from then on."""
        found = self.work(view)
        setattr(view, self.name, found)
        return found


class Read(NamedTuple):
    """The two figures of a place: as they are, as rules weigh them, and as copy prints them."""

    exact: Pair
    n_now: Decimal | None
    n_before: Decimal | None
    now: Figure | Gap | Dressed
    before: Figure | Gap | Dressed


Read.now.__doc__ = "This period's figure."
Read.before.__doc__ = "The figure it is set against."


def _read(exact: Pair) -> Read:
    """Return what a pair of figures is to rules and to copy."""
    (now, before), hint = exact, pair_hint(*exact)
    return Read(exact, _number(now), _number(before), dressed(now, hint), dressed(before, hint))


class Lens:
    """One measure of a release, ready to be seen for any place."""

    def __init__(self, measures: Measures, spec: Measure, nation: str, bounds: Bounds) -> None:
        """See *spec* of *measures*; *nation* and *bounds* are for `steady`."""
        self.measures, self.spec, self.nation, self.bounds = measures, spec, nation, bounds
        self.column = {codes: _read(pair) for codes, pair in measures.column(spec).items()}
        """What every place's figures are to rules and to copy, where they are read by column."""

    def view(self, codes: tuple[str, ...]) -> View:
        """Return what is seen of the places coded *codes*."""
        read = self.column.get(codes)
        return View(self, codes, read) if read else Worked(self, codes)


def lenses(measures: Measures, nation: str, bounds: Bounds) -> dict[str, Lens]:
    """Return a lens for each of *measures*, by its name."""
    return {name: Lens(measures, spec, nation, bounds) for name, spec in measures.specs.items()}


class Views(dict[str, "View"]):
    """Every measure of the same places, by its name; each is seen when it is first asked for."""

    def __init__(self, through: Mapping[str, Lens], codes: tuple[str, ...]) -> None:
        """See the places coded *codes* *through* a lens for each measure."""
        super().__init__()
        self._through, self._codes = through, codes

    def __missing__(self, name: str) -> View:
        """Return the measure of that *name*, and keep it; a `KeyError` says that there is none."""
        found = self[name] = self._through[name].view(self._codes)
        return found

    def __contains__(self, name: object) -> bool:
        """Return whether there is a measure of that *name*, seen or not."""
        return name in self._through


class View:
    """One measure of one place, several or the nation, as templates and rules see it."""

    exact: Pair
    n_now: Decimal | None
    n_before: Decimal | None
    now: Figure | Gap | Dressed
    before: Figure | Gap | Dressed

    def __init__(self, lens: Lens, codes: tuple[str, ...], read: Read) -> None:
        """See the places coded *codes* through *lens*, whose figures were *read* by column."""
        self.lens, self.codes = lens, codes
        self.exact, self.n_now, self.n_before, self.now, self.before = read

    @once
    def moved(self) -> Figure | Gap:
        """Return the signed change."""
        return comparison.change(*self.exact)

    @once
    def moved_percent(self) -> Figure | Gap:
        """Return the signed percentage change."""
        return self.lens.measures.percent(self.lens.spec, self.codes)

    @once
    def change(self) -> Figure | Gap:
        """Return the size of the change, in the measure's own unit (points for a share)."""
        return comparison.size(self.moved)

    @once
    def percent(self) -> Figure | Gap | Dressed:
        """Return the size of the change as a percentage, as exactly as the printed pair needs (A9)."""
        percent = self.moved_percent
        if isinstance(percent, Gap):
            return percent
        return dressed(comparison.size(percent), percent_hint(*self.exact, percent))

    @once
    def times(self) -> Figure | Gap:
        """Return how many times the earlier figure it is."""
        return comparison.times(*self.exact)

    @once
    def tallies(self) -> bool:
        """Return whether the printed pair gives the printed change (rule A9)."""
        now, before = self.exact
        if isinstance(now, Gap) or isinstance(before, Gap):
            return False
        return rounded(now.value) - rounded(before.value) == rounded(now.value - before.value)

    @once
    def alike(self) -> bool:
        """Return whether the two figures print as the same whole number."""
        now, before = self.exact
        return (
            isinstance(now, Figure)
            and isinstance(before, Figure)
            and rounded(now.value) == rounded(before.value)
        )

    @once
    def from_page(self) -> bool:
        """Return whether this period's figure was read on a page, which has no cell to point at."""
        now = self.exact[0]
        return isinstance(now, Figure) and any(not cell.address for cell in now.cells())

    @once
    def steady(self) -> bool:
        """Return whether the change is one the gate lets through unseen (rule A11)."""
        lens = self.lens
        return history.steady(lens.measures, lens.spec, self.codes, lens.nation, lens.bounds)

    @once
    def period(self) -> Period:
        """Return the period of `now`."""
        return self.lens.measures.period(self.lens.spec)

    @once
    def against(self) -> Period:
        """Return the period of `before`."""
        return self.lens.measures.against(self.lens.spec, self.codes)

    @once
    def revised(self) -> Figure | Gap:
        """Return what an earlier release printed for `before`, where this one prints another number."""
        if len(self.codes) > 1:
            return history.AS_IT_WAS
        return history.revised(self.lens.measures, self.lens.spec, self.codes)

    @once
    def _standing(self) -> Standing | Gap:
        """Return how all places stand, where this is one of them or the nation: a sum has no rank."""
        standing = self.lens.measures.standing(self.lens.spec)
        one = len(self.codes) == 1 and (
            self.codes[0] == self.lens.nation or self.codes[0] in self.lens.measures.places
        )
        return standing if one or isinstance(standing, Gap) else Gap("not among the places ranked")

    @once
    def _ranking(self) -> Standing | Gap:
        """Return how all places stand, where the pack ranks them by this at all."""
        return Gap("the pack does not rank by it") if self.lens.spec.ranked == "none" else self._standing

    @once
    def rank(self) -> Figure | Gap:
        """Return the place's rank from the highest, where every place can be ranked."""
        standing = self._ranking
        return standing if isinstance(standing, Gap) else standing.rank(self.codes[0], highest=True)

    @once
    def rank_low(self) -> Figure | Gap:
        """Return the place's rank from the lowest."""
        standing = self._ranking
        return standing if isinstance(standing, Gap) else standing.rank(self.codes[0], highest=False)

    @once
    def tied(self) -> Figure | Gap:
        """Return how many places share the rank, this one among them."""
        standing = self._ranking
        return standing if isinstance(standing, Gap) else standing.tied(self.codes[0])

    @once
    def rising(self) -> Figure | Gap:
        """Return how many of all the places rose."""
        standing = self._standing
        return standing if isinstance(standing, Gap) else standing.rising

    @once
    def falling(self) -> Figure | Gap:
        """Return how many of all the places fell."""
        standing = self._standing
        return standing if isinstance(standing, Gap) else standing.falling

    @once
    def level(self) -> Figure | Gap:
        """Return how many of all the places stood still."""
        standing = self._standing
        return standing if isinstance(standing, Gap) else standing.level

    @once
    def places(self) -> Figure | Gap:
        """Return how many places are ranked."""
        standing = self._standing
        return standing if isinstance(standing, Gap) else standing.places

    @once
    def peak(self) -> Figure | Gap:
        """Return the highest figure of the whole series."""
        return self.lens.measures.end(self.lens.spec, self.codes, highest=True)[0]

    @once
    def low(self) -> Figure | Gap:
        """Return the lowest figure of the whole series."""
        return self.lens.measures.end(self.lens.spec, self.codes, highest=False)[0]

    @once
    def peaked(self) -> Period:
        """Return the period of the highest figure."""
        return self.lens.measures.end(self.lens.spec, self.codes, highest=True)[1]

    @once
    def bottomed(self) -> Period:
        """Return the period of the lowest figure."""
        return self.lens.measures.end(self.lens.spec, self.codes, highest=False)[1]

    # What a rule weighs: the exact number, signed, or None where there is none.

    n_change = once(lambda self: _number(self.moved))
    n_percent = once(lambda self: _number(self.moved_percent))
    n_times = once(lambda self: _number(self.times))
    n_rank = once(lambda self: _number(self.rank))
    n_rank_low = once(lambda self: _number(self.rank_low))
    n_tied = once(lambda self: _number(self.tied))
    n_rising = once(lambda self: _number(self.rising))
    n_falling = once(lambda self: _number(self.falling))
    n_level = once(lambda self: _number(self.level))
    n_places = once(lambda self: _number(self.places))
    n_revised = once(lambda self: _number(self.revised))
    n_peak = once(lambda self: _number(self.peak))
    n_low = once(lambda self: _number(self.low))


class Worked(View):
    """A view whose two figures are worked out, of other measures or several places, when first asked.

    What is read by column is there in a `View` from the start, and Python reads it at its fastest.
    """

    def __init__(self, lens: Lens, codes: tuple[str, ...]) -> None:
        """See the places coded *codes* through *lens*."""
        self.lens, self.codes = lens, codes

    exact = once(lambda self: self.lens.measures.pair(self.lens.spec, self.codes))
    n_now = once(lambda self: _number(self.exact[0]))
    n_before = once(lambda self: _number(self.exact[1]))
    now = once(lambda self: dressed(self.exact[0], pair_hint(*self.exact)))
    before = once(lambda self: dressed(self.exact[1], pair_hint(*self.exact)))


OPEN = frozenset(name for name in (*Read._fields, *vars(View)) if not name.startswith(("_", "n_")))
"""What a template may read of a measure."""


def _number(figure: Figure | Gap) -> Decimal | None:
    """Return the plain number of *figure*, or None."""
    return figure.value if figure.__class__ is Figure else None


VALUES = frozenset({View, Worked, Places, ReleaseTerms, Geography, Quote, Period})
"""Our own types, whose attributes templates may read."""
