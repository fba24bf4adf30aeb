import hashlib
import hmac
import json

import pytest
from postal import alert, closed_port, web

from storygen.deliveries.webhook import WEBHOOK
from storygen.errors import DeliveryError, FetchError, MissingExtra, StorygenError, UsageError
from storygen.fetching import fetch as fetching
from storygen.settings import Secrets

SECRETS = Secrets((("STORYGEN_WEBHOOK_SECRET", "hunter2"),))
PRIVATE = "/services/T0001/hook?token=letmein"


def send(address, told=None, **said):
    WEBHOOK.send(told or alert(), {"to": address, "loopback": True, **said}, SECRETS)


def refusal(address, **said):
    with pytest.raises(StorygenError) as caught:
        send(address, **said)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_an_alert_is_posted_whole_with_the_key_it_is_known_by():
    with web() as (address, came):
        send(f"{address}{PRIVATE}")
    ((path, headers, body),) = came
    assert path == PRIVATE
    assert json.loads(body) == alert().as_data()
    assert headers["Content-Type"] == "application/json"
    assert headers["Idempotency-Key"] == "bakers-2020:release"
    assert "X-Storygen-Signature" not in headers


def test_an_alert_is_posted_as_text_where_that_is_asked_for():
    with web() as (address, came):
        send(address, alert("Übung"), form="text")
    ((_, headers, body),) = came
    assert body.decode() == alert("Übung").as_text()
    assert headers["Content-Type"] == "text/plain; charset=utf-8"


def test_what_is_posted_is_signed_with_the_secret_that_is_named():
    with web() as (address, came):
        send(address, secret="STORYGEN_WEBHOOK_SECRET")
    ((_, headers, body),) = came
    signed = hmac.new(b"hunter2", body, hashlib.sha256).hexdigest()
    assert headers["X-Storygen-Signature"] == f"sha256={signed}"
    assert b"hunter2" not in body


@pytest.mark.parametrize(
    "key, header",
    [
        pytest.param("a\r\nX-Evil: 1", "a%20X-Evil:%201", id="a header in it"),
        pytest.param("Übung “1”", "%C3%9Cbung%20%E2%80%9C1%E2%80%9D", id="signs beyond ASCII"),
        pytest.param("a\ud800\x00b", "ab", id="what cannot be written"),
    ],
)
def test_a_key_is_one_plain_word(key, header):
    with web() as (address, came):
        send(address, alert("Up\r\nX-Evil: 2", key=key))
    ((_, headers, body),) = came
    assert headers["Idempotency-Key"] == header
    assert "X-Evil" not in headers
    assert json.loads(body)["headline"] == "Up X-Evil: 2"


@pytest.mark.parametrize(
    "status, said",
    [
        (301, "it answered 301 Moved Permanently. See whether the address is still the right one."),
        (403, "it answered 403 Forbidden. Mend the secret."),
        (404, "it answered 404 Not Found. See whether the address is still the right one."),
        (429, "it answered 429 Too Many Requests. Try again later."),
        (503, "it answered 503 Service Unavailable. Try again later."),
        (599, "it answered 599. Try again later."),
    ],
)
def test_a_server_that_takes_nothing_is_named_with_its_answer_and_nothing_of_its_address(status, said):
    with web(status, headers={"Location": "http://127.0.0.1:9/"}) as (address, came):
        told = refusal(f"{address}{PRIVATE}", secret="STORYGEN_WEBHOOK_SECRET")
    assert told == f"{address}: {said}"
    assert len(came) == 1


def test_a_server_that_is_not_there_is_told_of_without_its_address():
    told = refusal(f"http://127.0.0.1:{closed_port()}{PRIVATE}")
    assert told.startswith("http://127.0.0.1:")
    assert [word for word in ("services", "T0001", "hook", "token", "letmein") if word in told] == []


@pytest.mark.parametrize(
    "what, status, said",
    [
        ("no route to hook?token=letmein", 0, "it could not be reached. Mend the address, or try again later."),
        ("“let me in” is no sign of services", 0, "it could not be reached. Mend the address, or try again later."),
        ("no answer in 20 seconds", 0, "no answer in 20 seconds. Mend the address, or try again later."),
        ("https://x/letmein gave up", 502, "it answered 502 Bad Gateway. Try again later."),
    ],
)  # fmt: skip
def test_what_fetching_tells_is_repeated_only_where_it_gives_nothing_away(monkeypatch, what, status, said):
    def refuse(address, *words, **options):
        raise FetchError(address, what, address, status)

    monkeypatch.setattr(fetching, "send", refuse)
    assert refusal(f"https://hooks.example.org:8443{PRIVATE}&say=let%20me%20in") == (
        f"https://hooks.example.org:8443: {said}"
    )


def test_this_machine_is_sent_to_only_where_the_entry_says_so():
    with web() as (address, came), pytest.raises(DeliveryError):
        WEBHOOK.send(alert(), {"to": address.replace("http:", "https:")}, SECRETS)
    assert came == []


def test_without_what_fetches_it_is_said_what_to_install(monkeypatch):
    def lack(*words, **options):
        raise ModuleNotFoundError("No module named 'httpx2'", name="httpx2")

    monkeypatch.setattr(fetching, "send", lack)
    with pytest.raises(
        MissingExtra, match=r"httpx2 is not installed\. Install it: pip install 'storygen-newsroom\[watch\]'"
    ):
        send("http://127.0.0.1:9/")


def test_a_secret_that_is_not_set_is_named():
    assert refusal("http://127.0.0.1:9/", secret="STORYGEN_OTHER_SECRET") == (
        "STORYGEN_OTHER_SECRET: it is not set. Set it where storygen runs."
    )


@pytest.mark.parametrize(
    "said, fault",
    [
        ({"to": "newsdesk"}, "to: it is no address. Write to = \"https://…\""),
        ({"to": "ftp://example.org/letmein"}, "to: it is no address. Write to = \"https://…\""),
        ({"to": "https://[::1/letmein"}, "to: it is no address. Write to = \"https://…\""),
        ({"to": "https://example.org:x/letmein"}, "to: it is no address. Write to = \"https://…\""),
        ({"to": "https://example.org/a letmein"}, "to: it is no address. Write to = \"https://…\""),
        ({"to": "https://example.org/\nletmein"}, "to: it is not a line of text. Write to = \"…\""),
        ({"to": ["https://example.org"]}, "to: it is not a line of text. Write to = \"…\""),
        ({"to": "http://example.org/letmein"}, "to: what is sent by http can be read on its way. Use https; for a server on this machine, write loopback = true."),
        ({"to": "https://example.org", "form": "xml"}, "form: there is no such choice. Use json or text."),
        ({"to": "https://example.org", "loopback": 1}, "loopback: it is neither true nor false. Write loopback = true, or leave it out."),
        ({"to": "https://example.org", "secret": "letmein"}, "secret: it is not the name of a secret, which stands in the environment and not in this file. Write secret = \"STORYGEN_WEBHOOK_SECRET\""),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_meant_is_refused_beforehand(said, fault):
    with pytest.raises(UsageError) as caught:
        WEBHOOK.check(said)
    assert str(caught.value).removesuffix(".") == fault.removesuffix(".")
    assert "letmein" not in str(caught.value)
