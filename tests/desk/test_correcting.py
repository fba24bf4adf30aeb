"""What the desk shows of a story that went out and no longer holds, and how it is put right or let stand."""

import shutil

import pytest
from desking import let_in, opened_beside, post, press, read, said, send, text_of, visitor
from making import ESSEX, KENT
from office import LATER, Office
from setting import YEAR

from storygen.archive.archive import Archive
from storygen.archive.workflow import Status
from storygen.facts.figure import Figure

WRONG = (
    "An earlier version of this story gave the number of bakers in Kent on March 31 2020 as 1,100. The Guild of "
    "Bakers has since revised it to 1,150."
)
WITHDRAWN = "bakers-2020 was withdrawn by its publisher: Norfolk was counted twice"


@pytest.fixture(scope="module")
def users(tmp_path_factory):
    """Give an archive that has the users of a desk, and nothing else."""
    path = tmp_path_factory.mktemp("users") / "archive.db"
    archive = Archive(str(path))
    let_in(archive)
    archive.close()
    return path


@pytest.fixture
def office(users, tmp_path):
    shutil.copy(users, tmp_path / "archive.db")
    return Office(tmp_path)


@pytest.fixture
def desk(office, tmp_path):
    """Give a desk on the office's archive."""
    with opened_beside(office.archive, office.editions, tmp_path, LATER) as found:
        yield found


@pytest.fixture
def kent(office):
    """Return the number of a story that went out, one of whose figures was revised since."""
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150}).enter()
    return number


def pars(desk, number):
    """Return the pars of a story as they stand, by name."""
    return {par.name: str(par) for par in desk.archive.version(number).copy.pars}


def label_of(page, name):
    """Return whether *page* has a field of that name with a label."""
    given = read(page.text).elements
    ids = {each["id"] for _, each in given if each.get("name") == name}
    return bool(ids) and ids <= {each.get("for") for tag, each in given if tag == "label"}


# What is owed.


def test_a_story_that_owes_a_correction_says_what_was_wrong_what_is_true_and_which_pars_differ(desk, kent):
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/{kent}")
    assert text_of(page, "hold") == [
        f"A correction is owed: a figure no longer holds {WRONG} storygen has drafted the correction as version 2, from the figures of "
        "bakers-2021. What went out is as it was. "
        "intro Went outThere are 1,100 bakers in Kent, official figures show."
        "DraftedThere are 1,150 bakers in Kent, official figures show. "
        "count Went outKent Police counted 1,100 bakers on March 31 2020, compared with 1,000 a year earlier."
        "DraftedKent Police counted 1,150 bakers on March 31 2020, compared with 1,000 a year earlier. "
        "Review and send the correction Let it stand … "
        "Why may it stand? It is kept with the story, and not said in the copy. Let it stand"
    ]
    assert text_of(page, "differs") == ["1,100", "1,150", "1,100", "1,150"]
    assert f"/stories/{kent}/edit" in read(page.text).links
    assert label_of(page, "why")


@pytest.mark.parametrize(
    "who, ways",
    [
        pytest.param("rita", [], id="a reader"),
        pytest.param("edie", ["Let it stand"], id="an editor"),
        pytest.param("cath", ["Let it stand", "Kill"], id="a chief"),
    ],
)
def test_who_may_not_decide_on_what_is_owed_reads_of_it(desk, kent, who, ways):
    with visitor(desk, who) as client:
        page = client.get(f"/stories/{kent}")
    buttons = [button[2] for form in read(page.text).forms for button in form.buttons]
    assert [each for each in buttons if each in ("Let it stand", "Kill")] == ways
    assert WRONG in text_of(page, "hold")[0]
    assert ("Kill it, below" in text_of(page, "hold")[0]) == (who == "cath")
    assert ("Review and send the correction" in text_of(page, "hold")[0]) == (who != "rita")


def test_what_is_owed_is_told_of_the_version_that_counts_alone(desk, kent):
    with visitor(desk, "edie") as client:
        assert text_of(client.get(f"/stories/{kent}?version=2"), "hold") == []
        assert text_of(client.get(f"/stories/{kent}?length=nib"), "hold") == []


