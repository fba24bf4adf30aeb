"""Faults: whatever is the matter with a server, nothing is lost, no story is written, and it is said once."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from postal import web
from watching import (
    BAKERS,
    PATH,
    SLUG,
    TABLES,
    TITLE,
    Room,
    london,
    plain,
    published,
    read_plain,
    replaced,
    restored,
    tables,
)

from storygen.facts.sheet import read_sheets
from storygen.fetching.fetch import FEED, Fetched, fetch
from storygen.testing.faults import FAULTS
from storygen.testing.govuk import GovUK
from storygen.watch import look_again, next_at, round_of

PATIENCE = {"seconds": 10.0}
"""For how long an answer is waited for: not at all long where it is sure not to come."""


def hurried(address, bounds, **known):
    """Fetch, with no more patience than that."""
    return fetch(address, replace(bounds, **PATIENCE), **known)


def read_workbook(path):
    """Read a workbook, or what is drawn as one."""
    return read_plain(path) if path.read_bytes()[:1] == b"{" else read_sheets(path)


class Stand:
    """A newsroom to which a release comes again and again, each time as if for the first."""

    def __init__(self, folder, uk, watch, room):
        self.uk, self.watch, self.room = uk, watch, room
        self.pages = dict(uk._pages)
        self.home, self.before = room.settings.home, folder / "before"
        shutil.copytree(self.home, self.before)

    def anew(self, fault=""):
        """Go back to the day before the release, of which something is to fail."""
        PATIENCE["seconds"] = 0.5 if fault in ("drip", "slow_headers") else 10.0
        self.watch.look.room.archive.close()
        restored(self.home, self.before)
        self.uk._faults.clear()
        self.uk._pages.update(self.pages)
        self.uk.asked.clear()
        self.room.clock.to("2020-06-30 09:31")
        return self

    def round(self, **how):
        """Go round once, and return what was said."""
        came = round_of(self.watch, **how)
        return [f"{each.kind}: {self.room.told(each.said)}" for each in came.events]

    def later(self):
        """Go round as often as it takes until something is asked again, and return what was said."""
        many = len(self.uk.asked)
        for _ in range(100):
            self.room.clock.to(next_at(self.watch))
            said = self.round()
            if len(self.uk.asked) > many:
                break
        return said


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    """Give such a newsroom; its release is out."""
    folder = tmp_path_factory.mktemp("faults")
    with GovUK() as uk:
        room = Room(folder / "newsroom", uk.finder("home-office"), fetch=hurried)
        room.round("2020-06-29 12:00")
        published(uk)
        with room.opened() as watch:
            yield Stand(folder, uk, watch, room)


OUT = "release: Bakers is out: 4 stories drafted"
WELL = "noted: FEED is well again, after it was not twice"
CUT, LATER = "it was cut off on its way. Try again later.", "Check the address, or try again later."
NEVER = "169.254.169.254 is at 169.254.169.254, which is not on the public internet. Such addresses are never asked."
SAID = {
    "html": f"FEED: it is a web page, not a feed that we know. {LATER}",
    "empty": f"FEED: it is empty. {LATER}",
    "cut": f"FEED: {CUT}",
    "drip": "FEED: it was not all there within 0.5 seconds. Try again later.",
    "slow_headers": "FEED: it was not all there within 0.5 seconds. Try again later.",
    "redirect_private": f"http://169.254.169.254/latest/meta-data/: {NEVER}",
    "redirect_loop": "FEED: it redirects more than 5 times. Check the address.",
    "404": "FEED: it answers 404 (Not Found). Check the address.",
    "429": "FEED: it answers 429 (Too Many Requests). It asks to be left alone for 120 seconds.",
    "500": "FEED: it answers 500 (Internal Server Error). Try again later.",
    "503": "FEED: it answers 503 (Service Unavailable). It asks to be left alone for 60 seconds.",
    "huge": "FEED: it is larger than 8 MB. Check the address.",
    "bomb": "FEED: it is larger than 8 MB. Check the address.",
    "not_gzip": "FEED: it says that it is gzipped, and is not. Try again later.",
    "wrong_length": f"FEED: it was cut off: its end is missing. {LATER}",
    "reset": f"FEED: {CUT}",
    "bad_json": f"FEED: it is not a feed: not well-formed (invalid token) in line 1. {LATER}",
    "bad_xml": f"FEED: it is not a feed: not well-formed (invalid token) in line 1. {LATER}",
}
"""What is said of a feed. One that leads elsewhere asks for a name of another's, and dates are left out."""


