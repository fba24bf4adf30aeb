"""The door: signing in and out, the first chief, passwords and roles, and a proxy that says who somebody is."""

import json
from base64 import b64decode
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from desking import (
    ADDRESS,
    PASSWORD,
    USERS,
    look_over,
    opened,
    post,
    press,
    read,
    said,
    send,
    text_of,
    visitor,
)
from starlette.testclient import TestClient

from storygen.archive import people
from storygen.archive.workflow import Role
from storygen.desk.door import address_of, cookie_of
from storygen.desk.serving import Door, app_of, welcome_of
from storygen.errors import UsageError


def stranger(desk, **how):
    """Return a browser that has never been here: no cookie at all."""
    client = TestClient(desk.app, base_url=ADDRESS, **how)
    client.event_hooks["response"].append(look_over)
    return client


def sign_in(client, name="edie", password=PASSWORD, back="/"):
    return press(client, f"/sign-in?back={back}", "Sign in", name=name, password=password)


def secret_of(client):
    """Return the secret of a session, as each of its forms has it."""
    return next(
        value
        for form in read(client.get("/help").text).forms
        for name, value in form.fields
        if name == "secret"
    )


def who(client):
    """Return whose name stands at the top of a page."""
    return text_of(client.get("/help"), "who")


def test_an_editor_signs_in_by_name_and_password_and_out_again(desk):
    with stranger(desk) as client:
        page = sign_in(client, " EDIE ")
        assert (page.url.path, who(client)) == ("/", ["Edie Grey Sign out"])
        assert client.get("/sign-in").url.path == "/"
        assert press(client, "/", "Sign out").url.path == "/sign-in"
        assert client.get("/stories").url.path == "/sign-in"


def test_the_session_s_cookie_is_kept_from_scripts_and_from_other_sites(desk):
    with stranger(desk) as client:
        answer = client.get("/sign-in")
    assert answer.headers["set-cookie"].partition("; ")[2] == "path=/; Max-Age=43200; httponly; samesite=lax"


def test_a_session_that_is_used_is_signed_anew_each_hour(desk):
    with visitor(desk, "edie") as client:
        client.get("/help")
        assert "set-cookie" not in client.get("/help").headers
        desk.clock.later(hours=1)
        assert "; Max-Age=43200; " in client.get("/help").headers["set-cookie"]


def test_a_desk_that_is_reached_by_https_alone_says_so_in_its_cookie(open_desk):
    with stranger(open_desk(door=Door(secure=True))) as client:
        assert client.get("/sign-in").headers["set-cookie"].endswith("; samesite=lax; secure")


def test_a_session_that_was_tampered_with_is_none(desk):
    with visitor(desk, "cath") as client:
        signed = client.cookies[cookie_of(desk.desk)]
        assert client.get("/users").url.path == "/users"
    with stranger(desk) as client:
        client.cookies.set(cookie_of(desk.desk), "x" + signed[1:])
        assert client.get("/users").url.path == "/sign-in"


