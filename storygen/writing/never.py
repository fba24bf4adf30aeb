"""Never: words that a pack's figures cannot bear, and why.

Police recorded crime is also a measure of recording (rule R4), a register that people stay on for years
says nothing of new offending (rule R5): what must not be written of a pack's figures stands in its
pack.toml, in `[[never]]` entries, and the sub looks for it.
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


KEYS = ("words", "because")


def never_from_data(entries: Any, where: str) -> tuple[Never, ...]:
    """Return the `[[never]]` entries of a pack.

    :raises PackError: one lacks its words or reason, or has a key it should not.
    """
    if not isinstance(entries, list):
        raise PackError(where, "never is no list of entries", "Write each as [[never]]")
    return tuple(_entry(entry, f"{where}, never {number}") for number, entry in enumerate(entries, 1))


def _entry(entry: Mapping[str, Any], where: str) -> Never:
    """Return one entry."""
    if strange := set(entry) - set(KEYS):
        raise PackError(where, f"unknown key {', '.join(sorted(strange))}", f"Use {', '.join(KEYS)}")
    because, words = entry.get("because"), entry.get("words")
    if not isinstance(because, str) or not because.strip():
        raise PackError(where, "it does not say why", 'Write because = "…"')
    if not isinstance(words, list) or not words or not all(isinstance(w, str) and w.strip() for w in words):
        raise PackError(where, "it lists no words", 'Write words = ["crime rose"]')
    return Never(tuple(" ".join(word.split()) for word in words), because)
