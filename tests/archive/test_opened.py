"""A story as its editor opens it: what is asked of it piece by piece, in one answer of one moment."""

from dataclasses import replace
from datetime import timedelta

import pytest
from keeping import LATER, NOW, STOP, held, reworded, story
from sqlalchemy import event

from storygen.archive.kept import Head
from storygen.errors import ArchiveError


def keep(archive, copy):
    return archive.keep(copy, NOW).kept.number


def edit(archive, number, words, by):
    version = archive.version(number)
    copy = reworded(version.written, "intro", words)
    at = LATER + timedelta(minutes=version.number)
    archive.save(number, copy, base=version.number, by=by, at=at, why=f"for {words}")


def pieces(archive, number, which=None):
    return {
        "kept": archive.story(number),
        "version": archive.version(number, which),
        "standing": archive.standing(number),
        "history": tuple(archive.history(number)),
        "approver": archive.approver(number),
    }


def of(opened):
    names = ("kept", "version", "standing", "history", "approver")
    return {name: getattr(opened, name) for name in names}


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(story(), id="a story"),
        pytest.param(story(flags=(STOP,)), id="a story that is stopped"),
        pytest.param(held(), id="one that is held"),
    ],
)
def test_a_story_is_opened_as_it_is_told_piece_by_piece(archive, copy):
    number = keep(archive, copy)
    opened = archive.opened(number)
    assert of(opened) == pieces(archive, number)
    assert opened.heads == (Head(1, "written", None, "storygen", NOW, ""),)
    assert opened.counts


def test_an_earlier_version_is_opened_with_what_stands_in_the_way_of_the_one_that_counts(archive):
    number = keep(archive, story(flags=(STOP,)))
    edit(archive, number, "One.", "Ada")
    mended = replace(archive.version(number).copy, flags=())
    archive.save(number, mended, base=2, by="Bo", at=LATER + timedelta(hours=1))
    archive.decide(number, "approve", by="Ada", at=LATER + timedelta(hours=2))
    opened = archive.opened(number, 1)
    assert of(opened) == pieces(archive, number, 1)
    assert not opened.counts
    assert opened.standing.stops == ()
    assert opened.approver == "Ada"
    assert [(head.number, head.made, head.base, head.by, head.why) for head in opened.heads] == [
        (1, "written", None, "storygen", ""),
        (2, "edited", 1, "Ada", "for One."),
        (3, "edited", 2, "Bo", ""),
    ]


def test_no_version_is_read_whole_but_the_one_that_is_opened(archive):
    number = keep(archive, story())
    for words in ("One.", "Two.", "Three."):
        edit(archive, number, words, "Ada")
    whole = []

    @event.listens_for(archive.engine, "before_cursor_execute")
    def told(_connection, _cursor, statement, parameters, _context, _many):
        whole.extend([parameters] if "versions.record" in statement else [])

    archive.opened(number)
    assert len(whole) == 1


def test_a_story_or_a_version_that_is_not_there_is_said_so(archive):
    number = keep(archive, story())
    with pytest.raises(ArchiveError, match="there is none of that number"):
        archive.opened(number + 1)
    with pytest.raises(ArchiveError, match="it has no version 2"):
        archive.opened(number, 2)
