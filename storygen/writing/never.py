"""Never: words that a pack's figures cannot bear, and why.

Police recorded crime is also a measure of recording (rule R4), a register that people stay on for years
says nothing of new offending (rule R5): what must not be written of a pack's figures stands in its
pack.toml, in `[[never]]` entries, and the sub looks for it. Some words may well be named, and only not be
counted or said to have risen, or not without "recorded": an entry says that too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storygen.errors import PackError


@dataclass(frozen=True, slots=True)
class Never:
    """Words that must not be written of a pack's figures."""

    words: tuple[str, ...]
    """Each is found whole, in capitals or not; every form of a word is listed."""
    because: str
    """Why, and what to write instead: shown to the editor."""
    only: str = ""
    """One of `ONLY` where the words may be named; empty where they must not."""
    unless: tuple[str, ...] = ()
    """Words any of which lets a sentence have them after all: "recorded"."""


KEYS = ("words", "because", "only", "unless")
ONLY = ("moved", "counted")
"""Only in a sentence that says which way something went; or in one that does so or has a number."""


def never_from_data(entries: Any, where: str) -> tuple[Never, ...]:
    """Return the `[[never]]` entries of a pack.

    :raises PackError: one lacks its words or reason, or has a key it should not.
    """
    if not isinstance(entries, list):
        raise PackError(where, "never is no list of entries", "Write each as [[never]]")
    return tuple(_entry(entry, f"{where}, never {number}") for number, entry in enumerate(entries, 1))


def _entry(entry: Mapping[str, Any], where: str) -> Never:
    """Return one entry."""
    because, only = entry_of(entry, KEYS, where), entry.get("only", "")
    if only not in ("", *ONLY):
        raise PackError(where, f"only is “{only}”", f"Use {' or '.join(ONLY)}")
    words = listed_in(entry.get("words"), where, 'Write words = ["crime rose"]')
    unless = listed_in(entry["unless"], where, 'Write unless = ["recorded"]') if "unless" in entry else ()
    return Never(words, because, only, unless)


def entry_of(entry: Mapping[str, Any], keys: tuple[str, ...], where: str) -> str:
    """Return the reason that an entry of words gives, once it has none but these *keys*.

    :raises PackError: it has another, or gives no reason.
    """
    if strange := set(entry) - set(keys):
        raise PackError(where, f"unknown key {', '.join(sorted(strange))}", f"Use {', '.join(keys)}")
    because = entry.get("because")
    if not isinstance(because, str) or not because.strip():
        raise PackError(where, "it does not say why", 'Write because = "…"')
    return because


def listed_in(words: Any, where: str, remedy: str) -> tuple[str, ...]:
    """Return the *words* of an entry, each with single spaces.

    :raises PackError: there are none, or they are no words.
    """
    if not isinstance(words, list) or not words or not all(isinstance(w, str) and w.strip() for w in words):
        raise PackError(where, "it lists no words", remedy)
    return tuple(" ".join(word.split()) for word in words)
