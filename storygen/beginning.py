"""Beginning: a new story pack, from a skeleton that checks green.

An editor starts from something that works: the skeleton has every kind of file, each of its angles a
proof, and words to be replaced.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from storygen.errors import UsageError

SKELETON = Path(__file__).parent / "skeleton"


def begin(name: str, folder: Path) -> Path:
    """Write a new pack called *name* into *folder* and return where it stands.

    :raises UsageError: the name will not do for a folder, or there is something of that name already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise UsageError(
            f"“{name}”", "will not do for a pack's name", "Use small letters, digits and hyphens"
        )
    pack = folder / name
    if pack.exists():
        raise UsageError(str(pack), "is there already", "Choose another name")
    try:
        shutil.copytree(SKELETON, pack)
        described = pack / "pack.toml"
        described.write_text(described.read_text(encoding="utf-8").replace("NAME", name), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            str(pack), f"cannot be written: {error.strerror}", "Choose another folder"
        ) from error
    return pack
