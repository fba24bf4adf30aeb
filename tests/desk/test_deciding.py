"""Deciding on the desk: who may do what with a story, what it owes, what goes out, and many approved at once."""

import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from desking import NOW, PASSWORD, post, press, read, said, send, text_of, visitor

from storygen.archive.archive import Archive
from storygen.archive.workflow import Role, Status
from storygen.desk.serving import unsent_of
from storygen.writing.flag import Flag


@pytest.fixture
def kent(desk):
    """Return the number of a story of officers."""
    return desk.number("police-kent")


def at(number):
    return f"/stories/{number}"


def bring(client, number, *acts):
    """Bring a story to where a test begins."""
    for act in acts:
        typed = {"why": "so"} if act in ("Spike", "Kill") else {}
        page = press(client, at(number), act, **typed)
        assert page.status_code == 200, said(page)


def buttons(page):
    """Return the buttons that decide on a story, and the links that do."""
    found = [each[2] for form in read(page.text).forms for each in form.buttons]
    links = [link for link in read(page.text).links if link.endswith("/edit")]
    return [*(each for each in found if each not in ("Sign out", "Set")), *(["Edit"] if links else [])]


@pytest.mark.parametrize(
    "acts, editor, chief",
    [
        pytest.param([], ["Approve", "Spike", "Edit"], [], id="a draft"),
        pytest.param(["Approve"], ["Redraft", "File", "Spike", "Edit"], [], id="approved"),
        pytest.param(["Spike"], ["Redraft"], [], id="spiked"),
        pytest.param(["Approve", "File"], ["Edit"], ["Kill"], id="filed"),
        pytest.param(["Approve", "File", "Kill"], [], [], id="killed"),
    ],
)
def test_a_story_offers_what_may_be_done_with_it_and_to_whom(desk, kent, acts, editor, chief):
    with visitor(desk, "cath") as first, visitor(desk, "edie") as second:
        bring(first, kent, *acts)
        assert buttons(second.get(at(kent))) == editor
        assert sorted(buttons(first.get(at(kent)))) == sorted(editor + chief)


def test_of_a_story_that_is_killed_it_is_said_that_nothing_more_is_decided(desk, kent):
    with visitor(desk, "cath") as client:
        bring(client, kent, "Approve", "File", "Kill")
        page = client.get(at(kent))
        edit = client.get(f"{at(kent)}/edit")
    assert text_of(page, "act")[0].startswith("Decide It is killed, and nothing more is decided of it.")
    assert said(edit).endswith("it is killed, and its words stand. Nothing more can be done with it.")


def test_what_filing_sends_is_said_beside_its_button(desk, kent):
    with visitor(desk, "edie") as client:
        page = press(client, at(kent), "Approve")
    assert "Send it to the wire, as text: other forms are downloads, below." in text_of(page, "act")[0]


def test_what_was_filed_and_not_sent_is_said_on_its_page_and_sent_from_there(desk, kent):
    desk.archive.decide(kent, "approve", by="Edie Grey", at=NOW)
    desk.archive.decide(
        kent, "file", by="Edie Grey", at=NOW, forms=("text",)
    )  # and the desk was killed there
    (line,) = unsent_of(desk.desk)
    assert line.endswith(f"lacks the copy of stories that went out: {kent}. Their pages send it again")
    with visitor(desk, "rita") as client:
        page = client.get(at(kent))
        assert "It went out, and the wire’s folder lacks police-kent.txt." in page.text
        assert "Send it again" not in page.text
        assert post(client, f"{at(kent)}/decisions", act="send", seen="1").status_code == 403
    with visitor(desk, "edie") as client:
        sent = press(client, at(kent), "Send it again")
        assert said(sent) == "Sent: police-kent.txt."
        assert "lacks" not in sent.text
    assert "approved by Edie Grey" in (desk.wire / "workforce-2019/police-kent.txt").read_text()
    assert unsent_of(desk.desk) == []


