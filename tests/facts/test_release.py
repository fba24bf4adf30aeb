"""A release is two files; the one that describes it is read strictly."""

import hashlib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from making import DATA, period

from storygen.errors import ReleaseError
from storygen.facts.release import Release, moment_from, open_release, release_from_data

SAID = {
    "id": "workforce-2019",
    "title": "Police workforce",
    "publisher": "Home Office",
    "published": date(2020, 1, 30),
    "period": "at 2019-09-30",
    "fingerprint": "sha256:58eb",
}
WHERE = Path("police-workforce/workforce-2019.toml")


def without(key):
    return {name: value for name, value in SAID.items() if name != key}


@pytest.mark.parametrize("said", ["../../esc", "a/b", "", "two words"])
def test_an_id_that_will_do_for_no_file_is_refused(said):
    with pytest.raises(ReleaseError, match="will not do for a file's name"):
        release_from_data({**SAID, "id": said}, "police-workforce", WHERE)


def test_a_release_as_its_file_describes_it():
    assert release_from_data(SAID, "police-workforce", WHERE) == Release(
        id="workforce-2019",
        series="police-workforce",
        title="Police workforce",
        publisher="Home Office",
        published=date(2020, 1, 30),
        period=period("2019-09-30"),
        status="final",
        address="",
        embargo="",
        fingerprint="sha256:58eb",
        path=Path("police-workforce/workforce-2019.csv"),
    )


@pytest.mark.parametrize(
    "said, message",
    [
        pytest.param(
            without("id"),
            'workforce-2019.toml: “id” should be text and is None. Write id = "…".',
            id="no id",
        ),
        pytest.param(SAID | {"title": 7}, "“title” should be text and is 7", id="a title that is a number"),
        pytest.param(
            without("published"), "“published” should be a day and is None", id="no day of publication"
        ),
        pytest.param(
            SAID | {"published": "30 January"}, "should be a day and is '30 January'", id="a day in words"
        ),
        pytest.param(without("period"), "“period” should be text and is None", id="no period"),
        pytest.param(
            SAID | {"period": "2019"}, "“2019” is no period: write “at 2021-03-31”", id="a year alone"
        ),
        pytest.param(SAID | {"period": "at 2019-31-12"}, 'Write period = "at 2021-03-31".', id="no such day"),
        pytest.param(
            SAID | {"status": "draft"}, "status is “draft”. Use one of provisional, final", id="no status"
        ),
    ],
)
def test_what_is_wrong_in_it_is_said(said, message):
    with pytest.raises(ReleaseError) as error:
        release_from_data(said, "police-workforce", WHERE)
    assert message in str(error.value)
    assert str(error.value).startswith(str(WHERE))


