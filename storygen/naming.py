"""Naming: what publishers call their pages and files, held against the words that an editor chose.

Titles come from the web, where a dash may be a hyphen and an apostrophe curly: only their words count.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
PATH = re.compile(r"(?:/[A-Za-z0-9_~.-]+)+")
LONGEST_PATH = 500


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of *text* as they are compared: no case, no punctuation, no dashes.

    >>> words_of("Police workforce, England & Wales: 2020-21")
    ('police', 'workforce', 'england', 'and', 'wales', '2020', '21')
    """
    said = UNSEEN.sub("", unicodedata.normalize("NFC", text)).casefold()
    said = re.sub("['’\u02bc]", "", said.replace("&", " and "))
    return tuple(re.sub(r"[\W_]+", " ", said).split())


def title_fits(title: str, patterns: Sequence[str]) -> bool:
    """Say whether *title* has the words of one of *patterns*, in which "…" stands for any words between.

    >>> title_fits("Police workforce, at 30 September 2021", ["workforce … 30 September"])
    True
    >>> title_fits("Crime by the 130 September crews", ["30 September"])
    False
    """
    return any(_fits(words_of(title), pattern) for pattern in patterns)


def _fits(words: tuple[str, ...], pattern: str) -> bool:
    """Say whether every stretch of *pattern* stands in *words*, in order; one without words never does."""
    stretches = [words_of(part) for part in pattern.replace("...", "…").split("…")]
    stretches = [stretch for stretch in stretches if stretch]
    start = 0
    for stretch in stretches:
        wide = len(stretch)
        places = range(start, len(words) - wide + 1)
        place = next((at for at in places if words[at : at + wide] == stretch), None)
        if place is None:
            return False
        start = place + wide
    return bool(stretches)


def plain_text(markup: str, most: int) -> str:
    """Return the words of *markup* on one line, without tags and control characters, *most* characters of it.

    >>> plain_text("<p>Crime &amp; <b>justice</b>\\n\\x07</p>", 40)
    'Crime & justice'
    """
    said = TAG.sub("", html.unescape(TAG.sub(" ", markup[: most * 20])))
    said = "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Co", "Cn") else each for each in said)
    said = " ".join(UNSEEN.sub("", said).split())
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"


def is_plain_path(path: str) -> bool:
    """Say whether *path* is one that a page of a publisher's may have, with nothing in it to lead astray.

    >>> [is_plain_path(path) for path in ("/government/knife-crime--2", "/a/../b", "//a", "/a?b", "/")]
    [True, False, False, False, False]
    """
    if len(path) > LONGEST_PATH or not PATH.fullmatch(path):
        return False
    return all(part.strip(".") for part in path.split("/")[1:])
