"""A year of releases, watched from one end to the other: by processes, and round by round within this one."""

import signal
import subprocess
from datetime import timedelta
from math import ceil
from threading import Timer
from time import monotonic, sleep

import pytest
from watching import (
    BAKERS,
    NEXT,
    PATH,
    SLUG,
    TABLE_ALONE,
    TABLES,
    TITLE,
    Process,
    Room,
    london,
    plain,
    published,
    replaced,
    table_alone,
    tables,
)

from storygen.testing.govuk import GovUK

REVISED = replaced(BAKERS, Kent=(1050, 1000))
OWES = (
    "story {}, bakers-kent: An earlier version of this story gave the number of bakers in Kent on March 31 2020 as "
    "1,100. The Guild of Bakers has since revised it to 1,050."
)
HELD = (
    "Bakers, England and Wales: 31 March 2020 is held: FINGERPRINT-bakers-tables.xlsx: no sheet is titled “Bakers by police "
    "force area” in “Headcount”; its sheets are Contents, Table 1. Check pack.toml's [[table]]."
)
HELD_ALONE = (
    HELD.replace("2020", "2021")
    .replace(".xlsx", ".csv")
    .replace("Contents, Table 1", "FINGERPRINT-bakers-tables")
)


@pytest.fixture
def uk():
    """Give a small GOV.UK."""
    with GovUK() as opened:
        yield opened


def both(uk):
    """Return its feeds: of what is published, and of what is to come."""
    return uk.finder("home-office"), uk.upcoming("home-office")


def as_last_year(uk):
    """Let it have the release of last year, and announce that of this."""
    uk.publish(SLUG.format(2019), TITLE.format(2019), london("2019-06-27 09:30"), {TABLES: b"not read"})
    uk.announce(SLUG.format(2020), TITLE.format(2020), london("2020-06-30 09:30"))


def asked(uk):
    """Return what was asked of it since, each path with its answer."""
    there, uk.asked[:] = list(uk.asked), []
    names = {"/search/": "search", "/api/content": "page", "/media/": "file"}
    return [
        (next(name for begins, name in names.items() if each.path.startswith(begins)), each.status)
        for each in there
    ]


def owed(room):
    """Return what each story owes that owes anything."""
    return {slug: owes for slug, *_, owes in room.stories() if owes}


def going_on(newsroom, at):
    """Begin a watch that goes on, *at* a moment, and return its process."""
    command = newsroom.command("watch", "bakers", "--at", at)
    pipe = subprocess.PIPE
    watch = subprocess.Popen(command, env=newsroom.environment, stdout=pipe, stderr=pipe, text=True)
    patience = Timer(90, watch.kill)
    patience.daemon = True
    patience.start()
    return watch


def test_a_year_of_releases_is_watched_by_a_process_at_each_step(uk, tmp_path):
    newsroom = Process(tmp_path, *both(uk))
    as_last_year(uk)
    begun = monotonic()
    assert newsroom.watch("2020-06-01T12:00") == (
        0,
        "2020-06-01 12:00 FEED is watched from now on. 1 of ours is there already, and only remembered; "
        "--backfill writes it\n"
        "2020-06-01 12:00 CALENDAR is watched from now on. None of ours is there yet\n"
        "2020-06-01 12:00 Bakers, England and Wales: 31 March 2020 is to come out: 30 June 2020 9:30am (confirmed)\n",
        "",
    )
    assert asked(uk) == [("search", 200), ("search", 200), ("page", 200)]

    # The day of the release: the feed is asked just before half past nine, and just after it.
    a_process = timedelta(seconds=ceil(monotonic() - begun) + 3)
    watch = going_on(newsroom, (london("2020-06-30 09:30") - a_process).isoformat(timespec="seconds")[:19])
    drawn = tables(tmp_path)
    said = [watch.stdout.readline() for _ in range(3)]
    while len(uk.asked) < 3 and watch.poll() is None:
        sleep(0.02)
    published(uk, file=drawn)
    said.append(watch.stdout.readline())
    assert newsroom.watch("2020-06-30T09:31") == (
        1,
        "",
        "HOME/archive.db: another watch is at work on it. Stop that one first.\n",
    )
    watch.send_signal(signal.SIGTERM)
    begun = monotonic()
    rest, aside = watch.communicate(timeout=30)
    assert (watch.returncode, monotonic() - begun < 3) == (0, True)
    assert newsroom.told("".join(said) + rest) == (
        "watching, until Ctrl-C:\n  FEED\n  CALENDAR\n"
        "2020-06-30 09:30 Bakers is out: 4 stories drafted\n"
        "\nstopped; what was seen is remembered\n"
    )
    assert aside == ""
    came = [("page", 304), ("search", 200), ("page", 200), ("file", 200)]
    assert [each for each in asked(uk) if each != ("search", 304)] == came

    # Two stories go out, and one of them rests on what is revised, on the day that next year's release comes out:
    # that is laid out otherwise, and held, with what was looked for and what was found.
    for story in ("bakers-kent", "bakers-essex"):
        newsroom.act("approve", story)
        newsroom.act("file", story)
    uk.update(
        SLUG.format(2020), london("2021-06-30 09:30"), {TABLE_ALONE: table_alone(REVISED)}, note="Revised."
    )
    next_year = replaced(NEXT, Kent=(1200, 1050))
    published(uk, 2021, file=table_alone(next_year, 2021, title="Persons who bake"), name=TABLE_ALONE)
    assert newsroom.watch("2021-06-30T09:31") == (
        3,
        "2021-06-30 09:31 Bakers was revised: 2 stories drafted, 1 correction owed\n"
        f"2021-06-30 09:31 Bakers: a story that went out owes a correction\n  {OWES.format(3)}\n",
        f"2021-06-30 09:31 {HELD_ALONE}\n",
    )

    # Its publisher mends it, and withdraws the other.
    uk.update(SLUG.format(2021), london("2021-06-30 11:00"), {TABLE_ALONE: table_alone(next_year, 2021)})
    uk.withdraw(SLUG.format(2020), london("2021-06-30 11:00"), "They counted cakes.")
    uk.update(SLUG.format(2020), london("2021-06-30 11:00"), note="It is withdrawn.")
    assert newsroom.watch("2021-06-30T11:01") == (
        0,
        "2021-06-30 11:01 Bakers, England and Wales: 31 March 2020 was withdrawn: 2 stories that went out and 2 drafts wait "
        "for a decision\n  They counted cakes.\n  story 2, bakers-essex\n  story 3, bakers-kent\n"
        "2021-06-30 11:01 Bakers is out: 4 stories drafted, 1 correction owed\n",
        "",
    )


