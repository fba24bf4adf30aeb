"""Places: a place is named wrongly, or twice.

Another place's name is a falsehood only where the sentence would not be true of that place too: "up in
Kent" might be said of Essex. So what the sentence prints and claims is asked again of the other place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storygen.facts.figure import Gap
from storygen.facts.geography import Geography
from storygen.planting.ground import Ground, Piece, would_hold
from storygen.planting.numbers import Number
from storygen.planting.planted import Edit, Planted
from storygen.writing.claim import Claim
from storygen.writing.style import typeset

FEW = 4
"""So many other places are tried for each name."""
WIDE = "England and Wales"
TOO_FEW = ("England", "Britain", "the UK")


def place(ground: Ground) -> Iterator[Planted]:
    """Offer a place of the story named as another, and the nation as one country, or as the place."""
    for told in ground.places:
        if told.kind == "nation":
            continue
        others = ground.others(told)
        for number, start, end, form in _named(ground, told):
            if ground.supposes(number, start):
                continue
            tied = ground.beside(number, start)
            turn = (start * 7 + number) % max(1, len(others))
            found = 0
            for other in (*others[turn:], *others[:turn]):
                new = form_of(ground, other, form)
                if new and _false_of(ground, tied, told, other):
                    found += 1
                    yield ground.plant(
                        "place", f"another {told.kind}", _cased(ground, number, start, end, new)
                    )
                    if found == FEW:
                        break
    yield from _nation(ground)


FORMS = ("located", "force", "prose")


def form_of(ground: Ground, place: Geography, form: str) -> str:
    """Return one of the forms in which copy names *place*, as the title sets it."""
    return typeset(ground.edition.style, str(getattr(place, form)))


def _named(ground: Ground, place: Geography) -> Iterator[tuple[int, int, int, str]]:
    """Yield where *place* is named in fixed words: the par, from and to, and which of its forms it is."""
    for piece in ground.plain:
        taken: list[range] = []
        for form in FORMS:
            name = form_of(ground, place, form)
            for found in re.finditer(rf"\b{re.escape(name)}\b", piece.text, re.IGNORECASE) if name else ():
                if not any(found.start() in span or found.end() - 1 in span for span in taken):
                    taken.append(range(*found.span()))
                    yield piece.par, piece.start + found.start(), piece.start + found.end(), form


def _cased(ground: Ground, par: int, start: int, end: int, new: str) -> Edit:
    """Return the edit that writes *new* over a name, with a capital where a sentence starts."""
    starts = start == 0 or ground.pars[par][:start].endswith((". ", '." ', ".” "))
    return Edit(par, start, end, new[0].upper() + new[1:] if starts else new)


def _false_of(
    ground: Ground, tied: tuple[list[Number], list[Piece]], place: Geography, other: Geography
) -> bool:
    """Return whether something that the sentence says of *place* is known to be false of *other*."""
    numbers, claims = tied
    for number in numbers:
        for source in ground.sources(number.figure)[:1]:
            codes = _instead(ground, source.view.codes, place, other)
            figure = source.of(codes) if codes else None
            if figure and not number.allows(number.text, figure.value):
                return True
    return any(_claims_falsely(ground, piece, place, other) for piece in claims)


def _claims_falsely(ground: Ground, piece: Piece, place: Geography, other: Geography) -> bool:
    """Return whether a claim made of *place* is known not to hold of *other*."""
    claim = piece.prints
    view = ground.pair(claim) if isinstance(claim, Claim) else None
    codes = _instead(ground, view.codes, place, other) if view else ()
    if not view or not codes or not isinstance(claim, Claim):
        return False
    now, before = view.lens.view(codes).exact
    if isinstance(now, Gap) or isinstance(before, Gap):
        return False
    return not would_hold(claim, now.value, before.value)


def _instead(ground: Ground, codes: tuple[str, ...], place: Geography, other: Geography) -> tuple[str, ...]:
    """Return *codes* with those of *other* for those of *place*, or nothing if they are not of it."""
    gazetteer = ground.edition.gazetteer
    if codes == (ground.edition.pack.nation,):
        return ()
    if place.code in codes:
        return tuple(other.code if code == place.code else code for code in codes)
    within = tuple(each.code for each in gazetteer.within(place))
    if not within or not set(within) <= set(codes):
        return ()
    rest = tuple(code for code in codes if code not in within)
    return rest + tuple(each.code for each in gazetteer.within(other))


def _nation(ground: Ground) -> Iterator[Planted]:
    """Yield the nation named as less than it is, where its number is in the sentence."""
    nation = (ground.edition.pack.nation,)
    for piece in ground.plain:
        for found in re.finditer(WIDE, piece.text):
            at = piece.start + found.start()
            numbers, _ = ground.beside(piece.par, at)
            told = [
                number
                for number in numbers
                if number.hedge not in ("at least", "more than")  # which more places would leave true
                if number.prints.unit == "places"
                or (number.prints.unit in ("count", "fte") and _is_of(ground, number, nation))
            ]
            if not told:
                continue
            spot = piece.par, at, at + len(WIDE)
            for new in TOO_FEW:
                yield ground.plant("place", f"{new} for {WIDE}", Edit(*spot, new))
            for each in ground.places:
                if each.kind != "nation" and any(number.prints.unit != "places" for number in told):
                    yield ground.plant("place", "the place for the nation", Edit(*spot, each.prose))


def _is_of(ground: Ground, number: Number, codes: tuple[str, ...]) -> bool:
    """Return whether a number is the figure of the places coded *codes*."""
    return any(source.view.codes == codes for source in ground.sources(number.figure))


def twice(ground: Ground) -> Iterator[Planted]:
    """Offer a list of places that has one of them twice, and so lacks another."""
    for told in ground.places:
        for number, start, end, form in _named(ground, told):
            for other in ground.places:
                new = form_of(ground, other, form)
                listed = other is not told and new and new.lower() in ground.pars[number].lower()
                if listed and not _overlaps(ground, number, start, end, new):
                    yield ground.plant("twice", "a place twice", _cased(ground, number, start, end, new))


def _overlaps(ground: Ground, par: int, start: int, end: int, name: str) -> bool:
    """Return whether *name* stands where another is to be written over, and so would not be there twice."""
    at = ground.pars[par].lower().find(name.lower())
    return start < at + len(name) and at < end
