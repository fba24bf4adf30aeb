import pytest
from making import KENT
from setting import bakery, environment

from storygen import listing
from storygen.errors import PlaceError


@pytest.fixture
def bakers(tmp_path, monkeypatch):
    """Let the listings find a pack of bakers beside ours."""
    bakery(tmp_path)
    for key, value in environment(tmp_path).items():
        monkeypatch.setenv(key, value)


def test_packs_with_their_releases(bakers):
    headers, *rows = listing.packs()
    assert headers == ["pack", "releases", "about"]
    assert [row[0] for row in rows] == ["bakers", "police-workforce", "registered-offenders", "use-of-force"]
    assert rows[0] == ["bakers", "1", "Bakers in each police force of England and Wales."]


def test_places_by_the_unit_of_a_pack():
    forces = {row[0]: row for row in listing.places()}
    assert forces["Kent"][:5] == ["Kent", "force", KENT, "in Kent", "Kent Police"]
    assert "Teesside" not in forces
    assert "Teesside" in {row[0] for row in listing.places("registered-offenders")}


def test_every_place_has_a_force_that_copy_can_name():
    assert [
        row[0] for row in [*listing.places(), *listing.places("registered-offenders")] if not row[4]
    ] == []


def test_titles_with_what_they_cover():
    rows = {row[0]: row[1:] for row in listing.titles()}
    assert rows["Express & Star"] == ["Wolverhampton", "pa", "West Midlands, Staffordshire"]


def test_every_name_that_a_place_may_be():
    headers, *rows = listing.named()
    assert headers == ["name"]
    assert {("Kent",), ("West Midlands",), ("Express & Star",)} <= {tuple(row) for row in rows}


def test_releases_the_default_last(bakers):
    assert [row[0] for row in listing.releases("police-workforce")[1:]] == [
        "workforce-2018",
        "workforce-2019",
    ]
    assert listing.releases("bakers")[1] == [
        "bakers-2020", "bakers", "at 2020-03-31", "2020-06-30", "final", "Guild of Bakers",
    ]  # fmt: skip
    assert {row[1] for row in listing.releases()[1:]} == {
        "bakers", "police-workforce", "registered-offenders", "use-of-force",
    }  # fmt: skip


def test_formats_with_whose_they_are():
    rows = {row[0]: row[1:] for row in listing.formats()}
    assert rows["text"] == ["storygen-newsroom", "wire copy: catchline, headline, byline, pars, ends"]


def test_styles_and_their_settings():
    headers, *rows = listing.styles()
    assert headers[:3] == ["style", "per cent", "spell per cent"]
    assert {row[0]: row[1] for row in rows} == {"guardian": "%", "pa": "per cent"}


def test_what_is_held_and_why(bakers):
    headers, *rows = listing.held("bakers", None)
    reasons = {row[0]: row[-1] for row in rows}
    assert len(headers) == len(rows[0])
    assert "not available" in reasons["Norfolk"]
    assert "Kent" not in reasons
    assert len(reasons) == 41


@pytest.mark.parametrize(
    "name, codes",
    [
        pytest.param("Kent", ["E23000032"], id="a force"),
        pytest.param("e23000032", ["E23000032"], id="a code, however it is written"),
        pytest.param("force:E23000032", ["E23000032"], id="a code with its kind"),
        pytest.param("London", ["E12000007", "E23000001", "E23000034"], id="a region that is an area too"),
        pytest.param("Teesside", ["E23000013"], id="an area by another name than its force's"),
        pytest.param("E12000008", ["E12000008"], id="the code of a region is itself alone"),
        pytest.param("West Midlands", ["E23000014"], id="a force of a region's name"),
        pytest.param("Express & Star", ["E23000014", "E23000015"], id="a title's patch"),
        pytest.param("England and Wales", ["K04000001"], id="a nation is itself alone"),
        pytest.param("Wales", ["W92000004", "W15000001", "W15000002", "W15000003", "W15000004"], id="Wales is a region too"),
        pytest.param(
            "region:West Midlands",
            ["E12000005", "E23000014", "E23000015", "E23000016", "E23000017"],
            id="a region, with the forces and areas in it",
        ),
    ],
)  # fmt: skip
def test_the_codes_by_which_stories_of_a_place_are_found(name, codes):
    assert sorted(listing.codes_of(name)) == sorted(codes)


def test_what_is_no_place_is_said_to_be_none():
    with pytest.raises(PlaceError, match=r"Did you mean “Kent”\?"):
        listing.codes_of("Kant")
