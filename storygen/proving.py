"""Proving: every pack on its proofs, its places and its edges: what `storygen check` runs.

A proof is an example that an editor can write: figures in, copy out. `check` sets each and compares the
whole copy, and says what the pack names that it does not measure, what it has that nothing uses, which
angle no proof has shown, and which branch of its wording no story has: no proof's, no real place's and no
edge row's (`rehearsal.py`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from storygen.branches import Roll
from storygen.crosscheck import faults
from storygen.edition import Edition
from storygen.errors import PackError, StorygenError
from storygen.facts.geography import Gazetteer, Geography, find_places, read_gazetteer
from storygen.facts.measure import Measure
from storygen.facts.notation import read_number
from storygen.facts.period import period_from_key
from storygen.facts.release import Release, release_from_data
from storygen.facts.table import Reading, Table
from storygen.newsroom import write
from storygen.pack import Pack, read_toml
from storygen.profiles import load_style
from storygen.rehearsal import Judge, Opened, open_stage, opened, rehearse
from storygen.settings import Settings, read_settings
from storygen.writing.ednote import Overrule
from storygen.writing.story import Held, Story

PROOF_KEYS = (
    "why",
    "places",
    "angle",
    "release",
    "period",
    "as_of",
    "style",
    "length",
    "without_held",
    "overrule",
    "figures",
    "held",
    "copy",
)


@dataclass(frozen=True, slots=True)
class Proof:
    """A worked example: the figures in, the copy out."""

    name: str
    path: Path
    why: str
    places: tuple[str, ...]
    angle: str
    held: str
    """Words of the reason for which it should be held, where it should."""
    copy: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proved:
    """What came of a proof."""

    proof: Proof
    copy: str
    fault: str
    """Empty where the proof holds."""
    angles: tuple[str, ...] = ()
    """The angles that the story and its places took."""
    story: Story | None = None


def proofs(pack: Pack) -> list[Proof]:
    """Return the proofs of *pack*, by name.

    :raises PackError: one cannot be read or lacks what it needs.
    """
    return [_proof(pack, path) for path in sorted((pack.folder / "proofs").glob("*.toml"))]


def _proof(pack: Pack, path: Path) -> Proof:
    """Return the proof kept in *path*."""
    where = f"{pack.name}/proofs/{path.name}"
    said = read_toml(path, where)
    if strange := set(said) - set(PROOF_KEYS):
        raise PackError(where, f"unknown key {', '.join(sorted(strange))}", f"Use {', '.join(PROOF_KEYS)}")
    for key in ("why", "places"):
        if not said.get(key):
            raise PackError(where, f"“{key}” is missing", "Add it")
    if "copy" not in said and not said.get("held"):
        raise PackError(where, "there is neither copy nor held", "Write the copy, or why it is held")
    return Proof(
        path.stem,
        path,
        str(said["why"]),
        tuple(map(str, said["places"])),
        str(said.get("angle", "")),
        str(said.get("held", "")),
        str(said.get("copy", "")).strip(),
        said,
    )


def prove(pack: Pack, proof: Proof, settings: Settings | None = None, table: Opened | None = None) -> Proved:
    """Set *proof* and return whether its copy, angle or hold came out as written.

    *table* gives the releases that proofs name, where they are opened already.
    """
    settings = settings or read_settings()
    try:
        story = set_proof(pack, proof, settings, table or opened(pack, settings))
    except StorygenError as error:
        return Proved(proof, "", str(error))
    if isinstance(story, Held):
        if proof.held and proof.held.lower() in str(story).lower():
            return Proved(proof, str(story), "")
        return Proved(proof, "", f"it is held: {story}")  # a reason is no copy to renew a proof by
    angles = tuple(dict.fromkeys([story.angle, *(told.angle for told in story.places)]))
    if proof.held:
        return Proved(proof, str(story), f"it should be held ({proof.held}) and is not", angles, story)
    if proof.angle and story.angle != proof.angle:
        fault = f"its angle is {story.angle}, not {proof.angle}"
        return Proved(proof, str(story), fault, angles, story)
    fault = "" if str(story) == proof.copy else _difference(proof.copy, str(story))
    return Proved(proof, str(story), fault, angles, story)


def _difference(wanted: str, got: str) -> str:
    """Return the pars that differ, as a proofreader would mark them."""
    lines = difflib.unified_diff(
        wanted.splitlines(), got.splitlines(), "the proof", "as set now", lineterm="", n=0
    )
    return "the copy differs:\n" + "\n".join(line for line in lines if not line.startswith("@@"))


def set_proof(pack: Pack, proof: Proof, settings: Settings, table_of: Opened) -> Story | Held:
    """Write the story of *proof* from its own figures, over those of a release where it names one."""
    said = proof.said
    gazetteer = read_gazetteer(settings.data / "geographies", pack.unit)
    base = table_of(str(said["release"])) if said.get("release") else None
    release = base.release if base else _proof_release(pack, said)
    table = Table(release, (), pack.meaning, base)
    edition = _edition(pack, table, gazetteer, said, settings)
    readings = list(_readings(edition, said.get("figures", {}), proof))
    table = Table(release, readings, pack.meaning, base)
    places, _, _ = find_places(gazetteer, proof.places)
    written = _edition(pack, table, gazetteer, said, settings)
    overrule = Overrule(str(said["overrule"]), "a proof") if said.get("overrule") else None
    return write(written, places, without_held=bool(said.get("without_held", False)), overrule=overrule)


def _edition(
    pack: Pack, table: Table, gazetteer: Gazetteer, said: Mapping[str, Any], settings: Settings
) -> Edition:
    """Return the edition that a proof is set in."""
    day = said.get("as_of") if isinstance(said.get("as_of"), date) else table.release.published
    style = load_style(str(said.get("style", "pa")), settings)
    return Edition(pack, table, gazetteer, style, day, str(said.get("length", "story")))  # type: ignore[arg-type]


def _proof_release(pack: Pack, said: Mapping[str, Any]) -> Release:
    """Return the release of a proof that names none of ours."""
    period = period_from_key(str(said.get("period", f"{pack.said_of_release['span']} 2021-03-31")))
    about = {
        "id": "proof",
        "title": pack.said_of_release.get("title", pack.title),
        "publisher": pack.said_of_release.get("publisher", ""),
        "published": said.get("as_of", max(date(period.end.year, 12, 1), period.end)),
        "period": period.key,
    }
    return release_from_data(about, pack.name, Path("proof.toml"))


def _readings(edition: Edition, figures: Mapping[str, Any], proof: Proof) -> Iterator[Reading]:
    """Yield the cells that a proof's figures stand for: [now, before], or a table by period."""
    for name, measures in figures.items():
        place = _proof_place(edition, name)
        for measure, given in measures.items():
            spec = edition.measures.specs.get(measure)
            if spec is None or spec.way != "read" or spec.parts:
                raise PackError(
                    f"{edition.pack.name}/proofs/{proof.name}.toml",
                    f"“{measure}” is not read from a table",
                    "Give the figures it is worked out from",
                )
            for period, value in _by_period(edition, spec, given):
                yield _reading(place, measure, period, str(value))


