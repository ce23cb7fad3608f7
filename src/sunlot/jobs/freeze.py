"""Freeze a draw: compute who can be drawn, fix the lists, name the future public value (protocol, sections 3 to 7)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sunlot.core import freezing
from sunlot.core.decided import owed
from sunlot.core.model import Task
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.folder import FilesInMemory, Overlaid
from sunlot.core.protocol.grammar import TARGETS, TEAMS, Digest, Refusal, beijing_date, seconds
from sunlot.core.protocol.lists import RECUSALS
from sunlot.core.protocol.reading import describe, read
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.tickets import digest
from sunlot.core.registry import Placed, Registry
from sunlot.jobs.judging import must_verify
from sunlot.jobs.listing import Listed, lists_of, too_few
from sunlot.jobs.loading import load
from sunlot.jobs.privacy import keep_closed
from sunlot.jobs.ready import beside, failing, stop, uncommitted
from sunlot.store.drawfolders import DRAWS, DrawFolder, draw_ids
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

SALT_BYTES = 32


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
        waived: Number of targets to which the same inspectors may go twice in a row, since too few others are eligible;
            0 of a draw that was frozen before.
    """

    draw: str
    already: bool
    sizes: Mapping[str, tuple[int, int]]
    excluded: Mapping[str, int]
    listed: int
    absent: Mapping[str, int]
    times: Mapping[str, str]
    waived: int = 0


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
        files, closed, waived = _made(store, head, draw, (now, fresh, vault))
    finally:
        head.source.close()
    must_verify(Overlaid(folder, FilesInMemory(files)), draw)
    keep_closed(vault.founded(), draw, digest(files[RECUSALS.path]), closed)
    store.write({f"{DRAWS}/{draw}/{path}": data for path, data in files.items()})
    return _told(read(DrawFolder(store.source, draw), draw), already=False, waived=waived)


def _made(
    store: Store, head: Store, draw: str, means: tuple[str, Callable[[int], bytes], Vault]
) -> tuple[dict[str, bytes], dict[str, freezing.Closed], int]:
    """Make the files of a freeze, its closed rows and the number of waivers from what is committed; write nothing."""
    now, fresh, vault = means
    stop(list(uncommitted(store, *(f"{DRAWS}/{draw}/{stage}/" for stage in (TARGETS, TEAMS)))))
    loading = load(head)
    task = loading.registry.tasks.get(draw)
    if task is None:
        raise ProblemsError([*loading.problems, _unknown(draw, loading.registry)])
    stop([*failing(head, now), *beside(loading.registry, vault), *_hindrances(loading.registry, task, now)])
    records = {one: read(DrawFolder(head.source, one), one) for one in draw_ids(head.source) if one != draw}
    stop([problem(task.place(), "F435", draw=r.draw, stage=s.id) for r in records.values() for s in owed(r, now)])
    listed = lists_of(loading.registry, task, records, now, vault)
    stop(list(listed.problems))
    if not listed.targets.roster:
        stop([problem(task.place("population"), "F436")])
    stop(too_few(task, listed))
    closed = _closed(listed, fresh)
    moment = _moment(head, loading.registry, task.value, records, now)
    waived = len({one.target for one in listed.apart.waivers})
    return _files(head, task, moment, listed, closed), closed, waived


def _files(
    head: Store,
    task: Placed[Task],
    moment: freezing.Moment,
    listed: Listed,
    closed: Mapping[str, freezing.Closed],
) -> dict[str, bytes]:
    drawn_from = (listed.targets, listed.inspectors)
    try:
        return freezing.frozen_files(task.value, head.source.read(task.file), moment, drawn_from, closed)
    except (Refusal, ValueError) as error:  # what the protocol cannot write down, and no rule of `check` has found
        raise ProblemsError([problem(task.place(), "F451", draw=task.value.id, why=error)]) from None


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


def _closed(listed: Listed, fresh: Callable[[int], bytes]) -> dict[str, freezing.Closed]:
    return {key: freezing.Closed(fresh(SALT_BYTES).hex(), rows) for key, rows in sorted(listed.apart.rows.items())}


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


def _told(record: Record, *, already: bool, waived: int = 0) -> Frozen:
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
        waived=waived,
    )
