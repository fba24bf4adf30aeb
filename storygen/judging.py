"""Judging: what the gate's doubts mean for stories: what holds them, what the editor is told beside them.

The doubts of a place are found when a story of it is first asked for, and kept: another story of the
same release looks them up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from storygen.facts import gate
from storygen.facts.doubt import Doubt, Grounds
from storygen.facts.figure import Cell, Figure, Gap, Subject, plain
from storygen.facts.geography import Gazetteer, Geography
from storygen.facts.measure import Measures
from storygen.pack import Pack
from storygen.writing.claim import Claim
from storygen.writing.flag import Flag
from storygen.writing.story import Par

REMEDIES: Mapping[str, str] = {
    "missing": "Add a release that has it, or leave the place out",
    "not available": "Ask the force or the publisher for it, or leave the place out",
    "suppressed": "Leave the place out: the publisher will not say",
    "not applicable": "Leave the place out",
    "not comparable": "The series breaks here: leave the place out, or tell it by hand",
    "not reliable": "Leave the place out: the publisher does not stand by it",
    "disputed": "See which of the two cells is right, mend the other and add the release again",
    "no earlier figure": "Add the release before, or leave the place out",
    "unreadable": "Mend the cell and add the release again",
    "unknown mark": "Say what the mark means in pack.toml's [marks]",
    "less than nought": "Mend the cell and add the release again",
    "a count that is not whole": "Mend the cell and add the release again",
}
"""What an editor can do about a gap that holds a place, by how its reason begins."""


def remedy(gap: Gap) -> str:
    """Return what an editor can do about *gap*, or nothing where nobody knows."""
    return next((words for start, words in REMEDIES.items() if gap.reason.startswith(start)), "")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate says of one place of a story."""

    flags: tuple[Flag, ...] = ()
    reasons: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    """Why its story waits for a person, each with the cells that it rests on."""


NO_DOUBT = Judgement()
SURPRISES = ("outlier", "base")
"""The checks whose doubts hold nothing, and are told wherever the nation's figure is printed."""


