"""The law of a count: how many of a marked few are drawn, over many draws, and how far that may stray by chance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Self

TAIL = 0.025
"""What a band of 95 % leaves out at each end, at most."""
_ROUNDING = 1e-12
_NEGLIGIBLE = 1e-30


@dataclass(frozen=True, slots=True)
class Law:
    """The distribution of a count.

    Attributes:
        start: The smallest count held.
        weights: The probability of each count from there on; they add up to 1.
    """

    start: int = 0
    weights: Sequence[float] = (1.0,)

    @classmethod
    def hypergeometric(cls, size: int, marked: int, take: int) -> Self:
        """How many of `marked` entries are among the `take` drawn of `size`.

        The exact ratios of neighbouring probabilities are followed from the likeliest count to both sides, and what is
        less likely than 1 in 10³⁰ beside it is left out: a stratum of a million costs a few thousand steps.
        """
        low, high = max(0, marked + take - size), min(marked, take)
        mode = min(max((marked + 1) * (take + 1) // (size + 2), low), high)
        above, weight = [1.0], 1.0
        for count in range(mode, high):
            weight *= (marked - count) * (take - count) / ((count + 1) * (size - marked - take + count + 1))
            if weight < _NEGLIGIBLE:
                break
            above.append(weight)
        below, weight = [], 1.0
        for count in range(mode, low, -1):
            weight *= count * (size - marked - take + count) / ((marked - count + 1) * (take - count + 1))
            if weight < _NEGLIGIBLE:
                break
            below.append(weight)
        return cls(mode - len(below), _whole([*reversed(below), *above]))

    @classmethod
    def counted(cls, counts: Mapping[int, int]) -> Self:
        """The distribution that trials showed: `counts` holds the trials by value."""
        start, end, trials = min(counts), max(counts), sum(counts.values())
        return cls(start, [counts.get(value, 0) / trials for value in range(start, end + 1)])

    def plus(self, other: "Law") -> "Law":
        """The sum of two independent counts."""
        weights = [0.0] * (len(self.weights) + len(other.weights) - 1)
        for place, one in enumerate(self.weights):
            for further, two in enumerate(other.weights):
                weights[place + further] += one * two
        return Law(self.start + other.start, _whole(weights))

    def band(self) -> "Band":
        """The central 95 %: below it, and above it, lie at most 2.5 % each."""
        sums = list(accumulate(self.weights))
        low = next(place for place, seen in enumerate(sums) if seen > TAIL + _ROUNDING)
        high = next(place for place, seen in enumerate(sums) if seen >= 1 - TAIL - _ROUNDING)
        outside = sum(self.weights[:low]) + sum(self.weights[high + 1 :])
        return Band(self.start + low, self.start + high, outside)


@dataclass(frozen=True, slots=True)
class Band:
    """A band of counts.

    Attributes:
        low: Its smallest count.
        high: Its largest.
        outside: The probability of a count outside, at most 5 %: counts are whole, so it is often much less.
    """

    low: int
    high: int
    outside: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A count beside what was to be expected of it.

    Attributes:
        observed: What came.
        expected: The exact mean, or the mean of the trials.
        band: Where 95 % of fair outcomes lie.
    """

    observed: int
    expected: Fraction
    band: Band

    @property
    def flagged(self) -> bool:
        """Whether the count lies outside of its band."""
        return not self.band.low <= self.observed <= self.band.high


def total(laws: Iterable[Law]) -> Law:
    """The sum of independent counts."""
    found = Law()
    for law in laws:
        found = found.plus(law)
    return found


def _whole(weights: Sequence[float]) -> list[float]:
    scale = sum(weights)
    return [weight / scale for weight in weights]
