"""Answers: what every answer of the desk carries in its headers, and the files that pages use."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
"""What every answer carries: nothing but our own files runs, frames or is sent anywhere."""


class Static(StaticFiles):
    """Files that never change under one address, and may be kept for good."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return the file."""
        answer = super().file_response(*args, **kwargs)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


class Carried:
    """What every answer carries in its headers."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before *app*."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request by, and put the headers on its answer."""

        async def carried(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                # By “Back” nothing is shown to who comes after, but what was typed comes back.
                stays = scope["path"].endswith("/edit")
                headers.setdefault("Cache-Control", f"private, no-{'cache' if stays else 'store'}")
                headers.add_vary_header("HX-Request")  # a part of a page is not the page
            await send(message)

        await self.app(scope, receive, carried)
