import pytest
from making import figure, gap, officers, period
from setting import PUBLISHED, carried, count, gap_of, language, print_of, printed, view

from storygen.errors import PackError
from storygen.facts.figure import Gap
from storygen.writing.claim import Claim, FalseClaim
from storygen.writing.filters import FILTERS
from storygen.writing.quotes import Quote
from storygen.writing.style import Style

GUARDIAN = Style(per_cent="%", spell_per_cent=False, date="day month", quotes="curly")


@pytest.mark.parametrize(
    "template, value, text, runs",
    [
        pytest.param("{{ n | whole }}", "12.5", "13", ["13"], id="whole, a half up"),
        pytest.param("{{ n | decimal }}", "12.55", "12.6", ["12.6"], id="one decimal"),
        pytest.param("{{ n | digits }}", 3, "3", ["3"], id="digits however small"),
        pytest.param("{{ n | nearest(100) }}", 124784, "About 124,800", ["About", "124,800"], id="to the nearest hundred"),
        pytest.param("{{ n | nearest(100) }}", 124800, "124,800", ["124,800"], id="an exact number takes no about"),
        pytest.param("{{ n | around }}", 2941, "Almost 3,000", ["Almost", "3,000"], id="2,941"),
        pytest.param("{{ n | around }}", 3000, "3,000", ["3,000"], id="3,000 takes no hedge"),
        pytest.param("{{ n | around }}", 1959, "More than 1,900", ["More than", "1,900"], id="1,959 is not almost 2,000"),
        pytest.param("{{ n | around(noun='time') }}", 1, "Once", ["Once"], id="once is no round number"),
        pytest.param("{{ n | around(noun='time') }}", 64, "64 times", ["64"], id="64 times"),
        pytest.param("{{ n | around(noun='time') }}", 2941, "Almost 3,000 times", ["Almost", "3,000"], id="almost 3,000 times"),
        pytest.param("{{ n | around(noun='person') }}", 1, "One person", ["One"], id="a person is no round number"),
        pytest.param("{{ n | an }}", 8, "An eight", ["eight"], id="an eight"),
        pytest.param("{{ n | an }}", 11000, "An 11,000", ["11,000"], id="an 11,000"),
        pytest.param("{{ n | digits | an }}", 8, "An 8", ["8"], id="an 8 in digits"),
        pytest.param("{{ n | an }}", 700, "A 700", ["700"], id="a 700"),
        pytest.param("{{ n | counted('officer') }}", 1, "One officer", ["One"], id="one of them"),
        pytest.param("{{ n | counted('officer') }}", "0.7", "One officer", ["One"], id="one as it is printed"),
        pytest.param("{{ n | counted('person') }}", 46, "46 people", ["46"], id="46 of them"),
        pytest.param("{{ n | counted('officer') }}", 0, "No officers", ["No"], id="none of them"),
        pytest.param("{{ n | agree('was', 'were') }}", 1, "Was", [], id="one was"),
        pytest.param("{{ n | agree('was', 'were') }}", 0, "Were", [], id="none were"),
        pytest.param("{{ n | agree('was', 'were') }}", "1.4", "Was", [], id="what prints as one was"),
        pytest.param("{{ n | often }}", 1, "Once", ["Once"], id="once"),
        pytest.param("{{ n | often }}", 2, "Twice", ["Twice"], id="twice"),
        pytest.param("{{ n | often }}", 3, "Three times", ["Three"], id="three times"),
        pytest.param("{{ n | often }}", 1120, "1,120 times", ["1,120"], id="many times"),
        pytest.param("{{ n | placed }}", 3, "Third", ["Third"], id="a rank"),
        pytest.param("{{ n | superlative('largest') }}", 1, "Largest", ["Largest"], id="the first needs no number"),
        pytest.param("{{ n | superlative('largest') }}", 12, "12th largest", ["12th largest"], id="the twelfth does"),
        pytest.param("{{ n | at_least(none_unstated) }}", 24, "24", ["24"], id="an exact number has no hedge"),
        pytest.param("{{ n | at_least(some_unstated) }}", 24, "At least 24", ["At least", "24"], id="some unstated"),
        pytest.param("{{ n | at_least(some_unstated, 'case') }}", 1, "At least one case", ["At least", "one"], id="with its noun"),
        pytest.param("{{ n | at_least(some_unstated, 'time') }}", 2, "At least twice", ["At least", "twice"], id="twice at least"),
        pytest.param("{{ n | upper }}", 3, "THREE", ["THREE"], id="capitals"),
    ],
)  # fmt: skip
def test_a_figure_is_printed_as_the_filter_says(template, value, text, runs):
    words = {"n": count(value), "none_unstated": count(0), "some_unstated": count(2)}
    assert print_of(template, **words) == text
    assert carried(template, **words) == runs