def test_what_may_be_the_matter_with_an_answer_is_all_looked_at():
    assert FAULTS.keys() - SAID.keys() == {"redirect", "bad_date"}


@pytest.mark.parametrize("kind", SAID)
def test_a_feed_that_fails_twice_is_said_to_once_and_then_the_release_comes(stand, kind):
    stand.anew(kind)
    stand.uk.fault("feed", kind, 2)
    assert stand.round() == [f"fault: {SAID[kind]}"]
    assert stand.room.stories() == []
    assert stand.later() == []
    assert stand.room.stories() == []
    assert stand.room.clock.at == london("2020-06-30 09:41")
    assert stand.later() == [WELL, OUT]
    assert stand.room.clock.at == london("2020-06-30 10:01")  # twice as long after the second
    assert len(stand.room.stories()) == 4


@pytest.mark.parametrize("where", ["api", "file"])
@pytest.mark.parametrize("kind", SAID)
def test_a_page_or_a_file_that_fails_is_said_to_once_and_then_the_release_comes(stand, kind, where):
    stand.anew(kind)
    times = 2 if kind in ("500", "html") else 1
    stand.uk.fault(where, kind, times)
    said = stand.round()
    if kind == "404":  # which may be, for a minute, of what is not there yet
        assert said == []
    else:
        (fault,) = said
        assert fault.startswith("fault: Bakers, England and Wales: 31 March 2020: ")
    assert stand.room.stories() == []
    if times == 2:
        assert stand.later() == []
    assert stand.later() == [OUT]
    assert stand.room.clock.at <= london("2020-06-30 09:34")
    assert len(stand.room.stories()) == 4


@pytest.mark.parametrize("where", ["feed", "api"])
def test_dates_that_are_none_are_left_out_and_the_release_comes_all_the_same(stand, where):
    stand.anew()
    stand.uk.fault(where, "bad_date")
    said = stand.round()
    assert said == [OUT] if where == "feed" else said[0].startswith("held: ")
    while OUT not in said:
        said = stand.later()
    assert len(stand.room.stories()) == 4


def test_a_fault_is_said_once_however_often_it_is_another_and_asked_about_later_and_later(stand):
    stand.anew()
    for kind in ("500", "html", "reset", "503", "empty"):
        stand.uk.fault("feed", kind)
    assert len(stand.round()) == 1
    waits = []
    for _ in range(4):
        before = stand.room.clock.at
        assert stand.later() == []
        waits.append((stand.room.clock.at - before).total_seconds() / 60)
    assert waits == [10, 20, 40, 80]
    feed = stand.watch.look.memory.feeds()[0]
    assert (feed.faults, feed.etag != "", feed.stocked) == (5, True, True)
    assert stand.later() == ["noted: FEED is well again, after it was not 5 times", OUT]
    assert stand.room.clock.at == london("2020-06-30 14:41")
    assert len(stand.room.stories()) == 4


def test_a_host_that_asks_to_be_left_alone_is_for_all_that_is_on_it(stand):
    stand.anew()
    stand.round()
    stand.uk.update(SLUG.format(2020), london("2020-07-01 09:00"), note="A note.")
    stand.uk.fault("feed", "503")
    stand.room.clock.to("2020-07-01 09:32")  # its page is due, too
    stand.uk.asked.clear()
    assert [each[:6] for each in stand.round()] == ["fault:"]
    assert [each.status for each in stand.uk.asked] == [503]
    assert next_at(stand.watch) == london("2020-07-01 09:33")
    stand.later()
    assert [each.path[:12] for each in stand.uk.asked[1:]] == [
        "/api/content",
        f"/media/{stand.uk.asked[-1].path[7:12]}",
    ]


def test_it_is_asked_no_more_than_need_be_and_about_what_is_known_conditionally(stand):
    stand.anew()
    stand.round()
    stand.uk.asked.clear()
    stand.room.clock.to("2020-06-30 10:00")
    while stand.room.clock.at < london("2020-06-30 16:00"):
        stand.later()
    kinds = [each.path.split("?")[0].rpartition("/")[0] for each in stand.uk.asked]
    assert set(kinds) == {"/search"}
    assert len(kinds) == 6 * 6 + 1
    assert {each.status for each in stand.uk.asked} == {304}
    assert all(
        each.headers.get("If-None-Match") or each.headers.get("if-none-match") for each in stand.uk.asked
    )
    stand.uk.asked.clear()
    stand.room.clock.to("2020-07-01 09:31")  # a day after it was looked at
    stand.round()
    assert [(each.path[:12], each.status) for each in stand.uk.asked] == [
        ("/search/rese", 304),
        ("/api/content", 304),
    ]


