"""Judging: what the gate's doubts mean for stories: what holds them, what the editor is told beside them.

The doubts of a place are found when a story of it is first asked for, and kept: another story of the
same release looks them up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from storygen.facts import gate
from storygen.facts.doubt import Doubt, Grounds
from storygen.facts.figure import Cell, Figure, Gap, Subject, plain
from storygen.facts.geography import Gazetteer, Geography
from storygen.facts.measure import Measures
from storygen.pack import Pack
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
    reasons: tuple[str, ...] = ()
    """Why its story waits for a person."""
    cells: tuple[Cell, ...] = ()
    """The cells that those reasons rest on."""


NO_DOUBT = Judgement()


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
    def _untrue(self) -> Mapping[str, Mapping[Subject, str]]:
        """Return what can hardly be right and holds no story, by place and subject, with the reason.

        Of the nation it is all that would hold its own story: no other prints it either.
        """
        found: dict[str, dict[Subject, str]] = {}
        for place, doubts in self._by_place.items():
            for doubt in doubts:
                if doubt.check == "left out":  # which a par may print, with a flag: see `in_pars`
                    continue
                if (doubt.wrong and not doubt.hold) or (doubt.hold and place == self.grounds.nation):
                    reason = f"{self.grounds.name(place)}: {doubt.reason}"
                    mine = found.setdefault(place, {})
                    for cell in doubt.cells:
                        if cell.subject.geography == place:
                            mine.setdefault(cell.subject, reason)
        return found

    def untrue(self, codes: Iterable[str]) -> Mapping[Subject, str]:
        """Return why a story of the places coded *codes* may not print what, the nation's figures too."""
        if not self._untrue:
            return {}
        own, nation = tuple(codes), self.grounds.nation
        held = nation in own  # whose own doubts hold it, and may be overruled
        found = {
            subject: reason
            for place in dict.fromkeys((*own, nation))
            for subject, reason in self._untrue.get(place, {}).items()
        }
        if held:
            holding = {cell.subject for doubt in self.doubts((nation,)) if doubt.hold for cell in doubt.cells}
            found = {subject: reason for subject, reason in found.items() if subject not in holding}
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
            tuple(Flag(doubt.check, f"{of}: {doubt.reason}") for of, doubt in found if not doubt.hold),
            tuple(f"{of}: {doubt.reason}" for of, doubt in found if doubt.hold),
            tuple(cell for _, doubt in found if doubt.hold for cell in doubt.cells),
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
            reasons = [
                doubt.reason
                for name, doubt in self.left_out.items()
                if name in measures and (every or doubt.wrong or name in self.grounds.lead)
            ]
            if reasons:
                found[par.name] = Flag("left out of the nation", "; ".join(reasons), par.name)
        return found


def _is_sum(figure: Figure) -> bool:
    """Return whether *figure* is a sum of others."""
    return not isinstance(figure.origin, Cell) and figure.origin.rule == "sum"


def untold(pars: Mapping[str, Par], untrue: Mapping[Subject, str]) -> dict[str, str]:
    """Return why each of *pars* that prints what is *untrue* had better not be printed, by its name."""
    found = {}
    for name, par in pars.items():
        figures = (run.prints for run in par.runs if isinstance(run.prints, Figure))
        cells = (cell for figure in figures for cell in figure.cells())
        if reason := next((untrue[cell.subject] for cell in cells if cell.subject in untrue), ""):
            found[name] = reason
    return found
