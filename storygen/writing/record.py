"""Record: a story as plain data from which it can be made again, every printed word with its cells.

The JSON output is for programs of others and flattens workings; this is for our own memory and loses
nothing. A cell, a figure, a claim or a quote stands in it once, however often copy rests on it, and is
named elsewhere by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from storygen.facts.figure import Cell, Figure, Subject, Working
from storygen.facts.geography import Geography
from storygen.facts.period import Period, period_from_key
from storygen.facts.release import Release
from storygen.writing.claim import Claim
from storygen.writing.flag import Flag
from storygen.writing.ledger import Run
from storygen.writing.quotes import Quote
from storygen.writing.story import Held, Par, Story, Told

Data = dict[str, Any]
FORM = 1
"""The form of the record; a later one must still read this."""
_CELL = ("release", "sheet", "address", "row", "column", "mark")
_SUBJECT = ("series", "measure", "geography", "period")
_PLACE = tuple(each.name for each in fields(Geography))
_RELEASE = ("id", "series", "title", "publisher", "status", "address", "embargo", "fingerprint")
_STORY = ("pack", "slug", "style", "length", "title", "trial")
_OF_COPY = ("catchline", "angle", "because", "embargoed")


class _Book:
    """What is written once and named by its number: cells, figures, claims and quotes."""

    def __init__(self) -> None:
        """Open an empty book."""
        self.pages: dict[str, list[Any]] = {"cells": [], "figures": [], "claims": [], "quotes": []}
        self._numbers: dict[tuple[str, Hashable], int] = {}

    def _enter(self, page: str, key: Hashable, data: Callable[[], Any]) -> int:
        """Return the number of what has this *key* on a page, entering its *data* where it is new."""
        if (number := self._numbers.get((page, key))) is None:
            entry = data()  # which may enter others before it
            number = self._numbers[page, key] = len(self.pages[page])
            self.pages[page].append(entry)
        return number

    def cell(self, cell: Cell) -> int:
        """Return the number of *cell*."""
        return self._enter("cells", cell, lambda: cell_as_row(cell))

    def figure(self, figure: Figure) -> int:
        """Return the number of *figure*, entering all that it was worked out from."""

        def data() -> list[Any]:
            if isinstance(figure.origin, Cell):
                return [str(figure.value), figure.unit, self.cell(figure.origin)]
            inputs = [self.figure(each) for each in figure.origin.inputs]
            return [str(figure.value), figure.unit, figure.origin.rule, inputs]

        return self._enter("figures", figure, data)

    def run(self, run: Run) -> list[Any]:
        """Return *run*: its text, what kind of thing it prints, and which."""
        match run.prints:
            case Figure():
                return [run.text, "figure", self.figure(run.prints)]
            case Period():
                return [run.text, "period", run.prints.key]
            case Claim() as claim:
                return [run.text, "claim", self._enter("claims", claim, lambda: self._claim(claim))]
            case Quote() as quote:
                return [run.text, "quote", self._enter("quotes", quote, lambda: _quote_as_data(quote))]
        return [run.text]

    def _claim(self, claim: Claim) -> list[Any]:
        """Return *claim* as data."""
        return [claim.kind, claim.words, [self.figure(each) for each in claim.figures], _texts(claim.bounds)]


class _Reading:
    """A record's cells, figures, claims and quotes, made again in their order."""

    def __init__(self, pages: Mapping[str, Sequence[Any]]) -> None:
        """Make again all that stands on the *pages* of a record."""
        self.cells = [cell_from_row(row) for row in pages["cells"]]
        self.figures: list[Figure] = []
        for value, unit, *origin in pages["figures"]:
            self.figures.append(Figure(Decimal(value), unit, self._origin(origin)))
        self.claims = [
            Claim(kind, self._figures(of), words, tuple(map(Decimal, bounds)))
            for kind, words, of, bounds in pages["claims"]
        ]
        self.quotes = [_quote_from_data(each) for each in pages["quotes"]]

    def _origin(self, said: Sequence[Any]) -> Cell | Working:
        """Return the cell or the working that a figure came from."""
        return self.cells[said[0]] if len(said) == 1 else Working(said[0], self._figures(said[1]))

    def _figures(self, numbers: Sequence[int]) -> tuple[Figure, ...]:
        """Return the figures of these numbers."""
        return tuple(self.figures[number] for number in numbers)

    def run(self, said: Sequence[Any]) -> Run:
        """Return the run that was written as *said*."""
        text, *prints = said
        match prints:
            case ["figure", number]:
                return Run(text, self.figures[number])
            case ["period", key]:
                return Run(text, period_from_key(key))
            case ["claim", number]:
                return Run(text, self.claims[number])
            case ["quote", number]:
                return Run(text, self.quotes[number])
        return Run(text)

    def flag(self, said: Mapping[str, Any]) -> Flag:
        """Return the flag that was written as *said*."""
        span = tuple(said["span"]) if said["span"] else None
        cells = tuple(self.cells[number] for number in said.get("cells", ()))
        more = {name: said.get(name, "") for name in ("place", "let_run")}
        return Flag(said["check"], said["message"], said["par"], span, said["stop"], cells, **more)