def test_a_clock_that_was_ahead_and_is_set_right_stops_nothing(stand):
    stand.anew()
    stand.room.clock.to("2031-01-01 09:31")
    stand.uk.fault("feed", "500")
    stand.round()
    stand.room.clock.to("2020-06-30 09:32")
    assert stand.round() == ["noted: FEED is well again, after it was not once", OUT]


def test_a_release_that_is_dated_a_little_ahead_of_our_clock_is_news_and_one_far_ahead_is_when_its_time_comes(
    stand,
):
    stand.anew()
    stand.room.clock.to("2020-06-30 09:26")
    assert stand.round() == [OUT]
    stand.anew()
    stand.room.clock.to("2020-06-30 09:00")
    assert stand.round() == []
    stand.room.clock.to("2020-06-30 09:31")
    assert stand.round() == [OUT]  # although the feed has not changed since


def test_a_page_that_is_older_than_its_feed_says_is_asked_for_again_in_a_minute(stand):
    stand.anew()
    stand.round()
    stand.uk.update(
        SLUG.format(2020), london("2020-07-02 09:30"), {TABLES: plain(replaced(BAKERS, Kent=(1050, 1000)))}
    )
    feed = hurried(stand.room.feeds[0], FEED, loopback=True).body
    fresh = stand.uk._pages[PATH.format(2020)]
    stand.uk._keep(stand.pages[PATH.format(2020)])
    lagging = replace(
        stand.watch.look,
        fetch=lambda address, bounds, **known: (
            replace(hurried(address, bounds, loopback=True), body=feed)
            if "/search/" in address
            else hurried(address, bounds, **known)
        ),
    )
    watch = replace(stand.watch, look=lagging)
    stand.room.clock.to("2020-07-02 09:31")
    assert round_of(watch).events == []
    assert next_at(watch) == london("2020-07-02 09:32")
    stand.uk._keep(fresh)
    stand.room.clock.to("2020-07-02 09:32")
    assert [each.kind for each in round_of(watch).events] == ["release"]


# Alerts.


def alerted(home, *entries):
    """Write alerts.toml."""
    text = "".join(
        f'[[alert]]\nby = "webhook"\nto = "{to}"\nname = "{name}"\nloopback = true\n' for name, to in entries
    )
    (home / "alerts.toml").write_text(text, encoding="utf-8")


def heard(came):
    """Return what was heard: of what kind, and in what words."""
    said = [json.loads(body) for _, _, body in came]
    return [(each["kind"], each["headline"]) for each in said]


def test_each_way_hears_of_each_event_once_and_of_what_it_could_not_take_later(tmp_path):
    with GovUK() as uk, web(*[200] * 99) as (one, first), web(500, 500, *[200] * 99) as (two, second):
        room = Room(tmp_path, uk.finder("home-office"))
        alerted(room.settings.home, ("one", one), ("two", two))
        said = []
        room.round("2020-06-29 12:00", say=lambda event: said.append(event.said))
        assert (first, second) == ([], [])  # that something was noted is no alert
        published(uk)
        room.round("2020-06-30 09:31", say=lambda event: said.append(event.said))
        assert heard(first) == [("release", "Bakers is out: 4 stories drafted")]
        assert said[-1].startswith("“Bakers is out: 4 stories drafted” could not be told of by two: ")
        room.round("2020-06-30 09:31:30")
        assert len(second) == 1
        room.round("2020-06-30 09:32")
        room.round("2020-06-30 09:34")
        room.round("2020-06-30 09:44")
        assert heard(first) == [("release", "Bakers is out: 4 stories drafted")]
        assert heard(second) == [("release", "Bakers is out: 4 stories drafted")] * 3
        assert {headers["Idempotency-Key"] for _, headers, _ in second} == {
            headers["Idempotency-Key"] for _, headers, _ in first
        }
        with room.memory() as memory:
            assert memory.untold() == []


def test_an_alert_that_nobody_takes_is_given_up_after_some_days_and_asked_about_no_more(tmp_path):
    with GovUK() as uk, web(*[500] * 99) as (hook, came):
        room = Room(tmp_path, uk.finder("home-office"))
        alerted(room.settings.home, ("hook", hook))
        room.round("2020-06-29 12:00")
        published(uk)
        said = []
        with room.opened(say=lambda event: said.append(event.said)) as watch:
            room.clock.to("2020-06-30 09:31")
            for _ in range(40):
                round_of(watch)
                room.clock.to(room.clock.at + timedelta(hours=6, minutes=1))
            assert [each.due_at for each in watch.look.memory.untold()] == [None]
            round_of(watch)
            assert next_at(watch) == watch.look.at + watch.every
        assert len(came) == 12
        assert [line.partition(" could")[0] for line in said[1:]] == [
            "“Bakers is out: 4 stories drafted”"
        ] * 2
        assert said[-1].endswith("It is given up")


