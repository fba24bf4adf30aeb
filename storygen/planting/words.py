"""Words: what the copy says of its numbers, and its fixed sentences, are made untrue.

A word is changed where a claim stands behind it, which can be asked whether it would still hold, or in a
sentence that is true as it stands: those of a pack, and the words of a quote, which are never altered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from storygen.facts.figure import Figure
from storygen.planting.ground import Edit, Ground, Number, Piece, Planted
from storygen.writing.claim import KINDS, Claim
from storygen.writing.quotes import Quote
from storygen.writing.style import typeset

TURNED = {
    **{"rose": "fell", "rise": "fall", "risen": "fallen", "up": "down", "more": "fewer", "higher": "lower"},
    **{
        "above": "below",
        "most": "least",
        "largest": "smallest",
        "highest": "lowest",
        "faster": "more slowly",
    },
    **{"rises": "falls", "rising": "falling", "high": "low", "grows": "shrinks", "better": "worse"},
}
TURNED |= {down: up for up, down in TURNED.items()}
TURNED |= {"less": "more", "drop": "rise", "peak": "low"}
LEVEL = {
    "little changed": "sharply up",
    "barely changed": "risen sharply",
    "the same number as": "more than",
    "the same as": "higher than",
    "the same": "higher",
    "unchanged": "up sharply",
}
"""What stands still, told as a rise."""
_WORD = re.compile(r"[A-Za-z]+")
STILL = 5
"""So many times the pack's bound a change must be, in per cent, before "little changed" is surely false."""


def direction(ground: Ground) -> Iterator[Planted]:
    """Offer a claim the other way round, a stronger or weaker one, and one of no change at all."""
    for piece in ground.claims:
        assert isinstance(piece.prints, Claim)
        for how, text in _claims(ground, piece, piece.prints):
            yield ground.plant("direction", how, _over(piece, text))
    for piece in ground.plain:
        for found in _WORD.finditer(piece.text):
            if found[0] in FIXED and (new := TURNED.get(found[0])):
                yield ground.plant("direction", "a fixed word turned", _within(piece, found, new))


FIXED = {
    "rise",
    "fall",
    "rises",
    "rising",
    "falling",
    "drop",
    "peak",
    "high",
    "low",
    "grows",
    "highest",
    "lowest",
}
"""Words of a fixed sentence that say a direction wherever they stand."""


def _over(piece: Piece, text: str) -> Edit:
    """Return the edit that puts *text* in place of a whole piece, with its capital."""
    new = text[:1].upper() + text[1:] if piece.text[:1].isupper() else text
    return Edit(piece.par, piece.start, piece.end, new)


def _within(piece: Piece, found: re.Match[str], text: str) -> Edit:
    """Return the edit that puts *text* in place of what was *found* in a piece, with its capital."""
    new = text[:1].upper() + text[1:] if found[0][:1].isupper() else text
    return Edit(piece.par, piece.start + found.start(), piece.start + found.end(), new)


