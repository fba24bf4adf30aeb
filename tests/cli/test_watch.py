"""The command that watches, and the one that says what was seen; run in a newsroom that watches a small GOV.UK."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from watching import (
    BAKERS,
    SLUG,
    TABLE_ALONE,
    TITLE,
    Room,
    environment_of,
    london,
    published,
    replaced,
    table_alone,
)

from storygen.cli import storygen
from storygen.cli.watch import _renewed
from storygen.testing.govuk import GovUK
from storygen.watching.scope import scope_of


class Newsroom:
    """A newsroom and its command line."""

    def __init__(self, folder, uk):
        self.uk = uk
        self.room = Room(folder, uk.finder("home-office"), uk.upcoming("home-office"))
        self.environment = {**environment_of(folder), "STORYGEN_BY": "Ada"}

    def __call__(self, *words):
        """Run a command, and return what it left with, what it printed and what it said aside."""
        came = CliRunner(env=self.environment).invoke(storygen, [str(word) for word in words])
        if came.exception and not isinstance(came.exception, SystemExit):
            raise came.exception
        return came.exit_code, self.room.told(came.stdout), self.room.told(came.stderr)

    def watch(self, at, *words):
        """Watch once, at a moment."""
        return self("watch", "bakers", "--once", "--at", at, *words)


@pytest.fixture
def newsroom(tmp_path):
    """Give a newsroom."""
    with GovUK() as uk:
        yield Newsroom(tmp_path, uk)


def test_a_round_leaves_with_what_came_of_it(newsroom):
    assert newsroom.watch("2020-06-29T12:00")[0] == 0
    assert newsroom.watch("2020-06-29T12:10") == (64, "", "")
    published(newsroom.uk, file=table_alone(replaced(BAKERS, Norfolk=("..", 300))), name=TABLE_ALONE)
    code, out, aside = newsroom.watch("2020-06-30T09:31")
    assert (code, aside) == (3, "")
    assert out == "2020-06-30 09:31 Bakers is out: 4 stories drafted, 1 held\n"
    newsroom.uk.fault("feed", "500", 4)
    code, out, aside = newsroom.watch("2020-06-30T09:41")
    assert (code, out, aside.count("it answers 500 (Internal Server Error)")) == (1, "", 2)
    assert newsroom.watch("2020-06-30T09:45") == (64, "", "")  # which is not yet asked again
    assert newsroom.watch("2020-06-30T09:53") == (1, "", "")  # and was said


def test_where_nothing_but_faults_is_wanted_nothing_else_is_said(newsroom):
    assert newsroom.watch("2020-06-29T12:00", "--quiet") == (0, "", "")
    newsroom.uk.fault("feed", "empty")
    code, out, aside = newsroom.watch("2020-06-29T12:10", "--quiet")
    assert (code, out) == (1, "")
    assert aside == "2020-06-29 12:10 FEED: it is empty. Check the address, or try again later.\n"


@pytest.mark.parametrize(
    "words, fault",
    [
        pytest.param(
            ["nonsense", "--once"],
            "“nonsense”: it is neither a pack nor a folder. See “storygen packs”.\n",
            id="no name",
        ),
        pytest.param(
            ["bakers", "--at", "noon"],
            "--at noon: it is no day or time of one. Write 2020-01-30T09:31.\n",
            id="no moment",
        ),
        pytest.param(
            ["bakers", "--feed", "x"],
            "--feed x: it is no feed's address. Begin it with https://.\n",
            id="no feed",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(newsroom, words, fault):
    assert newsroom("watch", *words) == (2, "", fault)


@pytest.mark.parametrize("said", ["soon", "0m", "-5m", "10 days", ""])
def test_an_interval_that_is_none_is_refused(newsroom, said):
    code, out, aside = newsroom("watch", "bakers", "--every", said)
    assert (code, out) == (2, "")
    assert f"“{said}” is no length of time: write 30s, 10m or 1h" in aside


def test_an_archive_that_cannot_be_used_is_said(newsroom):
    code, out, aside = newsroom.watch("2020-06-29T12:00", "--archive", newsroom.room.folder)
    assert (code, out) == (1, "")
    assert aside.startswith("HERE: cannot be used: ")


def test_what_was_seen_is_said(newsroom):
    newsroom.uk.announce(SLUG.format(2021), TITLE.format(2021), london("2021-06-30 09:30"))
    newsroom.watch("2020-06-29T12:00")
    published(newsroom.uk, file=table_alone(), name=TABLE_ALONE)
    newsroom.watch("2020-06-30T09:31")
    code, out, aside = newsroom("watched", "--log", "1")
    assert (code, aside) == (0, "")
    said = [" ".join(line.split()) for line in out.splitlines() if line]
    assert said[:3] == [
        "to come pack title state",
        "30 June 2021 9:30am bakers Bakers, England and Wales: 31 March 2021 announced",
        "feed asked again fault",
    ]
    assert said[5:] == [
        "page pack state release what came of it",
        "/government/statistics/bakers-31-march-2020 bakers done bakers-2020 4 stories drafted",
        "2020-06-30 09:31 Bakers is out: 4 stories drafted",
    ]


def test_a_watch_that_goes_on_goes_by_packs_and_alerts_as_they_stand_and_says_once_what_is_broken(newsroom):
    room, said = newsroom.room, []
    room.round("2020-06-29 12:00")
    scope = scope_of(["bakers"], (), room.settings)
    pack = room.settings.templates[0] / "bakers" / "pack.toml"
    sound = pack.read_text(encoding="utf-8")
    with room.opened(say=lambda event: said.append(room.told(event.said))) as watch:
        same, broken = _renewed(watch, scope, [])
        assert ([each.address for each in same.sources], broken, said) == (list(room.feeds), [], [])

        pack.write_text("title = ", encoding="utf-8")
        (room.settings.alerts).write_text("[[alert]]\n", encoding="utf-8")
        now, broken = _renewed(same, scope, broken)
        assert now.sources == same.sources
        assert [line.partition(":")[0] for line in said] == [
            "bakers/pack.toml",
            "HOME/alerts.toml, alert 1, by",
        ]
        now, broken = _renewed(now, scope, broken)
        assert len(said) == 2

        pack.write_text(sound.replace(room.feeds[1], "https://example.org/feed"), encoding="utf-8")
        (room.settings.alerts).write_text(
            '[[alert]]\nby = "webhook"\nto = "https://example.org"\n', encoding="utf-8"
        )
        now, broken = _renewed(now, scope, broken)
        assert [each.address for each in now.sources] == [room.feeds[0], "https://example.org/feed"]
        assert [way.name for way in now.ways] == ["webhook-1"]
        assert (broken, len(said)) == ([], 2)
        assert replace(now, sources=(), ways=()) == replace(watch, sources=(), ways=())
