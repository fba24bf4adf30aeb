import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storygen import load_pack, open_edition
from storygen.batch import write_each
from storygen.facts.figure import Cell, Figure, Subject
from storygen.writing.claim import Claim
from storygen.writing.ledger import MARKED, Run
from storygen.writing.relinking import loosened, relink, unlinked
from storygen.writing.story import Par


def figure(value, address):
    cell = Cell("r", "s", address, "Kent", "2019", "", Subject("p", "officers", "E1", address))
    return Figure(Decimal(value), "count", cell)


NOW, BEFORE, OTHER = figure(3548, "D1"), figure(3333, "B1"), figure(3548, "Z9")
UP = Claim("up", (NOW, BEFORE), "rose")
COMPARISON = Par.of(
    "comparison",
    [
        Run("Numbers in Kent "),
        Run("rose", UP),
        Run(" from "),
        Run("3,333", BEFORE),
        Run(" to "),
        Run("3,548", NOW),
        Run("."),
    ],
)
TWICE = Par.of("twice", [Run("3,548", NOW), Run(" here and "), Run("3,548", OTHER), Run(" there.")])
RATE = Par.of("rate", [Run("It is "), Run("118", figure(118, "R1")), Run(" per 100,000 people.")])


def links(runs):
    """Return the words of *runs* that print something, each with the cell or the kind of claim behind it."""
    return [
        (run.text, run.prints.kind if isinstance(run.prints, Claim) else run.prints.origin.address)
        for run in runs
        if run.prints is not None
    ]


