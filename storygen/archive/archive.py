"""Archive: the one door to memory: releases, stories in all their versions, citations, decisions.

Nothing here reads a clock: who does a thing says when. Each method is a transaction of its own, and what
it returns has been saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from storygen.archive import finding, keeping, kept, opening, rows, schema, shelving
from storygen.archive.finding import Wanted
from storygen.archive.keeping import Keeping
from storygen.archive.kept import Decision, Kept, Version, standing_of
from storygen.archive.workflow import EDITABLE, UNDONE_BY, Standing, Status, move
from storygen.errors import ArchiveError, WorkflowError
from storygen.facts.figure import Subject
from storygen.writing.story import Held, Story


class Archive:
    """What we remember, in one database."""

    def __init__(self, url: str) -> None:
        """Open the archive at *url*, made or brought up to date where it needs it.

        *url* is the path of a SQLite file or the URL of a PostgreSQL database.

        :raises ArchiveError: it cannot be opened.
        """
        self.engine = opening.open_engine(opening.url_of(url))

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()

    @property
    def name(self) -> str:
        """Return what messages call it."""
        return opening.told(self.engine)

    # ---- what storygen writes ----------------------------------------------------------------------

    def keep(self, story: Story | Held, at: datetime, by: str = kept.STORYGEN) -> Keeping:
        """Keep *story*; the same as was kept before is no new version, and an editor's stands."""
        return self.keep_all([story], at, by)[0]

    def keep_all(self, every: Iterable[Story | Held], at: datetime, by: str = kept.STORYGEN) -> list[Keeping]:
        """Keep each story, all of them or none."""
        with opening.writing(self.engine) as connection:
            return [keeping.keep(connection, story, at, by) for story in every]

    # ---- what editors make of it -------------------------------------------------------------------

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
    ) -> Version:
        """Save what an editor has made of version *base* of a story, as the version that counts.

        An approved story is a draft again. What was offered beside it is dealt with by taking of it.

        :raises Clash: somebody else has saved it since.
        :raises WorkflowError: its words may no longer be changed.
        """
        with opening.writing(self.engine) as connection:
            now = rows.seen(connection, number, base)
            if now.status not in EDITABLE:
                remedy = (
                    "Correct it" if now.status in (Status.FILED, Status.CORRECTED) else "Redraft it first"
                )
                raise WorkflowError(str(now), f"it is {now.status}, and its words stand", remedy)
            offered = None if made == kept.TAKEN else now.offered
            self._replace(connection, now, copy, made, by, at, why, offered, Status.DRAFT)
            version = rows.version(connection, number, None)
            rows.enter(
                connection, Decision(number, version.number, act, now.status, Status.DRAFT, by, at, why)
            )
            return version

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
            not_before = rows.not_before(connection, now.release)
            standing = standing_of(now.status, copy, not_before, now.trial)
            made = move("correct", standing, str(now), at, why)
            self._replace(connection, now, copy, kept.CORRECTED, by, at, why, now.offered, made.after)
            version = rows.version(connection, number, None)
            decision = Decision(
                number, version.number, "correct", now.status, made.after, by, at, why, tuple(forms)
            )
            rows.enter(connection, decision)
            return version

    def _replace(
        self,
        connection: Connection,
        now: Kept,
        copy: Story | Held,
        made: str,
        by: str,
        at: datetime,
        why: str,
        offered: int | None,
        status: Status,
    ) -> None:
        """Make *copy* the version that counts."""
        number = rows.add_version(connection, now.number, copy, made, now.version, by, at, why)
        values = {"current": number, "offered": offered, "status": status, "edited": True, "changed_at": at}
        rows.change(connection, now.number, values | shelving.listed(copy))

    def set_aside(self, number: int, *, by: str, at: datetime, why: str = "") -> Kept:
        """Take nothing of what is offered beside an editor's version.

        :raises WorkflowError: nothing is offered.
        """
        with opening.writing(self.engine) as connection:
            now = rows.story(connection, number)
            if now.offered is None:
                raise WorkflowError(str(now), "nothing is offered beside it")
            rows.change(connection, number, {"offered": None, "changed_at": at})
            rows.enter(
                connection, Decision(number, now.offered, "set aside", now.status, now.status, by, at, why)
            )
            return rows.story(connection, number)

    def decide(
        self,
        number: int,
        act: str,
        *,
        by: str,
        at: datetime,
        why: str = "",
        seen: int | None = None,
        forms: Sequence[str] = (),
    ) -> Decision:
        """Approve, redraft, file, spike or kill a story, in an editor's name.

        *seen* is the version that was looked at; *forms* are those it is sent in.

        :raises Clash: another version counts by now.
        :raises WorkflowError: it may not be done, or a reason is owed.
        """
        with opening.writing(self.engine) as connection:
            now = rows.story(connection, number) if seen is None else rows.seen(connection, number, seen)
            if act == "correct":
                raise WorkflowError(str(now), "a correction needs the words that are right", "Save it as one")
            version = rows.version(connection, number, None)
            standing = standing_of(
                now.status, version.copy, rows.not_before(connection, now.release), now.trial
            )
            made = move(act, standing, str(now), at, why)
            rows.change(connection, number, {"status": made.after, "changed_at": at})
            found = Decision(number, now.version, act, now.status, made.after, by, at, why, tuple(forms))
            rows.enter(connection, found)
            return found

    def undo(self, number: int, *, by: str, at: datetime, seen: int | None = None) -> Kept:
        """Take back the last thing that was done to a story, until it is filed.

        An approval or a spike is taken back; of what an editor wrote, the version before stands again.

        :raises Clash: another version counts by now.
        :raises WorkflowError: nothing can be taken back.
        """
        with opening.writing(self.engine) as connection:
            now = rows.story(connection, number) if seen is None else rows.seen(connection, number, seen)
            if act := UNDONE_BY.get(now.status):
                after = move(act, Standing(now.status), str(now), at).after
                rows.change(connection, number, {"status": after, "changed_at": at})
                rows.enter(
                    connection, Decision(number, now.version, act, now.status, after, by, at, "undone")
                )
                return rows.story(connection, number)
            base = rows.version(connection, number, None).base
            if now.status is not Status.DRAFT or base is None:
                raise WorkflowError(str(now), f"it is {now.status}, and nothing can be taken back")
            before = rows.version(connection, number, base)
            new = rows.add_version(
                connection, number, before.copy, kept.RESTORED, before.base, by, at, f"as version {base}"
            )
            values = {"current": new, "edited": before.made != kept.WRITTEN, "changed_at": at}
            rows.change(connection, number, values | shelving.listed(before.copy))
            rows.enter(
                connection,
                Decision(number, new, "undo", now.status, now.status, by, at, f"as version {base}"),
            )
            return rows.story(connection, number)

    # ---- what is asked of it -----------------------------------------------------------------------

    def story(self, number: int) -> Kept:
        """Return the story of that *number*.

        :raises ArchiveError: there is none.
        """
        with opening.reading(self.engine) as connection:
            return rows.story(connection, number)

    def called(self, name: str) -> Kept:
        """Return the story called *name*: its number, or its slug where only one story has it.

        :raises ArchiveError: there is none, or there are several.
        """
        if name.isascii() and name.isdigit():
            return self.story(int(name))
        with opening.reading(self.engine) as connection:
            asked = select(schema.stories).where(schema.stories.c.slug == name)
            found = [shelving.kept_from(row) for row in connection.execute(asked)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise ArchiveError(f"“{name}”", "no story is called that", "See “storygen list”")
        ways = ", ".join(f"{each.number} ({each.release})" for each in found)
        raise ArchiveError(f"“{name}”", f"{len(found)} stories are called that: {ways}", "Give its number")

    def version(self, number: int, which: int | None = None) -> Version:
        """Return one version of a story, by default the one that counts.

        :raises ArchiveError: there is none.
        """
        with opening.reading(self.engine) as connection:
            return rows.version(connection, number, which)

    def origin(self, number: int) -> Version:
        """Return the version of a story that storygen itself last wrote and that counted.

        :raises ArchiveError: there is no such story.
        """
        with opening.reading(self.engine) as connection:
            return rows.version(connection, number, rows.origin(connection, number))

    def versions(self, number: int) -> list[Version]:
        """Return every version of a story, the first made first."""
        with opening.reading(self.engine) as connection:
            rows.story(connection, number)
            table = schema.versions
            asked = select(table).where(table.c.story == number).order_by(table.c.number)
            return [shelving.version_from(row) for row in connection.execute(asked)]

    def stories(self, wanted: Wanted = Wanted(), page: int = 0, size: int = finding.PAGE) -> list[Kept]:  # noqa: B008
        """Return a page of the stories *wanted*, from nought, those changed last first."""
        with opening.reading(self.engine) as connection:
            return [
                shelving.kept_from(row) for row in connection.execute(finding.page_of(wanted, page, size))
            ]

    def count(self, wanted: Wanted, *by: str) -> dict[tuple[str, ...], int]:
        """Return how many stories are *wanted*, for each kind of what the columns *by* say."""
        with opening.reading(self.engine) as connection:
            return {tuple(row[:-1]): row[-1] for row in connection.execute(finding.count_of(wanted, by))}

    def standing(self, number: int) -> Standing:
        """Return what of a story is asked before it goes out."""
        with opening.reading(self.engine) as connection:
            now = rows.story(connection, number)
            copy = rows.version(connection, number, None).copy
            return standing_of(now.status, copy, rows.not_before(connection, now.release), now.trial)

    def history(self, number: int) -> list[Decision]:
        """Return what was decided of a story, the first first."""
        with opening.reading(self.engine) as connection:
            rows.story(connection, number)
            table = schema.decisions
            asked = select(table).where(table.c.story == number).order_by(table.c.id)
            return [shelving.decision_from(row) for row in connection.execute(asked)]

    def lately(self, most: int = 20, acts: Sequence[str] = ()) -> list[Decision]:
        """Return the last decisions of all stories, the last first."""
        table = schema.decisions
        asked = select(table).order_by(table.c.id.desc()).limit(most)
        with opening.reading(self.engine) as connection:
            found = connection.execute(asked.where(table.c.act.in_(acts)) if acts else asked)
            return [shelving.decision_from(row) for row in found]

    def approver(self, number: int) -> str:
        """Return who has approved the version of a story that counts, or nothing."""
        now = self.story(number)
        if now.status in (Status.DRAFT, Status.SPIKED):
            return ""
        decisions = [each for each in self.history(number) if each.act in ("approve", "correct")]
        return decisions[-1].by if decisions else ""

    def resting_on(
        self, subjects: Iterable[Subject], statuses: Iterable[Status] = (Status.FILED, Status.CORRECTED)
    ) -> list[Kept]:
        """Return the stories of *statuses* whose version that counts rests on any of *subjects*."""
        wanted, found = list(subjects), {}
        with opening.reading(self.engine) as connection:
            for start in range(0, len(wanted), shelving.MOST_AT_ONCE):
                some = wanted[start : start + shelving.MOST_AT_ONCE]
                for row in connection.execute(finding.resting_on(some, tuple(statuses))):
                    story = shelving.kept_from(row)
                    found[story.number] = story
        return [found[number] for number in sorted(found)]
