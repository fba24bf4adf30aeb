from dataclasses import replace
from datetime import timedelta, timezone
from threading import Barrier, Thread

import pytest
from keeping import ASK, DAY, LATER, NOW, STOP, held, release, reworded, story, told
from making import ESSEX, KENT, NATION
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.kept import Clash
from storygen.archive.workflow import Status
from storygen.errors import ArchiveError, WorkflowError
from storygen.facts.figure import Subject
from storygen.writing.flag import OVERRULED, Flag

ADA = {"by": "Ada", "at": LATER}
BO = {"by": "Bo", "at": LATER}


def keep(archive, copy, at=NOW):
    return archive.keep(copy, at).kept.number


def acts_of(archive, number):
    return [(each.version, each.act, each.before, each.after, each.by) for each in archive.history(number)]


def edited(archive, number, words="Other words.", base=None, who=ADA):
    version = archive.version(number)
    copy = reworded(version.written, "intro", words)
    return archive.save(number, copy, base=base or version.number, **who)


# What storygen writes.


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(story(), id="a story"),
        pytest.param(story(flags=(ASK, STOP)), id="a story with flags"),
        pytest.param(held(), id="one that is held"),
        pytest.param(held(draft=story(flags=(STOP,))), id="one held for its copy"),
        pytest.param(story(trial=True), id="one of a trial run"),
    ],
)
def test_what_is_kept_comes_back_as_it_was(archive, copy):
    keeping = archive.keep(copy, NOW)
    assert keeping.outcome == "new"
    version = archive.version(keeping.kept.number)
    assert version.copy == told(copy)
    assert (version.number, version.made, version.by, version.at) == (1, "written", "storygen", NOW)
    assert acts_of(archive, keeping.kept.number) == [(1, "write", "", "draft", "storygen")]


def test_a_kept_story_as_lists_show_it(archive):
    kept = archive.keep(story(flags=(ASK, STOP)), NOW).kept
    assert (kept.number, kept.pack, kept.release, kept.status, kept.version) == (
        1, "bakers", "bakers-2020", Status.DRAFT, 1,
    )  # fmt: skip
    assert (kept.slug, kept.names, kept.codes, kept.region) == (
        "bakers-kent", "Kent", (f"force:{KENT}",), "South East",
    )  # fmt: skip
    assert (kept.headline, kept.angle, kept.held, kept.flags, kept.stops, kept.edited, kept.offered) == (
        "Bakers up in Kent", "rise", False, 2, 1, False, None,
    )  # fmt: skip
    assert str(kept) == "story 1, bakers-kent"


def test_the_same_story_made_again_is_no_new_version(archive):
    number = keep(archive, story())
    again = replace(story(), made_from={"pack": "sha256:another", "storygen": "9.9"})
    for copy in (story(), again, replace(story(), release=release(fingerprint="sha256:2"))):
        assert archive.keep(copy, LATER).outcome == "same"
    assert archive.story(number).version == 1
    assert archive.story(number).changed_at == NOW


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"length": "nib"}, id="another length"),
        pytest.param({"style": "guardian"}, id="another style"),
        pytest.param({"title": "Evening Star"}, id="another title"),
        pytest.param({"pack": "butchers"}, id="another pack"),
        pytest.param({"release": release(id="bakers-2021")}, id="another release"),
    ],
)
def test_a_story_that_differs_in_what_it_is_is_another_story(archive, changed):
    keep(archive, story())
    assert archive.keep(replace(story(), **changed), NOW).outcome == "new"


def test_a_story_that_says_something_else_is_the_next_version(archive):
    number = keep(archive, story())
    keeping = archive.keep(story(now=13), LATER)
    assert (keeping.outcome, keeping.kept.version, keeping.kept.number) == ("changed", 2, number)
    assert [each.number for each in archive.versions(number)] == [1, 2]
    assert archive.version(number, 1).copy == told(story())


