"""Releases in folders: what changes there is seen, and what does not is read once."""

import shutil

import pytest
from making import DATA

from storygen.errors import ReleaseError
from storygen.sources.local import releases_in

SERIES = "police-workforce"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(DATA / SERIES, tmp_path / SERIES)
    return tmp_path


def described(folder):
    return folder / SERIES / "workforce-2019.toml"


def found(folder):
    return releases_in(SERIES, [folder])


def test_a_release_that_stays_as_it_is_is_opened_once(folder):
    first, second = found(folder), found(folder)
    assert [each.id for each in first] == ["workforce-2018", "workforce-2019"]
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_a_release_that_is_described_otherwise_is_seen(folder):
    assert found(folder)[1].status == "final"
    path = described(folder)
    path.write_text(path.read_text("utf-8").replace('"final"', '"revised"'), "utf-8")
    assert [each.status for each in found(folder)] == ["final", "revised"]


def test_a_release_whose_figures_change_is_opened_again(folder):
    before = found(folder)[1]
    figures = described(folder).with_suffix(".csv")
    figures.write_text(figures.read_text("utf-8") + "\n", "utf-8")
    assert found(folder)[1] is not before


def test_a_release_that_is_gone_is_gone(folder):
    found(folder)
    described(folder).unlink()
    assert [each.id for each in found(folder)] == ["workforce-2018"]


def test_a_release_is_broken_until_it_is_mended(folder):
    found(folder)
    figures = described(folder).with_suffix(".csv")
    was = figures.read_text("utf-8")
    for _ in range(2):
        figures.write_text("no columns of ours\n", "utf-8")
        release, fault = found(folder)
        assert (release.id, type(fault)) == ("workforce-2018", ReleaseError)
    figures.write_text(was, "utf-8")
    assert [each.id for each in found(folder)] == ["workforce-2018", "workforce-2019"]
