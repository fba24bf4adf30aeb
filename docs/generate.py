"""Write what the code can say of itself into the documents.

    python docs/generate.py            write every marked block anew
    python docs/generate.py --check    say which are stale, and leave with 1 if any is

A block stands between `<!-- begin: filters -->` and `<!-- end: filters -->` in README.md or docs/*.md; its
name may take a word: `<!-- begin: keys par -->`. What the code cannot say, the meaning of a key, stands in
docs/meanings.toml; a key that is in one and not in the other stops this script.
"""

import ast
import csv
import inspect
import io
import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import click

from storygen import cli, errors, lookout, plugins
from storygen.alerting import GROUP, OWN
from storygen.archive import workflow
from storygen.deliveries.delivery import KINDS
from storygen.edition import Edition, open_edition
from storygen.errors import PackError, ReleaseError
from storygen.facts import geography, measure, period, schema, table
from storygen.facts.counting import MEASURE_KEYS
from storygen.facts.doubt import RANGES, Bounds
from storygen.facts.geography import read_gazetteer
from storygen.facts.release import Release
from storygen.intake import keep, read_file
from storygen.newsroom import write_story
from storygen.pack import KEYS, RELEASE_KEYS, load_pack
from storygen.plugins import load
from storygen.proving import PROOF_KEYS
from storygen.settings import Settings, read_settings
from storygen.writing import angle, checks, claim, handset, never, plan, quotes, style
from storygen.writing.filters import FILTERS, TEXT_FILTERS
from storygen.writing.language import Names, render
from storygen.writing.ledger import Ledger, gap_in, plain_text
from storygen.writing.story import Held, Story
from storygen.writing.terms import OPEN, Read, View
from storygen.writing.weighing import WEIGHED
from storygen.writing.wording import Places, ReleaseTerms

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "storygen"
MEANINGS: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "docs/meanings.toml").read_text(encoding="utf-8"))
EXAMPLE = ROOT / "examples/packs/special-constables"
OURS = Settings(read_settings({}).templates, read_settings({}).data, ROOT / "no home")
"""What comes with storygen, whatever packs and releases whoever runs this has of their own."""


# Tables and code, as Markdown has them.


