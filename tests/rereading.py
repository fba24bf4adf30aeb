"""Rereading: finished copy held against the real figures, as a test asks for it."""

from functools import cache

from storygen.edition import Edition, open_edition
from storygen.pack import load_pack
from storygen.settings import read_settings

OURS = read_settings({})
OFFENDERS, FORCE, WORKFORCE = "registered-offenders", "use-of-force", "police-workforce"


@cache
def edition(pack: str, release: str) -> Edition:
    """Return an edition of one of our own releases."""
    return open_edition(load_pack(pack, OURS), release, settings=OURS)


def found(pack: str, release: str, places: str, copy: str, stop: bool | None = None) -> list[str]:
    """Return what is said of *copy*, a story of *places* parted by "+": all of it, or what stops, or does not."""
    told = edition(pack, release)
    named = [told.gazetteer.find(name)[0][0] for name in places.split("+")]
    flags = told.checks.of_copy(copy, named)
    return [flag.message for flag in flags if flag.check == "reader" and stop in (None, flag.stop)]


def stops(pack: str, release: str, places: str, copy: str) -> list[str]:
    """Return what stops *copy*."""
    return found(pack, release, places, copy, stop=True)
