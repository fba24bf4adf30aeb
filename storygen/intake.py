"""Intake: a publisher's file becomes a release of our own.

`storygen add` reads a workbook by its pack's tables, says what it found, and keeps the figures with
the cell each was read from. The releases in `data/` were transcribed by the same reading.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from storygen.errors import ReleaseError, UsageError
from storygen.facts.geography import Gazetteer
from storygen.facts.layout import Findings, read_layouts
from storygen.facts.period import MONTHS, Period, read_period
from storygen.facts.release import RELEASE_ID, Release, fingerprint, moment_from
from storygen.facts.sheet import CellValue, Grid, read_sheets
from storygen.facts.table import write_readings
from storygen.pack import Pack


@dataclass(frozen=True, slots=True)
class Added:
    """A release as it was read: what it is, and what was found in it."""

    release: Release
    findings: Findings

    def lines(self, gazetteer: Gazetteer) -> Iterator[str]:
        """Yield what an editor should know of the reading, a line each."""
        readings = self.findings.readings
        codes = {reading.place for reading in readings}
        units = gazetteer.of_kind(gazetteer.unit)
        there = sum(1 for place in units if place.code in codes)
        yield f"{self.release.id}: {self.release.title}"
        yield f"published {self.release.published}, {self.release.period.key}, {len(readings)} cells"
        if self.release.embargo:
            yield f"embargoed until {self.release.not_before.isoformat(' ', 'minutes')}"
        yield f"places: {there} of {len(units)} {gazetteer.unit}s"
        if missing := [place.name for place in units if place.code not in codes]:
            yield f"no row for {', '.join(missing)}"
        for measure in dict.fromkeys(reading.measure for reading in readings):
            own = [reading for reading in readings if reading.measure == measure]
            periods = sorted({reading.period for reading in own})
            span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
            yield f"  {measure}: {len(own)} cells, {span}"
        marks = Counter(reading.mark or "blank" for reading in readings if reading.mark or not reading.value)
        for mark, number in marks.most_common():
            yield f"mark “{mark}”: {number} cells"
        yield from (f"unknown row: {row}" for row in self.findings.unknown)
        yield from (f"not there: {what}" for what in self.findings.absent)


def read_file(
    pack: Pack,
    gazetteer: Gazetteer,
    path: Path,
    said: Mapping[str, str],
    read: Callable[[Path], dict[str, Grid]] = read_sheets,
) -> Added:
    """Return the release in the file *path*; *said* overrules what the file tells of itself.

    *said* may have id, title, published, embargo, address and period, as text; *read* reads its sheets.

    :raises ReleaseError: the file cannot be read, has no table of the pack's, or does not tell its day.
    """
    sheets = read(path)
    period = _period(said.get("period"), sheets, pack, path)
    published = _published(said.get("published"), sheets, path)
    findings = read_layouts(sheets, pack.layouts, gazetteer, period, path.name)
    if not any(reading.value for reading in findings.readings):
        raise ReleaseError(
            str(path), "none of the pack's figures are in it", "Check that it is the right workbook"
        )
    about = pack.said_of_release
    names = {"year": str(period.end.year), "last": str(period.end.year - 1), "period": period.key}
    release = Release(
        id=_id(said.get("id") or about.get("id", pack.name + "-{year}").format(**names)),
        series=pack.name,
        title=said.get("title") or about.get("title", pack.title).format(**names),
        publisher=about.get("publisher", ""),
        published=published,
        period=period,
        status=about.get("status", "final"),
        address=said.get("address") or about.get("address", ""),
        embargo=_embargo(said.get("embargo", "")),
        fingerprint=fingerprint(path.read_bytes()),
        path=path,
    )
    return Added(release, findings)


def _id(said: str) -> str:
    """Return the id of a release, which names its files.

    :raises UsageError: it will not do for a file's name.
    """
    if not RELEASE_ID.fullmatch(said):
        raise UsageError(f"--id “{said}”", "will not do for a file's name", "Use letters, digits and hyphens")
    return said


def keep(added: Added, folder: Path) -> Path:
    """Write the release into *folder*, whole or not at all, and return the file that describes it.

    :raises ReleaseError: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _kept(added, folder)
    except OSError as error:
        remedy = "Choose another folder, or set STORYGEN_HOME to one of your own"
        raise ReleaseError(str(folder), f"cannot be written to: {error.strerror}", remedy) from error


