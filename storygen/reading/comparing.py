"""Comparing: what words such as "rose", "more often" and "the highest" say of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from storygen.reading.asked import Asked
from storygen.reading.lexicon import ADVERB_AFTER, ADVERB_BEFORE, DOWN, LOOSE, LOWEST, MOVES, STRONG, UP
from storygen.reading.marks import Mark
from storygen.reading.roles import UNIT, N
from storygen.reading.sentence import Sentence, ask

_THAN = re.compile(rf" (?:[\w-]+ ){{0,3}}?than\b| often\b| {N}|,")
_BY_SO_MUCH = re.compile(rf"(?:{N}|half|quarter)(?:{UNIT})?(?: [\w-]+){{0,2}} ?\Z")
_BEING = re.compile(
    r"\b(?:was|were|is|are|be|been|remains?|stood|much|far|slightly|even|but|rate|number) \Z", re.IGNORECASE
)
_OF_CHANGES = re.compile(
    r" (?:percentage |proportional )?(?:rise|increase|growth|fall|drop|decrease|decline)\b", re.IGNORECASE
)


def move(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield which way a word says that a figure went, and how strongly."""
    words = sentence.text[mark.start : mark.stop].lower()
    inner = MOVES.search(words)
    way = inner.lastgroup if mark.kind == "strength" and inner else mark.what
    if mark.kind == "move" and words in LOOSE and not _compares(sentence, mark, words):
        return
    now, before = sentence.span(mark)
    measures = sentence.measures(mark, after=words in ("more", "fewer", "less"))
    said = {"measures": measures, "who": sentence.who(mark), "now": now, "before": before, "way": way}
    negated = sentence.negated(mark)
    yield ask(sentence, "move", mark, negated=negated, words=words, **said)
    strong = words if mark.kind == "strength" else _strength(sentence, mark, words)
    if strong and not negated:
        yield ask(sentence, "strength", mark, words=strong, **said)


def _strength(sentence: Sentence, mark: Mark, words: str) -> str:
    """Return the word beside a move that says how strong it was, or the move if it says so itself."""
    beside = ADVERB_AFTER.match(sentence.behind(mark)) or ADVERB_BEFORE.search(sentence.ahead(mark))
    return beside[1].lower() if beside else words if STRONG.fullmatch(words) else ""


def _compares(sentence: Sentence, mark: Mark, words: str) -> bool:
    """Return whether a loose word such as "more" compares here, and does not only stand there."""
    ahead, behind = sentence.ahead(mark), sentence.behind(mark)
    if words in ("up", "down") or _THAN.match(behind) or not behind.strip(" ."):
        return True
    beside = any(0 <= each.start - mark.stop <= 1 for each in sentence.of("measure"))
    return bool(beside or _BY_SO_MUCH.search(ahead) or _BEING.search(ahead))


def superlative(sentence: Sentence, mark: Mark) -> Iterator[Asked]:
    """Yield which end of a ranking something is said to be at."""
    behind, who = sentence.behind(mark), sentence.who(mark)
    kinds = "|".join(map(re.escape, sentence.lexis.kinds)) or "(?!)"
    if kind := re.match(rf" (?:\w+ )?({kinds})\b", behind):
        measures = sentence.measures(mark, after=False)
        when = sentence.moment_of(mark) or sentence.end
        yield ask(
            sentence, "commonest", mark, measures=measures, who=who, before=when, way=mark.what, words=kind[1]
        )
        return
    way, change = _way_ranked(sentence, mark)
    if not way:
        return
    ordinal = re.search(rf"({N})[- ]\Z", sentence.ahead(mark))
    number = sum(1 for each in sentence.marks if each.kind in ("number", "part") and each.stop < mark.start)
    now, before = sentence.span(mark)
    yield ask(
        sentence, "rank", mark, number=sentence.first + number - 1 if ordinal else -1,
        words=f"“{sentence.text[mark.start : mark.stop]}”",
        literal=None if ordinal else Decimal(1), measures=sentence.measures(mark), who=sentence.local(mark),
        now=now, before=before, way=way, hedge="least" if change and mark.what == LOWEST else "",
        negated=sentence.negated(mark),
    )  # fmt: skip


def _way_ranked(sentence: Sentence, mark: Mark) -> tuple[str, bool]:
    """Return what a superlative ranks by, a way of going or an end of the figures, and whether by change."""
    behind = sentence.behind(mark)
    change = _OF_CHANGES.match(behind)
    if mark.what in ("faster", "slower"):
        moves = [each for each in sentence.of("move") if each.stop <= mark.start]
        way = str(moves[-1].what) if moves else UP
        return (way if mark.what == "faster" else DOWN if way == UP else UP), False
    if change:
        return (UP if re.search(r"rise|increase|growth", change[0]) else DOWN), True
    if re.search(r"\bat \Z", sentence.ahead(mark)) or re.match(r" rise| fall", behind):
        return "", False
    return str(mark.what), False
