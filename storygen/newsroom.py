"""Newsroom: THE LINE, from a release to a story. Read this first.

    A release holds tables; a table gives figures; two figures make a comparison; a comparison suggests
    an angle; an angle sets a plan; a plan is written as copy.

`write_story` opens a release as one title sets it (an `Edition`) and walks the line for one place or
several. What cannot be written honestly comes back as `Held`, with reasons, never as an exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from storygen.edition import Edition, open_edition
from storygen.facts.figure import Cell, Gap
from storygen.facts.geography import Geography, find_places, read_gazetteer
from storygen.judging import untold
from storygen.pack import Pack
from storygen.settings import read_settings
from storygen.writing.angle import Rule, choose_angle
from storygen.writing.claim import FalseClaim
from storygen.writing.ednote import Overrule, let_run, noted
from storygen.writing.flag import OVERRULED, Flag
from storygen.writing.language import Names
from storygen.writing.story import Held, Par, Story, Told
from storygen.writing.terms import View
from storygen.writing.wording import Places


def write_story(pack: Pack, release: str | None, places: Sequence[str], **options: Any) -> Story | Held:
    """Write the story that *pack* tells of *places*, or say why there is none.

    *release* is the id of this year's, or None for the newest. *options* are those of `open_edition`
    (style, as_of, length, title, trial), and *without_held* and *overrule* of `write`.

    :raises StorygenError: a name is wrong or the pack is broken; doubtful figures never raise.
    """
    writing = {key: options.pop(key) for key in ("without_held", "overrule") if key in options}
    settings = options.get("settings") or read_settings()
    gazetteer = read_gazetteer(settings.data / "geographies", pack.unit)
    found, title, style = find_places(gazetteer, places)
    options.setdefault("style", style or "pa")
    options.setdefault("title", title)
    return write(open_edition(pack, release, **options), found, **writing)


def write(
    edition: Edition,
    places: Sequence[Geography],
    *,
    without_held: bool = False,
    overrule: Overrule | None = None,
) -> Story | Held:
    """Write the story of *places* in *edition*, or say why there is none.

    *without_held* writes of the places that can be told, and says in copy who is missing; *overrule* lets
    a story run whose figures are there but in doubt, with an ednote.
    """
    return read_again(edition, draft(edition, places, without_held, overrule), overrule)


def draft(
    edition: Edition, places: Sequence[Geography], without_held: bool, overrule: Overrule | None
) -> Story | Held:
    """Return the story of *places* before anybody has read it again, or why there is none."""
    shares = [tell(edition, place, index, len(places)) for index, place in enumerate(places)]
    held = [share for share in shares if share.reasons or (share.doubted and not overrule)]
    if held and not (without_held and len(held) < len(shares)):
        return _held(edition, places, held, overrule)
    missing = [share.told.place for share in held]
    if missing:
        kept = [share.told.place for share in shares if share not in held]
        shares = [tell(edition, place, index, len(kept)) for index, place in enumerate(kept)]
    return put_together(edition, shares, missing, overrule)


@dataclass(frozen=True, slots=True)
class Share:
    """One place's part of a story, or what holds it."""

    told: Told
    rule: Rule | None = None
    pars: Mapping[str, Par] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why it cannot be written at all."""
    doubted: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    """Why it is held for a person, who may overrule, and the cells of each reason."""
    cells: tuple[Cell, ...] = ()
    """The cells that what holds it rests on."""
    seen: Mapping[str, View] = field(default_factory=dict)
    """The place's measures, as its pars saw them."""


