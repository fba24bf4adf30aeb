"""One story on the desk: its copy and the evidence behind each word, its versions, and the forms it is taken in."""

import json

import pytest
from desking import NOW, editions, post, press, read, said, text_of, visitor
from making import KENT
from setting import YEAR, YEAR_BEFORE, bakery

from storygen import acts
from storygen.desk.evidence import rows
from storygen.desk.marking import Piece, mark
from storygen.editions import Setting
from storygen.facts.figure import Cell, Subject
from storygen.facts.geography import find_places
from storygen.facts.table import COLUMNS
from storygen.revising import Typed
from storygen.writing.flag import Flag
from storygen.writing.story import Par, Run


def words(page):
    """Return the marked words of a page, each with the address of what stands behind it."""
    links = [given["hx-get"] for tag, given in read(page.text).elements if tag == "a" and "hx-get" in given]
    return list(zip(text_of(page, "run"), links, strict=True))


HTMX = {"HX-Request": "true"}


def edited(desk, number, par, new, by="Omar Blunt"):
    """Save a story with other words in one of its pars."""
    version = desk.archive.version(number)
    typed = [
        Typed(each.name, new if each.name == par else str(each), each.place) for each in version.copy.pars
    ]
    return acts.edit(desk.archive, editions(), number, typed, base=version.number, by=by, at=NOW)


# The evidence.


def test_a_printed_number_leads_to_its_working_its_cells_and_their_row(desk):
    number = desk.number("police-kent")
    with visitor(desk, "rita") as client:
        page = client.get(f"/stories/{number}")
        shown = client.get(dict(words(page)[:10])["six per cent"], headers=HTMX)
    assert [word for word, _ in words(page)[:6]] == [
        "up",
        "risen",
        "3,548",
        "September 30 2019",
        "rose",
        "six per cent",
    ]
    assert text_of(shown, "h2") == ["“six per cent”"]
    assert text_of(shown, "working") == [
        "6.428325… per cent: percentage change"
        "3,547.5841 police officers, full-time equivalents, at 30 September 2019: as published "
        "workforce-2019, Table_1 D45, Kent "
        "3,333.3082 police officers, full-time equivalents, at 30 September 2018: as published "
        "workforce-2019, Table_1 B45, Kent"
    ]
    assert text_of(shown, "row-of") == [
        "Kent: police officers, full-time equivalents, at 30 September 2019 and at 30 September 2018 "
        "workforce-2019, Table_1"
    ]
    assert [text_of(shown, each) for each in ("th", "cited")] == [
        ["30 September 2018", "31 March 2019", "30 September 2019", "Change in 12 months > number"],
        ["30 September 2018", "30 September 2019", "3,333.3082 B45", "3,547.5841 D45"],
    ]


def test_rows_of_one_sheet_and_one_name_say_what_they_count_and_when(desk):
    behind = {"force-bedfordshire": "little changed", "force-south-wales": "most common"}
    with visitor(desk, "rita") as client:
        shown = [
            client.get(dict(words(client.get(f"/stories/{desk.number(slug)}")))[word], headers=HTMX)
            for slug, word in behind.items()
        ]
    rows = [[row.removesuffix(" use-of-force-2020, Table_1" + last) for row in text_of(page, "row-of")]
            for page, last in zip(shown, "34", strict=True)]  # fmt: skip
    assert rows == [
        [
            "Bedfordshire: Taser uses, year ending March 2020",
            "Bedfordshire: Taser uses, year ending March 2019",
        ],
        [
            "South Wales: tactics: restraint, year ending March 2020",
            "South Wales: tactics: unarmed skills, year ending March 2020",
            "South Wales: tactics: other equipment, year ending March 2020",
            "South Wales: tactics: less lethal weapons, year ending March 2020",
            "South Wales: tactics: firearms, year ending March 2020",
            "South Wales: tactics: other, year ending March 2020",
        ],
    ]


