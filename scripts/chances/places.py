"""Tests of everything that is drawn besides targets: teams, their leaders, newcomers, and two things at once.

Each case gives, for a seed, one of so many outcomes that should all be equally likely.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

from chances.drawing import roster
from sunlot.core.protocol.freezes import Group, InspectorVacancy, TargetVacancy
from sunlot.core.protocol.grammar import Seed
from sunlot.core.protocol.lists import Entry, Inspector
from sunlot.core.protocol.strata import draw_targets
from sunlot.core.protocol.teams import Pool, draw_teams
from sunlot.core.protocol.vacancies import relieve, substitute

Outcome = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is drawn.

    Attributes:
        id: Its name, which the seeds are made from.
        test: What is tested.
        size: How many could be drawn.
        take: How many are.
        outcomes: How many outcomes are equally likely.
        draw: Gives the outcome of a seed.
    """

    id: str
    test: str
    size: int
    take: int
    outcomes: int
    draw: Callable[[Seed], Outcome]


def cases() -> list[Case]:
    """All cases."""
    return [
        *(Case(f"team-{n}-{k}", "team", n, k, comb(n, k), _teams(n, k, [0])) for n, k in ((3, 2), (6, 3), (20, 2))),
        *(Case(f"lead-{n}-{k}", "lead", n, k, n, _lead(n, k)) for n, k in ((3, 2), (20, 2))),
        Case("third-4-2", "third", 4, 2, 36, _teams(4, 2, [0, 2])),
        Case("later-4-2", "later", 4, 2, 36, _teams(4, 2, [0, 1], balanced=False)),
        Case("groups-3-4", "groups", 7, 2, 12, _groups),
        Case("strata-5-4", "strata", 9, 4, comb(5, 2) * comb(4, 2), _strata),
        Case("substitute-10-1", "substitute", 7, 1, 7, _substitutes(1)),
        Case("substitute-10-2", "substitute", 7, 2, 42, _substitutes(2)),
        Case("relief-7-1", "relief", 5, 1, 5, _relief),
    ]


TARGETS = [Entry(f"XJ-T-{number:04d}", "A", "650102") for number in range(3)]


def _people(count: int, group: str = "g") -> list[Inspector]:
    return [Inspector(f"insp-{group}{number:03d}", group, "65") for number in range(count)]


def _pool(people: Sequence[Inspector]) -> Pool:
    return Pool(people, frozenset(), {})


def _teams(count: int, size: int, shown: Sequence[int], *, balanced: bool = True) -> Callable[[Seed], Outcome]:
    """Who is in the teams of some of three targets; after two of four, loads are equal again."""
    pool, groups, targets = _pool(_people(count)), [Group("g", "officer", size)], TARGETS[: shown[-1] + 1]

    def draw(seed: Seed) -> Outcome:
        choices = draw_teams(targets, groups, pool, seed, balanced=balanced)
        return tuple(frozenset(choices[number].team.members) for number in shown)

    return draw


def _lead(count: int, size: int) -> Callable[[Seed], Outcome]:
    pool, groups = _pool(_people(count)), [Group("g", "officer", size)]
    return lambda seed: draw_teams(TARGETS[:1], groups, pool, seed, balanced=True)[0].team.members[:1]


def _groups(seed: Seed) -> Outcome:
    pool = _pool([*_people(3, "a"), *_people(4, "b")])
    choices = draw_teams(TARGETS[:1], [Group("a", "officer", 1), Group("b", "officer", 1)], pool, seed, balanced=True)
    return tuple(choice.team.members for choice in choices)


def _strata(seed: Seed) -> Outcome:
    drawn = draw_targets([*roster(5, "A"), *roster(4, "B")], {"A": 2, "B": 2}, seed)
    return (frozenset(one.key for one in drawn),)


def _substitutes(vacant: int) -> Callable[[Seed], Outcome]:
    """Who steps in where three of ten were selected."""
    entries = {entry.key: entry for entry in roster(10)}
    taken = set(list(entries)[:3])
    vacancies = [TargetVacancy(key, "closed", None) for key in sorted(taken)[:vacant]]
    return lambda seed: tuple(one.newcomer for one in substitute(vacancies, entries, taken, seed))


def _relief(seed: Seed) -> Outcome:
    people, target = _people(7), TARGETS[0]
    team = [one.key for one in people[:2]]
    vacancies = [InspectorVacancy(target.key, "g", team[0], "illness", None)]
    drawn = relieve(vacancies, {target.key: target}, {target.key: team}, _pool(people), seed)
    return (drawn[0].newcomer,)
