"""Take the pictures of the desk that docs/desk.md shows.

    python docs/screenshots.py [NAME …]     all of them, or those named, into docs/desk/

It opens a desk on an archive of its own, with the drafts and the clock of the desk's tests, in Debian's
Chromium: the same pictures come of the same desk. `make test` holds that each is there and is shown.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browsing import chromium, page_of  # noqa: E402
from desking import NOW, Opened, cookie, ended, opened, seeded  # noqa: E402
from servers import served  # noqa: E402

from storygen import wire  # noqa: E402
from storygen.archive.watching import Event, Feed, Watching  # noqa: E402
from storygen.archive.watching import Page as Seen  # noqa: E402
from storygen.desk.door import cookie_of  # noqa: E402
from storygen.desk.serving import Door, welcome_of  # noqa: E402
from storygen.writing.ledger import Run  # noqa: E402
from storygen.writing.story import Par, Story  # noqa: E402

PICTURES = Path(__file__).parent / "desk"
WIDTH, PHONE = 1200, 390


def press(page: Any, name: str) -> None:
    """Press the button of that *name*."""
    page.get_by_role("button", name=name, exact=True).click()


def with_words(copy: Story, name: str, old: str, new: str) -> Story:
    """Return *copy* with other words in one of its pars."""
    pars = (
        Par.of(name, [Run(str(par).replace(old, new))], par.place) if par.name == name else par
        for par in copy.pars
    )
    return replace(copy, pars=tuple(pars))


def sign_in(desk: Opened, page: Any) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in")


def welcome(desk: Opened, page: Any) -> None:
    page.context.clear_cookies()
    page.goto(f"/welcome{welcome_of(desk.desk, Door()).partition('/welcome')[2]}")


def front(desk: Opened, page: Any) -> None:
    for slug in ("police-kent", "police-essex"):
        desk.archive.decide(desk.number(slug), "approve", by="Edie Grey", at=NOW)
    desk.archive.decide(desk.number("police-essex"), "file", by="Edie Grey", at=NOW, forms=["text"])
    _owing(desk, "police-surrey", "1,999", "2,011")
    _watched(desk)
    page.goto("/")


def stories(desk: Opened, page: Any) -> None:
    page.goto("/stories?pack=use-of-force&only=flagged")


def story(desk: Opened, page: Any) -> None:
    page.goto(f"/stories/{desk.number('police-kent')}")
    page.locator("a.run.figure").first.click()
    page.locator("#evidence h2").wait_for()


def phone(desk: Opened, page: Any) -> None:
    story(desk, page)


def held(desk: Opened, page: Any) -> None:
    page.goto(f"/stories/{desk.number('offenders-gwent', 'mappa-2024')}")


def edit(desk: Opened, page: Any) -> None:
    page.goto(f"/stories/{desk.number('police-kent')}/edit")
    words = page.get_by_label("Words of count")
    words.fill(words.input_value().replace("3,548", "3,584"))
    page.locator("mark.stop").first.wait_for()
    words.scroll_into_view_if_needed()


def correct(desk: Opened, page: Any) -> None:
    number = desk.number("police-kent")
    desk.archive.decide(number, "approve", by="Edie Grey", at=NOW)
    desk.archive.decide(number, "file", by="Edie Grey", at=NOW, forms=["text"])
    page.goto(f"/stories/{number}/edit")
    page.get_by_label("What was wrong?").fill("The day of the count was given wrongly")
    page.get_by_label("What was wrong?").scroll_into_view_if_needed()


def _copy(desk: Opened, number: int, version: int | None = None) -> Story:
    """Return the copy of a story that is not held."""
    copy = desk.archive.version(number, version).copy
    assert isinstance(copy, Story)
    return copy


def _edited(desk: Opened) -> int:
    """Return the number of a story that an editor has changed."""
    number = desk.number("police-kent")
    changed = with_words(
        _copy(desk, number), "intro", "official figures show", "figures published today show"
    )
    desk.archive.save(number, changed, base=1, by="Omar Blunt", at=NOW, why="for the late edition")
    return number


def owed(desk: Opened, page: Any) -> None:
    page.goto(f"/stories/{_owing(desk, 'police-kent', '3,548', '3,611')}")


def _owing(desk: Opened, slug: str, old: str, new: str) -> int:
    """Return the number of a story that went out, and owes a correction of a count since then."""
    number = desk.number(slug)
    desk.archive.decide(number, "approve", by="Edie Grey", at=NOW)
    wire.file(desk.wire, desk.archive, number, by="Edie Grey", at=NOW)
    copy = _copy(desk, number)
    right = with_words(copy, "count", old, new)
    where = copy.places[0].place.name
    why = (
        f"An earlier version of this story gave the number of police officers in {where} on September 30 "
        f"2019 as {old}. The Home Office has since revised it to {new}."
    )
    desk.archive.owe(number, right, base=1, severity="figure", by=copy.release, at=NOW, why=why)
    return number


def watch(desk: Opened, page: Any) -> None:
    _watched(desk)
    page.goto("/watch")


AGO = NOW - timedelta(minutes=7)
FEED, FOLDER = (
    "https://www.gov.uk/search/research-and-statistics.atom?organisations[]=home-office",
    "embargoed",
)
STATISTICS, WORKFORCE, FORCE = "/government/statistics/", "police-workforce", "use-of-force"
CAME = "43 stories drafted, 2 held"
UNREAD = "embargoed: it cannot be read: permission denied. Mend the folder."
LAID_OUT = "Table H3: no column of officers was found, where “Officers” was looked for"
SEEN = (
    Seen(
        *(WORKFORCE, f"{STATISTICS}announcements/workforce", FEED, "Police workforce, 31 March 2026"),
        *("announced", "is to come out: 22 July 2026 9:30am (confirmed)"),
        expected=datetime(2026, 7, 22, 8, 30, tzinfo=UTC),
    ),
    Seen(
        *(FORCE, f"{STATISTICS}announcements/force", FEED, "Police use of force, 2025 to 2026"),
        *("announced", "is to come out: November 2026 (provisional)"),
        display="November 2026",
    ),
    Seen(
        *(
            WORKFORCE,
            f"{STATISTICS}workforce-2019",
            FEED,
            "Police workforce, 30 September 2019",
            "done",
            CAME,
        ),
        release="workforce-2019",
    ),
    Seen(FORCE, f"{STATISTICS}force-2021", FEED, "Police use of force, 2020 to 2021", "held", LAID_OUT),
)
DONE = (
    Event("1", AGO, "release", f"Police workforce, 30 September 2019 is out: {CAME}", (), WORKFORCE),
    Event("2", AGO, "held", f"Police use of force, 2020 to 2021 is held: {LAID_OUT}", (), FORCE),
    Event("3", AGO, "fault", UNREAD),
)
"""What a newsroom's watch has seen and done on an ordinary morning."""


