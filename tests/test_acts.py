from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storygen import Held, acts, load_pack, open_edition, wire
from storygen.archive.archive import Archive
from storygen.archive.kept import Clash
from storygen.archive.workflow import Status
from storygen.batch import write_each
from storygen.editions import Editions, Setting, setting_of
from storygen.errors import StorygenError, UsageError, WorkflowError
from storygen.revising import Typed

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ADA = {"by": "Ada Lovelace", "at": LATER}


@pytest.fixture(scope="module")
def editions():
    return Editions()


@pytest.fixture(scope="module")
def written(editions):
    """Return the stories of some places: of officers, and of offenders in 2021, of which some are held."""
    found = []
    for setting in (Setting("police-workforce"), Setting("registered-offenders", "mappa-2021")):
        with editions.writing(setting) as edition:
            found += write_each(edition, [[place] for place in edition.places()])
    return found


@pytest.fixture
def archive(tmp_path):
    archive = Archive(str(tmp_path / "archive.db"))
    yield archive
    archive.close()


def keep(archive, written, slug):
    story = next(each for each in written if each.slug == slug)
    return archive.keep(story, NOW).kept.number


def typed(copy, **changed):
    return [Typed(par.name, changed.get(par.name, str(par)), par.place) for par in copy.pars]


def held(written, *, may):
    return next(each for each in written if isinstance(each, Held) and each.may_overrule is may)


def test_an_edit_is_the_next_version_with_its_figures_behind_it(archive, editions, written):
    number = keep(archive, written, "police-kent")
    copy = archive.version(number).copy
    words = str(copy.pars[2]).replace("Kent Police had", "Last autumn Kent Police had")
    version = acts.edit(archive, editions, number, typed(copy, count=words), base=1, why="plainer", **ADA)
    assert (version.number, version.made, version.base, version.by, version.why) == (
        2, "edited", 1, "Ada Lovelace", "plainer",
    )  # fmt: skip
    assert [run.prints for run in version.copy.pars[2].runs if run.prints] == [
        run.prints for run in copy.pars[2].runs if run.prints
    ]
    assert (archive.story(number).version, archive.story(number).edited) == (2, True)


def test_an_edit_that_changes_nothing_is_no_version(archive, editions, written):
    number = keep(archive, written, "police-kent")
    copy = archive.version(number).copy
    with pytest.raises(WorkflowError, match=r"story 1, police-kent: nothing in it was changed\."):
        acts.edit(archive, editions, number, typed(copy), base=1, **ADA)
    assert archive.story(number).version == 1


def test_words_put_back_two_edits_later_find_their_figures_again(archive, editions, written):
    number = keep(archive, written, "police-kent")
    first = archive.version(number).copy
    wrong = str(first.pars[1]).replace("risen", "fallen")
    acts.edit(archive, editions, number, typed(first, intro=wrong), base=1, **ADA)
    assert archive.story(number).stops > 0
    acts.edit(archive, editions, number, typed(first), base=2, **ADA)
    assert archive.version(number).copy.pars == first.pars
    assert archive.story(number).stops == 0


def test_the_second_to_save_is_told_and_nothing_of_the_first_is_lost(archive, editions, written):
    number = keep(archive, written, "police-kent")
    copy = archive.version(number).copy
    acts.edit(
        archive, editions, number, typed(copy, intro="Ada's intro, official figures show."), base=1, **ADA
    )
    with pytest.raises(Clash) as clash:
        acts.edit(
            archive, editions, number, typed(copy, intro="Bo's intro."), base=1, by="Bo Diddley", at=LATER
        )
    assert str(clash.value) == (
        "story 1, police-kent: Ada Lovelace has saved version 2 since you opened it. "
        "Look at both, and save yours over it or keep theirs."
    )
    assert str(clash.value.theirs.copy.pars[1]) == "Ada's intro, official figures show."
    assert archive.story(number).version == 2


def test_a_hold_is_overruled_by_name_and_reason_which_stand_in_the_copy(archive, editions, written):
    doubtful = held(written, may=True)
    number = archive.keep(doubtful, NOW).kept.number
    with pytest.raises(WorkflowError, match="it is held"):
        archive.decide(number, "approve", **ADA)
    version = acts.overrule(archive, editions, number, why="The force confirms it", base=1, **ADA)
    note = next(str(par) for par in version.copy.pars if par.name == "ednote")
    assert note.endswith("Overruled by Ada Lovelace: The force confirms it")
    assert version.copy.status == "overruled"
    assert not archive.story(number).held
    assert [(each.act, each.by, each.why) for each in archive.history(number)] == [
        ("write", "storygen", ""),
        ("overrule", "Ada Lovelace", "The force confirms it"),
    ]
    archive.decide(number, "approve", **ADA)
    assert archive.decide(number, "file", **ADA).after == Status.FILED


