"""Every route for everybody: who may ask for what, what no other site may send, and what each answer carries."""

import hashlib
import re
from dataclasses import replace

import pytest
from desking import (
    ADDRESS,
    PASSWORD,
    SECRET,
    cookie,
    path_of,
    post,
    press,
    read,
    said,
    send,
    text_of,
    visitor,
)
from starlette.testclient import TestClient

from storygen.desk.answers import HEADERS
from storygen.desk.app import application
from storygen.desk.asking import Page, Route
from storygen.desk.door import cookie_of
from storygen.desk.rendering import STATIC
from storygen.desk.serving import ROUTES
from storygen.desk.taking import AT_THE_DOOR, LARGEST, MOST_FIELDS, OF_STRANGERS

WHO = ("", "rita", "edie", "cath")
ANYBODY, READERS, EDITORS, CHIEFS = (
    (200,) * 4,
    (303, 200, 200, 200),
    (303, 403, 200, 200),
    (303, 403, 403, 200),
)
TABLE = {
    "GET /": READERS,
    "GET /stories": READERS,
    "GET /stories/{story}": READERS,
    "GET /stories/{story}/cited/{cite}": (303, 303, 303, 303),  # to the story, that word's evidence beside it
    "GET /stories/{story}/differences": READERS,
    "GET /stories/{story}/download/{form}": READERS,
    "GET /stories/{story}/edit": EDITORS,
    "GET /stories/{story}/offer": (303, 303, 303, 303),  # nothing is offered: back to the story
    "GET /batches": READERS,
    "GET /batches/{run}": (303, 404, 404, 404),  # none was begun
    "GET /review": EDITORS,
    "GET /places": READERS,
    "GET /places/{place}": READERS,
    "GET /releases": READERS,
    "GET /releases/{release}": READERS,
    "GET /packs": READERS,
    "GET /packs/{pack}": READERS,
    "GET /packs/{pack}/preview": READERS,
    "GET /watch": READERS,
    "GET /help": READERS,
    "GET /account": READERS,
    "GET /users": CHIEFS,
    "GET /sign-in": (200, 303, 303, 303),
    "GET /welcome": (303, 303, 303, 303),  # there are users
    # Each form is sent empty here, but for its secret: who may send it is told that something is lacking.
    "POST /stories/{story}/edit": (303, 403, 409, 409),
    "POST /stories/{story}/read": (303, 403, 200, 200),
    "POST /stories/{story}/offer": (303, 403, 409, 409),
    "POST /stories/{story}/set": (303, 403, 303, 303),
    "POST /stories/{story}/decisions": (303, 403, 409, 409),
    "POST /batches": (303, 403, 422, 422),
    "POST /batches/{run}/stop": (303, 403, 404, 404),
    "POST /review": EDITORS,
    "POST /account": (303, 422, 422, 422),
    "POST /users": (303, 403, 403, 422),
    "POST /sign-in": (401, 401, 401, 401),
    "POST /sign-out": (303, 303, 303, 303),
    "POST /welcome": (303, 303, 303, 303),
}
"""What each route answers to a stranger, a reader, an editor and a chief."""


def named(route):
    return f"{'POST' if route.posts else 'GET'} {route.path}"


def ask(client, route, **how):
    if route.posts:
        return send(client, path_of(route.path), [("secret", SECRET)], follow_redirects=False, **how)
    return client.get(path_of(route.path), follow_redirects=False, **how)


POSTS = [route for route in ROUTES if route.posts]


def test_the_table_has_every_route_there_is():
    assert sorted(map(named, ROUTES)) == sorted(TABLE)


@pytest.mark.parametrize("which", range(4), ids=["a stranger", "a reader", "an editor", "a chief"])
def test_each_route_answers_each_role_as_it_should(desk, which):
    found = {}
    for route in ROUTES:
        with visitor(desk, WHO[which]) as client:
            found[named(route)] = ask(client, route).status_code
    assert found == {route: statuses[which] for route, statuses in TABLE.items()}


