"""The documents say what is so: generated blocks are fresh, links lead somewhere, examples run."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from storygen.cli import storygen
from storygen.facts.schema import layouts_from_data
from storygen.writing.plan import slots_from_data

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "examples").rglob("*.md")),
]
EXAMPLE = ROOT / "examples/packs/special-constables"
PLUGINS = sorted((ROOT / "examples").glob("storygen-*"))


def _generate():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _generate()
SECTIONS = generate.accepted()


def within(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def fences(path: Path, kind: str = "") -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def prose(path: Path) -> str:
    return re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=within)


def test_every_generated_block_is_as_the_code_has_it_now():
    assert [within(path) for path in generate.stale()] == [], "run python docs/generate.py"


@each_document
def test_every_block_that_begins_ends(path):
    marks = re.findall(r"<!-- (begin|end): (.+?) -->", path.read_text("utf-8"))
    assert [name for mark, name in marks if mark == "begin"] == [
        name for mark, name in marks if mark == "end"
    ]


# The README: one screen.


def test_the_readme_is_one_screen():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 80


def test_the_readmes_first_commands_are_stories_test_and_desk():
    lines = fences(ROOT / "README.md")[0].splitlines()
    assert [line.partition("#")[0].strip() for line in lines] == ["make stories", "make test", "make desk"]


# Everything that there is, is there.


@pytest.mark.parametrize("name", sorted(storygen.commands))
def test_every_command_is_in_the_reference(name):
    assert f"## {name}\n" in (ROOT / "docs/cli.md").read_text("utf-8")


@pytest.mark.parametrize(
    "section, key", [(section, key) for section, keys in SECTIONS.items() for key in keys], ids="-".join
)
def test_every_key_is_in_the_reference(section, key):
    text = (ROOT / "docs/packs.md").read_text("utf-8")
    _, _, block = text.partition(f"<!-- begin: keys {section} -->")
    assert f"| `{key}` |" in block.partition("<!-- end")[0]


@pytest.mark.parametrize("section", [*SECTIONS, "alert", "webhook", "email"])
def test_every_example_of_a_key_is_toml_that_gives_it(section):
    for key, (_, _, example) in generate.MEANINGS[section].items():
        first = next(iter(tomllib.loads(example)))
        assert first in (key, "figures") or key in example, example


def defaults(section: str) -> dict[str, object]:
    """Return the defaults that the reference writes as TOML."""
    told = {key: default for key, (_, default, _) in generate.MEANINGS[section].items()}
    return {
        key: tomllib.loads(f"it = {default}")["it"]
        for key, default in told.items()
        if not default.startswith("(")
    }


@pytest.mark.parametrize(
    "section, read",
    [
        ("par", lambda said: slots_from_data([{"name": "headline"}, {"name": "nation"} | said], "")),
        (
            "table",
            lambda said: layouts_from_data(
                [{"title": "A title", "figures": [{"measure": "x", "column": "X"}]} | said], ["x"], ""
            ),
        ),
        (
            "figure",
            lambda said: layouts_from_data(
                [{"title": "A title", "figures": [{"measure": "x", "column": "X"} | said]}], ["x"], ""
            ),
        ),
    ],
    ids=["par", "table", "figure"],
)
def test_a_default_written_out_changes_nothing(section, read):
    assert read(defaults(section)) == read({})


# Links and names lead somewhere.


def anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@each_document
def test_every_link_leads_somewhere(path):
    lost = []
    for link in re.findall(r"\]\(([^)]+)\)", prose(path)):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


@each_document
def test_every_file_that_is_named_is_there(path):
    named = re.findall(r"`((?:storygen|templates|data|tests|examples|docs)/[a-z0-9_./-]+)`", prose(path))
    assert [name for name in named if not (ROOT / name).exists()] == []


@each_document
def test_no_machine_of_ours_is_named(path):
    assert re.findall(r"(?<![\w.])/(?:work|tmp|home|root)/", path.read_text("utf-8")) == []


# Code runs.


@pytest.mark.parametrize(
    "path, number",
    [(path, number) for path in DOCUMENTS for number, _ in enumerate(fences(path, "python"))],
    ids=lambda value: within(value) if isinstance(value, Path) else str(value),
)
def test_every_python_example_runs(path, number, capsys):
    source = fences(path, "python")[number]
    exec(compile(source, within(path), "exec"), {"__name__": "example"})
    assert "print(" not in source or capsys.readouterr().out


def run(*words: str | Path, **environment: str) -> str:
    """Return what a script prints."""
    import os

    command = [sys.executable, *map(str, words)]
    found = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def test_the_five_lines_write_a_story(tmp_path):
    assert run("examples/write_one.py", STORYGEN_HOME=str(tmp_path)).startswith(
        "Police officer numbers up in Kent"
    )


def test_make_stories_writes_shows_and_ends_with_the_model(tmp_path):
    shown = run("examples/stories.py", "--out", tmp_path / "out", STORYGEN_HOME=str(tmp_path / "home"))
    assert "43 written" in shown
    assert (tmp_path / "out/workforce-2019/police-kent.txt").is_file()
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {
        "use-of-force-2020",
        "mappa-2019",
        "mappa-2024",
    }
    _, _, model = shown.partition("The model story:\n\n")
    assert "West Midlands and Staffordshire" in model
    assert model.endswith("ends\n")


def test_there_is_an_output_and_a_delivery_to_copy():
    assert [path.name for path in PLUGINS] == ["storygen-headlines", "storygen-slack"]


@pytest.mark.parametrize("plugin", PLUGINS, ids=within)
def test_the_plugin_passes_its_own_test(plugin):
    run("-m", "pytest", "-q", "-c", "/dev/null", "--rootdir", plugin, "-p", "no:cacheprovider",
        *plugin.glob("test_*.py"), PYTHONPATH=str(plugin))  # fmt: skip


# The example pack: a new dataset without Python.


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Return the command line, with a home of its own."""
    monkeypatch.setenv("STORYGEN_HOME", str(tmp_path))
    monkeypatch.chdir(ROOT)
    return lambda *words: CliRunner().invoke(storygen, list(words))


