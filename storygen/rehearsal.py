"""Rehearsal: every story that a pack could be asked for, written once to see which words come.

Every place of every real release, at every length, alone and in its title's patch; then the edge rows. Each
story is noted on the pack's roll of branches, and each must be clean: no exception, no claim that the figures
do not bear out, nothing left of a template, no stop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain

from storygen.branches import Roll
from storygen.edges.ground import Sheet, days, grounds, in_year
from storygen.edges.sheets import sheets
from storygen.edition import Edition
from storygen.errors import StorygenError
from storygen.facts.geography import MOST_PLACES, Gazetteer, Geography, read_gazetteer
from storygen.facts.table import Table
from storygen.newsroom import write
from storygen.pack import Pack
from storygen.profiles import load_style, styles
from storygen.releases import find_releases, open_table
from storygen.settings import Settings
from storygen.writing.claim import MEND
from storygen.writing.ednote import Overrule
from storygen.writing.flag import Flag
from storygen.writing.plan import LENGTHS
from storygen.writing.story import Held, Story
from storygen.writing.style import Style

Judge = Callable[[Edition, Story], Iterable[Flag]]
"""Whoever reads a story and flags it: the second reader, the sub."""
TRIED = Overrule("the row is tried", "storygen check")
"""So that a row which the gate would hold is written all the same."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One story to be written: of whom, from which edition, and which row it tries."""

    edition: Edition
    places: tuple[Geography, ...]
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What every rehearsal of one pack needs."""

    roll: Roll
    gazetteer: Gazetteer
    settings: Settings
    tables: tuple[Table, ...]
    """Those of every real release, the newest first."""

    def edition(self, table: Table, style: str, day: date, length: str, like: Edition | None) -> Edition:
        """Return the edition that stories of *table* are written in, *like* another of the same table."""
        setting: Style = load_style(style, self.settings)
        return Edition(self.roll.pack, table, self.gazetteer, setting, day, length, like=like)


Opened = Callable[[str], Table]
"""What gives the table of a release by its id, opened once however often it is asked for."""


def opened(pack: Pack, settings: Settings) -> Opened:
    """Return what opens the releases of *pack*, each once."""
    return cache(lambda name: open_table(pack, name, settings))


def open_stage(roll: Roll, settings: Settings, table: Opened, only: str | None = None) -> Stage:
    """Return the stage for the pack of *roll*, its releases opened by way of *table*; *only* one, if named.

    :raises StorygenError: a release cannot be read.
    """
    gazetteer = read_gazetteer(settings.data / "geographies", roll.pack.unit)
    names = [only] if only else [release.id for release in reversed(find_releases(roll.pack, settings))]
    return Stage(roll, gazetteer, settings, tuple(map(table, names)))


def rehearse(stage: Stage, judge: Judge | None = None, tell: Callable[[], None] = lambda: None) -> list[str]:
    """Write every story, real and edge, and return what is wrong with any, each fault once.

    *judge* reads what is written of edge rows; *tell* is called before each story, for whoever waits.
    """
    found: dict[str, list[str]] = {}
    clean: set[str] = set()
    for trial in chain(real(stage), edge_rows(stage)):
        tell()
        for kind, fault in _tried(stage.roll, trial, judge, clean):
            found.setdefault(kind, []).append(f"{stage.roll.pack.name}, {_told_of(trial)}: {fault}")
    return [_and_more(each) for each in found.values()]


def _told_of(trial: Trial) -> str:
    """Return which story a trial is, as an editor would find it again."""
    names = " and ".join(place.name for place in trial.places)
    story = f"{trial.edition.length} of {names}"
    return f"edge row “{trial.why}”, {story}" if trial.why else f"{trial.edition.release.id}, {story}"


def _and_more(alike: Sequence[str]) -> str:
    """Return the first of some faults that are *alike*, and how many more there are."""
    return f"{alike[0]} (and {len(alike) - 1} like it)" if len(alike) > 1 else alike[0]


def _tried(roll: Roll, trial: Trial, judge: Judge | None, clean: set[str]) -> Iterator[tuple[str, str]]:
    """Write one story, note what it showed, and yield each kind of fault it has, with the fault.

    *clean* are pars that were looked at before.
    """
    edge = trial.kind == "edge"
    try:
        overrule = TRIED if edge else None
        story = write(trial.edition, trial.places, without_held=len(trial.places) > 1, overrule=overrule)
    except StorygenError as error:
        yield error.what, str(error)
        return
    roll.note(story, trial.kind, trial.why)
    if isinstance(story, Held):
        yield from ((_kind(each), each) for each in story.reasons if each.endswith(f"{MEND}."))
        return
    for par in story.pars:
        if (copy := str(par)) not in clean and (left := LEFT.search(copy)):
            yield f"{par.name} {left[0]}", f"“{left[0].strip()}” is left in the par {par.name}: “{copy}”"
        clean.add(copy)
    flags = (*story.flags, *(judge(trial.edition, story) if judge and edge else ()))
    yield from ((f"{flag.check} {flag.par}", f"{flag.check}: {flag.message}") for flag in flags if flag.stop)


def _kind(reason: str) -> str:
    """Return what faults of one kind have in common: all but their numbers and places."""
    return re.sub(r"^.*?(the words)|\d+", r"\1", reason)


LEFT = re.compile(
    r"\{[{%#]|[}%#]\}|\[\[|\]\]|(?<=[a-z,] )None\b|\b(nan|NaN|Infinity|Undefined|Decimal)\b"
    r"|[\ue000-\uf8ff]|  | [,.;:?!](?=\s|$)|,[,.]|(?<!\.)\.\.(?!\.)"
)
"""What no finished copy has in it: leavings of a template, of a number that is none, of words left out."""


def real(stage: Stage) -> Iterator[Trial]:
    """Yield every place of every release at every length, regions, the nation, patches and some groups."""
    gazetteer, unit = stage.gazetteer, stage.roll.pack.unit
    wide = [*gazetteer.of_kind("region"), *gazetteer.of_kind("nation")]
    alone = [(place,) for place in (*gazetteer.of_kind(unit), *wide)]
    groups = _groups(gazetteer.of_kind(unit))
    for table in stage.tables:
        release, edition = table.release, None
        for day in days(stage.roll.pack, release):
            for length in LENGTHS if day == release.published else LENGTHS[:1]:
                edition = stage.edition(table, "pa", day, length, edition)
                yield from (Trial(edition, places, "real", "") for places in (*alone, *groups))
        yield from _patches(stage, table, edition)


def _groups(places: Sequence[Geography]) -> list[tuple[Geography, ...]]:
    """Return a handful of several places, from two to as many as a story holds."""
    sizes = range(2, MOST_PLACES + 1)
    return [tuple(places[start::step][:size]) for size in sizes for start, step in ((0, 1), (size, 5))]


def _patches(stage: Stage, table: Table, like: Edition | None) -> Iterator[Trial]:
    """Yield every title's patch, in the title's own style."""
    for style in dict.fromkeys(title.style for title in stage.gazetteer.titles):
        edition = stage.edition(table, style, table.release.published, "story", like)
        met: set[tuple[Geography, ...]] = set()
        for title in stage.gazetteer.titles:
            places, _ = stage.gazetteer.find(f"title:{title.name}")
            if title.style == style and len(places) <= MOST_PLACES and places not in met:
                met.add(places)
                yield Trial(edition, places, "real", "")


def edge_rows(stage: Stage) -> Iterator[Trial]:
    """Yield the edge rows: those of the fullest release, and ordinary figures for every other."""
    pack = stage.roll.pack
    over = grounds(pack, stage.tables, stage.gazetteer)
    names = list(styles(stage.settings))
    every = chain(sheets(over[0]), *map(in_year, over))
    for turn, sheet in enumerate(every):
        yield from _sheet(stage, sheet, names[turn % len(names)])


def _sheet(stage: Stage, sheet: Sheet, style: str) -> Iterator[Trial]:
    """Yield the stories of one sheet of edge rows, at each length that it asks for."""
    edition = None
    for length in sheet.lengths:
        edition = stage.edition(sheet.table, style, sheet.day, length, edition)
        yield from (Trial(edition, places, "edge", why) for why, places in sheet.stories)
