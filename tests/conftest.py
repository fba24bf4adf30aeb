"""What every test runs under, and the servers and the browser that some ask for.

One profile for hypothesis: the same examples on every run, on every machine. What is started for a session
is started by the first test that asks for it, once in each of pytest-xdist's workers.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsing import chromium, page_of
from hypothesis import settings
from servers import database, postgresql, served

settings.register_profile("house", derandomize=True, deadline=None, max_examples=60, database=None)
settings.load_profile("house")

# Python looks for what it may forget after every 700 new objects, which takes a quarter of the time where
# thousands of stories are kept. A worker that looks less often grows by some 10 MB.
gc.set_threshold(50_000, 10, 10)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end how many tests were skipped for each reason."""
    skipped = terminalreporter.stats.get("skipped", [])
    for reason, times in Counter(report.longrepr[2] for report in skipped).items():
        terminalreporter.line(f"{times} skipped: {reason.removeprefix('Skipped: ')}")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    """Give the folder of a PostgreSQL server of our own."""
    with postgresql() as folder:
        yield folder


@pytest.fixture
def postgresql_url(postgresql_server: Path) -> Iterator[str]:
    """Give the address of a fresh, empty database on PostgreSQL."""
    with database(postgresql_server) as url:
        yield url


@pytest.fixture(
    params=[
        pytest.param("sqlite", id="kept in a file of SQLite"),
        pytest.param("postgresql", id="kept on a server of PostgreSQL"),
    ]
)
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database of each kind in which an archive may be kept."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'archive.sqlite'}"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    """Give what serves an ASGI application for one test and says at which address."""
    with ExitStack() as running:
        yield lambda app: running.enter_context(served(app))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Give a browser, as Playwright's `Browser`."""
    with chromium() as started:
        yield started


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Give what opens an empty page, by `width` and `javascript`, that knows nothing of any other."""
    with ExitStack() as opened:
        yield lambda **how: opened.enter_context(page_of(browser, **how))
