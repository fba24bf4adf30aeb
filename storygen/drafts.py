"""Drafts: what a batch has written, put into the archive some at a time, as the batch goes.

Workers write stories and only the parent writes to the archive: a story comes to it as its record, plain
data. What is handed on has been saved, so a batch that is stopped has kept all that it has told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from storygen.archive.archive import Archive
from storygen.batch import TOGETHER, Outcome
from storygen.writing.ednote import Overrule
from storygen.writing.record import story_from_data


def keep_drafts(
    outcomes: Iterable[Outcome],
    archive: Archive,
    now: Callable[[], datetime],
    together: int = TOGETHER,
    overrule: Overrule | None = None,
) -> Iterator[Outcome]:
    """Yield each of *outcomes* when its story is kept, with its number and what came of keeping it.

    What would be held otherwise has been let run by *overrule*. So many *together* are kept in one
    transaction, at the time that it is *now*. What has no record, since its place is none, is kept nowhere.

    :raises ArchiveError: the archive cannot be written to.
    """
    waiting = iter(outcomes)
    while some := list(islice(waiting, together)):
        stories = [story_from_data(each.record) for each in some if each.record is not None]
        kept = iter(archive.keep_all(stories, now(), overrule) if stories else ())
        for each in some:
            if each.record is None:
                yield each
                continue
            keeping = next(kept)
            yield replace(each, record=None, number=keeping.kept.number, kept=keeping.outcome)
