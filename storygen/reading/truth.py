"""Truth: whether the figures bear out what copy says.

Each answer is "" where they do, what is true where they don't, and None where they cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from storygen.facts.figure import plain
from storygen.facts.measure import Measure
from storygen.reading.asked import Asked, When
from storygen.reading.lexicon import DOWN, HIGHEST, LEVEL, LITTLE, UP, WEAK
from storygen.reading.moments import back
from storygen.reading.numerals import Number
from storygen.reading.sums import Sums, Value, fits, rounded

Answer = str | None
SLIGHT, SHARP = Decimal(5), Decimal(10)
"""In per cent: what is under the one is slight, what is over the other sharp, where a pack doesn't say."""
Groups = Sequence[tuple[str, ...]]
"""The rows that may tell of the places asked of: their own, or those of the places within."""


def answer(asked: Asked, number: Number | None, groups: Groups, sums: Sums) -> Answer:
    """Return whether *asked*, about *number*, is true of one of *groups* by one of its measures."""
    ask = ANSWERS[asked.kind]
    found: Answer = None
    for measure in asked.measures:
        for codes in groups:
            said = ask(asked, number, measure, codes, sums)
            if said == "":
                return ""
            found = found or said
    return found


def _number(asked: Asked, number: Number | None) -> Number:
    """Return the number that is asked about, in units."""
    if number is None:
        return Number(asked.literal or Decimal(0), 0)
    return number if asked.scale == 1 else Number(number.value * asked.scale, 0)


