"""Weighing: rules, as something a template can ask.

A rule such as `officers.percent >= 1` weighs the plain number behind the figure of that name. Each such
number gets a name of its own, is looked up once before the rule is asked, and is None where there is no
figure; a rule that would weigh one of those is not asked at all, and so does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

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


class _Weigh(NodeTransformer):
    """Turns `officers.percent` into a plain number by a name of its own, and remembers what it is of."""

    def __init__(self, numbers: dict[str, Any]) -> None:
        self.weighed: dict[Path, nodes.Getattr] = {}
        self.numbers = numbers

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        """Return the plain number where *node* names a figure of a measure."""
        path = _path(node)
        if node.attr not in WEIGHED or len(path) < 2:
            return node
        self.weighed.setdefault(path, node)
        return nodes.Name(number_name(path), "load", lineno=node.lineno)

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        """Return a written 0.5 as the exact number it is."""
        if isinstance(node.value, float):
            name = "exactly_" + re.sub(r"\W", "_", repr(node.value))
            self.numbers[name] = Decimal(repr(node.value))
            return nodes.Name(name, "load", lineno=node.lineno)
        return node


Path = tuple[str, ...]
"""The names of a figure from the outside in: ("nation", "officers", "percent")."""


def _path(node: nodes.Node) -> Path:
    """Return the names that *node* goes through, or nothing where it is more than names."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    inner = _path(node.node) if isinstance(node, nodes.Getattr) else ()
    return (*inner, node.attr) if inner and isinstance(node, nodes.Getattr) else ()


def number_name(path: Path) -> str:
    """Return the name under which a rule finds the plain number of the figure at *path*."""
    return "n__" + "__".join(path)


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number that rules weigh: the name they find it by, and the figure it is of."""

    name: str
    path: Path
    last: str

    @classmethod
    def at(cls, path: Path) -> Number:
        """Return the number of the figure at *path*."""
        return cls(number_name(path), path[:-1], f"n_{path[-1]}")


def numbers(words: Mapping[str, Any], wanted: Iterable[Number]) -> dict[str, Any]:
    """Return the plain numbers *wanted*, each by its name, None where there is none.

    :raises PackError: a path leads nowhere.
    """
    found: dict[str, Any] = {}
    for number in wanted:
        path = number.path
        try:
            thing = words[path[0]]
            if len(path) > 1:
                thing = thing[path[1]]
            found[number.name] = getattr(thing, number.last)
        except (KeyError, TypeError, AttributeError) as error:
            said = ".".join((*path, number.last[2:]))
            raise PackError(
                "a rule", f"“{said}” is not there", "Name a figure that the pack measures"
            ) from error
    return found


@dataclass(frozen=True, slots=True)
class Weighing:
    """A rule ready to be put into a template: its test, whether it can be asked, and what it weighs."""

    text: str
    test: nodes.Expr
    known: nodes.Expr | None
    """True when every figure it weighs is there."""
    weighed: Mapping[Path, nodes.Getattr]
    names: frozenset[str]


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
    weigh = _Weigh(language.globals)
    test = weigh.visit(branch.test)
    known: nodes.Expr | None = None
    for path in weigh.weighed:
        number = nodes.Name(number_name(path), "load", lineno=1)
        there = nodes.Compare(number, [nodes.Operand("isnot", nodes.Const(None))], lineno=1)
        known = there if known is None else nodes.And(known, there, lineno=1)
    return Weighing(text, test, known, weigh.weighed, names)


def asked(rule: Weighing) -> nodes.Expr:
    """Return the expression that is true when *rule* can be asked and holds."""
    return rule.test if rule.known is None else nodes.And(rule.known, rule.test, lineno=1)


def compiled(language: Language, body: list[nodes.Node], name: str) -> Template:
    """Return the template made of *body*, called *name* in errors."""
    tree = nodes.Template(body, lineno=1)
    tree.set_environment(language)
    return Template.from_code(language, language.compile(tree, name, name), language.make_globals(None), None)
