import pytest

from storygen.errors import PackError
from storygen.writing.plan import Slot, reading_order, slots_from_data

HEADLINE = {"name": "headline"}


def order(*slots, length="story", places=2):
    turns = reading_order(slots, length, places).turns
    found = [(turn, name, number) for number, order in enumerate(turns) for name, turn in order.items()]
    return [(name, -1 if number == places else number) for _, name, number in sorted(found)]


def test_pars_for_each_place_are_read_place_by_place():
    slots = (Slot("headline"), Slot("count", True), Slot("change", True), Slot("nation"), Slot("rank", True))
    assert order(*slots) == [
        ("headline", -1),
        ("count", 0),
        ("change", 0),
        ("count", 1),
        ("change", 1),
        ("nation", -1),
        ("rank", 0),
        ("rank", 1),
    ]


def test_a_shorter_length_leaves_out_what_is_not_its_own():
    slots = (Slot("headline", lengths=("story", "nib")), Slot("count", True), Slot("source"))
    assert order(*slots, length="nib") == [("headline", -1)]


def test_a_par_left_out_of_a_length_does_not_part_the_places():
    slots = (Slot("count", True, lengths=("nib",)), Slot("nation"), Slot("change", True, lengths=("nib",)))
    assert order(*slots, length="nib") == [("count", 0), ("change", 0), ("count", 1), ("change", 1)]


def test_an_entry_becomes_a_slot():
    entry = {
        "name": "pcsos",
        "for": "place",
        "runs_if": "pcsos.now > 0",
        "required": True,
        "lengths": ["story", "nib"],
        "ask_if": "pcsos.now > 9",
        "ask": "ask the force",
        "with": ["headline"],
        "quiet": True,
    }
    assert slots_from_data([HEADLINE, entry], "pack.toml") == (
        Slot("headline", lengths=("story", "nib", "headline")),
        Slot("pcsos", True, "pcsos.now > 0", True, ("story", "nib"), "pcsos.now > 9", "ask the force", ("headline",), True),
    )  # fmt: skip


@pytest.mark.parametrize(
    "entry, fault",
    [
        pytest.param({"name": "two words"}, "pack.toml, par 2: name “two words” or for “story” will not do. for is story or place.", id="a name of two words"),
        pytest.param({}, "pack.toml, par 2: name “” or for “story” will not do. for is story or place.", id="no name"),
        pytest.param({"name": "count", "for": "force"}, "pack.toml, par 2: name “count” or for “force” will not do. for is story or place.", id="for nobody"),
        pytest.param({"name": "count", "runs": "x"}, "pack.toml, par 2: unknown key runs. Use name, for, runs_if,", id="a strange key"),
        pytest.param({"name": "count", "lengths": ["long"]}, "pack.toml, par 2: lengths are ['long']. Use story, nib, headline.", id="a strange length"),
        pytest.param({"name": "count", "lengths": "nib"}, "pack.toml, par 2: lengths are nib. Use story, nib, headline.", id="a length that is no list"),
        pytest.param({"name": "count", "ask": "the force"}, "pack.toml, par 2: ask and ask_if go together. Add the other.", id="a question without its when"),
        pytest.param({"name": "count", "with": "nation"}, "pack.toml, par 2: with is 'nation'. Write a list of pars.", id="with what is no list"),
        pytest.param({"name": "count", "with": ["nation"]}, "pack.toml: “count” is to run with “nation”, which is no par. Name one.", id="with nobody"),
        pytest.param({"name": "headline"}, "pack.toml: two pars are called “headline”. Give each its own name.", id="one name twice"),
    ],
)  # fmt: skip
def test_a_wrong_par_says_what_is_wrong(entry, fault):
    with pytest.raises(PackError) as raised:
        slots_from_data([HEADLINE, entry], "pack.toml")
    assert str(raised.value).startswith(fault)


@pytest.mark.parametrize("entries", [[], [{"name": "intro"}, HEADLINE]])
def test_a_plan_starts_with_its_headline(entries):
    with pytest.raises(PackError, match=r"the first \[\[par\]\] is not the headline"):
        slots_from_data(entries, "pack.toml")