def test_the_end_of_a_series_is_the_cell_that_is_shown_of_it(desk):
    number = desk.number("police-kent")
    with visitor(desk, "rita") as client:
        marked = words(client.get(f"/stories/{number}"))
        shown = client.get(dict(marked)["144,400"], headers=HTMX)
    assert "144,353.41 full-time equivalents: highest of the series of 14" in text_of(shown, "working")[0]
    assert [each for each in text_of(shown, "cited") if each[0].isdigit()] == ["144,353.41 B8"]
    assert text_of(shown, "small")[-1] == ("It rests on 13 more cells: the download figures has them all.")


@pytest.mark.parametrize(
    "word, about",
    [
        pytest.param("up", "It says that 103 is more than 99. That is so.", id="a claim"),
        pytest.param("March 2021", "The figures are as at 31 March 2021.", id="a period"),
        pytest.param("November 2 2021", "The figures came out on 2 November 2021.", id="their day"),
        pytest.param(
            "Plans for managing offenders let police deal with those who pose the greatest risk, the National Police "
            "Chiefs' Council said.",
            "Reported on 2 November 2021.",
            id="a quote",
        ),
    ],
)
def test_what_stands_behind_a_word_that_is_no_number(desk, word, about):
    number = desk.number("offenders-essex", "mappa-2021")
    with visitor(desk, "rita") as client:
        shown = client.get(dict(words(client.get(f"/stories/{number}"))[::-1])[word], headers=HTMX)
    assert text_of(shown, "p")[1] == about


def test_of_a_row_that_was_read_on_a_page_what_is_cited_is_told_by_its_measure_and_its_year(tmp_path):
    settings = bakery(tmp_path)
    cells = [("bakers", YEAR, 1100), ("bakers", YEAR_BEFORE, 1000), ("ovens", YEAR, 60)]
    lines = [
        f"{measure},{KENT},{when},{value},,a page,,Kent,{measure} {when}" for measure, when, value in cells
    ]
    path = tmp_path / "home" / "releases" / "bakers" / "bakers-2020.csv"
    path.write_text("\n".join((",".join(COLUMNS), *lines)))
    cell = Cell("bakers-2020", "a page", "", "Kent", "", "", Subject("bakers", "bakers", KENT, YEAR))
    (row,) = rows([cell], settings)
    assert row.columns == (
        ("bakers at 2020-03-31", "", "1,100", True),
        ("bakers at 2019-03-31", "", "1,000", False),
        ("ovens at 2020-03-31", "", "60", False),
    )


def test_every_marked_word_has_something_behind_it_with_and_without_scripts(desk):
    number = desk.number("offenders-essex", "mappa-2021")
    with visitor(desk, "rita") as client:
        every = words(client.get(f"/stories/{number}"))
        for word, address in every:
            part, whole = client.get(address, headers=HTMX), client.get(address)
            cite = address.rpartition("/")[2].partition("?")[0]
            assert str(whole.url).endswith(f"/stories/{number}?cite={cite}&version=1#evidence")
            assert (part.status_code, text_of(part, "h2")) == (200, [f"“{word}”"])
            assert [text_of(whole, each) for each in BEHIND] == [text_of(part, each) for each in BEHIND]
    assert len(every) == 36


def test_a_word_is_asked_after_in_the_version_that_it_is_read_in_whoever_has_saved_another_since(desk):
    number = desk.number("police-kent")
    with visitor(desk, "rita") as client:
        address = dict(words(client.get(f"/stories/{number}"))[:10])["six per cent"]
        edited(desk, number, "intro", "There are more police officers in Kent.")
        shown = [client.get(address, headers=HTMX), client.get(address)]
    assert [text_of(page, "evidence")[0][:14] for page in shown[1:]] == ["“six per cent”"]
    assert text_of(shown[0], "h2") == ["“six per cent”"]


