"""A folder into which workbooks are put, often under embargo: each that is new or has changed is a release."""

import os
from datetime import timedelta

import pytest
from watching import BAKERS, SLUG, TABLES, TITLE, Room, london, plain, read_plain, replaced

from storygen.errors import ReleaseError, UsageError
from storygen.testing.govuk import GovUK
from storygen.watch import round_of
from storygen.watching.folders import folder_called, workbooks

COVER = "Published: 30 June 2020"
OUT = "release: Bakers is out: 4 stories drafted"


class Desk:
    """A newsroom that watches a folder."""

    def __init__(self, folder, *feeds, **said):
        self.room = Room(folder, *feeds, **said)
        self.inbox = folder / "inbox"
        self.inbox.mkdir()

    def put(self, body, name=TABLES, at="2020-06-25 10:00"):
        """Put a file into the folder, as written at that time."""
        path = self.inbox / name
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        written = london(at).timestamp()
        os.utime(path, (written, written))
        return path

    def round(self, at, **how):
        """Go round once *at* a moment, and return what was said."""
        return self.room.round(at, folders=[self.inbox], **how)


@pytest.fixture
def desk(tmp_path):
    """Give a newsroom whose folder is watched since the day before, and empty."""
    made = Desk(tmp_path)
    assert made.round("2020-06-24 10:00") == [
        "noted: HERE/inbox is watched from now on. None of ours is there yet"
    ]
    return made


def release(desk):
    """Return the release that came of it, as it is kept."""
    return (desk.room.settings.home / "releases" / "bakers" / "bakers-2020.toml").read_text(encoding="utf-8")


def test_a_workbook_that_is_put_there_is_a_release_and_one_that_was_there_is_not(tmp_path):
    desk = Desk(tmp_path)
    desk.put(plain(said=COVER), "old.xlsx")
    assert desk.round("2020-06-25 11:00") == [
        "noted: HERE/inbox is watched from now on. 1 of ours is there already, and only remembered; --backfill writes it"
    ]
    assert desk.round("2020-06-25 11:10") == []
    desk.put(plain(said=COVER), "new.xlsx", "2020-06-25 11:15")
    assert desk.round("2020-06-25 11:20") == [OUT]
    assert desk.round("2020-06-25 11:30") == []
    assert len(desk.room.stories()) == 4


def test_what_was_there_is_written_when_that_is_asked_for_and_once(tmp_path):
    desk = Desk(tmp_path)
    desk.put(plain(said=COVER))
    desk.round("2020-06-25 11:00")
    assert desk.round("2020-06-25 11:10", backfill=True) == [OUT]
    assert desk.round("2020-06-25 11:20", backfill=True) == []


def test_what_the_workbook_does_not_say_is_said_beside_it(desk):
    desk.put(plain())
    desk.put(
        'published = 2020-06-30\nembargo = "2020-06-30T09:30"\ntitle = "Bakers early"\n', f"{TABLES}.toml"
    )
    assert desk.round("2020-06-25 11:00") == ["release: Bakers early is out: 4 stories drafted"]
    assert desk.room.came.events[0].lines == ("under embargo until 09:30 on 30 June 2020, London time",)
    assert 'embargo = "2020-06-30T09:30"' in release(desk)


def test_what_comes_before_its_announced_hour_is_under_embargo_until_then(tmp_path):
    with GovUK() as uk:
        desk = Desk(tmp_path, uk.upcoming("home-office"))
        uk.announce(SLUG.format(2020), TITLE.format(2020), london("2020-06-30 09:30"))
        desk.round("2020-06-24 10:00")
        desk.put(plain(said="Published: 25 June 2020"))
        assert desk.round("2020-06-25 11:00") == [OUT]
        assert 'embargo = "2020-06-30T09:30:00+01:00"' in release(desk)
        assert desk.room.pages()["announcements/bakers-31-march-2020"][0] == "announced"
        assert desk.round("2020-07-02 11:00") == []
        assert desk.room.pages()["announcements/bakers-31-march-2020"][0] == "noted"  # its day is past


