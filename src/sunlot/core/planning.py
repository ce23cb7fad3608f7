"""From a batch of the annual plan to the task of a draw (notice, 三（四）1; domain, section 5)."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from sunlot.core.model import Plan, PlanBatch, Task

OWN = ("id", "title")
PARAMETERS = tuple(name for name in PlanBatch.__struct_fields__ if name not in OWN)
"""What a task takes over from its batch, word for word; neither may say it differently."""


def next_draw(year: str, taken: Iterable[str]) -> str:
    """Give the next free draw id of a year; ids are never used again, so the greatest counts, not the gaps."""
    used = [int(draw[5:]) for draw in taken if draw.startswith(f"{year}-")]
    return f"{year}-{max(used, default=0) + 1:03d}"


def batch_of(plan: Plan, batch: str) -> PlanBatch | None:
    """Find a batch of a plan."""
    return next((one for one in plan.batches if one.id == batch), None)


def task_record(plan: Plan, batch: PlanBatch, draw: str, beacon: dict[str, str], lead: int) -> dict[str, Any]:
    """Write down the task of a batch as a plain record, as `task.yaml` holds it.

    Args:
        plan: The annual plan.
        batch: One of its batches.
        draw: The id of the draw.
        beacon: `source`, `targets_time` and `teams_time` (instants in UTC), for a lottery or a document also its name.
        lead: Seconds between freeze and beacon, at least 600.
    """
    record = {"id": draw, "plan": plan.id, "batch": batch.id, "title": batch.title}
    parameters = msgspec.to_builtins(batch)
    return (
        record
        | {name: parameters[name] for name in PARAMETERS if name in parameters}
        | {"beacon": beacon, "lead": lead}
    )


def differences(task: Task, batch: PlanBatch) -> Iterator[str]:
    """Name the parameters in which a task says otherwise than its batch."""
    if task.title != batch.title:
        yield "title"
    for name in PARAMETERS:
        if getattr(task, name) != getattr(batch, name):
            yield name
