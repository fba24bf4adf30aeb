"""App: the desk as a web application: routes, sessions, and what every answer carries.

A request is read here, its sender is known and may ask for it, and it is no other site's; then one view
is called, in a thread, and what it gives back is sent.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.routing import Route as Path

from storygen.archive.kept import Clash
from storygen.archive.workflow import Role
from storygen.desk import door
from storygen.desk.answers import HEADERS, Carried, Static
from storygen.desk.asking import Answer, Asked, Desk, Elsewhere, File, Form, Page, Route, typed_of
from storygen.desk.rendering import STATIC, query, render
from storygen.errors import (
    ArchiveError,
    PackError,
    PlaceError,
    ReleaseError,
    StorygenError,
    UsageError,
    WorkflowError,
)

LARGEST = 8 * 2**20
"""Bytes that a form may be sent with: a story's hundred pars, and room for one pasted whole."""
MOST_FIELDS = 2_000
HOURS = 12
"""How long a session lasts after it was last used."""
OURS = "The fault is storygen's own. See what came of it before you try again; report it, with what you did."
SIGNED_OUT = "You are signed out. Copy what you have typed before you leave this page, and sign in again."
STATUS = {
    PlaceError: 404,
    PackError: 404,
    ReleaseError: 404,
    UsageError: 422,
    WorkflowError: 409,
    Clash: 409,
    ArchiveError: 404,
}
"""The status of a page that says what was refused."""


def application(
    desk: Desk, routes: Iterable[Route], *, secure: bool = False, hosts: Sequence[str] = ("*",)
) -> Starlette:
    """Return the desk as an application, reached by the names *hosts*, and by https alone where *secure*."""
    by_path: dict[str, dict[str, Route]] = defaultdict(dict)
    for route in routes:
        by_path[route.path]["POST" if route.posts else "GET"] = route
    paths: list[Path | Mount] = [
        Path(path, _endpoint(desk, ways), methods=list(ways)) for path, ways in by_path.items()
    ]
    paths.append(Mount("/static", Static(directory=STATIC)))
    return Starlette(
        routes=paths,
        middleware=[
            Middleware(Carried),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(GZipMiddleware, minimum_size=1_000),
            Middleware(
                SessionMiddleware,
                secret_key=desk.people.key("sessions"),
                session_cookie="storygen",
                max_age=HOURS * 3600,
                same_site="lax",
                https_only=secure,
            ),
        ],
        exception_handlers={
            404: _missing(desk, "There is no such page", 404),
            405: _missing(desk, "That page takes no such thing", 405),
            Exception: _failed,
        },
    )


def _endpoint(desk: Desk, ways: dict[str, Route]) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers requests for one path."""

    async def endpoint(request: Request) -> Response:
        route = ways.get("GET" if request.method == "HEAD" else request.method, ways.get("GET"))
        assert route is not None
        body = await _body(request) if route.posts else b""
        if body is None:
            fault = f"That is more than a form may hold ({LARGEST // 2**20} MB). Send less of it."
            return _refused(desk, request, "Too much", fault, 413)
        return await run_in_threadpool(_answered, desk, request, route, body)

    return endpoint


async def _body(request: Request) -> bytes | None:
    """Return what a form was sent with, or None where it is too large."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)


def _answered(desk: Desk, request: Request, route: Route, body: bytes = b"") -> Response:
    """Return the answer to one request, whatever comes of it."""
    asked: Asked | None = None
    try:
        asked = _asked(desk, request, body)
        refused = _kept_out(desk, request, route, asked)
        return refused or _sent(asked, route.view(asked), request.session)
    except StorygenError as error:
        status = next((code for kind, code in STATUS.items() if type(error) is kind), 422)
        return _refused(desk, request, "It cannot be done", str(error), status, asked)
    except Exception:  # one page that fails costs nobody else theirs
        logging.getLogger("storygen.desk").exception("%s %s", request.method, request.url.path)
        return _refused(desk, request, "storygen failed", OURS, 500, asked)


def _asked(desk: Desk, request: Request, body: bytes) -> Asked:
    """Return a request as views see it.

    :raises UsageError: its form or its address has too many fields.
    """
    session, now = request.session, desk.clock()
    peer = request.client.host if request.client else ""
    secret = session.get("secret")
    if not secret:
        secret = session["secret"] = secrets.token_urlsafe(24)
    if session.get("hour") != (hour := f"{now:%d %H}"):
        session["hour"] = hour  # what has changed is signed anew, and lasts again as long
    return Asked(
        desk,
        now,
        {name: str(value) for name, value in request.path_params.items()},
        _form(request.url.query),
        _form(body.decode("utf-8", "replace")),
        door.user_of(desk, session, door.named_by(desk, peer, request.headers)),
        door.address_of(desk, peer, request.headers.getlist("X-Forwarded-For")),
        secret,
        request.headers.get("HX-Request") == "true",
        request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    )


