"""Fuzzed: feeds, answers of the API and workbooks with anything wrong in them: no crash, and no false story.

What is fetched is spoilt on its way: bytes are cut, turned, doubled or swapped for others that mean something.
A story that is written all the same may say only what stands in the cells of the workbook that came, and of a
release that its page is of.
"""

import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishing import place
from watching import (
    BAKERS,
    PATH,
    TABLES,
    Room,
    asking,
    london,
    plain,
    published,
    read_plain,
    restored,
    tables,
)

from storygen.archive.finding import Wanted
from storygen.errors import FetchError, ReleaseError
from storygen.facts.figure import Figure, leaves
from storygen.facts.geography import read_gazetteer
from storygen.facts.sheet import _revived, sheets_of
from storygen.feed import read_feed
from storygen.intake import read_file
from storygen.sources.web import read_page, tables_of
from storygen.testing.govuk import GovUK
from storygen.watch import round_of

SEED, TIMES, ROUNDS = 20, 1500, 100
MEANT = (
    *(
        b"",
        b"\0",
        b"<",
        b">",
        b"&",
        b'"',
        b"]]>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"&a;",
        b"{",
        b"}",
        b"[",
        b"]",
        b"null",
    ),
    *(
        b"true",
        b"-1",
        b"1e999",
        b"NaN",
        b'"\\ud800"',
        b"2021",
        b"9999-12-31T23:59:59+00:00",
        b"0001-01-01T00:00:00Z",
    ),
    *(
        b"2020-06-30T09:30:00+99:00",
        b"/../..",
        b"//",
        b"http://169.254.169.254/",
        b"file:///etc/passwd",
        b"\xff\xfe",
        b"\xc3(",
    ),
    *(
        b"Bakers",
        b"31 March",
        b"2019",
        b"bakers-tables.xlsx",
        b"announcement",
        b"withdrawn_notice",
        b"<entry>",
        b"</feed>",
    ),
    *(b"<updated>", b"a" * 5000, b"[" * 3000, b"<b>" * 500, "‮﻿​".encode()),
)
"""Bytes that may mean something to somebody who reads them."""


