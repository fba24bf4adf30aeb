"""Replay: the workforce release of 2018, its stories approved and filed; then that of 2019.

It revises eight figures of 2018: Northumbria's officers and staff with those of its region and the nation, and
Norfolk's community support officers, of whom there is no figure any more.
"""

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from making import DATA, ROOT

from storygen import acts, load_pack
from storygen.archive.archive import Archive
from storygen.archive.workflow import Status
from storygen.corrections import OWED, Revised, corrections, enter
from storygen.drafts import of_places, of_titles, written
from storygen.editions import Editions, Setting
from storygen.facts.table import COLUMNS
from storygen.revising import Typed
from storygen.settings import Settings

FILED, OUT = datetime(2019, 1, 24, 10, tzinfo=UTC), datetime(2020, 1, 30, 9, 31, tzinfo=UTC)
OLD = Setting("police-workforce", "workforce-2018")


def settings_of(folder: Path) -> Settings:
    return Settings((folder / "templates", ROOT / "templates"), DATA, folder / "home")


NIBS = ("Northumbria", "Durham", "Norfolk", "North East")


def file_all(archive, editions):
    """Keep the stories of every force, region and title of 2018, and some in brief; approve and file them."""
    nib = Setting(OLD.pack, OLD.release, length="nib")
    with editions.writing(OLD) as edition:
        regions = [(OLD, (place,)) for place in edition.gazetteer.of_kind("region")]
        tasks = [*of_places(edition, OLD), *regions, *of_titles(edition, OLD)]
        brief = [(nib, edition.gazetteer.find(name)[0]) for name in NIBS]
    for made in archive.keep_all(written(editions, [*tasks, *brief]), FILED):
        file_one(archive, made.kept)


def file_one(archive, story):
    assert not story.held
    archive.decide(story.number, "approve", by="Ada", at=FILED)
    archive.decide(story.number, "file", by="Ada", at=FILED, forms=("text",))


def replayed(archive, editions):
    """Let the release of 2019 come out, and return what became of each story, by its slug."""
    revised = Revised(archive, load_pack(OLD.pack, editions.settings), "workforce-2019", editions.settings)
    found = {each.story.slug: each for each in corrections(archive, editions, revised)}
    return {slug: enter(archive, revised, each, OUT) for slug, each in found.items()}, found


@pytest.fixture(scope="module")
def replay(tmp_path_factory):
    folder = tmp_path_factory.mktemp("replay")
    editions, archive = Editions(settings_of(folder)), Archive(str(folder / "archive.db"))
    file_all(archive, editions)
    came, found = replayed(archive, editions)
    yield archive, came, found
    archive.close()


def test_exactly_those_stories_owe_of_which_a_printed_word_no_longer_holds(replay):
    _, came, _ = replay
    assert {slug for slug, what in came.items() if what == OWED} == {
        "police-northumbria",
        "police-northumbria-nib",
        "police-northumbria-durham-chronicle",
        "police-north-east",
        "police-north-east-nib",
    }
    assert set(came.values()) == {OWED, "noted"}
    assert sum("northumbria" not in slug and "north-east" not in slug for slug in came) > 90


def test_whoever_prints_the_nation_to_the_nearest_hundred_is_only_noted(replay):
    archive, came, _ = replay
    assert came["police-kent"] == "noted"
    (note,) = [each for each in archive.history(archive.called("police-kent").number) if each.act == "note"]
    assert note.why == (
        "it holds: workforce-2019 prints police officers of England and Wales, at 2018-09-30: 122395.45085, now "
        "122406.45085; police officers of the 43 forces of England and Wales, at 2018-09-30: 122395.45085, now "
        "122406.45085"
    )


def test_norfolk_printed_no_nought_and_owes_none(replay):
    """The gate had asked whether its nought was supplied, and the par was left out: it was not."""
    _, came, found = replay
    assert came["police-norfolk"] == "noted"
    assert (
        "community support officers of Norfolk, at 2018-09-30: 0, now not available"
        in found["police-norfolk"].revised
    )


def test_northumbria_says_what_was_said_and_what_is_true(replay):
    _, _, found = replay
    owed = found["police-northumbria"].corrective
    assert owed.severity == "figure"
    assert owed.words == (
        "An earlier version of this story gave the number of police officers in Northumbria on September 30 2018 as "
        "3,141. The Home Office has since revised it to 3,152."
    )
    assert [(said.name, said.was, said.now) for said in owed.said] == [
        (
            "count",
            "Northumbria Police had the equivalent of 3,141 full-time officers in post on September 30 2018, according "
            "to the Home Office.",
            "Northumbria Police had the equivalent of 3,152 full-time officers in post on September 30 2018, according "
            "to the Home Office.",
        ),
        (
            "comparison",
            "Officer numbers at Northumbria Police fell by 104, or three per cent, in the year to September 30 2018, "
            "from 3,245 to 3,141.",
            "Officer numbers at Northumbria Police fell by 93, or three per cent, in the year to September 30 2018, "
            "from 3,245 to 3,152.",
        ),
    ]


