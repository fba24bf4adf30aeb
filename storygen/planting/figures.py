"""Figures: a number of the copy is made a wrong one.

Each planter offers every error of its kind that the story gives a chance for, and none that might be true
of the figures behind the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from storygen.facts.figure import Figure
from storygen.planting.ground import Ground
from storygen.planting.numbers import NUMERAL, ONE, UNITS, Number, like, nearest, read
from storygen.planting.planted import Edit, Planted
from storygen.writing.claim import Claim, hedged
from storygen.writing.quotes import Quote
from storygen.writing.story import Told
from storygen.writing.style import ordinal

FEW = 5
"""So many other places are tried for each number."""


def digit(ground: Ground) -> Iterator[Planted]:
    """Offer numbers with a digit changed, lost, doubled or out of turn, those of fixed sentences too."""
    for number in ground.numbers:
        for how, text in _misprints(number.text):
            if not number.allows(text):
                yield ground.plant("digit", how, number.edit(text))
    for piece in ground.pieces:
        if piece.prints is None or isinstance(piece.prints, Quote):
            for found in NUMERAL.finditer(piece.text):
                if found[0].lower() != "one" and not _is_bound(piece.text, found):  # "one another", "no one"
                    for how, text in _misprints(found[0]):
                        yield ground.plant("digit", how, piece.within(found, text))


def _is_bound(text: str, found: re.Match[str]) -> bool:
    """Return whether another number might be as true: what is less than six is less than seven."""
    before, after = text[: found.start()], text[found.end() :]
    return before.endswith(("less than ", "more than ", "at least ")) or after.startswith(" or over")


def _misprints(text: str) -> Iterator[tuple[str, str]]:
    """Yield what *text* may be misprinted as: each digit one up, down or five off; one lost; two turned."""
    if text.lower() in UNITS:
        number = UNITS.index(text.lower()) + 1
        for other in (number - 1, number + 1, number + 3):
            if 2 <= other <= len(UNITS):
                yield "a digit changed", UNITS[other - 1]
        return
    for spot, character in enumerate(text):
        for step in (1, 5, 9) if character.isdigit() else ():
            new = str((int(character) + step) % 10)
            if spot or new != "0":
                yield "a digit changed", text[:spot] + new + text[spot + 1 :]
    digits = text.replace(",", "")
    if not digits.isdigit() or len(digits) < 2:
        return
    group = "," in text
    for spot in range(1, len(digits)):
        lost = digits[:spot] + digits[spot + 1 :]
        yield "a digit lost", f"{int(lost):,}" if group else lost
        turned = digits[: spot - 1] + digits[spot] + digits[spot - 1] + digits[spot + 1 :]
        if turned != digits and turned[0] != "0":
            yield "two digits turned", f"{int(turned):,}" if group else turned


def swap(ground: Ground) -> Iterator[Planted]:
    """Offer two different numbers of one kind in each other's stead, in one par or in two."""
    for one, other in combinations(ground.numbers, 2):
        if _kind(one) != _kind(other) or read(one.text)[0] == read(other.text)[0]:
            continue
        if one.allows(other.text) and other.allows(one.text):
            continue
        how = "in one par" if one.par == other.par else "in two pars"
        yield ground.plant("swap", how, one.edit(other.text), other.edit(one.text))


def _kind(number: Number) -> str:
    """Return what sort of number it is, so that one might be taken for another."""
    return "count" if number.prints.unit in ("count", "fte") else number.prints.unit


def years(ground: Ground) -> Iterator[Planted]:
    """Offer this year's figure and last year's taken for each other."""
    for one, other in combinations(ground.numbers, 2):
        if one.par == other.par and _are_pair(ground, one, other) and not one.allows(other.text):
            yield ground.plant("years", "the pair swapped", one.edit(other.text), other.edit(one.text))
    for number in ground.numbers:
        for source in ground.sources(number.figure):
            if source.what not in ("now", "before"):
                continue
            what = "before" if source.what == "now" else "now"
            figure = source.view.exact[what == "before"]
            if isinstance(figure, Figure):
                yield from _replaced(ground, "years", f"{what} for {source.what}", number, figure)


def _are_pair(ground: Ground, one: Number, other: Number) -> bool:
    """Return whether two numbers are what one measure is now and what it was."""
    told = {
        (source.view.lens.spec.name, source.view.codes, source.what) for source in ground.sources(one.figure)
    }
    return any(
        (source.view.lens.spec.name, source.view.codes, "before" if source.what == "now" else "now") in told
        for source in ground.sources(other.figure)
        if source.what in ("now", "before")
    )


def _replaced(ground: Ground, kind: str, how: str, number: Number, figure: Figure) -> Iterator[Planted]:
    """Yield *number* with another *figure* printed in its stead, where that cannot be true."""
    if number.hedge in ("almost", "just over", "more than"):
        figure = hedged(figure)[1]
    text = like(number.text, nearest(figure.value, Decimal(100)) if number.hedge == "about" else figure.value)
    if read(text)[0] > 0 and not number.allows(text):
        yield ground.plant(kind, how, number.edit(text))


def elsewhere(ground: Ground) -> Iterator[Planted]:
    """Offer the same figure of another place, of the places together or of the nation."""
    nation = (ground.edition.pack.nation,)
    every = [place.code for place in ground.edition.places()]
    for number in ground.numbers:
        for source in ground.sources(number.figure)[:1]:
            own = source.view.codes
            start = number.start % len(every)
            near = [(code,) for code in (*every[start:], *every[:start]) if code not in own][:FEW]
            wide = [nation, *((told.place.code,) for told in ground.story.places)]
            for codes in (*near, *wide):
                if codes != own and (figure := source.of(codes)):
                    how = "the nation's" if codes == nation else "another place's"
                    yield from _replaced(ground, "elsewhere", how, number, figure)


