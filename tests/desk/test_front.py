"""What the desk shows of many stories: the front, the list and its filters, batches, places, releases and packs."""

import time
from dataclasses import replace

import pytest
from desking import NOW, editions, post, press, read, said, text_of, visitor

from storygen import acts
from storygen.archive import opening
from storygen.archive.finding import ONLY, PAGE
from storygen.desk.batches import TOGETHER
from storygen.desk.front import CALLED
from storygen.editions import Setting
from storygen.facts.geography import find_places
from storygen.writing.flag import Flag


def shown(page):
    """Return the numbers of the stories that a page lists."""
    return [
        int(link.rpartition("/")[2])
        for link in read(page.text).links
        if link.removeprefix("/stories/").isdigit()
    ]


# The front.


def test_the_front_shows_what_needs_a_person_and_what_nobody_can_write_apart(desk):
    with visitor(desk, "rita") as client:
        page = client.get("/")
    assert text_of(page, "counts") == ["170 draft 0 approved 0 filed 0 corrected 0 killed 0 spiked"]
    assert text_of(page, "h3")[:3] == ["Held for a person 3", "Flagged 34", "Without figures 60"]
    assert text_of(page, "waiting")[0].startswith(
        "Held for a person 3 The figures are there and in doubt: overrule by name, or leave it. Teesside mappa-2021: "
        "Teesside: a change of 33.2 per cent against 3.0 across the nation, and 4.5 in its own earlier years"
    )
    assert "Nothing has been filed yet." in text_of(page, "main")[0]


def test_what_went_out_and_what_is_to_go_out_is_listed_the_last_first(desk):
    sent = {
        "police-kent": ["file"],
        "police-essex": ["file", "kill"],
        "police-norfolk": [],
        "police-surrey": ["file"],
    }
    for slug, acts_of_it in sent.items():
        for act in ("approve", *acts_of_it):
            desk.clock.later(minutes=1)
            desk.archive.decide(desk.number(slug), act, by="Cath Boss", at=desk.clock(), why="so")
    with visitor(desk, "rita") as client:
        page = client.get("/")
    assert text_of(page, "stories") == [
        "Approved, and not filed StoryStatusPlaceAngleReleaseChanged "
        "Police officer numbers up in Norfolk, Home Office figures show approved 1 flag Norfolk rise workforce-2019 "
        "2 Mar 2026, 09:06",
        "Filed lately StoryStatusPlaceAngleReleaseChanged "
        "Police officer numbers down in Surrey, Home Office figures show filed 1 flag Surrey fall workforce-2019 "
        "2 Mar 2026, 09:08 "
        "Police officer numbers up in Essex, Home Office figures show killed Essex rise workforce-2019 "
        "2 Mar 2026, 09:05 "
        "Police officer numbers up in Kent, Home Office figures show filed Kent rise workforce-2019 "
        "2 Mar 2026, 09:02",
    ]


def test_an_empty_desk_says_how_to_begin(open_desk):
    desk = open_desk(empty=True)
    desk.desk.people.add("edie", "as long as it must be", "editor", desk.clock())
    with visitor(desk, "edie") as client:
        page = client.get("/")
        assert (
            "There are no drafts. Begin a batch, or write one with storygen write … --keep."
            in text_of(page, "main")[0]
        )
        assert "Nothing is owed, held, stopped, flagged or offered." in text_of(page, "main")[0]
        assert said(client.get("/stories")) == ""
        assert "No story fits. Take a filter away" in text_of(client.get("/stories"), "list")[0]


def test_every_count_of_the_front_leads_to_as_many_stories(desk):
    with visitor(desk, "rita") as client:
        page = client.get("/")
        links = [link for link in read(page.text).links if link.startswith("/stories?")]
        counts = dict(zip(links, map(_last_number, _link_words(page)), strict=True))
        for link, count in counts.items():
            if count is not None:
                assert text_of(client.get(link), "list")[0].partition(" stor")[0].replace(",", "") == str(
                    count
                ), link
    assert len(links) > 40


def _link_words(page):
    words, links = text_of(page, "a"), read(page.text).links
    return [word for word, link in zip(words, links, strict=True) if link.startswith("/stories?")]


def _last_number(words):
    found = [part for part in words.replace(",", "").split() if part.isdigit()]
    return int(found[-1]) if found else None


# The list.