def _kept_out(desk: Desk, request: Request, route: Route, asked: Asked) -> Response | None:
    """Return what answers somebody who may not ask for that, or nothing to who may."""
    if route.posts and not _is_own(request, asked):
        return _not_from_here(desk, request, asked)
    if route.role and not asked.user:
        return _stranger(desk, asked, route)
    if route.role and not asked.who.role.may(route.role):
        fault = f"It takes {_a(route.role)} to do that, and you are signed in as {_a(asked.who.role)}."
        return _refused(desk, request, "Not yours to do", fault, 403, asked)
    return None


def _a(role: Role) -> str:
    """Return a role with its article."""
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"


def _form(said: str) -> Form:
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


def _is_own(request: Request, asked: Asked) -> bool:
    """Return whether a form comes from a page of this desk: it has this session's secret, and our origin."""
    given = asked.form["secret"] or request.headers.get("X-Secret", "")
    return hmac.compare_digest(given.encode(), asked.secret.encode()) and _is_of_our_origin(request)


def _is_of_our_origin(request: Request) -> bool:
    """Return whether a form comes from our own origin, as far as the browser says."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin in (None, "null") or urlsplit(origin).netloc == request.headers.get("Host")


def _not_from_here(desk: Desk, request: Request, asked: Asked) -> Response:
    """Return the answer to a form without this session's secret: another site's, or an ended session's."""
    if _is_of_our_origin(request) and (typed := typed_of(asked.form)):
        return _unsaved(asked, typed, 403)
    fault = "This form was not sent from a page of this desk, or your session has ended. Open the page again."
    return _refused(desk, request, "Not from here", fault, 403, asked)


def _unsaved(asked: Asked, typed: Sequence[tuple[str, str]], status: int) -> Response:
    """Return what gives back the words that somebody *typed* whose session has ended, to be copied."""
    if asked.fragment:
        return HTMLResponse(render("fault.html", _common(asked) | {"fault": SIGNED_OUT}), status)
    story = f"/stories/{asked.number('story')}/edit"
    signed_in = bool(asked.user or asked.desk.trusted)
    data = {"typed": typed, "signed_in": signed_in, "way": story if signed_in else _sign_in(story)}
    return HTMLResponse(render("unsaved.html", _common(asked) | data), status)


def _sign_in(back: str) -> str:
    """Return the address to sign in at, and to go *back* from."""
    return f"/sign-in{query({'back': back})}"


def _stranger(desk: Desk, asked: Asked, route: Route) -> Response:
    """Return the answer to somebody who has not signed in."""
    if typed := typed_of(asked.form):
        return _unsaved(asked, typed, 403 if desk.trusted else 401)
    if desk.trusted:
        fault = f"Your proxy says who you are in the header {desk.trusted}, and names no user of this desk."
        return HTMLResponse(render("refused.html", _common(asked) | {"title": "Who?", "fault": fault}), 403)
    if asked.fragment and route.posts:
        return HTMLResponse(render("fault.html", _common(asked) | {"fault": SIGNED_OUT}), 401)
    where = _sign_in("" if route.posts or asked.url == "/" else asked.url)
    if asked.fragment:
        return Response("", 200, {"HX-Redirect": where})
    return RedirectResponse(where, 303)


def _sent(asked: Asked, answer: Answer, session: dict[str, Any]) -> Response:
    """Return what a view gave back, as a response."""
    if not isinstance(answer, File) and answer.signed is not None:
        session.clear()
        if answer.signed:
            session.update(answer.signed, secret=secrets.token_urlsafe(24))
    match answer:
        case Page():
            said = session.pop("said", "") if not asked.fragment and "said" in session else ""
            data = _common(asked) | {"said": said} | dict(answer.data)
            return HTMLResponse(render(answer.template, data), answer.status, dict(answer.headers))
        case Elsewhere():
            if answer.said:
                session["said"] = answer.said[:400]
            return RedirectResponse(answer.url, 303)
        case File():
            way = "inline" if answer.inline else "attachment"
            headers = {"Content-Disposition": f'{way}; filename="{answer.name}"'}
            return Response(answer.text, 200, headers, answer.kind)


def _common(asked: Asked) -> dict[str, Any]:
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


def _refused(
    desk: Desk, request: Request, title: str, fault: str, status: int, asked: Asked | None = None
) -> Response:
    """Return the page, or for htmx the line, that says what was refused, with a way back."""
    if asked is None:
        secret = request.session.get("secret", "") if "session" in request.scope else ""
        asked = Asked(desk, desk.clock(), {}, Form(), Form(), None, "", secret, url=request.url.path)
    template = "fault.html" if asked.fragment else "refused.html"
    story = f"/stories/{asked.path['story']}" if "story" in asked.path else ""
    back = story if story != request.url.path else ""
    data = _common(asked) | {"title": title, "fault": fault, "back": back}
    return HTMLResponse(render(template, data), status)


def _missing(desk: Desk, fault: str, status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Return what answers where there is no page."""
    page = Page("refused.html", {"title": fault, "fault": f"{fault}."}, status)
    route = Route("", lambda _asked: page, None)

    async def missing(request: Request, _error: Exception) -> Response:
        return await run_in_threadpool(_answered, desk, request, route)

    return missing


async def _failed(_request: Request, _error: Exception) -> Response:
    """Return the answer where not even a page can be made."""
    return PlainTextResponse(OURS, 500, HEADERS)
