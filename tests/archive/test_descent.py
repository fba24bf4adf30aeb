import pytest
from keeping import DAY, LATER, NOW, held, reworded, story, told
from making import KENT, NATION

from storygen.archive.kept import Clash
from storygen.archive.workflow import Status
from storygen.errors import WorkflowError
from storygen.facts.figure import Subject

ADA = {"by": "Ada", "at": LATER}
KENT_NOW, NATION_NOW = (Subject("bakers", "bakers", code, DAY) for code in (KENT, NATION))


class Told:
    """What is done to a story, each step by a word, so that a test reads as its history."""

    def __init__(self, archive):
        self.archive, self.turn = archive, 0

    def __call__(self, steps):
        for step in steps.split():
            getattr(self, step)()
        return self

    def write(self):
        """Write other figures than ever before."""
        self.turn += 1
        self.archive.keep(story(now=100 + self.turn), NOW)

    def edit(self, made="edited", act="edit"):
        self.turn += 1
        now = self.archive.version(1)
        copy = reworded(now.written, "intro", f"Words {self.turn}.")
        self.archive.save(1, copy, base=now.number, made=made, act=act, **ADA)

    def take(self):
        now = self.archive.story(1)
        copy = reworded(self.archive.version(1, now.offered).written, "intro", "Mine of it.")
        self.archive.save(1, copy, base=now.version, act="take", offered=now.offered, **ADA)

    def approve(self):
        self.archive.decide(1, "approve", **ADA)

    def file(self):
        self.archive.decide(1, "file", **ADA)

    def spike(self):
        self.archive.decide(1, "spike", why="old", **ADA)

    def kill(self):
        self.archive.decide(1, "kill", why="wrong", **ADA)

    def correct(self):
        self.turn += 1
        now = self.archive.version(1)
        self.archive.correct(1, reworded(now.written, "intro", "Right."), base=now.number, why="x", **ADA)

    def redraft(self):
        self.archive.decide(1, "redraft", **ADA)

    def aside(self):
        self.archive.set_aside(1, **ADA)

    def undo(self):
        self.archive.undo(1, **ADA)


@pytest.fixture
def after(archive):
    return Told(archive)


@pytest.mark.parametrize(
    "steps, same_as, status, offered",
    [
        pytest.param("write approve undo", 1, "draft", None, id="an approval"),
        pytest.param("write spike undo", 1, "draft", None, id="a spike"),
        pytest.param("write approve spike undo", 1, "draft", None, id="a spike of what was approved: it is a draft"),
        pytest.param("write edit approve undo undo", 1, "draft", None, id="an approval, and then the edit before it"),
        pytest.param("write edit spike undo undo", 1, "draft", None, id="a spike, and then the edit before it"),
        pytest.param("write edit approve redraft edit undo", 2, "draft", None, id="an edit after a redraft"),
        pytest.param("write edit approve redraft undo", 1, "draft", None, id="the edit, where a redraft took the approval back"),
        pytest.param("write edit spike redraft undo", 1, "draft", None, id="the edit, where a redraft took the spike back"),
        pytest.param("write edit approve write aside redraft undo", 2, "draft", 3, id="what was set aside before a redraft"),
        pytest.param("write edit approve write aside redraft undo undo", 1, "draft", 3, id="and then the edit"),
        pytest.param("write edit approve spike undo undo", 1, "draft", None, id="a spike, an approval with it, and the edit"),
        pytest.param("write edit edit approve edit undo undo undo", 1, "draft", None, id="three edits, and no approval"),
        pytest.param("write edit write aside undo aside undo", 2, "draft", 3, id="what was set aside again"),
        pytest.param("write edit undo", 1, "draft", None, id="an edit"),
        pytest.param("write edit edit undo", 2, "draft", None, id="the second of two edits"),
        pytest.param("write edit edit undo undo", 1, "draft", None, id="both, one after the other"),
        pytest.param("write edit edit undo edit undo", 2, "draft", None, id="an edit after one was taken back"),
        pytest.param("write edit edit undo edit undo undo", 1, "draft", None, id="and the one before"),
        pytest.param("write write edit undo", 2, "draft", None, id="an edit of the second that was written"),
        pytest.param("write approve edit undo", 1, "draft", None, id="an edit that ended an approval: it is a draft"),
        pytest.param("write edit write undo", 1, "draft", 3, id="an edit beside which something is offered"),
        pytest.param("write edit write take undo", 2, "draft", 3, id="what was taken of an offer: it is offered again"),
        pytest.param("write edit write take undo undo", 1, "draft", 3, id="and the edit before it"),
        pytest.param("write edit write take undo take undo", 2, "draft", 3, id="what was taken of it a second time"),
        pytest.param("write edit write take write undo", 2, "draft", 5, id="what was taken, and a newer offer came"),
        pytest.param("write edit write take edit undo", 4, "draft", None, id="an edit of what was taken"),
        pytest.param("write edit write take edit undo undo", 2, "draft", 3, id="and then what was taken"),
        pytest.param("write edit write aside undo", 2, "draft", 3, id="what was set aside: it is offered again"),
        pytest.param("write edit write aside undo undo", 1, "draft", 3, id="and then the edit"),
        pytest.param("write edit write aside write undo", 1, "draft", 4, id="the edit, where a newer offer came"),
        pytest.param("write edit write aside edit undo", 2, "draft", None, id="an edit after something was set aside"),
        pytest.param("write approve write aside undo", 1, "approved", 2, id="what was set aside after an approval"),
        pytest.param("write approve write aside undo undo", 1, "draft", 2, id="and then the approval"),
        pytest.param("write spike write aside undo", 1, "spiked", 2, id="what was set aside after a spike"),
    ],
)  # fmt: skip
def test_the_last_thing_done_is_taken_back_and_nothing_that_was_offered_is_lost(
    after, archive, steps, same_as, status, offered
):
    after(steps)
    now = archive.story(1)
    assert (archive.version(1).copy, now.status, now.offered) == (
        archive.version(1, same_as).copy,
        status,
        offered,
    )
    assert now.edited is (archive.version(1, same_as).made != "written")
    assert now.headline == archive.version(1).copy.headline
    assert archive.history(1)[-1].after == status


