"""What the home page tells: numbers, what is overdue, and how far the year's draws reach over the region."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sunlot.core.calendar import Calendars, add_working_days, working_days_between
from sunlot.core.divisions import prefecture
from sunlot.core.model import Result
from sunlot.core.registry import Placed, Registry
from sunlot.core.views.draws import DrawView
from sunlot.core.views.names import Name, Names

OBJECTION_DAYS = 20
Results = Mapping[tuple[str, str], Placed[Result]]
"""(draw, target) → its result in force that is published."""


@dataclass(frozen=True, slots=True)
class Late:
    """Something that should have been done by a day that has passed.

    Attributes:
        what: What is owed.
        whom: Whom or which draw it concerns.
        due: The ISO date by which it was due.
        days: Working days since.
        provisional: Whether the calendar of that time is not known yet.
        reason: The stated reason, or empty.
    """

    what: str
    whom: Name
    due: str
    days: int
    provisional: bool
    reason: str = ""


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


def overdue(registry: Registry, draws: Iterable[DrawView], results: Results, names: Names, day: str) -> list[Late]:
    """Everything that is late on a day, the longest first."""
    calendars = Calendars.of(placed.value for placed in registry.calendars.values())
    within = registry.settings.value.publish_within if registry.settings else 20
    reckoner = _Reckoner(calendars, day)
    found: list[Late] = []
    for draw in draws:
        if draw.overdue and draw.next_stage:
            due = draw.next_stage.beacon.time[:10]
            found += reckoner.late(f"{draw.next_stage.title}（随机数已公布，尚未抽取）", names.draw(draw.id), due)
        found += _results_owed(registry, draw, results, reckoner, within)
    for placed in results.values():
        found += _follow_ups(placed.value, names, reckoner)
    for objection in registry.objections.values():
        if objection.value.state in {"received", "reviewing"}:
            limit = reckoner.limit(objection.value.filed_on, OBJECTION_DAYS)
            found += reckoner.late("答复异议", Name(objection.value.id, objection.value.id), limit)
    return sorted(found, key=lambda late: (late.due, late.whom.id))


@dataclass(frozen=True, slots=True)
class _Reckoner:
    """Reckons limits in working days."""

    calendars: Calendars
    day: str

    def limit(self, start: str, working_days: int) -> str:
        return add_working_days(date.fromisoformat(start), working_days, self.calendars)[0].isoformat()

    def late(self, what: str, whom: Name, due: str, reason: str = "") -> list[Late]:
        if due >= self.day:
            return []
        days, provisional = working_days_between(date.fromisoformat(due), date.fromisoformat(self.day), self.calendars)
        return [Late(what, whom, due, days, provisional, reason)]


def _results_owed(
    registry: Registry, draw: DrawView, results: Results, reckoner: _Reckoner, within: int
) -> Iterator[Late]:
    """A drawn target's result is due so many working days after the visits end (信息公开条例 26)."""
    task = registry.tasks.get(draw.id)
    if task is None:
        return
    due = reckoner.limit(task.value.window_to, within)
    for one in draw.live:
        if (draw.id, one.target.id) not in results:
            whom = Name(one.target.id, one.target.text, one.target.address or f"draws/{draw.id}/")
            yield from reckoner.late(f"公布 {draw.id} 的检查结果", whom, due)


def _follow_ups(result: Result, names: Names, reckoner: _Reckoner) -> Iterator[Late]:
    target = names.target(result.target)
    whom = Name(target.id, target.text, f"results/{result.draw}/{result.target}/")
    for follow_up in result.follow_ups:
        if follow_up.state == "open" and follow_up.due_on:
            yield from reckoner.late("后续处理", whom, follow_up.due_on)


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
