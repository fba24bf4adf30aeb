from dataclasses import replace

import pytest

from storygen import load_pack, open_edition
from storygen.batch import write_each
from storygen.checking import OF_COPY
from storygen.desk.marking import marked, unplaced
from storygen.errors import UsageError
from storygen.facts.geography import find_places
from storygen.newsroom import write
from storygen.revising import Typed, quotes_for, revise, taken_out
from storygen.writing.ednote import Overrule, let_run, noted
from storygen.writing.flag import OVERRULED, Flag, standing
from storygen.writing.ledger import Run
from storygen.writing.quotes import Quote
from storygen.writing.relinking import unlinked
from storygen.writing.story import Par, Story

PACKS = {
    "police-workforce": "workforce-2018",
    "use-of-force": "use-of-force-2020",
    "registered-offenders": "mappa-2021",
}


@pytest.fixture(scope="module")
def told():
    """Return each pack's edition and the stories of its places that are written."""
    found = {}
    for name, release in PACKS.items():
        edition = open_edition(load_pack(name), release)
        stories = write_each(edition, [[place] for place in edition.places()])
        found[name] = edition, [story for story in stories if isinstance(story, Story)]
    return found


@pytest.fixture(scope="module")
def kent(told):
    edition, stories = told["police-workforce"]
    return edition, next(story for story in stories if story.places[0].place.name == "Kent")


def typed(story, **changed):
    """Return the pars of *story* as typed, those named in *changed* with other words."""
    return [Typed(par.name, changed.get(par.name, str(par)), par.place) for par in story.pars]


def words(story, name):
    return next(str(par) for par in story.pars if par.name == name)


def new_flags(before, after):
    return [(flag.check, flag.par, flag.stop) for flag in after.flags if flag not in before.flags]


@pytest.mark.parametrize("pack", PACKS)
def test_a_story_saved_as_it_was_is_the_same_story(told, pack):
    edition, stories = told[pack]
    for story in stories:
        assert revise(edition, story, typed(story)) == story


@pytest.mark.parametrize("pack", PACKS)
def test_a_word_that_says_nothing_else_is_changed_without_a_stop_and_every_link_stays(told, pack):
    edition, stories = told[pack]
    for story in stories:
        intro = story.pars[1]
        revised = revise(edition, story, typed(story, **{intro.name: f"Now read this. {intro}"}))
        assert not [flag for flag in revised.flags if flag.stop]
        links = [run for run in revised.pars[1].runs if run.prints is not None]
        assert links == [run for run in intro.runs if run.prints is not None]


@pytest.mark.parametrize("pack", PACKS)
def test_a_changed_number_in_any_force_s_story_is_a_stop_and_has_no_figure_behind_it(told, pack):
    edition, stories = told[pack]
    for story in stories:
        par, run = next(
            (par, run)
            for par, run in story.runs()
            if par.name not in ("headline", "ednote")
            and getattr(run.prints, "unit", "") in ("fte", "count")
            and run.text[-1:].isdigit()
        )
        number = next(other for digit in "1234567" if (other := run.text[:-1] + digit) not in str(story))
        wrong = str(par).replace(run.text, number, 1)
        changed = [Typed(each.name, wrong if each is par else str(each), each.place) for each in story.pars]
        revised = revise(edition, story, changed)
        assert any(flag.stop and flag.is_of(par.name, par.place) for flag in revised.flags), wrong
        own = next(each for each in revised.pars if each.name == par.name and each.place == par.place)
        assert [str(own)[start:end] for start, end in unlinked(own, story.pars)] == [number]


def test_a_par_that_is_cut_or_moved_takes_its_flags_along_and_leaves_the_others(kent):
    edition, story = kent
    asked = Flag("ask", "look at it", "nation")
    whole = Flag("outlier", "Kent: a change of 6 per cent")
    story = replace(story, flags=(asked, whole))
    names = [par.name for par in story.pars]
    moved = [each for each in typed(story) if each.name != "nation"]
    assert revise(edition, story, moved).flags == (whole,)
    moved.insert(2, next(each for each in typed(story) if each.name == "nation"))
    revised = revise(edition, story, moved)
    assert revised.flags == (asked, whole)
    assert [par.name for par in revised.pars] == [
        *names[:2],
        "nation",
        *(n for n in names[2:] if n != "nation"),
    ]


@pytest.fixture(scope="module")
def two_places():
    """Open the model story, of the West Midlands and Staffordshire, each with a par called count."""
    edition = open_edition(load_pack("registered-offenders"), "mappa-2021")
    story = write(edition, find_places(edition.gazetteer, ["West Midlands", "Staffordshire"])[0])
    assert [par.place for par in story.pars if par.name == "count"] == ["E23000014", "E23000015"]
    return edition, story


