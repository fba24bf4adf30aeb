"""Times: a period is named wrongly, or a par is last year's.

A sentence without a number may be as true of another year ("has risen"), so a period is changed only
where a figure or a claim beside it is known to have been otherwise then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storygen.facts.figure import Figure
from storygen.facts.period import Period
from storygen.planting.ground import Ground, Piece, Source, would_hold
from storygen.planting.numbers import Number
from storygen.planting.planted import Edit, Planted
from storygen.writing.claim import Claim
from storygen.writing.story import Par

LARGE = 100
"""A number this large of a time we have no figures of is not the same by chance."""
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_RANGE = re.compile(r"((?:19|20)\d\d)([-/–])(\d\d)(?!\d)")
_DAY = re.compile(r"\b\d{1,2}\b(?! ?[-/–])(?!$)|(?<=[a-z] )\d{1,2}$")
"""The day of a date, "March 31 2021" or "31 March 2021"."""
MONTHS = {
    "March": "June",
    "September": "December",
    "January": "April",
    "June": "March",
    "December": "September",
}
SPOKEN = {
    "this year": ("last year", 12),
    "last year": ("this year", -12),
    "the year before": ("two years before", 12),
}
"""How a period is spoken of, and what else might be said: so many months earlier."""


def period(ground: Ground) -> Iterator[Planted]:
    """Offer a period a year out, in another month, of another length."""
    for piece in ground.pieces:
        if isinstance(piece.prints, Period):
            for how, text, months in _shifted(piece.text):
                if _otherwise(ground, piece, piece.prints, months):
                    yield ground.plant("period", how, Edit(piece.par, piece.start, piece.end, text))
        elif piece.prints is None:
            yield from _phrases(ground, piece)


def _shifted(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield *text* with its year, month or words changed, and by how many months earlier that is."""
    for step in (-1, 1):
        if found := _RANGE.search(text):
            year = int(found[1]) + step
            new = f"{text[: found.start()]}{year}{found[2]}{(year + 1) % 100:02d}{text[found.end() :]}"
            yield "a year out", new, -12 * step
        elif found := _YEAR.search(text):
            new = f"{text[: found.start()]}{int(found[0]) + step}{text[found.end() :]}"
            yield "a year out", new, -12 * step
    for month, other in MONTHS.items():
        if re.search(rf"\b{month}\b", text):
            yield "another month", re.sub(rf"\b{month}\b", other, text), 0
    if found := _DAY.search(text):
        yield "another day", f"{text[: found.start()]}{32 - int(found[0])}{text[found.end() :]}", 0
    for words, (other, months) in SPOKEN.items():
        if words in text.lower():
            yield f"{other} for {words}", re.sub(words, other, text, flags=re.IGNORECASE), months


def _otherwise(ground: Ground, piece: Piece, period: Period, months: int) -> bool:
    """Return whether something in the sentence was surely otherwise then: so many *months* earlier.

    Nought stands for another day or month, of which there are no figures.
    """
    numbers, _ = ground.beside(piece.par, piece.start)
    release = ground.edition.release
    start, end = ground.sentence(piece.par, piece.start)
    days = [
        each.prints.end
        for each in ground.pieces
        if each.par == piece.par and start <= each.start < end and isinstance(each.prints, Period)
    ]
    if release.published in days:
        return True  # what release it is, and when it came out: there is but one
    told = [
        (number, source)
        for number in numbers
        for source in ground.sources(number.figure)[:1]
        if _end(source) == period.end
    ]
    return any(_differs(number, source, months) for number, source in told)


def _end(source: Source) -> object:
    """Return the day that the figure's period ends on."""
    return (source.view.against if source.what == "before" else source.view.period).end


def _differs(number: Number, source: Source, months: int) -> bool:
    """Return whether *number* is not what its measure was so many *months* earlier."""
    if source.what not in ("now", "before"):
        return False
    then = source.at(months) if months else None
    if then is not None:
        return not number.allows(number.text, then)
    return number.prints.unit in ("count", "fte") and number.exact >= LARGE and not number.hedge