def story_to_data(story: Story | Held) -> Data:
    """Return *story*, or one that is held, as plain data that JSON can carry."""
    book = _Book()
    if isinstance(story, Held):
        said: Data = {
            "places": [_as_data(place, _PLACE) for place in story.places],
            "reasons": list(story.reasons),
            "cells_of": [book.cell(cell) for cell in story.cells],
            "may_overrule": story.may_overrule,
            "draft": story_to_data(story.draft) if story.draft else None,
        }
    else:
        said = _as_data(story, _OF_COPY) | {
            "places": [
                _as_data(told.place, _PLACE) | {"angle": told.angle, "because": told.because}
                for told in story.places
            ],
            "missing": [_as_data(place, _PLACE) for place in story.missing],
            "pars": [
                {"name": par.name, "place": par.place, "runs": [book.run(run) for run in par.runs]}
                for par in story.pars
            ],
            "flags": [_flag_as_data(flag, book) for flag in story.flags],
        }
    either = {"held": isinstance(story, Held), "release": _release_as_data(story.release)}
    made_from = {"made_from": dict(story.made_from)}
    return {"form": FORM} | either | _as_data(story, _STORY) | said | made_from | book.pages


def story_from_data(data: Mapping[str, Any]) -> Story | Held:
    """Return the story that `story_to_data` wrote: equal to it, but for the path of its release's file."""
    read = _Reading(data)
    both: Data = {name: data[name] for name in _STORY}
    both |= {"release": _release_from_data(data["release"]), "made_from": dict(data["made_from"])}
    if data["held"]:
        draft = story_from_data(data["draft"]) if data["draft"] else None
        assert not isinstance(draft, Held)
        return Held(
            places=tuple(_place(each) for each in data["places"]),
            reasons=tuple(data["reasons"]),
            cells=tuple(read.cells[number] for number in data["cells_of"]),
            may_overrule=data["may_overrule"],
            draft=draft,
            **both,
        )
    return Story(
        **both,
        **{name: data[name] for name in _OF_COPY},
        places=tuple(Told(_place(each), each["angle"], each["because"]) for each in data["places"]),
        pars=tuple(
            Par.of(each["name"], [read.run(run) for run in each["runs"]], each["place"])
            for each in data["pars"]
        ),
        flags=tuple(map(read.flag, data["flags"])),
        missing=tuple(_place(each) for each in data["missing"]),
    )


def cell_as_row(cell: Cell) -> list[str]:
    """Return *cell* as a row of texts, what it is about last."""
    return [getattr(cell, name) for name in _CELL] + [getattr(cell.subject, name) for name in _SUBJECT]


def cell_from_row(row: Sequence[str]) -> Cell:
    """Return the cell of which `cell_as_row` made a row."""
    release, sheet, address, named, column, mark, *subject = row
    return Cell(release, sheet, address, named, column, mark, Subject(*subject))


def _as_data(thing: object, names: Sequence[str]) -> Data:
    """Return the fields of *thing* called *names* as plain data."""
    said = {name: getattr(thing, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def _place(data: Mapping[str, Any]) -> Geography:
    """Return the place that *data* describes."""
    return Geography(**{name: data[name] for name in _PLACE} | {"others": tuple(data["others"])})


def _release_as_data(release: Release) -> Data:
    """Return *release* as plain data, without where its file lies on this machine."""
    days = {"published": release.published.isoformat(), "period": release.period.key}
    return _as_data(release, _RELEASE) | days


def _release_from_data(data: Mapping[str, Any]) -> Release:
    """Return the release that *data* describes; its path is the name of its file alone."""
    return Release(
        **{name: data[name] for name in _RELEASE},
        published=date.fromisoformat(data["published"]),
        period=period_from_key(data["period"]),
        path=Path(f"{data['id']}.csv"),
    )


def _flag_as_data(flag: Flag, book: _Book) -> Data:
    """Return *flag* as plain data, its cells by number."""
    return flag.as_data() | {"cells": [book.cell(cell) for cell in flag.cells]}


def _quote_as_data(quote: Quote) -> Data:
    """Return *quote* as plain data."""
    names = [each.name for each in fields(Quote)]
    return _as_data(quote, names) | {"said_on": quote.said_on.isoformat()}


def _quote_from_data(data: Mapping[str, Any]) -> Quote:
    """Return the quote that *data* describes."""
    said: Data = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return Quote(**said | {"said_on": date.fromisoformat(data["said_on"])})


def _texts(numbers: Sequence[Decimal]) -> list[str]:
    """Return *numbers* as text, every digit kept."""
    return [str(number) for number in numbers]
