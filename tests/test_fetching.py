"""Fetching: whatever a server does, something usable or one plain line, in time and within bounds."""

import asyncio
import gzip
import random
import socket
import ssl
import threading
import time
import tracemalloc
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from itertools import chain, repeat

import pytest

from storygen.errors import FetchError
from storygen.fetching.fetch import FEED, Bounds, Fetched, agent, fetch, send
from storygen.fetching.reachable import is_allowed, onward, reach
from storygen.testing import faults
from storygen.testing.faults import FAULTS
from storygen.testing.govuk import GovUK

AT = datetime(2021, 10, 28, 8, 30, tzinfo=UTC)
SHORT = Bounds(256 * 1024, 0.3)
AMPLE = Bounds(256 * 1024, 5)
SLUG = "police-workforce-2021"


@pytest.fixture(scope="module")
def shared():
    with GovUK() as uk:
        uk.publish(SLUG, "Police workforce: 2021", at=AT, files={"open-data-tables.ods": b"PK" * 2000})
        yield uk


@pytest.fixture
def uk(shared):
    shared.asked.clear()
    shared._faults.clear()
    return shared


def known(host, port):
    """Resolve this machine's own names, and one that is not there."""
    if host == "elsewhere.example":
        raise OSError("unknown")
    return [host]


def at(*machines, then=""):
    """Resolve any name as *machines* the first time, and as *then* from there on where that is given."""
    answers = chain([list(machines)], repeat([then] if then else list(machines)))
    return lambda *_: next(answers)


def fetched(address, bounds=AMPLE, **options):
    return fetch(address, bounds, **{"loopback": True, "resolve": known} | options)


def refusal(address, bounds=AMPLE, **options) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetched(address, bounds, **options)
    assert "\n" not in str(caught.value)
    return caught.value


# A server that says exactly what it is told to.