@pytest.mark.parametrize(
    "template, mark, text",
    [
        ("{{ n | nearest(100) }}", "about", "About 64,320"),
        ("{{ n | around }}", "about", "About 64,320"),
        ("{{ n | around }}", "at least", "More than 64,320"),
        ("{{ n | often }}", "about", "About 64,320 times"),
    ],
)
def test_a_number_that_was_seen_rounded_is_not_rounded_again(template, mark, text):
    assert print_of(template, n=figure(64320, mark=mark)) == text


@pytest.mark.parametrize(
    "now, before, text, kind",
    [(12, 10, "Up", "up"), (8, 10, "Down", "down"), (10, 10, "Unchanged", "same"), ("10.01", 10, "Up", "up")],
)
def test_the_way_a_measure_went_is_a_claim(now, before, text, kind):
    (run,) = printed("{{ bakers | went('up', 'down', 'unchanged') }}", bakers=view(now, before))
    assert (run.text, run.prints.kind, run.prints.holds()) == (text, kind, True)


def test_standing_still_without_a_word_for_it_is_a_gap():
    assert gap_of("{{ bakers | went('up', 'down') }}", bakers=view(10, 10)) == Gap(
        "it stood still, and the par has no word for that", about="bakers"
    )


@pytest.mark.parametrize(
    "template, now, before, text",
    [
        ("{{ bakers | compared }} 10", 12, 10, "Higher than 10"),
        ("{{ bakers | compared }} 10", 10, 10, "The same as 10"),
        ("{{ bakers | multiplied }}", 21, 10, "More than doubled"),
        ("{{ bakers.against | day }}", 12, 10, "March 31 last year"),
        ("{{ bakers | earlier }}", 12, 10, "The year before"),
        ("{{ 'the most' | claim('up', bakers) }}", 12, 10, "The most"),
        ("{{ 'little changed' | claim('little changed', bakers) }}", "10.04", 10, "Little changed"),
        ("{{ 'fewer' | claim('down', bakers.now, bakers.before) }}", 9, 10, "Fewer"),
        ("{{ 'unlike' | claim('opposite', bakers, ovens) }}", 9, 10, "Unlike"),
        ("{{ bakers.now | digits }} and {{ bakers.before }}", 9, 11, "9 and 11"),
        ("{{ bakers.now }} and {{ bakers.before }}", 9, 11, "9 and 11"),
        ("{{ bakers.now | alone }} and {{ bakers.now }}", 9, 11, "Nine and 9"),
    ],
)
def test_a_measure_is_printed_as_the_filter_says(template, now, before, text):
    assert print_of(template, bakers=view(now, before), ovens=view(5, 4)) == text


def test_the_highest_is_claimed_of_every_place():
    ranked = view(150, 100, ranked=[(120, 100), (90, 100)])
    (run,) = printed("{{ 'fastest' | claim('highest', bakers) }}", bakers=ranked)
    assert run.text == "Fastest"
    assert [each.value for each in run.prints.figures] == [50, 20, -10]


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'fastest' | claim('highest', bakers) }}",
        "{{ 'more' | claim('up', bakers) }}",
        "{{ 'little changed' | claim('little changed', bakers) }}",
        "{{ 'almost' | claim('almost', bakers.now, bakers.before) }}",
    ],
)
def test_a_false_claim_is_never_printed(template):
    with pytest.raises(FalseClaim):
        print_of(template, bakers=view(80, 100, ranked=[(120, 100), (90, 100)]))


@pytest.mark.parametrize(
    "how, text, guardian",
    [
        ("day", "March 31 this year", "31 March this year"),
        ("end", "The end of March this year", "The end of March this year"),
        ("month", "March 2020", "March 2020"),
        ("since", "March this year", "March this year"),
        ("year", "This year", "This year"),
        ("number", "2020", "2020"),
        ("fiscal", "2019-20", "2019-20"),
    ],
)
def test_a_period_is_printed_as_the_filter_says(how, text, guardian):
    words = {"when": period("2020-03-31")}
    assert print_of(f"{{{{ when | {how} }}}}", **words) == text
    (run,) = printed(f"{{{{ when | {how} }}}}", GUARDIAN, **words)
    assert (run.text, run.prints) == (guardian, words["when"])


