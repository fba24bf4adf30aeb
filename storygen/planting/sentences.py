"""Sentences: what stands fixed in the copy is made untrue.

A pack's own words are true as they stand, so one that says the opposite is false, and so is a number told
as another measure's, or without its base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from storygen.planting.ground import Ground, Piece
from storygen.planting.planted import Edit, Planted

_WORD = re.compile(r"[A-Za-z]+")
_NOTS = re.compile(r"(?<!\bor)( not)(?= )(?! only)|\bcannot\b|\Bn['’]t\b|\bnever\b|\b[Nn]o (?=[a-z])")
_MAIN = re.compile(r"\b(has|have|was|were|is|are|does|do|did|can|must)\b(?! not)")


def negation(ground: Ground) -> Iterator[Planted]:
    """Offer a sentence without its "not", or with one that it should not have."""
    for number, text in enumerate(ground.pars):
        for found in _NOTS.finditer(text):
            new = "can" if found[0] == "cannot" else "Some " if found[0] == "No " else ""
            end = found.end() + (1 if found[0] == "never" else 0)
            yield ground.plant("not", "dropped", Edit(number, found.start(), end, new))
    for piece in ground.plain:
        for found in _MAIN.finditer(piece.text):
            start, end = ground.sentence(piece.par, piece.start + found.start())
            said = ground.pars[piece.par][start:end]
            if not re.search(r"\b(not|no|whether|if|when|even|whatever|may)\b", said) and not said.endswith(
                "?"
            ):
                yield ground.plant("not", "put in", piece.within(found, f"{found[0]} not"))


COUNTS = (
    ("community support officers", "special constables"),
    ("special constables", "community support officers"),
    ("full-time equivalent officers", "officers counted as people"),
    ("full-time officers", "full-time staff"),
    ("police officers", "special constables"),
    ("paid workforce", "unpaid workforce"),
    ("violent offenders", "registered sex offenders"),
    ("registered sex offenders", "sexual offences"),
    ("sex offenders", "sex offences"),
    ("other dangerous offenders", "violent offenders"),
    ("The number of", "The rate of"),
    ("incidents", "tactics"),
    ("discharging a Taser", "drawing a Taser"),
    ("discharges of a Taser", "uses of a Taser"),
    ("using a Taser", "firing a Taser"),
    ("uses of a Taser", "discharges of a Taser"),
    ("Recorded uses", "Discharges"),
    ("restraint was", "unarmed skills were"),
    ("Restraint", "Taser"),
    ("using force", "using a Taser"),
    ("used force", "used a Taser"),
    ("Counted as people", "Counted as full-time equivalents"),
)
"""What papers have told as something else: the words of a measure, and those of another."""


def measure(ground: Ground) -> Iterator[Planted]:
    """Offer the words for one thing counted in place of another's."""
    for piece in ground.plain:
        for words, new in COUNTS:
            for found in re.finditer(rf"\b{re.escape(words)}\b", piece.text):
                longer = any(found.start() in range(*span) for span in _longer(piece.text, words))
                if not longer and _is_counted(ground, piece, piece.start + found.start(), words):
                    yield ground.plant("measure", f"{new} for {words}", piece.within(found, new))


def _is_counted(ground: Ground, piece: Piece, at: int, words: str) -> bool:
    """Return whether a number of what *words* name stands in their clause.

    Of words alone another measure's may be as true, and so may "at least 24" of a larger one.
    """
    text = ground.pars[piece.par]
    start = text.rfind(", ", 0, at)
    end = (text + ", ").find(", ", at)
    numbers, _ = ground.beside(piece.par, at)
    return any(
        number.hedge != "at least"
        and number.prints.unit != "places"
        and (words.startswith("Counted") or start < number.start < end)
        and (words != "using force" or number.prints.unit == "count")
        for number in numbers
    )


def _longer(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where *words* stand within longer words that are in the table too."""
    for longer, _ in COUNTS:
        if longer != words and words in longer:
            yield from (found.span() for found in re.finditer(re.escape(longer), text))


BASES = (
    (" aged 10 and over", ""),
    (" for every 100,000 people", ""),
    ("the equivalent of ", ""),
    (" full-time equivalent ", " full-time "),
    (" times", " people"),
    (" incidents", " people"),
    (" of all tactics", " of all incidents"),
    (" of recorded incidents", " of tactics"),
)
"""The base or unit of a number, and what is left where it is lost."""


def base(ground: Ground) -> Iterator[Planted]:
    """Offer a rate or a count without its base or unit: "aged 10 and over" dropped, uses told as people."""
    for piece in ground.plain:
        for words, new in BASES:
            at = piece.text.find(words)
            if at >= 0 and (words.endswith(" ") or not piece.text[at + len(words) :][:1].isalpha()):
                spot = Edit(piece.par, piece.start + at, piece.start + at + len(words), new)
                yield ground.plant("base", f"without “{words.strip()}”", spot)


OPPOSITES: Mapping[str, str] = {
    "joined": "left", "include": "exclude", "includes": "excludes", "paid": "unpaid", "years": "weeks",
    "volunteers": "employees", "improved": "worsened", "every": "hardly any", "experimental": "final",
    "many": "none", "published": "withdrawn", "previous": "next", "both": "neither", "fewer": "more",
    "net": "gross", "free": "for a fee",
}  # fmt: skip
"""A word of a fixed sentence, and one that makes it untrue."""


def fixed(ground: Ground) -> Iterator[Planted]:
    """Offer a fixed sentence with one word changed for another of the other meaning."""
    for piece in ground.plain:
        for found in _WORD.finditer(piece.text):
            start, end = ground.sentence(piece.par, piece.start + found.start())
            told = not re.search(r"\b(not|whether|may|every \d)", ground.pars[piece.par][start:end])
            if told and (new := OPPOSITES.get(found[0])):
                yield ground.plant("fixed", f"{new} for {found[0]}", piece.within(found, new))


ADDED = (
    "The publisher has since withdrawn the figures.",
    "The figures are of Scotland alone.",
    "No other force in England and Wales gave any figures.",
)
"""Sentences that no release of ours bears out."""


def added(ground: Ground) -> Iterator[Planted]:
    """Offer a par with a sentence added that is not so."""
    for number, (name, text) in enumerate(zip(ground.names, ground.pars, strict=True)):
        if name != "headline":
            for said in ADDED:
                yield ground.plant("added", said, Edit(number, len(text), len(text), f" {said}"))