def test_a_stranger_is_led_to_the_page_after_signing_in(desk):
    with visitor(desk) as client:
        asked = client.get("/stories?words=kent&only=clean", follow_redirects=False)
        assert asked.headers["location"] == "/sign-in?back=%2Fstories%3Fwords%3Dkent%26only%3Dclean"


@pytest.mark.parametrize(
    "page, where",
    [
        pytest.param(f"{ADDRESS}/stories/1?version=1#par-2", "/sign-in?back=%2Fstories%2F1%3Fversion%3D1", id="its page"),
        pytest.param(f"{ADDRESS}/", "/sign-in", id="the front"),
        pytest.param("https://evil.example/stories/1", "/sign-in", id="another site"),
        pytest.param("http://[", "/sign-in", id="no address"),
        pytest.param("", "/sign-in", id="nothing"),
    ],
)  # fmt: skip
def test_a_part_of_a_page_leads_a_stranger_to_sign_in_and_back_to_the_page_that_it_is_of(desk, page, where):
    with visitor(desk) as client:
        asked = {"HX-Request": "true", "HX-Current-URL": page}
        part = client.get("/stories/1/cited/0.1", headers=asked)
    assert (part.text, part.headers["HX-Redirect"]) == ("", where)


def test_who_is_signed_out_while_typing_is_told_and_not_led_away(desk):
    with visitor(desk) as client:
        part = send(client, "/stories/1/read", [("secret", SECRET)], headers={"HX-Request": "true"})
    assert (part.status_code, "HX-Redirect" in part.headers) == (401, False)
    assert said(part).startswith("You are signed out. Copy what you have typed before you leave this page")


@pytest.mark.parametrize("route", POSTS, ids=named)
@pytest.mark.parametrize(
    "secret, headers",
    [
        pytest.param(None, {}, id="without its secret"),
        pytest.param("another", {}, id="with another secret"),
        pytest.param("\ud83d\ude00 é", {}, id="with a secret of other letters"),
        pytest.param(SECRET, {"Origin": "https://evil.example"}, id="from another site"),
        pytest.param(SECRET, {"Origin": "http://127.0.0.1:9999"}, id="from another port"),
        pytest.param(SECRET, {"Sec-Fetch-Site": "cross-site"}, id="that the browser says is from elsewhere"),
        pytest.param(SECRET, {"Sec-Fetch-Site": "same-site"}, id="from a neighbour"),
    ],
)
def test_a_form_that_is_not_ours_is_refused(desk, route, secret, headers):
    if route.path == "/sign-in" and not headers:
        return  # which is shown again: see below
    before = desk.archive.lately(5)
    with visitor(desk, "cath") as client:
        pairs = [("secret", secret.encode("utf-16", "surrogatepass").decode("utf-16"))] if secret else []
        pairs += [("act", "approve"), ("seen", "1")]
        answer = send(client, path_of(route.path), pairs, headers=headers, follow_redirects=False)
    assert (answer.status_code, text_of(answer, "h1")) == (403, ["Not from here"])
    assert desk.archive.lately(5) == before


def test_whoever_signs_in_on_a_page_of_another_tab_s_session_does_so_once_more(desk):
    with visitor(desk) as client:
        fields = [("secret", "of the other tab"), ("name", "edie"), ("password", PASSWORD), ("back", "/help")]
        again = send(client, "/sign-in", fields)
        assert (again.status_code, said(again), PASSWORD in again.text) == (403, "Sign in once more.", False)
        form = next(form for form in read(again.text).forms if form.action == "/sign-in")
        assert (("name", "edie") in form.fields, ("back", "/help") in form.fields) == (True, True)
        page = send(client, "/sign-in", form.pressed("Sign in", {"password": PASSWORD}))
        assert page.url.path == "/help"
        assert send(client, "/sign-in", fields).url.path == "/help"  # who is in goes on


