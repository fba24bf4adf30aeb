import sys
from pathlib import Path

import pytest
from making import ROOT

from storygen.errors import UsageError
from storygen.settings import is_secret, read_settings, share


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


# The archive.

HOME = {"STORYGEN_HOME": "/h"}
POSTGRESQL = "postgresql://jo@db/storygen"


@pytest.mark.parametrize(
    "environment, archive, trial",
    [
        pytest.param({}, "/h/archive.db", "/h/trial.db", id="files of home"),
        pytest.param({"STORYGEN_ARCHIVE": "/a.db"}, "/a.db", "/h/trial.db", id="a file elsewhere"),
        pytest.param(
            {"STORYGEN_TRIAL_ARCHIVE": "/t.db"}, "/h/archive.db", "/t.db", id="trial runs elsewhere"
        ),
        pytest.param(
            {"STORYGEN_ARCHIVE": POSTGRESQL, "STORYGEN_TRIAL_ARCHIVE": f"{POSTGRESQL}_trial"},
            POSTGRESQL,
            f"{POSTGRESQL}_trial",
            id="two databases",
        ),
    ],
)
def test_the_archive_and_the_store_of_trial_runs_are_two(environment, archive, trial):
    settings = read_settings(HOME | environment)
    assert (settings.store(), settings.store(trial=True)) == (archive, trial)


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"STORYGEN_ARCHIVE": POSTGRESQL}, id="no store named beside a database"),
        pytest.param({"STORYGEN_ARCHIVE": "/h/trial.db"}, id="the archive where trial runs are kept"),
        pytest.param({"STORYGEN_ARCHIVE": "x", "STORYGEN_TRIAL_ARCHIVE": "x"}, id="one for both"),
        pytest.param({"STORYGEN_ARCHIVE": "x", "STORYGEN_TRIAL_ARCHIVE": "y/../x"}, id="by another path"),
        pytest.param({"STORYGEN_ARCHIVE": "/x", "STORYGEN_TRIAL_ARCHIVE": "sqlite:////x"}, id="by a URL"),
    ],
)
def test_no_trial_run_is_kept_in_the_archive(environment):
    settings = read_settings(HOME | environment)
    assert settings.store() == environment["STORYGEN_ARCHIVE"]
    with pytest.raises(UsageError, match="trial runs have a store of their own"):
        settings.store(trial=True)


def test_who_works_here_and_where_the_wire_is():
    settings = read_settings(HOME | {"STORYGEN_BY": "Jo Baker"})
    assert (settings.by, settings.wire) == ("Jo Baker", Path("/h/filed"))
    assert read_settings(HOME).by == ""


# Alerts.


def test_secrets_are_what_is_named_so_and_are_printed_nowhere():
    kept = {
        "STORYGEN_MAIL_PASSWORD": "hunter2",
        "STORYGEN_NEWS_SECRET": "hunter3",
        "STORYGEN_SECRET": "hunter4",
    }
    settings = read_settings(
        HOME | kept | {"PASSWORD": "x", "STORYGEN_A_SECRET": "", "STORYGEN_SECRETS": "y"}
    )
    assert dict(settings.secrets.kept) == kept
    assert settings.secrets.named("STORYGEN_NEWS_SECRET") == "hunter3"
    assert "hunter" not in repr(settings) + repr(settings.secrets) + str(settings.secrets)
    for name in ("STORYGEN_A_SECRET", "PASSWORD"):
        with pytest.raises(UsageError, match=rf"^{name}: it is not set\. Set it where storygen runs\.$"):
            settings.secrets.named(name)


@pytest.mark.parametrize(
    "name, secret",
    [
        ("STORYGEN_MAIL_PASSWORD", True),
        ("STORYGEN_WEBHOOK_SECRET", True),
        ("STORYGEN_SECRET", True),
        ("MY_SECRET", False),
        ("STORYGEN_SECRET_", False),
        ("STORYGEN_MAIL_PASSWORD\n", False),
        ("", False),
    ],
)
def test_what_a_secret_is_called(name, secret):
    assert is_secret(name) is secret


def test_where_the_desk_and_the_file_of_alerts_are():
    settings = read_settings(HOME | {"STORYGEN_DESK": "https://desk.example.org/"})
    assert (settings.desk, settings.alerts) == ("https://desk.example.org", Path("/h/alerts.toml"))
    assert read_settings(HOME).desk == ""