def test_a_hold_that_is_lifted_is_the_next_version(archive):
    number = keep(archive, held(may=False))
    kept = archive.keep(story(), LATER).kept
    assert (kept.number, kept.version, kept.held) == (number, 2, False)


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(lambda archive, number: edited(archive, number), id="an edit"),
        pytest.param(lambda archive, number: archive.decide(number, "approve", **ADA), id="an approval"),
        pytest.param(lambda archive, number: archive.decide(number, "spike", why="old", **ADA), id="a spike"),
    ],
)
def test_what_is_written_anew_never_takes_the_place_of_what_an_editor_has_done(archive, what):
    number = keep(archive, story())
    what(archive, number)
    before = archive.version(number)
    keeping = archive.keep(story(now=13), LATER)
    assert keeping.outcome == "offered"
    assert archive.version(number) == before
    assert archive.version(number, keeping.kept.offered).copy == told(story(now=13))
    assert archive.keep(story(now=13), LATER).outcome == "same"
    assert archive.keep(story(now=14), LATER).kept.offered == keeping.kept.offered + 1


def test_what_is_offered_is_taken_or_set_aside_once(archive):
    number = keep(archive, story())
    edited(archive, number)
    archive.keep(story(now=13), LATER)
    assert archive.set_aside(number, **ADA).offered is None
    with pytest.raises(WorkflowError, match="nothing is offered beside it"):
        archive.set_aside(number, **ADA)
    archive.keep(story(now=14), LATER)
    archive.save(number, story(now=14), base=2, act="take", offered=4, **ADA)
    assert (archive.story(number).offered, archive.story(number).version) == (None, 5)


def test_many_stories_are_kept_or_none(archive):
    with pytest.raises(AttributeError):
        archive.keep_all([story("Kent"), story("Essex"), None], NOW)
    assert archive.stories() == []
    outcomes = archive.keep_all([story("Kent"), story("Essex"), story("Kent")], NOW)
    assert [each.outcome for each in outcomes] == ["new", "new", "same"]


# What editors do.


def test_an_edit_is_a_version_of_its_own_and_the_one_before_stays(archive):
    number = keep(archive, story())
    version = edited(archive, number)
    assert (version.number, version.made, version.base, version.by, version.at) == (
        2,
        "edited",
        1,
        "Ada",
        LATER,
    )
    assert str(version.copy.pars[1]) == "Other words."
    assert str(archive.version(number, 1).copy.pars[1]) == "There were 12 bakers in Kent."
    assert archive.story(number).edited


def test_the_second_to_save_is_told_who_was_first_and_sees_both(archive):
    number = keep(archive, story())
    edited(archive, number, "Ada's words.")
    with pytest.raises(Clash) as clash:
        edited(archive, number, "Bo's words.", base=1, who=BO)
    assert str(clash.value.theirs.copy.pars[1]) == "Ada's words."
    assert archive.story(number).version == 2
    for act in ("approve", "spike"):
        with pytest.raises(Clash):
            archive.decide(number, act, why="x", seen=1, **BO)


def test_of_two_who_save_at_once_one_is_told(archive):
    number = keep(archive, story())
    start, came = Barrier(4), []

    def save(who):
        start.wait()
        try:
            came.append(edited(archive, number, f"{who}'s words.", base=1, who={"by": who, "at": LATER}).by)
        except Clash:
            came.append("clash")

    threads = [Thread(target=save, args=(who,)) for who in ("Ada", "Bo", "Cy", "Di")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came)[1:] == ["clash"] * 3 or came.count("clash") == 3
    assert archive.story(number).version == 2


def test_an_approved_story_that_is_changed_is_a_draft_again(archive):
    number = keep(archive, story())
    archive.decide(number, "approve", **ADA)
    edited(archive, number)
    assert archive.story(number).status is Status.DRAFT
    assert archive.approver(number) == ""


@pytest.mark.parametrize(
    "acts, remedy",
    [
        pytest.param(["approve", "file"], "Correct it", id="filed"),
        pytest.param(["approve", "file", "kill"], "Nothing more can be done with it", id="killed"),
        pytest.param(["spike"], "Redraft it first", id="spiked"),
    ],
)
def test_words_that_stand_are_not_changed(archive, acts, remedy):
    number = keep(archive, story())
    for act in acts:
        archive.decide(number, act, why="because", **ADA)
    with pytest.raises(WorkflowError, match=f"and its words stand. {remedy}"):
        edited(archive, number)