class Judge:
    """The gate's doubts of one release, found when first asked for."""

    def __init__(self, pack: Pack, measures: Measures, gazetteer: Gazetteer) -> None:
        """Judge the *measures* of *pack* by the places of *gazetteer*."""
        places = gazetteer.places
        self.grounds = Grounds(
            measures,
            pack.lead,
            pack.bounds,
            pack.nation,
            pack.base,
            {place.code: place.name for place in reversed(places)},
            {
                place.code: tuple(each.code for each in gazetteer.within(place))
                for place in places
                if place.kind != gazetteer.unit
            },
        )
        self._judged: dict[tuple[str, tuple[str, ...]], Judgement] = {}
        self._sums: dict[tuple[str, ...], tuple[Doubt, ...]] = {}
        self._barred: dict[tuple[str, ...], Mapping[Cell, str]] = {}

    @cached_property
    def _by_place(self) -> gate.Doubts:
        """Return the doubts of each place that has rows of its own."""
        return gate.of_places(self.grounds)

    @cached_property
    def _small(self) -> Mapping[str, frozenset[Subject]]:
        """Return what may not be printed of each place before a person has looked."""
        return gate.small(self.grounds)

    @cached_property
    def of_release(self) -> tuple[Doubt, ...]:
        """Return the doubts of the release as a whole."""
        return gate.of_release(self.grounds)

    @cached_property
    def _untrue(self) -> Mapping[str, Mapping[Cell, str]]:
        """Return the cells that can hardly be right and hold no story, by place, each with the reason.

        Of the nation it is all that would hold its own story: no other prints it either.
        """
        found: dict[str, dict[Cell, str]] = {}
        for place, doubts in self._by_place.items():
            for doubt in doubts:
                if doubt.check == "left out":  # which a par may print, with a flag: see `in_pars`
                    continue
                if (doubt.wrong and not doubt.hold) or (doubt.hold and place == self.grounds.nation):
                    reason = f"{self.grounds.name(place)}: {doubt.reason}"
                    mine = found.setdefault(place, {})
                    for cell in doubt.cells:
                        if cell.subject.geography == place:
                            mine.setdefault(cell, reason)
        return found

    @cached_property
    def _denied(self) -> Mapping[str, Mapping[Cell, str]]:
        """Return the cells that hold the story of their own place because they can hardly be right, by place.

        Another place's story may rest on them too: what is third among all is so only if all are right.
        """
        found: dict[str, dict[Cell, str]] = {}
        for place in self.grounds.measures.places:
            for doubt in self._by_place.get(place, ()):
                if doubt.wrong and doubt.hold:
                    reason = f"{self.grounds.name(place)}: {doubt.reason}"
                    own = [cell for cell in doubt.cells if cell.subject.geography == place]
                    found.setdefault(place, {}).update(dict.fromkeys(own, reason))
        return found

    def untrue(self, codes: Iterable[str]) -> Mapping[Cell, str]:
        """Return why a story of the places coded *codes* may not print what, other places' figures too."""
        if not self._untrue and not self._denied:
            return {}
        own = tuple(dict.fromkeys(codes))
        if own not in self._barred:
            self._barred[own] = self._bar(own)
        return self._barred[own]

    def _bar(self, own: tuple[str, ...]) -> Mapping[Cell, str]:
        """Return what a story of the places coded *own* may not print, found once for all their stories."""
        nation = self.grounds.nation
        found: dict[Cell, str] = {}
        for place in dict.fromkeys((*own, nation)):
            found |= self._untrue.get(place, {})
        for place, cells in self._denied.items():
            if place not in own:  # whose own doubts hold it, and may be overruled
                found |= cells
        if nation in own:
            holding = {cell for doubt in self.doubts((nation,)) if doubt.hold for cell in doubt.cells}
            found = {cell: reason for cell, reason in found.items() if cell not in holding}
        return found

    @cached_property
    def left_out(self) -> Mapping[str, Doubt]:
        """Return the doubt of each measure whose figure of the nation may leave out a place, by its name."""
        found = gate.left_out(self.grounds, self.grounds.nation, self.grounds.counted())
        return {doubt.measure: doubt for doubt in found}

    def doubts(self, codes: tuple[str, ...]) -> tuple[Doubt, ...]:
        """Return the doubts of the place, or the sum of places, coded *codes*."""
        if len(codes) == 1:
            return self._by_place.get(codes[0], ())
        if codes not in self._sums:
            self._sums[codes] = gate.of_sum(self.grounds, codes, self._by_place)
        return self._sums[codes]

    def of_whole(self, code: str, codes: tuple[str, ...]) -> tuple[Doubt, ...]:
        """Return the doubts of the region or nation coded *code*, told by the rows coded *codes*.

        What is doubtful of a place within is told of that place, and not of the sum again.
        """
        nation = self.grounds.nation
        alone = {nation: self.doubts((nation,))}
        of_sum = gate.of_sum(self.grounds, codes, alone) if len(codes) > 1 else ()
        return (*self.doubts((code,)), *of_sum)

    def judgement(self, place: Geography, codes: tuple[str, ...]) -> Judgement:
        """Return what the gate says of *place*, told by the rows coded *codes*."""
        key = (place.name, codes)
        if key not in self._judged:
            self._judged[key] = self._judge(place, codes)
        return self._judged[key]

    def _judge(self, place: Geography, codes: tuple[str, ...]) -> Judgement:
        """Return what the gate says of *place*, and of the release; only a whole is told of stray rows."""
        release = self.grounds.measures.table.release.id
        whole = place.code in self.grounds.wholes
        found = [(place.name, doubt) for doubt in self.doubts(codes)]
        found += [(release, doubt) for doubt in self.of_release if doubt.hold or whole]
        if not found:
            return NO_DOUBT
        return Judgement(
            tuple(
                Flag(doubt.check, f"{of}: {doubt.reason}", cells=doubt.cells)
                for of, doubt in found
                if not doubt.hold
            ),
            {f"{of}: {doubt.reason}": doubt.cells for of, doubt in found if doubt.hold},
        )

    def too_few(
        self, codes: tuple[str, ...], pars: Iterable[Par], places: Iterable[Geography]
    ) -> tuple[str, tuple[Cell, ...]]:
        """Return why *pars* wait for what they print of *places*, coded *codes*, and its cells (rule A5).

        A count under the floor is told by itself, and by whatever is worked out of it; a sum that is not
        under the floor hides it.
        """
        small = {subject for code in codes for subject in self._small.get(code, ())}
        floor = self.grounds.bounds.floor
        if not small:
            return "", ()
        printed = [run.prints for par in pars for run in par.runs if isinstance(run.prints, Figure)]
        found = [each for each in printed if each.value < floor or not _is_sum(each)]
        cells = [cell for each in found for cell in each.cells() if cell.subject in small]
        names = ", ".join(dict.fromkeys(cell.subject.measure.replace("_", " ") for cell in cells))
        who = ", ".join(place.name for place in places)
        few = f"{who}: fewer than {plain(floor)} in {names}: a person decides if it is printed"
        return few if names else "", tuple(dict.fromkeys(cells))

    @cached_property
    def surprises(self) -> tuple[Doubt, ...]:
        """Return what is surprising of the nation's figures, and is told beside every par that prints them.

        That a figure was revised is no surprise of this year's, and only the nation's own story says so.
        """
        found = self._by_place.get(self.grounds.nation, ())
        return tuple(each for each in found if each.check in SURPRISES and not (each.hold or each.wrong))

    def surprising(self, pars: Iterable[Par]) -> Iterator[Flag]:
        """Yield a flag for each of *pars* that rests on what is surprising of the nation."""
        nation = self.grounds.name(self.grounds.nation)
        for par in pars:
            cells = set(_rests_on(par))
            for doubt in self.surprises:
                if not cells.isdisjoint(doubt.cells):
                    said = f"{nation}: {doubt.reason}"
                    yield Flag(doubt.check, said, par.name, cells=doubt.cells, place=par.place)

    def in_pars(self, pars: Iterable[Par], *, every: bool = False) -> dict[str, Flag]:
        """Return a flag for each of *pars*, by name, whose figure of the nation may leave out places.

        Where a place has never given a figure of what no story leads on, only *every* flag says so: that is
        for the nation's own story, or all the others would repeat it.
        """
        nation, found = self.grounds.nation, {}
        for par in pars if self.left_out else ():
            figures = (run.prints for run in par.runs if isinstance(run.prints, Figure))
            subjects = (cell.subject for figure in figures for cell in figure.cells())
            measures = {each.measure for each in subjects if each.geography == nation}
            doubts = [
                doubt
                for name, doubt in self.left_out.items()
                if name in measures and (every or doubt.wrong or name in self.grounds.lead)
            ]
            if doubts:
                said = "; ".join(doubt.reason for doubt in doubts)
                cells = tuple(cell for doubt in doubts for cell in doubt.cells)
                found[par.name] = Flag("left out of the nation", said, par.name, cells=cells, place=par.place)
        return found


def _is_sum(figure: Figure) -> bool:
    """Return whether *figure* is a sum of others."""
    return not isinstance(figure.origin, Cell) and figure.origin.rule == "sum"


def untold(pars: Mapping[str, Par], untrue: Mapping[Cell, str]) -> dict[str, str]:
    """Return why each of *pars* that rests on what is *untrue* had better not be printed, by its name."""
    found = {}
    for name, par in pars.items():
        if reason := next((untrue[cell] for cell in _rests_on(par) if cell in untrue), ""):
            found[name] = reason
    return found


def _rests_on(par: Par) -> Iterator[Cell]:
    """Yield every cell that *par* rests on, by its figures and by its claims, as "fewer" is one."""
    for run in par.runs:
        figures = (run.prints,) if isinstance(run.prints, Figure) else ()
        for figure in run.prints.figures if isinstance(run.prints, Claim) else figures:
            yield from figure.cells()
