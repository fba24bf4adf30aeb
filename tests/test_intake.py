"""A publisher's file becomes a release of our own, cell by cell, and tells the same stories."""

import os
import tomllib
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import DATA, ROOT, grid, reading, release
from publishing import laid_out, stored_in_ods, write_ods, write_xlsx

from storygen.edition import open_edition
from storygen.errors import ReleaseError, UsageError
from storygen.facts.geography import read_gazetteer
from storygen.facts.layout import Findings
from storygen.facts.release import open_release, release_from_data
from storygen.facts.table import read_readings
from storygen.intake import Added, described_in_toml, keep, read_file
from storygen.newsroom import write
from storygen.pack import load_pack
from storygen.settings import read_settings
from storygen.writing.story import Story

FORCES = read_gazetteer(DATA / "geographies")

WORKBOOKS = {
    "workforce-2018": ("police-workforce", "police-workforce-sep18-tables.ods"),
    "workforce-2019": ("police-workforce", "police-workforce-sep19-tables.ods"),
    "use-of-force-2019": ("use-of-force", "police-use-of-force-apr2018-mar2019-hosb3319-tables.ods"),
    "use-of-force-2020": ("use-of-force", "police-use-of-force-apr2019-mar2020-hosb3720-tables.ods"),
}
each_workbook = pytest.mark.parametrize("name", WORKBOOKS)


def ours(name):
    """Return a release of ours and its readings."""
    series, _ = WORKBOOKS[name]
    opened = open_release(DATA / series / f"{name}.toml", series)
    return opened, list(read_readings(opened.path))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Return a function that lays a release of ours out again as a publisher's file, once each."""
    folder = tmp_path_factory.mktemp("published")

    @lru_cache
    def publish(name, kind):
        opened, readings = ours(name)
        sheets = laid_out(opened.series, readings, opened.period.end, opened.published)
        return {"ods": write_ods, "xlsx": write_xlsx}[kind](sheets, folder / f"{name}.{kind}")

    return publish


@pytest.fixture(scope="module")
def read_again(published):
    """Return a function that reads such a file, once each."""

    @lru_cache
    def read(name, kind):
        return read_file(load_pack(WORKBOOKS[name][0]), FORCES, published(name, kind), {})

    return read


@each_workbook
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_the_figures_laid_out_as_the_publisher_does_are_read_back_cell_by_cell(read_again, name, kind):
    opened, readings = ours(name)
    added = read_again(name, kind)
    assert differences(added.findings.readings, readings) == []
    told = replace(added.release, path=opened.path, fingerprint=opened.fingerprint, status=opened.status)
    assert told == opened
    assert added.findings.unknown == []


def differences(read, kept):
    """Return what stands in only one of two lists of readings, or in another order."""
    return [(one, other) for one, other in zip(read, kept, strict=False) if one != other] + (
        [] if len(read) == len(kept) else [("so many", len(read), len(kept))]
    )


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
@pytest.mark.parametrize(
    "last, now", [("workforce-2018", "workforce-2019"), ("use-of-force-2019", "use-of-force-2020")]
)
def test_the_same_figures_give_the_same_stories(read_again, tmp_path, last, now, kind):
    series, _ = WORKBOOKS[now]
    pack = load_pack(series)
    for name in (last, now):
        keep(read_again(name, kind), tmp_path / "releases" / series)
    shipped = open_edition(pack, now)
    added = open_edition(pack, now, settings=replace(read_settings({}), home=tmp_path))
    assert added.release.path.is_relative_to(tmp_path)
    for place in shipped.places():
        ours, again = write(shipped, [place]), write(added, [place])
        assert type(ours) is type(again)
        same = {"release": shipped.release} | (
            {"made_from": ours.made_from} if isinstance(ours, Story) else {}
        )
        assert replace(again, **same) == ours


def test_an_editor_is_told_what_was_read(read_again):
    added = read_again("workforce-2019", "xlsx")
    assert list(added.lines(FORCES)) == [
        "workforce-2019: Police workforce, England and Wales, 30 September 2019",
        "published 2020-01-30, at 2019-09-30, 1000 cells",
        "places: 43 of 43 forces",
        "  officers: 162 cells, at 2018-09-30 to at 2019-09-30",
        "  officers_change: 54 cells, at 2019-09-30",
        "  staff: 162 cells, at 2018-09-30 to at 2019-09-30",
        "  staff_change: 54 cells, at 2019-09-30",
        "  pcsos: 162 cells, at 2018-09-30 to at 2019-09-30",
        "  pcsos_change: 54 cells, at 2019-09-30",
        "  specials: 162 cells, at 2018-09-30 to at 2019-09-30",
        "  specials_change: 54 cells, at 2019-09-30",
        "  heads: 108 cells, at 2019-03-31 to at 2019-09-30",
        "  series: 14 cells, at 2006-09-30 to at 2019-09-30",
        "  pcso_series: 14 cells, at 2006-09-30 to at 2019-09-30",
        "mark “..”: 4 cells",
    ]