def test_copy_of_another_year_is_told_of_and_written_again_as_of_today(desk):
    number = desk.number("offenders-west-midlands", "mappa-2021")
    with visitor(desk, "rita") as client:
        page = client.get(at(number))
        assert "Mind: it says “this year” and “last year” as of 2021, and it is 2026 (rule S5)" in page.text
        assert "Write it again as of today" not in page.text
    with visitor(desk, "edie") as client:
        again = press(client, at(number), "Write it again as of today")
        assert said(again) == "Written again: this is its new version."
        assert "Mind:" not in again.text
    copy = str(desk.archive.version(number).copy)
    assert "March 31 2021" in copy
    assert "this year" not in copy


@pytest.mark.parametrize("act, word", [("Spike", "SPIKED"), ("Kill", "KILLED")])
def test_what_is_not_to_run_says_so_on_its_page_and_in_what_is_taken_home(desk, kent, act, word):
    with visitor(desk, "cath") as client:
        for each in ("Approve", "File") if act == "Kill" else ():
            press(client, at(kent), each)
        page = press(client, at(kent), act, why="libel")
        assert f"{word}: not for publication" in page.text
        assert f"{word}: not for publication" in client.get(f"{at(kent)}/download/text").text


def test_a_story_is_approved_filed_corrected_and_killed_and_the_wire_s_folder_has_each(desk, kent):
    folder = desk.wire / "workforce-2019"
    with visitor(desk, "cath") as client:
        assert said(press(client, at(kent), "Approve")) == "Approved, in your name."
        assert not desk.wire.exists()
        filed = press(client, at(kent), "File")
        assert said(filed) == "Filed. The wire's folder has police-kent.txt."
        assert "approved by Cath Boss" in (folder / "police-kent.txt").read_text()
        form = next(
            form for form in read(client.get(f"{at(kent)}/edit").text).forms if "order" in dict(form.fields)
        )
        last = len([name for name, _ in form.fields if name == "text"]) - 1
        typed = {
            "text": {last: "The figures come from the Home Office."},
            "why": "the source was named wrongly",
        }
        corrected = send(client, form.action, form.pressed("Correct it", typed))
        assert said(corrected) == "Corrected. The wire's folder has police-kent.txt."
        assert "Correction: the source was named wrongly." in (folder / "police-kent.txt").read_text()
        killed = press(client, at(kent), "Kill", why="libel")
        assert said(killed).startswith(
            "Killed. See that clients are told. The wire's folder has police-kent.killed.txt."
        )
    notice = (folder / "police-kent.killed.txt").read_text()
    assert [said for said in ("libel", "Cath Boss") if said not in notice] == []
    acts = [each.act for each in desk.archive.history(kent)]
    assert acts == ["write", "approve", "file", "correct", "kill"]


def test_an_editor_may_not_kill(desk, kent):
    with visitor(desk, "edie") as client:
        bring(client, kent, "Approve", "File")
        page = post(client, f"{at(kent)}/decisions", act="kill", seen="1", why="libel")
    assert (page.status_code, said(page)) == (
        409,
        f"story {kent}, police-kent: it takes a chief to kill it. Ask one.",
    )


@pytest.mark.parametrize("why", ["", "   ", "\u200b\u2060"])
@pytest.mark.parametrize("act, acts", [("spike", []), ("kill", ["Approve", "File"])])
def test_what_owes_a_reason_is_not_done_without_one(desk, kent, act, acts, why):
    with visitor(desk, "cath") as client:
        bring(client, kent, *acts)
        before = desk.archive.story(kent).status
        page = post(client, f"{at(kent)}/decisions", act=act, seen="1", why=why)
    assert (page.status_code, f"“{act}” owes a reason. Say why." in said(page)) == (409, True)
    assert desk.archive.story(kent).status == before


