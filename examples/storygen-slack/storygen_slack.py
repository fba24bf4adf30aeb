"""Slack: an alert in a channel, by the channel's incoming webhook."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from storygen.deliveries.delivery import Alert, Delivery
from storygen.deliveries.webhook import address_of, post
from storygen.settings import Secrets

HEADER, TEXT, BLOCKS = 150, 3000, 50
"""How many characters Slack takes in a header and in a section, and how many blocks in a message."""
BULLET = "• "


def cut(text: str, most: int) -> str:
    """Return *text*, or its beginning where it has more than *most* characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def escaped(text: str) -> str:
    """Return *text* with the three signs that Slack reads as its own written out."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_line(text: str) -> str:
    """Return a line that fits into a section; it is cut before it is escaped, never within an escape."""
    most = TEXT - len(BULLET)
    while len(escaped(text)) > most:
        text = cut(text, len(text) - max(1, (len(escaped(text)) - most) // 5))
    return BULLET + escaped(text)


def sections(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield *lines* as the texts of sections, as many to each as it holds."""
    text = ""
    for line in map(escaped_line, lines):
        if text and len(text) + 1 + len(line) > TEXT:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line
    if text:
        yield text


def section(text: str) -> dict[str, Any]:
    """Return a section that says *text*."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def payload(alert: Alert) -> dict[str, Any]:
    """Return *alert* in Slack's form: a header, its lines, a link to the desk."""
    header = {"type": "plain_text", "text": cut(alert.headline, HEADER)}
    end = [section(f"<{quote(alert.link, safe=':/?#=&%@+,;~')}|Open it on the desk>")] if alert.link else []
    told = list(sections(alert.lines))
    room = BLOCKS - 1 - len(end)
    if len(told) > room:
        told = [*told[: room - 1], "… and more than Slack has room for."]
    blocks = [{"type": "header", "text": header}, *map(section, told), *end]
    return {"text": escaped(alert.headline), "blocks": blocks}


def send(alert: Alert, said: Mapping[str, Any], secrets: Secrets) -> None:  # noqa: ARG001
    """Send *alert* to the channel whose address an entry says."""
    body = json.dumps(payload(alert), ensure_ascii=False).encode()
    post(address_of(said), body, "application/json", loopback=bool(said.get("loopback")))


def check(said: Mapping[str, Any]) -> None:
    """Read what an entry says, before there is anything to send."""
    address_of(said)


SLACK = Delivery("slack", "a message in a channel of Slack", {"to": True, "loopback": False}, send, check)