def _proof_place(edition: Edition, name: str) -> Geography:
    """Return the place that a proof names; "nation" is the pack's nation."""
    if name == "nation":
        found = edition.gazetteer.coded(edition.pack.nation)
        assert found is not None
        return found
    return edition.gazetteer.find(name)[0][0]


def _by_period(edition: Edition, spec: Measure, given: Any) -> Iterator[tuple[str, Any]]:
    """Yield the period and value of each figure given: by period, or now and before in order."""
    if isinstance(given, Mapping):
        yield from given.items()
        return
    values = given if isinstance(given, list) else [given]
    now = edition.measures.period(spec)
    for back, value in enumerate(values):
        yield now.prior(12 * back).key, value


def _reading(place: Geography, measure: str, period: str, value: str) -> Reading:
    """Return the cell of one figure of a proof; "about 64,300" carries its mark."""
    mark = next((bound for bound in ("about", "at least") if value.startswith(bound)), "")
    digits, own = read_number(value.removeprefix(mark).strip())
    return Reading(
        measure, place.code, period, digits, mark or own, "proof", "", place.name, f"{measure} {period}"
    )


def renew(proved: Proved) -> None:
    """Write the copy as it is set now into its proof, for an editor to read and keep."""
    text = proved.proof.path.read_text(encoding="utf-8")
    copy = f'copy = """\n{proved.copy}\n"""\n'
    if found := re.search(r'^copy\s*=\s*""".*?"""\n?', text, re.DOTALL | re.MULTILINE):
        new = text[: found.start()] + copy + text[found.end() :]
    else:  # before the first table, or TOML would take it for an entry of the last
        table = re.search(r"^\[", text, re.MULTILINE)
        at = table.start() if table else len(text)
        new = f"{text[:at].rstrip()}\n{copy}\n{text[at:]}"
    proved.proof.path.write_text(new, encoding="utf-8")


