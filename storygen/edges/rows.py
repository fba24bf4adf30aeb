"""Rows: edges of figures, one a place, made of what a pack measures and of what its conditions weigh.

Nought, one, equal, tiny, huge, suppressed, missing, revised, up where its fellow is down; and for every
number that a rule turns on, a row beneath it, at it and above it, the rest of the rule holding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain, permutations

from storygen.edges.draft import SIDES, Draft, Kept, aim, meet
from storygen.edges.ground import Ground
from storygen.facts.measure import Measure
from storygen.pack import Pack
from storygen.writing.turning import Turn, Way, ways

Write = Callable[[Draft], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One edge: why it is one, and what it writes over the figures of a place."""

    why: str
    write: Write
    twice: bool = False
    """Whether two places beside each other have it, so that their total has it too."""
    nation: Write | None = None
    """What it writes over the nation's figures; it has a sheet of its own then."""


PAIRS: dict[str, tuple[Kept, Kept]] = {
    "some, from nought": (Decimal(40), Decimal(0)),
    "nought, from nought": (Decimal(0), Decimal(0)),
    "nought, from some": (Decimal(0), Decimal(40)),
    "one, from two": (Decimal(1), Decimal(2)),
    "two, from one": (Decimal(2), Decimal(1)),
    "one, from nought": (Decimal(1), Decimal(0)),
    "one, from one": (Decimal(1), Decimal(1)),
    "tiny, and up": (Decimal(14), Decimal(13)),
    "tiny, and down": (Decimal(13), Decimal(14)),
    "tiny, and equal": (Decimal(7), Decimal(7)),
    "across ten, up": (Decimal(12), Decimal(9)),
    "across ten, down": (Decimal(9), Decimal(12)),
    "equal": (Decimal(640), Decimal(640)),
    "up by little": (Decimal(10020), Decimal(10000)),
    "down by little": (Decimal(9980), Decimal(10000)),
    "up by a tenth": (Decimal(1100), Decimal(1000)),
    "down by a tenth": (Decimal(900), Decimal(1000)),
    "doubled": (Decimal(2000), Decimal(1000)),
    "tripled and more": (Decimal(3100), Decimal(1000)),
    "halved": (Decimal(500), Decimal(1000)),
    "a third": (Decimal(330), Decimal(1000)),
    "huge, and up": (Decimal(98765432), Decimal(87654321)),
    "huge, and down": (Decimal(87654321), Decimal(98765432)),
}
"""Figures now and before."""
LOST: dict[str, tuple[Kept, Kept]] = {
    "suppressed": ("c", None),
    "suppressed before": (None, "c"),
    "missing": ("", None),
    "missing before": (None, ""),
    "not available": ("..", None),
    "not applicable before": (None, "z"),
    "a mark nobody knows": ("?!", None),
    "seen only rounded": ("about 640", None),
    "at least so many": ("at least 640", None),
}
"""Marks where a figure should be; None leaves what is there."""
FEWER = (
    *("nought, from some", "some, from nought", "one, from two", "equal", "tripled and more", "a third"),
    *("suppressed", "missing", "missing before", "seen only rounded"),
)
"""Those that each measure is tried at alone which does not lead."""


def whole_rows(ground: Ground) -> Iterator[Row]:
    """Yield rows in which every measure is at one edge together."""
    read = ground.read()
    for why, (now, before) in {**PAIRS, **LOST}.items():

        def write(draft: Draft, now: Kept = now, before: Kept = before) -> None:
            for spec in read:
                draft.keep(spec, now, before)

        yield Row(f"every measure: {why}", write, twice=True)
    lead = ground.measures.specs[ground.pack.lead[0]]
    for (one, first), (other, rest) in permutations({"up": 1, "level": 0, "down": -1}.items(), 2):

        def apart(draft: Draft, first: int = first, rest: int = rest) -> None:
            for spec in read:
                step = first if spec.name == lead.name else rest
                draft.keep(spec, Decimal(10000 + 60 * step), Decimal(10000))

        yield Row(f"{lead.name} {one}, the others {other}", apart, twice=True)
    for why, (now, before) in PAIRS.items():

        def alone(draft: Draft, now: Kept = now, before: Kept = before) -> None:
            for spec in read:
                draft.keep(spec, *((now, before) if spec.name == lead.name else ("", "")))

        yield Row(f"{lead.name}: {why}, and nothing else known", alone, twice=True)


