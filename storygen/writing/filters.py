"""Filters: what a template may ask of a figure, a measure or a period.

Each takes what stands before the bar; what it returns is cited by `{{ }}`. A filter chooses words or a
way of printing; none of them calculates but by way of `comparison.py`, so every result keeps its cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from jinja2.filters import FILTERS as JINJAS

from storygen.errors import PackError
from storygen.facts import comparison
from storygen.facts.figure import Figure, Gap
from storygen.facts.period import Period
from storygen.writing import claim as claims
from storygen.writing.ledger import MARKED, PRINTS, Dressed, cite, ledger, words_of
from storygen.writing.pairs import dressed
from storygen.writing.quotes import Quote
from storygen.writing.style import article, ordinal, plural, rounded
from storygen.writing.terms import View


def _bare(value: Any, name: str) -> Figure | Gap:
    """Return the figure inside *value*."""
    if value.__class__ is Dressed:
        value = value.what
    if value.__class__ in (Figure, Gap):
        return value
    raise PackError(f"| {name}", "it takes a figure", "Write it after a figure, such as officers.now")


def _view(value: Any, name: str) -> View:
    """Return the view *value* is."""
    if isinstance(value, View):
        return value
    raise PackError(f"| {name}", "it takes a measure", "Write it after a measure's name, such as officers")


def _period(value: Any, name: str) -> Period:
    """Return the period *value* is."""
    if isinstance(value, Period):
        return value
    raise PackError(
        f"| {name}", "it takes a period", "Write it after a period, such as period or officers.against"
    )


def whole(value: Any) -> Any:
    """Print a figure to the whole number, never spelled differently from its fellows."""
    return dressed(_bare(value, "whole"), "0")


def decimal(value: Any) -> Any:
    """Print a figure to one decimal."""
    return dressed(_bare(value, "decimal"), "1")


def digits(value: Any) -> Any:
    """Print a figure in digits however small it is."""
    return dressed(_bare(value, "digits"), "digits")


def nearest(value: Any, step: Any) -> Any:
    """Print a figure to the nearest *step*, with "about" before it where that changes it.

    One so small that the step is not near it, which "about" would belie (rule A10), is a gap.
    """
    figure = _bare(value, "nearest")
    if not isinstance(step, int) or step < 1:
        raise PackError("| nearest", f"its step is {step!r}", "Give a whole number: nearest(100)")
    if isinstance(figure, Gap) or figure.bound:
        return figure
    number = comparison.to_nearest(figure, Decimal(step))
    hedge = claims.Claim("about", (number, figure), "about")
    if number is figure:
        return figure
    if not hedge.holds():
        return Gap(f"too small to be printed to the nearest {step}")
    return f"{cite(hedge)} {cite(number)}"


def around(value: Any, exactly: str = "", noun: str = "") -> Any:
    """Print a round number with the hedge it needs: "almost 5,000", "more than 1,900".

    *exactly* stands before a number that takes none, so that no sentence starts with a figure (rule S1);
    *noun* is what is counted, after it and in agreement ("time" for "once", "almost 3,000 times").
    """
    figure = _bare(value, "around")
    if isinstance(figure, Gap):
        return figure
    hedge, number = (None, figure) if figure.bound else claims.hedged(figure)
    said = cite(often(number) if noun == "time" else counted(number, noun) if noun else number)
    if hedge:
        return f"{cite(hedge)} {said}"
    return f"{exactly} {said}" if exactly and not figure.bound else said


def an(value: Any) -> str:
    """Print a figure after the article its sound takes: "an 8", "a 7"."""
    figure = value if isinstance(value, Dressed) else _bare(value, "an")
    what = figure.what if isinstance(figure, Dressed) else figure
    words = words_of(what, figure.how if isinstance(figure, Dressed) else "")
    return f"{article(words)} {cite(figure)}"


def counted(value: Any, noun: str) -> str:
    """Print a figure and its noun in agreement: "1 officer", "46 officers"."""
    figure = value if isinstance(value, Dressed) else _bare(value, "counted")
    what = figure.what if isinstance(figure, Dressed) else figure
    number = rounded(what.value) if isinstance(what, Figure) else Decimal(0)
    return f"{cite(figure)} {plural(noun, number)}"


def alone(value: Any) -> Any:
    """Print a figure as it is set by itself, where its fellow of the pair is not printed (rule S1)."""
    return _bare(value, "alone")


def at_least(value: Any, unstated: Any, noun: str = "") -> Any:
    """Print a count as the least it can be: "at least 24 cases" where some are *unstated*, else "26 cases".

    A hedge never sits on an exact number (rule A10), and nought beside some unstated says nothing: a gap.
    """
    count, rest = _bare(value, "at_least"), _bare(unstated, "at_least")
    if isinstance(count, Gap) or isinstance(rest, Gap):
        return count if isinstance(count, Gap) else rest
    if noun == "time" and not isinstance(value, Dressed):
        said = cite(often(count))
    else:
        said = counted(value, noun) if noun else cite(value)
    if not rest.value:
        return said
    if not count.value:
        return Gap("none was stated, and some were not stated")
    return f"{cite(claims.claimed('at least', 'at least', (count, rest)))} {said}"


def agree(value: Any, one: str, many: str) -> str:
    """Choose the verb that agrees with a figure: "was" of one, "were" of any other number."""
    figure = _bare(value, "agree")
    return one if isinstance(figure, Figure) and rounded(figure.value) == 1 else many


def often(value: Any) -> Any:
    """Print how often: "once", "twice", "46 times"."""
    figure = _bare(value, "often")
    if isinstance(figure, Figure) and (words := OFTEN.get(figure.value)) and not figure.bound:
        return Dressed(figure, words=words)
    return f"{cite(figure)} times"


OFTEN = {Decimal(1): "once", Decimal(2): "twice"}


def placed(value: Any) -> Any:
    """Print a rank as an ordinal: "third", "12th"."""
    figure = _bare(value, "placed")
    return figure if isinstance(figure, Gap) else Dressed(figure, words=ordinal(figure.value))


def superlative(value: Any, word: str) -> Any:
    """Print a rank before a superlative: "largest" of the first, "third largest" of the third."""
    figure = _bare(value, "superlative")
    if isinstance(figure, Gap):
        return figure
    return Dressed(figure, words=word if figure.value == 1 else f"{ordinal(figure.value)} {word}")


def went(value: Any, up: str, down: str, same: str = "") -> Any:
    """Print the word for the way a measure moved: "rose", "fell", or one for standing still."""
    view = _view(value, "went")
    now, before = view.exact
    if isinstance(now, Gap) or isinstance(before, Gap):
        return now if isinstance(now, Gap) else before
    if now.value == before.value:
        if not same:
            return Gap("it stood still, and the par has no word for that", about=view.lens.spec.name)
        return claims.claimed(same, "same", (now, before))
    rose = now.value > before.value
    return claims.claimed(up if rose else down, "up" if rose else "down", (now, before))


def compared(value: Any) -> Any:
    """Print "higher than", "lower than" or "the same as" of a measure's two figures."""
    return claims.compared(*_view(value, "compared").exact)


