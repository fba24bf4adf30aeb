"""Usage: what no house would print, and what ours prints otherwise.

Each check is asked of a par's shape, in which every number has left behind what grammar needs of it:
whether it is one, whether it takes "an", whether it is in digits. Each opens with its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from storygen.reading.numerals import WORDS
from storygen.reading.shape import (
    FORCE,
    IN_DIGITS,
    IS_ONE,
    IS_ORDINAL,
    MOST,
    NUMBERS,
    PLACE,
    PLACES,
    TAKES_AN,
)
from storygen.writing.house import Finding, House, Words, listed, slots
from storygen.writing.style import plural

ONE, MANY = slots(IS_ONE, IS_ORDINAL), slots(0, IS_ONE | IS_ORDINAL)
SENTENCE = r"""(?:^|(?<!\bNo)[.!?]["')]* )["'(]*"""
"""What a sentence begins after; a number is not one's beginning in "No. 10"."""

# Agreement of number.

COUNTED = ("incident", "time", "case", "force", "area", "officer", "offender", "use of force", "person")
"""What any pack may count, beside what its measures say."""
ADJECTIVES = listed(
    "other more new extra additional further former full-time part-time equivalent police special "
    "recorded registered violent serious young male female adult reported known separate different"
)
HEDGES = listed(
    "almost nearly about around some roughly over under just only also still now then already more fewer "
    "less than at least up to as many close an estimated"
)
FOLLOWS = listed(
    "was were is are has have had in on at of from for by with who that which as than being compared "
    "according during last this after before a an the"
)
SPANS = listed("per percent percentage times years months weeks days hours minutes miles")
"""What several may be of and be one thing all the same: there was 10 years between them."""
AT_A_PLACE = rf"(?:[Ii]n|[Aa]t|[Aa]cross) [{PLACES}]"
ONE_OF = r"of (?:the|these|those|its|their)(?: (?!(?:who|that|which)\b)[\w-]+){1,4}?"
"""What one of several is one of: one of the offenders."""
NOT_COUNTED = r"(?i)\D*\b(?:once|twice|nought)\b|\D*[\d,]+\.\d"
"""Words that are read as numbers and count nothing; a number with decimals, which takes either."""


def agreement(words: Words, house: House) -> Iterator[Finding]:
    """English: a noun and its verb have the number of what is counted: one other dangerous offender was."""
    for verb, pattern, advice in _disagreements(house.nouns):
        for found in pattern.finditer(words.open) if verb in words.open else ():
            said = f"“{{}}” does not agree with its number: {advice}"
            yield Finding(said, *found.span("it"), stop=True, unless=NOT_COUNTED)


@lru_cache(maxsize=32)
def _disagreements(nouns: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Return what disagrees: the verb it is about, a pattern whose group "it" is at fault, and what to do."""
    every = dict.fromkeys((*filter(None, nouns), *COUNTED))
    one, many = (f"(?:{_either(heads)})" for heads in zip(*map(_heads, every), strict=True))
    before = [word for noun in every for word in noun.partition(" of ")[0].split()[:-1]]
    between, hedged = (f"(?:(?:{_either(each)}) ){{0,4}}" for each in ([*ADJECTIVES, *before], HEDGES))
    only = f"(?:(?:{_either([*HEDGES, *(each.capitalize() for each in HEDGES)])}) )?"
    starts = rf"(?:(?:^|[.!?] |\b(?:[Tt]hat|[Ww]hile|[Ww]here|[Ww]hen) |, |\b{AT_A_PLACE} ){only})"
    follows = rf"(?:(?<= of)\b|(?=[.,;:!?)]|$| (?:{_either(FOLLOWS)})\b))"
    whole = r"(?! (?:the|an?|not|more|too|enough|about)\b)"
    some, single = (
        rf"{starts}(?P<it>{MANY} {between}{many}",
        rf"{starts}(?P<it>{ONE}(?: {between}{one}| {ONE_OF})?",
    )
    several = rf"{hedged}{MANY})(?! (?:{_either(SPANS)})\b|[%\w-])"
    drawn = [
        ("", rf"(?<![Nn]o )(?<![Aa]ny )(?<!some )(?<!every )(?P<it>{ONE} {between}{many})\b", NOUN_OF_ONE),
        ("", rf"(?P<it>{MANY} {between}{one}){follows}", NOUN_OF_SEVERAL),
        *((f"here {verb}", rf"\b(?P<it>[Tt]here {verb} {several}", advice) for verb, advice in THERE.items()),
        ("here were", rf"\b(?P<it>[Tt]here were {hedged}{ONE} {between}{one}){follows}", THERE_WAS),
        ("here were", rf"\b(?P<it>[Tt]here were {hedged}{ONE})(?=[.,;:)]|$)", THERE_WAS),
        (" was", rf"{starts}(?P<it>{MANY} was (?:being|\w+ed))\b", VERB_OF_SEVERAL),
        *((verb, rf"{some}{verb})\b{whole}", VERB_OF_SEVERAL) for verb in (" was", " is", " has")),
        *((verb, rf"{single}{verb})\b", VERB_OF_ONE) for verb in (" were", " are", " have")),
    ]
    return tuple((verb, re.compile(pattern), advice) for verb, pattern, advice in drawn)


NOUN_OF_ONE, NOUN_OF_SEVERAL = "make the noun singular", "make the noun plural"
VERB_OF_ONE, VERB_OF_SEVERAL = "make the verb singular", "make the verb plural"
THERE_WERE, THERE_WAS = "write “there were”", "write “there was”"
THERE = {"was": THERE_WERE, "is": "write “there are”", "has been": "write “there have been”"}


def _heads(noun: str) -> tuple[str, str]:
    """Return the words of *noun* that take its number, of one and of several: member of, members of."""
    one, many = noun.partition(" of "), plural(noun, Decimal(2)).partition(" of ")
    return one[0].split()[-1] + one[1].rstrip(), many[0].split()[-1] + many[1].rstrip()


def _either(words: Iterable[str]) -> str:
    """Return a pattern of any of *words*."""
    return "|".join(map(re.escape, dict.fromkeys(words)))


# Articles, doubled words, leftovers.

SAID_AN = tuple(word for word in WORDS if word.startswith(("eight", "eleven")))
SAID_A = tuple(word for word in WORDS if word not in SAID_AN)
"""Number words in a compound, which is no number: an eight-year wait, a one-year wait."""
_ARTICLE = re.compile(
    rf"\b(?:(?P<a>[Aa]) (?:[£$€]?{slots(TAKES_AN)}|(?:{'|'.join(SAID_AN)})-[a-z]+)"
    rf"|(?P<an>[Aa]n) (?:[£$€]?{slots(0, TAKES_AN)}|(?:{'|'.join(SAID_A)})-[a-z]+))(?!\w*[’'])"
)


def article(words: Words, _house: House) -> Iterator[Finding]:
    """S6: "a" and "an" by sound: an 8, an 11, an 18, an 80, an 800; a 700, a one."""
    for found in _ARTICLE.finditer(words.open):
        right = "an" if found["a"] else "a"
        yield Finding(f"“{{}}” is not how it is said: write “{right}”", *found.span(), stop=True)


_PHRASE = r"(?!(?:on|by|after) )[A-Za-z']+(?: (?!(?:and|or|by|on|after|to|for) )[A-Za-z']+){1,2}"
_DOUBLED = re.compile(
    rf"(?<![\w'-])(?P<word>[A-Za-z']+|[{PLACES}]|{_PHRASE}) (?P=word)(?![\w'-])", re.IGNORECASE
)
_FORCE_AGAIN = re.compile(rf"[{chr(FORCE)}-{chr(FORCE + MOST - 1)}] (?:Police|Constabulary)\b(?! [A-Z])")
_NOT_AGAIN = r"(?!.*\b(\w+) \1$)"
"""A force, as it was printed, and a word that it did not end with already."""
BODY_WORDS = listed(
    "Police Constabulary Office Ministry Council Service Force Court Government Home Officers"
)
"""Words with capitals of which no name has two together, as Walla Walla has."""
_BESIDE = re.compile(rf"[{NUMBERS}] (?!{slots(IS_ONE, IN_DIGITS)})[{NUMBERS}](?![-\w])")
"""Two numbers, but for "a 1,100 one" and "12 12-month orders"."""
DIALLED = r"0\d|\d{3} \d{3}"
"""How a telephone number begins, which is no number."""
SAME = "the same word twice, so strike one"
TWICE = ("had had", "that that", "very very")
"""What English allows."""


def doubled_word(words: Words, _house: House) -> Iterator[Finding]:
    """English: no word or number stands twice, but where English has it so: "had had", "that that"."""
    for found in _DOUBLED.finditer(words.open):
        named = all(part[0].isupper() and part not in BODY_WORDS for part in found[0].split())
        if found[0].lower() not in TWICE and not named:
            yield Finding(f"“{{}}”: {SAME}", *found.span())
    for found in _FORCE_AGAIN.finditer(words.open):
        yield Finding(f"“{{}}”: {SAME}", *found.span(), unless=_NOT_AGAIN)
    for found in _BESIDE.finditer(words.open):
        yield Finding("“{}”: two numbers side by side, so strike one", *found.span(), unless=DIALLED)


LEFT = (
    r"\{[^}]*\}*|\}+|\[\[[^\]]*\]*|\]\]|<<+|>>+|</?[A-Za-z][^>]*>?|\$[A-Za-z_]\w*|%[sdr]\b|%\(\w*",
    rf"&(?:#[\w{NUMBERS}]+|[a-z]{{2,}});",
    r"\( ?\)|\[ ?\]|(?i:\[(?:insert|name|place|figure|number|date|quote|tbc|tk)\b[^\]]*\]?)",
    r"\[[A-Z][A-Z _-]+\]?",
    r"None\b(?<!^None)(?<![.!?:\"] None)(?<![\w\"]None)",
    r"\b(?:NaN|nan|T(?:K|ODO)|X{2,}|x{3,}|null(?! and void)|undefined|[Ll]orem)\b|\b(?i:tbc|tba|n/a)\b",
    r" [,;:!?](?!\w)| \.(?![.\w])|\.\.(?!\.)(?<!\.\.\.)|,,+|,\.|\.,(?!\w)|;,|,;",
)
_LEFT = re.compile("|".join(LEFT))
STRAY = re.compile("[\x80-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd]")
"""What a shape cannot show: characters of ours, those that stand for what could not be read, and those
that are none: control characters, and halves of one."""


def leftover(words: Words, _house: House) -> Iterator[Finding]:
    """House: nothing of a template is left: braces, tags, None, TBC, n/a, brackets or stops of nothing."""
    for found in _LEFT.finditer(words.text):
        yield Finding("“{}” is left over: write what belongs there", *found.span(), stop=True)


# Figures.

_FIGURE_FIRST = re.compile(rf"{SENTENCE}(?P<it>[£$€]?(?:{slots(IN_DIGITS)}|\d[\d,.]*))")


def starts_with_a_figure(words: Words, _house: House) -> Iterator[Finding]:
    """S1: never start a sentence with a figure."""
    for found in _FIGURE_FIRST.finditer(words.open):
        yield Finding("a sentence starts with “{}”: turn it round or spell the number", *found.span("it"))


_FIGURE = re.compile(f"{slots(0, IS_ORDINAL)}|{slots(IN_DIGITS | IS_ORDINAL)}")
_NO_FIGURE = re.compile(
    rf"(?:\b(?:every|per|each) |\bages?d? (?:[{NUMBERS}] (?:to|and|or) )?)[{NUMBERS}]"
    rf"|{slots(IN_DIGITS)}(?: {slots(IN_DIGITS)})+|[{NUMBERS}]-"
)
"""The base of a rate, an age, a telephone number, the 12 of a 12-month."""


def too_many_figures(words: Words, house: House) -> Iterator[Finding]:
    """S7: at most so many figures in a par; dates, ages, bases of rates and quotes do not count."""
    most = house.style.figures_per_par
    found = list(_FIGURE.finditer(_NO_FIGURE.sub(lambda each: " " * len(each[0]), words.open)))
    if len(found) > most:
        said = f"{len(found)} figures in one par, where the house has {most}: leave some out or part it"
        yield Finding(said, found[most].start(), found[-1].end())


_PER_CENT = re.compile(rf"\b(?:[Pp]er ?cent)\b|(?<=[{NUMBERS}\d])(?: ?%|pc\b)")


def per_cent(words: Words, house: House) -> Iterator[Finding]:
    """S4: one form of "per cent" in a story, the house's own."""
    form = house.style.per_cent
    for found in _PER_CENT.finditer(words.open):
        if found[0].strip().lower() != form:
            yield Finding(f"“{{}}”: the house writes “{form}”, and one form in a story", *found.span())


# Who is meant.

_PRONOUN = re.compile(
    r"\b(?:[Tt]hey|[Tt]hem|[Tt]heirs?|[Tt]hemselves)\b|^Its\b"
    r"|^It(?! (?:is|was|has been|had been|will|would|could|may|might|comes?|came|follow|mean|emerge|takes?"
    r"|took|seem|appear|remain))\b"
)
_NAMED = re.compile(
    rf"[{NUMBERS}{PLACES}]|(?<!^)(?<![.!?] )\b[A-Z]\w+"
    r"|\b(?!(?:is|was|has|as|this|its|his|hers|does|yes|us|plus|thus|always|perhaps|whereas|unless|besides"
    r"|afterwards|across|sometimes|less|towards|news)\b)[A-Za-z-]{2,}(?<!s)s\b(?!')"
    r"|(?i:\b(?:people|children|men|women|police|staff|both|many|some|few|all|none|who|anybody|anyone|nobody"
    r"|everybody|everyone|somebody|someone|person|public|government|council|charity|each|either|neither|team"
    r"|force|union|couple|pair|group|offender|officer|child|victim|man|woman)\b)"
)
"""What "they" may stand for: whatever looks like several, a body of people, or somebody of either sex."""
_AHEAD = re.compile(
    r"(?:Although|Though|While|Whilst|When|As|If|Because|Before|After|Since|Once|Whether|Where|Until|Despite)\b[^.!?]*,"
)
"""What begins a sentence whose "they" may stand for what comes after: although they fell, numbers …"""


_PLACE = rf"(?:[{chr(PLACE)}-{chr(FORCE - 1)}]|[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*)"
_WHERE = re.compile(
    rf"\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Ww]ithin) (?:the )?"
    rf"(?:{_PLACE}(?:,? and |, )(?:the )?)*{_PLACE}(?!\w| [A-Z])"
)
"""Where something was: in Kent they rose does not say that Kent did."""


def they(words: Words, _house: House) -> Iterator[Finding]:
    """R6: a par survives being quoted alone, so its "they" stands for somebody whom it names."""
    found = _PRONOUN.search(words.open)
    if not found:
        return
    before = _WHERE.sub(lambda place: " " * len(place[0]), words.open[: found.start()])
    if _NAMED.search(before):
        return
    sentence = max(words.open.rfind(f"{stop} ", 0, found.start()) for stop in ".!?") + 2
    if found.start() and _AHEAD.match(words.open, sentence if sentence > 1 else 0):
        return
    yield Finding("“{}” stands for nobody whom this par has named: name them", *found.span())
