"""Taking: what a form was sent with, within its bounds of size and time, and whether it is one of ours."""

from __future__ import annotations

import asyncio
import hmac
from collections import defaultdict
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from storygen.desk.asking import Asked, Form
from storygen.errors import UsageError

LARGEST = 8 * 2**20
"""Bytes that a form may be sent with: a story's hundred pars, and room for one pasted whole."""
OF_STRANGERS = 2**18
"""Bytes of a form without a session: those of a story whose editor's session has ended."""
AT_THE_DOOR = 2**16
"""Bytes of a form that anybody may send: a name and a password."""
MOST_FIELDS = 2_000
SECONDS: float = 30
"""For how long a form is waited for."""


class Untaken(Exception):
    """A form that was not taken: its size or its time went beyond the bounds."""

    def __init__(self, title: str, fault: str, status: int) -> None:
        """Keep what the answer to it says."""
        super().__init__(fault)
        self.title, self.fault, self.status = title, fault, status


async def body_of(request: Request, most: int) -> bytes:
    """Return what a form was sent with, *most* bytes of it.

    :raises Untaken: it has more, or takes too long.
    :raises ClientDisconnect: whoever sends it has hung up.
    """
    parts, size = [], 0
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    fault = f"That is more than a form may hold ({_size(most)}). Send less of it."
                    raise Untaken("Too much", fault, 413)
                parts.append(part)
    except TimeoutError:
        fault = f"The form had not come whole after {SECONDS:.0f} seconds. Nothing was saved; send it again."
        raise Untaken("Too slow", fault, 408) from None
    return b"".join(parts)


def _size(most: int) -> str:
    """Return a size in words."""
    return f"{most // 2**20} MB" if most >= 2**20 else f"{most // 2**10} kB"


def form_of(said: str) -> Form:
    """Return the fields of a form or a query; a NUL, which no database keeps, is a sign that cannot be read.

    :raises UsageError: there are too many.
    """
    values: dict[str, list[str]] = defaultdict(list)
    try:
        pairs = parse_qsl(said, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UsageError("the form", f"it has more than {MOST_FIELDS:,} fields", "Send fewer") from None
    for name, value in pairs:
        values[name].append(value.replace("\0", "\ufffd"))
    return Form({name: tuple(every) for name, every in values.items()})


def is_own(request: Request, asked: Asked) -> bool:
    """Return whether a form comes from a page of this desk: it has this session's secret, and our origin."""
    given = asked.form["secret"] or request.headers.get("X-Secret", "")
    return hmac.compare_digest(given.encode(), asked.secret.encode()) and is_of_our_origin(request)


def is_of_our_origin(request: Request) -> bool:
    """Return whether a form comes from our own origin, as far as the browser says."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin in (None, "null") or _is_at(origin, request)


def _is_at(url: str, request: Request) -> bool:
    """Return whether *url* is at the host that was asked."""
    try:
        return urlsplit(url).netloc == request.headers.get("Host")
    except ValueError:  # it is no address
        return False


def page_of(request: Request) -> str:
    """Return the path and query of the page of ours that htmx asks for a part of, or nothing."""
    url = request.headers.get("HX-Current-URL", "")
    if not _is_at(url, request):
        return ""
    page = urlsplit(url)
    return page.path + (f"?{page.query}" if page.query else "")