@pytest.mark.parametrize(
    "query, count",
    [
        pytest.param("", 170, id="all"),
        pytest.param("words=kent", 4, id="a word"),
        pytest.param("words=KENT+use", 1, id="two words, in capitals"),
        pytest.param("words=%25", 0, id="a sign of SQL"),
        pytest.param("place=Kent", 4, id="a place by name"),
        pytest.param("place=Cleveland", 4, id="a place by its force's name"),
        pytest.param("place=E23000032", 4, id="a place by its code"),
        pytest.param("place=force:E23000032", 4, id="a place by kind and code"),
        pytest.param("place=South+East", 20, id="the places of a region"),
        pytest.param("place=South+East&pack=police-workforce", 5, id="the places of a region, of one pack"),
        pytest.param("place=region:West+Midlands", 16, id="a region of a force's name"),
        pytest.param("place=West+Midlands+region", 16, id="a region as the office says it"),
        pytest.param("place=West+Midlands", 4, id="a force of a region's name"),
        pytest.param("place=Teesside", 4, id="an area"),
        pytest.param("place=title:Birmingham+Mail", 4, id="a title's places"),
        pytest.param("place=E12000008", 0, id="a region's own stories, by its code"),
        pytest.param("place=Atlantis", 0, id="no place"),
        pytest.param("status=draft&status=filed", 170, id="either status"),
        pytest.param("status=filed", 0, id="a status"),
        pytest.param("status=nonsense", 170, id="no status"),
        pytest.param("only=waiting", 3, id="held for a person"),
        pytest.param("only=gaps", 60, id="held for want of figures"),
        pytest.param("only=nonsense", 170, id="no such kind"),
        pytest.param("pack=use-of-force&only=flagged", 14, id="flagged of a pack"),
        pytest.param("release=mappa-2021&angle=rise", 10, id="an angle of a release"),
        pytest.param("region=Wales&pack=police-workforce", 4, id="a region"),
    ],
)
def test_the_list_is_of_what_its_address_asks_for_and_says_so_in_its_fields(desk, query, count):
    with visitor(desk, "rita") as client:
        page = client.get(f"/stories?{query}")
        part = client.get(f"/stories?{query}", headers={"HX-Request": "true"})
    said_first = text_of(page, "list")[0]
    assert said_first.startswith(f"{count} stor"), said_first[:40]
    assert text_of(part, "p")[0] == text_of(page, "p")[0]
    assert "<html" not in part.text
    asked = dict(pair.split("=") for pair in query.split("&") if pair and "nonsense" not in pair)
    stands = {(name, value) for form in read(page.text).forms for name, value in form.fields}
    for name, value in asked.items():
        assert (name, value.replace("+", " ").replace("%25", "%")) in stands


def test_the_list_goes_on_over_pages_that_keep_what_was_asked(desk):
    found, address = [], "/stories?pack=police-workforce&pack=&status=draft&only="
    with visitor(desk, "rita") as client:
        page = client.get("/stories?status=draft")
        while True:
            found += shown(page)
            after = [link for link in read(page.text).links if "page=" in link]
            if not any(f"page={len(found) // PAGE + 1}" in link for link in after):
                break
            address = next(link for link in after if f"page={len(found) // PAGE + 1}" in link)
            assert "status=draft" in address
            page = client.get(address)
        assert (len(found), len(set(found))) == (170, 170)
        assert shown(client.get("/stories?page=99")) == found[150:]


def test_a_part_of_the_list_brings_what_each_filter_may_be_then_and_the_shortest_address(desk):
    asked = "words=kent&place=&only=&pack=police-workforce&release=&region=&status=draft&title="
    with visitor(desk, "rita") as client:
        part = client.get(f"/stories?{asked}", headers={"HX-Request": "true"})
        whole = client.get("/stories?pack=police-workforce")
    assert part.headers["HX-Replace-Url"] == "/stories?status=draft&pack=police-workforce&words=kent"
    brought = [given["hx-swap-oob"] for _, given in read(part.text).elements if "hx-swap-oob" in given]
    options = dict(zip(brought, text_of(part, "div")[1:], strict=True))
    assert options == {
        "innerHTML:#pack": "allpolice-workforceregistered-offendersuse-of-force", "innerHTML:#release": "allworkforce-2019", "innerHTML:#region": "allSouth East",
        "innerHTML:#angle": "allrise", "innerHTML:#length": "allstory", "innerHTML:#style": "allpa", "innerHTML:#title": "all",
    }  # fmt: skip
    assert "HX-Replace-Url" not in whole.headers
    assert "allworkforce-2019" in text_of(whole, "select")


