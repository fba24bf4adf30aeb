from datetime import UTC, datetime, timedelta

import pytest

from storygen import batch, load_pack, open_edition
from storygen.archive.archive import Archive
from storygen.batch import Job, do, jobs_for, write_all
from storygen.drafts import keep_drafts

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PLACES = ("Kent", "Essex", "Surrey", "Sussex", "Norfolk")


@pytest.fixture(scope="module")
def outcomes():
    """Return what came of five places' stories, each with its record."""
    batch._edition.cache_clear()
    like = Job("police-workforce", "workforce-2019", (), length="nib", formats=(), recorded=True)
    jobs = jobs_for(open_edition(load_pack(like.pack), like.release), PLACES, like)
    return list(write_all(do, jobs))


@pytest.fixture
def archive(tmp_path):
    archive = Archive(str(tmp_path / "archive.db"))
    yield archive
    archive.close()


def clock():
    """Return a clock that is a minute later each time it is asked."""
    minutes = iter(range(100))
    return lambda: NOW + timedelta(minutes=next(minutes))


def test_each_comes_back_with_its_number_and_what_came_of_it(archive, outcomes):
    kept = list(keep_drafts(outcomes, archive, clock(), together=2))
    assert [(each.number, each.kept, each.record) for each in kept] == [
        (number, "new", None) for number in (1, 2, 3, 4, 5)
    ]
    assert [each.slug for each in kept] == [each.slug for each in outcomes]
    assert [each.kept for each in keep_drafts(outcomes, archive, clock())] == ["same"] * 5


def test_so_many_are_kept_at_one_time(archive, outcomes):
    list(keep_drafts(outcomes, archive, clock(), together=2))
    minutes = [archive.version(number).at.minute for number in (1, 2, 3, 4, 5)]
    assert minutes == [30, 30, 31, 31, 32]


@pytest.mark.parametrize("stopped_after, kept", [(0, 0), (1, 0), (2, 2), (3, 2), (4, 4)])
def test_what_was_told_of_before_it_stopped_is_kept_and_no_more(archive, outcomes, stopped_after, kept):
    def until_it_is_stopped():
        yield from outcomes[:stopped_after]
        raise KeyboardInterrupt

    told = []

    def tell():
        for each in keep_drafts(until_it_is_stopped(), archive, clock(), together=2):
            told.append(each.number)

    with pytest.raises(KeyboardInterrupt):
        tell()
    assert told == sorted(each.number for each in archive.stories()) == list(range(1, kept + 1))


def test_what_is_handed_on_is_kept_before_it_is(archive, outcomes):
    for each in keep_drafts(outcomes, archive, clock(), together=2):
        assert archive.story(each.number).slug == each.slug


def test_a_job_of_no_place_is_handed_on_and_kept_nowhere(archive):
    job = Job("police-workforce", "workforce-2019", ("force:E00000000",), formats=(), recorded=True)
    (found,) = keep_drafts(write_all(do, [job]), archive, clock())
    assert (found.status, found.number, found.kept) == ("held", 0, "")
    assert archive.stories() == []


def test_no_record_travels_where_none_is_wanted(outcomes):
    batch._edition.cache_clear()
    like = Job("police-workforce", "workforce-2019", (), length="nib")
    jobs = jobs_for(open_edition(load_pack(like.pack), like.release), ["Kent"], like)
    assert [each.record for each in write_all(do, jobs)] == [None]
    assert all(each.record for each in outcomes)
