"""The kinds of error, planted in stories of our own packs: each is one thing, and false."""

from itertools import islice
from random import Random

import pytest

from storygen.edition import open_edition
from storygen.newsroom import write
from storygen.pack import load_pack
from storygen.planting.drawing import stories
from storygen.planting.ground import Ground
from storygen.planting.kinds import KINDS, planted
from storygen.settings import read_settings
from storygen.writing.ednote import Overrule

PACKS = ("police-workforce", "registered-offenders", "use-of-force")
EARLIER = {"workforce-2019": "workforce-2018", "mappa-2022": "mappa-2021"}
KNOWN = [
    ("police-workforce", "workforce-2019", "pa", "story", ("Kent", "West Midlands")),
    ("police-workforce", "workforce-2019", "guardian", "nib", ("region:West Midlands",)),
    ("registered-offenders", "mappa-2022", "guardian", "story", ("Northamptonshire",)),
    ("registered-offenders", "mappa-2021", "pa", "story", ("Northamptonshire", "Sussex")),
    ("use-of-force", "use-of-force-2020", "pa", "story", ("Kent",)),
    ("use-of-force", "use-of-force-2020", "guardian", "headline", ("England and Wales",)),
]
FIRST = ("headline", "intro")


def laid_out(pack, release, style, length, places):
    settings = read_settings({})

    def told(name):
        edition = open_edition(load_pack(pack, settings), name, style=style, length=length, settings=settings)
        found = [each for wanted in places for each in edition.gazetteer.find(wanted)[0]]
        return edition, write(edition, found, without_held=True, overrule=Overrule("a test", "us"))

    edition, story = told(release)
    return Ground(edition, story, told(EARLIER[release])[1] if release in EARLIER else None)


@pytest.fixture(scope="module")
def known():
    return {
        (release, places): laid_out(pack, release, *rest, places) for pack, release, *rest, places in KNOWN
    }


@pytest.fixture(scope="module")
def drawn():
    """Return forty stories of each pack, with every error that they give a chance for."""
    settings = read_settings({})
    return [
        (told, ground, [each for plant in KINDS.values() for each in plant(ground)])
        for pack in PACKS
        for told, ground in islice(stories(pack, Random(pack), settings), 40)
    ]


def test_an_error_is_one_thing_and_the_rest_of_the_story_stands(known):
    for ground in known.values():
        for each in planted(ground.edition, ground.story, ground.earlier):
            pars = each.copy.split("\n\n")
            changed = {number for number, par in enumerate(pars) if par != ground.pars[number]}
            assert each.copy != ground.copy
            assert changed == {edit.par for edit in each.edits}
            assert len(each.edits) == (2 if each.kind in ("swap", "years") and " … " in each.old else 1)


def test_what_is_offered_is_the_same_every_time(known):
    for ground in known.values():
        again = Ground(ground.edition, ground.story, ground.earlier)
        for plant in KINDS.values():
            assert list(plant(ground)) == list(plant(again))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_planted_in_real_stories(drawn, kind):
    chances = [told for told, _, offered in drawn if any(each.kind == kind for each in offered)]
    assert len(chances) >= 5


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"quote", "rank", "fixed", "fraction"}))
def test_every_kind_that_can_be_there_is_planted_in_the_headline_or_intro(drawn, kind):
    assert any(each.kind == kind and each.name in FIRST for _, _, offered in drawn for each in offered)


TWO = ("workforce-2019", ("Kent", "West Midlands"))
OFFENDERS = ("mappa-2022", ("Northamptonshire",))
FORCE = ("use-of-force-2020", ("Kent",))


