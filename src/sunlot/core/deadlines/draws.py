"""What a plan and its draws owe: to be planned, frozen, drawn stage by stage, and told of in a circular."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sunlot.core.deadlines.reckoning import Deadline, Facts
from sunlot.core.protocol.grammar import beijing_date


def batches(facts: Facts) -> Iterator[Deadline]:
    """A batch of an approved plan has to be drawn before its visits begin."""
    begun = {(placed.value.plan, placed.value.batch) for placed in facts.registry.tasks.values()}
    for placed in facts.registry.plans.values():
        plan = placed.value
        for batch in plan.batches if plan.approved_on <= facts.today else ():
            if (plan.id, batch.id) not in begun:
                yield facts.named(
                    "batch", "plan", plan.id, batch.window_from, unit=batch.responsible_unit, detail=batch.id
                )


def freezes(facts: Facts) -> Iterator[Deadline]:
    """Lists are frozen and public so many seconds before the value that draws from them."""
    for draw, placed in facts.registry.tasks.items():
        if draw not in facts.drawn:
            value = datetime.fromisoformat(placed.value.beacon.targets_time)
            last = (value - timedelta(seconds=placed.value.lead)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            yield facts.named("freeze", "draw", draw, beijing_date(last), draw=draw)


def stages(facts: Facts) -> Iterator[Deadline]:
    """A stage is drawn on the day its value comes, also one that was set aside (protocol, section 3.2)."""
    for draw, drawn in facts.drawn.items():
        for stage in drawn.stages:
            if not stage.drawn and (due := _day_of(stage.beacon_time)):
                yield facts.named("stage", "draw", draw, due, draw=draw, detail=stage.id)


def teams(facts: Facts) -> Iterator[Deadline]:
    """Whoever is to be inspected gets a team before the visits end; a newcomer, or one whose teams are void, a new one.

    Nothing is owed while a stage that decides it waits for its value, or where the result is public without a visit.
    """
    for draw, drawn in facts.drawn.items():
        task = facts.registry.tasks.get(draw)
        waits = any(not one.drawn and not one.void and one.id.startswith("teams") for one in drawn.stages)
        without = [one for one in drawn.live if one not in drawn.teams and (draw, one) not in facts.results]
        if task and without and not waits:
            yield facts.named("team", "draw", draw, task.value.window_to, draw=draw, detail=str(len(without)))


def circulars(facts: Facts) -> Iterator[Deadline]:
    """After each draw a circular that is not interim (notice, 三（四）3)."""
    for draw, drawn in facts.drawn.items():
        task, told = facts.registry.tasks.get(draw), facts.circulars.get((draw, "circular"))
        if task and drawn.live and (told is None or told.value.interim):
            yield facts.counted("circular", "draw", draw, task.value.window_to, draw=draw)


def _day_of(moment: str) -> str | None:
    """The Beijing date of an instant; None for the end of time, which no calendar has."""
    day = beijing_date(moment)
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    return day
