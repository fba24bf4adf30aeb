import csv
import importlib.util
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from making import ROOT
from servers import NEED_ALL
from setting import BAKERS, bakery, environment

from storygen import batch
from storygen.cli import storygen

OUTLIER = {
    **BAKERS,
    ("bakers", "E23000032", "at 2020-03-31"): 1500,
    ("bakers", "E23000032", "at 2018-03-31"): 990,
    ("bakers", "E23000032", "at 2017-03-31"): 1000,
}


NEEDS_DASK = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None and os.environ.get(NEED_ALL) != "1",
    reason="Dask is an extra",
)
SPECIALS = ROOT / "examples/packs/special-constables"


def run(*arguments, env=None):
    return CliRunner(env=env).invoke(storygen, [str(each) for each in arguments])


@pytest.fixture
def bakers(tmp_path):
    """Return the command as run beside a pack of bakers."""

    def made(*arguments, figures=BAKERS, env=None, **files):
        bakery(tmp_path, figures, **files)
        batch._edition.cache_clear()
        return run(*arguments, env={**environment(tmp_path), **(env or {})})

    return made


# What there is.


@pytest.mark.parametrize(
    "arguments, first, line",
    [
        pytest.param(["packs"], "pack", "police-workforce", id="packs"),
        pytest.param(["places"], "name", "Merseyside", id="places"),
        pytest.param(["places", "registered-offenders"], "name", "Teesside", id="a pack's areas"),
        pytest.param(["titles"], "title", "Express & Star", id="titles"),
        pytest.param(["releases"], "release", "workforce-2019", id="releases"),
        pytest.param(["releases", "use-of-force"], "release", "use-of-force-2020", id="a pack's releases"),
        pytest.param(["formats"], "format", "figures", id="formats"),
        pytest.param(["styles"], "style", "guardian", id="styles"),
    ],
)
def test_a_list_has_its_headers_and_its_rows(arguments, first, line):
    came = run(*arguments)
    assert (came.exit_code, came.stderr) == (0, "")
    lines = came.stdout.splitlines()
    assert lines[0].startswith(first)
    assert [each for each in lines if each.startswith(line)]
    assert not [each for each in lines if each != each.rstrip()]


def test_the_lists_are_whole():
    assert (
        len(
            [
                line
                for line in run("places").stdout.splitlines()
                if "  force   E" in line or "  force   W" in line
            ]
        )
        == 43
    )
    assert (
        len([line for line in run("places", "registered-offenders").stdout.splitlines() if "  area " in line])
        == 42
    )
    assert len(run("titles").stdout.splitlines()) > 20
    assert [line.split()[0] for line in run("releases", "police-workforce").stdout.splitlines()[1:]] == [
        "workforce-2018",
        "workforce-2019",
    ]


# One story.


def test_write_prints_the_story_and_nothing_else(bakers):
    came = bakers("write", "bakers", "Kent")
    assert (came.exit_code, came.stderr) == (0, "")
    assert came.stdout.startswith("BAKERS Kent\n\nBakers up in Kent\n")
    assert came.stdout.endswith("\nends\n")


def test_a_trial_run_is_the_same_copy_and_says_that_it_is_one(bakers):
    wire = bakers("write", "bakers", "Kent", "--trial").stdout
    assert wire.startswith("TRIAL RUN: NOT FOR PUBLICATION\n\nTRIAL BAKERS Kent\n\nBakers up in Kent\n")
    assert wire.endswith("\n\nends\n\nTRIAL RUN: NOT FOR PUBLICATION\n")
    way = bakers("trail", "bakers", "Kent", "--trial").stdout
    assert way == "TRIAL RUN: NOT FOR PUBLICATION\n\n" + bakers("trail", "bakers", "Kent").stdout
    assert bakers("write", "bakers", "Norfolk", "--trial").stdout.startswith(
        "TRIAL RUN: NOT FOR PUBLICATION\n"
    )


def test_write_to_a_file(bakers, tmp_path):
    path = tmp_path / "story.txt"
    came = bakers("write", "bakers", "Kent", "-o", path)
    assert (came.exit_code, came.stdout) == (0, "")
    assert path.read_text("utf-8") == bakers("write", "bakers", "Kent").stdout
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(
    "options, said",
    [
        pytest.param(["--length", "headline"], "Bakers up in Kent\nWritten from data by storygen; not yet approved\n\nends", id="a headline"),
        pytest.param(["--length", "nib"], "There are 1,100 bakers in Kent, official figures show.\n\nKent Police counted", id="in brief"),
        pytest.param(["--style", "guardian"], "on 31 March 2020", id="a style"),
        pytest.param(["--as-of", "2021-01-01"], "published on June 30 last year", id="a day"),
        pytest.param(["--release", "bakers-2020"], "June 30 this year", id="a release"),
    ],
)  # fmt: skip
def test_the_options_of_write(bakers, options, said):
    came = bakers("write", "bakers", "Kent", *options)
    assert came.exit_code == 0
    assert said in came.stdout


