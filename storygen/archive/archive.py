"""Archive: the one door to memory: releases, stories in all their versions, citations, decisions.

Nothing here reads a clock: who does a thing says when. Each method is a transaction of its own, and what
it returns has been saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storygen.archive import address, descent, keeping, kept, opening, rows
from storygen.archive.keeping import Keeping
from storygen.archive.kept import STORYGEN, Decision, Kept, Making, Version, standing_of
from storygen.archive.recall import Recall
from storygen.archive.workflow import Status, move, refuse_edit
from storygen.errors import WorkflowError
from storygen.facts.release import Release
from storygen.writing.ednote import Overrule
from storygen.writing.story import Held, Story
from storygen.writing.typed import in_a_line


class Archive(Recall):
    """What we remember, in one database."""

    def __init__(self, url: str) -> None:
        """Open the archive at *url*, made or brought up to date where it needs it.

        *url* is the path of a SQLite file or the URL of a PostgreSQL database.

        :raises ArchiveError: it cannot be opened.
        """
        self.engine = opening.open_engine(address.url_of(url))

    def keep(self, story: Story | Held, at: datetime, overrule: Overrule | None = None) -> Keeping:
        """Keep *story*, as `keep_all` keeps several."""
        return self.keep_all([story], at, overrule)[0]

    def keep_all(
        self, every: Iterable[Story | Held], at: datetime, overrule: Overrule | None = None
    ) -> list[Keeping]:
        """Keep each story, all of them or none; the same as was kept before is no new version.

        What an editor has edited, overruled or decided on stands, and what is written is offered beside it. A
        story that *overrule* let run when it was written is overruled, by that name and reason.

        :raises ArchiveError: one comes of a trial run, and what is kept does not, or the other way round.
        """
        with opening.writing(self.engine) as connection:
            return [keeping.keep(connection, story, at, overrule) for story in every]

    def save(
        self,
        number: int,
        copy: Story,
        *,
        base: int,
        by: str,
        at: datetime,
        made: str = kept.EDITED,
        why: str = "",
        act: str = "edit",
        offered: int | None = None,
    ) -> Version:
        """Save what an editor has made of version *base* of a story, as the version that counts.

        An approved story is a draft again. What is offered beside it stays so, unless it is the version
        *offered* of which *copy* was taken.

        :raises Clash: somebody else has saved it since, or another version is offered by now.
        :raises WorkflowError: its words may no longer be changed, or nothing is offered to be taken.
        """
        with opening.writing(self.engine) as connection:
            now = rows.seen(connection, number, base)
            refuse_edit(now.status, str(now))
            making = Making(made, by, at, why, base)
            if offered is not None:
                rows.offered(connection, number, offered)
                making = replace(making, made=kept.TAKEN, of=offered)
            return _saved(connection, now, copy, making, act, Status.DRAFT)

    def correct(
        self,
        number: int,
        copy: Story,
        *,
        base: int,
        by: str,
        at: datetime,
        why: str,
        forms: Sequence[str] = (),
    ) -> Version:
        """Put right what went out: *copy* takes the place of version *base* of a filed story.

        :raises Clash: somebody else has saved it since.
        :raises WorkflowError: the story was not filed, or what it says may not go out.
        """
        with opening.writing(self.engine) as connection:
            now = rows.seen(connection, number, base)
            standing = standing_of(now.status, copy, rows.not_before(connection, copy), now.trial, now.owed)
            made = move("correct", standing, str(now), at, why)
            of = now.offered if now.owed in kept.SEVERITIES else None
            making = Making(kept.CORRECTED, by, at, why, base, of)
            return _saved(connection, now, copy, making, "correct", made.after, forms)

    def set_aside(
        self, number: int, *, by: str, at: datetime, why: str = "", seen: int | None = None
    ) -> Kept:
        """Take nothing of what is offered beside an editor's version, or is owed: it stands as it is.

        *seen* is the version that was looked at. What is offered beside a draft whose release was withdrawn
        is offered still, when that is let stand.

        :raises WorkflowError: nothing is offered or owed, or no reason is given to let stand what is owed.
        :raises Clash: another version is offered by now.
        """
        with opening.writing(self.engine) as connection:
            now = rows.story(connection, number)
            if now.owed and not in_a_line(why):
                raise WorkflowError(str(now), "to let it stand owes a reason", "Say why")
            if now.owed != kept.RELEASE:
                now = rows.offered(connection, number, seen)
            act, version = ("let stand" if now.owed else "set aside"), now.offered or now.version
            after: dict[str, Any] = {"offered": None, "owed": rows.questioned(connection, now)}
            if now.owed == kept.RELEASE:
                version, after = now.version, {"owed": ""}
            rows.change(connection, number, after | {"changed_at": at})
            rows.enter(connection, Decision(number, version, act, now.status, now.status, by, at, why))
            return rows.story(connection, number)

    def owe(
        self,
        number: int,
        copy: Story,
        *,
        base: int,
        severity: str,
        by: Release,
        at: datetime,
        why: str,
    ) -> Keeping:
        """Draft *copy* as the corrective of version *base* of a story that went out, owed since release *by*.

        What was drafted before in the same words is not drafted again, whatever was decided of it.

        :raises Clash: somebody has saved another version since.
        :raises WorkflowError: the story has not gone out.
        """
        with opening.writing(self.engine) as connection:
            now = rows.seen(connection, number, base)
            return keeping.owe(
                connection, now, copy, severity, by, Making(kept.CORRECTIVE, STORYGEN, at, why, base)
            )

    def note(self, number: int, act: str, *, at: datetime, why: str) -> bool:
        """Enter of a story what storygen has found, once; return whether it is new.

        "note": it rests on a figure that was revised, and holds. "settle": what it owed it owes no more.
        "question": its release was withdrawn, and somebody is to decide whether it may stand.
        """
        with opening.writing(self.engine) as connection:
            return keeping.note(connection, rows.story(connection, number), act, at, why)

    def decide(
        self,
        number: int,
        act: str,
        *,
        by: str,
        at: datetime,
        why: str = "",
        seen: int | None = None,
        was: str = "",
        forms: Sequence[str] = (),
    ) -> Decision:
        """Approve, redraft, file, spike or kill a story, in an editor's name.

        *seen* is the version that was looked at, *was* where it stood then; *forms* are those it is sent in.

        :raises Clash: another version counts by now.
        :raises WorkflowError: it may not be done, a reason is owed, or somebody has moved it meanwhile.
        """
        with opening.writing(self.engine) as connection:
            now = rows.seen(connection, number, seen, was)
            if act == "correct":
                raise WorkflowError(str(now), "a correction needs the words that are right", "Save it as one")
            version = rows.version(connection, number, None)
            made = move(act, rows.standing(connection, now, version), str(now), at, why)
            over = {"owed": "", "offered": None} if act == "kill" and now.owed else {}
            rows.change(connection, number, {"status": made.after, "changed_at": at} | over)
            found = Decision(number, now.version, act, now.status, made.after, by, at, why, tuple(forms))
            rows.enter(connection, found)
            return found

    def undo(self, number: int, *, by: str, at: datetime, seen: int | None = None, was: str = "") -> Kept:
        """Take back the last thing that was done to a story, until it is filed.

        An approved or a spiked story is a draft; of what an editor wrote or overruled, the version before
        stands again; what was taken or set aside is offered again. An approval that something ended is not
        given back by taking that back. A redraft is a taking back itself.

        *seen* is the version that was looked at, and *was* where it stood then.

        :raises Clash: another version counts by now.
        :raises WorkflowError: nothing can be taken back, or somebody has moved it meanwhile.
        """
        with opening.writing(self.engine) as connection:
            now = rows.seen(connection, number, seen, was)
            descent.take_back(connection, now, by, at)
            return rows.story(connection, number)


def _saved(
    connection: Connection,
    now: Kept,
    copy: Story,
    making: Making,
    act: str,
    status: Status,
    forms: Sequence[str] = (),
) -> Version:
    """Let *copy* count of the story that is *now* so, enter *act*, and return the version."""
    owed = rows.questioned(connection, now) if making.made == kept.CORRECTED else now.owed
    offered = None if making.of is not None else now.offered
    changed = {"offered": offered, "status": status, "edited": True, "owed": owed}
    new = rows.let_count(connection, now, copy, making, **changed)
    said = Decision(now.number, new, act, now.status, status, making.by, making.at, making.why, tuple(forms))
    rows.enter(connection, said)
    return rows.version(connection, now.number, new)
