"""Make the task of a draw from a batch of the annual plan (domain, section 5)."""

from dataclasses import dataclass

from sunlot.core.planning import batch_of, next_draw, task_record
from sunlot.core.problems import Place, ProblemsError, problem
from sunlot.jobs.loading import load
from sunlot.store.drawfolders import DRAWS, draw_ids
from sunlot.store.reader import form
from sunlot.store.repository import Store


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
    """Write the `task.yaml` of a batch, under the next free draw id, and give its path.

    Args:
        store: The work tree.
        batch_id: A batch of a plan, such as `2026-B05`.
        times: When its values come.
        lead: Seconds between freeze and value; None takes the repository's default.
        training: Marks the task as a demonstration.

    Raises:
        ProblemsError: If there is no such batch, or the registers have problems of form; nothing was written.
    """
    loading = load(store)
    if loading.problems:
        raise ProblemsError(loading.problems)
    books = loading.registry
    assert books.settings is not None
    default = books.settings.value.beacon
    found = books.plans.get(batch_id[:4])
    batch = batch_of(found.value, batch_id) if found else None
    if found is None or batch is None:
        known = "、".join(one.id for placed in books.plans.values() for one in placed.value.batches) or "—"
        place = Place("registers/plans")
        raise ProblemsError([problem(place, "F430", id=batch_id, what="计划批次", what_en="batch", known=known)])
    draw = next_draw(found.value.id, {*books.tasks, *draw_ids(store.source)})
    beacon = {"source": times.source or default.source, "targets_time": times.targets, "teams_time": times.teams}
    if times.chain:
        beacon["chain"] = times.chain
    if times.issues:
        beacon |= {"targets_round": times.issues[0], "teams_round": times.issues[1]}
    record = task_record(found.value, batch, draw, beacon, lead or default.lead)
    if training:
        record["demonstration"] = True
    path = f"{DRAWS}/{draw}/task.yaml"
    store.write({path: form("task").write([record])})
    return path
