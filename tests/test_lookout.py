import pytest

from storygen.errors import PackError
from storygen.lookout import Lookout, lookout_from_data

FEED = "https://www.gov.uk/search/research-and-statistics.atom"


def test_a_pack_that_says_nothing_looks_out_for_nothing():
    assert lookout_from_data({}, "bakers/pack.toml") == Lookout((), (), (), (), False)


def test_a_pack_says_which_feeds_which_titles_which_not_and_which_tables():
    said = {
        "feeds": [FEED],
        "titles": ["Bakers … 31 March"],
        "but": ["Master bakers"],
        "tables": ["data tables"],
        "loopback": True,
    }
    found = lookout_from_data(said, "bakers/pack.toml")
    assert found == Lookout((FEED,), ("Bakers … 31 March",), ("Master bakers",), ("data tables",), True)


@pytest.mark.parametrize(
    "said, message",
    [
        pytest.param(
            "x", "bakers/pack.toml, watch: it is no table. Write [watch] above its keys.", id="no table"
        ),
        pytest.param(
            {"feed": [FEED]},
            "bakers/pack.toml, [watch]: unknown key feed. Use feeds, titles, but, tables, loopback.",
            id="an unknown key",
        ),
        pytest.param(
            {"feeds": FEED, "titles": ["a"]},
            f"bakers/pack.toml, [watch]: feeds is '{FEED}'. Write feeds = [\"…\"].",
            id="a text for a list",
        ),
        pytest.param(
            {"feeds": [FEED], "titles": [" "]},
            "bakers/pack.toml, [watch]: titles is [' ']. Write titles = [\"…\"].",
            id="a blank",
        ),
        pytest.param(
            {"feeds": ["ftp://x"], "titles": ["a"]},
            "bakers/pack.toml, [watch]: “ftp://x” is no feed's address. Begin it with https://.",
            id="an address that is none",
        ),
        pytest.param(
            {"feeds": [FEED]},
            'bakers/pack.toml, [watch]: it has feeds and no titles. Say which: titles = ["… tables …"].',
            id="feeds of which everything would be ours",
        ),
        pytest.param(
            {"loopback": "yes"},
            "bakers/pack.toml, [watch]: loopback is 'yes'. Write loopback = true.",
            id="neither true nor false",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_line(said, message):
    with pytest.raises(PackError) as caught:
        lookout_from_data(said, "bakers/pack.toml")
    assert str(caught.value) == message
