"""Webhook: an alert posted to an address, as JSON for programs or as plain text.

The address may be a secret, its path and query at least, and so no message tells more of it than the host.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from storygen.deliveries.delivery import Alert, Delivery, choice_of, is_said, text_of
from storygen.errors import DeliveryError, FetchError, MissingExtra, UsageError
from storygen.settings import Secrets, is_secret

FORMS = ("json", "text")
_NONE: Mapping[str, str] = MappingProxyType({})
_PLAIN = "/:;,.@+=~!*()"
"""Signs that stand in a header as they are; any other but letters and digits is written as in an address."""


def address_of(said: Mapping[str, Any]) -> str:
    """Return the address that an entry sends to: https, or http on this machine.

    :raises UsageError: it is none.
    """
    address, loopback = text_of(said, "to"), is_said(said, "loopback")
    fault = UsageError("to", "it is no address", 'Write to = "https://…"')
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname) and (parts.port or 0) >= 0 and " " not in address
    except ValueError:
        raise fault from None
    if not whole or parts.scheme not in ("https", "http"):
        raise fault
    if "@" in parts.netloc:
        raise UsageError(
            "to", "it has a name or a password in it", "Give it without; sign with secret instead"
        )
    if parts.scheme == "http" and not loopback:
        read = "what is sent by http can be read on its way"
        raise UsageError("to", read, "Use https; for a server on this machine, write loopback = true")
    return address


def post(
    address: str, body: bytes, kind: str, *, headers: Mapping[str, str] = _NONE, loopback: bool = False
) -> None:
    """Post *body*, of the media type *kind*, to *address*, of which no message tells more than the host.

    :raises DeliveryError: it may not be sent there, or was not taken.
    :raises MissingExtra: what fetches is not installed.
    """
    where = _shown(address)
    try:
        from storygen.fetching.fetch import send

        status = send(address, body, kind, headers=headers, loopback=loopback)
    except ModuleNotFoundError as error:
        remedy = "Install it: pip install 'storygen-newsroom[watch]'"
        raise MissingExtra("webhook", f"{error.name} is not installed", remedy) from None
    except FetchError as error:
        if error.status:
            raise _refusal(where, error.status) from None
        fault = error.what if _tells_nothing(error.what, address) else "it could not be reached"
        raise DeliveryError(where, fault, "Mend the address, or try again later") from None
    if not 200 <= status < 300:
        raise _refusal(where, status)


def _shown(address: str) -> str:
    """Return what may be told of *address*: its scheme and host."""
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}"


def _tells_nothing(message: str, address: str) -> bool:
    """Return whether *message* has nothing of *address* but its host."""
    parts = urlsplit(address)
    login = parts.netloc.rpartition("@")[0]
    private = " ".join((login, parts.path, parts.query, parts.fragment))
    words = re.split(r"[\s/?&=:;,]+", f"{private} {unquote(private)}")
    return not any(word in message for word in words if len(word) > 2)


def _refusal(where: str, status: int) -> DeliveryError:
    """Return the error of a server that answered, and took nothing."""
    named = {each.value: each.phrase for each in HTTPStatus}
    remedies = {401: "Mend the secret", 403: "Mend the secret", 429: "Try again later"}
    remedy = "Try again later" if status >= 500 else "See whether the address is still the right one"
    fault = f"it answered {status} {named.get(status, '')}".rstrip()
    return DeliveryError(where, fault, remedies.get(status, remedy))


def _check(said: Mapping[str, Any]) -> None:
    """Read what an entry says, without sending."""
    address_of(said)
    choice_of(said, "form", FORMS)
    if (name := text_of(said, "secret")) and not is_secret(name):  # which may be one, and is not repeated
        fault = "it is not the name of a secret, which stands in the environment and not in this file"
        raise UsageError("secret", fault, 'Write secret = "STORYGEN_WEBHOOK_SECRET"')


def send(alert: Alert, said: Mapping[str, Any], secrets: Secrets) -> None:
    """Post *alert* as an entry says, under a key by which it can be known again.

    :raises StorygenError: it was not taken.
    """
    _check(said)
    if said.get("form", FORMS[0]) == "json":
        body, kind = json.dumps(alert.as_data(), ensure_ascii=False).encode(), "application/json"
    else:
        body, kind = alert.as_text().encode(), "text/plain; charset=utf-8"
    headers = {"Idempotency-Key": quote(alert.key, safe=_PLAIN)}
    if said.get("secret"):
        signed = hmac.new(secrets.named(said["secret"]).encode(), body, "sha256").hexdigest()
        headers["X-Storygen-Signature"] = f"sha256={signed}"
    post(address_of(said), body, kind, headers=headers, loopback=is_said(said, "loopback"))


WEBHOOK = Delivery(
    "webhook",
    "a post to an address, as JSON or as text",
    {"to": True, "form": False, "secret": False, "loopback": False},
    send,
    _check,
)
