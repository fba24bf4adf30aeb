"""What the desk shows of the watch: what is to come, what is watched, what came of it, and what was not told."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from desking import NOW, foreign, read, text_of, visitor

from storygen.archive.watching import (
    ANNOUNCED,
    CANCELLED,
    DONE,
    DUE,
    HELD,
    STOCK,
    WITHDRAWN,
    Event,
    Feed,
    Page,
    Watching,
)
from storygen.desk.watching import MOST

UK = "https://www.gov.uk/search/research-and-statistics.atom"
AT = "/government/statistics/"
HOSTILE = (
    '<script>alert(1)</script> "><img src=x onerror=alert(1)> \u202efdp.secivres\u2066 ' + "officers" * 100
)


def page(name, state, title="Police workforce", **more):
    """Return a page of the workforce pack."""
    return Page("police-workforce", AT + name, UK, title, state, **more)


def announced(name, days=None, state="confirmed", **more):
    """Return a release that is announced for so many days on."""
    expected = None if days is None else NOW + timedelta(days=days)
    return page(name, ANNOUNCED, expected=expected, came=f"is to come out: soon ({state})", **more)


@pytest.fixture
def memory(desk):
    return Watching(desk.archive)


@pytest.fixture
def shown(desk):
    """Give what shows a page to a reader."""

    def show(path="/watch", who="rita"):
        with visitor(desk, who) as client:
            answer = client.get(path)
        assert answer.status_code == 200
        return answer

    return show


def rows(answer, section):
    """Return the words of each cell of each row of the table of a *section*, its head left out."""
    lines = part_of(answer, section).text.split("<tr>")[2:]
    return [" | ".join(cell for cell in cells(line) if cell) for line in lines]


def cells(line):
    """Return the words of each cell of a row."""
    return [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in re.split(r"</t[dh]>", line)]


def part_of(answer, section):
    """Return the part of a page that is a *section*."""
    inside = answer.text.partition(f'id="{section}"')[2].partition("</section>")[0]
    return SimpleNamespace(text=inside)


# The page.


def test_where_nothing_is_watched_it_says_how_a_watch_is_begun(shown):
    assert text_of(shown(), "main") == [
        "The watch Nothing is watched yet. storygen watch begins: it asks the feeds that packs name, or looks into a "
        "folder, and writes what comes out. storygen watch --once goes round once, for a timer."
    ]


def test_the_calendar_has_what_is_to_come_by_its_hour_in_london_and_what_is_cancelled_last(memory, shown):
    memory.enter(
        pages=[
            announced("summer", 140),
            page("off", CANCELLED, "Officers by rank"),
            announced("undated", None, "provisional", display="May 2026", title="Use of force"),
            announced("spring", 20, "provisional", title="Police workforce, spring"),
            announced("over", -2, title="Long out"),
        ]
    )
    assert rows(shown(), "coming") == [
        "22 Mar 2026, 09:00 | Police workforce, spring | police-workforce | provisional",
        "20 Jul 2026, 10:00 | Police workforce | police-workforce | confirmed",
        "May 2026 | Use of force | police-workforce | provisional",
        "no day is named yet | Officers by rank | police-workforce | cancelled",
    ]


def test_each_feed_says_when_it_was_asked_when_again_and_what_is_wrong_with_it(memory, shown):
    ago, on = NOW - timedelta(minutes=5), NOW + timedelta(minutes=5)
    fault = f"{UK}: it is a web page, not a feed. See what the address gives in a browser."
    memory.enter(
        feeds=[
            Feed(UK, ago, on, faults=3, fault=fault),
            Feed("embargoed", ago, ago),
        ]
    )
    assert rows(shown(), "feeds") == [
        "embargoed | 2 Mar 2026, 08:55 | was due at 2 Mar 2026, 08:55 | nothing",
        f"{UK} | 2 Mar 2026, 08:55 | 2 Mar 2026, 09:05 | fault {fault} (3 times in turn)",
    ]


def test_pages_that_are_held_come_first_and_each_says_what_came_of_it_and_of_which_release(memory, shown):
    memory.enter(
        pages=[
            page("old", STOCK, "Police workforce, 2018"),
            page("new", DONE, came="43 stories drafted, 2 held", release="workforce-2019"),
            page("due", DUE, "Police workforce, 2021", tries=2, came="it is not there yet"),
            page("odd", HELD, "Police workforce, 2020", came="Table 1: no row of Kent"),
        ]
    )
    answer = shown()
    assert rows(answer, "pages") == [
        f"Police workforce, 2020 {AT}odd | held for a person | Table 1: no row of Kent | police-workforce",
        f"Police workforce, 2021 {AT}due | to be looked at (tried 2 times) | it is not there yet | police-workforce",
        f"Police workforce {AT}new | written | 43 stories drafted, 2 held | workforce-2019 | police-workforce",
        f"Police workforce, 2018 {AT}old | there before the watch | police-workforce",
    ]
    links = read(answer.text).links
    assert {"/releases/workforce-2019", f"https://www.gov.uk{AT}odd"} <= set(links)
    assert text_of(answer, "held") == ["held for a person"]


def test_a_file_of_a_folder_leads_nowhere(memory, shown):
    memory.enter(pages=[Page("police-workforce", "tables.ods", "/srv/embargoed", "tables.ods", DONE)])
    assert [link for link in read(shown().text).links if "tables" in link] == []


def test_of_very_many_pages_the_first_are_shown_and_the_others_counted(memory, shown):
    memory.enter(pages=[page(f"n{number}", STOCK) for number in range(MOST + 3)])
    answer = shown()
    assert len(rows(answer, "pages")) == MOST
    assert "3 more pages: storygen watched lists every one." in text_of(answer, "main")[0]


def test_what_was_done_last_stands_with_its_lines_the_last_first(memory, shown):
    memory.enter(
        events=[
            Event("1", NOW, "release", "Police workforce is out: 43 stories drafted", ("no row: Kent",), release="w-1"),
            Event("2", NOW, "corrections", "three stories owe a correction", tuple("abcde")),
            *(Event(f"n{number}", NOW, "noted", f"noted {number}") for number in range(49)),
        ]
    )  # fmt: skip
    answer = shown()
    (log,) = text_of(answer, "decisions")
    assert log.startswith("2 Mar 2026, 09:00 noted noted 48 2 Mar 2026, 09:00 noted noted 47 ")
    assert log.endswith(
        "noted 0 2 Mar 2026, 09:00 corrections three stories owe a correction"
        "5 lines of “three stories owe a correction”abcde"
    )
    assert len(text_of(answer, "li")) == 50


def test_an_alert_that_was_not_sent_says_by_which_way_why_and_when_it_is_tried_again(memory, shown):
    ways = {"release": ["desk-mail", "newsroom"], "held": ["desk-mail"]}
    memory.enter(
        events=[Event("1", NOW, "release", "It is out"), Event("2", NOW, "held", "It is held")], ways=ways
    )
    mail, hook, other = memory.untold()
    memory.told(mail, NOW, fault="the server was not there", again_at=NOW + timedelta(minutes=2))
    memory.told(hook, NOW, fault="the answer was 404")
    assert other.way == "desk-mail"
    assert text_of(part_of(shown(), "untold"), "li") == [
        "desk-mail: It is out the server was not there; tried 1 time, again at 2 Mar 2026, 09:02",
        "newsroom: It is out the answer was 404; tried 1 time, and given up",
        "desk-mail: It is held not tried yet",
    ]


def test_what_a_feed_or_a_page_says_is_never_more_than_text_and_turns_nothing_but_itself(memory, shown):
    memory.enter(
        feeds=[Feed("javascript:alert(1)", NOW, NOW, faults=1, fault=HOSTILE)],
        pages=[
            page("odd", HELD, HOSTILE, came=HOSTILE, release='"><b>x'),
            page("next", ANNOUNCED, HOSTILE, expected=NOW + timedelta(days=3), came=HOSTILE),
            page("later", ANNOUNCED, HOSTILE, display=HOSTILE, came=HOSTILE),
            Page("police-workforce", "javascript:alert(2)", "https://www.gov.uk/a.atom", HOSTILE, WITHDRAWN),
        ],
        events=[Event("1", NOW, "noted", HOSTILE, (HOSTILE,) * 6, release="../<i>")],
    )
    for path in ("/watch", "/"):
        answer = shown(path)
        assert foreign(answer.text) == []
        assert "officers" * 90 not in answer.text
        told = re.sub(r"<bdi>[^<]*</bdi>", "", answer.text)
        assert "\u202e" in answer.text
        assert "\u202e" not in told


# What leads to it.


def test_the_front_has_what_is_coming_and_who_must_look_at_what(memory, shown):
    memory.enter(
        feeds=[
            Feed(UK, NOW, NOW + timedelta(hours=1), faults=1, fault="it has ended"),
            Feed("https://www.gov.uk/dropped.atom", NOW, NOW - timedelta(days=9), faults=1, fault="it has ended"),
        ],
        pages=[
            page("odd", HELD),
            announced("yesterday", -0.5),
            announced("undated", None),
            *(announced(f"n{number}", 10 + number, title=f"Release {number}") for number in range(7)),
        ],
    )  # fmt: skip
    answer = shown("/")
    assert (
        "The watch: 1 feed or folder is at fault, 1 release is held for a person. See what it has seen"
        in text_of(answer, "note")
    )
    assert text_of(part_of(answer, "coming"), "li") == [
        f"{12 + number} Mar 2026, 09:00 Release {number} police-workforce, confirmed" for number in range(5)
    ]


def test_where_nothing_is_watched_the_front_says_nothing_of_it(shown):
    answer = shown("/")
    assert (text_of(answer, "note"), 'id="coming"' in answer.text) == ([], False)


def test_a_release_that_was_withdrawn_says_so_and_leads_to_its_stories(memory, desk, shown):
    memory.enter(
        pages=[
            page("out", WITHDRAWN, came="withdrawn: Kent was counted twice", release="workforce-2019"),
            page("other", WITHDRAWN, came="withdrawn: another", release="workforce-2018"),
        ]
    )
    desk.archive.note(desk.number("police-kent"), "question", at=NOW, why="it was withdrawn")
    answer = shown("/releases/workforce-2019")
    assert text_of(answer, "fault") == [
        "Its publisher has withdrawn it: Kent was counted twice. The stories that wait for a decision"
    ]
    assert text_of(shown("/stories?release=workforce-2019&only=withdrawn"), "list")[0].startswith("1 story")
    assert text_of(shown("/releases/mappa-2021"), "fault") == []