def test_what_storygen_has_found_of_a_story_stands_in_its_history_in_words(desk, office, kent):
    office.archive.note(kent, "note", at=LATER, why="it holds: bakers-2021 prints it otherwise")
    office.archive.note(kent, "question", at=LATER, why=WITHDRAWN)
    with visitor(desk, "edie") as client:
        press(client, f"/stories/{kent}", "Let it stand", why="the guild stands by Kent")
        page = client.get(f"/stories/{kent}")
    assert text_of(page, "decisions") == [
        "30 Jun 2020, 11:00 write by storygen (version 1) "
        "30 Jun 2020, 11:00 approve by Ada, draft → approved (version 1) "
        "30 Jun 2020, 11:00 file by Ada, approved → filed (version 1) as text "
        f"1 Jul 2021, 11:00 correction drafted by storygen (version 2): {WRONG} "
        "1 Jul 2021, 11:00 revision noted by storygen (version 1): it holds: bakers-2021 prints it otherwise "
        f"1 Jul 2021, 11:00 withdrawal noted by storygen (version 1): {WITHDRAWN} "
        "1 Jul 2021, 11:00 let stand by Edie Grey (version 2): the guild stands by Kent"
    ]
    assert text_of(page, "versions")[1].startswith(f"corrective by storygen, 1 Jul 2021, 11:00: {WRONG}")


# Let stand.


def test_what_is_owed_is_let_stand_for_a_reason_which_stands_in_its_history(desk, kent):
    with visitor(desk, "edie") as client:
        assert said(press(client, f"/stories/{kent}", "Let it stand", why="nobody has printed it")) == (
            "It stands, in your name."
        )
        assert text_of(client.get(f"/stories/{kent}"), "hold") == []
    story, last = desk.archive.story(kent), desk.archive.history(kent)[-1]
    assert (story.owed, story.offered, story.status) == ("", None, Status.FILED)
    assert (last.act, last.by, last.why) == ("let stand", "Edie Grey", "nobody has printed it")


def test_nothing_is_let_stand_without_a_reason(desk, kent):
    with visitor(desk, "edie") as client:
        page = press(client, f"/stories/{kent}", "Let it stand", why="  ")
    assert (page.status_code, said(page)) == (
        409,
        "story 1, bakers-kent: to let it stand owes a reason. Say why.",
    )
    assert desk.archive.story(kent).owed == "figure"


def test_a_reader_lets_nothing_stand(desk, kent):
    with visitor(desk, "rita") as client:
        sent = {"act": "let stand", "owed": "figure", "offered": "2", "why": "so"}
        assert post(client, f"/stories/{kent}/decisions", sent).status_code == 403
    assert desk.archive.story(kent).owed == "figure"


def test_a_correction_under_embargo_says_from_when_it_may_be_sent(desk, office):
    number = office.file(office.keep("Kent"))
    office.revise({("bakers", KENT, YEAR): 1150}, embargo="2021-08-01T09:30").enter()
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/{number}")
    assert "the correction may be sent from 1 Aug 2021, 09:30 on." in text_of(page, "hold")[0]


def test_nobody_lets_stand_what_they_have_not_seen(desk, office, kent):
    with visitor(desk, "edie") as client:
        form = next(
            each
            for each in read(client.get(f"/stories/{kent}").text).forms
            if ("act", "let stand") in each.fields
        )
        office.revise({("bakers", KENT, YEAR): 1160}).enter()
        clash = send(client, form.action, form.pressed("Let it stand", {"why": "so"}))
        office.revise({}).enter()
        other = send(client, form.action, form.pressed("Let it stand", {"why": "so"}))
    assert (clash.status_code, said(clash)) == (
        409,
        "storygen saved version 3 at 1 Jul 2021, 11:00, after you had opened the story. Nothing was decided: this is "
        "the story as it is now.",
    )
    assert (other.status_code, said(other)) == (
        409,
        "story 1, bakers-kent: nothing is owed of it any more. Look at it again.",
    )
    assert [each.act for each in desk.archive.history(kent)][-1] == "settle"


# Withdrawn.


def test_a_story_whose_release_was_withdrawn_says_what_its_publisher_said(desk, office):
    number = office.file(office.keep("Kent"))
    office.archive.note(number, "question", at=LATER, why=WITHDRAWN)
    with visitor(desk, "cath") as client:
        page = client.get(f"/stories/{number}")
        assert text_of(page, "hold") == [
            f"Its release was withdrawn {WITHDRAWN} It has gone out: somebody must decide whether it may stand. "
            "Correct … Kill it, below Let it stand … "
            "Why may it stand? It is kept with the story, and not said in the copy. Let it stand"
        ]
        press(client, f"/stories/{number}", "Let it stand", why="Kent was counted once")
    assert desk.archive.story(number).owed == ""