def test_a_story_from_draft_to_killed_and_who_did_what(archive):
    number = keep(archive, story())
    archive.decide(number, "approve", **ADA)
    assert archive.approver(number) == "Ada"
    assert "approved by Ada" in archive.version(number).signed("Ada").byline
    archive.decide(number, "file", forms=["text", "json"], **BO)
    archive.correct(number, story(now=13), base=1, why="miscounted", forms=["text"], **BO)
    assert archive.approver(number) == "Bo"
    archive.decide(number, "kill", why="it names a victim", **ADA)
    assert acts_of(archive, number) == [
        (1, "write", "", "draft", "storygen"),
        (1, "approve", "draft", "approved", "Ada"),
        (1, "file", "approved", "filed", "Bo"),
        (2, "correct", "filed", "corrected", "Bo"),
        (2, "kill", "corrected", "killed", "Ada"),
    ]
    assert [each.forms for each in archive.history(number)] == [(), (), ("text", "json"), ("text",), ()]
    assert archive.history(number)[-1].why == "it names a victim"


@pytest.mark.parametrize("copy", [held(), held(draft=story(flags=(STOP,))), story(flags=(STOP,))])
def test_nothing_that_is_held_or_stopped_is_approved_until_it_is_overruled_by_name(archive, copy):
    number = keep(archive, copy)
    with pytest.raises(WorkflowError):
        archive.decide(number, "approve", **ADA)
    run = story(flags=(STOP, Flag(OVERRULED, STOP.as_reason())))
    archive.save(number, run, base=1, made="overruled", act="overrule", why="the Guild says so", **ADA)
    archive.decide(number, "approve", **ADA)
    assert archive.decide(number, "file", **ADA).after == Status.FILED
    overruled = next(each for each in archive.history(number) if each.act == "overrule")
    assert (overruled.by, overruled.why) == ("Ada", "the Guild says so")


def test_nothing_is_filed_before_its_embargo_as_that_was_last_said_to_be(archive):
    embargoed = replace(story(), release=release(embargo="2026-11-23T12:00:00+00:00"))
    number = keep(archive, embargoed)
    archive.decide(number, "approve", **ADA)
    noon = NOW.replace(hour=12, minute=0)
    with pytest.raises(WorkflowError, match="embargoed until 12:00 on 23 November 2026"):
        archive.decide(number, "file", by="Ada", at=noon - timedelta(microseconds=1))
    moved = replace(story("Essex"), release=release(embargo="2026-11-23T13:00:00+00:00"))
    keep(archive, moved)
    with pytest.raises(WorkflowError, match="embargoed until 13:00"):
        archive.decide(number, "file", by="Ada", at=noon)
    one = noon.replace(hour=13).astimezone(timezone(timedelta(hours=9)))
    assert archive.decide(number, "file", by="Ada", at=one).after == Status.FILED
    assert archive.history(number)[-1].at == noon.replace(hour=13)


def test_a_story_of_a_trial_run_is_never_filed(archive):
    number = keep(archive, story(trial=True))
    archive.decide(number, "approve", **ADA)
    with pytest.raises(WorkflowError, match="a trial run"):
        archive.decide(number, "file", **ADA)


def test_until_it_is_filed_the_last_step_can_be_taken_back(archive):
    number = keep(archive, story())
    archive.decide(number, "approve", **ADA)
    assert archive.undo(number, **ADA).status is Status.DRAFT
    archive.decide(number, "spike", why="old", **ADA)
    assert archive.undo(number, **ADA).status is Status.DRAFT
    edited(archive, number, "One.")
    edited(archive, number, "Two.")
    assert archive.undo(number, **ADA).version == 4
    assert str(archive.version(number).copy.pars[1]) == "One."
    assert archive.undo(number, **ADA).edited is False
    assert archive.version(number).copy == told(story())
    with pytest.raises(WorkflowError, match="nothing can be taken back"):
        archive.undo(number, **ADA)
    archive.decide(number, "approve", **ADA)
    archive.decide(number, "file", **ADA)
    with pytest.raises(WorkflowError, match="it is filed, and nothing can be taken back"):
        archive.undo(number, **ADA)


