import pytest
from setting import ANGLES, PACK, STORY, bakery

from storygen.branches import Roll
from storygen.pack import load_pack
from storygen.rehearsal import LEFT, open_stage, opened, rehearse
from storygen.writing.flag import Flag
from storygen.writing.story import Held

WEAK = ANGLES[: ANGLES.index("[[strength]]")]


@pytest.fixture
def faults(tmp_path):
    def found(judge=None, **files):
        settings = bakery(tmp_path, angles_toml=WEAK, **files)
        roll = Roll(load_pack("bakers", settings))
        return rehearse(open_stage(roll, settings, opened(roll.pack, settings)), judge)

    return found


def changed(old, new, text=STORY):
    assert old in text
    return text.replace(old, new, 1)


def test_a_sound_pack_is_clean_on_every_row(faults):
    assert faults() == []


def test_a_claim_that_some_figures_do_not_bear_out_is_named_once_with_its_row(faults):
    words = '{{ "up" | claim("up", total.bakers) }}'
    (fault,) = faults(story_j2=changed('{{ total.bakers | went("up", "down", "as before") }}', words))
    assert fault.startswith(
        "bakers, bakers-2020, story of Essex: the words “up”: they are not true of 880 and 900 (up). "
        "Mend the rule or the par. (and "
    )


def test_a_claim_that_only_an_edge_row_belies_is_found(faults):
    words = 'England and Wales had {{ "more" | claim("up", nation.bakers) }}: '
    (fault,) = faults(story_j2=changed("England and Wales had ", words))
    assert fault.startswith("bakers, edge row “the nation: ")


def test_what_a_template_leaves_behind_is_found(faults):
    story = changed("{{ place.force }} had {{", "They had , {{")
    told = faults(story_j2=story)
    assert any("leftover: “,”" in fault or "“,” is left" in fault for fault in told), told


def test_a_template_that_cannot_be_set_is_found_with_its_row(faults):
    story = changed("{{ ovens.now | counted", "{{ place.region.name }}{{ ovens.now | counted")
    assert any("bakers, bakers-2020, story of Kent: " in fault for fault in faults(story_j2=story))


def test_a_stop_of_whoever_judges_is_a_fault_with_the_row_that_made_it(faults):
    def judge(edition, story):
        if "huge" in str(story) or "98,765,432" in str(story):
            yield Flag("reader", "so many bakers are not to be believed", "count", stop=True)
        yield Flag("reader", "no stop")

    (fault,) = faults(judge)
    assert fault.startswith("bakers, edge row “every measure: huge, and up”, story of ")
    assert "reader: so many bakers are not to be believed" in fault


def test_a_judge_sees_stories_and_never_what_is_held(faults):
    seen = []

    def judge(_edition, story):
        seen.append(story)
        return ()

    faults(judge)
    assert seen
    assert not any(isinstance(story, Held) for story in seen)
    assert {story.length for story in seen} == {"story", "nib", "headline"}
    assert {story.style for story in seen} == {"pa", "guardian"}


@pytest.mark.parametrize(
    "copy, left",
    [
        pytest.param("There were {{ now }} bakers.", "{{", id="a placeholder"),
        pytest.param("There were None bakers.", "None", id="no value"),
        pytest.param("A rise of nan per cent.", "nan", id="no number"),
        pytest.param("Two  spaces.", "  ", id="two spaces"),
        pytest.param("According to .", " .", id="words left out"),
        pytest.param("It rose..", "..", id="two stops"),
        pytest.param("None were recorded.", None, id="a sentence that begins with none"),
        pytest.param("Wait… it was 1.5, or 1,500 – “so.”", None, id="good copy"),
    ],
)
def test_what_no_finished_copy_has_in_it(copy, left):
    found = LEFT.search(copy)
    assert (found and found[0]) == left


def test_every_story_is_told_of_to_whoever_waits(tmp_path):
    settings = bakery(tmp_path, pack_toml=PACK)
    roll, told = Roll(load_pack("bakers", settings)), []
    rehearse(open_stage(roll, settings, opened(roll.pack, settings)), tell=lambda: told.append(1))
    assert len(told) >= roll.stories["real"] + roll.stories["edge"] > 1000
