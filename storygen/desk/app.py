"""App: the desk as a web application: routes, sessions, and what every answer carries.

A request is read here, its sender is known and may ask for it, and it is no other site's; then one view
is called, in a thread, and what it gives back is sent.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.routing import Route as Path

from storygen.archive.kept import Clash, User
from storygen.desk import door
from storygen.desk.answers import HEADERS, Carried, Static
from storygen.desk.asking import Answer, Asked, Desk, Elsewhere, File, Page, Route
from storygen.desk.refusing import common, not_from_here, refused, stranger, unreachable
from storygen.desk.rendering import STATIC, render
from storygen.desk.saying import told
from storygen.desk.taking import (
    AT_THE_DOOR,
    LARGEST,
    OF_STRANGERS,
    Untaken,
    body_of,
    form_of,
    is_of_our_origin,
    is_own,
)
from storygen.errors import (
    ArchiveError,
    PackError,
    PlaceError,
    ReleaseError,
    StorygenError,
    Unreachable,
    UsageError,
    WorkflowError,
)

HOURS = 12
"""How long a session lasts after it was last used."""
OURS = "The fault is storygen's own. See what came of it before you try again; report it, with what you did."
STOPPED = "The desk is being stopped. See, when it is open again, what came of it."
POSTING = 16
"""Forms that are answered at once: while they wait for each other's changes, pages come all the same."""
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
    posting = CapacityLimiter(POSTING)
    paths: list[Path | Mount] = [
        Path(path, _endpoint(desk, ways, posting), methods=list(ways)) for path, ways in by_path.items()
    ]
    paths.append(Mount("/static", Static(directory=STATIC)))
    app = Starlette(
        routes=paths,
        middleware=[
            Middleware(Carried),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(GZipMiddleware, minimum_size=1_000),
            Middleware(
                SessionMiddleware,
                secret_key=desk.people.key("sessions"),
                session_cookie=door.cookie_of(desk),
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
    app.router.redirect_slashes = False  # to an address that somebody else may have made up
    return app


def _endpoint(
    desk: Desk, ways: dict[str, Route], posting: CapacityLimiter
) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers requests for one path."""

    async def endpoint(request: Request) -> Response:
        route = ways.get("GET" if request.method == "HEAD" else request.method, ways.get("GET"))
        assert route is not None
        try:
            if not route.posts:
                return await run_in_threadpool(_answered, desk, request, route)
            body = await body_of(request, _most(desk, request, route))
            return await run_sync(_answered, desk, request, route, body, limiter=posting)
        except Untaken as untaken:
            answer = refused(desk, request, untaken.title, untaken.fault, untaken.status)
            if untaken.status == 408:
                answer.headers["Connection"] = "close"  # of one too large the rest is let by: it is told
            return answer
        except ClientDisconnect:
            return Response(status_code=400)  # which nobody reads
        except asyncio.CancelledError:  # the desk is told to stop, and has waited long enough
            return PlainTextResponse(STOPPED, 503)

    return endpoint


def _most(desk: Desk, request: Request, route: Route) -> int:
    """Return how many bytes a form may be sent with: of a stranger few."""
    if route.role is None:
        return AT_THE_DOOR
    known = desk.trusted or "session" in request.session
    return LARGEST if known else OF_STRANGERS


def _answered(desk: Desk, request: Request, route: Route, body: bytes = b"") -> Response:
    """Return the answer to one request, whatever comes of it."""
    asked: Asked | None = None
    try:
        asked = _asked(desk, request, body)  # before its sender is known: what they typed is not to be lost
        asked = replace(asked, user=_sender(desk, request, asked))
        kept_out = _kept_out(desk, request, route, asked)
        return kept_out or _sent(asked, route.view(asked), request.session)
    except Unreachable as error:
        return unreachable(desk, request, told(error), asked)
    except StorygenError as error:
        status = next((code for kind, code in STATUS.items() if type(error) is kind), 422)
        return refused(desk, request, "It cannot be done", told(error), status, asked)
    except Exception:  # one page that fails costs nobody else theirs
        logging.getLogger("storygen.desk").exception("%s %r", request.method, request.url.path)
        return refused(desk, request, "storygen failed", OURS, 500, asked)


def _asked(desk: Desk, request: Request, body: bytes) -> Asked:
    """Return a request as views see it, but for who sends it.

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
        form_of(request.url.query),
        form_of(body.decode("utf-8", "replace")),
        None,
        door.address_of(desk, peer, request.headers.getlist("X-Forwarded-For")),
        secret,
        request.headers.get("HX-Request") == "true",
        request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        str(session.get("session", "")),
    )


def _sender(desk: Desk, request: Request, asked: Asked) -> User | None:
    """Return who sends a request, or None."""
    if not desk.trusted:
        return desk.people.whose(asked.session, asked.at) if asked.session else None
    peer = request.client.host if request.client else ""
    return door.named_by(desk, peer, request.headers.getlist(desk.trusted))


def _kept_out(desk: Desk, request: Request, route: Route, asked: Asked) -> Response | None:
    """Return what answers somebody who may not ask for that, or nothing to who may."""
    if route.posts and not is_own(request, asked):
        if route.view is door.signing_in and is_of_our_origin(request):
            return _sent(asked, door.once_more(asked), request.session)
        return not_from_here(desk, request, asked)
    if route.role and not asked.user:
        return stranger(desk, request, asked, route)
    if route.role and not asked.who.role.may(route.role):
        fault = f"It takes {route.role.one} to do that, and you are signed in as {asked.who.role.one}."
        return refused(desk, request, "Not yours to do", fault, 403, asked)
    return None


def _sent(asked: Asked, answer: Answer, session: dict[str, Any]) -> Response:
    """Return what a view gave back, as a response."""
    if not isinstance(answer, File) and answer.signed is not None:
        session.clear()
        if answer.signed:
            session.update(answer.signed, secret=secrets.token_urlsafe(24))
    match answer:
        case Page():
            said = session.pop("said", "") if not asked.fragment and "said" in session else ""
            data = common(asked) | {"said": said} | dict(answer.data)
            return HTMLResponse(render(answer.template, data), answer.status, dict(answer.headers))
        case Elsewhere():
            if answer.said:
                session["said"] = answer.said[:400]
            return RedirectResponse(answer.url, 303)
        case File():
            way = "inline" if answer.inline else "attachment"
            headers = {"Content-Disposition": f'{way}; filename="{answer.name}"'}
            return Response(answer.text, 200, headers, answer.kind)


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
