"""Faults: everything that can be the matter with an answer, and how each goes down the line."""

from __future__ import annotations

import re
import socket
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from http.server import BaseHTTPRequestHandler
from threading import Event

MIB, BOMB = 1024 * 1024, 80
PAUSE = 0.02
LOOP = 6
"""How often one is led in a circle before giving up: as often as it takes."""
DATE = re.compile(
    rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]+ \S+"
)
HTML = (
    b"<!DOCTYPE html>\n<html><head><title>Sorry</title></head><body><p>Try again later.</p></body></html>\n"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with, and in what manner."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "whole"
    """whole, drip, slow_headers, cut, short, endless or reset."""


def _refusal(status: int, **headers: str) -> Callable[[Answer], Answer]:
    """Return what makes a refusal of any answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Answer(status, HTML, {"Content-Type": "text/html; charset=utf-8", **named})


def _led(address: str) -> Callable[[Answer], Answer]:
    """Return what makes a redirect to *address* of any answer."""
    return lambda _: Answer(302, b"", {"Location": address})


def _bad(body: bytes) -> Callable[[Answer], Answer]:
    """Return what puts *body* into any answer."""
    return lambda answer: replace(answer, body=body)


def _in(manner: str) -> Callable[[Answer], Answer]:
    """Return what has any answer go down the line in *manner*."""
    return lambda answer: replace(answer, manner=manner)


@lru_cache(maxsize=1)
def bomb() -> bytes:
    """Return 80 MB of noughts as a gzip of 80 KB: one megabyte packed, and that over and over."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    one = packing.compress(bytes(MIB)) + packing.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(BOMB):
        check = zlib.crc32(bytes(MIB), check)
    head, end = b"\x1f\x8b\x08" + bytes(6) + b"\xff", b"\x03\x00"
    return head + one * BOMB + end + struct.pack("<II", check, BOMB * MIB)


FAULTS: dict[str, Callable[[Answer], Answer]] = {
    "html": _refusal(200),
    "empty": _bad(b""),
    "cut": _in("cut"),
    "drip": _in("drip"),
    "slow_headers": _in("slow_headers"),
    "redirect": _led("https://elsewhere.example/government/statistics"),
    "redirect_private": _led("http://169.254.169.254/latest/meta-data/"),
    "redirect_loop": _led("?again"),
    "404": _refusal(404),
    "429": _refusal(429, Retry_After="120"),
    "500": _refusal(500),
    "503": _refusal(503, Retry_After="60"),
    "huge": _in("endless"),
    "bomb": lambda answer: replace(
        answer, body=bomb(), headers={**answer.headers, "Content-Encoding": "gzip"}
    ),
    "not_gzip": lambda answer: replace(answer, headers={**answer.headers, "Content-Encoding": "gzip"}),
    "wrong_length": _in("short"),
    "reset": _in("reset"),
    "bad_json": _bad(b'{"base_path": "/government/statistics/'),
    "bad_xml": _bad(b"<feed xmlns='http://www.w3.org/2005/Atom'><title>A & B</tilte></feed>"),
    "bad_date": lambda answer: replace(answer, body=DATE.sub(b"2021-13-45T99:99:99+77:00", answer.body)),
}
"""Each fault by name: from the answer that there would have been to the one there is."""


def write(handler: BaseHTTPRequestHandler, answer: Answer, stop: Event) -> None:
    """Send *answer* in its manner, until all is sent, the other side hangs up, or *stop* is set."""
    handler.close_connection = True
    try:
        if answer.manner == "reset":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
        elif answer.manner == "slow_headers":
            _dripped(handler, b"HTTP/1.1 200 OK\r\n" + b"X-Wait: and see\r\n" * 1000, stop)
        else:
            _head(handler, answer)
            _body(handler, answer, stop)
    except OSError:
        pass  # the other side has had enough


def _head(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if answer.manner != "endless" and answer.status != 304:
        shown = len(answer.body) // 2 if answer.manner == "short" else len(answer.body)
        handler.send_header("Content-Length", str(shown))
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.flush()


def _body(handler: BaseHTTPRequestHandler, answer: Answer, stop: Event) -> None:
    if answer.manner == "drip":
        _dripped(handler, answer.body, stop)
    elif answer.manner == "endless":
        for _ in range(4096):
            if stop.is_set():
                return
            handler.wfile.write(b" " * (64 * 1024))
    else:
        handler.wfile.write(answer.body[: len(answer.body) // 2] if answer.manner == "cut" else answer.body)


def _dripped(handler: BaseHTTPRequestHandler, said: bytes, stop: Event) -> None:
    for each in said:
        if stop.wait(PAUSE):
            return
        handler.wfile.write(bytes([each]))
