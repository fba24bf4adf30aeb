"""Columns: what stands in the archive's tables, alike in every database: words, instants, records."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, LargeBinary, Text, TypeDecorator


class Damaged(Exception):
    """What stands in a row is nothing that any storygen has put there."""


@contextmanager
def intact() -> Iterator[None]:
    """Say that a row is damaged, where what is read of it makes no sense.

    :raises Damaged: it makes none.
    """
    try:
        yield
    except (zlib.error, LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise Damaged(str(error)) from error


class Words(TypeDecorator[str]):
    """Text as any database takes it: NUL, or half a character, is kept and looked for as U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text that is kept."""
        return _UNKEPT.sub("\ufffd", value) if value else value


_UNKEPT = re.compile("[\x00\ud800-\udfff]")


class Short(Words):
    """Text of an index, kept and looked for by its beginning: no index has room for more."""

    cache_ok = True

    def __init__(self, most: int) -> None:
        """Keep so many characters at *most*."""
        super().__init__()
        self.most = most

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text that is kept."""
        return super().process_bind_param(value[: self.most] if value else value, dialect)


class Instant(TypeDecorator[datetime]):
    """An instant, as ISO 8601 text in universal time: it sorts, and reads the same from any database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text of an instant.

        :raises ValueError: its zone is not said, and this machine's is nobody's to guess by.
        """
        if value and value.tzinfo is None:
            raise ValueError(f"{value} is of no zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the instant of a text.

        :raises Damaged: it is the text of none.
        """
        with intact():
            return datetime.fromisoformat(value) if value else None


class Packed(TypeDecorator[Any]):
    """Plain data as compressed JSON: a story's record is 18 kB as text and 3 kB so."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes:  # noqa: ARG002
        """Return the bytes of plain data."""
        return zlib.compress(json.dumps(value, separators=(",", ":")).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Return the plain data of bytes.

        :raises Damaged: they are the bytes of none.
        """
        with intact():
            return json.loads(zlib.decompress(value)) if value else None
