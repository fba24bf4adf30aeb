"""The small GOV.UK: it speaks in the forms of the real one, and fails when it is told to."""

import gzip
import http.client
import json
from datetime import UTC, datetime, timedelta

import pytest

from storygen.feed import read_feed
from storygen.fetching.fetch import PAGE, fetch
from storygen.sources.web import page_address, read_page, tables_of
from storygen.testing.faults import BOMB, FAULTS, MIB, bomb
from storygen.testing.govuk import ONS, GovUK

SUMMER, WINTER = datetime(2021, 7, 28, 8, 30, tzinfo=UTC), datetime(2021, 12, 16, 9, 30, tzinfo=UTC)
WORKFORCE = "police-workforce-2021"
STATISTICS = "/government/statistics"


@pytest.fixture
def uk():
    with GovUK() as uk:
        uk.publish(
            WORKFORCE,
            "Police workforce & more: 2021",
            at=SUMMER,
            files={"open-data-tables.ods": b"PK tables"},
            description="How many officers there are.",
        )
        uk.asked.clear()
        yield uk


def given(address: str) -> str:
    return fetch(address, PAGE, loopback=True).body.decode()


def page(uk, slug=WORKFORCE):
    address = page_address(uk.finder(), f"{STATISTICS}/{slug}")
    return read_page(given(address).encode(), address)