def test_one_that_has_changed_is_the_release_revised(desk):
    desk.put(plain(said=COVER))
    desk.round("2020-06-25 11:00")
    desk.put(plain(said=COVER), at="2020-06-25 11:05")
    assert desk.round("2020-06-25 11:10") == []  # written again, and the same
    desk.put(plain(replaced(BAKERS, Kent=(1050, 1000)), said=COVER), at="2020-06-25 11:15")
    assert desk.round("2020-06-25 11:20") == ["release: Bakers was revised: 4 stories drafted"]
    again = plain(replaced(BAKERS, Kent=(1050, 1000)), said=COVER, title="Bakers by police force area again")
    desk.put(again, at="2020-06-25 11:25")
    assert desk.round("2020-06-25 11:30") == [f"noted: {TABLES}: published again, with the same figures"]


@pytest.mark.parametrize(
    "name, at",
    [
        pytest.param(TABLES, "2020-06-25 10:59:59", id="still being written"),
        pytest.param("~$bakers.xlsx", "2020-06-25 10:00", id="a spreadsheet's lock"),
        pytest.param(".bakers.xlsx", "2020-06-25 10:00", id="hidden"),
        pytest.param("bakers.pdf", "2020-06-25 10:00", id="no workbook"),
        pytest.param("bakers.xlsx.part", "2020-06-25 10:00", id="half of one"),
    ],
)
def test_what_is_no_whole_workbook_is_left_alone(desk, name, at):
    desk.put(plain(said=COVER), name, at)
    assert desk.round("2020-06-25 11:00") == []
    assert desk.room.pages() == {}


def test_what_leads_nowhere_or_is_empty_stops_no_other(desk):
    (desk.inbox / "a.xlsx").symlink_to(desk.inbox / "gone.xlsx")
    (desk.inbox / "b.xlsx").mkdir()
    desk.put(b"", "c.xlsx")
    desk.put(plain(said=COVER), "d.xlsx")
    assert desk.round("2020-06-25 11:00") == [OUT]


@pytest.mark.parametrize(
    "beside, fault",
    [
        pytest.param(
            "embargoed = 1",
            "unknown key embargoed. Use id, title, published, embargo, period",
            id="an unknown key",
        ),
        pytest.param(
            'id = "../x"\npublished = 2020-06-30', "will not do for a file's name", id="an id that is none"
        ),
        pytest.param(
            'embargo = "soon"\npublished = 2020-06-30',
            "it is no day or time of one",
            id="an embargo that is none",
        ),
        pytest.param("published = 2020-13-45", "cannot be read", id="no TOML"),
        pytest.param("published = 2031-01-01", "which is far ahead", id="a day far ahead"),
        pytest.param(
            "published = 2019-01-01", "said to be published before that", id="a day before its figures"
        ),
        pytest.param("", "it does not say when it was published", id="nothing"),
    ],
)
def test_what_cannot_be_used_as_it_is_said_is_held_and_taken_when_it_is_mended(desk, beside, fault):
    desk.put(plain())
    desk.put(beside, f"{TABLES}.toml")
    (said,) = desk.round("2020-06-25 11:00")
    assert said.startswith(f"held: {TABLES} is held: ")
    assert fault in said
    assert desk.room.stories() == []
    assert desk.round("2020-06-25 11:10") == []
    desk.put("published = 2020-06-30", f"{TABLES}.toml")
    desk.put(plain(), at="2020-06-25 11:15")
    assert desk.round("2020-06-25 11:20") == [OUT]


def test_one_that_no_pack_knows_is_held_with_what_each_says_of_it(tmp_path):
    desk = Desk(tmp_path, packs=("bakers", "bakeries"))
    desk.round("2020-06-24 10:00")
    desk.put(plain(title="Persons who bake", said=COVER))
    (said,) = desk.round("2020-06-25 11:00")
    assert said == (
        "held: bakers-tables.xlsx is held: HERE/inbox/bakers-tables.xlsx: no sheet is titled “Bakers by police force "
        "area” in “Headcount”; its sheets are Contents, Table 1. Look at the file; what it does not say can be said in "
        "bakers-tables.xlsx.toml beside it."
    )