def unproved(pack: Pack, proved: Iterable[Proved]) -> list[str]:
    """Return the angles of *pack* that no proof has shown."""
    shown = {angle for each in proved for angle in each.angles}
    return [angle for angle in dict.fromkeys(rule.angle for rule in pack.rules) if angle not in shown]


@dataclass(frozen=True, slots=True)
class Report:
    """What `storygen check` found in one pack."""

    faults: tuple[str, ...]
    lines: tuple[str, ...]
    """What is printed: the faults, what was renewed, and a summary."""


def check_pack(
    pack: Pack,
    *,
    renewing: bool = False,
    judge: Judge | None = None,
    tell: Callable[[], None] = lambda: None,
) -> Report:
    """Hold the files of *pack* against one another, set every proof and rehearse every story.

    *renewing* writes into a proof whose copy differs the copy as it is set now. *judge* reads what is
    written of edge rows, and *tell* is called before each story, for whoever waits.
    """
    found = faults(pack)
    renewed = []
    settings, roll = read_settings(), Roll(pack)
    table = opened(pack, settings)
    proved = list(prove_all(roll, settings, table))
    for each in proved:
        where = f"{pack.name}/proofs/{each.proof.name}.toml"
        if each.fault and renewing and each.copy and not each.proof.held:
            renew(each)
            renewed.append(f"{where}: the copy is renewed; read it")
        elif each.fault:
            found.append(f"{where}: {each.fault}")
    found += [f"{pack.name}: no proof shows the angle “{angle}”" for angle in unproved(pack, proved)]
    try:
        found += rehearse(open_stage(roll, settings, table), judge, tell)
    except StorygenError as error:  # a release that cannot be read; of a story, it is one of the faults
        found.append(str(error))
    left = roll.unshown()
    found += map(str, left)
    came = f"{len(found)} faults" if found else "all well"
    files = f"{pack.name}: {len(pack.slots)} pars, {len(pack.rules)} rules, {len(proved)} proofs"
    told = f"{roll.stories['real']} real stories, {roll.stories['edge']} of edge rows"
    run = f"{len(left)} never run" if left else "all run"
    branches = f"{len(roll.branches)} branches, {run}, {roll.only_on_edges()} only on edge rows"
    return Report(tuple(found), (*found, *renewed, f"{files}, {told}; {branches}; {came}"))


def prove_all(roll: Roll, settings: Settings, table: Opened) -> Iterator[Proved]:
    """Yield what came of each proof of the pack of *roll*, which notes the branches that they show."""
    for proof in proofs(roll.pack):
        proved = prove(roll.pack, proof, settings, table)
        if proved.story:
            roll.note(proved.story, "proof", proof.name)
        yield proved
