"""Angle: what the story is about, and how strong a word its change deserves.

The rules stand in a pack's `angles.toml`, in order; the first that holds wins. A rule weighs exact
numbers. One that needs a figure nobody has does not hold, and the next is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jinja2 import Template, nodes

from storygen.errors import PackError
from storygen.facts.figure import Gap
from storygen.writing.claim import Claim
from storygen.writing.language import Language, in_plain_words, rendered
from storygen.writing.terms import View
from storygen.writing.weighing import asked, compiled, weighing


@dataclass(frozen=True, slots=True)
class Rule:
    """When an angle is taken, and why; `because` is shown to the editor."""

    angle: str
    when: str
    because: str
    copy: str
    """The template file whose pars are asked first: "rise" for rise.j2."""


@dataclass(frozen=True, slots=True)
class Strength:
    """The words for a change of at least so many per cent."""

    least: Decimal
    up: str
    down: str


def rules_from_data(said: Mapping[str, object], where: str) -> tuple[Rule, ...]:
    """Return the rules of an angles.toml, in order.

    :raises PackError: there are none, or one lacks its name, when or because.
    """
    if strange := set(said) - {"angle", "strength"}:
        raise PackError(
            where, f"unknown key {', '.join(sorted(strange))}", "Write [[angle]] and [[strength]]"
        )
    entries = said.get("angle", [])
    if not isinstance(entries, list) or not entries:
        raise PackError(where, "there is no [[angle]]", "Write at least one rule")
    return tuple(_rule(entry, f"{where}, angle {number}") for number, entry in enumerate(entries, 1))


def _rule(entry: Mapping[str, object], where: str) -> Rule:
    """Return the rule of one entry."""
    if strange := set(entry) - {"name", "when", "because", "copy"}:
        raise PackError(where, f"unknown key {', '.join(sorted(strange))}", "Use name, when, because, copy")
    texts = [entry.get(key) for key in ("name", "when", "because")]
    if not all(isinstance(text, str) and text for text in texts):
        raise PackError(where, "a rule needs a name, a when and a because", "Add what is missing")
    name, when, because = map(str, texts)
    return Rule(name, when, because, str(entry.get("copy", name)))


def strengths_from_data(said: Mapping[str, object], where: str) -> tuple[Strength, ...]:
    """Return the [[strength]] entries of an angles.toml, weakest first.

    :raises PackError: an entry lacks its least change, in per cent, or its words.
    """
    entries = said.get("strength", [])
    found = []
    for number, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        if strange := set(entry) - {"least", "up", "down"}:
            raise PackError(
                f"{where}, strength {number}", f"unknown key {', '.join(strange)}", "Use least, up, down"
            )
        least, up, down = (entry.get(key) for key in ("least", "up", "down"))
        if isinstance(least, bool) or not isinstance(least, int | float) or not up or not down:
            raise PackError(
                f"{where}, strength {number}", "it needs least (per cent), up and down", "Add them"
            )
        if not 0 <= least < float("inf"):  # which nan is not either
            raise PackError(f"{where}, strength {number}", f"least is {least}", "Write a number from 0 on")
        found.append(Strength(Decimal(str(least)), str(up), str(down)))
    return tuple(sorted(found, key=lambda strength: strength.least))


def mover(strengths: Sequence[Strength]) -> Callable[[Any], Claim | Gap]:
    """Return the filter that prints how a measure moved: "risen sharply", "fallen"."""

    def moved(value: Any) -> Claim | Gap:
        """Print the word that the size of a measure's change deserves."""
        if not isinstance(value, View):
            raise PackError(
                "| moved", "it takes a measure", "Write it after a measure's name, such as officers"
            )
        percent = value.n_percent
        now, before = value.exact
        if percent is None or isinstance(now, Gap) or isinstance(before, Gap):
            return Gap("no percentage change", about=value.lens.spec.name)
        size = abs(percent)
        for index in range(len(strengths) - 1, -1, -1):
            if size >= strengths[index].least and percent:
                bounds = tuple(strength.least for strength in strengths[index : index + 2])
                up = percent > 0
                words = strengths[index].up if up else strengths[index].down
                return Claim("up by" if up else "down by", (now, before), words, bounds)
        return Gap("the change is under every strength of word", about=value.lens.spec.name)

    return moved


@dataclass(frozen=True, slots=True)
class Chooser:
    """A pack's rules, ready to be asked in one go."""

    rules: tuple[Rule, ...]
    template: Template


def chooser(language: Language, rules: Sequence[Rule], where: str) -> Chooser:
    """Return *rules* as one if-chain that answers with the number of the first that holds."""
    weighings = tuple(
        weighing(language, rule.when, f"{where}, angle {number}") for number, rule in enumerate(rules, 1)
    )
    body: list[nodes.Node] = []
    for number in range(len(rules) - 1, -1, -1):
        answer: list[nodes.Node] = [nodes.Output([nodes.TemplateData(str(number))], lineno=1)]
        body = [nodes.If(asked(weighings[number]), answer, [], body, lineno=1)]
    return Chooser(tuple(rules), compiled(language, body, where))


def choose_angle(chooser: Chooser, words: Mapping[str, Any]) -> Rule | None:
    """Return the first rule that holds for *words*, or None where none can be asked and holds.

    Rules weigh plain numbers, not figures: a rule decides, it never prints.
    """
    try:
        answer = rendered(chooser.template, words)
    except PackError:
        raise
    except Exception as error:
        where = chooser.template.name or "angles.toml"
        raise PackError(where, in_plain_words(error), "See docs/packs.md, rules") from error
    return chooser.rules[int(answer)] if answer else None
