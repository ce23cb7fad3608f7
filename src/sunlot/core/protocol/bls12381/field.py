"""The fields of BLS12-381: integers modulo ``P``, their quadratic extension ``Fp2``, and degree twelve.

``Fp2`` is Fp[u] with u² = −1. Degree twelve is Fp[w] with w⁶ = 1 + u, hence u = w⁶ − 1 and w¹² = 2w⁶ − 2; its elements
are the twelve coefficients of a polynomial in w.
"""

from typing import Final, NamedTuple

P: Final = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
"""The characteristic of the fields."""

R: Final = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
"""The prime order of the groups."""


def square_root(a: int) -> int:
    """Give a square root modulo ``P``; ``ValueError`` if there is none."""
    root = pow(a, (P + 1) // 4, P)
    if (root * root - a) % P:
        raise ValueError("not a square")
    return root


class Fp2(NamedTuple):
    """``real + imaginary·u``, both reduced modulo ``P``. A point of G1 has coordinates without imaginary part."""

    real: int
    imaginary: int = 0

    def __add__(self, other: "Fp2") -> "Fp2":  # type: ignore[override]
        return Fp2((self.real + other.real) % P, (self.imaginary + other.imaginary) % P)

    def __sub__(self, other: "Fp2") -> "Fp2":
        return Fp2((self.real - other.real) % P, (self.imaginary - other.imaginary) % P)

    def __mul__(self, other: "Fp2 | int") -> "Fp2":  # type: ignore[override]
        if isinstance(other, int):
            return Fp2(self.real * other % P, self.imaginary * other % P)
        return Fp2(
            (self.real * other.real - self.imaginary * other.imaginary) % P,
            (self.real * other.imaginary + self.imaginary * other.real) % P,
        )

    def __neg__(self) -> "Fp2":
        return Fp2(-self.real % P, -self.imaginary % P)

    def inverse(self) -> "Fp2":
        """Give 1/self; ``ValueError`` for zero."""
        norm = pow(self.real * self.real + self.imaginary * self.imaginary, -1, P)
        return Fp2(self.real * norm % P, -self.imaginary * norm % P)

    def square_root(self) -> "Fp2":
        """Give a square root; ``ValueError`` if there is none."""
        norm = square_root(self.real * self.real + self.imaginary * self.imaginary)
        half = pow(2, -1, P)
        for candidate in ((self.real + norm) * half % P, (self.real - norm) * half % P):
            if candidate and pow(candidate, (P - 1) // 2, P) == 1:
                real = square_root(candidate)
                return Fp2(real, self.imaginary * half * pow(real, -1, P) % P)
        return Fp2(0, square_root(-self.real % P))  # zero, or minus a square of Fp

    def is_greater_half(self) -> bool:
        """Tell whether self is the lexicographically greater of itself and its negative."""
        return (self.imaginary or self.real) > (P - 1) // 2


Fp12 = list[int]
ONE: Final = [1, *[0] * 11]


def flat(coefficients: dict[int, Fp2]) -> Fp12:
    """Write Σ cᵢ·wⁱ (i < 6) with coefficients in Fp2 as a polynomial in w over Fp."""
    polynomial = [0] * 12
    for power, c in coefficients.items():
        polynomial[power] = (c.real - c.imaginary) % P
        polynomial[power + 6] = c.imaginary
    return polynomial


def multiply(a: Fp12, b: Fp12) -> Fp12:
    """Multiply in the field of degree twelve."""
    product = [0] * 23
    for i, x in enumerate(a):
        if x:
            for j, y in enumerate(b):
                product[i + j] += x * y
    return _reduced(product)


def square(a: Fp12) -> Fp12:
    """Multiply by itself."""
    product = [0] * 23
    for i, x in enumerate(a):
        product[2 * i] += x * x
        for j in range(i + 1, 12):
            product[i + j] += 2 * x * a[j]
    return _reduced(product)


def power(base: Fp12, exponent: int) -> Fp12:
    """Raise to a power, four bits at a time."""
    small = [ONE]
    for _ in range(15):
        small.append(multiply(small[-1], base))
    result = ONE
    for digit in f"{exponent:x}":
        for _ in range(4):
            result = square(result)
        result = multiply(result, small[int(digit, 16)])
    return result


def power_p2(a: Fp12) -> Fp12:
    """Raise to P², which multiplies w by (1 + u)^((P² − 1)/6) = 2^((P − 1)/6)."""
    return [c * pow(_SIXTH_ROOT, i, P) % P for i, c in enumerate(a)]


_SIXTH_ROOT: Final = pow(2, (P - 1) // 6, P)


def _reduced(product: list[int]) -> Fp12:
    for k in range(22, 11, -1):  # w¹² = 2w⁶ − 2
        product[k - 6] += 2 * product[k]
        product[k - 12] -= 2 * product[k]
    return [c % P for c in product[:12]]
