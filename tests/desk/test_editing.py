"""Words changed on the desk: read as they are typed, saved, set beside somebody else's or storygen's own."""

from dataclasses import replace

import pytest
from desking import NOW, PASSWORD, editions, post, press, read, said, send, text_of, visitor

from storygen import acts
from storygen.revising import Typed
from storygen.writing.story import Par, Run


@pytest.fixture
def kent(desk):
    """Return the number of a story of officers."""
    return desk.number("police-kent")


def at(number):
    return f"/stories/{number}/edit"


def pars(desk, number, version=None):
    """Return the pars of a story as they stand, by name."""
    return {par.name: str(par) for par in desk.archive.version(number, version).written.pars}


def index(desk, number, name):
    """Return where the par called *name* stands in the form."""
    return list(pars(desk, number)).index(name)


def form_of(page):
    """Return the form in which the words of a story stand."""
    return next(
        form for form in read(page.text).forms if "order" in dict(form.fields) or "one" in dict(form.fields)
    )


def saved_by(desk, number, par, new, by="Omar Blunt"):
    """Save a story with other words in one of its pars, as somebody else does meanwhile."""
    version = desk.archive.version(number)
    typed = [
        Typed(each.name, new if each.name == par else str(each), each.place) for each in version.copy.pars
    ]
    return acts.edit(desk.archive, editions(), number, typed, base=version.number, by=by, at=NOW)


def written_anew(desk, number, **new):
    """Keep a story as storygen writes it by other figures: some pars otherwise, some of them not at all."""
    copy = desk.archive.version(number, 1).copy
    changed = [Par.of(par.name, [Run(new[par.name])]) if new.get(par.name) else par for par in copy.pars]
    stay = [par for par in changed if new.get(par.name, "stays") is not None]
    return desk.archive.keep(replace(copy, pars=tuple(stay)), NOW)


# Saved.


def test_words_are_changed_and_the_numbers_in_them_keep_their_cells(desk, kent):
    with visitor(desk, "edie") as client:
        old = pars(desk, kent)["count"]
        new = old.replace("Kent Police had", "Last autumn Kent Police had")
        page = press(client, at(kent), "Save", text={index(desk, kent, "count"): new}, why="livelier")
    assert (said(page), pars(desk, kent)["count"]) == ("Saved as version 2.", new)
    before, after = (desk.archive.version(kent, each).copy.pars for each in (1, 2))
    assert [run.prints for par in after for run in par.runs if run.prints] == [
        run.prints for par in before for run in par.runs if run.prints
    ]
    decision = desk.archive.history(kent)[-1]
    assert (decision.act, decision.by, decision.why) == ("edit", "Edie Grey", "livelier")


def test_pars_are_moved_cut_and_added_by_number_and_by_choice(desk, kent):
    names = list(pars(desk, kent))
    with visitor(desk, "edie") as client:
        more = press(client, at(kent), "Add an empty par")
        form = form_of(more)
        last, nation, terms = len(names), names.index("nation"), names.index("terms")
        typed = {"text": {last: "More follows."}, "order": {nation: "2"}, "fate": {terms: "cut"}}
        page = send(client, form.action, form.pressed("Save", typed))
    assert said(page) == "Saved as version 2."
    rest = [name for name in names[1:] if name not in ("nation", "terms")]
    assert list(pars(desk, kent)) == ["headline", "nation", *rest, f"added-edie-{last}"]


@pytest.mark.parametrize(
    "typed, order",
    [
        pytest.param({3: "5"}, [0, 1, 2, 4, 3, 5, 6], id="one place down"),
        pytest.param({2: "6"}, [0, 1, 3, 4, 5, 2, 6], id="several places down"),
        pytest.param({5: "3"}, [0, 1, 5, 2, 3, 4, 6], id="up"),
        pytest.param({2: "5", 5: "2"}, [0, 5, 1, 3, 2, 4, 6], id="one down and one up"),
        pytest.param({4: "3", 6: "3"}, [0, 1, 4, 6, 2, 3, 5], id="two that want one place"),
        pytest.param({2: "400"}, [0, 1, 3, 4, 5, 6, 2], id="to the end"),
    ],
)  # fmt: skip
def test_a_par_is_moved_to_the_place_that_its_number_says(desk, kent, typed, order):
    names = list(pars(desk, kent))
    rest = dict.fromkeys(range(7, len(names)), "cut")
    with visitor(desk, "edie") as client:
        press(client, at(kent), "Save", order=typed, fate=rest)
    assert list(pars(desk, kent)) == [names[number] for number in order]