def multiplied(value: Any) -> Any:
    """Print "doubled", "more than doubled", "almost tripled" of a measure."""
    return claims.multiplied(*_view(value, "multiplied").exact)


def claim(words: str, kind: str, *of: Any) -> Any:
    """Print *words* as a claim of *kind* about a measure's two figures, or about figures given."""
    if len(of) == 1 and isinstance(of[0], View):
        view = of[0]
        if kind in ("highest", "lowest"):
            standing = view.lens.measures.standing(view.lens.spec)
            if isinstance(standing, Gap):
                return standing
            own = standing.ranked.get(view.codes[0], Gap("not among the places ranked"))
            others = (each for code, each in standing.ranked.items() if code != view.codes[0])
            return claims.claimed(words, kind, [own, *others])
        bounds = (view.lens.bounds.little,) if kind == "little changed" else ()
        return claims.claimed(words, kind, view.exact, *bounds)
    if len(of) == 2 and all(isinstance(each, View) for each in of):
        return claims.claimed(words, kind, [*of[0].exact, *of[1].exact])
    return claims.claimed(words, kind, [_bare(each, "claim") for each in of])


def earlier(value: Any) -> str:
    """Print "the year before" of a measure, true only where it is set against twelve months before."""
    view = _view(value, "earlier")
    if view.against != view.period.prior():
        raise PackError(
            "| earlier", f"{view.lens.spec.name} is not set against the year before", "Name the period"
        )
    return cite(view.against, words="the year before")


