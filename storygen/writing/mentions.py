"""Mentions: what a rule or a template names, for the crosscheck to hold against the pack.

A mention is the way to a thing from the outside in: ("nation", "officers", "percent").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import nodes

from storygen.writing.language import Language
from storygen.writing.writer import Sheet

Mention = tuple[str, ...]


def in_rule(language: Language, text: str) -> frozenset[Mention]:
    """Return what the rule *text* names."""
    tree = language._parse(f"{{% if {text} %}}{{% endif %}}", None, None)
    return frozenset(_in(tree.body))


def in_block(sheet: Sheet, name: str) -> frozenset[Mention]:
    """Return what the block *name* of a template file names, what it sets for itself left out."""
    return _free(sheet.blocks[name].body)


def macros(sheet: Sheet) -> dict[str, frozenset[Mention]]:
    """Return what each macro above the blocks of a template file names, by the macro's name."""
    return {node.name: _free([node]) for node in sheet.above if isinstance(node, nodes.Macro)}


def everywhere(sheet: Sheet) -> frozenset[Mention]:
    """Return all that a template file names."""
    return frozenset(_in([*sheet.above, *(node for block in sheet.blocks.values() for node in block.body)]))


def typed(sheet: Sheet) -> Iterator[str]:
    """Yield the words that a template file has of its own, part by part."""
    for node in [*sheet.above, *(node for block in sheet.blocks.values() for node in block.body)]:
        whole = nodes.Template([node], lineno=1)
        yield from (words.data for words in whole.find_all(nodes.TemplateData))
        yield from (words.value for words in whole.find_all(nodes.Const) if isinstance(words.value, str))


def compares(sheet: Sheet, name: str) -> bool:
    """Return whether the block *name* compares values in order, which only rules may do."""
    ordered = {"gt", "gteq", "lt", "lteq"}
    return any(
        operand.op in ordered for node in sheet.blocks[name].body for operand in node.find_all(nodes.Operand)
    )


def _free(body: Iterable[nodes.Node]) -> frozenset[Mention]:
    """Return what *body* names and does not set itself."""
    whole = nodes.Template(list(body), lineno=1)
    own = {node.name for node in whole.find_all(nodes.Name) if node.ctx != "load"}
    return frozenset(mention for mention in _in(whole.body) if mention[0] not in own)


def _in(body: Iterable[nodes.Node]) -> Iterator[Mention]:
    """Yield every way through names in *body*, the longest of each."""
    for node in body:
        if way := _way(node):
            yield way
        else:
            yield from _in(node.iter_child_nodes())


def _way(node: nodes.Node) -> Mention:
    """Return the names that *node* goes through, or nothing where it is more than names."""
    if isinstance(node, nodes.Name):
        return (node.name,) if node.ctx == "load" else ()
    if isinstance(node, nodes.Getattr) and (inner := _way(node.node)):
        return (*inner, node.attr)
    return ()
