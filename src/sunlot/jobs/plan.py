"""Make the task of a draw from a batch of the annual plan (domain, section 5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from sunlot.core.dates import impossible
from sunlot.core.model import PlanBatch, Task
from sunlot.core.planning import batch_of, next_draw, task_record
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.registry import Placed
from sunlot.core.rules.tasks import misnamed_beacon, misordered_times
from sunlot.jobs.loading import load, settings_of
from sunlot.store import canonical, schemas
from sunlot.store.drawfolders import DRAWS, DrawFolder, draw_ids
from sunlot.store.reader import form
from sunlot.store.references import date_fields
from sunlot.store.repository import Store

KEPT = ("supplements", "note")
"""What a person adds to a task, and neither the batch nor the options of `plan` say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When the two public values of a draw come, and for a lottery their issue numbers.

    Attributes:
        targets: The instant of the draw of targets, UTC.
        teams: The instant of the draw of inspectors, UTC, later than that of targets.
        source: `drand`, `lottery`, `document` or `date`; None takes the repository's default.
        chain: The game of a lottery, or the title of a document.
        issues: The issue numbers of a lottery, for targets and for inspectors.
    """

    targets: str
    teams: str
    source: str | None = None
    chain: str | None = None
    issues: tuple[str, str] | None = None


def plan(store: Store, batch_id: str, times: Times, *, lead: int | None = None, training: bool = False) -> str:
    """Write the `task.yaml` of a batch, and give its path.

    It takes the next free draw id; a task of the batch that is not frozen yet is made anew under its own.

    Args:
        store: The work tree.
        batch_id: A batch of a plan, such as `2026-B05`.
        times: When its values come.
        lead: Seconds between freeze and value; None takes the repository's default.
        training: Marks the task as a demonstration.

    Raises:
        ProblemsError: If there is no such batch, the registers have problems of form, or the task would have problems
            (its times, its beacon); nothing was written.
    """
    default = settings_of(store).beacon
    loading = load(store)
    if loading.problems:
        raise ProblemsError(loading.problems)
    books = loading.registry
    found = books.plans.get(batch_id[:4])
    batch = batch_of(found.value, batch_id) if found else None
    if found is None or batch is None:
        known = "、".join(one.id for placed in books.plans.values() for one in placed.value.batches) or "—"
        place = Place("registers/plans")
        raise ProblemsError([problem(place, "F430", id=batch_id, what="计划批次", what_en="batch", known=known)])
    former = _unfrozen(store, books.tasks.values(), batch)
    draw = former.value.id if former else next_draw(found.value.id, {*books.tasks, *draw_ids(store.source)})
    beacon = {"source": times.source or default.source, "targets_time": times.targets, "teams_time": times.teams}
    if times.chain:
        beacon["chain"] = times.chain
    if times.issues:
        beacon |= {"targets_round": times.issues[0], "teams_round": times.issues[1]}
    record = task_record(found.value, batch, draw, beacon, lead or default.lead)
    if training:
        record["demonstration"] = True
    path = f"{DRAWS}/{draw}/task.yaml"
    if former:
        record |= {name: former.raw[name] for name in KEPT if name in former.raw}
    _look(path, record)
    store.write({path: form("task").write([record])})
    return path


def _unfrozen(store: Store, tasks: Iterable[Placed[Task]], batch: PlanBatch) -> Placed[Task] | None:
    """The task of a batch that still may change, since nothing is frozen of it."""
    own = (task for task in tasks if task.value.batch == batch.id)
    waiting = [one for one in own if "freeze.json" not in DrawFolder(store.source, one.value.id).entries("targets")]
    return waiting[-1] if waiting else None


def _look(path: str, record: dict[str, Any]) -> None:
    """Look at a task as `check` will, before it is written."""
    try:
        data = canonical.write([record], schemas.public("task"), many=False).encode()
    except canonical.UnwritableError as error:
        raise ProblemsError([problem(Place(path), "F452", path=path, why=error)]) from None
    document, problems = form("task").read(path, data)
    if document:
        placed = Placed(msgspec.convert(document.records[0], Task), document.records[0], document)
        problems = list(impossible(placed, date_fields("task"))) or list(_of_its_beacon(placed))
    if problems:
        raise ProblemsError(problems)


def _of_its_beacon(placed: Placed[Task]) -> Iterator[Problem]:
    yield from misordered_times(placed)
    yield from misnamed_beacon(placed)
