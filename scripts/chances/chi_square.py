"""Counts against exact expectations: the chi-square statistics of sampling without replacement, and their tail.

Entries of one selection are not independent: exactly `take` of `size` are selected. The statistics allow for that
exactly, so that each is chi-square distributed, in the limit of many seeds, with the degrees of freedom given.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb, erfc, exp, lgamma, log, sqrt


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """A statistic and its degrees of freedom; 0 where nothing was left to chance."""

    statistic: Fraction
    degrees: int

    @property
    def p(self) -> float:
        """The probability that a fair draw gives a statistic as large as this or larger."""
        return survival(float(self.statistic), self.degrees)


def survival(x: float, degrees: int) -> float:
    """The upper tail of the chi-square distribution: for whole degrees of freedom a finite sum."""
    if degrees == 0 or x <= 0:
        return 1.0
    half, odd = x / 2, degrees % 2
    terms = (exp((j + odd / 2) * log(half) - half - lgamma(j + 1 + odd / 2)) for j in range(degrees // 2))
    return min(1.0, (erfc(sqrt(half)) if odd else 0.0) + sum(terms))


def uniform(counts: Iterable[int], cells: int) -> ChiSquare:
    """Are all of so many outcomes, of which one comes each time, equally frequent? `counts` may leave out zeros."""
    held = list(counts)
    expected = Fraction(sum(held), cells)
    if len(held) > cells:
        raise ValueError("more outcomes than there can be")
    squares = sum((count - expected) ** 2 for count in held) + (cells - len(held)) * expected**2
    return ChiSquare(squares / expected, cells - 1)


def inclusion(counts: Sequence[int], size: int, take: int, seeds: int) -> ChiSquare:
    """Is each block of entries selected equally often?

    Args:
        counts: How often an entry of each of the equal blocks was selected; a block may be one entry.
        size: Entries in all.
        take: How many of them are selected each time.
        seeds: How often it was drawn.
    """
    blocks = len(counts)
    share = Fraction(1, blocks)
    variance = take * share * (1 - share) * Fraction(size - take, size - 1) if size > 1 else Fraction(0)
    squares = sum(((count - seeds * take * share) ** 2 for count in counts), Fraction(0))
    if variance == 0:
        return _certain(squares)
    return ChiSquare(squares / (seeds * variance) * Fraction(blocks - 1, blocks), blocks - 1)


def pairs(together: Iterable[tuple[tuple[int, int], int]], size: int, take: int, seeds: int) -> ChiSquare:
    """Is each pair of entries selected together equally often, with probability take(take−1)/(size(size−1))?

    Pairs that share an entry are correlated. The covariance of all pair counts has, besides 0, two eigenvalues (it lies
    in the Johnson scheme): one on what single entries explain, one on the rest; each part is scaled by its own.
    """
    p2, p3, p4 = (_all_of(number, size, take) for number in (2, 3, 4))
    mean = seeds * p2
    sums = [0] * size
    squares = total = 0
    for (one, other), count in together:
        squares += count * count
        total += count
        sums[one] += count
        sums[other] += count
    cells = comb(size, 2)
    all_squares = squares - 2 * mean * total + cells * mean**2
    by_entry = sum(((held - (size - 1) * mean) ** 2 for held in sums), Fraction(0)) / (size - 2)
    first = (p2 - p2**2) + (size - 4) * (p3 - p2**2) - (size - 3) * (p4 - p2**2)
    second = p2 - 2 * p3 + p4
    statistic, degrees = Fraction(0), 0
    for part, eigenvalue, dimension in (
        (by_entry, first, size - 1),
        (all_squares - by_entry, second, size * (size - 3) // 2),
    ):
        if eigenvalue > 0:
            statistic += part / (seeds * eigenvalue)
            degrees += dimension
    return ChiSquare(statistic, degrees)


def pairs_together(marks: Sequence[int]) -> Iterator[tuple[tuple[int, int], int]]:
    """Count each pair: an entry's mark has one bit for each seed that selected it."""
    for (one, its), (other, others) in combinations(enumerate(marks), 2):
        yield (one, other), (its & others).bit_count()


def hypergeometric(counts: Mapping[int, int], size: int, marked: int, take: int) -> ChiSquare:
    """Does the number selected from `marked` of the entries spread as it should? `counts`: that number → seeds.

    Neighbouring numbers are put together until five seeds are expected in each.
    """
    seeds = sum(counts.values())
    cells: list[tuple[Fraction, int]] = []
    expected, seen = Fraction(0), 0
    for number in range(take + 1):
        expected += Fraction(seeds * comb(marked, number) * comb(size - marked, take - number), comb(size, take))
        seen += counts.get(number, 0)
        if expected >= 5:
            cells.append((expected, seen))
            expected, seen = Fraction(0), 0
    last, held = cells.pop()
    cells.append((last + expected, held + seen))
    return ChiSquare(sum(((held - e) ** 2 / e for e, held in cells), Fraction(0)), len(cells) - 1)


def _all_of(number: int, size: int, take: int) -> Fraction:
    """The probability that so many given entries are all selected."""
    return Fraction(comb(size - number, take - number), comb(size, take)) if number <= min(size, take) else Fraction(0)


def _certain(squares: Fraction) -> ChiSquare:
    if squares:
        raise ValueError("a certain outcome did not come")
    return ChiSquare(Fraction(0), 0)
