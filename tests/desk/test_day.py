"""The whole day of an editor in a real browser: with mouse, by keys alone, without scripts, on a telephone."""

import re
from dataclasses import replace

import pytest
from desking import NOW, PASSWORD
from servers import library

from storygen import acts
from storygen.writing.story import Par, Run


def expect(found):
    """Return what waits until something is so of what was *found* on a page."""
    return library("playwright.sync_api").expect(found)


def par(page, name):
    """Return the fields of one par of the form."""
    return page.get_by_role("group", name=name, exact=True)


def words(page, name):
    """Return where the words of a par are typed."""
    return page.get_by_label(f"Words of {name}", exact=True)


def said(page):
    """Return what a page says first."""
    return page.locator(".said, .fault").first


def press(page, name):
    """Press the button of that name, on a page that is no wider than its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name=name, exact=True).click()


# With the mouse, or a finger.


@pytest.mark.parametrize("width", [1280, 320], ids=["at a desk", "on a telephone"])
def test_the_day_of_an_editor_from_held_to_filed_and_corrected(desk, browse, width):
    page = browse(desk, width=width)
    page.goto("/")
    page.get_by_label("Name").fill("edie")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")

    held = page.get_by_role("region", name="Held for a person")
    held.get_by_role("listitem").filter(has_text="mappa-2021").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Held", exact=True)).to_be_visible()
    expect(page.locator(".cited").filter(has_text="1,084")).to_be_visible()
    page.get_by_label("Why may it run?").fill("the ministry confirmed it")
    press(page, "Overrule")
    expect(said(page)).to_have_text("Overruled, in your name: a note to editors says so.")
    expect(page.locator(".par-ednote")).to_contain_text("Overruled by Edie Grey: the ministry confirmed it")

    page.get_by_role("link", name="1,084", exact=True).first.click()
    evidence = page.get_by_role("complementary", name="Evidence")
    expect(evidence.get_by_role("heading")).to_have_text("“1,084”")
    expect(evidence.locator("td.cited")).to_have_text("1,084")

    page.get_by_role("link", name="Edit", exact=True).click()
    right = words(page, "count").input_value()
    words(page, "count").fill(right.replace("1,084", "1,085"))
    expect(par(page, "count").locator(".flagged-by.stop")).to_contain_text("1,085")
    expect(page.locator("#read-all")).to_contain_text("1 stop")
    words(page, "count").fill(right)
    expect(par(page, "count").locator(".flagged-by.stop")).to_have_count(0)
    words(page, "intro").fill(f"{words(page, 'intro').input_value()[:-1]}, and that is a lot.")
    par(page, "comparison").get_by_role("button", name="Up").click()
    par(page, "police").get_by_label("It is").select_option("cut")
    page.get_by_label("Why?").fill("tighter")
    press(page, "Save")
    expect(said(page)).to_contain_text("Saved as version 3.")

    page.get_by_role("link", name="what changed in version 3").click()
    expect(page.get_by_role("insertion").first).to_have_text(", and that is a lot")
    expect(page.locator(".par.cut")).to_contain_text("police: cut")
    page.go_back()

    page.get_by_role("link", name="Edit", exact=True).click()
    press(page, "Insert it at the end")
    expect(words(page, "quote-police")).to_be_focused()
    press(page, "Save")
    expect(said(page)).to_contain_text("Saved as version 4.")

    for button, status in [
        ("Approve", "approved"),
        ("Redraft", "draft"),
        ("Approve", "approved"),
        ("File", "filed"),
    ]:
        press(page, button)
        expect(page.locator(".badge").first).to_have_text(status)
    expect(said(page)).to_have_text("Filed. The wire's folder has offenders-teesside.txt.")
    filed = desk.wire / "mappa-2021" / "offenders-teesside.txt"
    assert ", and that is a lot." in filed.read_text()

    page.get_by_role("link", name="Correct …").click()
    words(page, "intro").fill(words(page, "intro").input_value().replace(", and that is a lot", ""))
    page.get_by_label("What was wrong?").fill("a remark was not ours to make")
    press(page, "Correct it")
    expect(said(page)).to_have_text("Corrected. The wire's folder has offenders-teesside.txt.")
    assert "Correction: a remark was not ours to make." in filed.read_text()
    assert ", and that is a lot." not in filed.read_text()
    history = page.get_by_role("region", name="Decisions").get_by_role("listitem")
    expect(history.last).to_contain_text(
        "correct by Edie Grey, filed → corrected (version 5): a remark was not ours"
    )
    assert [each.act for each in desk.archive.history(desk.number("offenders-teesside", "mappa-2021"))] == [
        "write", "overrule", "edit", "edit", "approve", "redraft", "approve", "file", "correct",
    ]  # fmt: skip


def test_a_correction_is_read_as_it_is_typed_before_it_is_said_what_was_wrong(desk, browse):
    number = desk.number("police-kent")
    for act in ("approve", "file"):
        desk.archive.decide(number, act, by="Edie Grey", at=NOW)
    page = browse(desk, "edie")
    page.goto(f"/stories/{number}/edit")
    par(page, "heads").get_by_label("Place in the story").fill("999")
    words(page, "count").press_sequentially(" There were 3,549 of them.")
    expect(par(page, "count").locator(".flagged-by.stop")).to_contain_text("3,549")
    expect(words(page, "count")).to_be_focused()
    page.keyboard.type(" No more")
    expect(par(page, "count").locator(".read")).to_contain_text("No more")
    par(page, "heads").get_by_label("Place in the story").press("Enter")  # which publishes nothing
    expect(par(page, "count").locator(".read")).to_contain_text("No more")
    press(page, "Add an empty par")
    expect(page.get_by_label("Words of added-")).to_be_focused()
    assert desk.archive.story(number).version == 1


def test_where_the_desk_cannot_be_reached_nothing_is_said_to_be_read(desk, browse):
    page = browse(desk, "edie")
    page.goto(f"/stories/{desk.number('police-kent')}/edit")
    found = page.locator("#read-all")
    expect(found).to_have_text("As it is read, nothing is amiss.")
    page.route("**/read", lambda route: route.abort())
    words(page, "count").fill("There were 3,549 of them.")
    expect(found).to_have_text(
        "Not read: the desk cannot be reached. What stands beside the pars was found before."
    )
    page.unroute("**/read")
    page.route("**/read", lambda _route: None)  # no answer, for as long as it takes to see that
    words(page, "count").fill("In Kent there were 3,549 of them.")
    expect(found).to_have_text("Reading …")
    page.unroute("**/read")
    words(page, "count").fill("In Kent there were 3,549 in all.")
    expect(found).to_have_text("As it is read: 2 flags, in count.")


def test_nobody_leaves_what_they_had_typed_when_another_saved_first_without_being_asked(desk, browse):
    number = desk.number("police-kent")
    page = browse(desk, "edie")
    page.goto(f"/stories/{number}/edit")
    words(page, "terms").fill("Terms, as Edie has them.")
    copy = desk.archive.version(number).copy
    desk.archive.save(number, replace(copy, pars=copy.pars[:-1]), base=1, by="Omar Blunt", at=NOW)
    press(page, "Save")
    expect(par(page, "terms").locator("mark.differs").first).to_be_visible()
    par(page, "terms").get_by_label("Yours").check()  # a page that nobody has touched may be left
    with page.expect_event("dialog") as asked:
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("link", name="Keep theirs").click()
    assert asked.value.type == "beforeunload"
    expect(page.get_by_role("heading", level=1)).to_have_text("POLICE Kent")


def test_no_par_goes_up_above_the_headline(desk, browse):
    page = browse(desk, "edie")
    page.goto(f"/stories/{desk.number('police-kent')}/edit")
    expect(par(page, "headline").get_by_role("button")).to_have_count(0)
    par(page, "intro").get_by_role("button", name="Up").click()
    par(page, "count").get_by_role("button", name="Up").click()
    names = page.locator(".edit-par legend").all_inner_texts()
    assert names[:3] == ["headline", "count", "intro"]


def test_the_wire_s_text_is_copied_as_it_is_sent(desk, browse):
    number = desk.number("police-kent")
    page = browse(desk, "rita", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/stories/{number}")
    press(page, "Copy as wire text")
    expect(page.locator("[data-copied]")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == acts.in_form(desk.archive, number, "text")[1]


def test_where_it_cannot_be_copied_the_page_says_what_to_do(desk, browse):
    page = browse(desk, "rita")
    page.goto("/stories/1")
    desk.desk.people.change("rita", active=False)
    press(page, "Copy as wire text")
    expect(page.locator("[data-copied]")).to_have_text("It could not be copied. Take the file text instead.")


def test_what_is_searched_and_filtered_stands_in_the_address_and_is_there_on_coming_back(desk, browse):
    page = browse(desk, "rita")
    page.goto("/")
    page.get_by_role("link", name="Stories", exact=True).click()
    page.get_by_label("Pack").select_option("police-workforce")
    expect(page.locator("#list")).to_contain_text("43 stories")
    page.get_by_label("Words", exact=True).fill("kent")
    expect(page.locator("#list")).to_contain_text("1 story")
    assert page.url.endswith("/stories?pack=police-workforce&words=kent")
    page.get_by_role("link", name="Police officer numbers up in Kent").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("POLICE Kent")
    page.go_back()
    expect(page.get_by_role("navigation", name="Desk")).to_be_visible()
    expect(page.locator("#list")).to_contain_text("1 story")
    assert page.get_by_label("Words", exact=True).input_value() == "kent"
    assert page.get_by_label("Pack").input_value() == "police-workforce"
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("The desk")


def test_a_filter_offers_what_there_is_of_what_the_others_leave_and_keeps_its_place(desk, browse):
    page = browse(desk, "rita")
    page.goto("/stories?pack=police-workforce")
    release = page.get_by_label("Release")
    assert release.locator("option").all_inner_texts() == ["all", "workforce-2019"]
    pack = page.get_by_label("Pack")
    pack.focus()
    pack.select_option("registered-offenders")
    expect(release.locator("option")).to_have_text(["all", "mappa-2021", "mappa-2024"])
    expect(pack).to_be_focused()
    release.select_option("mappa-2024")
    expect(page.locator("#list")).to_contain_text("42 stories")
    page.get_by_text("More filters").click()
    page.get_by_label("Region").select_option("Wales")
    expect(page.locator("#list")).to_contain_text("4 stories")
    assert (pack.input_value(), release.input_value()) == ("registered-offenders", "mappa-2024")
    assert page.url.endswith("/stories?pack=registered-offenders&release=mappa-2024&region=Wales")


def test_a_link_of_the_list_is_still_there_when_the_hand_comes_up_from_the_search(desk, browse):
    page = browse(desk, "rita")
    page.goto("/stories?pack=police-workforce")
    page.get_by_label("Words", exact=True).fill("kent")
    expect(page.locator("#list")).to_contain_text("1 story")
    page.get_by_role("link", name="Police officer numbers up in Kent").hover()
    page.mouse.down()  # which takes the focus from the search
    page.wait_for_timeout(300)  # a slow hand
    page.mouse.up()
    expect(page.get_by_role("heading", level=1)).to_have_text("POLICE Kent")


def test_a_batch_run_shows_how_far_it_has_come_until_it_is_done(desk, browse):
    page = browse(desk, "edie")
    page.goto("/batches")
    page.get_by_label("Pack and release").select_option("registered-offenders/mappa-2022")
    page.get_by_label("Length").select_option("headline")
    press(page, "Begin")
    expect(page.locator("#progress")).to_contain_text("42 of 42 stories kept: done")
    expect(page.get_by_role("button", name="Stop it")).to_be_hidden()
    page.get_by_role("link", name="Show the stories").click()
    expect(page.locator("#list")).to_contain_text("42 stories")


def test_a_pack_is_previewed_on_any_place_as_it_is_typed(desk, browse):
    page = browse(desk, "rita")
    page.goto("/packs/registered-offenders")
    page.get_by_label("Place").fill("Essex")
    expect(page.locator("#preview")).to_contain_text("Essex")
    page.get_by_label("Release").select_option("mappa-2021")
    page.get_by_label("Place").fill("Teesside")
    expect(page.locator("#preview")).to_contain_text("a change of 33.2 per cent")


# By keys alone.

FOCUS = """async () => {
  const look = () => {
    const on = document.activeElement;
    if (!on || on === document.body) return null;
    const box = on.getClientRects()[0], style = getComputedStyle(on);
    const within = (value, most) => Math.max(0, Math.min(value, most - 1));
    const x = within(box.left + Math.min(box.width, 20) / 2, innerWidth);
    const y = within(box.top + Math.min(box.height, 20) / 2, innerHeight);
    const there = document.elementFromPoint(x, y);
    return {
      name: (on.labels?.[0] ?? on).textContent.replace(/\\s+/g, " ").trim() || on.getAttribute("aria-label"),
      ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      seen: on === there || on.contains(there),
    };
  };
  for (let frame = 0; frame < 60 && look()?.seen === false; frame++) await new Promise(requestAnimationFrame);
  return look();
}"""
"""What has the focus: its name, whether it shows that, and whether it is in the window and nothing lies over it.