def test_a_state_is_called_the_same_on_the_front_and_in_the_list(desk):
    with visitor(desk, "rita") as client:
        front, stories = client.get("/"), client.get("/stories")
    cards = {head.rpartition(" ")[0] for head in text_of(front, "h3") if head.rpartition(" ")[2].isdigit()}
    assert cards == {"Held for a person", "Flagged", "Without figures"}
    only = next(each for each in text_of(stories, "select") if "Neither held nor flagged" in each)
    assert [card for card in cards if card not in only] == []
    assert CALLED.keys() == ONLY.keys()


def test_the_cards_of_the_front_tell_one_setting_of_a_story_from_another(desk):
    setting = Setting("registered-offenders", "mappa-2021", "guardian", "nib", "Teesside Live")
    with editions().writing(setting) as edition:
        places, _, _ = find_places(edition.gazetteer, ["Teesside"])
    desk.archive.keep(acts.told(editions(), setting, places), NOW)
    with visitor(desk, "rita") as client:
        waiting = text_of(client.get("/"), "waiting")[0]
    assert "Teesside mappa-2021, nib, Teesside Live: Teesside: a change of 33.2" in waiting
    assert "Teesside mappa-2021: Teesside: a change of 33.2" in waiting


# Batches.


def test_a_batch_run_says_how_far_it_has_come_and_leads_to_what_it_has_written(desk):
    with visitor(desk, "edie") as client:
        page = press(client, "/batches", "Begin", what="registered-offenders/mappa-2020", length="nib")
        assert page.url.path == "/batches/1"
        parts = [client.get("/batches/1", headers={"HX-Request": "true"})]
        while "hx-trigger" in parts[-1].text:
            time.sleep(0.01)
            parts.append(client.get("/batches/1", headers={"HX-Request": "true"}))
        done = client.get("/batches/1")
        assert text_of(parts[-1], "p")[0] == "42 of 42 stories kept: done"
        assert text_of(done, "h1") == ["Batch 1: registered-offenders, mappa-2020"]
        assert text_of(done, "facts") == ["new42 held28"]
        links = [link for link in read(done.text).links if "mappa-2020" in link or link == "/review?run=1"]
        assert [text_of(client.get(link), "p")[0] for link in links] == [
            "42 stories",
            "5 of 14 drafts paged through",
        ]
        assert (
            "mappa-2020, nib, pa: 42 of 42, begun by Edie Grey" in text_of(client.get("/batches"), "main")[0]
        )


def test_a_batch_run_again_changes_nothing_and_one_of_every_title_s_patch_is_in_its_style(desk):
    with visitor(desk, "edie") as client:
        press(client, "/batches", "Begin", what="registered-offenders/mappa-2021")
        press(client, "/batches", "Begin", what="registered-offenders/mappa-2021", of="titles")
        _wait(desk)
        assert text_of(client.get("/batches/1"), "facts") == ["the same as before42 held26"]
        assert "one for each title’s patch" in text_of(client.get("/batches/2"), "main")[0]
    assert {each.style for each in desk.every() if each.title} >= {"guardian"}


def test_a_batch_is_stopped_after_the_stories_that_it_is_at(desk):
    with visitor(desk, "edie") as client:
        with opening.writing(desk.archive.engine):  # it must wait until it may keep its first ones
            press(client, "/batches", "Begin", what="police-workforce/workforce-2018")
            page = post(client, "/batches/1/stop")
            assert said(page) == "It ends after the stories that it is at."
        _wait(desk)
        run = desk.desk.batches.run(1)
        assert (run.done in (0, TOGETHER), run.of, len(run.stories)) == (True, 43, run.done)
        assert len([each for each in desk.every() if each.release == "workforce-2018"]) == run.done
        done = client.get("/batches/1")
        assert text_of(done, "p")[1] == f"{run.done} of 43 stories kept: stopped"
        assert "Stop it" not in done.text
        assert said(post(client, "/batches/1/stop")) == "It had ended already."


