"""The shape of a par does not depend on what was read before it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storygen.facts.geography import Geography
from storygen.reading.shape import Names, Shape, Tokens, shape_of, shapes_of

KENT = Geography("E23000032", "force", "Kent", "Kent", "in Kent", force="Kent Police")
PHRASES = ("under 18", "aged 10 and over", "every 100,000 people")
LONGER = ("North Kent",)

FRAMES = (
    "There were {} officers in {}.",
    "There were {} officers in {} on March {}.",
    "{} of {} officers at {}, {} in all",
    "Officers at {} recorded using force on {} people under {} in {}, the year to {} March {}.",
    "It fell in March {} again.",
    "From {} March to now it fell.",
    "{}",
    "The rate in {} was {} for every 100,000 people aged {} and over.",
    "North {} had {}; {}'s figure was ({}).",
)
WORDS = (
    *(
        "9",
        "nine",
        "Nine",
        "2,500",
        "12,345",
        "30",
        "2019",
        "2019-20",
        "18",
        "1",
        "one",
        "8",
        "11",
        "80",
        "110",
    ),
    *(
        "5th",
        "fifth",
        "7.5",
        "7.5.",
        "twenty-one",
        "8,",
        "1,",
        "(3)",
        "May",
        "March",
        "Kent",
        "the Kent Police",
    ),
    *(
        "Kentish",
        "Kent's",
        "North Kent",
        "under 18",
        "10",
        "100,000",
        "none",
        "",
        " ",
        "£5",
        "“six”",
        "5–6",
        "\0",
    ),
)


@st.composite
def pars(draw: st.DrawFn) -> list[str]:
    """Draw pars of a few frames, so that many have the same words between their numbers."""
    found = []
    some = st.sampled_from(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)))
    few = st.sampled_from(draw(st.lists(st.sampled_from(FRAMES), min_size=1, max_size=2)))
    for frame in draw(st.lists(few, max_size=8)):
        words = draw(st.lists(some, min_size=frame.count("{}"), max_size=frame.count("{}")))
        found.append(frame.format(*words))
    return found


def names() -> Names:
    """Return names that have read nothing."""
    return Names([KENT], PHRASES, Tokens(), LONGER)


@settings(max_examples=400)
@example(["It fell in March 12,345 again.", "It fell in March 30 again."])
@example(["From 12,345 March to now it fell.", "From 3 March to now it fell."])
@example(["There were nine in all.", "There were nine in all. More came."])
@example(["There were nine in all.", "There were 2019 in all.", "There were none in all."])
@example(["There were nine cats here.", "There were nine dogs here."])
@example(["There were  12 in  all.", "There were 13 in all."])
@given(pars())
def test_a_par_has_the_shape_that_it_has_alone(told: list[str]) -> None:
    """Pars read together, after others and once more, by moulds or not."""
    once = names()
    alone = [shape_of(par, names()) for par in told]
    assert shapes_of(told, once) == alone
    assert shapes_of(told, once) == alone
    assert [shape_of(par, once) for par in told] == alone


def test_a_longer_name_of_one_story_is_not_taken_for_that_of_another() -> None:
    """Both stories have a name that the place's own is part of."""
    tokens = Tokens()
    north, south = (Names([KENT], PHRASES, tokens, (longer,)) for longer in ("North Kent", "South Kent"))
    assert shape_of("It was higher in North Kent.", north).text == "It was higher in North Kent."
    assert shape_of("It was higher in South Kent.", south).text == "It was higher in South Kent."


@pytest.mark.parametrize(
    "said, text, numbers",
    [
        pytest.param("two people under 18", "\ue040 people under 18", ("two",), id="the phrase itself"),
        pytest.param("under 18s", "under 18s", (), id="several of them"),
        pytest.param("just under 18,000 times", "just under \ue045 times", ("18,000",), id="thousands"),
        pytest.param("under 180 times", "under \ue041 times", ("180",), id="a longer number"),
        pytest.param("under 18.5 per cent", "under \ue045 per cent", ("18.5",), id="a decimal"),
        pytest.param("under 18, as", "under 18, as", (), id="a comma after it"),
    ],
)
def test_a_phrase_with_a_number_is_kept_only_where_it_is_whole(said: str, text: str, numbers: object) -> None:
    """The pack's own words hold a number that is none of the copy's; a longer number is."""
    assert shape_of(said, names())[:2] == (text, numbers)


def test_no_pars_have_no_shapes() -> None:
    """A story of which every par is known."""
    assert shapes_of([], names()) == []


def test_a_par_that_fits_a_mould_has_its_own_numbers() -> None:
    """The second is told by the words of the first."""
    read = names()
    shape_of("There were 2,500 officers in Kent.", read)
    fitted = shape_of("There were 1,250 officers in Kent.", read)
    assert fitted == Shape("There were \ue041 officers in \ue060.", ("1,250",), True)
