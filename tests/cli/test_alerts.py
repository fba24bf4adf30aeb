import json

import pytest
from postal import closed_port, mail, web

from storygen.alerting import EXAMPLE

DELIVERIES = """\
by       from               about
email    storygen-newsroom  plain text by an SMTP server
webhook  storygen-newsroom  a post to an address, as JSON or as text
"""


@pytest.fixture
def said(shell):
    """Return a shell whose home says of alerts what is given."""

    def settle(text):
        shell.home.mkdir(exist_ok=True)
        (shell.home / "alerts.toml").write_text(text)
        return shell

    return settle


def hook(address, more=""):
    return f'[[alert]]\nby = "webhook"\nto = "{address}"\nloopback = true\n{more}\n'


@pytest.mark.parametrize("words, code", [([], 0), (["--test"], 1)])
def test_where_there_are_no_ways_it_says_where_they_would_be_and_how(shell, words, code):
    assert shell("alerts", *words) == (
        code,
        f"Alerts go nowhere: HOME/alerts.toml names no way. It could say:\n\n{EXAMPLE}\n{DELIVERIES}",
        "",
    )


def test_the_ways_are_listed_with_what_each_hears_of(said):
    night = hook("https://example.org/letmein", 'name = "night desk"')
    shell = said(f"{EXAMPLE}\n{night}")
    assert shell("alerts") == (
        0,
        "way         by       hears of\n"
        "webhook-1   webhook  release, held, fault\n"
        "email-1     email    release, held, corrections, withdrawn, announced, fault\n"
        "night desk  webhook  release, held, corrections, withdrawn, announced, fault\n"
        f"\n{DELIVERIES}",
        "",
    )


def test_a_test_goes_by_every_way_whatever_it_hears_of(said):
    with web() as (address, came), mail() as server:
        post = f'[[alert]]\nby = "email"\nto = "jo@example.org"\nfrom = "s@example.org"\nserver = "127.0.0.1:{server.port}"\nsecurity = "none"\n'
        shell = said(hook(address, 'when = ["fault"]') + post)
        ran = shell("alerts", "--test", env={"STORYGEN_DESK": "https://desk.example.org/"})
    assert ran == (0, "webhook-1: sent\nemail-1: sent\n", "")
    ((_, _, body),) = came
    assert json.loads(body) == {
        "key": "test:2020-06-30T09:00:00+00:00",
        "kind": "noted",
        "headline": "A test alert from storygen",
        "lines": ["Alerts from storygen arrive here.", "Nothing has happened, and nothing is asked of you."],
        "at": "2020-06-30T09:00:00+00:00",
        "pack": "",
        "release": "",
        "link": "https://desk.example.org",
    }
    assert b"\r\nSubject: A test alert from storygen\r\n" in server.message


def test_a_way_that_fails_is_told_of_and_stops_no_other(said):
    gone = f"http://127.0.0.1:{closed_port()}/letmein"
    with web(404, 200) as (address, _):
        ran = said(hook(gone) + hook(f"{address}/letmein") + hook(address))("alerts", "--test")
    assert (ran.code, ran.out) == (1, "webhook-3: sent\n")
    first, second = ran.err.splitlines()
    assert first.startswith(f"webhook-1: {gone.removesuffix('/letmein')}: ")
    assert second == (
        f"webhook-2: {address}: it answered 404 Not Found. See whether the address is still the right one."
    )
    assert "letmein" not in ran.err


def test_what_cannot_be_meant_is_wrong_usage(said):
    assert said('[[alert]]\nby = "fax"\n')("alerts", "--test") == (
        2,
        "",
        "HOME/alerts.toml, alert 1, by: “fax” is no delivery. Use email, webhook.\n",
    )