@pytest.mark.parametrize("origin", ["http://[", "http://127.0.0.1:8471.evil.example", "about:blank"])
def test_a_form_of_what_is_no_origin_of_ours_is_refused(desk, origin):
    with visitor(desk, "edie") as client:
        answer = send(client, "/sign-out", [("secret", SECRET)], headers={"Origin": origin})
    assert (answer.status_code, text_of(answer, "h1")) == (403, ["Not from here"])


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": ADDRESS}, id="by its origin"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": ADDRESS}, id="by what the browser says too"),
        pytest.param({"Sec-Fetch-Site": "none"}, id="sent by hand"),
    ],
)
def test_a_form_of_ours_is_taken(desk, headers):
    with visitor(desk, "edie") as client:
        pairs = [("secret", SECRET), ("act", "approve"), ("seen", "1")]
        answer = send(client, "/stories/1/decisions", pairs, headers=headers)
    assert said(answer) == "Approved, in your name."


def test_every_answer_says_that_nothing_but_our_own_files_runs_frames_or_is_sent_anywhere(desk):
    with visitor(desk, "rita") as client:
        answer = client.get("/stories/1")
    of_its_own = ("content-length", "content-type", "content-encoding", "set-cookie")
    assert {name: said for name, said in answer.headers.items() if name not in of_its_own} == {
        "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "cache-control": "private, no-store",
        "vary": "Cookie, Accept-Encoding, HX-Request",
    }


def test_the_secret_may_come_in_a_header_as_htmx_sends_it(desk):
    with visitor(desk, "edie") as client:
        answer = client.post("/stories/1/read", headers={"X-Secret": SECRET})
    assert answer.status_code == 200


def test_forms_carry_the_secret_of_their_session_and_nothing_else_posts(desk):
    with visitor(desk, "cath") as client:
        for path in ("/", "/stories/1", "/stories/1/edit", "/users", "/account", "/batches", "/review"):
            for form in read(client.get(path).text).forms:
                assert (form.method == "post") is (("secret", SECRET) in form.fields), form


# What every answer carries, refusals too.


def test_a_page_that_is_not_there_is_a_page_of_ours_with_the_way_on(desk):
    with visitor(desk, "edie") as client:
        missing = client.get("/nothing/here")
    assert (missing.status_code, said(missing)) == (404, "There is no such page.")
    assert "/stories" in read(missing.text).links


@pytest.mark.parametrize("path", ["/static/nothing.js", "/static/../app.py", "/static/%2e%2e/app.py"])
def test_a_file_that_is_not_there_is_not_found(desk, path):
    with visitor(desk) as client:
        assert client.get(path).status_code == 404


def test_files_may_be_kept_and_pages_may_not_but_what_is_typed_comes_back(desk):
    with visitor(desk, "edie") as client:
        kept = client.get("/static/desk.css")
        page, edited = client.get("/stories"), client.get("/stories/1/edit")
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert page.headers["cache-control"] == "private, no-store"
    assert edited.headers["cache-control"] == "private, no-cache"
    assert "HX-Request" in page.headers["vary"]


def test_the_library_that_pages_use_is_the_one_that_its_licence_names():
    licence = (STATIC / "htmx.LICENSE.txt").read_text("utf-8")
    library = (STATIC / "htmx.min.js").read_bytes()
    assert f"\nsha256 {hashlib.sha256(library).hexdigest()}\n" in licence
    version = re.match(
        r"htmx\.min\.js is htmx ([\d.]+), by Big Sky Software and its contributors\.\n", licence
    )[1]
    assert f'"{version}"'.encode() in library
    assert "\nZero-Clause BSD\n" in licence


def test_a_page_takes_only_what_it_is_for(desk):
    with visitor(desk, "edie") as client:
        asked = [
            client.post("/help"),
            client.put("/stories/1"),
            client.get("/sign-out"),
            client.post("/static/x"),
        ]
        assert [each.status_code for each in asked] == [405, 405, 405, 405]
        assert client.head("/stories").status_code == 200


