"""Storygen: local news stories from official figures.

from storygen import load_pack, write_story

pack = load_pack("police-workforce")
print(write_story(pack, "workforce-2019", ["Kent"]))
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storygen.edition import Edition, open_edition
    from storygen.newsroom import write_story
    from storygen.pack import load_pack
    from storygen.writing.ednote import Overrule
    from storygen.writing.story import Held, Story

_ROOMS = {
    "Edition": "edition",
    "Overrule": "writing.ednote",
    "open_edition": "edition",
    "write_story": "newsroom",
    "load_pack": "pack",
    "Held": "writing.story",
    "Story": "writing.story",
}

__all__ = ["Edition", "Held", "Overrule", "Story", "load_pack", "open_edition", "write_story"]


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room when it is first asked for, so that `storygen --help` is quick."""
    if name not in _ROOMS:
        raise AttributeError(f"module “storygen” has no “{name}”")
    from importlib import import_module

    return getattr(import_module(f"storygen.{_ROOMS[name]}"), name)
