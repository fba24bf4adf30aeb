"""Tags: the ifs of a template as its editor wrote them, for faults that are to be found again.

Jinja's own tree has forgotten how a condition was written and where its else stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(slots=True)
class Tag:
    """An if of a template's text: its conditions as they are written, and the line of its else."""

    conditions: list[str] = field(default_factory=lambda: ["…"])
    otherwise: int = 0


_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%[-+]?\s*(if|elif|else|endif|for|endfor)\b\s*(.*?)\s*[-+]?%\}", re.DOTALL)


def tags_of(source: str) -> Iterator[Tag]:
    """Yield the ifs of a template's *source* in the order that they open."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)
    opened: list[Tag] = []
    every: list[Tag] = []
    line, places = 1, [0, *(found.start(1) for found in _STATEMENT.finditer(text))]
    for found, (last, place) in zip(_STATEMENT.finditer(text), pairwise(places), strict=True):
        line += text.count("\n", last, place)
        said = " ".join(found[2].split())
        match found[1]:
            case "if" | "for":
                opened.append(Tag([said]))
                every += opened[-1:] if found[1] == "if" else []
            case "elif" if opened:
                opened[-1].conditions.append(said)
            case "else" if opened:
                opened[-1].otherwise = line
            case "endif" | "endfor" if opened:
                opened.pop()
    return iter(every)
