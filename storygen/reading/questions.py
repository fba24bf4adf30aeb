"""Questions: all that is to be asked of a par, found once for each shape that pars have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storygen.facts.geography import Geography
from storygen.reading.asked import Asked
from storygen.reading.brief import Brief
from storygen.reading.fixed import Fixed, phrases_of
from storygen.reading.grammar import asked_of
from storygen.reading.lexicon import SENTENCES
from storygen.reading.marks import Lexis, Mark
from storygen.reading.numerals import YEAR
from storygen.reading.sentence import DATED, EARLIER, Context, Sentence, ask
from storygen.reading.shape import FORCE, MONTHS, NUMBER, NUMBERS, Names, Tokens

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
_OF_ALL = re.compile(
    r"\b(?:than|as) (?:any(?: other)?|every other|all other)\b"
    r"|\b(?:every|each|all|no|no other|most) (?:police )?(?:forces?|areas?|constabular(?:y|ies))\b",
    re.IGNORECASE,
)
"""What is said of every place at once."""
_TO_EACH = re.compile(rf"[{NUMBERS}](?: [\w-]+){{0,4}}? (?:a|an|per|each|every) (?:month|week|day|hour)\b")
_MADE_UP = re.compile(
    rf"\b(?!they\b|which\b|that\b|it\b)([a-z]+) (?:made up|accounted for) (?=\D{{0,16}}[{NUMBERS}])", re.I
)
"""What is said to be so much of a whole."""
_NO_NOUN = frozenset({"rate", "rates", "number", "numbers", "with", "from"})
"""Words after "number of" that say nothing of what is counted."""
_MONTHS_BEFORE = re.compile(rf"(?:[{NUMBERS}]|\bsix) (?:months|weeks|days) (?:before|earlier|ago)\b")
_UNSAID = re.compile(r"missing|not available|could be made|left out|not included|no figure", re.IGNORECASE)
_MAY = re.compile(r"\b(?:may|might|could|can|whether|if|would|need not)\b", re.IGNORECASE)
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
_NOT_NOW = re.compile(r"\b(?:between|peak|began)(?: (?:in|on|at|of))? \Z", re.IGNORECASE)
_LOOKS_BACK = re.compile(
    r"\bhad (?:already |also )?(?:recorded|been|had|counted|risen|fallen|numbered|stood)\b"
    r"|\bbefore (?:that|it|this)\b|\bas (?:high|low|many|few) as\b|\bpeak\b|\bprevious|\brevis|\bin a row\b"
    r"|\bthe year after\b|\bA year earlier,",
    re.IGNORECASE,
)
"""Signs that a sentence means what it says of an earlier time."""
_ON_TIME = re.compile(
    r"\b(?:almost|nearly|more than|just over|just under|at least|about|some) \Z", re.IGNORECASE
)
_ON_THE_YEAR = re.compile(r"\b(?:almost|nearly|just over|just under|at least) \Z", re.IGNORECASE)
_JOINED = re.compile(rf"[{NUMBERS}][-–/][{NUMBERS}]")
MEMORY = 1 << 14
"""So many shapes are remembered."""


class Questions:
    """What is to be asked of the pars of one release, by their shape."""

    def __init__(self, brief: Brief) -> None:
        """Read as *brief* says."""
        self.brief, self.lexis, self.tokens = brief, Lexis(brief), Tokens()
        self.fixed = Fixed(brief, self.lexis, self.tokens)
        self._phrases = phrases_of(brief)
        self._every = {name.removeprefix("the ") for each in brief.gazetteer.places for name in each.names()}
        self._names: dict[tuple[str, ...], Names] = {}
        self._found: dict[str, tuple[Asked, ...]] = {}

    def names(self, places: Sequence[Geography]) -> Names:
        """Return what is taken out of the pars of a story of *places*; the nation is named in every story.

        Nor is a name taken out of a longer one: Wales, of South Wales.
        """
        key = tuple(place.kind + place.code for place in places)
        if key not in self._names:
            if len(self._names) > MEMORY:
                self._names.clear()
            told = [place for place in places if place.code != self.brief.nation]
            own = {name.removeprefix("the ") for place in told for name in place.names()}
            longer = [name for name in self._every - own if any(each in name for each in own)]
            self._names[key] = Names(told, self._phrases, self.tokens, longer)
        return self._names[key]

    def known(self) -> list[str]:
        """Return the shapes that have been understood, for whoever reads another edition of the same."""
        return list(self._found)

    def of(self, shape: str) -> tuple[Asked, ...]:
        """Return what is to be asked of a par of that *shape*."""
        found = self._found.get(shape)
        if found is None:
            if len(self._found) > MEMORY:
                self._found.clear()
            found = self._found[shape] = tuple(self._par(shape))
        return found

    def _par(self, shape: str) -> Iterator[Asked]:
        """Yield what is to be asked of a par, sentence by sentence."""
        yield from self._bases(shape)
        context, first, start = Context(), 0, 0
        for text in SENTENCES.split(shape):
            start = shape.index(text, start)
            spot = (start, start + len(text))
            sentence = Sentence(text, self.lexis, context, first, start)
            asked = self.fixed.asked(text, first, spot)
            yield from self._read(sentence, spot) if asked is None else asked
            first += len(re.findall(f"[{NUMBERS}]", text))
            context, start = sentence.after(), start + len(text)

    def _read(self, sentence: Sentence, spot: tuple[int, int]) -> Iterator[Asked]:
        """Yield what a sentence says that is not fixed, and what of it cannot be accounted for."""
        framed = self.fixed.framed(sentence.text, sentence.first, spot)
        own = [asked.number for asked in framed or () if asked.kind == "printed"]
        every = [asked for asked in asked_of(sentence) if asked.number < 0 or asked.number not in own]
        if framed is None and not any(asked.measures for asked in every):
            yield Asked("query", spot, words="neither the figures nor the pack bear this out")
        yield from framed or ()
        if stale := self._stale(sentence, every):
            yield stale
        for asked in every:
            ahead = sentence.text[: asked.spot[0] - sentence.start]
            if asked.kind == "move" and _MAY.search(ahead) and ahead.strip().lower() not in ("", "a"):
                continue
            if asked.measures or asked.kind == "unknown":
                yield asked
            elif asked.kind not in ("move", "strength"):
                yield asked._replace(measures=(self.brief.lead,), guess=True)
        yield from self._foreign(sentence)
        yield from self._misplaced(sentence)
        yield from self._counted(sentence)

    def _stale(self, sentence: Sentence, every: list[Asked]) -> Asked | None:
        """Return the fault of a sentence that says what was, as if it were what is: last year's story."""
        said = any(asked.kind in ("level", "change", "share") and asked.way != "before" for asked in every)
        told = [
            mark
            for mark in sentence.of("moment")
            if mark.what.kind in DATED
            and not EARLIER.search(sentence.ahead(mark))
            and not _NOT_NOW.search(sentence.ahead(mark))
        ]
        now = self.brief.period.end
        if (
            not said
            or not told
            or any(mark.what.end >= now for mark in told)
            or _LOOKS_BACK.search(sentence.text)
        ):
            return None
        fault = f"this is said of {told[0].what.end}, and the story is of {now}: say what came after"
        return ask(sentence, "words", told[0], words=fault)

    def _foreign(self, sentence: Sentence) -> Iterator[Asked]:
        """Yield each place named that may be none of the story's, or that no one knows, or is named twice."""
        for mark in sentence.of("place"):
            if len(set(mark.what)) < len(mark.what):
                yield self._fault(sentence, mark.start, mark.stop, "names one place twice")
        if not _UNSAID.search(sentence.text):
            for mark in sentence.of("place"):
                for who in mark.what:
                    if who != self.brief.nation and who[0] < "\ue000":
                        yield ask(sentence, "foreign", mark, who=(who,))
        for found in _ABROAD.finditer(sentence.text):
            yield self._fault(sentence, *found.span(), "is not where the figures are of")
        taken = [(mark.start, mark.stop) for mark in sentence.marks]
        for found in _SOMEWHERE.finditer(sentence.text):
            if not any(start < found.end() and found.start(1) < stop for start, stop in taken):
                yield self._fault(sentence, *found.span(1), "is no place that we know", "query")
        for found in _PUBLISHED_BY.finditer(sentence.text):
            group = found.lastgroup or "by"
            if self.brief.publisher and not self.brief.publisher.endswith(found[group]):
                fault = f"did not publish the figures: the {self.brief.publisher} did"
                yield self._fault(sentence, *found.span(group), fault)

    def _misplaced(self, sentence: Sentence) -> Iterator[Asked]:
        """Yield what looks like a time and is none, a year in a number's place, a hedge on a time."""
        text, told = sentence.text, sentence.of("moment")
        taken = [(mark.start, mark.stop) for mark in told]
        for found in _DATED.finditer(text):
            if not any(start <= found.start() < stop for start, stop in taken):
                yield self._fault(sentence, *found.span(), "is no time that there is")
        for found in _JOINED.finditer(text):
            spot = (sentence.start + found.start(), sentence.start + found.end())
            yield Asked("query", spot, words="two numbers with a dash are no time that there is")
        for found in _DAYED.finditer(text):
            if not any(start <= found.start() and found.end() <= stop for start, stop in taken):
                yield self._fault(sentence, *found.span(), "is no day that there is")
        for found in _OTHER_SPANS.finditer(text):
            yield self._fault(sentence, *found.span(), "is not the time that the figures are of")
        for mark in told:
            if self._is_number(sentence, mark):
                yield self._fault(sentence, mark.start, mark.stop, "stands where a number should")
        for pattern, fault in (
            (_OF_ALL, "is said of every place, and is held against none"),
            (_TO_EACH, "is not how the figures are counted"),
        ):
            for found in pattern.finditer(text):
                yield self._fault(sentence, *found.span(), fault, "query")
        for found in _MONTHS_BEFORE.finditer(text):
            spot = (sentence.start + found.start(), sentence.start + found.end())
            yield Asked("query", spot, words="nothing says what the figure was then")
        yearly = any(each.span == "year ending" for mark in sentence.of("measure") for each in mark.what)
        for mark in told:
            if mark.what.kind == "half" and yearly:
                yield self._fault(sentence, mark.start, mark.stop, "is not the time that the figures are of")
            if hedge := (_ON_TIME if mark.what.end else _ON_THE_YEAR).search(text[: mark.start]):
                yield self._fault(sentence, *hedge.span(), "is no word for a time", "query")
            if sentence.is_to_come(mark):
                yield self._fault(sentence, mark.start, mark.stop, "is after all that the figures tell of")

    def _is_number(self, sentence: Sentence, mark: Mark) -> bool:
        """Return whether what looks like a year stands where a number should: "rose by 2019 per cent"."""
        text = sentence.text
        if not re.fullmatch(YEAR, text[mark.start : mark.stop]) or _OF_YEARS.search(text[: mark.start]):
            return bool(_AS_PERCENT.match(text, mark.start))
        counts = any(0 < each.start - mark.stop <= 1 for each in sentence.of("measure"))
        return counts or bool(_AS_NUMBER.match(text, mark.start))

    def _fault(self, sentence: Sentence, start: int, stop: int, fault: str, kind: str = "words") -> Asked:
        """Return the *fault* of what stands from *start* to *stop* in a sentence."""
        words = readable(sentence.text[start:stop].strip())
        return Asked(kind, (sentence.start + start, sentence.start + stop), words=f"“{words}” {fault}")

    def _counted(self, sentence: Sentence) -> Iterator[Asked]:
        """Yield what is said to be counted and is not: full-time officers, people for incidents."""
        text, measures = sentence.text, [each for mark in sentence.of("measure") for each in mark.what]
        fte = any(measure.unit == "fte" for measure in measures)
        if fte and (found := _FULL_TIME.search(text)) and "equivalent" not in text:
            fault = "are counted in full-time equivalents: say “the equivalent of”"
            yield self._fault(sentence, *found.span(), fault)
        words = " ".join(phrase for measure in measures for phrase in (measure.noun, *measure.said)).lower()
        ends = [mark.stop for mark in sentence.of("measure")]
        for found in _MADE_UP.finditer(text):
            if found.end(1) not in ends:
                yield self._fault(sentence, *found.span(1), "is not what the share is of", "query")
        for found in _NUMBER_OF.finditer(text):
            said = {word.rstrip("s") for word in found[1].lower().split() if word not in _NO_NOUN}
            if words and said.isdisjoint(word.rstrip("s") for word in words.split() if len(word) > 3):
                stop = found.start(1) + len(found[1].split()[0])
                yield self._fault(sentence, found.start(1), stop, "is not what is counted", "query")
        for found in _OTHERS_COUNTED.finditer(text):
            if measures and found[1].lower() not in words and "counted as people" not in text.lower():
                yield self._fault(
                    sentence, *found.span(1), f"are not what is counted: {measures[0].name} are"
                )

    def _bases(self, shape: str) -> Iterator[Asked]:
        """Yield each rate whose base is not named as the publisher defines it (rule A6)."""
        for measure in self.brief.measures.values():
            if not measure.per:
                continue
            head, _, rest = measure.per.partition(" ")
            for found in re.finditer(
                rf"(?:every|per|each) {re.escape(head)}(?P<of> \w+)?", shape, re.IGNORECASE
            ):
                at = found.end() - len(found["of"] or "")
                if not shape.startswith(f" {rest}", at):
                    said = f"the rate is for every {measure.per}: name the base"
                    yield Asked("words", found.span(), words=said)


def readable(shape: str) -> str:
    """Return words of a shape as an editor can read them."""
    return "".join("…" if NUMBER <= ord(each) < FORCE + 64 else each for each in shape)
