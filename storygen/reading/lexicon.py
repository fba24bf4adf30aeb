"""Lexicon: the words by which copy compares, hedges and ranks, as a stranger knows them.

The reader's own: none of it is asked of the rooms that choose such words.
"""

from __future__ import annotations

import re

from storygen.reading.numerals import UNITS
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
        higher|greater|larger|bigger|more|extra|additional|above|swell(?:ed)?|swollen|gone up|went up|going up
        gains? of
        mounted|rallied|rebounded|bounced(?: back)?|mushroomed|ballooned|expand(?:ed|s|ing)?|shot up|crept up
        edged up|inched up|picked up|strengthened|heightened|multiplied|added(?= (?:[\\w-]+ ){0,3}?NUMBER)
        (?:recovered|improved|advanced|accelerated|crept|inched|boosted|lifted|raised|bolstered)(?=TOWARDS)
    """,
    DOWN: """
        fallen|fell|falls?|falling|down|decreas(?:ed?|es|ing)|dropp?(?:ed|s|ing)?|declin(?:ed?|es|ing)
        dip(?:ped|s)?|shr(?:ank|unk|inks?|inking)|reduc(?:ed?|tion)|lower|smaller|fewer|less|below|cut
        plung(?:ed?|es|ing)|slump(?:ed|s)?|plummet(?:ed|s)?|gone down|went down|going down|lost|loss(?:es)? of
        slip(?:ped|s|ping)?|sank|sunk|slid|tumbl(?:ed|es|ing)|dwindl(?:ed|es|ing)|contracted|waned|ebbed
        crashed|receded|subsided|diminished|lessened|nosedived|nose-dived|collapsed|came down|coming down
        slashed|pared(?: back| down)?|whittled(?: down)?|brought down|drifted down|edged down|inched down
        crept down|softened|weakened|shed(?= (?:[\\w-]+ ){0,3}?NUMBER)
        (?:eased|retreated|trimmed|lowered)(?=TOWARDS)
    """,
}
"""Words for each way; NUMBER stands for one, TOWARDS for a number that something goes to or by."""
NO_CLAIM = """
    (?:more|less) (?:about|of (?:an?|its|how)|likely|people being|or (?:less|fewer)|to do)|more or fewer
    or (?:more|less|fewer)|(?:up|down) to|less clear|lost (?:of|to)|cut off
    (?:made|makes?|making|taken|sets?|keep|kept|follow\\w*|turn\\w*|put|laid|broken) (?:up|down)
"""
"""Phrases that have such a word in them and compare nothing."""


def _either(words: str) -> str:
    """Return the pattern of any of *words*, parted by bars and lines."""
    told = "|".join(line.strip() for line in words.strip().splitlines())
    towards = rf" (?:[\w-]+ ){{0,2}}?(?:to|by|from) (?:[\w-]+ ){{0,3}}?[{NUMBERS}]"
    return told.replace("TOWARDS", towards).replace("NUMBER", f"[{NUMBERS}]")


MOVES = re.compile(
    rf"(?<![\w-])(?:(?P<none>{_either(NO_CLAIM)})|"
    + "|".join(f"(?P<{way}>{_either(words)})" for way, words in WAYS.items())
    + r")(?![\w-])",
    re.IGNORECASE,
)
"""A word that says which way a figure went; group none is no claim although it has such a word in it."""
LOOSE = frozenset(
    {
        "more",
        "less",
        "extra",
        "additional",
        "fewer",
        "higher",
        "lower",
        "greater",
        "larger",
        "bigger",
        "smaller",
    }
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
    "more than": (
        "more than|over|in excess of|upwards of|well over|above|exceeding|exceeded|greater than"
        "|topped|topping|surpassed|passed"
    ),
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

AVERAGES = {
    UP: "above|over|higher than|more than|greater than",
    DOWN: "below|under|lower than|less than|fewer than",
}
_NATION = r"(?:national|nationwide|England and Wales)(?:'s)?"
_LEVEL_OF = "(?:average|rate|figure|level|share|proportion|percentage|one)"
_OF_NATION = (
    rf" (?:(?:the|that|for|of|across) )*(?:{_NATION} {_LEVEL_OF}\b"
    rf"|{_LEVEL_OF}(?: of [{NUMBERS}](?:%| per cent)?)?"
    r" (?:for|across|in|of) England and Wales)"
)
AVERAGE = re.compile(
    r"(?<![\w-])(above|over|higher than|more than|greater than|below|under|lower than|less than|fewer than"
    r"|about|around|near|close to|in line with|similar to|level with|on a par with)"
    rf"(?:(?= that (?:for|across|in) England and Wales)|(?={_OF_NATION})"
    r"| (?:the )?(?:national |England and Wales )?average)",
    re.IGNORECASE,
)
"""A rate set against the nation's, which may be named and told."""

HIGHEST, LOWEST = "highest", "lowest"
ENDS = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<highest>(?:joint[- ])?(?:highest|largest|biggest|greatest)|most(?= (?:common|frequent|often)))"
    r"|(?P<lowest>(?:joint[- ])?(?:lowest|smallest|fewest)|least(?! half))"
    r"|(?P<faster>faster|more sharply|more steeply|more quickly)"
    r"|(?P<slower>slower|less sharply|less steeply|less quickly)"
    r")(?![\w-])"
    rf"|(?<=[{NUMBERS}]-)(?:(?P<nth_highest>highest|largest|biggest|greatest|most)"
    r"|(?P<nth_lowest>lowest|smallest|fewest|least))(?![\w-])",
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
    **{f"{word}fold": number for number, word in enumerate(UNITS[5:11], 5)},
    **dict.fromkeys(("halved", "halving"), 0),
}
"""Words for so many times as many; nought stands for a half."""
NEGATIONS = re.compile(
    r"\b(?:not|never|cannot|no longer|neither|nor|without|hardly ever)\b|n't\b"
    r"|\bno(?= (?:comparison|cause|change|longer|figures|sign|evidence))",
    re.IGNORECASE,
)
_JOINING = "and|but|while|although|though|whereas|so|when|after|compared|as"
AFTER = (
    r"(?:more than |almost |nearly )?(?:falling|rising|dropping|increasing|growing|declining|doubling|halving"
    r"|a fall|a rise|an increase|a drop|a decline)\b"
)
"""Another change, which came first."""
BREAKS = re.compile(
    rf"; |: | and (?=(?:by )?(?:(?:{ANY_HEDGE}) )?[{NUMBERS}])|, (?:{_JOINING})\b"
    r"|(?<=\w) (?:although|while|whereas|but)\b| – |, "
    rf"| after (?={AFTER})"
)
"""Where one clause of a sentence ends and the next begins."""
SENTENCES = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[\"'(]*[A-Z\ue040-\ue0bf])")
"""What is between two sentences."""