def test_the_example_pack_has_no_faults(command):
    found = command("check", str(EXAMPLE))
    assert (found.exit_code, found.output.splitlines()[-1].endswith("all well")) == (0, True), found.output


def test_the_example_pack_writes_from_its_own_workbook(command):
    added = command("add", str(EXAMPLE), str(EXAMPLE / "workbook.csv"))
    assert added.exit_code == 0, added.output
    assert "21 cells" in added.output
    assert "unknown row" not in added.output
    written = command("write", str(EXAMPLE), "Kent")
    assert written.exit_code == 0
    assert "There were 272 special constables in Kent on September 30 2019" in written.stdout


def test_the_example_pack_holds_what_its_workbook_does_not_have(command):
    command("add", str(EXAMPLE), str(EXAMPLE / "workbook.csv"))
    held = command("write", str(EXAMPLE), "Essex")
    assert held.exit_code == 3
    assert held.stdout.startswith("HELD special-constables: Essex")


def test_the_example_pack_goes_by_its_name_from_a_folder_of_ones_own(command, monkeypatch):
    monkeypatch.setenv("STORYGEN_TEMPLATES", str(EXAMPLE.parent))
    assert command("add", "special-constables", str(EXAMPLE / "workbook.csv")).exit_code == 0
    assert command("write", "special-constables", "Sussex", "Hampshire").exit_code == 0


def test_the_example_figures_are_the_releases_own():
    """The extract is true to the Home Office's table as the project transcribed it."""
    import csv

    with (EXAMPLE / "workbook.csv").open(encoding="utf-8", newline="") as file:
        ours = {row[0]: row[1:] for row in list(csv.reader(file))[4:]}
    with (ROOT / "data/police-workforce/workforce-2019.csv").open(encoding="utf-8", newline="") as file:
        theirs: dict[str, list[str]] = {}
        for row in csv.DictReader(file):
            if row["measure"] == "specials":
                theirs.setdefault(row["row"], []).append(row["value"])
    assert ours == {name: theirs[name] for name in ours}
