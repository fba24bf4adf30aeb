"""The floors of the house: who may import whom, as docs/architecture.md draws it.

Nothing here is imported: every file is read as text, so a forbidden import is found wherever it
stands, inside a function or under TYPE_CHECKING too.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = """
errors < facts | plugins | settings | beginning | whole | lookout | naming | polling | fetching < reading | instants
       < sources | feed | writing < outputs | deliveries | archive | pack | profiles
       < judging | briefing | releases < checking < intake | alerting | edition | crosscheck | branches | edges < newsroom
       < planting | listing | rehearsal | engines | revising | editions < batch | retyping
       < proving | attack | drafts | acts < offering | wire | regrets < correcting < corrections < arrivals < watching
       < desk | watch | preview < cli < testing
"""
"""From the ground up. `testing` is the roof: it may use the house, and no room may use it."""

WINGS = {
    "facts": (
        "figure",
        "period",
        "geography",
        "release",
        "sheet",
        "notation",
        "table",
        "revision",
        "schema",
        "layout",
        "comparison",
        "measure",
        "reworking",
        "counting",
        "doubt",
        "history",
        "agreement",
        "earlier",
        "gate",
    ),
    "reading": (
        "numerals",
        "moulds",
        "shape",
        "spots",
        "lexicon",
        "moments",
        "brief",
        "asked",
        "marks",
        "roles",
        "sentence",
        "dating",
        "comparing",
        "placing",
        "grammar",
        "fixed",
        "amiss",
        "nouns",
        "questions",
        "crib",
        "sums",
        "telling",
        "ranking",
        "series",
        "apart",
        "truth",
        "bound",
    ),
    "writing": (
        "style",
        "never",
        "claim",
        "quotes",
        "ledger",
        "language",
        "wording",
        "pairs",
        "terms",
        "weighing",
        "turning",
        "filters",
        "angle",
        "plan",
        "flag",
        "markup",
        "story",
        "record",
        "differing",
        "relinking",
        "holding",
        "typed",
        "ednote",
        "writer",
        "mentions",
        "standing",
        "handset",
        "tags",
        "tracing",
        "reader",
        "house",
        "usage",
        "conduct",
        "quoting",
        "promise",
        "checks",
    ),
    "planting": (
        "planted",
        "numbers",
        "ground",
        "figures",
        "claims",
        "sentences",
        "quoted",
        "places",
        "times",
        "kinds",
        "drawing",
    ),
    "desk": (
        "saying",
        "batches",
        "asking",
        "answers",
        "rendering",
        "taking",
        "refusing",
        "words",
        "marking",
        "evidence",
        "neighbours",
        "door",
        "watching",
        "front",
        "correcting",
        "story",
        "choosing",
        "editing",
        "deciding",
        "places",
        "releases",
        "packs",
        "helping",
        "app",
        "serving",
    ),
    "cli": (
        "options",
        "memory",
        "desk",
        "finding",
        "lists",
        "packs",
        "lines",
        "told",
        "reads",
        "stories",
        "batches",
        "kept",
        "decisions",
        "sending",
        "typed",
        "edits",
        "correcting",
        "watch",
        "users",
        "backups",
        "alerts",
    ),
    "fetching": ("unpacking", "replies", "reachable", "fetch"),
    "watching": ("calendar", "looking", "folders", "hearing", "scope"),
    "deliveries": ("delivery", "webhook", "email"),
    "testing": ("pages", "feeds", "faults", "govuk"),
    "edges": ("draft", "ground", "rows", "sheets"),
    "outputs": ("output", "text", "json", "figures", "trail"),
    "archive": (
        "workflow",
        "kept",
        "columns",
        "schema",
        "lasting",
        "steps",
        "address",
        "opening",
        "shelving",
        "finding",
        "rows",
        "descent",
        "keeping",
        "recall",
        "archive",
        "attempts",
        "passwords",
        "people",
        "watching",
        "transfer",
        "migrations",
        "migrations.env",
        "migrations.versions",
        "migrations.versions.step_0001",
        "migrations.versions.step_0002",
        "migrations.versions.step_0003",
        "migrations.versions.step_0004",
    ),
}
"""Each room may use those named before it. In a wing not named here, no room knows its neighbours."""

HOMES = {
    "alembic": "archive/",
    "anyio": "desk/",
    "click": "cli/",
    "distributed": "engines.py",
    "feedparser": "feed.py",
    "httpx2": "fetching/",
    "itsdangerous": "desk/",
    "jinja2": "writing/ desk/",
    "num2words": "writing/style.py",
    "pandas": "facts/sheet.py",
    "python_calamine": "facts/sheet.py",
    "sqlalchemy": "archive/",
    "starlette": "desk/",
    "uvicorn": "desk/",
}
"""Each library we build on, and the one room that knows it."""

READER = {f"{wing}.{room}" for wing in ("facts", "reading") for room in WINGS[wing]} - {
    "facts.comparison"
} | {"writing.flag"}
"""What the second reader may know. Its arithmetic is its own, so that it cannot share a mistake."""

BANNED = {"utils", "helpers", "common", "base", "manager", "core"}
LONGEST = 320

PACKAGE = Path(__file__).parent.parent / "storygen"
FILES = sorted(PACKAGE.rglob("*.py"))
DOORS = {PACKAGE / "__init__.py", PACKAGE / "__main__.py"}
ROOMS = [path for path in FILES if path not in DOORS]
HEIGHTS = {room.strip(): height for height, floor in enumerate(HOUSE.split("<")) for room in floor.split("|")}
OUTSIDE = len(HEIGHTS)


def inside(path: Path) -> str:
    """Return where a file lies in the package: "facts/table.py"."""
    return path.relative_to(PACKAGE).as_posix()


def name(path: Path) -> str:
    """Return a room's name, its wing first: "facts.table"; a wing's own door is "facts"."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