def _kept(added: Added, folder: Path) -> Path:
    """Write the release into *folder* and return the file that describes it."""
    release = replace(added.release, path=folder / f"{added.release.id}.csv")
    described = folder / f"{release.id}.toml"
    drafts = {path: path.with_name(f"{path.name}.part") for path in (release.path, described)}
    try:
        write_readings(added.findings.readings, drafts[release.path])
        drafts[described].write_text(described_in_toml(release), encoding="utf-8")
        # Of one that was there its new fingerprint comes first, so that whoever is stopped between the two
        # knows; of a new one last, so that nobody finds it without its figures.
        for path in (described, release.path) if described.exists() else (release.path, described):
            drafts[path].replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return described


def described_in_toml(release: Release) -> str:
    """Return the TOML that `facts.release.open_release` reads back."""
    texts = {
        "id": release.id,
        "title": release.title,
        "publisher": release.publisher,
        "period": release.period.key,
        "status": release.status,
        "address": release.address,
        "fingerprint": release.fingerprint,
    }
    lines = [f'{key} = "{_escaped(value)}"' for key, value in texts.items()]
    lines.insert(3, f"published = {release.published.isoformat()}")
    if release.embargo:
        lines.append(f'embargo = "{_escaped(release.embargo)}"')
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Return *text* as a TOML string holds it."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")


def _published(said: str | None, sheets: Mapping[str, Grid], path: Path) -> date:
    """Return the day of publication: as *said*, else from the workbook's cover or index."""
    if said:
        try:
            return date.fromisoformat(said)
        except ValueError as error:
            raise ReleaseError(f"--published {said}", "it is no day", "Write 2020-01-30") from error
    for cell in _early_cells(sheets):
        if not isinstance(cell, str) or not re.match(r"(published|publication date)\b", cell, re.IGNORECASE):
            continue
        if day := read_period(cell.partition(":")[2].strip() or cell):
            return day.end
    for grid in list(sheets.values())[:3]:
        for column, index in _headed(grid, "last updated"):
            for row in grid[index + 1 :]:
                if column < len(row) and row[column] is not None and (day := read_period(row[column])):
                    return day.end
    raise ReleaseError(str(path), "it does not say when it was published", "Give --published 2020-01-30")


def _embargo(said: str) -> str:
    """Return the embargo as it is *said*: a workbook does not tell of one.

    :raises ReleaseError: it names no moment.
    """
    try:
        if said:
            moment_from(said)
    except ValueError as error:
        remedy = "Write 2020-01-30T09:30, or 2020-01-30 for 9.30am on that day"
        raise ReleaseError(f"--embargo {said}", "it is no day or time of one", remedy) from error
    return said


def _headed(grid: Grid, header: str) -> Iterator[tuple[int, int]]:
    """Yield the column and row of each cell that reads *header*."""
    for index, row in enumerate(grid):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell.strip().lower() == header:
                yield column, index


def _early_cells(sheets: Mapping[str, Grid]) -> Iterator[CellValue]:
    """Yield the cells of the first three sheets' first thirty rows, where a workbook speaks of itself."""
    for grid in list(sheets.values())[:3]:
        for row in grid[:30]:
            yield from row


def _is_title(text: str) -> bool:
    """Return whether *text* says more than a day: a day alone is when a table was last updated."""
    words = [word for word in re.findall(r"[A-Za-z]{3,}", text) if word.lower() not in MONTHS]
    return bool(words) and not re.match(r"(published|publication|last updated)", text, re.IGNORECASE)


def _period(said: str | None, sheets: Mapping[str, Grid], pack: Pack, path: Path) -> Period:
    """Return the period of the release: as *said*, else the latest that the workbook's titles name."""
    span = pack.said_of_release["span"]
    if said:
        period = read_period(said)
        if period is None:
            raise ReleaseError(
                f"--period {said}", "it is no period", "Write “30 September 2019” or “2019/20”"
            )
        return Period(period.end, span)
    titles = [
        cell
        for grid in list(sheets.values())[:3]
        for row in grid[:8]
        for cell in row
        if isinstance(cell, str)
    ]
    found = [period for title in titles if _is_title(title) and (period := read_period(title))]
    if not found:
        raise ReleaseError(str(path), "its titles name no period", "Give --period “30 September 2019”")
    return Period(max(period.end for period in found), span)