@pytest.mark.parametrize(
    "name, password",
    [
        pytest.param("edie", "as long as it must bee", id="a wrong password"),
        pytest.param("edie", PASSWORD.upper(), id="another case"),
        pytest.param("nobody", PASSWORD, id="a name that nobody has"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_was_wrong_is_never_said(desk, name, password):
    with stranger(desk) as client:
        page = sign_in(client, name, password)
        assert (page.status_code, said(page)) == (401, "The name or the password is wrong.")
        assert who(client) == []


def test_after_three_failures_each_has_to_wait_longer_and_the_right_password_too(desk):
    waits = []
    with stranger(desk) as client:
        for _ in range(3):
            assert sign_in(client, password="wrong again").status_code == 401
        for _ in range(5):
            page = sign_in(client)
            assert (page.status_code, page.headers["retry-after"] in said(page)) == (429, True)
            waits.append(int(page.headers["retry-after"]))
            desk.clock.later(seconds=waits[-1])
            assert sign_in(client, password="wrong again").status_code == 401
        assert waits == [2, 4, 8, 16, 32]
        desk.clock.later(seconds=60)
        assert sign_in(client).url.path == "/"


def test_one_address_may_not_try_name_after_name(desk):
    with stranger(desk) as client:
        for name in USERS:
            for _ in range(3):
                assert sign_in(client, name, "a password").status_code == 401
        assert sign_in(client).status_code == 429
    desk.clock.later(seconds=2)  # one's own name waits too
    with stranger(desk, client=("192.0.2.7", 4711)) as elsewhere:
        assert sign_in(elsewhere).url.path == "/"


def test_while_many_sign_in_one_more_is_asked_to_come_again(desk, monkeypatch):
    monkeypatch.setattr(people, "PATIENCE", 0.1)
    with stranger(desk) as client, ExitStack() as others:
        for _ in range(people.AT_ONCE):
            others.enter_context(desk.desk.people._turn())
        page = sign_in(client)
        assert (page.status_code, page.headers["retry-after"], said(page)) == (
            503, "1", "Many are signing in just now. Try again in a moment.",
        )  # fmt: skip
    with visitor(desk, "edie") as client, ExitStack() as others:
        for _ in range(people.AT_ONCE):
            others.enter_context(desk.desk.people._turn())
        newer = {"now": PASSWORD, "password": "a newer one still", "again": "a newer one still"}
        page = press(client, "/account", "Change it", newer)
        assert said(page) == (
            "the password of now: it was not looked at: too many are wrong, or many come just now. "
            "Type it again in a moment."
        )


def test_a_password_with_blanks_at_its_ends_is_the_same_on_the_desk_and_on_the_command_line(desk):
    blank = "  with blanks about it "
    desk.desk.people.change("edie", password=blank)  # as the command line does
    with stranger(desk) as client:
        assert sign_in(client, password=blank.strip()).status_code == 401
        assert sign_in(client, password=blank).url.path == "/"
        newer = {"now": blank, "password": f" {blank}", "again": f" {blank}"}
        assert said(press(client, "/account", "Change it", newer)) == "Your password is changed."
    assert desk.desk.people.sign_in("edie", f" {blank}", desk.clock()).user
    with visitor(desk, "cath") as chief:
        press(chief, "/users", "Set it for Edie Grey", password=blank, again=blank)
    assert desk.desk.people.sign_in("edie", blank, desk.clock()).user


@pytest.mark.parametrize(
    "back, where",
    [
        pytest.param("/stories?words=kent", "/stories?words=kent", id="a page of ours"),
        pytest.param("https://evil.example/", "/", id="another site"),
        pytest.param("//evil.example/", "/", id="another site by our own way of speaking"),
        pytest.param("/\\evil.example/", "/", id="another site, as browsers read it"),
        pytest.param("/\t/evil.example/", "/", id="another site with a tab"),
        pytest.param("/\r\nSet-Cookie: x=1", "/", id="a header"),
        pytest.param("javascript:alert(1)", "/", id="a script"),
        pytest.param("", "/", id="nothing"),
    ],
)
def test_signing_in_leads_back_to_the_desk_s_own_pages_alone(desk, back, where):
    with stranger(desk) as client:
        answer = sign_in(client, back=quote(back))
    assert str(answer.url) == ADDRESS + where


def test_two_desks_of_one_machine_don_t_sign_each_other_out(open_desk, seed, tmp_path):
    (tmp_path / "other").mkdir()
    with opened(Path("nowhere"), tmp_path / "other") as other:
        desk = open_desk()
        with visitor(desk, "edie") as client, stranger(other) as there:
            there.cookies = client.cookies
            there.get("/sign-in")
            assert who(client) == ["Edie Grey Sign out"]


def test_desks_of_one_archive_share_their_sessions(desk):
    again = app_of(desk.desk, Door())
    with visitor(desk, "edie") as client, TestClient(again, base_url=ADDRESS) as there:
        there.cookies = client.cookies
        assert who(there) == ["Edie Grey Sign out"]


# Sessions end.


def test_who_signs_out_comes_in_by_no_copy_of_that_session_and_stays_in_elsewhere(desk):
    with stranger(desk) as here, stranger(desk) as there, stranger(desk) as thief:
        for client in (here, there):
            sign_in(client)
        thief.cookies.update(here.cookies)
        assert who(thief) == ["Edie Grey Sign out"]
        press(here, "/", "Sign out")
        assert (who(here), who(thief), who(there)) == ([], [], ["Edie Grey Sign out"])


def test_who_signs_in_again_ends_the_session_before(desk):
    with stranger(desk) as client, stranger(desk) as thief:
        sign_in(client)
        thief.cookies.update(client.cookies)
        form = [("secret", secret_of(client)), ("name", "cath"), ("password", PASSWORD)]
        assert send(client, "/sign-in", form).status_code == 200
        assert (who(client), who(thief)) == (["Cath Boss Sign out"], [])


def test_what_a_session_s_forms_carry_is_another_after_signing_in_with_a_new_password_and_out(desk):
    with stranger(desk) as client:
        secrets = [secret_of(client)]
        sign_in(client)
        secrets.append(secret_of(client))
        new = "another one as long"
        press(client, "/account", "Change it", now=PASSWORD, password=new, again=new)
        secrets.append(secret_of(client))
        assert send(client, "/sign-out", [("secret", secrets[0])]).status_code == 403
        press(client, "/", "Sign out")
        secrets.append(secret_of(client))
    assert len(set(secrets)) == 4


def test_a_session_lasts_seven_days_however_much_it_is_used(desk):
    with visitor(desk, "edie") as client:
        desk.clock.later(days=6, hours=23)
        assert who(client) == ["Edie Grey Sign out"]
        desk.clock.later(hours=1)
        assert who(client) == []


def test_the_archive_has_nothing_by_which_somebody_could_come_in(desk):
    with stranger(desk) as client:
        sign_in(client)
        signed = client.cookies[cookie_of(desk.desk)]
    session = json.loads(b64decode(signed.partition(".")[0]))["session"]
    with desk.archive.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT hash FROM sessions").scalars().all()
    assert len(session) > 40
    assert session not in kept


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"password": "another long one"}, id="the password"),
        pytest.param({"role": Role.READER}, id="the role"),
        pytest.param({"active": False}, id="the leave to come in"),
    ],
)
def test_when_it_is_changed_every_session_ends(desk, change):
    with visitor(desk, "edie") as client:
        assert who(client) == ["Edie Grey Sign out"]
        desk.desk.people.change("edie", **change)
        assert who(client) == []