def tell(edition: Edition, place: Geography, turn: int, of: int) -> Share:
    """Compare the figures of *place*, choose its angle and write its own pars, or say what holds it.

    It is the place number *turn*, from nought, *of* so many in the story.
    """
    seen = edition.seen((place,))
    for name in edition.pack.lead:
        if isinstance(now := seen[name].exact[0], Gap):
            return _untold(edition, place, now)
    own = {"place": place, "several": of > 1, "first": turn == 0, "second": turn == 1}
    words = Names({**edition.common, **own}, seen)
    rule = choose_angle(edition.pack.chooser, words)
    if rule is None:
        return _untold(edition, place, _why_no_angle(edition, seen))
    codes = seen[edition.pack.lead[0]].codes
    words["quotes"] = edition.quotes(rule.angle, codes)
    told = Told(place, rule.angle, rule.because)
    try:
        parts = edition.written("place", rule.copy, words, place.code)
    except FalseClaim as error:
        return Share(told, reasons=(f"{place.name}: {error}",))
    if parts.gap:
        return _untold(edition, place, parts.gap)
    gate = edition.judge.judgement(place, codes)
    few, cells = edition.judge.too_few(codes, parts.pars.values(), (place,))
    asked = (
        replace(flag, message=f"{place.name}: {flag.message}", place=place.code)
        for flag in (*parts.flags, *parts.gaps.values())
    )
    return Share(
        told,
        rule,
        parts.pars,
        (*gate.flags, *asked),
        doubted={**gate.reasons, few: cells} if few else gate.reasons,
        seen=seen,
    )


def put_together(
    edition: Edition, shares: Sequence[Share], missing: Sequence[Geography], overrule: Overrule | None
) -> Story | Held:
    """Put the shares of a story together under its own headline and pars."""
    places = [share.told.place for share in shares]
    rule, total = _angle(edition, shares)
    names = {"total": total, "places": Places(places), "place": places[0], "several": len(places) > 1}
    words = Names({**edition.common, **names, "missing": Places(missing) if missing else None})
    words["quotes"] = edition.quotes(rule.angle, total[edition.pack.lead[0]].codes)
    try:
        gap = edition.shared(rule.copy).gap
        own = edition.written("story", rule.copy, words, places[0].code)
    except FalseClaim as error:
        return _hold(edition, places, (str(error),))
    if gap := gap or own.gap:
        return _hold(edition, places, (edition.why_held(gap),), (gap.cell,) if gap.cell else ())
    few, cells = edition.judge.too_few(total[edition.pack.lead[0]].codes, own.pars.values(), places)
    if few and not overrule:
        return _hold(edition, places, (few,), cells, may_overrule=True)
    whole, flags = edition.joined(rule.copy, own)
    doubted = {reason: told for share in shares for reason, told in share.doubted.items()}
    if few:
        doubted[few] = cells
    if untrue := edition.judge.untrue(_codes(edition, shares)):
        left = [untold(pars, untrue) for pars in (*(share.pars for share in shares), whole)]
        reasons = {name: reason for each in left for name, reason in each.items()}
        waits = {
            reason: tuple(cell for cell, why in untrue.items() if why == reason)
            for name, reason in reasons.items()
            if overrule or name in edition.pack.required
        }
        if waits and not overrule:
            rests_on = tuple(cell for each in waits.values() for cell in each)
            return _hold(edition, places, tuple(waits), rests_on, may_overrule=True)
        if not overrule:
            codes = (*(share.told.place.code for share in shares), "")
            flags += [
                flag for each, code in zip(left, codes, strict=True) for flag in _left_out(each, untrue, code)
            ]
            *own_pars, whole = (
                {name: par for name, par in pars.items() if name not in each}
                for pars, each in zip((*(share.pars for share in shares), whole), left, strict=True)
            )
            shares = [replace(share, pars=pars) for share, pars in zip(shares, own_pars, strict=True)]
        doubted |= waits
    pars = _in_order(edition, shares, whole)
    flags = [*edition.of_nation(rule.copy, pars, places), *flags]
    if overrule and doubted:
        said = str(overrule)
        flags += [Flag(OVERRULED, why, cells=told, let_run=said) for why, told in doubted.items()]
        pars = [*noted(pars, flags)]
    return Story(
        catchline=edition.catchline(places),
        slug=edition.slug(places),
        places=tuple(share.told for share in shares),
        angle=rule.angle,
        because=rule.because,
        pars=tuple(pars),
        release=edition.release,
        pack=edition.pack.name,
        style=edition.style.name,
        length=edition.length,
        title=edition.title,
        flags=(*(flag for share in shares for flag in share.flags), *flags),
        missing=tuple(missing),
        made_from=edition.made_from,
        embargoed=edition.embargoed,
        trial=edition.trial,
    )


