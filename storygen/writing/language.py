"""Language: the one small language of rules and templates, which cites what it prints.

It is Jinja, strict and sandboxed. `{{ officers.now }}` prints a figure in the house's style and enters
it in the par's ledger between private-use characters; `split` finds them again and gives back runs. So
a number keeps its cells through macros, filters, `set` and joins, and a number that has lost them is an
error, not copy. Rules weigh plain numbers by the same names: `officers.percent >= 1`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from jinja2 import BaseLoader, DictLoader, StrictUndefined, Template, TemplateSyntaxError, Undefined, nodes
from jinja2.compiler import CodeGenerator, optimizeconst
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
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
    what, how = (value.what, value.how) if isinstance(value, Dressed) else (value, "")
    if not isinstance(what, PRINTS):
        return _refused(value)
    words = (value.words if what is not value else "") or words_of(what, how)
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

    def visit_Operand(self, node: nodes.Operand, frame: Any) -> None:  # noqa: N802
        """Write one side of a comparison; "isnot" is ours, since asking a Decimal `!= None` is slow."""
        if node.op == "isnot":
            self.write(" is not ")
            self.visit(node.expr, frame)
        else:
            super().visit_Operand(node, frame)


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
        """Make the language over *loader*'s files, with *filters* and nothing of Jinja's own.

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
        self.filters = {"join": join, **(filters or {})}
        self.globals = {}
        self.values, self.measures, self.open = values, frozenset(measures), frozenset(attributes)
        self.tests = {
            name: self.tests[name] for name in ("defined", "undefined", "none", "string", "in", "eq", "ne")
        }

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Refuse arithmetic: figures have no operators, and a template does not calculate."""
        raise SecurityError(f"“{operator}” is arithmetic, and a template does none")

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute of what is ours, or an entry of a group; nothing else has any to read.

        A method of a text, a day or a number would print digits that no cell stands behind.
        """
        if type(obj) in self.values and attribute[0] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, Undefined | LoopContext):
            return super().getattr(obj, attribute)
        raise SecurityError(f"“{attribute}” of a {type(obj).__name__} is not for templates to read")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an entry of a list; a name in brackets is an attribute, and a text is not cut up."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, str):
            raise SecurityError("a text is not for templates to cut up")
        return super().getitem(obj, argument)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse *source*; a `~` becomes a join, which cites what it joins."""
        tree = super()._parse(source, name, filename)
        return _Joins().visit(tree)  # type: ignore[no-any-return]


class _Joins(NodeTransformer):
    """Turns `a ~ b` into a join, so that a figure keeps its cells, and refuses to cut anything up."""

    def visit_Slice(self, node: nodes.Slice) -> nodes.Node:  # noqa: N802
        """Refuse `text[3:]`, which would cut a citation."""
        raise TemplateSyntaxError("a text is not for templates to cut up", node.lineno)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 (Jinja's visitor names it)
        """Return the join that stands for *node*."""
        self.generic_visit(node)
        return nodes.Filter(
            nodes.List(node.nodes, lineno=node.lineno), "join", [], [], None, None, lineno=node.lineno
        )


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


def split(text: str, entries: list[Prints | Gap]) -> tuple[tuple[Run, ...], Gap | None]:
    """Return the runs of a par, and the gap among them if there is one.

    :raises PackError: a filter has cut a citation in two, so that a number lost its cells.
    """
    head, *cited = text.split(OPEN)
    new = tuple.__new__  # a run made so costs a third of Run(…), and a batch makes millions
    runs = [new(Run, (head, None))] if head else []
    for piece in cited:
        number, _, tail = piece.partition(TEXT)
        words, close, rest = tail.partition(CLOSE)
        if not close or not number.isdecimal():
            raise PackError("a template", f"a filter cut a figure in two in “{_clean(text)}”", "Leave it whole")
        what = entries[int(number)]
        if what.__class__ is Gap:
            return (), what  # type: ignore[return-value]
        runs.append(new(Run, (words, what)))
        if rest:
            runs.append(new(Run, (rest, None)))
    if text.count(CLOSE) != len(cited):
        raise PackError("a template", f"a filter cut a figure in two in “{_clean(text)}”", "Leave it whole")
    return tuple(runs), None


def _clean(text: str) -> str:
    """Return *text* without markers."""
    return text.translate(dict.fromkeys(map(ord, MARKERS)))
