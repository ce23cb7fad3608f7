"""Freeze a stage after the first two: substitutes for vacated targets, teams for them, relief of inspectors.

What is frozen follows from the draw itself; the registers only tell who is no candidate any more. Whether it may stand
is the verifier's word, given before anything is written (protocol, sections 3.2, 7 and 8).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from msgspec.structs import replace as replaced

from sunlot.core.eligibility import inspector_lists
from sunlot.core.following import Leaving, UnclearError, Wish, freeze_of, standing
from sunlot.core.freezing import beacon_at
from sunlot.core.model import Task
from sunlot.core.problems import Place, ProblemsError, problem
from sunlot.core.protocol.documents import decode
from sunlot.core.protocol.folder import FilesInMemory, Overlaid
from sunlot.core.protocol.freezes import Freeze, LaterTeamsFreeze, ReliefFreeze, SubstitutesFreeze, freeze_type
from sunlot.core.protocol.grammar import Digest, Kind, Refusal, StageId, beijing_date, seconds
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.teams import Pool
from sunlot.core.protocol.verify import verify
from sunlot.core.registry import Placed, Registry
from sunlot.jobs.committed import stop, uncommitted
from sunlot.jobs.judging import must_verify, would_be_refused
from sunlot.jobs.listing import people_of
from sunlot.jobs.loading import load
from sunlot.jobs.privacy import private_of
from sunlot.store.drawfolders import DRAWS, DrawFolder
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

GONE: Mapping[str, str] = {"unavailable": "leave"}
"""Why somebody cannot be listed any more → the protocol's reason; every other is `left_service`: who has no valid
certificate, exam, field or area, is suspended or has left, serves as no inspector of this task (section 8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person says of a later stage; all else follows.

    Attributes:
        kind: What the stage does.
        time: The instant at which its public value comes, UTC.
        issue: Of a lottery, the issue number.
        lead: Seconds between freeze and value; None takes the task's.
        of: The stage it is built on; None where it follows.
        vacant: Target → reason.
        leaving: Inspectors who cannot go.
        withdrawn: Inspector → reason.
        evidence: Target or inspector → SHA-256 of the filed document.
    """

    kind: Kind
    time: str
    issue: str | None = None
    lead: int | None = None
    of: StageId | None = None
    vacant: Mapping[str, str] = field(default_factory=dict)
    leaving: Sequence[Leaving] = ()
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Digest] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Next:
    """A later stage that was frozen.

    Attributes:
        draw: The draw.
        stage: The stage.
        frozen: What it froze.
        short: Targets for which fewer inspectors can be chosen than a team has: (target, group, eligible, size), as far
            as is known before recusals are opened. A verifier will mark these teams.
    """

    draw: str
    stage: StageId
    frozen: Freeze
    short: tuple[tuple[str, str, int, int], ...] = ()

    @property
    def vacancies(self) -> int:
        """How many places it will fill, of targets or of inspectors; 0 of teams."""
        return len(self.frozen.vacancies) if isinstance(self.frozen, SubstitutesFreeze | ReliefFreeze) else 0


def freeze_next(store: Store, draw: str, asked: Asked, *, now: str, vault: Vault) -> Next:
    """Freeze the next stage of a kind.

    Args:
        store: The work tree, which has to be what is committed.
        draw: The id of a draw whose first stages are frozen.
        asked: What the stage is to do.
        now: The instant of the freeze, UTC.
        vault: Leave; whoever is away is no candidate.

    Raises:
        ProblemsError: With what stands in the way (F430, F431, F432, F434, F443, F453, F462); nothing was written.
    """
    folder = DrawFolder(store.source, draw)
    if "freeze.json" not in folder.entries("targets"):
        place = Place(f"{DRAWS}/{draw}")
        raise ProblemsError([problem(place, "F430", id=draw, what="已冻结的抽查", what_en="frozen draw", known="—")])
    must_verify(folder, draw)
    stop(list(uncommitted(store)))
    with closing(store.at("HEAD").source) as source:
        loading = load(Store(store.root, source))
    task = loading.registry.tasks.get(draw)
    if task is None:
        raise ProblemsError(loading.problems)
    record = read(folder, draw)
    lead = task.value.lead if asked.lead is None else asked.lead
    if seconds(now) + lead > seconds(asked.time):
        raise ProblemsError([problem(task.place("lead"), "F432", time=asked.time, now=now, lead=lead)])
    wish = Wish(
        kind=asked.kind,
        beacon=beacon_at(task.value, asked.time, asked.issue),
        lead=lead,
        frozen_at=now,
        of=asked.of,
        vacant=asked.vacant,
        leaving=asked.leaving,
        withdrawn=asked.withdrawn,
        evidence=asked.evidence,
    )
    if asked.kind is not Kind.SUBSTITUTES:
        gone = _no_candidates(loading.registry, task, record, now, vault)
        wish = replace(wish, withdrawn={**gone, **asked.withdrawn})
    return _written(store, record, wish)


def _written(store: Store, record: Record, wish: Wish) -> Next:
    folder = DrawFolder(store.source, record.draw)
    try:
        stage, data = freeze_of(record, wish)
    except UnclearError as why:
        place = Place(f"{DRAWS}/{record.draw}")
        raise ProblemsError([problem(place, "F462", kind=wish.kind.value, what=why.zh, what_en=why.en)]) from None
    except Refusal as refusal:
        raise ProblemsError(
            [would_be_refused(record.draw, record.next_id(wish.kind), "freeze.json", refusal)]
        ) from None
    path = f"{stage}/freeze.json"
    failure = verify(Overlaid(folder, FilesInMemory({path: data})), record.draw).failure
    if failure is not None:
        raise ProblemsError([would_be_refused(record.draw, failure.stage, "freeze.json", failure.refusal)])
    store.write({f"{DRAWS}/{record.draw}/{path}": data})
    frozen = decode(data, freeze_type(stage), path)
    return Next(record.draw, stage, frozen, tuple(_short(record, frozen)))


def _no_candidates(registry: Registry, task: Placed[Task], record: Record, now: str, vault: Vault) -> dict[str, str]:
    """Listed inspectors who could not be listed today: inspector → reason.

    The visits are still those of the task, so that it is judged by the same window, from today on.
    """
    as_of = beijing_date(now)
    value = _from(task.value, as_of)
    private, problems = private_of(people_of(registry, value), vault)
    stop(problems)
    divisions = {entry.division for entry in record.lists.roster}
    people = inspector_lists(registry, value, as_of, private, divisions)
    reasons = {one.key: one.reason for one in people.absences}
    listed = {one.key for one in people.listed}
    return {
        one.key: GONE.get(reasons.get(one.key, ""), "left_service")
        for one in record.lists.inspectors
        if one.key not in listed
    }


def _from(task: Task, day: str) -> Task:
    """The task with what is left of its visit window: leave that has ended keeps nobody away."""
    return replaced(task, window_from=max(task.window_from, min(day, task.window_to)))


def _short(record: Record, frozen: Freeze) -> Iterator[tuple[str, str, int, int]]:
    if not isinstance(frozen, LaterTeamsFreeze):
        return
    pool = Pool(record.lists.inspectors, {one.inspector for one in frozen.withdrawn}, {})
    for entry in standing(record).live(StageId.parse(frozen.of.stage)):
        for group in frozen.groups:
            eligible = len(pool.eligible(entry, group.id))
            if eligible < group.size:
                yield entry.key, group.id, eligible, group.size