def _watched(desk: Opened) -> None:
    """Let a watch have seen all that, and be unable to tell of it."""
    feed = Feed(FEED, AGO, AGO + timedelta(minutes=10))
    folder = Feed(FOLDER, AGO, AGO + timedelta(minutes=20), faults=2, fault=UNREAD)
    memory = Watching(desk.archive)
    memory.enter(feeds=[feed, folder], pages=SEEN, events=DONE, ways={"held": ["newsdesk"]})
    (telling,) = memory.untold()
    fault = "mail.example.org: the server was not there"
    memory.told(telling, AGO, fault=fault, again_at=NOW + timedelta(minutes=4))


def differences(desk: Opened, page: Any) -> None:
    page.goto(f"/stories/{_edited(desk)}/differences")


def offer(desk: Opened, page: Any) -> None:
    number = _edited(desk)
    anew = with_words(_copy(desk, number, 1), "nation", "Across England and Wales", "In England and Wales")
    desk.archive.keep(anew, NOW)
    page.goto(f"/stories/{number}/offer")


def clash(desk: Opened, page: Any) -> None:
    number = desk.number("police-kent")
    page.goto(f"/stories/{number}/edit")
    words = page.get_by_label("Words of intro")
    words.fill(words.input_value().replace("has risen", "has gone up"))
    _edited(desk)
    press(page, "Save")
    page.get_by_role("heading", name="Somebody else has saved it").wait_for()


def review(desk: Opened, page: Any) -> None:
    page.goto("/review?pack=police-workforce&region=South East")


def batches(desk: Opened, page: Any) -> None:
    page.goto("/batches")


def batch(desk: Opened, page: Any) -> None:
    page.goto("/batches")
    page.get_by_label("Pack and release").select_option("use-of-force/use-of-force-2020")
    page.get_by_label("Length").select_option("nib")
    press(page, "Begin")
    page.get_by_role("link", name="Show the stories").wait_for()
    ended(desk)


def places(desk: Opened, page: Any) -> None:
    page.goto("/places")


def place(desk: Opened, page: Any) -> None:
    page.goto("/places/force:E23000032")


def releases(desk: Opened, page: Any) -> None:
    page.goto("/releases")


def release(desk: Opened, page: Any) -> None:
    page.goto("/releases/mappa-2021")


def packs(desk: Opened, page: Any) -> None:
    page.goto("/packs")


def pack(desk: Opened, page: Any) -> None:
    page.goto("/packs/police-workforce?place=Kent#preview-of")


def account(desk: Opened, page: Any) -> None:
    page.goto("/account")


def users(desk: Opened, page: Any) -> None:
    page.goto("/users")


def help(desk: Opened, page: Any) -> None:
    page.goto("/help")


SHOWN: tuple[Callable[[Opened, Any], None], ...] = (
    *(welcome, sign_in, front, stories, story, phone, held, owed, edit, correct, differences, offer, clash),
    *(review, batches, batch, places, place, releases, release, watch, packs, pack, users, account, help),
)
"""Each picture: what is done before it is taken. Its name is the picture's."""


def name_of(shown: Callable[[Opened, Any], None]) -> str:
    """Return the name of a picture's file."""
    return f"{shown.__name__.replace('_', '-')}.png"


def main(wanted: list[str]) -> None:
    """Take the pictures *wanted*, or all."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        seed = seeded(Path(folder) / "seed.db")
        for shown in SHOWN:
            if wanted and shown.__name__ not in wanted:
                continue
            own = Path(folder) / shown.__name__
            own.mkdir()
            width = PHONE if shown is phone else WIDTH
            with (
                opened(own / "nobody.db" if shown is welcome else seed, own) as desk,
                served(desk.app) as address,
                page_of(browser, width=width, base_url=address) as page,
            ):
                said = {"name": cookie_of(desk.desk), "value": cookie(desk, "cath"), "url": address}
                page.context.add_cookies([said])
                shown(desk, page)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=PICTURES / name_of(shown))
            print(name_of(shown))


if __name__ == "__main__":
    main(sys.argv[1:])
