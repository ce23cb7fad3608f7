"""How often targets were selected: by stratum, and by prefecture against the exact law of the protocol.

Only the selections of `targets` are compared. Who steps in for another is drawn under another law and listed apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sunlot.core.divisions import prefecture
from sunlot.core.fairness.chance import Compared, Law, total
from sunlot.core.fairness.counted import Counted
from sunlot.core.protocol.grammar import is_withheld


@dataclass(frozen=True, slots=True)
class StratumCount:
    """A stratum of a draw; exactly `take` are to be selected, so there is no band."""

    draw: str
    id: str
    size: int
    take: int
    selected: int

    @property
    def chance(self) -> Fraction:
        """The probability of each of its entries."""
        return Fraction(self.take, self.size) if self.size else Fraction(0)


def by_stratum(draw: Counted) -> list[StratumCount]:
    """Count the selections of one draw by stratum."""
    selected = Counter(one.stratum for one in draw.outcome.selected)
    return [
        StratumCount(draw.record.draw, name, stratum.size, stratum.take, selected[name])
        for name, stratum in draw.freeze.strata.items()
    ]


def by_prefecture(draws: Iterable[Counted]) -> dict[str, Compared]:
    """Compare the selections of all draws by prefecture: the first four digits of the division frozen in the roster.

    Of a stratum of `size` with `take` selected, the number selected among a prefecture's entries is hypergeometric;
    strata and draws are independent, so the law of the sum is their convolution. A withheld entry has a region only,
    and is counted there.
    """
    laws: defaultdict[str, list[Law]] = defaultdict(list)
    expected: defaultdict[str, Fraction] = defaultdict(Fraction)
    observed: Counter[str] = Counter()
    for draw in draws:
        entries = draw.lists.entries
        observed.update(prefecture(entries[one.key].division) for one in draw.outcome.selected)
        marked = Counter((prefecture(entry.division), entry.stratum) for entry in draw.lists.roster)
        for (area, name), count in sorted(marked.items()):
            stratum = draw.freeze.strata[name]
            laws[area].append(Law.hypergeometric(stratum.size, count, stratum.take))
            expected[area] += Fraction(stratum.take * count, stratum.size)
    return {area: Compared(observed[area], expected[area], total(laws[area]).band()) for area in sorted(laws)}


@dataclass(frozen=True, slots=True)
class NeverDrawn:
    """A target that stood in rosters and was neither selected nor brought in.

    Attributes:
        target: Its present id.
        draws: In how many rosters it stood.
        chance: The exact probability of not being selected in any of them, the product of 1 − take/size.
    """

    target: str
    draws: int
    chance: Fraction


@dataclass(frozen=True, slots=True)
class Drawing:
    """Who was ever in a roster, and who of them was never drawn.

    Attributes:
        listed: Different targets in the rosters, withheld ones left out.
        never: Those never drawn, the least likely first.
        expected: How many of the listed were to be expected never to be drawn: the exact mean.
        withheld: Withheld entries in the rosters, not opened since: their keys change from draw to draw, so that
            they cannot be followed.
    """

    listed: int
    never: tuple[NeverDrawn, ...]
    expected: Fraction
    withheld: int


def drawing(draws: Iterable[Counted], now: Mapping[str, str]) -> Drawing:
    """Follow each target through all rosters; `now` leads former ids and opened keys to the present id."""
    chances: defaultdict[str, list[Fraction]] = defaultdict(list)
    drawn: set[str] = set()
    withheld = 0
    for draw in draws:
        drawn.update(now.get(key, key) for key in draw.history.taken)
        shares = {name: 1 - Fraction(one.take, one.size) for name, one in draw.freeze.strata.items() if one.size}
        for entry in draw.lists.roster:
            if is_withheld(entry.key) and entry.key not in now:
                withheld += 1
            else:
                chances[now.get(entry.key, entry.key)].append(shares[entry.stratum])
    known: dict[tuple[Fraction, ...], Fraction] = {}
    missed = {key: known.setdefault(held, _product(held)) for key, all_ in chances.items() if (held := tuple(all_))}
    never = [NeverDrawn(key, len(chances[key]), missed[key]) for key in chances if key not in drawn]
    counts = Counter(missed.values())
    return Drawing(
        len(chances),
        tuple(sorted(never, key=lambda one: (one.chance, one.target))),
        sum((chance * count for chance, count in counts.items()), Fraction(0)),
        withheld,
    )


def _product(factors: Iterable[Fraction]) -> Fraction:
    result = Fraction(1)
    for factor in factors:
        result *= factor
    return result