def raw(uk, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask without the house's own fetching."""
    line = http.client.HTTPConnection(uk.address.removeprefix("http://"), timeout=2)
    try:
        line.request("GET", address.removeprefix(uk.address), headers=headers)
        answer = line.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        line.close()


def test_the_feed_of_the_search(uk):
    assert given(uk.finder("home-office")) == """<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">
  <id>tag:www.gov.uk,2005:/search/research-and-statistics</id>
  <link rel="alternate" type="text/html" href="https://www.gov.uk"/>
  <link rel="self" type="application/atom+xml" href="https://www.gov.uk/search/research-and-statistics.atom?content_store_document_type=statistics_published&amp;organisations%5B%5D=home-office&amp;order=updated-newest"/>
  <title>Research and statistics from Home Office</title>
  <updated>2021-07-28T09:30:00+01:00</updated>
  <author>
    <name>HM Government</name>
  </author>
  <entry>
    <id>tag:www.gov.uk,2005:/government/statistics/police-workforce-2021</id>
    <updated>2021-07-28T09:30:00+01:00</updated>
    <link rel="alternate" type="text/html" href="https://www.gov.uk/government/statistics/police-workforce-2021"/>
    <title>Police workforce &amp; more: 2021</title>
    <summary type="html">How many officers there are.</summary>
  </entry>
</feed>
"""  # fmt: skip


def test_the_feed_of_an_organisation(uk):
    assert given(uk.organisation("home-office")) == """<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en-GB" xmlns="http://www.w3.org/2005/Atom">
  <id>https://www.gov.uk/government/organisations/home-office.atom</id>
  <link rel="alternate" type="text/html" href="https://www.gov.uk"/>
  <link rel="self" type="application/atom+xml" href="https://www.gov.uk/government/organisations/home-office.atom"/>
  <title>Home Office - Activity on GOV.UK</title>
  <updated>2021-07-28T08:30:00Z</updated>
  <author>
    <name>HM Government</name>
  </author>
  <entry>
    <id>https://www.gov.uk/government/statistics/police-workforce-2021#2021-07-28T08:30:00Z</id>
    <updated>2021-07-28T08:30:00Z</updated>
    <link rel="alternate" type="text/html" href="https://www.gov.uk/government/statistics/police-workforce-2021"/>
    <title>Official Statistics: Police workforce &amp; more: 2021</title>
    <category label="Official Statistics" term="Official Statistics"/>
    <summary>How many officers there are.</summary>
  </entry>
</feed>
"""  # fmt: skip


def test_the_calendar_of_ons(uk):
    uk.publish("crimejune2021", "Crime: June 2021", at=WINTER, organisation=ONS, description="All of it.")
    assert given(uk.ons()) == """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
  <channel>
    <title>ONS Release Calendar RSS Feed.</title>
    <link>https://www.ons.gov.uk/releasecalendar</link>
    <description>Latest ONS releases</description>
    <item>
      <title>Crime: June 2021</title>
      <link>https://www.ons.gov.uk/releases/crimejune2021</link>
      <description>All of it.</description>
      <guid>https://www.ons.gov.uk/releases/crimejune2021</guid>
      <pubDate>Thu, 16 Dec 2021 09:30:00 +0000</pubDate>
    </item>
  </channel>
</rss>
"""  # fmt: skip


def test_what_the_api_says_of_a_publication(uk):
    uk.update(WORKFORCE, at=WINTER, note="Table H3 corrected.")
    uk.withdraw(WORKFORCE, at=WINTER + timedelta(days=1), why="These figures were wrong.")
    said = json.loads(given(f"{uk.address}/api/content{STATISTICS}/{WORKFORCE}"))
    file = {
        "accessible": False,
        "attachment_type": "file",
        "content_type": "application/vnd.oasis.opendocument.spreadsheet",
        "file_size": 9,
        "filename": "open-data-tables.ods",
        "id": "open-data-tables.ods",
        "title": "Open data tables",
        "url": said["details"]["attachments"][0]["url"],
    }
    assert said == {
        "base_path": f"{STATISTICS}/{WORKFORCE}",
        "content_id": said["content_id"],
        "locale": "en",
        "phase": "live",
        "title": "Police workforce & more: 2021",
        "description": "How many officers there are.",
        "publishing_scheduled_at": None,
        "withdrawn_notice": {
            "explanation": '<div class="govspeak"><p>These figures were wrong.</p>\n</div>',
            "withdrawn_at": "2021-12-17T09:30:00.000+00:00",
        },
        "links": said["links"],
        "document_type": "official_statistics",
        "schema_name": "publication",
        "first_published_at": "2021-07-28T08:30:00.000+00:00",
        "public_updated_at": "2021-12-16T09:30:00.000+00:00",
        "updated_at": "2021-12-17T09:30:00.000Z",
        "details": {
            "body": '<div class="govspeak"><p>How many officers there are.</p>\n</div>',
            "attachments": [file],
            "featured_attachments": ["open-data-tables.ods"],
            "documents": [],
            "change_history": [
                {"public_timestamp": "2021-12-16T09:30:00.000+00:00", "note": "Table H3 corrected."},
                {"public_timestamp": "2021-07-28T09:30:00.000+01:00", "note": "First published."},
            ],
            "political": False,
            "first_public_at": "2021-07-28T08:30:00.000+00:00",
        },
    }
    assert given(file["url"]) == "PK tables"


def test_what_was_announced_and_cancelled(uk):
    uk.announce("use-of-force-2021", "Use of force: 2021", at=WINTER)
    [notice] = read_feed(given(uk.upcoming("home-office")).encode(), uk.upcoming()).notices
    read = page(uk, "announcements/use-of-force-2021")
    assert (notice.path, notice.at, notice.announced) == (read.path, WINTER, True)
    assert (read.state, read.display_date, read.due) == ("confirmed", "16 December 2021 9:30am", WINTER)
    uk.cancel("use-of-force-2021")
    assert page(uk, "announcements/use-of-force-2021").state == "cancelled"
    assert read_feed(given(uk.upcoming()).encode(), uk.upcoming()).notices == ()


def test_a_major_change_moves_a_page_and_a_minor_one_is_not_told_of(uk):
    uk.publish("use-of-force-2021", "Use of force", at=WINTER)

    def told():
        return [
            (each.path.rpartition("/")[2], each.at)
            for each in read_feed(given(uk.finder()).encode(), "x").notices
        ]

    before = told()
    assert before == [("use-of-force-2021", WINTER), (WORKFORCE, SUMMER)]
    later = WINTER + timedelta(days=1)
    uk.update(WORKFORCE, at=later, files={"open-data-tables.ods": b"PK other"}, minor=True)
    assert told() == before
    assert given(tables_of(page(uk), []).address) == "PK other"
    uk.update(WORKFORCE, at=later, note="Corrected.")
    assert told() == [(WORKFORCE, later), ("use-of-force-2021", WINTER)]


def test_what_is_unpublished_is_gone(uk):
    uk.unpublish(WORKFORCE)
    assert read_feed(given(uk.finder()).encode(), "x").notices == ()
    assert raw(uk, f"/api/content{STATISTICS}/{WORKFORCE}")[0] == 410
    assert raw(uk, f"/api/content{STATISTICS}/never")[0] == 404


def test_a_feed_that_has_ended_says_so(uk):
    uk.end_feed()
    read = read_feed(given(uk.finder()).encode(), "x")
    assert (read.ended, read.notices) == (True, ())


def test_the_search_has_twenty_a_page_and_goes_by_organisation(uk):
    for day in range(24):
        uk.publish(f"crime-{day}", "Crime", at=WINTER + timedelta(days=day))
    uk.publish("elsewhere", "Sentencing", at=WINTER, organisation="ministry-of-justice")
    pages = [
        [each.path.rpartition("/")[2] for each in read_feed(given(f"{uk.finder('home-office')}{more}").encode(), "x").notices]
        for more in ("", "&page=2", "&page=3")
    ]  # fmt: skip
    assert [len(each) for each in pages] == [20, 5, 0]
    assert (pages[0][0], pages[1][-2:]) == ("crime-23", ["crime-0", WORKFORCE])


def test_what_is_known_is_not_sent_again_until_it_changes(uk):
    _, headers, body = raw(uk, uk.finder())
    assert (headers["Last-Modified"], headers["ETag"][:3]) == ("Wed, 28 Jul 2021 08:30:00 GMT", 'W/"')
    assert raw(uk, uk.finder(), **{"If-None-Match": headers["ETag"]})[0::2] == (304, b"")
    assert raw(uk, uk.finder(), **{"If-Modified-Since": headers["Last-Modified"]})[0] == 304
    uk.update(WORKFORCE, at=WINTER)
    assert raw(uk, uk.finder(), **{"If-None-Match": headers["ETag"]})[0] == 200
    assert raw(uk, uk.finder(), **{"If-Modified-Since": headers["Last-Modified"]})[0] == 200
    _, headers, packed = raw(uk, uk.finder(), **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == raw(uk, uk.finder())[2] != body


def test_what_was_asked_is_told(uk):
    raw(uk, "/nothing", **{"User-Agent": "me"})
    [asked] = uk.asked
    assert asked[:3] == ("GET", "/nothing", 404)
    assert asked.headers["User-Agent"] == "me"


@pytest.mark.parametrize(
    "where, wrong",
    [
        ("feed", "feed"),
        ("api", "api"),
        ("file", "file"),
        (f"/api/content{STATISTICS}/{WORKFORCE}", "api"),
    ],
)
def test_a_fault_befalls_what_it_is_meant_for_and_so_many_times(uk, where, wrong):
    address = {
        "feed": uk.finder(),
        "api": f"/api/content{STATISTICS}/{WORKFORCE}",
        "file": tables_of(page(uk), []).address,
    }
    uk.fault(where, "500", times=2)
    said = {name: [raw(uk, each)[0] for _ in range(3)] for name, each in address.items()}
    assert said == {name: [500, 500, 200] if name == wrong else [200] * 3 for name in address}


def test_a_fault_that_there_is_not_is_refused(uk):
    with pytest.raises(ValueError, match="no such fault: tea"):
        uk.fault("feed", "tea")


@pytest.mark.parametrize("kind", ["bad_date", "bad_xml", "bad_json", "html", "empty", "wrong_length"])
def test_a_fault_in_what_is_sent_is_there(uk, kind):
    sound = raw(uk, uk.finder())[2]
    uk.fault("feed", kind)
    status, _, body = raw(uk, uk.finder())
    assert kind in FAULTS
    assert status == 200
    assert body != sound


def test_the_bomb_is_a_sound_gzip():
    assert gzip.decompress(bomb()) == bytes(BOMB * MIB)
    assert len(bomb()) < BOMB * 1200


def test_bad_dates_are_all_that_is_wrong_with_a_feed_that_has_them(uk):
    uk.fault("feed", "bad_date")
    assert [each.at for each in read_feed(given(uk.finder()).encode(), "x").notices] == [None]


def test_it_closes_in_the_middle_of_an_answer():
    with GovUK() as uk:
        uk.fault("feed", "drip")
        line = http.client.HTTPConnection(uk.address.removeprefix("http://"), timeout=2)
        line.request("GET", uk.finder().removeprefix(uk.address))
        assert line.getresponse().status == 200
    line.close()