BEHIND = ("working", "row-of-table", "cited")


@pytest.mark.parametrize("cite", ["99.0", "0.99", "0", "0.1.1", "a.b", "-1.0", "²._", "0.0"])
def test_a_word_that_is_not_there_has_nothing_behind_it(desk, cite):
    with visitor(desk, "rita") as client:
        answer = client.get(f"/stories/1/cited/{cite}", headers=HTMX)
        whole = client.get("/stories/1", params={"cite": cite})
    if cite == "0.0":  # it is there, and prints no figure
        assert (answer.status_code, text_of(answer, "working")) == (200, [])
    else:
        assert said(answer) == "that word: nothing is printed there any more. Open the story again."
        assert text_of(whole, "evidence") == ["Choose a marked word to see its working and its cells."]


def test_a_number_flagged_and_a_number_without_a_figure_are_marked_apart():
    par = Par.of("count", [Run("Kent had 400 or 500.")])
    stop, flag = (
        Flag("reader", "it is 3,548", "count", (9, 12), stop=True),
        Flag("sub", "typed", "count", (16, 19)),
    )
    pieces = mark(0, par, [stop, flag], [stop], bare=[(9, 12), (16, 19)]).pieces
    assert pieces == (
        Piece("Kent had "), Piece("400", doubt="stop"), Piece(" or "), Piece("500", doubt="flag"), Piece("."),
    )  # fmt: skip


# Beside the nation and the neighbours.


def told(desk, setting, *names):
    """Keep the story of the places called *names*, and return its number."""
    with editions().writing(setting) as edition:
        places, _, _ = find_places(edition.gazetteer, names)
    copy = acts.told(editions(), setting, places)
    desk.archive.keep(copy, NOW)
    return desk.number(copy.slug, copy.release.id)


def test_a_story_stands_beside_what_leads_it_and_what_its_angle_rests_on(desk):
    with visitor(desk, "rita") as client:
        page = client.get(f"/stories/{desk.number('offenders-essex', 'mappa-2021')}")
    assert text_of(page, "caption") == [
        "registered sex offenders",
        "registered sex offenders for every 100,000 people aged 10 and over",
    ]
    assert text_of(page, "own") == [
        "Essex1,596 mappa-2020, offenders 20201,684 mappa-2021, offenders 2021+5.5%",
        "Essex99 mappa-2020, rate 2020103 mappa-2021, rate 2021+4.0%",
    ]
    assert text_of(page, "nation") == [
        "England and Wales (nation)62,435 mappa-2020, offenders 2020about 64,300 mappa-2021, offenders 2021+3.0%",
        "England and Wales (nation)119 mappa-2020, rate 2020122 mappa-2021, rate 2021+2.5%",
    ]


def test_a_place_s_figures_stand_before_its_region_s_the_nation_s_and_those_of_its_neighbours(desk):
    with visitor(desk, "rita") as client:
        page = client.get(f"/stories/{desk.number('police-kent')}")
    assert text_of(page, "around")[1:] == [
        "police officers, full-time equivalents Placeat 30 September 2018at 30 September 2019Change "
        "Kent3,333 workforce-2019, Table_1 B453,548 workforce-2019, Table_1 D45+6.4%"
        "South East (region)14,626 workforce-2019, Table_1 B4314,966 workforce-2019, Table_1 D43+2.3%"
        "England and Wales (nation)122,406 workforce-2019, Table_1 B60124,784 workforce-2019, Table_1 D60+1.9%"
        "Thames Valley4,045 workforce-2019, Table_1 B484,206 workforce-2019, Table_1 D48+4.0%"
        "Hampshire2,741 workforce-2019, Table_1 B442,666 workforce-2019, Table_1 D44-2.7%"
        "Surrey1,928 workforce-2019, Table_1 B461,899 workforce-2019, Table_1 D46-1.5%"
        "Sussex2,579 workforce-2019, Table_1 B472,647 workforce-2019, Table_1 D47+2.6%"
    ]


