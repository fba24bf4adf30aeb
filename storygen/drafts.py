"""Drafts: what is to be written of a release, and what a batch has written put into the archive as it goes.

Workers write stories and only the parent writes to the archive: a story comes to it as its record, plain
data. What is handed on has been saved, so a batch that is stopped has kept all that it has told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter

from storygen.archive.archive import Archive
from storygen.batch import TOGETHER, Outcome, write_each
from storygen.edition import Edition
from storygen.editions import Editions, Setting
from storygen.facts.geography import MOST_PLACES, Geography
from storygen.writing.ednote import Overrule
from storygen.writing.record import story_from_data
from storygen.writing.story import Held, Story

Task = tuple[Setting, tuple[Geography, ...]]
"""A story to be written: how it is set, and its places."""


def of_places(edition: Edition, setting: Setting) -> list[Task]:
    """Return the story of every place, each set as *setting*."""
    return [(setting, (place,)) for place in edition.places()]


def of_titles(edition: Edition, setting: Setting) -> list[Task]:
    """Return the story of each title's patch, in its own style; the larger patches are for no one story."""
    return [
        (replace(setting, style=title.style, title=title.name), places)
        for title in edition.gazetteer.titles
        if len(places := edition.gazetteer.find(f"title:{title.name}")[0]) <= MOST_PLACES
    ]


def written(editions: Editions, tasks: Iterable[Task]) -> list[Story | Held]:
    """Return the story of each of *tasks*, in their order, or why there is none.

    :raises StorygenError: the pack, the release or a style is not one there is.
    """
    stories: list[Story | Held] = []
    for setting, alike in groupby(tasks, itemgetter(0)):
        with editions.writing(setting) as edition:
            stories += write_each(edition, [places for _, places in alike])
    return stories


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
