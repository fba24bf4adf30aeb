"""Amiss: what is wrong with a sentence whatever the figures are.

A place of no story, a time that is none, a noun that nobody counted, one place set against another: what
is said so is stopped where it cannot be so, and queried where nothing shows that it is.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence

from storygen.reading.asked import Asked
from storygen.reading.brief import Brief
from storygen.reading.dating import is_to_come
from storygen.reading.marks import Mark
from storygen.reading.numerals import YEAR
from storygen.reading.sentence import Sentence, ask
from storygen.reading.shape import FORCE, IN_DIGITS, MONTHS, NUMBER, NUMBERS, PLACES

_ABROAD = re.compile(
    r"(?<![\w.-])(?:the UK|UK|United Kingdom|Great Britain|Britain|Scotland|(?:Northern )?Ireland)(?![\w-])"
)
_SOMEWHERE = re.compile(r"\b(?:in|across|on|around) (?:the )?([A-Z][a-z]+(?:[ -](?:and )?[A-Z][a-z]+)*)")
_TIMES = frozenset((*MONTHS, *calendar.day_name))
_PUBLISHER = (
    r"Home Office|Ministry of Justice|Office for National Statistics|ONS|Cabinet Office|Department of Health"
    r"|Department for Education|Crown Prosecution Service|HM Prison Service|Scottish Government"
)
_PUBLISHED_BY = re.compile(
    rf"\b(?:according to|published by|released by|issued by) (?:the )?(?P<by>{_PUBLISHER})\b"
    rf"|\b(?P<of>{_PUBLISHER})(?:'s)? (?:figures|statistics|data|numbers)\b"
)
_OTHER_SPANS = re.compile(
    r"\b(?:in|over|within) (?:a|one|the past|the last) (?:month|week|day|quarter|decade|fortnight)\b"
    r"|\b(?:in|over|within|during) (?:the )?(?:past|last|previous|first|latest)"
    rf" (?:[{NUMBERS}\ue0a0-\ue0bf]|few|six|three)(?: (?:months|weeks|days|quarters))?\b"
    r"|\b(?:month|week|quarter|decade|fortnight) (?:to|ending|up to|before|earlier|ago)\b"
)
_TURNED = (
    r"failed to|denied|missed out on|left out of|spared|escap\w+|avoid\w+|halt\w*|revers\w+"
    r"|into reverse|have stopped|has stopped|dashed|refused to|by no means|anything but"
    r"|far from|did not happen|has ended|passed \S+ by|buck(?:ed|s|ing)?|untrue|myth"
    r"|wrong to|are wrong|is wrong|claims? that|idea that|if only"
    r"|(?:nearly|almost) (?:rose|fell)"
)
_ELSEWHERE = (
    r"nowhere|everywhere but|only in|only (?:one|two) of|alone|but not in|neither place"
    r"|neither area|as did|so did|as (?:they|it) did|in step with|a pattern|mirroring"
    r"|unmatched|tops|topped the table|leads|beats|came last|bottom of|more numerous|exceeds"
    r"|trails|outstripped by|outpacing|all of them|worst|most of"
    r"|neither (?:county|force|region)|(?:have|has) gone|went in a year|boasts"
    r"|some way short|far outnumbered|before the year to|a rate above|in only"
    r"|(?:has|have) had [^,;]{0,40} since|took it to|brought|took [^,;]{0,40} to"
    r"|more [a-z]+ than not"
)
_UNHELD = {
    re.compile(
        r"\b(?:than|as) (?:(?:at|in|for|by|of) )?(?:any(?: other)?|every other|all other)\b"
        r"|\b(?:only|sole|handful of|minority of|majority of|few|several|many|some|dozens of|scores of)"
        r" (?:the |other |police )*(?:forces?|areas?)\b"
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
        r"\bfor (?:(?:almost |nearly |over |more than )?(?:a|the (?:past|last)) )?(?:decade|generation)s?\b"
        rf"|\bfor (?:many |several |[{NUMBERS}] )?years\b(?! (?:in a row|running))"
    ): "is longer than the figures here were asked about",
    re.compile(
        r"\b(?:this|last|next) (?:month|week|quarter|decade|fortnight)\b"
    ): "is no time that the figures are of",
    re.compile(
        r"\b(?:in line with|mirror\w*|match(?:ed|ing)|echo\w*|buck\w*|outpac\w*|outstripp\w*|lagg\w*|ahead of"
        r"|behind) (?:the )?(?:national|nationwide|wider|overall|rest of)\b(?! (?:average|figure|rate)\b)"
        rf"|\b(?:un)?like (?:the )?(?=[{PLACES}])",
        re.IGNORECASE,
    ): "sets one place against another, and is held against neither",
    re.compile(
        r"\b(?!according|compared|limited|related|attribut|refer|report|respond|restrict|amount|equat|relat)"
        rf"[a-z]+(?:ed|ing) (?:[a-z]+ )?to (?:[a-z]+ )?(?=[{NUMBERS}](?! per ?cent))"
    ): "is no word for a change that the reader knows",
    re.compile(r"\b(?:early|late|the (?:start|beginning|summer|autumn|winter|spring)) (?:in |of )?\d{4}\b"): (
        "is no time that the figures are of"
    ),
    re.compile(
        rf"\b(?:a |an )?(?:all-time|record) (?:high|low|number|level|total|[{NUMBERS}])|\bunprecedented\b"
    ): ("is more than the figures here can show"),
    re.compile(
        rf"\b(?:{_TURNED})\b", re.IGNORECASE
    ): "turns what is said round, and is held against no figure",
    re.compile(rf"\b(?:{_ELSEWHERE})\b", re.IGNORECASE): "is said in a way that is held against no figure",
    re.compile(
        r"\b(?:above|below|behind|ahead of|short of|higher than|lower than)"
        r" (?:that|those|the (?:rate|figure|number))"
        r" (?:in|of|for|at)\b(?! England and Wales)"
    ): "sets one place against another, and is held against neither",
    re.compile(
        rf"\b(?:in|since|by|until|before|the end of) (?:{'|'.join(calendar.month_name[1:])})\b"
        rf"(?! (?:\d|this\b|last\b|and\b|to\b|[{NUMBERS}]))"
    ): "is a month of no year: name it",
    re.compile(rf"[£$€][{NUMBERS}]"): "is money, and the figures are of none",
    re.compile(rf"[{NUMBERS}][-–/][{NUMBERS}]"): "is no time that there is, nor one number",
}
"""What is held against no figure, and why."""
_BESIDE_PLACE = re.compile(
    r"\b(?:more|fewer|less|higher|lower|greater|larger|bigger|smaller|faster|slower|steeper|sharper)\b"
    r"[^,.;]{0,48}? than (?:(?:in|at|on|across|for|that (?:in|of|for)) )?(?:the )?\Z",
    re.IGNORECASE,
)
"""What sets one place against another that is named after it."""
_UNSAID = re.compile(r"missing|not available|could be made|left out|not included|no figure", re.IGNORECASE)
_MONTHS = "|".join(sorted((name for name in MONTHS if name != "May"), key=len, reverse=True))
_DATED = re.compile(
    rf"(?<![\w-])(?:(?:{_MONTHS})(?= [{NUMBERS}\d])|May(?= \d)|\d{{4}}[-/–]\d{{2,4}})(?![\w-])[^,;.]{{0,10}}"
)
_DAYED = re.compile(rf"(?:[{NUMBERS}]|\d[\d,]*) (?:{_MONTHS})\b")
_YEAR_END = re.compile(r"\b(?:at|by|before|until) the (?P<which>end|start|beginning) of \Z", re.IGNORECASE)
_YEAR_ENDS = {"end": (12, 31), "start": (1, 1), "beginning": (1, 1)}
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
            yield fault(sentence, mark.start, mark.stop, "names one place twice")
    if not _UNSAID.search(sentence.text):
        for mark in sentence.of("place"):
            for who in mark.what:
                if who != brief.nation and who[0] < "\ue000":
                    yield ask(sentence, "foreign", mark, who=(who,))
    for found in _ABROAD.finditer(sentence.text):
        yield fault(sentence, *found.span(), "is not where the figures are of")
    taken = [(mark.start, mark.stop) for mark in sentence.marks]
    for found in _SOMEWHERE.finditer(sentence.text):
        if found[1] not in _TIMES and not any(
            start < found.end() and found.start(1) < stop for start, stop in taken
        ):
            yield fault(sentence, *found.span(1), "is no place that we know", "query")
    for found in _PUBLISHED_BY.finditer(sentence.text):
        group = found.lastgroup or "by"
        if brief.publisher and not brief.publisher.endswith(found[group]):
            told = f"did not publish the figures: the {brief.publisher} did"
            yield fault(sentence, *found.span(group), told)


def mistimed(sentence: Sentence) -> Iterator[Asked]:
    """Yield what looks like a time and is none, a year in a number's place, a hedge on a time."""
    text, told = sentence.text, sentence.of("moment")
    taken = [(mark.start, mark.stop) for mark in told]
    for found in _DATED.finditer(text):
        if not any(start <= found.start() < stop for start, stop in taken):
            yield fault(sentence, *found.span(), "is no time that there is")
    for found in _DAYED.finditer(text):
        if not any(start <= found.start() and found.end() <= stop for start, stop in taken):
            yield fault(sentence, *found.span(), "is no day that there is")
    for found in _OTHER_SPANS.finditer(text):
        yield fault(sentence, *found.span(), "is not the time that the figures are of")
    yearly = any(each.span == "year ending" for mark in sentence.of("measure") for each in mark.what)
    for mark in told:
        if _is_number(sentence, mark):
            yield fault(sentence, mark.start, mark.stop, "stands where a number should")
        if mark.what.kind == "half" and yearly:
            yield fault(sentence, mark.start, mark.stop, "is not the time that the figures are of")
        yield from _of_calendar(sentence, mark, yearly=yearly)
        if hedge := (_ON_TIME if mark.what.end else _ON_THE_YEAR).search(text[: mark.start]):
            yield fault(sentence, *hedge.span(), "is no word for a time", "query")
        if is_to_come(sentence, mark):
            yield fault(sentence, mark.start, mark.stop, "is after all that the figures tell of")


