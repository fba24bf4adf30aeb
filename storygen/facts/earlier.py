"""Earlier: the changes before this one that a story may tell of, and whether they can be right.

The release that printed them was told of by itself, but copy of this one rests on them anew: a slip that
somebody has made in an old release since is seen here or nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from storygen.facts import history
from storygen.facts.agreement import contradicts
from storygen.facts.doubt import Doubt, Grounds, called, cells_of
from storygen.facts.figure import Figure, Gap
from storygen.facts.history import shown
from storygen.facts.measure import Measure


def changes(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each change that an earlier release printed, and the pair a story tells contradicts.

    A story may say what went before: "after going from 3,255 to 3,333". What was first printed of the newer
    is doubted where what it is now bears the change out, otherwise the older.
    """
    measures = grounds.measures
    for spec, before in _printed_earlier(grounds):
        of = measures.specs[spec.change_of]
        period = measures.period(before)
        for codes, (now, old) in grounds.column(before).items():
            said = measures.table.earlier(spec.source, codes[0], period)
            first = measures.table.earlier(of.source, codes[0], period)
            newer = now if isinstance(first, Gap) else first
            ours = contradicts(spec, said, newer, old)
            releases = {cell.release for cell in cells_of(said, newer, old)}
            if isinstance(said, Gap) or ours is None or len(releases) > 1:  # only a release's own pair
                continue
            given = f"{shown(said.value)} in its own release, and its figures give {shown(ours.value)}"
            reason = f"the change of {called(of)} to {period.end} is {given}"
            wrong = old if newer is now or contradicts(spec, said, now, old) else newer
            yield Doubt("change", codes[0], reason, cells_of(wrong), False, before.name, True)


def outliers(grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt for each change before this one of a lead that is too large to print unseen (rule A11).

    One that the publisher printed as a change too is no slip of a hand.
    """
    measures, bounds = grounds.measures, grounds.bounds
    leads = {measures.specs[name].source for name in grounds.lead}
    for before in measures.specs.values():
        if not before.back or before.way != "read" or before.source not in leads:
            continue
        for codes, (now, old) in grounds.column(before).items():
            reason = history.outlier(measures, before, codes, grounds.nation, bounds)
            if reason and isinstance(now, Figure) and not _borne_out(grounds, before, codes):
                said = f"{called(before)}, to {measures.period(before).end}: {reason}"
                yield Doubt("outlier", codes[0], said, cells_of(old), False, before.name, True)


def _printed_earlier(grounds: Grounds) -> Iterator[tuple[Measure, Measure]]:
    """Yield each measure that is a printed change, with each that is the same change of an earlier time."""
    specs = grounds.measures.specs
    for spec in specs.values():
        of = specs.get(spec.change_of)
        for before in specs.values() if of else ():
            if of and before.back and (before.source, before.against) == (of.source, of.against):
                yield spec, before


def _borne_out(grounds: Grounds, before: Measure, codes: tuple[str, ...]) -> bool:
    """Return whether an earlier release printed the change that *before* is of a place."""
    measures = grounds.measures
    for spec, each in _printed_earlier(grounds):
        said = measures.table.earlier(spec.source, codes[0], measures.period(before))
        pair = grounds.column(before)[codes]
        if each is before and isinstance(said, Figure) and not contradicts(spec, said, *pair):
            return True
    return False
