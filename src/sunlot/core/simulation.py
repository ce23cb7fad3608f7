"""Try a draw out before it is made: the lists as they would be frozen, drawn many times with simulated seeds.

A simulated seed is `sha256("sunlot/simulate|<draw>|<n>")`, n from 1: known to everybody and no real seed, so it decides
nothing. What it is put through is the protocol's own arithmetic. Figures that need no trial are exact.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from math import comb, log2, prod

from sunlot.core.protocol.freezes import Group, Stratum
from sunlot.core.protocol.grammar import Seed
from sunlot.core.protocol.lists import Entry, Inspector
from sunlot.core.protocol.strata import draw_targets
from sunlot.core.protocol.teams import Choice, Pool, draw_teams
from sunlot.core.protocol.tickets import digest

SEEDS = 1000
NAMED = 5
"""How many of the targets with the fewest possible teams are named."""
_TAIL = Fraction(5, 100)


@dataclass(frozen=True)
class Pools:
    """What a draw is made from.

    Attributes:
        draw: The id of the draw.
        roster: The targets that can be drawn.
        strata: Stratum → size and take; those without an entry included, with size 0.
        groups: The groups of each team, in the task's order.
        listed: The inspectors who can be drawn.
        apart: Target → inspectors who keep away from it, as far as known.
    """

    draw: str
    roster: Sequence[Entry]
    strata: Mapping[str, Stratum]
    groups: Sequence[Group]
    listed: Sequence[Inspector]
    apart: Mapping[str, Set[str]]

    @cached_property
    def take(self) -> int:
        """How many targets are drawn."""
        return sum(stratum.take for stratum in self.strata.values())

    @cached_property
    def places(self) -> int:
        """How many places in teams are given, where nobody is short."""
        return self.take * sum(group.size for group in self.groups)

    @cached_property
    def selections(self) -> int:
        """How many different selections of targets are possible."""
        return prod(comb(stratum.size, stratum.take) for stratum in self.strata.values())

    @cached_property
    def target_bits(self) -> float:
        """The randomness of the selection: exact, since each selection is as likely as any other."""
        return log2(self.selections)

    def pool(self) -> Pool:
        """Those who can be drawn, ready to be asked by target and group."""
        return Pool(self.listed, frozenset(), self.apart)


def chance(stratum: Stratum) -> Fraction | None:
    """The exact probability of each entry of a stratum; None where it has no entry."""
    return Fraction(stratum.take, stratum.size) if stratum.size else None


@dataclass(frozen=True, slots=True)
class Reach:
    """A roster target, how many of a group are eligible for it, and how many different teams they can make."""

    target: str
    eligible: int
    teams: int


@dataclass(frozen=True, slots=True)
class Possible:
    """How many different teams of a group the roster's targets can get.

    Attributes:
        group: The group.
        size: How many of it each team has.
        least: The fewest of any target.
        median: The lower median.
        most: The most of any target.
        fewest: All targets, those with the fewest possible teams first, then by key.
    """

    group: str
    size: int
    least: int
    median: int
    most: int
    fewest: tuple[Reach, ...]


def possible_teams(pools: Pools) -> tuple[Possible, ...]:
    """Count for each group, over the whole roster, the teams that a target can get."""
    pool = pools.pool()
    found = []
    for group in pools.groups:
        reaches = [_reach(entry, len(pool.eligible(entry, group.id)), group.size) for entry in pools.roster]
        reaches.sort(key=lambda reach: (reach.teams, reach.target))
        counts = [reach.teams for reach in reaches] or [0]
        middle = counts[(len(counts) - 1) // 2]
        found.append(Possible(group.id, group.size, counts[0], middle, counts[-1], tuple(reaches)))
    return tuple(found)


def _reach(entry: Entry, eligible: int, size: int) -> Reach:
    return Reach(entry.key, eligible, comb(eligible, size))


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number came out over all trials: its exact mean, and what 5 % and 95 % of the trials do not exceed."""

    mean: Fraction
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class TeamBits:
    """The randomness of the teams once the targets are known, in bits, as the mean of all trials.

    Who leads is not counted.

    Attributes:
        bits: From the choices that were left at each place, after the balancing of loads.
        bound: As if every team were drawn on its own: an upper bound.
        exact: Whether no team of any trial was narrowed by another, so that both are the same.
    """

    bits: float
    bound: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Trials:
    """What came out of all simulated seeds.

    Attributes:
        seeds: How many there were.
        selected: Roster target → trials that selected it.
        loads: Listed inspector → the targets that the inspector is sent to.
        teams: The randomness of the teams.
    """

    seeds: int
    selected: Mapping[str, int]
    loads: Mapping[str, Spread]
    teams: TeamBits


