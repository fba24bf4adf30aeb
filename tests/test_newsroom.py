from datetime import date

import pytest
from making import KENT
from setting import BAKERS, YEAR, YEAR_BEFORE, bakery, write_release

from storygen import Held, Overrule, load_pack, open_edition, write_story
from storygen.errors import PlaceError, UsageError
from storygen.facts.figure import Figure
from storygen.newsroom import write
from storygen.outputs import figures, json, text, trail

POLICE = load_pack("police-workforce")


def tell(*places, release=None, **options):
    return write_story(POLICE, release, places, **options)


def names(story):
    return [told.place.name for told in story.places]


def par(story, name):
    return next((str(par) for par in story.pars if par.name == name), None)


def flags(story, check):
    return [flag.message for flag in story.flags if flag.check == check]


def test_one_place():
    story = tell("Kent")
    assert (story.release.id, story.angle, names(story)) == ("workforce-2019", "rise", ["Kent"])
    assert par(story, "comparison") == (
        "Officer numbers at Kent Police rose by six per cent in the year to September 30 2019, from 3,333 to 3,548."
    )
    assert (story.catchline, story.slug) == ("POLICE Kent", "police-kent")


def test_several_places_each_with_its_own_angle():
    story = tell("West Midlands", "Staffordshire", "Kent")
    assert [told.angle for told in story.places] == ["fall", "fall", "rise"]
    assert story.angle == "unchanged"
    assert story.headline == (
        "Police officer numbers little changed across the West Midlands, Staffordshire and Kent, Home Office figures show"
    )
    assert [str(par).startswith("Meanwhile, ") for par in story.pars if par.name == "count"] == [
        False,
        True,
        False,
    ]
    assert story.slug == "police-west-midlands-staffordshire-kent"
    assert story.catchline == "POLICE West Midlands and 2 more"


@pytest.mark.parametrize(
    "title, places, style",
    [
        pytest.param("Express & Star", ["West Midlands", "Staffordshire"], "pa", id="two forces"),
        pytest.param("title:The Star", ["South Yorkshire"], "pa", id="when asked for"),
        pytest.param("Western Mail", ["South Wales", "Gwent", "Dyfed-Powys", "North Wales"], "guardian", id="in its own style"),
        pytest.param("Evening Standard", ["Metropolitan Police", "City of London"], "guardian", id="one city, two forces"),
    ],
)  # fmt: skip
def test_a_title_s_patch_is_one_story(title, places, style):
    story = tell(title)
    assert (names(story), story.style) == (places, style)
    assert story.title == title.removeprefix("title:")
    assert tell(title, style="pa").style == "pa"


def test_a_title_and_its_places_tell_the_same():
    bare, titled = tell("West Midlands", "Staffordshire"), tell("Express & Star")
    assert str(bare) == str(titled)
    assert bare.slug != titled.slug


def test_a_region_is_told_by_its_own_row():
    story = tell("region:West Midlands", length="nib")
    (now,) = [run.prints for _, run in story.runs() if run.text == "11,058"]
    assert [cell.subject.geography for cell in now.cells()] == ["E12000005"]
    assert par(story, "brief") == (
        "Police forces in the West Midlands region had the equivalent of 11,058 full-time officers on September 30 2019, "
        "up from a year earlier, according to the Home Office."
    )


def test_a_nation_without_its_own_row_is_the_sum_of_its_forces():
    england, whole = tell("England", length="nib"), tell("England and Wales", length="nib")
    rows = {
        len({cell.row for cell in run.prints.cells()})
        for _, run in england.runs()
        if getattr(run.prints, "unit", "") == "fte"
    }
    assert rows == {39}
    assert {
        len(list(run.prints.cells())) for _, run in whole.runs() if getattr(run.prints, "unit", "") == "fte"
    } == {1}


def rests_on(story, name):
    """Return the codes of the rows under the figures of each par of this name."""
    return [
        {cell.subject.geography for run in each.runs if isinstance(run.prints, Figure) for cell in run.prints.cells()}
        for each in story.pars
        if each.name == name
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["Wales", "region:East of England", "region:London"])
def test_a_region_with_rows_for_every_measure_is_told_by_them_alone(place):
    story = tell(place)
    under = set().union(*(codes for each in story.pars for codes in rests_on(story, each.name)))
    assert under == {story.places[0].place.code, "K04000001"}


FORCE = load_pack("use-of-force")
WALES = {"W15000001", "W15000002", "W15000003", "W15000004"}
EAST = {"E23000023", "E23000024", "E23000025", "E23000026", "E23000027", "E23000028"}