def test_an_editor_is_told_what_was_not_there():
    found = Findings(
        [reading(1), reading("", "..")], ["Table_1, row 62: “Ministry of Defence”"], ["no sheet titled “B”"]
    )
    lines = list(Added(release(), found).lines(FORCES))
    assert "places: 1 of 43 forces" in lines
    assert lines[3].startswith("no row for Metropolitan Police, Cumbria, ")
    assert lines[-3:] == [
        "mark “..”: 1 cells",
        "unknown row: Table_1, row 62: “Ministry of Defence”",
        "not there: no sheet titled “B”",
    ]


# ---- where the publishers' own workbooks stand beside the checkout ----------------------------------


def shared():
    """Return the folder of the publishers' own workbooks, or None."""
    folder = Path(os.environ.get("STORYGEN_SHARED") or ROOT.parent / "shared" / "data")
    return folder if folder.is_dir() else None


def workbook(name):
    """Return a publisher's own workbook, or skip the test."""
    folder = shared()
    if folder is None:
        pytest.skip("the publishers' own workbooks do not stand beside the checkout (shared/data)")
    return folder.joinpath(*WORKBOOKS[name])


@each_workbook
def test_our_transcription_is_what_the_real_workbook_reads(name):
    opened, readings = ours(name)
    added = read_file(load_pack(opened.series), FORCES, workbook(name), {})
    assert differences(added.findings.readings, readings) == []
    assert replace(added.release, path=opened.path) == opened
    assert added.findings.unknown == []


@each_workbook
def test_our_transcription_is_the_real_workbook_cell_by_cell(name):
    _, readings = ours(name)
    stored = stored_in_ods(workbook(name))
    wrong = [
        (each, there)
        for each in readings
        if (there := stored[each.sheet].get(each.address, "")) != (each.value or each.mark.partition(" ")[0])
    ]
    assert wrong == []


# ---- what a file must tell of itself --------------------------------------------------------------


def csv(tmp_path, text):
    path = tmp_path / "incidents.csv"
    path.write_text(text, encoding="utf-8")
    return path


SPECIALS = """\
"Special constables by police force area, 30 September 2021",,
Headcount,,
,30 September 2020,30 September 2021
Kent,200,210
"""


@pytest.fixture
def pack(tmp_path):
    """Return a pack of one table."""
    folder = tmp_path / "specials"
    folder.mkdir()
    (folder / "pack.toml").write_text("""
title = "Specials"
catchline = "SPECIALS"

[release]
id = "specials-{year}"
title = "Specials, {year}"
publisher = "Home Office"

[[measure]]
name = "specials"

[[par]]
name = "headline"

[[table]]
title = "Special constables by police force area"
figures = [{ measure = "specials", column = "day" }]
""")
    (folder / "angles.toml").write_text('[[angle]]\nname = "all"\nwhen = "true"\nbecause = "Always."\n')
    (folder / "story.j2").write_text("{% block headline %}Specials{% endblock %}\n")
    return load_pack(str(folder))


def test_a_file_may_be_told_what_it_does_not_say(tmp_path, pack):
    said = {"published": "2022-01-26", "id": "mine", "title": "My own"}
    made = read_file(pack, FORCES, csv(tmp_path, SPECIALS), said).release
    assert (made.id, made.title, made.published, made.period.key) == (
        "mine",
        "My own",
        date(2022, 1, 26),
        "at 2021-09-30",
    )
    assert made.fingerprint.startswith("sha256:")


@pytest.mark.parametrize("said", ["../evil", "a/b", ".hidden", "two words", "x.toml"])
def test_an_id_that_will_do_for_no_file_is_refused(tmp_path, pack, said):
    with pytest.raises(UsageError, match="will not do for a file's name"):
        read_file(pack, FORCES, csv(tmp_path, SPECIALS), {"id": said, "published": "2022-01-26"})


def test_a_release_is_named_by_its_pack(tmp_path, pack):
    made = read_file(pack, FORCES, csv(tmp_path, SPECIALS), {"published": "2022-01-26"}).release
    assert (made.id, made.title, made.publisher) == ("specials-2021", "Specials, 2021", "Home Office")


def test_the_period_is_the_latest_that_a_title_names(tmp_path, pack):
    text = "It replaces the tables of 30 September 2020,,\n" + SPECIALS
    made = read_file(pack, FORCES, csv(tmp_path, text), {"published": "2022-01-26"})
    assert made.release.period.key == "at 2021-09-30"


