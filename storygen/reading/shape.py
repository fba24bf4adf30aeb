"""Shape: a par with its numbers and the story's own places taken out.

Forty-three stories are a few dozen shapes: what a shape says is understood once, and then only its
numbers are held against the figures of each place. A number leaves behind what grammar needs of it
(whether it is one, whether it takes "an", whether it is in digits, an ordinal), a place which it is and
whether by its own name or its force's. Dates, years and what the pack's own words hold in digits
("under 18", "every 100,000 people aged 10 and over") stay where they are.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from storygen.facts.geography import Geography
from storygen.reading.moulds import Moulds
from storygen.reading.numerals import DIGITS, ORDINAL_DIGITS, ORDINALS, WORDS, YEAR, read_number

IN_DIGITS, IS_ONE, TAKES_AN, IS_ORDINAL = 1, 2, 4, 8
"""What a number's slot says of it."""
NUMBER, PLACE, FORCE, KEPT, LONGER = 0xE040, 0xE060, 0xE080, 0xE0A0, 0xE0C0
"""The first of the characters that stand for numbers, places by name, places by their force, for phrases
and for longer names."""
MOST = 32
"""As many places, and as many phrases, as are told apart."""
NUMBERS = f"{chr(NUMBER)}-{chr(NUMBER + 15)}"
PLACES = f"{chr(PLACE)}-{chr(FORCE + MOST - 1)}"
"""The slots of each kind, for a character class of a regular expression."""

MONTHS = {
    **{name: number for number, name in enumerate(calendar.month_name) if name},
    **{name: number for number, name in enumerate(calendar.month_abbr) if name},
    "Sept": 9,
}
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " "})
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PLACED = re.compile(f"[{PLACES}]")
_ONE_STORY = re.compile(f"[{chr(LONGER)}-{chr(LONGER + MOST - 1)}]")
"""What is not the same name in every story."""
_YEAR = re.compile(rf"\W*{YEAR}(?:[-/–]\d{{2,4}})?(?:'s)?\W*\Z")
_NUMERAL = re.compile(rf"(?<![\w.])(?:(?P<ordinal>{ORDINAL_DIGITS})\b|(?P<digits>{DIGITS})(?![\d,]*\d))")
_WORD = re.compile(r"(\W*)([A-Za-z]+(?:-[a-z]+)?)((?:'s)?\W*)\Z")


_NTH = re.compile(
    rf"(\W*)(?:({'|'.join(ORDINALS)})(-(?:high|low|larg|small|bigg|great|steep|sharp|fast|few|mo|lea)e?st\W*)"
    rf"|({'|'.join(WORDS)})(-fold\W*))\Z",
    re.IGNORECASE,
)
"""A number that ranks or multiplies: "second-highest", "six-fold"."""


class Shape(NamedTuple):
    """What a par says but for its numbers and places, and the numbers."""

    text: str
    """The words, a character of our own where each number and place stood; quotation marks straight."""
    numbers: tuple[str, ...]
    """The numbers as they were printed, in order."""
    placed: bool = False
    """Whether it names any of the story's own places."""


class Names:
    """What is taken out of the pars of one story: its places, and the tokens that have a number in them."""

    __slots__ = ("phrases", "slots", "tokens")

    def __init__(
        self,
        places: Sequence[Geography],
        phrases: Sequence[str],
        tokens: Tokens,
        longer: Sequence[str] = (),
    ) -> None:
        """Take out *places*; leave the *phrases* that have digits of their own, the same for all *tokens*.

        Leave also the *longer* names that a name of theirs is part of: South Wales, of Wales.
        """
        slots: dict[str, str] = {}
        for number, place in enumerate(places[:MOST]):
            for name in (place.prose, place.name, *place.others):
                slots.setdefault(_bare(name), chr(PLACE + number))
            if place.force:
                slots.setdefault(_bare(place.force), chr(FORCE + number))
        slots.pop("", None)
        self.slots = tuple(sorted(slots.items(), key=lambda each: -len(each[0])))
        marked = [*_marked(phrases, KEPT), *_marked(longer, LONGER)]
        self.phrases = tuple(sorted(marked, key=lambda each: -len(each[0])))
        self.tokens = tokens


