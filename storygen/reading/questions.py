"""Questions: all that is to be asked of a par, found once for each shape that pars have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storygen.reading.asked import Asked
from storygen.reading.brief import Brief
from storygen.reading.fixed import Fixed
from storygen.reading.grammar import Context, Sentence
from storygen.reading.lexicon import SENTENCES
from storygen.reading.marks import Lexis
from storygen.reading.shape import NUMBERS, Tokens

_ABROAD = re.compile(
    r"(?<![\w.-])(?:the UK|UK|United Kingdom|Great Britain|Britain|Scotland|Northern Ireland|Ireland)(?![\w-])"
)
_UNSAID = re.compile(r"missing|not available|could be made|left out|not included|no figure", re.IGNORECASE)
_MAY = re.compile(r"\b(?:may|might|could|can|whether|if|would|need not)\b", re.IGNORECASE)
MEMORY = 1 << 14
"""So many shapes are remembered."""


class Questions:
    """What is to be asked of the pars of one release, by their shape."""

    def __init__(self, brief: Brief, tokens: Tokens) -> None:
        """Read as *brief* says."""
        self.brief, self.lexis = brief, Lexis(brief)
        self.fixed = Fixed(brief, self.lexis, tokens)
        self._found: dict[str, tuple[Asked, ...]] = {}

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
            if asked is None:
                asked = [*self.fixed.framed(text, spot), *self._read(sentence)]
            yield from asked
            first += len(re.findall(f"[{NUMBERS}]", text))
            context, start = sentence.after(), start + len(text)

    def _read(self, sentence: Sentence) -> Iterator[Asked]:
        """Yield what a sentence says that is not fixed, and what of it cannot be accounted for."""
        for asked in sentence.asked():
            if asked.kind in ("move", "strength") and not asked.measures:
                continue
            if asked.kind == "move" and _MAY.search(sentence.text[: asked.spot[0] - sentence.start]):
                if not sentence.text[: asked.spot[0] - sentence.start].strip().lower() in ("", "a"):
                    continue
            yield asked
        yield from self._foreign(sentence)

    def _foreign(self, sentence: Sentence) -> Iterator[Asked]:
        """Yield each place named that may be none of the story's."""
        if not _UNSAID.search(sentence.text):
            for mark in sentence.of("place"):
                for who in mark.what:
                    if who != self.brief.nation and who[0] < "\ue000":
                        yield sentence.ask("foreign", mark, who=(who,))
        for found in _ABROAD.finditer(sentence.text):
            spot = (sentence.start + found.start(), sentence.start + found.end())
            yield Asked("words", spot, words=f"the figures are not of {found[0].removeprefix('the ')}")

    def _bases(self, shape: str) -> Iterator[Asked]:
        """Yield each rate whose base is not named as the publisher defines it (rule A6)."""
        for measure in self.brief.measures.values():
            if not measure.per:
                continue
            head, _, rest = measure.per.partition(" ")
            for found in re.finditer(rf"(?:every|per|each) {re.escape(head)}(?P<of> \w+)?", shape, re.IGNORECASE):
                at = found.end() - len(found["of"] or "")
                if not shape.startswith(f" {rest}", at):
                    said = f"the rate is for every {measure.per}: name the base"
                    yield Asked("words", found.span(), words=said)