def test_who_changes_their_password_stays_and_their_other_sessions_end(desk):
    with visitor(desk, "edie") as here, visitor(desk, "edie") as there:
        new = {"now": PASSWORD, "password": "a newer one still", "again": "a newer one still"}
        assert said(press(here, "/account", "Change it", new)) == "Your password is changed."
        assert (who(here), who(there)) == (["Edie Grey Sign out"], [])
        assert sign_in(there, password=PASSWORD).status_code == 401
        assert sign_in(there, password="a newer one still").url.path == "/"


@pytest.mark.parametrize(
    "typed, fault",
    [
        pytest.param({"now": "not it at all", "password": "a newer one still", "again": "a newer one still"},
                     "the password of now: it is another. Type it again.", id="the old one is wrong"),
        pytest.param({"now": PASSWORD, "password": "a newer one still", "again": "another"},
                     "the new password: the two are not the same. Type it twice.", id="they differ"),
        pytest.param({"now": PASSWORD, "password": "short", "again": "short"},
                     "the password: it has 5 characters. Choose one of 10 to 200.", id="it is too short"),
        pytest.param({"now": PASSWORD, "password": "", "again": ""},
                     "the password: it has 0 characters. Choose one of 10 to 200.", id="there is none"),
    ],
)  # fmt: skip
def test_a_password_is_not_changed_where_something_is_wrong(desk, typed, fault):
    with visitor(desk, "edie") as client:
        page = press(client, "/account", "Change it", typed)
        assert (page.status_code, said(page)) == (422, fault)
        assert desk.desk.people.sign_in("edie", PASSWORD, desk.clock() + timedelta(minutes=9)).user


