"""Correcting: what one story that went out owes, now that a figure it rests on is printed otherwise.

A number that still rounds to what was printed holds, and so does a claim that its figures bear out. What does
not is written again: a par that nobody has touched as its pack writes it now, one of an editor's in the
editor's own words with the numbers in them changed. The second reader is asked of all of it, so that words
behind which no cell stands are found too.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from storygen import acts
from storygen.archive import kept
from storygen.archive.archive import Archive
from storygen.archive.kept import Kept
from storygen.edition import Edition
from storygen.editions import Editions, Setting, setting_of
from storygen.errors import StorygenError
from storygen.facts.figure import Cell, Figure, Gap, Subject, leaves
from storygen.facts.reworking import Reworking
from storygen.facts.table import said_of
from storygen.newsroom import draft
from storygen.regrets import regret
from storygen.revising import FIXED, with_correction, with_pars
from storygen.writing.claim import Claim
from storygen.writing.differing import Pair
from storygen.writing.ednote import Overrule
from storygen.writing.holding import Again, again
from storygen.writing.story import Par, Story

Key = tuple[str, str]
"""A par's name, and the place that it is for."""
LET_RUN = Overrule("what is doubtful in the revised figures is for whoever corrects it", kept.STORYGEN)
"""A corrective is drafted of doubtful figures too: an editor reads it before it goes."""


@dataclass(frozen=True, slots=True)
class Said:
    """A par that no longer holds: what it said, and what it says in the corrective."""

    name: str
    place: str
    was: str
    now: str
    """Nothing where it is left out."""

    @property
    def pair(self) -> Pair:
        """Return both beside one another."""
        return Pair(self.name, self.place, self.was, self.now or None)


@dataclass(frozen=True, slots=True)
class Corrective:
    """What puts a story right."""

    severity: str
    """`kept.FIGURE`, `DIRECTION` or `HEADLINE`."""
    said: tuple[Said, ...]
    words: str
    """What was wrong and what is true, as the copy says it."""
    copy: Story
    """The story put right, with those words in it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A par of copy that went out, its runs held against what is printed now."""

    par: Par
    runs: tuple[Again, ...]
    wrong: bool
    """Whether it no longer holds."""

    @property
    def key(self) -> Key:
        """Return what makes it the same par of two versions."""
        return self.par.name, self.par.place

    def reworded(self) -> Par:
        """Return it in the same words with the numbers that are true now, as far as anybody can say."""
        return Par.of(self.par.name, [each.now for each in self.runs], self.par.place)


def corrective(
    archive: Archive,
    editions: Editions,
    story: Kept,
    copy: Story,
    reworking: Reworking,
    newest: str,
    revised: Sequence[Cell] = (),
) -> Corrective | None:
    """Return what *copy*, the version of *story* that went out, owes; None where every word of it holds.

    *reworking* knows what is printed now, and *revised* are the cells that it rests on and that are printed
    otherwise; *newest* is the id of the newest release that says so.

    :raises StorygenError: the pack, the release or the style is not there any more.
    """
    setting = replace(setting_of(copy), revised_by=newest if newest != copy.release.id else "")
    reading = replace(setting, length="story", title="")
    stops = _stops(editions, reading, copy)
    with editions.writing(reading) as edition:
        runs = {
            par: tuple(again(run, reworking, edition.style) for run in par.runs)
            for par in copy.pars
            if par.name not in FIXED
        }
    if not stops and all(each.holds for of in runs.values() for each in of):
        return None
    origin = {(par.name, par.place): str(par) for par in acts.first_written(archive, story.number)}
    with editions.writing(setting) as edition:
        fresh = _written_anew(edition, copy)
    theirs = _by_key(fresh) if fresh and _is_of_one_pack(fresh, copy) else None
    checked = [_checked(par, of, stops, origin, theirs) for par, of in runs.items()]
    if not any(each.wrong for each in checked):
        return None
    with editions.writing(reading) as edition:
        return _drafted(edition, copy, checked, fresh, origin, theirs, reworking, revised)


def _drafted(
    edition: Edition,
    copy: Story,
    checked: Sequence[Checked],
    fresh: Story | None,
    origin: Mapping[Key, str],
    theirs: Mapping[Key, Par] | None,
    reworking: Reworking,
    revised: Sequence[Cell],
) -> Corrective:
    """Return the corrective of *copy*, whose pars were *checked*, read again in *edition*."""
    wrong = [each for each in checked if each.wrong]
    severity = _severity(wrong)
    turned = fresh if severity != kept.FIGURE and theirs is not None else None
    pars = _turned(checked, turned, origin) if turned else _mended(checked, origin, theirs)
    runs = [run for each in wrong for run in each.runs]
    words = regret(edition, copy, runs, severity, reworking, revised)
    told = replace(copy, made_from=copy.made_from | _made_from(edition))
    if turned:
        told = replace(told, places=turned.places, angle=turned.angle, because=turned.because)
    new = with_pars(edition, told, with_correction(copy, pars, words.par, foot=severity == kept.FIGURE))
    now = _by_key(new)
    said = tuple(
        Said(*each.key, str(each.par), str(now[each.key]) if each.key in now else "") for each in wrong
    )
    return Corrective(severity, said, words.text, new)


def _made_from(reading: Edition) -> dict[str, str]:
    """Return what of *reading* goes into a corrective beside what its story was made from."""
    return (
        {"revised_by": reading.revised_by} if reading.revised_by else {"release": reading.release.fingerprint}
    )