def test_that_its_release_was_withdrawn_is_asked_when_its_correction_is_done_with(desk, office, kent):
    office.archive.note(kent, "question", at=LATER, why=WITHDRAWN)
    with visitor(desk, "edie") as client:
        assert "correction owed: figure" in client.get(f"/stories/{kent}").text
        press(client, f"/stories/{kent}", "Let it stand", why="nobody has printed it")
        assert "release withdrawn" in client.get(f"/stories/{kent}").text
        press(client, f"/stories/{kent}", "Let it stand", why="the guild says that it is right")
    assert desk.archive.story(kent).owed == ""


def test_a_draft_of_a_withdrawn_release_is_approved_when_somebody_has_said_that_it_may_stand(desk, office):
    number = office.keep("Kent")
    office.archive.note(number, "question", at=LATER, why=WITHDRAWN)
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/{number}")
        assert text_of(page, "hold") == [
            f"Its release was withdrawn {WITHDRAWN} It is not approved or filed until somebody says that it may stand. "
            "Let it stand … Why may it stand? It is kept with the story, and not said in the copy. Let it stand"
        ]
        assert "Approve its release was withdrawn by the publisher" in text_of(page, "act")[0]
        press(client, f"/stories/{number}", "Let it stand", why="Kent was counted once")
        assert said(press(client, f"/stories/{number}", "Approve")) == "Approved, in your name."


# The correction.


def test_the_correct_page_opens_with_the_drafted_pars_and_what_was_wrong(desk, kent):
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/{kent}/edit")
    form = next(each for each in read(page.text).forms if "order" in dict(each.fields))
    texts = [value for name, value in form.fields if name == "text"]
    assert texts == [
        "Bakers up in Kent",
        "There are 1,150 bakers in Kent, official figures show.",
        "Kent Police counted 1,150 bakers on March 31 2020, compared with 1,000 a year earlier.",
        "Kent Police had 60 ovens.",
        "England and Wales had 40,500 bakers.",
        'Ann Miller, the guild\'s president, said: "Bread matters."',
        "The figures were published on June 30 this year.",
    ]
    assert dict(form.fields)["why"] == WRONG
    assert text_of(page, "note") == [
        "storygen has drafted this correction, as version 2, from the figures of bakers-2021: what it changes. Its pars stand here, and "
        "below them what was wrong: change what you like. Nothing goes out before you say “Correct it”."
    ]
    assert text_of(page, "read-all") == ["As it is read, nothing is amiss."]
    assert label_of(page, "why")


def test_a_correction_that_is_sent_as_it_was_drafted_says_it_at_the_foot_and_is_owed_no_more(desk, kent):
    with visitor(desk, "edie") as client:
        page = press(client, f"/stories/{kent}/edit", "Correct it")
    assert said(page) == "Corrected. The wire's folder has bakers-kent.txt."
    assert f"Correction: {WRONG}" in " ".join(
        next(desk.wire.rglob("bakers-kent.txt")).read_text("utf-8").split()
    )
    story = desk.archive.story(kent)
    assert (story.status, story.owed, story.offered) == (Status.CORRECTED, "", None)
    assert list(pars(desk, kent).items())[-1] == ("correction", f"Correction: {WRONG}")
    assert pars(desk, kent)["intro"] == "There are 1,150 bakers in Kent, official figures show."


def test_what_is_typed_over_a_corrective_is_read_with_the_revised_figures(desk, kent):
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/{kent}/edit")
        form = next(each for each in read(page.text).forms if "order" in dict(each.fields))
        found = {}
        for count in ("1,150", "1,100"):
            typed = form.pressed(
                "Correct it", {"text": {1: f"Kent has {count} bakers now, official figures show."}}
            )
            found[count] = send(client, f"/stories/{kent}/read", typed)
    assert text_of(found["1,150"], "read-1")[0] == "Kent has 1,150 bakers now, official figures show."
    assert "Stop (reader)" in text_of(found["1,100"], "read-1")[0]


def test_an_editor_s_own_words_go_out_with_the_figures_behind_them(desk, kent):
    own = "Kent now has 1,150 bakers, the guild says after a second count."
    with visitor(desk, "edie") as client:
        press(client, f"/stories/{kent}/edit", "Correct it", text={1: own}, why="The count was\r\nput right.")
    copy = desk.archive.version(kent).copy
    assert pars(desk, kent)["intro"] == own
    runs = (run.prints for par, run in copy.runs() if par.name == "intro")
    cells = [cell.release for prints in runs if isinstance(prints, Figure) for cell in prints.cells()]
    assert cells == ["bakers-2021"]
    assert pars(desk, kent)["correction"] == "Correction: The count was put right."


