"""Tracing: where a template chooses its words, and which of them came to be printed.

A branch is an arm of an if, of an inline if, one wording of `pick`, `went` or `agree`, a macro or a block.
`Traced` copies a pack's sheets and puts a call beside each, which prints nothing and is written down once
the par around it has met no gap. The copy that comes of it is the same; the line itself, and the pack that
it is given, know nothing of this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy, deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from jinja2 import nodes, pass_context
from jinja2.visitor import NodeTransformer

from storygen.facts.figure import Gap
from storygen.writing.claim import Claim
from storygen.writing.language import Language
from storygen.writing.ledger import ledger
from storygen.writing.tags import Tag, tags_of
from storygen.writing.writer import Sheet


class Branch(NamedTuple):
    """One choice of words in a pack, as an editor would look for it."""

    file: str
    line: int
    """Its line in the file; 0 where it is an entry of a TOML file, which `what` names."""
    par: str
    """The par or macro it stands in; empty where it stands in none."""
    what: str
    """The arm, the wording or the entry: "the arm “{% else %}” of “{% if several %}”"."""
    fault: str = "is never run"
    """What is wrong where nothing exercises it."""
    words: str = ""
    """How its words begin."""
    whole: bool = False
    """Whether it is a block or a macro, and others stand in it."""

    @property
    def where(self) -> str:
        """Return where it stands: "use-of-force/story.j2, line 14, par intro"."""
        return ", ".join(filter(None, (self.file, f"line {self.line}" if self.line else "", self.par)))

    def __str__(self) -> str:
        """Return what is wrong where nothing shows it: place, fault and remedy."""
        words = f" (“{self.words}”)" if self.words and self.words not in self.what else ""
        return f"{self.where}: {self.what}{words} {self.fault}. Write a proof that shows it, or take it out"


@dataclass(slots=True)
class Taken:
    """The branches that one par took as it was set."""

    entries: list[Any]
    """The ledger's entries while it was set, by which a finished par is known again."""
    begins: int
    par: str
    numbers: set[int]
    whole: bool = False
    """Whether it was set to its end without meeting a gap."""


@dataclass(slots=True)
class Record:
    """What the calls beside the branches write down: the pars set since it was last read."""

    taken: list[Taken] = field(default_factory=list)

    def begin(self, par: str, number: int) -> None:
        """Note that the words of *par* begin, in the block of that *number*."""
        entries = ledger().entries
        self.taken.append(Taken(entries, len(entries), par, {number}))

    def end(self, _number: int) -> None:
        """Note that the par has come to its end; one with a gap in it took no branch to print."""
        last = self.taken[-1]
        last.whole = not any(isinstance(each, Gap) for each in last.entries[last.begins :])

    def ran(self, number: int) -> None:
        """Note that an arm was run."""
        self.taken[-1].numbers.add(number)

    def arm(self, number: int, value: Any) -> Any:
        """Note that an arm of an inline if was run, and return its *value*."""
        self.ran(number)
        return value

    def chose(self, first: int, came: Any, *wordings: Any) -> Any:
        """Note which of *wordings*, numbered from *first*, *came* of a filter or of `pick`; return it."""
        words = came.words if isinstance(came, Claim) else came
        for number, wording in enumerate(wordings, first):
            if wording == words:
                self.ran(number)
        return came

    def moved(self, numbers: Mapping[tuple[Any, str], int], came: Any) -> Any:
        """Note which strength of word *came* of `moved`, and return it."""
        if isinstance(came, Claim):
            self.ran(numbers[came.bounds[0], came.kind])
        return came

    def read(self) -> list[Taken]:
        """Return the pars set since this was last asked, and forget them."""
        read, self.taken = self.taken, []
        return [each for each in read if each.whole]


class Traced:
    """The sheets of a pack with a call beside each branch, and what is needed to know the branches again."""

    def __init__(self, language: Language) -> None:
        """Trace what *language* reads; the language itself is left as it is."""
        self.record = Record()
        self.branches: list[Branch] = []
        self.language = copy(language)
        record = self.record
        notes: dict[str, Callable[..., Any]]
        notes = {"begin": record.begin, "end": record.end, "ran": record.ran, "arm": record.arm}
        notes["chose"] = record.chose
        self.language.filters = {
            **language.filters,
            **{_named(name): _noting(note) for name, note in notes.items()},
        }

    def strengths(self, numbers: Mapping[tuple[Any, str], int]) -> None:
        """Have `moved` say which of the strengths it printed: branches by their least change and kind."""
        moved, record = self.language.filters["moved"], self.record
        self.language.filters["moved"] = lambda value: record.moved(numbers, moved(value))

    def sheet(self, sheet: Sheet, source: str, where: str) -> Sheet:
        """Return *sheet*, whose text is *source*, with its branches traced; faults call it *where*."""
        turn = _Trace(self.branches, where, source)
        blocks, above = dict(sheet.blocks), list(sheet.above)
        parts: list[tuple[int, int | str]] = [(node.lineno, number) for number, node in enumerate(above)]
        parts += [(block.line, name) for name, block in blocks.items()]
        for _, key in sorted(parts, key=lambda part: part[0]):  # as they stand, as their tags do
            if isinstance(key, int):
                above[key] = turn.macro(deepcopy(above[key]))
            else:
                block = blocks[key]
                body = turn.block(key, block.line, deepcopy(list(block.body)))
                blocks[key] = replace(block, body=tuple(body))
        return replace(sheet, blocks=blocks, above=tuple(above))