@contextmanager
def saying(*answers: bytes, pause: float = 0):
    """Answer the connections that come with *answers*, one each, and give the address and what was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve():
            for answer in answers:
                try:
                    line, _ = door.accept()
                except OSError:
                    return
                with line:
                    line.settimeout(0.2)
                    with suppress(OSError):
                        asked.append(_request(line))
                        time.sleep(pause)
                        line.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/feed", asked
        door.shutdown(socket.SHUT_RDWR)
    thread.join(2)


TLS = b"\x16"
"""How a handshake begins."""


def _request(line: socket.socket) -> bytes:
    come = line.recv(65536)
    while b"\r\n\r\n" not in come and come[:1] != TLS:
        come += line.recv(65536) or b"\r\n\r\n"
    head, _, body = come.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
    while len(body) < length:
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def reply(body: bytes = b"all well", head: str = "", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{head}\r\n".encode() + body


def test_what_was_fetched_is_told_with_what_it_is_known_by(uk):
    found = fetched(uk.finder("home-office"))
    assert found == Fetched(uk.finder("home-office"), 200, found.body, found.etag, found.modified, found.kind)
    assert found.body.startswith(b'<?xml version="1.0"')
    assert (found.kind, found.modified) == ("application/atom+xml", "Thu, 28 Oct 2021 08:30:00 GMT")
    assert found.etag.startswith('W/"')


def test_what_has_not_changed_is_not_sent_again(uk):
    address = uk.finder("home-office")
    found = fetched(address)
    by_etag = fetched(address, etag=found.etag)
    by_date = fetched(address, modified=found.modified)
    assert by_etag == by_date == Fetched(address, 304, b"", found.etag, found.modified, "")
    assert [each.status for each in uk.asked] == [200, 304, 304]


def test_a_request_says_who_asks_and_for_what(uk):
    fetched(uk.finder())
    assert uk.asked[0].headers == {
        "Host": uk.address.removeprefix("http://"),
        "User-Agent": agent(),
        "Connection": "close",
        "Accept-Encoding": "gzip",
        "Accept": "*/*",
    }
    assert agent() == "storygen/0.1.0"


def test_a_file_comes_as_it_is(uk):
    [file] = list(uk._files)
    assert fetched(f"{uk.address}{file}").body == b"PK" * 2000


LATE = "it was not all there within 0.3 seconds. Try again later."
REFUSALS = {
    "cut": "it was cut off on its way. Try again later.",
    "drip": LATE,
    "slow_headers": LATE,
    "redirect": "there is no host called elsewhere.example. Check the address, and this machine's network.",
    "redirect_private": "169.254.169.254 is at 169.254.169.254, which is not on the public internet. Such addresses are never asked.",
    "redirect_loop": "it redirects more than 5 times. Check the address.",
    "404": "it answers 404 (Not Found). Check the address.",
    "429": "it answers 429 (Too Many Requests). It asks to be left alone for 120 seconds.",
    "500": "it answers 500 (Internal Server Error). Try again later.",
    "503": "it answers 503 (Service Unavailable). It asks to be left alone for 60 seconds.",
    "huge": "it is larger than 262,144 bytes. Check the address.",
    "bomb": "it is larger than 262,144 bytes. Check the address.",
    "not_gzip": "it says that it is gzipped, and is not. Try again later.",
    "reset": "it was cut off on its way. Try again later.",
}
"""What is said of each fault; one that is not here is for whoever reads what was fetched."""


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_is_said_in_one_line_and_in_time(uk, kind):
    uk.fault("feed", kind)
    bounds = SHORT if REFUSALS.get(kind) == LATE else AMPLE
    began = time.monotonic()
    if kind in REFUSALS:
        error = refusal(uk.finder(), bounds)
        said = str(error).partition(": ")[2]
        again = {"429": 120, "503": 60}.get(kind, 0)
        assert (said, error.status, error.again) == (
            REFUSALS[kind],
            int(kind) if kind.isdigit() else 0,
            again,
        )
    else:
        assert fetched(uk.finder(), bounds).status == 200
    assert time.monotonic() - began < bounds.seconds + 1


def test_a_fault_passes(uk):
    uk.fault("feed", "500", times=2)
    assert [refusal(uk.finder()).status for _ in range(2)] == [500, 500]
    assert fetched(uk.finder()).status == 200


@pytest.mark.parametrize(
    "answer, said",
    [
        pytest.param(b"", "it was cut off on its way", id="nothing"),
        pytest.param(b"HELLO\r\n\r\n", "it does not answer as a web server does", id="another protocol"),
        pytest.param(b"HTTP/1.1 abc\r\n\r\n", "it does not answer as a web server does", id="no status"),
        pytest.param(reply(head="X: " + "y" * 200_000 + "\r\n"), "it does not answer as a web server does", id="long headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", "it was cut off on its way", id="less than it says"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nshort", "it does not answer as a web server does", id="no length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort", "it was cut off on its way", id="a chunk and no end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "it does not answer as a web server does", id="no chunk"),
        pytest.param(reply(head="Content-Encoding: br\r\n"), "it is packed as “br”, which was not asked for", id="brotli"),
        pytest.param(reply(head="Content-Encoding: gzip, gzip\r\n"), "it is packed as “gzip, gzip”, which was not asked for", id="packed twice"),
        pytest.param(reply(gzip.compress(b"a" * 99)[:-9], "Content-Encoding: gzip\r\n"), "it was cut off on its way", id="half a gzip"),
        pytest.param(reply(gzip.compress(b"a") + b"junk", "Content-Encoding: gzip\r\n"), "it says that it is gzipped, and is not", id="junk after it"),
        pytest.param(reply(status="204 No Content"), "it answers 204 (No Content)", id="nothing to say"),
        pytest.param(reply(status="206 Partial Content"), "it answers 206 (Partial Content)", id="a part"),
        pytest.param(reply(b"", status="304 Not Modified"), "it answers 304 (Not Modified)", id="unchanged, but since when"),
        pytest.param(reply(status="799 Odd"), "it answers 799", id="no status we know"),
        pytest.param(reply(status="302 Found"), "it redirects and does not say where to", id="a redirect to nowhere"),
        pytest.param(reply(status="302 Found", head="Location: http://[\r\n"), "it redirects to what is no address", id="a redirect to nonsense"),
        pytest.param(reply(status="302 Found", head="Location: file:///etc/passwd\r\n"), "only http and https addresses are asked", id="a redirect to a file"),
        pytest.param(reply(status="302 Found", head="Location: http://a:b@127.0.0.1/\r\n"), "it has a name or a password in it", id="a redirect with a password"),
        pytest.param(reply(status="302 Found", head="Location: http://10.0.0.1/\r\n"), "10.0.0.1 is at 10.0.0.1, which is not on the public internet", id="a redirect inside"),
    ],
)  # fmt: skip
def test_every_oddity_is_said(answer, said):
    with saying(answer) as (address, _):
        assert refusal(address).what == said


@pytest.mark.parametrize(
    "body, head",
    [
        pytest.param(b"", "", id="empty"),
        pytest.param(gzip.compress(b"one") + gzip.compress(b"two"), "Content-Encoding: x-gzip\r\n", id="two members"),
        pytest.param(b"caf\xe9", "ETag: caf\xe9\r\n", id="a mark that could not be sent back"),
    ],
)  # fmt: skip
def test_what_is_odd_and_sound_is_taken(body, head):
    with saying(reply(body, head)) as (address, _):
        found = fetched(address)
    assert (found.body, found.etag) == (b"onetwo" if head.startswith("Content") else body, "")


SEEDS = [
    reply(b"hello", 'ETag: "a"\r\nContent-Type: text/xml\r\n'),
    reply(status="302 Found", head="Location: http://127.0.0.1:1/\r\n"),
    reply(status="503 Busy", head="Retry-After: Thu, 28 Oct 2021 09:31:00 GMT\r\nDate: Thu, 28 Oct 2021 09:30:00 GMT\r\n"),
    reply(gzip.compress(b"hello", mtime=0), "Content-Encoding: gzip\r\n"),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
]  # fmt: skip
PIECES = [
    b"\r\n",
    b"\x00",
    b":",
    b"\xff\xe9",
    b"99999999999999999999",
    b"-1",
    b"http://[",
    b"//",
    b"\n\n",
    b"chunked, ",
]


def test_whatever_a_server_says_comes_to_something_fetched_or_one_line():
    chance, said = random.Random(2021), []
    for _ in range(150):
        body = bytearray(chance.choice(SEEDS))
        for _ in range(chance.randint(0, 2)):
            where = chance.randrange(len(body) + 1)
            body[where : where + chance.randrange(9)] = chance.choice([b"", *PIECES])
        said.append(bytes(body))
    outcomes = set()
    with saying(*said) as (address, _):
        for _ in said:
            try:
                outcomes.add(fetched(address, Bounds(1000, 1), resolve=numbered).status)
            except FetchError as error:
                outcomes.add(error.what)
    assert {200, "it was cut off on its way", "it does not answer as a web server does"} <= outcomes
    assert not any("\n" in str(each) for each in outcomes)


def numbered(host, port):
    """Resolve what is an IP address, and nothing else."""
    return [str(ip_address(host))]


def test_a_bomb_swells_no_memory():
    with saying(reply(faults.bomb(), "Content-Encoding: gzip\r\n")) as (address, _):
        tracemalloc.start()
        try:
            assert refusal(address, Bounds(1024 * 1024, 5)).what == "it is larger than 1 MB"
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 12 * 1024 * 1024


def test_a_redirect_is_followed_with_what_was_asked():
    with ExitStack() as servers:
        there, second = servers.enter_context(saying(reply()))
        leading = reply(status="301 Moved", head=f"Location: {there}?a=b#c\r\n")
        here, first = servers.enter_context(saying(leading))
        found = fetched(here, etag='"x"')
    assert (found.address, found.body) == (f"{there}?a=b", b"all well")
    assert [b'If-None-Match: "x"' in each for each in (*first, *second)] == [True, True]
    assert second[0].startswith(b"GET /feed?a=b HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "said, date, again",
    [
        pytest.param("90", "", 90, id="seconds"),
        pytest.param("99999999999999999999", "", 86400, id="a day at most"),
        pytest.param("-5", "", 0, id="less than none"),
        pytest.param("Thu, 28 Oct 2021 09:31:00 GMT", "Thu, 28 Oct 2021 09:30:00 GMT", 60, id="a date, by the server's own clock"),
        pytest.param("Thu, 28 Oct 2021 09:30:00 GMT", "Thu, 28 Oct 2021 09:31:00 GMT", 0, id="a date gone by"),
        pytest.param("Thu, 28 Oct 2021 09:31:00 GMT", "", 0, id="a date and no clock"),
        pytest.param("soon", "Thu, 28 Oct 2021 09:31:00 GMT", 0, id="nonsense"),
        pytest.param("Thu, 28 Oct 99999 09:31:00 +9999", "Thu, 28 Oct 2021 09:31:00 GMT", 0, id="no date"),
    ],
)  # fmt: skip
def test_when_to_ask_again(said, date, again):
    head = f"Retry-After: {said}\r\n" + (f"Date: {date}\r\n" if date else "")
    with saying(reply(status="503 Busy", head=head)) as (address, _):
        assert refusal(address).again == again


# Where may be asked.


@pytest.mark.parametrize(
    "machine, public, ours",
    [
        ("151.101.0.144", True, True),
        ("2a04:4e42::144", True, True),
        ("::ffff:151.101.0.144", True, True),
        ("64:ff9b::151.101.0.144", True, True),
        ("127.0.0.1", False, True),
        ("127.9.9.9", False, True),
        ("::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("0.0.0.0", False, False),
        ("::", False, False),
        ("10.0.0.1", False, False),
        ("172.16.5.4", False, False),
        ("192.168.1.1", False, False),
        ("100.64.0.1", False, False),
        ("169.254.169.254", False, False),
        ("224.0.0.1", False, False),
        ("255.255.255.255", False, False),
        ("240.0.0.1", False, False),
        ("fe80::1", False, False),
        ("fe80::1%eth0", False, False),
        ("fc00::1", False, False),
        ("fec0::1", False, False),
        ("ff02::1", False, False),
        ("2001:db8::1", False, False),
        ("::10.0.0.1", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("64:ff9b::10.0.0.1", False, False),
        ("2002:a00:1::1", False, False),
        ("2002:7f00:1::", False, False),
        ("localhost", False, False),
        ("", False, False),
    ],
)
def test_which_machines_may_be_asked(machine, public, ours):
    assert (is_allowed(machine), is_allowed(machine, loopback=True)) == (public, ours)


@pytest.mark.parametrize(
    "address, said",
    [
        ("", "it is not the address of a page"),
        ("www.gov.uk/feed", "only http and https addresses are asked"),
        ("ftp://www.gov.uk/feed", "only http and https addresses are asked"),
        ("file:///etc/passwd", "only http and https addresses are asked"),
        ("http:///feed", "it names no host"),
        ("http://[::1/feed", "it is not the address of a page"),
        ("http://[fe80::1%25eth0]/feed", "it names no host"),
        ("http://www.gov.uk:99999/feed", "it is not the address of a page"),
        ("http://www.gov.uk/a b", "it is not the address of a page"),
        ("http://www.gov.uk/a\r\nHost: b", "it is not the address of a page"),
        ("http://www.gov.uk\\@10.0.0.1/", "it is not the address of a page"),
        ("http://me:secret@www.gov.uk/", "it has a name or a password in it"),
        ("http://a..b/", "it names no host"),
        ("http://a,b/", "it names no host"),
        (f"http://{'a' * 300}/", "it names no host"),
        (f"http://www.gov.uk/{'a' * 3000}", "it is not the address of a page"),
        ("http://\ud800/", "it is not the address of a page"),
        ("http://www.gov.uk/\ud800", "it is not the address of a page"),
        ("http://nowhere.example/", "there is no host called nowhere.example"),
        ("http://inside.example/", "inside.example is at 10.1.2.3, which is not on the public internet"),
        ("http://both.example/", "both.example is at 127.0.0.1, which is not on the public internet"),
        ("http://2130706433/", "2130706433 is at 127.0.0.1, which is not on the public internet"),
        ("http://localhost./", "localhost. is at 127.0.0.1, which is not on the public internet"),
        ("http://slow.example/", "nothing said within 0.05 seconds where slow.example is"),
    ],
)
def test_which_addresses_are_refused_before_anyone_is_asked(address, said):
    def resolve(host, port):
        if host == "slow.example":
            time.sleep(0.2)
        return {
            "inside.example": ["10.1.2.3"],
            "both.example": ["151.101.0.144", "127.0.0.1"],
            "2130706433": ["127.0.0.1"],
            "localhost.": ["127.0.0.1"],
        }.get(host, [])

    error = refusal(address, Bounds(1, 0.05), loopback=False, resolve=resolve)
    assert error.what == said
    assert "secret" not in str(error)


def test_only_the_hosts_named_are_asked():
    error = refusal("http://127.0.0.1/", hosts=["www.gov.uk"])
    assert error.what == "127.0.0.1 is not among the hosts that may be asked here"


@pytest.mark.parametrize(
    "address, named, path",
    [
        ("https://WWW.gov.uk", "www.gov.uk", "/"),
        ("https://www.gov.uk:443/a?b=[c]#d", "www.gov.uk", "/a?b=[c]"),
        ("http://www.gov.uk:8080/é/%20", "www.gov.uk:8080", "/%C3%A9/%20"),
        ("http://bücher.example/", "xn--bcher-kva.example", "/"),
        ("http://[2a04:4e42:0::144]:81/", "[2a04:4e42::144]:81", "/"),
    ],
)
def test_an_address_taken_apart(address, named, path):
    target = reach(address, 1, resolve=at("151.101.0.144"))
    assert (target.named, target.path, target.machines) == (named, path, ("151.101.0.144",))


def test_the_machine_that_was_checked_is_the_one_that_is_asked():
    with saying(reply()) as (address, asked):
        there = address.replace("127.0.0.1", "www.gov.example")
        found = fetched(there, resolve=at("127.0.0.1", then="10.0.0.1"))
    assert (found.address, found.body) == (there, b"all well")
    assert b"Host: " + there.split("/")[2].encode() in asked[0]


def test_where_one_machine_refuses_the_next_is_asked():
    with saying(reply()) as (address, _):
        assert fetched(address, resolve=at("127.0.0.2", "127.0.0.1")).body == b"all well"


def test_a_refused_connection_is_said():
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
    assert refusal(address).what == "it refuses the connection"


def test_who_speaks_no_tls_is_not_asked_without():
    with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as (address, _):
        error = refusal(address.replace("http:", "https:"))
    assert error.what == "no secure connection to it can be made"


def test_a_certificate_is_held_against_the_name_and_not_the_machine(monkeypatch):
    """The handshake itself is the ssl module's: what is ours is the name it is given, and the context."""
    asked = []

    async def wrap(stream, *, ssl_context, hostname, **options):
        asked.append((hostname, ssl_context.check_hostname, ssl_context.verify_mode))
        raise ssl.SSLCertVerificationError("no")

    monkeypatch.setattr("anyio.streams.tls.TLSStream.wrap", wrap)
    with saying(b"") as (address, _):
        there = address.replace("http://127.0.0.1", "https://www.gov.example")
        refusal(there, resolve=at("127.0.0.1"))
    assert asked == [("www.gov.example", True, ssl.CERT_REQUIRED)]


