"""Try out a draw that is not frozen yet, or one that is: the same lists, simulated seeds, nothing is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from sunlot.core import freezing
from sunlot.core.decided import decided, owed
from sunlot.core.identity import current
from sunlot.core.model import Task
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.freezes import Group, Stratum, TeamsFreeze
from sunlot.core.protocol.grammar import TEAMS, beijing_date
from sunlot.core.protocol.history import History
from sunlot.core.protocol.lists import RECUSALS, Absence, Exclusion
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.record import Stage as Frozen
from sunlot.core.protocol.strata import stratify
from sunlot.core.registry import Placed, Registry
from sunlot.core.simulation import SEEDS, Pools, Possible, Trials, possible_teams, trials
from sunlot.core.small_pools import small_pools
from sunlot.core.visits import per_subject
from sunlot.jobs.check import READABLE
from sunlot.jobs.judging import must_verify
from sunlot.jobs.listing import Listed, lists_of, people_of, too_few
from sunlot.jobs.loading import load
from sunlot.jobs.moment import moment_of
from sunlot.jobs.privacy import closed_rows
from sunlot.store.drawfolders import DRAWS, DrawFolder, draw_ids
from sunlot.store.repository import Store
from sunlot.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Capped:
    """A target left out since its subject has had its visits of the year: how many, and how many it may have."""

    target: str
    subject: str
    visits: int
    cap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What a draw would be like.

    Attributes:
        task: The task.
        registry: The records, for names.
        frozen: Whether the lists are the frozen ones.
        as_of: The Beijing date at which the lists were judged.
        unknown: What this machine cannot know of those listed: `leave`, `recusals`.
        pools: What is drawn from.
        excluded: Reason → targets of the population that cannot be drawn.
        capped: Those of them that the yearly cap keeps out.
        absent: Reason → inspectors who cannot be drawn.
        waived: Targets to which the same inspectors may go twice in a row, since too few others are eligible; those of
            a frozen draw are not told.
        possible: The possible teams, group by group.
        tried: What came out of the simulated seeds.
        problems: What freezing would refuse (F433 to F435), and where the outcome is nearly known (F470 to F473).
    """

    task: Task
    registry: Registry
    frozen: bool
    as_of: str
    unknown: tuple[str, ...]
    pools: Pools
    excluded: Mapping[str, int]
    capped: tuple[Capped, ...]
    absent: Mapping[str, int]
    waived: int
    possible: tuple[Possible, ...]
    tried: Trials
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of a draw, frozen or not, with all that is told beside them."""

    frozen: bool
    moment: str
    pools: Pools
    exclusions: Iterable[Exclusion]
    absences: Iterable[Absence]
    unknown: tuple[str, ...]
    waived: int = 0
    problems: tuple[Problem, ...] = ()


def simulate(
    store: Store,
    draw: str,
    *,
    now: str,
    as_of: date | None = None,
    vault: Vault,
    seeds: int = SEEDS,
    told: Callable[[int], None] = lambda _: None,
) -> Simulated:
    """Try a draw out on the registers as they stand in the store, or on its frozen lists.

    Args:
        store: The state to read; nothing needs to be committed.
        draw: The id of the draw, whose `task.yaml` stands.
        now: This instant, UTC.
        as_of: Judge at the end of this day instead; by default a demonstration is judged at the day it pins.
        vault: Leave and recusals; without it they are unknown, and nobody is left out for them.
        seeds: How many simulated seeds, at least one.
        told: Is told the number of each trial when it is done.

    Raises:
        ProblemsError: If there is no such task (F430), it cannot be read (F1xx), its roster would be empty (F436), the
            key of its withheld targets is not here (F464, F465), or it is frozen and refused (F443).
    """
    loading = load(store, "sunlot.yaml", "registers", DRAWS)
    registry = loading.registry
    _stop(one for one in loading.problems if one.code not in READABLE)
    task = registry.tasks.get(draw)
    if task is None or task.value.plan not in registry.plans:
        raise ProblemsError([_unknown(draw, task, registry)])
    records = {one: read(DrawFolder(store.source, one), one) for one in draw_ids(store.source)}
    folder = DrawFolder(store.source, draw)
    if "freeze.json" in folder.entries("targets"):
        must_verify(folder, draw)
        lists = _as_frozen(records[draw], vault)
    else:
        lists = _as_registered(registry, task, records, moment_of(registry, as_of, now), vault)
    possible, tried = possible_teams(lists.pools), trials(lists.pools, seeds, told)
    return Simulated(
        task=task.value,
        registry=registry,
        frozen=lists.frozen,
        as_of=beijing_date(lists.moment),
        unknown=lists.unknown,
        pools=lists.pools,
        excluded=_counted(lists.exclusions),
        capped=tuple(_capped(registry, task.value, records, lists)),
        absent=_counted(lists.absences),
        waived=lists.waived,
        possible=possible,
        tried=tried,
        problems=(*lists.problems, *small_pools(task, registry, lists.pools, possible, tried)),
    )


def _stop(problems: Iterable[Problem]) -> None:
    if listed := list(problems):
        raise ProblemsError(listed)


def _unknown(draw: str, task: Placed[Task] | None, registry: Registry) -> Problem:
    if task is None:
        known = "、".join(registry.tasks) or "—"
        return problem(
            Place(f"{DRAWS}/{draw}/task.yaml"), "F430", id=draw, what="抽查任务", what_en="task", known=known
        )
    known = "、".join(registry.plans) or "—"
    return problem(task.place("plan"), "F430", id=task.value.plan, what="年度计划", what_en="plan", known=known)


def _as_registered(
    registry: Registry, task: Placed[Task], records: Mapping[str, Record], moment: str, vault: Vault
) -> _Lists:
    """Compute the lists as freezing would, and say what freezing would refuse."""
    listed = lists_of(registry, task, records, moment, vault)
    if not listed.targets.roster:
        without_key = [one for one in listed.problems if one.code != "F434"]
        raise ProblemsError(without_key or [problem(task.place("population"), "F436")])
    roster = listed.targets.roster
    groups = [Group(one.id, "expert" if one.role == "expert" else "officer", one.size) for one in task.value.groups]
    apart = {key: frozenset(people) for key, people in listed.apart.rows.items()}
    strata = stratify(roster, freezing.rules(task.value))
    pools = Pools(task.value.id, roster, _in_order(task.value, strata), groups, listed.inspectors.listed, apart)
    known = vault.present or not any(one.value.internal for one in people_of(registry, task.value))
    return _Lists(
        frozen=False,
        moment=moment,
        pools=pools,
        exclusions=listed.targets.exclusions,
        absences=listed.inspectors.absences,
        unknown=() if known else ("leave", "recusals"),
        waived=len({one.target for one in listed.apart.waivers}),
        problems=tuple(_refused(task, listed, records, moment, vault)),
    )


def _in_order(task: Task, strata: Mapping[str, Stratum]) -> dict[str, Stratum]:
    """Strata in the task's order, those without an entry with size 0."""
    empty = {name: Stratum(rule, 0, 0) for name, rule in freezing.rules(task).items()}
    return {name: strata.get(name, none) for name, none in empty.items()}


