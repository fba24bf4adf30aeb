"""Settings for tests of the writing rooms: a small pack and its releases in a folder of their own.

The pack counts bakers, so no test leans on the copy of a real pack. A test says the figures, or the
one file of the pack that matters to it, and the rest is always the same. Everything is real: the
files are written, and read back by the house itself.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from making import DATA, ESSEX, KENT, NATION, NORFOLK, ROOT, figure

from storygen.facts.doubt import Bounds
from storygen.facts.figure import Figure, Gap
from storygen.facts.measure import Measure, Measures
from storygen.facts.table import COLUMNS, Table
from storygen.settings import Settings
from storygen.writing.filters import FILTERS, pick
from storygen.writing.language import Language, render
from storygen.writing.ledger import LAST, PAR, Ledger, Run, gap_in, split
from storygen.writing.style import Style
from storygen.writing.terms import OPEN, VALUES, Lens, View
from storygen.writing.writer import _capitals, _tidied

YEAR, YEAR_BEFORE = "at 2020-03-31", "at 2019-03-31"
PUBLISHED = date(2020, 6, 30)
PLAIN = Style()

PACK = """
title     = "Bakers"
about     = "Bakers in each police force of England and Wales."
catchline = "BAKERS"
lead      = ["bakers"]

[release]
publisher = "Guild of Bakers"

[[measure]]
name   = "bakers"
noun   = "baker"
ranked = "percent"

[[measure]]
name = "ovens"
noun = "oven"

[[par]]
name     = "headline"
required = true

[[par]]
name     = "intro"
required = true
lengths  = ["story", "nib"]

[[par]]
name     = "count"
for      = "place"
required = true
lengths  = ["story", "nib"]

[[par]]
name    = "ovens"
for     = "place"
runs_if = "ovens.now > 0"

[[par]]
name    = "together"
runs_if = "several"

[[par]]
name    = "missing"
runs_if = "missing"

[[par]]
name = "nation"

[[par]]
name    = "guild"
runs_if = "quotes.guild"

[[par]]
name = "source"
"""

ANGLES = """
[[angle]]
name    = "few"
when    = "bakers.before < 20"
because = "Too few for a percentage."
copy    = "few"

[[angle]]
name    = "change"
when    = "bakers.percent != 0"
because = "The number changed."

[[angle]]
name    = "still"
when    = "bakers.change == 0"
because = "The number is the same."

[[strength]]
least = 0
up    = "risen"
down  = "fallen"

[[strength]]
least = 10
up    = "risen sharply"
down  = "fallen sharply"
"""

STORY = """
{% block headline %}Bakers {{ total.bakers | went("up", "down", "as before") }} {{ places.across }}{% endblock %}
{% block intro %}There are {{ total.bakers.now | counted("baker") }} {{ places.located }}, official figures show.{% endblock %}
{% block count %}
{% if not first %}Meanwhile, {% endif %}
{{ place.force }} counted {{ bakers.now | counted("baker") }} on {{ bakers.period }}, compared with {{ bakers.before }} a year earlier.
{% endblock %}
{% block ovens %}{{ place.force }} had {{ ovens.now | counted("oven") }}.{% endblock %}
{% block together %}Together, {{ places.forces }} had {{ total.bakers.now | around(noun="baker") }}.{% endblock %}
{% block missing %}No figures are known {{ missing.located }}.{% endblock %}
{% block nation %}England and Wales had {{ nation.bakers.now | counted("baker") }}.{% endblock %}
{% block guild %}{{ quotes.guild | told }}{% endblock %}
{% block source %}The figures were published on {{ release.day | day }}.{% endblock %}
"""

FEW = "{% block intro %}Bakers are few {{ places.located }}, official figures show: {{ total.bakers.now }}.{% endblock %}"

QUOTES = """
[[quote]]
name     = "guild"
words    = "Bread matters."
speaker  = "Ann Miller"
role     = "the guild's president"
source   = "https://example.org/bread"
said_on  = 2020-06-30
releases = ["bakers-2020"]
"""

PROOF = '''
why     = "More bakers."
places  = ["Kent"]
angle   = "change"
period  = "at 2020-03-31"
copy = """
Bakers up in Kent

There are 110 bakers in Kent, official figures show.

Kent Police counted 110 bakers on March 31 2020, compared with 100 a year earlier.

England and Wales had 1,010 bakers.

The figures were published on December 1 this year.
"""

[figures.Kent]
bakers = [110, 100]

[figures.nation]
bakers = ["1,010", "1,000"]
'''

FILES = {
    "pack.toml": PACK,
    "angles.toml": ANGLES,
    "story.j2": STORY,
    "few.j2": FEW,
    "quotes.toml": QUOTES,
    "proofs/more.toml": PROOF,
}

BAKERS: Mapping[tuple[str, str, str], object] = {
    ("bakers", KENT, YEAR): 1100,
    ("bakers", KENT, YEAR_BEFORE): 1000,
    ("ovens", KENT, YEAR): 60,
    ("bakers", ESSEX, YEAR): 880,
    ("bakers", ESSEX, YEAR_BEFORE): 900,
    ("bakers", NORFOLK, YEAR): "..",
    ("bakers", NORFOLK, YEAR_BEFORE): 50,
    ("bakers", NATION, YEAR): 40500,
    ("bakers", NATION, YEAR_BEFORE): 40000,
}
"""Kent rose and has ovens, Essex fell, Norfolk's figure is not available."""