def test_a_quote_of_the_pack_s_that_is_not_in_the_copy_is_inserted_whole(desk):
    number = desk.number("offenders-essex", "mappa-2021")
    with visitor(desk, "edie") as client:
        cut = press(client, at(number), "Save", fate={index(desk, number, "police"): "cut"})
        assert said(cut) == "Saved as version 2."
        page = press(client, at(number), "Insert it at the end")
        form = form_of(page)
        assert ("autofocus" in page.text, page.text.count("autofocus")) == (True, 1)
        saved = send(client, form.action, form.pressed("Save", {}))
    assert said(saved) == "Saved as version 3."
    copy = desk.archive.version(number).copy
    assert (copy.pars[-1].name, type(copy.pars[-1].runs[-1].prints).__name__) == ("quote-police", "Quote")


def test_a_wrong_number_is_marked_as_it_is_typed_and_stops_the_story_until_it_is_mended(desk, kent):
    old = pars(desk, kent)["count"]
    wrong = {index(desk, kent, "count"): old.replace("3,548", "3,549")}
    with visitor(desk, "edie") as client:
        form = form_of(client.get(at(kent)))
        part = send(
            client,
            f"/stories/{kent}/read",
            form.pressed("Save", {"text": wrong}),
            headers={"HX-Request": "true"},
        )
        assert text_of(part, "small")[0] == "As it is read: 1 stop, in count."
        assert text_of(part, "flagged-by") == [
            "Stop (reader): 3,549: in Kent, “officers” was 3,547.58 on September 30 2019"
        ]
        assert desk.archive.story(kent).version == 1
        page = press(client, at(kent), "Save", text=wrong)
        assert said(page) == "Saved as version 2. A stop stands: see beside the pars."
        assert "Approve" not in [each[2] for form in read(page.text).forms for each in form.buttons]
        refused = post(client, f"/stories/{kent}/decisions", act="approve", seen="2")
        assert (refused.status_code, "a stop stands" in said(refused)) == (409, True)
        page = press(client, at(kent), "Save", text={index(desk, kent, "count"): old})
        assert said(page) == "Saved as version 3."
        assert said(press(client, f"/stories/{kent}", "Approve")) == "Approved, in your name."


def test_a_number_that_no_figure_stands_behind_is_marked(desk, kent):
    typed = {
        index(
            desk, kent, "terms"
        ): "Police strength is counted in full-time equivalents. Some 4,000 others count."
    }
    with visitor(desk, "edie") as client:
        page = press(client, at(kent), "Read it again", text=typed)
    assert "No figure stands behind “4,000”." in " ".join(text_of(page, "read"))
    assert "data-changed" in page.text


def test_words_that_printed_a_figure_or_a_claim_and_are_not_linked_any_more_are_marked(desk, kent):
    typed = {index(desk, kent, "comparison"): "A rise of six per cent, and in Kent numbers rose."}
    with visitor(desk, "edie") as client:
        page = press(client, at(kent), "Read it again", text=typed)
    assert "No figure stands behind “rose”." in " ".join(text_of(page, "read"))


def test_an_approved_story_that_is_changed_is_a_draft_again(desk, kent):
    with visitor(desk, "edie") as client:
        press(client, f"/stories/{kent}", "Approve")
        warned = client.get(at(kent))
        page = press(
            client, at(kent), "Save", text={index(desk, kent, "terms"): "Officers are counted in full."}
        )
    assert "once it is changed it is a draft again, to be approved anew" in text_of(warned, "main")[0]
    assert text_of(page, "badge")[0] == "draft"


