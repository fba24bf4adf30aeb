"""Fetching: what is asked of and sent to addresses of the web, and what may not be."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from types import MappingProxyType

import httpx2

from storygen.errors import FetchError

_NONE: Mapping[str, str] = MappingProxyType({})


def send(
    address: str,
    body: bytes,
    kind: str,
    *,
    headers: Mapping[str, str] = _NONE,
    seconds: float = 20,
    loopback: bool = False,
) -> int:
    """Post *body*, of the media type *kind*, to *address*, and return the status that came back.

    :raises FetchError: the address is none that may be sent to, or no answer came.
    """
    try:
        host = httpx2.URL(address).host
        found = [each[4][0] for each in socket.getaddrinfo(host, None)]
    except (httpx2.InvalidURL, OSError, UnicodeError) as error:
        raise FetchError(address, "its host is not found", "See whether the address is right") from error
    for each in map(ipaddress.ip_address, found):
        if not (each.is_global or (loopback and each.is_loopback)):
            raise FetchError(address, "it is not a public address", "Name a public one")
    told = {**headers, "Content-Type": kind}
    try:
        with httpx2.Client(timeout=seconds, trust_env=False) as client:
            return client.post(address, content=body, headers=told).status_code
    except httpx2.HTTPError as error:
        raise FetchError(address, f"did not answer: {error}", "Try again later") from error