@pytest.mark.parametrize(
    "story, kind, par, old, new",
    [
        pytest.param(TWO, "digit", "count", "3,548", "3,558", id="a digit changed"),
        pytest.param(TWO, "digit", "count", "3,548", "5,348", id="two digits turned"),
        pytest.param(TWO, "digit", "comparison", "six", "seven", id="a number in words"),
        pytest.param(TWO, "digit", "terms", "two", "three", id="a number of a fixed sentence"),
        pytest.param(TWO, "swap", "count", "3,548 … 6,405", "6,405 … 3,548", id="two places' figures swapped"),
        pytest.param(TWO, "years", "comparison", "3,333 … 3,548", "3,548 … 3,333", id="from and to swapped"),
        pytest.param(TWO, "years", "count", "3,548", "3,333", id="last year's figure for this year's"),
        pytest.param(TWO, "elsewhere", "count", "3,548", "6,405", id="the other place's figure"),
        pytest.param(FORCE, "elsewhere", "intro", "15,000", "500,000", id="the nation's figure"),
        pytest.param(TWO, "period", "count", "September 30 2019", "September 30 2018", id="a year out"),
        pytest.param(TWO, "period", "together", "a year earlier", "two years earlier", id="two years for one"),
        pytest.param(FORCE, "period", "headline", "in a year", "in a month", id="a month for a year"),
        pytest.param(FORCE, "period", "taser", "2019-20", "2018-19", id="a financial year out"),
        pytest.param(TWO, "direction", "comparison", "rose", "fell", id="turned round"),
        pytest.param(TWO, "direction", "intro", "risen slightly", "risen sharply", id="too strong"),
        pytest.param(FORCE, "direction", "intro", "more often", "less often", id="less often"),
        pytest.param(FORCE, "hedge", "headline", "almost", "more than", id="more than, of what is under"),
        pytest.param(FORCE, "hedge", "headline", "almost 15,000", "15,000", id="a hedge dropped"),
        pytest.param(FORCE, "hedge", "count", "", "almost ", id="a hedge on an exact number"),
        pytest.param(TWO, "rank", "company_fall", "12", "13", id="how many forces fell"),
        pytest.param(TWO, "rank", "again", "second", "first", id="years in a row"),
        pytest.param(TWO, "unit", "comparison", "six per cent", "six percentage points", id="points for per cent"),
        pytest.param(TWO, "unit", "comparison", "154", "154 per cent", id="per cent for a number"),
        pytest.param(TWO, "place", "count", "Kent Police", "Merseyside Police", id="another force"),
        pytest.param(FORCE, "place", "nation", "England and Wales", "the UK", id="too wide a nation"),
        pytest.param(FORCE, "not", "counting", " not", "", id="a dropped not"),
        pytest.param(TWO, "not", "intro", "has", "has not", id="a not put in"),
        pytest.param(TWO, "rounding", "nation", "124,800", "124,700", id="a step off"),
        pytest.param(TWO, "rounding", "count", "3,548", "3,550", id="too coarse without a hedge"),
        pytest.param(FORCE, "rounding", "comparison", "17", "15", id="a percentage of the later figure"),
        pytest.param(TWO, "total", "together", "9,953", "6,405", id="a total of too few places"),
        pytest.param(TWO, "twice", "headline", "the West Midlands", "Kent", id="a place twice"),
        pytest.param(FORCE, "fraction", "type_missing", "38 per cent", "almost half", id="a fraction overdone"),
        pytest.param(TWO, "measure", "pcsos", "community support officers", "special constables", id="another measure"),
        pytest.param(OFFENDERS, "base", "beside", " aged 10 and over", "", id="a base lost"),
        pytest.param(TWO, "fixed", "source", "joined", "left", id="a fixed sentence"),
        pytest.param(FORCE, "speaker", "count", "Home Office", "Ministry of Justice", id="another publisher"),
    ],
)  # fmt: skip
def test_an_error_of_each_kind(known, story, kind, par, old, new):
    offered = [(each.name, each.old, each.new) for each in KINDS[kind](known[story])]
    assert (par, old, new) in offered


def test_last_years_par_is_offered_for_this_years(known):
    stale = {each.name: each.new for each in KINDS["stale"](known[TWO])}
    assert stale["nation"] == (
        "Across England and Wales, police forces had about 122,400 full-time equivalent officers on "
        "September 30 2018, 0.4 per cent more than a year earlier."
    )


def test_a_headline_is_not_called_false_of_a_place_where_it_is_true():
    ground = laid_out("police-workforce", "workforce-2019", "pa", "headline", ("Kent",))
    officers = {
        each.located: ground.edition.views((each.code,))["officers"] for each in ground.edition.places()
    }
    offered = [each.new for each in KINDS["place"](ground)]
    assert offered
    assert all(officers[located].n_change < 0 for located in offered), "Kent's rose"


def test_a_rise_in_a_year_is_not_called_false_of_two_where_it_is_true():
    """Kent's officers rose in each of the two years, Hampshire's fell in the second and less in both."""
    offered = {}
    for name in ("Kent", "West Mercia"):
        ground = laid_out("police-workforce", "workforce-2019", "pa", "nib", (name,))
        offered[name] = [each.new for each in KINDS["period"](ground) if each.name == "intro"]
    assert offered == {"Kent": [], "West Mercia": ["in two years"]}
