"""What does not depend on the place is written once a release, and every story carries the same pars."""

import pytest

from storygen import load_pack, open_edition
from storygen.newsroom import write


@pytest.fixture(scope="module")
def force():
    """Return the newest edition of use of force."""
    return open_edition(load_pack("use-of-force"))


def told(edition, name):
    """Return the pars of one place's story, by name."""
    return {par.name: par for par in write(edition, edition.gazetteer.find(name)[0]).pars}


def test_the_nation_s_par_is_the_same_one_in_every_story(force):
    first, second = told(force, "Gwent"), told(force, "Norfolk")
    assert first["nation"] is second["nation"]
    assert first["caution"] is second["caution"]
    assert first["intro"] is not second["intro"]


def test_a_shared_par_runs_only_in_the_stories_that_ask_for_it(force):
    gwent, norfolk, west_midlands = (told(force, name) for name in ("Gwent", "Norfolk", "West Midlands"))
    assert gwent["taser_term"] is norfolk["taser_term"]
    assert "taser_term" not in west_midlands, "its Taser uses more than tripled, so nothing is said of them"
    assert {"taser_nation", "taser"}.isdisjoint(west_midlands)
