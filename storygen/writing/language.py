"""Language: the one small language of rules and templates.

It is Jinja, strict and sandboxed, and it cites what it prints: `{{ officers.now }}` goes through the
`ledger`. It does no arithmetic, compares no figures, searches no tables and cuts nothing up: words and
names only. Rules weigh plain numbers by the same names (see `weighing.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import signature
from types import MappingProxyType
from typing import Any

from jinja2 import BaseLoader, DictLoader, StrictUndefined, Template, TemplateSyntaxError, Undefined, nodes
from jinja2.compiler import CodeGenerator, optimizeconst
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer

from storygen.errors import PackError
from storygen.writing.ledger import PRINTS, Dressed, Ledger, cite, closed, opened


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
        if isinstance(node.node, nodes.Name) and node.node.name in GROUPS:
            self.visit(node.node, frame)
            self.write(f"[{node.attr!r}]")
        elif _is_ours(language, node):
            self.visit(node.node, frame)
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

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:  # noqa: ARG002
        """Write what stands before something printed: `cite` gives text already, and text needs no citing."""
        language = self.environment
        assert isinstance(language, Language)
        is_text = _is_words(node) or (isinstance(node, nodes.Filter) and node.name in language.texts)
        self.write("(" if is_text else finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:  # noqa: ARG002
        """Write what stands after it."""
        self.write(")")


GROUPS = ("nation", "total", "quotes")
"""Names that stand for several values, by name."""
PLAIN: Mapping[str, tuple[str, ...]] = {
    "place": ("name", "prose", "located", "force", "region", "nation"),
    "places": ("names", "located", "across", "forces"),
}
"""Names of ours that are no measure, and what is only words of them."""


def _is_ours(language: Language, node: nodes.Getattr) -> bool:
    """Return whether *node* reads what is open of a measure, or the words of a place."""
    if _is_view(node.node, language.measures):
        return node.attr in language.open or node.attr.startswith("n_")
    return _is_words(node)


def _is_words(node: nodes.Expr) -> bool:
    """Return whether *node* is only words: those of a place, or of several."""
    return (
        isinstance(node, nodes.Getattr)
        and isinstance(node.node, nodes.Name)
        and node.attr in PLAIN.get(node.node.name, ())
    )


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
        self.texts = frozenset(
            name for name, act in self.filters.items() if signature(act).return_annotation == "str"
        )
        """The filters that cite for themselves, and give text whatever they are given."""
        self.globals = {}
        self.values, self.measures, self.open = values, frozenset(measures), frozenset(attributes)
        self.tests = {
            name: self.tests[name] for name in ("defined", "undefined", "none", "string", "in", "eq", "ne")
        }

    def __deepcopy__(self, memo: object) -> Language:
        """Return the same language: every node of a template holds it, and is copied before it is set."""
        return self

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
                return self._unknown(attribute)
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self._unknown(attribute)
        if isinstance(obj, Undefined | LoopContext):
            return super().getattr(obj, attribute)
        raise SecurityError(f"“{attribute}” of a {type(obj).__name__} is not for templates to read")

    def _unknown(self, attribute: str) -> Any:
        """Return what stands for an attribute that is not there, and says so to whoever prints it."""
        return self.undefined(f"“.{attribute}” is not there", name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an entry of a list; a name in brackets is an attribute, and a text is not cut up."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, str):
            raise SecurityError("a text is not for templates to cut up")
        return super().getitem(obj, argument)

    def each(self, items: Any) -> Any:
        """Return the *items* that a loop goes through; a text is not cut up into its letters."""
        if isinstance(items, str):
            raise SecurityError("a text is not for templates to cut up")
        return items

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse *source*; a `~` becomes a join, which cites what it joins."""
        tree = super()._parse(source, name, filename)
        return _Read(self).visit(tree)  # type: ignore[no-any-return]


CHOOSES = "chooses words where no proof can see it: write an if"