def test_a_correction_is_of_what_went_out_and_passes_what_filing_passes(archive):
    number = keep(archive, story())
    with pytest.raises(WorkflowError, match="it is draft"):
        archive.correct(number, story(now=13), base=1, why="x", **ADA)
    archive.decide(number, "approve", **ADA)
    archive.decide(number, "file", **ADA)
    with pytest.raises(WorkflowError, match="a stop stands"):
        archive.correct(number, story(flags=(STOP,)), base=1, why="x", **ADA)
    with pytest.raises(ArchiveError, match="it has no version 2"):
        archive.correct(number, story(now=13), base=2, why="x", **ADA)
    archive.correct(number, story(now=13), base=1, why="x", **ADA)
    with pytest.raises(Clash):
        archive.correct(number, story(now=14), base=1, why="x", **ADA)
    with pytest.raises(WorkflowError, match="the words that are right"):
        archive.decide(number, "correct", why="x", **ADA)


# What is asked of it.


def test_which_stories_rest_on_a_figure_by_what_it_is_about(archive):
    kent, essex = (keep(archive, story(name)) for name in ("Kent", "Essex"))
    for number in (kent, essex):
        archive.decide(number, "approve", **ADA)
        archive.decide(number, "file", **ADA)
    keep(archive, replace(story("Kent"), length="nib"))
    of = {name: Subject("bakers", "bakers", code, DAY) for name, code in
          (("Kent", KENT), ("Essex", ESSEX), ("nation", NATION))}  # fmt: skip
    assert [each.number for each in archive.resting_on([of["Kent"]])] == [kent]
    assert [each.number for each in archive.resting_on([of["nation"]])] == [kent, essex]
    assert len(archive.resting_on([of["Kent"]], [Status.DRAFT])) == 1
    assert archive.resting_on([Subject("bakers", "bakers", KENT, "at 1999-03-31")]) == []
    bare = reworded(reworded(story("Kent"), "count", "Some."), "headline", "Bakers")
    archive.correct(kent, bare, base=1, why="no number", **ADA)
    assert archive.resting_on([of["Kent"]]) == []
    assert [each.number for each in archive.resting_on([of["nation"]])] == [kent, essex]


def test_each_cell_is_entered_once_with_the_number_that_stood_there(archive):
    keep(archive, story())
    keep(archive, replace(story(), style="guardian"))
    archive.keep(story(now=13), LATER)
    with archive.engine.connect() as connection:
        found = connection.execute(text("SELECT address, value FROM cells ORDER BY address, value")).all()
    assert [tuple(row) for row in found] == [("B4", "10"), ("C4", "12"), ("C4", "13"), ("C9", "900")]


@pytest.fixture
def stocked(archive):
    numbers = {}
    for name in ("Kent", "Essex", "Norfolk"):
        numbers[name] = keep(archive, story(name))
    numbers["nib"] = keep(archive, replace(story("Kent"), length="nib", flags=(ASK,)))
    numbers["held"] = keep(archive, replace(held("Essex"), length="nib"))
    numbers["gap"] = keep(archive, replace(held("Norfolk", may=False), length="nib"))
    numbers["stop"] = keep(archive, replace(story("Kent", flags=(STOP,)), title="Evening 100%_Star"))
    archive.decide(numbers["Essex"], "approve", **ADA)
    return archive, numbers


@pytest.mark.parametrize(
    "wanted, names",
    [
        pytest.param({}, "Kent Essex Norfolk nib held gap stop", id="all"),
        pytest.param({"status": ("approved",)}, "Essex", id="by status"),
        pytest.param({"length": "nib"}, "nib held gap", id="by length"),
        pytest.param({"place": ESSEX}, "Essex held", id="by place"),
        pytest.param({"place": ESSEX[:-1]}, "", id="by no place's code"),
        pytest.param({"only": "held"}, "held gap", id="held"),
        pytest.param({"only": "waiting"}, "held", id="held for a person"),
        pytest.param({"only": "gaps"}, "gap", id="held for want of figures"),
        pytest.param({"only": "flagged"}, "nib stop", id="flagged"),
        pytest.param({"only": "stopped"}, "stop", id="stopped"),
        pytest.param({"only": "clean"}, "Kent Essex Norfolk", id="with nothing to say of it"),
        pytest.param({"only": "edited"}, "", id="edited"),
        pytest.param({"words": "KENT bakers"}, "Kent nib stop", id="by words, each of which must be there"),
        pytest.param({"words": "100%_star"}, "stop", id="by words with signs in them"),
        pytest.param({"words": "1%"}, "", id="a sign stands for itself"),
        pytest.param({"words": "'; DROP TABLE stories; --"}, "", id="by words that are no question"),
        pytest.param({"pack": "bakers", "region": "South East", "angle": "rise"}, "Kent Essex Norfolk nib stop", id="by several"),
    ],
)  # fmt: skip
def test_which_stories_a_list_shows(stocked, wanted, names):
    archive, numbers = stocked
    found = {each.number for each in archive.stories(Wanted(**wanted))}
    assert found == {numbers[name] for name in names.split()}
    assert sum(archive.count(Wanted(**wanted)).values()) == len(found)


