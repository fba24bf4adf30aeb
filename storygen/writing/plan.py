"""Plan: which pars run, in what order, once or for each place; what is cut from the bottom.

A slot is a par's place in the plan. The plan stands in `pack.toml`, in the order the story reads, so
a newcomer sees the story there before its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from storygen.errors import PackError

LENGTHS = ("story", "nib", "headline")
"""A story whole; a news in brief, which is the headline and two pars; the headline alone."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A par's place in the plan."""

    par: str
    per_place: bool = False
    """Whether it is written once for each place, or once for the story."""
    runs_if: str = ""
    required: bool = False
    """Whether a figure missing from it holds the place; otherwise the par is left out, with a flag."""
    lengths: tuple[str, ...] = ("story",)
    ask_if: str = ""
    """When the editor is asked about it, whether or not it runs."""
    ask: str = ""
    """What the editor is asked."""
    alongside: tuple[str, ...] = ()
    """Pars one of which must be in the story for this one to run: an explanation of what they name."""
    quiet: bool = False
    """Whether a figure missing from it is not worth a flag."""


KEYS = ("name", "for", "runs_if", "required", "lengths", "ask_if", "ask", "with", "quiet")


def slots_from_data(entries: Iterable[Mapping[str, object]], where: str) -> tuple[Slot, ...]:
    """Return the slots of a pack.toml's [[par]] entries, in order.

    :raises PackError: an entry has no name, one used before, a strange key, or a length we do not know.
    """
    slots = tuple(_slot(entry, f"{where}, par {number}") for number, entry in enumerate(entries, 1))
    names = [slot.par for slot in slots]
    for name in names:
        if names.count(name) > 1:
            raise PackError(where, f"two pars are called “{name}”", "Give each its own name")
    for slot in slots:
        if strange := set(slot.alongside) - set(names):
            raise PackError(
                where, f"“{slot.par}” is to run with “{strange.pop()}”, which is no par", "Name one"
            )
    if not names or names[0] != "headline":
        raise PackError(
            where, "the first [[par]] is not the headline", 'Start the plan with name = "headline"'
        )
    return slots


def _slot(entry: Mapping[str, object], where: str) -> Slot:
    """Return the slot of one entry."""
    name, turn = str(entry.get("name", "")), str(entry.get("for", "story"))
    lengths = entry.get("lengths", list(LENGTHS) if name == "headline" else ["story"])
    for key in ("required", "quiet"):
        if not isinstance(entry.get(key, False), bool):
            raise PackError(where, f"{key} is {entry[key]!r}", "Write true or false")
    if strange := set(entry) - set(KEYS):
        raise PackError(where, f"unknown key {', '.join(sorted(strange))}", f"Use {', '.join(KEYS)}")
    if not name.isidentifier() or turn not in ("story", "place"):
        raise PackError(where, f"name “{name}” or for “{turn}” will not do", "for is story or place")
    if not isinstance(lengths, list) or any(length not in LENGTHS for length in lengths):
        raise PackError(where, f"lengths are {lengths}", f"Use {', '.join(LENGTHS)}")
    alongside = entry.get("with", [])
    if not isinstance(alongside, list):
        raise PackError(where, f"with is {alongside!r}", "Write a list of pars")
    if bool(entry.get("ask_if")) != bool(entry.get("ask")):
        raise PackError(where, "ask and ask_if go together", "Add the other")
    return Slot(
        par=name,
        per_place=turn == "place",
        runs_if=str(entry.get("runs_if", "")),
        required=bool(entry.get("required", False)),
        lengths=tuple(map(str, lengths)),
        ask_if=str(entry.get("ask_if", "")),
        ask=str(entry.get("ask", "")),
        alongside=tuple(map(str, alongside)),
        quiet=bool(entry.get("quiet", False)),
    )


class Order(NamedTuple):
    """How the pars of a story of so many places read."""

    turns: tuple[Mapping[str, int], ...]
    """When each par has its turn, by name: those of each place, and last the story's own."""
    joined: Mapping[str, tuple[str, ...]]
    """The pars that run only beside one of some others."""


def reading_order(slots: tuple[Slot, ...], length: str, places: int) -> Order:
    """Return how the *slots* of a story of so many *places* read.

    Pars for each place that stand together are read place by place: all of the first place's, then
    all of the second's.
    """
    turns: tuple[dict[str, int], ...] = tuple({} for _ in range(places + 1))
    for turn, (slot, place) in enumerate(_in_turn(slots, length, places)):
        turns[place][slot.par] = turn
    return Order(turns, {slot.par: slot.alongside for slot in slots if slot.alongside})


def _in_turn(slots: tuple[Slot, ...], length: str, places: int) -> list[tuple[Slot, int]]:
    """Return the slots as they read, each with its place's number; a story's own par has the number -1."""
    order: list[tuple[Slot, int]] = []
    group: list[Slot] = []
    for slot in (*(slot for slot in slots if length in slot.lengths), None):
        if slot is not None and slot.per_place:
            group.append(slot)
            continue
        order += [(each, number) for number in range(places) for each in group]
        group = []
        if slot is not None:
            order.append((slot, -1))
    return order
