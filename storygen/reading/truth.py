"""Truth: whether the figures bear out what copy says.

Each answer is "" where they do, what is true where they don't, and None where they cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from storygen.facts.figure import plain
from storygen.facts.measure import Measure
from storygen.reading.apart import APART
from storygen.reading.asked import PEAK, Answer, Asked, Groups
from storygen.reading.lexicon import DOWN, LEVEL, LITTLE, UP, WEAK
from storygen.reading.numerals import Number
from storygen.reading.ranking import RANKINGS
from storygen.reading.series import SERIES
from storygen.reading.sums import Sums, Value, fits, is_exact, part_fits, rounded, times_fit
from storygen.reading.telling import in_units, named, shown, told_of

SLIGHT, SHARP = Decimal(5), Decimal(10)
"""In per cent: what is under the one is slight, what is over the other sharp, where a pack doesn't say."""


def answer(asked: Asked, number: Number | None, groups: Groups, sums: Sums) -> Answer:
    """Return whether *asked*, about *number*, is true of one of *groups* by one of its measures."""
    told = _answer(asked, number, groups, sums)
    if asked.negated and asked.kind in _DENIED and told is not None:
        return "" if told else "the copy says that it is not, and it is"
    return told


_DENIED = frozenset({"level", "change", "share", "multiple", "one", "tally", "among", "extreme", "streak"})
"""What a "not" before it turns round; a move and a rank see to it themselves."""


_OF_SERIES = frozenset({"extreme", "peaked", "began", "since", "record", "yearly"})


def _answer(asked: Asked, number: Number | None, groups: Groups, sums: Sums) -> Answer:
    """Return whether *asked* is true, but for a "not" in it."""
    ask = ANSWERS[asked.kind]
    found: Answer = None
    measures = asked.measures
    if asked.kind in _OF_SERIES or asked.before == PEAK:  # what has the longest memory answers
        measures = tuple(sorted(measures, key=lambda each: -len(sums.series(each, groups[0]))))
    for codes in groups:  # its own row by any measure, before those of the places within
        for measure in measures:
            said = ask(asked, number, measure, codes, sums)
            if said == "":
                return ""
            found = found or said
    return found