def grid(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def fenced(text: str, kind: str = "") -> str:
    """Return *text* as a block of code."""
    return f"```{kind}\n{text.rstrip()}\n```"


def code(text: object) -> str:
    """Return *text* as code within a line, or nothing of nothing."""
    return f"`{text}`" if str(text) else ""


def said(thing: object) -> str:
    """Return the first line of a docstring without its "Return", as a cell of a table has it."""
    line = (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")
    line = re.sub(r"as style\.period's “.*”", "like this", line)
    line = re.sub(r"^Return (whether )?", lambda found: "Whether " if found[1] else "", line)
    line = line.replace("*", "`")
    return line[:1].upper() + line[1:]


def field_notes(module: Any, name: str) -> dict[str, str]:
    """Return the string under each field of the class *name*, empty where there is none."""
    tree = ast.parse(inspect.getsource(module))
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name).body
    notes: dict[str, str] = {}
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            noted = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            notes[node.target.id] = str(after.value.value) if noted else ""  # type: ignore[union-attr]
    return notes


# The keys of a pack's files: which there are, the code says; what they mean, meanings.toml.


def refused_for(read: Callable[[dict[str, Any]], object]) -> tuple[str, ...]:
    """Return the keys that the code offers when it refuses a strange one."""
    try:
        read({"a strange key": 1})
    except (PackError, ReleaseError) as error:
        return tuple(error.remedy.removeprefix("Use ").split(", "))
    raise ValueError("a strange key was not refused")


def release_file_keys() -> tuple[str, ...]:
    """Return the keys of a release's TOML file."""
    return tuple(each.name for each in fields(Release) if each.name not in ("series", "path"))


def accepted() -> dict[str, tuple[str, ...]]:
    """Return the keys that the code takes, by the table they stand in."""
    whole = {"title": "A title", "figures": [{"measure": "x", "column": "X"}]}
    return {
        "pack": KEYS,
        "release": RELEASE_KEYS,
        "measure": MEASURE_KEYS,
        "par": plan.KEYS,
        "table": refused_for(lambda strange: schema.layouts_from_data([whole | strange], ["x"], "")),
        "figure": refused_for(
            lambda strange: schema.layouts_from_data(
                [whole | {"figures": [{"measure": "x", "column": "X"} | strange]}], ["x"], ""
            )
        ),
        "watch": lookout.KEYS,
        "never": never.KEYS,
        "wording": handset.WORDING_KEYS,
        "angle": refused_for(lambda strange: angle.rules_from_data({"angle": [strange]}, "")),
        "strength": tuple(each.name for each in fields(angle.Strength)),
        "quote": (*quotes.TEXTS, "said_on", *quotes.LISTS),
        "proof": PROOF_KEYS,
        "release_file": release_file_keys(),
    }


def meant(section: str, names: Iterable[str]) -> dict[str, Any]:
    """Return what meanings.toml says of *names*, in its own order; they must be the same names."""
    notes = MEANINGS[section]
    if strange := set(names) ^ set(notes):
        raise SystemExit(f"docs/meanings.toml and the code differ, [{section}]: {', '.join(sorted(strange))}")
    return notes


def keys(section: str) -> str:
    """Return the table of one section's keys."""
    return table_of(section, accepted()[section])


def table_of(section: str, names: Iterable[str]) -> str:
    """Return the table of the keys called *names*, as meanings.toml tells them."""
    rows = []
    for name, (means, default, example) in meant(section, names).items():
        shown = default.strip("()") if default.startswith("(") else code(default)
        rows.append([code(name), means, shown, code(example)])
    return grid(["key", "meaning", "default", "example"], rows)


def gate() -> str:
    """Return the table of the [gate]'s bounds."""
    notes, house = field_notes(inspect.getmodule(Bounds), "Bounds"), Bounds()
    may = {name: str(each) for name, each in RANGES.items()} | {"sensitive": "true or false"}
    rows = [
        [code(name), note, may[name], code(written(getattr(house, name)))] for name, note in notes.items()
    ]
    return grid(["key", "meaning", "may be", "default"], rows)


def written(value: object) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(written, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def settings_of_styles() -> str:
    """Return the table of a style's settings, with what our own profiles say."""
    house = style.Style()
    own = {
        path.stem: tomllib.loads(path.read_text("utf-8"))
        for path in (ROOT / "templates/styles").glob("*.toml")
    }
    heads = ["key", "meaning", "one of", "default", *map(code, sorted(own))]
    rows = []
    for name, note in field_notes(style, "Style").items():
        if name != "name":
            choices = ", ".join(code(written(each)) for each in style.CHOICES.get(name, ()))
            kind = {bool: "true or false", int: "a number", tuple: "words"}.get(
                type(getattr(house, name)), ""
            )
            shown = [code(written(own[each][name])) if name in own[each] else "" for each in sorted(own)]
            rows.append([code(name), note, choices or kind, code(written(getattr(house, name))), *shown])
    return grid(heads, rows)


def marks() -> str:
    """Return the table of what marks mean."""
    found: dict[str, list[str]] = {}
    for mark, reason in table.MARKS.items():
        found.setdefault(reason, []).append(code(mark) if mark else "a blank cell")
    rows = [[reason, ", ".join(each)] for reason, each in found.items()]
    rows.append(["(none: the number is printed)", ", ".join(map(code, table.PRINTABLE))])
    return grid(["reason", "marks"], rows)


def columns() -> str:
    """Return the table of the columns of a release's CSV file."""
    notes = {
        "measure": "The pack's name for what is counted.",
        "place": "The place's code.",
        "period": "The period, as its key: `at 2019-09-30`.",
        **{name: note for name, note in field_notes(table, "Reading").items() if note},
        "mark": "What stood beside the number, or in its place.",
        "sheet": "The sheet, or the address of the page the figure was read on.",
        "address": "The cell, such as D45; empty for a page.",
        "row": "The row's label as printed.",
        "column": "The column's header.",
    }
    return grid(["column", "meaning"], ([code(name), notes[name]] for name in table.COLUMNS))


# What rules and templates may name.

FILTER_EXAMPLES: Mapping[str, str] = {
    "whole": "{{ nation.officers.percent | whole }}",
    "decimal": "{{ officers.percent | decimal }}",
    "digits": "{{ officers.percent | digits }}",
    "nearest": "{{ nation.officers.now | nearest(100) }}",
    "around": "{{ officers.now | around }}",
    "an": "{{ officers.percent | an }} rise",
    "alone": "{{ officers.now | alone }}",
    "counted": '{{ specials.now | counted("special constable") }}',
    "at_least": '{{ discharged.now | at_least(unstated.now, "time") }}',
    "agree": '{{ specials.now | agree("was", "were") }}',
    "often": "{{ taser.now | often }}",
    "placed": "{{ officers.rank | placed }}",
    "superlative": '{{ officers.rank | superlative("largest") }} rise',
    "went": '{{ officers | went("rose", "fell") }}',
    "compared": "{{ officers | compared }}",
    "multiplied": "{{ taser | multiplied }}",
    "moved": "{{ officers | moved }}",
    "claim": '{{ "fewer" | claim("down", specials) }}',
    "earlier": "{{ officers | earlier }}",
    "said": "{{ quotes.federation | said }}",
    "told": "{{ quotes.federation | told }}",
    "day": "{{ officers.period | day }}",
    "end": "{{ officers.period | end }}",
    "month": "{{ officers.period | month }}",
    "since": "{{ officers.period | since }}",
    "year": "{{ officers.period | year }}",
    "number": "{{ officers.period | number }}",
    "fiscal": "{{ officers.period | fiscal }}",
}
"""What shows each filter, set of the first of SAMPLES or, where it names Taser or a quote, of the next."""
SAMPLES = (
    ("police-workforce", "workforce-2019", "Kent"),
    ("use-of-force", "use-of-force-2020", "West Midlands"),
    ("use-of-force", "use-of-force-2020", "Durham"),
)


@cache
def sample(number: int) -> tuple[Edition, dict[str, Any]]:
    """Return an edition and the words that a par of one of its places may use."""
    pack, release, name = SAMPLES[number]
    edition = open_edition(load_pack(pack, OURS), release, settings=OURS)
    place = edition.gazetteer.find(name)[0][0]
    seen = edition.seen((place,))
    words = {**edition.common, "total": seen, "place": place, "places": Places([place])}
    words |= {"several": False, "first": True, "missing": None}
    words["quotes"] = {quote.name: quote for quote in reversed(edition.pack.quotes) if quote.direct}
    return edition, Names(words, seen)


def shown(source: str) -> str:
    """Return what a template prints."""
    named = set(re.findall(r"\w+", source))
    number = 1 if named & {"taser", "quotes"} else 2 if "discharged" in named else 0
    edition, words = sample(number)
    book = Ledger(edition.style, edition.day)
    text = render(edition.pack.language.from_string(source), words, book)
    gap = gap_in(text, book.entries)
    return f"(a gap: {gap})" if gap else plain_text(text)


def filters() -> str:
    """Return the table of filters, each with an example as it prints."""
    every = {name: FILTERS[name] for name in FILTERS if name not in TEXT_FILTERS}
    every["moved"] = angle.mover(())
    if strange := set(every) ^ set(FILTER_EXAMPLES):
        raise SystemExit(f"docs/generate.py needs an example of each filter: {', '.join(sorted(strange))}")
    rows = []
    for name, source in FILTER_EXAMPLES.items():
        given = list(inspect.signature(every[name]).parameters.values())[1:]
        asks = ", ".join(str(each.replace(annotation=inspect.Parameter.empty)) for each in given)
        rows.append(
            [code(f"{name}({asks})" if asks else name), said(every[name]), code(source), shown(source)]
        )
    return grid(["filter", "what it does", "example", "prints"], rows)


def text_filters() -> str:
    """Return the filters of Jinja's own that may be used."""
    known = sample(0)[0].pack.language.filters
    return ", ".join(code(name) for name in sorted(known) if name not in FILTER_EXAMPLES)


INNER = ("exact", "moved", "moved_percent")
"""What a view has for the house's own use."""


def attributes() -> str:
    """Return the table of what may be read of a measure."""
    rows = []
    things = {**vars(Read), **vars(View)}
    for name in [name for name in things if name in OPEN and name not in INNER]:
        weighed = "yes" if name in WEIGHED else ""
        rows.append([code(name), said(things[name]), weighed])
    return grid(["attribute", "what it is", "weighed as a number"], rows)


def names(of: str) -> str:
    """Return the table of what may be read of a place, several places, the release, a period or a quote."""
    if of == "place":
        rows = [[name, note or PLAIN[name]] for name, note in field_notes(geography, "Geography").items()]
    elif of == "places":
        rows = [[name, said(getattr(Places, name))] for name in ("names", "forces", "located")]
    elif of == "release":
        rows = [[name, PLAIN[name]] for name in ReleaseTerms.__slots__]
    elif of == "period":
        own = ["key", "prior", "as_year", "as_day"]
        rows = [
            [name + "()" * callable(getattr(period.Period, name)), said(getattr(period.Period, name))]
            for name in own
        ]
    else:
        notes = field_notes(quotes, "Quote")
        rows = [[name, MEANINGS["quote"][name][0]] for name in notes if name in ("speaker", "role")]
        rows += [[name, said(getattr(quotes.Quote, name))] for name in ("text", "direct", "said_by")]
    return grid(["attribute", "what it is"], ([code(name), note] for name, note in rows))


PLAIN = {
    "name": "Its name.",
    "region": "The region it lies in.",
    "nation": "The nation it lies in.",
    "day": "The day of publication, a period.",
    "id": "What the release is called.",
    "period": 'The period of "now".',
    "publisher": "Who published it.",
    "status": "provisional, final or revised.",
    "title": "Its title.",
}


def claims() -> str:
    """Return the table of the kinds of claim."""
    notes = meant("claims", claim.KINDS)
    return grid(["kind", "what it says", "printed by"], ([code(kind), *note] for kind, note in notes.items()))


def what_the_sub_asks() -> str:
    """Return the table of the sub's checks, each by the rule that its docstring opens with."""
    rows = []
    for name, check in checks.CHECKS.items():
        rule, _, asks = said(check).partition(": ")
        rows.append([rule, code(name), asks.rstrip(".")])
    return grid(["rule", "check", "what it holds to be so"], rows)


def ways() -> str:
    """Return the ways a measure may be worked out, and the units there are."""
    return f"Ways: {', '.join(map(code, measure.WAYS))}. Units: {', '.join(map(code, measure.UNITS))}."


# The house.


def opening(path: Path) -> str:
    """Return the first line of a module's docstring, without its name."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return doc.split("\n")[0].partition(": ")[2] or doc.split("\n")[0]


def floors() -> dict[str, Any]:
    """Return what tests/test_floors.py holds to be so."""
    tree = ast.parse((ROOT / "tests/test_floors.py").read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return found


def in_order(wing: Path) -> list[Path]:
    """Return the rooms of a wing in the order of its floors, those not in it last."""
    order = floors()["WINGS"].get(wing.name, ())
    rooms = [path for path in sorted(wing.glob("*.py")) if path.name != "__init__.py"]
    return sorted(rooms, key=lambda path: order.index(path.stem) if path.stem in order else len(order))


def tree() -> str:
    """Return every room of the house with what it is for."""
    top = [path for path in sorted(PACKAGE.glob("*.py")) if not path.name.startswith("__")]
    top.sort(key=lambda path: path.stem != "newsroom")
    lines = ["storygen/", *(f"    {path.name:<16} {opening(path)}" for path in top)]
    known = ("facts", "writing")
    wings = [path.parent for path in PACKAGE.glob("*/__init__.py")]
    for wing in sorted(wings, key=lambda path: (path.name not in known, path.name)):
        lines.append(f"    {wing.name + '/':<16} {opening(wing / '__init__.py')}")
        lines += [f"        {path.name:<14} {opening(path)}" for path in in_order(wing)]
    return fenced("\n".join(lines))


def house() -> str:
    """Return who may import whom."""
    told = floors()
    wings = [f"{wing}: {' < '.join(rooms)}" for wing, rooms in told["WINGS"].items()]
    return fenced(told["HOUSE"].strip("\n") + "\n\n" + "\n".join(wings))


def homes() -> str:
    """Return the one room of each library."""
    return grid(["library", "its room"], ([code(lib), code(room)] for lib, room in floors()["HOMES"].items()))


def refusals() -> str:
    """Return the tree of errors."""
    doc = inspect.getdoc(errors) or ""
    drawn = [line[4:] for line in doc.splitlines() if line.startswith("    ")]
    return fenced("\n".join(drawn))


PLAN = (
    "newsroom.py",
    "facts/",
    "writing/",
    "pack.py",
    "batch.py",
    "archive/",
    "acts.py",
    "desk/",
    "cli/",
)


def glance() -> str:
    """Return the plan of the house in ten lines."""
    lines = []
    for name in PLAN:
        path = PACKAGE / name / "__init__.py" if name.endswith("/") else PACKAGE / name
        lines.append(f"storygen/{name:<12} {opening(path)}")
    lines.append(f"{'templates/':<21} the story packs: a folder a story, and no Python")
    return fenced("\n".join(lines))


# Stories.


@cache
def story(length: str = "story") -> Story:
    """Return Kent's story."""
    found = told("police-workforce", "workforce-2019", "Kent", length=length)
    assert isinstance(found, Story)
    return found


def told(pack: str, release: str, *places: str, **options: Any) -> Story | Held:
    """Return a story of ours."""
    return write_story(load_pack(pack, OURS), release, places, settings=OURS, **options)


def printed(written: Story | Held, form: str = "text") -> str:
    """Return a story as one of the outputs sets it."""
    text: str = load("storygen.outputs", form).write(written)
    return text


def glimpse() -> str:
    """Return Kent's news in brief as the command prints it, and the way back from its last par."""
    words = "storygen write police-workforce Kent --length nib\n" + printed(story("nib"))
    _, _, way = brief().partition("\n")
    return fenced(f"$ {words}\n$ storygen trail police-workforce Kent --length nib\n…\n{way}", "console")


def brief() -> str:
    """Return the last par of Kent's news in brief with its way back to its cells."""
    pars = printed(story("nib"), "trail").split("\n\n")
    return next(par for par in pars if par.startswith("brief"))


def trail() -> str:
    """Return one par's way back to its cells."""
    return fenced("$ storygen trail police-workforce Kent --length nib\n…\n" + brief(), "console")


def figures_csv() -> str:
    """Return the rows of one par in the figures output."""
    rows = list(csv.reader(io.StringIO(printed(story("nib"), "figures"))))
    chosen = [rows[0], *(row for row in rows if row[1] == "brief")]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(chosen)
    return fenced(text.getvalue(), "csv")


def a_run() -> str:
    """Return a run of the JSON record."""
    par = next(par for par in story().pars if par.name == "comparison")
    run = next(run for run in par.as_data()["runs"] if "figure" in run)
    return fenced(json.dumps(run, ensure_ascii=False, indent=2), "json")


def leaves(data: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every value of a record."""
    if path in ("pars[].runs[].claim.figures[]", "cells[]") or not isinstance(data, dict | list):
        yield path
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    else:
        for value in data:
            yield from leaves(value, f"{path}[]")


def record() -> str:
    """Return the table of every field of the JSON record."""
    every = [
        story(),
        told("police-workforce", "workforce-2018", "Kent"),
        told("police-workforce", "workforce-2019", "Norfolk"),
        told("registered-offenders", "mappa-2021", "West Midlands", "Staffordshire"),
        told("registered-offenders", "mappa-2024", "Gwent"),
    ]
    paths = {path: None for each in every for path in leaves(each.as_data())}
    notes = MEANINGS["record"]
    if strange := set(paths) ^ set(notes):
        raise SystemExit(f"docs/meanings.toml and the record differ: {', '.join(sorted(strange))}")
    return grid(["field", "meaning"], ([code(path), note] for path, note in notes.items()))


def outputs() -> str:
    """Return the table of our own outputs."""
    own = [each for each in plugins.every("storygen.outputs") if each.distribution == "storygen-newsroom"]
    return grid(
        ["format", "files end in", "what it is"],
        ([code(p.name), code(p.thing.suffix), p.thing.about] for p in own),
    )


def deliveries() -> str:
    """Return the table of our own deliveries."""
    own = [each for each in plugins.every(GROUP) if each.distribution == "storygen-newsroom"]
    return grid(["`by`", "what it is"], ([code(each.name), each.thing.about] for each in own))


def alert_keys(section: str) -> str:
    """Return the table of what an [[alert]] may say: of every delivery, or of one of ours to that one."""
    return table_of(section, OWN if section == "alert" else load(GROUP, section).keys)


def alert_kinds() -> str:
    """Return the table of what alerts are of."""
    return grid(
        ["kind", "what has happened"], ([code(kind), note] for kind, note in meant("kinds", KINDS).items())
    )


def example_story() -> str:
    """Return the story that the example pack writes from its own workbook."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(OURS.templates, OURS.data, Path(home))
        pack = load_pack(str(EXAMPLE), settings)
        gazetteer = read_gazetteer(settings.data / "geographies", pack.unit)
        added = read_file(pack, gazetteer, EXAMPLE / "workbook.csv", {})
        keep(added, settings.home / "releases" / pack.name)
        kent = write_story(pack, None, ["Kent"], settings=settings)
    return fenced("$ storygen write examples/packs/special-constables Kent\n" + printed(kent), "console")


def quoted(path: str) -> str:
    """Return a file whole."""
    kind = {".toml": "toml", ".j2": "jinja", ".csv": "csv", ".py": "python"}.get(Path(path).suffix, "")
    return fenced((ROOT / path).read_text(encoding="utf-8"), kind)


def help_of(*names: str) -> str:
    """Return the help of storygen, of one of its commands, or of a command of one."""
    group: click.Command = cli.storygen
    context = click.Context(group, info_name="storygen", terminal_width=96, **cli.storygen.context_settings)
    for name in names:
        assert isinstance(group, click.Group)
        group = group.commands[name]
        context = click.Context(group, info_name=name, parent=context, terminal_width=96)
    return fenced(group.get_help(context))


def commands() -> str:
    """Return the help of every command."""
    told = []
    for name, command in sorted(cli.storygen.commands.items()):
        told.append(f"## {name}\n\n{help_of(name)}")
        if isinstance(command, click.Group):
            told += [f"### {name} {own}\n\n{help_of(name, own)}" for own in sorted(command.commands)]
    return "\n\n".join(told)


def moves() -> str:
    """Return the table of every move that a story may make."""
    rows = [
        [
            code(each.act),
            each.before,
            each.after,
            each.about,
            each.role,
            "yes" if each.owes_reason else "",
            "yes" if each.goes_out else "",
        ]
        for each in workflow.MOVES
    ]
    return grid(
        ["act", "of what is", "which is then", "what it is", "who may", "owes a reason", "copy goes out"],
        rows,
    )


BLOCKS: Mapping[str, Callable[..., str]] = {
    "keys": keys, "gate": gate, "style": settings_of_styles, "marks": marks, "columns": columns,
    "filters": filters, "text-filters": text_filters, "attributes": attributes, "names": names,
    "claims": claims, "checks": what_the_sub_asks, "ways": ways,
    "tree": tree, "house": house, "homes": homes, "errors": refusals,
    "glance": glance, "glimpse": glimpse, "trail": trail, "figures": figures_csv, "run": a_run,
    "record": record, "outputs": outputs, "example-story": example_story, "file": quoted, "help": help_of,
    "commands": commands, "moves": moves, "deliveries": deliveries, "alert-keys": alert_keys,
    "alert-kinds": alert_kinds,
}  # fmt: skip
_BLOCK = re.compile(r"(<!-- begin: ([\w-]+)(?: ([^ ]+))? -->\n).*?(<!-- end: \2(?: \3)? -->)", re.DOTALL)


def documents() -> list[Path]:
    """Return the documents that may have blocks."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def renewed(text: str) -> str:
    """Return a document with every block as the code has it now."""

    def block(found: re.Match[str]) -> str:
        write, word = BLOCKS[found[2]], found[3]
        return f"{found[1]}{write(word) if word else write()}\n{found[4]}"

    return _BLOCK.sub(block, text)


def stale() -> dict[Path, str]:
    """Return the new text of each document that is not as it should be."""
    texts = {path: path.read_text(encoding="utf-8") for path in documents()}
    return {path: new for path, text in texts.items() if (new := renewed(text)) != text}


def main() -> None:
    """Renew the documents, or check them."""
    found = stale()
    if "--check" in sys.argv[1:]:
        for path in found:
            click.echo(f"{path.relative_to(ROOT)} is stale: run python docs/generate.py")
        sys.exit(bool(found))
    for path, text in found.items():
        path.write_text(text, encoding="utf-8")
        click.echo(f"{path.relative_to(ROOT)}: renewed")


if __name__ == "__main__":
    main()
