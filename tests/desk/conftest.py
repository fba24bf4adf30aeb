"""What the desk's tests share: the archive that each has a copy of, and a desk opened on one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsing import know_axe, page_of
from desking import Opened, cookie, opened, seeded
from servers import served

from storygen.desk.door import cookie_of


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an archive with the newest drafts of every pack, and users; nobody writes to it."""
    return seeded(tmp_path_factory.mktemp("seed") / "archive.db")


@pytest.fixture
def open_desk(seed: Path, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Give what opens a desk on a copy of the seed, or on an empty archive, behind another door or on trial."""
    with ExitStack() as stack:

        def open_one(empty: bool = False, **how: Any) -> Opened:
            return stack.enter_context(opened(Path("nowhere") if empty else seed, tmp_path, **how))

        yield open_one


@pytest.fixture
def desk(open_desk: Callable[..., Opened]) -> Opened:
    """Give a desk on a copy of the seed."""
    return open_desk()


@pytest.fixture
def browse(browser: Any, serve: Callable[[Any], str]) -> Iterator[Callable[..., Any]]:
    """Give what opens a page of a desk in a real browser, for a stranger or for somebody signed in.

    None of them may say a thing on its console but that a page was refused: no fault of a script, and
    nothing that the desk's own policy keeps out.
    """
    said: list[str] = []
    addresses: dict[int, str] = {}
    with ExitStack() as stack:

        def open_one(desk: Opened, who: str = "", **how: Any) -> Any:
            if id(desk) not in addresses:
                addresses[id(desk)] = serve(desk.app)
            page = stack.enter_context(page_of(browser, base_url=addresses[id(desk)], **how))
            come_as(page, desk, who, addresses[id(desk)])
            listen(page, said)
            return page

        yield open_one
    assert said == []


def come_as(page: Any, desk: Opened, who: str, address: str) -> None:
    """Let *page* come to *desk* as somebody signed in, or as a stranger."""
    page.context.clear_cookies()
    if who:
        page.context.add_cookies([{"name": cookie_of(desk.desk), "value": cookie(desk, who), "url": address}])


LOUD = (
    "error: Failed to load resource: the server responded",
    "error: Failed to load resource: net::ERR_FAILED",
    "error: htmx: htmx:error: Failed to fetch",
)
"""What a browser says of an answer that refuses, and of none."""


def listen(page: Any, said: list[str]) -> None:
    """Note what *page* says on its console, but that the desk refused something, or a test kept it away."""

    def note(line: str) -> None:
        if not line.startswith(LOUD):
            said.append(line)

    page.on("console", lambda line: note(f"{line.type}: {line.text}"))
    page.on("pageerror", lambda error: note(f"error: {error}"))


@pytest.fixture(scope="session")
def window(browser: Any) -> Iterator[tuple[Any, Callable[[Opened, str], None], list[str]]]:
    """Give one page for many tests, what turns it to a desk and who comes, and what it has said.

    A page of its own for each of them would take longer than what is seen in it.
    """
    apps: list[Any] = []

    async def shown(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await apps[-1](scope, receive, send)

    said: list[str] = []
    with served(shown) as address, page_of(browser, base_url=address) as page:
        know_axe(page)
        listen(page, said)
        page.on("dialog", lambda dialog: dialog.accept())  # leaving what is not saved

        def turn(desk: Opened, who: str) -> None:
            apps[:] = [desk.app]
            come_as(page, desk, who, address)

        yield page, turn, said


@pytest.fixture
def look_at(window: tuple[Any, Callable[[Opened, str], None], list[str]]) -> Iterator[Callable[..., Any]]:
    """Give what shows a desk to somebody, in a window that others have looked through and nothing is left of."""
    page, turn, said = window

    def open_one(desk: Opened, who: str = "") -> Any:
        turn(desk, who)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light")
        return page

    said.clear()
    yield open_one
    page.goto("about:blank")
    assert said == []