PHRASES = (
    ("a year earlier", "two years earlier", 12),
    ("the year before", "two years before", 12),
    ("in a year", "in two years", 12),
    ("in a year", "in a month", 0),
    ("in the year to", "in the two years to", 12),
    ("in the year to", "in the six months to", -6),
    ("in the six months to", "in the nine months to", 3),
    ("in the six months to", "in the three months to", -3),
)
"""How fixed words tell of a time, what else they might say, and how much earlier that begins in months."""


def _phrases(ground: Ground, piece: Piece) -> Iterator[Planted]:
    """Yield the fixed words for a time changed, where what it is set against was otherwise then."""
    for words, new, months in PHRASES:
        for found in re.finditer(rf"\b{words}\b", piece.text):
            at = piece.start + found.start()
            numbers, claims = ground.beside(piece.par, at)
            if _counts_over(ground, numbers, new) or _since(ground, numbers, claims, months):
                spot = Edit(piece.par, at, at + len(words), new)
                yield ground.plant("period", f"{new} for {words}", spot)


def _counts_over(ground: Ground, numbers: Sequence[Number], new: str) -> bool:
    """Return whether a number of what happened over a year is told of a longer or shorter time."""
    over = [
        source
        for number in numbers
        for source in ground.sources(number.figure)[:1]
        if source.what == "now" and source.view.lens.spec.span == "year ending" and source.view.n_now
    ]
    return bool(over) and new.startswith("in ") and not new.endswith("to")


def _since(ground: Ground, numbers: Sequence[Number], claims: Sequence[Piece], months: int) -> bool:
    """Return whether the earlier figure of the sentence was another so many *months* before."""
    if not months:
        return False
    for number in numbers:
        for source in ground.sources(number.figure)[:1]:
            if source.what == "before" and _differs(number, source, months):
                return True
    return any(_differed(ground, piece, months) for piece in claims)


def _differed(ground: Ground, piece: Piece, months: int) -> bool:
    """Return whether a claim does not hold against the figure so many *months* before."""
    claim = piece.prints
    view = ground.pair(claim) if isinstance(claim, Claim) else None
    then = Source(view, "before").at(months) if view else None
    if view is None or not then or not isinstance(claim, Claim):
        return False
    now = view.exact[0]
    return isinstance(now, Figure) and not would_hold(claim, now.value, then)


def stale(ground: Ground) -> Iterator[Planted]:
    """Offer the par of the same name from last year's story of the same place."""
    if ground.earlier is None:
        return
    old: dict[tuple[str, str], Par] = {(par.name, par.place): par for par in ground.earlier.pars}
    for number, par in enumerate(ground.kept):
        before = old.get((par.name, par.place))
        if before and str(before) != str(par) and _is_stale(par, before):
            yield ground.plant("stale", "last year's par", Edit(number, 0, len(str(par)), str(before)))


def _is_stale(par: Par, before: Par) -> bool:
    """Return whether the par of last year's story says what this year's cannot."""
    own = {run.text for run in par.runs if run.prints is not None}
    for run in before.runs:
        exact = isinstance(run.prints, Figure) and run.prints.unit in ("count", "fte", "rate", "per cent")
        # "The year before" and "March this year" are read anew on another day; March 2021 is not.
        day = isinstance(run.prints, Period) and any(each.isdigit() for each in run.text)
        dated = day or (exact and not _hedged(before))
        if dated and run.text not in own and run.text not in str(par):
            return True
    told = {_said(run.prints) for run in par.runs if isinstance(run.prints, Claim)}
    then = [_said(run.prints) for run in before.runs if isinstance(run.prints, Claim)]
    return any((TURNED.get(kind), of) in told and (kind, of) not in told for kind, of in then)


TURNED = {"up": "down", "down": "up", "up by": "down by", "down by": "up by"}


def _said(claim: Claim) -> tuple[str, frozenset[str]]:
    """Return the kind of a claim, and the measures that it is of."""
    return claim.kind, frozenset(cell.subject.measure for cell in claim.figures[0].cells())


def _hedged(par: Par) -> bool:
    """Return whether a number of *par* stands after a hedge, which may be as true of another."""
    kinds = ("almost", "just over", "more than", "about")
    return any(isinstance(run.prints, Claim) and run.prints.kind in kinds for run in par.runs)