class _Read(NodeTransformer):
    """Turns `a ~ b` into a join, so that a figure keeps its cells, and refuses what is no part of it.

    A choice of words is an `if`, whose arms `storygen check` sees taken: no "and" or list may make one.
    """

    def __init__(self, language: Language) -> None:
        self.known: dict[type[nodes.Node], tuple[str, Mapping[str, Any]]]
        self.conditions: set[int] = set()
        self.known = {nodes.Filter: ("filter", language.filters), nodes.Test: ("test", language.tests)}

    def generic_visit(self, node: nodes.Node, *given: Any, **named: Any) -> nodes.Node:
        """Visit what *node* is made of; a filter or a test must be one there is.

        Left to Jinja, one under an `if` would be missed until that branch was taken.
        """
        what, names = self.known.get(type(node), ("", {}))
        if isinstance(node, nodes.Filter | nodes.Test) and node.name not in names:
            raise TemplateSyntaxError(f"there is no {what} “{node.name}”", node.lineno)
        return super().generic_visit(node, *given, **named)

    def visit_Slice(self, node: nodes.Slice) -> nodes.Node:  # noqa: N802
        """Refuse `text[3:]`, which would cut a citation."""
        raise TemplateSyntaxError("a text is not for templates to cut up", node.lineno)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        """Have a loop ask what it goes through; it has no else."""
        if node.else_:
            raise TemplateSyntaxError(f"a loop with an else {CHOOSES}", node.lineno)
        self.generic_visit(node)
        node.iter = nodes.Call(nodes.EnvironmentAttribute("each"), [node.iter], [], None, None)
        return node

    def visit_If(self, node: nodes.If) -> nodes.Node:  # noqa: N802
        """Visit an if, whose condition may say "and"."""
        return self._asked(node)

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:  # noqa: N802
        """Visit an inline if, whose condition may say "and"."""
        return self._asked(node)

    def _asked(self, node: nodes.If | nodes.CondExpr) -> nodes.Node:
        """Visit *node*, in whose condition "and" and "or" choose no words."""
        for each in node.test.find_all((nodes.And, nodes.Or)):
            self.conditions.add(id(each))
        if isinstance(node.test, nodes.And | nodes.Or):
            self.conditions.add(id(node.test))
        return self.generic_visit(node)

    def visit_And(self, node: nodes.BinExpr) -> nodes.Node:  # noqa: N802
        """Refuse `several and "words"`, which chooses words; in a condition it may stand."""
        if id(node) not in self.conditions:
            raise TemplateSyntaxError(f"“{node.operator}” outside a condition {CHOOSES}", node.lineno)
        return self.generic_visit(node)

    visit_Or = visit_And  # noqa: N815

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        """Refuse `["words", "others"][several]`, which chooses words."""
        if isinstance(node.node, nodes.Literal) or not isinstance(node.arg, nodes.Const | nodes.Slice):
            raise TemplateSyntaxError(f"what stands in these brackets {CHOOSES}", node.lineno)
        return self.generic_visit(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 (Jinja's visitor names it)
        """Return the join that stands for *node*."""
        self.generic_visit(node)
        return nodes.Filter(
            nodes.List(node.nodes, lineno=node.lineno), "join", [], [], None, None, lineno=node.lineno
        )


def join(items: Iterable[Any], between: str = "") -> str:
    """Join *items* into text, citing each that is printed."""
    if isinstance(items, str):
        raise PackError("| join", "a text is not for templates to cut up", "Write it after a list")
    items = [items] if isinstance(items, (*PRINTS, Dressed)) else items
    return between.join(str(cite(item)) for item in items)


class Names(dict[str, Any]):
    """What a template may name; Jinja's own context asks twice for each name, of which a story has eighty."""

    def __init__(self, words: Mapping[str, Any], measures: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Name *words*, and *measures*, which are seen when a template first asks for them."""
        super().__init__(words)
        self._measures = measures

    def __missing__(self, name: str) -> Any:
        """Return the measure of that *name*, or what Jinja takes for a name that is not there."""
        try:
            found = self[name] = self._measures[name]
        except KeyError:
            return missing
        return found


def rendered(template: Template, words: Mapping[str, Any]) -> str:
    """Return the text of *template* set with *words* and nothing else."""
    names = words if isinstance(words, Names) else Names(words)
    context = Context(template.environment, names, template.name, {})
    context.resolve_or_missing = names.__getitem__  # type: ignore[method-assign, assignment]
    return "".join(template.root_render_func(context))


def render(template: Template, words: Mapping[str, Any], book: Ledger) -> str:
    """Return *template* set with *words*, everything printed entered in *book*.

    :raises PackError: the template uses a name that is not there, or does what it may not.
    """
    token = opened(book)
    try:
        return rendered(template, words)
    except PackError:
        raise
    except Exception as error:
        raise PackError(template.name or "a template", in_plain_words(error), "See docs/packs.md") from error
    finally:
        closed(token)


def in_plain_words(error: Exception) -> str:
    """Return what went wrong in a template as an editor would say it."""
    if isinstance(error, AttributeError):
        return f"“.{error.name}” is not there"
    if isinstance(error, KeyError):
        return f"“{error.args[0]}” is not there"
    return str(error) or type(error).__name__