def rows(ground: Ground) -> Iterator[Row]:
    """Yield rows in which one measure is at an edge and the others are as they were."""
    for spec in ground.read():
        leads = spec.name in ground.pack.lead
        for why, (now, before) in {**PAIRS, **LOST}.items():
            if leads or why in FEWER:
                yield Row(f"{spec.name}: {why}", partial(_keep, spec=spec, now=now, before=before))
        yield Row(f"{spec.name}: revised", partial(_revised, spec=spec))


def _keep(draft: Draft, *, spec: Measure, now: Kept, before: Kept) -> None:
    """Write both figures of *spec*."""
    draft.keep(spec, now, before)


def _revised(draft: Draft, *, spec: Measure) -> None:
    """Write another figure before than the releases before print."""
    if (before := draft.side(spec, "before")) is not None:
        draft.keep(spec, None, before + 3)


def nations(ground: Ground) -> Iterator[Row]:
    """Yield rows in which the nation's figures are at an edge."""
    read = ground.read()
    for why, (now, before) in {**PAIRS, **LOST}.items():

        def write(draft: Draft, now: Kept = now, before: Kept = before) -> None:
            for spec in read:
                draft.keep(spec, now, before)

        yield Row(f"the nation: {why}", lambda _draft: None, nation=write)


def conditions(ground: Ground, *, rules_only: bool) -> Iterator[Row]:
    """Yield a row for each way in which a condition of the pack can hold."""
    for where, way in _every_way(ground.pack, rules_only=rules_only):
        yield _row(f"{where} just holds", way, way, twice=rules_only)


def boundaries(ground: Ground) -> Iterator[Row]:
    """Yield rows beneath, at and above every number that a condition turns on, the rest of it holding."""
    met: set[Turn] = set()
    for where, way in chain(
        _every_way(ground.pack, rules_only=True), _every_way(ground.pack, rules_only=False)
    ):
        for turn in way:
            if turn in met or turn.left.path[-1] not in SIDES:
                continue
            met.add(turn)
            for off, said in ((-1, "just under"), (0, "at"), (1, "just over")):
                there = turn.right.number if not turn.right.path else ".".join(turn.right.path)
                why = f"{where}: {'.'.join(turn.left.path)} {said} {there}"
                yield _row(why, (*(each for each in way if each != turn),), (turn,), off)


def _row(why: str, way: Way, last: Way, off: int | None = None, *, twice: bool = False) -> Row:
    """Return the row in which *way* holds and *last* is missed by *off* steps, where that is said."""

    def write(draft: Draft, nation: bool = False) -> None:
        for turn in (*way, *way):
            if (turn.left.path[0] == "nation") == nation:
                meet(draft, turn)
        for turn in last:
            if (turn.left.path[0] == "nation") == nation and off is not None:
                aim(draft, turn, off)

    national = any(turn.left.path[0] == "nation" and turn.left.path[-1] in SIDES for turn in (*way, *last))
    return Row(why, write, twice, partial(write, nation=True) if national else None)


def _every_way(pack: Pack, *, rules_only: bool) -> Iterator[tuple[str, Way]]:
    """Yield each way in which a rule, or else a par's condition, can hold, with where it stands."""
    if rules_only:
        for number, rule in enumerate(pack.rules, 1):
            yield from ((f"angle {number} ({rule.angle})", way) for way in ways(pack.language, rule.when))
        return
    for slot in pack.slots:
        for name, text in (("runs_if", slot.runs_if), ("ask_if", slot.ask_if)):
            if text:
                yield from ((f"par {slot.par}, {name}", way) for way in ways(pack.language, text))
