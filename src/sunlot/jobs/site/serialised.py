"""Values as JSON: one form for people and programs, one for the lines of a long file."""

import json
from typing import Any


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
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