def rounding(ground: Ground) -> Iterator[Planted]:
    """Offer numbers that were rounded wrongly: a step off, too coarse without a hedge, of a wrong base."""
    for number in ground.numbers:
        printed, places = read(number.text)
        step = ONE.scaleb(-places)
        if number.hedge in ("about", "almost", "just over", "more than"):
            step = ONE.scaleb(_noughts(printed))
            if number.hedge == "about" and number.exact != printed and not places:
                # A hedge never sits on an exact number (rule A10).
                exact = like("10", nearest(number.exact, ONE))
                if exact != number.text:
                    yield ground.plant("rounding", "exact after a hedge", number.edit(exact))
        for off in (step, -step):
            if printed + off > 0 and not number.allows(text := like(number.text, printed + off)):
                yield ground.plant("rounding", "a step off", number.edit(text))
        for coarse in (Decimal(10), Decimal(50), Decimal(100)):
            text = like(number.text, nearest(printed, coarse))
            if not number.hedge and printed > 5 * coarse and not number.allows(text):
                yield ground.plant("rounding", "too coarse without a hedge", number.edit(text))
        yield from _wrong_base(ground, number)


def _noughts(number: Decimal) -> int:
    """Return how many noughts *number* ends in."""
    text = f"{number:f}"
    return len(text) - len(text.rstrip("0")) if "." not in text else 0


def _wrong_base(ground: Ground, number: Number) -> Iterator[Planted]:
    """Yield a percentage worked out of the later figure."""
    for source in ground.sources(number.figure)[:1]:
        now, change = source.view.exact[0], source.view.change
        if source.what == "percent" and isinstance(now, Figure) and isinstance(change, Figure) and now.value:
            text = like(number.text, change.value * 100 / now.value)
            if read(text)[0] > 0 and not number.allows(text):
                yield ground.plant("rounding", "of the later figure", number.edit(text))


def total(ground: Ground) -> Iterator[Planted]:
    """Offer a total that leaves out one of its places, or takes in another."""
    if not ground.story.places:
        return
    wide = _parts(ground, ground.story.places)
    if len(wide) < 2:
        return
    others = [place.code for place in ground.edition.places() if place.code not in wide]
    choices = [tuple(code for code in wide if code != left) for left in wide]
    choices += [(*wide, code) for code in others[:FEW]]
    codes = {view.codes for view in ground.together.values()}
    for number in ground.numbers:
        for source in ground.sources(number.figure)[:1]:
            for choice in choices if source.view.codes in codes else ():
                how = "a place too few" if len(choice) < len(wide) else "a place too many"
                if figure := source.of(choice):
                    yield from _replaced(ground, "total", how, number, figure)


def _parts(ground: Ground, places: tuple[Told, ...]) -> tuple[str, ...]:
    """Return the codes of all that the story's total is of: of a region, the places within it."""
    gazetteer = ground.edition.gazetteer
    return tuple(dict.fromkeys(each.code for told in places for each in gazetteer.within(told.place)))


FRACTIONS = (("a quarter", 25), ("a third", 33), ("half", 50), ("two-thirds", 67), ("three-quarters", 75))
FAR = 8
"""So many points from a fraction, a percentage is surely not it."""
_PERCENT = re.compile(r"(?:\d+(?:\.\d+)?|[a-z]+)(?: per cent| percent|%)")


def fraction(ground: Ground) -> Iterator[Planted]:
    """Offer a percentage told as a fraction that it is far from: "almost half" of 38 per cent."""
    for piece in ground.pieces:
        if not isinstance(piece.prints, Figure) or not _PERCENT.fullmatch(piece.text):
            continue
        for words, percent in FRACTIONS:
            if abs(piece.prints.value - percent) < FAR:
                continue
            said = f"almost {words}" if piece.prints.value < percent else words
            yield ground.plant("fraction", words, Edit(piece.par, piece.start, piece.end, said))


def rank(ground: Ground) -> Iterator[Planted]:
    """Offer a wrong rank, a wrong number of places ranked, a wrong number of years in a row."""
    for piece in ground.pieces:
        at = piece.par, piece.start, piece.end
        if isinstance(piece.prints, Figure) and piece.prints.unit == "rank":
            for step in (-1, 1, 2):
                if text := _ranked(piece.text, int(piece.prints.value), int(piece.prints.value) + step):
                    yield ground.plant("rank", "another rank", Edit(*at, text))
        elif isinstance(piece.prints, Claim) and piece.prints.kind == "alike":
            for word in ("first", "ninth"):
                yield ground.plant("rank", "years in a row", Edit(*at, word))
    for number in ground.numbers:
        if number.prints.unit == "places":
            for step in (-1, 1, 10):
                if (printed := read(number.text)[0] + step) > 1:
                    yield ground.plant("rank", "places ranked", number.edit(like(number.text, printed)))


def _ranked(text: str, rank: int, other: int) -> str:
    """Return *text*, which says *rank*, saying the *other* one; empty where there is none.

    >>> _ranked("third largest", 3, 2), _ranked("largest", 1, 2), _ranked("second", 2, 12)
    ('second largest', 'second largest', '12th')
    """
    own, new = ordinal(Decimal(rank)), ordinal(Decimal(max(other, 1)))
    if other < 1 or text == own:
        return new if other >= 1 else ""
    best = text.removeprefix(f"{own} ")
    return best if other == 1 else f"{new} {best}"


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
