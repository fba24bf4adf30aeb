"""Revisions: what two releases print differently of one subject."""

from decimal import Decimal

from storygen.facts.figure import Figure
from storygen.facts.revision import revisions, unshared
from storygen.facts.table import Meaning, Reading, Table
from tests.making import release

MEANING = Meaning({"officers": "fte"}, {})


def printed(place: str, value: str, mark: str = "", address: str = "A1") -> Reading:
    """Return one cell of officers at one place."""
    return Reading("officers", place, "at 2018-09-30", value, mark, "Table_1", address, place, "2018-09-30")


def table(*readings: Reading) -> Table:
    """Return the table of a release that prints *readings*."""
    return Table(release(), readings, MEANING, None)


def test_a_revised_figure_is_found_wherever_it_moved_to():
    first = table(printed("E23000007", "3140.62", address="D10"), printed("E23000008", "1141.11"))
    second = table(printed("E23000008", "1141.11"), printed("E23000007", "3151.62", address="B10"))
    found = list(revisions(first, second))
    assert [(each.place, each.words()) for each in found] == [("E23000007", ("3140.62", "3151.62"))]
    assert isinstance(found[0].first, Figure)
    assert found[0].first.value == Decimal("3140.62")


def test_a_nought_that_became_unavailable_is_a_revision():
    found = list(revisions(table(printed("E23000024", "0")), table(printed("E23000024", "", ".."))))
    assert [each.words() for each in found] == [("0", "not available")]


def test_a_figure_seen_only_rounded_differs_from_the_same_number_exact():
    found = list(
        revisions(table(printed("K04000001", "64300", "about")), table(printed("K04000001", "64300")))
    )
    assert [each.words() for each in found] == [("about 64300", "64300")]


def test_what_only_one_release_prints_is_counted_and_is_no_revision():
    first, second = (
        table(printed("E23000007", "1"), printed("E23000008", "2")),
        table(printed("E23000007", "1")),
    )
    assert list(revisions(first, second)) == []
    assert unshared(first, second) == (1, 0)