@pytest.mark.parametrize(
    "place, code, forces, incidents, restraint, young, tasered",
    [
        # 1,027 + 5,935 + 18,391 + 2,899 of 2,361 + 9,026 + 26,818 + 5,310; 195 + 901 + 2,363 + 597; 15 + 12 + 58 + 13
        pytest.param(
            "Wales", "W92000004", WALES, "32,983", ["28,252", "65 per cent"], "4,056", "98", id="Wales",
        ),
        # 4,035 + 4,003 + 3,152 + 3,782 + 8,527 + 14,330 of 7,992 + 8,594 + 5,691 + 6,530 + 14,497 + 21,198;
        # 799 + 816 + 640 + 623 + 1,636 + 2,464; 12 + 39 + 31 + 28 + 48 + 36
        pytest.param(
            "region:East of England", "E12000006", EAST, "42,468", ["37,829", "59 per cent"], "6,978", "194", id="the East",
        ),
    ],
)  # fmt: skip
def test_a_measure_without_a_row_for_the_region_is_summed(
    place, code, forces, incidents, restraint, young, tasered
):
    story = write_story(FORCE, "use-of-force-2020", [place])
    printed = {
        each.name: [run.text for run in each.runs if isinstance(run.prints, Figure)] for each in story.pars
    }
    assert printed["count"] == [incidents]
    assert printed["restraint"] == restraint
    assert (printed["under_18"], printed["under_18_taser"]) == ([young], [tasered])
    assert rests_on(story, "comparison") == rests_on(story, "taser") == [{code}]
    for name in ("restraint", "under_18", "under_18_taser"):
        assert rests_on(story, name) == [forces]
    assert flags(story, "left out") == []


def test_where_one_force_has_no_figure_the_region_s_par_names_its_cell():
    story = write_story(FORCE, "use-of-force-2020", ["region:West Midlands"])
    assert flags(story, "left out") == [
        "West Midlands: the par is left out (use-of-force-2020, Table_14 D1526 (West Mercia, Under 11 years): not available)"
    ]


def test_two_regions_are_each_told_and_added_up_by_their_own_rows():
    story = write_story(FORCE, "use-of-force-2020", ["Wales", "region:East of England"])
    assert rests_on(story, "together") == [{"W92000004", "E12000006"}]
    assert rests_on(story, "restraint") == [WALES, EAST]
    assert par(story, "together") == (
        "Together, police forces in Wales and police forces in the East of England recorded 75,451 incidents in which "
        "officers used force in the year to March 2020, up from 72,451 the year before."
    )


def test_what_regions_have_no_row_for_is_summed_over_all_their_forces():
    edition = open_edition(FORCE, "use-of-force-2020")
    wales, east, kent = (
        edition.gazetteer.find(name)[0][0] for name in ("Wales", "region:East of England", "Kent")
    )
    seen = edition.seen([wales, east, kent])
    assert seen["incidents"].codes == ("W92000004", "E12000006", KENT)
    assert set(seen["restraint"].codes) == {*WALES, *EAST, KENT}
    assert seen["restraint"].n_now == 28_252 + 37_829 + edition.seen([kent])["restraint"].n_now


def test_a_region_and_a_force_of_one_name():
    assert tell("West Midlands").places[0].place.kind == "force"
    assert tell("region:West Midlands").places[0].place.kind == "region"
    assert tell("West Midlands").slug != tell("region:West Midlands").slug


@pytest.mark.parametrize(
    "places",
    [
        pytest.param(["West Midlands", "region:West Midlands"], id="a force in its region"),
        pytest.param(["region:South East", "Kent"], id="the region first"),
        pytest.param(["England and Wales", "Gwent"], id="a force in its nation"),
        pytest.param(["England and Wales", "region:Wales"], id="a region in its nation"),
        pytest.param(["England", "England and Wales"], id="a nation in another"),
    ],
)
def test_no_place_is_counted_twice(places):
    with pytest.raises(UsageError, match=r"the second is counted within the first\. Name one of the two\."):
        tell(*places)


def test_a_place_named_twice_is_told_once():
    assert names(tell("Kent", "kent police", KENT, "Essex")) == ["Kent", "Essex"]


def test_more_than_six_places_are_a_batch():
    six = ["Kent", "Essex", "Surrey", "Sussex", "Norfolk", "Suffolk"]
    assert len(tell(*six, length="headline").places) == 6
    with pytest.raises(UsageError, match=r"7 places: a story holds at most 6\. Use “storygen batch”"):
        tell(*six, "Dorset")
    with pytest.raises(UsageError, match="no place is named"):
        tell()


def test_a_wrong_name_offers_the_near_ones():
    with pytest.raises(
        PlaceError, match=r"“Kant”: no place, title or code of that name\. Did you mean “Kent”"
    ):
        tell("Kant")