PERIODS = {"day", "end", "month", "since", "year", "number", "fiscal"}
MEASURED = {"went('a', 'b')", "compared", "multiplied", "earlier"}
QUOTED = {"said", "told"}
FIGURES = {
    "whole", "decimal", "digits", "nearest(10)", "around", "an", "alone", "counted('x')", "at_least(n)",
    "agree('a', 'b')", "often", "placed", "superlative('x')",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FIGURES | PERIODS | MEASURED | QUOTED))
def test_a_filter_refuses_what_is_not_its_own(name):
    words = {"n": count(3), "bakers": view(3, 2), "when": period("2020-03-31")}
    other = "n" if name in PERIODS | MEASURED | QUOTED else "bakers"
    said = {"told": "said", "went('a', 'b')": "went"}.get(name, name.partition("(")[0])
    with pytest.raises(PackError, match=rf"\| {said}: it takes a "):
        print_of(f"{{{{ {other} | {name} }}}}", **words)


def test_every_filter_of_ours_is_tried():
    tried = {name.partition("(")[0] for name in FIGURES | PERIODS | MEASURED | QUOTED} | {"claim"}
    jinjas = {"upper", "lower", "capitalize", "title", "trim", "replace", "first", "last"}
    assert set(FILTERS) == tried | jinjas
    assert set(language().filters) == set(FILTERS) | {"join"}


@pytest.mark.parametrize(
    "name", sorted({name.replace("(n)", "(m)") for name in FIGURES if not name.startswith("agree")})
)
def test_a_gap_goes_through_every_filter(name):
    missing = gap("suppressed")
    assert gap_of(f"{{{{ n | {name} }}}}", n=missing, m=count(2)) is missing


@pytest.mark.parametrize("name", sorted(name for name in MEASURED if name != "earlier"))
def test_a_gap_goes_through_every_filter_of_a_measure(name):
    assert gap_of(f"{{{{ bakers | {name} }}}}", bakers=view(None, 5)).reason == "missing"


def test_nought_beside_unstated_ones_says_nothing():
    assert gap_of("{{ n | at_least(m) }}", n=count(0), m=count(2)) == Gap(
        "none was stated, and some were not stated"
    )


@pytest.mark.parametrize(
    "quote, said, told",
    [
        pytest.param(
            Quote(
                "q",
                "Bread matters.",
                "",
                "Ann Miller",
                "the guild's president",
                "page",
                PUBLISHED,
                (),
                (),
                (),
            ),
            '"Bread matters."',
            'Ann Miller, the guild\'s president, said: "Bread matters."',
            id="words of a named speaker",
        ),
        pytest.param(
            Quote("q", "Bread matters.", "", "", "a spokesman for the guild", "page", PUBLISHED, (), (), ()),
            '"Bread matters."',
            'A spokesman for the guild said: "Bread matters."',
            id="words of a role",
        ),
        pytest.param(
            Quote("q", "", "The guild said bread mattered.", "", "", "page", PUBLISHED, (), (), ()),
            "The guild said bread mattered.",
            "The guild said bread mattered.",
            id="a sentence of ours",
        ),
    ],
)
def test_a_quote_is_printed_whole(quote, said, told):
    assert print_of("{{ q | said }}", q=quote) == said
    assert print_of("{{ q | told }}", q=quote) == told
    assert [run.prints for run in printed("{{ q | told }}", q=quote) if run.prints] == [quote]


def test_a_wording_is_picked_by_the_place_and_nothing_else():
    texts = [printed("{{ pick('rose', 'went up', 'grew') }}", chance=chance)[0].text for chance in range(6)]
    assert texts == ["Rose", "Went up", "Grew", "Rose", "Went up", "Grew"]


def test_nearest_says_what_it_did():
    runs = printed("{{ n | nearest(100) }}", n=officers("124784.2"))
    assert isinstance(runs[0].prints, Claim)
    assert [each.value for each in runs[0].prints.figures] == [124800, officers("124784.2").value]
    assert runs[-1].prints.origin.rule == "rounded to the nearest 100"


def test_a_figure_too_small_for_its_step_is_a_gap_and_no_falsehood():
    found = gap_of("{{ n | nearest(100) }}", n=count(330))
    assert found is not None
    assert found.reason == "too small to be printed to the nearest 100"