def _of_calendar(sentence: Sentence, mark: Mark, *, yearly: bool) -> Iterator[Asked]:
    """Yield a calendar year, or its end, where the figures' own year ends on another day."""
    ahead, ends = sentence.ahead(mark), (sentence.end.month, sentence.end.day)
    if not re.fullmatch(YEAR, sentence.text[mark.start : mark.stop]):
        return
    if (end := _YEAR_END.search(ahead)) and ends != _YEAR_ENDS[end["which"].lower()]:
        yield fault(sentence, end.start(), mark.stop, "is not the time that the figures are of")
    elif yearly and ends != _YEAR_ENDS["end"] and re.search(r"\b[Ii]n \Z", ahead):
        told = "is a calendar year, and the figures are not"
        yield fault(sentence, mark.start, mark.stop, told, "query")


def unheld(sentence: Sentence, every: Sequence[Asked]) -> Iterator[Asked]:
    """Yield what is said in a way that is held against no figure: of every place, of each month."""
    for pattern, told in _UNHELD.items():
        for found in pattern.finditer(sentence.text):
            yield fault(sentence, *found.span(), told, "query")
    for mark in sentence.of("place") if not any(asked.other for asked in every) else ():
        if found_beside := _BESIDE_PLACE.search(sentence.ahead(mark)):
            told = "sets one place against another, and is held against neither"
            yield fault(sentence, *found_beside.span(), told, "query")


