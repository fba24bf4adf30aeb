"""Counting: what a pack says it counts, in its [[measure]] entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from storygen.errors import PackError
from storygen.facts.measure import ENDS, UNITS, WAYS, Measure
from storygen.facts.period import period_from_key

MEASURE_KEYS = (
    *("name", "unit", "noun", "called", "span", "like", "sum", "share", "base", "less"),
    *("against", "back", "ranked", "signed", "kept", "total_of", "change_of"),
    *("said", "per", "kind", "unstated"),
)
SPANS = ("at", "year ending")
RANKED = ("none", "value", "percent")
RESERVED = frozenset(
    {"nation", "total", "place", "places", "missing", "release", "period", "prior"}
    | {"quotes", "pick", "several", "first", "second"}
)
"""What rules and templates call other things by."""


def measures_from_data(entries: Any, span: str, where: str) -> tuple[Measure, ...]:
    """Return the measures of a pack, each worked out only from ones above it.

    *span* is that of the pack's releases, which a measure has unless it says otherwise.

    :raises PackError: an entry is not of the form docs/packs.md gives.
    """
    if not isinstance(entries, list) or not entries:
        raise PackError(where, "there is no [[measure]]", "Say what the pack counts")
    found: dict[str, Measure] = {}
    for number, entry in enumerate(entries, 1):
        here = f"{where}, measure {number}"
        measure = _measure(entry, span, found, here)
        if measure.name in found:
            raise PackError(here, f"two measures are called “{measure.name}”", "Give each its own name")
        found[measure.name] = measure
    for number, measure in enumerate(found.values(), 1):
        _refuse_strangers(measure, found, f"{where}, measure {number}")
    return tuple(found.values())


def _refuse_strangers(measure: Measure, found: Mapping[str, Measure], where: str) -> None:
    """Refuse a *measure* that is the total or the change of what is no other measure of the pack.

    :raises PackError: it is.
    """
    for name in (*measure.total_of, *filter(None, [measure.change_of])):
        if name not in found or name == measure.name:
            said = ", ".join(each for each in found if each != measure.name)
            raise PackError(where, f"“{name}” is no other measure of this pack", f"It measures {said}")
    for part in (found[name] for name in measure.total_of):
        if (part.back, part.against) != (measure.back, measure.against):
            raise PackError(where, f"“{part.name}” is of another time than the total", "Name one of its time")


def _measure(entry: Mapping[str, Any], span: str, known: Mapping[str, Measure], where: str) -> Measure:
    """Return the measure of one entry."""
    name = str(entry.get("name", ""))
    if strange := set(entry) - set(MEASURE_KEYS):
        raise PackError(where, f"unknown key {', '.join(sorted(strange))}", f"Use {', '.join(MEASURE_KEYS)}")
    if not name.isidentifier() or name in RESERVED:
        raise PackError(where, f"“{name}” will not do for a name", "Use letters, digits and underscores")
    way, parts = _way(entry, known, where)
    first = known[parts[0]] if parts else None
    if way == "read" and first and first.way != "read":
        way, parts = first.way, first.parts  # like a measure that is itself worked out
    unit = first.unit if first else entry.get("unit", "count")
    unit = {"share": "per cent", "base": "count"}.get(way, unit)
    return Measure(
        name=name,
        unit=_one_of("unit", unit, UNITS, where),
        noun=str(entry.get("noun", first.noun if first else "")),
        called=str(entry.get("called", first.called if first and "like" in entry else "")),
        span=_one_of("span", entry.get("span", first.span if first else span), SPANS, where),
        way=way,
        parts=parts,
        against=_against(entry.get("against", 12), where),
        back=_months("back", entry.get("back", 0), where),
        ranked=_one_of("ranked", entry.get("ranked", "none"), RANKED, where),
        signed=_truth("signed", entry.get("signed", False), where),
        kept=str(entry.get("kept", "")),
        said=_said(entry, where),
        per=str(entry.get("per", "")),
        kind=str(entry.get("kind", "")),
        unstated=str(entry.get("unstated", "")),
        total_of=_names("total_of", entry.get("total_of", []), where),
        change_of=str(entry.get("change_of", "")),
    )


def _said(entry: Mapping[str, Any], where: str) -> tuple[str, ...]:
    """Return the words by which copy speaks of a measure: as given, else its noun."""
    noun = entry.get("noun", "")
    given = entry.get("said", [noun] if noun and "like" not in entry else [])
    if not isinstance(given, list) or not all(isinstance(phrase, str) and phrase.strip() for phrase in given):
        raise PackError(where, f"said is {given!r}", 'Write a list of phrases: said = ["police officer"]')
    for phrase in given:
        if phrase.count("…") > 1 or phrase.strip().startswith("…") or phrase.strip().endswith("…"):
            raise PackError(where, f"“{phrase}” is no phrase", "Put “…” once, between words")
    return tuple(phrase.strip() for phrase in given)


def _way(entry: Mapping[str, Any], known: Mapping[str, Measure], where: str) -> tuple[str, tuple[str, ...]]:
    """Return the way a measure is come by, and the measures it is worked out from."""
    ways = [way for way in (*WAYS, "like") if way in entry]
    if len(ways) > 1:
        raise PackError(where, f"it has {' and '.join(ways)}", "Give one of them")
    if not ways:
        return "read", ()
    given = [entry["like"]] if ways == ["like"] else entry[ways[0]]
    if not isinstance(given, list) or (ways[0] in ("share", "base") and len(given) != 2) or not given:
        raise PackError(
            where, f"{ways[0]} is {given!r}", "Write a list of measures: of two, for share and base"
        )
    for part in given:
        if part not in known:
            said = ", ".join(known) or "none"
            raise PackError(where, f"“{part}” is no measure above this one", f"Above it are {said}")
    return ("read" if ways == ["like"] else ways[0]), tuple(map(str, given))


def _one_of(key: str, value: object, allowed: Iterable[str], where: str) -> str:
    """Return the text *value*, which must be one of *allowed*."""
    if value not in tuple(allowed):
        raise PackError(where, f"{key} is “{value}”", f"Use {', '.join(allowed)}")
    return str(value)


def _names(key: str, value: object, where: str) -> tuple[str, ...]:
    """Return a list of names of measures."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise PackError(where, f"{key} is {value!r}", "Write a list of measures")
    return tuple(value)


def _truth(key: str, value: object, where: str) -> bool:
    """Return what must be true or false."""
    if not isinstance(value, bool):
        raise PackError(where, f"{key} is {value!r}", "Write true or false")
    return value


MOST_MONTHS = 1200
"""Nothing that we count is set against what was longer ago."""


def _months(key: str, value: object, where: str) -> int:
    """Return a number of months."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_MONTHS:
        raise PackError(
            where, f"{key} is {value!r}", f"Write a whole number of months from 0 to {MOST_MONTHS}"
        )
    return value


def _against(value: object, where: str) -> str:
    """Return what a measure is set against: months, an end of its series, or a period."""
    if not isinstance(value, str):
        return str(_months("against", value, where) or 12)
    if value in ENDS:
        return value
    if value.isdecimal():
        return str(_months("against", int(value[:9]), where) or 12)
    try:
        return period_from_key(value).key
    except ValueError as error:
        raise PackError(where, str(error), f"Or a number of months, or {' or '.join(ENDS)}") from error