@pytest.mark.parametrize(
    "steps, fault",
    [
        pytest.param("write", "it is draft", id="what nobody has touched"),
        pytest.param("write write", "it is draft", id="what was only written anew"),
        pytest.param("write approve undo", "it is draft", id="what was taken back"),
        pytest.param("write approve redraft", "it is draft", id="what was redrafted"),
        pytest.param("write approve spike undo", "it is draft", id="an approval that a spike ended"),
        pytest.param("write edit write aside write undo", "it is draft", id="what was set aside, where a newer offer came"),
        pytest.param("write edit undo", "it is draft", id="what is as it was at first"),
        pytest.param("write edit approve file", "it is filed", id="what has gone out"),
        pytest.param("write approve file correct", "it is corrected", id="a correction"),
        pytest.param("write approve file kill", "it is killed", id="a kill"),
        pytest.param("write approve file write aside", "it is filed", id="what was set aside after it went out"),
    ],
)  # fmt: skip
def test_nothing_else_is_taken_back(after, archive, steps, fault):
    before = after(steps).archive.history(1)
    with pytest.raises(WorkflowError) as refused:
        archive.undo(1, **ADA)
    assert str(refused.value) == f"story 1, bakers-kent: {fault}, and nothing can be taken back."
    assert archive.history(1) == before


@pytest.mark.parametrize(
    "steps, undoable",
    [
        ("write", False),
        ("write edit", True),
        ("write approve", True),
        ("write approve undo", False),
        ("write edit approve redraft", True),
        ("write approve redraft", False),
        ("write edit write aside", True),
        ("write edit undo", False),
        ("write approve file", False),
    ],
)
def test_it_is_said_beforehand_whether_anything_can_be_taken_back(after, archive, steps, undoable):
    after(steps)
    assert archive.opened(1).undoable is undoable
    if not undoable:
        with pytest.raises(WorkflowError):
            archive.undo(1, **ADA)


def test_an_overrule_taken_back_holds_the_story_again(archive):
    archive.keep(held(), NOW)
    archive.save(1, story(), base=1, made="overruled", act="overrule", **ADA)
    now = archive.undo(1, **ADA)
    assert (now.held, now.waits, now.edited, now.headline) == (True, True, False, "Kent: it moved far")
    assert archive.version(1).copy == told(held())
    with pytest.raises(WorkflowError, match=r"it is held: Kent: it moved far\. Overrule the hold by name"):
        archive.decide(1, "approve", **ADA)


def test_what_stands_again_rests_on_what_it_rested_on(after, archive):
    after("write")
    copy = reworded(reworded(story(now=101), "count", "Some bakers."), "headline", "Bakers")
    archive.save(1, copy, base=1, **ADA)
    drafts = [Status.DRAFT]
    assert archive.resting_on([KENT_NOW], drafts) == []
    after("undo")
    assert [each.number for each in archive.resting_on([KENT_NOW], drafts)] == [1]


