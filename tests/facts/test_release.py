"""A release is two files; the one that describes it is read strictly."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from making import DATA, period

from storygen.errors import ReleaseError
from storygen.facts.release import Release, open_release, release_from_data

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


OURS = sorted(path for path in DATA.glob("*/*.toml"))


@pytest.mark.parametrize("described", OURS, ids=lambda path: path.stem)
def test_every_release_of_ours_opens_and_has_its_figures(described):
    release = open_release(described, described.parent.name)
    assert release.id == described.stem
    assert release.path.is_file()
    assert release.published > release.period.end
    assert release.fingerprint.startswith("sha256:")
