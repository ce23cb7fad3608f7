"""How often inspectors were sent: places in teams, against what chance gives under the same eligibility.

Where loads are balanced (the first `teams`) there is no simple law, so that the stage is drawn again with simulated
seeds, for the same targets, by the protocol's own arithmetic. In a later `teams-N` each eligible inspector has the
exact chance size/eligible. The targets themselves are taken as they came; reliefs are listed apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sunlot.core.fairness.chance import Compared, Law, total
from sunlot.core.fairness.counted import Counted
from sunlot.core.protocol.freezes import Group, LaterTeamsFreeze, TeamsFreeze
from sunlot.core.protocol.grammar import TEAMS, StageId
from sunlot.core.protocol.lists import Entry
from sunlot.core.protocol.outcomes import TeamsOutcome
from sunlot.core.protocol.record import Stage
from sunlot.core.protocol.teams import Pool, draw_teams
from sunlot.core.simulation import SEEDS, seed

TICKETS = 2_000_000
"""A stage is simulated with fewer seeds where all of them would need more tickets than this."""
_FEWEST = 50


@dataclass(frozen=True, slots=True)
class Simulated:
    """A stage that was drawn again, and with how many seeds."""

    draw: str
    stage: str
    seeds: int


@dataclass(frozen=True, slots=True)
class Loads:
    """The places of all inspectors.

    Attributes:
        places: Inspector → places given, beside the expectation.
        simulated: The stages behind it that had to be simulated.
    """

    places: Mapping[str, Compared]
    simulated: tuple[Simulated, ...]


def by_inspector(draws: Iterable[Counted]) -> Loads:
    """Compare the places that all drawn `teams…` stages gave; whoever was never eligible for a place is left out."""
    laws: defaultdict[str, list[Law]] = defaultdict(list)
    expected: defaultdict[str, Fraction] = defaultdict(Fraction)
    observed: Counter[str] = Counter()
    simulated = []
    for draw in draws:
        for stage, outcome in draw.teams():
            observed.update(member for team in outcome.teams for member in team.members)
            pool = draw.history.pool(stage, {one.target: set(one.inspectors) for one in outcome.recusals})
            targets, groups = _places(draw, stage, outcome)
            if stage.id == TEAMS:
                trials = _simulate(draw.record.draw, targets, groups, pool)
                simulated.append(Simulated(draw.record.draw, str(stage.id), trials.seeds))
                for key, counts in trials.loads.items():
                    laws[key].append(Law.counted(counts))
                    expected[key] += Fraction(sum(load * times for load, times in counts.items()), trials.seeds)
            else:
                for key, shares in _chances(targets, groups, pool).items():
                    laws[key] += [Law(0, [float(1 - share), float(share)]) for share in shares]
                    expected[key] += sum(shares, Fraction(0))
    compared = {key: Compared(observed[key], expected[key], total(laws[key]).band()) for key in sorted(laws)}
    return Loads(compared, tuple(simulated))


def _places(draw: Counted, stage: Stage, outcome: TeamsOutcome) -> tuple[list[Entry], Sequence[Group]]:
    """The targets of a stage in the order in which they were given teams, and its groups."""
    frozen = stage.freeze.value
    assert isinstance(frozen, TeamsFreeze | LaterTeamsFreeze)
    given = {team.target for team in outcome.teams}
    order = draw.history.brought_in(StageId.parse(frozen.of.stage))
    return [draw.lists.entries[key] for key in order if key in given], frozen.groups


@dataclass(frozen=True, slots=True)
class _Trials:
    seeds: int
    loads: Mapping[str, Counter[int]]


def _simulate(draw: str, targets: Sequence[Entry], groups: Sequence[Group], pool: Pool) -> _Trials:
    reach = [pool.eligible(target, group.id) for target in targets for group in groups]
    tickets = sum(len(eligible) for eligible in reach)
    seeds = max(_FEWEST, min(SEEDS, TICKETS // max(1, tickets)))
    loads: dict[str, Counter[int]] = {key: Counter() for key in sorted(set().union(*reach))}
    for number in range(1, seeds + 1):
        choices = draw_teams(targets, groups, pool, seed(draw, number), balanced=True)
        given = Counter(member for choice in choices for member in choice.team.members)
        for key, counts in loads.items():
            counts[given[key]] += 1
    return _Trials(seeds, loads)


def _chances(targets: Sequence[Entry], groups: Sequence[Group], pool: Pool) -> Mapping[str, Sequence[Fraction]]:
    """The chance of each eligible inspector at each target: by ticket alone, targets are independent."""
    found: defaultdict[str, list[Fraction]] = defaultdict(list)
    for target in targets:
        for group in groups:
            eligible = pool.eligible(target, group.id)
            for key in eligible:
                found[key].append(Fraction(min(group.size, len(eligible)), len(eligible)))
    return found
