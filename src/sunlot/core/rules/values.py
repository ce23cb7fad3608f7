"""Rules on the public values that stages wait for: each stage has one of its own (protocol, sections 3.2 and 10).

Of drand the round follows from the time, and times increase. The issue of a lottery and the day of a document are words
of the office, so that two stages could wait for one value.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sunlot.core.freezing import beacon_plan
from sunlot.core.problems import Place, Problem, problem
from sunlot.core.protocol.documents import Plan
from sunlot.core.protocol.grammar import beijing_date
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, rule


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stage and the value it waits for; `frozen_at` is missing where only the task names it."""

    draw: str
    stage: str
    plan: Plan
    place: Place
    frozen_at: str | None = None

    @property
    def issue(self) -> tuple[int, str]:
        """The number of the issue, to be compared; it may have any number of digits."""
        digits = str(self.plan.round).lstrip("0")
        return len(digits), digits


def waiting(registry: Registry, context: Context) -> Iterator[Waiting]:
    """Yield every stage, void or not, by draw and in its order; of a task that is not frozen yet the two it names."""
    for draw in sorted({*context.records, *registry.tasks}):
        if draw in context.records:
            for stage in context.records[draw].stages:
                if stage.freeze:
                    frozen, place = stage.freeze.value, Place(f"draws/{draw}/{stage.id}/freeze.json")
                    yield Waiting(draw, str(stage.id), frozen.beacon, place, frozen.frozen_at)
            continue
        placed = registry.tasks[draw]
        for name in ("targets", "teams"):
            try:
                plan = beacon_plan(placed.value, name)
            except ValueError:  # F418 tells
                continue
            of = "round" if plan.source == "lottery" else "time"
            yield Waiting(draw, name, plan, placed.place("beacon", f"{name}_{of}"))


@rule("F428")
def issues_do_not_rise(registry: Registry, context: Context) -> Iterator[Problem]:
    """In one draw each stage waits for an issue after those of all earlier stages (protocol, section 3.2)."""
    last: dict[tuple[str, str], Waiting] = {}
    for one in waiting(registry, context):
        if one.plan.source != "lottery":
            continue
        before = last.setdefault((one.draw, one.plan.chain), one)
        if one.issue > before.issue:
            last[one.draw, one.plan.chain] = one
        elif before is not one:
            values = {"issue": one.plan.round, "before": before.plan.round, "earlier": before.stage}
            yield problem(one.place, "F428", draw=one.draw, stage=one.stage, chain=one.plan.chain, **values)


@rule("F429")
def issue_of_two_days(registry: Registry, context: Context) -> Iterator[Problem]:
    """An issue of a lottery is drawn on one day, whichever stage waits for it (protocol, section 10)."""
    first: dict[tuple[str, tuple[int, str]], Waiting] = {}
    for one in waiting(registry, context):
        if one.plan.source != "lottery":
            continue
        other = first.setdefault((one.plan.chain, one.issue), one)
        day, other_day = beijing_date(one.plan.time), beijing_date(other.plan.time)
        if day != other_day:
            values = {"issue": one.plan.round, "chain": one.plan.chain, "day": day, "other_day": other_day}
            others = {"other_draw": other.draw, "other_stage": other.stage}
            yield problem(one.place, "F429", draw=one.draw, stage=one.stage, **values, **others)


@rule("F419")
def value_known_before(registry: Registry, context: Context) -> Iterator[Problem]:
    """No stage waits for a value that another one has brought out before (protocol, sections 1 and 3.2).

    Between two draws it matters only where the later one was frozen after the value was out.
    """
    known: dict[tuple[str, str, str], list[Waiting]] = {}
    attested = [one for one in waiting(registry, context) if one.plan.source in {"lottery", "document"}]
    for one in sorted(attested, key=lambda each: each.plan.time):
        earlier = known.setdefault((one.plan.source, one.plan.chain, str(one.plan.round)), [])
        if other := next((each for each in earlier if _foretold(one, each)), None):
            values = {"chain": one.plan.chain, "round": one.plan.round}
            others = {"other_draw": other.draw, "other_stage": other.stage}
            yield problem(one.place, "F419", draw=one.draw, stage=one.stage, **values, **others)
        earlier.append(one)


def _foretold(one: Waiting, other: Waiting) -> bool:
    if one.draw == other.draw:
        return one.plan.source == "document"  # of a lottery F428 tells
    return one.frozen_at is not None and one.frozen_at >= other.plan.time