def test_a_day_with_a_time_is_no_day_of_publication(tmp_path):
    described = tmp_path / "a.toml"
    described.write_text('id = "a"\ntitle = "A"\npublisher = "P"\npublished = 2020-01-30T09:30:00\n'
                         'period = "at 2019-09-30"\n')  # fmt: skip
    with pytest.raises(ReleaseError, match="“published” should be a day"):
        open_release(described, "police-workforce")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="there is no file"),
        pytest.param(b"", id="it is empty"),
        pytest.param(b"id = ", id="it is no TOML"),
        pytest.param(b"\xff\xfe", id="it is no text"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_release_error(tmp_path, content):
    described = tmp_path / "workforce-2019.toml"
    if content is not None:
        described.write_bytes(content)
    with pytest.raises(ReleaseError, match=r"workforce-2019\.toml"):
        open_release(described, "police-workforce")


def test_a_release_without_a_fingerprint_has_that_of_its_figures(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"figures")
    made = release_from_data(without("fingerprint"), "police-workforce", tmp_path / "a.toml")
    assert made.fingerprint == "sha256:" + hashlib.sha256(b"figures").hexdigest()


# The moment before which nothing may be filed (rule R1).


@pytest.mark.parametrize(
    "published, embargo, moment",
    [
        pytest.param(date(2020, 1, 30), "", "2020-01-30T09:30:00+00:00", id="its own hour, in winter"),
        pytest.param(date(2020, 7, 30), "", "2020-07-30T09:30:00+01:00", id="its own hour, in summer"),
        pytest.param(date(2020, 3, 28), "", "2020-03-28T09:30:00+00:00", id="the day before the clocks go on"),
        pytest.param(date(2020, 3, 29), "", "2020-03-29T09:30:00+01:00", id="the day that they do"),
        pytest.param(date(2020, 10, 24), "", "2020-10-24T09:30:00+01:00", id="the day before they go back"),
        pytest.param(date(2020, 10, 25), "", "2020-10-25T09:30:00+00:00", id="the day that they do go back"),
        pytest.param(date(2020, 1, 30), "2020-06-01", "2020-06-01T09:30:00+01:00", id="a day alone"),
        pytest.param(date(2020, 1, 30), "2020-01-30T00:01", "2020-01-30T00:01:00+00:00", id="London's own time"),
        pytest.param(date(2020, 6, 1), "2020-06-01 07:00:30", "2020-06-01T07:00:30+01:00", id="in summer too"),
        pytest.param(date(2020, 6, 1), "2020-06-01T07:00Z", "2020-06-01T08:00:00+01:00", id="Greenwich's time"),
        pytest.param(
            date(2020, 1, 30), "2020-01-30T11:30:00+02:00", "2020-01-30T09:30:00+00:00", id="another place's time"
        ),
        pytest.param(date(2020, 1, 30), date(2020, 1, 30), "2020-01-30T09:30:00+00:00", id="TOML's own day"),
        pytest.param(
            date(2020, 1, 30), datetime(2020, 1, 30, 7), "2020-01-30T07:00:00+00:00", id="TOML's own time of a day"
        ),
        pytest.param(
            date(2020, 6, 1), datetime(2020, 6, 1, 7, tzinfo=UTC), "2020-06-01T08:00:00+01:00", id="with its offset"
        ),
    ],
)  # fmt: skip
def test_nothing_is_filed_before_the_embargo_or_else_the_hour_of_release(published, embargo, moment):
    told = SAID | {"published": published, "embargo": embargo}
    assert release_from_data(told, "police-workforce", WHERE).not_before.isoformat() == moment


@pytest.mark.parametrize(
    "embargo",
    ["soon", " ", "2020-01-32", "2020-01-30T25:00", "9.30am on Thursday", "0001-01-01T00:00+23:00", "2020",
     20200130, True, time(9, 30), ["2020-01-30"]],
    ids=repr,
)  # fmt: skip
def test_an_embargo_that_names_no_moment_is_refused(embargo):
    with pytest.raises(ReleaseError) as error:
        release_from_data(SAID | {"embargo": embargo}, "police-workforce", WHERE)
    assert str(error.value) == (
        f"{WHERE}: “embargo” should be a day or a time of one and is {embargo!r}. "
        'Write embargo = "2020-01-30T09:30".'
    )


def test_two_clocks_that_show_one_moment_are_one_moment():
    assert (
        moment_from("2020-06-30T08:30Z")
        == moment_from("2020-06-30")
        == datetime(2020, 6, 30, 8, 30, tzinfo=UTC)
    )
    assert moment_from("2020-06-30").tzname() == "BST"


OURS = sorted(path for path in DATA.glob("*/*.toml"))


@pytest.mark.parametrize("described", OURS, ids=lambda path: path.stem)
def test_every_release_of_ours_opens_and_has_its_figures(described):
    release = open_release(described, described.parent.name)
    assert release.id == described.stem
    assert release.path.is_file()
    assert release.published > release.period.end
    assert release.not_before.isoformat()[:16] == f"{release.published}T09:30"
    assert release.fingerprint.startswith("sha256:")