def test_a_stop_in_a_correction_is_overruled_with_it_or_it_does_not_go(desk, kent):
    with visitor(desk, "edie") as client:
        bring(client, kent, "Approve", "File")
        wrong = desk.archive.version(kent).copy.pars[2]
        typed = {"text": {2: str(wrong).replace("3,548", "3,549")}, "why": "it was one more"}
        page = press(client, f"{at(kent)}/edit", "Correct it", **typed)
        assert (page.status_code, "a stop stands" in said(page)) == (422, True)
        form = form_with(page, "Correct it")
        page = send(client, form.action, form.pressed("Correct it", {"overrule": "the force says so"}))
    assert said(page) == "Corrected. The wire's folder has police-kent.txt."
    assert "Overruled by Edie Grey: the force says so" in " ".join(text_of(page, "par-ednote"))


def test_a_correction_owes_a_reason_and_what_was_typed_stays(desk, kent):
    with visitor(desk, "edie") as client:
        bring(client, kent, "Approve", "File")
        page = press(client, f"{at(kent)}/edit", "Correct it", text={1: "Another intro."}, why=" ")
    assert (page.status_code, "“correct” owes a reason" in said(page)) == (422, True)
    assert "Another intro." in page.text


@pytest.mark.parametrize(
    "acts, after",
    [
        pytest.param(["Approve"], Status.DRAFT, id="an approval"),
        pytest.param(["Spike"], Status.DRAFT, id="a spike"),
    ],
)
def test_a_decision_is_taken_back_until_it_is_filed(desk, kent, acts, after):
    with visitor(desk, "edie") as client:
        bring(client, kent, *acts)
        assert said(press(client, at(kent), "Redraft")) == "It is a draft again."
        assert desk.archive.story(kent).status == after
        bring(client, kent, "Approve", "File")
        page = post(client, f"{at(kent)}/decisions", act="undo", seen="1")
    assert (page.status_code, "nothing can be taken back" in said(page)) == (409, True)


def test_a_stop_that_was_overruled_is_shown_as_that_and_as_no_stop(desk, kent):
    with visitor(desk, "edie") as client:
        press(
            client,
            f"{at(kent)}/edit",
            "Save",
            text={2: "Kent Police had 3,549 officers, official figures show."},
        )
        assert "Stop (reader)" in client.get(at(kent)).text
        page = press(client, at(kent), "Overrule", why="they told us")
        page = client.get(at(kent))
    assert "Stop (" not in page.text
    (found,) = [each for each in text_of(page, "par-3") if "Overruled" in each]
    assert found.endswith("Overruled by Edie Grey: they told us")
    assert (desk.archive.story(kent).stops, desk.archive.story(kent).flags) == (0, 1)
    with visitor(desk, "edie") as client:
        assert "Stop (" not in client.get(f"{at(kent)}/edit").text


def test_an_edit_is_taken_back_too(desk, kent):
    with visitor(desk, "edie") as client:
        was = desk.archive.version(kent).copy
        press(client, f"{at(kent)}/edit", "Save", text={4: "Officers are counted in full."})
        assert said(press(client, at(kent), "Take back the last step")) == "Taken back: “edit” by Edie Grey."
    assert desk.archive.version(kent).copy == was


def test_what_somebody_else_has_changed_meanwhile_is_not_decided_on_unseen(desk, kent):
    with visitor(desk, "edie") as client:
        form = next(form for form in read(client.get(at(kent)).text).forms if "Approve" in str(form.buttons))
        copy = desk.archive.version(kent).copy
        desk.archive.save(kent, replace(copy, pars=copy.pars[:-1]), base=1, by="Omar Blunt", at=NOW)
        page = send(client, form.action, form.pressed("Approve", {}))
    assert (page.status_code, said(page)) == (
        409,
        "Omar Blunt saved version 2 at 2 Mar 2026, 09:00, after you had opened the story. Nothing was decided: "
        "this is the story as it is now.",
    )  # fmt: skip
    assert f"{at(kent)}/differences?version=2" in read(page.text).links
    assert "Approve" in buttons(page)
    assert desk.archive.story(kent).status == Status.DRAFT