def _level(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a figure is the number printed."""
    exact = sums.value(measure, codes, asked.before)
    if exact is None:
        return None
    said = _number(asked, number)
    if not asked.hedge and not exact.bound and not measure.unstated and not asked.unit:
        # What is said most: a number, as it is.
        if exact.number == said.value or (
            asked.scale == 1 and rounded(exact.number, said.decimals) == said.value
        ):
            return ""
    return _fits(asked, said, exact, measure, codes, sums)


def _first(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a figure was first published as the number printed."""
    exact = sums.first(measure, codes, asked.before)
    if exact is None:
        return None
    said = _number(asked, number)
    fair = fits(said.value, said.decimals, exact.number, asked.hedge)
    return "" if fair else f"{_name(measure)} was first published as {_shown(exact.number)}"


def _fits(
    asked: Asked, said: Number, exact: Value, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether the number said is a fair way to print the exact one, hedge and all."""
    hedge, told = asked.hedge, _told(measure, asked.before, exact)
    if asked.unit == "points":
        return f"{_name(measure)} is in per cent: percentage points are for changes"
    if measure.unstated:
        rest = sums.value(sums.brief.measures[measure.unstated], codes, asked.before)
        if rest and rest.number and hedge != "at least":
            return f"{told}, and for {plain(rest.number)} it was not stated: say “at least”"
        if rest and not rest.number and hedge == "at least":
            return f"{told} exactly: nothing was left unstated"
    if (
        hedge
        and not (measure.unstated and hedge == "at least")
        and not exact.bound
        and _is_exact(said, exact.number, measure, hedge)
    ):
        return f"{told}, and takes no “{hedge}” (rule A10)"
    if exact.bound and not hedge:
        return f"{told}, and was seen only as “{exact.bound}”: say so"
    if exact.bound:
        if exact.number == said.value:
            return "" if hedge in _BOUND[exact.bound] else told
        return "" if fits(said.value, said.decimals, exact.number, hedge) else told
    if asked.scale > 1 and not hedge:
        hedge = "about"
    return "" if fits(said.value, said.decimals, exact.number, hedge) else told


def _is_exact(said: Number, exact: Decimal, measure: Measure, hedge: str) -> bool:
    """Return whether a hedged number is the exact one, or no round one, on which no hedge may sit."""
    if measure.unit == "per cent":
        return False
    if rounded(exact, said.decimals) == said.value:
        return not (hedge == "about" and exact != said.value and not said.value % 100)
    if hedge == "about" or said.value < 100:
        return False
    step = Decimal(1).scaleb(said.value.adjusted() - 1)
    return bool(said.value % step and said.value % (step / 2))


_BOUND = {"about": ("about",), "at least": ("at least", "more than")}


def _told(measure: Measure, when: When, exact: Value) -> str:
    """Return a figure in plain words."""
    return (
        f"{_name(measure)} {_when(when)} is {exact.bound + ' ' if exact.bound else ''}{_shown(exact.number)}"
    )


def _name(measure: Measure) -> str:
    """Return what a measure is called in a message."""
    return f"“{measure.name}”"


def _when(when: When) -> str:
    """Return a time in plain words."""
    return when.isoformat() if isinstance(when, date) else f"at its {when}"


def _shown(number: Decimal) -> str:
    """Return a number in plain digits, to two decimals at most."""
    return plain(rounded(number, 2))


def _change(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a figure changed by so much, that way."""
    pair = sums.pair(measure, codes, asked.now or sums.brief.period.end, asked.before)
    if pair is None:
        return None
    new, old = pair
    said = _number(asked, number)
    if asked.unit == "per cent" and measure.unit == "per cent":
        return f"{_name(measure)} is a percentage itself: its change is in percentage points"
    if asked.unit == "points" and measure.unit != "per cent":
        return f"{_name(measure)} is no percentage: its change is in per cent"
    if asked.unit in ("per cent", "part") and not old:
        return f"{_name(measure)} was nought before, so there is no percentage"
    relative = asked.unit in ("per cent", "part")
    exact = (new - old) * 100 / old if relative else new - old
    told = f"{_name(measure)} went from {_shown(old)} to {_shown(new)}, a change of {_shown(exact)}"
    told += " per cent" if relative else ""
    if (asked.way == UP and exact <= 0) or (asked.way == DOWN and exact >= 0):
        return told
    if asked.way in (LEVEL, LITTLE):
        return None
    size = abs(exact)
    if asked.unit not in ("per cent", "part") and asked.hedge and _is_exact(said, size, measure, asked.hedge):
        return f"{told} exactly, and takes no “{asked.hedge}” (rule A10)"
    if asked.unit == "part":
        whole = asked.literal or 100 / said.value
        return "" if (size >= whole if asked.hedge == "at least" else abs(size - whole) <= 1) else told
    decimals = said.decimals
    if asked.hedge == "less than" and size < said.value and size > 0:
        return ""
    return "" if fits(said.value, decimals, size, asked.hedge) else told


def _move(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a figure went that way."""
    pair = sums.pair(measure, codes, asked.now or sums.brief.period.end, asked.before)
    if pair is None:
        return None
    new, old = pair
    went = UP if new > old else DOWN if new < old else LEVEL
    told = f"{_name(measure)} went from {_shown(old)} to {_shown(new)}"
    if asked.way == LITTLE:
        little = old and abs(new - old) * 100 / old < sums.brief.little
        return "" if bool(little) != asked.negated else told
    return "" if (went == asked.way) != asked.negated else told


def _strength(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a change is of the size that its word is kept for."""
    pair = sums.pair(measure, codes, asked.now or sums.brief.period.end, asked.before)
    if pair is None or not pair[1]:
        return None
    size = abs(pair[0] - pair[1]) * 100 / pair[1]
    told = f"{_name(measure)} changed by {_shown(size)} per cent"
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
    times = _number(asked, number).value or Decimal("0.5")
    exact = new / old
    told = f"{_name(measure)} went from {_shown(old)} to {_shown(new)}, {_shown(exact)} times as many"
    near = abs(exact - times) <= times * 2 / 100
    fair = {
        "almost": exact < times and near,
        "more than": times < exact < times + 1,
        "just over": exact > times and near,
        "less than": exact < times,
        "at least": exact >= times,
    }.get(asked.hedge, near)
    return "" if fair else told


def _rank(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a place has that place among all, from that end, alone."""
    wanted = _number(asked, number).value
    if len(codes) != 1 or codes[0] not in sums.places:
        return None
    pairs = sums.changes(measure, asked.now or sums.brief.period.end, asked.before)
    if asked.way in (UP, DOWN):
        ranked = {code: (new - old) / old for code, (new, old) in pairs.items() if old}
    else:
        found = {code: sums.value(measure, (code,), sums.brief.period.end) for code in sums.places}
        ranked = {code: value.number for code, value in found.items() if value}
    if len(ranked) < len(sums.places):
        return None
    own, up = ranked[codes[0]], asked.way in (UP, HIGHEST)
    if asked.hedge == "least":  # "the smallest rise": of those that rose
        ranked, up = {code: each for code, each in ranked.items() if (each > 0) == up and each}, not up
    ahead = sum(1 for each in ranked.values() if (each > own if up else each < own))
    tied = sum(1 for each in ranked.values() if each == own) - 1
    if asked.way in (UP, DOWN) and (own > 0) != (asked.way == UP):
        return f"{_name(measure)} went the other way"
    told = f"{_name(measure)} is number {ahead + 1} of {len(ranked)}" + (
        f", with {tied} more" if tied else ""
    )
    return "" if (ahead + 1 == wanted and not tied) != asked.negated else told


def _tally(asked: Asked, number: Number | None, measure: Measure, _: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether so many places went that way."""
    pairs = sums.changes(measure, asked.now or sums.brief.period.end, asked.before)
    if not pairs or asked.way not in (UP, DOWN):
        return None
    exact = sum(1 for new, old in pairs.values() if (new > old if asked.way == UP else new < old))
    fair = exact == _number(asked, number).value and not asked.hedge
    return "" if fair else f"{exact} of {len(pairs)} places went {asked.way}"


def _among(asked: Asked, number: Number | None, measure: Measure, _: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether so many places are counted at all."""
    del measure
    exact = len(sums.places)
    return "" if exact == _number(asked, number).value and not asked.hedge else f"there are {exact}"


def _streak(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a figure went the same way so many years in a row."""
    years = int(_number(asked, number).value)
    end = asked.now or sums.brief.period.end
    for year in range(min(years, 60)):
        pair = sums.pair(measure, codes, back(end, 12 * year), back(end, 12 * year + 12))
        if pair is None:
            return None
        went = UP if pair[0] > pair[1] else DOWN if pair[0] < pair[1] else LEVEL
        if went != asked.way:
            return f"{_name(measure)} went from {_shown(pair[1])} to {_shown(pair[0])} {year} years before"
    return "" if years > 1 else None


def _one(asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a story's place is one of some: it is never two."""
    del measure, codes, sums
    return "" if _number(asked, number).value == 1 else "a place is one of them"


def _peaked(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a series was at its highest on the day said."""
    every = list(sums.series(measure, codes))
    if len(every) < 3:
        return None
    best = max(every, key=lambda each: each[0].number)[1]
    return "" if best == asked.now else f"{_name(measure)} was at its peak on {best}"


def _extreme(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether a number is the highest or lowest of its series, and was so on that day."""
    every = list(sums.series(measure, codes))
    if len(every) < 3:
        return None
    pick = max if asked.way == HIGHEST else min
    best = pick(every, key=lambda each: each[0].number)
    told = f"{_name(measure)} was {asked.way} on {best[1]}, at {_shown(best[0].number)}"
    if asked.now and asked.now != best[1]:
        return told
    said = _number(asked, number)
    return "" if fits(said.value, said.decimals, best[0].number, asked.hedge) else told


def _commonest(
    asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether there is more (or less) of this than of any other of its kind."""
    every = {
        each.name: sums.value(each, codes, asked.before)
        for each in sums.brief.measures.values()
        if each.kind == asked.words
    }
    numbers = {name: value.number for name, value in every.items() if value}
    if measure.name not in numbers or len(numbers) < len(every):
        return None
    pick = max if asked.way == HIGHEST else min
    best = pick(numbers, key=lambda name: numbers[name])
    return "" if numbers[best] == numbers[measure.name] else f"“{best}” is, at {_shown(numbers[best])}"


def _share(
    asked: Asked, number: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums
) -> Answer:
    """Ask whether one figure is that share of another."""
    part = sums.value(measure, codes, asked.before)
    found: Answer = None
    for each in asked.whole:
        whole = sums.value(each, codes, asked.before)
        if part is None or whole is None or not whole.number:
            continue
        exact, said = part.number * 100 / whole.number, _number(asked, number)
        if fits(said.value, said.decimals, exact, asked.hedge):
            return ""
        found = f"{_name(measure)} is {_shown(exact)} per cent of {_name(each)}"
    return found


def _began(asked: Asked, _: Number | None, measure: Measure, codes: tuple[str, ...], sums: Sums) -> Answer:
    """Ask whether a series begins in the year said."""
    first = next((day for _, day in sums.series(measure, codes)), None)
    if first is None or asked.now is None:
        return None
    return "" if first.year == asked.now.year else f"the series begins in {first.year}"


ANSWERS: Mapping[str, Callable[[Asked, Number | None, Measure, tuple[str, ...], Sums], Answer]] = {
    "level": _level,
    "first": _first,
    "change": _change,
    "move": _move,
    "strength": _strength,
    "multiple": _multiple,
    "rank": _rank,
    "tally": _tally,
    "among": _among,
    "streak": _streak,
    "extreme": _extreme,
    "commonest": _commonest,
    "share": _share,
    "began": _began,
    "one": _one,
    "peaked": _peaked,
}
"""How each kind of thing that copy says is asked."""
