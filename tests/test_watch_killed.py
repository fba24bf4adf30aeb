"""Killed: a watch that is killed at any moment, and started again, ends with what it would have come to.

This file run by itself forks children, with everything imported, that each begin the same round and are killed:
some after a random part of the time that it takes, some at the very moment that they are about to open a file to
write, or to put one in the place of another. After a few of those one goes to the end, and what is there then is
held against what a round comes to that nobody disturbs: every row of every table, every file of home, and who was
told of what.
"""

import gc
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from postal import web
from watching import (
    BAKERS,
    NEXT,
    SLUG,
    TABLES,
    TITLE,
    Room,
    asking,
    london,
    plain,
    published,
    replaced,
    restored,
)

from storygen.testing.govuk import GovUK
from storygen.watch import round_of

KILLS, IN_TURN = 100, 5
"""So many are killed, and at the most so many in turn before one may come to the end."""
MOMENT = london("2021-06-30 10:00")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def ready(folder, uk, hook):
    """Return a newsroom of which two stories have gone out, and for which much is news at once."""
    room = Room(folder, uk.finder("home-office"), uk.upcoming("home-office"), fetch=asking(uk))
    room.round("2020-06-01 12:00")
    published(uk)
    room.round("2020-06-30 09:31")
    for story in ("bakers-kent", "bakers-essex"):
        room.act("approve", story)
        room.act("file", story)
    (room.settings.home / "alerts.toml").write_text(
        f'[[alert]]\nby = "webhook"\nto = "{hook}"\nloopback = true\n', encoding="utf-8"
    )
    revised = replaced(BAKERS, Kent=(1050, 1000), Norfolk=(331, 300))
    uk.update(
        SLUG.format(2020), london("2021-06-29 09:30"), {TABLES: plain(revised)}, note="Kent was revised."
    )
    published(uk, 2021, figures=replaced(NEXT, Kent=(1200, 1050)))
    uk.announce(SLUG.format(2022), TITLE.format(2022), london("2022-06-30 09:30"))
    return room


def child(watch, die_at=0, say=lambda _: None):
    """Fork a child that goes round once, and kills itself at the *die_at*th file that it is about to change."""
    forked = os.fork()
    if forked:
        return forked
    changed = count(1)

    def dying(event, what):
        changes = event == "os.rename" or (event == "open" and (what[2] or 0) & WRITING)
        if changes and next(changed) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.addaudithook(dying)
        round_of(watch, at_once=True)
        say(next(changed) - 1)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def timeless(said):
    """Return what was *said* without the instants of the round itself."""
    return re.sub(r"2021-0(6-30|7-01)[ T]09:[01]0:[\d.]+", "THEN", said)


def left_behind(room):
    """Return every row of every table and every file, without the instants at which they were written."""
    found = {}
    with closing(sqlite3.connect(room.url)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            found[name] = sorted(timeless(repr(row)) for row in rows)
    for path in sorted(room.settings.home.rglob("*")):
        if path.is_file() and "archive.db" not in path.name:
            found[path.relative_to(room.settings.home).as_posix()] = path.read_bytes().decode()
    return found


def differing(one, other):
    """Return what is in only one of two of those, a line each."""
    lines = []
    for name in sorted(one.keys() | other.keys()):
        was, now = one.get(name, []), other.get(name, [])
        if was != now:
            rows = (was, now) if isinstance(was, list) and isinstance(now, list) else ([was], [now])
            lines += [f"{name}: lacks {row}" for row in rows[0] if row not in rows[1]]
            lines += [f"{name}: has {row}" for row in rows[1] if row not in rows[0]] or [f"{name}: otherwise"]
    return lines


def told(came):
    """Return what was heard, each thing once, by the key that it is known by."""
    whole = [body for _, headers, body in came if len(body) == int(headers["Content-Length"])]
    heard = [json.loads(body) for body in whole]
    return {timeless(each["key"]): (each["headline"], tuple(each["lines"])) for each in heard}


def usual(watch):
    """Return in how many seconds a round that nobody disturbs is over, and how many files it changes."""
    hear, tell = os.pipe()
    begun = time.monotonic()
    assert os.waitpid(child(watch, say=lambda many: os.write(tell, str(many).encode())), 0)[1] == 0
    return time.monotonic() - begun, int(os.read(hear, 20))


def killed_again_and_again(folder):
    """Return how many were killed, and what was not as it would have been."""
    chance, wrong, killed = random.Random(11), [], 0
    with GovUK() as uk, web(*[200] * 10000) as (hook, came):
        room = ready(folder / "newsroom", uk, hook)
        before, home = folder / "before", room.settings.home
        shutil.copytree(home, before)
        with room.at(MOMENT).opened() as watch:
            round_of(watch, at_once=True)  # so that all is imported, read and put into SQL
            watch.look.room.archive.close()  # every child connects by itself
            gc.freeze()
            restored(home, before)
            came.clear()
            seconds, files = usual(watch)
            whole, heard = left_behind(room), told(came)
            assert len(heard) == 4, heard
            while killed < KILLS:
                restored(home, before)
                came.clear()
                for turn in range(IN_TURN):
                    room.at(MOMENT, turn)
                    at_a_file = (killed + turn) % 2
                    going = child(watch, chance.randint(1, files) if at_a_file else 0)
                    if not at_a_file:
                        time.sleep(chance.uniform(0.02, 0.9) * seconds)
                        os.kill(going, signal.SIGKILL)
                    ended = os.waitpid(going, 0)[1]
                    assert os.WIFSIGNALED(ended) or ended == 0, "it failed by itself"
                    killed += os.WIFSIGNALED(ended)
                    if ended == 0:
                        break
                else:
                    assert os.waitpid(child(watch), 0)[1] == 0, "it failed by itself"
                wrong += [f"{killed}: {line}" for line in differing(whole, left_behind(room))]
                wrong += [f"{killed}: told of {told(came)}"] if told(came) != heard else []
    return killed, wrong


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor kill -9")
def test_killed_a_hundred_times_a_watch_ends_with_the_same_archive_the_same_files_and_everybody_told():
    where = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, __file__]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=where, timeout=300)
    assert (ran.returncode, ran.stderr) == (0, "")
    killed, wrong = json.loads(ran.stdout)
    assert wrong == []
    assert killed >= KILLS


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.write(json.dumps(killed_again_and_again(Path(made))))
