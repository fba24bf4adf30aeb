"""A shell of its own for each test of the command line."""

import pytest
from shell import Shell


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """Return a shell in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)
