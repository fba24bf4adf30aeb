"""Storygen: local news stories from official figures.

from storygen import load_pack, write_story

pack = load_pack("police-workforce")
print(write_story(pack, "workforce-2019", ["Kent"]))
"""

from storygen.newsroom import Edition, Overrule, open_edition, write_story
from storygen.pack import load_pack
from storygen.writing.story import Held, Story

__all__ = ["Edition", "Held", "Overrule", "Story", "load_pack", "open_edition", "write_story"]
