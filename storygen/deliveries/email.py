"""Email: an alert as plain text, by an SMTP server that is known by its certificate."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from storygen.deliveries.delivery import Alert, Delivery, choice_of, on_one_line, text_of
from storygen.errors import DeliveryError, UsageError
from storygen.settings import Secrets, is_secret

SECURITY = ("starttls", "tls", "none")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""Where a server listens that is named without its port."""
PASSWORD = "STORYGEN_MAIL_PASSWORD"
PATIENCE = 20.0
"""After so many seconds without an answer, none is awaited."""
LONGEST = 160
"""So many characters of what a server says are told."""


@dataclass(frozen=True, slots=True)
class Post:
    """What an entry says of how its mail goes."""

    to: tuple[Address, ...]
    sender: Address
    host: str
    port: int
    security: str
    user: str
    password: str
    """The name that its password has in the environment."""

    @property
    def where(self) -> str:
        """Return the server as messages name it."""
        return f"{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


# What an entry says.


def read_post(said: Mapping[str, Any]) -> Post:
    """Return what an entry says of how its mail goes.

    :raises UsageError: it cannot be meant.
    """
    listed = [said["to"]] if isinstance(said.get("to"), str) else said.get("to")
    if not isinstance(listed, list) or not listed:
        raise UsageError("to", "it is no list of addresses", 'Write to = ["newsdesk@example.org"]')
    to = tuple(_address("to", each) for each in listed)
    security = choice_of(said, "security", SECURITY)
    host, port = _server(text_of(said, "server"), security)
    user, password = text_of(said, "user"), text_of(said, "password", PASSWORD)
    if not is_secret(password):  # which may be one, and is not repeated
        fault = "it is not the name of a secret, which stands in the environment and not in this file"
        raise UsageError("password", fault, f'Write password = "{PASSWORD}"')
    if user and security == "none" and host not in ("localhost", "127.0.0.1", "::1"):
        raise UsageError("security", "a password would be sent for all to read", "Use starttls or tls")
    return Post(to, _address("from", said.get("from")), host, port, security, user, password)


def _address(key: str, text: object) -> Address:
    """Return an e-mail address, with a name before it or without."""
    said = text if isinstance(text, str) and text.isprintable() else ""
    header = SMTP.header_factory(key, said)
    found: tuple[Address, ...] = getattr(header, "addresses", ())
    if header.defects or len(found) != 1 or not (found[0].username and found[0].domain):
        raise UsageError(key, f"“{text}” is no e-mail address", "Write it as newsdesk@example.org")
    try:
        domain = found[0].domain.encode("idna").decode("ascii")
        return Address(found[0].display_name, found[0].username, domain)
    except ValueError:
        raise UsageError(key, f"“{text}” has no domain", "Write it as newsdesk@example.org") from None


def _server(text: str, security: str) -> tuple[str, int]:
    """Return the host and the port of a server."""
    fault = UsageError("server", f"“{text}” is no server", 'Write server = "smtp.example.org:587"')
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname or "", parts.port or PORTS[security]
        host.encode("idna")
    except ValueError:
        raise fault from None
    if not host or parts.path or parts.query or parts.fragment or "@" in text or " " in text:
        raise fault
    return host, port


def _check(said: Mapping[str, Any]) -> None:
    """Read what an entry says, without sending."""
    read_post(said)


# The message, and its way.


def message_of(alert: Alert, post: Post) -> EmailMessage:
    """Return *alert* as a message, the same whenever it is made."""
    message = EmailMessage(policy=SMTP)
    message["From"] = post.sender
    message["To"] = post.to
    message["Subject"] = alert.headline.replace("=?", "= ?")  # or an encoded word could end the header
    message["Date"] = alert.at
    message["Message-ID"] = f"<{sha256(alert.key.encode()).hexdigest()[:32]}@{post.sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(alert.as_text(), cte="quoted-printable")
    return message


def send(alert: Alert, said: Mapping[str, Any], secrets: Secrets, seconds: float = PATIENCE) -> None:
    """Mail *alert* as an entry says; a server that is silent for so many *seconds* has failed.

    :raises UsageError: the entry cannot be meant, or its password is not set.
    :raises DeliveryError: it did not go out, or not to all.
    """
    post = read_post(said)
    password = secrets.named(post.password) if post.user else ""
    try:
        refused = _send(message_of(alert, post), post, password, seconds)
    except (OSError, UnicodeError) as error:
        fault, remedy = _told(error, post)
        raise DeliveryError(post.where, fault, remedy) from None
    if refused:
        raise DeliveryError(post.where, _unsent(refused), "All others have it. Mend the list")


