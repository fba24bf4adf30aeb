"""Pages of GOV.UK: what they say of themselves, and which of their files is the one that is wanted."""

import json
import random
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storygen.errors import FetchError, ReleaseError
from storygen.instants import london_instant
from storygen.sources.web import Attachment, Change, Page, is_workbook, page_address, read_page, tables_of

WHERE = "https://www.gov.uk/api/content/government/statistics/police-workforce-2021"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
FILE = {
    "attachment_type": "file",
    "content_type": ODS,
    "file_size": 1234,
    "filename": "open-data-tables.ods",
    "id": "open-data-tables.ods",
    "title": "Open data: tables",
    "url": "https://assets.publishing.service.gov.uk/media/5f/open-data-tables.ods",
}
RAW = {
    "base_path": "/government/statistics/police-workforce-2021",
    "title": "Police workforce: 2021",
    "document_type": "official_statistics",
    "first_published_at": "2021-07-28T09:30:00.000+01:00",
    "public_updated_at": "2021-10-28T08:30:16.000+00:00",
    "updated_at": "2022-12-22T10:26:19.210Z",
    "withdrawn_notice": {},
    "details": {
        "attachments": [FILE],
        "change_history": [
            {"public_timestamp": "2021-07-28T09:30:00.000+01:00", "note": "First published."},
            {"public_timestamp": "2021-10-28T09:30:16.000+01:00", "note": "Table <b>H3</b> corrected."},
        ],
    },
}
READ = Page(
    "/government/statistics/police-workforce-2021",
    "Police workforce: 2021",
    "official_statistics",
    first_published=datetime(2021, 7, 28, 8, 30, tzinfo=UTC),
    updated=datetime(2021, 10, 28, 8, 30, 16, tzinfo=UTC),
    attachments=(
        Attachment(
            "https://assets.publishing.service.gov.uk/media/5f/open-data-tables.ods",
            "Open data: tables",
            "open-data-tables.ods",
            ODS,
            1234,
        ),
    ),
    changes=(
        Change(datetime(2021, 10, 28, 8, 30, 16, tzinfo=UTC), "Table H3 corrected."),
        Change(datetime(2021, 7, 28, 8, 30, tzinfo=UTC), "First published."),
    ),
)


def page(**said) -> Page:
    return read_page(json.dumps(RAW | said).encode(), WHERE)


def details(**said) -> Page:
    return page(details=said)


def attachments(*each) -> tuple[Attachment, ...]:
    return details(attachments=list(each)).attachments


def test_what_a_page_says_of_itself():
    assert page() == READ
    assert not READ.announced
    assert not READ.withdrawn


@pytest.mark.parametrize("notice", [{}, None, [], "x"])
def test_a_page_that_is_not_withdrawn(notice):
    assert page(withdrawn_notice=notice) == READ
    assert (
        read_page(json.dumps({k: v for k, v in RAW.items() if k != "withdrawn_notice"}).encode(), WHERE)
        == READ
    )


@pytest.mark.parametrize(
    "notice, at, why",
    [
        (
            {"explanation": "<div><p>Table 2 was &quot;wrong&quot;.</p>\n</div>", "withdrawn_at": "2021-11-01T12:00:00Z"},
            datetime(2021, 11, 1, 12, tzinfo=UTC),
            'Table 2 was "wrong".',
        ),
        ({"withdrawn_at": "2021-11-01T12:00:00Z"}, datetime(2021, 11, 1, 12, tzinfo=UTC), "no reason is given"),
        ({"withdrawn_at": "some time"}, None, "no reason is given"),
        ({"explanation": ["x"]}, None, "no reason is given"),
    ],
)  # fmt: skip
def test_a_page_that_is_withdrawn(notice, at, why):
    read = page(withdrawn_notice=notice)
    assert (read.withdrawn, read.withdrawn_at, read.withdrawn_why) == (True, at, why)


@pytest.mark.parametrize(
    "said, state, due",
    [
        ({"display_date": "20 January 2016 9:30am", "state": "confirmed"}, "confirmed", datetime(2016, 1, 20, 9, 30, tzinfo=UTC)),
        ({"display_date": "20 July 2016 9:30am", "state": "cancelled"}, "cancelled", datetime(2016, 7, 20, 8, 30, tzinfo=UTC)),
        ({"display_date": "January 2016", "state": "provisional"}, "provisional", None),
        ({"display_date": "January to March 2016", "state": "perhaps"}, "", None),
        ({"display_date": 2016, "state": 1}, "", None),
    ],
)  # fmt: skip
def test_an_announcement(said, state, due):
    path = "/government/statistics/announcements/police-workforce-2021"
    read = page(base_path=path, document_type="official_statistics_announcement", details=said)
    shown = said["display_date"] if isinstance(said["display_date"], str) else ""
    assert (read.announced, read.state, read.display_date, read.due) == (True, state, shown, due)