def write_pack(folder: Path, name: str = "bakers", **changed: str | None) -> Path:
    """Write the pack into *folder*; `angles_toml="…"` is another text for a file, None leaves it out."""
    files = {**FILES, **{_file(key): text for key, text in changed.items()}}
    for file, text in files.items():
        path = folder / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")
    return folder / name


def _file(key: str) -> str:
    """Return the file that a keyword stands for: "angles_toml" is angles.toml."""
    stem, _, ending = key.rpartition("_")
    return f"{stem}.{ending}".replace("proofs_", "proofs/")


def write_release(
    folder: Path,
    figures: Mapping[tuple[str, str, str], object] = BAKERS,
    *,
    id: str = "bakers-2020",
    period: str = YEAR,
    published: date = PUBLISHED,
    pack: str = "bakers",
    embargo: str = "",
) -> None:
    """Write a release of *pack* into *folder*; a figure that is no number is its mark."""
    home = folder / pack
    home.mkdir(parents=True, exist_ok=True)
    (home / f"{id}.toml").write_text(
        f'id = "{id}"\ntitle = "Bakers"\npublisher = "Guild of Bakers"\nperiod = "{period}"\n'
        f'published = {published.isoformat()}\nfingerprint = "sha256:1"\n'
        + (f'embargo = "{embargo}"\n' if embargo else ""),
        encoding="utf-8",
    )
    lines = [",".join(COLUMNS)]
    for number, ((measure, place, when), given) in enumerate(figures.items(), 2):
        text = str(given)
        value, mark = (text, "") if text.replace(".", "", 1).isdigit() else ("", text)
        lines.append(f"{measure},{place},{when},{value},{mark},Table 1,B{number},{place},{when}")
    (home / f"{id}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def bakery(
    folder: Path, figures: Mapping[tuple[str, str, str], object] = BAKERS, **files: str | None
) -> Settings:
    """Write the pack and one release into *folder*, and return the settings that find them beside ours."""
    write_pack(folder / "templates", **files)
    write_release(folder / "home" / "releases", figures)
    return Settings((folder / "templates", ROOT / "templates"), DATA, folder / "home")


def environment(folder: Path) -> dict[str, str]:
    """Return what the environment says where a bakery was written into *folder*."""
    return {"STORYGEN_TEMPLATES": str(folder / "templates"), "STORYGEN_HOME": str(folder / "home")}


def view(
    now: object, before: object = None, *, unit: str = "", ranked: Iterable[tuple[object, object]] = ()
) -> View:
    """Return one measure of Kent as templates see it, counted *now* and a year *before*.

    *ranked* are the figures, now and before, of other places to be ranked with it. Where a number has
    decimals, all are full-time equivalents.
    """
    unit = unit or ("fte" if "." in f"{now} {before}" else "count")
    from making import release, table

    spec = Measure("bakers", unit, "baker", "at", ranked="percent")
    rows: dict[tuple[str, str, str], object] = {}
    for code, pair in {KENT: (now, before), **dict(zip((ESSEX, NORFOLK), ranked, strict=False))}.items():
        for period, value in zip((YEAR, YEAR_BEFORE), pair, strict=True):
            if value is not None:
                rows["bakers", code, period] = value
    found: Table = table(rows, units={"bakers": unit}, of=release(YEAR))  # type: ignore[arg-type]
    codes = list(dict.fromkeys(code for _, code, _ in rows))
    lens = Lens(Measures(found, [spec], codes), spec, NATION, Bounds(little=Decimal("0.5")))
    return lens.view((KENT,))


def language() -> Language:
    """Return the language of a pack that measures bakers and ovens."""
    made = Language(None, FILTERS, VALUES, ("bakers", "ovens"), OPEN)
    made.globals["pick"] = pick
    return made


def printed(
    template: str, style: Style = PLAIN, day: date = PUBLISHED, chance: int = 0, **words: object
) -> list[Run]:
    """Return the runs of *template* set with *words*; `print_of` gives their text alone."""
    book = Ledger(style, day, chance)
    made = language()
    text = render(made.from_string(template), {**made.globals, **words}, book)
    par = _capitals(f"{PAR}{LAST}{_tidied(text, style)}")[2:]
    assert gap_in(par, book.entries) is None
    return list(split(par, book.entries))


def gap_of(template: str, **words: object) -> Gap | None:
    """Return the gap that *template* meets."""
    book = Ledger(Style(), PUBLISHED)
    made = language()
    return gap_in(render(made.from_string(template), {**made.globals, **words}, book), book.entries)


def print_of(template: str, **words: object) -> str:
    """Return the text of *template* set with *words*."""
    return "".join(run.text for run in printed(template, **words))  # type: ignore[arg-type]


def carried(template: str, **words: object) -> list[str]:
    """Return the text of each run that carries something."""
    return [run.text for run in printed(template, **words) if run.prints is not None]  # type: ignore[arg-type]


def count(value: object) -> Figure:
    """Return *value* as a count read from a cell."""
    return figure(str(value))
