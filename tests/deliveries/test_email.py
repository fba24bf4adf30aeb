from base64 import b64decode
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import settings as within
from hypothesis import strategies as st
from postal import BREAK, SILENCE, alert, certificate, closed_port, mail

from storygen.deliveries.email import EMAIL, message_of, read_post, send
from storygen.errors import StorygenError, UsageError
from storygen.settings import Secrets

SECRETS = Secrets((("STORYGEN_MAIL_PASSWORD", "hunter2"),))
NAMED = {"to": ["newsdesk@example.org", "Jo Baker <jo@example.org>"], "from": "storygen@example.org"}


def said(port, host="127.0.0.1", **more):
    return {**NAMED, "server": f"{host}:{port}", "security": "none", **more}


def refusal(port, seconds=5, secrets=SECRETS, **more):
    with pytest.raises(StorygenError) as caught:
        send(alert(), said(port, **more), secrets, seconds)
    assert caught.value.__cause__ is None
    assert "hunter2" not in str(caught.value)
    return str(caught.value).replace(str(port), "PORT")


MESSAGE = """\
From: storygen@example.org
To: newsdesk@example.org, Jo Baker <jo@example.org>
Subject: Bakers 2020: 43 stories drafted, 2 held
Date: Tue, 30 Jun 2020 09:00:00 +0000
Message-ID: <9de7f0d016bd8582c85efad6fcfc3db8@example.org>
Auto-Submitted: auto-generated
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable
MIME-Version: 1.0

Bakers 2020: 43 stories drafted, 2 held

Held: Kent, where 1,100 is a doubtful figure
Held: Essex

https://desk.example.org/releases/bakers-2020
"""


def test_an_alert_is_one_message_to_all_and_the_same_whenever_it_is_sent():
    for _ in range(2):
        with mail() as server:
            send(alert(), said(server.port), SECRETS)
        assert server.message.decode().replace("\r\n", "\n") == MESSAGE
        assert server.message.count(b"\n") == server.message.count(b"\r\n")
        assert server.commands == [
            "ehlo example.org",
            "mail FROM:<storygen@example.org>",
            "rcpt TO:<newsdesk@example.org>",
            "rcpt TO:<jo@example.org>",
            "data",
            "quit",
        ]


@pytest.mark.parametrize(
    "headline, subject",
    [
        pytest.param("Up\r\nBcc: all@example.org\r\n\r\nbody", "Up Bcc: all@example.org body", id="a header in it"),
        pytest.param("Up\u2028Bcc: x\x85To: y\x0bz", "Up Bcc: x To: y z", id="odder line breaks"),
        pytest.param("Fâl: “Übung” – 5 % ☕", "Fâl: “Übung” – 5 % ☕", id="signs beyond ASCII"),
        pytest.param("Up =?utf-8?q?=0D=0ABcc=3A_x?=", "Up = ?utf-8?q?=0D=0ABcc=3A_x?=", id="a header in an encoded word"),
        pytest.param("bakers " * 60, ("bakers " * 60).strip(), id="longer than a line"),
        pytest.param("x" * 1200, "x" * 1200, id="one long word"),
        pytest.param("a\ud800\x00b", "ab", id="what cannot be written"),
        pytest.param("", "", id="nothing"),
    ],
)  # fmt: skip
def test_no_headline_makes_a_header_of_its_own(headline, subject):
    with mail() as server:
        send(alert(headline, lines=(".", "..a", "é" * 2000)), said(server.port), SECRETS)
    found = message_from_bytes(server.message.replace(b"\r\n..", b"\r\n."), policy=SMTP)
    assert found.keys() == message_of(alert(), read_post(said(1))).keys()
    assert found["Subject"] == subject
    assert found.get_content().replace("\r\n", "\n").split("\n\n")[-2] == f".\n..a\n{'é' * 2000}"
    assert max(map(len, server.message.split(b"\r\n"))) <= 998
    assert [command for command in server.commands if command.lower().startswith("rcpt")] == [
        "rcpt TO:<newsdesk@example.org>",
        "rcpt TO:<jo@example.org>",
    ]


@within(max_examples=200)
@given(
    st.text(st.characters()) | st.from_regex(r"( *=\?utf-8\?[qb]\?[=0DABc:_ \n]*\?=)+"),
    st.text(st.characters()),
)
def test_whatever_an_alert_says_its_message_has_the_headers_we_gave_it(headline, line):
    post = read_post(said(1))
    found = message_from_bytes(message_of(alert(headline, key=line, lines=(line,)), post).as_bytes())
    assert found.keys() == message_of(alert(), post).keys()


# Who takes it, and who does not.

ACCESS = {"user": "storygen", "host": "localhost"}


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """Give a certificate of localhost and a server's context with it."""
    return certificate(tmp_path_factory.mktemp("certificate"))


