"""Language: the one small language of rules and templates, which cites what it prints.

It is Jinja, strict and sandboxed. `{{ officers.now }}` prints a figure in the house's style and enters
it in the par's ledger between private-use characters; `split` finds them again and gives back runs. So
a number keeps its cells through macros, filters, `set` and joins, and a number that has lost them is an
error, not copy. Rules weigh plain numbers by the same names: `officers.percent >= 1`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from jinja2 import BaseLoader, DictLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, optimizeconst
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from storygen.errors import PackError
from storygen.facts.figure import Figure, Gap
from storygen.facts.period import Period
from storygen.writing import style as house
from storygen.writing.claim import Claim
from storygen.writing.quotes import Quote
from storygen.writing.style import Style

OPEN, TEXT, CLOSE = "\ue000", "\ue001", "\ue002"
"""What stands around a citation: OPEN its number TEXT its words CLOSE."""
PAR, SAYS = "\ue003", "\ue004"
"""What stands before a par: PAR its number SAYS its text."""
MARKERS = OPEN + TEXT + CLOSE + PAR + SAYS

Prints = Figure | Period | Claim | Quote
"""What a run of copy may carry."""
PRINTS = (Figure, Period, Claim, Gap, Quote)


class Run(NamedTuple):
    """Words, and what they print; a named tuple, since a story has a hundred."""

    text: str
    prints: Prints | None = None


@dataclass(frozen=True, slots=True)
class Dressed:
    """Something to be printed, and how: a hint for the style, or the words themselves."""

    what: Prints | Gap
    how: str = ""
    words: str = ""


class Ledger:
    """What the pars being written have printed so far, and how their title prints it."""

    __slots__ = ("chance", "day", "entries", "memory", "style")

    def __init__(
        self, style: Style, day: date, chance: int = 0, memory: dict[Any, str] | None = None
    ) -> None:
        """Open an empty ledger for copy in *style* published on *day*; *chance* picks wordings."""
        self.entries: list[Prints | Gap] = []
        self.style, self.day, self.chance = style, day, chance
        self.memory: dict[Any, str] = {} if memory is None else memory
        """How numbers were printed before: most numbers are printed again and again."""


_LEDGER: ContextVar[Ledger] = ContextVar("ledger")


def ledger() -> Ledger:
    """Return the ledger of the copy being written."""
    return _LEDGER.get()


BOUNDED = ("count", "fte", "rate")
"""Units whose figures may have been seen only rounded, or as a lower bound."""


def words_of(what: Prints | Gap, how: str = "") -> str:
    """Return the words that the ledger's style has for *what*."""
    book = _LEDGER.get()
    if isinstance(what, Figure):
        key = (what.value, what.unit, how)
        if (words := book.memory.get(key)) is None:
            words = book.memory[key] = house.figure(book.style, what, how)
        if what.unit in BOUNDED and (bound := what.bound):
            words = f"{'more than' if bound == 'at least' else bound} {words}"
        return words
    if isinstance(what, Period):
        when = (what.end, what.span, how)
        if (words := book.memory.get(when)) is None:
            words = book.memory[when] = house.period(book.style, what, book.day, how)
        return words
    if isinstance(what, Claim):
        return what.words
    return what.text if isinstance(what, Quote) else "–"