def _refused(
    task: Placed[Task], listed: Listed, records: Mapping[str, Record], moment: str, vault: Vault
) -> Iterator[Problem]:
    yield from too_few(task, listed)
    if vault.present:
        yield from listed.problems
    for record in records.values():
        for stage in owed(record, moment) if record.draw != task.value.id else ():
            yield problem(task.place(), "F435", draw=record.draw, stage=stage.id)


def _as_frozen(record: Record, vault: Vault) -> _Lists:
    pools = frozen_pools(record, vault)
    return _Lists(
        frozen=True,
        moment=freezing.targets_freeze(record).frozen_at,
        pools=pools,
        exclusions=record.lists.exclusions,
        absences=record.lists.absences,
        unknown=() if all(row.target in pools.apart for row in record.lists.recusals) else ("recusals",),
    )


def frozen_pools(record: Record, vault: Vault) -> Pools:
    """Give what a frozen draw is made from; recusals that were opened, or that this vault can open, are known.

    Raises:
        Refusal: If a freeze of its first two stages cannot be read.
        KeyError: If there is no such freeze.
    """
    frozen, lists = freezing.targets_freeze(record), record.lists
    teams = record.stage(TEAMS).freeze.value
    assert isinstance(teams, TeamsFreeze)
    rows = closed_rows(vault, record.draw, record.inputs[RECUSALS.path].sha256)
    apart: dict[str, Set[str]] = {row.target: frozenset(row.inspectors) for row in rows or ()}
    stages = [stage for stage in record.stages if isinstance(stage, Frozen)]
    for stage in stages:
        apart.update(History(lists, stages).opened(stage.id))
    return Pools(record.draw, lists.roster, frozen.strata, teams.groups, lists.inspectors, apart)


def _capped(registry: Registry, task: Task, records: Mapping[str, Record], lists: _Lists) -> Iterator[Capped]:
    others = {draw: decided(record, lists.moment) for draw, record in records.items() if draw != task.id}
    counts, now = per_subject(registry, others, task.window_from[:4]), current(registry)
    cap = registry.plans[task.plan].value.frequency_cap.per_year
    for one in lists.exclusions:
        placed = registry.targets.get(now.get(one.key, one.key))
        if one.reason == "cap" and placed is not None:
            subject = now.get(placed.value.subject, placed.value.subject)
            yield Capped(one.key, subject, counts.get(subject, 0), cap)


def _counted(rows: Iterable[Exclusion | Absence]) -> dict[str, int]:
    return dict(sorted(Counter(row.reason for row in rows).items()))