def form_with(page, button):
    """Return the form of a page that has that button."""
    return next(form for form in read(page.text).forms if button in [label for _, _, label in form.buttons])


@pytest.mark.parametrize(
    "begun, meanwhile, button, fault",
    [
        pytest.param(
            ["edit"], ["approve"], "Take back the last step",
            "Omar Blunt approved it after you had opened it, when it was draft: it is approved",
            id="an edit taken back, approved meanwhile",
        ),
        pytest.param(
            [], ["approve"], "Spike",
            "Omar Blunt approved it after you had opened it, when it was draft: it is approved",
            id="a draft spiked, approved meanwhile",
        ),
        pytest.param(
            ["approve"], ["redraft", "spike"], "Redraft",
            "Omar Blunt spiked it after you had opened it, when it was approved: it is spiked",
            id="an approval taken back, spiked meanwhile",
        ),
        pytest.param(
            ["approve"], ["file"], "File", "it is filed, and “file” is not for such a story", id="filed twice"
        ),
    ],
)  # fmt: skip
def test_what_somebody_else_has_decided_meanwhile_is_not_undone_unseen(
    desk, kent, begun, meanwhile, button, fault
):
    with visitor(desk, "edie") as client:
        if "edit" in begun:
            press(client, f"{at(kent)}/edit", "Save", text={4: "Officers are counted in full."})
        else:
            bring(client, kent, *(act.capitalize() for act in begun))
        form = form_with(client.get(at(kent)), button)
        for act in meanwhile:
            desk.archive.decide(kent, act, by="Omar Blunt", at=NOW, why="so it must be")
        stands = desk.archive.story(kent).status
        typed = {"why": "libel"} if button == "Spike" else {}
        page = send(client, form.action, form.pressed(button, typed))
    assert (page.status_code, said(page).startswith(f"story {kent}, police-kent: {fault}. ")) == (409, True)
    assert desk.archive.story(kent).status == stands
    if typed:
        assert ("why", "libel") in form_with(page, "Spike").fields


def test_nobody_but_a_chief_kills_wherever_the_story_stands(desk, kent):
    with visitor(desk, "edie") as client:
        page = post(client, f"{at(kent)}/decisions", act="kill", seen="1", why="libel")
    assert said(page) == f"story {kent}, police-kent: it takes a chief to kill it. Ask one."


# A hold or a stop overruled.


def test_a_hold_is_overruled_by_name_and_reason_which_stand_in_the_copy(desk):
    number = desk.number("offenders-teesside", "mappa-2021")
    with visitor(desk, "edie") as client:
        page = press(client, at(number), "Overrule", why="the ministry confirmed it")
        assert said(page) == "Overruled, in your name: a note to editors says so."
        assert text_of(page, "par-ednote")[0].startswith(
            "Editors: Teesside: a change of 33.2 per cent against 3.0 across the nation, and 4.5 in its own earlier years. "
            "Overruled by Edie Grey: the ministry confirmed it"
        )
        assert said(press(client, at(number), "Approve")) == "Approved, in your name."
        press(client, at(number), "Redraft")
        assert (
            said(press(client, at(number), "Take back the last step"))
            == "Taken back: “overrule” by Edie Grey."
        )
        assert "Held" in text_of(client.get(at(number)), "h2")


def test_a_hold_that_is_overruled_beside_its_figures_leads_back_to_them(desk):
    with visitor(desk, "edie") as client:
        page = press(client, "/releases/mappa-2021", "Overrule", why="the ministry confirmed it")
    assert (page.url.path, said(page)[:10]) == ("/releases/mappa-2021", "Overruled,")