class _Trace(NodeTransformer):
    """Puts a call beside each branch of one template file, and lists the branch."""

    def __init__(self, branches: list[Branch], where: str, source: str) -> None:
        self.branches, self.where, self.par = branches, where, ""
        self.tags = tags_of(source)

    def block(self, name: str, line: int, body: list[nodes.Node]) -> list[nodes.Node]:
        """Return the *body* of a par's block, traced."""
        self.par = f"par {name}"
        number = self._add(line, f"the block “{name}”", _words(body), "is never printed", whole=True)
        return [
            _call("begin", nodes.Const(name), nodes.Const(number)),
            *self._each(body),
            _call("end", nodes.Const(number)),
        ]

    def macro(self, node: nodes.Node) -> nodes.Node:
        """Return what stands above the blocks, traced where it is a macro."""
        if isinstance(node, nodes.Macro):
            self.par = f"macro {node.name}"
            what = f"the macro “{node.name}”"
            number = self._add(node.lineno, what, _words(node.body), "is never printed", whole=True)
            node.body = [_ran(number), *self._each(node.body)]
        return node

    def visit_If(self, node: nodes.If) -> nodes.Node:  # noqa: N802 (Jinja's visitor names it)
        """Put a call into each arm; leaving the words out is an arm too."""
        tag = next(self.tags, Tag())
        opening = f"“{{% if {tag.conditions[0]} %}}”"
        arms = [node, *node.elif_]
        for turn, arm in enumerate(arms):
            said = tag.conditions[turn] if turn < len(tag.conditions) else "…"
            what = f"the arm “{{% {'elif' if turn else 'if'} {said} %}}”"
            number = self._add(arm.lineno, what, _words(arm.body))
            arm.test = self.visit(arm.test)
            arm.body = [_ran(number), *self._each(arm.body)]
        if node.else_:
            what = f"the arm “{{% else %}}” of {opening}"
            number = self._add(tag.otherwise or node.else_[0].lineno, what, _words(node.else_))
        else:
            what = f"going without the words of {opening}"
            number = self._add(node.lineno, what, "", "never happens")
        node.else_ = [_ran(number), *self._each(node.else_)]
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        """Put a call into the words of a loop, which may never be gone through."""
        node.iter = self.visit(node.iter)
        number = self._add(node.lineno, "the body of a “{% for %}”", _words(node.body))
        node.body = [_ran(number), *self._each(node.body)]
        return node

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:  # noqa: N802
        """Have each arm of an inline if say that it was run."""
        self.generic_visit(node)
        for name in ("expr1", "expr2"):
            if (arm := getattr(node, name)) is not None:
                number = self._add(node.lineno, f"{_wording(arm)} of an inline if", _const(arm))
                setattr(node, name, _asked("arm", nodes.Const(number), arm))
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """Have `pick` say which of its wordings it took."""
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "pick":
            return self._chosen(node, node.args, "pick", "is never picked")
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802
        """Have `went` and `agree` say which of their wordings they took."""
        self.generic_visit(node)
        if node.name in ("went", "agree"):
            wordings = [*node.args, *(each.value for each in node.kwargs)]
            return self._chosen(node, wordings, node.name, "is never printed")
        return node

    def _chosen(self, node: nodes.Expr, wordings: list[nodes.Expr], of: str, fault: str) -> nodes.Node:
        """Return *node* as it says which of *wordings* it came to."""
        first = len(self.branches)
        for wording in wordings:
            self._add(node.lineno, f"{_wording(wording)} of {of}(…)", _const(wording), fault)
        return _asked("chose", nodes.Const(first), node, *wordings)

    def _each(self, body: list[nodes.Node]) -> list[nodes.Node]:
        """Return *body* with each of its nodes visited."""
        return [self.visit(node) for node in body]

    def _add(
        self, line: int, what: str, words: str = "", fault: str = "is never run", *, whole: bool = False
    ) -> int:
        """List a branch and return its number."""
        self.branches.append(Branch(self.where, line, self.par, what, fault, words, whole))
        return len(self.branches) - 1


def _named(name: str) -> str:
    """Return what a way of noting is called among the filters, where no pack can write it."""
    return f"note: {name}"


def _noting(note: Callable[..., Any]) -> Callable[..., Any]:
    """Return *note* as a filter, which Jinja calls directly, and may not work out beforehand."""
    return pass_context(lambda _context, *given: note(*given))


def _asked(name: str, first: nodes.Expr, *given: nodes.Expr) -> nodes.Filter:
    """Return the call of one of the record's ways of noting, by *name*."""
    return nodes.Filter(first, _named(name), list(given), [], None, None, lineno=1)


def _call(name: str, first: nodes.Expr, *given: nodes.Expr) -> nodes.Node:
    """Return the same as a node of its own, which prints nothing."""
    return nodes.ExprStmt(_asked(name, first, *given), lineno=1)


def _ran(number: int) -> nodes.Node:
    """Return the node that notes that an arm was run."""
    return _call("ran", nodes.Const(number))


SHOWN = 60
"""How much of a branch's words is shown, in letters."""


def _words(body: Iterable[nodes.Node]) -> str:
    """Return how the words of *body* begin, with an ellipsis for what is filled in."""
    said = ""
    for node in body:
        parts = node.nodes if isinstance(node, nodes.Output) else [node]
        for part in parts:
            said += part.data if isinstance(part, nodes.TemplateData) else "…"
    said = re.sub(r"…[…\s]*…", "…", " ".join(said.split()))
    return f"{said[:SHOWN].rstrip()}…" if len(said) > SHOWN else said


def _const(node: nodes.Expr) -> str:
    """Return the words that *node* is, or nothing where they are worked out."""
    return str(node.value) if isinstance(node, nodes.Const) else ""


def _wording(node: nodes.Expr) -> str:
    """Return one wording as a fault names it."""
    return f"“{_const(node)}”" if isinstance(node, nodes.Const) else "a wording"
