"""Branches: every choice of words in a pack, and who has shown it.

A pack chooses its words in its templates, and in more than those: each rule is a branch, each par at each
length, each question to the editor, each strength of word and each quote. A `Roll` has them all, with a
copy of the pack whose templates say what they ran (`writing/tracing.py`), and notes of each story which
branches it printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from storygen.pack import Pack, read_toml
from storygen.writing.angle import strengths_from_data
from storygen.writing.quotes import Quote
from storygen.writing.story import Held, Par, Story
from storygen.writing.tracing import Branch, Taken, Traced
from storygen.writing.weighing import quotes_asked

KINDS = ("real", "proof", "edge")
"""Who may show a branch: a real place, a proof, an edge row."""


class Shown(NamedTuple):
    """The story that first showed a branch."""

    kind: str
    name: str
    """The proof's name or the edge row's reason; empty of a real place."""
    story: Story
    par: Par | None
    """The par that it is in; none where it is the story's."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The numbers of the branches that stand in no template, by what they are known by in a story."""

    rules: dict[tuple[str, str], list[int]]
    slots: dict[tuple[str, str], int]
    asks: dict[str, int]
    quotes: dict[int, int]
    """By which object a quote is, since two may read alike."""


class Roll:
    """Every branch of a pack, and which stories showed each."""

    def __init__(self, pack: Pack) -> None:
        """Take the roll of *pack*; `self.pack` is to be written from, and sets the same copy."""
        traced = Traced(pack.language)
        sheets = {
            name: traced.sheet(sheet, _text(pack, sheet.file), f"{pack.name}/{sheet.file}")
            for name, sheet in pack.sheets.items()
        }
        self.branches = traced.branches
        traced.strengths(dict(self._strengths(pack)))
        self._known = _Known(
            self._rules(pack), dict(self._slots(pack)), dict(self._asks(pack)), dict(self._quotes(pack))
        )
        self._quoting = _quoting(pack)
        self._later = {slot.par for slot in pack.slots if slot.alongside}
        self._record, self._waiting = traced.record, dict[tuple[int, str], Taken]()
        self.pack = replace(pack, language=traced.language, sheets=sheets, formes={})
        self.shown: dict[str, dict[int, Shown]] = {kind: {} for kind in KINDS}
        self.stories = dict.fromkeys(KINDS, 0)

    def note(self, story: Story | Held, kind: str, name: str = "") -> None:
        """Note which branches *story* showed: one of *kind*, and of that *name* where it has one."""
        taken = self._record.read()
        if isinstance(story, Held):
            return
        self.stories[kind] += 1
        new = self.shown[kind]
        for number, par in self._told(story, taken):
            if number not in new:
                new[number] = Shown(kind, name, story, par)

    def unshown(self) -> list[Branch]:
        """Return the branches that no story has shown; where none has shown a block, not what is in it."""
        left = [branch for number, branch in enumerate(self.branches) if self.first(number) is None]
        whole = {(branch.file, branch.par) for branch in left if branch.whole}
        return [branch for branch in left if branch.whole or (branch.file, branch.par) not in whole]

    def first(self, number: int) -> Shown | None:
        """Return who showed the branch of that *number*: a real place, else a proof, else an edge row."""
        return next((self.shown[kind][number] for kind in KINDS if number in self.shown[kind]), None)

    def only_on_edges(self) -> int:
        """Return how many branches nothing but an edge row has shown."""
        firsts = (self.first(number) for number in range(len(self.branches)))
        return sum(first is not None and first.kind == "edge" for first in firsts)

    def _told(self, story: Story, taken: list[Taken]) -> Iterator[tuple[int, Par | None]]:
        """Yield the number of each branch that *story* showed, and the par it is in."""
        known = self._known
        for told in {(story.angle, story.because), *((each.angle, each.because) for each in story.places)}:
            yield from ((number, None) for number in known.rules.get(told, ()))
        for flag in story.flags:
            if flag.check == "ask" and flag.par in known.asks:
                yield known.asks[flag.par], None
        pars = {(id(par.entries), par.name): par for par in story.pars}
        used = {entries for entries, _ in pars}
        on_demand = self._later | self.pack.formed(self._copy(story), story.length).on_demand
        for each in taken:
            key = (id(each.entries), each.par)
            if key in pars or each.par in on_demand:
                self._waiting[key] = each
            elif key[0] in used:  # it came out empty, which its wording meant
                yield from ((number, None) for number in each.numbers)
        for key, par in pars.items():
            if (number := known.slots.get((par.name, story.length))) is not None:
                yield number, par
            if found := self._waiting.get(key):
                yield from ((number, par) for number in found.numbers)
            if par.name in self._quoting:
                yield from (
                    (known.quotes[id(run.prints)], par) for run in par.runs if isinstance(run.prints, Quote)
                )

    def _copy(self, story: Story) -> str:
        """Return the file that the story's own pars were asked of first."""
        told = (story.angle, story.because)
        return next((rule.copy for rule in self.pack.rules if _told_by(rule) == told), "")

    def _add(self, file: str, what: str, fault: str, words: str = "") -> int:
        """List a branch that stands in no template, and return its number."""
        self.branches.append(Branch(file, 0, "", what, fault, words))
        return len(self.branches) - 1

    def _strengths(self, pack: Pack) -> Iterator[tuple[tuple[Any, str], int]]:
        """Yield the number of each strength's two words, by its least change and the claim's kind."""
        where = f"{pack.name}/angles.toml"
        for number, each in enumerate(strengths_from_data(read_toml(pack.folder / "angles.toml"), where), 1):
            for kind, words in (("up by", each.up), ("down by", each.down)):
                what = f"the word “{words}”, for {each.least} per cent"
                yield (each.least, kind), self._add(f"{where}, strength {number}", what, "is never printed")

    def _rules(self, pack: Pack) -> dict[tuple[str, str], list[int]]:
        """Return the numbers of the rules, by what a story says of them."""
        found: dict[tuple[str, str], list[int]] = {}
        for number, rule in enumerate(pack.rules, 1):
            what, fault = f"the angle “{rule.angle}”", "is never the first to hold"
            branch = self._add(f"{pack.name}/angles.toml, angle {number}", what, fault, rule.when)
            found.setdefault(_told_by(rule), []).append(branch)
        return found

    def _slots(self, pack: Pack) -> Iterator[tuple[tuple[str, str], int]]:
        """Yield the number of each par at each length, by both."""
        for slot in pack.slots:
            for length in slot.lengths:
                where = f"{pack.name}/pack.toml, par {slot.par}"
                yield (slot.par, length), self._add(where, f"its turn in a {length}", "is never taken")

    def _asks(self, pack: Pack) -> Iterator[tuple[str, int]]:
        """Yield the number of each question to the editor, by its par."""
        for slot in pack.slots:
            if slot.ask_if:
                where = f"{pack.name}/pack.toml, par {slot.par}"
                yield slot.par, self._add(where, "its ask_if", "never holds", slot.ask_if)

    def _quotes(self, pack: Pack) -> Iterator[tuple[int, int]]:
        """Yield the number of each quote, by which object it is."""
        for number, quote in enumerate(pack.quotes, 1):
            who = ", ".join(filter(None, (quote.name, quote.speaker, quote.said_on.isoformat())))
            where = f"{pack.name}/quotes.toml, quote {number}"
            yield id(quote), self._add(where, f"the quote “{who}”", "is never printed", quote.text)


def _told_by(rule: Any) -> tuple[str, str]:
    """Return what a story says of its *rule*."""
    return rule.angle, rule.because


def _text(pack: Pack, file: str) -> str:
    """Return the text of a template file, for its tags."""
    return (pack.folder / file).read_text(encoding="utf-8-sig")


def _quoting(pack: Pack) -> frozenset[str]:
    """Return the names of the pars that may print a quote."""
    sheets = tuple(pack.sheets.values())
    asking: Iterable[str] = (name for sheet in sheets for name, each in sheet.blocks.items() if each.quotes)
    if any(quotes_asked(sheet.above) for sheet in sheets):
        asking = (slot.par for slot in pack.slots)
    return frozenset(asking)
