import sys
from pathlib import Path

import pytest
from making import ROOT

from storygen.settings import read_settings, share


def test_what_comes_with_us_is_found_from_a_checkout():
    assert share("templates") == ROOT / "templates"
    assert share("data") == ROOT / "data"
    assert share("nothing").parent.name == "_share"


def test_the_user_s_own_come_before_ours():
    settings = read_settings({"STORYGEN_TEMPLATES": "mine", "STORYGEN_HOME": "home"})
    assert settings.templates[0] == Path("mine")
    assert settings.templates[-1] == ROOT / "templates"
    assert settings.home == Path("home")
    assert settings.releases == (ROOT / "data", Path("home/releases"))


def test_nothing_set_is_as_good_as_not_set():
    assert read_settings({"STORYGEN_TEMPLATES": "", "STORYGEN_HOME": "", "HOME": "/h"}) == read_settings(
        {"HOME": "/h"}
    )


@pytest.mark.parametrize(
    "platform, environment, home",
    [
        pytest.param("linux", {"XDG_DATA_HOME": "/d"}, Path("/d/storygen"), id="where the desktop says"),
        pytest.param("linux", {}, Path.home() / ".local" / "share" / "storygen", id="or the usual place"),
        pytest.param(
            "darwin", {}, Path.home() / "Library" / "Application Support" / "storygen", id="on a Mac"
        ),
        pytest.param("win32", {"APPDATA": "/a"}, Path("/a/storygen"), id="on Windows"),
    ],
)
def test_where_a_system_keeps_a_program_s_data(monkeypatch, platform, environment, home):
    monkeypatch.setattr(sys, "platform", platform)
    assert read_settings(environment).home == home