def test_what_is_not_known_of_a_place_says_so_beside_what_is_and_what_did_not_move_is_nought(desk):
    number = told(desk, Setting("registered-offenders", "mappa-2021"), "West Midlands", "Staffordshire")
    with visitor(desk, "rita") as client:
        page = client.get(f"/stories/{number}")
    assert text_of(page, "tr") == [
        "Placeat 31 March 2020at 31 March 2021Change",
        "Togethermissing4,973 sum of 2 cells–",
        "West Midlands3,563 mappa-2020, offenders 20203,655 mappa-2021, offenders 2021+2.6%",
        "Staffordshiremissing1,318 mappa-2021, offenders 2021–",
        "England and Wales (nation)62,435 mappa-2020, offenders 2020about 64,300 mappa-2021, offenders 2021+3.0%",
        "West Mercia1,405 mappa-2020, offenders 2020missing–",
        "Placeat 31 March 2020at 31 March 2021Change",
        "West Midlands141 mappa-2020, rate 2020144 mappa-2021, rate 2021+2.1%",
        "Staffordshire130 mappa-2020, rate 2020130 mappa-2021, rate 20210%",
        "England and Wales (nation)119 mappa-2020, rate 2020122 mappa-2021, rate 2021+2.5%",
        "West Mercia122 mappa-2020, rate 2020missing–",
    ]


def test_several_places_stand_together_first_and_in_the_order_of_the_story(desk):
    number = told(desk, Setting("police-workforce", "workforce-2019"), "Norfolk", "Kent")
    with visitor(desk, "rita") as client:
        page = client.get(f"/stories/{number}")
    assert text_of(page, "together") == ["Together4,931 sum of 2 cells5,191 sum of 2 cells+5.3%"]
    assert [row[:4] for row in text_of(page, "own")] == ["Norf", "Kent"]
    assert text_of(page, "region")[0].startswith("East of England (region)10,254 workforce-2019, Table_1 B33")
    assert "Together: rise: Officers rose by half of one per cent or more." in text_of(page, "about")[0]


def test_where_the_total_is_not_known_the_angle_is_said_to_be_the_first_place_s(desk):
    number = told(desk, Setting("registered-offenders", "mappa-2021"), "West Midlands", "Staffordshire")
    with visitor(desk, "rita") as client:
        page = client.get(f"/stories/{number}")
    assert text_of(page, "together") == ["Togethermissing4,973 sum of 2 cells–"]
    assert (
        "West Midlands: rise: The published rate is higher than the year before." in text_of(page, "about")[0]
    )


# A story that is held.


def test_a_held_story_says_why_where_to_look_and_that_a_person_may_let_it_run(desk):
    number = desk.number("offenders-teesside", "mappa-2021")
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/{number}")
    assert text_of(page, "hold")[0].startswith(
        "Held Teesside: a change of 33.2 per cent against 3.0 across the nation, and 4.5 in its own earlier years "
        "Where to look "
    )
    assert text_of(page, "row-of")[0].startswith("Cleveland: registered sex offenders, at 31 March 202")
    assert [link for link in read(page.text).links if link.startswith("https://durhamhits.co.uk/")]
    assert [each[2] for form in read(page.text).forms for each in form.buttons][1:] == [
        "Spike",
        "Overrule",
        "Set",
    ]


def test_a_story_without_figures_can_be_spiked_and_no_more(desk):
    number = desk.number("offenders-kent", "mappa-2021")
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/{number}")
        assert client.get(f"/stories/{number}/edit").status_code == 409
    assert "The figures are not there: nobody can overrule that." in text_of(page, "hold")[0]
    assert [each[2] for form in read(page.text).forms for each in form.buttons][1:] == ["Spike", "Set"]


# Length and style; versions.