def test_a_list_is_paged_those_changed_last_first_and_none_twice(archive):
    for number, name in enumerate(("Kent", "Essex", "Norfolk")):
        for length in ("story", "nib"):
            archive.keep(replace(story(name), length=length), NOW + timedelta(seconds=number))
    pages = [archive.stories(Wanted(), page, 4) for page in range(3)]
    assert [[(each.names, each.length) for each in page] for page in pages] == [
        [("Norfolk", "nib"), ("Norfolk", "story"), ("Essex", "nib"), ("Essex", "story")],
        [("Kent", "nib"), ("Kent", "story")],
        [],
    ]


def test_stories_are_counted_by_what_is_asked(stocked):
    archive, _ = stocked
    assert archive.count(Wanted(), "length") == {("story",): 4, ("nib",): 3}
    assert archive.count(Wanted(only="held"), "status", "length") == {("draft", "nib"): 2}


def test_a_story_is_called_by_its_number_or_by_a_slug_that_is_its_alone(stocked):
    archive, numbers = stocked
    assert archive.called(str(numbers["nib"])).number == numbers["nib"]
    with pytest.raises(ArchiveError, match=r"“bakers-kent”: 3 stories are called that"):
        archive.called("bakers-kent")
    with pytest.raises(ArchiveError, match="no story is called that"):
        archive.called("nobody")
    for missing in ("0", "999", "99999999999999999999"):
        with pytest.raises(ArchiveError, match="there is none of that number"):
            archive.called(missing)


# What is never said otherwise.


@pytest.mark.parametrize("table", ["versions", "citations", "decisions"])
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_was_kept(archive, table, act):
    keep(archive, story())
    column = {"versions": "story", "citations": "cell", "decisions": "story"}[table]
    with (
        pytest.raises(DatabaseError, match=f"{table} are only ever added to"),
        archive.engine.begin() as connection,
    ):
        connection.execute(text(act.format(table, column, column)))


def test_two_archives_opened_on_one_database_see_one_another(archive, archive_url):
    number = keep(archive, story())
    other = Archive(archive_url)
    assert other.story(number) == archive.story(number)
    other.decide(number, "approve", **BO)
    assert archive.story(number).status is Status.APPROVED
    other.close()


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raise %}",
    "'; DROP TABLE stories; --",
    "\u202eevil\u202c",
    "x" * 1_000_000,
    "line\nbreak\ttab\r",
    "é ñ 漢字 🎉",
    "NUL\x00in it",
    "half \ud800 a character",
]


@pytest.mark.parametrize("words", HOSTILE, ids=[repr(each[:12]) for each in HOSTILE])
def test_whatever_is_written_comes_back_as_it_was_written(archive, words):
    number = keep(archive, story())
    copy = reworded(story(), "intro", words)
    archive.save(number, copy, base=1, by="Ada", at=LATER)
    assert str(archive.version(number).copy.pars[1]) == words


@pytest.mark.parametrize("words", [each for each in HOSTILE if len(each) < 100], ids=repr)
def test_no_reason_name_or_search_is_more_than_words(archive, words):
    number = keep(archive, story())
    archive.decide(number, "spike", why=words, by=f"Ada {words}", at=LATER)
    said = archive.history(number)[-1]
    shown = " ".join(
        words.replace("\x00", "").replace("\ud800", "").replace("\u202e", "").replace("\u202c", "").split()
    )
    assert (said.why, said.by) == (shown, f"Ada {shown}")
    assert archive.stories(Wanted(words=words)) == []
    assert archive.stories(Wanted(place=words, pack=words, release=words)) == []