def test_a_hold_for_want_of_figures_is_nobody_s_to_overrule(archive, editions, written):
    number = archive.keep(held(written, may=False), NOW).kept.number
    with pytest.raises(WorkflowError, match="it cannot be told at all"):
        acts.overrule(archive, editions, number, why="I know it", base=1, **ADA)
    with pytest.raises(WorkflowError, match="it is held"):
        acts.edit(archive, editions, number, [Typed("headline", "Up")], base=1, **ADA)


def test_a_stop_is_overruled_and_a_new_one_after_it_stands(archive, editions, written):
    number = keep(archive, written, "police-kent")
    copy = archive.version(number).copy
    wrong = typed(copy, intro=str(copy.pars[1]).replace("risen", "fallen"))
    acts.edit(archive, editions, number, wrong, base=1, **ADA)
    with pytest.raises(WorkflowError, match="a stop stands: intro: fallen"):
        archive.decide(number, "approve", **ADA)
    acts.overrule(archive, editions, number, why="It is a test", base=2, **ADA)
    assert archive.story(number).stops == 0
    copy = archive.version(number).copy
    assert copy.pars[1].name == "ednote"
    assert str(copy.pars[1]).startswith("intro: fallen: ")
    assert str(copy.pars[1]).endswith(". Overruled by Ada Lovelace: It is a test")
    count = next(str(par) for par in copy.pars if par.name == "count")
    worse = typed(copy, count=count.replace("3,548", "3,549"))
    acts.edit(archive, editions, number, worse, base=3, **ADA)
    assert archive.story(number).stops == 1
    assert archive.standing(number).stops[0].startswith("count: 3,549")
    archive.undo(number, **ADA)
    assert archive.story(number).stops == 0


@pytest.mark.parametrize("why", ["", "   ", "two\nlines", "<b>bold</b>", "a {{ template }}"])
def test_a_reason_is_a_line_of_plain_words(archive, editions, written, why):
    number = archive.keep(held(written, may=True), NOW).kept.number
    with pytest.raises(StorygenError):
        acts.overrule(archive, editions, number, why=why, base=1, **ADA)
    assert archive.story(number).version == 1


def test_what_is_written_anew_is_offered_beside_an_edit_and_taken_par_by_par(archive, editions, written):
    number = keep(archive, written, "police-kent")
    copy = archive.version(number).copy
    mine = str(copy.pars[1]).replace("official figures show", "figures published today show")
    acts.edit(archive, editions, number, typed(copy, intro=mine), base=1, **ADA)
    nation = str(copy.pars[6]).replace("Across England and Wales", "In England and Wales")
    runs = (
        copy.pars[6].runs[0]._replace(text="In England and Wales, police forces had "),
        *copy.pars[6].runs[1:],
    )
    new = replace(copy, pars=(*copy.pars[:6], copy.pars[6].of("nation", runs), *copy.pars[7:]))
    assert archive.keep(new, LATER).outcome == "offered"
    assert archive.version(number).copy.pars[1].runs[0].text.startswith("The number")
    chosen = typed(new, intro=mine)
    version = acts.take(archive, editions, number, chosen, base=2, offered=3, **ADA)
    assert (str(version.copy.pars[1]), str(version.copy.pars[6])) == (mine, nation)
    assert archive.story(number).offered is None
    assert version.why == "of what version 3 offers"


def test_a_correction_says_what_was_wrong_and_goes_out_in_the_place_of_what_was_filed(
    archive, editions, written, tmp_path
):
    number = keep(archive, written, "police-kent")
    copy = archive.version(number).copy
    mend = typed(copy, intro=str(copy.pars[1]).replace("official figures", "Home Office figures"))
    with pytest.raises(WorkflowError):
        acts.correct(archive, editions, number, mend, base=1, why="It was the Home Office", **ADA)
    archive.decide(number, "approve", **ADA)
    archive.decide(number, "file", forms=["text"], **ADA)
    (path,) = wire.send(tmp_path, archive, number)
    assert (
        path.read_text("utf-8").splitlines()[3] == "Written from data by storygen; approved by Ada Lovelace"
    )
    with pytest.raises(WorkflowError, match="owes a reason"):
        acts.correct(archive, editions, number, mend, base=1, why=" ", **ADA)
    acts.correct(archive, editions, number, mend, base=1, why="It was the Home Office", **ADA)
    assert wire.send(tmp_path, archive, number) == [path]
    assert "Correction: It was the Home Office.\n" in path.read_text("utf-8")
    assert archive.story(number).status is Status.CORRECTED
    archive.decide(number, "kill", why="It names a victim", **ADA)
    (killed,) = wire.send(tmp_path, archive, number)
    assert killed.read_text("utf-8") == (
        "KILL police-kent\n\n"
        "Please do not use, and withdraw where used: "
        "“Police officer numbers up in Kent, Home Office figures show”.\n"
        "Reason: It names a victim\nIt went out as: police-kent.txt\nKilled by Ada Lovelace\n\nends\n"
    )


