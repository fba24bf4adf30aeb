"""Trail: each par, and under it every printed word's way back to its cells, for a person to follow."""

from __future__ import annotations

from collections.abc import Iterator

from storygen.facts.figure import Figure, plain, unique_cells, working_in_words
from storygen.facts.period import Period
from storygen.outputs.output import Output
from storygen.outputs.text import write as wire
from storygen.writing.claim import Claim
from storygen.writing.ledger import Run
from storygen.writing.quotes import Quote
from storygen.writing.story import WATERMARK, Held, Story

MOST_CELLS = 6
"""More cells than this behind one number are counted, not listed: a rank rests on every force's."""


def write(story: Story | Held) -> str:
    """Return *story* par by par with its trail; a held one as wire copy has it, with its cells."""
    if isinstance(story, Held):
        return wire(story) + "".join(f"    {cell}\n" for cell in story.cells)
    lines = [WATERMARK, ""] if story.trial else []
    for par in story.pars:
        lines += [f"{par.name}: {par}", *(line for run in par.runs for line in _run(run)), ""]
    return "\n".join(lines)


def _run(run: Run) -> Iterator[str]:
    """Yield the trail of one run."""
    match run.prints:
        case Figure():
            value = f"{plain(run.prints.value)} {run.prints.unit}"
            yield f"  {run.text}  =  {value}, {working_in_words(run.prints)}"
            yield from _cells(run.prints)
        case Period():
            yield f"  {run.text}  =  {run.prints.key}"
        case Claim():
            values = ", ".join(plain(figure.value) for figure in run.prints.figures[:MOST_CELLS])
            yield f"  {run.text}  claims “{run.prints.kind}” of {values}"
            for figure in run.prints.figures[:2]:
                yield from _cells(figure)
        case Quote():
            speaker = run.prints.said_by or "no named speaker"
            yield f"  quote of {speaker}, {run.prints.said_on}, {run.prints.source}"


def _cells(figure: Figure) -> Iterator[str]:
    """Yield the cells behind *figure*, a line each."""
    cells = unique_cells(figure)
    for cell in cells[:MOST_CELLS]:
        mark = f", marked {cell.mark}" if cell.mark else ""
        yield f"      {cell}{mark}"
    if len(cells) > MOST_CELLS:
        yield f"      and {len(cells) - MOST_CELLS} more cells"


TRAIL = Output("trail", ".trail.txt", "each par with every printed word's way back to its cells", write)
