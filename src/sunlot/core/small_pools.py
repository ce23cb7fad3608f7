"""Where so little is left to chance that the outcome of a draw is nearly known beforehand, and what would help."""

from collections.abc import Iterator
from fractions import Fraction

from sunlot.core.model import Stratum, Task
from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Placed, Registry
from sunlot.core.simulation import Pools, Possible, Trials

SELECTIONS = 10
"""Fewer possible selections than this (3.3 bits) are as good as announced."""
TEAMS = 3
SHARE = Fraction(3, 5)
"""Whoever is expected at more than this part of the drawn targets is as good as named."""
_ALL = 100
_NAMED = 3


def small_pools(
    task: Placed[Task], registry: Registry, pools: Pools, possible: tuple[Possible, ...], tried: Trials
) -> Iterator[Problem]:
    """Yield a warning for each (F470 to F473)."""
    yield from _certain(task, pools)
    if pools.roster and pools.selections < SELECTIONS:
        yield problem(task.place("population"), "F471", count=pools.selections, limit=SELECTIONS)
    for number, one in enumerate(possible):
        yield from _few_teams(task, number, one)
    yield from _everywhere(registry, pools, tried)


def _certain(task: Placed[Task], pools: Pools) -> Iterator[Problem]:
    """Strata that are taken whole; one whose rule says 100 % was meant to be, and gave its reason."""
    for number, stratum in enumerate(task.value.strata):
        size = pools.strata[stratum.id].size if stratum.id in pools.strata else 0
        if size and size == pools.strata[stratum.id].take and not _meant(stratum):
            yield problem(task.place("strata", number), "F470", stratum=stratum.id, size=size)


def _meant(stratum: Stratum) -> bool:
    return stratum.rate is not None and Fraction(stratum.rate) == _ALL


def _few_teams(task: Placed[Task], number: int, one: Possible) -> Iterator[Problem]:
    narrow = [reach for reach in one.fewest if reach.teams < TEAMS]
    if narrow:
        named = "、".join(reach.target for reach in narrow[:_NAMED]) + ("…" if len(narrow) > _NAMED else "")
        yield problem(
            task.place("groups", number), "F472", group=one.group, count=len(narrow), named=named, limit=TEAMS
        )


def _everywhere(registry: Registry, pools: Pools, tried: Trials) -> Iterator[Problem]:
    people = {**registry.inspectors, **registry.experts}
    for key, load in tried.loads.items():
        if key in people and pools.take and load.mean > SHARE * pools.take:
            percent = round(load.mean * 100 / pools.take)
            yield problem(people[key].place(), "F473", inspector=key, percent=percent, limit=round(SHARE * 100))
