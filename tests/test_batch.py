import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from making import KENT, NORFOLK
from servers import library
from setting import STORY, bakery, environment

from storygen import batch, load_pack, open_edition
from storygen.batch import Job, Outcome, do, jobs_for, keep, write_all, write_each
from storygen.engines import open_engine
from storygen.errors import PlaceError, UsageError
from storygen.newsroom import write
from storygen.writing.story import Held

FORMATS = ("text", "json", "figures")
LIKE = Job("police-workforce", "workforce-2019", (), formats=FORMATS)


@pytest.fixture(autouse=True)
def no_edition_kept():
    """Let no worker remember a pack of another test."""
    batch._edition.cache_clear()


def every_job(like=LIKE, wanted=()):
    return jobs_for(open_edition(load_pack(like.pack), like.release), wanted, like)


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the files of a whole batch, written here and in order."""
    folder = tmp_path_factory.mktemp("whole")
    list(keep(write_all(do, every_job()), folder))
    return files(folder)


def test_a_batch_is_a_file_a_story_and_format_and_a_list(whole):
    assert len(whole) == 43 * 3 + 1
    rows = json.loads(whole["batch.json"])
    assert len(rows) == 43
    assert {name for row in rows for name in row["files"]} == set(whole) - {"batch.json"}
    (kent,) = [row for row in rows if row["slug"] == "police-kent"]
    assert kent == {
        "slug": "police-kent",
        "status": "ready",
        "angle": "rise",
        "places": [{"code": KENT, "name": "Kent"}],
        "files": ["police-kent.txt", "police-kent.json", "police-kent.csv"],
        "reasons": [],
        "cells": [],
        "flags": len(kent["flagged"]),
        "flagged": json.loads(whole["police-kent.json"])["flags"],
    }
    assert json.loads(whole["police-kent.json"])["headline"] in whole["police-kent.txt"].decode()


def test_a_batch_is_the_same_again(whole, tmp_path):
    for _ in range(2):
        list(keep(write_all(do, every_job()), tmp_path))
        assert files(tmp_path) == whole


def test_processes_write_the_same_files(whole, tmp_path):
    with open_engine("processes", workers=2) as engine:
        list(keep(write_all(do, every_job(), engine, chunk=5), tmp_path))
    assert files(tmp_path) == whole


def test_dask_writes_the_same_files(whole, tmp_path):
    library("distributed")
    with open_engine("dask", workers=1) as engine:
        list(keep(write_all(do, every_job(), engine, chunk=11), tmp_path))
    assert files(tmp_path) == whole


@pytest.mark.parametrize("after", [1, 77])
def test_a_batch_killed_half_way_and_run_again_ends_with_the_same_files(whole, tmp_path, after):
    arguments = [
        "batch",
        "police-workforce",
        "--out",
        str(tmp_path),
        "--format",
        ",".join(FORMATS),
        "--quiet",
    ]
    process = subprocess.Popen([sys.executable, "-m", "storygen", *arguments])
    while len(list(tmp_path.glob("police-*"))) < after and process.poll() is None:
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = {name: text for name, text in files(tmp_path).items() if not name.endswith(".part")}
    assert {name: text for name, text in left.items() if whole[name] != text} == {}, "half-written"
    list(keep(write_all(do, every_job()), tmp_path))
    assert files(tmp_path) == whole


def test_a_batch_that_fails_half_way_leaves_whole_files_and_no_list(tmp_path):
    def outcomes():
        yield from do(every_job(wanted=["Kent"]))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(keep(outcomes(), tmp_path))
    assert sorted(path.name for path in tmp_path.glob("police-*")) == [
        "police-kent.csv",
        "police-kent.json",
        "police-kent.txt",
    ]
    assert not (tmp_path / "batch.json").exists()


def test_an_earlier_list_stands_until_the_next_is_whole(tmp_path):
    list(keep(write_all(do, every_job(wanted=["Kent"])), tmp_path))
    was = (tmp_path / "batch.json").read_bytes()
    running = keep(write_all(do, every_job(wanted=["Essex", "Kent"])), tmp_path)
    next(running)
    assert (tmp_path / "batch.json").read_bytes() == was
    list(running)
    assert len(json.loads((tmp_path / "batch.json").read_text("utf-8"))) == 2


def test_what_a_killed_batch_left_half_written_is_cleared_away(tmp_path):
    (tmp_path / "police-of-another-batch.txt.part").write_text("Police offi")
    list(keep(write_all(do, every_job(wanted=["Kent"])), tmp_path))
    assert list(tmp_path.glob("*.part")) == []


def test_an_empty_batch_is_an_empty_list(tmp_path):
    assert list(keep(iter(()), tmp_path / "new" / "folder")) == []
    assert json.loads((tmp_path / "new" / "folder" / "batch.json").read_text("utf-8")) == []


@pytest.mark.parametrize(
    "job, reason",
    [
        pytest.param(Job("bread", "workforce-2019", (f"force:{KENT}",)), "no such pack", id="no pack"),
        pytest.param(Job("police-workforce", "workforce-1999", (f"force:{KENT}",)), "no such release", id="no release"),
        pytest.param(Job("police-workforce", "workforce-2019", (f"force:{KENT}",), style="times"), "no such style", id="no style"),
        pytest.param(Job("police-workforce", "workforce-2019", ("force:E99",)), "“force:E99”", id="no place"),
        pytest.param(Job("police-workforce", "workforce-2019", (f"force:{KENT}", "force:E99")), "“force:E99”", id="one place of two"),
    ],
)  # fmt: skip
def test_one_bad_job_is_a_row_and_the_others_are_written(tmp_path, job, reason):
    (good,) = every_job(wanted=["Essex"])
    rows = [outcome.as_row() for outcome in keep(write_all(do, [job, good]), tmp_path)]
    assert [row["status"] for row in rows] == ["held", "ready"]
    assert reason in rows[0]["reasons"][0]
    assert (tmp_path / "police-essex.txt").exists()


def test_a_held_place_is_a_row_with_its_reasons_and_no_file(tmp_path, monkeypatch):
    settings = bakery(tmp_path)
    for key, value in environment(tmp_path).items():
        monkeypatch.setenv(key, value)
    jobs = jobs_for(
        open_edition(load_pack("bakers", settings), settings=settings),
        ["Kent", "Norfolk"],
        Job("bakers", "bakers-2020", ()),
    )
    kept = list(keep(write_all(do, jobs), tmp_path / "out"))
    assert [(each.status, each.codes, [name for name, _ in each.files]) for each in kept] == [
        ("ready", (KENT,), ["bakers-kent.txt"]),
        ("held", (NORFOLK,), []),
    ]
    assert kept[1].as_row()["reasons"] == [
        "Norfolk: bakers-2020.csv, Table 1 B7 (Norfolk, at 2020-03-31): not available. "
        "Ask the force or the publisher for it, or leave the place out"
    ]


def test_what_is_overruled_is_told_in_its_row_with_its_reasons_flags_and_cells():
    like = Job("registered-offenders", "mappa-2024", ())
    said = "Gwent: a change of 20.3 per cent against 2.5 across the nation, and 7.1 in its own earlier years"
    (held,) = do(every_job(like, ["Gwent"]))
    (story,) = do(every_job(replace(like, overrule="the ministry confirms it", by="Jo Sub"), ["Gwent"]))
    assert [each.status for each in (held, story)] == ["held", "overruled"]
    assert held.reasons == story.reasons == (said,)
    assert held.cells == story.cells
    assert [cell["column"] for cell in story.as_row()["cells"]] == ["offenders 2024", "offenders 2023"]
    assert [flag["message"] for flag in story.as_row()["flagged"] if flag["check"] == "overruled"] == [said]
    assert story.as_line()[1] == "overruled"
    assert story.as_line()[-1] == f"{story.files[0][0]}; {said}"


def test_a_trial_run_s_files_have_names_of_their_own_beside_real_ones(whole, tmp_path):
    wanted = ["Kent", "Essex"]
    trials = every_job(replace(LIKE, trial=True), wanted)
    list(keep(write_all(do, [*every_job(wanted=wanted), *trials]), tmp_path))
    kept = files(tmp_path)
    ours = {name: kept[name] for name in kept if name.startswith("police-")}
    assert ours == {name: whole[name] for name in ours}
    assert {name.removeprefix("trial-") for name in kept if name.startswith("trial-")} == set(ours)
    for name in ours:
        assert b"TRIAL RUN" in kept[f"trial-{name}"] or b"trial-police-" in kept[f"trial-{name}"]
    rows = [outcome.as_row() for outcome in do(trials)]
    assert [row["slug"] for row in rows] == ["trial-police-kent", "trial-police-essex"]


def test_a_story_of_a_trial_run_that_cannot_be_set_is_one_too(tmp_path):
    broken = STORY.replace("{% block count %}", "{% block count %}{{ place.town }}")
    settings = bakery(tmp_path, story_j2=broken)
    edition = open_edition(load_pack("bakers", settings), settings=settings, trial=True)
    (held,) = write_each(edition, [edition.gazetteer.find("Kent")[0]])
    assert isinstance(held, Held)
    assert (held.trial, held.slug) == (True, "trial-bakers-kent")


def test_a_job_for_each_place_or_as_they_are_named():
    assert len(every_job()) == 43
    express, kent = every_job(wanted=["Express & Star", "Kent"])
    assert (express.places, express.title, express.style) == (
        ("force:E23000014", "force:E23000015"),
        "Express & Star",
        "pa",
    )
    assert (kent.places, kent.title) == ((f"force:{KENT}",), "")
    (standard,) = every_job(wanted=["Evening Standard"])
    assert standard.style == "guardian"
    with pytest.raises(PlaceError):
        every_job(wanted=["Kant"])


class Windows:
    """An engine that says how many chunks it was given at once."""

    def __init__(self):
        self.sizes = []

    def map(self, work, jobs):
        jobs = list(jobs)
        self.sizes.append([len(part) for part in jobs])
        return [work(part) for part in jobs]


def test_a_batch_stopped_while_it_writes_leaves_no_draft(tmp_path, monkeypatch):
    def stopped(self, _path):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        list(keep(write_all(do, every_job()), tmp_path))
    assert files(tmp_path) == {}


def test_a_place_named_twice_is_one_job():
    assert len(every_job(wanted=("Kent", "Kent Police", "Essex"))) == 2


def test_jobs_go_out_in_chunks_and_windows_and_come_back_in_order():
    engine = Windows()
    jobs = list(range(batch.WINDOW * 3 + 4))
    assert list(
        write_all(
            lambda some: [Outcome(str(job), "ready", "", (), (), (), ()) for job in some],
            *(jobs, engine),
            chunk=3,
        )
    ) == [Outcome(str(job), "ready", "", (), (), (), ()) for job in jobs]
    assert engine.sizes == [[3] * batch.WINDOW, [3, 1]]


@pytest.mark.parametrize(
    "pack, release", [("police-workforce", "workforce-2019"), ("registered-offenders", "mappa-2021")]
)
def test_stories_drafted_together_are_the_stories_written_one_by_one(pack, release):
    edition = open_edition(load_pack(pack), release)
    several = [(place,) for place in edition.places()]
    alone = [write(edition, places) for places in several]
    assert list(map(all_of, write_each(edition, several))) == list(map(all_of, alone))


def all_of(story):
    return story if isinstance(story, Held) else story.as_data()


def test_a_story_that_cannot_be_set_is_a_row_and_the_others_are_written(tmp_path, monkeypatch):
    broken = STORY.replace(
        "{% block count %}", "{% block count %}{% if place.name == 'Kent' %}{{ place.town }}{% endif %}"
    )
    settings = bakery(tmp_path, story_j2=broken)
    for key, value in environment(tmp_path).items():
        monkeypatch.setenv(key, value)
    edition = open_edition(load_pack("bakers", settings), settings=settings)
    jobs = jobs_for(edition, ["Kent", "Essex"], Job("bakers", "bakers-2020", ()))
    assert [(each.slug, each.status, each.reasons) for each in do(jobs)] == [
        ("bakers-kent", "held", ("story.j2: “.town” is not there. See docs/packs.md.",)),
        ("bakers-essex", "ready", ()),
    ]


def test_no_more_jobs_are_taken_than_are_under_way():
    taken = []

    def jobs():
        for job in range(10_000):
            taken.append(job)
            yield job

    running = write_all(list, jobs(), Windows(), chunk=2)
    next(running)
    assert len(taken) == 2 * batch.WINDOW


def test_an_engine_that_is_none_of_ours():
    with (
        pytest.raises(UsageError, match=r"--engine ray: no such engine\. Use none, processes or dask\."),
        open_engine("ray"),
    ):
        pass
    with open_engine("none") as engine:
        assert engine is None
