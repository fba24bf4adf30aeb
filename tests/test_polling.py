from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storygen.polling import EVERY, back_off, is_due, next_poll

LONDON = ZoneInfo("Europe/London")
RELEASE = datetime(2020, 6, 30, 9, 30, tzinfo=LONDON)


def wait(said, chance=0.5, every=EVERY, expected=(RELEASE,), **how):
    """Return after how many seconds a feed is asked again that was asked when a clock in London showed that."""
    at = datetime.fromisoformat(f"2020-06-{said}").replace(tzinfo=LONDON)
    return (next_poll(at, every, chance, expected=expected, **how) - at).total_seconds()


@pytest.mark.parametrize(
    "said, seconds",
    [
        pytest.param("29 12:00", 600, id="on any day as often as is said"),
        pytest.param("30 09:00", 600, id="an hour before it is due, likewise"),
        pytest.param("30 09:22", 420, id="but not beyond the minute before it"),
        pytest.param("30 09:29", 30, id="then every half minute"),
        pytest.param("30 09:29:50", 10.5, id="and at that very moment"),
        pytest.param("30 09:30", 30, id="and after it"),
        pytest.param("30 09:59:59", 30, id="for half an hour"),
        pytest.param("30 10:00", 600, id="and no longer"),
    ],
)
def test_a_feed_is_asked_closest_when_its_release_is_due(said, seconds):
    assert wait(said) == seconds


@pytest.mark.parametrize(
    "chance, seconds",
    [
        pytest.param(0, 540, id="a tenth sooner at the most"),
        pytest.param(0.5, 600, id="just then"),
        pytest.param(1, 660, id="a tenth later"),
    ],
)
def test_not_all_who_watch_ask_at_once(chance, seconds):
    assert wait("29 12:00", chance) == seconds


def test_at_the_moment_of_a_release_all_ask_within_a_second_but_not_at_one_instant():
    assert [wait("30 09:29:40", chance) for chance in (0, 0.3, 1)] == [20, 20.3, 21]


@pytest.mark.parametrize(
    "faults, again, minutes",
    [
        pytest.param(1, 0, 10, id="the first time no later"),
        pytest.param(2, 0, 20, id="then twice as long"),
        pytest.param(5, 0, 160, id="and twice as long again"),
        pytest.param(7, 0, 360, id="at the most six hours"),
        pytest.param(10_000, 0, 360, id="however often"),
        pytest.param(1, 120, 10, id="what a server asks for has passed by then"),
        pytest.param(1, 3600, 60, id="or is waited for"),
        pytest.param(1, 10**9, 1440, id="but not for ever"),
    ],
)
def test_a_feed_that_fails_is_asked_later_and_later(faults, again, minutes):
    assert wait("30 09:30", faults=faults, again=again) == minutes * 60


def test_no_feed_is_asked_more_often_than_every_half_minute():
    assert wait("29 12:00", every=timedelta(seconds=1)) == 30
    assert wait("30 09:30", every=timedelta(seconds=1)) == 30


def test_of_several_releases_to_come_the_next_counts():
    later = RELEASE + timedelta(minutes=5)
    assert wait("30 09:25", expected=(later, RELEASE)) == 240
    assert wait("30 09:29:50", expected=(later, RELEASE)) == 10.5


def test_the_moment_is_one_of_londons_summer_too():
    winter = datetime(2020, 1, 30, 9, 30, tzinfo=LONDON)
    assert wait("30 09:29:50", expected=(winter,)) == 600
    in_utc = RELEASE.astimezone(ZoneInfo("UTC"))
    assert wait("30 09:29:50", expected=(in_utc,)) == 10.5


@pytest.mark.parametrize(
    "tries, again, minutes",
    [
        (1, 0, 1),
        (2, 0, 2),
        (4, 0, 8),
        (9, 0, 256),
        (10, 0, 360),
        (500, 0, 360),
        (1, 90, 1.5),
        (1, 10**7, 1440),
    ],
)
def test_what_fails_is_tried_again_after_twice_as_long_each_time(tries, again, minutes):
    assert back_off(RELEASE, tries, again) - RELEASE == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "hours, due",
    [(-1, True), (0, True), (0.001, False), (24, False), (26.4, False), (29, True), (24 * 365, True)],
)
def test_what_was_put_off_further_than_anything_ever_is_was_put_off_by_a_wrong_clock(hours, due):
    assert is_due(RELEASE + timedelta(hours=hours), RELEASE) is due
