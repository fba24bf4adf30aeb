"""Checking: finished copy read again before it goes, by the second reader and by the sub.

Both read the same shapes of its pars, which are found once; what all stories of a release share is read
once altogether.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from storygen.briefing import brief_of, house_of, unusable
from storygen.errors import UsageError
from storygen.facts.geography import Gazetteer, Geography
from storygen.facts.measure import Measures
from storygen.pack import Pack
from storygen.reading.questions import Questions
from storygen.reading.shape import NOTE, shapes_of
from storygen.writing.checks import CHECKS, Sub, turns
from storygen.writing.flag import Flag
from storygen.writing.markup import bare_of, is_marked
from storygen.writing.reader import Reader, copy_of
from storygen.writing.story import Par
from storygen.writing.style import Style

OF_COPY = frozenset({"reader", *CHECKS})
"""The checks whose flags are of finished copy, and give way when it is read again."""
NO_NOTE = "this begins like a note to editors, which is not for print: write it as copy, or take it out"
"""What is said of a par that is not the ednote and would pass for one on the wire."""
MOST_KNOWN = 24
"""As many releases, told in a style on a day, are remembered with what their pars say."""


class Checks:
    """Who reads the copy of one edition again."""

    def __init__(self, pack: Pack, measures: Measures, gazetteer: Gazetteer, style: Style, day: date) -> None:
        """Read the copy of *pack*, told of *measures* in *style* and published on *day*."""
        release = measures.table.release
        known = pack.read_before
        told = (release.period, release.published, release.publisher, day)
        about = (*told, unusable(pack, release.id, day), gazetteer.places)
        if about not in known:
            known[about] = Questions(brief_of(pack, measures, gazetteer, day))
        if (style, release.id, about) not in known:
            known[style, release.id, about] = Sub(house_of(pack, gazetteer, style, release, day))
        self.reader, self.sub = Reader(known[about], measures.table), known[style, release.id, about]
        while len(known) > MOST_KNOWN:
            known.pop(next(iter(known)))

    def of_pars(self, pars: Sequence[Par], places: Sequence[Geography]) -> list[Flag]:
        """Return what is false or doubtful in a story of *places*, its *pars* but the ednote.

        Several pars may have one name, each for a place of its own: while they are read they go by number.
        """
        if any(par.name == "ednote" for par in pars):
            return self.of_pars([par for par in pars if par.name != "ednote"], places)
        texts = [str(par) for par in pars]
        found = (self._unmarked if is_marked(texts) else self._read)(texts, places, turns(len(pars)))
        found += [
            Flag("leftover", NO_NOTE, str(turn), stop=True)
            for turn, text in enumerate(texts)
            if (" Overruled by " in text or text.startswith("EDITORS: ")) and NOTE.match(text)
        ]
        return [
            replace(flag, par=par.name, place=par.place)
            for flag, par in ((each, pars[int(each.par)]) for each in found)
        ]

    def of_copy(self, text: str, places: Sequence[Geography]) -> list[Flag]:
        """Return what is false or doubtful in finished copy, ours or an editor's; pars by number from one.

        :raises UsageError: there is nothing in it for print.
        """
        pars = copy_of(text)
        if not pars:
            raise UsageError("the copy", "there is nothing to read in it", "Hand in a headline and its pars")
        names = [str(number) for number in range(1, len(pars) + 1)]
        return (self._unmarked if is_marked(pars) else self._read)(pars, places, names)

    def _unmarked(self, pars: Sequence[str], places: Sequence[Geography], names: Sequence[str]) -> list[Flag]:
        """Return what of a web page is left in *pars*, and what is found in them without it."""
        brief = self.reader.brief
        own = " ".join(
            [*(each.words for each in brief.known), *(" ".join(each.words) for each in brief.frames)]
        )
        every = [bare_of(par, own) for par in pars]
        left = [
            replace(flag, par=name) for name, bare in zip(names, every, strict=True) for flag in bare.left
        ]
        turns = [turn for turn, bare in enumerate(every) if bare.text.strip()]
        found = self._read([every[turn].text for turn in turns], places, [str(turn) for turn in turns])
        return left + [
            replace(flag, par=names[int(flag.par)], span=every[int(flag.par)].span(flag.span))
            for flag in found
        ]

    def _read(self, pars: Sequence[str], places: Sequence[Geography], names: Sequence[str]) -> list[Flag]:
        """Return what the reader and the sub find in *pars*, called by their *names*."""
        settled = self.reader.settled
        new = [par for par in pars if par not in settled]
        found = dict(zip(new, shapes_of(new, self.reader.questions.names(places)), strict=True))
        shapes = [found.get(par) or settled[par] for par in pars]
        return [*self.reader.read(pars, shapes, places, names), *self.sub.read(pars, shapes, names)]
