"""Kept: what the archive hands out: a story as lists show it, a version of it, a decision, a user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from storygen.archive.workflow import OUT, UNDONE_BY, Role, Standing, Status
from storygen.errors import ArchiveError, WorkflowError
from storygen.writing.flag import standing
from storygen.writing.story import Held, Story

STORYGEN = "storygen"
"""Who writes what nobody has touched."""
OWN = ("write", "offer", "withdraw", "owe", "question", "note", "settle")
"""What storygen itself does with a story."""
WRITTEN, EDITED, OVERRULED, TAKEN, RESTORED, CORRECTED, CORRECTIVE = (
    "written",
    "edited",
    "overruled",
    "taken",
    "restored",
    "corrected",
    "corrective",
)
"""How a version came to be: by storygen alone; by an editor's words; by an editor's overrule; from what
storygen offered beside an edit; from an earlier version; to put right what went out, or drafted for that."""
FIGURE, DIRECTION, HEADLINE, RELEASE = "figure", "direction", "headline", "release"
"""What a story owes, as severe as it is: a figure, a direction or its headline no longer holds; or somebody
is to decide whether it may stand at all, since its release was withdrawn."""
SEVERITIES = (FIGURE, DIRECTION, HEADLINE)
"""What a corrective is drafted for, the least severe first."""
SAID = {
    "owe": "correction drafted",
    "note": "revision noted",
    "settle": "correction no longer owed",
    "question": "withdrawal noted",
}
"""What storygen has done or found of a story that no editor has asked for, in words."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A story as lists show it: what it is, where it stands, and its version that counts."""

    number: int
    pack: str
    release: str
    length: str
    style: str
    title: str
    trial: bool
    status: Status
    version: int
    """The number of the version that counts."""
    offered: int | None
    """The number of a version that storygen has made since, offered beside an editor's."""
    changed_at: datetime
    slug: str
    names: str
    codes: tuple[str, ...]
    region: str
    headline: str
    """Of a held story, why it is held."""
    angle: str
    held: bool
    waits: bool
    """Whether it is held for a person, who may let it run."""
    flags: int
    stops: int
    """Its stop flags that nobody has overruled."""
    edited: bool
    owed: str = ""
    """What is owed of it, by `FIGURE`, `DIRECTION`, `HEADLINE` or `RELEASE`; nothing of most."""

    def __str__(self) -> str:
        """Return the story as messages name it."""
        return f"story {self.number}, {self.slug}"

    @property
    def owes(self) -> str:
        """Return what is owed of it in words, or nothing: "correction owed: headline"."""
        if self.owed == RELEASE:
            return "release withdrawn"
        return f"correction owed: {self.owed}" if self.owed else ""

    @property
    def is_offered(self) -> bool:
        """Return whether a version is offered beside an editor's: a corrective is owed, and not offered."""
        return self.offered is not None and not (self.owed and self.status in OUT)