@pytest.mark.parametrize(
    "who, path, size, most",
    [
        pytest.param("edie", "/stories/1/edit", LARGEST, "8 MB", id="an editor's"),
        pytest.param("", "/stories/1/edit", OF_STRANGERS, "256 kB", id="whose session has ended"),
        pytest.param("", "/sign-in", AT_THE_DOOR, "64 kB", id="a stranger's"),
        pytest.param("edie", "/sign-out", AT_THE_DOOR, "64 kB", id="where anybody may send one"),
    ],
)
def test_a_form_that_is_too_large_is_refused(desk, who, path, size, most):
    with visitor(desk, who) as client:
        answer = post(client, path, text="x" * size)
        assert (answer.status_code, said(answer)) == (
            413, f"That is more than a form may hold ({most}). Send less of it.",
        )  # fmt: skip


@pytest.mark.parametrize(
    "path, where",
    [
        pytest.param("/stories/abc", "story “abc”", id="letters"),
        pytest.param("/stories/0", "story “0”", id="nought"),
        pytest.param("/stories/9999999999", "story “9999999999”", id="more than anything counts"),
        pytest.param("/batches/x", "run “x”", id="a run"),
    ],
)
def test_what_is_no_number_is_said_as_it_was_asked_for(desk, path, where):
    with visitor(desk, "edie") as client:
        answer = client.get(path)
    assert (answer.status_code, said(answer)) == (404, f"{where}: there is none of that number.")


def test_an_address_with_one_slash_more_is_none(desk):
    with visitor(desk, "edie") as client:
        assert client.get("/stories/1/", follow_redirects=False).status_code == 404


@pytest.mark.parametrize("path", ["/stories?", "/nothing?"])
def test_too_many_fields_are_refused_in_a_form_and_in_an_address(desk, path):
    many = "&".join(f"f{number}=1" for number in range(MOST_FIELDS + 1))
    with visitor(desk, "edie") as client:
        asked = client.get(path + many)
        sent = client.post("/stories/1/edit", content=many)
    for answer in (asked, sent):
        assert (answer.status_code, said(answer)) == (
            422,
            "the form: it has more than 2,000 fields. Send fewer.",
        )


def test_a_host_that_is_not_the_desk_s_is_refused(desk):
    with visitor(desk, "edie") as client:
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def failing(_asked):
    raise RuntimeError("a secret thing")


def unwritten(_asked):
    return Page("release.html", {})


@pytest.mark.parametrize("view", [failing, unwritten], ids=["a view", "a page"])
def test_what_fails_is_a_page_of_ours_and_costs_nobody_else_theirs(desk, view):
    app = application(desk.desk, [*ROUTES, Route("/fails", view)])
    with TestClient(app, base_url=ADDRESS) as client:
        client.cookies.set(cookie_of(desk.desk), cookie(desk, "edie"))
        page = client.get("/fails")
        part = client.get("/fails", headers={"HX-Request": "true"})
        after = client.get("/stories")
    assert (page.status_code, text_of(page, "h1"), after.status_code) == (500, ["storygen failed"], 200)
    assert said(page) == (
        "The fault is storygen's own. See what came of it before you try again; report it, with what you did."
    )
    assert part.text.startswith('<p class="fault" role="alert">The fault is storygen&#39;s own.')
    assert "secret" not in said(page) + part.text
    assert {name: page.headers[name] for name in HEADERS} == HEADERS


def test_where_not_even_a_page_can_be_made_the_answer_is_plain_and_carries_the_same(desk):
    def stopped():
        raise RuntimeError("the clock stands still")

    app = application(replace(desk.desk, clock=stopped), ROUTES)
    with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False) as client:
        answer = client.get("/")
    assert (answer.status_code, answer.text[:33]) == (500, "The fault is storygen's own. See ")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_a_refusal_has_a_way_back_to_the_story(desk):
    with visitor(desk, "edie") as client:
        press(client, "/stories/1", "Spike", why="wrong")
        refused = client.get("/stories/1/edit")
        assert refused.status_code == 409
        assert "/stories/1" in read(refused.text).links
        assert press(client, "/stories/1", "Redraft").status_code == 200