# Who else there is.


def test_a_chief_lets_somebody_in_changes_their_role_and_shuts_them_out(desk):
    with visitor(desk, "cath") as chief, stranger(desk) as new:
        added = press(
            chief, "/users", "Let them in", shown="Nia Ray", name="Nia", role="reader", password=PASSWORD
        )
        assert said(added) == "Nia Ray may come in, as reader."
        assert sign_in(new, "nia").url.path == "/"
        sent = post(chief, "/users", act="role", name="nia", role="editor")
        assert (said(sent), who(new)) == ("Nia Ray is editor from now on.", [])
        assert said(post(chief, "/users", act="remove", name="nia")) == "Nia Ray may come in no more."
        assert sign_in(new, "nia").status_code == 401
        assert said(post(chief, "/users", act="restore", name="nia")) == "Nia Ray may come in again."
        assert sign_in(new, "nia").url.path == "/"


def test_a_chief_gives_somebody_a_new_password_for_a_forgotten_one(desk):
    newer = "a newer one still"
    with visitor(desk, "cath") as chief, visitor(desk, "edie") as client:
        page = press(chief, "/users", "Set it for Edie Grey", password=newer, again=newer)
        assert said(page) == "Edie Grey has a new password, and must sign in by it."
        assert who(client) == []
        assert sign_in(client).status_code == 401
        assert sign_in(client, password=newer).url.path == "/"
        assert "Set it for Cath Boss" not in [
            each[2] for form in read(page.text).forms for each in form.buttons
        ]


def test_where_a_proxy_keeps_the_passwords_a_chief_gives_none(open_desk):
    desk = open_desk(door=PROXY)
    with visitor(desk, client=("127.0.0.1", 50_000), headers={"X-Remote-User": "cath"}) as chief:
        assert "Forgotten password" not in chief.get("/users").text


@pytest.mark.parametrize(
    "sent, fault",
    [
        pytest.param({"act": "add", "name": "edie", "password": PASSWORD, "role": "editor"},
                     "“edie”: there is a user of that name. Choose another.", id="a name that is taken"),
        pytest.param({"act": "add", "name": "a:b", "password": PASSWORD, "role": "editor"},
                     "“a:b”: will not do for a name. Use up to 80 letters, digits and spaces.", id="no name"),
        pytest.param({"act": "add", "name": "nia", "password": PASSWORD, "role": "owner"},
                     "“owner”: there is no such role. Use reader, editor, chief.", id="a role there is not"),
        pytest.param({"act": "role", "name": "nobody", "role": "chief"},
                     "“nobody”: there is no such user. See the page of users.", id="somebody who is not there"),
        pytest.param({"act": "role", "name": "cath", "role": "editor"},
                     "“cath”: is the only chief there is. Make another one first.", id="the last chief's role"),
        pytest.param({"act": "remove", "name": "cath"},
                     "“cath”: is the only chief there is. Make another one first.", id="the last chief"),
        pytest.param({"act": "password", "name": "edie", "password": "short", "again": "short"},
                     "the password: it has 5 characters. Choose one of 10 to 200.", id="a password too short"),
        pytest.param({"act": "password", "name": "edie", "password": "a newer one still", "again": "another"},
                     "the new password: the two are not the same. Type it twice.", id="two passwords"),
        pytest.param({"act": "password", "name": "Cath ", "password": "a newer one still", "again": "a newer one still"},
                     "your own password: it takes the old one to change it. See your account.", id="one's own password"),
        pytest.param({"act": "password", "name": "nobody", "password": "a newer one still", "again": "a newer one still"},
                     "“nobody”: there is no such user. See the page of users.", id="nobody's password"),
        pytest.param({"act": "", "name": "edie"},
                     "the form: it does not say what to do. Open the page again.", id="nothing to do"),
    ],
)  # fmt: skip
def test_what_a_chief_may_not_do_is_said_and_changes_nobody(desk, sent, fault):
    before = desk.desk.people.every()
    with visitor(desk, "cath") as chief:
        page = post(chief, "/users", sent)
    assert (page.status_code, said(page), desk.desk.people.every()) == (422, fault, before)


