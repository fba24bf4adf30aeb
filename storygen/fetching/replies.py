"""Replies: what a server's status and headers mean to somebody who asked."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus

DAY = 24 * 60 * 60
LATER = "Try again later"


def named(status: int) -> str:
    """Return a status with its name: "404 (Not Found)"."""
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def advice(status: int) -> str:
    """Return what to try after a refusal."""
    return "Check the address" if 400 <= status < 500 and status not in (408, 425, 429) else LATER


def again_after(headers: Mapping[str, str]) -> float:
    """Return after how many seconds the server may be asked again, as it says, a day at most; else 0."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(min(int(said[:10]), DAY))
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("date", ""))
        return min(max(wait.total_seconds(), 0.0), DAY)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return 0.0
