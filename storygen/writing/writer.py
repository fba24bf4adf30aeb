"""Writer: turns a plan into copy.

A pack is *set* before anything is written: for each angle and length, the plan's pars become three
templates (what the whole nation shares, what the story says, what each place says) with their
conditions inside, so that a place costs a render or two. What is shared is written once a release, and
every story carries the same pars. The rest of the house need not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, NamedTuple

from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from storygen.errors import PackError
from storygen.facts.figure import Gap
from storygen.writing import style as house
from storygen.writing.flag import Flag
from storygen.writing.language import Language, render
from storygen.writing.ledger import CLOSE, FIRST, LACKS, LAST, MARKED, NUMBERED, PAR, Ledger, gap_in
from storygen.writing.plan import Slot
from storygen.writing.story import Par
from storygen.writing.weighing import Weighing, asked, compiled, quotes_asked, weighing

SHARED = frozenset({"nation", "release", "period", "prior", "quotes"})
"""Names that are the same for every place: a par that uses no other is written once a release."""
SCOPES = ("shared", "story", "place")


@dataclass(frozen=True, slots=True)
class Block:
    """A par's words as a template file has them."""

    file: str
    body: tuple[nodes.Node, ...]
    names: frozenset[str]
    """The terms it uses."""
    quotes: frozenset[str]
    """The quotes it asks for."""
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One template file: its blocks, and the macros above them."""

    file: str
    blocks: Mapping[str, Block]
    above: tuple[nodes.Node, ...]


def read_sheet(language: Language, file: str, source: str, where: str) -> Sheet:
    """Return the blocks of the template *file*, whose text is *source*.

    :raises PackError: it cannot be parsed, or has words outside a block.
    """
    if MARKED.search(source):
        raise PackError(where, "it has a private-use character of ours in it", "Take it out")
    try:
        tree = language._parse(source, file, None)
    except TemplateSyntaxError as error:
        raise PackError(
            f"{where}, line {error.lineno}", str(error.message), "See docs/packs.md, templates"
        ) from error
    blocks: dict[str, Block] = {}
    above: list[nodes.Node] = []
    for node in tree.body:
        if isinstance(node, nodes.Block):
            alone = nodes.Template(list(node.body), lineno=1)
            alone.set_environment(language)
            names = frozenset(find_undeclared_variables(alone))
            for words in node.find_all(nodes.TemplateData):
                words.data = re.sub(r"\s+", " ", words.data)
            blocks[node.name] = Block(file, tuple(node.body), names, quotes_asked([alone]), node.lineno)
        elif isinstance(node, nodes.Macro | nodes.Import | nodes.FromImport | nodes.Assign):
            for words in node.find_all(nodes.TemplateData):
                words.data = re.sub(r"\s+", " ", words.data)
            above.append(node)
        elif isinstance(node, nodes.Output) and all(
            isinstance(each, nodes.TemplateData) and not each.data.strip() for each in node.nodes
        ):
            continue
        else:
            raise PackError(
                f"{where}, line {node.lineno}", "words outside a block are never printed", "Put them in one"
            )
    return Sheet(file, blocks, tuple(above))


@dataclass(frozen=True, slots=True)
class Formed:
    """A plan set for one angle and length: a template for each scope, and what its pars need."""

    slots: tuple[Slot, ...]
    scopes: Mapping[str, str]
    """The scope of each par, by name."""
    templates: Mapping[str, Template | None]
    on_demand: frozenset[str]
    """The shared pars that only the stories carry which ask for them."""


def form(
    language: Language,
    slots: tuple[Slot, ...],
    story: Sheet,
    angle: Sheet | None,
    length: str,
    bound: frozenset[str],
) -> Formed:
    """Return the plan of *length* set for one angle, whose sheet is asked for each par before *story*'s.

    *bound* are the quotes that speak of one place or angle: a par that asks for one is not shared.

    :raises PackError: a slot has no block.
    """
    taken = tuple(slot for slot in slots if length in slot.lengths)
    scopes: dict[str, str] = {}
    on_demand: set[str] = set()
    bodies: dict[str, list[nodes.Node]] = {scope: [] for scope in SCOPES}
    for number, slot in enumerate(taken):
        block = (angle.blocks.get(slot.par) if angle else None) or story.blocks.get(slot.par)
        if block is None:
            raise PackError(
                f"{story.file}", f"no block is called “{slot.par}”, which the plan asks for", "Write it"
            )
        where = f"pack.toml, par {slot.par}"
        runs = weighing(language, slot.runs_if, where) if slot.runs_if else None
        asks = weighing(language, slot.ask_if, where) if slot.ask_if else None
        rules = [rule for rule in (runs, asks) if rule]
        scope = scopes[slot.par] = "place" if slot.per_place else _scope(block, rules, bound)
        words = [_marker(number), *block.body]
        if scope == "story" and not slot.required and _on_demand(block, rules):
            on_demand.add(slot.par)
            bodies["shared"] += words
            words = [_marker(number, WANTED)]
        bodies[scope] += _set(number, words, runs, asks)
    above = (*story.above, *(angle.above if angle else ()))
    name = angle.file if angle else story.file
    return Formed(
        taken,
        scopes,
        {  # of copies: compiling marks the nodes it is given
            scope: compiled(language, deepcopy([*_asked_of(above, body), *body]), name) if body else None
            for scope, body in bodies.items()
        },
        frozenset(on_demand),
    )


def _scope(block: Block, rules: Sequence[Weighing], bound: frozenset[str]) -> str:
    """Return whether a par that is not a place's is the same for every story of a release."""
    names = block.names.union(*(rule.names for rule in rules))
    quotes = block.quotes.union(*(rule.quotes for rule in rules))
    return "shared" if names <= SHARED and not quotes & bound else "story"