@pytest.mark.parametrize(
    "sent, fault",
    [
        pytest.param({}, "Choose a pack and its release.", id="nothing chosen"),
        pytest.param({"what": "../packs/x"}, "Choose a pack and its release.", id="no pack"),
        pytest.param({"what": "police-workforce/../x"}, "", id="no release"),
        pytest.param({"what": "police-workforce", "style": "times"},
                     "“times”: no such style. There are guardian, pa.", id="no style"),
    ],
)  # fmt: skip
def test_a_batch_of_what_there_is_not_is_not_begun_and_the_form_stays(desk, sent, fault):
    with visitor(desk, "edie") as client:
        page = post(client, "/batches", sent)
    assert (page.status_code, said(page).startswith(fault)) == (422, True)
    assert "Begin" in [each[2] for form in read(page.text).forms for each in form.buttons]
    assert desk.desk.batches.every() == []


def test_a_run_that_is_not_remembered_says_where_its_stories_are(desk):
    with visitor(desk, "edie") as client:
        page = client.get("/batches/7")
    assert (page.status_code, said(page)) == (
        404, "batch 7: no run of that number is remembered. Its stories are in the list all the same.",
    )  # fmt: skip


def _wait(desk):
    while not all(run.ended for run in desk.desk.batches.every()):
        time.sleep(0.01)


# Places, releases, packs.


def test_each_place_is_there_with_its_names_and_all_its_stories(desk):
    with visitor(desk, "rita") as client:
        places = client.get("/places")
        kent = client.get("/places/force:E23000032")
        alone = client.get("/places/E23000032")
        missing = client.get("/places/force:E99")
    assert "/places/force:E23000032" in read(places.text).links
    midlands = text_of(places, "tags")[text_of(places, "h2").index("East Midlands")]
    assert midlands.startswith("Derbyshire (force) ")
    assert "Derbyshire (area) " in midlands
    assert text_of(kent, "facts")[0].startswith(
        "Kindforce, E23000032 In copyKent; in Kent; Kent Police RegionSouth East"
    )
    assert text_of(kent, "h2") == ["use-of-force", "registered-offenders", "police-workforce"]
    assert len(shown(kent)) == 4
    assert text_of(alone, "h1") == ["Kent"]
    assert (missing.status_code, said(missing)) == (
        404,
        "“force:E99”: no place has that code. See the page of places.",
    )


def test_a_release_shows_its_figures_what_changed_and_what_it_holds(desk):
    with visitor(desk, "rita") as client:
        releases = client.get("/releases")
        page = client.get("/releases/workforce-2019")
        held = client.get("/releases/mappa-2024")
        missing = client.get("/releases/workforce-1066")
    assert "/releases/workforce-2019" in read(releases.text).links
    assert text_of(page, "h2") == ["Held and doubtful", "What changed from workforce-2018", "Its figures"]
    kent = next(row for row in text_of(page, "force") if row.startswith("Kent"))
    assert kent.startswith("Kent3,333.33,547.6")
    assert text_of(page, "thead")[-1].startswith(
        "Placepolice officers, full-time equivalentscommunity support officers, full-time equivalents"
    )
    assert text_of(held, "thead")[-1].startswith(
        "Placeregistered sex offendersregistered sex offenders for every 100,000 people aged 10 and over before"
    )
    assert (
        "“now” is at 30 September 2019, or the year to that day; “before” is at 30 September 2018, a year earlier."
        in page.text
    )
    assert (
        "Published30 January 2020, final; nothing is filed before 30 Jan 2020, 09:30"
        in text_of(page, "facts")[0]
    )
    assert text_of(page, "tr")[1:3] == [
        "Northumbriapolice officers, full-time equivalentsat 30 September 20183,140.63,151.6",
        "Northumbriapolice staff and designated officers, full-time equivalentsat 30 September 20181,500.11,502.1",
    ]
    assert "Overrule" not in [each[2] for form in read(held.text).forms for each in form.buttons]
    assert missing.status_code == 404


def test_a_release_shows_the_cell_of_each_figure_to_who_asks_for_them(desk):
    with visitor(desk, "rita") as client:
        page = client.get("/releases/workforce-2019?cells=shown")
        without = next(link for link in read(page.text).links if link.endswith("#figures"))
        assert "Table_1 D45" not in client.get(without).text
    kent = next(row for row in text_of(page, "force") if row.startswith("Kent"))
    assert kent.startswith("Kent3,333.3 workforce-2019, Table_1 B453,547.6 workforce-2019, Table_1 D45")


