"""The servers and the browser that other tests stand on: that they are real, empty, and let nothing by."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from browsing import chromium, violations
from servers import NEED_ALL, PATIENCE, database, library, programs
from sqlalchemy import create_engine, inspect, text
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

# A database.


def asked(url, query):
    """Return the one answer to *query*."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            return connection.execute(text(query)).scalar_one()
    finally:
        engine.dispose()


def test_a_database_is_real_and_empty(archive_url):
    kind = archive_url.partition(":")[0].partition("+")[0]
    version = {"sqlite": "select 'SQLite ' || sqlite_version()", "postgresql": "select version()"}[kind]
    assert asked(archive_url, version).lower().startswith(f"{kind} ")
    engine = create_engine(archive_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_two_databases_know_nothing_of_each_other(postgresql_server):
    with database(postgresql_server) as one, database(postgresql_server) as other:
        for url in (one, other):
            with create_engine(url).begin() as connection:
                connection.execute(text("create table stories (id integer)"))
    with database(postgresql_server) as third:
        assert asked(third, "select count(*) from pg_tables where schemaname = 'public'") == 0
        assert asked(third, "select count(*) from pg_database where datname like 'test%'") == 1


def test_postgresql_sorts_as_a_reader_would_and_is_not_in_utc(postgresql_url):
    words = "(values ('Zoe'), ('ann'), ('Élan'), ('Bob')) as told(word)"
    assert (
        asked(postgresql_url, f"select string_agg(word, ' ' order by word) from {words}")
        == "ann Bob Élan Zoe"
    )
    assert asked(postgresql_url, "select current_setting('timezone')") == "Europe/London"


STARTED = """
import sys
from servers import postgresql
with postgresql() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("end", [subprocess.Popen.kill, subprocess.Popen.terminate, lambda each: each.stdin.close()],
    ids=["is killed", "is stopped", "is done"])  # fmt: skip
def test_a_server_goes_with_whoever_started_it_even_if_he(end):
    programs()
    asking = subprocess.Popen(
        [sys.executable, "-c", STARTED],
        cwd=Path(__file__).parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with asking:
        folder = Path(asking.stdout.readline().strip())
        assert (folder / "data").is_dir()
        end(asking)
    until = time.monotonic() + PATIENCE
    while folder.exists():
        assert time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.02)


# A browser.

POLICY = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; img-src 'self'"}
PAGE = """<!doctype html>
<html lang="en">
<title>The desk</title>
<main><h1>The desk</h1><p>As it was sent</p><noscript>No script</noscript>{more}</main>
<script src="/ours.js"></script>
<script>document.querySelector("h1").textContent = "Not ours"</script>
"""
SCRIPT = 'document.querySelector("p").textContent = `Our script ran, ${innerWidth} wide`'


def page(more=""):
    return lambda _request: HTMLResponse(PAGE.format(more=more), headers=POLICY)


@pytest.fixture
def desk(serve):
    """Return the address of a desk of two pages, which lets no script run but its own."""
    ours = Route("/ours.js", lambda _request: Response(SCRIPT, media_type="text/javascript"))
    return serve(
        Starlette(routes=[ours, Route("/good", page()), Route("/bad", page('<img src="/kent.png">'))])
    )


@pytest.mark.parametrize(
    "how, par",
    [
        pytest.param({}, "Our script ran, 1280 wide", id="with scripts"),
        pytest.param({"width": 320}, "Our script ran, 320 wide", id="on a telephone"),
        pytest.param({"javascript": False}, "As it was sent", id="without scripts"),
    ],
)
def test_the_browser_shows_a_page_under_its_policy(desk, open_page, how, par):
    shown = open_page(**how)
    shown.goto(f"{desk}/good")
    assert (shown.inner_text("h1"), shown.inner_text("p")) == ("The desk", par)


def test_axe_finds_what_is_planted_under_the_page_s_policy_and_nothing_else(desk, open_page):
    shown = open_page()
    shown.goto(f"{desk}/good")
    assert violations(shown) == []
    shown.goto(f"{desk}/bad")
    assert violations(shown) == [
        'image-alt (critical): Images must have alternative text: <img src="/kent.png">'
    ]


def test_axe_is_not_waited_for_where_no_script_runs(desk, open_page):
    shown = open_page(javascript=False)
    shown.goto(f"{desk}/bad")
    with pytest.raises(AssertionError, match="open the page with javascript=True"):
        violations(shown)


def test_a_page_knows_nothing_of_another(desk, open_page):
    for _ in range(2):
        shown = open_page()
        shown.goto(f"{desk}/good")
        assert shown.evaluate("document.cookie + localStorage.length") == "0"
        shown.evaluate("document.cookie = 'seen=1'; localStorage.setItem('seen', 1)")


def test_an_app_can_be_asked_without_the_browser_while_it_runs(browser):
    app = Starlette(routes=[Route("/", page())])
    with TestClient(app) as client:
        assert client.get("/").headers["content-security-policy"] == POLICY["Content-Security-Policy"]


# What is lacking.


def no_postgresql(folder):
    return programs(folder)


def no_chromium(_folder):
    with chromium() as started:
        return started


def no_library(_folder):
    return library("no_such_library.of_ours")


@pytest.mark.parametrize(
    "ask, said",
    [
        pytest.param(no_postgresql, ("PostgreSQL", "On Debian: apt-get install postgresql"), id="a server"),
        pytest.param(no_chromium, ("Chromium", "On Debian: apt-get install chromium"), id="a browser"),
        pytest.param(no_library, ("The library no_such_library", "“make test” installs it"), id="a library"),
    ],
)
def test_what_is_lacking_is_a_skip_that_says_what_to_install_or_a_failure(tmp_path, monkeypatch, ask, said):
    what, remedy = said
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(NEED_ALL, raising=False)
    with pytest.raises(pytest.skip.Exception) as skipped:
        ask(tmp_path)
    assert str(skipped.value) == f"{what} is not on this machine. {remedy}"
    monkeypatch.setenv(NEED_ALL, "1")
    with pytest.raises(pytest.fail.Exception) as failed:
        ask(tmp_path)
    assert str(failed.value) == f"{what} is not on this machine, and {NEED_ALL} is 1. {remedy}"
