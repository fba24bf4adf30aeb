"""Draft: the figures of one place, to be written over until a condition holds or just fails.

A condition weighs `taser.percent` or `unstated_share.now`; a release has cells. A draft goes from the one
to the other: it writes the cells of which a measure is read or worked out, so that the measure comes out at
a number. It does so for trials alone (`edges.py`); no story is told of what it writes.
"""

from __future__ import annotations

from decimal import Decimal

from storygen.facts.figure import BOUNDS, Figure
from storygen.facts.measure import Measure, Measures
from storygen.facts.period import Period
from storygen.writing.turning import Term, Turn

Kept = Decimal | str | None
"""A number, or the mark that stands in its place ("about 640" is both); None leaves the cell as it is."""
SIDES = ("now", "before", "change", "percent", "times")
"""What of a measure a draft can bring to a number."""
EXACT = Decimal(10000)
"""What a figure is set to where a percentage of it must come out exact."""
PEOPLE = Decimal(100_000)
"""What a rate is of: at this rate, a count is the people behind it."""
STEPS = {"percent": Decimal("0.01"), "times": Decimal("0.001")}
"""How far off a number is just off it; of a figure itself, its unit's own step."""


class Draft:
    """What is written over the figures of one place."""

    def __init__(self, measures: Measures, code: str) -> None:
        """Write over what *measures* have of the place coded *code*."""
        self.measures, self.code = measures, code
        self.cells: dict[tuple[str, str], tuple[str, str]] = {}
        """The value and the mark written, by measure and period."""

    def period(self, spec: Measure, side: str) -> Period:
        """Return the period of one *side* of *spec*: now or before."""
        if side == "now":
            return self.measures.period(spec)
        return self.measures.against(spec, (self.code,))

    def side(self, spec: Measure, side: str) -> Decimal | None:
        """Return the number on one *side* of *spec*, as it is written over."""
        return self.number(spec, self.period(spec, side))

    def number(self, spec: Measure, period: Period) -> Decimal | None:
        """Return the number of *spec* over *period*, as it is written over, or None."""
        if spec.way == "read":
            if written := self.cells.get((spec.source, period.key)):
                return Decimal(written[0]) if written[0] else None
            found = self.measures.table.figure(spec.source, self.code, period)
            return found.value if isinstance(found, Figure) else None
        parts = [self.number(part, _over(part, period)) for part in self._parts(spec)]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        match spec.way:
            case "sum":
                return sum(known, Decimal(0))
            case "less":
                return known[0] - sum(known[1:], Decimal(0))
            case "share":
                return known[0] * 100 / known[1] if known[1] else None
        return known[0] * PEOPLE / known[1] if known[1] else None

    def put(self, spec: Measure, period: Period, number: Decimal) -> None:
        """Write the cells that bring *spec* over *period* to *number*."""
        if spec.way == "read":
            if number < 0 and not spec.signed:
                return
            exact = number.quantize(step_of(spec))
            self.cells[spec.source, period.key] = (f"{exact:f}", "")
            return
        parts = self._parts(spec)
        over = [_over(part, period) for part in parts]
        rest = [self.number(part, when) or Decimal(0) for part, when in zip(parts, over, strict=True)][1:]
        match spec.way:
            case "sum":
                if number < sum(rest):
                    for part, when in zip(parts[1:], over[1:], strict=True):
                        self.put(part, when, Decimal(0))
                    rest = []
                first = number - sum(rest, Decimal(0))
            case "less":
                first = number + sum(rest, Decimal(0))
            case "share":
                self.put(parts[1], over[1], EXACT)
                first = number * EXACT / 100
            case _:
                self.put(parts[1], over[1], PEOPLE)
                first = number
        self.put(parts[0], over[0], first)

    def keep(self, spec: Measure, now: Kept, before: Kept) -> None:
        """Write both figures of *spec*, which is read from a table: numbers or marks; None is left alone."""
        for side, kept in (("now", now), ("before", before)):
            if isinstance(kept, Decimal):
                self.put(spec, self.period(spec, side), kept)
            elif kept is not None:
                bound = next((mark for mark in BOUNDS if kept.startswith(mark)), "")
                written = (kept.removeprefix(bound).strip(), bound) if bound else ("", kept)
                self.cells[spec.source, self.period(spec, side).key] = written

    def _parts(self, spec: Measure) -> list[Measure]:
        """Return the measures that *spec* is worked out from."""
        return [self.measures.specs[part] for part in spec.parts]


def _over(part: Measure, period: Period) -> Period:
    """Return the period over which *part* is asked where the whole is asked over *period*."""
    return Period(period.end, part.span)


def step_of(spec: Measure) -> Decimal:
    """Return the smallest step that a cell of *spec* moves by."""
    return Decimal("0.01") if spec.unit in ("fte", "per cent") else Decimal(1)


def value(draft: Draft, term: Term) -> Decimal | None:
    """Return the number that *term* weighs in *draft*, or None where it is not for a draft to know."""
    if not term.path:
        return term.number
    spec = draft.measures.specs.get(term.path[-2])
    if spec is None or term.path[-1] not in SIDES:
        return None
    now, before = draft.side(spec, "now"), draft.side(spec, "before")
    found = _weighed(term.path[-1], now, before)
    return -found if found is not None and term.negative else found


def _weighed(what: str, now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return *what* is weighed of two numbers."""
    if what in ("now", "before"):
        return now if what == "now" else before
    if now is None or before is None or (what != "change" and not before):
        return None
    return {
        "change": lambda: now - before,
        "percent": lambda: (now - before) * 100 / before,
        "times": lambda: now / before,
    }[what]()


JUST = {"gt": 1, "gteq": 0, "lt": -1, "lteq": 0, "eq": 0, "ne": 1}
"""By how many steps a comparison is just true."""


def holds(draft: Draft, turn: Turn) -> bool:
    """Return whether *turn* holds in *draft*."""
    left, right = value(draft, turn.left), value(draft, turn.right)
    if left is None or right is None:
        return False
    return {
        "gt": left > right,
        "gteq": left >= right,
        "lt": left < right,
        "lteq": left <= right,
        "eq": left == right,
        "ne": left != right,
    }[turn.how]


def meet(draft: Draft, turn: Turn) -> None:
    """Have *turn* hold in *draft*, and only just, where it does not."""
    if not holds(draft, turn):
        aim(draft, turn, JUST[turn.how])


def aim(draft: Draft, turn: Turn, off: int) -> None:
    """Bring the left of *turn* to its right, *off* by so many steps."""
    *_, name, what = turn.left.path
    spec = draft.measures.specs.get(name)
    if spec is None or what not in SIDES:
        return
    wanted = value(draft, turn.right)
    if wanted is None:
        wanted = Decimal(100)
    wanted += off * STEPS.get(what, step_of(spec))
    wanted = -wanted if turn.left.negative else wanted
    if what in ("now", "before"):
        draft.put(spec, draft.period(spec, what), wanted)
        return
    before = draft.side(spec, "before")
    if before is None or what != "change":
        before = EXACT
        draft.put(spec, draft.period(spec, "before"), before)
    now = {"change": before + wanted, "percent": before + before * wanted / 100, "times": before * wanted}
    draft.put(spec, draft.period(spec, "now"), now[what])