def test_an_embargo_is_kept_as_it_is_said_and_told_in_london_s_time(tmp_path, pack):
    said = {"published": "2022-06-30", "embargo": "2022-06-30T05:00Z"}
    added = read_file(pack, FORCES, csv(tmp_path, SPECIALS), said)
    assert "embargoed until 2022-06-30 06:00+01:00" in list(added.lines(FORCES))
    opened = open_release(keep(added, tmp_path / "kept"), "specials")
    assert (opened.embargo, opened.not_before) == (said["embargo"], added.release.not_before)


def test_the_period_may_be_said(tmp_path, pack):
    made = read_file(
        pack, FORCES, csv(tmp_path, SPECIALS), {"published": "2022-01-26", "period": "31 March 2021"}
    )
    assert made.release.period.key == "at 2021-03-31"


@pytest.mark.parametrize(
    "text, said, message",
    [
        pytest.param(
            SPECIALS, {}, "incidents.csv: it does not say when it was published. Give --published 2020-01-30.",
            id="no day of publication",
        ),
        pytest.param(
            SPECIALS, {"published": "soon"}, "--published soon: it is no day. Write 2020-01-30.", id="no such day"
        ),
        pytest.param(
            SPECIALS, {"published": "2022-01-26", "embargo": "half past nine"},
            "--embargo half past nine: it is no day or time of one. Write 2020-01-30T09:30, or 2020-01-30 for 9.30am",
            id="no such moment",
        ),
        pytest.param(
            SPECIALS.replace(", 30 September 2021\"", "\"").replace("30 September", "the autumn of"),
            {"published": "2022-01-26"},
            "its titles name no period. Give --period “30 September 2019”.",
            id="no period",
        ),
        pytest.param(
            SPECIALS, {"published": "2022-01-26", "period": "autumn"}, "--period autumn: it is no period.",
            id="no such period",
        ),
        pytest.param(
            "Contents of 30 September 2021,\nKent,1\n", {"published": "2022-01-26"},
            "no sheet is titled “Special constables by police force area”; its sheets are incidents.", id="no such table",
        ),
        pytest.param(
            SPECIALS.replace("200,210", "..,3"), {"published": "2022-01-26", "period": "2021-09-30"}, "",
            id="a gap and a figure will do",
        ),
        pytest.param(
            SPECIALS.replace("Kent", "Total"), {"published": "2022-01-26"}, "none of the pack's figures are in it.",
            id="no place of ours",
        ),
    ],
)  # fmt: skip
def test_what_a_file_does_not_tell_is_asked_for(tmp_path, pack, text, said, message):
    path = csv(tmp_path, text)
    if not message:
        assert [each.value for each in read_file(pack, FORCES, path, said).findings.readings] == ["", "3"]
        return
    with pytest.raises(ReleaseError) as error:
        read_file(pack, FORCES, path, said)
    assert message in str(error.value)


# ---- keeping ---------------------------------------------------------------------------------------


def added(*readings, **said):
    return Added(release(**said), Findings(list(readings)))


def test_a_release_kept_opens_again(tmp_path):
    described = keep(added(reading("3548.3", "r"), reading("", "..")), tmp_path / "new" / "police-workforce")
    opened = open_release(described, "police-workforce")
    assert opened == replace(release(), path=described.with_suffix(".csv"))
    assert list(read_readings(opened.path)) == [reading("3548.3", "r"), reading("", "..")]
    assert sorted(path.name for path in described.parent.iterdir()) == [
        "workforce-2019.csv",
        "workforce-2019.toml",
    ]


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path):
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ReleaseError, match=r"cannot be written to: Not a directory\. Choose another folder"):
        keep(added(reading(1)), tmp_path / "home" / "releases")


def test_a_release_kept_twice_is_the_later_one(tmp_path):
    keep(added(reading(1)), tmp_path)
    described = keep(added(reading(2), title="Again"), tmp_path)
    opened = open_release(described, "police-workforce")
    assert (opened.title, [each.value for each in read_readings(opened.path)]) == ("Again", ["2"])
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(added(reading(2), reading(3, row="\ud800")), id="a figure that cannot be written"),
        pytest.param(added(reading(2), title="\ud800"), id="a title that cannot be written"),
    ],
)
def test_a_release_is_kept_whole_or_not_at_all(tmp_path, broken):
    keep(added(reading(1), title="The old one"), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UnicodeEncodeError):
        keep(broken, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


@given(TEXTS, TEXTS, TEXTS, st.dates(), st.sampled_from(["provisional", "final", "revised"]))
def test_a_release_described_reads_back(title, publisher, address, day, status):
    made = release(
        title=title,
        publisher=publisher,
        address=address,
        published=day,
        status=status,
        embargo="2020-01-30T09:30",
    )
    said = tomllib.loads(described_in_toml(made))
    assert release_from_data(said, made.series, made.path) == made


def test_a_grid_drawn_in_a_test_is_a_grid():
    assert grid("a | 1\n | '1") == [["a", 1], [None, "1"]]
