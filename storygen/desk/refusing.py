"""Refusing: what somebody gets in place of what they asked for: why, the way on, and what they had typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from storygen.archive.workflow import Role
from storygen.desk.asking import Asked, Desk, Form, Route, typed_of
from storygen.desk.rendering import query, render
from storygen.desk.saying import ABSENT
from storygen.desk.taking import is_of_our_origin, page_of

SIGNED_OUT = "You are signed out. Copy what you have typed before you leave this page, and sign in again."
LATER = {"Retry-After": "10"}
"""After how many seconds to ask again, of what is only now not to be had."""


def common(asked: Asked) -> dict[str, Any]:
    """Return what every page knows."""
    user = asked.user
    return {
        "user": user,
        "may": {role.value: bool(user and user.role.may(role)) for role in Role},
        "secret": asked.secret,
        "trial": asked.desk.trial,
        "trusted": asked.desk.trusted,
        "said": "",
        "back": "",
    }


def refused(
    desk: Desk, request: Request, title: str, fault: str, status: int, asked: Asked | None = None
) -> Response:
    """Return the page, or for htmx the line, that says what was refused, with a way back."""
    if asked is None:
        secret = request.session.get("secret", "") if "session" in request.scope else ""
        asked = Asked(desk, desk.clock(), {}, Form(), Form(), None, "", secret, url=request.url.path)
    template = "fault.html" if asked.fragment else "refused.html"
    story = f"/stories/{asked.path['story']}" if "story" in asked.path else ""
    back = story if story != request.url.path else ""
    data = common(asked) | {"title": title, "fault": fault, "back": back}
    return HTMLResponse(render(template, data), status, LATER if status == 503 else None)


def unreachable(desk: Desk, request: Request, fault: str, asked: Asked | None) -> Response:
    """Return the answer where the archive cannot be reached: with what was typed, where something was."""
    typed = typed_of(asked.form) if asked and is_of_our_origin(request) else []
    if asked is None or asked.fragment or not typed:
        return refused(desk, request, "Not just now", fault, 503, asked)
    return _unsaved(asked, typed, 503, ABSENT, LATER)


def not_from_here(desk: Desk, request: Request, asked: Asked) -> Response:
    """Return the answer to a form without this session's secret: another site's, or an ended session's."""
    if is_of_our_origin(request) and (typed := typed_of(asked.form)):
        return _unsaved(asked, typed, 403)
    fault = "This form was not sent from a page of this desk, or your session has ended. Open the page again."
    return refused(desk, request, "Not from here", fault, 403, asked)


def stranger(desk: Desk, request: Request, asked: Asked, route: Route) -> Response:
    """Return the answer to somebody who has not signed in."""
    if typed := typed_of(asked.form):
        return _unsaved(asked, typed, 403 if desk.trusted else 401)
    if desk.trusted:
        fault = f"Your proxy says who you are in the header {desk.trusted}, and names no user of this desk."
        return HTMLResponse(render("refused.html", common(asked) | {"title": "Who?", "fault": fault}), 403)
    if asked.fragment and route.posts:
        return HTMLResponse(render("fault.html", common(asked) | {"fault": SIGNED_OUT}), 401)
    page = page_of(request) if asked.fragment else asked.url
    where = _sign_in("" if route.posts or page == "/" else page)
    if asked.fragment:
        return Response("", 200, {"HX-Redirect": where})
    return RedirectResponse(where, 303)


def _unsaved(
    asked: Asked,
    typed: Sequence[tuple[str, str]],
    status: int,
    fault: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return what gives back the words that somebody *typed* who cannot save them, to be copied."""
    if asked.fragment:
        return HTMLResponse(render("fault.html", common(asked) | {"fault": SIGNED_OUT}), status)
    story = f"/stories/{asked.number('story')}/edit"
    signed_in = bool(asked.user or asked.desk.trusted or fault)
    way = story if signed_in else _sign_in(story)
    data = {"typed": typed, "fault": fault, "signed_in": signed_in, "way": way}
    return HTMLResponse(render("unsaved.html", common(asked) | data), status, headers)


def _sign_in(back: str) -> str:
    """Return the address to sign in at, and to go *back* from."""
    return f"/sign-in{query({'back': back})}"
