"""Crosscheck: the files of a pack held against one another, part of what `storygen check` runs.

What a rule or a template names that the pack does not measure, what the plan asks for and no file has,
what a file has and nothing asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jinja2 import nodes

from storygen.facts.geography import Geography
from storygen.pack import Pack
from storygen.writing.terms import OPEN
from storygen.writing.wording import ReleaseTerms
from storygen.writing.writer import Sheet

EVERYWHERE = frozenset({"nation", "release", "period", "prior", "quotes", "pick", "several", "place"})
IN_A_PLACE = frozenset({"first", "second"})
IN_A_STORY = frozenset({"total", "places", "missing"})
"""What rules and templates may name besides the measures, and where."""
_PLACES = frozenset({"names", "located", "forces"})
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "place": frozenset(Geography.__slots__),
    "places": _PLACES,
    "missing": _PLACES,
    "release": frozenset(ReleaseTerms.__slots__),
}
"""What may be read of the names that are no measure."""


def faults(pack: Pack) -> list[str]:
    """Return what is wrong between the files of *pack*, each with its file."""
    return [*_slot_faults(pack), *_name_faults(pack), *_unused(pack)]


def _slot_faults(pack: Pack) -> Iterator[str]:
    """Yield the slots with no block, the blocks no slot uses, and a nib that is not one."""
    story = pack.sheets["story"]
    names = {slot.par for slot in pack.slots}
    for name in sorted(names - set(story.blocks)):
        yield f"{pack.name}/story.j2: no block is called “{name}”, which the plan asks for"
    for sheet in pack.sheets.values():
        for name in sorted(set(sheet.blocks) - names):
            yield f"{pack.name}/{sheet.file}: the block “{name}” is no par of the plan"
    copies = {rule.copy for rule in pack.rules}
    for name in sorted(set(pack.sheets) - copies - {"story"}):
        yield f"{pack.name}/{name}.j2: no rule of angles.toml takes this file"
    nib = [slot.par for slot in pack.slots if "nib" in slot.lengths and slot.par != "headline"]
    if len(nib) != 2:
        yield f"{pack.name}/pack.toml: a nib is the headline and two pars, and this plan gives it {len(nib)}"


def _name_faults(pack: Pack) -> Iterator[str]:
    """Yield the names that a rule or a template uses and the pack does not measure."""
    measures = frozenset(measure.name for measure in pack.measures)
    place, story = EVERYWHERE | IN_A_PLACE | measures, EVERYWHERE | IN_A_STORY
    for number, rule in enumerate(pack.rules, 1):
        yield from _faults_of(
            pack, _tree(pack, rule.when), place, f"angles.toml, angle {number}: “{rule.when}”"
        )
    turns = {slot.par: place if slot.per_place else story for slot in pack.slots}
    for slot in pack.slots:
        for text in filter(None, (slot.runs_if, slot.ask_if)):
            yield from _faults_of(
                pack, _tree(pack, text), turns[slot.par], f"pack.toml, par {slot.par}: “{text}”"
            )
    shared = _macros(pack.sheets["story"])
    for sheet in pack.sheets.values():
        macros = {*shared, *_macros(sheet)}
        for name, macro in _macros(sheet).items():
            own = {each.name for each in macro.find_all(nodes.Name) if each.ctx != "load"}
            yield from _faults_of(pack, macro, place | story | macros | own, f"{sheet.file}, {name}: it")
        for name, block in sheet.blocks.items():
            whole = nodes.Template(list(block.body), lineno=1)
            own = {node.name for node in whole.find_all(nodes.Name) if node.ctx != "load"}
            yield from _faults_of(
                pack, whole, turns.get(name, story) | macros | own, f"{sheet.file}, {name}: it"
            )


def _macros(sheet: Sheet) -> dict[str, nodes.Macro]:
    """Return the macros above the blocks of a template file, by name."""
    return {node.name: node for node in sheet.above if isinstance(node, nodes.Macro)}


def _tree(pack: Pack, rule: str) -> nodes.Node:
    """Return a rule as the tree of what it says."""
    return pack.language._parse(f"{{% if {rule} %}}{{% endif %}}", None, None)


def _faults_of(pack: Pack, tree: nodes.Node, allowed: frozenset[str] | set[str], where: str) -> Iterator[str]:
    """Yield what *tree* names that is not there, each once."""
    measures = frozenset(measure.name for measure in pack.measures)
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    for name in sorted(names - allowed):
        if name in measures:
            yield f"{pack.name}/{where} uses {name}; a story's own par asks for total.{name} or nation.{name}"
        else:
            yield f"{pack.name}/{where} uses {name}, which this pack does not measure. {_has(measures)}"
    for node in tree.find_all(nodes.Getattr):
        known = _known(pack, node.node, measures)
        if known is not None and node.attr not in known:
            yield f"{pack.name}/{where} uses “.{node.attr}”, which is not there. {_has(known)}"


def _known(pack: Pack, root: nodes.Node, measures: frozenset[str]) -> frozenset[str] | None:
    """Return what may be read of *root*, or None where anything may."""
    if isinstance(root, nodes.Name):
        if root.name in ("nation", "total"):
            return measures
        if root.name == "quotes":
            return frozenset(quote.name for quote in pack.quotes)
        return OPEN if root.name in measures else ATTRIBUTES.get(root.name)
    inner = root.node if isinstance(root, nodes.Getattr) else None
    return OPEN if isinstance(inner, nodes.Name) and inner.name in ("nation", "total") else None


def _has(names: frozenset[str]) -> str:
    """Return what there is instead."""
    return f"It has {', '.join(sorted(names))}."


def _unused(pack: Pack) -> Iterator[str]:
    """Yield the measures that no rule, par or other measure uses and that give no reason for being kept."""
    used = {*pack.lead, pack.base, *(part for measure in pack.measures for part in measure.parts)}
    texts = [rule.when for rule in pack.rules] + [f"{slot.runs_if} {slot.ask_if}" for slot in pack.slots]
    words = set(re.findall(r"\w+", " ".join(texts)))
    for sheet in pack.sheets.values():
        bodies = [*sheet.above, *(node for block in sheet.blocks.values() for node in block.body)]
        whole = nodes.Template(bodies, lineno=1)
        words |= {each.attr for each in whole.find_all(nodes.Getattr)}
        words |= {each.name for each in whole.find_all(nodes.Name)}
    for measure in pack.measures:
        if measure.name not in used | words and not measure.kept:
            yield f"{pack.name}/pack.toml: “{measure.name}” is never used; say why in its “kept”"
