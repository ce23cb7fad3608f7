"""How many inspectors could be sent today, for each prefecture and item (notice, 四（二）; R40).

Nobody is judged a second time here: a task of one day about one item is put to `sunlot.core.eligibility`, which answers
as it would for a draw. Leave and recusals lie in the vault and are not known; they can only make the numbers smaller.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sunlot.core.completeness.bodies import standing
from sunlot.core.completeness.duties import in_force
from sunlot.core.divisions import prefecture
from sunlot.core.eligibility import Private, inspector_lists
from sunlot.core.model import Group, Item, PlanBatch, Population, Task, TaskBeacon
from sunlot.core.protocol.lists import Entry
from sunlot.core.protocol.teams import Pool
from sunlot.core.registry import Registry

LEAST = 2
"""Officers of every visit (notice, 三（四）2)."""
_GROUP = "officers"


@dataclass(frozen=True, slots=True)
class Staffing:
    """Inspectors against targets in one prefecture, for one item.

    Attributes:
        area: The prefecture's four digits.
        item: The item.
        targets: How many targets there are.
        inspectors: How many inspectors may go to at least one of them today.
        fewest: How many may go to the division that has the fewest; this is what a draw meets.
        size: How many officers a team has: what this year's plan sends, at least two.
    """

    area: str
    item: str
    targets: int
    inspectors: int
    fewest: int
    size: int

    @property
    def short(self) -> bool:
        """Whether somewhere there is no full team."""
        return self.fewest < self.size

    @property
    def nearly_fixed(self) -> bool:
        """Whether there is a team, but hardly a choice: fewer than two teams' worth."""
        return self.size <= self.fewest < 2 * self.size


def staffing(registry: Registry, day: str) -> Iterator[Staffing]:
    """Yield every prefecture that has targets of an item on the list, by prefecture and item."""
    kinds = Counter((target.division, target.supervision_types) for _, target in standing(registry, day))
    rows = []
    for key, placed in registry.items.items():
        if in_force(placed.value, day):
            wanted = frozenset(placed.value.target_class)
            places: Counter[str] = Counter()
            for (division, types), count in kinds.items():
                if not wanted.isdisjoint(types):
                    places[division] += count
            rows += [(area, key, one) for area, one in _areas(registry, placed.value, day, places)]
    yield from (one for _, _, one in sorted(rows, key=lambda row: row[:2]))


def _areas(registry: Registry, item: Item, day: str, places: Mapping[str, int]) -> Iterator[tuple[str, Staffing]]:
    size = team_size(registry, item, day)
    listed = inspector_lists(registry, _one_day(item, day, size), day, Private(), places).listed
    pool = Pool(listed, frozenset(), {})
    fit = {division: pool.eligible(Entry("", "", division), _GROUP) for division in places}
    for area in sorted({prefecture(division) for division in places}):
        inside = [division for division in places if prefecture(division) == area]
        anywhere = frozenset().union(*(fit[division] for division in inside))
        fewest = min(len(fit[division]) for division in inside)
        targets = sum(places[division] for division in inside)
        yield area, Staffing(area, item.id, targets, len(anywhere), fewest, size)


def team_size(registry: Registry, item: Item, day: str) -> int:
    """Give how many officers the plan of the day's year sends for an item, the largest of its batches counting."""
    plan = registry.plans.get(day[:4])
    own = registry.descendants(item.authority)
    return max([LEAST, *(group.size for group in _groups(plan.value.batches if plan else (), item.id, own))])


def _groups(batches: Iterable[PlanBatch], item: str, authorities: frozenset[str]) -> Iterator[Group]:
    for batch in batches:
        for group in batch.groups:
            if group.role == "officer" and group.authority in authorities and item in (group.fields or batch.items):
                yield group


def _one_day(item: Item, day: str, size: int) -> Task:
    """A task about one item, with its visits on one day; it exists nowhere, and is only there to be judged by."""
    return Task(
        id="",
        plan=day[:4],
        batch="",
        title="",
        items=(item.id,),
        joint=False,
        lead_authority=item.authority,
        mode="open",
        population=Population(),
        strata=(),
        groups=(Group(id=_GROUP, authority=item.authority, role="officer", size=size),),
        window_from=day,
        window_to=day,
        announcement="after",
        responsible_unit=item.authority,
        beacon=TaskBeacon(source="drand", targets_time="", teams_time=""),
        lead=0,
    )
