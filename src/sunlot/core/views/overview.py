"""What the home page tells: numbers, and how far the year's draws reach over the region."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sunlot.core.divisions import prefecture
from sunlot.core.model import Result
from sunlot.core.registry import Placed, Registry
from sunlot.core.views.draws import DrawView
from sunlot.core.views.names import Names

Results = Mapping[tuple[str, str], Placed[Result]]
"""(draw, target) → its result in force that is published."""


@dataclass(frozen=True, slots=True)
class Area:
    """One prefecture: its targets, and how many different ones were drawn in the year."""

    code: str
    name: str
    targets: int
    drawn: int

    @property
    def percent(self) -> int:
        """The share that was drawn, rounded down to a whole percentage."""
        return 100 * self.drawn // self.targets if self.targets else 0

    @property
    def step(self) -> int:
        """The shade of its tile, 0 (none drawn) to 4."""
        share = self.percent
        return 0 if self.drawn == 0 else 1 if share < 5 else 2 if share < 10 else 3 if share < 20 else 4


@dataclass(frozen=True, slots=True)
class Numbers:
    """A few counts."""

    targets: int
    inspectors: int
    items: int
    draws: int
    inspected: int
    problems: int
    owed: int


def registered(registry: Registry, day: str) -> Iterator[str]:
    """Name the targets that stand in the register on a day."""
    for key, placed in registry.targets.items():
        target = placed.value
        if target.added_on <= day and (target.removed_on is None or target.removed_on > day):
            yield key


def numbers(
    registry: Registry, draws: Sequence[DrawView], results: Results, day: str, problems: Collection[str]
) -> Numbers:
    """Count what registers, draws and results hold on a day; `problems` are the codes that ask for a follow-up."""
    owed = sum((draw.id, one.target.id) not in results for draw in draws for one in draw.live)
    return Numbers(
        targets=sum(1 for _ in registered(registry, day)),
        inspectors=sum(1 for placed in registry.inspectors.values() if placed.value.status == "active"),
        items=sum(1 for placed in registry.items.values() if placed.value.status == "active"),
        draws=sum(1 for draw in draws if draw.state_code == "drawn"),
        inspected=len(results),
        problems=sum(1 for placed in results.values() if placed.value.result_code in problems),
        owed=owed,
    )


def coverage(registry: Registry, draws: Iterable[DrawView], names: Names, day: str) -> list[Area]:
    """How many of each prefecture's targets were drawn in the year of the day, by the year of the visits."""
    drawn: set[str] = set()
    for draw in draws:
        task = registry.tasks.get(draw.id)
        if task and task.value.window_from[:4] == day[:4]:
            drawn.update(one.target.id for one in draw.live)
    standing = list(registered(registry, day))
    area_of: Mapping[str, str] = {key: prefecture(registry.targets[key].value.division) for key in standing}
    totals = Counter(area_of.values())
    chosen = Counter(area_of[key] for key in drawn if key in area_of)
    codes = sorted(totals.keys() | chosen.keys())
    return [Area(code, names.division(code).text, totals[code], chosen[code]) for code in codes]
