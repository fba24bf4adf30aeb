"""Markup: what of HTML or of Markdown is left in finished copy, and the copy without it.

Copy comes out of web pages and content systems with tags, entities and addresses in it. Each is told of
once, here; the reader and the sub then read what would be printed, so that a tag does not make a true
sentence doubtful, nor the digits of an address a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from storygen.writing.flag import Flag

Span = tuple[int, int]

SIGNS = ("<", "&", "*", "_", "]", "#", "/", "www.")
"""Copy that has none of these, nor a par that begins with a dash, has no markup, as nearly all has none."""
INLINE = ("a", "abbr", "b", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "u")
"""Tags that part no words."""
ADDRESS = "online"
"""What is read where an address stands."""
MOST = 60
"""So much of what is left over is given in a flag's message."""

LEFT = "“{}” is left over: write what belongs there"
MARKDOWN = "“{}” is Markdown, which would be printed as it stands: take it out"
ON_THE_WEB = "“{}” is an address on the web, which was not read: see that it is right"

_TAG = re.compile(r"<!--.*?(?:-->|$)|</?(?P<name>[A-Za-z][\w-]*)[^<>]*>")
_ENTITY = re.compile(r"&(?:amp;)*(?P<sign>#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]+);")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"“”\[\]]*[^\s<>\"“”\[\].,;:!?)'’*]")
_BEGINNING = re.compile(r" *(?:#{1,6}|[-*]) +")
_PAIRS = (
    re.compile(r"!?\[(?P<it>[^\[\]]*)\]\((?:https?:|www\.|mailto:|[/#])[^()]*\)"),
    re.compile(r"(?<![\w*])(?P<mark>\*{2,3}|_{2,3})(?=[^\s*_])(?P<it>.{1,400}?)(?<=\S)(?P=mark)(?![\w*])"),
)
"""A link and what is bold: what stands between them is to be read."""


class Bare(NamedTuple):
    """A par without its markup."""

    text: str
    left: tuple[Flag, ...] = ()
    """What was taken out of it, a stop or a query each."""
    spots: tuple[Span, ...] = ()
    """Where in the par each character of the text stood, or what it stands for; none, where they are one."""

    def span(self, span: Span | None) -> Span | None:
        """Return where in the par a *span* of the text stands."""
        if not self.spots or not span or span[0] == span[1]:
            return span
        return self.spots[span[0]][0], self.spots[span[1] - 1][1]


class _Cut(NamedTuple):
    """Something that is taken out of a par."""

    start: int
    end: int
    read: str = ""
    """What is read in its place."""
    message: str = ""
    """What is said of it, where another cut does not say it."""
    until: int = 0
    """Where that ends which the message is about, if not with the cut."""


def is_marked(pars: Sequence[str]) -> bool:
    """Return whether any of *pars* may have markup in it."""
    text = "\n".join(pars)
    return any(sign in text for sign in SIGNS) or any(par.lstrip()[:1] == "-" for par in pars)


def bare_of(par: str, own: str = "") -> Bare:
    """Return *par* without its markup, but for addresses that are in the pack's *own* words.

    >>> bare_of("Kent&rsquo;s <b>force</b>").text
    'Kent’s force'
    """
    parts: list[str] = []
    left: list[Flag] = []
    spots: list[Span] = []
    end = 0
    for cut in sorted(_cuts(par, own)):
        if cut.start < end:  # an address within a tag or a link
            continue
        parts += [par[end : cut.start], cut.read]
        spots += [(at, at + 1) for at in range(end, cut.start)]
        spots += [(cut.start, cut.end)] * len(cut.read)
        left += [_flag(par, cut)] if cut.message else []
        end = cut.end
    if not end:
        return Bare(par)
    spots += [(at, at + 1) for at in range(end, len(par))]
    return Bare("".join([*parts, par[end:]]), tuple(left), tuple(spots))


def _cuts(par: str, own: str) -> Iterator[_Cut]:
    """Yield what is to be taken out of *par*."""
    for found in _TAG.finditer(par):
        inline = (found["name"] or "").lower() in INLINE
        yield _Cut(*found.span(), "" if inline else " ", LEFT)
    for found in _ENTITY.finditer(par):
        sign = unescape(f"&{found['sign']};")
        if not sign.endswith(";"):  # there is one of that name
            yield _Cut(*found.span(), sign, LEFT)
    for found in _ADDRESS.finditer(par):
        if found[0] not in own:
            yield _Cut(*found.span(), ADDRESS, ON_THE_WEB)
    if begins := _BEGINNING.match(par):
        yield _Cut(*begins.span(), "", MARKDOWN)
    for pattern in _PAIRS:
        for found in pattern.finditer(par):
            yield _Cut(found.start(), found.start("it"), "", MARKDOWN, found.end())
            yield _Cut(found.end("it"), found.end())


def _flag(par: str, cut: _Cut) -> Flag:
    """Return the flag of what is taken out of *par*: a tag or an entity stops, the rest is a query."""
    span = (cut.start, cut.until or cut.end)
    words = par[slice(*span)].strip()
    if len(words) > MOST:
        words = f"{words[:MOST]}…"
    return Flag("leftover", cut.message.replace("{}", words), "", span, cut.message == LEFT)
