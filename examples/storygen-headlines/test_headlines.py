"""The plugin's own test: real stories, whole lines."""

import tomllib
from importlib import import_module
from pathlib import Path

from storygen_headlines import HEADLINES

from storygen import load_pack, write_story


def line_of(place: str, pack: str = "police-workforce", release: str = "workforce-2019") -> str:
    return HEADLINES.write(write_story(load_pack(pack), release, [place]))


def test_a_story_is_one_line():
    assert line_of("Kent") == "POLICE Kent: Police officer numbers up in Kent, Home Office figures show\n"


def test_queries_are_counted():
    assert line_of("Norfolk").endswith(" to look at]\n")


def test_a_held_story_says_why():
    assert line_of("Kent", "registered-offenders", "mappa-2024").startswith("HELD Kent: ")


def test_the_entry_point_leads_here():
    said = tomllib.loads((Path(__file__).parent / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, name = said["project"]["entry-points"]["storygen.outputs"]["headlines"].partition(":")
    assert getattr(import_module(module), name) is HEADLINES
