import json
from dataclasses import replace

import pytest

from storygen import Held, Overrule, load_pack, open_edition
from storygen.batch import write_each
from storygen.newsroom import write
from storygen.writing.record import story_from_data, story_to_data

PACKS = ("police-workforce", "use-of-force", "registered-offenders")


def again(story):
    """Return *story* from its record as text; only where its release's file lies is not in a record."""
    back = story_from_data(json.loads(json.dumps(story_to_data(story), ensure_ascii=False)))
    back = replace(back, release=replace(back.release, path=story.release.path))
    if isinstance(back, Held) and back.draft:
        own = replace(back.draft.release, path=story.draft.release.path)
        back = replace(back, draft=replace(back.draft, release=own))
    return back


@pytest.mark.parametrize("pack", PACKS)
def test_every_story_comes_back_from_its_record_word_for_word_and_cell_for_cell(pack):
    edition = open_edition(load_pack(pack))
    groups = [[place] for place in edition.gazetteer.places]
    groups += [edition.gazetteer.find(title.name)[0] for title in edition.gazetteer.titles]
    for story in write_each(edition, groups, True):
        back = again(story)
        assert back == story
        assert back.as_data() == story.as_data()


def test_an_overruled_story_keeps_its_note_and_the_cells_of_what_was_doubted():
    edition = open_edition(load_pack("registered-offenders"), "mappa-2021")
    held = next(
        story
        for story in write_each(edition, [[place] for place in edition.places()])
        if isinstance(story, Held) and story.may_overrule
    )
    story = write(edition, held.places, overrule=Overrule("The force confirms it", "A Chief"))
    assert any(flag.cells for flag in story.flags)
    assert again(story) == story


def test_a_cell_is_written_once_however_often_copy_rests_on_it():
    edition = open_edition(load_pack("police-workforce"))
    story = next(write_each(edition, [[edition.places()[0]]]))
    cells = story_to_data(story)["cells"]
    assert len(cells) == len(set(map(tuple, cells)))
    told = [cell for _, run in story.runs() for cell in getattr(run.prints, "cells", list)()]
    assert len(told) > len(cells) > 10
