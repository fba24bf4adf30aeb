"""The plugin's own test: whole messages, and one that is posted."""

import json
import tomllib
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from pathlib import Path
from threading import Thread

import pytest
from storygen_slack import SLACK, payload, sections

from storygen.deliveries.delivery import Alert
from storygen.errors import UsageError
from storygen.settings import Secrets


def alert(headline: str = "Up & away", lines: tuple[str, ...] = (), link: str = "") -> Alert:
    return Alert("key", "release", headline, lines, datetime(2020, 6, 30, 9, tzinfo=UTC), link=link)


def lengths(lines: tuple[str, ...]) -> list[int]:
    return [len(each["text"]["text"]) for each in payload(alert(lines=lines))["blocks"][1:]]


def test_an_alert_is_a_header_its_lines_and_a_link():
    told = alert(lines=("Kent <held>", "Essex & Kent"), link="https://desk.example.org/?a=1&b=<x>|y")
    assert payload(told) == {
        "text": "Up &amp; away",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "Up & away"}},
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": "• Kent &lt;held&gt;\n• Essex &amp; Kent"},
            },
            {
                "type": "section",
                "text": {
                    "type": "mrkdwn",
                    "text": "<https://desk.example.org/?a=1&b=%3Cx%3E%7Cy|Open it on the desk>",
                },
            },
        ],
    }


def test_a_headline_alone_is_a_header_alone():
    assert [block["type"] for block in payload(alert())["blocks"]] == ["header"]


@pytest.mark.parametrize("length, shown", [(150, "x" * 150), (151, "x" * 149 + "…")])
def test_a_header_is_no_longer_than_slack_takes(length, shown):
    assert payload(alert("x" * length))["blocks"][0]["text"]["text"] == shown


def test_a_section_is_no_longer_than_slack_takes():
    assert lengths(("x" * 1498, "x" * 1497)) == [3000]
    assert lengths(("x" * 1498, "x" * 1498)) == [1500, 1500]
    assert lengths(("x" * 2998,)) == [3000]
    assert lengths(("x" * 5000,)) == [3000]


@pytest.mark.parametrize("sign", ["&", "<"])
@pytest.mark.parametrize("length", [*range(595, 605), *range(745, 755), 4000])
def test_an_escape_is_never_cut(sign, length):
    (text,) = sections((sign * length,))
    written = {"&": "&amp;", "<": "&lt;"}[sign]
    assert len(text) <= 3000
    assert text.removesuffix("…").replace(written, "") == "• "
    assert len(text) > 2900 or text.count(written) == length


def test_a_message_has_no_more_blocks_than_slack_takes():
    blocks = payload(alert(lines=("x" * 2998,) * 100, link="https://desk.example.org"))["blocks"]
    assert len(blocks) == 50
    assert blocks[48]["text"]["text"] == "… and more than Slack has room for."
    assert blocks[49]["text"]["text"].endswith("|Open it on the desk>")
    fits = payload(alert(lines=("x" * 2998,) * 49))["blocks"]
    assert (len(fits), fits[49]["text"]["text"]) == (50, "• " + "x" * 2998)


def test_it_is_posted_to_the_channels_address():
    came = []

    class Channel(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append((self.path, self.headers["Content-Type"], json.loads(body)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words):
            pass

    with HTTPServer(("127.0.0.1", 0), Channel) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        said = {"to": f"http://127.0.0.1:{server.server_port}/services/T/B/x", "loopback": True}
        SLACK.check(said)
        SLACK.send(alert("Übung"), said, Secrets())
        thread.join()
    assert came == [("/services/T/B/x", "application/json", payload(alert("Übung")))]


def test_no_address_is_told_of_beforehand():
    with pytest.raises(UsageError, match="it is no address"):
        SLACK.check({"to": "newsdesk"})


def test_the_entry_point_leads_here():
    said = tomllib.loads((Path(__file__).parent / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, name = said["project"]["entry-points"]["storygen.deliveries"]["slack"].partition(":")
    assert getattr(import_module(module), name) is SLACK
