"""Amiss: what is wrong with a sentence whatever the figures are.

A place of no story, a time that is none, a noun that nobody counted, one place set against another: what
is said so is stopped where it cannot be so, and queried where nothing shows that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storygen.reading.asked import Asked
from storygen.reading.brief import Brief
from storygen.reading.marks import Mark
from storygen.reading.numerals import YEAR
from storygen.reading.sentence import Sentence, ask
from storygen.reading.shape import FORCE, MONTHS, NUMBER, NUMBERS

_ABROAD = re.compile(
    r"(?<![\w.-])(?:the UK|UK|United Kingdom|Great Britain|Britain|Scotland|(?:Northern )?Ireland)(?![\w-])"
)
_SOMEWHERE = re.compile(r"\b(?:in|across|on|around) (?:the )?([A-Z][a-z]+(?:[ -](?:and )?[A-Z][a-z]+)*)")
_PUBLISHER = (
    r"Home Office|Ministry of Justice|Office for National Statistics|ONS|Cabinet Office|Department of Health"
    r"|Department for Education|Crown Prosecution Service|HM Prison Service|Scottish Government"
)
_PUBLISHED_BY = re.compile(
    rf"\b(?:according to|published by|released by|issued by) (?:the )?(?P<by>{_PUBLISHER})\b"
    rf"|\b(?P<of>{_PUBLISHER})(?:'s)? (?:figures|statistics|data|numbers)\b"
)
_FULL_TIME = re.compile(r"\bfull-time (?!equivalent)\w+", re.IGNORECASE)
_OTHERS_COUNTED = re.compile(
    rf"[{NUMBERS}] (?:(?!against|of|on|to|for|by|in|with)[a-z-]+ )?"
    r"(people|persons|children|men|women|suspects|victims|offences|crimes|attacks|arrests|occasions|criminals"
    r"|prisoners|households)\b"
)
_OTHER_SPANS = re.compile(
    r"\b(?:in|over|within) (?:a|one|the past|the last) (?:month|week|day|quarter|decade|fortnight)\b"
    r"|\b(?:month|week|quarter|decade|fortnight) (?:to|ending|up to|before|earlier|ago)\b"
)
_NUMBER_OF = re.compile(
    r"\b(?:rate|number)s? of ((?!change|increase|growth|decline)[a-z]+(?: [a-z]+){0,2})", re.IGNORECASE
)
"""What a rate or number is said to be of, where it is words."""
_UNHELD = {
    re.compile(
        r"\b(?:than|as) (?:any(?: other)?|every other|all other)\b"
        r"|\b(?:every|each|all|no|no other|most) (?:police )?(?:forces?|areas?|constabular(?:y|ies))\b",
        re.IGNORECASE,
    ): "is said of every place, and is held against none",
    re.compile(
        rf"[{NUMBERS}](?: [\w-]+){{0,4}}? (?:a|an|per|each|every) (?:month|week|day|hour)\b"
    ): "is not how the figures are counted",
    re.compile(
        rf"(?:[{NUMBERS}]|\bsix) (?:months|weeks|days) (?:before|earlier|ago)\b"
    ): "is a time of which nothing is known here",
    re.compile(
        r"\b(?:this|last|next) (?:month|week|quarter|decade|fortnight)\b"
    ): "is no time that the figures are of",
    re.compile(rf"[{NUMBERS}][-–/][{NUMBERS}]"): "is no time that there is, nor one number",
}
"""What is held against no figure, and why."""
_BESIDE_PLACE = re.compile(
    r"\b(?:more|fewer|less|higher|lower|greater|larger|bigger|smaller|faster|slower|steeper|sharper)\b"
    r"[^,.;]{0,48}? than (?:(?:in|at|on|across|for|that (?:in|of|for)) )?(?:the )?\Z",
    re.IGNORECASE,
)
"""What sets one place against another that is named after it."""
_MADE_UP = re.compile(
    rf"\b(?!they\b|which\b|that\b|it\b)([a-z]+) (?:made up|accounted for) (?=\D{{0,16}}[{NUMBERS}])", re.I
)
"""What is said to be so much of a whole."""
_NO_NOUN = frozenset({"rate", "rates", "number", "numbers", "with", "from"})
"""Words after "number of" that say nothing of what is counted."""
_UNSAID = re.compile(r"missing|not available|could be made|left out|not included|no figure", re.IGNORECASE)
_MONTHS = "|".join(sorted((name for name in MONTHS if name != "May"), key=len, reverse=True))
_DATED = re.compile(
    rf"(?<![\w-])(?:(?:{_MONTHS})(?= [{NUMBERS}\d])|May(?= \d)|\d{{4}}[-/–]\d{{2,4}})(?![\w-])[^,;.]{{0,10}}"
)
_DAYED = re.compile(rf"(?:[{NUMBERS}]|\d[\d,]*) (?:{_MONTHS})\b")
_AS_PERCENT = re.compile(rf"{YEAR}(?: ?%| per ?cent| percentage)")
_AS_NUMBER = re.compile(rf"{YEAR}(?: times\b| to [{NUMBERS}])")
_OF_YEARS = re.compile(
    r"\b(?:in|since|of|until|by|to|from|during|before|after|and|the|year) \Z", re.IGNORECASE
)
_ON_TIME = re.compile(
    r"\b(?:almost|nearly|more than|just over|just under|at least|about|some) \Z", re.IGNORECASE
)
_ON_THE_YEAR = re.compile(r"\b(?:almost|nearly|just over|just under|at least) \Z", re.IGNORECASE)


def foreign(sentence: Sentence, brief: Brief) -> Iterator[Asked]:
    """Yield each place named that may be none of the story's, or that no one knows, or is named twice."""
    for mark in sentence.of("place"):
        if len(set(mark.what)) < len(mark.what):
            yield _fault(sentence, mark.start, mark.stop, "names one place twice")
    if not _UNSAID.search(sentence.text):
        for mark in sentence.of("place"):
            for who in mark.what:
                if who != brief.nation and who[0] < "\ue000":
                    yield ask(sentence, "foreign", mark, who=(who,))
    for found in _ABROAD.finditer(sentence.text):
        yield _fault(sentence, *found.span(), "is not where the figures are of")
    taken = [(mark.start, mark.stop) for mark in sentence.marks]
    for found in _SOMEWHERE.finditer(sentence.text):
        if not any(start < found.end() and found.start(1) < stop for start, stop in taken):
            yield _fault(sentence, *found.span(1), "is no place that we know", "query")
    for found in _PUBLISHED_BY.finditer(sentence.text):
        group = found.lastgroup or "by"
        if brief.publisher and not brief.publisher.endswith(found[group]):
            fault = f"did not publish the figures: the {brief.publisher} did"
            yield _fault(sentence, *found.span(group), fault)