@pytest.mark.parametrize(
    "options, fault",
    [
        ({"release": "workforce-2018x"}, "“workforce-2018x”: police-workforce has no such release. It has workforce-2018, workforce-2019."),
        ({"style": "times"}, "“times”: no such style. There are guardian, pa."),
        ({"length": "long"}, "“long”: no such length. Use story, nib, headline."),
    ],
)  # fmt: skip
def test_what_there_is_not_is_wrong_usage(options, fault):
    with pytest.raises(UsageError) as raised:
        tell("Kent", **options)
    assert str(raised.value) == fault


def test_an_earlier_release_is_told_as_of_its_own_day():
    story = tell("Kent", release="workforce-2018")
    assert story.made_from["published"] == "2019-01-24"
    assert "in the year to September 30 2018" in par(story, "comparison")


# What is held, and how it is let go.


def bakers(tmp_path, *places, figures=BAKERS, **options):
    settings = bakery(tmp_path, figures)
    return write_story(load_pack("bakers", settings), None, places, settings=settings, **options)


def test_one_place_held_holds_the_story_and_is_named(tmp_path):
    held = bakers(tmp_path, "Kent", "Norfolk")
    assert isinstance(held, Held)
    assert held.reasons == (
        "Norfolk: bakers-2020.csv, Table 1 B7 (Norfolk, at 2020-03-31): not available. "
        "Ask the force or the publisher for it, or leave the place out",
    )
    assert [place.name for place in held.places] == ["Kent", "Norfolk"]
    assert not held.may_overrule


def test_without_held_the_rest_is_told_and_copy_says_who_is_missing(tmp_path):
    story = bakers(tmp_path, "Norfolk", "Kent", "Essex", without_held=True)
    assert names(story) == ["Kent", "Essex"]
    assert par(story, "missing") == "No figures are known in Norfolk."
    assert not str(next(par for par in story.pars if par.name == "count")).startswith("Meanwhile")
    assert "1,980" in par(story, "intro")


def test_with_one_place_left_there_is_nothing_to_add_up(tmp_path):
    story = bakers(tmp_path, "Norfolk", "Kent", without_held=True)
    assert (par(story, "together"), par(story, "intro")) == (
        None,
        "There are 1,100 bakers in Kent, official figures show.",
    )


def test_where_every_place_is_held_so_is_the_story(tmp_path):
    assert isinstance(bakers(tmp_path, "Norfolk", without_held=True), Held)
    assert isinstance(bakers(tmp_path, "Norfolk", "Dorset", without_held=True), Held)


@pytest.mark.parametrize(
    "missing, reason",
    [
        pytest.param({("bakers", KENT, YEAR_BEFORE): ".."}, "(Kent, at 2019-03-31): no earlier figure to compare with (not available)", id="no year before"),
        pytest.param({("bakers", KENT, YEAR): "c"}, "Kent: bakers-2020.csv, Table 1 B2 (Kent, at 2020-03-31): suppressed. Leave the place out", id="suppressed"),
        pytest.param({("bakers", KENT, YEAR): "?!"}, "unknown mark “?!”", id="a mark nobody knows"),
    ],
)  # fmt: skip
def test_why_a_place_is_held(tmp_path, missing, reason):
    held = bakers(tmp_path, "Kent", figures={**BAKERS, **missing})
    assert isinstance(held, Held)
    assert reason in str(held)


OUTLIER = {
    **BAKERS,
    ("bakers", KENT, YEAR): 1500,
    ("bakers", KENT, "at 2018-03-31"): 990,
    ("bakers", KENT, "at 2017-03-31"): 1000,
}


def test_an_outlier_is_held_until_it_is_overruled_by_name(tmp_path):
    held = bakers(tmp_path, "Kent", figures=OUTLIER)
    assert isinstance(held, Held)
    assert held.may_overrule
    assert held.reasons == (
        "Kent: a change of 50.0 per cent against 1.2 across the nation, and 1.0 in its own earlier years",
    )
    story = bakers(tmp_path, "Kent", figures=OUTLIER, overrule=Overrule("the guild confirms it", "Jo Baker"))
    assert story.pars[1].name == "ednote"
    assert par(story, "ednote") == (
        "Kent: a change of 50.0 per cent against 1.2 across the nation, and 1.0 in its own earlier years. "
        "Overruled by Jo Baker: the guild confirms it"
    )
    assert "EDITORS: Kent: a change of 50.0 per cent" in text.write(story)