# Not saved, and not lost.


@pytest.mark.parametrize(
    "typed, fault",
    [
        pytest.param({}, "story {}, police-kent: nothing in it was changed.", id="nothing"),
        pytest.param({"order": {0: "2", 1: "1"}},
                     "the story: its first par is not the headline. Put the headline first.", id="the headline moved"),
        pytest.param({"text": {0: " "}},
                     "the story: its first par is not the headline. Put the headline first.", id="no headline"),
        pytest.param({"text": {1: "x" * 20_001}},
                     "par 2, intro: it has 20,001 characters. A par may have 20,000: part it, or take less.",
                     id="a par pasted whole"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_stands_in_the_form_with_the_reason(desk, kent, typed, fault):
    with visitor(desk, "edie") as client:
        page = press(client, at(kent), "Save", why="because", **typed)
        fields = form_of(page).fields
    assert (page.status_code, said(page)) == (422, fault.format(kent))
    assert [dict(fields)["why"], dict(fields)["base"]] == ["because", "1"]
    for field, over in typed.items():
        stands = [value for name, value in fields if name == field]
        assert {number: stands[number] for number in over} == over
    assert desk.archive.story(kent).version == 1


@pytest.mark.parametrize(
    "typed, fault",
    [
        pytest.param({"name": {2: "<b>"}}, "it has a par that no story has", id="a par of a strange name"),
        pytest.param(
            {"place": {2: "Kent <b>"}}, "it has a par that no story has", id="a par of a strange place"
        ),
    ],
)
def test_a_form_that_is_not_the_desk_s_is_refused(desk, kent, typed, fault):
    with visitor(desk, "edie") as client:
        page = press(client, at(kent), "Save", **typed)
        lacking = post(client, at(kent), key="0", name="headline", place="", text="x", base="1")
    assert (page.status_code, said(page)) == (422, f"the form: {fault}. Open the story again.")
    assert said(lacking) == "the form: some of its fields are missing. Open the story again."


@pytest.mark.parametrize("how", ["spiked", "killed"])
def test_the_words_of_a_story_that_will_not_run_stand(desk, kent, how):
    with visitor(desk, "cath") as client:
        if how == "killed":
            press(client, f"/stories/{kent}", "Approve")
            press(client, f"/stories/{kent}", "File")
        press(client, f"/stories/{kent}", "Spike" if how == "spiked" else "Kill", why="libel")
        page = client.get(at(kent))
    assert (page.status_code, f"it is {how}, and its words stand" in said(page)) == (409, True)


TYPED = "Kent had </textarea><script>alert(1)</script> & more."


def without_session(client, desk):
    client.cookies.clear()


def shut_out_and_let_in(client, desk):
    desk.desk.people.change("edie", active=False)
    desk.desk.people.change("edie", active=True)


def signed_in_again(client, desk):
    client.cookies.clear()
    press(client, "/sign-in", "Sign in", name="edie", password=PASSWORD)


@pytest.mark.parametrize(
    "happens, status, fault, way",
    [
        pytest.param(without_session, 403, "Your session has ended", "/sign-in?back=%2Fstories%2F{}%2Fedit",
                     id="the cookie is gone"),
        pytest.param(shut_out_and_let_in, 401, "Your session has ended", "/sign-in?back=%2Fstories%2F{}%2Fedit",
                     id="the session was ended"),
        pytest.param(signed_in_again, 403, "This form is of a session that has ended", "/stories/{}/edit",
                     id="there is another session by now"),
    ],
)  # fmt: skip
def test_whose_session_ends_while_they_type_is_given_back_their_words(
    desk, kent, happens, status, fault, way
):
    with visitor(desk, "edie") as client:
        form = form_of(client.get(at(kent)))
        sent = form.pressed("Save", {"text": {1: TYPED}, "why": "livelier"})
        happens(client, desk)
        page = send(client, form.action, sent, follow_redirects=False)
        part = send(client, f"/stories/{kent}/read", sent, headers={"HX-Request": "true"})
    assert (page.status_code, said(page)) == (
        status,
        f"{fault}, and nothing was saved. What you typed is below: copy it before you leave this page.",
    )
    words = [value for name, value in sent if name == "text"]
    assert text_of(page, "textarea") == [*words, "livelier"]
    assert text_of(page, "label")[-len(words) - 1 :][:2] == ["headline", "intro"]
    assert way.format(kent) in read(page.text).links
    assert (part.status_code, said(part)[:41]) == (status, "You are signed out. Copy what you have ty")
    assert desk.archive.story(kent).version == 1


def test_another_site_s_words_are_not_given_back_as_anybody_s(desk, kent):
    with visitor(desk) as client:
        client.cookies.clear()
        headers = {"Origin": "https://evil.example"}
        page = send(client, at(kent), [("name", "intro"), ("text", "Pay here")], headers=headers)
    assert (page.status_code, text_of(page, "h1"), "Pay here" in page.text) == (403, ["Not from here"], False)


# Two editors.


def overtaken(client, desk, number, meanwhile, **typed):
    """Return what comes of saving what is *typed* where something happens to the story meanwhile."""
    form = form_of(client.get(at(number)))
    meanwhile()
    return send(client, form.action, form.pressed("Save", typed))


def picks(page):
    """Return what is chosen to begin with of each par that both have otherwise, by its name."""
    form = form_of(page)
    names = [value for field, value in form.fields if field == "name"]
    one, two = ([value for field, value in form.fields if field == side] for side in ("one", "two"))
    chosen = dict(form.fields)
    return {name: chosen[f"pick-{at}"] for at, name in enumerate(names) if one[at] != two[at]}


def test_who_saves_second_sees_both_par_by_par_and_chooses(desk, kent):
    theirs = "Terms, as Omar has them."
    with visitor(desk, "edie") as client:
        mine = {"text": {index(desk, kent, "terms"): "Terms, as Edie has them."}, "why": "plainer"}
        clash = overtaken(client, desk, kent, lambda: saved_by(desk, kent, "terms", theirs), **mine)
        assert (clash.status_code, said(clash)) == (
            409,
            "Omar Blunt saved version 2 at 2 Mar 2026, 09:00, after you had opened the story. Nothing of yours is lost: "
            "choose par by par, then save.",
        )  # fmt: skip
        assert picks(clash) == {"terms": "mine"}
        assert text_of(clash, "legend")[index(desk, kent, "terms")] == "terms (changed by both)"
        chosen = form_of(clash)
        pick = f"pick-{index(desk, kent, 'terms')}"
        at_it = [name for name, _ in chosen.fields if name.startswith("pick-")].index(pick)
        assert at_it == index(desk, kent, "terms")
        page = send(client, chosen.action, chosen.pressed("Save what is chosen", {pick: "new", "why": "his"}))
    assert said(page) == f"story {kent}, police-kent: nothing in it was changed."
    assert "data-changed" in page.text


def cut_by_omar(desk, number, par):
    version = desk.archive.version(number)
    typed = [Typed(each.name, str(each), each.place) for each in version.copy.pars if each.name != par]
    acts.edit(desk.archive, editions(), number, typed, base=version.number, by="Omar Blunt", at=NOW)


@pytest.mark.parametrize(
    "meanwhile, chosen, terms",
    [
        pytest.param(
            lambda desk, number: saved_by(desk, number, "heads", "Heads, as Omar has them."),
            {"heads": "new", "terms": "mine"},
            "Terms, as Edie has them.",
            id="another has changed another par",
        ),
        pytest.param(
            lambda desk, number: cut_by_omar(desk, number, "heads"),
            {"heads": "new", "terms": "mine"},
            "Terms, as Edie has them.",
            id="another has cut another par",
        ),
        pytest.param(
            lambda desk, number: written_anew(desk, number, heads="Heads, anew.", terms="Terms, anew."),
            {"heads": "new", "terms": "mine"},
            "Terms, as Edie has them.",
            id="storygen has written the draft anew",
        ),
    ],
)
def test_what_an_editor_has_not_touched_is_set_to_what_it_was_made_meanwhile(
    desk, kent, meanwhile, chosen, terms
):
    with visitor(desk, "edie") as client:
        mine = {"text": {index(desk, kent, "terms"): terms}}
        clash = overtaken(client, desk, kent, lambda: meanwhile(desk, kent), **mine)
        theirs = pars(desk, kent)
        assert picks(clash) == chosen
        form = form_of(clash)
        page = send(client, form.action, form.pressed("Save what is chosen", {}))
    assert (said(page), pars(desk, kent)) == ("Saved as version 3.", theirs | {"terms": terms})


def test_a_correction_reverts_nothing_that_a_colleague_has_corrected_meanwhile(desk, kent):
    def corrected():
        copy = desk.archive.version(kent).copy
        typed = [
            Typed(par.name, "Heads, put right." if par.name == "heads" else str(par), par.place)
            for par in copy.pars
        ]
        omar = {"by": "Omar Blunt", "at": NOW, "why": "heads were wrong"}
        acts.correct(desk.archive, editions(), kent, typed, base=1, **omar)

    with visitor(desk, "edie") as client:
        press(client, f"/stories/{kent}", "Approve")
        press(client, f"/stories/{kent}", "File")
        form = form_of(client.get(at(kent)))
        mine = {"text": {index(desk, kent, "terms"): "Terms, put right."}, "why": "Terms were wrong"}
        corrected()
        clash = send(client, form.action, form.pressed("Correct it", mine))
        assert picks(clash) == {"heads": "new", "terms": "mine"}
        form = form_of(clash)
        send(client, form.action, form.pressed("Correct it as chosen", {}))
    wire = (desk.wire / "workforce-2019" / "police-kent.txt").read_text()
    assert [each in wire for each in ("Heads, put right.", "Terms, put right.", "Terms were wrong")] == [
        True
    ] * 3


def test_a_par_that_was_only_moved_stands_where_its_editor_has_put_it(desk, kent):
    names = list(pars(desk, kent))
    with visitor(desk, "edie") as client:
        changed = lambda: saved_by(desk, kent, "heads", "Heads, as Omar has them.")  # noqa: E731
        clash = overtaken(client, desk, kent, changed, order={len(names) - 1: "2"})
        assert "The pars stand in your order." in text_of(clash, "main")[0]
        form = form_of(clash)
        send(client, form.action, form.pressed("Save what is chosen", {}))
    assert list(pars(desk, kent)) == [names[0], names[-1], *names[1:-1]]
    assert pars(desk, kent)["heads"] == "Heads, as Omar has them."


def test_what_two_editors_have_added_is_two_pars(desk, kent):
    def added(client, words):
        form = form_of(press(client, at(kent), "Add an empty par"))
        return form, form.pressed("Save", {"text": {len(pars(desk, kent)): words}})

    with visitor(desk, "edie") as edie, visitor(desk, "omar") as omar:
        form, mine = added(edie, "More, by Edie.")
        _, theirs = added(omar, "More, by Omar.")
        send(omar, form.action, theirs)
        clash = send(edie, form.action, mine)
        form = form_of(clash)
        send(edie, form.action, form.pressed("Save what is chosen", {}))
    assert set(list(pars(desk, kent).values())[-2:]) == {"More, by Edie.", "More, by Omar."}


@pytest.mark.parametrize(
    "who, answer",
    [
        pytest.param("edie", "It is already saved, as version 2.", id="their own"),
        pytest.param("omar", "It is already saved, as version 2, by Edie Grey.", id="another's"),
    ],
)
def test_what_is_saved_already_is_not_set_beside_itself(desk, kent, who, answer):
    with visitor(desk, "edie") as client, visitor(desk, who) as again:
        form = form_of(client.get(at(kent)))
        sent = form.pressed("Save", {"text": {index(desk, kent, "terms"): "Terms,  as Edie has them. "}})
        assert said(send(client, form.action, sent)) == "Saved as version 2."
        assert said(send(again, form.action, sent)) == answer
    assert desk.archive.story(kent).version == 2


@pytest.mark.parametrize(
    "acts, fault",
    [
        pytest.param(
            ["approve"],
            "Cath Boss approved it after you had opened it, when it was draft: it is approved. Look at it again.",
            id="approved",
        ),
        pytest.param(
            ["approve", "file"],
            "Cath Boss filed it after you had opened it, when it was draft: it is filed. Look at it again.",
            id="filed",
        ),
    ],
)  # fmt: skip
def test_what_was_typed_for_a_draft_is_no_correction_of_what_has_gone_out_meanwhile(desk, kent, acts, fault):
    def decided():
        for act in acts:
            desk.archive.decide(kent, act, by="Cath Boss", at=NOW)

    with visitor(desk, "edie") as client:
        mine = {"text": {index(desk, kent, "terms"): "Terms, as Edie has them."}, "why": "plainer"}
        page = overtaken(client, desk, kent, decided, **mine)
        assert (page.status_code, said(page)) == (422, f"story {kent}, police-kent: {fault}")
        assert ("text", "Terms, as Edie has them.") in form_of(page).fields
        assert desk.archive.story(kent).version == 1


def test_what_was_typed_for_a_story_that_takes_no_words_any_more_is_given_back(desk, kent):
    with visitor(desk, "edie") as client:
        spiked = lambda: desk.archive.decide(kent, "spike", by="Cath Boss", at=NOW, why="no")  # noqa: E731
        page = overtaken(client, desk, kent, spiked, text={1: "Another intro."})
    assert page.status_code == 409
    assert said(page) == (
        f"story {kent}, police-kent: it is spiked, and its words stand. Take it off the spike first. "
        "Nothing was saved. What you typed is below: copy it before you leave this page."
    )
    assert "Another intro." in text_of(page, "textarea")


def test_who_is_overtaken_again_while_choosing_chooses_again(desk, kent):
    with visitor(desk, "edie") as client:
        form = form_of(client.get(at(kent)))
        saved_by(desk, kent, "heads", "Heads were counted too.")
        mine = {"text": {index(desk, kent, "terms"): "Terms, as Edie has them."}}
        chosen = form_of(send(client, form.action, form.pressed("Save", mine)))
        saved_by(desk, kent, "heads", "Heads were counted once more.")
        again = send(client, chosen.action, chosen.pressed("Save what is chosen", {}))
        assert (again.status_code, said(again)[:29]) == (409, "Omar Blunt saved version 3 at")
        assert ("one", "Terms, as Edie has them.") in form_of(again).fields
        chosen = form_of(again)
        page = send(client, chosen.action, chosen.pressed("Save what is chosen", {}))
    assert (said(page), pars(desk, kent)["terms"]) == ("Saved as version 4.", "Terms, as Edie has them.")


def test_what_is_chosen_and_cannot_be_saved_stands_in_the_form(desk, kent):
    with visitor(desk, "edie") as client:
        form = form_of(client.get(at(kent)))
        saved_by(desk, kent, "heads", "Heads were counted too.")
        mine = {"text": {0: "", index(desk, kent, "terms"): "Terms, as Edie has them."}}
        chosen = form_of(send(client, form.action, form.pressed("Save", mine)))
        page = send(client, chosen.action, chosen.pressed("Save what is chosen", {}))
    assert (page.status_code, said(page)) == (
        422, "the story: its first par is not the headline. Put the headline first.",
    )  # fmt: skip
    assert ("text", "Terms, as Edie has them.") in form_of(page).fields


# Offered.


def test_what_storygen_writes_anew_is_offered_and_taken_par_by_par(desk, kent):
    saved_by(desk, kent, "terms", "Terms, as Omar has them.")
    assert (
        written_anew(desk, kent, heads="Heads, anew.", terms="Terms, anew.", workforce=None).outcome
        == "offered"
    )
    with visitor(desk, "edie") as client:
        story = client.get(f"/stories/{kent}")
        assert f"/stories/{kent}/offer" in read(story.text).links
        page = client.get(f"/stories/{kent}/offer")
        picks = {name: value for name, value in form_of(page).fields if name.startswith("pick-")}
        names = [value for name, value in form_of(page).fields if name == "name"]
        chosen = {name: picks[f"pick-{number}"] for number, name in enumerate(names)}
        assert (chosen["heads"], chosen["terms"], chosen["workforce"]) == ("new", "mine", "new")
        taken = press(client, f"/stories/{kent}/offer", "Take what is chosen")
    assert said(taken) == "Taken; read it once more before you approve it."
    now = pars(desk, kent)
    assert (now["heads"], now["terms"], "workforce" in now) == (
        "Heads, anew.",
        "Terms, as Omar has them.",
        False,
    )
    assert desk.archive.story(kent).offered is None


def test_what_an_editor_has_cut_is_not_put_back_unless_it_is_chosen(desk, kent):
    with visitor(desk, "edie") as client:
        press(client, at(kent), "Save", fate={index(desk, kent, "workforce"): "cut"})
        written_anew(desk, kent, heads="Heads, anew.")
        press(client, f"/stories/{kent}/offer", "Take what is chosen")
    assert ("workforce" in pars(desk, kent), pars(desk, kent)["heads"]) == (False, "Heads, anew.")


def test_what_is_offered_may_be_set_aside(desk, kent):
    saved_by(desk, kent, "terms", "Terms, as Omar has them.")
    written_anew(desk, kent, terms="Terms, anew.")
    with visitor(desk, "edie") as client:
        page = press(client, f"/stories/{kent}/offer", "Set the new one aside")
        assert said(page) == "What was offered is set aside; yours stands."
        assert said(client.get(f"/stories/{kent}/offer")) == "Nothing is offered beside it any more."
    assert pars(desk, kent)["terms"] == "Terms, as Omar has them."


@pytest.mark.parametrize("button", ["Take what is chosen", "Set the new one aside"])
def test_what_nobody_has_seen_of_an_offer_is_neither_taken_nor_set_aside(desk, kent, button):
    saved_by(desk, kent, "terms", "Terms, as Omar has them.")
    written_anew(desk, kent, heads="Heads, anew.")
    with visitor(desk, "edie") as client:
        form = form_of(client.get(f"/stories/{kent}/offer"))
        written_anew(desk, kent, heads="Heads, once more anew.")
        page = send(client, form.action, form.pressed(button, {}))
        assert (page.status_code, said(page)) == (
            409, "Nothing was done: storygen has made version 4 since. This is what is offered now."
        )  # fmt: skip
        assert ("two", "Heads, once more anew.") in form_of(page).fields
    assert (desk.archive.story(kent).offered, desk.archive.story(kent).version) == (4, 2)


def test_what_is_offered_beside_a_story_that_went_out_is_not_taken_but_leads_to_a_correction(desk, kent):
    with visitor(desk, "edie") as client:
        press(client, f"/stories/{kent}", "Approve")
        press(client, f"/stories/{kent}", "File")
        assert written_anew(desk, kent, heads="Heads, anew.").outcome == "offered"
        page = client.get(f"/stories/{kent}/offer")
    assert "Take what is chosen" not in [each[2] for form in read(page.text).forms for each in form.buttons]
    assert at(kent) in read(page.text).links


def test_who_chooses_of_a_form_that_is_not_the_desk_s_is_refused(desk, kent):
    saved_by(desk, kent, "terms", "Terms, as Omar has them.")
    written_anew(desk, kent, terms="Terms, anew.")
    with visitor(desk, "edie") as client:
        page = post(client, f"/stories/{kent}/offer", act="take", base="2", name="headline", one="x")
    assert said(page) == "the form: some of its fields are missing. Open the story again."
