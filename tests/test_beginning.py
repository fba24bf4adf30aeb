"""A new pack starts from a skeleton that checks green."""

import pytest

from storygen.beginning import begin
from storygen.errors import UsageError
from storygen.pack import load_pack
from storygen.proving import check_pack


def test_a_new_pack_checks_green_under_its_own_name(tmp_path):
    folder = begin("stop-and-search", tmp_path)
    pack = load_pack(str(folder))
    report = check_pack(pack)
    assert (pack.name, pack.title, report.faults) == ("stop-and-search", "stop-and-search", ())
    assert report.lines[-1].startswith("stop-and-search: ")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="nothing"),
        pytest.param("Stop", id="capitals"),
        pytest.param("../stop", id="a way out of the folder"),
        pytest.param("stop and search", id="spaces"),
    ],
)
def test_a_name_that_will_not_do_for_a_folder_is_wrong_usage(name, tmp_path):
    with pytest.raises(UsageError, match="will not do"):
        begin(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_pack_that_is_there_is_never_written_over(tmp_path):
    begin("knife-crime", tmp_path)
    with pytest.raises(UsageError, match="is there already"):
        begin("knife-crime", tmp_path)
