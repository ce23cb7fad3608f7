"""Tests of `targets`: how often each entry, each pair, each whole selection comes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import comb

from chances import chi_square
from chances.chi_square import ChiSquare
from chances.drawing import Ranking

_EXPECTED = 20
"""At least so many selections of each block are expected; shorter rosters have one entry a block."""
_SUBSETS = 300
_PAIRED = 1_000
_HALVED = 10


@dataclass(slots=True)
class Selections:
    """All selections of so many from one roster, ready to be tested.

    Attributes:
        size: Entries of the roster.
        take: How many of them are selected each time.
        seeds: How often it is drawn.
    """

    size: int
    take: int
    seeds: int
    _marks: list[bytearray] = field(init=False)
    _whole: Counter[frozenset[int]] = field(init=False, default_factory=Counter)
    _upper: Counter[int] = field(init=False, default_factory=Counter)
    _number: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._marks = [bytearray(self.seeds // 8 + 1) for _ in range(self.size)]

    def add(self, ranking: Ranking) -> None:
        """Count one selection: the first `take` of a ranking."""
        chosen = ranking[: self.take]
        byte, bit = self._number >> 3, 1 << (self._number & 7)
        self._number += 1
        for place in chosen:
            self._marks[place][byte] |= bit
        self._upper[sum(place < self.size // 2 for place in chosen)] += 1
        if comb(self.size, self.take) <= _SUBSETS:
            self._whole[frozenset(chosen)] += 1

    def tests(self) -> Iterator[tuple[str, ChiSquare]]:
        """Test what was counted: the name of each test, and its result."""
        marks = [int.from_bytes(mark, "little") for mark in self._marks]
        block = self._block()
        counts = [
            sum(mark.bit_count() for mark in marks[start : start + block]) for start in range(0, self.size, block)
        ]
        yield "inclusion", chi_square.inclusion(counts, self.size, self.take, self.seeds)
        if not 1 < self.take < self.size - 1:
            return
        if comb(self.size, self.take) <= _SUBSETS:
            yield "selection", chi_square.uniform(self._whole.values(), comb(self.size, self.take))
        if self.size >= _HALVED:
            yield "half", chi_square.hypergeometric(self._upper, self.size, self.size // 2, self.take)
        mean = self.seeds * self.take * (self.take - 1) / (self.size * (self.size - 1))
        if 3 < self.size <= _PAIRED and mean >= 5:
            yield "pairs", chi_square.pairs(chi_square.pairs_together(marks), self.size, self.take, self.seeds)

    def _block(self) -> int:
        """Entries of a block: as few as give counts large enough, in blocks of one length."""
        return next(
            length
            for length in range(1, self.size + 1)
            if self.size % length == 0 and self.seeds * self.take * length >= _EXPECTED * self.size
        )


def examined(
    rankings: Iterable[Ranking], size: int, takes: Iterable[int], seeds: int
) -> list[tuple[int, str, ChiSquare]]:
    """Test all takes of one roster; the selection of a smaller take begins that of a larger one."""
    held = [Selections(size, take, seeds) for take in takes]
    for ranking in rankings:
        for one in held:
            one.add(ranking)
    return [(one.take, name, result) for one in held for name, result in one.tests()]
