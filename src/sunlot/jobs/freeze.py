"""Freeze a draw: compute who can be drawn, fix the lists, name the future public value (protocol, sections 3 to 7)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sunlot.core import eligibility, freezing
from sunlot.core.catalogue import is_warning
from sunlot.core.decided import decided, owed
from sunlot.core.eligibility import Inspectors, Private, Targets
from sunlot.core.model import Expert, Inspector, Task
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.folder import FilesInMemory, Overlaid
from sunlot.core.protocol.grammar import Digest, Refusal, beijing_date, seconds
from sunlot.core.protocol.lists import RECUSALS
from sunlot.core.protocol.reading import describe, read
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.tickets import digest
from sunlot.core.registry import Placed, Registry
from sunlot.core.visits import per_subject
from sunlot.jobs.check import check, committed
from sunlot.jobs.judging import must_verify
from sunlot.jobs.loading import load
from sunlot.jobs.privacy import keep_closed, private_of
from sunlot.store.drawfolders import DRAWS, DrawFolder, draw_ids
from sunlot.store.repository import REGISTERED, Store
from sunlot.store.vault import Vault

SALT_BYTES = 32
SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What a freeze fixed.

    Attributes:
        draw: The id of the draw.
        already: Whether it was frozen before, so that nothing was written now.
        sizes: Stratum → (size, take).
        excluded: Reason → number of targets.
        listed: Number of inspectors who can be drawn.
        absent: Reason → number of inspectors.
        times: Stage → beacon time.
    """

    draw: str
    already: bool
    sizes: Mapping[str, tuple[int, int]]
    excluded: Mapping[str, int]
    listed: int
    absent: Mapping[str, int]
    times: Mapping[str, str]


def freeze(store: Store, draw: str, *, now: str, fresh: Callable[[int], bytes], vault: Vault) -> Frozen:
    """Freeze the stages `targets` and `teams` of a draw; a draw that is frozen already is left as it is.

    Args:
        store: The work tree, which has to be what is committed: lists and task are taken from HEAD, never from disk.
        draw: The id of the draw, whose `task.yaml` stands.
        now: The instant of the freeze, UTC.
        fresh: Gives that many random bytes, for the salts of the closed rows.
        vault: Leave, recusals, and where the closed rows are kept.

    Raises:
        ProblemsError: With everything that stands in the way (F43x, or what `check` says); nothing was written.
    """
    folder = DrawFolder(store.source, draw)
    if "freeze.json" in folder.entries("targets"):
        must_verify(folder, draw)
        return _told(read(folder, draw), already=True)
    head = store.at("HEAD")
    try:
        files, closed = _made(store, head, draw, (now, fresh, vault))
    finally:
        head.source.close()
    must_verify(Overlaid(folder, FilesInMemory(files)), draw)
    keep_closed(vault.founded(), draw, digest(files[RECUSALS.path]), closed)
    store.write({f"{DRAWS}/{draw}/{path}": data for path, data in files.items()})
    return _told(read(DrawFolder(store.source, draw), draw), already=False)


def _made(
    store: Store, head: Store, draw: str, means: tuple[str, Callable[[int], bytes], Vault]
) -> tuple[dict[str, bytes], dict[str, freezing.Closed]]:
    """Make the files of a freeze and its closed rows from what is committed; nothing is written."""
    now, fresh, vault = means
    _stop(list(_uncommitted(store, draw)))
    loading = load(head)
    task = loading.registry.tasks.get(draw)
    if task is None:
        raise ProblemsError([*loading.problems, _unknown(draw, loading.registry)])
    _stop([*_failing(head, now), *_beside(loading.registry, vault), *_hindrances(loading.registry, task, now)])
    records = {one: read(DrawFolder(head.source, one), one) for one in draw_ids(head.source) if one != draw}
    _stop([problem(task.place(), "F435", draw=r.draw, stage=s.id) for r in records.values() for s in owed(r, now)])
    drawn_from, private = _lists(loading.registry, task, records, now, vault)
    closed = _closed(loading.registry, drawn_from, private, fresh)
    _stop(_too_few(task, drawn_from, {key: row.inspectors for key, row in closed.items()}))
    moment = _moment(head, loading.registry, task.value, records, now)
    return _files(head, task, moment, drawn_from, closed), closed


def _files(
    head: Store,
    task: Placed[Task],
    moment: freezing.Moment,
    drawn_from: tuple[Targets, Inspectors],
    closed: Mapping[str, freezing.Closed],
) -> dict[str, bytes]:
    try:
        return freezing.frozen_files(task.value, head.source.read(task.file), moment, drawn_from, closed)
    except (Refusal, ValueError) as error:  # what the protocol cannot write down, and no rule of `check` has found
        raise ProblemsError([problem(task.place(), "F451", draw=task.value.id, why=error)]) from None


def _stop(problems: list[Problem]) -> None:
    if problems:
        raise ProblemsError(problems)


def _uncommitted(store: Store, draw: str) -> Iterator[Problem]:
    """Name where the work tree is not what is committed; files of this draw's own freeze, cut off, are made anew."""
    own = tuple(f"{DRAWS}/{draw}/{stage}/" for stage in ("targets", "teams"))
    changed = [one.path for one in store.source.changes("HEAD") if one.path.split("/")[0] in REGISTERED]
    different = [path for path in changed if not path.startswith(own)]
    if not different and store.source.tree("registers") is None:
        different = ["registers"]  # no file is missing or new, yet Git was told to overlook one
    yield from (problem(Place(path), "F431", path=path) for path in different[:SHOWN])


