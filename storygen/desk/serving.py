"""Serving: a desk put together from its pages and opened to browsers."""

from __future__ import annotations

import errno
import re
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from storygen import wire
from storygen.archive.archive import Archive
from storygen.archive.people import People
from storygen.desk import (
    choosing,
    deciding,
    door,
    editing,
    front,
    helping,
    packs,
    places,
    releases,
    story,
    watching,
)
from storygen.desk.app import application
from storygen.desk.asking import Desk
from storygen.desk.batches import Batches
from storygen.editions import Editions
from storygen.errors import StorygenError, UsageError
from storygen.settings import Settings, read_settings

ROUTES = tuple(
    route
    for room in (front, story, choosing, editing, deciding, places, releases, packs, watching, helping, door)
    for route in room.ROUTES
)
"""Every page of the desk."""
LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
"""What a host's name is made of, between its dots."""
LATELY, SOME = 500, 10
"""How many stories that went out are looked for on the wire, and how many of those missing are named."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Door:
    """Where a desk stands open, and how one comes in."""

    host: str = "127.0.0.1"
    port: int = 8471
    names: tuple[str, ...] = ()
    """The names that it is reached by, where they are others than the host's own."""
    secure: bool = False
    """Whether browsers reach it by https alone."""
    trusted: str = ""
    """The header by which a proxy says who somebody is."""
    proxies: tuple[str, ...] = ()
    """The addresses of the proxies; where a header is trusted and none is named, this machine's own."""

    def __post_init__(self) -> None:
        """Refuse what is no name or address, and what would let anybody say who they are.

        :raises UsageError: a header is trusted, and anybody can reach the desk past the proxy; or one of the
            names is no host's, or one of the proxies no address.
        """
        for name in self.names:
            if not _is_host(name):
                remedy = "Give it alone, as desk.example.co.uk: no https://, no port and no star"
                raise UsageError(f"--name {name}", "it is no host's name", remedy)
        for proxy in self.proxies:
            if _address(proxy) is None:
                remedy = "Give the one that it asks from, as 10.0.0.1"
                raise UsageError(f"--proxy {proxy}", "it is no address", remedy)
        if self.trusted and not _is_loopback(self.host) and not self.proxies:
            fault = "anybody who reaches the desk past the proxy could say who they are"
            raise UsageError(f"--trust-header with --host {self.host}", fault, "Name the proxy with --proxy")


def _address(said: str) -> IPv4Address | IPv6Address | None:
    """Return the address that is *said*, or None where it is none."""
    try:
        return ip_address(said)
    except ValueError:
        return None


def _is_host(said: str) -> bool:
    """Return whether *said* is what a browser may call a host by."""
    if said.startswith("[") and said.endswith("]"):
        return _address(said[1:-1]) is not None
    return len(said) <= 253 and all(LABEL.fullmatch(part) for part in said.split("."))


def _is_loopback(host: str) -> bool:
    """Return whether *host* is this machine alone."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def desk_of(
    archive: Archive,
    door: Door,
    clock: Callable[[], datetime],
    *,
    wire: Path | None = None,
    trial: bool = False,
    settings: Settings | None = None,
) -> Desk:
    """Return a desk on *archive*, whose time is *clock*'s."""
    settings = settings or read_settings()
    editions = Editions(settings)
    return Desk(
        archive=archive,
        people=People(archive),
        editions=editions,
        settings=settings,
        batches=Batches(archive, editions),
        clock=clock,
        wire=wire,
        trusted=door.trusted,
        proxies=tuple(str(_address(each)) for each in door.proxies) or (LOOPBACK[:2] if door.trusted else ()),
        trial=trial,
    )


def app_of(desk: Desk, door: Door) -> Starlette:
    """Return *desk* as an application."""
    own = [*LOOPBACK, "[::1]"] if _is_loopback(door.host) else []
    hosts = [*door.names, *own] if own or door.names else ["*"]
    return application(desk, ROUTES, secure=door.secure, hosts=hosts)


def welcome_of(desk: Desk, at: Door) -> str:
    """Return the address where the first chief comes in, or nothing where there are users."""
    if desk.people.every():
        return ""
    return f"{address_of(at)}/welcome?key={desk.people.key(door.WELCOME)}"


def address_of(at: Door) -> str:
    """Return the desk's address."""
    host = at.names[0] if at.names else f"[{at.host}]" if ":" in at.host else at.host
    port = "" if at.names else f":{at.port}"
    return f"{'https' if at.secure else 'http'}://{host}{port}"


def unsent_of(desk: Desk) -> list[str]:
    """Return a line that names the stories that went out lately and whose copy the wire's folder lacks."""
    found = wire.unsent(desk.wire, desk.archive, LATELY) if desk.wire else []
    if not found:
        return []
    named = ", ".join(map(str, found[:SOME])) + (", …" if len(found) > SOME else "")
    return [f"{desk.wire} lacks the copy of stories that went out: {named}. Their pages send it again"]


def open_desk(desk: Desk, at: Door, say: Callable[[str], object]) -> None:
    """Open *desk* to browsers until it is told to stop; *say* tells its address, and its first chief's.

    :raises StorygenError: its port is taken, or there is no such address.
    """
    with listening(at) as listener, suppress(KeyboardInterrupt):  # Ctrl-C is how it is told to
        at = replace(at, port=listener.getsockname()[1])
        app = app_of(desk, at)
        lines = [f"The desk is open at {address_of(at)} (stop it with Ctrl-C)"]
        if welcome := welcome_of(desk, at):
            lines.insert(0, f"Nobody may come in yet. The first chief comes in here: {welcome}")
        lines += unsent_of(desk)
        serve(app, at, [listener], lambda: [say(line) for line in lines])


def listening(at: Door) -> socket.socket:
    """Return the socket at which a desk is reached, so that what is wrong with it is known beforehand.

    :raises StorygenError: the port is taken, or there is no such address.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(at.host, at.port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        where = f"port {at.port} of {at.host}"
        if error.errno == errno.EADDRINUSE:
            fault, remedy = "something is open there already", "Stop it, or name another port with --port"
        else:
            said = str(error.strerror).partition(" (")[0]
            fault, remedy = f"cannot be opened: {said}", "Name another with --host or --port"
        raise StorygenError(where, fault, remedy) from error


class _Server(uvicorn.Server):
    """A server that says when it is open, and not before: whoever reads that may come, or stop it."""

    def __init__(self, config: uvicorn.Config, opened: Callable[[], object]) -> None:
        """Call *opened* when it is."""
        super().__init__(config)
        self._opened = opened

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open it, and say so."""
        await super().startup(sockets)
        if self.started:
            self._opened()


def serve(
    app: Starlette,
    at: Door,
    sockets: Sequence[socket.socket] = (),
    opened: Callable[[], object] = lambda: None,
) -> None:
    """Serve *app* until it is told to stop, and call *opened* when it may be reached."""
    config = uvicorn.Config(
        app,
        host=at.host,
        port=at.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whom a proxy names is read in `door.py`, and believed of trusted ones alone
        timeout_keep_alive=75,  # more than a proxy has, so that it asks through none that is just ending
        timeout_graceful_shutdown=5,
    )
    _Server(config, opened).run(sockets=list(sockets) or None)
