"""Unpacking: what comes gzipped, a piece at a time and never more than is asked for.

A kilobyte may unpack to a gigabyte, so nobody unpacks a piece whole and looks at its size afterwards.
"""

from __future__ import annotations

import zlib

GZIPPED = zlib.MAX_WBITS | 16


class Gzip:
    """Something gzipped that comes in pieces."""

    def __init__(self) -> None:
        """Wait for the first piece."""
        self._member = zlib.decompressobj(GZIPPED)

    @property
    def whole(self) -> bool:
        """Return whether the end has come."""
        return self._member.eof

    def more(self, packed: bytes, most: int) -> bytes:
        """Return what *packed* unpacks to, *most* bytes of it: who gets so many has had too many.

        :raises ValueError: it is not gzipped.
        """
        come = bytearray()
        try:
            while packed and len(come) < most:
                if self._member.eof:
                    self._member = zlib.decompressobj(GZIPPED)
                come += self._member.decompress(packed, most - len(come))
                packed = self._member.unconsumed_tail or self._member.unused_data
        except zlib.error as error:
            raise ValueError("not gzipped") from error
        return bytes(come)
