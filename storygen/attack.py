"""Attack: errors planted in true copy, one at a time, to see who notices.

The reader is an argument. It is asked twice of each story, as it is and with one thing made false: it
catches an error if it then says what it did not say before, and accuses falsely if it says anything of the
true story.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from storygen.edition import Edition
from storygen.errors import UsageError
from storygen.facts.geography import Geography
from storygen.planting.drawing import PATIENCE, Told, chosen, stories
from storygen.planting.kinds import KINDS
from storygen.planting.planted import Planted
from storygen.settings import Settings
from storygen.writing.flag import Flag

Read = Callable[[Edition, str, Sequence[Geography]], Sequence[Flag]]
"""Who reads plain copy, pars parted by blank lines, of these places of an edition."""


def read_copy(edition: Edition, text: str, places: Sequence[Geography]) -> Sequence[Flag]:
    """Return what the house itself finds in finished copy: the reader whom `attack` is there to try."""
    return edition.checks.of_copy(text, places)


class Reading(NamedTuple):
    """What the reader said of a true story: nothing, if it is right."""

    told: Told
    flags: tuple[Flag, ...]


class Attempt(NamedTuple):
    """An error planted in a true story, and what the reader said that it had not said before."""

    told: Told
    number: int
    """The how-manyeth of its pack, from 1."""
    planted: Planted
    flags: tuple[Flag, ...]

    @property
    def caught(self) -> bool:
        """Return whether the reader noticed."""
        return bool(self.flags)

    @property
    def stopped(self) -> bool:
        """Return whether it would keep the story from being filed."""
        return any(flag.stop for flag in self.flags)

    def as_data(self) -> dict[str, object]:
        """Return the attempt as plain data."""
        planted = self.planted
        return {
            "id": f"{self.told.pack}-{self.number}",
            **self.told._asdict(),
            "kind": planted.kind,
            "how": planted.how,
            "par": planted.name,
            "old": planted.old,
            "new": planted.new,
            "before": planted.pars[planted.par],
            "text": planted.after(planted.par),
            "caught": self.caught,
            "stopped": self.stopped,
            "flags": [flag.as_data() for flag in self.flags],
        }


def attack(
    names: Sequence[str],
    read: Read,
    *,
    n: int = 1000,
    seed: int = 1,
    kinds: Sequence[str] = (),
    settings: Settings | None = None,
) -> Iterator[Reading | Attempt]:
    """Yield what came of *n* errors planted in stories of each pack of *names*, and of each true story read.

    :raises StorygenError: a pack, a kind or a release is not one there is.
    """
    if strange := set(kinds) - set(KINDS):
        fault = "no such kind of error"
        raise UsageError(f"“{', '.join(sorted(strange))}”", fault, f"Use {', '.join(KINDS)}")
    for name in names:
        yield from _attacked(name, read, n, random.Random(f"{seed} {name}"), kinds or tuple(KINDS), settings)


def _attacked(
    name: str, read: Read, n: int, chance: random.Random, kinds: Sequence[str], settings: Settings | None
) -> Iterator[Reading | Attempt]:
    """Yield what came of *n* errors planted in stories of one pack."""
    known: dict[Told, set[tuple[str, str, str]]] = {}
    so_far: Counter[str] = Counter()
    idle = 0
    for told, ground in stories(name, chance, settings):
        if told not in known:
            flags = tuple(read(ground.edition, ground.copy, ground.places))
            known[told] = set(map(_said, flags))
            yield Reading(told, flags)
        planted = chosen(ground, kinds, so_far, chance)
        idle = 0 if planted else idle + 1
        if planted:
            so_far[planted.kind] += 1
            flags = tuple(read(ground.edition, planted.copy, ground.places))
            new = tuple(flag for flag in flags if _said(flag) not in known[told])
            yield Attempt(told, so_far.total(), planted, new)
        if so_far.total() >= n or idle >= PATIENCE:
            return


def _said(flag: Flag) -> tuple[str, str, str]:
    """Return what tells one flag from another."""
    return flag.check, flag.par, flag.message


FIRST = ("headline", "intro")
"""Where no falsehood may pass in silence."""
ACCUSED = 1
"""True stories in a thousand that may be accused."""


class Tally:
    """What came of an attack, counted as it goes on: it can be asked at any time."""

    def __init__(self, show: int = 0) -> None:
        """Count from nought, and keep the first errors missed and stories accused, to *show* so many."""
        self.show = show
        self.kinds: dict[str, Counter[str]] = {}
        self.read: Counter[tuple[str, str]] = Counter()
        self.accused: Counter[tuple[str, str]] = Counter()
        self.missed: list[Attempt] = []
        self.blamed: list[Reading] = []

    def add(self, came: Reading | Attempt) -> None:
        """Count what came of one reading or attempt."""
        if isinstance(came, Reading):
            self._add_reading(came)
            return
        kind = self.kinds.setdefault(came.planted.kind, Counter())
        outcome = "stopped" if came.stopped else "flagged" if came.caught else "missed"
        kind.update(["planted", outcome])
        if outcome == "missed":
            kind["first"] += came.planted.name in FIRST
            if len(self.missed) < self.show:
                self.missed.append(came)

    def _add_reading(self, came: Reading) -> None:
        """Count a true story that was read."""
        told = came.told
        for what in (("stories", ""), ("pack", told.pack), ("style", told.style), ("length", told.length)):
            self.read[what] += 1
            self.accused[what] += bool(came.flags)
        if came.flags and len(self.blamed) < self.show:
            self.blamed.append(came)

    @property
    def whole(self) -> Counter[str]:
        """Return the counts of all kinds together."""
        return sum(self.kinds.values(), Counter())

    @property
    def caught(self) -> float:
        """Return the share of the planted errors that was noticed, in per cent."""
        whole = self.whole
        return 100 * (1 - whole["missed"] / whole["planted"]) if whole["planted"] else 0.0

    @property
    def accusing(self) -> float:
        """Return how many true stories of a thousand were accused."""
        every = ("stories", "")
        return 1000 * self.accused[every] / self.read[every] if self.read[every] else 0.0

    def rows(self) -> list[list[str]]:
        """Return a row for each kind of error, and one for all, under their headers."""
        heads = ["kind", "planted", "stopped", "flagged", "missed", "in headline or intro", "caught"]
        order = [kind for kind in KINDS if kind in self.kinds]
        return [heads, *(_row(kind, self.kinds[kind]) for kind in order), _row("all", self.whole)]

    def readings(self) -> list[list[str]]:
        """Return a row for the true stories of each pack, style and length, under their headers."""
        rows = [["true stories", "read", "accused"]]
        for what in sorted(self.read, key=lambda each: (ORDER.index(each[0]), each[1])):
            rows.append([" ".join(filter(None, what)), str(self.read[what]), str(self.accused[what])])
        return rows


ORDER = ("pack", "style", "length", "stories")


def _row(kind: str, counts: Counter[str]) -> list[str]:
    """Return the counts of one kind of error as a row."""
    planted, missed = counts["planted"], counts["missed"]
    caught = f"{100 * (planted - missed) / planted:.1f}%" if planted else ""
    numbers = [planted, counts["stopped"], counts["flagged"], missed, counts["first"]]
    return [kind, *map(str, numbers), caught]
