"""Recall: what is asked of the archive, and changes nothing in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Engine, select

from storygen.archive import address, descent, finding, opening, rows, schema, shelving
from storygen.archive.finding import Wanted
from storygen.archive.kept import Decision, Kept, Opened, Version, approver_of
from storygen.archive.workflow import OUT, Standing, Status
from storygen.errors import ArchiveError
from storygen.facts.figure import Subject
from storygen.writing.typed import in_a_line


class Recall:
    """What can be asked of an archive; each answer is of one moment."""

    engine: Engine

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()

    @property
    def name(self) -> str:
        """Return what messages call it."""
        return address.told(self.engine)

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
            return self.story(int(name[:20]))  # of which none is as long
        with opening.reading(self.engine) as connection:
            asked = select(schema.stories).where(schema.stories.c.slug == name)
            found = [shelving.kept_from(row) for row in connection.execute(asked)]
        if len(found) == 1:
            return found[0]
        shown = f"“{in_a_line(name)}”"
        if not found:
            raise ArchiveError(shown, "no story is called that", "See “storygen list”")
        ways = ", ".join(f"{each.number} ({each.release})" for each in found)
        raise ArchiveError(shown, f"{len(found)} stories are called that: {ways}", "Give its number")

    def version(self, number: int, which: int | None = None) -> Version:
        """Return one version of a story, by default the one that counts.

        :raises ArchiveError: there is none.
        """
        with opening.reading(self.engine) as connection:
            return rows.version(connection, number, which)

    def seen(self, number: int, which: int) -> Version:
        """Return version *which* of a story, which must still be the one that counts.

        :raises Clash: it is not.
        :raises ArchiveError: it never was.
        """
        with opening.reading(self.engine) as connection:
            return rows.version_of(connection, rows.seen(connection, number, which))

    def origin(self, number: int) -> Version:
        """Return what storygen itself wrote, of which the version that counts was made: the last one taken.

        Of a hold that was let run it is the first with copy.

        :raises ArchiveError: there is no such story.
        """
        with opening.reading(self.engine) as connection:
            return descent.origin(connection, number)

    def versions(self, number: int) -> list[Version]:
        """Return every version of a story, the first made first."""
        with opening.reading(self.engine) as connection:
            rows.story(connection, number)
            return rows.versions(connection, number)

    def stories(self, wanted: Wanted = Wanted(), page: int = 0, size: int = finding.PAGE) -> list[Kept]:  # noqa: B008
        """Return a page of the stories *wanted*, from nought, those changed last first."""
        with opening.reading(self.engine) as connection:
            return [
                shelving.kept_from(row) for row in connection.execute(finding.page_of(wanted, page, size))
            ]

    def every(self, wanted: Wanted) -> list[Kept]:
        """Return every one of the stories *wanted*, those changed last first."""
        with opening.reading(self.engine) as connection:
            return [shelving.kept_from(row) for row in connection.execute(finding.all_of(wanted))]

    def count(self, wanted: Wanted, *by: str) -> dict[tuple[str, ...], int]:
        """Return how many stories are *wanted*, for each kind of what the columns *by* say."""
        with opening.reading(self.engine) as connection:
            return {tuple(row[:-1]): row[-1] for row in connection.execute(finding.count_of(wanted, by))}

    def standing(self, number: int) -> Standing:
        """Return what of a story is asked before it goes out."""
        with opening.reading(self.engine) as connection:
            now = rows.story(connection, number)
            return rows.standing(connection, now, rows.version_of(connection, now))

    def not_before(self, number: int, which: int) -> datetime | None:
        """Return the instant before which version *which* of a story may not go out (rule R1).

        :raises ArchiveError: there is no such version.
        """
        with opening.reading(self.engine) as connection:
            return rows.not_before(connection, rows.version(connection, number, which).copy)

    def opened(self, number: int, which: int | None = None) -> Opened:
        """Return a story as its editor opens it, with one of its versions, by default the one that counts.

        :raises ArchiveError: there is none.
        """
        with opening.reading(self.engine, whole=True) as connection:
            return rows.opened(connection, number, which)

    def history(self, number: int) -> list[Decision]:
        """Return what was decided of a story, the first first."""
        with opening.reading(self.engine) as connection:
            rows.story(connection, number)
            return list(rows.history(connection, number))

    def lately(self, most: int = 20, acts: Sequence[str] = ()) -> list[Decision]:
        """Return the last decisions of all stories, the last first."""
        table = schema.decisions
        asked = select(table).order_by(table.c.id.desc()).limit(most)
        with opening.reading(self.engine) as connection:
            found = connection.execute(asked.where(table.c.act.in_(acts)) if acts else asked)
            return [shelving.decision_from(row) for row in found]

    def approver(self, number: int) -> str:
        """Return who has approved the version of a story that counts, or nothing."""
        return approver_of(self.story(number).status, self.history(number))

    def printed(self, series: str) -> list[tuple[Subject, str, str]]:
        """Return what every cell of *series* that a story has rested on is about, its number and its mark.

        The number is in plain digits, or nothing where copy read none.
        """
        with opening.reading(self.engine) as connection:
            found = connection.execute(finding.cited(series))
            return [
                (Subject(row.series, row.measure, row.geography, row.period), row.value, row.mark)
                for row in found
            ]

    def resting_on(self, subjects: Iterable[Subject], statuses: Iterable[Status] = OUT) -> list[Kept]:
        """Return the stories of *statuses* whose version that counts rests on any of *subjects*."""
        wanted, found, those = list(subjects), {}, tuple(statuses)
        with opening.reading(self.engine) as connection:
            for start in range(0, len(wanted), shelving.MOST_AT_ONCE):
                some = wanted[start : start + shelving.MOST_AT_ONCE]
                for row in connection.execute(finding.resting_on(some, those)):
                    story = shelving.kept_from(row)
                    found[story.number] = story
        return [found[number] for number in sorted(found)]
