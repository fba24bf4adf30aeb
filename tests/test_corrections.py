"""Corrections: what a revised figure finds of the stories that went out, each told whole."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from making import ESSEX, KENT, NATION
from office import ADA, LATER, NEUTRAL, Office
from setting import BAKERS, STORY, YEAR, write_release

from storygen import acts, wire
from storygen.archive.finding import Wanted
from storygen.archive.kept import Clash
from storygen.archive.workflow import Status
from storygen.corrections import Revised, corrections, enter
from storygen.editions import Editions
from storygen.errors import WorkflowError
from storygen.revising import Typed


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def test_a_changed_figure_is_corrected_at_the_foot(office):
    number = office.file(office.keep("Kent"))
    assert office.revise({("bakers", KENT, YEAR): 1150}).enter() == {"bakers-kent": "owed"}
    assert office.drafted(number) == (
        "figure",
        [
            "There are 1,150 bakers in Kent, official figures show.",
            "Kent Police counted 1,150 bakers on March 31 2020, compared with 1,000 a year earlier.",
            "Correction: An earlier version of this story gave the number of bakers in Kent on March 31 2020 as "
            "1,100. The Guild of Bakers has since revised it to 1,150.",
        ],
    )
    assert acts.corrective_of(office.archive, office.archive.story(number)).pars[-1].name == "correction"


def test_a_changed_direction_is_told_first_of_all(tmp_path):
    office = Office(tmp_path, story_j2=NEUTRAL)
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 990}).enter()
    assert office.drafted(number) == (
        "direction",
        [
            "Correction: An earlier version of this story said that the number of bakers in Kent had risen. On "
            "figures that the Guild of Bakers has since revised, it fell, from 1,000 to 990. It also gave the number "
            "of bakers in Kent on March 31 2020 as 1,100. The Guild of Bakers has since revised it to 990.",
            "The number of bakers fell to 990 bakers in Kent, official figures show.",
            "Kent Police counted 990 bakers on March 31 2020, compared with 1,000 a year earlier.",
        ],
    )
    assert acts.corrective_of(office.archive, office.archive.story(number)).pars[1].name == "correction"


def test_a_changed_headline_is_owned_up_to_by_its_words(office):
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 990}).enter()
    assert office.drafted(number) == (
        "headline",
        [
            "Bakers down in Kent",
            'Correction: The headline of an earlier version of this story, "Bakers up in Kent", was wrong. An earlier '
            "version of this story said that the number of bakers in Kent had risen. On figures that the Guild of "
            "Bakers has since revised, it fell, from 1,000 to 990. It also gave the number of bakers in Kent on March "
            "31 2020 as 1,100. The Guild of Bakers has since revised it to 990.",
            "There are 990 bakers in Kent, official figures show.",
            "Kent Police counted 990 bakers on March 31 2020, compared with 1,000 a year earlier.",
        ],
    )


def test_a_figure_that_is_not_given_any_more_is_taken_out(office):
    number = office.file(office.keep("Kent"))
    office.revise({("ovens", KENT, YEAR): ".."}).enter()
    owed, changed = office.drafted(number)
    assert (owed, changed) == (
        "figure",
        [
            "Correction: An earlier version of this story gave the number of ovens in Kent on March 31 2020 as 60. "
            "The Guild of Bakers no longer gives a figure."
        ],
    )
    copy = acts.corrective_of(office.archive, office.archive.story(number))
    assert "ovens" not in [par.name for par in copy.pars]


def test_what_still_holds_rounded_is_only_noted(tmp_path):
    rounded = STORY.replace(
        "{{ nation.bakers.now | counted",
        "{{ nation.bakers.now | nearest(1000) }} or {{ nation.ovens.now | counted",
    )
    rounded = STORY.replace(
        '{{ nation.bakers.now | counted("baker") }}', "{{ nation.bakers.now | nearest(1000) }} bakers"
    )
    office = Office(tmp_path, story_j2=rounded)
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", NATION, YEAR): 40_700})
    assert office.enter() == {"bakers-kent": "noted"}
    assert office.archive.story(number).owed == ""
    (told,) = [each for each in office.archive.history(number) if each.act == "note"]
    assert told.why == (
        "it holds: bakers-2021 prints bakers of England and Wales, at 2020-03-31: 40500, now 40700"
    )
    assert office.enter() == {"bakers-kent": "known"}


def test_what_goes_beyond_its_rounding_owes(tmp_path):
    rounded = STORY.replace(
        '{{ nation.bakers.now | counted("baker") }}', "{{ nation.bakers.now | nearest(1000) }} bakers"
    )
    office = Office(tmp_path, story_j2=rounded)
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", NATION, YEAR): 42_400}).enter()
    assert office.drafted(number)[1][0] == "England and Wales had about 42,000 bakers."


def test_an_editors_words_stay_with_the_numbers_in_them_changed(office):
    number = office.keep("Kent")
    words = "In spring Kent Police counted 1,100 bakers on March 31 2020, up from 1,000 a year earlier."
    office.file(office.edit(number, count=words, added="Bread is dear, the desk hears."))
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    assert office.drafted(number)[1][1:2] == [words.replace("1,100", "1,150")]
    copy = acts.corrective_of(office.archive, office.archive.story(number))
    assert "Bread is dear, the desk hears." in [str(par) for par in copy.pars]


def test_an_editors_words_that_no_number_can_mend_are_stopped(office):
    number = office.keep("Kent")
    words = "Kent Police counted 1,100 bakers on March 31 2020, more than the 1,000 of a year earlier."
    office.file(office.edit(number, count=words))
    office.revise({("bakers", KENT, YEAR): 990}).enter()
    copy = acts.corrective_of(office.archive, office.archive.story(number))
    assert "Kent Police counted 990 bakers on March 31 2020, more than the 1,000 of a year earlier." in map(
        str, copy.pars
    )
    assert "count" in [flag.par for flag in copy.flags if flag.stop]
    with pytest.raises(WorkflowError, match="a stop stands"):
        office.send(number)
    assert office.archive.story(number).status is Status.FILED
    mended = "Kent Police counted 990 bakers on March 31 2020, fewer than the 1,000 of a year earlier."
    office.send(number, count=mended)
    assert office.archive.story(number).status is Status.CORRECTED


def test_words_behind_which_no_cell_stands_are_found_by_the_reader(office):
    number = office.keep("Kent")
    office.file(
        office.edit(
            number, added="On March 31 2020 there were 1,100 bakers in Kent, and not all were early risers."
        )
    )
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    said = [each for each in office.drafted(number)[1] if "early risers" in each]
    copy = acts.corrective_of(office.archive, office.archive.story(number))
    stopped = [flag.par for flag in copy.flags if flag.stop]
    assert (
        said == ["On March 31 2020 there were 1,150 bakers in Kent, and not all were early risers."]
        or stopped
    )


def test_a_par_that_was_cut_stays_cut_when_a_story_turns(office):
    number = office.keep("Kent")
    version = office.archive.version(number)
    typed = [Typed(par.name, str(par), par.place) for par in version.copy.pars if par.name != "source"]
    acts.edit(office.archive, office.editions, number, typed, base=1, **ADA)
    office.file(number)
    office.revise({("bakers", KENT, YEAR): 990}).enter()
    copy = acts.corrective_of(office.archive, office.archive.story(number))
    assert [par.name for par in copy.pars] == [
        "headline",
        "correction",
        "intro",
        "count",
        "ovens",
        "nation",
        "guild",
    ]


def test_each_title_and_length_gets_its_own(office):
    for setting in ({}, {"length": "nib"}, {"style": "guardian"}, {"length": "headline"}):
        office.file(office.keep("Kent", **setting))
    office.file(office.keep("Kent", "Essex"))
    office.file(office.keep("Essex"))
    office.keep("Kent", length="nib", style="guardian")  # a draft owes nothing
    assert office.revise({("bakers", KENT, YEAR): 1150}).enter() == {
        "bakers-kent": "owed",
        "bakers-kent-nib": "owed",
        "bakers-kent-headline": "noted",
        "bakers-kent-guardian": "owed",
        "bakers-kent-essex": "owed",
    }
    nib = office.archive.called("bakers-kent-nib").number
    assert office.drafted(nib)[1][0] == "There are 1,150 bakers in Kent, official figures show."
    both = office.archive.called("bakers-kent-essex").number
    assert office.drafted(both)[1][0] == "There are 2,030 bakers in Kent and Essex, official figures show."


def test_a_corrective_that_was_sent_is_owed_no_more(office):
    number = office.file(office.keep("Kent"), forms=("text", "json"))
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    office.send(number)
    story, version = office.archive.story(number), office.archive.version(number)
    assert (story.status, story.owed, story.offered) == (Status.CORRECTED, "", None)
    assert (version.made, version.base) == ("corrected", 1)
    assert "1,150" in str(version.copy)
    assert office.enter() == {}
    newest = {cell.release for _, run in version.copy.runs() for cell in getattr(run.prints, "cells", list)()}
    assert "bakers-2021" in newest
    assert version.copy.pars[-1].runs[1].prints.value == 1100, "what was wrong leads to its cell too"


def test_a_corrective_that_was_let_stand_is_not_drafted_again(office):
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    with pytest.raises(WorkflowError, match="to let it stand owes a reason"):
        office.archive.set_aside(number, by="Ada", at=LATER)
    office.archive.set_aside(number, by="Ada", at=LATER, why="nobody has printed it")
    assert office.enter() == {"bakers-kent": "known"}
    assert office.archive.story(number).owed == ""
    assert [each.act for each in office.archive.history(number)][-2:] == ["owe", "let stand"]
    office.revise({("bakers", KENT, YEAR): 1160})
    assert office.enter() == {"bakers-kent": "owed"}


def test_a_figure_that_is_changed_back_settles_what_was_owed(office):
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    assert office.revise({}).enter() == {"bakers-kent": "settled"}
    story = office.archive.story(number)
    assert (story.owed, story.offered) == ("", None)


def test_a_release_that_is_published_again_revises_its_own_stories(office):
    number = office.file(office.keep("Kent"))
    write_release(office.folder / "home" / "releases", {**BAKERS, ("bakers", KENT, YEAR): 1150})
    assert office.enter() == {"bakers-kent": "owed"}
    assert office.drafted(number)[1][0] == "There are 1,150 bakers in Kent, official figures show."
    office.send(number)
    assert office.enter() == {}


def test_a_revision_under_embargo_goes_out_with_its_release(office):
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150}, embargo="2021-08-01T09:30").enter()
    with pytest.raises(WorkflowError, match="embargoed until 09:30 on 01 August 2021"):
        office.send(number)
    office.send(number, at=datetime(2021, 8, 1, 9, tzinfo=UTC))
    assert office.archive.story(number).status is Status.CORRECTED


def test_a_story_that_owes_is_not_offered_what_a_batch_writes(office):
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    owed = office.archive.story(number)
    write_release(office.folder / "home" / "releases", {**BAKERS, ("ovens", KENT, YEAR): 70})
    office.keep("Kent")
    assert office.archive.story(number) == owed


def test_what_was_killed_or_is_a_draft_owes_nothing(office):
    killed = office.file(office.keep("Kent"))
    office.archive.decide(killed, "kill", why="wrong force", **ADA)
    office.keep("Kent", length="nib")
    assert office.revise({("bakers", KENT, YEAR): 1150}).enter() == {}


def test_killing_a_story_that_owes_ends_what_it_owes_and_names_every_form(office, tmp_path):
    number = office.keep("Kent")
    office.archive.decide(number, "approve", **ADA)
    folder = tmp_path / "wire"
    wire.file(folder, office.archive, number, forms=("text", "json"), **ADA)
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    (notice,) = wire.kill(folder, office.archive, number, by="Ada", at=LATER, why="revised beyond use")
    assert "It went out as: bakers-kent.txt, bakers-kent.json" in notice.read_text("utf-8")
    story = office.archive.story(number)
    assert (story.owed, story.offered) == ("", None)


def test_a_story_that_was_saved_meanwhile_is_no_bodys_to_correct_over(office):
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150})
    revised, (found,) = office.found()
    copy = office.archive.version(number).copy
    pars = [replace_par(par, "guild", "Bread matters, she said.") for par in copy.pars]
    office.archive.correct(number, replace(copy, pars=tuple(pars)), base=1, by="Bo", at=LATER, why="a quote")
    with pytest.raises(Clash):
        enter(office.archive, revised, found, LATER)


def replace_par(par, name, text):
    from storygen.writing.ledger import Run
    from storygen.writing.story import Par

    return Par.of(name, [Run(text)]) if par.name == name else par


def test_a_pack_whose_words_have_changed_since_corrects_only_the_numbers(office):
    number = office.file(office.keep("Kent"))
    path = office.folder / "templates" / "bakers" / "story.j2"
    path.write_text(STORY.replace("There are", "Here there are"), encoding="utf-8")
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    assert office.drafted(number)[1][0] == "There are 1,150 bakers in Kent, official figures show."


def test_only_what_the_release_itself_prints_is_looked_at(office):
    office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150})
    assert office.enter("bakers-2020") == {"bakers-kent": "owed"}, (
        "it prints the subject, and the newest is true"
    )


def test_nothing_revised_finds_nothing(office):
    office.file(office.keep("Kent"))
    assert office.revise({}).enter() == {}


def test_a_story_of_a_pack_that_is_gone_is_a_fault_of_its_own(office):
    office.file(office.keep("Kent", style="guardian"))
    office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150})
    revised = Revised(office.archive, office.pack, None, office.settings)
    lacking = replace(office.settings, templates=(office.folder / "templates",))
    (office.folder / "templates" / "styles").mkdir()
    pa = office.settings.templates[1] / "styles" / "pa.toml"
    (office.folder / "templates" / "styles" / "pa.toml").write_text(pa.read_text("utf-8"), encoding="utf-8")
    found = list(corrections(office.archive, Editions(lacking), revised))
    assert [(each.story.style, bool(each.corrective), each.fault) for each in found] == [
        ("guardian", False, "“guardian”: no such style. There are pa."),
        ("pa", True, ""),
    ]


@pytest.mark.parametrize("sent", [True, False], ids=["the corrective is sent", "it is let stand"])
def test_a_release_that_is_withdrawn_meanwhile_is_asked_about_when_the_correction_is_done_with(office, sent):
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    office.archive.note(number, "question", at=LATER, why="bakers-2020 was withdrawn: an error")
    assert office.archive.story(number).owed == "figure"
    if sent:
        office.send(number)
    else:
        office.archive.set_aside(number, by="Ada", at=LATER, why="nobody has printed it")
    story = office.archive.story(number)
    assert (story.owed, story.offered) == ("release", None)
    office.archive.set_aside(number, by="Ada", at=LATER, why="the guild says that it is right")
    assert office.archive.story(number).owed == ""


def test_what_is_offered_beside_a_draft_of_a_withdrawn_release_is_offered_still(office):
    number = office.edit(office.keep("Kent"), intro="Bakers are busy in Kent, official figures show.")
    write_release(office.folder / "home" / "releases", {**BAKERS, ("ovens", KENT, YEAR): 70})
    office.keep("Kent")
    offered = office.archive.story(number).offered
    office.archive.note(number, "question", at=LATER, why="bakers-2020 was withdrawn: an error")
    office.archive.set_aside(number, by="Ada", at=LATER, why="the guild says that it is right")
    story = office.archive.story(number)
    assert (story.owed, story.offered) == ("", offered)
    assert offered


def test_a_withdrawn_release_is_a_question_of_each_of_its_stories(office):
    number, draft = office.file(office.keep("Kent")), office.keep("Essex")
    for each in (number, draft):
        assert office.archive.note(each, "question", at=LATER, why="bakers-2020 was withdrawn: an error")
        assert not office.archive.note(each, "question", at=LATER, why="bakers-2020 was withdrawn: an error")
    assert [each.slug for each in office.archive.stories(Wanted(only="withdrawn"))] == [
        "bakers-essex",
        "bakers-kent",
    ]
    with pytest.raises(WorkflowError, match="its release was withdrawn by the publisher"):
        office.archive.decide(draft, "approve", **ADA)
    office.archive.set_aside(draft, by="Ada", at=LATER, why="the guild has told us that Essex is right")
    office.archive.decide(draft, "approve", **ADA)
    assert office.archive.story(number).owed == "release"
    assert ESSEX
