"""How long targets have gone without an inspection, by prefecture."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sunlot.core.divisions import prefecture
from sunlot.core.model import Result
from sunlot.core.registry import Registry

YEARS = (1, 2, 3)
"""The years of 365 days at which the waiting times of a prefecture are parted."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The targets of a prefecture that stand in the register.

    Attributes:
        area: The four digits of the prefecture.
        targets: How many there are.
        never: How many no published result tells of a visit to, since they were registered.
        longest_never: Days since the first of those was registered; None where there is none.
        parts: Those inspected, by the time since: up to one year, two, three, and longer.
        median: Median days since the last inspection; of two the lower; None where none was inspected.
        longest: The most days since.
    """

    area: str
    targets: int
    never: int
    longest_never: int | None
    parts: tuple[int, ...]
    median: int | None
    longest: int | None


def last_visits(results: Iterable[Result], now: Mapping[str, str]) -> dict[str, str]:
    """Target → the day of its last visit; `now` leads ids that were given up to the present one."""
    last: dict[str, str] = {}
    for result in results:
        if result.visit:
            key = now.get(result.target, result.target)
            last[key] = max(last.get(key, ""), result.visit.visited_on)
    return last


def by_prefecture(registry: Registry, standing: Iterable[str], last: Mapping[str, str], day: str) -> list[Waiting]:
    """Tell the waiting times on a day.

    Args:
        registry: The records.
        standing: The targets in the register on that day.
        last: Target → the day of its last visit.
        day: The ISO date.
    """
    since: defaultdict[str, list[int]] = defaultdict(list)
    never: defaultdict[str, list[int]] = defaultdict(list)
    today = date.fromisoformat(day)
    for key in standing:
        target = registry.targets[key].value
        into = since if key in last else never
        from_ = last.get(key) or target.added_on
        into[prefecture(target.division)].append((today - date.fromisoformat(from_)).days)
    return [_area(area, sorted(since[area]), never[area]) for area in sorted(since.keys() | never.keys())]


def _area(area: str, since: Sequence[int], never: Sequence[int]) -> Waiting:
    edges = [-1, *(365 * year for year in YEARS), date.max.toordinal()]
    return Waiting(
        area,
        len(since) + len(never),
        len(never),
        max(never, default=None),
        tuple(sum(low < days <= high for days in since) for low, high in pairwise(edges)),
        since[(len(since) - 1) // 2] if since else None,
        since[-1] if since else None,
    )