def cite(value: Any) -> Any:
    """Return *value* as it goes into copy: figures, periods, claims and quotes between markers.

    :raises PackError: a bare number, which has no cell behind it, or nothing at all.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Dressed):
        what, words = value.what, value.words or words_of(value.what, value.how)
    elif isinstance(value, PRINTS):
        what, words = value, words_of(value)
    else:
        return _refused(value)
    entries = _LEDGER.get().entries
    entries.append(what)
    return f"{OPEN}{len(entries) - 1}{TEXT}{words}{CLOSE}"


def _refused(value: Any) -> str:
    """Return nothing: raise what is wrong with printing *value*.

    :raises PackError: always, but for an undefined name, which raises Jinja's own error.
    """
    if isinstance(value, Decimal | int | float) or value is None:
        raise PackError(
            "a template", f"{value!r} is printed and has no cell behind it", "Print a figure by its name"
        )
    if isinstance(value, StrictUndefined):
        return str(value)
    raise PackError(
        "a template", f"a {type(value).__name__} cannot be printed", "Print one of its figures or names"
    )


class _Direct(CodeGenerator):
    """Writes `officers.now` as plain Python where it is our own value's, and so needs no searching.

    Safe because the names are the pack's measures and the attributes a fixed list of ours; anything else
    goes through the sandbox.
    """

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:  # noqa: N802 (Jinja's visitor names it)
        """Write the reading of one attribute."""
        language = self.environment
        assert isinstance(language, Language)
        inner = node.node
        if isinstance(inner, nodes.Name) and inner.name in GROUPS:
            self.visit(inner, frame)
            self.write(f"[{node.attr!r}]")
        elif node.attr in language.open and _is_view(inner, language.measures):
            self.visit(inner, frame)
            self.write(f".{node.attr}")
        else:
            super().visit_Getattr(node, frame)


GROUPS = ("nation", "total", "quotes")
"""Names that stand for several values, by name."""


def _is_view(node: nodes.Node, measures: frozenset[str]) -> bool:
    """Return whether *node* names a measure: by itself, or of the nation or the total."""
    if isinstance(node, nodes.Name):
        return node.name in measures
    return (
        isinstance(node, nodes.Getattr)
        and isinstance(node.node, nodes.Name)
        and node.node.name in GROUPS[:2]
        and node.attr in measures
    )


class Language(ImmutableSandboxedEnvironment):
    """Jinja as packs write it: strict, sandboxed, and with a citation for every number."""

    code_generator_class = _Direct
    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(
        self,
        loader: BaseLoader | None = None,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        values: frozenset[type] = frozenset(),
        measures: Iterable[str] = (),
        attributes: Iterable[str] = (),
    ) -> None:
        """Make the language over *loader*'s files, with *filters* beside its own.

        *values* are our own types, whose public attributes templates may read; *measures* the names of a
        pack's measures, and *attributes* what may be read of them.
        """
        super().__init__(
            loader=loader or DictLoader({}),
            undefined=StrictUndefined,
            finalize=cite,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
        )
        self.filters = {"join": join, **{name: _text_filter(self.filters[name]) for name in TEXT_FILTERS}}
        self.filters.update(filters or {})
        self.globals = {}
        self.values, self.measures, self.open = values, frozenset(measures), frozenset(attributes)
        self.tests = {
            name: self.tests[name] for name in ("defined", "undefined", "none", "string", "in", "eq", "ne")
        }

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Refuse arithmetic: figures have no operators, and a template does not calculate."""
        raise SecurityError(f"“{operator}” is arithmetic, and a template does none")

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute; our own frozen values need no search by the sandbox."""
        if type(obj) in self.values:
            try:
                return (
                    getattr(obj, attribute)
                    if attribute[0] != "_"
                    else self.undefined(obj=obj, name=attribute)
                )
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse *source*; a `~` becomes a join, which cites what it joins."""
        tree = super()._parse(source, name, filename)
        return _Joins().visit(tree)  # type: ignore[no-any-return]


class _Joins(NodeTransformer):
    """Turns `a ~ b` into a join, so that a figure keeps its cells."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 (Jinja's visitor names it)
        """Return the join that stands for *node*."""
        self.generic_visit(node)
        return nodes.Filter(
            nodes.List(node.nodes, lineno=node.lineno), "join", [], [], None, None, lineno=node.lineno
        )


TEXT_FILTERS = ("upper", "lower", "capitalize", "title", "trim", "replace", "first", "last")
"""Jinja's own filters that packs may use; the others calculate, loop or measure."""


def _text_filter(filtered: Callable[..., Any]) -> Callable[..., Any]:
    """Return Jinja's filter so that a figure given to it is cited first."""

    def cited(*given: Any, **named: Any) -> Any:
        return filtered(*(_cited_text(each) for each in given), **named)

    for mark in ("jinja_pass_arg",):
        if hasattr(filtered, mark):
            setattr(cited, mark, getattr(filtered, mark))
    return cited


def _cited_text(value: Any) -> Any:
    """Return *value* cited where it is something printed, otherwise as it is."""
    return cite(value) if isinstance(value, Figure | Period | Claim | Quote | Dressed | Gap) else value


def join(items: Iterable[Any], between: str = "") -> str:
    """Join *items* into text, citing each that is printed."""
    return between.join(str(cite(item)) for item in items)


def render(template: Template, words: dict[str, Any], book: Ledger) -> str:
    """Return *template* set with *words*, everything printed entered in *book*.

    :raises PackError: the template uses a name that is not there, or does what it may not.
    """
    token = _LEDGER.set(book)
    try:
        return "".join(template.root_render_func(template.new_context(words, shared=True)))
    except PackError:
        raise
    except Exception as error:
        raise PackError(
            template.name or "a template", str(error) or type(error).__name__, "See docs/packs.md"
        ) from error
    finally:
        _LEDGER.reset(token)


_CITATION = re.compile(f"{OPEN}(\\d+){TEXT}([^{MARKERS}]*){CLOSE}")


def split(text: str, entries: list[Prints | Gap]) -> tuple[tuple[Run, ...], Gap | None]:
    """Return the runs of a par, and the gap among them if there is one.

    :raises PackError: a filter has cut a citation in two, so that a number lost its cells.
    """
    pieces = _CITATION.split(text)
    runs: list[Run] = []
    for index in range(0, len(pieces) - 1, 3):
        if pieces[index]:
            runs.append(Run(pieces[index]))
        what = entries[int(pieces[index + 1])]
        if isinstance(what, Gap):
            return (), what
        runs.append(Run(pieces[index + 2], what))
    if pieces[-1]:
        runs.append(Run(pieces[-1]))
    if text.count(OPEN) + text.count(CLOSE) != 2 * (len(pieces) // 3):
        raise PackError("a template", f"a filter cut a figure in two in “{_clean(text)}”", "Leave it whole")
    return tuple(runs), None


def _clean(text: str) -> str:
    """Return *text* without markers."""
    return text.translate(dict.fromkeys(map(ord, MARKERS)))
