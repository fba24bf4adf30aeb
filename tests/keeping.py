"""Keeping: stories for the tests of the archive, made of as little as a test needs to say."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from making import ESSEX, KENT, NATION, NORFOLK

from storygen.facts.figure import Cell, Figure, Subject
from storygen.facts.geography import Geography
from storygen.facts.period import period_from_key
from storygen.facts.release import Release
from storygen.writing.claim import Claim
from storygen.writing.flag import Flag
from storygen.writing.ledger import Run
from storygen.writing.story import Held, Par, Story, Told

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
DAY, DAY_BEFORE = "at 2020-03-31", "at 2019-03-31"
CODES = {"Kent": KENT, "Essex": ESSEX, "Norfolk": NORFOLK}
STOP = Flag("reader", "ten: in Kent, “bakers” was 11", "count", (0, 3), True)
ASK = Flag("outlier", "Kent: it moved far", cells=())


def release(**changed) -> Release:
    """Return a release of bakers."""
    said = {
        "id": "bakers-2020",
        "series": "bakers",
        "title": "Bakers",
        "publisher": "Guild of Bakers",
        "published": date(2020, 6, 30),
        "period": period_from_key(DAY),
        "status": "final",
        "address": "https://example.org/bakers",
        "embargo": "",
        "fingerprint": "sha256:1",
        "path": None,
    }
    return Release(**said | changed)


def place(name: str) -> Geography:
    """Return a force."""
    return Geography(
        CODES[name], "force", name, name, f"in {name}", f"{name} Police", "South East", "England"
    )


def cell(name: str, period: str = DAY, address: str = "C4", release_id: str = "bakers-2020") -> Cell:
    """Return the cell of a place's bakers."""
    return Cell(release_id, "1", address, name, period, "", Subject("bakers", "bakers", CODES[name], period))


def story(
    name: str = "Kent", now: int = 12, before: int = 10, flags: Sequence[Flag] = (), **changed
) -> Story:
    """Return the story of a place's bakers, who were so many."""
    this = Figure(Decimal(now), "count", cell(name))
    last = Figure(Decimal(before), "count", cell(name, DAY_BEFORE, "B4"))
    nation = Subject("bakers", "bakers", NATION, DAY)
    total = Figure(Decimal(900), "count", Cell("bakers-2020", "1", "C9", "England", DAY, "", nation))
    way = "up" if now > before else "down"
    pars = (
        Par.of("headline", [Run("Bakers "), Run(way, Claim(way, (this, last), way)), Run(f" in {name}")]),
        Par.of("intro", [Run(f"There were {now} bakers in {name}.")]),
        Par.of(
            "count",
            [Run(str(now), this), Run(" bakers, from "), Run(str(before), last), Run(".")],
            CODES[name],
        ),
        Par.of("nation", [Run("England had "), Run("900", total), Run(".")]),
    )
    found = Story(
        catchline=f"BAKERS {name}",
        slug=f"bakers-{name.lower()}",
        places=(Told(place(name), "rise", "It rose."),),
        angle="rise",
        because="It rose.",
        pars=pars,
        release=release(),
        pack="bakers",
        style="pa",
        length="story",
        title="",
        flags=tuple(flags),
        missing=(),
        made_from={"pack": "sha256:p", "release": "sha256:1", "published": "2020-06-30"},
    )
    return replace(found, **changed)


def held(name: str = "Kent", *, may: bool = True, draft: Story | None = None, **changed) -> Held:
    """Return the story of a place that is held."""
    found = Held(
        (place(name),),
        (f"{name}: it moved far",),
        (cell(name),),
        release(),
        "bakers",
        f"bakers-{name.lower()}",
        may,
        draft,
    )
    return replace(found, **changed)


def reworded(copy: Story, name: str, words: str) -> Story:
    """Return *copy* with a par of other words, behind which nothing stands."""
    pars = (Par.of(name, [Run(words)], par.place) if par.name == name else par for par in copy.pars)
    return replace(copy, pars=tuple(pars))


def told(copy: Story | Held) -> Story | Held:
    """Return *copy* as an archive gives it back: without where its release's file lies."""
    from storygen.writing.record import story_from_data, story_to_data

    return story_from_data(story_to_data(copy))
