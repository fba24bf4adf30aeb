from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storygen.archive.archive import Archive
from storygen.archive.watching import ANNOUNCED, DONE, DUE, STOCK, Event, Feed, Page, Watching

NOON = datetime(2020, 6, 30, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FEED = Feed("https://example.org/feed", NOON, NOON + HOUR, etag='W/"1"', newest=NOON - HOUR, stocked=True)
PAGE = Page(
    "bakers", "/government/statistics/bakers", FEED.address, "Bakers", DUE, seen=NOON - HOUR, due_at=NOON
)
OUT = Event("bakers 1", NOON, "release", "Bakers is out", ("one line", "another"), "bakers", "bakers-2020")


@pytest.fixture
def memory():
    """Give the memory of a watch that has seen nothing."""
    archive = Archive("sqlite://")
    yield Watching(archive)
    archive.close()


def test_what_is_entered_is_remembered_as_it_was(memory):
    assert memory.enter(feeds=[FEED], pages=[PAGE], events=[OUT]) == [OUT]
    assert memory.feeds() == [FEED]
    assert memory.feed(FEED.address) == FEED
    assert memory.feed("https://example.org/other") is None
    assert memory.page("bakers", PAGE.path) == PAGE
    assert memory.page("cakes", PAGE.path) is None
    assert memory.events() == [OUT]


def test_of_a_feed_and_a_page_the_last_that_was_entered_counts(memory):
    memory.enter(feeds=[FEED], pages=[PAGE])
    feed, page = (
        replace(FEED, faults=2, fault="it is empty"),
        replace(PAGE, state=DONE, release="bakers-2020", due_at=None),
    )
    memory.enter(feeds=[feed], pages=[page])
    assert (memory.feeds(), memory.pages()) == ([feed], [page])


def test_one_page_may_concern_two_packs(memory):
    both = [PAGE, replace(PAGE, pack="cakes")]
    memory.enter(pages=both)
    assert memory.pages() == both


def test_an_event_is_entered_once_whatever_it_says_the_second_time(memory):
    memory.enter(events=[OUT], ways={"release": ["hook"]})
    assert memory.enter(events=[replace(OUT, said="Bakers is out again")], ways={"release": ["hook"]}) == []
    assert memory.events() == [OUT]
    assert [(each.way, each.event) for each in memory.untold()] == [("hook", OUT)]


def test_all_is_entered_or_nothing(memory):
    broken = replace(OUT, kind=None)
    with pytest.raises(Exception, match="NOT NULL"):
        memory.enter(feeds=[FEED], pages=[PAGE], events=[OUT, replace(broken, key="bakers 2")])
    assert (memory.feeds(), memory.pages(), memory.events()) == ([], [], [])


def test_pages_are_found_by_what_became_of_them_and_by_pack(memory):
    pages = [
        replace(PAGE, path=f"/{number}", state=state, pack=pack)
        for number, (state, pack) in enumerate([(STOCK, "bakers"), (DONE, "bakers"), (ANNOUNCED, "cakes")])
    ]
    memory.enter(pages=pages)
    assert memory.pages(STOCK, ANNOUNCED) == [pages[0], pages[2]]
    assert memory.pages(STOCK, ANNOUNCED, pack="cakes") == [pages[2]]
    assert memory.pages(pack="bakers") == pages[:2]


@pytest.mark.parametrize(
    "due_at, due",
    [
        pytest.param(NOON - HOUR, True, id="an hour ago"),
        pytest.param(NOON, True, id="now"),
        pytest.param(NOON + MINUTE, False, id="in a minute"),
        pytest.param(NOON + timedelta(days=400), True, id="by a clock that was wrong"),
        pytest.param(None, False, id="never"),
    ],
)
def test_a_page_is_due_when_its_time_has_come(memory, due_at, due):
    page = replace(PAGE, due_at=due_at)
    memory.enter(pages=[page])
    assert memory.due(NOON) == ([page] if due else [])


def test_each_way_that_hears_of_a_kind_is_told_and_no_other(memory):
    ways = {"release": ["hook", "mail"], "held": ["mail"]}
    held = Event("bakers 2", NOON, "held", "Bakers is held")
    noted = Event("bakers 3", NOON, "noted", "Bakers is as it was")
    memory.enter(events=[OUT, held, noted], ways=ways)
    assert [(each.way, each.event.key) for each in memory.untold(NOON)] == [
        ("hook", "bakers 1"),
        ("mail", "bakers 1"),
        ("mail", "bakers 2"),
    ]


def test_who_was_told_is_told_no_more_and_who_was_not_when_it_is_due_again(memory):
    memory.enter(events=[OUT], ways={"release": ["hook", "mail", "gone"]})
    hook, mail, gone = memory.untold(NOON)
    memory.told(hook, NOON)
    memory.told(mail, NOON, fault="no answer", again_at=NOON + MINUTE)
    memory.told(gone, NOON, fault="no way is called that any more")
    assert memory.untold(NOON) == []
    later = replace(mail, tries=1, fault="no answer", due_at=NOON + MINUTE)
    assert memory.untold(NOON + MINUTE) == [later]
    given_up = replace(gone, tries=1, fault="no way is called that any more", due_at=None)
    assert memory.untold() == [later, given_up]


def test_events_are_found_by_kind_and_pack_and_the_last_first(memory):
    events = [
        replace(OUT, key=str(number), pack=pack) for number, pack in enumerate(["bakers", "cakes", "bakers"])
    ]
    memory.enter(events=[*events, replace(OUT, key="held", kind="held")])
    assert memory.events_of("release", "bakers") == [events[0], events[2]]
    assert [event.key for event in memory.events(2)] == ["held", "2"]