@pytest.mark.parametrize(
    "why, fault",
    [
        pytest.param("<b>so</b>", "The reason: it has markup in it. Write it in plain words.", id="markup"),
        pytest.param("one\ntwo", "The reason: it is more than one line of print. Write it in one line.",
                     id="several lines"),
        pytest.param(" ", "The reason: it is empty. Say it in a line of plain words.", id="none"),
    ],
)  # fmt: skip
def test_a_reason_that_copy_cannot_print_is_refused(desk, why, fault):
    number = desk.number("offenders-teesside", "mappa-2021")
    with visitor(desk, "edie") as client:
        page = press(client, at(number), "Overrule", why=why)
        assert (page.status_code, said(page), desk.archive.story(number).held) == (422, fault, True)
        form = form_with(page, "Overrule")
        assert dict(form.fields)["why"].split() == why.split()
        page = send(client, form.action, form.pressed("Overrule", {"why": "the ministry confirmed it"}))
    assert said(page) == "Overruled, in your name: a note to editors says so."


def test_a_reason_that_is_refused_beside_the_figures_is_mended_on_the_story_and_leads_back(desk):
    with visitor(desk, "edie") as client:
        page = press(client, "/releases/mappa-2021", "Overrule", why="<b>so</b>")
        form = form_with(page, "Overrule")
        page = send(client, form.action, form.pressed("Overrule", {"why": "so"}))
    assert (page.url.path, said(page)[:10]) == ("/releases/mappa-2021", "Overruled,")


def test_a_story_without_figures_cannot_be_overruled(desk):
    number = desk.number("offenders-kent", "mappa-2021")
    with visitor(desk, "edie") as client:
        page = post(client, f"{at(number)}/decisions", act="overrule", seen="1", why="never mind")
    assert (page.status_code, "it cannot be told at all" in said(page)) == (409, True)


# What must not go out.


def test_nothing_is_filed_before_its_embargo_and_it_says_until_when(desk, kent):
    desk.clock.at = datetime(2020, 1, 30, 9, 29, 59, tzinfo=UTC)
    with visitor(desk, "edie") as client:
        press(client, at(kent), "Approve")
        page = client.get(at(kent))
        assert (
            "File it is embargoed until 09:30 on 30 January 2020, London time (rule R1)"
            in text_of(page, "act")[0]
        )
        refused = post(client, f"{at(kent)}/decisions", act="file", seen="1")
        assert (refused.status_code, "it is embargoed until 09:30 on 30 January 2020" in said(refused)) == (
            409,
            True,
        )
        assert not desk.wire.exists()
        desk.clock.later(seconds=1)
        assert said(press(client, at(kent), "File")).startswith("Filed.")


def test_nothing_of_a_trial_run_is_ever_filed(open_desk, seed):
    with closing(Archive(str(seed))) as archive:
        copy = archive.version(archive.called("police-kent").number).copy
    desk = open_desk(empty=True, trial=True)
    desk.desk.people.add("edie", PASSWORD, Role.EDITOR, NOW, "Edie Grey")
    number = desk.archive.keep(replace(copy, trial=True), NOW).kept.number
    with visitor(desk, "edie") as client:
        press(client, at(number), "Approve")
        page = client.get(at(number))
        refused = post(client, f"{at(number)}/decisions", act="file", seen="1")
    assert text_of(page, "trial") == ["Trial run: nothing on this desk may be filed."]
    assert "it comes of a trial run, which is never filed (rule L4)" in text_of(page, "act")[0]
    assert (refused.status_code, desk.archive.story(number).status) == (409, Status.APPROVED)