def test_write_in_another_form(bakers):
    assert json.loads(bakers("write", "bakers", "Kent", "--format", "json").stdout)["angle"] == "change"
    assert (
        bakers("trail", "bakers", "Kent").stdout
        == bakers("write", "bakers", "Kent", "--format", "trail").stdout
    )
    rows = list(csv.DictReader(bakers("write", "bakers", "Kent", "--format", "figures").stdout.splitlines()))
    assert rows[0]["slug"] == "bakers-kent"


def test_flags_are_said_beside_the_copy_and_not_in_it(bakers):
    came = bakers(
        "write", "bakers", "Essex", figures={**BAKERS, ("bakers", "E23000028", "at 2020-03-31"): 1100}
    )
    assert came.stderr.splitlines() == [
        "flag (outlier): Essex: a change of 22.2 per cent against 1.2 across the nation",
        "flag (left out): Essex: the par is left out (ovens of Essex, at 2020-03-31: missing)",
    ]
    assert "outlier" not in came.stdout


def test_a_held_story_is_exit_3(bakers):
    came = bakers("write", "bakers", "Norfolk")
    assert came.exit_code == 3
    assert came.stdout.startswith("HELD bakers: Norfolk\n")
    assert came.stderr == (
        "held: Norfolk: bakers-2020.csv, Table 1 B7 (Norfolk, at 2020-03-31): not available. "
        "Ask the force or the publisher for it, or leave the place out\n"
    )


def test_one_held_of_several_is_exit_3_with_or_without_it(bakers):
    assert bakers("write", "bakers", "Kent", "Norfolk").exit_code == 3
    came = bakers("write", "bakers", "Kent", "Norfolk", "--without-held")
    assert came.exit_code == 3
    assert "No figures are known in Norfolk." in came.stdout


def test_a_doubt_is_overruled_by_name(bakers):
    came = bakers("write", "bakers", "Kent", figures=OUTLIER)
    assert came.exit_code == 3
    assert "It may be overruled: --overrule REASON --by NAME" in came.stderr
    came = bakers("write", "bakers", "Kent", "--overrule", "confirmed", "--by", "Jo Baker", figures=OUTLIER)
    assert came.exit_code == 0
    assert "Overruled by Jo Baker: confirmed" in came.stdout


# Wrong usage, and what has failed.


