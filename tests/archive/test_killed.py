"""Killed: a process that is killed while it saves loses nothing that it had said was saved.

This file run by itself forks children, with everything imported and every question already put into SQL, so
that a hundred of them take seconds. Each opens connections of its own and says what it has saved, on a pipe,
after it was; it is killed at a moment of a seeded schedule.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from dataclasses import replace
from itertools import count

import pytest
from keeping import LATER, NOW, reworded, story

from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.workflow import Status

ADA = {"by": "Ada", "at": LATER}


def save_on(archive, turn, say, steps):
    """Keep, edit, approve, take back and restore in so many *steps*, saying each thing after it was saved."""
    for step in steps:
        copy = replace(story(("Kent", "Essex", "Norfolk")[step % 3]), title=f"title {turn}.{step}")
        number = archive.keep(copy, NOW).kept.number
        say(f"kept {number} 1")
        version = archive.save(number, reworded(copy, "intro", f"Words {turn}.{step}."), base=1, **ADA)
        say(f"edited {number} {version.number}")
        archive.decide(number, "approve", **ADA)
        say(f"approved {number} 2")
        if step % 2:
            archive.undo(number, **ADA)
            say(f"undone {number} 2")
            say(f"restored {number} {archive.undo(number, **ADA).version}")


def killed_child(archive, turn, after):
    """Return what a child said that was killed so many seconds *after* it had begun to save."""
    hear, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(hear)
        try:
            save_on(archive, turn, lambda line: os.write(tell, f"{line}\n".encode()), count(1))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(tell)
    with os.fdopen(hear, "rb", buffering=0) as pipe:
        said = pipe.read(200) or b""
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, ended = os.waitpid(child, 0)
        said += pipe.read() or b""
    assert os.WIFSIGNALED(ended), "it was not killed, but failed by itself"
    return said.decode().splitlines()


DONE = {"kept": "write", "edited": "edit", "approved": "approve", "undone": "undo", "restored": "undo"}


def missing(url, lines):
    """Return what of the *lines* that were said is not in the archive, and what in it is not whole."""
    archive = Archive(url)
    wrong = []
    for line in lines:
        what, number, version = line.split()
        acts = [each.act for each in archive.history(int(number)) if each.version == int(version)]
        if DONE[what] not in acts:
            wrong.append(f"{line}: is not there, but {acts}")
        archive.version(int(number), int(version))
    page = 0
    while found := archive.stories(Wanted(), page, 200):
        page += 1
        for each in found:
            versions, history = archive.versions(each.number), archive.history(each.number)
            if [one.number for one in versions] != list(range(1, len(versions) + 1)):
                wrong.append(f"{each}: its versions are {[one.number for one in versions]}")
            if each.version != len(versions) or history[-1].after != each.status:
                wrong.append(f"{each}: it stands otherwise than was last decided")
            if {one.version for one in history} != {one.number for one in versions}:
                wrong.append(f"{each}: a version without a decision, or the other way round")
            if each.status not in (Status.DRAFT, Status.APPROVED):
                wrong.append(f"{each}: it is {each.status}")
    with archive.engine.connect() as connection:
        bare = connection.exec_driver_sql(
            "SELECT count(*) FROM versions WHERE id NOT IN (SELECT version FROM citations)"
        ).scalar()
        if bare:
            wrong.append(f"{bare} versions rest on nothing")
    archive.close()
    return wrong


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor kill -9")
def test_killed_a_hundred_times_while_it_saves_an_archive_loses_nothing_and_has_nothing_half(archive_url):
    times = 20 if "://" in archive_url else 100  # of PostgreSQL only the client is killed
    command = [sys.executable, __file__, archive_url, str(times)]
    where = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=where)
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert len(lines) > times
    assert missing(archive_url, lines) == []
    if "://" not in archive_url:
        with sqlite3.connect(archive_url) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


if __name__ == "__main__":
    moments = random.Random(7)
    said = []
    opened = Archive(sys.argv[1])
    save_on(opened, "first", said.append, (1, 2))
    opened.close()  # every child connects by itself
    for turn in range(int(sys.argv[2])):
        said += killed_child(opened, turn, moments.uniform(0.0001, 0.03))
    sys.stdout.write("\n".join(said))
