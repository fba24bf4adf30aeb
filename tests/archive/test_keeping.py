from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from keeping import ASK, DAY, LATER, NOW, cell, held, place, release, reworded, story, told
from making import KENT
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.workflow import Status
from storygen.errors import ArchiveError, WorkflowError
from storygen.facts.figure import Subject
from storygen.writing.ednote import Overrule
from storygen.writing.flag import OVERRULED, Flag

ADA = {"by": "Ada", "at": LATER}


def keep(archive, copy):
    return archive.keep(copy, NOW).kept.number


def edit(archive, words="Ada’s words.", **how):
    now = archive.story(1)
    copy = reworded(archive.version(1).written, "intro", words)
    return archive.save(1, copy, base=now.version, **ADA | how)


def decide(*acts):
    def done(archive):
        for act in acts:
            archive.decide(1, act, why="because", **ADA)

    return done


def several(*acts):
    def done(archive):
        for act in acts:
            act(archive)

    return done


def take_back(archive):
    archive.undo(1, **ADA)


def correct(archive):
    decide("approve", "file")(archive)
    archive.correct(1, reworded(story(), "intro", "Right."), base=1, why="wrong", **ADA)


def offer_and_take(archive):
    edit(archive)
    archive.keep(story(now=11), NOW)
    archive.save(1, story(now=11), base=2, act="take", offered=3, **ADA)


def overrule(archive):
    archive.save(1, reworded(story(), "intro", "Let run."), base=1, made="overruled", act="overrule", **ADA)


# What is written anew, and what an editor has done before.


@pytest.mark.parametrize(
    "done, outcome",
    [
        pytest.param(several(), "changed", id="nothing"),
        pytest.param(edit, "offered", id="an edit"),
        pytest.param(overrule, "offered", id="an overrule"),
        pytest.param(offer_and_take, "offered", id="pars taken of an offer"),
        pytest.param(decide("approve"), "offered", id="an approval"),
        pytest.param(decide("spike"), "offered", id="a spike"),
        pytest.param(decide("approve", "file"), "offered", id="a filing"),
        pytest.param(correct, "offered", id="a correction"),
        pytest.param(decide("approve", "file", "kill"), "offered", id="a kill"),
        pytest.param(decide("approve", "redraft"), "changed", id="an approval that was taken back"),
        pytest.param(decide("spike", "redraft"), "changed", id="a spike that was taken back"),
        pytest.param(several(edit, take_back), "changed", id="an edit that was taken back"),
        pytest.param(several(edit, take_back, edit, take_back), "changed", id="two, one after the other"),
        pytest.param(several(edit, lambda a: edit(a, "More."), take_back), "offered", id="one of two edits"),
        pytest.param(several(overrule, take_back), "changed", id="an overrule that was taken back"),
    ],
)
def test_what_an_editor_has_done_stands_and_what_nobody_has_touched_is_renewed(archive, done, outcome):
    keep(archive, story())
    done(archive)
    before, words = archive.story(1), archive.version(1)
    keeping = archive.keep(story(now=13), LATER + timedelta(hours=1))
    assert keeping.outcome == outcome
    assert keeping.kept == archive.story(1)
    assert keeping.kept.status is before.status
    assert keeping.kept.edited is before.edited
    newest = archive.versions(1)[-1]
    assert (newest.made, newest.copy) == ("written", told(story(now=13)))
    if outcome == "offered":
        assert (archive.version(1), keeping.kept.offered) == (words, newest.number)
        assert keeping.kept.headline == before.headline
    else:
        assert (archive.version(1), keeping.kept.offered) == (newest, None)
    last = archive.history(1)[-1]
    act = {"changed": "write", "offered": "offer"}[outcome]
    assert (last.act, last.version, last.by) == (act, newest.number, "storygen")
    assert (last.before, last.after) == (before.status, before.status)


