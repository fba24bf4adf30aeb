"""Workflow: what may become of a story, and what stands in its way.

One table says every move that there is. A status is changed by nothing else, and what else must be so
before a story goes out is asked here too, of plain facts, so that the desk can say it beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from storygen.errors import WorkflowError
from storygen.writing.typed import in_a_line

LONDON = ZoneInfo("Europe/London")


class Status(StrEnum):
    """Where a story stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    FILED = "filed"
    CORRECTED = "corrected"
    KILLED = "killed"
    SPIKED = "spiked"


class Role(StrEnum):
    """What somebody may do: read; also edit and decide; also kill, and say who may come in."""

    READER = "reader"
    EDITOR = "editor"
    CHIEF = "chief"

    @property
    def one(self) -> str:
        """Return somebody of this role: "an editor"."""
        return f"{'an' if self[0] in 'aeiou' else 'a'} {self}"

    def may(self, needed: Role) -> bool:
        """Return whether somebody of this role may do what *needed* is needed for."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Move:
    """A change of status that is allowed."""

    act: str
    """What the editor does, as a verb."""
    before: Status
    after: Status
    about: str
    role: Role = Role.EDITOR
    owes_reason: bool = False
    goes_out: bool = False
    """Whether copy goes to clients with it."""


MOVES = (
    Move("approve", Status.DRAFT, Status.APPROVED, "Put your name to it"),
    Move("redraft", Status.APPROVED, Status.DRAFT, "Take the approval back"),
    Move("file", Status.APPROVED, Status.FILED, "Send it to the wire", goes_out=True),
    Move("spike", Status.DRAFT, Status.SPIKED, "It will not run", owes_reason=True),
    Move("spike", Status.APPROVED, Status.SPIKED, "It will not run", owes_reason=True),
    Move("redraft", Status.SPIKED, Status.DRAFT, "Take it off the spike"),
    Move(
        "correct", Status.FILED, Status.CORRECTED, "Put right what went out", owes_reason=True, goes_out=True
    ),
    Move(
        "correct", Status.CORRECTED, Status.CORRECTED, "Put it right again", owes_reason=True, goes_out=True
    ),
    Move("kill", Status.FILED, Status.KILLED, "Withdraw it, and tell clients", Role.CHIEF, owes_reason=True),
    Move(
        "kill", Status.CORRECTED, Status.KILLED, "Withdraw it, and tell clients", Role.CHIEF, owes_reason=True
    ),
)
"""Every move that there is."""
EDITABLE = (Status.DRAFT, Status.APPROVED)
"""Where words may be changed; an approved story that is changed is a draft again."""
OUT = (Status.FILED, Status.CORRECTED)
"""What has gone out and stands."""
WITHDRAWN = (Status.KILLED, Status.SPIKED)
"""What is not to run."""
UNDONE_BY = {Status.APPROVED: "redraft", Status.SPIKED: "redraft"}
"""What takes a decision back, until a story is filed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a story is asked before it goes out."""

    status: Status
    held: tuple[str, ...] = ()
    """Why it is held, where it is."""
    stops: tuple[str, ...] = ()
    """Its stop flags that nobody has overruled."""
    not_before: datetime | None = None
    """The instant of its release, before which nothing is filed (rule R1)."""
    trial: bool = False
    """Whether it comes of a trial run (rule L4)."""
    told_on: date | None = None
    """The day of publication that it was written for."""
    spoken: tuple[str, ...] = ()
    """What it says that is true in that day's year alone, as “this year” is (rule S5)."""
    withdrawn: bool = False
    """Whether its release was withdrawn, and nobody has said that it may stand for all that."""


def acts(status: Status) -> tuple[Move, ...]:
    """Return the moves that a story of this *status* may make."""
    return tuple(move for move in MOVES if move.before is status)


def move(act: str, standing: Standing, where: str, now: datetime, why: str = "") -> Move:
    """Return the move that *act* is for the story *where*, at the instant *now*, for the reason *why*.

    :raises WorkflowError: it is none that the story may make, or something stands in its way.
    """
    allowed = acts(standing.status)
    found = next((each for each in allowed if each.act == act), None)
    if found is None:
        may = " or ".join(dict.fromkeys(each.act for each in allowed))
        remedy = f"It may be put to {may}" if may else "Nothing more can be done with it"
        raise WorkflowError(where, f"it is {standing.status}, and “{act}” is not for such a story", remedy)
    if found.owes_reason and not in_a_line(why):
        raise WorkflowError(where, f"“{act}” owes a reason", "Say why")
    for what, remedy in obstacles(found, standing, now):
        raise WorkflowError(where, what, remedy)
    return found


def refuse_edit(status: Status, where: str) -> None:
    """Refuse that the words of the story *where* are changed, if they stand.

    :raises WorkflowError: they do.
    """
    if status not in EDITABLE:
        remedy = "Correct it" if status in OUT else "Redraft it first"
        remedy = remedy if acts(status) else "Nothing more can be done with it"
        raise WorkflowError(where, f"it is {status}, and its words stand", remedy)


def obstacles(move: Move, standing: Standing, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield each thing that stands in the way of *move* at the instant *now*, and what to do about it."""
    if move.act not in ("approve", "file", "correct"):
        return
    if standing.held:
        yield f"it is held: {'; '.join(standing.held)}", "Overrule the hold by name, or leave it held"
    if standing.stops:
        yield f"a stop stands: {'; '.join(standing.stops)}", "Mend the copy, or overrule the stop by name"
    if standing.withdrawn and move.act != "correct":
        yield "its release was withdrawn by the publisher", "Say first that it may stand, or spike it"
    if not move.goes_out:
        return
    if standing.trial:
        yield "it comes of a trial run, which is never filed (rule L4)", "Write it again without --trial"
    if standing.not_before and now < standing.not_before:
        until = standing.not_before.astimezone(LONDON)
        yield f"it is embargoed until {until:%H:%M on %d %B %Y}, London time (rule R1)", "File it then"


def untimely(standing: Standing, now: datetime) -> str:
    """Return what a story says that is no longer so in the year of *now*, as “this year” may be, or nothing.

    It stands in the way of nothing, since whoever files may have their own reasons; but they are told.
    """
    year, told_on = now.astimezone(LONDON).year, standing.told_on
    if standing.status not in EDITABLE or not standing.spoken or not told_on or told_on.year == year:
        return ""
    said = " and ".join(f"“{each}”" for each in standing.spoken)
    return f"it says {said} as of {told_on.year}, and it is {year} (rule S5): write it again as of today"
