"""What a watch is for, as its packs stand when it begins and as they stand weeks later."""

import pytest
from watching import newsroom, watch_says

from storygen.errors import StorygenError
from storygen.watching.scope import scope_of, sources_of

FEED, OTHER = "https://example.org/feed", "https://example.org/other"


def settings_of(folder, *feeds, **said):
    """Return the settings of a newsroom that has its own packs and no others."""
    settings = newsroom(folder, *feeds, **said)
    return type(settings)(settings.templates[:1], settings.data, settings.home)


def watched(settings, *names, feeds=(), before=()):
    """Return what is watched by *names*: each address and its packs; and what is said to be wrong."""
    found, faults = sources_of(scope_of(names, feeds, settings), settings, before)
    return {each.address: [pack.name for pack in each.packs] for each in found}, [
        str(each) for each in faults
    ]


def break_pack(settings, name):
    """Break a pack."""
    (settings.templates[0] / name / "story.j2").write_text("{% block", encoding="utf-8")


def test_without_a_name_every_pack_that_says_where_is_watched_for(tmp_path):
    settings = settings_of(tmp_path, FEED, OTHER, packs=("bakers", "cakes"))
    assert watched(settings) == ({FEED: ["bakers", "cakes"], OTHER: ["bakers", "cakes"]}, [])


def test_by_name_only_those_are_and_no_folder_needs_a_feed(tmp_path):
    settings = settings_of(tmp_path, FEED, packs=("bakers", "cakes"))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    assert watched(settings, "cakes") == ({FEED: ["cakes"]}, [])
    assert watched(settings, "cakes", "cakes") == ({FEED: ["cakes"]}, [])
    assert watched(settings, str(inbox)) == ({str(inbox): ["bakers", "cakes"]}, [])
    assert watched(settings, str(inbox), "cakes") == ({FEED: ["cakes"], str(inbox): ["cakes"]}, [])


def test_feeds_that_are_named_are_instead_of_the_packs_own(tmp_path):
    settings = settings_of(tmp_path, FEED)
    assert watched(settings, "bakers", feeds=(OTHER,)) == ({OTHER: ["bakers"]}, [])
    assert watched(settings, feeds=(OTHER, OTHER)) == ({OTHER: ["bakers"]}, [])


WRITE = "Write feeds and titles in [watch] of pack.toml, or name a folder."


@pytest.mark.parametrize(
    "names, feeds, message",
    [
        pytest.param(
            ["nonsense"],
            (),
            "“nonsense”: it is neither a pack nor a folder. See “storygen packs”.",
            id="nonsense",
        ),
        pytest.param(
            ["cakes"], (), f"cakes: it does not say where its releases are told of. {WRITE}", id="no [watch]"
        ),
        pytest.param(
            ["cakes"],
            (FEED,),
            f"cakes: it does not say what its notices are titled. {WRITE}",
            id="a feed, but no titles",
        ),
        pytest.param(
            ["bakers"],
            ("feed",),
            "--feed feed: it is no feed's address. Begin it with https://.",
            id="no address",
        ),
    ],
)
def test_what_cannot_be_watched_is_refused(tmp_path, names, feeds, message):
    settings = settings_of(tmp_path, FEED)
    newsroom(tmp_path, packs=("cakes",), pack_toml=_without_watch(tmp_path))
    with pytest.raises(StorygenError) as caught:
        watched(settings, *names, feeds=feeds)
    assert str(caught.value) == message


def _without_watch(folder):
    said = (folder / "templates" / "bakers" / "pack.toml").read_text(encoding="utf-8")
    return said.replace(watch_says(FEED), "")


def test_a_pack_that_is_broken_at_the_start_stops_no_other_unless_it_was_named(tmp_path):
    settings = settings_of(tmp_path, FEED, packs=("bakers", "cakes"))
    break_pack(settings, "cakes")
    found, (fault,) = watched(settings)
    assert found == {FEED: ["bakers"]}
    assert fault.startswith("cakes/story.j2, line 1: ")
    with pytest.raises(StorygenError, match=r"cakes/story\.j2"):
        watched(settings, "cakes")


def test_a_pack_that_is_broken_later_is_watched_for_as_it_was(tmp_path):
    settings = settings_of(tmp_path, FEED, packs=("bakers", "cakes"))
    for names in ((), ("bakers", "cakes")):
        newsroom(tmp_path, FEED, packs=("bakers", "cakes"))
        before, _ = sources_of(scope_of(names, (), settings), settings)
        break_pack(settings, "cakes")
        found, (fault,) = sources_of(scope_of(names, (), settings), settings, before)
        assert found == before
        assert str(fault).startswith("cakes/story.j2, line 1: ")


def test_a_pack_that_says_otherwise_later_is_watched_for_as_it_says(tmp_path):
    settings = settings_of(tmp_path, FEED)
    before, _ = sources_of(scope_of(["bakers"], (), settings), settings)
    newsroom(tmp_path, OTHER)
    assert watched(settings, "bakers", before=before) == ({OTHER: ["bakers"]}, [])
