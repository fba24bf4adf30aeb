"""Reachable: which addresses may be asked, and the very machines that stand behind them.

Addresses come from feeds and pages, so anyone who can write there could have us ask the machines of our own
network. A host is therefore resolved here, every address it has must be public, and those are what is
connected to afterwards: the name is not looked up a second time, when it might say something else.
"""

from __future__ import annotations

import queue
import re
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from storygen.errors import FetchError

Resolve = Callable[[str, int], Collection[str]]
"""From a host and a port to the addresses of its machines; an OSError where there are none."""

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
MOST_MACHINES = 4
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_.])?")
KEPT = "/%:@!$&'()*+,;=~?[]"
"""What an address may hold as it is; the rest of what is no letter or digit is written as %XX."""
GLOBAL_UNICAST, TRANSLATED = IPv6Network("2000::/3"), IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked, taken apart, with the machines that answer for it."""

    address: str
    scheme: str
    host: str
    port: int
    path: str
    """With the query, as it is asked for."""
    machines: tuple[str, ...]

    @property
    def named(self) -> str:
        """Return the host as a request names it, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def is_allowed(machine: str, *, loopback: bool = False) -> bool:
    """Say whether the machine at an IP address may be asked: a public one, or by *loopback* our own."""
    try:
        ip = ip_address(machine)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if (mapped := ip.ipv4_mapped) is not None:
            return is_allowed(str(mapped), loopback=loopback)
        return loopback if ip.is_loopback else _is_public(ip)
    return loopback if ip.is_loopback else _is_open(ip)


def _is_open(ip: IPv4Address) -> bool:
    """Say whether *ip* belongs to the public network."""
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _is_public(ip: IPv6Address) -> bool:
    """Say whether *ip* belongs to the public network, and so does the older address that it may hide."""
    if ip in TRANSLATED:
        return _is_open(IPv4Address(int(ip) & 0xFFFFFFFF))
    hidden = [*filter(None, [ip.sixtofour]), *(ip.teredo or ())]
    return ip in GLOBAL_UNICAST and ip.is_global and not ip.is_multicast and all(map(_is_open, hidden))


def machines_of(host: str, port: int) -> list[str]:
    """Return the addresses of the machines that *host* names, as this machine's own resolver says.

    :raises OSError: it names none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def taken_apart(address: str) -> Target:
    """Return *address* in its parts, its machines not looked up yet.

    :raises FetchError: it is none that may be asked.
    """
    shown = shown_address(address)
    if not address or len(address) > LONGEST or re.search(r"[\x00-\x20\x7f\\]", address):
        raise FetchError(shown, "it is not the address of a page", REMEDY)
    try:
        parts = urlsplit(address)
        port = parts.port
        host = _host(parts)
        path = quote(parts.path or "/", safe=KEPT)
        query = quote(parts.query, safe=KEPT)
    except (ValueError, UnicodeError) as error:
        raise FetchError(shown, "it is not the address of a page", REMEDY) from error
    if parts.scheme not in PORTS:
        raise FetchError(shown, "only http and https addresses are asked", REMEDY)
    if "@" in parts.netloc:
        raise FetchError(shown, "it has a name or a password in it", "Give the address without them")
    if not host:
        raise FetchError(shown, "it names no host", REMEDY)
    usual = PORTS[parts.scheme]
    whole = parts._replace(fragment="").geturl()
    asked = f"{path}?{query}" if query else path
    return Target(whole, parts.scheme, host, usual if port is None else port, asked, ())


LATER = "Try again later"
REMEDY = "Write it as https://www.gov.uk/…"


def shown_address(address: str) -> str:
    """Return *address* as a message may show it: on one line, not without end, and without a password."""
    plain = re.sub(r"//[^/?#]*@", "//…@", "".join(each if each.isprintable() else "?" for each in address))
    return (plain if len(plain) <= 200 else f"{plain[:199]}…") or "an empty address"


def host_alone(address: str) -> str:
    """Return as much of *address* as is no secret, where the rest of it may be one."""
    try:
        target = taken_apart(address)
    except FetchError:
        return "an address to send to"
    return f"{target.scheme}://{target.named}/…"


def _host(parts: SplitResult) -> str:
    """Return the host of an address in plain letters, or nothing where it has none that is sound.

    :raises UnicodeError: it cannot be written so.
    """
    host = parts.hostname or ""
    if ":" in host:
        return str(IPv6Address(host)) if "%" not in host else ""
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower()
    return host if HOST.fullmatch(host) and ".." not in host else ""


def reach(
    address: str,
    seconds: float,
    *,
    loopback: bool = False,
    hosts: Collection[str] = (),
    resolve: Resolve = machines_of,
) -> Target:
    """Return *address* with the machines that answer for it, all of which may be asked.

    :raises FetchError: it may not be asked, or its host is not known within *seconds*.
    """
    target = taken_apart(address)
    shown = shown_address(address)
    if hosts and target.host not in hosts:
        what = f"{target.host} is not among the hosts that may be asked here"
        raise FetchError(shown, what, "Add it to them")
    machines = _looked_up(target, seconds, resolve)
    refused = next((each for each in machines if not is_allowed(each, loopback=loopback)), None)
    if refused is not None:
        what = f"{target.host} is at {refused}, which is not on the public internet"
        own = is_allowed(refused, loopback=True)
        remedy = (
            "Say that loopback is meant, if it is to be this machine's own"
            if own
            else "Such addresses are never asked"
        )
        raise FetchError(shown, what, remedy)
    return replace(target, machines=tuple(machines[:MOST_MACHINES]))


def onward(target: Target, said: str, status: int, *, loopback: bool) -> str:
    """Return the address to which *target* leads on, as its answer of that *status* *said*.

    :raises FetchError: it says none, or one that is less secure.
    """
    shown = shown_address(target.address)
    if not said:
        raise FetchError(shown, "it redirects and does not say where to", LATER, status)
    try:
        found = urljoin(target.address, said)
        scheme = urlsplit(found).scheme
    except ValueError as error:
        raise FetchError(shown, "it redirects to what is no address", LATER, status) from error
    if target.scheme == "https" and scheme != "https" and not loopback:
        what = f"it redirects to an address that is not secure, {shown_address(found)}"
        raise FetchError(shown, what, "Check the address", status)
    return found


def _looked_up(target: Target, seconds: float, resolve: Resolve) -> list[str]:
    """Return the machines of *target*, looked up in a thread, as a lookup cannot be broken off.

    :raises FetchError: there are none, or none is known within *seconds*.
    """
    shown = shown_address(target.address)
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def look() -> None:
        try:
            answers.put(list(resolve(target.host, target.port)))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=look, daemon=True, name="storygen-lookup").start()
    try:
        found = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise FetchError(
            shown, f"nothing said within {seconds:.3g} seconds where {target.host} is", "Try again later"
        ) from None
    if isinstance(found, Exception) or not found:
        cause = found if isinstance(found, Exception) else None
        raise FetchError(
            shown, f"there is no host called {target.host}", "Check the address, and this machine's network"
        ) from cause
    return found
