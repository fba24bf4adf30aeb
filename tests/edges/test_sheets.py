import pytest
from making import DATA, KENT
from setting import ANGLES, YEAR, bakery

from storygen.edges.ground import grounds
from storygen.edges.sheets import sheets
from storygen.facts.figure import Figure
from storygen.facts.geography import read_gazetteer
from storygen.facts.period import period_from_key
from storygen.pack import load_pack
from storygen.releases import open_table


@pytest.fixture
def laid(tmp_path):
    def made(real=True, **files):
        settings = bakery(tmp_path, **files)
        pack = load_pack("bakers", settings)
        tables = [open_table(pack, None, settings)] if real else []
        return list(sheets(grounds(pack, tables, read_gazetteer(DATA / "geographies"))[0]))

    return made


def rows(laid):
    """Return what each row alone comes to: the bakers now and before, or why there are none."""
    found = {}
    for sheet in laid:
        for why, places in sheet.stories:
            pair = [sheet.table.figure("bakers", places[0].code, period) for period in (
                sheet.table.release.period, sheet.table.release.period.prior())]  # fmt: skip
            found.setdefault(why, [each.value if isinstance(each, Figure) else each.reason for each in pair])
    return found


EDGES = {
    "bakers: nought, from some": [0, 40],
    "bakers: some, from nought": [40, 0],
    "bakers: one, from two": [1, 2],
    "bakers: equal": [640, 640],
    "bakers: huge, and up": [98765432, 87654321],
    "angle 1 (few): bakers.before at 20": [None, 20],
    "angle 1 (few): bakers.before just over 20": [None, 21],
    "every measure: tiny, and down": [13, 14],
    "bakers up, the others down": [10060, 10000],
}


def test_there_is_a_row_for_every_edge(laid):
    found = rows(laid())
    assert {why: found[why] for why in EDGES if None not in EDGES[why]} == {
        why: pair for why, pair in EDGES.items() if None not in pair
    }
    assert [found[why][1] for why, pair in EDGES.items() if None in pair] == [20, 21]
    assert "bakers: suppressed" in found
    assert found["every measure: suppressed"][0] == "suppressed"
    assert found["every measure: a mark nobody knows"][0].startswith("unknown mark")


def test_a_number_in_a_rule_makes_rows_on_both_of_its_sides(laid):
    made = rows(laid(angles_toml=ANGLES.replace("bakers.before < 20", "bakers.before < 33")))
    under, at, over = (
        f"angle 1 (few): bakers.before {said} 33" for said in ("just under", "at", "just over")
    )
    assert [made[why][1] for why in (under, at, over)] == [32, 33, 34]


def test_every_place_and_one_to_six_places_are_told_of(laid):
    stories = [places for sheet in laid() for _, places in sheet.stories]
    gazetteer = read_gazetteer(DATA / "geographies")
    assert {places[0] for places in stories if len(places) == 1} == set(gazetteer.places)
    assert {len(places) for places in stories} == {1, 2, 3, 4, 5, 6}


def test_places_stand_first_and_last_alone_and_tied(laid):
    period = period_from_key(YEAR)
    ranks = {}
    for sheet in laid():
        why = sheet.stories[0][0]
        if why.startswith("the whole column") and "beside" not in why:
            column = sorted(each.value for each in sheet.table.column("bakers", period).values() if isinstance(each, Figure) and each.value < 30000)  # fmt: skip
            ranks[why] = (column.count(column[0]), column.count(column[-1]))
    assert ranks["the whole column: nearly all rose"] == (1, 1)
    assert min(ranks["the whole column: ties for first and last"]) > 1


def test_rows_lie_over_the_real_release_where_there_is_one(laid):
    sheet = laid()[-1]
    assert (sheet.table.release.id, sheet.table.prior.release.id) == ("bakers-2020", "bakers-2020")
    assert sheet.table.figure("ovens", KENT, period_from_key(YEAR)).value == 60


def test_a_pack_without_a_release_has_ordinary_figures_made_for_it(laid):
    made = laid(real=False)
    assert {sheet.table.release.id for sheet in made} == {"bakers-2020"}
    assert rows(made)["ordinary figures in Kent"] == [1330, 1277]


def test_the_same_pack_has_the_same_rows(laid):
    assert rows(laid()) == rows(laid())