def mistimed(sentence: Sentence) -> Iterator[Asked]:
    """Yield what looks like a time and is none, a year in a number's place, a hedge on a time."""
    text, told = sentence.text, sentence.of("moment")
    taken = [(mark.start, mark.stop) for mark in told]
    for found in _DATED.finditer(text):
        if not any(start <= found.start() < stop for start, stop in taken):
            yield _fault(sentence, *found.span(), "is no time that there is")
    for found in _DAYED.finditer(text):
        if not any(start <= found.start() and found.end() <= stop for start, stop in taken):
            yield _fault(sentence, *found.span(), "is no day that there is")
    for found in _OTHER_SPANS.finditer(text):
        yield _fault(sentence, *found.span(), "is not the time that the figures are of")
    yearly = any(each.span == "year ending" for mark in sentence.of("measure") for each in mark.what)
    for mark in told:
        if _is_number(sentence, mark):
            yield _fault(sentence, mark.start, mark.stop, "stands where a number should")
        if mark.what.kind == "half" and yearly:
            yield _fault(sentence, mark.start, mark.stop, "is not the time that the figures are of")
        if hedge := (_ON_TIME if mark.what.end else _ON_THE_YEAR).search(text[: mark.start]):
            yield _fault(sentence, *hedge.span(), "is no word for a time", "query")
        if sentence.is_to_come(mark):
            yield _fault(sentence, mark.start, mark.stop, "is after all that the figures tell of")