@pytest.mark.parametrize(
    "arguments, code, line",
    [
        pytest.param(["write", "police-workforce", "Kant"], 2, "“Kant”: no place, title or code of that name. Did you mean “Kent”", id="no such place"),
        pytest.param(["write", "police-workforce", "Expres & Star"], 2, "“Expres & Star”: no place, title or code of that name. Did you mean “Express & Star”", id="no such title"),
        pytest.param(["write", "police-workforce", "Atlantis"], 2, "“Atlantis”: no place, title or code of that name. See “storygen places” and “storygen titles”.", id="nothing near"),
        pytest.param(["write", "police", "Kent"], 2, "“police”: no such pack.", id="no such pack"),
        pytest.param(["write", "police-workforce", "Kent", "--release", "workforce-2020"], 2, "“workforce-2020”: police-workforce has no such release. It has workforce-2018, workforce-2019.", id="no such release"),
        pytest.param(["write", "police-workforce", "Kent", "--style", "times"], 2, "“times”: no such style. There are guardian, pa.", id="no such style"),
        pytest.param(["write", "police-workforce", "Kent", "--format", "pdf"], 2, "“pdf”: no such output. There are ", id="no such format"),
        pytest.param(["write", "police-workforce", "Kent", "--overrule", "", "--by", ""], 2, "--overrule REASON --by NAME: the two go together. Give both, in words.", id="overruled for nothing"),
        pytest.param(["write", "police-workforce", "Kent", "--as-of", "2019-01-01"], 2, "--as-of 2019-01-01: workforce-2019 came out on 2020-01-30, and nothing is told before (rule R1).", id="told before the release"),
        pytest.param(["batch", "police-workforce", "--out", "/dev/null/x"], 1, "/dev/null/x: cannot be written to: Not a directory. Choose another folder with --out.", id="nowhere to write a batch"),
        pytest.param(["batch", "police-workforce", "--out", "/dev/null/x", "--engine", "dask", "--scheduler", "garbage"], 2, "--scheduler garbage: no Dask scheduler answers there: ", id="no scheduler's address", marks=NEEDS_DASK),
        pytest.param(["write", "police-workforce", "Kent", "--overrule", "x\n\nThe number fell.", "--by", "Jo"], 2, "the reason: it is more than one line of print. Write it in one line.", id="overruled in several lines"),
        pytest.param(["batch", "police-workforce", "--overrule", "x", "--by", "<b>Jo</b>", "--out", "out"], 2, "the name: it has markup in it. Write it in plain words.", id="overruled in markup"),
        pytest.param(["write", "police-workforce", "Kent", "--overrule", "yes"], 2, "--overrule REASON --by NAME: the two go together. Give both, in words.", id="overruled by nobody"),
        pytest.param(["write", "police-workforce", *["Kent", "Essex", "Surrey", "Sussex", "Norfolk", "Suffolk", "Dorset"]], 2, "7 places: a story holds at most 6. Use “storygen batch”.", id="seven places"),
        pytest.param(["write", "police-workforce", "Kent", "-o", "no/such/folder/x.txt"], 1, "no/such/folder/x.txt: cannot be written: No such file or directory. Choose another file.", id="nowhere to write"),
        pytest.param(["batch", "police-workforce", "--titles", "--places", "Kent"], 2, "--titles and --places: one names every patch, the other some places. Give one.", id="every patch and some places"),
        pytest.param(["batch", "police-workforce", "--places", "Kant"], 2, "“Kant”: no place, title or code of that name.", id="a batch of no place"),
        pytest.param(["batch", "police-workforce", "--format", "text,pdf"], 2, "“pdf”: no such output.", id="a batch in no such format"),
        pytest.param(["check", "police"], 2, "“police”: no such pack.", id="checking no pack"),
        pytest.param(["releases", "police"], 2, "“police”: no such pack.", id="releases of no pack"),
        pytest.param(["held", "police"], 2, "“police”: no such pack.", id="held of no pack"),
        pytest.param(["add", "police-workforce", "no-such-file.xlsx"], 1, "no-such-file.xlsx", id="a file that is not there"),
        pytest.param(["add", SPECIALS, f"{SPECIALS}/workbook.csv", "--embargo", "soon"], 1, "--embargo soon: it is no day or time of one. Write 2020-01-30T09:30", id="no moment"),
        pytest.param(["new", "Stop And Search"], 2, "“Stop And Search”: will not do for a pack's name.", id="a name that will not do"),
    ],
)  # fmt: skip
def test_a_refusal_is_one_line_and_a_code(arguments, code, line):
    came = run(*arguments)
    assert came.exit_code == code
    assert came.stderr.startswith(line)
    assert came.stderr.count("\n") == 1
    assert came.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["write", "police-workforce"],
        ["write"],
        ["batch"],
        ["wright"],
        ["write", "police-workforce", "Kent", "--length", "long"],
        ["write", "police-workforce", "Kent", "--as-of", "yesterday"],
        ["batch", "police-workforce", "--workers", "0"],
    ],
)
def test_what_click_refuses_is_wrong_usage_too(arguments):
    came = run(*arguments)
    assert came.exit_code == 2
    assert "Usage: " in came.stderr
    assert "Traceback" not in came.stderr


def test_a_broken_release_is_named_and_the_rest_go_on(bakers, tmp_path):
    kept = tmp_path / "home" / "releases" / "bakers"
    kept.mkdir(parents=True)
    (kept / "bad.toml").write_text("not toml", encoding="utf-8")
    home = {"STORYGEN_HOME": str(tmp_path / "home")}
    whole = bakers("write", "bakers", "Kent")
    came = bakers("write", "bakers", "Kent", env=home)
    assert (came.exit_code, came.stdout) == (whole.exit_code, whole.stdout)
    assert came.stderr.startswith(f"left out: {kept / 'bad.toml'}: cannot be read: ")
    assert "left out: " in bakers("releases", "bakers", env=home).stderr
    for asked in (["write", "bakers", "Kent", "--release", "bad"], ["diff", "bakers-2020", "bad"]):
        came = bakers(*asked, env=home)
        assert came.exit_code == 1
        assert came.stderr.count("\n") == 1
        assert came.stderr.startswith(f"{kept / 'bad.toml'}: cannot be read: ")
    assert "has no such release" in bakers("write", "bakers", "Kent", "--release", "ad", env=home).stderr


