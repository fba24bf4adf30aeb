"""Passwords: kept as scrypt hashes, and what is typed held against what is kept.

Each is what was typed, blanks at its ends too, but composed: one keyboard sends é as one sign and another as
two. That is NFC, as RFC 8265 has it; NFKC would take signs for one which people tell apart, as ² and 2.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata

from storygen.errors import UsageError

COST = (1 << 15, 8, 3)
"""What a guess costs: scrypt's N, r and p, as OWASP's cheat sheet on keeping passwords gives them."""
SHORTEST, LONGEST = 10, 200
"""Characters of a password."""


def hashed(password: str) -> str:
    """Return *password* as it is kept: the cost, a salt and the scrypt hash.

    :raises UsageError: it is too short or too long.
    """
    password = _composed(password)
    if not SHORTEST <= len(password) <= LONGEST:
        fault = f"it has {len(password)} characters"
        raise UsageError("the password", fault, f"Choose one of {SHORTEST} to {LONGEST}")
    salt = secrets.token_bytes(16)
    return _joined(salt, _scrypt(password, salt, COST), COST)


def matches(password: str, kept: str) -> bool:
    """Return whether *password* is the one that is *kept*."""
    password = _composed(password)
    _, n, r, p, salt, wanted = kept.split("$")
    found = _scrypt(password[:LONGEST], base64.b64decode(salt), (int(n), int(r), int(p)))
    return hmac.compare_digest(found, base64.b64decode(wanted)) and len(password) <= LONGEST


def _composed(password: str) -> str:
    """Return *password* as it is hashed."""
    return unicodedata.normalize("NFC", password)


def _joined(salt: bytes, found: bytes, cost: tuple[int, int, int]) -> str:
    """Return a hash with all that it takes to make it again."""
    parts = (*map(str, cost), base64.b64encode(salt).decode(), base64.b64encode(found).decode())
    return "$".join(("scrypt", *parts))


def _scrypt(password: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    """Return the scrypt hash of *password*."""
    n, r, p = cost
    given = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(given, salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)


def nobody() -> str:
    """Return what the password of a name that nobody has is held against: as costly, and matched by none."""
    return _joined(b"\0" * 16, b"\0" * 32, COST)
