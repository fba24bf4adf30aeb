"""`make desk`: every force's drafts, kept once, and a desk opened on them."""

import importlib.util
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from storygen.archive.archive import Archive
from storygen.archive.workflow import Status
from storygen.cli import storygen

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "examples/desk.py"
NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
KEPT = """\
workforce-2019 (police-workforce): 43 stories kept, 0 of them held
use-of-force-2020 (use-of-force): 43 stories kept, 0 of them held
mappa-2021 (registered-offenders): 42 stories kept, 26 of them held
mappa-2022 (registered-offenders): 42 stories kept, 28 of them held
mappa-2024 (registered-offenders): 42 stories kept, 37 of them held
"""


@pytest.fixture
def script(monkeypatch, tmp_path):
    """Return the script as a module, with nothing about it but what comes with storygen."""
    monkeypatch.setenv("STORYGEN_HOME", str(tmp_path / "home"))
    spec = importlib.util.spec_from_file_location("make_desk", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def a_taken_port() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield str(taken.getsockname()[1])


def keep(script, path: Path) -> str:
    archive = Archive(str(path))
    lines = "".join(f"{line}\n" for line in script.keep_drafts(archive, NOON))
    archive.close()
    return lines


def test_every_forces_draft_is_kept_and_no_other_time_written_again(script, tmp_path):
    path = tmp_path / "archive.db"
    assert keep(script, path) == KEPT
    archive = Archive(str(path))
    assert {each.status for each in archive.stories(size=1000)} == {Status.DRAFT}
    before = archive.lately(1000)
    assert keep(script, path) == KEPT
    assert archive.lately(1000) == before
    assert len(before) == 43 + 43 + 42 + 42 + 42


def test_a_run_that_was_stopped_is_ended_by_the_next(script, tmp_path):
    path = tmp_path / "archive.db"
    archive = Archive(str(path))
    first = next(script.editions())
    kent = next(place for place in first.places() if place.name == "Kent")
    archive.keep_all(script.write_each(first, [(kent,)]), NOON)
    assert keep(script, path) == KEPT
    assert len(archive.lately(1000)) == 212


def test_the_desk_opens_says_where_and_ends_plainly_on_ctrl_c(script, tmp_path):
    keep(script, tmp_path / "archive.db")
    command = [sys.executable, str(SCRIPT), "--out", str(tmp_path), "--port", "0"]
    opened = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    said = []
    for line in opened.stdout:
        said.append(line)
        if line.startswith("The desk is open at "):
            break
    opened.send_signal(signal.SIGINT)
    rest, faults = opened.communicate(timeout=30)
    assert "".join(said[:-2]) == KEPT
    assert said[-2].startswith("Nobody may come in yet. The first chief comes in here: http://127.0.0.1:")
    assert (rest, faults, opened.returncode) == ("", "", 0)


def test_a_port_that_is_taken_is_a_plain_line(script, tmp_path):
    with a_taken_port() as port:
        found = CliRunner().invoke(storygen, ["desk", "--archive", str(tmp_path / "a.db"), "--port", port])
    fault = "something is open there already. Stop it, or name another port with --port."
    assert (found.exit_code, found.output) == (1, f"port {port} of 127.0.0.1: {fault}\n")


def test_an_address_that_is_not_this_machines_is_a_plain_line(script, tmp_path):
    words = ["desk", "--archive", str(tmp_path / "a.db"), "--host", "192.0.2.1"]
    found = CliRunner().invoke(storygen, words)
    fault = "cannot be opened: Cannot assign requested address. Name another with --host or --port."
    assert (found.exit_code, found.output) == (1, f"port 8471 of 192.0.2.1: {fault}\n")