@pytest.mark.parametrize("figures", ["garbage\n", None])
def test_a_release_whose_figures_cannot_be_read_is_named_and_the_rest_go_on(bakers, tmp_path, figures):
    kept = tmp_path / "home" / "releases" / "bakers"
    kept.mkdir(parents=True)
    bakers("releases")
    text = next(tmp_path.rglob("bakers-2020.toml")).read_text(encoding="utf-8")
    (kept / "old.toml").write_text(text.replace("bakers-2020", "old").replace("2020-03-31", "2018-03-31"))
    if figures:
        (kept / "old.csv").write_text(figures)
    came = bakers("write", "bakers", "Kent", env={"STORYGEN_HOME": str(tmp_path / "home")})
    assert came.exit_code == 0
    assert came.stderr.startswith(f"left out: {kept / 'old.csv'}")


def test_a_broken_pack_has_failed(bakers):
    came = bakers("write", "bakers", "Kent", pack_toml="title =")
    assert came.exit_code == 1
    assert came.stderr.startswith("bakers/pack.toml: cannot be read: ")
    assert came.stderr.count("\n") == 1


def test_a_release_added_under_an_embargo_says_so_in_its_copy(tmp_path):
    env = {"STORYGEN_HOME": str(tmp_path)}
    came = run("add", SPECIALS, SPECIALS / "workbook.csv", "--embargo", "2020-01-30T07:00", env=env)
    assert came.exit_code == 0
    assert "embargoed until 2020-01-30 07:00+00:00" in came.stdout.splitlines()
    assert (
        "\n\nEMBARGOED until 7am on Thursday January 30 2020\n\n"
        in run("write", SPECIALS, "Kent", env=env).stdout
    )


# A batch.


def test_a_batch_writes_its_files_and_says_what_came_of_each(bakers, tmp_path):
    came = bakers(
        "batch",
        "bakers",
        "--places",
        "Kent",
        "--places",
        "Norfolk",
        "--out",
        tmp_path / "out",
        "--format",
        "text,json",
    )
    assert came.exit_code == 3
    lines = came.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:3]] == [
        ["places", "status"],
        ["Kent", "ready"],
        ["Norfolk", "held"],
    ]
    assert lines[-1] == f"1 written to {tmp_path / 'out'}, 1 held"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "bakers-kent.json",
        "bakers-kent.txt",
        "batch.json",
    ]


def test_a_batch_that_is_a_trial_run_replaces_nothing(bakers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert bakers("batch", "bakers", "--places", "Kent").exit_code == 0
    kept = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}
    came = bakers("batch", "bakers", "--places", "Kent", "--trial")
    assert came.stdout.splitlines()[-1] == "TRIAL RUN: 1 written to out/trial-bakers-2020, 0 held"
    assert sorted(path.name for path in (tmp_path / "out" / "trial-bakers-2020").iterdir()) == [
        "trial-bakers-kent.txt",
        "trial-batch.json",
    ]
    bakers("batch", "bakers", "--places", "Kent", "--trial", "--out", "out/bakers-2020")
    assert len(kept) == 2
    assert {path: path.read_bytes() for path in kept} == kept


def test_a_quiet_batch_prints_nothing(bakers, tmp_path):
    came = bakers("batch", "bakers", "--places", "Kent", "--out", tmp_path / "out", "--quiet")
    assert (came.exit_code, came.output) == (0, "")


def test_a_batch_of_titles_is_a_story_for_each_patch(tmp_path):
    came = run("batch", "police-workforce", "--titles", "--length", "headline", "--out", tmp_path)
    assert came.exit_code == 0
    rows = json.loads((tmp_path / "batch.json").read_text("utf-8"))
    assert len(rows) > 20
    (star,) = [
        row for row in rows if row["slug"] == "police-west-midlands-staffordshire-headline-express-and-star"
    ]
    assert [place["name"] for place in star["places"]] == ["West Midlands", "Staffordshire"]
    assert len({row["slug"] for row in rows}) == len(rows)


# Packs.


def test_check_says_what_is_wrong_and_fails(bakers):
    came = bakers("check", "bakers")
    assert came.exit_code == 1
    assert "bakers: no proof shows the angle “few”" in came.stdout.splitlines()
    assert came.stdout.splitlines()[-1].endswith("36 branches, 4 never run, 7 only on edge rows; 6 faults")


