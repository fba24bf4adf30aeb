"""Questions: all that is to be asked of a par, found once for each shape that pars have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storygen.facts.geography import Geography
from storygen.reading.amiss import foreign, mistimed, unheld, unsure
from storygen.reading.asked import Asked
from storygen.reading.brief import Brief, phrases_of
from storygen.reading.dating import DATED, EARLIER
from storygen.reading.fixed import Fixed
from storygen.reading.grammar import asked_of
from storygen.reading.lexicon import SENTENCES
from storygen.reading.marks import Lexis
from storygen.reading.moments import spoken
from storygen.reading.nouns import bases, miscounted, narrowed
from storygen.reading.sentence import Context, Sentence, ask
from storygen.reading.shape import NUMBERS, Names, Tokens

_MAY = re.compile(r"\b(?:may|might|could|can|whether|if|would|need not)\b", re.IGNORECASE)
_NOT_NOW = re.compile(r"\b(?:between|peak|began)(?: (?:in|on|at|of))? \Z", re.IGNORECASE)
_LOOKS_BACK = re.compile(
    r"\bhad (?:already |also )?(?:recorded|been|had|counted|risen|fallen|numbered|stood)\b"
    r"|\bbefore (?:that|it|this)\b|\bas (?:high|low|many|few) as\b|\bpeak\b|\bprevious|\brevis|\bin a row\b"
    r"|\bthe year after\b|\bA year earlier,",
    re.IGNORECASE,
)
"""Signs that a sentence means what it says of an earlier time."""
LONGEST = 1_200
"""A sentence longer than this, in characters, is not read: no reader of the paper would either."""
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
        yield from bases(shape, self.brief)
        context, first, start = Context(), 0, 0
        for text in SENTENCES.split(shape):
            start = shape.index(text, start)
            spot = (start, start + len(text))
            if len(text) > LONGEST:
                yield Asked(
                    "query", spot, words=f"a sentence of {len(text.split())} words is not read: part it"
                )
                first += len(re.findall(f"[{NUMBERS}]", text))
                context, start = Context(), start + len(text)
                continue
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
        doubt = unsure(sentence)
        plain = [each for each in every if each.other and each.number < 0]  # "more officers than Suffolk"
        for asked in (each._replace(unsure=True) if doubt and each not in plain else each for each in every):
            ahead = sentence.text[: asked.spot[0] - sentence.start]
            if asked.kind == "move" and _MAY.search(ahead) and ahead.strip().lower() not in ("", "a"):
                continue
            if asked.measures or asked.kind == "unknown":
                yield asked
            elif asked.kind not in ("move", "strength"):
                yield asked._replace(measures=(self.brief.lead,), guess=True)
        yield from foreign(sentence, self.brief)
        yield from mistimed(sentence)
        yield from unheld(sentence, every)
        yield from miscounted(sentence)
        yield from narrowed(sentence, every)

    def _stale(self, sentence: Sentence, every: list[Asked]) -> Asked | None:
        """Return the fault of a sentence that says what was, as if it were what is: last year's story."""
        said = any(asked.kind in ("level", "change", "share") and asked.way != "before" for asked in every)
        current = any(asked.kind == "level" and asked.before == self.brief.period.end for asked in every)
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
            or current
            or not told
            or any(mark.what.end >= now for mark in told)
            or _LOOKS_BACK.search(sentence.text)
        ):
            return None
        then = spoken(told[0].what.end)
        fault = f"this is said of {then}, and the story is of {spoken(now)}: say what came after"
        return ask(sentence, "stale", told[0], words=fault)