def test_a_hold_that_an_editor_has_overruled_is_not_put_back_by_the_same_hold(archive):
    keep(archive, held())
    archive.save(1, story(), base=1, made="overruled", act="overrule", **ADA)
    assert archive.keep(held(), LATER).outcome == "same"
    assert not archive.story(1).held
    assert archive.keep(held(reasons=("Kent: it moved farther",)), LATER).outcome == "offered"
    assert not archive.story(1).held


# What an editor lets run when it is written.

FAR = "Kent: it moved far"
GIVEN = Overrule("the Guild confirms it", "Ada")


def let_run(now=12):
    """Return the story that would be held, had nobody let it run."""
    return story(now=now, flags=(Flag(OVERRULED, FAR),))


def acts_of(archive):
    return [(each.version, each.act, each.by, each.why) for each in archive.history(1)]


def test_who_lets_a_story_run_when_it_is_written_has_decided_on_it_by_name(archive):
    assert archive.keep(let_run(), NOW, GIVEN).outcome == "new"
    overrule = (1, "overrule", "Ada", "the Guild confirms it")
    assert acts_of(archive) == [(1, "write", "storygen", ""), overrule]
    version = archive.version(1)
    assert (version.made, version.by, version.why) == ("overruled", "Ada", "the Guild confirms it")
    assert archive.story(1).edited
    for again in (let_run(), held(), let_run(), held()):
        assert archive.keep(again, LATER, GIVEN).outcome == "same"
    assert archive.keep(held(reasons=(FAR, "Kent: it fell before")), LATER).outcome == "offered"
    assert archive.version(1) == version
    assert acts_of(archive) == [(1, "write", "storygen", ""), overrule, (2, "offer", "storygen", "")]


def test_a_hold_that_is_kept_may_be_let_run_by_writing_it_again_and_that_be_taken_back(archive):
    archive.keep(held(), NOW)
    assert archive.keep(let_run(), LATER, GIVEN).outcome == "changed"
    assert archive.keep(let_run(), LATER, GIVEN).outcome == "same"
    assert archive.keep(held(), LATER).outcome == "same"
    assert acts_of(archive)[1:] == [(2, "write", "storygen", ""), (2, "overrule", "Ada", GIVEN.reason)]
    assert not archive.story(1).held
    now = archive.undo(1, **ADA)
    assert (now.held, now.edited, now.version) == (True, False, 3)


def test_what_an_editor_has_edited_is_not_overwritten_by_what_another_lets_run(archive):
    keep(archive, story())
    edit(archive)
    assert archive.keep(let_run(13), LATER, GIVEN).outcome == "offered"
    assert archive.story(1).version == 2
    assert acts_of(archive)[2:] == [(3, "offer", "storygen", ""), (3, "overrule", "Ada", GIVEN.reason)]
    assert archive.keep(let_run(13), LATER, GIVEN).outcome == "same"


def test_a_story_that_nobody_had_to_let_run_is_storygen_s_own(archive):
    archive.keep(story(), NOW, GIVEN)
    assert (archive.version(1).made, archive.story(1).edited) == ("written", False)
    assert acts_of(archive) == [(1, "write", "storygen", "")]


# What is offered.


def test_what_says_again_what_stands_is_not_offered_and_what_was_offered_is_withdrawn(archive):
    keep(archive, story())
    decide("approve")(archive)
    came = [archive.keep(story(now=now), LATER) for now in (13, 12, 12, 13)]
    assert [each.outcome for each in came] == ["offered", "same", "same", "offered"]
    assert [each.kept.offered for each in came] == [2, None, None, 4]
    assert acts_of(archive)[2:] == [
        (2, "offer", "storygen", ""),
        (3, "withdraw", "storygen", "version 1 says it again"),
        (4, "offer", "storygen", ""),
    ]
    assert archive.story(1).version == 1


# Trial runs.