def test_a_year_of_releases_round_by_round(uk, tmp_path):
    room = Room(tmp_path, *both(uk))
    as_last_year(uk)
    assert room.round("2020-06-01 12:00")[2:] == [
        "announced: Bakers, England and Wales: 31 March 2020 is to come out: 30 June 2020 9:30am (confirmed)"
    ]
    assert room.next_at == london("2020-06-01 12:10")
    assert room.round("2020-06-01 12:10") == []
    asked(uk)

    # It is put off, which the feed does not tell: the page is looked at every day.
    uk.announce(SLUG.format(2020), TITLE.format(2020), london("2020-07-02 09:30"), "provisional")
    assert room.round("2020-06-02 12:20") == [
        "announced: Bakers, England and Wales: 31 March 2020 is to come out: 2 July 2020 9:30am (provisional)"
    ]
    # It is brought forward.
    uk.announce(SLUG.format(2020), TITLE.format(2020), london("2020-06-30 09:30"))
    assert room.round("2020-06-02 12:30") == [
        "announced: Bakers, England and Wales: 31 March 2020 is to come out: 30 June 2020 9:30am (confirmed)"
    ]
    assert room.round("2020-06-30 09:28") == []
    assert room.next_at == london("2020-06-30 09:29")
    assert room.round("2020-06-30 09:29") == []
    assert room.next_at == london("2020-06-30 09:29:30")
    room.clock.to("2020-06-30 09:29:59")
    assert room.round() == []
    assert room.next_at == london("2020-06-30 09:30:00.500000")
    published(uk)
    assert room.round("2020-06-30 09:30:00.500000") == ["release: Bakers is out: 4 stories drafted"]
    assert room.pages() == {
        "bakers-31-march-2019": ("stock", ""),
        "announcements/bakers-31-march-2020": ("done", ""),
        "bakers-31-march-2020": ("done", "bakers-2020"),
    }
    assert room.stories() == [
        ("bakers-kent-essex-estuary-echo", "draft", "Bakers up across Kent and Essex", ""),
        ("bakers-kent", "draft", "Bakers up in Kent", ""),
        ("bakers-essex", "draft", "Bakers down in Essex", ""),
        ("bakers-norfolk", "draft", "Bakers up in Norfolk", ""),
    ]
    assert room.round(room.next_at, at_once=False) == []
    assert room.next_at == london("2020-06-30 09:40:30.500000")  # it is out: there is no hurry any more

    for story in ("bakers-kent", "bakers-essex"):
        room.act("approve", story)
        room.act("file", story)
    uk.update(SLUG.format(2020), london("2020-07-02 09:30"), note="A quality report was added.")
    assert room.round("2020-07-02 10:00") == [
        "noted: Bakers, England and Wales: 31 March 2020: updated, its tables as they were: “A quality report was added.”"
    ]
    uk.update(SLUG.format(2020), london("2020-07-03 09:30"), {TABLES: plain(said="Now with a contents page")})
    assert room.round("2020-07-03 10:00") == [
        "noted: Bakers, England and Wales: 31 March 2020: published again, with the same figures"
    ]
    uk.update(
        SLUG.format(2020), london("2020-07-04 09:30"), {TABLES: plain(REVISED)}, note="Kent was revised."
    )
    assert room.round("2020-07-04 10:00") == [
        "release: Bakers was revised: 2 stories drafted, 1 correction owed",
        "corrections: Bakers: a story that went out owes a correction",
    ]
    assert room.came.events[-1].lines == (OWES.format(3),)

    # The file is replaced without a word, which no feed tells: the page is looked at every day.
    both_revised = replaced(REVISED, Essex=(870, 900))
    uk.update(SLUG.format(2020), london("2020-07-05 08:00"), {TABLES: plain(both_revised)}, minor=True)
    assert room.round("2020-07-05 09:50") == []
    assert room.round("2020-07-05 10:05") == [
        "release: Bakers was revised: 2 stories drafted, 2 corrections owed",
        "corrections: Bakers: a story that went out owes a correction",
    ]
    assert [line[:22] for line in room.came.events[-1].lines] == [
        "story 2, bakers-essex:"
    ]  # of Kent it was said

    # It is laid out otherwise, and mended.
    uk.update(SLUG.format(2020), london("2020-07-06 09:30"), {TABLES: plain(title="Persons who bake")})
    (held,) = room.round("2020-07-06 10:00")
    assert held == f"held: {HELD}"
    assert room.round("2020-07-07 11:00") == []
    uk.update(SLUG.format(2020), london("2020-07-08 09:30"), {TABLES: plain(both_revised, said="Mended")})
    assert room.round("2020-07-08 10:00") == [
        "noted: Bakers, England and Wales: 31 March 2020: published again, with the same figures"
    ]
    # Its publisher goes back to figures that were there before: that is news once more.
    uk.update(SLUG.format(2020), london("2020-07-09 09:30"), {TABLES: plain(REVISED)})
    assert (
        room.round("2020-07-09 10:00")[0]
        == "release: Bakers was revised: 2 stories drafted, 1 correction owed, 1 that went out rests on revised figures and holds"
    )
    assert owed(room) == {"bakers-kent": "figure"}

    # And forth, and back again.
    for day, figures, owes in (
        (10, both_revised, ["bakers-essex", "bakers-kent"]),
        (11, REVISED, ["bakers-kent"]),
        (12, both_revised, ["bakers-essex", "bakers-kent"]),
    ):
        uk.update(SLUG.format(2020), london(f"2020-07-{day} 09:30"), {TABLES: plain(figures)})
        room.round(f"2020-07-{day} 10:00")
        assert sorted(owed(room)) == owes

    # Withdrawn.
    uk.withdraw(SLUG.format(2020), london("2020-08-01 09:30"), "They counted cakes.")
    assert room.round("2020-08-01 12:00") == [
        "withdrawn: Bakers, England and Wales: 31 March 2020 was withdrawn: 2 stories that went out and 2 drafts wait for a decision"
    ]
    assert owed(room) == {
        "bakers-kent-essex-estuary-echo": "release",
        "bakers-kent": "figure",  # that comes first
        "bakers-essex": "figure",
        "bakers-norfolk": "release",
    }
    assert room.round("2020-08-02 12:10") == []

    # Next year's.
    uk.announce(SLUG.format(2021), TITLE.format(2021), london("2021-06-30 09:30"))
    assert len(room.round("2021-06-29 09:00")) == 1
    published(uk, 2021)  # which prints of the year before what was printed of it first
    assert room.round("2021-06-30 09:31") == [
        "release: Bakers is out: 4 stories drafted, 2 that went out rest on revised figures and hold"
    ]
    assert room.pages()["bakers-31-march-2021"] == ("done", "bakers-2021")
    assert len(room.stories()) == 8

    # One that is taken away, and a feed that ends.
    uk.unpublish(SLUG.format(2021))
    said, days = [], 0
    while not said and days < 30:
        days += 1
        said = room.round(room.next_at if days > 1 else "2021-07-01 09:40")
    assert said == [
        f"fault: Bakers, England and Wales: 31 March 2021: SITE/api/content{PATH.format(2021)}: it answers 410 (Gone). Check the address."
    ]
    while room.pages()["bakers-31-march-2021"][0] != "gone":
        said = room.round(room.next_at, at_once=False)
    assert said == ["noted: Bakers, England and Wales: 31 March 2021: its page is gone"]
    uk.end_feed()
    assert room.round("2021-08-01 12:00") == [
        f"fault: {name}: this feed has ended. Take it out of [watch], and look for the one after it."
        for name in ("FEED", "CALENDAR")
    ]
    assert room.round("2021-08-01 18:01") == []
    assert len(room.stories()) == 8
