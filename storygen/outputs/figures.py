"""Figures: a table of every number a story prints, its working and its cells, for whoever checks it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from storygen.facts.figure import Figure, plain, unique_cells, working_in_words
from storygen.outputs.output import Output
from storygen.writing.claim import Claim
from storygen.writing.ledger import Run
from storygen.writing.story import Held, Story

COLUMNS = (
    "slug",
    "par",
    "printed",
    "kind",
    "value",
    "unit",
    "working",
    "release",
    "sheet",
    "address",
    "row",
    "column",
    "mark",
)


def write(story: Story | Held) -> str:
    """Return a row for every cell behind every number and claim of *story*; of a held one, its cells."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    if isinstance(story, Held):
        for cell in story.cells:
            place = [cell.release, cell.sheet, cell.address, cell.row, cell.column, cell.mark]
            writer.writerow([story.slug, "", "", "held", "", "", str(story), *place])
    else:
        for par, run in story.runs():
            writer.writerows([story.slug, par.name, run.text, *row] for row in _rows(run))
    return text.getvalue()


def _rows(run: Run) -> Iterator[list[str]]:
    """Yield a row for each cell behind what *run* prints."""
    match run.prints:
        case Figure():
            yield from _cells(run.prints, "figure")
        case Claim():
            for figure in run.prints.figures:
                yield from _cells(figure, f"claim: {run.prints.kind}")


def _cells(figure: Figure, kind: str) -> Iterator[list[str]]:
    """Yield a row for each cell behind *figure*."""
    about = [kind, plain(figure.value), figure.unit, working_in_words(figure)]
    for cell in unique_cells(figure):
        yield [*about, cell.release, cell.sheet, cell.address, cell.row, cell.column, cell.mark]


FIGURES = Output("figures", ".csv", "a CSV of every printed number, its working and its cells", write)