def _failing(store: Store, now: str) -> Iterator[Problem]:
    """What `check` says on the day of the freeze; lists are never drawn up from registers that fail it."""
    day = date.fromisoformat(beijing_date(now))
    return (one for one in check(store, today=day, as_of=day).problems if not is_warning(one))


def _beside(registry: Registry, vault: Vault) -> list[Problem]:
    return vault.check(committed(registry)) if vault.present else []


def _unknown(draw: str, registry: Registry) -> Problem:
    known = "、".join(registry.tasks) or "—"
    return problem(Place(f"{DRAWS}/{draw}/task.yaml"), "F430", id=draw, what="抽查任务", what_en="task", known=known)


def _hindrances(registry: Registry, task: Placed[Task], now: str) -> Iterator[Problem]:
    """What has to be right before anything is computed: a beacon far enough ahead and not predictable, SM3."""
    chosen = task.value.beacon
    for field, time in (("targets_time", chosen.targets_time), ("teams_time", chosen.teams_time)):
        if seconds(now) + task.value.lead > seconds(time):
            yield problem(task.place("beacon", field), "F432", time=time, now=now, lead=task.value.lead)
    settings = registry.settings
    training = settings is not None and settings.value.demonstration is not None and task.value.demonstration
    if chosen.source == "date" and not training:
        yield problem(task.place("beacon", "source"), "F437", source=chosen.source)
    if not describe(b"", 0).sm3:
        yield problem(task.place(), "F438")


def _lists(
    registry: Registry, task: Placed[Task], records: Mapping[str, Record], now: str, vault: Vault
) -> tuple[tuple[Targets, Inspectors], Private]:
    as_of = beijing_date(now)
    drawn = {draw: decided(record, now) for draw, record in records.items()}
    visits = per_subject(registry, drawn, task.value.window_from[:4])
    targets = eligibility.target_lists(registry, task.value, as_of, visits)
    if not targets.roster:
        _stop([problem(task.place("population"), "F436")])
    private, problems = private_of(_people(registry, task.value), vault)
    _stop(problems)
    divisions = {entry.division for entry in targets.roster}
    inspectors = eligibility.inspector_lists(registry, task.value, as_of, private, divisions)
    return (targets, inspectors), private


def _people(registry: Registry, task: Task) -> Iterator[Placed[Inspector | Expert]]:
    authorities = frozenset[str]().union(*(registry.descendants(group.authority) for group in task.groups))
    yield from (placed for placed in registry.inspectors.values() if placed.value.unit in authorities)
    yield from (placed for placed in registry.experts.values() if placed.value.authority in authorities)


def _closed(
    registry: Registry, drawn_from: tuple[Targets, Inspectors], private: Private, fresh: Callable[[int], bytes]
) -> dict[str, freezing.Closed]:
    targets, inspectors = drawn_from
    apart = eligibility.recusals(registry, targets.roster, inspectors.listed, private)
    return {key: freezing.Closed(fresh(SALT_BYTES).hex(), people) for key, people in sorted(apart.items())}


def _too_few(
    task: Placed[Task], drawn_from: tuple[Targets, Inspectors], apart: Mapping[str, tuple[str, ...]]
) -> list[Problem]:
    targets, inspectors = drawn_from
    return [
        problem(
            task.place("groups"),
            "F433",
            target=short.target,
            division=short.division,
            group=short.group,
            eligible=short.eligible,
            size=short.size,
        )
        for short in eligibility.shortages(task.value, targets.roster, inspectors.listed, apart)
    ]


def _moment(head: Store, registry: Registry, task: Task, records: Mapping[str, Record], now: str) -> freezing.Moment:
    assert registry.settings is not None
    tree = head.source.tree("registers")
    assert tree is not None
    return freezing.Moment(
        authority=registry.settings.value.authority,
        tree=tree,
        as_of=beijing_date(now),
        frozen_at=now,
        previous=_last_freeze(records, task.id),
    )


def _last_freeze(records: Mapping[str, Record], draw: str) -> Digest | None:
    """The digest of the last freeze of the draw with the greatest smaller id (protocol, section 3.1)."""
    for earlier in sorted((one for one in records if one < draw), reverse=True):
        frozen = [stage for stage in records[earlier].stages if isinstance(stage, Stage)]
        if frozen:
            return frozen[-1].freeze.digest
    return None


def _told(record: Record, *, already: bool) -> Frozen:
    """Tell what stands frozen, from the files as they were written."""
    targets = freezing.targets_freeze(record)
    excluded: dict[str, int] = {}
    for exclusion in record.lists.exclusions:
        excluded[exclusion.reason] = excluded.get(exclusion.reason, 0) + 1
    absent: dict[str, int] = {}
    for absence in record.lists.absences:
        absent[absence.reason] = absent.get(absence.reason, 0) + 1
    return Frozen(
        draw=record.draw,
        already=already,
        sizes={name: (stratum.size, stratum.take) for name, stratum in targets.strata.items()},
        excluded=excluded,
        listed=len(record.lists.inspectors),
        absent=absent,
        times={str(s.id): s.freeze.value.beacon.time for s in record.stages if isinstance(s, Stage)},
    )
