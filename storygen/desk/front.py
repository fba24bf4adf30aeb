"""Front: what needs a person now, the list of stories with its filters, and batch runs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from typing import Any

from storygen import listing
from storygen.archive.archive import Archive
from storygen.archive.finding import BY_NAME, ONLY, PAGE, Wanted
from storygen.archive.kept import SEVERITIES, Kept
from storygen.archive.workflow import EDITABLE, OUT, Role, Status
from storygen.desk.asking import Answer, Asked, Elsewhere, Form, Page, Route
from storygen.desk.batches import Run
from storygen.desk.rendering import query
from storygen.desk.saying import told
from storygen.desk.watching import outlook
from storygen.editions import Setting
from storygen.errors import ArchiveError, PlaceError, StorygenError
from storygen.facts.geography import UNITS, Gazetteer, read_gazetteer
from storygen.pack import pack_folders
from storygen.profiles import styles
from storygen.writing.plan import LENGTHS

SHOWN = 8
"""Stories that the front shows of each kind."""
MOST_OWED = 400
"""Stories that owe a correction among which the front looks for the most severe."""
LONGEST = 200
"""Characters of a filter that are looked for."""
NEEDS = (
    (
        "owed",
        "Corrections owed",
        "They went out, and what they say no longer holds: a correction is drafted.",
        OUT,
    ),
    ("withdrawn", "Withdrawn", "Their release was withdrawn: say whether they may stand.", (*EDITABLE, *OUT)),
    ("stopped", "Stopped", "Something in the copy is false, or nobody can account for it.", EDITABLE),
    (
        "waiting",
        "Held for a person",
        "The figures are there and in doubt: overrule by name, or leave it.",
        EDITABLE,
    ),
    ("offered", "Offered", "storygen has written them anew since an editor changed them.", EDITABLE),
    ("flagged", "Flagged", "Written, with a question to whoever approves them.", EDITABLE),
    ("gaps", "Without figures", "Held because figures are missing: nobody can write these.", EDITABLE),
)
"""What needs a person, the most pressing first: a filter, its name, what it means, and of what statuses."""
CALLED = {only: name for only, name, *_ in NEEDS} | {
    "held": "Held, for whatever reason",
    "clean": "Neither held nor flagged",
    "edited": "Edited",
}
"""What each way to filter by the state of a story is called, in the list as on the front."""
RARER = ("region", "angle", "length", "style", "title")
"""Filters that stand behind the others."""


def front(asked: Asked) -> Answer:
    """Show what needs a person now, drafts by pack and region, counts by angle, and what was filed."""
    archive = asked.desk.archive
    needs = []
    for only, name, about, status in NEEDS:
        wanted = Wanted(status=status, only=only)
        count = sum(archive.count(wanted).values())
        stories = _most_severe(archive, wanted) if count else []
        need = {"only": only, "name": name, "about": about, "status": status}
        needs.append(need | {"count": count, "stories": stories})
    drafts: dict[str, dict[str, int]] = defaultdict(dict)
    for (pack, region), count in archive.count(Wanted(status=(Status.DRAFT,)), "pack", "region").items():
        drafts[pack][region] = count
    angles: dict[str, dict[str, int]] = defaultdict(dict)
    for (pack, angle), count in archive.count(Wanted(status=(Status.DRAFT,)), "pack", "angle").items():
        angles[pack][angle] = count
    by_status = {status[0]: count for status, count in archive.count(Wanted(), "status").items()}
    filed = archive.stories(Wanted(status=(*OUT, Status.KILLED)), 0, SHOWN)
    data = {
        "needs": needs,
        "drafts": {pack: dict(sorted(drafts[pack].items())) for pack in sorted(drafts)},
        "angles": {pack: dict(sorted(angles[pack].items())) for pack in sorted(angles)},
        "by_status": [(status.value, by_status.get(status.value, 0)) for status in Status],
        "filed": filed,
        "approved": archive.stories(Wanted(status=(Status.APPROVED,)), 0, SHOWN),
        "runs": asked.desk.batches.every()[:3],
        "watch": outlook(asked),
    }
    return Page("front.html", data)


def _most_severe(archive: Archive, wanted: Wanted) -> list[Kept]:
    """Return the first few stories *wanted*; of those that owe a correction the most severe first."""
    if wanted.only != "owed":
        return archive.stories(wanted, 0, SHOWN)
    owing = archive.stories(wanted, 0, MOST_OWED)
    return sorted(owing, key=lambda each: -SEVERITIES.index(each.owed))[:SHOWN]


def wanted_of(asked: Asked) -> tuple[Wanted, dict[str, str]]:
    """Return which stories the address asks for, and the fields that say so."""
    given = {each.name: asked.query[each.name][:LONGEST] for each in fields(Wanted)}
    code = _codes(asked, given["place"])
    only = given["only"] if given["only"] in ONLY else ""
    status = tuple(each for each in asked.query.every("status") if each in list(Status))
    named = {name: given[name] for name in BY_NAME}
    wanted = Wanted(status, **named, place=code, only=only, words=given["words"])
    of_another = wanted.pack and wanted.release and not asked.desk.archive.count(_of_one(wanted))
    given |= {"only": only} | ({"release": ""} if of_another else {})
    return replace(wanted, release=given["release"]), given


def _of_one(wanted: Wanted) -> Wanted:
    """Return what asks for the stories of one release of one pack, whatever else is *wanted*."""
    return Wanted(pack=wanted.pack, release=wanted.release)


def _codes(asked: Asked, wanted: str) -> str:
    """Return the codes by which the stories of the place called *wanted* are found; itself if it is none."""
    try:
        return " ".join(listing.codes_of(wanted, asked.desk.settings)) if wanted else ""
    except PlaceError:
        return wanted.rpartition(":")[2].strip()


def _gazetteers(asked: Asked) -> list[Gazetteer]:
    """Return the places by forces, and by public-protection areas."""
    return [read_gazetteer(asked.desk.settings.data / "geographies", unit) for unit in UNITS]


def stories(asked: Asked) -> Answer:
    """Show a page of the stories that the address asks for."""
    archive = asked.desk.archive
    wanted, given = wanted_of(asked)
    total, choices = _choices(asked, wanted)
    last = max((total - 1) // PAGE, 0)
    page = min(max(asked.query.number("page", 1) - 1, 0), last)
    gazetteers = () if asked.fragment else _gazetteers(asked)
    names = {gazetteer.called(place) for gazetteer in gazetteers for place in gazetteer.places}
    data = {
        "places": sorted(names),
        "stories": archive.stories(wanted, page),
        "total": total,
        "page": page + 1,
        "pages": last + 1,
        "given": given | {"status": wanted.status},
        "choices": choices,
        "rarer": RARER,
        "more": any(given[name] for name in RARER),
        "statuses": list(Status),
        "onlys": {only: CALLED[only] for only in ONLY},
    }
    if not asked.fragment:
        return Page("stories.html", data | {"fragment": False})
    address = f"/stories{query(given | {'status': wanted.status})}"
    return Page("stories-list.html", data | {"fragment": True}, headers={"HX-Replace-Url": address})


def _choices(asked: Asked, wanted: Wanted) -> tuple[int, dict[str, list[str]]]:
    """Return how many stories are *wanted*, and what each filter may be set to, the others being as they are.

    The archive is asked once for all but the titles, of which there are many. What differs from the filters
    in one of them alone is a choice of that one.
    """
    count, names = asked.desk.archive.count, [name for name in BY_NAME if name != "title"]
    total, found = 0, {name: {""} for name in names}
    for row, stories in count(wanted.but(names), *names).items():
        said = dict(zip(names, row, strict=True))
        others = [name for name in names if getattr(wanted, name) not in ("", said[name])]
        total += 0 if others else stories
        if set(others) <= {"pack", "release"}:  # who takes another pack takes none of this one's releases
            found["pack"].add(said["pack"])
        if len(others) < 2:
            for name in others or names:
                found[name].add(said[name])
    found["title"] = {title for (title,) in count(wanted.but(["title"]), "title")}
    return total, {name: sorted(found[name] - {""}) for name in BY_NAME}


def batches(asked: Asked) -> Answer:
    """Show the form that begins a batch run, and the runs so far."""
    return _batches(asked)


def _batches(asked: Asked, fault: str = "") -> Page:
    """Return the page of batch runs, with what is wrong with the last one asked for."""
    packs = [row[0] for row in listing.packs(asked.desk.settings)[1:]]
    releases = {
        pack: [row[0] for row in listing.releases(pack, asked.desk.settings)[1:]][::-1] for pack in packs
    }
    data: dict[str, Any] = {
        "packs": packs,
        "releases": releases,
        "styles": list(styles(asked.desk.settings)),
        "lengths": LENGTHS,
        "runs": asked.desk.batches.every(),
        "form": asked.form if asked.form.values else Form(),
        "fault": fault,
    }
    return Page("batches.html", data, 422 if fault else 200)


def begin_batch(asked: Asked) -> Answer:
    """Begin a batch run."""
    form = asked.form
    pack, _, release = form["what"].partition("/")
    if pack not in pack_folders(asked.desk.settings):
        return _batches(asked, "Choose a pack and its release.")
    style, length = form["style"] or "pa", form["length"] or "story"
    setting = Setting(pack, release or None, style, length, trial=asked.desk.trial)
    titles = form["of"] == "titles"
    try:
        run = asked.desk.batches.begin(setting, asked.who.shown, asked.at, asked.desk.clock, titles=titles)
    except StorygenError as error:
        return _batches(asked, told(error))
    return Elsewhere(f"/batches/{run.number}")


def batch(asked: Asked) -> Answer:
    """Show how far a batch run has come; asked by htmx, that part of the page alone."""
    return Page(
        "batch-progress.html" if asked.fragment else "batch.html", {"run": run_of(asked, asked.number("run"))}
    )


def run_of(asked: Asked, number: int) -> Run:
    """Return the batch run of that *number*.

    :raises ArchiveError: there is none, or not any more.
    """
    run = asked.desk.batches.run(number)
    if run is None:
        fault = "no run of that number is remembered"
        raise ArchiveError(f"batch {number}", fault, "Its stories are in the list all the same")
    return run


def stop_batch(asked: Asked) -> Answer:
    """Let a batch run end early."""
    run = run_of(asked, asked.number("run"))
    if run.ended:
        return Elsewhere(f"/batches/{run.number}", "It had ended already.")
    asked.desk.batches.stop(run.number)
    return Elsewhere(f"/batches/{run.number}", "It ends after the stories that it is at.")


ROUTES = (
    Route("/", front),
    Route("/stories", stories),
    Route("/batches", batches),
    Route("/batches", begin_batch, Role.EDITOR, posts=True),
    Route("/batches/{run}", batch),
    Route("/batches/{run}/stop", stop_batch, Role.EDITOR, posts=True),
)
