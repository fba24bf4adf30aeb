"""Watch: from a feed's bytes to every force's checked draft in the archive, beyond what downloading takes.

    python benchmarks/watch.py [--times N]

A small GOV.UK on this machine publishes the workforce release of 2019, laid out as the Home Office does; a
watch that knows the feed already is asked to go round. What was spent in fetching is taken off: a network's
time is nobody's to tune. The reader's process is under way before and the pack is warm, as in a watch that
runs.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from publishing import laid_out, write_ods

from storygen import load_pack
from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.archive.watching import Watching
from storygen.arrivals import Newsroom, warm
from storygen.editions import Editions
from storygen.facts.release import open_release
from storygen.facts.sheet import Reader
from storygen.facts.table import read_readings
from storygen.fetching.fetch import fetch
from storygen.settings import Settings, read_settings
from storygen.testing.govuk import GovUK
from storygen.watch import Source, Watch, round_of
from storygen.watching.looking import Look

LONDON = ZoneInfo("Europe/London")
PACK, RELEASE, FORCES = "police-workforce", "workforce-2019", 43
AIM = 2.0
"""Seconds beyond the download, on a small machine."""
TITLE = "Police workforce, England and Wales: 30 September 2019"


def workbook(settings: Settings, folder: Path) -> Path:
    """Return the workbook of the release, laid out as its publisher does."""
    release = open_release(settings.data / PACK / f"{RELEASE}.toml", PACK)
    readings = list(read_readings(release.path))
    path = folder / "police-workforce-sep19-tables.ods"
    return write_ods(laid_out(PACK, readings, release.period.end, release.published), path)


def run(ods: Path) -> tuple[float, float, float, int]:
    """Return the seconds until the forces' drafts were kept, until all were, in fetching; and how many."""
    with tempfile.TemporaryDirectory() as home, GovUK() as uk:
        settings = read_settings({"STORYGEN_HOME": home})
        archive = Archive(str(Path(home) / "archive.db"))
        begun = datetime(2020, 1, 30, 9, 29, tzinfo=LONDON)
        spent = {"fetching": 0.0, "forces": 0.0, "started": 0.0}

        def fetched(*given, **said):
            before = time.perf_counter()
            try:
                return fetch(*given, **said)
            finally:
                spent["fetching"] += time.perf_counter() - before

        def tell(_what: str) -> None:
            if not spent["forces"] and sum(archive.count(Wanted()).values()) >= FORCES:
                spent["forces"] = time.perf_counter() - spent["started"]

        reader = Reader()
        room = Newsroom(archive, Editions(settings), lambda: begun, reader, tell)
        look = Look(room, Watching(archive), fetched, loopback=True)
        pack = load_pack(PACK, settings)
        watch = Watch(look, (Source(uk.finder("home-office"), (pack,)),))
        round_of(watch, at_once=True)
        at = begun.replace(minute=30)
        uk.publish("police-workforce-30-september-2019", TITLE, at=at, files={ods.name: ods})
        begun = begun.replace(minute=31)
        reader.prepare()
        warm(room, pack)
        time.sleep(4)  # as long as a watch has waited at least
        spent["fetching"], spent["started"] = 0.0, time.perf_counter()
        round_of(watch, at_once=True)
        whole = time.perf_counter() - spent["started"]
        kept = sum(archive.count(Wanted()).values())
        reader.close()
        archive.close()
    return spent["forces"], whole, spent["fetching"], kept


def rows(times: int) -> list[tuple[str, ...]]:
    """Go round so many times, each with an archive of its own, and return what it took, in a table's rows."""
    with tempfile.TemporaryDirectory() as folder:
        ods = workbook(read_settings({}), Path(folder))
        found = [run(ods) for _ in range(times)]
    forces = [first - fetching for first, _, fetching, _ in found]
    whole = [last - fetching for _, last, fetching, _ in found]
    fetching = [each for *_, each, _ in found]
    told: list[tuple[str, ...]] = [("seconds beyond the download", "first", "median", "aim")]
    told.append((f"{FORCES} forces' drafts kept", *_shown(forces), f"{AIM:.0f}"))
    told.append((f"all {found[0][3]}, each title's too", *_shown(whole), ""))
    return [*told, ("fetching, which is taken off", *_shown(fetching), "")]


def _shown(seconds: list[float]) -> tuple[str, str]:
    """Return the first of *seconds* and their median."""
    return f"{seconds[0]:.2f}", f"{statistics.median(seconds):.2f}"


def main() -> None:
    """Print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=5)
    for row in rows(parser.parse_args().times):
        print(f"{row[0]:<32}" + "".join(f"{each:>8}" for each in row[1:]))


if __name__ == "__main__":
    main()