def _level(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a figure is the number printed."""
    exact = sums.value(measure, codes, asked.before)
    if exact is None:
        return None
    said = in_units(asked, number)
    bare = not (asked.hedge or asked.unit or exact.bound or measure.unstated) and asked.scale == 1
    if bare and said.decimals < 2 and exact.number == said.value and measure.unit != "per cent":
        return ""  # what is said most: a number, as it is
    return _fits(asked, said, exact, measure, codes, sums)


def _first(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a figure was first published as the number printed."""
    exact = sums.first(measure, codes, asked.before)
    if exact is None:
        return None
    said = in_units(asked, number)
    fair = fits(said.value, said.decimals, exact.number, asked.hedge)
    return "" if fair else f"{named(measure)} was first published as {shown(exact.number)}"


def _fits(
    asked: Asked, said: Number, exact: Value, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether the number said is a fair way to print the exact one, unit, hedge and all."""
    hedge = "about" if asked.scale > 1 and not asked.hedge else asked.hedge
    if asked.unit == "part":
        fault, fair = (
            "",
            measure.unit == "per cent"
            and part_fits(exact.number, asked.literal or 100 / said.value, asked.hedge),
        )
    else:
        fault = _unit_fault(asked, said, measure) or _hedge_fault(asked, said, exact, measure, codes, sums)
        fair = fits(said.value, said.decimals, exact.number, hedge)
        if exact.bound and measure.unit != "per cent" and rounded(exact.number, said.decimals) == said.value:
            fair = hedge in _BOUND[exact.bound]
    return "" if fair and not fault else f"{told_of(measure, asked.before, exact)}{fault}"


def _unit_fault(asked: Asked, said: Number, measure: Measure) -> str:
    """Return what is wrong with the unit that a number is said in, or nothing."""
    if asked.unit == "per cent" and measure.unit != "per cent":
        return ", and no percentage"
    if measure.unit == "per cent" and not asked.unit:
        return " per cent: say so"
    if asked.unit == "points":
        return " per cent: percentage points are for changes (rule A3)"
    return ": copy has at most one decimal (rule S2)" if said.decimals > 1 else ""


def _hedge_fault(
    asked: Asked, said: Number, exact: Value, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> str:
    """Return what is wrong with a hedge, or the lack of one, or nothing (rule A10)."""
    hedge = asked.hedge
    if exact.bound:
        said_so = hedge or measure.unit == "per cent"
        return "" if said_so else f", and was seen only as “{exact.bound}”: say so"
    if measure.unstated:
        rest = sums.value(sums.brief.measures[measure.unstated], codes, asked.before)
        if rest and rest.number and hedge != "at least":
            return f", and for {plain(rest.number)} it was not stated: say “at least”"
        if rest and not rest.number and hedge == "at least":
            return " exactly: nothing was left unstated"
        if hedge == "at least":
            return ""
    return f", and takes no “{hedge}”" if hedge and is_exact(said, exact.number, measure.unit, hedge) else ""


_BOUND = {"about": ("about",), "at least": ("at least", "more than")}


def _change(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a figure changed by so much, that way."""
    pair = sums.pair(measure, codes, asked.now or sums.brief.period.end, asked.before)
    if pair is None:
        return None
    new, old = pair
    said = in_units(asked, number)
    if asked.unit == "per cent" and measure.unit == "per cent":
        return f"{named(measure)} is a percentage itself: its change is in percentage points"
    if asked.unit == "points" and measure.unit != "per cent":
        return f"{named(measure)} is no percentage: its change is in per cent"
    if asked.unit in ("per cent", "part") and not old:
        return f"{named(measure)} was nought before, so there is no percentage"
    relative = asked.unit in ("per cent", "part")
    exact = (new - old) * 100 / old if relative else new - old
    size = abs(exact)
    if asked.way in (LEVEL, LITTLE):
        return None
    if (asked.way == UP and exact <= 0) or (asked.way == DOWN and exact >= 0):
        fair = False
    elif asked.unit == "part":
        fair = part_fits(size, asked.literal or 100 / said.value, asked.hedge)
    elif (
        asked.hedge
        and not relative
        and not _seen_so(asked, measure, codes, sums)
        and is_exact(said, size, measure.unit, asked.hedge)
    ):
        fair = False
    else:
        tiny = asked.hedge == "less than" and 0 < size < said.value
        fair = tiny or fits(said.value, said.decimals, size, asked.hedge)
    if fair:
        return ""
    told = f"{named(measure)} went from {shown(old)} to {shown(new)}, a change of {shown(exact)}"
    return f"{told} per cent" if relative else told


def _seen_so(asked: Asked, measure: Measure, codes: tuple[str, ...], sums: Sums) -> bool:
    """Return whether one of the two figures of a change was seen only rounded, so that it may be hedged."""
    both = (sums.value(measure, codes, when) for when in (asked.now, asked.before))
    return any(value is not None and bool(value.bound) for value in both)


def _move(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a figure went that way."""
    pair = sums.pair(measure, codes, asked.now or sums.brief.period.end, asked.before)
    if pair is None:
        return None
    new, old = pair
    if hidden := _hidden(asked, measure, codes, pair, sums):
        return hidden
    went = UP if new > old else DOWN if new < old else LEVEL
    if asked.way == LITTLE:
        fair = bool(old) and abs(new - old) * 100 / old < sums.brief.little
    else:
        fair = went == asked.way
    return "" if fair != asked.negated else f"{named(measure)} went from {shown(old)} to {shown(new)}"


def _hidden(
    asked: Asked, measure: Measure, codes: tuple[str, ...], pair: tuple[Decimal, Decimal], sums: Sums
) -> str:
    """Return why a change may be none: cases that were not stated could turn it round; or nothing."""
    if not measure.unstated:
        return ""
    rest = sums.pair(
        sums.brief.measures[measure.unstated], codes, asked.now or sums.brief.period.end, asked.before
    )
    new, old = pair
    if rest is None or new + rest[0] < old or new > old + rest[1] or not any(rest):
        return ""
    unstated = f"{shown(rest[1])} and {shown(rest[0])} were not stated"
    return f"{named(measure)} went from {shown(old)} to {shown(new)}, but {unstated}"


def _strength(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a change is of the size that its word is kept for."""
    pair = sums.pair(measure, codes, asked.now or sums.brief.period.end, asked.before)
    if pair is None or not pair[1]:
        return None
    size = abs(pair[0] - pair[1]) * 100 / pair[1]
    told = f"{named(measure)} changed by {shown(size)} per cent"
    for words, least, most in sums.brief.strengths:
        if asked.words == words or (asked.words in words.split() and " " not in asked.words):
            return "" if size >= least and (most is None or size < most) else told
    if asked.words in WEAK:
        return "" if size < SLIGHT else told
    return "" if size >= SHARP else told


def _multiple(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a figure is so many times what it was."""
    pair = sums.pair(measure, codes, asked.now or sums.brief.period.end, asked.before)
    if pair is None or not pair[1] or not pair[0]:
        return None
    new, old = pair
    exact = new / old
    told = f"{named(measure)} went from {shown(old)} to {shown(new)}, {shown(exact)} times as many"
    fair = times_fit(exact, in_units(asked, number).value or Decimal("0.5"), asked.hedge)
    return "" if fair else told


def _share(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether one figure is that share of another."""
    part = sums.value(measure, codes, asked.before)
    found: Answer = None
    for each in asked.whole:
        whole = sums.value(each, asked.other or codes, asked.before)
        if part is None or whole is None or not whole.number:
            continue
        exact, said = part.number * 100 / whole.number, in_units(asked, number)
        if asked.unit == "part" and part_fits(exact, asked.literal or 100 / said.value, asked.hedge):
            return ""
        if asked.unit != "part" and fits(said.value, said.decimals, exact, asked.hedge):
            return ""
        nation = " across the nation" if asked.other else ""
        found = f"{named(measure)} is {shown(exact)} per cent of {named(each)}{nation}"
    return found


def _pace(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a year's figure is so many a month, a week, a day or an hour."""
    exact = sums.value(measure, codes, asked.before)
    if exact is None or measure.span != "year ending":
        return None
    said, parts = in_units(asked, number), _PACES[asked.way]
    every = [exact.number / part for part in parts]
    hedges = (asked.hedge, "about") if not asked.hedge else (asked.hedge,)
    fair = any(fits(said.value, said.decimals, each, hedge) for each in every for hedge in hedges)
    return "" if fair else f"{named(measure)} comes to {shown(every[0])} a {asked.way}"


_PACES = {
    "month": (Decimal(12),),
    "week": (Decimal(52), Decimal(365) / 7),
    "day": (Decimal(365), Decimal(366)),
    "hour": (Decimal(8_760), Decimal(8_784)),
}
"""How many there are in a year."""


ANSWERS: Mapping[str, Callable[[Asked, Number | None, Measure, tuple[str, ...], Sums], Answer]] = {
    "level": _level,
    "first": _first,
    "change": _change,
    "move": _move,
    "strength": _strength,
    "multiple": _multiple,
    "share": _share,
    "pace": _pace,
    **APART,
    **RANKINGS,
    **SERIES,
}
"""How each kind of thing that copy says is asked."""