def _marked(phrases: Sequence[str], first: int) -> list[tuple[str, str]]:
    """Return *phrases*, the longest first, each with the character that stands for it, from *first* on."""
    every = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))[:MOST]
    return [(phrase, chr(first + number)) for number, phrase in enumerate(every)]


Seen = tuple[str, tuple[str, ...]]
"""What a token looks like with its numbers taken out, and the numbers."""


class Tokens(dict[str, Seen]):
    """What each token of copy is with its numbers taken out, worked out when it is first met."""

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__()
        self.moulds: Moulds[Shape] = Moulds()

    def __missing__(self, token: str) -> Seen:
        """Return what *token* is, and remember it for a while."""
        if len(self) > MEMORY:
            self.clear()
        bare = token.rstrip(",.;:)")
        digits = bare.replace(",", "")
        if (
            bare[:1].isdigit()
            and digits.isdigit()
            and digits.isascii()
            and (len(digits) != 4 or bare != digits)
        ):
            # A whole number with nothing before it, as nearly all are; four digits alone may be a year.
            seen: Seen = (slot_of(bare) + token[len(bare) :], (bare,))
        else:
            taken: list[str] = []
            seen = (_taken(token, taken), tuple(taken))
        self[token] = seen
        return seen


MEMORY = 1 << 15
"""So many tokens are remembered: more than the numbers of any release."""


def _taken(token: str, numbers: list[str]) -> str:
    """Return *token* with each number a slot, the numbers as printed put into *numbers*."""
    if (word := _WORD.match(token)) and word[2].lower() in _SPELLED:
        numbers.append(word[2])
        return f"{word[1]}{slot_of(word[2])}{word[3]}"
    if nth := _NTH.match(token):
        said = nth[2] or nth[4]
        numbers.append(said)
        return f"{nth[1]}{slot_of(said)}{nth[3] or nth[5]}"
    if _YEAR.match(token) or not any(character.isdigit() for character in token):
        return token

    def slot(found: re.Match[str]) -> str:
        numbers.append(found[0])
        return slot_of(found[0])

    return _NUMERAL.sub(slot, token)


_SPELLED = frozenset(WORDS) | {
    f"{tens}-{unit}" for tens, ten in WORDS.items() if ten >= 20 for unit, one in WORDS.items() if one < 10
}


def _bare(name: str) -> str:
    """Return *name* without its article, apostrophes straight."""
    return name.removeprefix("the ").removeprefix("The ").translate(_STRAIGHT)


def straight(text: str) -> str:
    """Return *text* as it is read: straight quotation marks, plain spaces, no character of ours; as long."""
    return text if text.isascii() else _PRIVATE.sub(" ", text.translate(_STRAIGHT))


def shape_of(par: str, names: Names) -> Shape:
    """Return the shape of *par*."""
    return shapes_of([par], names)[0]


def shapes_of(pars: Sequence[str], names: Names) -> list[Shape]:
    """Return the shape of each of *pars*, which are read at one go: a story is a few long strings."""
    if not pars:
        return []
    text = SEAM.join(pars)
    if not text.isascii() or text.count(END) >= len(pars):
        text = SEAM.join([straight(par.replace(END, " ")) for par in pars])
    kept = []
    for phrase, mark in names.phrases:
        if phrase in text:
            text = _whole(phrase).sub(mark, text)
            kept.append((phrase, mark))
    for name, slot in names.slots:
        if name in text:
            text = _put(text, name, slot)
    tokens, shapes = names.tokens, []
    fit = tokens.moulds.fit
    for par in text.split(SEAM):
        if fitted := fit(par, tokens):
            form, numbers = fitted
            shapes.append(Shape(form.text, numbers, form.placed))
        else:
            shapes.append(_shaped(par, tokens, kept))
    return shapes


END = "\0"
"""What stands between two pars that are read at one go: no copy has it."""
SEAM = f" {END} "


