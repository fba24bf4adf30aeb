"""Finding: which stories a list shows, how many there are of each kind, and who rests on a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_

from storygen.archive import kept
from storygen.archive.columns import Words
from storygen.archive.schema import cells, citations, stories, versions
from storygen.archive.workflow import OUT, Status
from storygen.errors import UsageError
from storygen.facts.figure import Subject
from storygen.writing.typed import in_a_line

PAGE = 50
"""Stories on a page of a list."""
LIKE_ESCAPE = "\\"
FURTHEST = 1 << 62
"""No list is as long: databases refuse to look further."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stories are looked for; what is empty is not asked."""

    status: tuple[str, ...] = ()
    pack: str = ""
    release: str = ""
    region: str = ""
    angle: str = ""
    place: str = ""
    """The code of a place; of several, with blanks between, any will do."""
    length: str = ""
    style: str = ""
    title: str = ""
    only: str = ""
    """owed (a correction), withdrawn (its release was), held, waiting (for a person), gaps (held, and nobody
    can decide), flagged, stopped, clean, offered or edited."""
    words: str = ""
    """Words that its headline, places, slug, pack, release or title must have."""

    def but(self, names: Iterable[str]) -> Wanted:
        """Return the same, but that none of *names*, of those of `BY_NAME`, is asked."""
        return replace(self, **dict.fromkeys(names, ""))  # type: ignore[arg-type]


ONLY: Mapping[str, ColumnElement[bool]] = {
    "held": stories.c.held.is_(True),
    "waiting": stories.c.waits.is_(True),
    "gaps": and_(stories.c.held.is_(True), stories.c.waits.is_(False)),
    "flagged": and_(stories.c.held.is_(False), stories.c.flags > 0),
    "stopped": stories.c.stops > 0,
    "clean": and_(stories.c.held.is_(False), stories.c.flags == 0),
    "offered": and_(stories.c.offered.is_not(None), or_(stories.c.owed == "", stories.c.status.not_in(OUT))),
    "edited": stories.c.edited.is_(True),
    "owed": stories.c.owed.in_(kept.SEVERITIES),
    "withdrawn": stories.c.owed == kept.RELEASE,
}
"""What `only` may be, and what it asks."""
BY_NAME = ("pack", "release", "region", "angle", "length", "style", "title")


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what a story must be to be *wanted*.

    :raises UsageError: `only` is nothing that it may be.
    """
    found: list[ColumnElement[bool]] = [
        stories.c[name] == value for name in BY_NAME if (value := getattr(wanted, name))
    ]
    if wanted.status:
        found.append(stories.c.status.in_(wanted.status))
    if wanted.place:
        codes = func.lower(" " + stories.c.codes + " ", type_=Words)
        likes = [f"%:{_plain(code)} %" for code in wanted.place.lower().split()]
        found.append(or_(false(), *(codes.like(like, escape=LIKE_ESCAPE) for like in likes)))
    if wanted.only:
        if wanted.only not in ONLY:
            remedy = f"Use {', '.join(ONLY)}"
            raise UsageError(f"“{in_a_line(wanted.only)}”", "no stories are listed by that", remedy)
        found.append(ONLY[wanted.only])
    for word in in_a_line(wanted.words).lower().split():
        found.append(stories.c.words.like(f"%{_plain(word)}%", escape=LIKE_ESCAPE))
    return found


def _plain(word: str) -> str:
    """Return *word* with what LIKE takes for signs made plain."""
    for sign in (LIKE_ESCAPE, "%", "_"):
        word = word.replace(sign, LIKE_ESCAPE + sign)
    return word


def all_of(wanted: Wanted) -> Select[Any]:
    """Return the question for every one of the stories *wanted*, those changed last first."""
    order = (stories.c.changed_at.desc(), stories.c.number.desc())
    return select(stories).where(*conditions(wanted)).order_by(*order)


def page_of(wanted: Wanted, page: int, size: int = PAGE) -> Select[Any]:
    """Return the question for one page of stories, from nought, those changed last first."""
    size = max(size, 0)
    return all_of(wanted).limit(size).offset(min(max(page, 0) * size, FURTHEST))


def count_of(wanted: Wanted, by: Iterable[str] = ()) -> Select[Any]:
    """Return the question how many stories there are, for each kind of what the columns *by* say."""
    columns = [stories.c[name] for name in by]
    asked = select(*columns, func.count()).select_from(stories)
    return asked.where(*conditions(wanted)).group_by(*columns)


def cited(series: str) -> Select[Any]:
    """Return the question for every cell of *series* that any story has rested on, as it was printed."""
    return select(cells).where(cells.c.series == series)


def resting_on(subjects: Iterable[Subject], statuses: Iterable[Status]) -> Select[Any]:
    """Return the question which stories' version that counts rests on any of *subjects*, in which cells."""
    about = tuple_(cells.c.series, cells.c.measure, cells.c.geography, cells.c.period)
    keys = [(each.series, each.measure, each.geography, each.period) for each in subjects]
    return (
        select(stories, cells.c.id.label("cell"))
        .join(versions, and_(versions.c.story == stories.c.number, versions.c.number == stories.c.current))
        .join(citations, citations.c.version == versions.c.id)
        .join(cells, cells.c.id == citations.c.cell)
        .where(about.in_(keys), stories.c.status.in_(tuple(statuses)))
        .order_by(stories.c.number)
    )
