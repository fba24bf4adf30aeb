"""Acts: what an editor does to a kept story, each a function that the desk and the command line both call.

The archive remembers and the newsroom writes; here the one is asked for what the other keeps. Nothing here
knows a page or a command, and the time is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from storygen import plugins
from storygen.archive import kept
from storygen.archive.archive import Archive
from storygen.archive.kept import Kept, Version
from storygen.archive.workflow import WITHDRAWN, Status
from storygen.editions import Editions, Setting, reading_of, setting_of
from storygen.errors import WorkflowError
from storygen.facts.geography import Geography
from storygen.newsroom import write
from storygen.revising import CORRECTION, FIXED, Typed, revise
from storygen.writing.ednote import Overrule, let_run, noted
from storygen.writing.flag import standing
from storygen.writing.story import Held, Par, Story
from storygen.writing.typed import plain_line


def overrule(
    archive: Archive,
    editions: Editions,
    number: int,
    *,
    why: str,
    by: str,
    at: datetime,
    base: int,
) -> Version:
    """Let a story run that is held or stopped, by name and reason, which stand in it as a note to editors.

    :raises Clash: somebody else has saved it since version *base*.
    :raises WorkflowError: nothing holds it, or what holds it is not for an editor to overrule.
    """
    version = archive.seen(number, base)
    given = Overrule(why.strip(), by)
    copy = version.copy
    if isinstance(copy, Held):
        story = _let_run(editions, copy, given, archive.story(number))
    else:
        if not standing(copy.flags):
            raise WorkflowError(str(archive.story(number)), "nothing holds it", "Approve it")
        story = _let_run_as_read(copy, given)
    return archive.save(
        number, story, base=base, by=by, at=at, made=kept.OVERRULED, why=why.strip(), act="overrule"
    )


def _let_run(editions: Editions, held: Held, given: Overrule, where: Kept) -> Story:
    """Return the story that is *held*, written for all that."""
    if not held.may_overrule:
        remedy = "Leave it held until there are figures"
        raise WorkflowError(str(where), f"it cannot be told at all: {held}", remedy)
    with editions.writing(setting_of(held)) as edition:
        story = write(edition, held.places, overrule=given)
    if isinstance(story, Held):
        raise WorkflowError(str(where), f"it is still held: {story}", "Leave it held")
    return story


def _let_run_as_read(copy: Story, given: Overrule) -> Story:
    """Return *copy* with every stop that stands in it overruled."""
    story = copy.with_flags(let_run(standing(copy.flags), given))
    return replace(story, pars=noted(story.pars, story.flags))


def edit(
    archive: Archive,
    editions: Editions,
    number: int,
    typed: Sequence[Typed],
    *,
    base: int,
    by: str,
    at: datetime,
    why: str = "",
) -> Version:
    """Save an editor's words for a story, each number linked again to its cells, read again.

    :raises Clash: somebody else has saved it since version *base*.
    :raises WorkflowError: there is no copy to edit, or it is past editing.
    :raises UsageError: the words are none that a story may have.
    """
    copy = written(archive, archive.seen(number, base))
    with editions.writing(reading_of(copy)) as edition:
        story = revise(edition, copy, typed, first_written(archive, number))
    if story.pars == copy.pars:
        raise WorkflowError(str(archive.story(number)), "nothing in it was changed")
    return archive.save(number, story, base=base, by=by, at=at, why=why)


def take(
    archive: Archive,
    editions: Editions,
    number: int,
    typed: Sequence[Typed],
    *,
    base: int,
    offered: int,
    by: str,
    at: datetime,
) -> Version:
    """Take of version *offered*, which storygen offers beside an editor's, the pars that the editor chose.

    The story rests from then on on what the offered version was made from.

    :raises Clash: somebody else has saved it since version *base*, or another version is offered by now.
    :raises WorkflowError: nothing is offered, or what is offered is held.
    """
    mine = archive.seen(number, base).written
    new = written(archive, archive.version(number, offered))
    with editions.writing(reading_of(new)) as edition:
        copy = revise(edition, new, typed, others=mine.pars if mine else ())
    why = f"of what version {offered} offers"
    return archive.save(number, copy, base=base, offered=offered, by=by, at=at, why=why, act="take")


def correct(
    archive: Archive,
    editions: Editions,
    number: int,
    typed: Sequence[Typed],
    *,
    base: int,
    by: str,
    at: datetime,
    why: str,
    overrule: str = "",
    forms: Sequence[str] = ("text",),
) -> Version:
    """Put right a story that has gone out: what was wrong is said in it, in a par after the headline.

    It goes out at once, so the reason to *overrule* a stop in the words as they are now is given with them.

    :raises Clash: somebody else has saved it since version *base*.
    :raises WorkflowError: it has not gone out, no reason is given, or what it says may not go out.
    :raises UsageError: what was wrong is more than a line of plain words, or the words are none.
    """
    copy, why = written(archive, archive.seen(number, base)), why.strip()
    if why:
        plain_line("what was wrong", why)
    now = archive.story(number)
    of, others = begun_from(archive, now, copy), near(archive, now)
    with editions.writing(reading_of(of)) as edition:
        story = revise(edition, of, typed, others, correction=why, foot=now.owed == kept.FIGURE)
    if _of_print(story) == _of_print(copy):
        raise WorkflowError(str(archive.story(number)), "nothing in it was changed", "Change what is wrong")
    if overrule.strip():
        story = _let_run_as_read(story, Overrule(overrule.strip(), by))
    return archive.correct(number, story, base=base, by=by, at=at, why=why, forms=forms)


def corrective_of(archive: Archive, story: Kept) -> Story | None:
    """Return the corrective that was drafted for *story*, where it owes one."""
    if story.owed not in kept.SEVERITIES or story.offered is None:
        return None
    return archive.version(story.number, story.offered).written


def begun_from(archive: Archive, story: Kept, copy: Story) -> Story:
    """Return what is typed over of *story*, whose *copy* counts: where a corrective is drafted, that.

    It is without what it says was wrong, which whoever sends it says.
    """
    drafted = corrective_of(archive, story)
    if drafted is None:
        return copy
    before = [par for par in copy.pars if par.name == CORRECTION]
    pars = [par for par in drafted.pars if par.name != CORRECTION]
    return replace(drafted, pars=(*pars[:1], *before, *pars[1:]))


def near(archive: Archive, story: Kept) -> tuple[Par, ...]:
    """Return the pars in which words that are put into *story* find their figures, beside its own."""
    drafted = corrective_of(archive, story)
    return (*first_written(archive, story.number), *(drafted.pars if drafted else ()))


def _of_print(copy: Story) -> list[Par]:
    """Return the pars of *copy* but those that say what was decided."""
    return [par for par in copy.pars if par.name not in FIXED]


def as_set(
    editions: Editions,
    copy: Story | Held,
    *,
    length: str = "",
    style: str = "",
    as_of: date | None = None,
    without_held: bool = False,
) -> Story | Held:
    """Return the story of the same places set anew, in another length or style or as of another day.

    :raises StorygenError: there is no such length or style, or the day is before that of the release.
    """
    like = setting_of(copy)
    setting = replace(
        like, length=length or like.length, style=style or like.style, as_of=as_of or like.as_of
    )
    places = copy.places if isinstance(copy, Held) else tuple(told.place for told in copy.places)
    return told(editions, setting, places, without_held=without_held)


def told(
    editions: Editions, setting: Setting, places: Iterable[Geography], *, without_held: bool = False
) -> Story | Held:
    """Return the story of *places* in *setting*, or why there is none."""
    with editions.writing(setting) as edition:
        return write(edition, tuple(places), without_held=without_held)


def in_form(archive: Archive, number: int, form: str, which: int | None = None) -> tuple[str, str]:
    """Return a kept story in the output *form*: the name of its file, and its text.

    It bears the name of who approved it, where that is the version asked for; and where it was killed or
    spiked, that it is not to run.

    :raises UsageError: no output is called that.
    """
    story, version = archive.story(number), archive.version(number, which)
    approved = archive.approver(number) if version.number == story.version else ""
    return put(as_it_stands(story.status, version, approved), form)


def as_it_stands(status: Status, version: Version, approver: str) -> Story | Held:
    """Return the copy of *version* as it is shown and handed out where its story is of that *status*.

    It is signed by its *approver*; what was killed or spiked is marked as not to run.
    """
    copy = version.signed(approver)
    return copy.withdrawn_as(status) if status in WITHDRAWN and isinstance(copy, Story) else copy


def put(copy: Story | Held, form: str) -> tuple[str, str]:
    """Return *copy* in the output *form*: the name of its file, and its text.

    :raises UsageError: no output is called that.
    """
    output = plugins.load("storygen.outputs", form)
    return copy.slug + output.suffix, output.write(copy)


def first_written(archive: Archive, number: int) -> tuple[Par, ...]:
    """Return the pars of a story as storygen wrote them: words that are put back find their figures there."""
    copy = archive.origin(number).written
    return copy.pars if copy else ()


def written(archive: Archive, version: Version) -> Story:
    """Return the copy of *version*.

    :raises WorkflowError: it is held, and nothing of it is written.
    """
    if version.written is None:
        where = str(archive.story(version.story))
        raise WorkflowError(where, f"it is held: {version.copy}", "Overrule the hold, or leave it held")
    return version.written