def _shaped(par: str, known: Tokens, kept: Sequence[tuple[str, str]]) -> Shape:
    """Return the shape of *par*, whose places are slots and whose phrases marks, and learn its mould.

    What stands beside a month has none: it is a number or a day by what it is itself.
    """
    tokens = par.split()
    seen, steady = [known[token] for token in tokens], True
    shown = [look for look, _ in seen]
    numbers: list[str] = []
    slots: list[int] = []
    for number, (_, taken) in enumerate(seen):
        if taken:
            if _dated(tokens, number):
                shown[number] = tokens[number]
            else:
                numbers += taken
                slots.append(number)
                steady = steady and not _by_month(tokens, number)
    text = " ".join(shown)
    for phrase, mark in kept:
        text = text.replace(mark, phrase)
    shape = Shape(text, tuple(numbers), bool(_PLACED.search(par)))
    if steady and not _ONE_STORY.search(par):
        known.moulds.learn(tokens, slots, [shown[number] for number in slots], shape)
    return shape


@lru_cache(maxsize=1 << 10)
def _whole(phrase: str) -> re.Pattern[str]:
    """Return the pattern of *phrase* in whole words and numbers: "under 18" is not in "under 18,000"."""
    # The letters come first: a pattern that begins by looking behind is tried at every letter of a story.
    literal = re.escape(phrase)
    return re.compile(rf"{literal}(?<!\w{literal})(?=s?(?!\w))(?![,.]\d)")


def _put(text: str, name: str, slot: str) -> str:
    """Return *text* with *slot* for each *name* in it that is a whole word: the Kent of Kentish is none."""
    parts = text.split(name)
    if not any([part[:1].isalnum() for part in parts[1:]] + [part[-1:].isalnum() for part in parts[:-1]]):
        return slot.join(parts)
    found = parts[0]
    for part in parts[1:]:
        whole = not (found[-1:].isalnum() or part[:1].isalnum())
        found = f"{found}{slot if whole else name}{part}"
    return found


def _dated(tokens: Sequence[str], number: int) -> bool:
    """Return whether the token of this *number* is the day of a date: March 31, 31 March."""
    return _by_month(tokens, number) and _is_day(tokens[number])


def _by_month(tokens: Sequence[str], number: int) -> bool:
    """Return whether a month stands before or after the token of this *number*."""
    return (number > 0 and tokens[number - 1] in MONTHS) or (
        number + 1 < len(tokens) and tokens[number + 1].rstrip(",.;:)'s") in MONTHS
    )


def _is_day(token: str) -> bool:
    """Return whether *token* may be the day of a month."""
    return len(token) < 6 and token[:2].rstrip(",.;:)stndrh").isdigit()


def slot_of(printed: str) -> str:
    """Return the character that stands for the number *printed*, in digits or words."""
    digits = printed.partition(".")[0].replace(",", "")
    if digits.isdigit():
        bits = IN_DIGITS | (IS_ONE if printed == "1" else 0)
        return chr(NUMBER + (bits | TAKES_AN if _takes_an(digits) else bits))
    word = printed.lower()
    if word[0].isdigit():
        bits = IN_DIGITS | IS_ORDINAL | (TAKES_AN if _takes_an(word[:-2]) else 0)
    else:
        bits = TAKES_AN if word.startswith(("eight", "eleven")) else 0
        bits |= IS_ORDINAL if word.endswith(("st", "nd", "rd", "th")) else 0
    return chr(NUMBER + (bits | (IS_ONE if read_number(printed).value == 1 else 0)))


def _takes_an(digits: str) -> bool:
    """Return whether "an" stands before a number: an 8, an 11, an 18, an 80,000; a 110 (rule S6)."""
    return digits[0] == "8" or (digits[:2] in ("11", "18") and len(digits) % 3 == 2)


NOTE = re.compile(r"EDITORS: |.+\. Overruled by [^:]+: ")
"""How a note to editors begins, which is no copy."""


def pars_of(copy: str) -> list[str]:
    """Return the pars of plain copy, parted by blank lines, the headline first."""
    return [part for piece in re.split(r"\n\s*\n", copy.replace("\r\n", "\n")) if (part := piece.strip())]
