from datetime import UTC, datetime

import pytest

from storygen import load_pack, open_edition
from storygen.archive.archive import Archive
from storygen.archive.kept import EDITED, OVERRULED
from storygen.errors import WorkflowError
from storygen.newsroom import write
from storygen.offering import sides, untouched_taken
from storygen.revising import Typed, revise

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WHO = {"by": "Jo", "at": NOW}


@pytest.fixture(scope="module")
def edition():
    return open_edition(load_pack("police-workforce"), length="nib")


@pytest.fixture(scope="module")
def kent(edition):
    return write(edition, [edition.gazetteer.find("Kent")[0][0]])


@pytest.fixture
def archive(tmp_path):
    archive = Archive(str(tmp_path / "archive.db"))
    yield archive
    archive.close()


def saying(edition, story, *added, **said):
    """Return *story* with some of its pars said otherwise, cut (None) or added."""
    typed = [Typed(par.name, said.get(par.name, str(par)), par.place) for par in story.pars]
    return revise(edition, story, [*(each for each in typed if each.text is not None), *added])


def picked(archive, number=1):
    """Return what would be taken of each par: whose words, by its name."""
    found = sides(archive, archive.story(number))
    return {side.pair.name: side.taken for side in found}


def test_what_nobody_touched_is_taken_and_what_an_editor_wrote_cut_or_added_stands(archive, edition, kent):
    first = saying(edition, kent, Typed("old", "Old.", ""))
    archive.keep(first, NOW)
    mine = saying(edition, first, Typed("mine", "Mine.", ""), intro="My intro.", brief=None)
    archive.save(1, mine, base=1, **WHO)
    offered = saying(
        edition, kent, Typed("new", "New.", ""), headline="A new headline", intro="Another.", brief="Brief."
    )
    assert archive.keep(offered, NOW).outcome == "offered"
    assert picked(archive) == {
        "headline": "A new headline",
        "intro": "My intro.",
        "brief": None,
        "old": None,
        "mine": "Mine.",
        "new": "New.",
    }
    assert untouched_taken(sides(archive, archive.story(1))) == [
        Typed("headline", "A new headline", ""),
        Typed("intro", "My intro.", ""),
        Typed("mine", "Mine.", ""),
        Typed("new", "New.", ""),
    ]


def test_what_was_only_offered_is_not_what_an_editor_began_from(archive, edition, kent):
    """An edit after an offer is still an edit of what was written first."""
    archive.keep(kent, NOW)
    archive.save(1, saying(edition, kent, intro="My intro."), base=1, **WHO)
    archive.keep(saying(edition, kent, headline="A second headline", intro="A second intro."), NOW)
    archive.save(1, saying(edition, kent, intro="My intro.", brief="My brief."), base=2, **WHO)
    archive.keep(saying(edition, kent, headline="A third headline", brief="A third brief."), NOW)
    assert picked(archive) == {"headline": "A third headline", "intro": "My intro.", "brief": "My brief."}


def test_what_was_taken_is_what_an_editor_began_from_afterwards(archive, edition, kent):
    archive.keep(kent, NOW)
    archive.save(1, saying(edition, kent, intro="My intro."), base=1, **WHO)
    second = saying(edition, kent, headline="A second headline", brief="A second brief.")
    archive.keep(second, NOW)
    archive.save(1, saying(edition, second, intro="My intro."), base=2, offered=3, **WHO)
    archive.keep(saying(edition, kent, headline="A third headline", brief="A third brief."), NOW)
    assert picked(archive) == {
        "headline": "A third headline",
        "intro": "My intro.",
        "brief": "A third brief.",
    }


def test_what_was_approved_untouched_is_taken_whole(archive, edition, kent):
    archive.keep(kent, NOW)
    archive.decide(1, "approve", **WHO)
    new = saying(edition, kent, intro="Another.")
    archive.keep(new, NOW)
    assert untouched_taken(sides(archive, archive.story(1))) == [
        Typed(par.name, str(par), par.place) for par in new.pars
    ]


def test_an_edit_that_was_taken_back_is_none(archive, edition, kent):
    archive.keep(kent, NOW)
    archive.save(1, saying(edition, kent, intro="My intro."), base=1, made=EDITED, **WHO)
    archive.undo(1, **WHO)
    archive.decide(1, "approve", **WHO)
    archive.keep(saying(edition, kent, intro="Another."), NOW)
    assert picked(archive)["intro"] == "Another."


def test_what_was_taken_edited_and_taken_back_again_is_nobody_s(archive, edition, kent):
    archive.keep(kent, NOW)
    archive.save(1, saying(edition, kent, intro="My intro."), base=1, **WHO)
    second = saying(edition, kent, headline="A second headline", brief="A second brief.")
    archive.keep(second, NOW)
    archive.save(1, second, base=2, offered=3, **WHO)
    archive.save(1, saying(edition, second, intro="My intro."), base=4, **WHO)
    archive.undo(1, **WHO)
    archive.keep(saying(edition, kent, headline="A third headline", brief="A third brief."), NOW)
    assert not any(side.touched for side in sides(archive, archive.story(1)))


def test_what_was_let_run_is_what_an_editor_began_from(archive, edition, kent):
    archive.keep(edition.held([told.place for told in kent.places], ("Kent: it moved far",)), NOW)
    archive.save(1, kent, base=1, made=OVERRULED, act="overrule", **WHO)
    archive.save(1, saying(edition, kent, intro="My intro."), base=2, **WHO)
    archive.keep(saying(edition, kent, headline="Another", brief="Another."), NOW)
    assert picked(archive) == {"headline": "Another", "intro": "My intro.", "brief": "Another."}


def test_where_nothing_is_offered_or_it_is_held_there_are_no_sides(archive, edition, kent):
    archive.keep(kent, NOW)
    with pytest.raises(WorkflowError, match="nothing is offered beside it"):
        sides(archive, archive.story(1))
    archive.decide(1, "approve", **WHO)
    archive.keep(edition.held([told.place for told in kent.places], ("Kent: no row of it",)), NOW)
    with pytest.raises(WorkflowError, match="what is offered beside it is held: Kent: no row of it"):
        sides(archive, archive.story(1))