def unheld(sentence: Sentence) -> Iterator[Asked]:
    """Yield what is said in a way that is held against no figure: of every place, of each month."""
    for pattern, fault in _UNHELD.items():
        for found in pattern.finditer(sentence.text):
            yield _fault(sentence, *found.span(), fault, "query")
    for mark in sentence.of("place"):
        if beside := _BESIDE_PLACE.search(sentence.ahead(mark)):
            fault = "sets one place against another, and is held against neither"
            yield _fault(sentence, *beside.span(), fault, "query")


def _is_number(sentence: Sentence, mark: Mark) -> bool:
    """Return whether what looks like a year stands where a number should: "rose by 2019 per cent"."""
    text = sentence.text
    if not re.fullmatch(YEAR, text[mark.start : mark.stop]) or _OF_YEARS.search(text[: mark.start]):
        return bool(_AS_PERCENT.match(text, mark.start))
    counts = any(0 < each.start - mark.stop <= 1 for each in sentence.of("measure"))
    return counts or bool(_AS_NUMBER.match(text, mark.start))


def _fault(sentence: Sentence, start: int, stop: int, fault: str, kind: str = "words") -> Asked:
    """Return the *fault* of what stands from *start* to *stop* in a sentence."""
    words = readable(sentence.text[start:stop].strip())
    return Asked(kind, (sentence.start + start, sentence.start + stop), words=f"“{words}” {fault}")


def miscounted(sentence: Sentence) -> Iterator[Asked]:
    """Yield what is said to be counted and is not: full-time officers, people for incidents."""
    text, measures = sentence.text, [each for mark in sentence.of("measure") for each in mark.what]
    fte = any(measure.unit == "fte" for measure in measures)
    if fte and (found := _FULL_TIME.search(text)) and "equivalent" not in text:
        fault = "are counted in full-time equivalents: say “the equivalent of”"
        yield _fault(sentence, *found.span(), fault)
    words = " ".join(phrase for measure in measures for phrase in (measure.noun, *measure.said)).lower()
    ends = [mark.stop for mark in sentence.of("measure")]
    for found in _MADE_UP.finditer(text):
        if found.end(1) not in ends:
            yield _fault(sentence, *found.span(1), "is not what the share is of", "query")
    for found in _NUMBER_OF.finditer(text):
        said = {word.rstrip("s") for word in found[1].lower().split() if word not in _NO_NOUN}
        if words and said.isdisjoint(word.rstrip("s") for word in words.split() if len(word) > 3):
            stop = found.start(1) + len(found[1].split()[0])
            yield _fault(sentence, found.start(1), stop, "is not what is counted", "query")
    for found in _OTHERS_COUNTED.finditer(text):
        if measures and found[1].lower() not in words and "counted as people" not in text.lower():
            yield _fault(sentence, *found.span(1), f"are not what is counted: {measures[0].name} are")


def bases(shape: str, brief: Brief) -> Iterator[Asked]:
    """Yield each rate whose base is not named as the publisher defines it (rule A6)."""
    for measure in brief.measures.values():
        if not measure.per:
            continue
        head, _, rest = measure.per.partition(" ")
        for found in re.finditer(rf"(?:every|per|each) {re.escape(head)}(?P<of> \w+)?", shape, re.IGNORECASE):
            at = found.end() - len(found["of"] or "")
            if not shape.startswith(f" {rest}", at):
                said = f"the rate is for every {measure.per}: name the base"
                yield Asked("words", found.span(), words=said)


def readable(shape: str) -> str:
    """Return words of a shape as an editor can read them."""
    return "".join("…" if NUMBER <= ord(each) < FORCE + 64 else each for each in shape)
