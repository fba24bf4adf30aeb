"""Every place is found by every name it goes by, with the grammar that prose needs."""

import pytest
from making import DATA, ESSEX, KENT, gazetteer

from storygen.errors import PlaceError
from storygen.facts.geography import bare, read_gazetteer

FORCES = read_gazetteer(DATA / "geographies", "force")
AREAS = read_gazetteer(DATA / "geographies", "area")
BOTH = {"force": FORCES, "area": AREAS}


def found(places, wanted):
    return [(place.kind, place.code) for place in places.find(wanted)[0]]


@pytest.mark.parametrize("unit, number", [("force", 43), ("area", 42)])
def test_there_are_as_many_places_as_there_are(unit, number):
    places = BOTH[unit].of_kind(unit)
    assert len({place.code for place in places}) == len(places) == number
    assert BOTH[unit].unit == unit


@pytest.mark.parametrize("unit", BOTH)
@pytest.mark.parametrize("kind, number", [("region", 10), ("nation", 2)])
def test_there_are_ten_regions_and_two_nations(unit, kind, number):
    assert len(BOTH[unit].of_kind(kind)) == number


ALL = [
    pytest.param(places, place, id=f"{unit} {place.name}")
    for unit, places in BOTH.items()
    for place in places.of_kind(unit)
]


@pytest.mark.parametrize("places, place", ALL)
def test_a_place_is_found_by_every_name_it_goes_by(places, place):
    for name in (
        *place.names(),
        place.code,
        place.name.upper(),
        f" {place.name} ",
        f"{place.kind}:{place.name}",
    ):
        assert places.find(name) == ((place,), None), name


@pytest.mark.parametrize("places, place", ALL)
def test_a_place_has_the_grammar_of_a_sentence(places, place):
    preposition, name = place.located.split(" ", 1)
    assert preposition in ("in", "on")
    assert name == place.prose
    assert place.prose.removeprefix("the ").removesuffix(" area").removeprefix("County ")[0].isupper()
    assert place.force.split()[-1] in ("Police", "Constabulary", "forces")
    assert places.region_of(place).name == place.region
    assert place.nation == ("Wales" if place.code.startswith("W") else "England")


@pytest.mark.parametrize(
    "wanted, located, force",
    [
        pytest.param("West Midlands", "in the West Midlands", "West Midlands Police", id="with its article"),
        pytest.param("Merseyside", "on Merseyside", "Merseyside Police", id="on, not in"),
        pytest.param("Thames Valley", "in the Thames Valley", "Thames Valley Police", id="a valley"),
        pytest.param(
            "Devon & Cornwall", "in Devon and Cornwall", "Devon & Cornwall Police", id="two counties"
        ),
        pytest.param("Met", "in the Metropolitan Police area", "the Metropolitan Police", id="the Met"),
        pytest.param(
            "Hampshire Police",
            "in Hampshire",
            "Hampshire and Isle of Wight Constabulary",
            id="as it calls itself",
        ),
        pytest.param("Durham", "in County Durham", "Durham Constabulary", id="a county, not the city"),
        pytest.param("London, City of", "in the City of London", "City of London Police", id="turned about"),
    ],
)
def test_how_a_force_is_spoken_of(wanted, located, force):
    (place,), _ = FORCES.find(wanted)
    assert (place.located, place.force) == (located, force)


@pytest.mark.parametrize(
    "places, wanted, expected",
    [
        pytest.param(FORCES, "West Midlands", [("force", "E23000014")], id="West Midlands is a force"),
        pytest.param(FORCES, "the West Midlands", [("force", "E23000014")], id="with its article too"),
        pytest.param(FORCES, "region:West Midlands", [("region", "E12000005")], id="the region when asked"),
        pytest.param(FORCES, "Region: west midlands", [("region", "E12000005")], id="however it is typed"),
        pytest.param(
            FORCES, "Total West Midlands", [("region", "E12000005")], id="as the Home Office prints it"
        ),
        pytest.param(FORCES, "London", [("region", "E12000007")], id="London is two forces in one region"),
        pytest.param(AREAS, "London", [("area", "E12000007")], id="and one area"),
        pytest.param(AREAS, "Metropolitan Police", [("area", "E12000007")], id="asked for by the one force"),
        pytest.param(AREAS, "City of London", [("area", "E12000007")], id="or by the other"),
        pytest.param(AREAS, "E23000001", [("area", "E12000007")], id="or by the one's code"),
        pytest.param(AREAS, "e23000034", [("area", "E12000007")], id="or the other's, in small letters"),
        pytest.param(AREAS, "Cleveland", [("area", "E23000013")], id="Cleveland is the ministry's Teesside"),
        pytest.param(FORCES, "Teesside", [("force", "E23000013")], id="and Teesside is Cleveland's force"),
        pytest.param(FORCES, "England and Wales", [("nation", "K04000001")], id="the nation"),
        pytest.param(FORCES, "Eastern", [("region", "E12000006")], id="a region by another name"),
        pytest.param(
            FORCES,
            "Express & Star",
            [("force", "E23000014"), ("force", "E23000015")],
            id="a title, its lead first",
        ),
        pytest.param(AREAS, "Evening Standard", [("area", "E12000007")], id="a shared area is named once"),
        pytest.param(FORCES, "title:The Star", [("force", "E23000011")], id="a title when asked"),
        pytest.param(FORCES, "Star", [("force", "E23000011")], id="without its article"),
    ],
)
def test_what_a_name_means(places, wanted, expected):
    assert found(places, wanted) == expected


