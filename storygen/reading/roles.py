"""Roles: the part that a number has in its sentence, told by the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storygen.reading.shape import NUMBERS

N = f"[{NUMBERS}]"
HEDGED = r"(?:(?:about|around|almost|nearly|just over|just under|more than|over|at least|some|roughly) )?"
GOING = (
    r"(?:ris(?:en|e|es|ing)|rose|(?<!made )(?<!make )(?<!makes )up|increas\w+|gr(?:ew|own|owth|owing)"
    r"|climb\w*|jump\w*|soar\w*|surg\w*|leapt|fall(?:en|s|ing)?|fell|down|decreas\w+|drop\w*|declin\w+|dip\w*"
    r"|shr[aui]nk\w*|reduc\w+|plung\w+|chang\w+|slip\w+|slid|tumbl\w+|dwindl\w+|slump\w*|plummet\w*|expand\w*"
    r"|swell\w*|edged(?: up| down)|rocketed|slashed|boosted|trimmed|lifted)"
)
MORE = r"(?:more|fewer|less|higher|lower|greater|above|below|up|down)"
NOUN = (
    r"(?:rise|increase|fall|drop|decrease|decline|reduction|jump|surge|growth|hike|leap|dip|cut|change|gain"
    r"|loss)"
)
UNIT = r"(?:%| ?per ?cent| percentage points?| points?)"
_LOOK_BACK = (
    r"(?:(?:a|the|one) (?:year|12 months|twelve months) (?:before|earlier|previously|ago)|the previous year"
    r"|the preceding year|last year)"
)
PLACES = r"(?:forces|areas|places|constabularies)"


@dataclass(frozen=True, slots=True)
class Role:
    """A part that a number can have, and the words around it by which it is known."""

    name: str
    ahead: str = ""
    """What stands right before it."""
    behind: str = ""
    """What stands right after it."""


ROLES = (
    Role("streak", "", r" (?:consecutive |successive |straight )?(?:year|time)s? (?:in a row|running)"),
    Role("streak", "", r" (?:consecutive|successive|straight) (?:year|time)s?"),
    Role("streak", "", rf" (?:consecutive |successive |straight )?(?:annual|yearly) {NOUN}\b"),
    Role("streak", "", rf" (?:consecutive|successive|straight) {NOUN}\b"),
    Role("rank", "", r"[- ](?:highest|largest|biggest|greatest|lowest|smallest|steepest|sharpest|fastest)"),
    Role("part of", "", rf" of (?:just |only |the )?{N}"),
    Role("tally", rf"{N} of (?:just |only |the )?", rf"(?: \w+)? {PLACES}"),
    Role("among", r"(?:out of|of) (?:the |all )?", rf"(?: \w+)? {PLACES}"),
    Role("tally", r"\bamong (?:the |just |only )?", rf"(?: \w+)? {PLACES}\b"),
    Role(
        "ours",
        r"\b(?:the|all|these|those|between) ",
        rf"(?: police)? (?:{PLACES}|counties|regions)\b(?! (?:in|across|of|where|that|to)\b)",
    ),
    Role("places", "", rf"(?: \w+)? {PLACES}\b(?:.* than\b)"),
    Role("tally", "", rf"(?: police)? {PLACES}\b(?! (?:in|across|of))"),
    Role("among", rf"{PLACES},? out of (?:the |all )?"),
    Role("base", "", rf" in (?:every )?{N}"),
    Role("outof", rf"{N} in (?:every )?", ""),
    Role("extreme", r"as (?:high|low|many|few) as ", ""),
    Role("change", "", rf"{UNIT}? {NOUN}\b"),
    Role("change", "", rf"{UNIT}(?: [\w-]+){{0,2}}? {MORE}\b"),
    Role("change", "", rf"(?: [\w-]+){{0,3}}? {MORE} than\b"),
    Role("change", "", r" (?:more|fewer|higher|lower|above|below)\b"),
    Role("change", rf"\b{NOUN},? of (?:just )?", ""),
    Role("change", rf"\b{GOING}(?: \w+)? by (?:just )?", ""),
    Role("change", rf"\b{GOING}(?: by)? (?:just )?", UNIT),
    Role("change", r"\bby (?:just )?", UNIT),
    Role("change", "", r"(?: (?!was\b|were\b|is\b|are\b|also\b)[\w-]+){0,2}? (?:up|down) on\b"),
    Role("change", "", r" (?:extra|additional)\b"),
    Role("change", r"\b(?:extra|additional|further) ", ""),
    Role("change", r"(?:\b(?:and|or|but)|,) by (?:just )?", ""),
    Role("change", r"\b(?:added|lost|gained|shed) ", ""),
    Role("change", r"\b(?:up|down) ", r"(?! ?(?:%| ?per ?cent))(?! on\b)"),
    Role("before", r"\bfrom ", rf"(?: [\w' -]+?)?,? (?:to|and) {HEDGED}{N}"),
    Role("now", rf"\bfrom {HEDGED}{N}(?: [\w' -]+?)?,? to ", ""),
    Role("latest", r"\ba year before(?: that)?,? (?:it|they|there) (?:had|were|was|recorded|counted) "),
    Role(
        "then",
        r"when (?:there (?:was|were)|it (?:was|were|stood at)|they (?:were|numbered)|the \w+ was) ",
        "",
    ),
    Role(
        "before",
        r"\b(?:from|than|compared (?:with|to)|against|same (?:number )?as|as many as|level with) (?:the )?",
        "",
    ),
    Role("before", r"\bchanged from ", ""),
    Role("before", "", rf"(?: (?!more\b|fewer\b|less\b)[\w'-]+){{0,4}}? {_LOOK_BACK}"),
    Role("level"),
)
"""Asked in this order; the first that fits is the number's part."""

_COMPILED = tuple(
    (
        role.name,
        re.compile(rf"{role.ahead}{HEDGED}\Z", re.IGNORECASE) if role.ahead else None,
        re.compile(role.behind, re.IGNORECASE) if role.behind else None,
    )
    for role in ROLES
)
AGAIN = re.compile(rf"{N}(?:{UNIT}| times)?,? (?:or|\() ?{HEDGED}\Z", re.IGNORECASE)
"""A number said again another way: "by 92, or three per cent"."""


def role_of(ahead: str, behind: str, last: str) -> str:
    """Return the part of a number with these words *ahead* of it and *behind* it.

    One that says the *last* number again another way has its part.
    """
    if AGAIN.search(ahead):
        return last
    for name, before, after in _COMPILED:
        if (before is None or before.search(ahead)) and (after is None or after.match(behind)):
            return name
    return "level"
