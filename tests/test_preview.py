from datetime import date

import pytest
from setting import ANGLES, bakery

from storygen.errors import UsageError
from storygen.newsroom import write_story
from storygen.pack import load_pack
from storygen.preview import command, looks

WEAK = ANGLES[: ANGLES.index("[[strength]]")]


@pytest.fixture
def previewed(tmp_path):
    def made(release=None, **files):
        settings = bakery(tmp_path, **{"angles_toml": WEAK, **files})
        return looks(load_pack("bakers", settings), release, settings)

    return made


def test_every_angle_is_listed_once_and_first(previewed):
    rows = [look.row() for look in previewed()]
    assert [row[0] for row in rows[:3]] == ["the angle “few”", "the angle “change”", "the angle “still”"]
    assert not any(row[0].startswith("the angle") for row in rows[3:])


def test_a_real_place_is_shown_with_its_release_and_the_sentence(previewed):
    rows = {row[:2]: row[2:] for row in (look.row() for look in previewed())}
    assert rows["the angle “change”", "angles.toml, angle 2"] == (
        "Essex",
        "bakers-2020",
        "Bakers down in Essex",
    )
    assert rows["the block “ovens”", "story.j2, line 8, par ovens"] == (
        "Kent",
        "bakers-2020",
        "Kent Police had 60 ovens.",
    )


def test_what_no_real_place_takes_is_told_of_by_an_edge_row(previewed):
    (still,) = [look for look in previewed() if look.branch.what == "the angle “still”"]
    assert still.row()[2:4] == ("edge row only", "")
    assert still.sentence().startswith("Bakers as before")


def test_what_nothing_takes_asks_for_a_proof(previewed):
    (up, *_) = [look for look in previewed(angles_toml=ANGLES) if "risen" in look.branch.what]
    assert up.row()[2:] == ("nobody: a proof is wanted", "", "")
    assert "\n".join(up.lines()).endswith("    nobody: a proof is wanted")


def test_the_par_is_shown_whole_with_the_command_for_its_story(previewed):
    (ovens,) = [look for look in previewed() if look.branch.what == "the block “ovens”"]
    assert list(ovens.lines()) == [
        "bakers/story.j2, line 8, par ovens: the block “ovens”",
        "    Kent, bakers-2020",
        "    Kent Police had 60 ovens.",
        "    storygen write bakers Kent --release bakers-2020",
    ]


def test_the_command_for_a_story_says_all_that_makes_it_that_story(tmp_path):
    settings = bakery(tmp_path)
    story = write_story(load_pack("bakers", settings), None, ["Kent", "Norfolk"], length="nib", style="guardian", as_of=date(2020, 7, 1), without_held=True, settings=settings)  # fmt: skip
    assert command(story) == (
        "storygen write bakers Kent Norfolk --release bakers-2020 --without-held --length nib --style guardian "
        "--as-of 2020-07-01"
    )


def test_a_release_that_is_not_there_is_refused(previewed):
    with pytest.raises(UsageError, match="bakers has no such release"):
        previewed("bakers-1999")