_IN_WORDS = "".join(chr(NUMBER + bits) for bits in range(16) if not bits & IN_DIGITS)
_UNSURE = re.compile(
    rf"[{NUMBERS}] (?:thousand|hundred),? (?:and )?[{NUMBERS}]|[{NUMBERS}] and a half|\bthen [{NUMBERS}]"
    rf"|\b[Ff]or every [a-z]|\b(?:[Oo]n|[Ii]n) an average|\bevery [{NUMBERS}] (?:minute|hour|day)|\?\Z"
    rf"|\b(?:short|shy) of [{NUMBERS}]|[{NUMBERS}](?: \w+)? (?:short|shy) of|\b[Bb]etween [{NUMBERS}]"
    rf"|[{NUMBERS}] (?:years|months) (?:earlier|later|before|ago|previously)|\bin [{NUMBERS}] years\b"
    rf"|(?<!counted )\b[Oo]nce\b|\ba year on\b|\bstraight years\b|\blow point\b|^The year before, "
    rf"|(?:\bquarter|\bhalf|[{NUMBERS}]) of (?:all )?(?:the )?(?:police )?forces|\ball but\b"
    rf"|\bbut [{NUMBERS}]\b"
    rf"|[{PLACES}][^;]*? (?:than|as|to|against|with) (?:(?:that )?in |the )?(?:the )?[{PLACES}]"
    rf"|\bof the [{_IN_WORDS}]|\brespectively\b"
    rf"|\b(?:former|latter)\b|\boutnumber|\btrail|[{NUMBERS}] to [{NUMBERS}]\Z|\bto one\b"
    rf"|\b[Oo]ne of [{PLACES}t]"
    rf"|\bin all\b|\badd(?:s|ed)? (?:them )?up\b|\bof (?:which|whom)\b|\bOf the [{NUMBERS}]"
    rf"|\bcompares with\b|[{NUMBERS}] [a-z -]+, [{NUMBERS}] [a-z -]+(?:,| and) [{NUMBERS}]|\bwhile its\b"
    rf"|(?:[^{NUMBERS}]*[{NUMBERS}]){{6}}"
)
"""What sets figures beside one another in a way that is not understood well enough to stop a story."""


def unsure(sentence: Sentence) -> bool:
    """Return whether what fails of a sentence may be so for its grammar alone, and is only to be queried."""
    return bool(_UNSURE.search(sentence.text))


def _is_number(sentence: Sentence, mark: Mark) -> bool:
    """Return whether what looks like a year stands where a number should: "rose by 2019 per cent"."""
    text = sentence.text
    if not re.fullmatch(YEAR, text[mark.start : mark.stop]) or _OF_YEARS.search(text[: mark.start]):
        return bool(_AS_PERCENT.match(text, mark.start))
    counts = any(0 < each.start - mark.stop <= 1 for each in sentence.of("measure"))
    return counts or bool(_AS_NUMBER.match(text, mark.start))


def fault(sentence: Sentence, start: int, stop: int, told: str, kind: str = "words") -> Asked:
    """Return what is *told* to be wrong with what stands from *start* to *stop* in a sentence."""
    words = readable(sentence.text[start:stop].strip())
    return Asked(kind, (sentence.start + start, sentence.start + stop), words=f"“{words}” {told}")


def readable(shape: str) -> str:
    """Return words of a shape as an editor can read them."""
    return "".join("…" if NUMBER <= ord(each) < FORCE + 64 else each for each in shape)
