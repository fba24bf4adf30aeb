"""Standing: the sentences that a pack's templates always have alike, and those with something filled in.

Standing matter, as a composing room called type that was kept set. The second reader recognises it, since
an explanation cannot be recomputed; it never learns from here what a number should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product

from jinja2 import nodes

from storygen.writing.style import plural
from storygen.writing.writer import Sheet

HOLE = "\ue0fd"
"""What stands in a sentence where something is filled in."""
MOST_WAYS = 64
"""So many ways through the conditions of one block are followed."""
Standing = tuple[tuple[str, ...], tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
"""Whole sentences; and the fixed parts of others, with what is filled in between."""
Ways = list[tuple[str, tuple[str, ...]]]
"""Ways that words can run: the words, holes and all, and what fills each hole."""


def standing(sheets: Mapping[str, Sheet]) -> Standing:
    """Return the sentences that stand alike in every story, and those with something filled in.

    The second are given as their fixed parts, and what is filled in between: "prior", "release.day".
    """
    whole: dict[str, None] = {}
    filled: dict[tuple[tuple[str, ...], tuple[str, ...]], None] = {}
    for sheet in sheets.values():
        above = (*sheets["story"].above, *sheet.above)
        macros = {node.name: node for node in above if isinstance(node, nodes.Macro)}
        for block in sheet.blocks.values():
            for words, holes in _ways(block.body, macros):
                for sentence, inner in _sentences(words, holes):
                    if inner:
                        filled[tuple(sentence.split(HOLE)), inner] = None
                    else:
                        whole[sentence] = None
    return tuple(whole), tuple(filled)


def _sentences(words: str, holes: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each whole sentence of *words*, with what fills it."""
    at, every = 0, re.split(r"(?<=[.!?])\s+", " ".join(words.split()))
    for sentence in every:
        count = sentence.count(HOLE)
        whole = sentence.endswith((".", "!", "?")) or len(every) == 1  # a headline has no full stop
        if whole and len(sentence.split()) > 2:
            yield sentence, tuple(holes[at : at + count])
        at += count


def _ways(body: Iterable[nodes.Node], macros: Mapping[str, nodes.Macro]) -> Ways:
    """Return the ways that the words of some nodes can run."""
    ways: Ways = [("", ())]
    for node in body:
        more = _of(node, macros)
        ways = [(a + b, (*x, *y)) for (a, x), (b, y) in product(ways, more)][:MOST_WAYS]
    return ways


def _of(node: nodes.Node, macros: Mapping[str, nodes.Macro]) -> Ways:
    """Return the ways that one node's words can run."""
    if isinstance(node, nodes.Output):
        return _ways(node.nodes, macros)
    if isinstance(node, nodes.TemplateData):
        return [(node.data, ())]
    if isinstance(node, nodes.If):
        arms = [node.body, *(each.body for each in node.elif_), node.else_]
        return [way for arm in arms for way in _ways(arm, macros)]
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in macros:
        return _ways(macros[node.node.name].body, macros)
    if isinstance(node, nodes.Filter) and node.name == "counted" and node.args:
        noun = node.args[0].as_const()
        return [(f"{HOLE} {form}", (_said(node),)) for form in (plural(noun, Decimal(2)), noun)]
    return [(HOLE, (_chosen(node) or _said(node),))]


def _chosen(node: nodes.Node) -> str:
    """Return the words one of which fills a hole, after an equals sign, where a template gives them."""
    if not isinstance(node, nodes.Filter):
        return ""
    given = [
        each.value for each in node.args if isinstance(each, nodes.Const) and isinstance(each.value, str)
    ]
    if node.name == "claim" and isinstance(node.node, nodes.Const):
        return f"={node.node.value}"
    if node.name in ("went", "agree"):
        return "=" + "|".join(given)
    return {"earlier": "=the year before", "compared": "=higher than|lower than|the same as"}.get(
        node.name, ""
    )


def _said(node: nodes.Node) -> str:
    """Return what fills a hole, as the pack writes it: "prior", "release.day"; filters left out."""
    while isinstance(node, nodes.Filter) and node.node is not None:
        node = node.node
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    return ""