# The first chief.

FIRST = {"shown": "Ada First", "name": "ada", "password": PASSWORD, "again": PASSWORD}


def test_the_first_chief_comes_in_by_the_link_and_nobody_after_her(open_desk):
    desk = open_desk(empty=True)
    link = welcome_of(desk.desk, Door())
    with stranger(desk) as client:
        page = press(client, link, "Come in", FIRST)
        assert (page.url.path, said(page), who(client)) == (
            "/",
            "Welcome, Ada First.",
            ["Ada First Sign out"],
        )
    assert welcome_of(desk.desk, Door()) == ""
    with stranger(desk) as other:
        assert other.get(link).url.path == "/sign-in"
        other.get("/sign-in")
        assert [user.name for user in desk.desk.people.every()] == ["ada"]


@pytest.mark.parametrize("trial", [True, False])
def test_a_trial_desk_says_that_it_has_users_of_its_own(open_desk, trial):
    desk = open_desk(empty=True, trial=trial)
    with stranger(desk) as client:
        page = client.get(welcome_of(desk.desk, Door()))
    assert ("This is the desk of trial runs, and has users of its own" in text_of(page, "main")[0]) is trial


@pytest.mark.parametrize("key", ["", "?key=", "?key=another", "?key=%F0%9F%98%80"])
def test_without_the_key_nobody_is_the_first_chief(open_desk, key):
    desk = open_desk(empty=True)
    with visitor(desk) as client:
        page = client.get(f"/welcome{key}")
        assert (page.status_code, text_of(page, "h1")) == (403, ["No key"])
        assert post(client, "/welcome", FIRST, key=key.partition("=")[2]).status_code == 403
    assert desk.desk.people.every() == []


def test_what_is_wrong_with_the_first_chief_s_name_or_password_is_said_and_the_rest_kept(open_desk):
    desk = open_desk(empty=True)
    with stranger(desk) as client:
        page = press(client, welcome_of(desk.desk, Door()), "Come in", {**FIRST, "again": "otherwise"})
        assert (page.status_code, said(page)) == (
            422,
            "the password: the two are not the same. Type it twice.",
        )
        assert 'value="Ada First"' in page.text


# A proxy that says who somebody is.

PROXY = Door(trusted="X-Remote-User")


@pytest.mark.parametrize("named", [["edie", "cath"], ["edie", "edie"], ["", "edie"], ["edie, cath"]])
def test_a_header_that_names_two_names_nobody(open_desk, named):
    headers = [("X-Remote-User", name) for name in named]
    with stranger(open_desk(door=PROXY), client=("127.0.0.1", 50_000)) as client:
        assert client.get("/", headers=headers).status_code == 403


def asked_by(desk, address, **headers):
    with stranger(desk, client=(address, 50_000)) as client:
        return client.get("/", headers=headers)


@pytest.mark.parametrize(
    "address, headers, status",
    [
        pytest.param("127.0.0.1", {"X-Remote-User": "edie"}, 200, id="by the proxy"),
        pytest.param("127.0.0.1", {"X-Remote-User": "EDIE"}, 200, id="by the proxy, in capitals"),
        pytest.param("127.0.0.1", {"X-Remote-User": "nobody"}, 403, id="by the proxy, of nobody we know"),
        pytest.param("127.0.0.1", {}, 403, id="by the proxy, that names nobody"),
        pytest.param("192.0.2.7", {"X-Remote-User": "edie"}, 403, id="past the proxy"),
        pytest.param("192.0.2.7", {"X-Remote-User": "edie", "X-Forwarded-For": "127.0.0.1"}, 403,
                     id="past the proxy, as if by it"),
    ],
)  # fmt: skip
def test_the_header_is_believed_of_the_proxy_alone(open_desk, address, headers, status):
    assert asked_by(open_desk(door=PROXY), address, **headers).status_code == status


