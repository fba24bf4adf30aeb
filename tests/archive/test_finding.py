import unicodedata
from contextlib import ExitStack
from dataclasses import replace

import pytest
from keeping import ASK, DAY, LATER, NOW, STOP, held, place, release, reworded, story
from making import ESSEX, KENT, NATION
from servers import database

from storygen.archive.archive import Archive
from storygen.archive.finding import BY_NAME, ONLY, PAGE, Wanted
from storygen.archive.workflow import Status
from storygen.errors import ArchiveError, UsageError
from storygen.facts.figure import Subject

ADA = {"by": "Ada", "at": LATER}
SUBJECTS = {
    name: Subject("bakers", "bakers", code, DAY)
    for name, code in (("Kent", KENT), ("Essex", ESSEX), ("nation", NATION))
}


def keep(archive, copy, at=NOW):
    return archive.keep(copy, at).kept.number


def bare(copy):
    """Return *copy* without what rests on its place's figures."""
    return reworded(reworded(copy, "count", "Some bakers."), "headline", "Bakers")


# Who rests on a figure.


def test_only_the_version_that_counts_rests_on_a_figure(archive):
    def rest(name="Kent"):
        return [each.version for each in archive.resting_on([SUBJECTS[name]], [Status.DRAFT])]

    number = keep(archive, story())
    assert rest() == [1]
    archive.save(number, bare(story()), base=1, **ADA)
    assert (rest(), rest("nation")) == ([], [2])
    archive.keep(story(now=13), NOW)
    assert rest() == []  # what is only offered counts not
    archive.save(number, story(now=13), base=2, act="take", offered=3, **ADA)
    assert rest() == [4]
    archive.undo(number, **ADA)
    assert rest() == []
    archive.undo(number, **ADA)
    assert rest() == [6]


@pytest.mark.parametrize(
    "copy, rests",
    [
        pytest.param(held(), ["Kent"], id="a held story, on the cells that hold it"),
        pytest.param(held(draft=story(flags=(STOP,))), ["Kent", "nation"], id="and on those of its draft"),
        pytest.param(bare(story()), ["nation"], id="copy, on those that it prints"),
        pytest.param(
            replace(bare(story()), flags=(replace(ASK, cells=held("Essex").cells),)),
            ["Essex", "nation"],
            id="and on those that a flag is about",
        ),
    ],
)
def test_what_a_story_rests_on(archive, copy, rests):
    keep(archive, copy)
    found = [name for name, of in SUBJECTS.items() if archive.resting_on([of], [Status.DRAFT])]
    assert sorted(found) == sorted(rests)


def test_of_any_number_of_figures_each_story_is_found_once(archive):
    keep(archive, story("Kent"))
    keep(archive, story("Essex"))
    others = [Subject("bakers", "bakers", f"X{number}", DAY) for number in range(1300)]
    every = [SUBJECTS["Kent"], *others, SUBJECTS["nation"], SUBJECTS["Essex"]]
    drafts = archive.resting_on(every, (status for status in (Status.DRAFT, Status.FILED)))
    assert [each.names for each in drafts] == ["Kent", "Essex"]
    assert archive.resting_on(every) == archive.resting_on([], [Status.DRAFT]) == []
    assert archive.resting_on(every, []) == []


# Which stories a list shows.


def test_nothing_is_counted_where_nothing_is(archive):
    assert archive.count(Wanted()) == {(): 0}
    assert archive.count(Wanted(words="kent"), "status", "pack") == {}
    assert archive.stories() == []


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("sqlite", id="kept in a file of SQLite"),
        pytest.param("postgresql", id="kept on a server of PostgreSQL"),
    ],
)
def shelf(request, tmp_path_factory):
    """Give an archive with a story of each kind, by what is said of it; its tests only read."""
    with ExitStack() as opened:
        if request.param == "sqlite":
            url = str(tmp_path_factory.mktemp("shelf") / "archive.db")
        else:
            url = opened.enter_context(database(request.getfixturevalue("postgresql_server")))
        archive = Archive(url)
        opened.callback(archive.close)
        yield archive, stocked(archive)


def stocked(archive):
    """Keep a story of each kind, and return their numbers."""
    copies = {
        "clean": story("Kent"),
        "flagged": replace(story("Essex", flags=(ASK,)), style="guardian"),
        "stopped": replace(story("Norfolk", flags=(STOP, ASK)), length="nib"),
        "waiting": replace(held("Kent"), title="Evening Star"),
        "gaps": replace(held("Essex", may=False), title="Evening  Star"),
        "drafted": replace(held("Norfolk", draft=story("Norfolk", flags=(STOP,))), pack="millers"),
        "edited": replace(story("Kent"), release=release(id="bakers-2021"), angle="first"),
        "offered": replace(story("Essex"), title="Caf\u00e9 100%_\\ Post"),
        "plain": replace(story("Norfolk"), length="headline"),
    }
    kept = archive.keep_all(copies.values(), NOW)
    numbers = {name: each.kept.number for name, each in zip(copies, kept, strict=True)}
    for name in ("edited", "offered"):
        copy = reworded(archive.version(numbers[name]).written, "intro", "Mine.")
        archive.save(numbers[name], copy, base=1, **ADA)
    archive.keep(replace(copies["offered"], pars=story("Essex", now=13).pars), NOW)
    archive.decide(numbers["clean"], "approve", **ADA)
    archive.decide(numbers["flagged"], "spike", why="old", **ADA)
    return numbers


