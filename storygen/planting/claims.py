"""Claims: what the copy says of its numbers in words is made untrue: directions, strengths, hedges.

A claim can be asked again, so a word is exchanged only for one that the figures rule out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from storygen.planting.ground import Ground, Piece
from storygen.planting.numbers import Number
from storygen.planting.planted import Edit, Planted
from storygen.writing.claim import KINDS, Claim

_WORD = re.compile(r"[A-Za-z]+")
TURNED = {
    "rose": "fell", "rise": "fall", "risen": "fallen", "up": "down", "more": "fewer", "higher": "lower",
    "above": "below", "most": "least", "largest": "smallest", "highest": "lowest", "faster": "more slowly",
    "rises": "falls", "rising": "falling", "high": "low", "grows": "shrinks", "better": "worse",
}  # fmt: skip
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
STILL = 5
"""So many times the pack's bound a change must be, in per cent, before "little changed" is surely false."""


def direction(ground: Ground) -> Iterator[Planted]:
    """Offer a claim the other way round, a stronger or weaker one, and one of no change at all."""
    for piece in ground.claims:
        assert isinstance(piece.prints, Claim)
        if ground.supposes(piece.par, piece.start):
            continue  # "a rise of a quarter may say more about …" is as true of a fall
        for how, text in _claims(ground, piece, piece.prints):
            yield ground.plant("direction", how, piece.over(text))
    for piece in ground.plain:
        for found in _WORD.finditer(piece.text):
            if found[0] in FIXED and (new := TURNED.get(found[0])):
                yield ground.plant("direction", "a fixed word turned", piece.within(found, new))


FIXED = frozenset(
    (
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
    )
)
"""Words of a fixed sentence that say a direction wherever they stand."""


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
                yield ground.plant("hedge", f"{words} for {piece.text.lower()}", piece.over(words))
        if number.exact < printed:
            yield ground.plant("hedge", f"at least for {piece.text.lower()}", piece.over("at least"))
    elif number.exact == printed:
        for words in ("almost", "fewer than"):
            yield ground.plant("hedge", f"{words} for at least", piece.over(words))
    if number.exact != printed or number.hedge == "at least":
        spot = Edit(number.par, piece.start, number.end, number.text)
        yield ground.plant("hedge", "dropped", spot)
