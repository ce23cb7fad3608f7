"""drand: which round a time names, and whether a signature is that round's (section 4)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sunlot.core.protocol import bls12381
from sunlot.core.protocol.bls12381.curve import GENERATOR_2_BYTES
from sunlot.core.protocol.grammar import instant, seconds

try:
    import pyblst
except ImportError:  # the extra `fast` is not installed
    pyblst = None

Check = Callable[[bytes, bytes, bytes, bytes], bool]
"""Tells whether a signature holds, from key, message, signature and domain separation tag."""

_TAG: Final = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_POINT_OF_ORDER_3: Final = b"\x80" + bytes(47)  # (0, 2): on the curve, outside the subgroup


@dataclass(frozen=True, slots=True)
class Chain:
    """A drand chain of the scheme ``bls-unchained-g1-rfc9380``; ``public_key`` in hex, times in seconds."""

    hash: str
    public_key: str
    genesis: int
    period: int

    def round_at(self, time: str) -> int:
        """Give the first round at or after an instant: ceil((time - genesis) / period) + 1."""
        return -((self.genesis - seconds(time)) // self.period) + 1

    def time_of(self, number: int) -> str:
        """Give the instant of a round."""
        return instant(self.genesis + (number - 1) * self.period)


QUICKNET: Final = Chain(
    hash="52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    public_key=(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
        "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    genesis=1692803367,
    period=3,
)
"""The one chain of the protocol."""


def fast_signature_holds(key: bytes, message: bytes, signature: bytes, tag: bytes) -> bool:
    """Do what ``bls12381.signature_holds`` does, with pyblst."""
    public = pyblst.BlstP2Element.uncompress(key)
    try:
        point = pyblst.BlstP1Element.uncompress(signature)  # refuses what is outside the subgroup
    except ValueError:
        return False
    if point.compress() != signature:
        return False
    base = pyblst.BlstP2Element.uncompress(GENERATOR_2_BYTES)
    hashed = pyblst.BlstP1Element.hash_to_group(message, tag)
    return bool(pyblst.final_verify(pyblst.miller_loop(point, base), pyblst.miller_loop(hashed, public)))


def fastest_check() -> Check:
    """Choose pyblst if it is here and refuses a point outside the subgroup, else plain Python."""
    if pyblst is None:
        return bls12381.signature_holds
    try:
        pyblst.BlstP1Element.uncompress(_POINT_OF_ORDER_3)
    except ValueError:
        return fast_signature_holds
    return bls12381.signature_holds


_CHECK: Final = fastest_check()


def signature_holds(chain: Chain, number: int, signature: str, check: Check = _CHECK) -> bool:
    """Tell whether this is the chain's signature of a round: 96 lower-case hex digits, canonical, in the subgroup."""
    if re.fullmatch("[0-9a-f]{96}", signature) is None:
        return False
    message = sha256(number.to_bytes(8)).digest()
    return check(bytes.fromhex(chain.public_key), message, bytes.fromhex(signature), _TAG)