@pytest.mark.parametrize(
    "text, found",
    [
        pytest.param(str(COMPARISON), [("rose", "up"), ("3,333", "B1"), ("3,548", "D1")], id="as it was"),
        pytest.param(
            "Officer numbers in Kent rose from 3,333 to 3,548 in a year.",
            [("rose", "up"), ("3,333", "B1"), ("3,548", "D1")],
            id="words around it are others",
        ),
        pytest.param(
            "Numbers in Kent fell from 3,333 to 3,548.",
            [("3,333", "B1"), ("3,548", "D1")],
            id="a claim that is another word has nothing behind it",
        ),
        pytest.param(
            "Numbers in Kent rose from 3,333 to 3,549.",
            [("rose", "up"), ("3,333", "B1")],
            id="a number retyped",
        ),
        pytest.param(
            "Numbers in Kent rose to 3,548 from 3,333.",
            [("3,548", "D1"), ("3,333", "B1")],
            id="numbers that change places keep their own cells, and a claim that says it of others has none",
        ),
        pytest.param("There are 13,548 of them.", [], id="not within a longer number"),
        pytest.param("There are 3,548.5 of them.", [], id="nor within one with a decimal"),
        pytest.param("There are 3548 of them.", [], id="nor in another form"),
        pytest.param(
            "There are 3,548, or 3,333.", [("3,548", "D1"), ("3,333", "B1")], id="before a comma or stop"
        ),
        pytest.param("It rose, all the same.", [], id="a claim alone is nobody's"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_the_words_of_a_par_with_what_they_still_print(text, found):
    runs = relink(text, COMPARISON)
    assert links(runs) == found
    assert "".join(run.text for run in runs) == text


def test_of_two_numbers_that_read_alike_each_keeps_its_own_cell():
    text = "There were 3,548 here and there were 3,548 there."
    assert links(relink(text, TWICE)) == [("3,548", "D1"), ("3,548", "Z9")]


def test_a_number_moved_from_another_par_takes_its_cells_along_where_only_one_is_printed_so():
    intro = Par.of("intro", [Run("It changed.")])
    assert links(relink("It changed, to 3,548.", intro, [COMPARISON])) == [("3,548", "D1")]
    assert links(relink("It changed, to 3,548.", intro, [COMPARISON, TWICE])) == []


def test_a_sentence_moved_whole_keeps_its_claim():
    intro = Par.of("intro", [Run("It changed.")])
    runs = relink(f"It changed. {COMPARISON}", intro, [COMPARISON])
    assert links(runs) == [("rose", "up"), ("3,333", "B1"), ("3,548", "D1")]


def test_a_number_that_no_figure_bears_is_pointed_at_and_a_wording_of_the_pack_s_is_not():
    par = Par.of("rate", relink("It is 119 per 100,000 people, or 118 and 2 more.", RATE))
    spans = unlinked(par, [RATE])
    assert [str(par)[start:end] for start, end in spans] == ["119", "2"]


@pytest.mark.parametrize(
    "text, loose",
    [
        pytest.param("Numbers in Kent rose from 3,333 to 3,548.", [], id="all of it linked"),
        pytest.param("From 3,333 the force rose again to 3,548.", ["rose"], id="a claim in another sentence"),
        pytest.param("The roses went from 3,333 to 3,548.", [], id="part of another word"),
        pytest.param("It went up, to 3,548.", [], id="a claim that is not there any more"),
    ],
)
def test_words_that_printed_what_stands_behind_them_no_more_are_pointed_at(text, loose):
    par = Par.of("comparison", relink(text, COMPARISON))
    assert [text[start:end] for start, end in loosened(par, COMPARISON)] == loose


@pytest.fixture(scope="module", params=["police-workforce", "use-of-force", "registered-offenders"])
def stories(request):
    release = "mappa-2021" if request.param == "registered-offenders" else None
    edition = open_edition(load_pack(request.param), release)
    written = write_each(edition, [[place] for place in edition.places()])
    return [story for story in written if not hasattr(story, "reasons")]


def test_every_par_of_a_true_story_put_in_anothers_place_keeps_all_that_it_prints(stories):
    for story in stories:
        for number, par in enumerate(story.pars):
            rest = [each for each in story.pars if each is not par]
            assert relink(str(par), story.pars[number - 1], [*rest, par]) != ()
            moved = relink(str(par), None, [par])
            sure = [run for run in par.runs if run.prints is not None and len(str(par)) > 60]
            kept = [run for run in moved if run.prints is not None]
            assert [run.text for run in kept] == [run.text for run in sure] or len(str(par)) <= 60


def test_swapping_two_sentences_loses_no_link(stories):
    for story in stories:
        for par in story.pars:
            sentences = re.split(r"(?<=\.) ", str(par))
            if len(sentences) == 2 and min(map(len, sentences)) > 30:
                swapped = relink(" ".join(reversed(sentences)), par)
                assert sorted(run.text for run in swapped if run.prints) == sorted(
                    run.text for run in par.runs if run.prints
                )


edits = st.lists(
    st.tuples(
        st.integers(0, 200), st.integers(0, 12), st.sampled_from(["", " ", "not", "3,548", "8", ".", "fell "])
    ),
    max_size=6,
)


@given(edits)
def test_whatever_is_typed_the_words_are_as_typed_and_each_link_is_one_of_the_story_s(stories_words, changes):
    story = stories_words
    par = max(story.pars, key=lambda each: len(each.runs))
    text = str(par)
    for at, length, words in changes:
        text = text[:at] + words + text[at + length :]
    runs = relink(text, par, [each for each in story.pars if each is not par])
    assert "".join(run.text for run in runs) == text
    printed = {(run.text, run.prints) for _, run in story.runs() if run.prints is not None}
    assert {(run.text, run.prints) for run in runs if run.prints is not None} <= printed
    assert not any(MARKED.search(run.text) for run in runs)
    assert Par.of("again", runs).runs == runs


@pytest.fixture(scope="module")
def stories_words():
    edition = open_edition(load_pack("police-workforce"))
    return next(write_each(edition, [[edition.places()[3]]]))


def test_a_par_of_thousands_of_numbers_is_read_as_any_other():
    text = " ".join(["3,548", "3,333"] * 1_600)
    assert len(relink(text, COMPARISON, [TWICE])) > 1_000
