"""What the desk's tests share: the archive that each has a copy of, and a desk opened on one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsing import page_of
from desking import Opened, cookie, opened, seeded


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
            if who:
                known = {"name": "storygen", "value": cookie(desk, who), "url": addresses[id(desk)]}
                page.context.add_cookies([known])
            page.on("console", lambda line: said.append(f"{line.type}: {line.text}"))
            page.on("pageerror", lambda error: said.append(f"error: {error}"))
            return page

        yield open_one
    assert [
        line for line in said if not line.startswith("error: Failed to load resource: the server responded")
    ] == []