def test_without_a_trusted_header_none_is_believed(desk):
    assert asked_by(desk, "127.0.0.1", **{"X-Remote-User": "edie"}).url.path == "/sign-in"


def test_where_the_proxy_says_who_it_is_there_is_no_signing_in_and_no_session_counts(open_desk):
    desk = open_desk(door=PROXY)
    with visitor(desk, "cath", client=("127.0.0.1", 50_000)) as client:
        assert client.get("/").status_code == 403
        assert client.get("/sign-in", follow_redirects=False).headers["location"] == "/"
        sent = post(client, "/sign-in", name="cath", password=PASSWORD)
        assert (sent.url.path, sent.status_code) == ("/", 403)


def test_a_user_whom_a_proxy_names_may_decide_and_no_other_site_in_their_name(open_desk):
    desk = open_desk(door=PROXY)
    with visitor(desk, client=("127.0.0.1", 50_000), headers={"X-Remote-User": "edie"}) as client:
        assert said(press(client, "/stories/1", "Approve")) == "Approved, in your name."
        assert send(client, "/stories/2/decisions", [("act", "approve"), ("seen", "1")]).status_code == 403
    assert desk.archive.history(1)[-1].by == "Edie Grey"


def test_failed_attempts_count_against_the_address_that_the_proxy_names(open_desk):
    desk = open_desk(door=PROXY)
    for name in USERS:
        headers = {"X-Remote-User": name, "X-Forwarded-For": "198.51.100.1, 192.0.2.9"}
        with visitor(desk, client=("127.0.0.1", 50_000), headers=headers) as client:
            for _ in range(3):
                page = post(client, "/account", now="wrong", password=PASSWORD, again=PASSWORD)
                assert page.status_code == 422
    waits = [
        desk.desk.people.sign_in("nobody", "at all", desk.clock(), address).wait.total_seconds()
        for address in ("192.0.2.9", "198.51.100.1", "127.0.0.1")
    ]
    assert waits == [2, 0, 0]


@pytest.mark.parametrize(
    "peer, forwarded, address",
    [
        pytest.param("10.0.0.1", ["192.0.2.9"], "192.0.2.9", id="whom the proxy names"),
        pytest.param("10.0.0.1", ["198.51.100.1, 192.0.2.9"], "192.0.2.9", id="not what the browser made up"),
        pytest.param("10.0.0.1", ["198.51.100.1", "192.0.2.9"], "192.0.2.9", id="nor in a header of its own"),
        pytest.param("10.0.0.1", ["198.51.100.1, 192.0.2.9, 10.0.0.2"], "192.0.2.9", id="through two proxies"),
        pytest.param("10.0.0.1", ["192.0.2.9:4711"], "192.0.2.9", id="with its port"),
        pytest.param("10.0.0.1", ["2001:db8::9"], "2001:db8::9", id="of the longer kind"),
        pytest.param("10.0.0.1", ["[2001:DB8:0::9]:4711"], "2001:db8::9", id="of the longer kind, with its port"),
        pytest.param("10.0.0.1", ["192.0.2.9, unknown"], "10.0.0.1", id="what is no address: the proxy's"),
        pytest.param("10.0.0.1", ["10.0.0.2"], "10.0.0.1", id="the proxies alone"),
        pytest.param("10.0.0.1", [], "10.0.0.1", id="nobody"),
        pytest.param("192.0.2.7", ["198.51.100.1"], "192.0.2.7", id="past the proxy"),
        pytest.param("127.0.0.1", ["198.51.100.1"], "127.0.0.1", id="from this machine, which is named no proxy"),
    ],
)  # fmt: skip
def test_where_somebody_comes_from_is_believed_of_a_proxy_that_is_named_and_of_nobody_else(
    open_desk, peer, forwarded, address
):
    desk = open_desk(empty=True, door=Door(proxies=("10.0.0.1", "10.0.0.2")))
    assert address_of(desk.desk, peer, forwarded) == address