STARTTLS = {"EHLO": b"250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN", "STARTTLS": b"220 go on"}


@pytest.mark.parametrize("security, at_once", [("starttls", False), ("tls", True)])
def test_a_password_goes_to_a_server_whose_certificate_is_trusted(monkeypatch, certified, security, at_once):
    monkeypatch.setenv("SSL_CERT_FILE", str(certified[0]))
    with mail(STARTTLS, tls=certified[1], at_once=at_once) as server:
        send(alert(), said(server.port, security=security, **ACCESS), SECRETS, 5)
    (login,) = [command for command in server.commands if command.startswith("AUTH")]
    assert b64decode(login.split()[2]) == b"\0storygen\0hunter2"
    assert server.message


@pytest.mark.parametrize("security, at_once", [("starttls", False), ("tls", True)])
@pytest.mark.parametrize(
    "trusted, host, fault",
    [
        (False, "localhost", "its certificate is not trusted: self-signed certificate"),
        (True, "127.0.0.1", "its certificate is not trusted: IP address mismatch, certificate is not valid for '127.0.0.1'"),
    ],
    ids=["nobody vouches for it", "it is another's"],
)  # fmt: skip
def test_nothing_goes_to_a_server_whose_certificate_is_not(
    monkeypatch, certified, security, at_once, trusted, host, fault
):
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certified[0]))
    with mail(STARTTLS, tls=certified[1], at_once=at_once) as server:
        told = refusal(server.port, security=security, user="storygen", host=host)
    assert told.startswith(f"{host}:PORT: {fault}")
    assert told.endswith(". Mend it, or name another server.")
    assert not [command for command in server.commands if command.startswith(("AUTH", "mail"))]


@pytest.mark.parametrize(
    "replies, more, told",
    [
        pytest.param({}, {"security": "starttls", **ACCESS}, "localhost:PORT: it offers no STARTTLS. Try security = \"tls\".", id="no TLS"),
        pytest.param({}, {"security": "tls"}, "127.0.0.1:PORT: it speaks no TLS on this port that we know. See whether port and security are right.", id="another port's TLS"),
        pytest.param({"AUTH": b"535 no, hunter2"}, ACCESS, "localhost:PORT: it does not take “storygen” with that password (535). Mend user, or STORYGEN_MAIL_PASSWORD.", id="a wrong password"),
        pytest.param({"EHLO": b"250 here"}, ACCESS, "localhost:PORT: it takes no user and password on this connection. Leave user out, or change security.", id="no passwords"),
        pytest.param({"EHLO": b"250-here\r\n250 AUTH GSSAPI"}, ACCESS, "localhost:PORT: it knows no way of signing in that we know. Ask whoever runs it.", id="odd passwords"),
        pytest.param({"": b"554 not today"}, {}, "127.0.0.1:PORT: it refuses: 554 not today. Try again later, or ask whoever runs it.", id="nobody"),
        pytest.param({"": b"HTTP/1.1 400 Bad Request"}, {}, "127.0.0.1:PORT: it speaks no SMTP on this port. See whether port and security are right.", id="another kind of server"),
        pytest.param({"MAIL": b"550 who?"}, {}, "127.0.0.1:PORT: it takes no mail from storygen@example.org: 550 who? Mend from.", id="the sender"),
        pytest.param({"rcpt TO:<jo@example.org>": b"550 no\x1b[2J Jo \xff"}, {}, "127.0.0.1:PORT: it takes no mail for jo@example.org (550 no[2J Jo �). All others have it. Mend the list.", id="one of two"),
        pytest.param({"RCPT": b"550 no such"}, {}, "127.0.0.1:PORT: it takes no mail for jo@example.org (550 no such), newsdesk@example.org (550 no such). Mend the list.", id="both"),
        pytest.param({"DATA": b"452 full"}, {}, "127.0.0.1:PORT: it refuses: 452 full. Try again later, or ask whoever runs it.", id="the message"),
        pytest.param({".": b"554 " + b"x" * 400}, {}, f"127.0.0.1:PORT: it refuses: 554 {'x' * 159}…. Try again later, or ask whoever runs it.", id="what it has read"),
        pytest.param({"": BREAK}, {}, "127.0.0.1:PORT: it broke the connection off. Try again later, or see whether the port is right.", id="broken off at once"),
        pytest.param({"MAIL": BREAK}, {}, "127.0.0.1:PORT: it broke the connection off. Try again later, or see whether the port is right.", id="broken off"),
        pytest.param({".": BREAK}, {}, "127.0.0.1:PORT: it broke the connection off. Try again later, or see whether the port is right.", id="broken off at the end"),
    ],
)  # fmt: skip
def test_a_server_that_does_not_take_it_is_told_of_in_a_line(replies, more, told):
    with mail(replies) as server:
        assert refusal(server.port, **more) == told


