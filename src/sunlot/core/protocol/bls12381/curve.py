"""The curves of BLS12-381, y² = x³ + 4 over Fp and y² = x³ + 4(1 + u) over Fp2, with affine points.

One arithmetic serves both: coordinates are always in ``Fp2``. ``None`` is the point at infinity.
"""

from functools import cache
from typing import Final

from sunlot.core.protocol.bls12381.field import Fp2, P, R, square_root

Affine = tuple[Fp2, Fp2]
Point = Affine | None

_COMPRESSED, _INFINITY, _GREATER = 0x80, 0x40, 0x20


def slope(a: Affine, b: Affine) -> Fp2 | None:
    """Give the slope of the line through two points (the tangent if they are one); ``None`` if it is vertical."""
    (x1, y1), (x2, y2) = a, b
    if x1 != x2:
        return (y2 - y1) * (x2 - x1).inverse()
    if y1 == y2 and any(y1):
        return x1 * x1 * 3 * (y1 * 2).inverse()
    return None


def add(a: Point, b: Point) -> Point:
    """Add two points of one curve."""
    if a is None or b is None:
        return a or b
    gradient = slope(a, b)
    if gradient is None:
        return None
    x = gradient * gradient - a[0] - b[0]
    return x, gradient * (a[0] - x) - a[1]


def negate(a: Affine) -> Affine:
    """Give the point below."""
    return a[0], -a[1]


def multiply(a: Point, factor: int) -> Point:
    """Add a point to itself ``factor`` times."""
    result: Point = None
    for bit in f"{factor:b}":
        result = add(result, result)
        if bit == "1":
            result = add(result, a)
    return result


def decode_1(data: bytes) -> Affine:
    """Decode a point of G1 from its 48 bytes.

    Raises:
        ValueError: not the canonical encoding of a point of the prime-order subgroup other than infinity.
    """
    (coordinate,), greater = _split(data, 1)
    y = Fp2(square_root((pow(coordinate, 3, P) + 4) % P))
    return _finish(Fp2(coordinate), y, greater=greater)


def decode_2(data: bytes) -> Affine:
    """Decode a point of G2 from its 96 bytes; errors as of ``decode_1``."""
    (imaginary, real), greater = _split(data, 2)
    x = Fp2(real, imaginary)
    y = (x * x * x + Fp2(4, 4)).square_root()
    return _finish(x, y, greater=greater)


def _split(data: bytes, parts: int) -> tuple[list[int], bool]:
    if len(data) != 48 * parts:
        raise ValueError(f"{len(data)} bytes are not the encoding of a point")
    if not data[0] & _COMPRESSED or data[0] & _INFINITY:
        raise ValueError("not a compressed point other than infinity")
    bare = bytes([data[0] & 0x1F]) + data[1:]
    coordinates = [int.from_bytes(bare[start : start + 48]) for start in range(0, len(bare), 48)]
    if any(coordinate >= P for coordinate in coordinates):
        raise ValueError("a coordinate is not reduced")
    return coordinates, bool(data[0] & _GREATER)


def _finish(x: Fp2, y: Fp2, *, greater: bool) -> Affine:
    point = (x, y if y.is_greater_half() == greater else -y)
    if multiply(point, R) is not None:
        raise ValueError("not in the prime-order subgroup")
    return point


GENERATOR_2_BYTES: Final = bytes.fromhex(
    "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
    "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
)


@cache
def generator_2() -> Affine:
    """The generator of G2, decoded when the first signature asks for it."""
    return decode_2(GENERATOR_2_BYTES)