def test_a_stranger_s_guesses_through_a_proxy_make_nobody_else_wait(open_desk):
    desk = open_desk(door=Door(proxies=("127.0.0.1",)))
    through = {"client": ("127.0.0.1", 50_000)}
    with stranger(desk, headers={"X-Forwarded-For": "198.51.100.1"}, **through) as guesser:
        for name in ("omar", "rita", "cath", "nobody") * 3:  # no name so often that it is made to wait itself
            assert sign_in(guesser, name, "a password").status_code == 401
        assert sign_in(guesser).status_code == 429
    with stranger(desk, headers={"X-Forwarded-For": "192.0.2.9"}, **through) as client:
        assert sign_in(client).url.path == "/"


def test_a_header_is_not_trusted_where_anybody_can_reach_the_desk_past_the_proxy():
    with pytest.raises(
        UsageError, match="anybody who reaches the desk past the proxy could say who they are"
    ):
        Door(host="0.0.0.0", trusted="X-Remote-User")


@pytest.mark.parametrize(
    "given, said",
    [
        pytest.param({"names": ("https://desk.example",)}, "--name https://desk.example: it is no host's name", id="a scheme"),
        pytest.param({"names": ("desk.example:443",)}, "--name desk.example:443: it is no host's name", id="a port"),
        pytest.param({"names": ("*.example",)}, "--name *.example: it is no host's name", id="a star"),
        pytest.param({"names": ("*",)}, "--name *: it is no host's name", id="a star alone"),
        pytest.param({"names": ("desk.example", "")}, "--name : it is no host's name", id="nothing"),
        pytest.param({"names": ("a..b",)}, "--name a..b: it is no host's name", id="two dots"),
        pytest.param({"names": ("[::x]",)}, "--name [::x]: it is no host's name", id="brackets about nothing"),
        pytest.param({"proxies": ("proxy.example",)}, "--proxy proxy.example: it is no address", id="a proxy's name"),
        pytest.param({"proxies": ("10.0.0.0/8",)}, "--proxy 10.0.0.0/8: it is no address", id="a network"),
        pytest.param({"proxies": ("127.0.0.1:80",)}, "--proxy 127.0.0.1:80: it is no address", id="a proxy's port"),
    ],
)  # fmt: skip
def test_what_is_no_name_and_no_address_is_refused_before_the_desk_is_opened(given, said):
    with pytest.raises(UsageError) as refused:
        Door(**given)
    assert str(refused.value).startswith(f"{said}. Give ")


def test_a_proxy_is_known_however_its_address_is_written(open_desk):
    desk = open_desk(empty=True, door=Door(proxies=("2001:DB8:0::1",)))
    assert address_of(desk.desk, "2001:db8::1", ["192.0.2.9"]) == "192.0.2.9"


@pytest.mark.parametrize(
    "name", ["desk.example.co.uk", "DESK", "news_desk.local", "192.0.2.1", "[2001:db8::1]"]
)
def test_a_desk_is_reached_by_the_name_it_is_given(open_desk, name):
    desk = open_desk(empty=True, door=Door(names=(name,)))
    with stranger(desk) as client:
        assert client.get("/sign-in", headers={"Host": f"{name.lower()}:8000"}).status_code == 200
        assert client.get("/sign-in", headers={"Host": "another.example"}).status_code == 400


@pytest.mark.parametrize("name", USERS)
def test_an_account_says_what_somebody_is(desk, name):
    role, shown = USERS[name]
    with visitor(desk, name) as client:
        page = client.get("/account")
    assert text_of(page, "h1") == [shown]
    assert (
        f"You sign in as {name}, and are {'an' if role == 'editor' else 'a'} {role}."
        in text_of(page, "main")[0]
    )