def _on_demand(block: Block, rules: Sequence[Weighing]) -> bool:
    """Return whether a par's words are shared although each story asks for itself whether it runs.

    Only where the words are true of the release whoever asks: they have no quote in them, and no
    condition of theirs is about the nation.
    """
    return block.names <= SHARED - {"quotes"} and not any(rule.names & SHARED for rule in rules)


def _asked_of(above: Sequence[nodes.Node], body: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return what stands *above* the blocks, but for the macros that *body* asks for by no way.

    Jinja makes every macro of a template afresh whenever it is set.
    """
    macros = {node.name: node for node in above if isinstance(node, nodes.Macro)}
    asked: set[str] = set()
    asking = [*body, *(node for node in above if not isinstance(node, nodes.Macro))]
    while asking:
        names = {node.name for node in asking.pop().find_all(nodes.Name)} & macros.keys() - asked
        asked |= names
        asking += [macros[name] for name in names]
    return [node for node in above if not isinstance(node, nodes.Macro) or node.name in asked]


def _set(
    number: int, words: list[nodes.Node], runs: Weighing | None, asks: Weighing | None
) -> list[nodes.Node]:
    """Return the nodes that print par *number*: its *words*, marker first, if it runs."""
    body = words
    for clause in reversed(runs.clauses if runs else ()):
        body = [nodes.If(clause.test, body, [], [])]
        if clause.known is not None:
            # A clause that cannot be asked prints the gap it met, which `write` finds.
            gap: list[nodes.Node] = [_marker(number), nodes.Output(list(clause.weighed))]
            body = [nodes.If(clause.known, body, [], gap)]
    if asks:
        body = [*body, nodes.If(asked(asks), [_marker(number, ASKED)], [], [])]
    return body


ASKED, WANTED = "\ue003", "\ue004"
"""What stands for a par that the editor is asked about, and for one that all share and this story wants."""


def _marker(number: int, how: str = "") -> nodes.Node:
    """Return the node that opens par *number*."""
    return nodes.Output([nodes.TemplateData(f"{PAR}{how}{NUMBERED[number]}")])


class Unwritten(NamedTuple):
    """What came of a par that is not written: the gap it met, or that the editor is asked about it."""

    slot: Slot
    gap: Gap | None = None
    wanted: bool = False
    """Whether the story is to carry the par of this name that all share."""


def write(
    formed: Formed, scope: str, words: Mapping[str, Any], book: Ledger, place: str = ""
) -> Iterator[Par | Unwritten]:
    """Yield what came of the pars of *scope* that run, set with *words*, for the *place* of that code."""
    template = formed.templates[scope]
    if template is None:
        return
    text = _capitals(_tidied(render(template, words, book), book.style))
    lacking = LACKS in text
    slots, entries = formed.slots, book.entries
    for piece in text.split(PAR)[1:]:
        how = piece[0]
        if how < FIRST:
            yield Unwritten(slots[ord(piece[1]) - ord(FIRST)], wanted=how == WANTED)
            continue
        slot, body = slots[ord(how) - ord(FIRST)], piece[1:].strip()
        if lacking and (gap := gap_in(body, entries)):
            yield Unwritten(slot, gap)
        elif body:
            yield Par(slot.par, body, entries, place if slot.per_place else "")


_LOW = rf"[“\"‘']?[{FIRST}-{LAST}]?[“‘\"']?[a-z]"
_STARTS = {
    PAR: re.compile(rf"{PAR}[{FIRST}-{LAST}] ?{_LOW}"),
    **{end: re.compile(rf"\{end}[\"”’']?{CLOSE}? {_LOW}") for end in ".?!"},
}
"""A small letter that starts a par or a sentence, and what is before it; apart, so as to be fast."""


def _capitals(text: str) -> str:
    """Return *text* with a capital at the start of each par and each sentence."""
    for end, start in _STARTS.items():
        if end in text:
            text = start.sub(lambda found: found[0][:-1] + found[0][-1].upper(), text)
    return text


def _tidied(text: str, style: house.Style) -> str:
    """Return *text* in single spaces, set as the title sets it."""
    while "  " in text:
        text = text.replace("  ", " ")
    text = house.typeset(style, text)
    # A reported sentence brings its own full stop; the template's would be a second.
    return text.replace(f".{CLOSE}.", f".{CLOSE}")


class Parts:
    """What came of the pars of one scope: those written, what the editor should know, what is missing."""

    __slots__ = ("flags", "gap", "gaps", "pars", "told", "wanted")

    def __init__(self, written: Iterable[Par | Unwritten], in_words: Callable[[Gap], str]) -> None:
        """Sort what was *written*; gaps are told *in_words*."""
        self.pars: dict[str, Par] = {}
        self.flags: list[Flag] = []
        self.gap: Gap | None = None
        """The gap in a par that must run, which holds the story."""
        self.gaps: dict[str, Flag] = {}
        """The flags of pars left out for a gap, by name."""
        self.told: dict[str, Flag] = {}
        """What the gate says of pars that print a figure of the nation, by name."""
        self.wanted: set[str] = set()
        """The shared pars that this story asks for."""
        for each in written:
            if isinstance(each, Par):
                self.pars[each.name] = each
                continue
            slot, gap, wanted = each
            if wanted:
                self.wanted.add(slot.par)
            elif gap is None:
                self.flags.append(Flag("ask", slot.ask, slot.par))
            elif slot.required:
                self.gap = self.gap or gap
            elif not slot.quiet:
                said = f"the par is left out ({in_words(gap)})"
                self.gaps[slot.par] = Flag("left out", said, slot.par)
