"""Bare templates: a pack's own blocks and rules, as a plain Jinja template and a plain function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storygen.pack import Pack
from storygen.writing.plan import Slot

GUARDS = {
    "police-workforce": {
        "long_run": "nation.series.peak == nation.series.peak",
        "pcsos_nation": "nation.pcsos_since_peak.now == nation.pcsos_since_peak.now",
        "workforce": "workforce.now == workforce.now",
        "heads": "heads.now == heads.now",
    },
    "registered-offenders": {
        "beside": "offenders.change == offenders.change and rate.now == rate.now",
        "nation": "nation.offenders.change == nation.offenders.change",
        "nation_rate": "nation.rate.now == nation.rate.now",
        "breaches": "nation.breaches.now == nation.breaches.now",
        "share": "share.now == share.now",
    },
    "use-of-force": {
        "reasons": "nation.alcohol_share.now == nation.alcohol_share.now",
        "restraint": "restraint_share.now == restraint_share.now",
        "discharges_alone": "discharged.before == discharged.before "
        "and unstated_share.before == unstated_share.before",
    },
}
"""Pars that are left out where a figure they print is missing and no condition of the plan asks for it."""

QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One template file of a pack, its numbers printed by plain filters."""

    blocks: Mapping[str, str]
    above: str


_BLOCK = re.compile(r"\{% block (\w+) %\}(.*?)\{% endblock %\}", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_PRINT = re.compile(r"(\{\{-?)\s*(.+?)\s*(-?\}\})")


def read_sheet(path: Path, units: Mapping[str, str]) -> Sheet:
    """Return the blocks of a template file, and the macros above them."""
    if not path.exists():
        return Sheet({}, "")
    text = _COMMENT.sub("", path.read_text(encoding="utf-8")).translate(QUOTES)
    text = re.sub(r"\s+", " ", text)
    text = _PRINT.sub(lambda found: f"{found[1]} {_printed(found[2], units)} {found[3]}", text)
    return Sheet(dict(_BLOCK.findall(text)), _BLOCK.sub("", text).strip())


def _printed(said: str, units: Mapping[str, str]) -> str:
    """Return what a template prints, with the filter that a plain float or date needs."""
    head, *filters = said.split(" | ")
    if head in ("period", "prior", "release.day"):
        return said if filters else f"{head} | when"
    found = re.fullmatch(r"((?:nation\.|total\.)?(\w+))\.(\w+)", head)
    if not found or found[2] not in units:
        return said
    view, unit, what = found[1], units[found[2]], found[3]
    first = filters[0] if filters else ""
    if what in ("period", "against", "peaked", "bottomed"):
        return said if filters else f"{head} | when"
    if what == "percent":
        return f"{head} | per_cent" if filters else f"{view} | percent"
    if what in ("now", "before"):
        return _number(head, view, unit, first, filters)
    if what in ("change", "rising", "falling", "level", "places", "peak", "low", "revised"):
        return said if filters else f"{head} | size"
    return said


def _number(head: str, view: str, unit: str, first: str, filters: list[str]) -> str:
    """Return how one of a pair is printed."""
    if unit == "per cent":
        return f"{head} | per_cent"
    if not filters:
        return f"{head} | rate" if unit == "rate" else f"{head} | of_pair({view})"
    if first in ("alone", "whole", "digits"):
        return " | ".join([head, *(filters[1:] or ["number"])])
    if first.startswith(("counted(", "at_least(")):
        return f"{head} | {first[:-1]}, pair={view})"
    if view.startswith("nation.") and first.startswith(("nearest", "often")):
        return (
            f"{head} | {first[:-1]}, {view}.bound)" if first[-1] == ")" else f"{head} | {first}({view}.bound)"
        )
    return said if (said := " | ".join([head, *filters])) else ""


MARK = "\n"
"""What parts one par from the next: the templates themselves have no line in them."""


def par(pack: Pack, slot: Slot, words: str) -> str:
    """Return one par as plain template text: a mark, its words, and the condition around both."""
    tests = [f"({text})" for text in (slot.runs_if, GUARDS[pack.name].get(slot.par, "")) if text]
    if slot.alongside:
        tests.append(f"({' or '.join(f'ran_{each}' for each in slot.alongside)})")
    body, test = f"{MARK}{words.strip()}", " and ".join(tests)
    if any(slot.par in each.alongside for each in pack.slots):
        return f"{{% set ran_{slot.par} = {test} %}}{{% if ran_{slot.par} %}}{body}{{% endif %}}"
    return f"{{% if {test} %}}{body}{{% endif %}}" if test else body


def grouped(pars: Iterable[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Return the pars with those put together that stand together and are each place's, or the story's."""
    groups: list[tuple[bool, str]] = []
    for per_place, text in pars:
        if groups and groups[-1][0] == per_place:
            groups[-1] = (per_place, groups[-1][1] + text)
        else:
            groups.append((per_place, text))
    return groups


def chooser(pack: Pack, names: Sequence[str]) -> Callable[..., tuple[str, str]]:
    """Return the rules as the function a developer would write: one `if` after another."""
    lines = ["def angle(pairs, several=False):"]
    rules = " ".join(rule.when for rule in pack.rules)
    lines += [f"    {name} = pairs[{name!r}]" for name in names if re.search(rf"\b{name}\b", rules)]
    for rule in pack.rules:
        lines += [f"    if {rule.when}:", f"        return {rule.copy!r}, {rule.angle!r}"]
    lines += [f"    return {pack.rules[-1].copy!r}, {pack.rules[-1].angle!r}"]
    made: dict[str, Any] = {}
    exec("\n".join(lines), made)
    return made["angle"]


def tidied(text: str) -> str:
    """Return rendered *text* in single spaces, pars with a capital and parted by blank lines."""
    while "  " in text:
        text = text.replace("  ", " ")
    pars = [par.strip() for par in text.split(MARK)]
    return "\n\n".join([par[0].upper() + par[1:] for par in pars if par])