@pytest.mark.parametrize("act, acts", [("file", ["Approve"]), ("kill", ["Approve", "File"])])
def test_nothing_goes_out_from_a_desk_of_trial_runs_whatever_the_story_says(open_desk, act, acts):
    desk = open_desk(trial=True)
    number = desk.number("police-kent")
    for each in acts:
        desk.archive.decide(number, each.lower(), by="Cath Boss", at=NOW)
    stands = desk.archive.story(number).status
    with visitor(desk, "cath") as client:
        page = client.get(at(number))
        refused = post(client, f"{at(number)}/decisions", act=act, seen="1", why="so")
        corrected = press(client, f"{at(number)}/edit", "Correct it", why="so") if act == "kill" else None
    fault = f"story {number}, police-kent: this desk is of trial runs, of which nothing goes out (rule L4). "
    assert (refused.status_code, said(refused)) == (409, f"{fault}Do it on the newsroom's own desk.")
    assert corrected is None or said(corrected) == f"{fault}Do it on the newsroom's own desk."
    assert "File" not in buttons(page)
    assert desk.archive.story(number).status == stands


def test_where_the_wire_s_folder_cannot_be_written_to_nothing_is_filed(desk, kent):
    desk.wire.write_text("a file where the folder should be")
    with visitor(desk, "edie") as client:
        press(client, at(kent), "Approve")
        page = press(client, at(kent), "File")
    assert (page.status_code, desk.archive.story(kent).status) == (422, Status.APPROVED)
    assert "cannot be written to" in said(page)
    assert "File" in buttons(page)


# Many at once.

REVIEW = "/review?pack=registered-offenders&release=mappa-2021"


def test_the_unflagged_drafts_of_a_batch_are_paged_through_and_then_approved_together(desk):
    with visitor(desk, "edie") as client:
        page = client.get(REVIEW)
        read_through = []
        while "Approve" not in page.text:
            read_through.append(text_of(page, "p")[0])
            form = read(page.text).forms[-1]
            page = send(client, form.action, form.pressed(form.buttons[0][2], {}))
        assert read_through == [f"{number} of 16 drafts paged through" for number in (5, 10, 15)]
        assert (len(text_of(page, "reviewed")), read(page.text).forms[-1].buttons[0][2]) == (
            1,
            "Approve all 16",
        )
        form = read(page.text).forms[-1]
        done = send(client, form.action, form.pressed("Approve all 16", {}))
    assert (said(done), done.url.path) == ("16 approved, in your name.", "/stories")
    approved = [each for each in desk.every() if each.status == Status.APPROVED]
    assert {(each.release, each.flags, each.held) for each in approved} == {("mappa-2021", 0, False)}
    assert {desk.archive.history(each.number)[-1].why for each in approved} == {"paged through with others"}


def paged(client, url=REVIEW):
    """Page through all that is there, and return the form that approves it."""
    page = client.get(url)
    while "Approve all" not in page.text:
        form = read(page.text).forms[-1]
        page = send(client, form.action, form.pressed(form.buttons[0][2], {}))
    return read(page.text).forms[-1]


def test_what_was_changed_or_flagged_since_it_was_paged_through_is_not_approved(desk):
    with visitor(desk, "edie") as client:
        form = paged(client)
        changed, flagged = (
            desk.number("offenders-essex", "mappa-2021"),
            desk.number("offenders-norfolk", "mappa-2021"),
        )
        for number, flags in ((changed, ()), (flagged, (Flag("sub", "look again"),))):
            copy = desk.archive.version(number).copy
            desk.archive.save(
                number, replace(copy, flags=flags, pars=copy.pars[:-1]), base=1, by="Omar", at=NOW
            )
        page = send(client, form.action, form.pressed(form.buttons[0][2], {}))
    assert (said(page), text_of(page, "li")[-2:]) == (
        "14 approved, in your name.",
        [
            "Norfolk (offenders-norfolk): Omar has changed it since you read it",
            "Essex (offenders-essex): Omar has changed it since you read it",
        ],
    )
    assert {desk.archive.story(number).status for number in (changed, flagged)} == {Status.DRAFT}