DRAFTS = "stopped waiting gaps drafted edited offered plain"


@pytest.mark.parametrize(
    "wanted, names",
    [
        pytest.param({"status": ("approved",)}, "clean", id="a status"),
        pytest.param({"status": ("approved", "spiked")}, "clean flagged", id="either of two statuses"),
        pytest.param({"status": ("draft",)}, DRAFTS, id="drafts"),
        pytest.param({"status": ("published",)}, "", id="a status that there is not"),
        pytest.param({"pack": "millers"}, "drafted", id="a pack"),
        pytest.param({"pack": "miller"}, "", id="a part of a pack's name"),
        pytest.param({"pack": "mill%"}, "", id="a sign in a pack's name"),
        pytest.param({"release": "bakers-2021"}, "edited", id="a release"),
        pytest.param({"region": "South East"}, f"clean flagged {DRAFTS}", id="a region"),
        pytest.param({"region": "South"}, "", id="a part of a region's name"),
        pytest.param({"angle": "first"}, "edited", id="an angle"),
        pytest.param({"place": KENT}, "clean waiting edited", id="a place"),
        pytest.param({"place": KENT.lower()}, "clean waiting edited", id="a place whose code is typed small"),
        pytest.param({"place": f"force:{KENT}"}, "", id="a place with its kind is no code"),
        pytest.param({"place": "%"}, "", id="a sign for a code"),
        pytest.param({"length": "nib"}, "stopped", id="a length"),
        pytest.param({"style": "guardian"}, "flagged", id="a style"),
        pytest.param({"title": "Evening Star"}, "waiting", id="a title"),
        pytest.param({"title": "Evening  Star"}, "gaps", id="another, whose name has a blank more"),
        pytest.param({"only": "held"}, "waiting gaps drafted", id="held"),
        pytest.param({"only": "waiting"}, "waiting drafted", id="waiting"),
        pytest.param({"only": "gaps"}, "gaps", id="gaps"),
        pytest.param({"only": "flagged"}, "flagged stopped", id="flagged"),
        pytest.param({"only": "stopped"}, "stopped drafted", id="stopped"),
        pytest.param({"only": "clean"}, "clean edited offered plain", id="clean"),
        pytest.param({"only": "edited"}, "edited offered", id="edited"),
        pytest.param({"only": "offered"}, "offered", id="offered"),
        pytest.param({"words": "bakers KENT"}, "clean edited waiting", id="words, in any order and case"),
        pytest.param({"words": "evening star"}, "waiting gaps", id="words of a title"),
        pytest.param({"words": "2021"}, "edited", id="a part of a word"),
        pytest.param({"words": "moved far"}, "waiting gaps", id="words of why it is held"),
        pytest.param({"words": "100%_\\"}, "offered", id="signs, which stand for themselves"),
        pytest.param({"words": "1%"}, "", id="and for nothing else"),
        pytest.param({"words": "\\"}, "offered", id="one that ends in the sign that frees signs"),
        pytest.param({"words": "CAFÉ"}, "offered", id="letters with a mark, in the other case"),
        pytest.param({"words": "cafe\u0301"}, "offered", id="and written as two"),
        pytest.param({"words": " \t "}, f"clean flagged {DRAFTS}", id="blanks alone"),
        pytest.param({"words": "'; DROP TABLE stories; --"}, "", id="words that are no question"),
        pytest.param({"words": "w " * 200 + "x"}, "", id="two hundred words"),
        pytest.param({"words": "x" * 100_000}, "", id="a word without end"),
        pytest.param({"status": ("draft",), "only": "clean", "place": ESSEX, "words": "post"}, "offered", id="all at once"),
    ],
)  # fmt: skip
def test_a_list_shows_what_is_wanted_and_counts_it(shelf, wanted, names):
    archive, numbers = shelf
    of = {number: name for name, number in numbers.items()}
    found = [of[each.number] for each in archive.stories(Wanted(**wanted))]
    assert sorted(found) == sorted(names.split())
    assert archive.count(Wanted(**wanted)) == {(): len(found)}
    counted = archive.count(Wanted(**wanted), "status", "held")
    assert sum(counted.values()) == len(found)
    assert all(isinstance(is_held, bool) for _, is_held in counted)


def test_what_a_list_is_narrowed_by_and_is_not_there_is_refused_rather_than_passed_over(archive):
    with pytest.raises(UsageError) as refused:
        archive.stories(Wanted(only="cleen"))
    assert str(refused.value) == f"“cleen”: no stories are listed by that. Use {', '.join(ONLY)}."