@pytest.mark.parametrize(
    "reason, by, fault",
    [
        ("x\n\nThe number of officers in Kent fell.", "Jo", "the reason: it is more than one line of print. Write it in one line."),
        ("x\u2028y", "Jo", "the reason: it is more than one line of print. Write it in one line."),
        ("seen", "Jo\nBaker", "the name: it is more than one line of print. Write it in one line."),
        ("seen\x07", "Jo", "the reason: it is more than one line of print. Write it in one line."),
        ("<b>seen</b>", "Jo", "the reason: it has markup in it. Write it in plain words."),
        ("**seen** twice", "Jo", "the reason: it has markup in it. Write it in plain words."),
        ("seen", "<Jo>", "the name: it has markup in it. Write it in plain words."),
        ("seen {{ now }}", "Jo", "the reason: it has markup in it. Write it in plain words."),
        ("seen", "Jo: Baker", "the name: it has a colon, with which a reason begins. Leave it out."),
    ],
)  # fmt: skip
def test_what_overrules_is_one_line_of_plain_words(reason, by, fault):
    with pytest.raises(UsageError) as caught:
        Overrule(reason, by)
    assert str(caught.value) == fault


def test_a_reason_may_have_stops_dashes_and_names_of_its_own():
    told = Overrule(
        "confirmed by AT&T – see table 2: “it is so” at 50%\xa0or more", "Ché O’Neill-Jones, night desk"
    )
    assert told.reason.startswith("confirmed by AT&T")


def test_a_figure_that_is_not_there_cannot_be_overruled(tmp_path):
    held = bakers(tmp_path, "Norfolk", "Kent", figures=OUTLIER, overrule=Overrule("no matter", "Jo Baker"))
    assert isinstance(held, Held)
    assert not held.may_overrule
    assert [reason.partition(":")[0] for reason in held.reasons] == ["Norfolk"]


def test_a_revised_figure_is_flagged(tmp_path):
    story = tell("Northumbria")
    assert [
        flag for flag in flags(story, "revised") if flag.startswith("Northumbria: officers a year before")
    ]
    assert par(story, "revised") == (
        "The Home Office has revised its count of officers at Northumbria Police on September 30 2018 since it was first "
        "published, from 3,141 to 3,152."
    )
    assert flags(tell("Kent"), "revised") == []


def test_the_year_before_comes_from_the_release_itself_where_it_prints_one(tmp_path):
    settings = bakery(tmp_path)
    write_release(
        settings.home / "releases",
        {("bakers", KENT, YEAR_BEFORE): 990, ("bakers", "E23000023", YEAR_BEFORE): 70},
        id="bakers-2019", period=YEAR_BEFORE, published=date(2019, 6, 30),
    )  # fmt: skip
    write_release(settings.home / "releases", {**BAKERS, ("bakers", "E23000023", YEAR): 75})
    pack = load_pack("bakers", settings)
    kent, cambridgeshire = (
        write_story(pack, None, [place], settings=settings) for place in ("Kent", "Cambridgeshire")
    )
    assert "compared with 1,000 a year earlier" in par(kent, "count")
    assert flags(kent, "revised") == ["Kent: bakers a year before, first published as 990, is now 1000"]
    assert "compared with 70 a year earlier" in par(cambridgeshire, "count")
    releases = {
        cell.release for _, run in cambridgeshire.runs() if run.text == "70" for cell in run.prints.cells()
    }
    assert releases == {"bakers-2019"}


# Same in, same out.


@pytest.mark.parametrize(
    "day, said",
    [
        (date(2020, 6, 30), "June 30 this year"),
        (date(2020, 12, 31), "June 30 this year"),
        (date(2021, 1, 1), "June 30 last year"),
        (date(2022, 1, 1), "June 30 2020"),
    ],
)
def test_this_year_and_last_are_said_by_the_day_of_publication(tmp_path, day, said):
    story = bakers(tmp_path, "Kent", as_of=day)
    assert par(story, "source") == f"The figures were published on {said}."
    assert story.made_from["published"] == day.isoformat()


def test_by_default_the_day_is_the_release_s_own(tmp_path):
    assert bakers(tmp_path, "Kent") == bakers(tmp_path, "Kent", as_of=date(2020, 6, 30))


@pytest.mark.parametrize(
    "pack, places",
    [
        ("police-workforce", ["Kent"]),
        ("use-of-force", ["Kent", "Essex"]),
        ("registered-offenders", ["West Midlands"]),
    ],
)
def test_the_same_figures_give_the_same_bytes(pack, places):
    opened = load_pack(pack)
    first, second = (write_story(opened, None, places) for _ in range(2))
    assert first == second
    for output in (text, json, figures, trail):
        assert output.write(first) == output.write(second)


def test_one_edition_tells_each_place_as_if_it_were_alone():
    edition = open_edition(POLICE)
    places = edition.places()
    forwards = [write(edition, [place]) for place in places]
    backwards = [write(edition, [place]) for place in reversed(places)][::-1]
    assert forwards == backwards
    alone = write(open_edition(POLICE), [places[20]])
    assert alone == forwards[20]