def test_what_was_flagged_or_decided_since_it_was_paged_through_is_named_and_left_out(desk):
    with visitor(desk, "edie") as client:
        form = paged(client)
        spiked = desk.number("offenders-essex", "mappa-2021")
        desk.archive.decide(spiked, "spike", by="Omar Blunt", at=NOW, why="no")
        page = send(client, form.action, form.pressed(form.buttons[0][2], {}))
    assert (said(page), text_of(page, "li")[-1]) == (
        "15 approved, in your name.", "Essex (offenders-essex): it is spiked",
    )  # fmt: skip


def test_the_review_of_a_batch_has_its_own_stories_and_names_those_that_it_leaves_out(desk):
    with visitor(desk, "edie") as client:
        begun = post(
            client, "/batches", what="registered-offenders/mappa-2021", length="story", style="guardian"
        )
        while not desk.desk.batches.run(1).ended:
            time.sleep(0.01)
        link = next(
            link for link in read(client.get(begun.url.path).text).links if link.startswith("/review")
        )
        page = client.get(link)
        own = desk.desk.batches.run(1).stories
        form = paged(client, link)
        done = send(client, form.action, form.pressed(form.buttons[0][2], {}))
    kept = [desk.archive.story(number) for number in own]
    clean = [each.number for each in kept if not each.held and not each.flags]
    assert (len(own), {each.style for each in kept}) == (42, {"guardian"})
    assert text_of(page, "p")[0] == f"5 of {len(clean)} drafts paged through"
    assert text_of(page, "summary") == [f"{42 - len(clean)} stories of the batch left out"]
    assert "Kent (offenders-kent-guardian): it is held" in text_of(page, "li")
    assert said(done) == f"{len(clean)} approved, in your name."
    approved = [each.number for each in desk.every() if each.status == Status.APPROVED]
    assert sorted(approved) == sorted(clean)


def test_the_review_of_a_batch_that_is_not_remembered_says_so(desk):
    with visitor(desk, "edie") as client:
        page = client.get("/review?run=7")
    assert said(page) == (
        "batch 7: no run of that number is remembered. Its stories are in the list all the same."
    )


@pytest.mark.parametrize("forged", ["[[1, 1], [2, 1]]", "W1sxLDFdXQ.aaaa.bbbb", "a.b.c", "é"])
def test_what_was_paged_through_cannot_be_forged(desk, forged):
    with visitor(desk, "edie") as client:
        page = post(client, REVIEW, act="approve", read=forged)
    assert (page.status_code, said(page)) == (
        422, "the review: what was paged through cannot be made out any more. Begin it again.",
    )  # fmt: skip
    assert not [each for each in desk.every() if each.status != Status.DRAFT]


def test_nobody_approves_by_what_another_has_paged_through(desk):
    with visitor(desk, "edie") as one, visitor(desk, "omar") as other:
        form = paged(one)
        page = send(other, form.action, form.pressed(form.buttons[0][2], {}))
    assert page.status_code == 422
    assert not [each for each in desk.every() if each.status != Status.DRAFT]


def test_nothing_is_approved_that_was_not_paged_through(desk):
    with visitor(desk, "edie") as client:
        form = read(client.get(REVIEW).text).forms[-1]
        page = send(client, form.action, [*form.fields, ("act", "approve")])
    assert said(page) == "5 approved, in your name."


def test_where_no_draft_is_unflagged_the_review_says_so(desk):
    with visitor(desk, "edie") as client:
        page = client.get("/review?pack=police-workforce&only=held&words=nothing-at-all")
    assert text_of(page, "p")[0] == "There is no unflagged draft of these."


def test_a_story_may_be_decided_on_again_after_a_night(desk, kent):
    with visitor(desk, "edie") as client:
        press(client, at(kent), "Approve")
        desk.clock.later(hours=20)
        assert said(press(client, at(kent), "File")).startswith("Filed.")
    assert desk.archive.history(kent)[-1].at == NOW + timedelta(hours=20)
