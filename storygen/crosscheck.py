"""Crosscheck: the files of a pack held against one another, part of what `storygen check` runs.

What a rule or a template names that the pack does not measure, what the plan asks for and no file has,
what a file has and nothing asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from storygen.facts.geography import Geography
from storygen.pack import Pack
from storygen.reading.shape import straight
from storygen.writing.conduct import unborne
from storygen.writing.handset import typed_in, unused
from storygen.writing.mentions import Mention, compares, everywhere, in_block, in_rule, macros, typed
from storygen.writing.terms import OPEN
from storygen.writing.wording import ReleaseTerms

EVERYWHERE = frozenset({"nation", "release", "period", "prior", "quotes", "pick", "several", "place"})
IN_A_PLACE = frozenset({"first", "second"})
IN_A_STORY = frozenset({"total", "places", "missing"})
"""What rules and templates may name besides the measures, and where."""
_PLACES = frozenset({"names", "located", "across", "forces"})
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "place": frozenset(Geography.__slots__),
    "places": _PLACES,
    "missing": _PLACES,
    "release": frozenset(ReleaseTerms.__slots__),
}
"""What may be read of the names that are no measure."""


def faults(pack: Pack) -> list[str]:
    """Return what is wrong between the files of *pack*, each with its file."""
    found = (_slot_faults, _name_faults, _never_faults, _typed_faults, _unused)
    return [fault for find in found for fault in find(pack)]


def _slot_faults(pack: Pack) -> Iterator[str]:
    """Yield the slots with no block, the blocks no slot uses, and a nib that is not one."""
    story = pack.sheets["story"]
    names = {slot.par for slot in pack.slots}
    copies = {rule.copy for rule in pack.rules}
    always = set.intersection(*(set(pack.sheets.get(copy, story).blocks) for copy in copies))
    for name in sorted(names - set(story.blocks) - always):
        yield f"{pack.name}/story.j2: no block is called “{name}”, which the plan asks for"
    for sheet in pack.sheets.values():
        for name in sorted(set(sheet.blocks) - names):
            yield f"{pack.name}/{sheet.file}: the block “{name}” is no par of the plan"
    for name in sorted(set(pack.sheets) - copies - {"story"}):
        yield f"{pack.name}/{name}.j2: no rule of angles.toml takes this file"
    nib = [slot.par for slot in pack.slots if "nib" in slot.lengths and slot.par != "headline"]
    if len(nib) != 2:
        yield f"{pack.name}/pack.toml: a nib is the headline and two pars, and this plan gives it {len(nib)}"


def _name_faults(pack: Pack) -> Iterator[str]:
    """Yield the names that a rule or a template uses and the pack does not have."""
    measures = frozenset(measure.name for measure in pack.measures)
    place, story = EVERYWHERE | IN_A_PLACE | measures, EVERYWHERE | IN_A_STORY
    for number, rule in enumerate(pack.rules, 1):
        where = f"angles.toml, angle {number}: “{rule.when}”"
        yield from _faults_of(pack, in_rule(pack.language, rule.when), place - {"quotes"}, where)
    turns = {slot.par: place if slot.per_place else story for slot in pack.slots}
    for slot in pack.slots:
        for text in filter(None, (slot.runs_if, slot.ask_if)):
            where = f"pack.toml, par {slot.par}: “{text}”"
            yield from _faults_of(pack, in_rule(pack.language, text), turns[slot.par], where)
    shared = frozenset(macros(pack.sheets["story"]))
    for sheet in pack.sheets.values():
        own = shared | frozenset(macros(sheet))
        for name, mentions in macros(sheet).items():
            yield from _faults_of(pack, mentions, place | story | own, f"{sheet.file}, {name}: it")
        for name in sheet.blocks:
            where = f"{sheet.file}, {name}: it"
            yield from _faults_of(pack, in_block(sheet, name), turns.get(name, story) | own, where)
            if compares(sheet, name):
                yield f"{pack.name}/{where} compares numbers, which is for angles.toml and runs_if to do"


def _faults_of(pack: Pack, mentions: Iterable[Mention], allowed: frozenset[str], where: str) -> Iterator[str]:
    """Yield what *mentions* name that is not there, each once."""
    measures = frozenset(measure.name for measure in pack.measures)
    for name in sorted({mention[0] for mention in mentions} - allowed):
        if name in measures:
            yield f"{pack.name}/{where} uses {name}; a story's own par asks for total.{name} or nation.{name}"
        else:
            yield f"{pack.name}/{where} uses {name}, which this pack does not measure. {_has(measures)}"
    for mention in sorted(mentions):
        for end in range(1, len(mention)):
            known = _known(pack, mention[:end], measures)
            if known is not None and mention[end] not in known:
                said = ".".join(mention[: end + 1])
                yield f"{pack.name}/{where} uses “{said}”, which is not there. {_has(known)}"
                break


def _known(pack: Pack, way: Mention, measures: frozenset[str]) -> frozenset[str] | None:
    """Return what may be read of the thing at the end of *way*, or None where anything may."""
    if way[0] in ("nation", "total"):
        return measures if len(way) == 1 else OPEN if len(way) == 2 else None
    if len(way) > 1:
        return None
    if way[0] == "quotes":
        return frozenset(quote.name for quote in pack.quotes)
    return OPEN if way[0] in measures else ATTRIBUTES.get(way[0])


def _has(names: frozenset[str]) -> str:
    """Return what there is instead."""
    return f"It has {', '.join(sorted(names))}."


def _never_faults(pack: Pack) -> Iterator[str]:
    """Yield the words of the templates that the pack itself says its figures cannot bear."""
    for sheet in pack.sheets.values():
        for never in pack.never:
            for text in typed(sheet):
                read = " ".join(straight(text).split())
                for start, end in unborne(never, read):
                    yield f"{pack.name}/{sheet.file}: it says “{read[start:end]}”: {never.because}"


def _line_of(word: str, said: str, source: str, line: int) -> int:
    """Return the line of *source* in which *word* stands as *said*, from *line* on, where its words begin."""
    lines = straight(source).split("\n")
    rest = "\n".join(lines[line - 1 :])
    for part in said.split("…"):
        found = re.search(r"\s+".join(map(re.escape, part.split())), rest) if word in part else None
        if found:
            return line + rest.count("\n", 0, rest.index(word, found.start()))
    return line


BIND = {"number": "Take it from a figure", "comparison": "Bind it to figures with claim, went or moved"}
"""What is better than to type a number or a comparing word into a template."""


def _typed_faults(pack: Pack) -> Iterator[str]:
    """Yield the numbers and comparing words typed into the templates, and the wordings that none has."""
    for sheet in pack.sheets.values():
        for line, block, what, word, said in typed_in(sheet, pack.wording):
            source = (pack.folder / sheet.file).read_text(encoding="utf-8-sig")
            where = f"{pack.name}/{sheet.file}, line {_line_of(word, said, source, line)}, {block}"
            typed_so = f"{where}: the {what} “{word}” is typed (“{said}”)"
            yield f"{typed_so}. {BIND[what]}, or say in a [[wording]] of pack.toml why it stands"
    for number, wording in enumerate(pack.wording, 1):
        for words in unused(pack.sheets.values(), wording):
            where = f"{pack.name}/pack.toml, wording {number}"
            yield f"{where}: “{words}” is in no template. Write it as it stands there, or take it out"


def _unused(pack: Pack) -> Iterator[str]:
    """Yield the measures that nothing uses, and that give no reason for being kept."""
    used = {*pack.lead, pack.base}
    used |= {name for each in pack.measures for name in (*each.parts, *each.total_of, each.change_of)}
    rules = [rule.when for rule in pack.rules]
    rules += [text for slot in pack.slots for text in (slot.runs_if, slot.ask_if) if text]
    found = [in_rule(pack.language, text) for text in rules]
    found += [everywhere(sheet) for sheet in pack.sheets.values()]
    used |= {name for mentions in found for mention in mentions for name in mention}
    for measure in pack.measures:
        if measure.name not in used and not measure.kept and not measure.change_of:
            yield f"{pack.name}/pack.toml: “{measure.name}” is never used; say why in its “kept”"
