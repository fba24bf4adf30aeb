"""How a command ends that cannot go on: in a line, whatever the matter is."""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

FULL = Path("/dev/full")
STOPPED = "stopped by Ctrl-C. Nothing is kept but what it has told of.\n"


def run(shell, *words, **how):
    """Run a command as a process of its own."""
    environment = {**os.environ, **shell.environment, **how.pop("env", {})}
    command = [sys.executable, "-m", "storygen", *map(str, words)]
    return subprocess.run(command, env=environment, text=True, stderr=subprocess.PIPE, check=False, **how)


def stop():
    raise KeyboardInterrupt


@pytest.mark.skipif(not FULL.exists(), reason="there is no device here that is full")
@pytest.mark.parametrize("words", [["list"], ["export"], ["show", 1], ["--help"]], ids=lambda words: words[0])
def test_where_nothing_more_can_be_printed_that_is_said_in_a_line(shell, words):
    shell.keep("Kent")
    with FULL.open("w") as full:
        came = run(shell, *words, stdout=full)
    fault = "what is printed: cannot be written: No space left on device.\n"
    assert (came.returncode, came.stderr) == (1, fault)


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param(["write", "bakers", "Kent", "--keep"], f"\nstorygen write: {STOPPED}", id="write"),
        pytest.param(
            ["batch", "bakers", "--keep", "--places", "Kent"],
            "bakers: stopped with 0 of 1 kept in HOME/archive.db. The same command does them all.\n",
            id="batch",
        ),
        pytest.param(["approve", 1, 2], f"\nstorygen approve: {STOPPED}", id="approve"),
        pytest.param(
            ["edit", 1, "--file", "-"],
            f"what you wrote is in HOME/unsaved/bakers-kent.txt\n\nstorygen edit: {STOPPED}",
            id="edit",
        ),
    ],
)
def test_ctrl_c_is_answered_by_what_was_being_done_and_that_nothing_is_kept(shell, words, said):
    shell.keep("Kent", "Essex")
    before = shell("export").out
    came = shell(*words, clock=stop, input=shell.copy(1).replace("There are", "We have"))
    assert (came.code, came.err) == (1, said)
    assert shell("export").out == before


def test_ctrl_c_is_answered_in_a_line_before_anything_has_begun(shell):
    shell.file("click.py", "raise KeyboardInterrupt")
    came = run(shell, "list", env={"PYTHONPATH": str(shell.folder)}, stdout=subprocess.PIPE)
    assert (came.returncode, came.stdout, came.stderr) == (1, "", "storygen: stopped by Ctrl-C.\n")


def test_the_command_is_that_door():
    (command,) = entry_points(group="console_scripts", name="storygen")
    assert command.value == "storygen.__main__:main"