# Packs and feeds.


def test_two_packs_on_one_feed_each_write_their_own_and_the_feed_is_asked_once(tmp_path):
    with GovUK() as uk:
        room = Room(tmp_path, uk.finder("home-office"), packs=("bakers", "bakeries"))
        room.round("2020-06-29 12:00")
        published(uk)
        uk.asked.clear()
        assert room.round("2020-06-30 09:31") == [OUT, OUT]
        assert [each.path[:8] for each in uk.asked].count("/search/") == 1
        with room.memory() as memory:
            assert [(page.pack, page.release) for page in memory.pages()] == [
                ("bakers", "bakers-2020"),
                ("bakeries", "bakeries-2020"),
            ]


def test_one_page_that_two_feeds_tell_of_is_looked_at_once(tmp_path):
    with GovUK() as uk:
        room = Room(tmp_path, uk.finder("home-office"), uk.organisation("home-office"))
        room.round("2020-06-29 12:00")
        published(uk)
        uk.asked.clear()
        assert room.round("2020-06-30 09:31") == [OUT]
        assert [each.path[:8] for each in uk.asked].count("/api/con") == 1
        assert room.round("2020-06-30 09:41") == []
        uk.update(SLUG.format(2020), london("2020-07-01 09:30"), note="A note was added.")
        assert len(room.round("2020-07-01 09:41")) == 1


def test_what_was_there_before_is_written_when_that_is_asked_for_and_once(tmp_path):
    with GovUK() as uk:
        published(uk)
        room = Room(tmp_path, uk.finder("home-office"))
        assert room.round("2020-07-01 12:00") == [
            "noted: FEED is watched from now on. 1 of ours is there already, and only remembered; --backfill writes it"
        ]
        assert room.round("2020-07-01 12:10") == []
        assert room.round("2020-07-01 12:20", backfill=True) == [OUT]
        assert room.round("2020-07-01 12:30", backfill=True) == []
        assert room.round("2020-07-02 12:30", backfill=True) == []
        assert len(room.stories()) == 4


def test_an_old_page_that_is_new_to_us_is_no_news_but_what_it_revises_is(tmp_path):
    with GovUK() as uk:
        room = Room(tmp_path, uk.finder("home-office"))
        room.round("2021-01-01 12:00")
        published(uk)
        uk.update(SLUG.format(2020), london("2021-01-02 09:30"), note="It is there again.")
        assert room.round("2021-01-02 09:31") == [
            "noted: Bakers, England and Wales: 31 March 2020: it is older than the watch, and no release of ours came from it"
        ]
        assert room.stories() == []
        assert room.round("2021-01-02 09:41", backfill=True) == [OUT]


def test_an_old_page_that_revises_a_release_that_came_by_hand_finds_what_rests_on_it(tmp_path):
    with GovUK() as uk:
        room = Room(tmp_path, uk.finder("home-office"), read=read_workbook)
        file = tmp_path / TABLES
        file.write_bytes(tables(tmp_path))
        room.round("2021-01-01 12:00")
        room.act("add", "bakers", file, "--published", "2020-06-30")
        room.act("batch", "bakers", "--keep", "--quiet")
        room.act("approve", "bakers-kent")
        room.act("file", "bakers-kent")
        published(uk, file=plain(replaced(BAKERS, Kent=(1050, 1000))))
        uk.update(SLUG.format(2020), london("2021-01-02 09:30"), note="Kent was revised.")
        said = room.round("2021-01-02 09:31")
        assert said[-1] == "corrections: Bakers: a story that went out owes a correction"


def test_two_pages_that_claim_to_be_one_release_are_for_a_person(tmp_path):
    with GovUK() as uk:
        room = Room(tmp_path, uk.finder("home-office"))
        room.round("2020-06-29 12:00")
        published(uk)
        room.round("2020-06-30 09:31")
        uk.publish(
            "bakers-again",
            TITLE.format(2020),
            london("2020-07-01 09:30"),
            {TABLES: plain(replaced(BAKERS, Kent=(9, 1000)))},
        )
        assert room.round("2020-07-01 09:31") == [
            "held: Bakers, England and Wales: 31 March 2020 is held: bakers-2020: it came from another page, "
            f"{PATH.format(2020)}. Look at it; “storygen add bakers FILE” takes it in by hand."
        ]
        assert len(room.stories()) == 4


