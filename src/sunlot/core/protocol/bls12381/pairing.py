"""The optimal ate pairing of BLS12-381, as far as comparing products of pairings needs it."""

from collections.abc import Sequence
from typing import Final

from sunlot.core.protocol.bls12381.curve import Affine, slope
from sunlot.core.protocol.bls12381.field import ONE, Fp12, P, R, flat, multiply, power, power_p2, square

_LOOP: Final = 0xD201000000010000
"""The absolute value of the curve's parameter."""

_EXPONENT: Final = (P**4 - P**2 + 1) // R
"""The final exponent (P¹² − 1)/R without its factors P⁶ − 1 and P² + 1."""


def multiplies_to_one(pairs: Sequence[tuple[Affine, Affine]]) -> bool:
    """Tell whether the pairings of these points, one of G1 and one of G2 each, multiply to one.

    Raising to P⁶ maps w to −w. So a^(P⁶ − 1) is one exactly if a has no odd power of w, which saves an inversion.
    The sign of the loop's parameter does not matter here: it would replace the product by its conjugate.
    """
    product = _miller(pairs)
    return not any(power(multiply(power_p2(product), product), _EXPONENT)[1::2])


def _miller(pairs: Sequence[tuple[Affine, Affine]]) -> Fp12:
    product = ONE
    moving = [q for _, q in pairs]
    for bit in f"{_LOOP:b}"[1:]:
        product = square(product)
        for index, (p, q) in enumerate(pairs):
            product, moving[index] = _step(product, moving[index], moving[index], p)
            if bit == "1":
                product, moving[index] = _step(product, moving[index], q, p)
    return product


def _step(product: Fp12, t: Affine, q: Affine, p: Affine) -> tuple[Fp12, Affine]:
    """Multiply by the line through t and q, taken at p, and move on to t + q.

    The twist maps (x, y) to (x/w², y/w³). The line is scaled by w³, which the final power sends to one.
    """
    gradient = slope(t, q)
    if gradient is None:
        raise ValueError("the points are not of prime order")
    x = gradient * gradient - t[0] - q[0]
    line = flat({0: gradient * t[0] - t[1], 2: -(gradient * p[0]), 3: p[1]})
    return multiply(line, product), (x, gradient * (t[0] - x) - t[1])
