"""Watching: a small newsroom that watches the small GOV.UK, as a process or within ours.

The pack counts bakers in three forces, and one title covers two of them, so that a release is four stories. A
workbook is drawn by `tables`, in the manner of a publisher; where many are read, `plain` draws the same as
text, which needs no child process.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import openpyxl
from click.testing import CliRunner
from making import ROOT
from setting import PACK, write_pack, write_release

from storygen.alerting import ways
from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.watching import Watching
from storygen.arrivals import Newsroom
from storygen.cli import storygen
from storygen.editions import Editions
from storygen.errors import FetchError
from storygen.fetching.fetch import Fetched, fetch
from storygen.pack import load_pack
from storygen.settings import Settings
from storygen.watch import Source, Watch, next_at, round_of
from storygen.watching.folders import folder_called
from storygen.watching.looking import Look

LONDON = ZoneInfo("Europe/London")
TABLES, TABLE_ALONE = "bakers-tables.xlsx", "bakers-tables.csv"
SLUG = "bakers-31-march-{}"
PATH = f"/government/statistics/{SLUG}"
ANNOUNCED = "/government/statistics/announcements/bakers-31-march-{}"
TITLE = "Bakers, England and Wales: 31 March {}"

FORCES = """\
code,kind,name,prose,located,force,region,nation,others
E23000024,force,Norfolk,Norfolk,in Norfolk,Norfolk Constabulary,East of England,England,
E23000028,force,Essex,Essex,in Essex,Essex Police,East of England,England,
E23000032,force,Kent,Kent,in Kent,Kent Police,South East,England,
E12000006,region,East of England,the East of England,in the East of England,police forces in the East of England,,England,
E12000008,region,South East,the South East,in the South East,police forces in the South East,,England,
K04000001,nation,England and Wales,England and Wales,in England and Wales,police forces in England and Wales,,England and Wales,
"""
TITLES = "title,places,style,town\nEstuary Echo,E23000032;E23000028,pa,Southend\n"

TABLE = """
[[table]]
title   = "Bakers by police force area"
says    = "Headcount"
figures = [{ measure = "bakers", column = "day" }]
"""

BAKERS = {
    "Kent": (1100, 1000),
    "Essex": (880, 900),
    "Norfolk": (330, 300),
    "England and Wales": (41500, 40000),
}
"""How many there are now and were a year before."""
NEXT = {"Kent": (1200, 1100), "Essex": (890, 880), "Norfolk": (340, 330), "England and Wales": (42300, 41500)}


def london(said):
    """Return the moment that a clock in London shows, "2020-06-30 09:30"."""
    return datetime.fromisoformat(said).replace(tzinfo=LONDON)


def sheets(figures=BAKERS, year=2020, title="Bakers by police force area", said=""):
    """Return the sheets of the workbook of a *year*: what stands in each, by row and column from nought."""
    now, before = date(year, 3, 31), date(year - 1, 3, 31)
    table = {
        (0, 0): f"Table 1: {title}, England and Wales, 31 March {year}",
        (2, 0): "England and Wales",
        (2, 2): "Headcount",
        (4, 0): "Police force",
        (4, 1): before,
        (4, 2): now,
    }
    for row, (place, (latest, earlier)) in enumerate(figures.items(), 5):
        table |= {(row, 0): place, (row, 1): earlier, (row, 2): latest}
    return {
        "Contents": {(0, 0): f"Bakers, England and Wales, 31 March {year}", (2, 0): said or "One table"},
        "Table 1": table,
    }


def tables(folder, figures=BAKERS, year=2020, **drawn):
    """Return the bytes of a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets(figures, year, **drawn).items():
        sheet = book.create_sheet(name)
        for (row, column), value in cells.items():
            sheet.cell(row + 1, column + 1, value)
    path = Path(folder) / "drawn.xlsx"
    book.save(path)
    return path.read_bytes()


def table_alone(figures=BAKERS, year=2020, **drawn):
    """Return the bytes of its one table as CSV, which no child process is needed for."""
    text = io.StringIO()
    csv.writer(text).writerows(grid(sheets(figures, year, **drawn)["Table 1"]))
    return text.getvalue().encode()


def plain(figures=BAKERS, year=2020, **drawn):
    """Return the bytes of what `read_plain` reads as a workbook."""
    return json.dumps(
        {name: grid(cells) for name, cells in sheets(figures, year, **drawn).items()}, default=str
    ).encode()


