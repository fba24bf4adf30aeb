"""Every page of the desk, in every state, as everybody must be able to use it: read by axe, by day, by night, small."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from browsing import violations
from desking import NOW, PASSWORD, ended
from servers import library

from storygen.archive import opening
from storygen.archive.watching import Event, Feed, Page, Watching
from storygen.archive.workflow import Status
from storygen.desk.serving import Door, welcome_of
from storygen.writing.story import Par, Run


def expect(found):
    """Return what waits until something is so of what was *found* on a page."""
    return library("playwright.sync_api").expect(found)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def decided(desk, *acts):
    """Return the path of a story brought so far."""
    number = desk.number("police-kent")
    for act in acts:
        desk.archive.decide(number, act, by="Edie Grey", at=NOW, why="so it must be")
    return f"/stories/{number}"


def with_more(copy, words):
    return replace(copy, pars=(*copy.pars, Par.of("more", [Run(words)])))


def edited(desk):
    """Return the number of a story that an editor has changed."""
    number = desk.number("police-kent")
    copy = desk.archive.version(number).copy
    desk.archive.save(number, with_more(copy, "More."), base=1, by="Omar Blunt", at=NOW)
    return number


def offered(desk):
    number = edited(desk)
    desk.archive.keep(with_more(desk.archive.version(number, 1).copy, "Anew."), NOW)
    return number


# How each state is come to: who asks, and what is done in the browser.


def signed_out(desk, page):
    page.goto("/sign-in")


def sign_in_with_a_fault(desk, page):
    page.goto("/sign-in")
    page.get_by_label("Name").fill("edie")
    page.get_by_label("Password").fill("not this one")
    press(page, "Sign in")
    expect(page.get_by_role("alert")).to_be_visible()


def front(desk, page):
    decided(desk, "approve", "file")
    page.goto("/")


def of_path(path):
    return lambda _desk, page: page.goto(path)


def of_story(*acts):
    return lambda desk, page: page.goto(decided(desk, *acts))


def held(desk, page):
    page.goto(f"/stories/{desk.number('offenders-teesside', 'mappa-2021')}")


def without_figures(desk, page):
    page.goto(f"/stories/{desk.number('offenders-kent', 'mappa-2021')}")


def evidence(desk, page):
    page.goto(decided(desk))
    page.get_by_role("link", name="six per cent").click()
    expect(page.locator("#evidence td.cited").first).to_be_visible()


def stopped(desk, page):
    edit_with_flags(desk, page)
    press(page, "Save")
    expect(page.locator(".badge.stop")).to_be_visible()


def an_earlier_version(desk, page):
    page.goto(f"/stories/{edited(desk)}?version=1")


def set_anew(desk, page):
    page.goto(f"{decided(desk)}?length=nib&style=guardian")


def said(desk, page):
    page.goto(decided(desk))
    press(page, "Approve")
    expect(page.locator(".said")).to_be_visible()


def edit_with_flags(desk, page):
    page.goto(f"{decided(desk)}/edit")
    count = page.get_by_label("Words of count")
    count.fill(count.input_value().replace("3,548", "3,549") + " Some 4,000 others count.")
    expect(page.locator(".flagged-by.stop")).to_be_visible()
    expect(page.locator("mark.bare")).to_be_visible()


def edit_with_a_fault(desk, page):
    page.goto(f"{decided(desk)}/edit")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_be_visible()


def edit_with_a_new_par(desk, page):
    page.goto(f"{decided(desk)}/edit")
    press(page, "Add an empty par")
    expect(page.get_by_label("Words of added-").last).to_be_focused()


def correct(desk, page):
    page.goto(f"{decided(desk, 'approve', 'file')}/edit")


def owed(desk):
    """Return the number of a story that owes a correction, since its headline no longer holds."""
    decided(desk, "approve", "file")
    number = desk.number("police-kent")
    copy = desk.archive.version(number).copy
    right = with_more(copy, "Put right.")
    why = "The number of officers was given wrongly"
    desk.archive.owe(number, right, base=1, severity="headline", by=copy.release, at=NOW, why=why)
    return number


def a_correction_owed(desk, page):
    number = owed(desk)
    page.goto(f"/stories/{number}")
    page.get_by_text("Let it stand …").click()
    page.get_by_label("Why may it stand?").fill(" ")
    press(page, "Let it stand")
    expect(page.get_by_role("alert")).to_be_visible()


def a_drafted_correction(desk, page):
    page.goto(f"/stories/{owed(desk)}/edit")


def a_release_withdrawn(desk, page):
    page.goto(decided(desk))
    desk.archive.note(desk.number("police-kent"), "question", at=NOW, why="It was withdrawn: an error")
    page.reload()


def front_of_the_watch(desk, page):
    watched(desk)
    owed(desk)
    page.goto("/")


def watch(desk, page):
    watched(desk)
    page.goto("/watch")


def watched(desk):
    """Let a watch have seen something of each kind, under titles that are long and turn about."""
    title, memory = "\u202eforce\u2066 " + "officers" * 50, Watching(desk.archive)
    feed, at = (
        "https://www.gov.uk/search/research-and-statistics.atom?" + "organisations" * 20,
        "/government/a",
    )
    memory.enter(
        feeds=[Feed(feed, NOW, NOW, faults=2, fault=f"it has ended {title}"), Feed("/srv/files", NOW, NOW)],
        pages=[
            Page("police-workforce", f"{at}{number}", feed, title, state, title, expected=NOW + timedelta(1))
            for number, state in enumerate(("held", "done", "stock", "announced", "cancelled"))
        ],
        events=[
            Event(kind, NOW, kind, title, (title,) * 6, release="workforce-2019")
            for kind in ("held", "noted")
        ],
        ways={"held": ["mail"]},
    )


def clash(desk, page):
    page.goto(f"{decided(desk)}/edit")
    page.get_by_label("Words of terms").fill("Terms, as Edie has them.")
    page.get_by_label("Words of heads").fill("Heads, as Edie has them.")
    number = desk.number("police-kent")
    copy = with_more(desk.archive.version(number).copy, "More.")
    theirs = [
        Par.of(par.name, [Run("Terms, as Omar has.")]) if par.name == "terms" else par for par in copy.pars
    ]
    desk.archive.save(number, replace(copy, pars=tuple(theirs)), base=1, by="Omar Blunt", at=NOW)
    press(page, "Save")
    expect(page.get_by_role("heading", name="Somebody else has saved it")).to_be_visible()
    expect(
        page.get_by_role("group", name="terms (changed by both)").locator("mark.differs").last
    ).to_be_visible()
    expect(page.get_by_role("group", name="heads").get_by_text("Edie has them.")).to_be_visible()


def offer(desk, page):
    page.goto(f"/stories/{offered(desk)}/offer")


def offer_beside_what_went_out(desk, page):
    number = offered(desk)
    for act in ("approve", "file"):
        desk.archive.decide(number, act, by="Edie Grey", at=NOW)
    page.goto(f"/stories/{number}/offer")


def differences(desk, page):
    page.goto(f"/stories/{edited(desk)}/differences")


def review_at_its_end(desk, page):
    page.goto("/review?pack=registered-offenders&words=essex&release=mappa-2021")
    expect(page.get_by_role("button", name="Approve all 1")).to_be_visible()


def approved_together_but_one(desk, page):
    review_at_its_end(desk, page)
    desk.archive.decide(desk.number("offenders-essex", "mappa-2021"), "spike", by="Omar", at=NOW, why="no")
    press(page, "Approve all 1")
    expect(page.get_by_role("heading", name="Left out")).to_be_visible()


def batch_running(desk, page):
    page.goto("/batches")
    with opening.writing(desk.archive.engine):  # it must wait until it may keep what it has written
        press(page, "Begin")
        expect(page.locator("#progress")).to_contain_text("0 of 43 stories kept …")
        look_over(page)
        page.emulate_media(color_scheme="light")


def batch_done(desk, page):
    page.goto("/batches")
    page.get_by_label("Pack and release").select_option("registered-offenders/mappa-2023")
    press(page, "Begin")
    expect(page.locator("#progress")).to_contain_text("42 of 42 stories kept: done")


def review_of_a_batch(desk, page):
    batch_done(desk, page)
    page.get_by_role("link", name="Page through those without a flag, and approve them").click()
    page.get_by_text("of the batch left out").click()
    expect(page.get_by_text("it is held").first).to_be_visible()


def place(desk, page):
    page.goto("/places/force:E23000032")


def pack_with_preview(desk, page):
    page.goto("/packs/police-workforce")
    page.get_by_label("Place").fill("Kent")
    expect(page.locator("#preview")).to_contain_text("in Kent")


def pack_with_a_fault(desk, page):
    page.goto("/packs/police-workforce?place=Kemt")


def users_with_a_fault(desk, page):
    page.goto("/users")
    row = page.get_by_role("row").filter(has_text="Cath Boss")
    row.get_by_role("button", name="Shut out").click()
    expect(page.get_by_role("alert")).to_be_visible()


def refused(desk, page):
    page.goto(decided(desk, "approve"))
    desk.archive.decide(desk.number("police-kent"), "redraft", by="Omar Blunt", at=NOW)
    press(page, "File")
    expect(page.get_by_role("alert")).to_be_visible()


def refused_with_a_reason(desk, page):
    page.goto(f"/stories/{desk.number('offenders-teesside', 'mappa-2021')}")
    page.get_by_label("Why may it run?").fill("<b>so</b>")
    press(page, "Overrule")
    expect(page.get_by_role("alert")).to_be_visible()


def words_given_back(desk, page):
    page.goto(f"{decided(desk)}/edit")
    page.get_by_label("Words of terms").fill("Terms, as Edie has them.")
    desk.archive.decide(desk.number("police-kent"), "spike", by="Omar Blunt", at=NOW, why="no")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Not saved")).to_be_visible()


def clash_of_corrections(desk, page):
    page.goto(f"{decided(desk, 'approve', 'file')}/edit")
    page.get_by_label("Words of terms").fill("Terms, as Edie has them.")
    page.get_by_label("What was wrong?").fill("Terms were wrong")
    number = desk.number("police-kent")
    copy = with_more(desk.archive.version(number).copy, "More.")
    desk.archive.correct(number, copy, base=1, by="Omar Blunt", at=NOW, why="More was wanting")
    press(page, "Correct it")
    expect(page.get_by_role("heading", name="Somebody else has saved it")).to_be_visible()


def offered_anew(desk, page):
    number = offered(desk)
    page.goto(f"/stories/{number}/offer")
    desk.archive.keep(with_more(desk.archive.version(number, 1).copy, "Once more."), NOW)
    press(page, "Take what is chosen")
    expect(page.get_by_role("alert")).to_be_visible()


def not_saved(desk, page):
    edit_with_more(desk, page)
    desk.desk.people.sign_out()
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved")


def not_just_now(desk, page):
    path, away = (
        Path(desk.archive.engine.url.database).with_name(name) for name in ("archive.db", "away.db")
    )
    page.goto("/sign-in")
    page.get_by_label("Name").fill("edie")
    page.get_by_label("Password").fill(PASSWORD)
    path.rename(away)
    press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not just now")
    away.rename(path)


def edit_with_more(desk, page):
    page.goto(f"/stories/{desk.number('police-kent')}/edit")
    page.get_by_label("Words of intro", exact=True).fill("Words of twenty minutes.")


STATES = {
    "not saved": ("edie", not_saved),
    "not just now": ("", not_just_now),
    "signed out": ("", signed_out),
    "a wrong password": ("", sign_in_with_a_fault),
    "front": ("cath", front),
    "front, to read": ("rita", of_path("/")),
    "list": ("edie", of_path("/stories")),
    "list of nothing": ("edie", of_path("/stories?words=atlantis&status=filed")),
    "a draft": ("edie", of_story()),
    "a draft, to read": ("rita", of_story()),
    "approved": ("edie", of_story("approve")),
    "filed": ("cath", of_story("approve", "file")),
    "killed": ("cath", of_story("approve", "file", "kill")),
    "spiked": ("edie", of_story("spike")),
    "held": ("edie", held),
    "without figures": ("edie", without_figures),
    "stopped": ("edie", stopped),
    "evidence": ("edie", evidence),
    "an earlier version": ("edie", an_earlier_version),
    "set anew": ("edie", set_anew),
    "just approved": ("edie", said),
    "edit with flags": ("edie", edit_with_flags),
    "edit with a fault": ("edie", edit_with_a_fault),
    "edit with a new par": ("edie", edit_with_a_new_par),
    "correct": ("edie", correct),
    "a correction owed": ("cath", a_correction_owed),
    "a drafted correction": ("edie", a_drafted_correction),
    "a release withdrawn": ("edie", a_release_withdrawn),
    "watch": ("rita", watch),
    "watch of nothing": ("rita", of_path("/watch")),
    "front of the watch": ("edie", front_of_the_watch),
    "clash": ("edie", clash),
    "offer": ("edie", offer),
    "offer beside what went out": ("edie", offer_beside_what_went_out),
    "differences": ("edie", differences),
    "review": ("edie", of_path("/review?pack=police-workforce")),
    "review at its end": ("edie", review_at_its_end),
    "approved together but one": ("edie", approved_together_but_one),
    "batches": ("edie", of_path("/batches")),
    "batch running": ("edie", batch_running),
    "batch done": ("edie", batch_done),
    "review of a batch": ("edie", review_of_a_batch),
    "places": ("edie", of_path("/places")),
    "place": ("edie", place),
    "releases": ("edie", of_path("/releases")),
    "release": ("edie", of_path("/releases/mappa-2024")),
    "release that changed": ("edie", of_path("/releases/workforce-2019")),
    "packs": ("edie", of_path("/packs")),
    "pack with preview": ("edie", pack_with_preview),
    "pack with a fault": ("edie", pack_with_a_fault),
    "users": ("cath", of_path("/users")),
    "users with a fault": ("cath", users_with_a_fault),
    "account": ("edie", of_path("/account")),
    "help": ("edie", of_path("/help")),
    "refused": ("edie", refused),
    "refused with a reason": ("edie", refused_with_a_reason),
    "words given back": ("edie", words_given_back),
    "clash of corrections": ("edie", clash_of_corrections),
    "offered anew": ("edie", offered_anew),
    "not to be seen": ("rita", of_path("/users")),
    "not there": ("edie", of_path("/nothing")),
}


def look_over(page):
    """See that nobody is kept from using *page*: at a desk by day, and by night in a window 320 pixels wide."""
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})
    assert violations(page, *OF_COLOUR_AND_ROOM) == []
    assert page.evaluate(WIDER) == []


OF_COLOUR_AND_ROOM = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
"""What may be otherwise by night and in a narrow window; what a page is made of is the same."""
WIDER = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  return [...document.querySelectorAll("main *")].filter((it) => it.getBoundingClientRect().right > most)
    .map((it) => it.outerHTML.slice(0, 120));
}"""
"""What makes a page scroll sideways."""


