"""Hashing to G1: the suite BLS12381G1_XMD:SHA-256_SSWU_RO_ of RFC 9380."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from sunlot.core.protocol.bls12381.curve import Affine, add, multiply
from sunlot.core.protocol.bls12381.field import Fp2, P, square_root
from sunlot.core.protocol.bls12381.isogeny import X_DENOMINATOR, X_NUMERATOR, Y_DENOMINATOR, Y_NUMERATOR

# section 8.8.1: the curve y² = x³ + Ax + B of the map, its Z, bytes for one field element, effective cofactor
_A: Final = 0x144698A3B8E9433D693A02C96D4982B0EA985383EE66A8D8E8981AEFD881AC98936F8DA0E0F97F5CF428082D584C1D
_B: Final = 0x12E2908D11688030018B12E8753EEE3B2016C1F0F24F4070A0B9C14FCEF35EF55A23215A316CEAA5D1CC48E98E172BE0
_Z: Final = 11
_LENGTH: Final = 64
_COFACTOR: Final = 0xD201000000010001


def hash_to_curve(message: bytes, tag: bytes) -> Affine:
    """Map a message to a point of G1 that nobody knows a multiple of (section 3)."""
    uniform = expand(message, tag, 2 * _LENGTH)
    first, second = (int.from_bytes(uniform[i : i + _LENGTH]) % P for i in (0, _LENGTH))
    point = multiply(add(_map(first), _map(second)), _COFACTOR)
    if point is None:
        raise ValueError("the message hashes to infinity")
    return point


def expand(message: bytes, tag: bytes, length: int) -> bytes:
    """Stretch a message to ``length`` bytes with SHA-256 (expand_message_xmd, section 5.3.1)."""
    domain = tag + bytes([len(tag)])
    start = sha256(bytes(64) + message + length.to_bytes(2) + b"\0" + domain).digest()
    block = bytes(32)
    stretched = b""
    while len(stretched) < length:
        number = bytes([len(stretched) // 32 + 1])
        block = sha256(bytes(a ^ b for a, b in zip(start, block, strict=True)) + number + domain).digest()
        stretched += block
    return stretched[:length]


def _map(u: int) -> Affine:
    """Map a field element to y² = x³ + 4 (sections 6.6.2 and 6.6.3)."""
    scale = _Z * u * u % P
    denominator = (scale * scale + scale) % P
    inverse = pow(denominator, P - 2, P)  # zero for zero
    x = -_B * pow(_A, -1, P) * (1 + inverse) % P if inverse else _B * pow(_Z * _A, -1, P) % P
    try:
        y = square_root(_curve(x))
    except ValueError:
        x = scale * x % P
        y = square_root(_curve(x))
    if y % 2 != u % 2:
        y = -y % P
    return (
        Fp2(_at(X_NUMERATOR, x) * pow(_at(X_DENOMINATOR, x), -1, P) % P),
        Fp2(y * _at(Y_NUMERATOR, x) * pow(_at(Y_DENOMINATOR, x), -1, P) % P),
    )


def _curve(x: int) -> int:
    return (x * x * x + _A * x + _B) % P


def _at(polynomial: Sequence[int], x: int) -> int:
    value = 0
    for coefficient in reversed(polynomial):
        value = (value * x + coefficient) % P
    return value