@pytest.mark.parametrize(
    "first, fault",
    [
        (False, "stories that may go out are kept in it, and trial runs have a store of their own (rule L4). "
                "Name another for the trial run"),
        (True, "trial runs are kept in it, and this is none (rule L4). Name another"),
    ],
)  # fmt: skip
def test_trial_runs_and_others_are_never_kept_in_one_archive(archive, first, fault):
    keep(archive, replace(story("Essex"), trial=first))
    with pytest.raises(ArchiveError) as refused:
        archive.keep_all([replace(story(), trial=first), replace(story(), trial=not first)], LATER)
    assert str(refused.value) == f"{archive.name}: {fault}."
    assert len(archive.stories()) == 1


def test_of_two_offers_the_newer_one_stands_and_the_same_is_not_offered_again(archive):
    keep(archive, story())
    edit(archive)
    assert [archive.keep(story(now=now), LATER).kept.offered for now in (13, 13, 14, 14)] == [3, 3, 4, 4]
    archive.set_aside(1, seen=4, **ADA)
    assert archive.keep(story(now=14), LATER).outcome == "same"
    assert archive.story(1).offered is None


def test_what_it_said_before_written_again_is_a_version_of_its_own(archive):
    keep(archive, story())
    outcomes = [archive.keep(story(now=now), LATER).outcome for now in (13, 12, 12)]
    assert outcomes == ["changed", "changed", "same"]
    assert archive.version(1).copy == archive.version(1, 1).copy
    assert archive.story(1).version == 3


def test_in_whatever_order_stories_are_kept_each_is_itself(archive):
    every = [replace(story(name), length=length) for name in ("Kent", "Essex") for length in ("story", "nib")]
    first = {each.kept.number: each.kept for each in archive.keep_all(every, NOW)}
    again = archive.keep_all(reversed(every), LATER)
    assert {each.outcome for each in again} == {"same"}
    assert {each.kept.number: each.kept for each in again} == first


def test_a_story_of_two_places_is_the_same_whichever_is_named_first(archive):
    both = held(places=(place("Kent"), place("Essex")))
    number = keep(archive, both)
    other = archive.keep(replace(both, places=both.places[::-1], slug="bakers-essex-kent"), LATER)
    assert (other.outcome, other.kept.number, other.kept.names) == ("changed", number, "Essex, Kent")
    assert archive.keep(replace(both, places=both.places[:1]), LATER).outcome == "new"


@pytest.mark.parametrize(
    "one, other",
    [
        pytest.param({"length": "nib|pa"}, {"length": "nib", "style": "pa|pa"}, id="a length that names a style"),
        pytest.param({"pack": "a|b"}, {"pack": "a", "release": release(id="b|bakers-2020")}, id="a pack that names a release"),
    ],
)  # fmt: skip
def test_no_name_makes_two_stories_one(archive, one, other):
    assert [archive.keep(replace(story(), **each), NOW).outcome for each in (one, other)] == ["new", "new"]


# Several at once.