def _periods(how: str) -> Callable[[Any], str]:
    """Return the filter that prints a period the way *how* names."""

    def printed(value: Any) -> str:
        return cite(_period(value, how), how)

    printed.__doc__ = f"Print a period as style.period's “{how}”."
    return printed


def pick(*wordings: str) -> str:
    """Choose one of *wordings* by the place's code, so that neighbouring papers differ (law 5)."""
    return wordings[ledger().chance % len(wordings)]


def said(value: Any) -> Any:
    """Print a quote: its words between quotation marks, or the sentence that reports them."""
    if not isinstance(value, Quote):
        raise PackError(
            "| said", "it takes a quote", "Write it after quotes.NAME, in a par that runs if it is there"
        )
    return value


def told(value: Any) -> Any:
    """Print a quote as a sentence: the speaker, then the words with their own full stop; or as reported."""
    quote = said(value)
    if not quote.direct:
        return quote
    return f"{quote.said_by}{',' if quote.speaker and quote.role else ''} said: {cite(quote)}"


TEXT_FILTERS = ("upper", "lower", "capitalize", "title", "trim", "replace", "first", "last")
"""Jinja's own filters that packs may use; the others calculate, loop or measure."""
CUTTING = ("replace", "first", "last")
"""Those of them that take something out of a text, and so are for words without a figure."""


def _text_filter(name: str) -> Callable[..., Any]:
    """Return Jinja's filter of that name so that a figure given to it is cited first, and never cut."""
    filtered = JINJAS[name]

    def cited(*given: Any, **named: Any) -> Any:
        texts = [_cited_text(each) for each in given]
        if name in CUTTING and any(isinstance(each, str) and MARKED.search(each) for each in texts):
            raise PackError(f"| {name}", "it would cut or write over a figure", "Use it on words alone")
        return filtered(*texts, **named)

    for mark in ("jinja_pass_arg",):
        if hasattr(filtered, mark):
            setattr(cited, mark, getattr(filtered, mark))
    return cited


def _cited_text(value: Any) -> Any:
    """Return *value* cited where it is something printed, otherwise as it is; a bare number is refused."""
    return cite(value) if isinstance(value, (*PRINTS, Dressed, Decimal, int, float)) else value


FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: _text_filter(name) for name in TEXT_FILTERS},
    "whole": whole,
    "decimal": decimal,
    "digits": digits,
    "nearest": nearest,
    "around": around,
    "an": an,
    "alone": alone,
    "counted": counted,
    "at_least": at_least,
    "agree": agree,
    "often": often,
    "placed": placed,
    "superlative": superlative,
    "went": went,
    "compared": compared,
    "multiplied": multiplied,
    "claim": claim,
    "earlier": earlier,
    "said": said,
    "told": told,
    "day": _periods("day"),
    "end": _periods("end"),
    "month": _periods("month"),
    "since": _periods("since"),
    "year": _periods("year"),
    "number": _periods("number"),
    "fiscal": _periods("fiscal"),
}
"""Every filter that a template may use, by the name it calls it."""
