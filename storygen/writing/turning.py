"""Turning: the comparisons that a pack's conditions turn on, read out of their text.

`officers.percent >= 0.5 and officers.tied == 1` turns at 0.5 and at 1. Whoever tries a pack wants a row on
each side of every such number, and one for each way in which the whole can hold; `edges.py` makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from jinja2 import nodes

from storygen.writing.language import Language
from storygen.writing.weighing import Path, path_of

OPPOSITE = {"gt": "lteq", "lteq": "gt", "lt": "gteq", "gteq": "lt", "eq": "ne", "ne": "eq"}
MIRRORED = {"gt": "lt", "lt": "gt", "gteq": "lteq", "lteq": "gteq", "eq": "eq", "ne": "ne"}
MOST_WAYS = 64
"""So many ways in which a condition can hold are tried, and no more."""


class Term(NamedTuple):
    """One side of a comparison: a figure by its names, or a number, which has no names."""

    path: Path
    number: Decimal = Decimal(0)
    negative: bool = False


class Turn(NamedTuple):
    """A comparison that a condition turns on: "officers.percent >= 0.5"."""

    left: Term
    how: str
    """Jinja's word for it: gt, gteq, lt, lteq, eq or ne."""
    right: Term


Way = tuple[Turn, ...]
"""The comparisons that hold together where a condition does."""


def ways(language: Language, text: str) -> list[Way]:
    """Return the ways in which the condition *text* can hold, each as the comparisons that then do."""
    tree = language._parse(f"{{% if {text} %}}{{% endif %}}", None, None)
    branch = tree.body[0]
    assert isinstance(branch, nodes.If)
    return _ways(branch.test, wanted=True)[:MOST_WAYS]


def _ways(node: nodes.Node, *, wanted: bool) -> list[Way]:
    """Return the ways in which *node* holds, or does not where that is *wanted*."""
    match node:
        case nodes.Not():
            return _ways(node.node, wanted=not wanted)
        case nodes.And() | nodes.Or():
            left, right = _ways(node.left, wanted=wanted), _ways(node.right, wanted=wanted)
            if isinstance(node, nodes.And) == wanted:
                return [(*one, *other) for one, other in product(left, right)][:MOST_WAYS]
            return [*left, *right][:MOST_WAYS]
        case nodes.Compare():
            return [tuple(_turns(node, wanted=wanted))]
    return [()]


def _turns(node: nodes.Compare, *, wanted: bool) -> Iterator[Turn]:
    """Yield the comparisons of a chain such as `1 <= x < 5` whose sides we know."""
    left = _term(node.expr)
    for operand in node.ops:
        right = _term(operand.expr)
        if left and right and operand.op in OPPOSITE:
            how = operand.op if wanted else OPPOSITE[operand.op]
            if left.path:
                yield Turn(left, how, right)
            elif right.path:
                yield Turn(right, MIRRORED[how], left)
        left = right


def _term(node: nodes.Node) -> Term | None:
    """Return the figure or the number that *node* is, or None where it is neither."""
    negative = isinstance(node, nodes.Neg)
    inner = node.node if isinstance(node, nodes.Neg) else node
    if isinstance(inner, nodes.Const) and type(inner.value) in (int, float):
        number = Decimal(repr(inner.value))
        return Term((), -number if negative else number)
    path = path_of(inner)
    return Term(path, negative=negative) if len(path) > 1 else None
