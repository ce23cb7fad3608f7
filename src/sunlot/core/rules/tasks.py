"""Rules on tasks and their draws (protocol, sections 2 to 4 and 10)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from sunlot.core.freezing import beacon_plan
from sunlot.core.model import Task
from sunlot.core.planning import PARAMETERS, batch_of
from sunlot.core.problems import Place, Problem, problem
from sunlot.core.protocol.beacons import LOTTERIES
from sunlot.core.protocol.freezes import TargetsFreeze, TeamsFreeze
from sunlot.core.protocol.grammar import SLUG
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules.base import Context, rule

BEIJING = timedelta(hours=8)


@rule("F404")
def unknown_batch(registry: Registry, context: Context) -> Iterator[Problem]:
    """A task carries out a batch of an annual plan (notice, 三（四）1; design, section 2)."""
    for placed in registry.tasks.values():
        task = placed.value
        plan = registry.plans.get(task.plan)
        if plan is None and ("plan", task.plan) not in context.unread:
            yield problem(placed.place("plan"), "F404", plan=task.plan, batch=task.batch, known="—")
        elif plan is not None and batch_of(plan.value, task.batch) is None:
            known = "、".join(batch.id for batch in plan.value.batches)
            yield problem(placed.place("batch"), "F404", plan=task.plan, batch=task.batch, known=known)


@rule("F401")
def task_differs_from_its_batch(registry: Registry, _: Context) -> Iterator[Problem]:
    """What was announced in the plan is what is drawn (notice, 三（四）1 and 4; domain, section 5)."""
    for placed in registry.tasks.values():
        plan = registry.plans.get(placed.value.plan)
        batch = batch_of(plan.value, placed.value.batch) if plan else None
        if batch is None:
            continue
        ours, planned = msgspec.to_builtins(placed.value), msgspec.to_builtins(batch)
        for field in ("title", *PARAMETERS):
            for path, here, there in _differences((field,), ours.get(field), planned.get(field)):
                name = ".".join(map(str, path))
                yield problem(placed.place(*path), "F401", field=name, task=_shown(here), plan=_shown(there))


def _differences(
    path: tuple[str | int, ...], ours: Any, planned: Any
) -> Iterator[tuple[tuple[str | int, ...], Any, Any]]:
    """Go down to the fields that differ; a list of another length is shown as a whole."""
    if ours == planned:
        return
    steps: list[str | int] = []
    if isinstance(ours, dict) and isinstance(planned, dict):
        steps = [*ours, *(name for name in planned if name not in ours)]
        pairs = [(ours.get(name), planned.get(name)) for name in steps]
    elif isinstance(ours, list | tuple) and isinstance(planned, list | tuple) and len(ours) == len(planned):
        steps = list(range(len(ours)))
        pairs = list(zip(ours, planned, strict=True))
    if not steps:
        yield path, ours, planned
        return
    for step, (here, there) in zip(steps, pairs, strict=True):
        yield from _differences((*path, step), here, there)


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= 100 else text[:99] + "…"


@rule("F417")
def batch_drawn_twice(registry: Registry, _: Context) -> Iterator[Problem]:
    """There is no redraw: a second draw of one batch names the one it supplements (domain, section 4.1)."""
    first: dict[tuple[str, str], list[str]] = {}
    for id_, placed in sorted(registry.tasks.items()):
        task = placed.value
        earlier = first.setdefault((task.plan, task.batch), [])
        if earlier and task.supplements not in earlier:
            yield problem(placed.place("batch"), "F417", batch=task.batch, earlier="、".join(earlier))
        earlier.append(id_)


@rule("F403")
def times_out_of_order(registry: Registry, _: Context) -> Iterator[Problem]:
    """The public value for the teams appears after the one for the targets (protocol, section 3.2)."""
    for placed in registry.tasks.values():
        yield from misordered_times(placed)


def misordered_times(placed: Placed[Task]) -> Iterator[Problem]:
    """Yield F403 of one task."""
    beacon = placed.value.beacon
    if beacon.teams_time <= beacon.targets_time:
        yield problem(
            placed.place("beacon", "teams_time"), "F403", targets=beacon.targets_time, teams=beacon.teams_time
        )


@rule("F418")
def beacon_misnamed(registry: Registry, _: Context) -> Iterator[Problem]:
    """A lottery is named by game and issues, a document by its slug, drand and dates by time alone (protocol, 10)."""
    for placed in registry.tasks.values():
        yield from misnamed_beacon(placed)


def misnamed_beacon(placed: Placed[Task]) -> Iterator[Problem]:
    """Yield F418 of one task."""
    beacon = placed.value.beacon
    chain = {"lottery": "|".join(LOTTERIES), "document": SLUG}.get(beacon.source)
    issue = "[0-9]+" if beacon.source == "lottery" else None
    for field, form in (("chain", chain), ("targets_round", issue), ("teams_round", issue)):
        value = getattr(beacon, field)
        if value is not None if form is None else re.fullmatch(form, value or "") is None:
            values = {"source": beacon.source, "field": field, "value": value or "—", "expected": form or "—"}
            yield problem(placed.place("beacon", field), "F418", **values)


@rule("F412")
def never_frozen(registry: Registry, context: Context) -> Iterator[Problem]:
    """A task is frozen at least `lead` seconds before the public value it names appears (protocol, section 3.2).

    Judged at the start of the day; the freeze itself judges at its instant (F432).
    """
    for draw, placed in registry.tasks.items():
        earliest = _midnight(context) + timedelta(seconds=placed.value.lead)
        for field in ("targets_time", "teams_time") if draw not in context.drawn else ():
            time = getattr(placed.value.beacon, field)
            if datetime.fromisoformat(time) < earliest:
                yield problem(
                    placed.place("beacon", field),
                    "F412",
                    draw=draw,
                    time=time,
                    day=context.today,
                    lead=placed.value.lead,
                )


@rule("F414")
def freeze_differs_from_its_task(registry: Registry, context: Context) -> Iterator[Problem]:
    """What was frozen is what the task says; the verifier knows the task by its digest only (protocol, section 3.1)."""
    for draw, record in context.records.items():
        placed = registry.tasks.get(draw)
        for stage in record.stages if placed else ():
            freeze = stage.freeze.value if stage.freeze else None
            if placed and isinstance(freeze, TargetsFreeze | TeamsFreeze):
                for field, frozen, said in _frozen_otherwise(freeze, placed.value, registry):
                    place = Place(f"draws/{draw}/{freeze.stage}/freeze.json")
                    yield problem(place, "F414", field=field, frozen=_shown(frozen), task=_shown(said))


def _frozen_otherwise(
    freeze: TargetsFreeze | TeamsFreeze, task: Task, registry: Registry
) -> Iterator[tuple[str, Any, Any]]:
    """Yield each parameter in which a freeze says otherwise: its name, what is frozen, what the task says."""
    compared: list[tuple[str, Any, Any]] = [("lead", freeze.lead, task.lead)]
    compared += _beacons(freeze, task)
    if registry.settings:
        compared.append(("authority", freeze.authority, registry.settings.value.authority))
    if isinstance(freeze, TargetsFreeze):
        rules = {one.id: {"rate": one.rate, "count": one.count} for one in task.strata}
        for id_, stratum in freeze.strata.items():
            rule_ = stratum.rule
            frozen = {"rate": rule_.rate or None, "count": rule_.count or None}
            compared.append((f"strata.{id_}", frozen, rules.get(id_)))
    else:
        frozen_groups = [{"id": one.id, "role": one.role, "size": one.size} for one in freeze.groups]
        groups = [{"id": one.id, "role": one.role, "size": one.size} for one in task.groups]
        compared.append(("groups", frozen_groups, groups))
    return (one for one in compared if one[1] != one[2])


def _beacons(freeze: TargetsFreeze | TeamsFreeze, task: Task) -> Iterator[tuple[str, Any, Any]]:
    """Compare the value that is waited for with the one that follows from the task; F418 tells where none does."""
    try:
        due = beacon_plan(task, freeze.stage)
    except ValueError:
        return
    for field in ("source", "chain", "time", "round"):
        yield f"beacon.{field}", getattr(freeze.beacon, field), getattr(due, field)


@rule("F405")
def stage_overdue(registry: Registry, context: Context) -> Iterator[Problem]:
    """A stage is drawn once its public value is out; more than a day later it is overdue (protocol, section 12)."""
    del registry
    for drawn in context.drawn.values():
        for stage in drawn.stages:
            late = _midnight(context) - datetime.fromisoformat(stage.beacon_time)
            if not stage.drawn and late > timedelta(days=1):
                place = Place(f"draws/{drawn.draw}/{stage.id}/freeze.json")
                yield problem(place, "F405", draw=drawn.draw, stage=stage.id, time=stage.beacon_time, days=late.days)


@rule("F406")
def refused_by_the_verifier(registry: Registry, context: Context) -> Iterator[Problem]:
    """Anybody who repeats a draw gets what the folder says (protocol, section 12)."""
    del registry
    for drawn in context.drawn.values():
        if drawn.refused:
            found = drawn.refused
            place = Place(f"draws/{drawn.draw}/{found.stage}")
            yield problem(
                place, "F406", draw=drawn.draw, stage=found.stage, verdict=found.code, what=found.zh, what_en=found.en
            )


@rule("F407")
def predictable_beacon(registry: Registry, context: Context) -> Iterator[Problem]:
    """A date is known to everybody beforehand; it serves for training only (protocol, section 10)."""
    for placed in registry.tasks.values():
        task = placed.value
        if task.beacon.source == "date" and not (task.demonstration and context.demonstration):
            yield problem(placed.place("beacon", "source"), "F407", draw=task.id)


def _midnight(context: Context) -> datetime:
    """The instant at which the day of the check begins in Beijing."""
    return datetime.combine(context.as_of, datetime.min.time(), UTC) - BEIJING