def test_a_story_is_set_anew_in_another_length_and_style_and_kept_as_one_of_its_own(desk):
    number = desk.number("police-kent")
    with visitor(desk, "edie") as client:
        page = press(client, f"/stories/{number}", "Set", length="nib", style="guardian")
        assert text_of(page, "note") == [
            "This is the story set anew, as nib in the style guardian. It is not kept. Back to what is kept"
        ]
        assert len(text_of(page, "par")) == 3
        word, address = words(page)[-1]
        assert text_of(client.get(address, headers=HTMX), "h2") == [f"“{word}”"]
        assert "length=nib&style=guardian" in str(client.get(address).url)
        kept = press(client, str(page.url.copy_with(host="127.0.0.1")), "Keep it as a story of its own")
        assert said(kept) == "Kept, as a story of its own."
        again = press(client, f"/stories/{number}?length=nib&style=guardian", "Keep it as a story of its own")
        assert (said(again), again.url.path) == ("It is kept already, in the same words.", kept.url.path)
    assert desk.number("police-kent-nib-guardian") == int(kept.url.path.rpartition("/")[2])


def test_what_is_copied_and_downloaded_is_what_is_shown(desk):
    number = desk.number("police-kent")
    with visitor(desk, "edie") as client:
        press(client, f"/stories/{number}", "Approve")
        page = client.get(f"/stories/{number}?length=nib&style=guardian")
        links = [link for link in read(page.text).links if "/download/text" in link]
        links += [given["data-copy"] for _, given in read(page.text).elements if "data-copy" in given]
        taken = [client.get(link) for link in links]
        held = client.get(f"/stories/{number}/download/text?length=essay")
    copy = acts.as_set(editions(), desk.archive.version(number).copy, length="nib", style="guardian")
    name, text = acts.put(copy, "text")
    assert [each.text for each in taken] == [text, text]
    assert name == "police-kent-nib-guardian.txt"
    assert taken[0].headers["content-disposition"] == (
        'attachment; filename="police-kent-nib-guardian-workforce-2019.txt"'
    )
    assert "not yet approved" in text
    assert "As it is set anew here: nib, guardian, and approved by nobody." in text_of(page, "act")[0]
    assert said(held) == "“essay”: no such length. Use story, nib, headline."


@pytest.mark.parametrize(
    "query, fault",
    [
        pytest.param("length=essay", "“essay”: no such length. Use story, nib, headline.", id="a length"),
        pytest.param("style=../pa", "“../pa”: no such style. There are guardian, pa.", id="a style"),
    ],
)
def test_a_setting_that_there_is_not_is_refused(desk, query, fault):
    with visitor(desk, "edie") as client:
        page = client.get(f"/stories/1?{query}")
        assert (page.status_code, said(page)) == (422, fault)


def test_versions_are_set_beside_each_other_word_by_word_and_an_earlier_one_is_not_decided_on(desk):
    number = desk.number("police-kent")
    edited(desk, number, "terms", "Police strength is counted in full-time equivalents.")
    with visitor(desk, "edie") as client:
        changed = client.get(f"/stories/{number}/differences")
        first = client.get(f"/stories/{number}?version=1")
        assert client.get(f"/stories/{number}?version=3").status_code == 404
        assert client.get(f"/stories/{number}/differences?version=3").status_code == 404
    assert text_of(changed, "h1") == ["From version 1 to version 2"]
    assert text_of(changed, "par") == [
        "terms: changedPolice strength is counted in full-time equivalents: two people who each work half the hours "
        "count as one officer. The count takes in every rank and job, and only officers who are in post."
    ]
    assert [text_of(changed, tag) for tag in ("del", "ins")] == [
        [
            ": two people who each work half the hours count as one officer. The count takes in every rank and job, and "
            "only officers who are in post"
        ],
        [],
    ]
    assert "This is an earlier version. Decide on the one that counts." in text_of(first, "act")[0]
    assert [form.action for form in read(first.text).forms][2:] == [f"/stories/{number}"]