A page that is still being laid out has a second to come to rest.
"""


def focus(page):
    """Return the name of what has the focus, which must be there and be seen to have it."""
    here = page.evaluate(FOCUS)
    assert here, "the focus is lost"
    assert (here["ringed"], here["seen"]) == (True, True), here
    return here["name"]


def tab_to(page, name):
    """Go on by Tab to what is called *name*, or so begins; return what was passed on the way."""
    passed = []
    while not passed or not passed[-1].startswith(name):
        page.keyboard.press("Tab")
        passed.append(focus(page))
        assert len(passed) < 250, passed
    return passed


def past_the_top(page):
    """Leave out what every page begins with."""
    tab_to(page, "Skip to the page")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 320], ids=["at a desk", "magnified four times"])
def test_the_essential_way_by_keys_alone_with_the_focus_always_seen(desk, browse, width):
    page = browse(desk, width=width)
    page.goto("/")
    assert focus(page) == "Name"
    page.keyboard.type("edie")
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The desk")

    past_the_top(page)
    tab_to(page, "Held for a person")
    tab_to(page, "Teesside")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Teesside")
    past_the_top(page)
    tab_to(page, "Why may it run?")
    page.keyboard.type("the ministry confirmed it")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Overruled")

    past_the_top(page)
    tab_to(page, "1,084")
    evidence = page.get_by_role("complementary", name="Evidence")
    expect(evidence.get_by_role("heading")).to_have_text("“1,084”")
    assert focus(page) == "1,084"
    page.keyboard.press("Enter")
    expect(evidence).to_be_focused()
    tab_to(page, "Back to the copy")
    page.keyboard.press("Escape")
    assert focus(page) == "1,084"
    expect(evidence.get_by_role("heading")).to_have_count(0)
    tab_to(page, "Edit")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit")
    past_the_top(page)
    tab_to(page, "Words of intro")
    page.keyboard.press("Control+End")
    page.keyboard.type(" There were 1,085 of them.")
    expect(par(page, "intro").locator(".flagged-by.stop")).to_contain_text("1,085")
    assert focus(page) == "Words of intro"
    for _ in " There were 1,085 of them.":
        page.keyboard.press("Backspace")
    expect(par(page, "intro").locator(".flagged-by.stop")).to_have_count(0)
    tab_to(page, "Down: intro")
    page.keyboard.press("Enter")
    assert focus(page) == "Down: intro"
    assert words(page, "intro").evaluate("it => [...document.querySelectorAll('textarea')].indexOf(it)") == 3
    tab_to(page, "Why?")
    page.keyboard.type("order")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Saved as version 3.")

    for button, done in [("Approve", "Approved, in your name."), ("File", "Filed.")]:
        past_the_top(page)
        tab_to(page, button)
        page.keyboard.press("Enter")
        expect(said(page)).to_contain_text(done)


def test_the_rest_of_a_chief_s_day_by_keys_alone(desk, browse):
    kent, essex, surrey, norfolk = (
        desk.number(f"police-{name}") for name in ("kent", "essex", "surrey", "norfolk")
    )
    for number in (kent, essex):
        for act in ("approve", "file"):
            desk.archive.decide(number, act, by="Edie Grey", at=NOW)
    written_by_omar(desk, norfolk, terms="Terms, as Omar has them.")
    copy = desk.archive.version(norfolk, 1).copy
    desk.archive.keep(worded(copy, terms="Terms, anew.", heads="Heads, anew."), NOW)
    page = browse(desk, "cath")

    def come(path, head):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(head)

    def enter(name):
        tab_to(page, name)
        page.keyboard.press("Enter")

    def type_into(name, typed):
        tab_to(page, name)
        page.keyboard.type(typed)

    # Spiked and killed, with a reason.
    for number, place, act, done in [
        (surrey, "Surrey", "Spike", "Spiked"),
        (essex, "Essex", "Kill", "Killed."),
    ]:
        come(f"/stories/{number}", f"POLICE {place}")
        enter("Skip to the decision")
        enter(f"{act} …")
        type_into("Why? ", "libel")
        enter(act)
        expect(said(page)).to_contain_text(done)

    # Corrected.
    come(f"/stories/{kent}", "POLICE Kent")
    enter("Skip to the decision")
    enter("Correct …")
    expect(page.get_by_role("heading", level=1)).to_have_text("Correct")
    past_the_top(page)
    type_into("Words of terms", "So it is. ")
    type_into("What was wrong?", "a remark was left out")
    enter("Correct it")
    expect(said(page)).to_contain_text("Corrected.")

    # What another has saved meanwhile, and what is offered: chosen of two.
    come(f"/stories/{kent}/edit", "Correct")
    type_into("Words of terms", "Indeed. ")
    type_into("What was wrong?", "another was")
    number = desk.archive.version(kent).number
    theirs = worded(
        desk.archive.version(kent).copy, terms="Terms, as Omar has them.", heads="Heads, by Omar."
    )
    desk.archive.correct(kent, theirs, base=number, by="Omar Blunt", at=NOW, why="his")
    enter("Correct it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else has saved it")
    past_the_top(page)
    tab_to(page, "Yours")
    page.keyboard.press("ArrowDown")
    assert focus(page).startswith("Omar Blunt’s")
    tab_to(page, "Omar Blunt’s")
    page.keyboard.press("ArrowUp")
    assert focus(page).startswith("Yours")
    enter("Correct it as chosen")
    expect(said(page)).to_contain_text("Corrected.")
    assert now_of(desk, kent, "terms") == "Terms, as Omar has them."
    assert now_of(desk, kent, "heads") != "Heads, by Omar."

    come(f"/stories/{norfolk}", "POLICE Norfolk")
    enter("See both, par by par")
    expect(page.get_by_role("heading", level=1)).to_have_text("Written anew")
    past_the_top(page)
    tab_to(page, "Omar Blunt’s")
    page.keyboard.press("ArrowDown")
    assert focus(page).startswith("New")
    enter("Take what is chosen")
    expect(said(page)).to_contain_text("Taken")
    assert [now_of(desk, norfolk, name) for name in ("heads", "terms")] == ["Heads, anew.", "Terms, anew."]

    # Many at once, after they were paged through.
    come("/review?pack=registered-offenders&angle=rise", "Unflagged drafts, to be read and approved")
    past_the_top(page)
    enter("On: 5 more")
    expect(page.get_by_role("status").first).to_have_text("10 of 10 drafts paged through")
    past_the_top(page)
    enter("Approve all 10")
    expect(said(page)).to_have_text("10 approved, in your name.")


def worded(copy, **new):
    """Return *copy* with some of its pars worded otherwise."""
    pars = [
        Par.of(par.name, [Run(new.get(par.name, str(par)))]) if par.name in new else par for par in copy.pars
    ]
    return replace(copy, pars=tuple(pars))


def written_by_omar(desk, number, **new):
    """Save a story as another editor has worded it."""
    version = desk.archive.version(number)
    desk.archive.save(number, worded(version.copy, **new), base=version.number, by="Omar Blunt", at=NOW)


def now_of(desk, number, name):
    """Return the words of one par of a story, as they stand."""
    return next(str(par) for par in desk.archive.version(number).written.pars if par.name == name)


def test_after_signing_out_nothing_is_to_be_seen_by_going_back(desk, browse):
    page = browse(desk, "edie")
    page.goto("/stories?words=kent&only=clean")
    page.goto(f"/stories/{desk.number('police-kent')}")
    press(page, "Sign out")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_within_the_desk_going_back_finds_the_list_as_it_was_left_and_what_was_typed(desk, browse):
    page = browse(desk, "edie")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/stories?pack=police-workforce")
    page.get_by_label("Words", exact=True).fill("police")
    expect(page).to_have_url(re.compile("words=police"))
    last = page.get_by_role("row").last.get_by_role("link").first
    last.scroll_into_view_if_needed()
    left = page.evaluate("scrollY")
    assert left > 100
    last.click()
    expect(page.get_by_role("heading", name="Decisions")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Words", exact=True)).to_have_value("police")
    page.wait_for_function("left => Math.abs(scrollY - left) < 50", arg=left)
    page.goto(f"/stories/{desk.number('police-kent')}/edit")
    words(page, "intro").fill("Words of twenty minutes.")
    page.get_by_role("link", name="Help", exact=True).click()
    page.wait_for_url("**/help")
    page.go_back()
    expect(words(page, "intro")).to_have_value("Words of twenty minutes.")


def test_a_key_skips_to_the_decision_and_no_evidence_lies_over_what_is_tabbed_to(desk, browse):
    page = browse(desk, "edie")
    page.goto(f"/stories/{desk.number('police-kent')}")
    page.get_by_role("link", name="six per cent").first.click()
    expect(page.get_by_role("complementary", name="Evidence").get_by_role("heading")).to_be_visible()
    tab_to(page, "Set")  # past the evidence and all that can be decided
    page.reload()
    assert tab_to(page, "Skip to the decision") == ["Skip to the page", "Skip to the decision"]
    page.keyboard.press("Enter")
    assert tab_to(page, "Approve") == ["Approve"]


def test_every_page_begins_with_the_menu_and_the_search_has_a_key(desk, browse):
    page = browse(desk, "cath")
    page.goto("/help")
    menu = ["storygen", "Stories", "Batches", "Places", "Releases", "Packs", "Watch", "Users", "Help"]
    assert tab_to(page, "Sign out") == [
        "Skip to the page",
        *menu,
        "Search all stories",
        "Cath Boss",
        "Sign out",
    ]
    key = {"modifiers": 1, "key": "s", "unmodifiedText": "s", "windowsVirtualKeyCode": 83}
    page.context.new_cdp_session(page).send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
    assert focus(page) == "Search all stories"


def test_on_a_telephone_the_evidence_never_comes_up_over_the_word_that_it_is_of(desk, browse):
    page = browse(desk, "rita", width=390)
    page.goto(f"/stories/{desk.number('police-kent')}")
    word = page.locator("a.run.figure").last
    word.evaluate("it => scrollBy(0, it.getBoundingClientRect().bottom - innerHeight + 5)")
    word.click()
    sheet = page.get_by_role("complementary", name="Evidence")
    expect(sheet.get_by_role("heading")).to_be_visible()
    assert word.bounding_box()["y"] + word.bounding_box()["height"] <= sheet.bounding_box()["y"]


def test_where_the_evidence_cannot_be_fetched_it_is_not_another_word_s(desk, browse):
    page = browse(desk, "rita")
    page.goto(f"/stories/{desk.number('police-kent')}")
    evidence = page.get_by_role("complementary", name="Evidence")
    page.get_by_role("link", name="six per cent").click()
    expect(evidence.get_by_role("heading")).to_have_text("“six per cent”")
    page.route("**/cited/**", lambda route: route.abort())
    page.get_by_role("link", name="3,548").first.click()
    expect(evidence).to_have_text("The evidence could not be fetched. Choose the word again.")


def test_the_evidence_is_closed_from_the_word_too_and_says_again_what_it_is_for(desk, browse):
    page = browse(desk, "rita")
    page.goto(f"/stories/{desk.number('police-kent')}")
    evidence = page.get_by_role("complementary", name="Evidence")
    word = page.get_by_role("link", name="six per cent")
    for _ in range(2):
        word.click()
        expect(evidence).to_be_focused()
        page.keyboard.press("Escape")
        expect(evidence).to_have_text("Choose a marked word to see its working and its cells.")
        expect(word).to_be_focused()
        page.keyboard.press("Enter")
        expect(evidence.get_by_role("heading")).to_have_text("“six per cent”")
        word.focus()
        page.keyboard.press("Escape")
        expect(evidence).to_have_text("Choose a marked word to see its working and its cells.")


# Without scripts.


def test_reading_editing_and_deciding_need_no_script(desk, browse):
    page = browse(desk, "edie", javascript=False)
    page.goto("/stories?words=police+kent")
    page.get_by_role("link", name="Police officer numbers up in Kent").click()
    expect(page.get_by_role("button", name="Copy as wire text")).to_have_count(0)
    page.get_by_role("link", name="six per cent").click()
    expect(page.locator(".evidence h2")).to_have_text("“six per cent”")
    expect(page.locator(".evidence td.cited")).to_have_text(["3,333.3082 B45", "3,547.5841 D45"])
    page.get_by_role("link", name="Back to the copy").click()

    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_role("button", name="Up")).to_have_count(0)
    right = words(page, "count").input_value()
    words(page, "count").fill(right.replace("3,548", "3,549"))
    press_plainly(page, "Read it again")
    expect(par(page, "count").locator(".flagged-by.stop")).to_contain_text("3,549")
    words(page, "count").fill(right)
    par(page, "nation").get_by_label("Place in the story").fill("2")
    press_plainly(page, "Save")
    expect(said(page)).to_have_text("Saved as version 2.")
    press_plainly(page, "Approve")
    press_plainly(page, "File")
    expect(said(page)).to_contain_text("Filed.")

    page.goto("/batches")
    page.get_by_label("Length").select_option("headline")
    press_plainly(page, "Begin")
    expect(page.locator("#progress")).to_contain_text(": done")  # the page asks for itself again


def test_overruling_a_quote_and_what_another_has_saved_need_no_script(desk, browse):
    number = desk.number("offenders-teesside", "mappa-2021")
    page = browse(desk, "edie", javascript=False)
    page.goto(f"/stories/{number}")
    page.get_by_label("Why may it run?").fill("the ministry confirmed it")
    press_plainly(page, "Overrule")
    expect(page.locator(".par-ednote")).to_contain_text("Overruled by Edie Grey: the ministry confirmed it")

    page.get_by_role("link", name="Edit", exact=True).click()
    quote = words(page, "police").input_value()
    par(page, "police").get_by_label("It is").select_option("cut")
    press_plainly(page, "Save")
    expect(said(page)).to_contain_text("Saved as version 3.")
    page.get_by_role("link", name="Edit", exact=True).click()
    press_plainly(page, "Insert it at the end")
    expect(words(page, "quote-police")).to_have_value(quote)

    words(page, "plans").fill("Plans, as Edie has them.")
    words(page, "duties").fill("Duties, as Edie has them.")
    written_by_omar(desk, number, plans="Plans, as Omar has them.", duties="Duties, as Omar has them.")
    press_plainly(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else has saved it")
    par(page, "plans (changed by both)").get_by_label("Omar Blunt’s").check()
    press_plainly(page, "Save what is chosen")
    expect(said(page)).to_contain_text("Saved as version 5.")
    assert [now_of(desk, number, name) for name in ("plans", "duties", "quote-police")] == [
        "Plans, as Omar has them.",
        "Duties, as Edie has them.",
        quote,
    ]


def press_plainly(page, name):
    """Press a button where no script can be asked anything."""
    page.get_by_role("button", name=name, exact=True).click()