def _stops(editions: Editions, reading: Setting, copy: Story) -> set[tuple[str, str, str]]:
    """Return what the second reader finds false in *copy* now, but what was known of it when it went out."""
    stops = _found(editions, reading, copy) - {(flag.par, flag.place, flag.message) for flag in copy.flags}
    if stops and reading.revised_by:
        stops -= _found(editions, replace(reading, revised_by=""), copy)
    return stops


def _found(editions: Editions, reading: Setting, copy: Story) -> set[tuple[str, str, str]]:
    """Return what the second reader finds false in *copy*: the par's name and place, and what it says."""
    pars, places = [par for par in copy.pars if par.name not in FIXED], [told.place for told in copy.places]
    with editions.writing(reading) as edition:
        found = edition.checks.of_pars(pars, places)
    return {(each.par, each.place, each.message) for each in found if each.stop and each.check == "reader"}


def _written_anew(edition: Edition, copy: Story) -> Story | None:
    """Return the story of *copy* as its pack writes it now, or None where it cannot be written at all."""
    places = [*(told.place for told in copy.places), *copy.missing]
    try:
        found = draft(edition, places, bool(copy.missing), LET_RUN)
    except StorygenError:
        return None
    return found if isinstance(found, Story) else None


def _is_of_one_pack(fresh: Story, copy: Story) -> bool:
    """Return whether both were written by the same words and rules, so that only figures make them differ."""
    return all(fresh.made_from.get(key) == copy.made_from.get(key) for key in ("pack", "storygen"))


def _by_key(copy: Story) -> dict[Key, Par]:
    """Return the pars of *copy* by name and place."""
    return {(par.name, par.place): par for par in copy.pars}


def _checked(
    par: Par,
    runs: tuple[Again, ...],
    stops: set[tuple[str, str, str]],
    origin: Mapping[Key, str],
    theirs: Mapping[Key, Par] | None,
) -> Checked:
    """Return *par*, whose *runs* were held against what is printed now.

    One that nobody has touched, and that its pack writes in the same words again, holds whatever its runs
    say; where they cannot say, it is by those words that it is known.
    """
    key, words = (par.name, par.place), str(par)
    stopped = any((name, place) == key for name, place, _ in stops)
    wrong = stopped or any(each.holds is False for each in runs)
    if theirs is not None and origin.get(key) == words:
        same = key in theirs and str(theirs[key]) == words
        unsure = any(each.holds is None for each in runs)
        wrong = not same and (wrong or unsure)
    return Checked(par, runs, wrong)


def _severity(wrong: Sequence[Checked]) -> str:
    """Return how severe it is: the headline no longer holds, or a direction, or no more than a figure."""
    if any(each.par.name == "headline" for each in wrong):
        return kept.HEADLINE
    return kept.DIRECTION if any(run.turns for each in wrong for run in each.runs) else kept.FIGURE


def _mended(
    checked: Sequence[Checked], origin: Mapping[Key, str], theirs: Mapping[Key, Par] | None
) -> list[Par]:
    """Return the pars of a story in which only what no longer holds is another."""
    pars = []
    for each in checked:
        if each.wrong and theirs is not None and origin.get(each.key) == str(each.par):
            pars += [theirs[each.key]] if each.key in theirs else []
        else:
            pars.append(each.reworded())
    return pars


def _turned(checked: Sequence[Checked], fresh: Story, origin: Mapping[Key, str]) -> list[Par]:
    """Return the pars of a story that turned: as *fresh* has them, but those that an editor has touched.

    What an editor has cut stays cut; what an editor has added stands after the par that it stood after.
    """
    mine = {each.key: each for each in checked}
    pars: list[Par] = []
    for par in fresh.pars:
        key = (par.name, par.place)
        if par.name in FIXED or (key in origin and key not in mine):
            continue
        own = mine.get(key)
        pars.append(own.reworded() if own and origin.get(key) != str(own.par) else par)
    there = {(par.name, par.place) for par in pars}
    for turn, each in enumerate(checked):
        if each.key not in there and origin.get(each.key) != str(each.par):
            before = {one.key for one in checked[:turn]}
            at = max(
                (spot + 1 for spot, par in enumerate(pars) if (par.name, par.place) in before), default=0
            )
            pars.insert(at, each.reworded())
    return pars


def changed(copy: Story, reworking: Reworking, subjects: Container[Subject]) -> list[Cell]:
    """Return each cell that *copy* rests on and that is printed otherwise now, but those of its corrections.

    Of a cell that copy is only flagged for, no number is kept: it is changed if what it is about is among the
    *subjects* that were revised, and is printed in another release now.
    """
    figures = [
        figure
        for par, run in copy.runs()
        if par.name not in FIXED
        for figure in (run.prints.figures if isinstance(run.prints, Claim) else (run.prints,))
        if isinstance(figure, Figure)
    ]
    found = [
        next(leaf.cells())
        for leaf in leaves(figures)
        if (now := reworking.of(leaf)) is not None and said_of(now) != said_of(leaf)
    ]
    for cell in (cell for flag in copy.flags for cell in flag.cells if cell.subject in subjects):
        now = reworking.printed(cell)
        there = now.cell if isinstance(now, Gap) else next(now.cells()) if now else None
        found += [cell] if there and there.release != cell.release else []
    return list({cell.subject: cell for cell in found}.values())