@pytest.mark.parametrize("who, come", [pytest.param(*state, id=name) for name, state in STATES.items()])
def test_nobody_is_kept_from_using_a_page(desk, look_at, who, come):
    page = look_at(desk, who)
    come(desk, page)
    look_over(page)
    ended(desk)


def test_nobody_is_kept_from_coming_in_first(open_desk, browse):
    desk = open_desk(empty=True)
    page = browse(desk)
    page.goto(welcome_of(desk.desk, Door()).partition("8471")[2])
    look_over(page)
    page.get_by_label("Your name, as copy gives it").fill("Ada First")
    page.get_by_label("The name that you sign in by").fill("ada")
    page.get_by_label("Password (10 characters or more)").fill(PASSWORD)
    page.get_by_label("Password, again").fill("not what it was")
    press(page, "Come in")
    expect(page.get_by_role("alert")).to_be_visible()
    look_over(page)
    page.get_by_label("Password (10 characters or more)").fill(PASSWORD)
    page.get_by_label("Password, again").fill(PASSWORD)
    press(page, "Come in")
    expect(page.get_by_role("heading", level=1)).to_have_text("The desk")
    look_over(page)


def test_nobody_is_kept_from_using_a_desk_of_trial_runs(open_desk, browse):
    desk = open_desk(trial=True)
    page = browse(desk, "edie")
    page.goto("/stories/1")
    expect(page.locator(".trial")).to_be_visible()
    look_over(page)
    assert desk.archive.story(1).status == Status.DRAFT