def test_of_a_story_with_one_version_it_is_said_that_there_is_no_other(desk):
    number = desk.number("police-kent")
    with visitor(desk, "rita") as client:
        alone = client.get(f"/stories/{number}/differences")
        edited(desk, number, "terms", "Officers are counted in full-time equivalents.")
        first = client.get(f"/stories/{number}/differences?version=1")
    assert text_of(alone, "main") == [
        f"{desk.archive.story(number).headline} Version 1 "
        "There is one version only: written by storygen, 1 Mar 2026, 09:00."
    ]
    assert "Nothing is set beside it: written by storygen" in text_of(first, "main")[0]


def test_who_decided_what_and_who_wrote_what_stand_with_the_story(desk):
    number = desk.number("police-kent")
    edited(desk, number, "terms", "Officers are counted in full-time equivalents.")
    with visitor(desk, "edie") as client:
        press(client, f"/stories/{number}", "Approve")
        page = press(client, f"/stories/{number}", "File")
    assert text_of(page, "versions")[1:] == [
        "edited by Omar Blunt, 2 Mar 2026, 09:00 · what changed in version 2 written by storygen, 1 Mar 2026, 09:00"
    ]
    assert text_of(page, "decisions") == [
        "1 Mar 2026, 09:00 write by storygen (version 1) 2 Mar 2026, 09:00 edit by Omar Blunt (version 2) "
        "2 Mar 2026, 09:00 approve by Edie Grey, draft → approved (version 2) "
        "2 Mar 2026, 09:00 file by Edie Grey, approved → filed (version 2) as text"
    ]


# Taken home.


@pytest.mark.parametrize(
    "form, suffix", [("text", ".txt"), ("json", ".json"), ("figures", ".csv"), ("trail", ".txt")]
)
def test_a_story_is_taken_home_in_each_output(desk, form, suffix):
    number = desk.number("police-kent")
    with visitor(desk, "rita") as client:
        links = [
            link for link in read(client.get(f"/stories/{number}").text).links if f"/download/{form}" in link
        ]
        taken = client.get(links[0])
    name, text = acts.in_form(desk.archive, number, form)
    assert (taken.status_code, taken.text, name.endswith(suffix)) == (200, text, True)
    own = name.replace("police-kent", "police-kent-workforce-2019-v1")
    assert taken.headers["content-disposition"] == f'attachment; filename="{own}"'
    assert taken.headers["content-type"] == "text/plain; charset=utf-8"


def test_what_is_taken_home_bears_the_name_of_who_approved_it_and_an_earlier_version_does_not(desk):
    number = desk.number("police-kent")
    edited(desk, number, "terms", "Officers are counted in full-time equivalents.")
    with visitor(desk, "edie") as client:
        press(client, f"/stories/{number}", "Approve")
        bylines = [
            json.loads(client.get(f"/stories/{number}/download/json?version={version}").text)["byline"]
            for version in (1, 2)
        ]
        shown = client.get(f"/stories/{number}/download/text?as=page")
    assert bylines == [
        "Written from data by storygen; not yet approved",
        "Written from data by storygen; approved by Edie Grey",
    ]
    assert shown.headers["content-disposition"].startswith("inline; ")


def test_an_output_that_there_is_not_is_refused(desk):
    with visitor(desk, "rita") as client:
        page = client.get("/stories/1/download/pdf")
    assert (page.status_code, said(page).startswith("“pdf”")) == (422, True)


def test_somebody_who_reads_is_offered_nothing_to_decide(desk):
    with visitor(desk, "rita") as client:
        page = client.get("/stories/1")
        assert post(client, "/stories/1/decisions", act="approve", seen="1").status_code == 403
    assert [each[2] for form in read(page.text).forms for each in form.buttons] == ["Sign out", "Set"]
    assert text_of(page, "act")[0].startswith("What you can do")