def test_preview_lists_a_place_for_each_branch_and_shows_its_par(bakers):
    came = bakers("preview", "bakers", "--release", "bakers-2020")
    assert came.exit_code == 0
    heads, *rows = came.stdout.splitlines()
    assert heads.split() == ["what", "where", "place", "release", "words"]
    assert [row.split("  ")[0] for row in rows[:3]] == [
        "the angle “few”",
        "the angle “change”",
        "the angle “still”",
    ]
    shown = bakers("preview", "bakers", "--show").stdout
    assert "    Kent Police had 60 ovens.\n    storygen write bakers Kent --release bakers-2020\n" in shown


def test_check_renews_a_proof(bakers, tmp_path):
    from setting import PROOF

    came = bakers("check", "bakers", "--renew", proofs_more_toml=PROOF.replace("110 bakers", "111 bakers"))
    assert "bakers/proofs/more.toml: the copy is renewed; read it" in came.stdout
    assert "110 bakers" in (tmp_path / "templates/bakers/proofs/more.toml").read_text("utf-8")


@pytest.mark.parametrize("pack", ["police-workforce", "use-of-force", "registered-offenders"])
def test_our_packs_check_green(pack):
    came = run("check", pack)
    assert came.exit_code == 0, came.stdout
    assert came.stdout.splitlines()[-1].endswith("all well")


def test_a_new_pack_is_written_and_checks_green(tmp_path):
    came = run("new", "knife-crime", "--in", tmp_path)
    assert came.exit_code == 0
    assert (
        came.stdout
        == f"{tmp_path / 'knife-crime'} is there. Try: storygen check {tmp_path / 'knife-crime'}\n"
    )
    assert run("check", tmp_path / "knife-crime").exit_code == 0
    assert run("new", "knife-crime", "--in", tmp_path).exit_code == 2


def test_held_lists_what_could_not_be_written(bakers):
    came = bakers("held", "bakers")
    assert came.exit_code == 3
    (norfolk,) = [line for line in came.stdout.splitlines() if line.startswith("Norfolk")]
    assert "not available" in norfolk
    assert not [line for line in came.stdout.splitlines() if line.startswith("Kent ")]


def test_held_lists_what_is_doubtful_and_holds_nothing():
    came = run("held", "police-workforce")
    assert came.exit_code == 0
    assert [line.split("  ")[0] for line in came.stdout.splitlines()[1:]] == [
        "Northumbria", "Warwickshire", "North East", "England and Wales", "England",
    ]  # fmt: skip
    assert all("holds nothing" in line for line in came.stdout.splitlines()[1:])


def test_diff_lists_what_two_releases_print_differently():
    came = run("diff", "workforce-2018", "workforce-2019")
    assert came.exit_code == 0
    assert [line for line in came.stdout.splitlines() if line.startswith("Northumbria")]
    assert not [line for line in came.stdout.splitlines() if line.startswith("Kent ")]
    assert " figures differ; " in came.stdout.splitlines()[-1]


# Quick to start.


def loaded(code):
    """Return the modules that *code* has loaded when it is done."""
    run = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(run.stderr.split())


def test_the_command_line_is_imported_without_what_is_heavy():
    found = loaded("import storygen.cli")
    assert found.isdisjoint({"pandas", "numpy", "jinja2", "babel", "num2words", "distributed", "sqlalchemy"})
    assert "click" in found
    assert [name for name in found if name.startswith("storygen.writing")] == []


def test_help_loads_no_more():
    found = loaded("from storygen.cli import storygen\nstorygen.main(['--help'], standalone_mode=False)")
    assert found.isdisjoint({"pandas", "jinja2", "num2words"})


def test_writing_a_story_does_without_pandas():
    found = loaded(
        "from storygen import load_pack, write_story\nwrite_story(load_pack('police-workforce'), None, ['Kent'])"
    )
    assert "jinja2" in found
    assert found.isdisjoint({"pandas", "numpy", "python_calamine", "distributed"})


def test_the_command_is_there_by_its_module_too():
    run = subprocess.run(
        [sys.executable, "-m", "storygen", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("storygen ")


def test_help_names_every_command():
    came = run("--help")
    assert came.exit_code == 0
    for name in (
        "packs",
        "places",
        "titles",
        "releases",
        "write",
        "batch",
        "check",
        "preview",
        "trail",
        "held",
        "diff",
        "new",
        "add",
    ):
        assert f"\n  {name} " in came.stdout
