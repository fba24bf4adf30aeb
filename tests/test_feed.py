"""Feed: what feeds tell of, in every form that we know of, and nothing of what is no feed."""

import random
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storygen.errors import FetchError
from storygen.feed import Feed, Notice, read_feed
from storygen.naming import title_fits

WHERE = "https://www.gov.uk/search/research-and-statistics.atom"
FINDER = """<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">
  <id>tag:www.gov.uk,2005:/search/research-and-statistics</id>
  <link rel="alternate" type="text/html" href="https://www.gov.uk"/>
  <link rel="self" type="application/atom+xml" href="https://www.gov.uk/search/research-and-statistics.atom?a=b&amp;organisations%5B%5D=home-office"/>
  <title>Research and statistics from Home Office</title>
  <updated>2021-07-28T09:30:00+01:00</updated>
  <author><name>HM Government</name></author>
  <entry>
    <id>tag:www.gov.uk,2005:/government/statistics/police-workforce-2021</id>
    <updated>2021-07-28T09:30:00+01:00</updated>
    <link rel="alternate" type="text/html" href="https://www.gov.uk/government/statistics/police-workforce-2021"/>
    <title>Police workforce, England &amp; Wales: 31 March 2021</title>
    <summary type="html">How many officers there are…</summary>
  </entry>
  <entry>
    <id>tag:www.gov.uk,2005:/government/statistics/announcements/use-of-force-2021</id>
    <updated>2021-12-16T09:30:00+00:00</updated>
    <link rel="alternate" type="text/html" href="https://www.gov.uk/government/statistics/announcements/use-of-force-2021"/>
    <title>Use of force: 2021</title>
    <summary type="html"></summary>
  </entry>
</feed>
"""
ORGANISATION = """<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en-GB" xmlns="http://www.w3.org/2005/Atom">
  <id>https://www.gov.uk/government/organisations/home-office.atom</id>
  <title>Home Office - Activity on GOV.UK</title>
  <updated>2021-07-28T08:30:00Z</updated>
  <entry>
    <id>https://www.gov.uk/government/statistics/police-workforce-2021#2021-07-28T08:30:00Z</id>
    <updated>2021-07-28T08:30:00Z</updated>
    <link rel="alternate" type="text/html" href="https://www.gov.uk/government/statistics/police-workforce-2021"/>
    <title>Official Statistics: Police workforce: 31 March 2021</title>
    <category label="Official Statistics" term="Official Statistics"/>
    <summary>How many officers there are.</summary>
  </entry>
</feed>
"""
ONS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
  <channel><title>ONS Release Calendar RSS Feed.</title><link>https://www.ons.gov.uk/releasecalendar</link>
    <item><title>Crime: year ending June 2021</title><link>https://www.ons.gov.uk/releases/crimejune2021</link>
      <description>…</description><guid>https://www.ons.gov.uk/releases/crimejune2021</guid><pubDate>Thu, 04 Nov 2021 09:30:00 +0000</pubDate></item>
  </channel></rss>"""
WORKFORCE = "/government/statistics/police-workforce-2021"


def instant(*when):
    return datetime(*when, tzinfo=UTC)


THEN = instant(2021, 7, 28, 8, 30)


def feed(*entries: str, head: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{head}{"".join(entries)}</feed>'


def entry(
    path: str = "/a", title: str = "A", updated: str = "2021-07-28T08:30:00Z", more: str = "", host: str = "https://www.gov.uk"
) -> str:  # fmt: skip
    return (
        f'<entry><title>{title}</title><link href="{host}{path}"/><updated>{updated}</updated>{more}</entry>'
    )


def notices(*entries: str) -> tuple[Notice, ...]:
    return read_feed(feed(*entries).encode(), WHERE).notices


def a_notice(path="/a", title="A", at=THEN, announced=False):
    return Notice(path, title, at, announced)


@pytest.mark.parametrize(
    "body, told",
    [
        pytest.param(
            FINDER,
            Feed(
                "Research and statistics from Home Office",
                (
                    a_notice(WORKFORCE, "Police workforce, England & Wales: 31 March 2021"),
                    a_notice(
                        "/government/statistics/announcements/use-of-force-2021",
                        "Use of force: 2021",
                        instant(2021, 12, 16, 9, 30),
                        announced=True,
                    ),
                ),
                ended=False,
            ),
            id="the search's, in London's time",
        ),
        pytest.param(
            ORGANISATION,
            Feed(
                "Home Office - Activity on GOV.UK",
                (a_notice(WORKFORCE, "Police workforce: 31 March 2021"),),
                ended=False,
            ),
            id="an organisation's, with ids that change and kinds in titles",
        ),
        pytest.param(
            ONS,
            Feed(
                "ONS Release Calendar RSS Feed.",
                (
                    a_notice(
                        "/releases/crimejune2021", "Crime: year ending June 2021", instant(2021, 11, 4, 9, 30)
                    ),
                ),
                ended=False,
            ),
            id="the calendar of ONS",
        ),
        pytest.param(feed(), Feed("T", (), ended=False), id="one that found nothing"),
        pytest.param(
            feed(
                "<entry><id>tag:www.gov.uk,2005:x/feed-ended</id><title>This feed has ended</title></entry>"
            ),
            Feed("T", (), ended=True),
            id="one that was shut down",
        ),
    ],
)
def test_what_a_feed_tells_of(body, told):
    assert read_feed(body.encode(), WHERE) == told


def test_what_ons_lists_as_still_to_come_is_announced():
    where = "https://www.ons.gov.uk/releasecalendar?rss&release-type=type-upcoming"
    assert [notice.announced for notice in read_feed(ONS.encode(), where).notices] == [True]


def test_a_page_is_told_of_once_by_its_newest_entry_where_it_first_stands():
    told = notices(
        entry("/a", "Old", "2020-01-01T09:30:00Z"),
        entry("/b"),
        entry("/a/", "New", "2021-07-28T09:30:00+01:00"),
        entry("/a?b=c", "Undated", "never"),
    )
    assert told == (a_notice("/a", "New"), a_notice("/b"))


@pytest.mark.parametrize(
    "given_as, path",
    [
        ('<link href="https://evil.example/government/a"/>', "/government/a"),
        ('<link href="/government/a#b"/>', "/government/a"),
        ("<id>tag:www.gov.uk,2005:/government/a</id>", "/government/a"),
        ("<id>https://www.gov.uk/government/a#2021-07-28T08:30:00Z</id>", "/government/a"),
        ('<link href="https://www.gov.uk/"/><id>tag:www.gov.uk,2005:/b</id>', "/b"),
        ('<link href="https://www.gov.uk/a/../b"/>', ""),
        ('<link href="https://www.gov.uk//evil.example/b"/>', ""),
        ('<link href="https://www.gov.uk/%2e%2e/b"/>', ""),
        ('<link href="http://[/b"/>', ""),
        ('<link href="javascript:alert(1)"/>', ""),
        (f'<link href="https://www.gov.uk/{"a" * 600}"/>', ""),
        ("", ""),
    ],
)
def test_the_path_of_an_entry(given_as, path):
    told = notices(f"<entry><title>A</title>{given_as}</entry>")
    assert told == ((a_notice(path, at=None),) if path else ())


@pytest.mark.parametrize(
    "said, at",
    [
        ("2021-07-28T09:30:00+01:00", instant(2021, 7, 28, 8, 30)),
        ("2021-07-28T09:30:00.123Z", instant(2021, 7, 28, 9, 30, 0, 123000)),
        ("Wed, 28 Jul 2021 09:30:00 +0100", instant(2021, 7, 28, 8, 30)),
        ("Wed, 28 Jul 2021 09:30:00 GMT", instant(2021, 7, 28, 9, 30)),
        ("2021-07-28T09:30:00", None),
        ("2021-07-28", None),
        ("2021-13-45T99:99:99+77:00", None),
        ("2021-07-28T09:30:00+15:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("Wed, 28 Jul 99999999999 09:30:00 +0100", None),
        ("Wed, 28 Jul 2021 09:30:00 +999999", None),
        ("yesterday", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_the_instant_of_an_entry(said, at):
    assert notices(entry(updated=said)) == (a_notice(at=at),)


def test_the_newest_of_its_dates_is_when_it_was():
    assert notices(entry(more="<published>2021-07-29T09:30:00Z</published>")) == (
        a_notice(at=instant(2021, 7, 29, 9, 30)),
    )


@pytest.mark.parametrize(
    "said, title",
    [
        ("A &amp; B", "A & B"),
        ("&lt;b&gt;A&lt;/b&gt;\n  B", "A B"),
        ("<![CDATA[<script>alert(1)</script>A]]>", "alert(1) A"),
        ("Fewer than 5 &lt; 50", "Fewer than 5 < 50"),
        ("A&#x202e;&#xad;B", "A\u202eB"),
        ("National Statistics: A", "A"),
        ("Crime: A", "Crime: A"),
        ("a" * 500, "a" * 399 + "…"),
    ],
)
def test_the_title_of_an_entry(said, title):
    assert notices(entry(title=said)) == (a_notice(title=title),)


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + feed(entry(title="&b;"))
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + feed(entry(title="&a;"))
NO_XML = "Check the address, or try again later."


@pytest.mark.parametrize(
    "body, said",
    [
        pytest.param("", "it is empty", id="empty"),
        pytest.param(" \n", "it is empty", id="blank"),
        pytest.param("<!DOCTYPE html><html><body>Sorry</body></html>", "it is a web page, not a feed that we know", id="an error page"),
        pytest.param("<html><body>Sorry</body></html>", "it is a web page, not a feed that we know", id="an older one"),
        pytest.param('{"a": 1}', "it is not a feed: not well-formed (invalid token) in line 1", id="JSON"),
        pytest.param("Sorry", "it is not a feed: syntax error in line 1", id="text"),
        pytest.param("<urlset/>", "it is “urlset”, not a feed that we know", id="other XML"),
        pytest.param("<feed/>", "it is “feed”, not a feed that we know", id="Atom by name alone"),
        pytest.param(feed("<a></b>"), "it is not a feed: mismatched tag in line 1", id="mismatched"),
        pytest.param(feed("<title>A &b; B</title>"), "it is not a feed: undefined entity in line 1", id="an unknown entity"),
        pytest.param(FINDER[:900], "it was cut off: its end is missing", id="cut within an element"),
        pytest.param(FINDER[:-9], "it was cut off: its end is missing", id="cut before its end"),
        pytest.param(FINDER[:60], "it was cut off: its end is missing", id="cut at its beginning"),
        pytest.param(LAUGHS, "it declares a document type, which a feed has no use for and may do harm", id="a billion laughs"),
        pytest.param(OUTSIDE, "it declares a document type, which a feed has no use for and may do harm", id="a file of ours"),
        pytest.param(feed(*(["<entry/>"] * 5001)), "it has more than 5,000 entries", id="too many entries"),
        pytest.param(feed("<entry>" + "<category/>" * 201 + "</entry>"), "one of its entries has more than 200 parts", id="too much of one"),
        pytest.param(feed("<x/>" * 100_001), "it has more than 100,000 parts", id="too much of all"),
        pytest.param('<?xml version="1.0" encoding="klingon"?><rss/>', "it is written in an encoding that we do not know", id="no encoding"),
    ],
)  # fmt: skip
def test_what_is_no_whole_feed_is_refused(body, said):
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        read_feed(body.encode(), WHERE)
    assert str(caught.value) == f"{WHERE}: {said}. {NO_XML}"
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(feed(entry(title="caf\xe9")).encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + feed(entry(title="caf\xe9")).encode(), id="with a mark before it"),
        pytest.param(b'<?xml version="1.0" encoding="iso-8859-1"?>' + feed(entry(title="caf\xe9")).encode("latin-1"), id="as it says"),
        pytest.param(b'<?xml version="1.0" encoding="utf-8"?>' + feed(entry(title="caf\xe9")).encode("cp1252"), id="otherwise than it says"),
    ],
)  # fmt: skip
def test_a_feed_in_another_encoding(encoded):
    assert read_feed(encoded, WHERE).notices == (a_notice(title="café"),)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<rss version='2.0'>{' ' * 500_000}<channel/></rss>", id="much room"),
        pytest.param("\n" * 500_000 + "<rss version='2.0'/>", id="much room before it"),
        pytest.param(
            "<rss version='2.0' " + " ".join(f"a{i}='{i}'" for i in range(30_000)) + "/>",
            id="many attributes",
        ),
        pytest.param(f"<rss>{'<channel>' * 20_000}{'</channel>' * 20_000}</rss>", id="deep"),
        pytest.param(feed(head="<author><name>" + "a" * 500_000 + "</name></author>"), id="a long name"),
        pytest.param(feed(head=f"<title>{'&lt;' * 200_000}</title>"), id="a long title"),
        pytest.param(
            feed(*(entry(f"/{i}", more="<category term='b'/>" * 5) for i in range(2000))), id="long"
        ),
    ],
)
def test_what_would_keep_feedparser_busy_is_soon_read(body):
    began = time.monotonic()
    read_feed(body.encode(), WHERE)
    assert time.monotonic() - began < 3


# Whatever comes.

SEEDS = [each.encode() for each in (FINDER, ORGANISATION, ONS, LAUGHS, feed(entry(), entry("/b")))]
PIECES = [b"<", b">", b"&", b"]]>", b"<![CDATA[", b"\x00", b"\xff\xfe", b"<a>" * 500, b'="', b"99999999999999999999", b"<!--", b"<?x?>"]  # fmt: skip


def read_or_refused(body: bytes) -> bool:
    """Say whether *body* could be read; whatever it is, nothing else may happen."""
    try:
        said = [notice.path for notice in read_feed(body, WHERE).notices]
    except FetchError as error:
        return "\n" in str(error)
    assert all(each.startswith("/") and "/../" not in each for each in said)
    return True


def mutated(chance: random.Random, seeds: list[bytes], pieces: list[bytes]) -> bytes:
    """Return one of *seeds* after a few accidents."""
    body = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(body) + 1) for _ in range(2))
        accident = chance.randrange(5)
        if accident == 0:
            del body[at:]
        elif accident == 1:
            del body[at : min(to, at + 40)]
        elif accident == 2:
            body[at:at] = chance.choice(pieces)
        elif accident == 3:
            body[at:at] = chance.choice(seeds)[at:to]
        elif body:
            body[at % len(body)] = chance.randrange(256)
        body = body or bytearray(b"<")
    return bytes(body)


def test_two_thousand_accidents_to_a_feed():
    chance = random.Random(2021)
    read = sum(read_or_refused(mutated(chance, SEEDS, PIECES)) for _ in range(2000))
    assert 100 < read < 1900, "accidents of both kinds"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda said: feed(entry(title=said)).encode("utf-8", "replace"))))  # fmt: skip
def test_anything_is_read_or_refused(body):
    read_or_refused(body)


# What titles fit.


@pytest.mark.parametrize(
    "title, patterns, fits",
    [
        ("Police workforce, England and Wales: 31 March 2021", ["police workforce"], True),
        ("Police workforce, England & Wales: 31 March 2021", ["police workforce … England and Wales"], True),
        ("Police workforce – 2021", ["police-workforce: 2021"], True),
        ("Offenders’ management", ["offenders' management"], True),
        ("At 30 September 2021", ["30 September"], True),
        ("At 130 September 2021", ["30 September"], False),
        ("Police workforces", ["police workforce"], False),
        ("Wales: police workforce", ["police workforce … Wales"], False),
        ("Police workforce Wales", ["police … workforce ... Wales"], True),
        ("Use of force", ["police workforce", "use of force"], True),
        ("open-data_tables-mar21.ods", ["open data tables"], True),
        ("a a b", ["a b"], True),
        ("Police workforce", ["police … police"], False),
        ("Police workforce", ["…"], False),
        ("Police workforce", [""], False),
        ("Police workforce", [], False),
        ("", ["a"], False),
    ],
)
def test_a_title_fits(title, patterns, fits):
    assert title_fits(title, patterns) is fits
