"""Take the pictures of the desk that docs/desk.md shows.

    python docs/screenshots.py [NAME …]     all of them, or those named, into docs/desk/

It opens a desk on an archive of its own, with the drafts and the clock of the desk's tests, in Debian's
Chromium: the same pictures come of the same desk. `make test` holds that each is there and is shown.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browsing import chromium, page_of  # noqa: E402
from desking import NOW, Opened, cookie, ended, opened, seeded  # noqa: E402
from servers import served  # noqa: E402

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
    *(welcome, sign_in, front, stories, story, phone, held, edit, correct, differences, offer, clash),
    *(review, batches, batch, places, place, releases, release, packs, pack, users, account, help),
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
