"""Servers: a real PostgreSQL and a real web server, for the tests that must not take them on trust.

Each is started by the first test that asks for it and has gone when the tests have, however they end. What
the machine lacks is told in a skip; where `STORYGEN_TESTS_NEED_ALL` is 1, as for `.ci/run`, it is a failure.
"""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any, NoReturn
from uuid import uuid4

import pytest

NEED_ALL = "STORYGEN_TESTS_NEED_ALL"
PATIENCE = 30
"""After so many seconds, a server that does not answer is taken not to start."""


def lacking(what: str, remedy: str) -> NoReturn:
    """Skip the test that asks for *what* is not on this machine, or fail it where nothing may be lacking."""
    if os.environ.get(NEED_ALL) == "1":
        pytest.fail(f"{what} is not on this machine, and {NEED_ALL} is 1. {remedy}", pytrace=False)
    pytest.skip(f"{what} is not on this machine. {remedy}")


def library(name: str) -> ModuleType:
    """Return the library called *name*, which only some tests need."""
    try:
        return import_module(name)
    except ImportError:
        lacking(f"The library {name.partition('.')[0]}", "“make test” installs it")


# PostgreSQL.

DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = {
    "listen_addresses": "",
    "timezone": "Europe/London",
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}
"""No network, no care for what a crash would cost, and a clock that is not in UTC, as a newsroom's is not."""
WATCH = '"$0" "$@" >log 2>&1 & cat; kill -INT $!; wait; rm -rf "$PWD"'
"""What starts the server, waits until whoever asked for it has gone, then stops it and clears its folder.

He holds the other end of the pipe that `cat` reads: the kernel closes that for him, even if he is killed.
"""


def programs(debian: Path = DEBIAN) -> Path:
    """Return the folder of the newest PostgreSQL server there is; Debian keeps it off the path."""
    kept = sorted(debian.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = kept[-1] if kept else Path(shutil.which("initdb") or "initdb")
    if not (found.parent / "postgres").is_file():
        lacking("PostgreSQL", "On Debian: apt-get install postgresql")
    return found.parent


@contextmanager
def postgresql() -> Iterator[Path]:
    """Start a server of our own and give its folder, in which its socket is; `database` makes one there.

    It sorts as a reader would, "a B é", so that no test leans on SQLite's sorting by bytes.
    """
    bin, psycopg = programs(), library("psycopg")
    folder = Path(tempfile.mkdtemp(prefix="storygen-postgresql-", dir="/tmp"))  # short enough for a socket
    try:
        as_whom = _owner(folder)
        _make(bin, folder, as_whom)
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = ["sh", "-c", WATCH, bin / "postgres", "-D", "data", "-k", folder, *settings]
        watch = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, start_new_session=True, **as_whom
        )
        try:
            _answers(psycopg, folder)
            yield folder
        finally:
            assert watch.stdin
            watch.stdin.close()
            watch.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> dict[str, Any]:
    """Return as whom PostgreSQL is run, to whom *folder* is given: not as root, whom it refuses to serve."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _make(bin: Path, folder: Path, as_whom: dict[str, Any]) -> None:
    """Make an empty cluster in *folder*: sorted as a reader would, where this version can."""
    command = [bin / "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
    command += [
        "--no-sync",
        *(["--locale-provider=icu", "--icu-locale=en-GB"] if _version(bin) >= 15 else []),
    ]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **as_whom)
    assert made.returncode == 0, made.stderr


def _version(bin: Path) -> int:
    """Return the first number of the version of the server in *bin*."""
    said = subprocess.run([bin / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"\d+", said)[0])


def _answers(psycopg: ModuleType, folder: Path) -> None:
    """Wait until the server in *folder* answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return psycopg.connect(host=str(folder), user="postgres").close()
        except psycopg.OperationalError:
            assert time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.02)


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """Make a fresh, empty database on the server in *folder*, give its address, and drop it again."""
    name = f"test_{uuid4().hex}"
    with library("psycopg").connect(host=str(folder), user="postgres", autocommit=True) as server:
        server.execute(f"create database {name}")
        yield f"postgresql+psycopg://postgres@/{name}?host={folder}"
        server.execute(f"drop database {name} with (force)")  # whoever is still connected


# The web.


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve *app*, an ASGI application, on a free port of this machine's own, and give its address."""
    uvicorn = library("uvicorn")
    with socket.create_server(("127.0.0.1", 0)) as door:
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([door],), daemon=True)
        thread.start()
        try:
            until = time.monotonic() + PATIENCE
            while not server.started:
                assert thread.is_alive(), "the app did not start: its own log says why"
                assert time.monotonic() < until, "the app takes too long to start"
                time.sleep(0.01)
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
        assert not thread.is_alive(), "the app does not stop"
