"""The figures that are published: every case with its statistic, and fingerprints of what is too long to draw twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from chances import drawing
from chances.chi_square import ChiSquare, uniform
from chances.drawing import Ranking, Sampler
from chances.places import cases
from chances.selections import examined

SEEDS: Final = 20_000
TAKES: Final[Mapping[int, tuple[int, ...]]] = {
    1: (1,),
    2: (1,),
    3: (1, 2),
    5: (1, 2, 4),
    10: (1, 3, 5, 9),
    50: (1, 5, 25),
    100: (1, 10, 50),
    1_000: (1, 20, 300),
    10_000: (1, 100, 1_000),
}
"""Size of a roster → how many are taken."""
LONG: Final = 1_000
"""From this size on, SQL draws."""
FIRST: Final = 100
"""So many of the first selections of a long roster have a fingerprint."""
CONTROLS: Final[tuple[tuple[str, Sampler, int, int], ...]] = (
    ("skips", drawing.by_skips, 1_000, 300),
    ("skips", drawing.by_skips, 100, 10),
    ("skips", drawing.by_skips, 20, 2),
    ("remainder", drawing.by_remainder, 100, 10),
    ("short", drawing.by_short_tickets, 100, 10),
    ("order", drawing.by_order, 100, 10),
)
"""Draws known to be unfair: name, sampler, size, take. The same tests have to reject them."""
LIMIT: Final = 0.01
"""The chance that one fair repository of figures as a whole is taken for unfair; shared out among all tests."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One test of one case.

    Attributes:
        case: What the seeds are made from.
        test: What was tested.
        size: How many could be drawn.
        take: How many were.
        seeds: How often it was drawn.
        statistic: Chi-square, four decimals.
        degrees: Its degrees of freedom; 0 where nothing is left to chance.
        p: The probability that a fair draw strays at least as far, four significant digits.
    """

    case: str
    test: str
    size: int
    take: int
    seeds: int
    statistic: str
    degrees: int
    p: str

    @classmethod
    def of(cls, case: str, test: str, size: int, take: int, found: ChiSquare) -> "Figure":
        """Round a result as it is published."""
        return cls(case, test, size, take, SEEDS, f"{float(found.statistic):.4f}", found.degrees, f"{found.p:.4g}")


def of_targets(size: int) -> list[Figure]:
    """Test the selections from a roster of one size."""
    case, takes = f"targets-{size}", TAKES[size]
    sampler = drawing.by_sql if size >= LONG else drawing.by_package
    rankings = sampler(case, size, takes[-1], SEEDS)
    return [Figure.of(case, test, size, take, found) for take, test, found in examined(rankings, size, takes, SEEDS)]


def of_places() -> Iterator[Figure]:
    """Test teams, leaders and newcomers."""
    for case in cases():
        counts = Counter(case.draw(seed) for seed in drawing.seeds(case.id, SEEDS))
        yield Figure.of(case.id, case.test, case.size, case.take, uniform(counts.values(), case.outcomes))


def of_controls() -> Iterator[Figure]:
    """Test draws that are known to be unfair."""
    for name, sampler, size, take in CONTROLS:
        case = f"{name}-{size}-{take}"
        for _, test, found in examined(sampler(case, size, take, SEEDS), size, [take], SEEDS):
            yield Figure.of(case, test, size, take, found)


def fingerprint(rankings: Iterable[Ranking]) -> str:
    """SHA-256 of the first selections of a long roster, in their order."""
    text = "\n".join(",".join(map(str, ranking)) for ranking in islice(rankings, FIRST))
    return sha256(text.encode()).hexdigest()


def fingerprints(sampler: Sampler) -> dict[str, str]:
    """Fingerprint every long roster."""
    return {
        f"targets-{size}": fingerprint(sampler(f"targets-{size}", size, takes[-1], FIRST))
        for size, takes in TAKES.items()
        if size >= LONG
    }


def suspicious(figures: Iterable[Figure]) -> list[Figure]:
    """Those that stray too far, or too little, to be chance; the limit allows for how many tests there are."""
    held = [figure for figure in figures if figure.degrees]
    edge = LIMIT / (2 * len(held))
    return [figure for figure in held if not edge <= float(figure.p) <= 1 - edge]


def document(figures: Iterable[Figure], controls: Iterable[Figure], digests: Mapping[str, str]) -> dict[str, Any]:
    """All figures as they are published."""
    return {
        "seed": 'sha256("sunlot/statistics|<case>|<n>"), n = 1 … seeds',
        "seeds": SEEDS,
        "figures": [asdict(figure) for figure in figures],
        "controls": [asdict(figure) for figure in controls],
        "first": {"selections": FIRST, "sha256": dict(digests)},
    }