def _left_out(reasons: Mapping[str, str], untrue: Mapping[Cell, str], place: str) -> Iterator[Flag]:
    """Yield a flag for each par of *place*, by name, that is left out for one of *reasons*, and its cells."""
    for name, reason in reasons.items():
        cells = tuple(cell for cell, why in untrue.items() if why == reason)
        said = f"{reason}: so the par that prints it is left out"
        yield Flag("left out", said, name, cells=cells, place=place)


def _codes(edition: Edition, shares: Sequence[Share]) -> Iterator[str]:
    """Yield the codes of the places of a story, and of the rows that tell of them."""
    for share in shares:
        yield share.told.place.code
        yield from share.seen[edition.pack.lead[0]].codes


def read_again(edition: Edition, story: Story | Held, overrule: Overrule | None) -> Story | Held:
    """Return *story* with what the second reader flags; one that is stopped is held, its draft kept."""
    if isinstance(story, Held):
        return story
    places = [told.place for told in story.places]
    found = edition.checks.of_pars(story.pars, places)
    if not found:
        return story
    read = story.with_flags(tuple(found))
    stops = tuple(flag for flag in found if flag.stop)
    if not stops:
        return read
    if overrule:
        read = read.with_flags(let_run(stops, overrule))
        return replace(read, pars=noted(read.pars, read.flags))
    reasons = tuple(flag.as_reason() for flag in stops)
    return replace(_hold(edition, places, reasons, may_overrule=True), draft=read)


def _in_order(edition: Edition, shares: Sequence[Share], own: Mapping[str, Par]) -> list[Par]:
    """Return the pars of a story as they read: its *own*, and those of each place's share in turn."""
    order = edition.reading(len(shares))
    every = [*(share.pars for share in shares), own]
    found = [
        (turns[name], par)
        for turns, pars in zip(order.turns, every, strict=True)
        for name, par in pars.items()
    ]
    found.sort(key=itemgetter(0))
    written = set().union(*every)
    alone = {name for name, beside in order.joined.items() if written.isdisjoint(beside)}
    return [par for _, par in found if par.name not in alone]


def _angle(edition: Edition, shares: Sequence[Share]) -> tuple[Rule, Mapping[str, View]]:
    """Return the story's angle and its total; the total's angle where it has both years, else the lead's."""
    lead = shares[0].rule
    assert lead is not None
    if len(shares) == 1:
        return lead, shares[0].seen
    total = edition.seen([share.told.place for share in shares])
    if any(isinstance(figure, Gap) for figure in total[edition.pack.lead[0]].exact):
        return lead, total
    own = {"place": shares[0].told.place, "several": True, "first": True, "second": False}
    words = Names({**edition.common, **own}, total)
    return choose_angle(edition.pack.chooser, words) or lead, total


def _why_no_angle(edition: Edition, seen: Mapping[str, View]) -> Gap:
    """Return why no rule could be asked: mostly, that there is nothing to compare with."""
    for name in edition.pack.lead:
        before = seen[name].exact[1]
        if isinstance(before, Gap):
            return Gap(f"no earlier figure to compare with ({before.reason})", before.cell, before.about)
    return Gap("no rule of angles.toml holds")


def _untold(edition: Edition, place: Geography, gap: Gap) -> Share:
    """Return the share of a place that *gap* holds."""
    reason = f"{place.name}: {edition.why_held(gap)}"
    return Share(Told(place, "", ""), reasons=(reason,), cells=(gap.cell,) if gap.cell else ())


def _held(
    edition: Edition, places: Sequence[Geography], held: Sequence[Share], overrule: Overrule | None
) -> Held:
    """Return the story as held, with the reasons of each share that holds it."""
    reasons = tuple(
        reason for share in held for reason in (*share.reasons, *(() if overrule else share.doubted))
    )
    cells = tuple(cell for share in held for cell in share.cells)
    if not overrule:
        cells += tuple(cell for share in held for each in share.doubted.values() for cell in each)
    may_overrule = not any(share.reasons for share in held)
    return _hold(edition, places, tuple(dict.fromkeys(reasons)), cells, may_overrule)


def _hold(
    edition: Edition,
    places: Sequence[Geography],
    reasons: tuple[str, ...],
    cells: tuple[Cell, ...] = (),
    may_overrule: bool = False,
) -> Held:
    """Return the story of *places* as held."""
    return replace(edition.held(places, reasons), cells=cells, may_overrule=may_overrule)