@pytest.mark.parametrize(
    "scheme, to, loopback, refused",
    [
        ("https", "http://www.gov.uk/", False, True),
        ("https", "https://www.gov.uk/", False, False),
        ("https", "/b", False, False),
        ("http", "http://www.gov.uk/", False, False),
        ("https", "http://127.0.0.1/", True, False),
    ],
)
def test_what_was_secure_stays_so(scheme, to, loopback, refused):
    target = reach(f"{scheme}://www.gov.uk/a", 1, resolve=at("151.101.0.144"))
    if not refused:
        onward(target, to, 302, loopback=loopback)
        return
    with pytest.raises(
        FetchError, match=r"it redirects to an address that is not secure, http://www\.gov\.uk/"
    ):
        onward(target, to, 302, loopback=loopback)


def test_the_environment_has_no_say(uk, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    assert fetched(uk.finder()).status == 200


# Sending.


def sent(address, body=b"{}", **options):
    return send(
        address, body, "application/json", **{"loopback": True, "resolve": known, "seconds": 2} | options
    )


@pytest.mark.parametrize("status", [200, 204, 302, 400, 503])
def test_what_is_sent_comes_and_its_status_is_told(status):
    with saying(reply(status=f"{status} So", head="Location: http://10.0.0.1/\r\n")) as (address, asked):
        assert sent(address, b'{"a": 1}', headers={"X-Mark": "b"}) == status
    head, _, body = asked[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /feed HTTP/1.1\r\n")
    assert body == b'{"a": 1}'
    assert {b"X-Mark: b", b"Content-Type: application/json", b"Content-Length: 8"} <= set(head.split(b"\r\n"))


@pytest.mark.parametrize(
    "options, said",
    [
        ({"headers": {"X": "a\r\nb: c"}}, "it cannot be asked for in these words. Check the address and the headers."),
        ({"headers": {"X": "…"}}, "it cannot be asked for in these words. Check the address."),
        ({"seconds": 0.1}, "it was not all there within 0.1 seconds. Try again later."),
        ({"loopback": False}, "127.0.0.1 is at 127.0.0.1, which is not on the public internet. Say that loopback is meant, if it is to be this machine's own."),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_said_without_the_secret_in_its_address(options, said):
    with saying(reply(), pause=0.3) as (address, _), pytest.raises(FetchError) as caught:
        sent(f"{address}/T0KEN", **options)
    where = address.removesuffix("/feed")
    assert str(caught.value) == f"{where}/…: {said}"


def test_whoever_goes_round_already_may_fetch_too():
    async def asked(address):
        return fetch(address, FEED, loopback=True)

    with GovUK() as uk:
        assert asyncio.run(asked(uk.finder())).status == 200