@dataclass(frozen=True, slots=True)
class Making:
    """How a version comes to be."""

    made: str
    by: str
    at: datetime
    why: str = ""
    base: int | None = None
    """The version that its maker began from."""
    of: int | None = None
    """The version that it takes up: what was offered, or what stands again."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a story, whole."""

    story: int
    number: int
    made: str
    base: int | None
    """The version that its maker began from."""
    by: str
    at: datetime
    why: str
    copy: Story | Held

    @property
    def written(self) -> Story | None:
        """Return its copy, also where its reader has stopped it; None where there is none."""
        return self.copy.draft if isinstance(self.copy, Held) else self.copy

    def signed(self, by: str) -> Story | Held:
        """Return its copy with the name of who approved it, which the byline gives (rule L3)."""
        return self.copy if isinstance(self.copy, Held) or not by else replace(self.copy, approved_by=by)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a version of a story."""

    story: int
    version: int
    act: str
    before: str
    after: str
    by: str
    at: datetime
    why: str = ""
    forms: tuple[str, ...] = ()
    """The forms that it was sent in, of one that was filed."""

    @property
    def said(self) -> str:
        """Return in words what was done or found."""
        return SAID.get(self.act, self.act)


@dataclass(frozen=True, slots=True)
class Head:
    """A version of a story without its copy: what a list of versions shows."""

    number: int
    made: str
    base: int | None
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A story as its editor opens it, all of it as at one moment."""

    kept: Kept
    version: Version
    """The version that is looked at."""
    standing: Standing
    """Of the version that counts."""
    heads: tuple[Head, ...]
    """Every version, the first made first."""
    history: tuple[Decision, ...]
    """Every decision, the first first."""

    @property
    def counts(self) -> bool:
        """Return whether the version that is looked at is the one that counts."""
        return self.version.number == self.kept.version

    @property
    def undoable(self) -> bool:
        """Return whether the last thing that was done to it can be taken back."""
        if self.kept.status not in (Status.DRAFT, *UNDONE_BY):
            return False
        last = last_done(self.kept, self.history)
        restores = last and last.act not in ("approve", "spike", "set aside")
        return bool(last) and (not restores or self.version.base is not None)

    @property
    def approver(self) -> str:
        """Return who has approved the version that counts, or nothing."""
        return approver_of(self.kept.status, self.history)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may come in."""

    name: str
    """What they sign in by."""
    shown: str
    """Their name as copy and lists give it."""
    role: Role
    active: bool
    epoch: int
    """Moves on when every session of theirs is to end."""


class Clash(ArchiveError):
    """Somebody else has saved the story since it was opened; `theirs` is what stands there now."""

    def __init__(self, kept: Kept, theirs: Version) -> None:
        """Say who has saved it, or that another version is offered."""
        what = f"{theirs.by} has saved version {theirs.number} since you opened it"
        remedy = "Look at both, and save yours over it or keep theirs"
        if theirs.number == kept.offered:
            what, remedy = f"version {theirs.number} is offered beside it by now", "Look at that one first"
        super().__init__(str(kept), what, remedy)
        self.theirs = theirs


def last_done(story: Kept, history: Sequence[Decision]) -> Decision | None:
    """Return what an editor did last with *story* of all that nobody has taken back, of its *history*.

    A redraft is itself a taking back, and an approval is over with whatever ends it; what was set aside is
    of no more account when another version is offered.
    """
    done: list[Decision] = []
    for each in history:
        if each.before in UNDONE_BY and each.before != each.after:
            over = "approve" if each.before == Status.APPROVED else "spike"
            done = [one for one in done if one.act != over]
        elif each.act == "undo" and (undone := [one for one in done if _may_be_undone(one, by=each)]):
            done.remove(undone[-1])
        if each.act not in (*OWN, "undo", "redraft", "let stand"):
            done.append(each)
    return next((each for each in reversed(done) if each.act != "set aside" or story.offered is None), None)


def _may_be_undone(done: Decision, *, by: Decision) -> bool:
    """Return whether *by* may be what took *done* back: what it offers again it names."""
    return (done.act == "set aside") == (done.version == by.version)


PAST = {
    "approve": "approved it",
    "redraft": "made it a draft again",
    "file": "filed it",
    "spike": "spiked it",
    "correct": "corrected it",
    "kill": "killed it",
    "undo": "took back what was done last",
}
"""What somebody did who moved a story."""


def moved_since(story: Kept, was: str, history: Sequence[Decision]) -> WorkflowError:
    """Return the refusal of what was begun when *story* *was* something else: who has moved it since."""
    last = next(each for each in reversed(history) if each.before != each.after)
    done = PAST.get(last.act, "changed it")
    fault = f"{last.by} {done} after you had opened it, when it was {was}: it is {story.status}"
    return WorkflowError(str(story), fault, "Look at it again")


def approver_of(status: Status, history: Sequence[Decision]) -> str:
    """Return who has approved the version that counts of a story of that *status*, or nothing."""
    if status in (Status.DRAFT, Status.SPIKED):
        return ""
    return next((each.by for each in reversed(history) if each.act in ("approve", "correct")), "")


def standing_of(
    status: Status, copy: Story | Held, not_before: datetime | None, trial: bool, owed: str = ""
) -> Standing:
    """Return what of a story is asked before it goes out."""
    withdrawn = owed == RELEASE
    if isinstance(copy, Held):
        reasons = copy.reasons or ("no reason is given",)
        return Standing(status, reasons, (), not_before, trial, withdrawn=withdrawn)
    stops = tuple(flag.as_reason() for flag in standing(copy.flags))
    told = (copy.told_on, copy.spoken_years())
    return Standing(status, (), stops, not_before, trial, *told, withdrawn=withdrawn)
