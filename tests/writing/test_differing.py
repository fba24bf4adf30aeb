from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storygen.writing.differing import (
    ADDED,
    CUT,
    MOST_WORDS,
    SAME,
    beside,
    changed_pars,
    differences,
    moved_pars,
)
from storygen.writing.ledger import Run
from storygen.writing.story import Par

words = st.lists(st.sampled_from(["up", "down", "8", "9", "per", "cent", "Kent", ",", ".", "–"]), max_size=40)
texts = words.map(" ".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    "old, new, found",
    [
        pytest.param("", "", (), id="nothing in either"),
        pytest.param("up by 8", "up by 8", ((SAME, "up by 8"),), id="the same"),
        pytest.param("", "up", ((ADDED, "up"),), id="all is new"),
        pytest.param("up", "", ((CUT, "up"),), id="all is cut"),
        pytest.param(
            "rose by 8 per cent",
            "fell by 8 per cent",
            ((CUT, "rose"), (ADDED, "fell"), (SAME, " by 8 per cent")),
            id="a word is another",
        ),
        pytest.param(
            "from 3,333 to 3,548.",
            "from 3,333 to 3,549.",
            ((SAME, "from 3,333 to "), (CUT, "3,548"), (ADDED, "3,549"), (SAME, ".")),
            id="a number is another as a whole",
        ),
        pytest.param(
            "In Kent it rose.",
            "It rose in Kent.",
            ((CUT, "In"), (ADDED, "It rose in"), (SAME, " Kent"), (CUT, " it rose"), (SAME, ".")),
            id="words in another order",
        ),
        pytest.param(
            "The official figures show a rise.",
            "The figures published today show a rise.",
            (
                (SAME, "The "),
                (CUT, "official figures"),
                (ADDED, "figures published today"),
                (SAME, " show a rise."),
            ),
            id="words in a row",
        ),
        pytest.param(
            "It rose by 8 per cent in Kent and in Essex.",
            "It fell by 9 per cent in Surrey and in Essex.",
            (
                (SAME, "It "),
                (CUT, "rose"),
                (ADDED, "fell"),
                (SAME, " by "),
                (CUT, "8"),
                (ADDED, "9"),
                (SAME, " per cent in "),
                (CUT, "Kent"),
                (ADDED, "Surrey"),
                (SAME, " and in Essex."),
            ),
            id="changes apart",
        ),
        pytest.param(
            "One very big and very bad year.",
            "One big and bad year.",
            ((SAME, "One "), (CUT, "very "), (SAME, "big and"), (CUT, " very"), (SAME, " bad year.")),
            id="words cut alone",
        ),
    ],
)
def test_word_differences(old, new, found):
    assert differences(old, new) == found


@given(texts, texts)
def test_what_is_the_same_and_cut_is_the_old_and_what_is_the_same_and_added_the_new(old, new):
    found = differences(old, new)
    assert "".join(text for way, text in found if way != ADDED) == old
    assert "".join(text for way, text in found if way != CUT) == new
    assert all(text for _, text in found)
    assert all(one[0] != two[0] for one, two in pairwise(found))


def test_two_long_texts_that_share_little_are_cut_and_added_whole():
    old, new = "up " * (MOST_WORDS + 1), "down " * (MOST_WORDS + 1)
    assert differences(old, new) == ((CUT, old[:-1]), (ADDED, new[:-1]), (SAME, " "))


def test_a_word_changed_in_a_text_of_any_length_is_found():
    text = " ".join(f"word{number}" for number in range(20_000))
    found = differences(text, text.replace("word10000 ", "other "))
    assert [each for each in found if each[0] != SAME] == [(CUT, "word10000"), (ADDED, "other")]


def par(name, text, place=""):
    return Par.of(name, [Run(text)], place)


def test_pars_of_two_versions_stand_beside_one_another_in_the_order_of_the_second():
    old = [
        ("headline", "", "Up"),
        ("intro", "", "It rose."),
        ("nation", "", "So it did."),
        ("end", "", "End."),
    ]
    new = [("headline", "", "Up"), ("end", "", "The end."), ("intro", "", "It rose."), ("more", "", "More.")]
    assert [(pair.name, pair.how) for pair in beside(old, new)] == [
        ("headline", "same"),
        ("end", "changed"),
        ("intro", "same"),
        ("nation", "cut"),
        ("more", "added"),
    ]


def test_only_pars_that_differ_are_shown_and_a_place_s_par_is_not_anothers():
    old = [par("headline", "Up"), par("count", "Ten", "E1"), par("count", "Six", "E2")]
    new = [par("headline", "Up"), par("count", "Ten", "E1"), par("count", "Seven", "E2")]
    (pair,) = changed_pars(old, new)
    assert (pair.name, pair.place, pair.words) == ("count", "E2", ((CUT, "Six"), (ADDED, "Seven")))


@pytest.mark.parametrize(
    "old, new, moved",
    [
        pytest.param("abcd", "abcd", [], id="none"),
        pytest.param("abcd", "acdb", [("b", 2, 4)], id="one, past the others"),
        pytest.param("abcd", "xbda", [("a", 1, 4)], id="one, where another was cut and one added"),
        pytest.param("abcde", "abde", [], id="one was cut, and the others stand where they stood"),
    ],
)
def test_a_par_that_was_moved_is_told_and_none_that_gave_way(old, new, moved):
    one, two = ([Par(name, f"Words of {name}.") for name in names] for names in (old, new))
    assert moved_pars(one, two) == moved