def spoilt(body, chance):
    """Return *body* with something wrong in it."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, other = sorted((chance.randrange(len(body) + 1), chance.randrange(len(body) + 1)))
        wrong = chance.randrange(6)
        if wrong == 0:
            body = body[:at]
        elif wrong == 1:
            body = body[:at] + body[other:]
        elif wrong == 2:
            body = body[:at] + chance.choice(MEANT) + body[at + chance.choice((0, 1, 4)) :]
        elif wrong == 3:
            body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        elif wrong == 4:
            body = body[:other] + body[at:]
        else:
            body = body[:at] + body[other:] + body[at:other]
    return body


def refusal_of(read, *what):
    """Return how it is refused to read something, in one line that is no longer than it need be, or None."""
    try:
        read(*what)
    except (FetchError, ReleaseError) as error:
        said = str(error)
    else:
        return None
    assert len(said) < 5000
    assert "\n" not in said
    return said


def tables_on(body, where):
    """Return the workbook of the page that *body* tells of."""
    return tables_of(read_page(body, where), ["bakers tables"])


@pytest.fixture(scope="module")
def given_bodies():
    """Give a feed, a page and an announcement as they are when nothing is wrong."""
    with GovUK() as uk:
        published(uk)
        uk.announce(
            "bakers-31-march-2021", "Bakers, England and Wales: 31 March 2021", london("2021-06-30 09:30")
        )
        paths = (
            uk.finder().removeprefix(uk.address),
            uk.organisation("home-office").removeprefix(uk.address),
            "/api/content/government/statistics/bakers-31-march-2020",
            "/api/content/government/statistics/announcements/bakers-31-march-2021",
        )
        return [uk.answer(path, {}).body for path in paths]


def test_whatever_a_feed_or_a_page_is_spoilt_by_it_is_read_or_refused_in_no_time(given_bodies):
    chance, begun = random.Random(SEED), time.process_time()
    before, refused = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0
    for turn in range(4 * TIMES):
        body = spoilt(given_bodies[turn % 4], chance)
        read = read_feed if turn % 4 < 2 else tables_on
        refused += refusal_of(read, body, "https://example.org/api/content/a") is not None
    assert 0.2 * 4 * TIMES < refused < 4 * TIMES
    assert time.process_time() - begun < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda said: said.encode("utf-8", "surrogatepass"))
)
def test_whatever_comes_instead_of_a_feed_or_a_page_is_refused(body):
    for read in (read_feed, read_page):
        with pytest.raises(FetchError):
            read(body, "https://example.org/")


class Newsstand:
    """A newsroom to which a release comes again and again, each time as if for the first."""

    def __init__(self, folder, uk):
        self.spoil, self.came = {}, {}
        self.sound = asking(uk)
        self.room = Room(folder / "newsroom", uk.finder("home-office"), fetch=self.fetch)
        self.room.round("2020-06-29 12:00")
        self.home, self.before = self.room.settings.home, folder / "before"
        shutil.copytree(self.home, self.before)
        published(uk)

    def fetch(self, address, bounds, **known):
        """Fetch, and spoil what comes of the kind that is to be spoilt."""
        got = self.sound(address, bounds, **known)
        kind = "feed" if "/search/" in address else "api" if "/api/" in address else "file"
        if kind in self.spoil and got.body:
            got = replace(got, body=self.spoil[kind](got.body), etag="", modified="")
        self.came[kind] = got.body
        return got

    def release(self, watch, **spoil):
        """Let the release come, spoilt in some way; return the stories that there are then."""
        watch.look.room.archive.close()
        restored(self.home, self.before)
        self.spoil = spoil
        self.room.clock.to("2020-06-30 09:31")
        round_of(watch, at_once=True)
        return self.stories(watch)

    def stories(self, watch):
        """Return what each story says first, and the numbers of all that it rests on."""
        archive = watch.look.room.archive
        found = {}
        for each in archive.stories(Wanted(), 0, 1000):
            story = archive.version(each.number).written
            numbers = {str(figure.value) for figure in leaves(figures_of(story))} if story else set()
            found[each.slug] = (each.headline, numbers) if story else ("held", numbers)
        return found


def figures_of(story):
    """Return every figure that a story prints or rests a claim on."""
    prints = [run.prints for par in story.pars for run in par.runs if run.prints is not None]
    for each in prints:
        yield from [each] if isinstance(each, Figure) else getattr(each, "figures", ())


def spoiling(chance):
    """Return what spoils a body by *chance*."""
    return lambda body: spoilt(body, chance)


def read_as_it_can(path):
    """Return the sheets of a workbook that `plain` drew and that something has gone wrong with."""
    try:
        return {str(name): [list(row) for row in rows] for name, rows in read_plain(path).items()}
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ReleaseError(str(path), "cannot be read", "Save it again") from error


@pytest.fixture(scope="module")
def newsstand(tmp_path_factory):
    """Give a newsstand, its watch, and the stories of the release as it should be."""
    with GovUK() as uk:
        stand = Newsstand(tmp_path_factory.mktemp("newsstand"), uk)
        stand.room.read = read_as_it_can
        with stand.room.opened() as watch:
            yield stand, watch, stand.release(watch)


LAST_YEAR = {str(number) for _, now in BAKERS.values() for number in (now, now - 10)}


@pytest.mark.parametrize("kind", ["feed", "api", "file"])
def test_whatever_is_spoilt_no_round_fails_and_no_story_says_what_did_not_come(newsstand, kind):
    stand, watch, sound = newsstand
    chance, wrote = random.Random(SEED), 0
    for turn in range(ROUNDS):
        found = stand.release(watch, **{kind: spoiling(chance)})
        wrote += bool(found)
        if kind != "file":
            assert found in ({}, sound), (kind, turn)
            continue
        there = numbers_in(stand.came["file"]) | LAST_YEAR
        for slug, (_, numbers) in found.items():
            assert numbers <= there, (turn, slug)
    assert 0 < wrote < ROUNDS


def numbers_in(body):
    """Return every number that stands in a workbook which `plain` drew, however it is spoilt."""
    return {f"{Decimal(each):f}" for each in re.findall(r"-?\d+(?:\.\d+)?", body.decode(errors="replace"))}


@pytest.mark.parametrize("kind", ["feed", "api", "file"])
def test_after_something_was_spoilt_the_release_comes_as_if_nothing_had_been(newsstand, kind):
    stand, watch, sound = newsstand
    chance = random.Random(SEED + 1)
    for turn in range(ROUNDS // 10):
        stand.release(watch, **{kind: spoiling(chance)})
        stand.spoil = {}
        for _ in range(12):
            if stand.stories(watch) == sound:
                break
            stand.room.clock.to(stand.room.clock.at + timedelta(hours=25))
            round_of(watch)
        states = [page.state for page in watch.look.memory.pages() if page.path == PATH.format(2020)]
        assert stand.stories(watch) == sound or states == ["stock"], (kind, turn)


# Workbooks, at the level of their sheets.


def redrawn(sheets, chance):
    """Return *sheets* with cells swapped, moved, dropped or replaced."""
    sheets = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for _ in range(chance.choice((1, 2, 4))):
        name = chance.choice(list(sheets))
        rows = sheets[name]
        row = chance.choice(rows) if rows else []
        wrong = chance.randrange(8)
        if wrong == 0 and rows:
            rows.pop(chance.randrange(len(rows)))
        elif wrong == 1:
            rows.insert(chance.randrange(len(rows) + 1), list(row))
        elif wrong == 2:
            for each in rows:
                each.insert(min(1, len(each)), chance.choice((None, "x", Decimal(7))))
        elif wrong == 3 and len(row) > 1:
            one, other = chance.randrange(len(row)), chance.randrange(len(row))
            row[one], row[other] = row[other], row[one]
        elif wrong == 4 and row:
            row[chance.randrange(len(row))] = chance.choice(STRANGE)
        elif wrong == 5:
            chance.shuffle(rows)
        elif wrong == 6:
            sheets[f"{name} again"] = [list(each) for each in rows]
        else:
            sheets.pop(name) if len(sheets) > 1 else rows.clear()
    return sheets


STRANGE = (
    *(
        None,
        "",
        "..",
        "[c]",
        "1,250",
        "1,250 [r]",
        "3,655²",
        "-5",
        "−5",
        "(5)",
        "#DIV/0!",
        "nan",
        "Infinity",
        "1e400",
    ),
    *(Decimal("-1"), Decimal("0"), Decimal("1E+30"), Decimal("0.1"), date(1900, 1, 1), date(9999, 12, 31)),
    *("31 March 2021", "Bakers by police force area", "Headcount", "Kent", "Total", "x" * 40_000, "\u202e"),
)


def test_whatever_is_in_its_sheets_a_release_has_only_what_its_cells_say(newsstand, tmp_path):
    stand, watch, _ = newsstand
    pack = watch.sources[0].packs[0]
    gazetteer = read_gazetteer(stand.room.settings.data / "geographies", pack.unit)
    file = tmp_path / TABLES
    file.write_bytes(plain())
    sound, chance, read = read_plain(file), random.Random(SEED), 0
    for turn in range(2 * TIMES):
        sheets = redrawn(sound, chance)
        try:
            added = read_file(pack, gazetteer, file, {"published": "2020-06-30"}, lambda _, now=sheets: now)
        except ReleaseError:
            continue
        read += 1
        for reading in added.findings.readings:
            row, column = place(reading.address)
            cell = sheets[reading.sheet][row][column]
            said = (
                re.sub(r"[^\d.]", "", str(cell).translate(str.maketrans("", "", "²")))
                if cell is not None
                else ""
            )
            if reading.value:
                assert (
                    Decimal(reading.value).copy_abs()
                    == Decimal(cell if isinstance(cell, Decimal) else said).copy_abs()
                ), turn
    assert 0.1 * 2 * TIMES < read < 2 * TIMES


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_workbook_that_is_spoilt_in_its_bytes_is_read_as_it_is_or_refused(newsstand, tmp_path):
    stand, watch, _ = newsstand
    pack = watch.sources[0].packs[0]
    gazetteer = read_gazetteer(stand.room.settings.data / "geographies", pack.unit)
    drawn, chance = tables(tmp_path), random.Random(SEED)
    bodies = [spoilt(drawn, chance) for _ in range(12)]
    bodies += [repacked(drawn, lambda said: spoilt(said, chance)) for _ in range(24)]
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(bodies))]
    for path, body in zip(paths, bodies, strict=True):
        path.write_bytes(body or b"x")
    command = [sys.executable, __file__, *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    read = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(read) == len(paths)
    assert 0 < sum(each is None for each in read) < len(paths)
    said = {"published": "2020-06-30"}
    for path, sheets in zip(paths, read, strict=True):
        grids = {name: [[_revived(cell) for cell in row] for row in rows] for name, rows in sheets or ()}
        refusal_of(lambda path=path, grids=grids: read_file(pack, gazetteer, path, said, lambda _: grids))


def repacked(body, spoil):
    """Return a workbook whose first table is spoilt, and which is packed as it should be."""
    packed = BytesIO()
    with ZipFile(BytesIO(body)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            said = old.read(name)
            new.writestr(name, spoil(said) if name.endswith("sheet2.xml") else said)
    return packed.getvalue()


if __name__ == "__main__":
    # Each in a child of its own, as in earnest, but with what a child needs loaded once.
    import pandas  # noqa: F401
    import python_calamine  # noqa: F401

    for name in sys.argv[1:]:
        sys.stdout.flush()
        forked = os.fork()
        if not forked:
            try:
                sys.stdout.write(json.dumps(list(sheets_of(Path(name)))) + "\n")
                sys.stdout.flush()
                os._exit(0)
            except BaseException:
                os._exit(1)
        if os.waitpid(forked, 0)[1]:
            sys.stdout.write("null\n")
