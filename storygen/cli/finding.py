"""Finding: which stories a command is about, said by options, and how a list shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from storygen.cli.memory import at, width
from storygen.cli.options import completed, listed
from storygen.errors import UsageError

if TYPE_CHECKING:
    from storygen.archive.archive import Archive
    from storygen.archive.finding import Wanted
    from storygen.archive.kept import Kept

HEADS = ("story", "status", "flags", "pack", "places", "headline", "changed")
LEAST = 20
"""A headline is cut to no fewer characters, however narrow the terminal."""


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which stories are meant."""
    for option in reversed(
        [
            click.option("--status", multiple=True, metavar="STATUS", shell_complete=completed(_statuses),
                help="draft, approved, filed, corrected, killed or spiked; may be repeated."),
            click.option("--pack", metavar="NAME", shell_complete=completed(listed("packs")),
                help="Stories of this pack."),
            click.option("--release", metavar="ID", shell_complete=completed(listed("releases")),
                help="Stories of this release."),
            click.option("--region", metavar="NAME", help="Stories of places in it."),
            click.option("--place", metavar="PLACE", shell_complete=completed(listed("named")),
                help="Stories told of this place; of a region, those of each force and area in it too."),
            click.option("--angle", metavar="NAME", help="Stories of this angle."),
            click.option("--length", metavar="NAME", help="story, nib or headline."),
            click.option("--style", metavar="NAME", shell_complete=completed(listed("styles")),
                help="Stories in this house style."),
            click.option("--title", metavar="NAME", shell_complete=completed(listed("titles")),
                help="Stories of this title's patch."),
            click.option("--only", metavar="KIND", shell_complete=completed(_kinds),
                help="held, waiting (for a person), gaps, flagged, stopped, clean, offered, edited, owed (a "
                "correction) or withdrawn (its release)."),
        ]
    ):  # fmt: skip
        command = option(command)
    return command


def _statuses() -> Iterable[str]:
    """Return every status that there is."""
    from storygen.archive.workflow import Status

    return list(Status)


def _kinds() -> Iterable[str]:
    """Return what `--only` may be."""
    from storygen.archive.finding import ONLY

    return list(ONLY)


def wanted(archive: Archive, words: Sequence[str] = (), **options: Any) -> Wanted:
    """Return which stories are meant by the *options*, and by *words* that they must have.

    A name is taken whichever way its letters are written, as the stories of *archive* have it.

    :raises UsageError: a status or a kind is none that there is.
    :raises PlaceError: a place is none that we know.
    """
    from storygen.archive.finding import BY_NAME, Wanted

    for name in options["status"]:
        _refuse_unless(name, _statuses(), "status")
    if options["only"]:
        _refuse_unless(options["only"], _kinds(), "kind")
    named = {name: _as_kept(archive, name, options[name]) for name in BY_NAME if options[name]}
    place = " ".join(_codes(options["place"])) if options["place"] else ""
    only = options["only"] or ""
    return Wanted(tuple(options["status"]), **named, place=place, only=only, words=" ".join(words))


def _codes(place: str) -> Iterable[str]:
    """Return the codes by which stories of a *place* are found.

    :raises PlaceError: it is none that we know.
    """
    from storygen.listing import codes_of

    return codes_of(place)


def _refuse_unless(name: str, there: Iterable[str], what: str) -> None:
    """Refuse a *name* that is not among those *there* are."""
    every = list(there)
    if name not in every:
        raise UsageError(f"“{name}”", f"no such {what}", f"Use {', '.join(every[:-1])} or {every[-1]}")


def _as_kept(archive: Archive, column: str, name: str) -> str:
    """Return *name* as stories have it in a *column*."""
    same = [each for each in _names_in(archive, column) if each.casefold() == name.casefold()]
    return same[0] if same else name


def _names_in(archive: Archive, column: str) -> list[str]:
    """Return every name that stories have in a *column*."""
    from storygen.archive.finding import Wanted

    return sorted(key[0] for key in archive.count(Wanted(), column) if key[0])


def none_kept(archive: Archive, of: Wanted) -> str:
    """Return the sentence that says that no stories are as they were asked for, and where they may be."""
    from storygen.archive.finding import BY_NAME

    if not archive.count(type(of)()):
        return f"nothing is kept in {archive.name} yet"
    for column in BY_NAME:
        name, there = getattr(of, column), _names_in(archive, column)
        if name and name not in there:
            those = ", ".join(there) or "none"
            return f"no story has the {column} “{name}”; those that are kept have {those}"
    return "no such story is kept"


def rows_of(stories: Sequence[Kept], columns: int | None = None) -> list[list[str]]:
    """Return *stories* as the rows of a list, headlines cut so that a line has no more *columns*."""
    columns = width() if columns is None else columns
    rows = [list(HEADS)]
    for each in stories:
        told = [str(each.number), each.status, in_short(each), each.pack, each.names]
        rows.append([*told, each.headline, at(each.changed_at)])
    place = HEADS.index("headline")
    others = [index for index in range(len(HEADS)) if index != place]
    taken = sum(max(len(row[index]) for row in rows) for index in others) + 2 * len(others)
    for row in rows:
        row[place] = cut(row[place], max(columns - taken, LEAST))
    return rows


def cut(text: str, most: int) -> str:
    """Return *text*, or its beginning where it has more than *most* characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def in_short(story: Kept) -> str:
    """Return what an editor should know of *story* before opening it."""
    queries = story.flags - story.stops
    said = [
        "waiting" if story.waits else "held" if story.held else "",
        f"{story.stops} stop{'s' * (story.stops > 1)}" if story.stops else "",
        f"{queries} flag{'s' * (queries > 1)}" if queries else "",
        story.owes,
        "offered" if story.is_offered else "",
    ]
    return ", ".join(filter(None, said))