def _send(message: EmailMessage, post: Post, password: str, seconds: float) -> dict[str, tuple[int, bytes]]:
    """Give *message* to the server, and return whom it refuses of those it is for."""
    context = None if post.security == "none" else ssl.create_default_context()
    server = _opened(post, context, seconds)
    try:
        if context and post.security == "starttls":
            server.ehlo_or_helo_if_needed()
            if not server.has_extn("starttls"):
                raise DeliveryError(post.where, "it offers no STARTTLS", 'Try security = "tls"')
            server.starttls(context=context)
        if post.user:
            server.login(post.user, password)
        refused = server.send_message(message, post.sender.addr_spec, [each.addr_spec for each in post.to])
        with suppress(OSError):  # it has the message, and how it takes leave is nobody's concern
            server.quit()
        return refused
    finally:
        server.close()


def _opened(post: Post, context: ssl.SSLContext | None, seconds: float) -> smtplib.SMTP:
    """Return a connection to the server, which is told the sender's domain and not this machine's name."""
    if context and post.security == "tls":
        return smtplib.SMTP_SSL(
            post.host, post.port, local_hostname=post.sender.domain, timeout=seconds, context=context
        )
    return smtplib.SMTP(post.host, post.port, local_hostname=post.sender.domain, timeout=seconds)


# What went wrong, in words.


def _told(error: OSError | UnicodeError, post: Post) -> tuple[str, str]:
    """Return what went wrong, and what to try; nothing of it can have the password in it."""
    match error:
        case smtplib.SMTPAuthenticationError():
            fault = f"it does not take “{post.user}” with that password ({error.smtp_code})"
            return fault, f"Mend user, or {post.password}"
        case smtplib.SMTPRecipientsRefused():
            return _unsent(error.recipients), "Mend the list"
        case smtplib.SMTPSenderRefused():
            return f"it takes no mail from {error.sender}: {_said(error)}", "Mend from"
        case smtplib.SMTPResponseException() if error.smtp_code < 0:
            return "it speaks no SMTP on this port", "See whether port and security are right"
        case smtplib.SMTPResponseException():
            return f"it refuses: {_said(error)}", "Try again later, or ask whoever runs it"
        case smtplib.SMTPServerDisconnected() if isinstance(error.__context__, TimeoutError):
            return _unreached(error.__context__), "See whether server is right, or try again later"
        case smtplib.SMTPServerDisconnected():
            return "it broke the connection off", "Try again later, or see whether the port is right"
        case smtplib.SMTPNotSupportedError():
            return "it takes no user and password on this connection", "Leave user out, or change security"
        case smtplib.SMTPException():
            return "it knows no way of signing in that we know", "Ask whoever runs it"
        case ssl.SSLCertVerificationError():
            return (
                f"its certificate is not trusted: {error.verify_message}",
                "Mend it, or name another server",
            )
        case ssl.SSLError():
            return "it speaks no TLS on this port that we know", "See whether port and security are right"
        case UnicodeError():
            return "user or password has letters that SMTP cannot carry", "Use plain ones"
    return _unreached(error), "See whether server is right, or try again later"


def _unreached(error: OSError) -> str:
    """Return why a server was not reached, or fell silent."""
    match error:
        case TimeoutError():
            return "it does not answer"
        case socket.gaierror():
            return "its name is not known"
    return f"it could not be reached: {error.strerror or 'the connection broke'}"


def _unsent(refused: Mapping[str, tuple[int, bytes]]) -> str:
    """Return who was refused, each with what the server says of them."""
    said = (f"{name} ({_words(code, text)})" for name, (code, text) in sorted(refused.items()))
    return f"it takes no mail for {', '.join(said)}"


def _said(error: smtplib.SMTPResponseException) -> str:
    """Return what a server answered."""
    return _words(error.smtp_code, error.smtp_error)


def _words(code: int, text: bytes | str) -> str:
    """Return what a server said, on one line and no longer than it is worth."""
    words = on_one_line(text.decode("utf-8", "replace") if isinstance(text, bytes) else text)
    return f"{code} {words if len(words) <= LONGEST else words[: LONGEST - 1] + '…'}".strip()


EMAIL = Delivery(
    "email",
    "plain text by an SMTP server",
    {
        "to": True,
        "from": True,
        "server": True,
        "security": False,
        "user": False,
        "password": False,
    },
    send,
    _check,
)
