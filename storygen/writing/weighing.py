"""Weighing: rules, as something a template can ask.

A rule such as `officers.percent >= 1` weighs the plain number behind the figure of that name, which is None
where there is no figure. A rule is asked clause by clause, as its ands part it: the first that fails ends
the asking, and one that would weigh a number nobody has does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from storygen.errors import PackError
from storygen.writing.language import Language

WEIGHED = (
    "now",
    "before",
    "change",
    "percent",
    "times",
    "rank",
    "rank_low",
    "tied",
    "rising",
    "falling",
    "level",
    "places",
    "revised",
    "peak",
    "low",
)
"""What a rule may weigh of a measure: the plain number behind the figure of that name."""


Path = tuple[str, ...]
"""The names of a figure from the outside in: ("nation", "officers", "percent")."""


class _Weigh(NodeTransformer):
    """Turns `officers.percent` into the plain number behind it, and remembers what was asked."""

    def __init__(self, language: Language) -> None:
        self.weighed: dict[Path, nodes.Getattr] = {}
        self.language = language

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        """Return the plain number where *node* names a figure of a measure."""
        path = path_of(node)
        if node.attr not in WEIGHED or len(path) < 2:
            return node
        self.weighed.setdefault(path, node)
        return _number(node)

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        """Return a written 0.5 as the exact number it is, and a 20 as what it is weighed against."""
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            name = "exactly_" + re.sub(r"\W", "_", repr(node.value))
            setattr(self.language, name, Decimal(repr(node.value)))
            return nodes.EnvironmentAttribute(name, lineno=node.lineno)
        return node


def _number(node: nodes.Getattr) -> nodes.Getattr:
    """Return the reading of the plain number behind a figure, None where there is none."""
    return nodes.Getattr(node.node, f"n_{node.attr}", "load", lineno=node.lineno)


def path_of(node: nodes.Node) -> Path:
    """Return the names that *node* goes through, or nothing where it is more than names."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    inner = path_of(node.node) if isinstance(node, nodes.Getattr) else ()
    return (*inner, node.attr) if inner and isinstance(node, nodes.Getattr) else ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a rule between its ands: its test, and whether it can be asked."""

    test: nodes.Expr
    known: nodes.Expr | None
    """True when every figure that it is the first to weigh is there."""
    weighed: tuple[nodes.Getattr, ...]
    """Those figures."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A rule ready to be put into a template, clause by clause: the first that fails ends the asking."""

    text: str
    clauses: tuple[Clause, ...]
    names: frozenset[str]
    quotes: frozenset[str]
    """The quotes it asks for."""


def weighing(language: Language, text: str, where: str) -> Weighing:
    """Return the rule *text* as something a template can ask; *where* is named in errors.

    :raises PackError: it cannot be parsed.
    """
    try:
        tree = language._parse(f"{{% if {text} %}}{{% endif %}}", None, None)
    except TemplateSyntaxError as error:
        raise PackError(
            where, f"“{text}” cannot be read: {error.message}", "See docs/packs.md, rules"
        ) from error
    branch = tree.body[0]
    alone = len(tree.body) == 1 and isinstance(branch, nodes.If)
    if not (alone and isinstance(branch, nodes.If)) or branch.body or branch.elif_ or branch.else_:
        raise PackError(where, f"“{text}” is more than one condition", "See docs/packs.md, rules")
    names = frozenset(node.name for node in tree.find_all(nodes.Name))
    known: set[Path] = set()
    clauses = tuple(_clause(language, part, known) for part in _parts(branch.test))
    return Weighing(text, clauses, names, quotes_asked([tree]))


def quotes_asked(body: Iterable[nodes.Node]) -> frozenset[str]:
    """Return the names of the quotes that *body* asks for."""
    ways = (path_of(each) for node in body for each in node.find_all(nodes.Getattr))
    return frozenset(way[1] for way in ways if len(way) > 1 and way[0] == "quotes")


def _parts(test: nodes.Node) -> Iterator[nodes.Expr]:
    """Yield the parts of a condition between its ands."""
    if isinstance(test, nodes.And):
        yield from _parts(test.left)
        yield from _parts(test.right)
    elif isinstance(test, nodes.Expr):
        yield test


def _clause(language: Language, part: nodes.Expr, known: set[Path]) -> Clause:
    """Return one part of a rule, its figures turned into plain numbers; *known* grows by those it weighs."""
    weigh = _Weigh(language)
    test = weigh.visit(part)
    weighed = tuple(node for path, node in weigh.weighed.items() if path not in known)
    known.update(weigh.weighed)
    there: nodes.Expr | None = None
    for node in weighed:
        asked = nodes.Compare(_number(node), [nodes.Operand("isnot", nodes.Const(None))], lineno=1)
        there = asked if there is None else nodes.And(there, asked, lineno=1)
    return Clause(test, there, weighed)


def asked(rule: Weighing) -> nodes.Expr:
    """Return the expression that is true when *rule* can be asked and holds."""
    whole: nodes.Expr | None = None
    for clause in rule.clauses:
        for part in filter(None, (clause.known, clause.test)):
            whole = part if whole is None else nodes.And(whole, part, lineno=1)
    assert whole is not None
    return whole


def compiled(language: Language, body: list[nodes.Node], name: str) -> Template:
    """Return the template made of *body*, called *name* in errors."""
    tree = nodes.Template(body, lineno=1)
    tree.set_environment(language)
    return Template.from_code(language, language.compile(tree, name, name), {}, None)