def test_only_what_was_looked_at_is_taken_back_or_set_aside(after, archive):
    after("write edit write")
    with pytest.raises(Clash, match="Ada has saved version 2 since you opened it"):
        archive.undo(1, seen=1, **ADA)
    after("write")
    with pytest.raises(
        Clash, match=r"version 4 is offered beside it by now\. Look at that one first"
    ) as clash:
        archive.set_aside(1, seen=3, **ADA)
    assert clash.value.theirs == archive.version(1, 4)
    assert archive.story(1).offered == 4
    assert archive.set_aside(1, seen=4, **ADA).offered is None
    with pytest.raises(WorkflowError, match="nothing is offered beside it"):
        archive.set_aside(1, seen=4, **ADA)
    assert archive.undo(1, seen=2, **ADA).offered == 4


@pytest.mark.parametrize(
    "steps, origin",
    [
        pytest.param("write", 1, id="what nobody has touched is its own"),
        pytest.param("write write", 2, id="what was written last"),
        pytest.param("write edit edit", 1, id="what was edited twice"),
        pytest.param("write write edit", 2, id="what was edited of the second"),
        pytest.param("write edit write", 1, id="what is offered counts not"),
        pytest.param("write edit write aside edit", 1, id="what was set aside counts not"),
        pytest.param("write edit write write take", 4, id="what was taken of the second offer"),
        pytest.param("write edit write take edit", 3, id="what was taken and edited"),
        pytest.param("write edit write take undo", 1, id="what was taken and taken back"),
        pytest.param("write edit write take edit undo", 3, id="what was taken, edited, and the edit taken back"),
        pytest.param("write edit write take edit undo edit", 3, id="and edited otherwise"),
        pytest.param("write edit undo edit", 1, id="what was taken back and edited again"),
        pytest.param("write edit write take edit undo undo", 1, id="all of it taken back"),
        pytest.param("write edit edit undo undo edit", 1, id="two edits taken back, and edited again"),
        pytest.param("write edit write take undo take edit", 3, id="what was taken a second time"),
        pytest.param("write edit write take write undo take", 5, id="what was taken in the place of the first"),
        pytest.param("write approve file correct", 1, id="what was corrected"),
    ],
)  # fmt: skip
def test_of_which_words_of_storygen_s_a_story_was_made(after, archive, steps, origin):
    after(steps)
    assert archive.origin(1).number == origin


@pytest.mark.parametrize("copy", [held(), held(draft=story())], ids=["a hold", "a hold that has a draft"])
def test_what_was_held_and_let_run_began_as_it_was_first_written(archive, copy):
    archive.keep(copy, NOW)
    archive.save(1, story(now=12), base=1, made="overruled", act="overrule", **ADA)
    assert archive.origin(1).number == (1 if copy.draft else 2)
    archive.save(1, reworded(story(), "intro", "Mine."), base=2, **ADA)
    assert archive.origin(1).number == (1 if copy.draft else 2)
    archive.undo(1, **ADA)
    archive.undo(1, **ADA)
    assert archive.origin(1).number == 1


@pytest.mark.parametrize(
    "steps", ["write edit write edit", "write edit write undo edit", "write approve file write correct"]
)
def test_what_is_offered_stays_so_whatever_an_editor_does_beside_it(after, archive, steps):
    offered = next(each.version for each in after(steps).archive.history(1) if each.act == "offer")
    assert archive.story(1).offered == offered


def test_what_is_offered_meanwhile_is_never_lost_by_taking_what_was_offered_before(after, archive):
    after("write edit write write")
    with pytest.raises(Clash, match="version 4 is offered beside it by now") as clash:
        archive.save(1, story(now=1), base=2, act="take", offered=3, **ADA)
    assert clash.value.theirs == archive.version(1, 4)
    assert (archive.story(1).offered, archive.story(1).version) == (4, 2)
    archive.save(1, story(now=2), base=2, act="take", offered=4, **ADA)
    with pytest.raises(WorkflowError, match="nothing is offered beside it"):
        archive.save(1, story(now=3), base=5, act="take", offered=4, **ADA)
    assert (archive.story(1).offered, archive.story(1).version) == (None, 5)


def test_a_version_says_of_which_other_it_was_made_and_by_whom(after, archive):
    after("write edit write take undo")
    assert [(each.number, each.made, each.base, each.by, each.why) for each in archive.versions(1)] == [
        (1, "written", None, "storygen", ""),
        (2, "edited", 1, "Ada", ""),
        (3, "written", None, "storygen", ""),
        (4, "taken", 2, "Ada", ""),
        (5, "restored", 1, "Ada", "as version 2"),
    ]
    assert archive.version(1, 5).copy == archive.version(1, 2).copy