@pytest.mark.parametrize(
    "said, due",
    [
        ("20 January 2016 9:30am", datetime(2016, 1, 20, 9, 30, tzinfo=UTC)),
        ("1 June 2016 12:00pm", datetime(2016, 6, 1, 11, tzinfo=UTC)),
        ("1 June 2016 12:15am", datetime(2016, 5, 31, 23, 15, tzinfo=UTC)),
        ("1 June 2016 at 2pm", datetime(2016, 6, 1, 13, tzinfo=UTC)),
        ("1 June 2016 14:00", datetime(2016, 6, 1, 13, tzinfo=UTC)),
        ("1 June 2016", datetime(2016, 6, 1, 8, 30, tzinfo=UTC)),
        ("31 June 2016 9:30am", None),
        ("1 June 2016 13:30am", None),
        ("1 June 2016 25:00", None),
        ("1 Juno 2016 9:30am", None),
        ("1 June 9999 9:30am", None),
        ("June 2016", None),
        ("", None),
    ],
)
def test_when_an_announcement_says_that_it_is_due(said, due):
    assert london_instant(said) == due


@pytest.mark.parametrize(
    "said, read",
    [
        pytest.param({"url": "/media/1/a.csv"}, Attachment("https://www.gov.uk/media/1/a.csv", "", "a.csv", "", 0), id="an address on its own host"),
        pytest.param({"url": "/government/statistics/a/b", "attachment_type": "html", "title": "B"}, Attachment("https://www.gov.uk/government/statistics/a/b", "B", "", "", 0), id="a page"),
        pytest.param({"url": "https://elsewhere.example/a.xls", "attachment_type": "external"}, Attachment("https://elsewhere.example/a.xls", "", "a.xls", "", 0), id="elsewhere"),
        pytest.param(FILE | {"file_size": -1}, Attachment(FILE["url"], FILE["title"], FILE["filename"], ODS, 0), id="a size below nothing"),
        pytest.param(FILE | {"file_size": True, "title": 5, "filename": [], "content_type": {}}, Attachment(FILE["url"], "", "open-data-tables.ods", "", 0), id="nothing right but the address"),
        pytest.param({"title": "x"}, None, id="no address"),
        pytest.param({"url": "file:///etc/passwd"}, None, id="a file of ours"),
        pytest.param({"url": "http://a:b@c/d"}, None, id="a password"),
        pytest.param({"url": "http://[/d"}, None, id="no address at all"),
        pytest.param({"url": "/a b"}, None, id="a blank"),
        pytest.param({"url": "/\ud800"}, None, id="half a character"),
        pytest.param({"url": "/" + "a" * 3000}, None, id="without end"),
        pytest.param("x", None, id="no object"),
    ],
)  # fmt: skip
def test_what_a_page_offers(said, read):
    assert attachments(said) == ((read,) if read else ())


def test_what_a_page_offers_twice_it_offers_once():
    assert len(attachments(FILE, FILE)) == 1


@pytest.mark.parametrize(
    "body, what",
    [
        pytest.param(b"", "it is not the JSON of a page, or was cut off", id="empty"),
        pytest.param(json.dumps(RAW).encode()[:-5], "it is not the JSON of a page, or was cut off", id="cut off"),
        pytest.param(b"<!DOCTYPE html>", "it is not the JSON of a page, or was cut off", id="a web page"),
        pytest.param(b"[" * 10_000, "it is not the JSON of a page, or was cut off", id="nested, no end"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, "it is not the JSON of a page, or was cut off", id="nested"),
        pytest.param(b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "it is not the JSON of a page, or was cut off", id="nested objects"),
        pytest.param(b"1" * 5000, "it is not the JSON of a page, or was cut off", id="a huge number"),
        pytest.param(b"\xff\xfe\xff", "it is not the JSON of a page, or was cut off", id="no text"),
        pytest.param(b"[]", "it does not tell of a page", id="a list"),
        pytest.param(b"{}", "it does not tell of a page with a path, a title and a type", id="nothing in it"),
    ],
)  # fmt: skip
def test_what_is_no_page_is_refused(body, what):
    with pytest.raises(FetchError) as caught:
        read_page(body, WHERE)
    assert str(caught.value) == f"{WHERE}: {what}. Check the address, or try again later."


@pytest.mark.parametrize(
    "said", [{"base_path": "/a/../b"}, {"base_path": None}, {"title": "<p></p>"}, {"document_type": 1}]
)
def test_a_page_without_what_it_needs_is_refused(said):
    with pytest.raises(FetchError, match="it does not tell of a page with a path, a title and a type"):
        page(**said)


@pytest.mark.parametrize(
    "feed, path, address",
    [
        ("https://www.gov.uk/search/a.atom?b=c", "/government/statistics/d", "https://www.gov.uk/api/content/government/statistics/d"),
        ("http://127.0.0.1:8080/a.atom", "/d--2", "http://127.0.0.1:8080/api/content/d--2"),
    ],
)  # fmt: skip
def test_where_a_page_is_told_of(feed, path, address):
    assert page_address(feed, path) == address


