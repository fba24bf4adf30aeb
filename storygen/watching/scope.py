"""Scope: what a watch is for: the feeds of packs, and folders, by the names that it was begun with.

A watch goes on for weeks, and packs are edited meanwhile: they are read again for every round. One that is
broken stops no other: it is said, and the pack is watched for as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storygen.errors import StorygenError, UsageError
from storygen.pack import Pack, load_pack, pack_folders
from storygen.settings import Settings
from storygen.watching.folders import folder_called
from storygen.watching.hearing import Source


@dataclass(frozen=True, slots=True)
class Scope:
    """What a watch was begun with."""

    packs: tuple[str, ...]
    """The packs that were named; every pack that says where its releases are told of, where none was."""
    folders: tuple[Path, ...]
    feeds: tuple[str, ...]
    """Feeds instead of the packs' own."""


Found = tuple[tuple[Source, ...], list[StorygenError]]
"""What is watched, and what is wrong with packs that are not watched for as they stand."""


def scope_of(names: Sequence[str], feeds: Sequence[str], settings: Settings) -> Scope:
    """Return what *names*, of packs and folders, and the addresses of *feeds* name.

    :raises UsageError: a name is neither a pack's nor a folder's, or a feed's address is none.
    """
    known = pack_folders(settings)
    folders = dict.fromkeys(folder_called(name) for name in names if name not in known)
    for feed in feeds:
        if not feed.startswith(("https://", "http://")):
            raise UsageError(f"--feed {feed}", "it is no feed's address", "Begin it with https://")
    packs = dict.fromkeys(name for name in names if name in known)
    return Scope(tuple(packs), tuple(folders), tuple(dict.fromkeys(feeds)))


def sources_of(scope: Scope, settings: Settings, before: Sequence[Source] = ()) -> Found:
    """Return what is watched of *scope*, as packs stand now or else as they stood *before*.

    :raises StorygenError: nothing is left to be watched; a pack that was named cannot be used.
    """
    packs, faults = _packs(scope, settings, before)
    told = [pack for pack in packs if pack.lookout.titles and (scope.feeds or pack.lookout.feeds)]
    by_address: dict[str, list[Pack]] = {}
    for pack in told if scope.packs or scope.feeds or not scope.folders else ():
        for address in scope.feeds or pack.lookout.feeds:
            by_address.setdefault(address, []).append(pack)
    untold = [pack.name for pack in packs if pack not in told]
    if untold and scope.packs and not scope.folders and not before:
        raise _untold(", ".join(untold), scope)
    if not by_address and not scope.folders:
        raise faults[0] if faults else _untold("watch", scope)
    found = [
        Source(address, tuple(of), loopback=any(pack.lookout.loopback for pack in of))
        for address, of in by_address.items()
    ]
    found += [Source(str(folder), tuple(packs), folder=True) for folder in scope.folders]
    return tuple(found), faults


def _packs(
    scope: Scope, settings: Settings, before: Sequence[Source]
) -> tuple[list[Pack], list[StorygenError]]:
    """Return the packs of *scope*, and what is wrong with those that cannot be used as they stand."""
    known = {pack.name: pack for source in before for pack in source.packs}
    packs, faults = [], []
    for name in scope.packs or pack_folders(settings):
        try:
            packs.append(load_pack(name, settings))
        except StorygenError as error:
            if scope.packs and not before:
                raise
            faults.append(error)
            packs += [known[name]] if name in known else []
    return packs, faults


def _untold(where: str, scope: Scope) -> UsageError:
    """Return what is said where no pack says where, or of what, its releases are told."""
    fault = (
        "it does not say what its notices are titled"
        if scope.feeds
        else "it does not say where its releases are told of"
    )
    return UsageError(where, fault, "Write feeds and titles in [watch] of pack.toml, or name a folder")