KNOWN = {name(path) for path in FILES} | {f"{wing}.{room}" for wing, rooms in WINGS.items() for room in rooms}

each_file = pytest.mark.parametrize("path", FILES, ids=inside)
each_room = pytest.mark.parametrize("path", ROOMS, ids=inside)


def modules_used(source: str, package: str) -> Iterator[str]:
    """Yield every module that *source*, a file of *package*, imports, at any depth, by its full name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            for alias in node.names:
                whole = f"{module}.{alias.name}"
                yield whole if whole.removeprefix("storygen.") in KNOWN else module


def modules_used_by(path: Path) -> set[str]:
    package = ".".join(["storygen", *path.relative_to(PACKAGE).parent.parts])
    return set(modules_used(path.read_text("utf-8"), package))


def rooms_used_by(path: Path) -> set[str]:
    """Return the rooms that a file imports; the package's own door is "storygen"."""
    ours = {used for used in modules_used_by(path) if used.split(".")[0] == "storygen"}
    return {used.removeprefix("storygen.") for used in ours}


def libraries_used_by(path: Path) -> set[str]:
    tops = {used.split(".")[0] for used in modules_used_by(path)}
    return tops - set(sys.stdlib_module_names) - {"storygen"}


def is_beneath(used: str, own: str) -> bool:
    """Say whether the room *own* may import the room *used*."""
    (used_wing, _, used_room), (own_wing, _, own_room) = used.partition("."), own.partition(".")
    if used_wing != own_wing:
        return HEIGHTS.get(used_wing, OUTSIDE) < HEIGHTS.get(own_wing, OUTSIDE)
    if not own_room:
        return True
    below = WINGS.get(own_wing, ())
    return used_room in below[: below.index(own_room)] if own_room in below else False


@each_room
def test_every_room_has_its_place_in_the_house(path):
    wing, _, room = name(path).partition(".")
    assert wing in HEIGHTS, "add it to HOUSE, and to the picture in docs/architecture.md"
    assert not room or room in WINGS.get(wing, [room]), "add it to WINGS, and to that picture"


@each_room
def test_a_room_imports_only_from_the_floors_beneath_it(path):
    assert {used for used in rooms_used_by(path) if not is_beneath(used, name(path))} == set()


@pytest.mark.parametrize("path", [path for path in ROOMS if name(path) == "writing.reader"], ids=inside)
def test_the_second_reader_keeps_to_itself(path):
    assert rooms_used_by(path) <= READER


@each_file
def test_a_library_lives_in_one_room(path):
    strangers = {
        library
        for library in libraries_used_by(path)
        if not inside(path).startswith(tuple(HOMES.get(library, "nowhere").split()))
    }
    assert strangers == set(), f"their homes: {[HOMES.get(library) for library in sorted(strangers)]}"


@each_file
def test_only_settings_reads_the_environment(path):
    reads = {
        node.attr if isinstance(node, ast.Attribute) else node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute | ast.alias)
    }
    assert inside(path) == "settings.py" or reads.isdisjoint({"environ", "environb", "getenv", "getenvb"})


@each_file
def test_a_room_is_named_for_one_idea(path):
    assert BANNED.isdisjoint(name(path).split("."))


@each_file
def test_a_room_is_short_enough_to_read(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST, "which idea is hiding in here?"


@pytest.mark.parametrize(
    "source, package, used",
    [
        pytest.param("import storygen.batch", "storygen", "storygen.batch", id="a plain import"),
        pytest.param(
            "from storygen.facts.figure import Gap", "storygen", "storygen.facts.figure", id="a name"
        ),
        pytest.param(
            "from storygen.facts import gate", "storygen", "storygen.facts.gate", id="a room by name"
        ),
        pytest.param("from storygen import write_story", "storygen.writing", "storygen", id="the front door"),
        pytest.param("from . import gate", "storygen.facts", "storygen.facts.gate", id="a neighbour"),
        pytest.param("from .gate import Doubt", "storygen.facts", "storygen.facts.gate", id="its name"),
        pytest.param(
            "from ..errors import PackError", "storygen.facts", "storygen.errors", id="one floor up"
        ),
        pytest.param("def f():\n    import pandas", "storygen", "pandas", id="inside a function"),
        pytest.param("if TYPE_CHECKING:\n    import pandas as pd", "storygen", "pandas", id="for its types"),
    ],
)
def test_an_import_is_seen_wherever_it_stands(source, package, used):
    assert set(modules_used(source, package)) == {used}


@pytest.mark.parametrize(
    "used, own, allowed",
    [
        pytest.param("errors", "facts.figure", True, id="everyone may refuse"),
        pytest.param("facts.gate", "writing.angle", True, id="a floor beneath"),
        pytest.param("writing.angle", "facts.gate", False, id="never upwards"),
        pytest.param("plugins", "settings", False, id="not the same floor"),
        pytest.param("facts.figure", "facts.gate", True, id="earlier in its wing"),
        pytest.param("facts.gate", "facts.figure", False, id="not later in its wing"),
        pytest.param("facts", "facts.figure", False, id="not its own wing's door"),
        pytest.param("facts.figure", "facts", True, id="a door opens on its own wing"),
        pytest.param("sources.web", "sources.local", False, id="plugins don't know each other"),
        pytest.param("intake", "newsroom", True, id="a file is taken in before it is told of"),
        pytest.param("newsroom", "intake", False, id="and knows nothing of the line"),
        pytest.param("storygen", "cli", False, id="no room uses the front door"),
        pytest.param("testing.govuk", "cli", False, id="no room uses the rooms of the tests"),
    ],
)
def test_who_may_import_whom(used, own, allowed):
    assert is_beneath(used, own) is allowed
