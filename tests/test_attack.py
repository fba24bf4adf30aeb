"""The attack: what is planted, how it is counted, and what share of it the house must catch."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner

from storygen.attack import FIRST, Attempt, Reading, Tally, attack, read_copy
from storygen.cli import storygen
from storygen.errors import UsageError
from storygen.planting.kinds import KINDS
from storygen.settings import read_settings
from storygen.writing.flag import Flag

PACKS = ("police-workforce", "registered-offenders", "use-of-force")
OURS = read_settings({})

N, SEED = 250, 11
CAUGHT = {"all": 99.9, **dict.fromkeys(KINDS, 98.0)}
"""The floor, in per cent: of all that is planted with that seed in all packs, and of each kind."""
MISSED_FIRST = 0
"""Falsehoods that may pass in silence in a headline or an intro."""
ACCUSED = 0
"""True stories that may be accused."""


def blind(_edition, _copy, _places):
    return []


def nervous(_edition, _copy, _places):
    return [Flag("nerves", "is that so?")]


def attacked(read, names=PACKS, n=40, seed=1, **given):
    return list(attack(names, read, n=n, seed=seed, settings=OURS, **given))


def tally_of(came, show=0):
    tally = Tally(show)
    for each in came:
        tally.add(each)
    return tally


def test_the_same_seed_plants_the_same_and_another_does_not():
    first, again, other = (attacked(blind, PACKS[:1], seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_more_of_the_same_seed_begins_the_same():
    some = [each for each in attacked(blind, PACKS[:1], n=20) if isinstance(each, Attempt)]
    more = [each for each in attacked(blind, PACKS[:1], n=40) if isinstance(each, Attempt)]
    assert more[:20] == some


@pytest.fixture(scope="module")
def came():
    return attacked(blind, n=120)


def test_a_pack_is_attacked_as_often_as_was_asked_and_in_every_way(came):
    tried = [each for each in came if isinstance(each, Attempt)]
    assert Counter(each.told.pack for each in tried) == dict.fromkeys(PACKS, 120)
    assert {each.told.style for each in tried} == {"pa", "guardian"}
    assert {each.told.length for each in tried} == {"story", "nib", "headline"}
    assert {len(each.told.places) for each in tried} == {1, 2, 3, 4}
    assert {each.planted.kind for each in tried} == set(KINDS)
    assert sum(each.planted.name in FIRST for each in tried) > 100


def test_a_true_story_is_read_once(came):
    told = [each.told for each in came if isinstance(each, Reading)]
    assert len(told) == len(set(told))


def test_who_sees_nothing_catches_nothing_and_accuses_nobody():
    tally = tally_of(attacked(blind, PACKS[:1]), show=3)
    assert (tally.whole["planted"], tally.whole["missed"], tally.caught, tally.accusing) == (40, 40, 0, 0)
    assert len(tally.missed) == 3
    assert tally.whole["first"] > 0


def test_what_is_said_of_the_true_story_too_catches_nothing_and_accuses_it():
    tally = tally_of(attacked(nervous, PACKS[:1]), show=2)
    assert (tally.caught, tally.accusing) == (0, 1000)
    assert len(tally.blamed) == 2


def test_what_is_said_only_of_the_false_story_is_caught():
    known = set()

    def read(edition, copy, places):
        if copy not in known and len(known) == 0:
            known.add(copy)
        return [] if copy in known else [Flag("memory", "not as it was", stop=True)]

    first, tried = attacked(read, PACKS[:1], n=1)
    assert (first.flags, tried.caught, tried.stopped) == ((), True, True)


def test_the_counts_of_a_kind_are_a_row():
    rows = tally_of(attacked(blind, PACKS[:1], n=6, kinds=["digit"])).rows()
    assert rows[0] == ["kind", "planted", "stopped", "flagged", "missed", "in headline or intro", "caught"]
    assert [row[0] for row in rows[1:]] == ["digit", "all"]
    assert rows[1][1:5] == ["6", "0", "0", "6"]
    assert rows[1][6] == "0.0%"


def test_readings_are_told_by_pack_style_and_length():
    rows = tally_of(attacked(blind, PACKS[:1], n=30)).readings()
    assert [row[0] for row in rows] == [
        "true stories", "pack police-workforce", "style guardian", "style pa", "length headline", "length nib",
        "length story", "stories",
    ]  # fmt: skip
    assert all(row[2] == "0" for row in rows[1:])


def test_an_attempt_is_plain_data():
    tried = next(each for each in attacked(blind, PACKS[:1], n=1) if isinstance(each, Attempt))
    said = json.loads(json.dumps(tried.as_data()))
    assert said["id"] == "police-workforce-1"
    assert said["text"] != said["before"]
    assert (said["caught"], said["stopped"], said["flags"]) == (False, False, [])


def test_a_kind_there_is_not_is_refused():
    with pytest.raises(UsageError, match="“spelling”: no such kind of error"):
        attacked(blind, kinds=["digit", "spelling"])


def test_a_kind_that_no_story_of_a_pack_gives_a_chance_for_ends_the_attack():
    came = attacked(blind, ("registered-offenders",), n=3, kinds=["rank"])
    assert not any(isinstance(each, Attempt) for each in came)


def test_the_command_writes_a_line_for_each_error_and_leaves_by_the_floor(tmp_path):
    lines = tmp_path / "errors.jsonl"
    asked = ["attack", "police-workforce", "--n", "5", "--kind", "digit", "--jsonl", str(lines)]
    came = CliRunner().invoke(storygen, asked)
    assert came.exit_code == 0
    assert "(storygen attack police-workforce --n 5 --seed 1)" in came.output
    assert [json.loads(line)["kind"] for line in lines.read_text("utf-8").splitlines()] == ["digit"] * 5
    assert CliRunner().invoke(storygen, [*asked[:-2], "--floor", "0"]).exit_code == 0


def test_the_house_catches_what_is_planted_and_accuses_no_true_story():
    tally = tally_of(attacked(read_copy, n=N, seed=SEED), show=5)
    caught = {row[0]: float(row[6].rstrip("%")) for row in tally.rows()[1:]}
    assert {kind: share for kind, share in caught.items() if share < CAUGHT[kind]} == {}, tally.missed
    assert tally.whole["first"] <= MISSED_FIRST, tally.missed
    assert sum(bool(each.flags) for each in tally.blamed) <= ACCUSED, tally.blamed
