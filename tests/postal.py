"""Postal: servers on loopback that take what storygen sends, or refuse it, fall silent or break off."""

import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from servers import lacking

from storygen.deliveries.delivery import Alert

BREAK, SILENCE = b"break", b"silence"
"""Instead of a reply: the connection is broken off, or nothing comes."""
PATIENCE = 10
"""After so many seconds a server of ours no longer waits for whoever wanted to send."""


def alert(headline: str = "Bakers 2020: 43 stories drafted, 2 held", **said: Any) -> Alert:
    """Return an alert."""
    told = {
        "key": "bakers-2020:release",
        "kind": "release",
        "lines": ("Held: Kent, where 1,100 is a doubtful figure", "Held: Essex"),
        "at": datetime(2020, 6, 30, 9, 0, tzinfo=UTC),
        "pack": "bakers",
        "release": "bakers-2020",
        "link": "https://desk.example.org/releases/bakers-2020",
    }
    return Alert(headline=headline, **{**told, **said})


@contextmanager
def web(*statuses: int, headers: Mapping[str, str] = {}) -> Iterator[tuple[str, list[tuple]]]:
    """Give the address of a server that answers with *statuses* by turns, and what has come to it."""
    came: list[tuple] = []
    turns = iter(statuses or (200,))

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append((self.path, dict(self.headers), body))
            self.send_response(next(turns))
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", came
        finally:
            server.shutdown()
            thread.join()


def closed_port() -> int:
    """Return a port of this machine at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


REPLIES = {
    "": b"220 ready",
    "EHLO": b"250-here\r\n250 AUTH PLAIN",
    "DATA": b"354 go on",
    ".": b"250 taken",
    "AUTH": b"235 welcome",
    "QUIT": b"221 goodbye",
}
"""What it answers to each command; to any other, 250. The first is its greeting, “.” the end of a message."""


class Mail:
    """A mail server for one connection: what it was told, and the message that it took."""

    def __init__(self, replies: Mapping[str, bytes], tls: ssl.SSLContext | None, at_once: bool) -> None:
        self.replies, self.tls, self.at_once = {**REPLIES, **replies}, tls, at_once
        self.commands: list[str] = []
        self.message = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE)
        self.port = self.listener.getsockname()[1]

    def serve(self) -> None:
        """Take one connection, as far as it comes."""
        with suppress(OSError):
            connection, _ = self.listener.accept()
            connection.settimeout(PATIENCE)
            if self.at_once:
                connection = self.tls.wrap_socket(connection, server_side=True)
            self._converse(connection)

    def _converse(self, connection: socket.socket) -> None:
        """Answer every command."""
        with connection:
            file = connection.makefile("rb")
            going = self._answer(connection, "")
            while going and (line := file.readline()):
                command = line.decode(errors="replace").strip()
                self.commands.append(command)
                verb = command.partition(" ")[0].upper()
                going = self._answer(connection, command if command in self.replies else verb)
                if verb == "STARTTLS" and going:
                    connection = self.tls.wrap_socket(connection, server_side=True)
                    file = connection.makefile("rb")
                elif verb == "DATA" and self.replies["DATA"].startswith(b"3"):
                    self.message = b"".join(iter(file.readline, b".\r\n"))
                    going = self._answer(connection, ".")

    def _answer(self, connection: socket.socket, verb: str) -> bool:
        """Send the reply to a command, and return whether the conversation goes on."""
        reply = self.replies.get(verb, b"250 well")
        if reply == SILENCE:
            connection.recv(1 << 16)
        if reply in (BREAK, SILENCE):
            return False
        connection.sendall(reply + b"\r\n")
        return True


@contextmanager
def mail(
    replies: Mapping[str, bytes] = {}, *, tls: ssl.SSLContext | None = None, at_once: bool = False
) -> Iterator[Mail]:
    """Give a mail server that gives *replies* to commands; with *tls*, after STARTTLS or *at_once*."""
    server = Mail(replies, tls, at_once)
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.listener.close()
        thread.join()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Return a certificate of localhost that nobody has vouched for, and a server's context with it."""
    paths = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
               "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
               "-out", str(paths[0]), "-keyout", str(paths[1])]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        lacking("openssl", "On Debian: apt-get install openssl")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    return paths[0], context