def test_a_number_that_was_let_run_is_put_right_by_another_that_is_let_run(
    archive, editions, written, tmp_path
):
    number = keep(archive, written, "police-kent")
    copy = archive.version(number).copy
    marched = f"{next(par for par in copy.pars if par.name == 'terms')} About 412 people marched on Saturday."
    acts.edit(archive, editions, number, typed(copy, terms=marched), base=1, **ADA)
    acts.overrule(archive, editions, number, why="I counted them", base=2, **ADA)
    archive.decide(number, "approve", **ADA)
    wire.file(tmp_path, archive, number, **ADA)
    mend = typed(archive.version(number).copy, terms=marched.replace("412", "421"))
    with pytest.raises(WorkflowError, match="a stop stands: terms: 421"):
        acts.correct(archive, editions, number, mend, base=3, why="It was 421", **ADA)
    said = {"why": "It was 421", "overrule": "I counted again", "base": 3}
    version = acts.correct(archive, editions, number, mend, **said, **ADA)
    note = next(str(par) for par in version.copy.pars if par.name == "ednote")
    assert note.endswith("Overruled by Ada Lovelace: I counted again")
    assert "412" not in note
    assert archive.story(number).status is Status.CORRECTED


@pytest.mark.parametrize(
    "why, fault",
    [
        pytest.param("<b>It was 5</b>", "what was wrong: it has markup in it. Write it in plain words.", id="markup"),
        pytest.param("one\n\nPolice numbers fell.", "what was wrong: it is more than one line of print. Write it in one line.", id="pars of its own"),
        pytest.param("{{ now }}", "what was wrong: it has markup in it. Write it in plain words.", id="a template's signs"),
    ],
)  # fmt: skip
def test_what_was_wrong_is_a_line_of_plain_words_and_something_is_changed(
    archive, editions, written, why, fault
):
    number = keep(archive, written, "police-kent")
    archive.decide(number, "approve", **ADA)
    archive.decide(number, "file", **ADA)
    copy = archive.version(number).copy
    with pytest.raises(UsageError) as refused:
        acts.correct(archive, editions, number, typed(copy), base=1, why=why, **ADA)
    assert str(refused.value) == fault
    with pytest.raises(WorkflowError, match="nothing in it was changed"):
        acts.correct(archive, editions, number, typed(copy), base=1, why="It was wrong", **ADA)


def test_only_what_was_filed_goes_to_the_wire_and_a_folder_that_cannot_be_is_told_of(
    archive, written, tmp_path
):
    number = keep(archive, written, "police-kent")
    with pytest.raises(WorkflowError, match="it is draft, and was not filed"):
        wire.send(tmp_path, archive, number)
    archive.decide(number, "approve", **ADA)
    archive.decide(number, "file", **ADA)
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StorygenError, match="story 1 is filed for all that"):
        wire.send(tmp_path / "taken", archive, number)


def test_a_story_is_set_anew_in_another_length_and_style(editions, written):
    story = next(each for each in written if each.slug == "police-kent")
    nib = acts.as_set(editions, story, length="nib", style="guardian")
    assert (nib.length, nib.style, len(nib.pars)) == ("nib", "guardian", 3)
    assert acts.as_set(editions, story) == story
    with pytest.raises(UsageError):
        acts.as_set(editions, story, length="novel")


def test_a_story_is_given_out_in_every_form_with_its_approver(archive, written):
    number = keep(archive, written, "police-kent")
    assert acts.in_form(archive, number, "json")[0] == "police-kent.json"
    with pytest.raises(UsageError):
        acts.in_form(archive, number, "papyrus")
    archive.decide(number, "approve", **ADA)
    assert "approved by Ada Lovelace" in acts.in_form(archive, number, "text")[1]
    archive.undo(number, **ADA)
    assert "not yet approved" in acts.in_form(archive, number, "text")[1]


def test_an_edition_is_opened_once_and_lent_to_one_at_a_time(editions):
    with editions.writing(Setting("police-workforce")) as one:
        pass
    with editions.writing(Setting("police-workforce")) as two:
        assert one is two


def test_the_setting_of_a_story_opens_the_edition_that_wrote_it(editions, written):
    edition = open_edition(load_pack("police-workforce"), style="guardian", length="nib")
    (story,) = write_each(edition, [[edition.places()[0]]])
    setting = setting_of(story)
    assert (setting.style, setting.length, setting.release) == ("guardian", "nib", "workforce-2019")
    with editions.writing(setting) as again:
        assert again.made_from == edition.made_from