def grid(cells):
    """Return *cells* as rows; a day is its text."""
    rows = max(row for row, _ in cells) + 1
    columns = max(column for _, column in cells) + 1
    return [[cells.get((row, column)) for column in range(columns)] for row in range(rows)]


def read_plain(path):
    """Return the sheets of a workbook that `plain` drew."""
    said = json.loads(Path(path).read_bytes())
    return {name: [[_cell(each) for each in row] for row in rows] for name, rows in said.items()}


def _cell(said):
    if isinstance(said, int | float) and not isinstance(said, bool):
        return Decimal(str(said))
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError):
        return said


def watch_says(*feeds, titles=("Bakers … 31 March",), name="watch"):
    """Return the [watch] of a pack."""
    said = {"feeds": list(feeds), "titles": list(titles), "tables": ["bakers tables"]}
    return f"\n[{name}]\nloopback = true\n" + "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items()
    )


def newsroom(folder, *feeds, packs=("bakers",), last=True, **files):
    """Write packs that watch *feeds*, places, and where *last* is, last year's release; return the settings."""
    about = PACK.replace("\n[[measure]]", TABLE + "\n[[measure]]", 1)
    for name in packs:
        said = {"pack_toml": about + watch_says(*feeds), "proofs_more_toml": None} | files
        write_pack(folder / "templates", name, **said)
    places = folder / "data" / "geographies"
    places.mkdir(parents=True, exist_ok=True)
    (places / "forces.csv").write_text(FORCES, encoding="utf-8")
    (places / "titles.csv").write_text(TITLES, encoding="utf-8")
    (folder / "home").mkdir(exist_ok=True)
    if last:
        for name in packs:
            write_release(
                folder / "home" / "releases",
                _last(),
                id=f"{name}-2019",
                period="at 2019-03-31",
                published=date(2019, 6, 27),
                pack=name,
            )
    return Settings((folder / "templates", ROOT / "templates"), folder / "data", folder / "home")


def _last():
    """Return what last year's release printed."""
    places = {
        "Kent": "E23000032",
        "Essex": "E23000028",
        "Norfolk": "E23000024",
        "England and Wales": "K04000001",
    }
    return {
        ("bakers", places[place], when): value
        for place, (_, now) in BAKERS.items()
        for when, value in (("at 2019-03-31", now), ("at 2018-03-31", now - 10))
    }


def environment_of(folder):
    """Return what the environment says where a newsroom was written into *folder*."""
    return {
        "STORYGEN_TEMPLATES": str(folder / "templates"),
        "STORYGEN_DATA": str(folder / "data"),
        "STORYGEN_HOME": str(folder / "home"),
    }


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self, said="2020-06-29 12:00"):
        self.at = london(said)

    def __call__(self):
        return self.at

    def to(self, said):
        """Set the clock."""
        self.at = london(said) if isinstance(said, str) else said
        return self


