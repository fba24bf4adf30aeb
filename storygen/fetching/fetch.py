"""Fetching: something brought from the web, politely, within bounds, and only from where it may be.

The only room that knows httpx2. A server may say nothing, drip, break off, send a gigabyte in a kilobyte or
lead elsewhere: whatever it does, what comes of it is a `Fetched` or a `FetchError` in one plain line, before
the deadline and without the memory swelling.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Collection, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, metadata
from types import MappingProxyType
from typing import Any

import httpx2

from storygen.errors import FetchError
from storygen.fetching.reachable import (
    Resolve,
    Target,
    host_alone,
    machines_of,
    onward,
    reach,
    shown_address,
)
from storygen.fetching.replies import LATER, advice, again_after, named
from storygen.fetching.unpacking import Gzip


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    address: str
    """Where it was found in the end, after redirects."""
    status: int
    """200, or 304 where nothing has changed."""
    body: bytes
    """Empty for 304."""
    etag: str
    modified: str
    """Both as the server gave them, or empty."""
    kind: str
    """The content type, lower case, without parameters."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may come, in bytes as unpacked, and how long all of it may take."""

    most: int
    seconds: float


MIB = 1024 * 1024
FEED = Bounds(8 * MIB, 30)
PAGE = Bounds(8 * MIB, 30)
TABLES = Bounds(64 * MIB, 120)

MOST_REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is asked of a target, and how long it may take: until the moment *ends*."""

    method: str
    headers: Mapping[str, str]
    body: bytes
    bounds: Bounds
    ends: float

    @property
    def left(self) -> float:
        """Return how many seconds are left."""
        return self.ends - time.monotonic()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one request was answered with."""

    status: int
    headers: httpx2.Headers
    body: bytes


def fetch(
    address: str,
    bounds: Bounds,
    *,
    etag: str = "",
    modified: str = "",
    loopback: bool = False,
    hosts: Collection[str] = (),
    resolve: Resolve = machines_of,
) -> Fetched:
    """Return what *address* gives within *bounds*, or that it is as *etag* and *modified* knew it.

    *loopback* lets it ask this machine too; *hosts*, where it names any, are the only ones that are asked.

    :raises FetchError: nothing usable came.
    """
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {"Accept-Encoding": "gzip", **{name: value for name, value in known.items() if value}}
    asking = _Asking("GET", headers, b"", bounds, time.monotonic() + bounds.seconds)
    at = address
    for _ in range(MOST_REDIRECTS + 1):
        target = reach(at, asking.left, loopback=loopback, hosts=hosts, resolve=resolve)
        answer = _asked(target, asking)
        if answer.status not in MOVED:
            return _fetched(target, answer, conditional=bool(etag or modified))
        at = onward(target, answer.headers.get("location", ""), answer.status, loopback=loopback)
    what = f"it redirects more than {MOST_REDIRECTS} times"
    raise FetchError(shown_address(address), what, "Check the address")


def send(
    address: str,
    body: bytes,
    kind: str,
    *,
    headers: Mapping[str, str] = NO_HEADERS,
    seconds: float = 20,
    loopback: bool = False,
    resolve: Resolve = machines_of,
) -> int:
    """Post *body*, of the content type *kind*, to *address* and return the status it was answered with.

    A redirect is not followed. Messages name the host alone: the rest of such an address is often a secret.

    :raises FetchError: it was not sent, or not answered.
    """
    sent = {**headers, "Content-Type": kind, "Accept-Encoding": "identity"}
    asking = _Asking("POST", sent, body, Bounds(0, seconds), time.monotonic() + seconds)
    try:
        target = reach(address, seconds, loopback=loopback, resolve=resolve)
        return _asked(target, asking).status
    except FetchError as error:
        raise FetchError(host_alone(address), error.what, error.remedy, error.status, error.again) from None


def _asked(target: Target, asking: _Asking) -> _Answer:
    """Return what *target* answers.

    :raises FetchError: it does not, or not in time, or not as it should.
    """
    shown = shown_address(target.address)
    late = FetchError(shown, f"it was not all there within {asking.bounds.seconds:.3g} seconds", LATER)
    try:
        return _to_its_end(_ask(target, asking))
    except FetchError:
        raise
    except (TimeoutError, httpx2.TimeoutException) as error:
        raise late from error
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ssl.SSLError) as error:
        what, remedy = _fault(error)
        raise FetchError(shown, what, remedy) from error
    except (UnicodeError, ValueError, TypeError) as error:
        raise FetchError(shown, "it cannot be asked for in these words", "Check the address") from error


