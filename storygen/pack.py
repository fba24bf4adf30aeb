"""Pack: opens a story pack and hands each file to the room that owns it.

A pack is a folder: `pack.toml` (publisher, tables, measures, the pars in order), `angles.toml` (the
rules), `story.j2` and one template for each angle that says a par differently, `quotes.toml`, and
`proofs/`. A new dataset is a new folder and no Python. `docs/packs.md` has every key.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from storygen.errors import PackError, ReleaseError, UsageError
from storygen.facts.counting import measures_from_data
from storygen.facts.doubt import Bounds, bounds_from_data
from storygen.facts.measure import Measure
from storygen.facts.schema import Layout, layouts_from_data
from storygen.facts.table import Meaning
from storygen.lookout import Lookout, lookout_from_data
from storygen.settings import Settings, read_settings
from storygen.writing.angle import (
    Chooser,
    Rule,
    Strength,
    chooser,
    mover,
    rules_from_data,
    strengths_from_data,
)
from storygen.writing.filters import FILTERS, pick
from storygen.writing.handset import Wording, wording_from_data
from storygen.writing.language import Language
from storygen.writing.never import Never, never_from_data
from storygen.writing.plan import Slot, slots_from_data
from storygen.writing.quotes import Quote, quotes_from_data
from storygen.writing.standing import Standing, standing
from storygen.writing.terms import OPEN, VALUES
from storygen.writing.weighing import weighing
from storygen.writing.writer import Formed, Sheet, form, read_sheet

KEYS = (
    *("title", "about", "catchline", "places", "nation", "lead", "base"),
    *("release", "marks", "gate", "measure", "par", "table", "never", "wording", "watch"),
)
RELEASE_KEYS = ("id", "span", "title", "publisher", "address", "status")


@dataclass(frozen=True, slots=True)
class Pack:
    """One story: what it counts, what it is about, and how it is written."""

    name: str
    folder: Path
    title: str
    about: str
    catchline: str
    unit: str
    """What a place is: force or area."""
    nation: str
    """The code of the nation its stories compare with."""
    lead: tuple[str, ...]
    """The measures that must be there, the first of which the gate weighs."""
    base: str
    """The measure of the people behind a published rate, or nothing."""
    said_of_release: Mapping[str, str]
    measures: tuple[Measure, ...]
    meaning: Meaning
    bounds: Bounds
    layouts: tuple[Layout, ...]
    slots: tuple[Slot, ...]
    rules: tuple[Rule, ...]
    strengths: tuple[Strength, ...]
    """How strong a word a change deserves, the weakest first."""
    quotes: tuple[Quote, ...]
    never: tuple[Never, ...]
    """Words that its figures cannot bear."""
    wording: tuple[Wording, ...]
    """Words of its templates with a number or a comparison that no figure stands behind."""
    language: Language
    chooser: Chooser
    sheets: Mapping[str, Sheet]
    """Its template files by name, "story" among them."""
    standing: Standing
    """The sentences of those files that stand alike in every story, or with something filled in."""
    lookout: Lookout
    """Which feeds and notices concern it."""
    fingerprint: str
    formes: dict[tuple[str, str], Formed] = field(default_factory=dict, compare=False)
    """The plan as it has been set so far, by template file and length."""
    read_before: dict[Any, Any] = field(default_factory=dict, compare=False)
    """What those who read its copy again have understood of it so far, by release, day and style."""

    def formed(self, copy: str, length: str) -> Formed:
        """Return the plan set for one angle's file and one length, setting it when first asked.

        :raises PackError: a slot has no block.
        """
        key = (copy if copy in self.sheets else "", length)
        if key not in self.formes:
            self.formes[key] = form(
                self.language, self.slots, self.sheets["story"], self.sheets.get(key[0]), length, self.bound
            )
        return self.formes[key]

    @property
    def bound(self) -> frozenset[str]:
        """Return the names of the quotes that speak of one place or angle only."""
        return frozenset(quote.name for quote in self.quotes if quote.places or quote.angles)

    @property
    def required(self) -> frozenset[str]:
        """Return the names of the pars that no story can be without."""
        return frozenset(slot.par for slot in self.slots if slot.required)

    def measure(self, name: str) -> Measure:
        """Return the measure called *name*."""
        return next(measure for measure in self.measures if measure.name == name)


def pack_folders(settings: Settings) -> dict[str, Path]:
    """Return the folder of every pack, by name; the user's hide ours of the same name."""
    found: dict[str, Path] = {}
    for folder in reversed(settings.templates):
        for path in sorted(folder.glob("*/pack.toml")):
            found[path.parent.name] = path.parent
    return dict(sorted(found.items()))


def load_pack(name: str, settings: Settings | None = None) -> Pack:
    """Return the story pack called *name*, or the one in the folder *name*.

    :raises UsageError: there is none.
    :raises PackError: it cannot be used as written.
    """
    folders = pack_folders(settings or read_settings())
    folder = folders.get(name) or Path(name)
    if not (folder / "pack.toml").is_file():
        raise UsageError(f"“{name}”", "no such pack", f"There are {', '.join(folders) or 'none'}")
    return open_pack(folder.resolve() if folder == Path(name) else folder)


@lru_cache(maxsize=16)
def _opened(folder: Path, fingerprint: str) -> Pack:
    """Return the pack in *folder*, opened once for each state of its files."""
    try:
        return _open(folder, fingerprint)
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        what = f"a file is not of the form a pack has ({error})"
        raise PackError(folder.name, what, "See docs/packs.md") from error


