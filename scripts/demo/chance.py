"""Whatever looks random in the demonstration, and is the same in every run.

The real program takes fresh random bytes for salts. The demonstration derives them, and all its small choices, from
the fixed key below with HMAC-SHA256, so that its commitments can be reproduced byte by byte. The key is public:
nothing in the demonstration's vault is private.
"""

import hmac
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")
KEY = b"sunlot demonstration, not a secret"
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def digest(*label: object) -> bytes:
    """32 bytes that depend on the label alone."""
    return hmac.new(KEY, "|".join(map(str, label)).encode(), "sha256").digest()


def below(limit: int, *label: object) -> int:
    """A whole number from 0 to `limit` − 1."""
    return int.from_bytes(digest(*label)) % limit


def choice(options: Sequence[T], *label: object) -> T:
    """One of the options."""
    return options[below(len(options), *label)]


def word(length: int, *label: object) -> str:
    """A word that tells nothing, for the id of a person."""
    number = int.from_bytes(digest(*label))
    letters = []
    for _ in range(length):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(letters)


def salt(*label: object) -> str:
    """A salt of the vault: 64 hex digits."""
    return digest("salt", *label).hex()


def document(*label: object) -> str:
    """The SHA-256 of an invented file: of a sentence that names it."""
    return sha256(f"演示文件 {'|'.join(map(str, label))}".encode()).hexdigest()


def stream(*label: object) -> Callable[[int], bytes]:
    """What stands for the system's random bytes in a freeze: each call gives the next bytes of the label's own row."""
    calls = 0

    def fresh(length: int = 32) -> bytes:
        nonlocal calls
        calls += 1
        return b"".join(digest("stream", *label, calls, part) for part in range(-(-length // 32)))[:length]

    return fresh
