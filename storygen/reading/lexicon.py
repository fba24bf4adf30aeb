"""Lexicon: the words by which copy compares, hedges and ranks, as a stranger knows them.

The reader's own: none of it is asked of the rooms that choose such words.
"""

from __future__ import annotations

import re

from storygen.reading.shape import NUMBERS

UP, DOWN, LEVEL, LITTLE = "up", "down", "same", "little"
"""Ways that a figure goes."""

WAYS = {
    LITTLE: """
        little changed?|barely changed|hardly changed|scarcely changed|broadly (?:unchanged|the same|level)
        largely unchanged|little different|about as often as|about the same(?: as)?|much the same
        almost unchanged|virtually unchanged|stable|steady
    """,
    LEVEL: """
        unchanged|the same (?:as|number as|level as|rate as)|also the same as|as many|as often as|no change
        (?:was|were|is|are|stayed|remained) (?:also )?the same|level with|stood still|equal to|identical|flat
    """,
    UP: """
        risen|rose|rises?|rising|up|increas(?:ed?|es|ing)|gr(?:ew|own|owing|ows?)|growth|climb(?:ed|s|ing)?
        jump(?:ed|s)?|soar(?:ed|s|ing)?|surg(?:ed?|es|ing)|leap(?:t|ed)|gain(?:ed|s)?|rocket(?:ed|s)?
        higher|greater|larger|bigger|more|above|swell(?:ed)?|swollen|gone up|went up|going up
    """,
    DOWN: """
        fallen|fell|falls?|falling|down|decreas(?:ed?|es|ing)|dropp?(?:ed|s|ing)?|declin(?:ed?|es|ing)
        dip(?:ped|s)?|shr(?:ank|unk|inks?|inking)|reduc(?:ed?|tion)|lower|smaller|fewer|less|below|cut
        plung(?:ed?|es|ing)|slump(?:ed|s)?|plummet(?:ed|s)?|gone down|went down|going down|lost
    """,
}
"""Words for each way."""
NO_CLAIM = """
    (?:more|less) (?:about|of (?:an?|its|how)|likely|people being|or (?:less|fewer)|to do)|more or fewer
    or (?:more|less|fewer)|(?:up|down) to|less clear|lost (?:of|to)|cut off
    (?:made|makes?|making|taken|sets?|keep|kept|follow\\w*|turn\\w*|put|laid|broken) (?:up|down)
"""
"""Phrases that have such a word in them and compare nothing."""


def _either(words: str) -> str:
    """Return the pattern of any of *words*, parted by bars and lines."""
    return "|".join(line.strip() for line in words.strip().splitlines())


MOVES = re.compile(
    rf"(?<![\w-])(?:(?P<none>{_either(NO_CLAIM)})|"
    + "|".join(f"(?P<{way}>{_either(words)})" for way, words in WAYS.items())
    + r")(?![\w-])",
    re.IGNORECASE,
)
"""A word that says which way a figure went; group none is no claim although it has such a word in it."""
LOOSE = frozenset(
    {"more", "less", "fewer", "higher", "lower", "greater", "larger", "bigger", "smaller"}
    | {"above", "below", UP, DOWN}
)
"""Words that compare only beside a figure, a measure or "than"."""

WEAK = frozenset({"slightly", "marginally", "fractionally", "modestly"})
STRENGTHS = (
    *sorted(WEAK),
    *("sharply", "steeply", "dramatically", "significantly", "substantially", "massively", "hugely"),
)
ADVERB_AFTER = re.compile(rf" ({'|'.join(STRENGTHS)})\b", re.IGNORECASE)
ADVERB_BEFORE = re.compile(rf"\b({'|'.join(STRENGTHS)}) \Z", re.IGNORECASE)
STRONG = re.compile(
    r"soar(?:ed|s|ing)|surg(?:ed|es|ing)|rocket(?:ed|s)|leapt|jump(?:ed|s)|plung(?:ed|es|ing)|slump(?:ed|s)"
    r"|plummet(?:ed|s)"
)
"""Words of strength, which stand for changes of a size."""

HEDGES = {
    "about": "about|around|roughly|some|approximately|in the region of|an estimated|circa",
    "almost": "almost|nearly|just under|close to|just short of|approaching|not quite|a little under|nigh on",
    "just over": "just over|just above|slightly more than|a little over|slightly over|a little more than",
    "more than": "more than|over|in excess of|upwards of|well over|above|exceeding|greater than",
    "less than": "less than|fewer than|under|below|lower than",
    "at least": "at least|no fewer than|a minimum of|not less than",
    "at most": "up to|at most|no more than|a maximum of",
}
ANY_HEDGE = "|".join(HEDGES.values())
HEDGE = re.compile(
    "(?:^|(?<=[^\\w-]))(?:"
    + "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in HEDGES.items())
    + r") (?:the |a total of |a |an )?\Z",
    re.IGNORECASE,
)
"""A hedge that stands right before a number."""

AVERAGES = {UP: "above|over|higher than", DOWN: "below|under|lower than"}
AVERAGE = re.compile(
    r"(?<![\w-])(above|over|higher than|below|under|lower than|about|around|near|close to|in line with)"
    r" (?:the )?(?:national |England and Wales )?average",
    re.IGNORECASE,
)
"""A rate set against the nation's."""

HIGHEST, LOWEST = "highest", "lowest"
ENDS = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<highest>highest|largest|biggest|greatest|most(?= (?:common|frequent|often)))"
    r"|(?P<lowest>lowest|smallest|fewest|least(?! half))"
    r"|(?P<faster>faster|more sharply|more steeply|more quickly)"
    r"|(?P<slower>slower|less sharply|less steeply|less quickly)"
    r")(?![\w-])",
    re.IGNORECASE,
)
"""The ends of a ranking. "At least" is a hedge and is told apart by what is before it."""

FRACTIONS = {
    "half": "50",
    "one-third": "33.333333",
    "two-thirds": "66.666667",
    "a quarter": "25",
    "one-quarter": "25",
    "three-quarters": "75",
    "one-fifth": "20",
    "two-fifths": "40",
    "three-fifths": "60",
    "four-fifths": "80",
}
"""Fractions in words, as percentages; "a third" is a number's slot, and is told by it."""
MULTIPLES = {
    **dict.fromkeys(("doubled", "doubling", "doubles", "twofold"), 2),
    **dict.fromkeys(("tripled", "trebled", "tripling", "trebling", "threefold"), 3),
    **dict.fromkeys(("quadrupled", "quadrupling", "fourfold"), 4),
    **dict.fromkeys(("halved", "halving"), 0),
}
"""Words for so many times as many; nought stands for a half."""
NEGATIONS = re.compile(
    r"\b(?:not|never|cannot|no longer|neither|nor|without|hardly ever)\b|n't\b"
    r"|\bno(?= (?:comparison|cause|change|longer|figures|sign|evidence))",
    re.IGNORECASE,
)
_JOINING = "and|but|while|although|though|whereas|so|when|after|compared|as"
BREAKS = re.compile(
    rf"; |: | and (?=(?:(?:{ANY_HEDGE}) )?[{NUMBERS}])|, (?:{_JOINING})\b"
    r"|(?<=\w) (?:although|while|whereas|but)\b| – |, "
)
"""Where one clause of a sentence ends and the next begins."""
SENTENCES = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[\"'(]*[A-Z\ue040-\ue0bf])")
"""What is between two sentences."""