def open_pack(folder: Path) -> Pack:
    """Return the pack kept in *folder*; opened again only where a file of it has changed.

    :raises PackError: it cannot be used as written.
    """
    return _opened(folder, _fingerprint(folder))


def _fingerprint(folder: Path) -> str:
    """Return the sha256 of every file that the pack's copy depends on."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.toml"), *folder.glob("*.j2")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"sha256:{digest.hexdigest()}"


def _open(folder: Path, fingerprint: str) -> Pack:
    """Read every file of the pack in *folder*."""
    where = f"{folder.name}/pack.toml"
    said = read_toml(folder / "pack.toml")
    if strange := set(said) - set(KEYS):
        raise PackError(where, f"unknown key {', '.join(sorted(strange))}", f"Use {', '.join(KEYS)}")
    about = _release(said.get("release", {}), where)
    measures = measures_from_data(said.get("measure", []), about["span"], where)
    names = [measure.name for measure in measures]
    angles = read_toml(folder / "angles.toml")
    strengths = strengths_from_data(angles, f"{folder.name}/angles.toml")
    filters = {**FILTERS, "moved": mover(strengths)}
    language = Language(None, filters, VALUES, names, OPEN)
    language.globals["pick"] = pick
    rules = rules_from_data(angles, f"{folder.name}/angles.toml")
    sheets = {
        path.stem: read_sheet(language, path.name, _text(path), f"{folder.name}/{path.name}")
        for path in sorted(folder.glob("*.j2"))
    }
    if "story" not in sheets:
        raise PackError(
            f"{folder.name}/story.j2", "there is no such file", "Write a block for every par of the plan"
        )
    quotes = folder / "quotes.toml"
    units = {
        measure.name: measure.unit for measure in measures if measure.way == "read" and not measure.parts
    }
    try:
        layouts = layouts_from_data(said.get("table", []), units, where)
    except ReleaseError as error:
        raise PackError(error.where, error.what, error.remedy) from error
    return Pack(
        name=folder.name,
        folder=folder,
        title=_required(said, "title", where),
        about=str(said.get("about", "")),
        catchline=_required(said, "catchline", where),
        unit=_one_of(said, "places", ("force", "area"), where),
        nation=str(said.get("nation", "K04000001")),
        lead=_known(said.get("lead", names[:1]), names, f"{where}, lead"),
        base="".join(_known([said["base"]] if said.get("base") else [], names, f"{where}, base")),
        said_of_release=about,
        measures=measures,
        meaning=Meaning(
            units,
            {str(k).lower(): str(v) for k, v in said.get("marks", {}).items()},
            frozenset(measure.name for measure in measures if measure.signed),
        ),
        bounds=bounds_from_data(said.get("gate", {}), where),
        layouts=layouts,
        slots=_weighed(language, slots_from_data(said.get("par", []), where), where),
        rules=rules,
        strengths=strengths,
        quotes=quotes_from_data(read_toml(quotes), f"{folder.name}/quotes.toml") if quotes.exists() else (),
        never=never_from_data(said.get("never", []), where),
        wording=wording_from_data(said.get("wording", []), where),
        language=language,
        chooser=chooser(language, rules, f"{folder.name}/angles.toml"),
        sheets=sheets,
        standing=standing(sheets),
        lookout=lookout_from_data(said.get("watch", {}), where),
        fingerprint=fingerprint,
    )


def _weighed(language: Language, slots: tuple[Slot, ...], where: str) -> tuple[Slot, ...]:
    """Return *slots* once each of their conditions has been read.

    :raises PackError: one cannot be.
    """
    for slot in slots:
        for text in filter(None, (slot.runs_if, slot.ask_if)):
            weighing(language, text, f"{where}, par {slot.par}")
    return slots


def read_toml(path: Path, where: str = "") -> dict[str, Any]:
    """Return the plain data of the TOML file *path*, called *where* in errors.

    :raises PackError: it is missing or cannot be parsed.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        where = where or f"{path.parent.name}/{path.name}"
        raise PackError(where, f"cannot be read: {error}", "Mend the file") from error


def _text(path: Path) -> str:
    """Return the text of a template file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(
            f"{path.parent.name}/{path.name}", f"cannot be read: {error}", "Save it as UTF-8"
        ) from error


def _required(said: Mapping[str, Any], key: str, where: str) -> str:
    """Return the text under *key*."""
    if not isinstance(said.get(key), str) or not said[key]:
        raise PackError(where, f"“{key}” is missing", f'Write {key} = "…"')
    return str(said[key])


def _one_of(said: Mapping[str, Any], key: str, allowed: tuple[str, ...], where: str) -> str:
    """Return the text under *key*, which must be one of *allowed*; the first is the default."""
    value = str(said.get(key, allowed[0]))
    if value not in allowed:
        raise PackError(where, f"{key} is “{value}”", f"Use {' or '.join(allowed)}")
    return value


def _known(wanted: Iterable[str], names: list[str], where: str) -> tuple[str, ...]:
    """Return *wanted*, each of which must be a measure of the pack."""
    for name in wanted:
        if name not in names:
            raise PackError(where, f"“{name}” is no measure of this pack", f"It measures {', '.join(names)}")
    return tuple(wanted)


def _release(said: Mapping[str, Any], where: str) -> dict[str, str]:
    """Return what the pack says of its releases."""
    if strange := set(said) - set(RELEASE_KEYS):
        raise PackError(
            f"{where}, [release]",
            f"unknown key {', '.join(sorted(strange))}",
            f"Use {', '.join(RELEASE_KEYS)}",
        )
    _one_of(said, "span", ("at", "year ending"), f"{where}, [release]")
    return {"span": "at", "status": "final", **{key: str(value) for key, value in said.items()}}