def test_what_is_false_of_one_place_stands_beside_its_own_par_and_no_other_of_the_name(two_places):
    edition, story = two_places
    wrong = [Typed(par.name, str(par).replace("1,318", "1,381"), par.place) for par in story.pars]
    revised = revise(edition, story, wrong)
    assert [(flag.par, flag.place) for flag in revised.flags if flag.stop] == [("count", "E23000015")]
    marked_pars = [each for each in marked(revised) if each.flags]
    assert [(each.name, each.place) for each in marked_pars] == [("count", "E23000015")]
    assert [piece.text for piece in marked_pars[0].pieces if piece.doubt] == ["1,381"]
    assert unplaced(revised) == []


def test_what_was_asked_of_one_place_goes_with_its_par_and_stays_with_the_others(two_places):
    edition, story = two_places
    asked = tuple(Flag("ask", "look", "count", place=place) for place in ("E23000014", "E23000015"))
    kept = [
        Typed(par.name, str(par), par.place)
        for par in story.pars
        if (par.name, par.place) != ("count", "E23000015")
    ]
    assert revise(edition, replace(story, flags=asked), kept).flags[:1] == asked[:1]
    assert asked[1] not in revise(edition, replace(story, flags=asked), kept).flags


def test_flags_of_the_old_copy_give_way_to_those_of_the_new(kent):
    edition, story = kent
    wrong = revise(edition, story, typed(story, count=words(story, "count").replace("3,333", "3,334")))
    assert new_flags(story, wrong) == [("reader", "count", True)]
    right = revise(edition, wrong, typed(wrong, count=words(story, "count")))
    assert right.flags == story.flags
    assert str(right) == str(story)


def test_no_check_of_the_gate_or_the_plan_is_taken_for_one_of_the_copy(told):
    edition, _ = told["registered-offenders"]
    doubts = {doubt.check for place in edition.places() for doubt in edition.judge.doubts((place.code,))}
    assert doubts
    assert not OF_COPY & (doubts | {OVERRULED, "ask", "left out", "left out of the nation"})


def test_what_was_overruled_and_what_was_put_right_cannot_be_edited_away(kent):
    edition, story = kent
    said = let_run([Flag("outlier", "Kent: it was doubted")], Overrule("it is so", "A Chief"))
    right = Par.of("correction", [Run("Correction: it was 9,999.")])
    story = replace(story, pars=noted((story.pars[0], right, *story.pars[1:]), said), flags=said)
    bare = [each for each in typed(story, correction="nothing was wrong") if each.name != "ednote"]
    revised = revise(edition, story, bare)
    assert [str(par) for par in revised.pars[1:3]] == [
        ": Kent: it was doubted. Overruled by A Chief: it is so",
        "Correction: it was 9,999.",
    ]
    assert revised.pars[3:] == story.pars[3:]


SACKED = " The force has sacked 412 officers since May."
MARCHED = " About 412 people marched on Saturday."


def overruled(edition, story, **changed):
    """Return *story* edited so, with every stop that it then has overruled."""
    edited = revise(edition, story, typed(story, **changed))
    said = let_run(standing(edited.flags), Overrule("I was there", "Ann"))
    edited = edited.with_flags(said)
    return replace(edited, pars=noted(edited.pars, edited.flags))


def test_an_overrule_is_of_the_words_it_was_given_for_and_lapses_with_them(kent):
    edition, story = kent
    let = overruled(edition, story, terms=words(story, "terms") + MARCHED)
    assert standing(let.flags) == ()
    assert "Overruled by Ann: I was there" in words(let, "ednote")
    elsewhere = revise(edition, let, typed(let, intro=f"Now read this. {words(story, 'intro')}"))
    assert (standing(elsewhere.flags), words(elsewhere, "ednote")) == ((), words(let, "ednote"))
    worse = revise(edition, let, typed(let, terms=words(story, "terms") + SACKED))
    assert [flag.par for flag in standing(worse.flags)] == ["terms"]
    assert "ednote" not in [par.name for par in worse.pars]


def test_a_note_to_editors_goes_when_what_was_overruled_is_mended_and_keeps_what_was_not(kent):
    edition, story = kent
    both = overruled(
        edition,
        story,
        terms=words(story, "terms") + MARCHED,
        nation=words(story, "nation") + " In Kent 9,999 officers were in post.",
    )
    assert "412" in words(both, "ednote")
    assert "9,999" in words(both, "ednote")
    mended = revise(edition, both, typed(both, nation=words(story, "nation")))
    assert "412" in words(mended, "ednote")
    assert "9,999" not in words(mended, "ednote")
    assert revise(edition, both, typed(both, **{n: words(story, n) for n in ("terms", "nation")})) == story


def test_what_says_what_was_wrong_is_read_too_and_may_name_what_is_false(kent):
    edition, story = kent
    put_right = revise(
        edition, story, typed(story), correction="There were 3,548 officers in Kent, not 9,999 officers"
    )
    assert (
        words(put_right, "correction") == "Correction: There were 3,548 officers in Kent, not 9,999 officers."
    )
    found = [(flag.check, flag.stop) for flag in put_right.flags if flag.par == "correction"]
    assert found
    assert not any(stop for _, stop in found)
    again = revise(edition, put_right, typed(put_right), correction="It was “so” &amp; not.")
    assert words(again, "correction").endswith("not 9,999 officers. It was “so” &amp; not.")
    assert [flag.check for flag in again.flags if flag.stop] == ["leftover"]


