"""Values as JSON: one form for people and programs, one for the lines of a long file, one packed for the look-up."""

import json
import struct
import zlib
from typing import Any, Final

import msgspec

_HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Of a gzip member (RFC 1952): no name, no time, no system, so that the same content gives the same bytes."""


def as_json(value: Any) -> bytes:
    """Write a value as people and programs read it.

    Raises:
        AssertionError: If it would not read back as the same value.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if json.loads(text) != value:
        raise AssertionError("a value does not survive being written as JSON")
    return text.encode()


def as_line(value: Any) -> bytes:
    """Write a value on one line."""
    return msgspec.json.encode(value) + b"\n"


def packed(data: bytes) -> bytes:
    """Pack bytes with gzip; the same bytes give the same archive."""
    press = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return _HEAD + press.compress(data) + press.flush() + struct.pack("<II", zlib.crc32(data), len(data) % 2**32)