def _to_its_end(asked: Coroutine[Any, Any, _Answer]) -> _Answer:
    """Return what comes of what was *asked*, in a thread of its own where this one goes round already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(asked)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


async def _ask(target: Target, asking: _Asking) -> _Answer:
    """Ask each of the machines of *target* until one can be connected to, and return what it answers.

    :raises TimeoutError: there is no time left.
    """
    async with asyncio.timeout(asking.left), _client(target) as client:
        for left, machine in zip(range(len(target.machines), 0, -1), target.machines, strict=True):
            request = _request(client, target, machine, asking, max(asking.left / left, 0.001))
            try:
                response = await client.send(request, stream=True)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                if left == 1:
                    raise
                continue
            try:
                wanted = asking.method == "GET" and response.status_code == HTTPStatus.OK
                body = await _body(response, asking.bounds, target) if wanted else b""
                return _Answer(response.status_code, response.headers, body)
            finally:
                await response.aclose()
    raise FetchError(shown_address(target.address), "nothing answers there", LATER)


def _client(target: Target) -> httpx2.AsyncClient:
    """Return a client that keeps nothing and takes nothing from the environment, proxies least of all."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # one that trusts nobody
    if target.scheme == "https":
        context = httpx2.create_ssl_context(trust_env=False)
    return httpx2.AsyncClient(verify=context, trust_env=False, follow_redirects=False, timeout=None)


def _request(
    client: httpx2.AsyncClient, target: Target, machine: str, asking: _Asking, patience: float
) -> httpx2.Request:
    """Return a request to the very *machine* that was found fit to be asked, in the name of its host.

    Its certificate is held against that name, which the handshake gives as the server's.
    """
    path = target.path.encode("ascii")
    named = {} if target.host == machine else {"sni_hostname": target.host}
    return client.build_request(
        asking.method,
        httpx2.URL(scheme=target.scheme, host=machine, port=target.port, raw_path=path),
        headers={"Host": target.named, "User-Agent": agent(), "Connection": "close", **asking.headers},
        content=asking.body if asking.method == "POST" else None,
        extensions={"timeout": httpx2.Timeout(None, connect=patience).as_dict(), **named},
    )


def agent() -> str:
    """Return what we call ourselves: our name, our version, and our home on the web if we have one."""
    try:
        told = metadata("storygen-newsroom")
    except PackageNotFoundError:
        return "storygen"
    links = [link.partition(",")[2].strip() for link in told.get_all("Project-URL") or ()]
    home = f" (+{links[0]})" if links else ""
    return f"storygen/{told['Version']}{home}"


async def _body(response: httpx2.Response, bounds: Bounds, target: Target) -> bytes:
    """Return the body of *response* as unpacked, read no further than *bounds* allow.

    :raises FetchError: it is longer, packed in a way we did not ask for, or broken off.
    """
    shown = shown_address(target.address)
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(shown, f"it is packed as “{packing[:40]}”, which was not asked for", LATER)
    unpack = Gzip() if packing.endswith("gzip") else None
    come, length = bytearray(), 0
    async for chunk in response.aiter_raw():
        length += len(chunk)
        try:
            come += unpack.more(chunk, bounds.most + 1 - len(come)) if unpack else chunk
        except ValueError as error:
            raise FetchError(shown, "it says that it is gzipped, and is not", LATER) from error
        if max(len(come), length) > bounds.most:
            raise FetchError(shown, f"it is larger than {_size(bounds.most)}", "Check the address")
    if unpack and length and not unpack.whole:
        raise FetchError(shown, "it was cut off on its way", LATER)
    return bytes(come)


def _size(many: int) -> str:
    """Return a number of bytes as people say it."""
    return f"{many // MIB} MB" if many >= MIB else f"{many:,} bytes"


def _fault(error: Exception) -> tuple[str, str]:
    """Return what *error* means, and what to try next."""
    causes: list[BaseException] = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) and len(causes) < 20:
        causes.append(cause)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = getattr(cause, "verify_message", "") or "it was refused"
            return f"its certificate is not to be trusted: {why}", "Do not use this address"
        if isinstance(cause, ssl.SSLError):
            return "no secure connection to it can be made", "Check the address"
        if isinstance(cause, ConnectionRefusedError):
            return "it refuses the connection", LATER
    if isinstance(error, httpx2.ConnectError):
        return "no connection to it can be made", LATER
    if isinstance(error, httpx2.LocalProtocolError):
        return "it cannot be asked for in these words", "Check the address and the headers"
    if isinstance(error, httpx2.RemoteProtocolError) and not re.search("closed|disconnected", str(error)):
        return "it does not answer as a web server does", "Check the address"
    return "it was cut off on its way", LATER


def _fetched(target: Target, answer: _Answer, *, conditional: bool) -> Fetched:
    """Return *answer* as what *target* gave.

    :raises FetchError: it is a refusal.
    """
    headers, unchanged = answer.headers, answer.status == HTTPStatus.NOT_MODIFIED
    if answer.status != HTTPStatus.OK and not (unchanged and conditional):
        again = again_after(headers)
        remedy = f"It asks to be left alone for {again:.0f} seconds" if again else advice(answer.status)
        what = f"it answers {named(answer.status)}"
        raise FetchError(shown_address(target.address), what, remedy, answer.status, again)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    etag, modified = _mark(headers, "etag"), _mark(headers, "last-modified")
    return Fetched(target.address, answer.status, answer.body, etag, modified, kind)


def _mark(headers: httpx2.Headers, name: str) -> str:
    """Return the header by which a server knows again what it gave, where it can be sent back as it is."""
    said = headers.get(name, "").strip()
    return said if len(said) <= 500 and said.isascii() and said.isprintable() else ""