def test_what_packs_say_otherwise_of_one_that_none_of_them_knows_is_said_of_each(tmp_path):
    desk = Desk(tmp_path, packs=("bakers", "bakeries"))
    path = tmp_path / "templates" / "bakeries" / "pack.toml"
    path.write_text(
        path.read_text("utf-8").replace("Bakers by police", "Bakeries by police"), encoding="utf-8"
    )
    desk.round("2020-06-24 10:00")
    desk.put(plain(title="Persons who bake", said=COVER))
    (said,) = desk.round("2020-06-25 11:00")
    assert "bakers: no sheet is titled “Bakers by police force area”" in said
    assert "bakeries: no sheet is titled “Bakeries by police force area”" in said


def test_one_that_cannot_be_read_at_all_is_held(tmp_path):
    def broken(path):
        raise ReleaseError(str(path), "cannot be read (zip: no such thing)", "Open it in a spreadsheet")

    desk = Desk(tmp_path, read=broken)
    desk.round("2020-06-24 10:00")
    desk.put(b"PK\x03\x04")
    assert desk.round("2020-06-25 11:00") == [
        f"held: {TABLES} is held: HERE/inbox/{TABLES}: cannot be read (zip: no such thing). Open it in a spreadsheet."
    ]


def test_one_that_is_written_to_while_it_is_read_is_read_again(tmp_path):
    desk = Desk(tmp_path)
    desk.round("2020-06-24 10:00")
    revised = plain(replaced(BAKERS, Kent=(1050, 1000)), said=COVER)

    def slow(path):
        sheets = read_plain(path)
        if desk.inbox in path.parents:
            desk.put(revised, at="2020-06-25 10:59")
        return sheets

    desk.room.read = slow
    desk.put(plain(said=COVER))
    assert desk.round("2020-06-25 11:00") == []
    assert desk.room.next_at == london("2020-06-25 11:00:02")
    assert desk.round("2020-06-25 11:00:02") == [OUT]
    kept = desk.room.settings.home / "releases" / "bakers" / "bakers-2020.csv"
    assert "1050" in kept.read_text(encoding="utf-8")


def test_one_that_has_gone_before_it_was_looked_at_is_said(desk):
    path = desk.put(plain(said=COVER))
    with desk.room.opened(folders=[desk.inbox], prepare=lambda: path.unlink(missing_ok=True)) as watch:
        desk.room.clock.to("2020-06-25 11:00")
        (event,) = round_of(watch).events
    assert event.said.endswith("cannot be opened: No such file or directory. Put it there again.")


def test_what_is_neither_a_pack_nor_a_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="it is neither a pack nor a folder"):
        folder_called(str(tmp_path / "nonsense"))


def test_a_folder_that_goes_while_it_is_watched_is_said_once(desk):
    with desk.room.opened(folders=[desk.inbox]) as watch:
        away = desk.inbox.with_name("moved")
        desk.inbox.rename(away)
        said = []
        for minute in (0, 10, 20):
            desk.room.clock.to(london("2020-06-25 11:00") + timedelta(minutes=minute))
            said += [desk.room.told(each.said) for each in round_of(watch).events]
        assert said == ["HERE/inbox: cannot be read: No such file or directory. Mend the folder."]
        away.rename(desk.inbox)
        desk.put(plain(said=COVER))
        desk.room.clock.to("2020-06-25 12:00")
        assert [each.kind for each in round_of(watch).events] == ["noted", "release"]


def test_a_home_that_cannot_be_written_to_is_said_and_tried_again_soon(desk, monkeypatch):
    published = desk.room.settings.home / "published"
    published.write_text("a file where a folder is to be", encoding="utf-8")
    desk.put(plain(said=COVER))
    (said,) = desk.round("2020-06-25 11:00")
    assert "HOME/published/bakers: cannot be written to: " in said
    assert desk.room.next_at == london("2020-06-25 11:01")
    assert desk.round("2020-06-25 11:01") == []
    published.unlink()
    assert desk.round("2020-06-25 11:03") == [OUT]


def test_workbooks_are_told_of_in_order_with_when_they_were_written(tmp_path):
    for name in ("b.ods", "a.csv", "c.XLSX", "d.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
        os.utime(tmp_path / name, (1_000_000_000, 1_000_000_000))
    found = list(workbooks(tmp_path, london("2020-06-25 11:00")))
    assert [path.name for path, _ in found] == ["a.csv", "b.ods", "c.XLSX"]
    assert {written.timestamp() for _, written in found} == {1_000_000_000}