def test_its_region_owes_for_officers_and_for_staff(replay):
    _, _, found = replay
    assert found["police-north-east"].corrective.words == (
        "An earlier version of this story gave the number of police officers in the North East on September 30 2018 as "
        "5,506. The Home Office has since revised it to 5,517. It also rested on 2,668 as the number of police staff "
        "and designated officers in the North East on September 30 2018. The Home Office has since revised it to 2,670."
    )


def test_a_corrective_has_its_cells_in_the_release_that_revised_it(replay):
    archive, _, _ = replay
    drafted = acts.corrective_of(archive, archive.called("police-northumbria"))
    (cell,) = next(run.prints for _, run in drafted.runs() if run.text == "3,152").cells()
    assert (cell.release, cell.sheet, cell.address) == ("workforce-2019", "Table_1", "B10")


def test_an_editor_who_printed_norfolks_nought_owes_it(tmp_path):
    editions, archive = Editions(settings_of(tmp_path)), Archive(str(tmp_path / "archive.db"))
    with editions.writing(OLD) as edition:
        norfolk = next(place for place in edition.places() if place.name == "Norfolk")
    (story,) = written(editions, [(OLD, (norfolk,))])
    number = archive.keep(story, FILED).kept.number
    said = "Norfolk Constabulary had no community support officers on September 30 2018, according to the Home Office."
    typed = [*(Typed(par.name, str(par), par.place) for par in story.pars), Typed("added", said)]
    acts.edit(archive, editions, number, typed, base=1, by="Ada", at=FILED)
    file_one(archive, archive.story(number))
    came, found = replayed(archive, editions)
    assert came == {"police-norfolk": OWED}
    owed = found["police-norfolk"].corrective
    assert owed.words == (
        "An earlier version of this story rested on the number of community support officers in Norfolk on September "
        "30 2018 as first published. The Home Office no longer gives a figure."
    )
    assert [(flag.par, flag.message) for flag in owed.copy.flags if flag.stop] == [
        ("added", "none: there is no figure, and what is not available is not nought (rule R3)")
    ]
    assert archive.story(number).status is Status.FILED


ALONE = """

[[measure]]
name   = "staff_alone"        # table 2, which forces re-sort: no pack of ours prints it
called = "police staff alone"
unit   = "fte"
noun   = "member of staff"
said   = ["police staff alone"]

[[par]]
name = "staff_alone"
for  = "place"
"""
TOLD = """
{% block staff_alone %}
{{ place.force }} had {{ staff_alone.now }} full-time equivalent police staff alone on {{ period }}.
{% endblock %}
"""


def with_table_2(folder: Path) -> Settings:
    """Return settings of a pack that prints the staff of table 2 too, and of releases that have it."""
    own, ours = folder / "templates" / OLD.pack, ROOT / "templates" / OLD.pack
    shutil.copytree(ours, own)
    for name, more in (("pack.toml", ALONE), ("story.j2", TOLD)):
        with (own / name).open("a", encoding="utf-8") as file:
            file.write(more)
    kept = folder / "home" / "releases" / OLD.pack
    kept.mkdir(parents=True)
    with (Path(__file__).parent / "figures" / "staff-alone.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for release in ("workforce-2018", "workforce-2019"):
        shutil.copy(DATA / OLD.pack / f"{release}.toml", kept)
        shutil.copy(DATA / OLD.pack / f"{release}.csv", kept)
        with (kept / f"{release}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [row[column] for column in COLUMNS] for row in rows if row["release"] == release
            )
    return settings_of(folder)


def test_a_pack_that_printed_table_2_would_owe_lincolnshire_and_gwent_too(tmp_path):
    editions, archive = Editions(with_table_2(tmp_path)), Archive(str(tmp_path / "archive.db"))
    with editions.writing(OLD) as edition:
        tasks = of_places(edition, OLD)
    for made in archive.keep_all(written(editions, tasks), FILED):
        file_one(archive, made.kept)
    came, found = replayed(archive, editions)
    assert {slug for slug, what in came.items() if what == OWED} == {
        "police-northumbria",
        "police-lincolnshire",
        "police-gwent",
    }
    assert found["police-gwent"].corrective.words == (
        "An earlier version of this story gave the number of police staff alone in Gwent on September 30 2018 as 657. "
        "The Home Office has since revised it to 599."
    )
    assert found["police-lincolnshire"].corrective.words == (
        "An earlier version of this story gave the number of police staff alone in Lincolnshire on September 30 2018 "
        "as 318. The Home Office has since revised it to 362."
    )