def test_the_offer_of_a_corrective_leads_to_where_it_is_sent_from(desk, kent):
    for who, where in (("edie", f"/stories/{kent}/edit"), ("rita", f"/stories/{kent}")):
        with visitor(desk, who) as client:
            answer = client.get(f"/stories/{kent}/offer", follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (303, where)


def test_what_is_drafted_after_the_page_was_opened_is_seen_before_a_correction_goes(desk, office):
    number = office.file(office.keep("Kent"))
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/{number}/edit")
        form = next(each for each in read(page.text).forms if "order" in dict(each.fields))
        own = {"text": {3: "Kent Police had 60 ovens, all hot."}, "why": "They are all hot"}
        office.revise({("bakers", KENT, YEAR): 1150}).enter()
        refused = send(client, form.action, form.pressed("Correct it", own))
        assert (refused.status_code, said(refused)) == (
            422,
            "story 1, bakers-kent: storygen has drafted a correction of it since you opened it, version 2. See what that "
            "changes, and save yours again.",
        )
        again = next(each for each in read(refused.text).forms if "order" in dict(each.fields))
        kept = [value for name, value in again.fields if name in ("text", "why")]
        assert (kept[3], kept[-1]) == ("Kent Police had 60 ovens, all hot.", "They are all hot")
        assert f"/stories/{number}/differences?version=2&with=1" in read(refused.text).links
        stop = send(client, again.action, again.pressed("Correct it", {}))
    assert "a stop stands" in said(stop)
    assert desk.archive.story(number).status == Status.FILED


def test_who_saves_a_correction_second_sees_both(desk, office, kent):
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/{kent}/edit")
        form = next(each for each in read(page.text).forms if "order" in dict(each.fields))
        office.send(kent, nation="England and Wales had 40,500 bakers in all.")
        clash = send(client, form.action, form.pressed("Correct it", {}))
    assert clash.status_code == 409
    assert said(clash) == (
        "Ada saved version 3 at 1 Jul 2021, 11:00, after you had opened the story. Nothing of yours is lost: choose "
        "par by par, then save."
    )


# Of many.


def test_the_front_names_what_is_owed_first_and_what_is_most_severe_first_of_all(desk, office):
    for name in ("Essex", "Kent"):
        office.file(office.keep(name))
    office.keep("Kent", length="nib")
    turned = {("bakers", KENT, YEAR): 1150, ("bakers", ESSEX, YEAR): 950}
    office.revise(turned).enter()
    office.archive.note(3, "question", at=LATER, why=WITHDRAWN)
    with visitor(desk, "rita") as client:
        page = client.get("/")
        assert text_of(page, "card")[:2] == [
            "Corrections owed 2 They went out, and what they say no longer holds: a correction is drafted. "
            "Essex bakers-2020 1 flag correction owed: headline Kent bakers-2020 correction owed: figure",
            "Withdrawn 1 Their release was withdrawn: say whether they may stand. "
            "Kent bakers-2020, nib release withdrawn",
        ]
        links = [link for link in read(page.text).links if "only=owed" in link or "only=withdrawn" in link]
        lists = [[link for link in read(client.get(each).text).links if link[9:].isdigit()] for each in links]
        assert lists == [["/stories/2", "/stories/1"], ["/stories/3"]]
        drafts = client.get("/stories?only=offered")
    assert text_of(drafts, "list")[0].startswith("0 stories")


def test_a_release_that_was_revised_says_so_and_leads_to_what_is_owed(desk, office, kent):
    said_of = office.folder / "home" / "releases" / "bakers" / "bakers-2021.toml"
    said_of.write_text(f'{said_of.read_text("utf-8")}status = "revised"\n', encoding="utf-8")
    with visitor(desk, "rita") as client:
        page = client.get("/releases/bakers-2021")
        assert text_of(page, "note") == [
            "Its publisher has revised it since it came out. The corrections that are owed"
        ]
        (way,) = [link for link in read(page.text).links if "only=owed" in link]
        assert f"/stories/{kent}" in read(client.get(way).text).links
        assert text_of(client.get("/releases/bakers-2020"), "note") == []