@pytest.mark.parametrize("path", ["", "/", "a", "/a/", "//a", "/a//b", "/../a", "/a/..", "/a/./b", "/a?b", "/a#b", "/a\nb", "/a\\b", "/%2e%2e/a", "https://b/a", "/" + "a" * 501])  # fmt: skip
def test_a_path_that_leads_astray_is_refused(path):
    with pytest.raises(FetchError, match="is not the path of a page"):
        page_address("https://www.gov.uk/a.atom", path)


@pytest.mark.parametrize("feed", ["", "feed.atom", "file:///a", "https://me:secret@www.gov.uk/", "http://["])
def test_what_is_no_address_of_a_feed_is_refused(feed):
    with pytest.raises(FetchError, match="it is not the address of a feed"):
        page_address(feed, "/a")


# The one workbook.


def offering(*named) -> Page:
    files = [Attachment(f"https://a/{name}", title, name, "", 0) for title, name in named]
    return Page("/a", "A", "official_statistics", attachments=tuple(files))


TWO = offering(("Data tables", "tables.ods"), ("Open data, H3", "open_data-h3.xlsx"), ("Bulletin", "bulletin.pdf"), ("Guide", ""))  # fmt: skip


@pytest.mark.parametrize(
    "of, wanted, filename",
    [
        (TWO, ["data tables"], "tables.ods"),
        (TWO, ["open … H3"], "open_data-h3.xlsx"),
        (TWO, ["open data h3 xlsx"], "open_data-h3.xlsx"),
        (TWO, ["nothing like it", "data tables"], "tables.ods"),
        (offering(("Bulletin", "b.pdf"), ("Any", "a.CSV")), [], "a.CSV"),
    ],
)
def test_the_one_workbook_that_is_wanted(of, wanted, filename):
    assert tables_of(of, wanted).filename == filename


THERE = "The page has “Data tables” (tables.ods), “Open data, H3” (open_data-h3.xlsx), “Bulletin” (bulletin.pdf), “Guide” (no file)."


@pytest.mark.parametrize(
    "of, wanted, said",
    [
        (TWO, [], f"/a: 2 files fit where one was looked for, a workbook. {THERE}"),
        (TWO, ["data"], f"/a: 2 files fit where one was looked for, “data”. {THERE}"),
        (TWO, ["bulletin"], f"/a: no file fits where one was looked for, “bulletin”. {THERE}"),
        (TWO, ["H1", "H2"], f"/a: no file fits where one was looked for, “H1” or “H2”. {THERE}"),
        (
            offering(),
            [],
            "/a: no file fits where one was looked for, a workbook. The page has no attachments.",
        ),
    ],
)
def test_no_workbook_or_several_are_refused_by_name(of, wanted, said):
    with pytest.raises(ReleaseError) as caught:
        tables_of(of, wanted)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    "filename, kind, workbook",
    [
        ("a.ods", "", True),
        ("a.XLSX", "application/pdf", True),
        ("a.pdf", ODS, False),
        ("", ODS, True),
        ("tables", "text/csv", True),
        ("a.xlsm", "", False),
        ("", "", False),
    ],
)
def test_what_a_workbook_is(filename, kind, workbook):
    assert is_workbook(Attachment("https://a/b", "", filename, kind, 0)) is workbook


# Whatever comes.

ODD = [None, True, -1, 1e308, 10**400, "", "x" * 5000, "\ud800", "2021-99-99", [], {}, [[]], {"a": {"b": []}}, [{"url": 5}]]  # fmt: skip


def read_or_refused(body: bytes) -> bool:
    """Say whether *body* could be read; whatever it is, nothing else may happen."""
    try:
        read = read_page(body, WHERE)
    except FetchError:
        return False
    try:
        tables_of(read, ["tables", "… data"])
    except ReleaseError as error:
        return "\n" not in str(error)
    return True


def disturbed(said, chance: random.Random):
    """Return *said* with something odd in the place of one of its values, however deep."""
    if isinstance(said, dict) and said and chance.random() < 0.9:
        key = chance.choice(sorted(said))
        return said | {key: disturbed(said[key], chance)}
    if isinstance(said, list) and said and chance.random() < 0.9:
        at = chance.randrange(len(said))
        return [*said[:at], disturbed(said[at], chance), *said[at + 1 :]]
    return chance.choice(ODD)


def test_two_thousand_accidents_to_a_page():
    chance, read, began = random.Random(2021), 0, time.monotonic()
    for _ in range(2000):
        body = json.dumps(disturbed(RAW, chance)).encode()
        if chance.random() < 0.3:
            at = chance.randrange(len(body))
            body = body[:at] + bytes([chance.randrange(256)]) + body[at + chance.randrange(3) :]
        read += read_or_refused(body)
    assert 500 < read < 1900, "accidents of both kinds"
    assert time.monotonic() - began < 10


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(st.sampled_from([*RAW, *RAW["details"], *FILE, "withdrawn_at", "explanation"]), each, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=100, deadline=None, derandomize=True)
@given(JSON, JSON)
def test_any_page_is_read_or_refused(said, of):
    read_or_refused(json.dumps(said).encode())
    read_or_refused(json.dumps(RAW | {"details": of, "withdrawn_notice": said}).encode())