def _claims(ground: Ground, piece: Piece, claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield what may be said falsely in the place of one claim."""
    text = piece.text.lower()
    if claim.kind in ("up", "down", "up by", "down by", "highest", "lowest"):
        if turned := _turned(text):
            often = ground.pars[piece.par][piece.end :].startswith(" often")
            yield "turned round", turned.replace("fewer", "less") if often or "often" in text else turned
        yield from _strength(text, claim)
        if claim.kind in ("up", "down") and text in STEADY and _far(ground, claim):
            yield "told as no change", STEADY[text]
    elif claim.kind in ("same", "little changed"):
        if text in LEVEL:
            yield "told as a change", LEVEL[text]
    elif claim.kind in ("multiple", "more than multiple", "almost multiple"):
        now, before = (figure.value for figure in claim.figures)
        for kind, words in (
            ("multiple", ""),
            ("more than multiple", "more than "),
            ("almost multiple", "almost "),
        ):
            for number, word in ((2, "doubled"), (3, "tripled"), (4, "quadrupled")):
                least = kind == "multiple" and now >= number * before  # "doubled", of what more than doubled
                if not least and not KINDS[kind]([now, before], [Decimal(number)]):
                    yield "another multiple", words + word


STEADY = {
    "up": "little changed",
    "down": "little changed",
    "risen": "barely changed",
    "fallen": "barely changed",
}


def _turned(text: str) -> str:
    """Return a claim's words the other way round, or nothing: the first of them that has an opposite."""
    for found in _WORD.finditer(text):
        if new := TURNED.get(found[0]):
            return text[: found.start()] + new + text[found.end() :]
    return ""


def _strength(text: str, claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the words of *claim* with a strength that its range rules out."""
    if not claim.bounds:
        return
    if "slightly" in text:
        yield "too strong", text.replace("slightly", "sharply")
    elif "sharply" in text:
        yield "too weak", text.replace("sharply", "slightly")
    elif claim.bounds[0] > 0:
        yield "too weak", f"{text} slightly" if "often" not in text else f"slightly {text}"
        if len(claim.bounds) > 1:
            yield "too strong", f"{text} sharply"


def _far(ground: Ground, claim: Claim) -> bool:
    """Return whether the change is far from none at all."""
    now, before = (figure.value for figure in claim.figures)
    return bool(before) and abs(now - before) * 100 > STILL * before * ground.edition.pack.bounds.little


def hedge(ground: Ground) -> Iterator[Planted]:
    """Offer a hedge that does not hold, one on an exact number, and a round number without its own."""
    for number in ground.numbers:
        stood = next((piece for piece in ground.claims if _before(piece, number)), None)
        if stood:
            yield from _other_hedges(ground, stood, number)
        elif not number.hedge and number.prints.unit in ("count", "fte", "rate"):
            printed = Decimal(number.text.replace(",", "")) if number.text[0].isdigit() else None
            for words in ("almost", "just over", "more than", "nearly", "fewer than"):
                if printed and printed >= 10 and not _holds(words, printed, number.exact):
                    spot = Edit(number.par, number.start, number.start, f"{words} ")
                    yield ground.plant("hedge", "on an exact number", spot)


def _before(piece: Piece, number: Number) -> bool:
    """Return whether *piece* is the hedge of *number*."""
    return bool(number.hedge) and piece.par == number.par and piece.end + 1 == number.start


def _holds(words: str, printed: Decimal, exact: Decimal) -> bool:
    """Return whether a number *printed* after a hedge in *words* might be true of *exact*."""
    if words == "fewer than":
        return exact < printed
    return KINDS["almost" if words == "nearly" else words]([printed, exact], ())


def _other_hedges(ground: Ground, piece: Piece, number: Number) -> Iterator[Planted]:
    """Yield a number's hedge exchanged for one that does not hold, and dropped."""
    printed = Decimal(number.text.replace(",", "")) if number.text[0].isdigit() else None
    if printed is None:
        return
    if number.hedge != "at least":
        for words in ("almost", "just over", "more than", "nearly", "fewer than"):
            if not _holds(words, printed, number.exact):
                yield ground.plant("hedge", f"{words} for {piece.text.lower()}", _over(piece, words))
        if number.exact < printed:
            yield ground.plant("hedge", f"at least for {piece.text.lower()}", _over(piece, "at least"))
    elif number.exact == printed:
        for words in ("almost", "fewer than"):
            yield ground.plant("hedge", f"{words} for at least", _over(piece, words))
    if number.exact != printed or number.hedge == "at least":
        spot = Edit(number.par, piece.start, number.end, number.text)
        yield ground.plant("hedge", "dropped", spot)


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
            if not re.search(r"\b(not|no|whether|if|when|even|whatever)\b", said) and not said.endswith("?"):
                yield ground.plant("not", "put in", _within(piece, found, f"{found[0]} not"))


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
                if any(found.start() in range(*span) for span in _longer(piece.text, words)):
                    continue
                numbers, _ = ground.beside(piece.par, piece.start + found.start())
                if numbers:  # of words alone another measure's might be as true
                    yield ground.plant("measure", f"{new} for {words}", _within(piece, found, new))


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
    """Offer a rate or a count without its base: "aged 10 and over" dropped, full-time equivalents told as people."""
    for piece in ground.plain:
        for words, new in BASES:
            at = piece.text.find(words)
            if at >= 0 and (words.endswith(" ") or not piece.text[at + len(words) :][:1].isalpha()):
                spot = Edit(piece.par, piece.start + at, piece.start + at + len(words), new)
                yield ground.plant("base", f"without “{words.strip()}”", spot)


def unit(ground: Ground) -> Iterator[Planted]:
    """Offer percentage points for per cent, per cent for a number, a number for per cent."""
    for piece in ground.pieces:
        if not isinstance(piece.prints, Figure):
            continue
        at = piece.par, piece.start, piece.end
        sign = ground.edition.style.per_cent
        if piece.prints.unit == "per cent" and piece.text.endswith(sign):
            number = piece.text.removesuffix(sign).rstrip()
            yield ground.plant("unit", "points for per cent", Edit(*at, f"{number} percentage points"))
            if not _counts(ground, piece.prints):
                yield ground.plant("unit", "a number for per cent", Edit(*at, number))
        elif piece.prints.unit in ("count", "fte") and piece.text[:1].isdigit():
            gap = "" if sign == "%" else " "
            yield ground.plant("unit", "per cent for a number", Edit(*at, f"{piece.text}{gap}{sign}"))


def _counts(ground: Ground, percent: Figure) -> bool:
    """Return whether a percentage is by chance the number of the change too."""
    changes = [source.view.change for source in ground.sources(percent)]
    return any(isinstance(each, Figure) and abs(each.value - percent.value) < 1 for each in changes)


OPPOSITES: Mapping[str, str] = {
    **{
        "joined": "left",
        "include": "exclude",
        "includes": "excludes",
        "paid": "unpaid",
        "volunteers": "employees",
    },
    **{"improved": "worsened", "every": "hardly any", "experimental": "final"},
    **{"years": "weeks", "many": "none", "published": "withdrawn", "previous": "next", "both": "neither"},
    **{
        "fewer": "more",
        "net": "gross",
        "free": "for a fee",
        "whatever": "only if part of",
        "often": "hardly ever",
    },
}
"""A word of a fixed sentence, and one that makes it untrue."""


def fixed(ground: Ground) -> Iterator[Planted]:
    """Offer a fixed sentence with one word changed for another of the other meaning."""
    for piece in ground.plain:
        for found in _WORD.finditer(piece.text):
            start, end = ground.sentence(piece.par, piece.start + found.start())
            told = not re.search(r"\b(not|whether)\b", ground.pars[piece.par][start:end])
            if told and (new := OPPOSITES.get(found[0])):
                yield ground.plant("fixed", f"{new} for {found[0]}", _within(piece, found, new))


def quote(ground: Ground) -> Iterator[Planted]:
    """Offer a quote with a word left out, or two of its words in the wrong order."""
    for piece in ground.pieces:
        if not isinstance(piece.prints, Quote):
            continue
        words = list(_WORD.finditer(piece.text))
        for one, other in zip(words[1:], words[2:], strict=False):
            if len(one[0]) > 3:
                yield ground.plant("quote", "a word left out", _cut(piece, one.start(), other.start()))
            if one[0].lower() != other[0].lower() and one.end() + 1 == other.start():
                text = f"{other[0]} {one[0]}"
                spot = Edit(piece.par, piece.start + one.start(), piece.start + other.end(), text)
                yield ground.plant("quote", "two words turned", spot)


def _cut(piece: Piece, start: int, end: int) -> Edit:
    """Return the edit that leaves out what stands between two spots of a piece."""
    return Edit(piece.par, piece.start + start, piece.start + end, "")


def speaker(ground: Ground) -> Iterator[Planted]:
    """Offer a quote in another's mouth, and the figures from another publisher."""
    quotes, style = ground.edition.pack.quotes, ground.edition.style
    people = {typeset(style, name) for each in quotes for name in (each.speaker, each.role)} - {""}
    for how, names in (("another speaker", sorted(people)), ("another publisher", PUBLISHERS)):
        for number, text in enumerate(ground.pars):
            others = [name for name in names if name not in text]
            for name in names:
                for found in re.finditer(re.escape(name), text):
                    spot = number, found.start(), found.end()
                    for other in [each for each in others if name not in each][:FEW]:
                        yield ground.plant("speaker", how, Edit(*spot, other))


PUBLISHERS = ("Home Office", "Ministry of Justice", "Office for National Statistics")
FEW = 3


ADDED = (
    "The publisher has since withdrawn the figures.",
    "The figures leave out most of those who should have been counted.",
    "No other force in England and Wales gave any figures.",
)
"""Sentences that no release of ours bears out."""


def added(ground: Ground) -> Iterator[Planted]:
    """Offer a par with a sentence added that is not so."""
    for number, (name, text) in enumerate(zip(ground.names, ground.pars, strict=True)):
        if name != "headline":
            for said in ADDED:
                yield ground.plant("added", said, Edit(number, len(text), len(text), f" {said}"))
