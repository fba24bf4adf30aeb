"""Nouns: what copy says is counted, and is not: full-time officers, people for incidents, armed officers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storygen.reading.amiss import fault
from storygen.reading.asked import Asked
from storygen.reading.brief import Brief
from storygen.reading.marks import Mark
from storygen.reading.roles import HEDGED
from storygen.reading.sentence import Sentence
from storygen.reading.shape import NUMBERS

_FULL_TIME = re.compile(r"\bfull-time (?!equivalent)\w+", re.IGNORECASE)
_OTHERS_COUNTED = re.compile(
    rf"[{NUMBERS}] (?:(?!against|of|on|to|for|by|in|with)[a-z-]+ )?"
    r"(people|persons|children|men|women|suspects|victims|offences|crimes|attacks|arrests|occasions|criminals"
    r"|prisoners|households)\b"
)
_NUMBER_OF = re.compile(
    r"\b(?:rate|number)s? of ((?!change|increase|growth|decline)[a-z]+(?: [a-z]+){0,2})", re.IGNORECASE
)
"""What a rate or number is said to be of, where it is words."""
_MADE_UP = re.compile(
    rf"\b(?!they\b|which\b|that\b|it\b)([a-z]+) (?:made up|accounted for) (?=\D{{0,16}}[{NUMBERS}])", re.I
)
"""What is said to be so much of a whole."""
_NO_NOUN = frozenset(
    {"rate", "rates", "number", "numbers", "with", "from", "the", "those", "these", "all", "them"}
)
"""Words after "number of" that say nothing of what is counted."""
_OWN = frozenset(
    {
        *(
            "full-time",
            "equivalent",
            "full-time-equivalent",
            "full",
            "time",
            "such",
            "recorded",
            "or",
            "and",
            "so",
        ),
        *("as", "many", "much", "more", "fewer", "extra", "additional", "of", "the", "those", "these", "its"),
        *("their", "a", "an", "total", "in", "all", "people", "times", "police", "different", "separate"),
    }
)
"""Words that may stand between a number and what is counted, and change nothing."""
_APART = re.compile(
    r"\b(?:and|or|in|at|on|for|by|to|from|than|per|cent|were|was|is|are|had|has|that|which|where)\b|%"
)
"""Words that show that the number is not of what comes next."""
_VACANCIES = re.compile(r" (?!times\b|of\b)[a-z]+s for ")
_AFTERWARDS = re.compile(
    r" (?:in prison|in custody|in jail|behind bars|at large|on the (?:run|loose)|off sick|on leave|on bail"
    r"|wanted|missing|awaiting|under investigation|vacancies|recruits|who (?:were|are|had|have|was)"
    r"|in which (?:officers|they|police|someone|people))\b"
)
"""What is said of them afterwards, and makes them fewer."""
_DONE_TO = re.compile(
    r"\b(?P<verb>took on|taken on|recruit(?:ed|s)?|hired?|trained|sacked|dismissed|suspended|jailed|arrested"
    rf"|charged|convicted|released|caught|appointed|promoted|injured|killed) {HEDGED}(?=[{NUMBERS}])",
    re.IGNORECASE,
)
"""What is done to so many, of whom nothing but their number is known."""


def miscounted(sentence: Sentence) -> Iterator[Asked]:
    """Yield what is said to be counted and is not: full-time officers, people for incidents."""
    text, measures = sentence.text, [each for mark in sentence.of("measure") for each in mark.what]
    fte = any(measure.unit == "fte" for measure in measures)
    if fte and (found := _FULL_TIME.search(text)) and "equivalent" not in text:
        told = "are counted in full-time equivalents: say “the equivalent of”"
        yield fault(sentence, *found.span(), told)
    words = " ".join(phrase for measure in measures for phrase in (measure.noun, *measure.said)).lower()
    ends = [mark.stop for mark in sentence.of("measure")]
    for found in _MADE_UP.finditer(text):
        if found.end(1) not in ends:
            yield fault(sentence, *found.span(1), "is not what the share is of", "query")
    for found in _NUMBER_OF.finditer(text):
        said = {word.rstrip("s") for word in found[1].lower().split() if word not in _NO_NOUN}
        if words and said and said.isdisjoint(word.rstrip("s") for word in words.split() if len(word) > 3):
            stop = found.start(1) + len(found[1].split()[0])
            yield fault(sentence, found.start(1), stop, "is not what is counted", "query")
    for found in _OTHERS_COUNTED.finditer(text):
        if measures and found[1].lower() not in words and "counted as people" not in text.lower():
            yield fault(sentence, *found.span(1), f"are not what is counted: {measures[0].name} are")


def narrowed(sentence: Sentence, every: Sequence[Asked]) -> Iterator[Asked]:
    """Yield what makes fewer of what is counted, or another thing: armed officers, offenders in prison."""
    text, measures = sentence.text, sentence.of("measure")
    said = " ".join(phrase for mark in measures for each in mark.what for phrase in each.said).lower()
    for mark in sentence.of("number"):
        named = next((each for each in measures if each.start >= mark.stop), None)
        if named and (strange := _strange(text[mark.stop : named.start], named)):
            at = text.index(strange, mark.stop)
            yield fault(sentence, at, at + len(strange), "is no part of what is counted", "query")
    for mark in measures:
        if after := _AFTERWARDS.match(text, mark.stop):
            yield fault(sentence, *after.span(), "is no part of what is counted", "query")
    for found in _DONE_TO.finditer(text):
        if found["verb"].lower() not in said:
            yield fault(sentence, *found.span("verb"), "is no word for what is counted", "query")
    yield from _of_a_day(sentence, every)


def _strange(between: str, named: Mark) -> str:
    """Return the first word that stands *between* a number and what it counts, and is no part of its name."""
    words = between.split()
    if len(words) > 3 or re.search(rf"[{NUMBERS},;:]", between):
        return ""
    if _APART.search(between) and not _VACANCIES.match(between):
        return ""
    own = {word for each in named.what for said in each.said for word in re.split(r"[\s-]", said.lower())}
    return next((word for word in words if word.isalpha() and word.lower() not in own | _OWN), "")


def _of_a_day(sentence: Sentence, every: Sequence[Asked]) -> Iterator[Asked]:
    """Yield a year that a figure of one day is said of: so many officers in the year to September."""
    levels = [each for each in every if each.kind == "level" and each.way == "level" and each.number >= 0]
    spans = {measure.span for each in levels for measure in each.measures}
    if spans != {"at"} or sentence.of("move") or not all(each.measures for each in levels):
        return
    for mark in sentence.of("moment"):
        if mark.what.kind == "year":
            told = "is a year, and the figure is of a day"
            yield fault(sentence, mark.start, mark.stop, told, "query")


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