def test_what_is_asked_by_name_can_be_left_out_and_the_rest_stays():
    wanted = Wanted(pack="bakers", title="Star", only="held", words="kent")
    assert wanted.but(BY_NAME) == Wanted(only="held", words="kent")
    assert wanted.but(["title"]) == Wanted(pack="bakers", only="held", words="kent")


@pytest.mark.parametrize("size", [1, 3, 4, 7, 50])
def test_pages_show_each_story_once_though_all_changed_at_one_moment(archive, size):
    every = [replace(story(name), title=f"{n}") for name in ("Kent", "Essex") for n in range(6)]
    archive.keep_all(every, NOW)
    pages = [[each.number for each in archive.stories(Wanted(), page, size)] for page in range(13)]
    assert [number for page in pages for number in page] == list(range(12, 0, -1))


def test_all_that_are_wanted_are_more_than_a_page_and_none_that_are_not(archive):
    archive.keep_all([replace(story("Kent"), title=f"{n}") for n in range(PAGE + 2)], NOW)
    archive.keep(story("Essex"), NOW)
    found = [each.number for each in archive.every(Wanted(words="kent"))]
    assert found == list(range(PAGE + 2, 0, -1))
    assert archive.every(Wanted(words="wigan")) == []


@pytest.mark.parametrize(
    "page, size, shown",
    [
        pytest.param(-1, 2, [3, 2], id="before the first"),
        pytest.param(1, 2, [1], id="the last"),
        pytest.param(2, 2, [], id="past the last"),
        pytest.param(10**30, 50, [], id="far past it"),
        pytest.param(0, 0, [], id="of no size"),
        pytest.param(0, -1, [], id="of less"),
    ],
)
def test_a_page_that_there_is_not_is_the_first_or_empty(archive, page, size, shown):
    archive.keep_all([story(name) for name in ("Kent", "Essex", "Norfolk")], NOW)
    assert [each.number for each in archive.stories(Wanted(), page, size)] == shown


def test_what_changed_last_comes_first_whatever_changed_of_it(archive):
    archive.keep_all([story(name) for name in ("Kent", "Essex", "Norfolk")], NOW)
    archive.decide(2, "approve", **ADA)
    assert [each.number for each in archive.stories()] == [2, 3, 1]
    archive.keep(story("Kent"), LATER.replace(year=2030))  # the same, which is no change
    assert [each.number for each in archive.stories()] == [2, 3, 1]


@pytest.mark.parametrize(
    "name, said",
    [
        pytest.param("0", "story 0: there is none of that number. See “storygen list”.", id="nought"),
        pytest.param("9" * 5000, f"story {'9' * 20}: there is none of that number. See “storygen list”.", id="a number without end"),
        pytest.param("-1", "“-1”: no story is called that. See “storygen list”.", id="less than nought"),
        pytest.param("²", "“²”: no story is called that. See “storygen list”.", id="a digit of another kind"),
        pytest.param("", "“”: no story is called that. See “storygen list”.", id="nothing"),
        pytest.param("bakers-k%", "“bakers-k%”: no story is called that. See “storygen list”.", id="signs"),
        pytest.param("x\x00y\ud800\nz", "“xy z”: no story is called that. See “storygen list”.", id="what no database takes"),
        pytest.param("bakers-kent", "“bakers-kent”: 2 stories are called that: 1 (bakers-2020), 2 (bakers-2021). Give its number.", id="the slug of two"),
    ],
)  # fmt: skip
def test_what_no_one_story_is_called_is_said_in_a_line(archive, name, said):
    for id in ("bakers-2020", "bakers-2021"):
        keep(archive, replace(story(), release=release(id=id)))
    with pytest.raises(ArchiveError) as refused:
        archive.called(name)
    assert str(refused.value) == said


@pytest.mark.parametrize("which", [0, -1, 2, 1 << 31, 1 << 80])
def test_a_version_that_there_is_not_is_said_in_a_line(archive, which):
    keep(archive, story())
    with pytest.raises(ArchiveError) as refused:
        archive.version(1, which)
    assert str(refused.value) == f"story 1, bakers-kent: it has no version {which}. See “storygen history 1”."


def test_lists_find_a_name_however_its_letters_are_written(archive):
    name = unicodedata.normalize("NFD", "Ynys Môn")
    keep(archive, replace(held(), places=(replace(place("Kent"), name=name),)))
    assert [len(archive.stories(Wanted(words=form))) for form in (name, "ynys môn", "YNYS MÔN")] == [1, 1, 1]


def test_the_last_decisions_of_all_come_last_first(shelf):
    archive, numbers = shelf
    assert [(each.act, each.story) for each in archive.lately(3)] == [
        ("spike", numbers["flagged"]),
        ("approve", numbers["clean"]),
        ("offer", numbers["offered"]),
    ]
    assert {each.act for each in archive.lately(50, ["edit", "spike"])} == {"edit", "spike"}
    assert len(archive.lately(1, ["edit"])) == 1