def test_a_pack_that_is_broken_while_it_is_watched_stops_no_other_and_is_said(tmp_path):
    with GovUK() as uk:
        feed = uk.finder("home-office")
        room = Room(tmp_path, feed, packs=("bakers", "bakeries"))
        room.round("2020-06-29 12:00")
        published(uk)
        pack = tmp_path / "templates" / "bakeries" / "story.j2"
        sound = pack.read_text(encoding="utf-8")
        with room.opened() as watch:
            pack.write_text("{% block headline %}{{ nonsense(", encoding="utf-8")
            room.clock.to("2020-06-30 09:31")
            events = round_of(watch).events
        assert [each.kind for each in events] == ["release", "held"]
        assert "bakeries/story.j2" in events[1].said
        assert len(room.stories()) == 4
        pack.write_text(sound, encoding="utf-8")
        assert room.round("2020-07-01 09:41") == [OUT]
        assert len(room.stories()) == 8


def test_what_is_held_is_looked_at_again_at_once_when_that_is_asked_for(tmp_path):
    with GovUK() as uk:
        room = Room(tmp_path, uk.finder())
        room.round("2020-06-29 12:00")
        published(uk)
        path = tmp_path / "templates" / "bakers" / "pack.toml"
        whole = path.read_text("utf-8")
        path.write_text(whole.replace("Bakers by police force area", "Bakers by oven"), encoding="utf-8")
        (held,) = room.round("2020-06-30 09:31")
        assert held.startswith("held: Bakers, England and Wales: 31 March 2020 is held: ")
        assert "no sheet is titled “Bakers by oven” in “Headcount”; its sheets are Contents, Table 1" in held
        path.write_text(whole, encoding="utf-8")
        assert room.round("2020-06-30 09:32") == []
        with room.opened() as watch:
            look_again(watch)
        assert room.round("2020-06-30 09:33") == ["release: Bakers is out: 4 stories drafted"]


def test_a_release_whose_new_tables_cannot_be_read_is_held_and_well_again_with_the_old(tmp_path):
    with GovUK() as uk:
        room = Room(tmp_path, uk.finder())
        room.round("2020-06-29 12:00")
        published(uk)
        room.round("2020-06-30 09:31")
        name = SLUG.format(2020)
        uk.update(name, london("2020-07-01 09:30"), {TABLES: plain(title="Cakes by police force area")})
        room.round("2020-07-01 09:31")
        assert room.pages() == {name: ("held", "bakers-2020")}
        uk.update(name, london("2020-07-02 09:30"), {TABLES: plain()}, note="The old tables again.")
        assert room.round("2020-07-02 09:31") == [
            "noted: Bakers, England and Wales: 31 March 2020: updated, its tables as they were: “The old tables again.”"
        ]
        assert room.pages() == {name: ("done", "bakers-2020")}


def test_ons_tells_of_days_and_what_is_out_is_for_a_person(tmp_path):
    coming, out = london("2020-06-30 09:30"), "Bakers: Bakers, England and Wales, 31 March 2020"
    with GovUK() as uk:
        calendar = f"{uk.address}/releasecalendar?rss&release-type=type-upcoming"
        room = Room(tmp_path, calendar, fetch=ons(coming, out))
        assert room.round("2020-06-01 12:00")[1:] == [f"announced: {out} is to come out: 30 June 2020, 09:30"]
        assert room.next_at <= coming
        assert room.round("2020-06-30 09:29") == []
        assert room.round("2020-06-30 09:31") == [
            f"held: {out} is held: {out}: it is out, and nothing says where its tables are. Download them into a "
            "watched folder, or use “storygen add bakers FILE”."
        ]
        assert room.round("2020-07-01 09:31") == []


def ons(at, title):
    """Return what fetches a calendar of ONS with one release in it, and nothing else."""
    body = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>
<title>ONS Release Calendar RSS Feed.</title><link>https://www.ons.gov.uk/releasecalendar</link>
<item><title>{title}</title><link>https://www.ons.gov.uk/releases/bakers</link>
<guid>https://www.ons.gov.uk/releases/bakers</guid><pubDate>{format_datetime(at)}</pubDate></item>
</channel></rss>"""

    def fetch(address, bounds, **said):
        assert "/releasecalendar" in address, "nothing else is asked of ONS"
        return Fetched(address, 200, body.encode(), "", "", "application/rss+xml")

    return fetch