@pytest.mark.parametrize("verb", ["", "EHLO", "RCPT", "."])
def test_a_server_that_falls_silent_is_not_waited_for(verb):
    with mail({verb: SILENCE}) as server:
        assert refusal(server.port, seconds=0.1) == (
            "127.0.0.1:PORT: it does not answer. See whether server is right, or try again later."
        )


@pytest.mark.parametrize("farewell", [SILENCE, BREAK, b"500 what?"])
def test_what_was_taken_is_sent_however_the_server_takes_leave(farewell):
    with mail({"QUIT": farewell}) as server:
        send(alert(), said(server.port), SECRETS, 0.5)
    assert server.message


def test_a_server_that_is_not_there_is_told_of_in_a_line():
    assert refusal(closed_port()) == (
        "127.0.0.1:PORT: it could not be reached: Connection refused. "
        "See whether server is right, or try again later."
    )


def test_a_password_beyond_ascii_is_told_of_and_not_told():
    secrets = Secrets((("STORYGEN_MAIL_PASSWORD", "hunter2é"),))
    with mail() as server:
        assert refusal(server.port, secrets=secrets, **ACCESS) == (
            "localhost:PORT: user or password has letters that SMTP cannot carry. Use plain ones."
        )


def test_a_password_that_is_not_set_is_named():
    assert refusal(9, password="STORYGEN_NEWS_PASSWORD", **ACCESS) == (
        "STORYGEN_NEWS_PASSWORD: it is not set. Set it where storygen runs."
    )


# What an entry says.


@pytest.mark.parametrize(
    "more, server",
    [
        pytest.param({"server": "smtp.example.org"}, ("smtp.example.org:587", "starttls"), id="a host alone"),
        pytest.param({"server": "smtp.example.org", "security": "tls"}, ("smtp.example.org:465", "tls"), id="with TLS"),
        pytest.param({"server": "[::1]:2525", "security": "none"}, ("[::1]:2525", "none"), id="an address"),
        pytest.param({"server": "localhost", "security": "none", "user": "a"}, ("localhost:25", "none"), id="this machine may see passwords"),
    ],
)  # fmt: skip
def test_a_server_is_a_host_and_perhaps_a_port(more, server):
    post = read_post({**NAMED, **more})
    assert (post.where, post.security) == server


def test_one_address_is_a_list_of_one_and_a_domain_is_written_in_ascii():
    post = read_post({"to": "Übung <desk@bücher.example>", "from": "s@example.org", "server": "x"})
    assert [(each.display_name, each.addr_spec) for each in post.to] == [
        ("Übung", "desk@xn--bcher-kva.example")
    ]


@pytest.mark.parametrize(
    "more, fault",
    [
        ({"to": []}, "to: it is no list of addresses"),
        ({"to": 5}, "to: it is no list of addresses"),
        ({"to": ["newsdesk"]}, "to: “newsdesk” is no e-mail address"),
        ({"to": [5]}, "to: “5” is no e-mail address"),
        ({"to": ["a@example.org, b@example.org"]}, "to: “a@example.org, b@example.org” is no e-mail address"),
        ({"to": ["a@example.org\nBcc: b@example.org"]}, "to: “a@example.org Bcc: b@example.org” is no e-mail address"),
        ({"to": ["übung@example.org"]}, "to: “übung@example.org” is no e-mail address"),
        ({"to": ["a@b..c"]}, "to: “a@b..c” is no e-mail address"),
        ({"to": ["<>"]}, "to: “<>” is no e-mail address"),
        ({"from": ""}, "from: “” is no e-mail address"),
        ({"from": f"a@{'é' * 90}"}, "from: “a@"),
        ({"server": ""}, "server: “” is no server"),
        ({"server": "smtp.example.org:x"}, "server: “smtp.example.org:x” is no server"),
        ({"server": "https://smtp.example.org"}, "server: “https://smtp.example.org” is no server"),
        ({"server": "jo@smtp.example.org"}, "server: “jo@smtp.example.org” is no server"),
        ({"server": "a..b:25"}, "server: “a..b:25” is no server"),
        ({"server": 587}, "server: it is not a line of text"),
        ({"security": "ssl"}, "security: there is no such choice. Use starttls, tls or none."),
        ({"security": "none", "user": "jo"}, "security: a password would be sent for all to read. Use starttls or tls."),
        ({"user": 5}, "user: it is not a line of text"),
        ({"user": "jo", "password": "hunter2"}, "password: it is not the name of a secret, which stands in the environment and not in this file."),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_meant_is_refused_beforehand(more, fault):
    with pytest.raises(UsageError) as caught:
        EMAIL.check({**NAMED, "server": "smtp.example.org", **more})
    assert str(caught.value).startswith(fault)
    assert "hunter2" not in str(caught.value)