class Room:
    """A newsroom that is watched within this process, round by round; opened anew for each, as by a timer."""

    def __init__(self, folder, *feeds, fetch=fetch, read=read_plain, **said):
        self.folder, self.feeds, self.fetch, self.read = folder, feeds, fetch, read
        self.settings = newsroom(folder, *feeds, **said)
        self.packs = said.get("packs", ("bakers",))
        self.clock = Clock()
        self.url = self.settings.store()

    @contextmanager
    def opened(self, *, backfill=False, folders=(), every=timedelta(minutes=10), chance=lambda: 0.5, **said):
        """Open the watch."""
        archive = Archive(self.url)
        try:
            room = Newsroom(archive, Editions(self.settings), self.clock, self.read)
            look = Look(room, Watching(archive), self.fetch, loopback=True, backfill=backfill)
            packs = tuple(load_pack(name, self.settings) for name in self.packs)
            sources = [Source(feed, packs, loopback=True) for feed in self.feeds]
            sources += [Source(str(folder_called(str(each))), packs, folder=True) for each in folders]
            yield Watch(look, tuple(sources), ways(self.settings), every, chance, **said)
        finally:
            archive.close()

    def round(self, at=None, *, at_once=True, **how):
        """Go round once *at* a moment, and return what was said."""
        if at:
            self.clock.to(at)
        with self.opened(**how) as watch:
            came = round_of(watch, at_once=at_once)
            self.next_at, self.came = next_at(watch), came
        return [f"{each.kind}: {self.told(each.said)}" for each in came.events]

    def act(self, *words):
        """Run a command of an editor's, within this process."""
        environment = {**environment_of(self.folder), "STORYGEN_BY": "Ada"}
        clock = getattr(self, "clock", None)
        came = CliRunner(env=environment).invoke(storygen, [str(each) for each in words], obj=clock)
        assert came.exit_code == 0, came.output
        return self.told(came.output)

    def told(self, text):
        """Return *text* without what is another at each run."""
        for feed, name in zip(self.feeds, ("FEED", "CALENDAR", *self.feeds), strict=False):
            text = text.replace(feed, name)
        for feed in self.feeds:
            text = text.replace(feed.partition("/search")[0], "SITE")
        text = text.replace(str(self.settings.home), "HOME").replace(str(self.folder), "HERE")
        return re.sub(r"\b[0-9a-f]{12}-", "FINGERPRINT-", text)

    def at(self, moment, seconds=0):
        """Set the clock to so many seconds after a moment, and return the newsroom."""
        self.clock.to(moment + timedelta(seconds=seconds))
        return self

    @contextmanager
    def memory(self):
        """Open what the watch remembers."""
        archive = Archive(self.url)
        try:
            yield Watching(archive)
        finally:
            archive.close()

    def pages(self):
        """Return each page that is remembered: its path, its state and its release."""
        with self.memory() as memory:
            return {
                page.path.rpartition("/statistics/")[2]: (page.state, page.release) for page in memory.pages()
            }

    def stories(self):
        """Return each story that is kept: its slug, its status, its headline and what it owes."""
        archive = Archive(self.url)
        try:
            return [
                (each.slug, str(each.status), each.headline, each.owed)
                for each in archive.stories(Wanted(), 0, 1000)
            ]
        finally:
            archive.close()


def asking(uk):
    """Return what fetches from the small GOV.UK within this process, without a socket."""

    def fetch(address, bounds, *, etag="", modified="", loopback=False):
        parts = urlsplit(address)
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = uk.answer(asked, {name: value for name, value in known.items() if value})
        if answer.status not in (200, 304):
            raise FetchError(address, f"it answers {answer.status}", "", answer.status)
        marks = (answer.headers.get(name, "") for name in ("ETag", "Last-Modified"))
        return Fetched(address, answer.status, answer.body, *marks, "")

    return fetch


def published(uk, year=2020, at=None, figures=None, file=None, name=TABLES, **said):
    """Publish the release of a *year* in the small GOV.UK."""
    at = at or datetime(year, 6, 30, 9, 30, tzinfo=LONDON)
    body = file if file is not None else plain(figures or (BAKERS if year == 2020 else NEXT), year)
    uk.publish(SLUG.format(year), TITLE.format(year), at, {name: body}, **said)


def restored(home, before):
    """Put back into *home* what was there *before*; the archive stays the same file, as its connections ask."""
    for path in sorted(home.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir() if not any(path.iterdir()) else None
        elif path.name != "archive.db":
            path.unlink()
    shutil.copytree(before, home, dirs_exist_ok=True)


class Process:
    """The same newsroom, watched by `storygen watch`: a process of its own at each step."""

    def __init__(self, folder, *feeds, **said):
        self.folder, self.feeds = folder, feeds
        self.settings = newsroom(folder, *feeds, **said)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("STORYGEN_")},
            **environment_of(folder),
            "STORYGEN_BY": "Ada",
            "COLUMNS": "400",
        }

    def command(self, *words):
        """Return a command of storygen as a process is begun by."""
        return [sys.executable, "-m", "storygen", *map(str, words)]

    def __call__(self, *words):
        """Run a command, and return what it left with, what it printed and what it said aside."""
        ran = subprocess.run(
            self.command(*words),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            timeout=60,
        )
        return ran.returncode, self.told(ran.stdout), self.told(ran.stderr)

    def watch(self, at, *words):
        """Watch once, *at* a moment, all that the pack of bakers says."""
        return self("watch", "bakers", "--once", "--at", at, *words)

    act, told = Room.act, Room.told


def replaced(figures, **changed):
    """Return *figures* with the pairs of some places changed."""
    return {**figures, **changed}
