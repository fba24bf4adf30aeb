"""How lists are found: by one index in their own order, so that ten thousand stories cost a page no more than fifty."""

import pytest
from sqlalchemy.dialects import sqlite

from storygen.archive import finding
from storygen.archive.archive import Archive
from storygen.archive.finding import ONLY, Wanted

WANTED = [
    Wanted(),
    Wanted(status=("draft", "approved")),
    Wanted(pack="police-workforce", release="workforce-2019", region="Wales", angle="rise"),
    Wanted(length="nib", style="guardian", title="Yorkshire Post"),
    Wanted(place="E23000032"),
    *(Wanted(status=("draft",), only=only) for only in ONLY),
]
each_wanted = pytest.mark.parametrize("wanted", WANTED, ids=str)


def plan(asked) -> str:
    """Return how SQLite goes about answering *asked*."""
    words = asked.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with Archive("sqlite://").engine.connect() as connection:
        return "; ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}"))


@each_wanted
def test_a_page_of_a_list_is_read_in_its_order_and_no_further_than_it_is_long(wanted):
    found = plan(finding.page_of(wanted, 3))
    assert "INDEX stories_in_lists" in found
    assert "ORDER BY" not in found


@pytest.mark.parametrize("wanted", [each for each in WANTED if not each.place], ids=str)
def test_stories_are_counted_in_the_index_alone_but_for_their_places_which_may_be_hundreds(wanted):
    assert "COVERING INDEX" in plan(finding.count_of(wanted))
    assert "COVERING INDEX stories_in_lists" in plan(finding.count_of(wanted, ("pack", "region")))
