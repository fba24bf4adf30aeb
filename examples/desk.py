"""A desk with every force's drafts, ready to work at: what `make desk` runs.

It keeps the story of each place from the newest release of every pack in an archive of its own, and of
registered-offenders, whose newest is mostly held for figures that no newspaper printed, from two earlier ones
too; then it opens the desk to this machine. What was kept before is not written again.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from storygen import load_pack, open_edition
from storygen.archive.archive import Archive
from storygen.archive.finding import Wanted
from storygen.batch import write_each
from storygen.desk.serving import Door, desk_of, open_desk
from storygen.edition import Edition
from storygen.errors import StorygenError

RELEASES = {
    "police-workforce": (None,),
    "use-of-force": (None,),
    "registered-offenders": ("mappa-2021", "mappa-2022", None),
}
"""The releases of each pack whose stories are kept; None is the newest."""


def editions() -> Iterator[Edition]:
    """Yield each release as its stories are written from it."""
    for name, releases in RELEASES.items():
        pack = load_pack(name)
        yield from (open_edition(pack, release) for release in releases)


def keep_drafts(archive: Archive, at: datetime) -> Iterator[str]:
    """Keep the story of every place of each release that *archive* does not have; yield a line of each."""
    for edition in editions():
        pack, release = edition.pack.name, edition.release.id
        wanted = Wanted(pack=pack, release=release, length=edition.length, style=edition.style.name)
        groups = [(place,) for place in edition.places()]
        if sum(archive.count(wanted).values()) < len(groups):
            archive.keep_all(write_each(edition, groups), at)
        held = archive.count(wanted, "held")
        number = sum(held.values())
        yield f"{release} ({pack}): {number} stories kept, {held.get((True,), 0)} of them held"


def main() -> None:
    """Keep the drafts, and open the desk."""
    parser = argparse.ArgumentParser(description="Open a desk with every force's drafts.")
    parser.add_argument("--out", type=Path, default=Path("out/desk"), metavar="DIR")
    parser.add_argument("--port", type=int, default=Door().port, metavar="N")
    said = parser.parse_args()
    at = Door(port=said.port)
    try:
        archive = Archive(str(said.out / "archive.db"))
        for line in keep_drafts(archive, datetime.now(UTC)):
            print(line, flush=True)
        desk = desk_of(archive, at, lambda: datetime.now(UTC), wire=said.out / "filed")
        open_desk(desk, at, lambda line: print(line, flush=True))
        archive.close()
    except StorygenError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped. What was kept stays; the next run does the rest.")


if __name__ == "__main__":
    main()