def at_once(url, work, times=4):
    """Return what came of *work*, done by so many, each with an archive of its own, at the same moment."""
    start, came = Barrier(times), []

    def one(turn):
        archive = Archive(url)
        start.wait()
        try:
            came.append(work(archive, turn))
        except (ArchiveError, WorkflowError) as error:
            came.append(type(error).__name__)
        finally:
            archive.close()

    threads = [Thread(target=one, args=(turn,)) for turn in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return sorted(came)


def test_of_several_who_keep_one_new_story_at_once_one_is_first(archive_url):
    came = at_once(archive_url, lambda archive, _: archive.keep(story(), NOW).outcome)
    assert came == ["new", "same", "same", "same"]
    archive = Archive(archive_url)
    assert len(archive.stories()) == len(archive.versions(1)) == len(archive.history(1)) == 1
    archive.close()


def test_of_several_who_keep_one_change_at_once_one_is_first(archive, archive_url):
    keep(archive, story())
    came = at_once(archive_url, lambda archive, _: archive.keep(story(now=13), NOW).outcome)
    assert came == ["changed", "same", "same", "same"]
    assert [each.number for each in archive.versions(1)] == [1, 2]


def test_of_several_who_approve_at_once_one_does(archive, archive_url):
    keep(archive, story())
    came = at_once(archive_url, lambda archive, turn: archive.decide(1, "approve", by=f"{turn}", at=NOW).act)
    assert came == ["WorkflowError"] * 3 + ["approve"]
    assert [each.act for each in archive.history(1)] == ["write", "approve"]


def test_many_threads_keep_and_read_in_one_archive(archive):
    def work(turn):
        for number in range(3):
            archive.keep(replace(story(), title=f"{turn}.{number}"), NOW)
            archive.stories(Wanted(words="kent"), size=5)

    threads = [Thread(target=work, args=(turn,)) for turn in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert archive.count(Wanted()) == {(): 60}
    assert {len(archive.versions(each.number)) for each in archive.stories(size=100)} == {1}


# Releases and their hour.


def states_of(archive):
    with archive.engine.connect() as connection:
        return connection.execute(text("SELECT series, release, embargo FROM releases ORDER BY id")).all()


def test_a_release_is_entered_once_for_each_state_that_it_was_in(archive):
    moved = release(embargo="2026-11-24T12:00:00+00:00")
    for of in (release(), release(), moved, moved, release()):
        keep(archive, replace(story(), release=of))
    assert [row.embargo for row in states_of(archive)] == ["", "2026-11-24T12:00:00+00:00", ""]


def test_two_packs_may_each_have_a_release_of_one_name(archive):
    keep(archive, replace(story(), release=release(embargo="2026-12-01T09:30")))
    keep(archive, replace(story(), pack="millers", release=release(series="millers")))
    keep(archive, replace(story("Essex"), release=release(embargo="2026-12-01T09:30")))
    assert len(states_of(archive)) == 2
    archive.decide(1, "approve", **ADA)
    with pytest.raises(WorkflowError) as refused:
        archive.decide(1, "file", **ADA)
    assert str(refused.value) == (
        "story 1, bakers-kent: it is embargoed until 09:30 on 01 December 2026, London time (rule R1). File it then."
    )


def test_an_embargo_that_was_moved_after_keeping_counts_as_it_was_last_said(archive):
    keep(archive, story())
    archive.decide(1, "approve", **ADA)
    for hour in (12, 11):
        embargo = f"2026-11-23T{hour}:00:00+00:00"
        assert archive.keep(replace(story(), release=release(embargo=embargo)), NOW).outcome == "same"
        assert archive.standing(1).not_before == NOW.replace(hour=hour, minute=0)
    with pytest.raises(WorkflowError, match="embargoed until 11:00 on 23 November 2026"):
        archive.decide(1, "file", by="Ada", at=NOW.replace(hour=10, minute=59, second=59))
    assert archive.decide(1, "file", by="Ada", at=NOW.replace(hour=11, minute=0)).after == Status.FILED


@pytest.mark.parametrize(
    "published, embargo, hour",
    [
        pytest.param(date(2020, 6, 30), "", datetime(2020, 6, 30, 8, 30, tzinfo=UTC), id="a day of summer"),
        pytest.param(date(2020, 1, 30), "", datetime(2020, 1, 30, 9, 30, tzinfo=UTC), id="a day of winter"),
        pytest.param(date(2020, 3, 29), "", datetime(2020, 3, 29, 8, 30, tzinfo=UTC), id="the day it begins"),
        pytest.param(date(2020, 10, 25), "", datetime(2020, 10, 25, 9, 30, tzinfo=UTC), id="the day it ends"),
        pytest.param(date(2020, 6, 30), "2020-06-30T11:00", datetime(2020, 6, 30, 10, 0, tzinfo=UTC), id="an embargo of summer"),
    ],
)  # fmt: skip
def test_nothing_is_filed_before_its_hour_in_london_to_the_second(archive, published, embargo, hour):
    keep(archive, replace(story(), release=release(published=published, embargo=embargo)))
    archive.decide(1, "approve", by="Ada", at=hour - timedelta(days=1))
    there = hour.astimezone(ZoneInfo("Europe/London"))
    with pytest.raises(WorkflowError, match=f"it is embargoed until {there:%H:%M on %d %B %Y}, London time"):
        archive.decide(1, "file", by="Ada", at=hour - timedelta(seconds=1))
    assert archive.decide(1, "file", by="Ada", at=hour).after == Status.FILED


def test_an_instant_is_the_same_whichever_zone_it_was_said_in_and_never_without_one(archive):
    there = NOW.astimezone(timezone(timedelta(hours=-11, minutes=-30)))
    number = archive.keep(story(), there).kept.number
    assert archive.story(number).changed_at == NOW
    assert archive.version(number).at.utcoffset() == timedelta()
    with pytest.raises(StatementError, match="2026-11-23 09:30:00 is of no zone"):
        archive.keep(story("Essex"), NOW.replace(tzinfo=None))
    assert archive.count(Wanted()) == {(): 1}


# Hostile text.

HOSTILE = ["NUL\x00in it", "half \ud800 a character", "'; DROP TABLE stories; -- %_\\", "\u202e{{ 7 * 7 }}<b>",
           "é" * 300_000, "line\nbreak\r\x85\u2028"]  # fmt: skip
FIELDS = {
    "slug": lambda words: replace(story(), slug=words),
    "catchline": lambda words: replace(story(), catchline=words),
    "angle": lambda words: replace(story(), angle=words),
    "because": lambda words: replace(story(), because=words),
    "length": lambda words: replace(story(), length=words),
    "style": lambda words: replace(story(), style=words),
    "title": lambda words: replace(story(), title=words),
    "what it was made from": lambda words: replace(story(), made_from={words: words}),
    "its headline": lambda words: reworded(story(), "headline", words),
    "a flag": lambda words: replace(story(), flags=(replace(ASK, message=words, check=words, par=words),)),
    "a place": lambda words: replace(held(), places=(replace(place("Kent"), name=words, region=words, code=words),)),
    "a reason": lambda words: replace(held(), reasons=(words,)),
    "a cell": lambda words: replace(held(), cells=(replace(cell("Kent"), sheet=words, row=words, column=words, mark=words),)),
    "its release": lambda words: replace(story(), release=release(title=words, publisher=words, address=words, fingerprint=words)),
}  # fmt: skip
"""A story or a held one with words in a field of it. What names a file (a pack, a release) is left out."""


@pytest.mark.parametrize("words", HOSTILE, ids=[ascii(each[:12]) for each in HOSTILE])
def test_whatever_stands_in_a_field_is_kept_and_comes_back(archive, words):
    for field, made in FIELDS.items():
        copy = replace(made(words), title=f"{field} of {words}")
        number = archive.keep(copy, NOW).kept.number
        assert archive.version(number).copy == told(copy), field
        assert archive.keep(copy, LATER).outcome == "same", field
        assert archive.stories(Wanted(title=copy.title))[0].number == number, field
    assert archive.count(Wanted()) == {(): len(FIELDS)}


def test_cells_of_hostile_names_are_told_apart_and_found(archive):
    subjects = [Subject("bakers", "bakers", KENT, DAY + sign) for sign in ("\x00", "\ud800", "%", "_", "")]
    for number, subject in enumerate(subjects):
        cells = (replace(cell("Kent"), subject=subject),)
        keep(archive, replace(held(), cells=cells, title=f"{number}"))
    found = [[each.title for each in archive.resting_on([one], [Status.DRAFT])] for one in subjects]
    assert found == [["0", "1"], ["0", "1"], ["2"], ["3"], ["4"]]  # neither half a character nor NUL is kept


def test_a_name_too_long_for_an_index_of_postgresql_is_refused_in_a_line_and_leaves_nothing(postgresql_url):
    archive = Archive(postgresql_url)
    endless = "".join(f"{number * number}-" for number in range(9000))
    with pytest.raises(ArchiveError, match="cannot be used: index row") as refused:
        archive.keep(replace(story(), release=release(id=endless)), NOW)
    assert "\n" not in str(refused.value)
    assert (archive.stories(), states_of(archive)) == ([], [])
    archive.close()