@pytest.mark.parametrize(
    "wanted, names",
    [
        ("Kent", ["Kent"]),
        ("West Midlands, Staffordshire", ["West Midlands", "Staffordshire"]),
        ("Kent and Essex", ["Kent", "Essex"]),
        ("Devon and Cornwall", ["Devon and Cornwall"]),
        ("Devon & Cornwall", ["Devon & Cornwall"]),
        (
            "Devon and Cornwall and Avon and Somerset, Kent, and Essex",
            ["Devon and Cornwall", "Avon and Somerset", "Kent", "Essex"],
        ),
        ("region:West Midlands and West Midlands", ["region:West Midlands", "West Midlands"]),
        ("Devon and Kent", ["Devon", "Kent"]),
        ("England and Wales", ["England and Wales"]),
        ("Kent, , ", ["Kent"]),
        (" , ", []),
        ("", []),
    ],
)
def test_names_are_parted_where_no_name_is_known_that_has_them_both(wanted, names):
    assert FORCES.parted(wanted) == names


def test_a_region_of_a_force_s_name_says_that_it_is_one():
    called = {FORCES.called(place) for place in FORCES.places if "Midlands" in place.name}
    assert called == {"West Midlands", "West Midlands region", "East Midlands"}


def test_a_title_comes_with_its_style_and_town():
    _, title = FORCES.find("Oxford Mail")
    assert (title.name, title.codes, title.style, title.town) == (
        "Oxford Mail",
        ("E23000029",),
        "guardian",
        "Oxford",
    )


@pytest.mark.parametrize("unit", BOTH)
def test_every_title_covers_places_that_there_are(unit):
    for title in BOTH[unit].titles:
        places, whose = BOTH[unit].find(f"title:{title.name}")
        assert whose == title
        assert {place.kind for place in places} == {unit}


@pytest.mark.parametrize(
    "wanted, message",
    [
        pytest.param(
            "Staffordshyre",
            "“Staffordshyre”: no place, title or code of that name. Did you mean “Staffordshire” or "
            "“Hertfordshire” or “Bedfordshire”?",
            id="a slip",
        ),
        pytest.param("kent mesenger", "Did you mean “Kent Messenger”", id="a title's slip"),
        pytest.param("region:East Midland", "Did you mean “East Midlands”", id="a region's slip"),
        pytest.param(
            "Atlantis",
            "“Atlantis”: no place, title or code of that name. See “storygen places” and “storygen titles”.",
            id="nothing near",
        ),
        pytest.param("", "“”: no place, title or code of that name.", id="nothing"),
        pytest.param("region:Kent", "“region:Kent”: no place", id="no region is called Kent"),
        pytest.param("title:Kent", "“title:Kent”: no place", id="no title either"),
        pytest.param("E99999999", "“E99999999”: no place", id="no such code"),
    ],
)
def test_a_wrong_name_is_refused_and_the_near_ones_offered(wanted, message):
    with pytest.raises(PlaceError) as error:
        FORCES.find(wanted)
    assert message in str(error.value)


def test_the_places_within_a_region():
    region = gazetteer().find("region:East of England")[0][0]
    assert [place.code for place in gazetteer().within(region)] == [ESSEX, "E23000024"]


@pytest.mark.parametrize(
    "wanted, number", [("England and Wales", 43), ("England", 39), ("region:Wales", 4), ("region:London", 2)]
)
def test_the_forces_within_a_nation(wanted, number):
    assert len(FORCES.within(FORCES.find(wanted)[0][0])) == number


def test_the_regions_share_out_every_force():
    shared = [place for region in FORCES.of_kind("region") for place in FORCES.within(region)]
    assert sorted(place.code for place in shared) == sorted(place.code for place in FORCES.of_kind("force"))


def test_a_name_of_one_kind_is_not_found_as_another():
    assert gazetteer().named("Kent", ("region", "nation")) is None
    assert gazetteer().named("Kent", ("region", "force")).code == KENT


@pytest.mark.parametrize(
    "name, compared",
    [
        ("Avon & Somerset", "avon and somerset"),
        ("  The  North   East ", "north east"),
        ("King's Lynn", "kings lynn"),
        ("King’s Lynn", "kings lynn"),
        ("London, City of", "london city of"),
        ("11 - 17 years", "11 17 years"),
    ],
)
def test_names_as_they_are_compared(name, compared):
    assert bare(name) == compared


@pytest.mark.parametrize(
    "forces",
    [
        pytest.param(None, id="there is no file"),
        pytest.param(b"code,kind\nE1,force\n", id="columns are missing"),
        pytest.param(b"\xff\xfe\x00", id="it is no text"),
        pytest.param(b"name\nKent\n", id="it says no kind"),
    ],
)
def test_places_that_cannot_be_read_are_a_place_error(tmp_path, forces):
    (tmp_path / "titles.csv").write_text("title,places,style,town\n")
    if forces is not None:
        (tmp_path / "forces.csv").write_bytes(forces)
    with pytest.raises(PlaceError, match="the places cannot be read"):
        read_gazetteer(tmp_path)