def seed(draw: str, number: int) -> Seed:
    """Make a simulated seed; both stages of a trial use it, since their tickets differ by name."""
    return Seed(digest(f"sunlot/simulate|{draw}|{number}".encode()))


def trials(pools: Pools, seeds: int = SEEDS, told: Callable[[int], None] = lambda _: None) -> Trials:
    """Draw targets and teams with each simulated seed.

    Args:
        pools: What is drawn from.
        seeds: How many, at least one.
        told: Is told the number of each trial when it is done.
    """
    pool, takes = pools.pool(), {name: stratum.take for name, stratum in pools.strata.items()}
    entries = {entry.key: entry for entry in pools.roster}
    selected: Counter[str] = Counter()
    loads: dict[str, Counter[int]] = {inspector.key: Counter() for inspector in pools.listed}
    bits = bound = 0.0
    exact = True
    for number in range(1, seeds + 1):
        start = seed(pools.draw, number)
        targets = [entries[one.key] for one in draw_targets(pools.roster, takes, start)]
        choices = draw_teams(targets, pools.groups, pool, start, balanced=True)
        freedom = _freedom(choices, entries, pool)
        selected.update(target.key for target in targets)
        for key, load in freedom.load.items():
            loads[key][load] += 1
        bits, bound, exact = bits + freedom.bits, bound + freedom.bound, exact and freedom.free
        told(number)
    return Trials(
        seeds,
        {entry.key: selected[entry.key] for entry in pools.roster},
        {key: _spread(counts, seeds) for key, counts in loads.items()},
        TeamBits(bits / seeds, bound / seeds, exact),
    )


@dataclass(frozen=True, slots=True)
class _Freedom:
    """One trial's teams: the places given to each, and in bits how much was open when they were given."""

    load: Mapping[str, int]
    bits: float
    bound: float
    free: bool


def _freedom(choices: Iterable[Choice], entries: Mapping[str, Entry], pool: Pool) -> _Freedom:
    """Give the places out again: only among those of the same load does the ticket decide."""
    load: Counter[str] = Counter()
    bits = bound = 0.0
    free = True
    for choice in choices:
        team = choice.team
        before = load.get
        edge = max((before(key, 0) for key in team.members), default=0)
        tied = [before(key, 0) for key in pool.eligible(entries[team.target], team.group)].count(edge)
        wanted = [before(key, 0) for key in team.members].count(edge)
        left, all_ = _bits(tied, wanted), _bits(choice.eligible, len(team.members))
        bits, bound, free = bits + left, bound + all_, free and left == all_
        load.update(team.members)
    return _Freedom(load, bits, bound, free)


@cache
def _bits(size: int, take: int) -> float:
    return log2(comb(size, take))


def _spread(counts: Counter[int], seeds: int) -> Spread:
    """Describe a number of which `counts` holds the trials by value; the other trials gave 0."""
    counts[0] += seeds - counts.total()
    total = sum(value * times for value, times in counts.items())
    return Spread(Fraction(total, seeds), _quantile(counts, _TAIL * seeds), _quantile(counts, (1 - _TAIL) * seeds))


def _quantile(counts: Mapping[int, int], wanted: Fraction) -> int:
    """The smallest value that at least `wanted` of the trials do not exceed."""
    seen = 0
    for value, times in sorted(counts.items()):
        seen += times
        if seen >= wanted:
            return value
    raise AssertionError("there are as many trials as were counted")