def test_a_release_says_first_what_a_person_can_do_and_who_has_done_it(desk):
    with visitor(desk, "edie") as client:
        press(client, "/releases/mappa-2024", "Overrule", why="the ministry confirmed it")
        page = client.get("/releases/mappa-2024")
    heads = text_of(page, "h3")
    assert heads == [
        "For a person to decide", "Doubtful, and no story is held for it",
        "No figures", "No earlier figure to compare with",
    ]  # fmt: skip
    teesside, gwent = (text_of(page, "li")[number] for number in (0, 1))
    assert teesside.startswith("Teesside: a change of -18.3 per cent against 2.5 across the nation")
    assert "Overruled by Edie Grey: Number of registered sex offenders down " in teesside
    assert teesside.endswith(" draft")
    assert gwent.startswith("Gwent: a change of 20.3 per cent")
    assert "Overrule Gwent …" in gwent
    assert "London, Cumbria, Lancashire, Merseyside, Cheshire, " in text_of(page, "main")[0]
    assert "West Yorkshire, South Yorkshire, Humberside." in text_of(page, "main")[0]


def test_a_pack_shows_its_rules_and_files_and_the_story_of_any_place_as_it_is_typed(desk):
    with visitor(desk, "rita") as client:
        page = client.get("/packs/police-workforce?place=Kent&length=nib")
        part = client.get("/packs/police-workforce/preview?place=Kent&length=nib")
        unknown = client.get("/packs/police-workforce/preview?place=Kemt")
        held = client.get("/packs/registered-offenders/preview?place=Teesside&release=mappa-2021")
        missing = client.get("/packs/..%2Fsecret")
    assert text_of(page, "summary")[:4] == ["pack.toml", "angles.toml", "story.j2", "quotes.toml"]
    assert text_of(page, "preview") == text_of(whole(part), "all")
    assert text_of(part, "p")[0] == "rise: Officers rose by half of one per cent or more."
    assert said(unknown).startswith("“Kemt”")
    assert text_of(held, "hold")[0].startswith("HeldTeesside: a change of 33.2 per cent")
    assert missing.status_code == 404


def test_a_pack_is_previewed_of_several_places_and_of_a_title_in_its_own_style(desk):
    address = "/packs/police-workforce/preview?length=nib&place="
    with visitor(desk, "rita") as client:
        pages = [
            client.get(f"{address}{asked}")
            for asked in ("Kent, Essex and Devon and Cornwall", "Oxford Mail", "Oxford Mail&style=pa")
        ]
    assert [text_of(page, "small") for page in pages] == [
        ["POLICE Kent and 2 more, nib, in the style pa"],
        ["POLICE Thames Valley, nib, in the style guardian"],
        ["POLICE Thames Valley, nib, in the style pa"],
    ]


def test_the_places_are_listed_as_the_office_says_them(desk):
    with visitor(desk, "rita") as client:
        places, stories = client.get("/places"), client.get("/stories")
        region = client.get("/places/region:E12000005")
    regions = text_of(places, "tags")[text_of(places, "h2").index("Regions")]
    assert "West Midlands region 0" in regions
    names = text_of(stories, "datalist")[0]
    assert all(name in names for name in ("West Midlands region", "Teesside", "Cleveland", "Kent"))
    assert text_of(region, "h1") == ["West Midlands region"]


def whole(part):
    return part.__class__(200, text=f"<div id=all>{part.text}</div>")


def test_help_tells_every_move_that_a_story_may_make(desk):
    with visitor(desk, "rita") as client:
        page = client.get("/help")
    assert text_of(page, "tr")[4] == "spikedraftspikededitoryesIt will not run"
    assert len(text_of(page, "tr")) == 11


def test_the_marks_of_a_story_stand_apart_and_a_stop_is_no_flag_besides(desk):
    number = desk.number("police-kent")
    copy = desk.archive.version(number).copy
    stop = Flag("reader", "it is another number", "count", stop=True)
    desk.archive.save(number, replace(copy, flags=(stop,)), base=1, by="Omar Blunt", at=NOW)
    desk.archive.keep(replace(copy, pars=copy.pars[:-1]), NOW)
    with visitor(desk, "rita") as client:
        page = client.get("/stories?words=police-kent")
    assert "draft 1 stop offered edited" in text_of(page, "stories")[0]
