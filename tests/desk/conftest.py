"""What the desk's tests share: the archive that each has a copy of, and a desk opened on one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from desking import Opened, opened, seeded


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