def test_a_par_that_every_story_owes_is_flagged_when_it_is_cut_until_it_is_back(kent):
    edition, story = kent
    without = [each for each in typed(story) if each.name != "count"]
    cut = revise(edition, story, without)
    (flag,) = [flag for flag in cut.flags if flag not in story.flags]
    assert (flag.check, flag.par) == ("cut", "count")
    once_more = revise(edition, cut, [*typed(cut)[:1], Typed("intro", "Read on."), *typed(cut)[2:]])
    assert flag in once_more.flags
    assert revise(edition, cut, typed(story), story.pars) == story


@pytest.mark.parametrize(
    "change, message",
    [
        pytest.param(lambda _: [], "the story: its first par is not the headline.", id="nothing"),
        pytest.param(
            lambda pars: pars[1:], "the story: its first par is not the headline.", id="no headline"
        ),
        pytest.param(
            lambda pars: [replace(pars[0], text="\u200b"), *pars[1:]],
            "the story: its first par is not the headline.",
            id="a headline that cannot be seen",
        ),
        pytest.param(
            lambda pars: [*pars, Typed("added-1", "x" * 20_001)],
            "par 15, added-1: it has 20,001 characters.",
            id="a par too long",
        ),
        pytest.param(lambda pars: pars * 20, "the story: it has 280 pars.", id="too many pars"),
        pytest.param(
            lambda pars: pars[:1], "the story: nothing is left of it but its headline.", id="a headline alone"
        ),
    ],
)
def test_what_is_no_story_is_refused(kent, change, message):
    edition, story = kent
    with pytest.raises(UsageError) as refused:
        revise(edition, story, change(typed(story)))
    assert str(refused.value).startswith(message)


def test_a_par_typed_twice_is_two_pars(kent):
    edition, story = kent
    pars = typed(story)
    revised = revise(edition, story, [*pars, pars[1]])
    assert [par.name for par in revised.pars][-1] == "intro-15"


@pytest.mark.parametrize(
    "text, check",
    [
        pytest.param("It rose by <b>8</b>.", "leftover", id="markup"),
        pytest.param("It rose by {{ officers.now }}.", "leftover", id="a template's signs"),
        pytest.param("It rose by {% if x %}.", "leftover", id="a template's statement"),
        pytest.param("It rose by [[AMOUNT]].", "leftover", id="a placeholder"),
    ],
)
def test_markup_that_is_typed_stays_as_words_and_is_stopped(kent, text, check):
    edition, story = kent
    revised = revise(edition, story, [*typed(story), Typed("added-1", text)])
    assert str(revised.pars[-1]) == text
    assert (check, "added-1", True) in new_flags(story, revised)


def test_unseen_characters_are_taken_out_and_said(kent):
    edition, story = kent
    changed = typed(story, intro=words(story, "intro").replace("risen", "ri\u202esen"))
    assert revise(edition, story, changed).pars == story.pars
    assert taken_out(changed) == ("intro: U+202E (right-to-left override)",)


@pytest.mark.parametrize("pack", PACKS)
def test_every_quote_of_a_pack_may_be_inserted_carries_itself_and_passes_the_readers(told, pack):
    edition, stories = told[pack]
    story = stories[0]
    bare = replace(story, pars=tuple(par for par in story.pars if not _quotes(par)))
    offered = quotes_for(edition, bare)
    assert offered
    for par in offered:
        revised = revise(edition, bare, [*typed(bare), Typed(par.name, str(par))], (par,))
        assert _quotes(revised.pars[-1]) == _quotes(par) != []
        assert not [flag for flag in revised.flags if flag.par == par.name and flag.stop]


def test_a_quote_that_is_in_the_story_is_not_offered_again(told):
    edition, stories = told["police-workforce"]
    story = next(each for each in stories if any(_quotes(par) for par in each.pars))
    there = {quote.name for par in story.pars for quote in _quotes(par)}
    assert there.isdisjoint(quote.name for par in quotes_for(edition, story) for quote in _quotes(par))


def _quotes(par):
    return [run.prints for run in par.runs if isinstance(run.prints, Quote)]


def test_words_put_back_as_they_were_have_behind_them_what_they_had_in_an_earlier_version(kent):
    edition, story = kent
    wrong = revise(edition, story, typed(story, intro=words(story, "intro").replace("risen", "fallen")))
    assert any(flag.stop for flag in wrong.flags)
    again = revise(edition, wrong, typed(story))
    assert again.flags == story.flags
    assert [str(par) for par in again.pars] == [str(par) for par in story.pars]
    assert revise(edition, wrong, typed(story), story.pars) == story


def test_an_edition_of_another_place_s_story_reads_it_by_its_own_places(told):
    edition, stories = told["police-workforce"]
    one, two = stories[0], stories[1]
    swapped = [Typed(par.name, str(par), "") for par in two.pars]
    assert any(flag.stop for flag in revise(edition, one, swapped).flags)
    assert write(edition, [two.places[0].place]) == two
