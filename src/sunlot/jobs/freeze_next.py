"""Freeze a stage after the first two: substitutes for vacated targets, teams for them, relief of inspectors.

What is frozen follows from the draw itself; the registers only tell who is no candidate any more. Whether it may stand
is the verifier's word, given before anything is written (protocol, sections 3.2, 7 and 8).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from msgspec.structs import replace as replaced

from sunlot.core.eligibility import inspector_lists
from sunlot.core.following import Leaving, UnclearError, Wish, counting, freeze_of
from sunlot.core.freezing import beacon_at
from sunlot.core.model import Task
from sunlot.core.problems import Place, ProblemsError, problem
from sunlot.core.protocol.documents import Plan, decode
from sunlot.core.protocol.folder import FilesInMemory, Overlaid
from sunlot.core.protocol.freezes import (
    Freeze,
    LaterTeamsFreeze,
    ReliefFreeze,
    SubstitutesFreeze,
    TargetsFreeze,
    TeamsFreeze,
    freeze_type,
)
from sunlot.core.protocol.grammar import Digest, Kind, Refusal, StageId, beijing_date, seconds
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.teams import Pool
from sunlot.core.protocol.verify import verify
from sunlot.core.registry import Placed, Registry
from sunlot.jobs.judging import must_verify, would_be_refused
from sunlot.jobs.listing import people_of
from sunlot.jobs.loading import load
from sunlot.jobs.privacy import private_of
from sunlot.jobs.ready import beside, failing, stop, uncommitted
from sunlot.store.drawfolders import DRAWS, DrawFolder
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

RESTS_ON = ("registers/", "sunlot.yaml")
"""What of the check stands in the way of a later stage: lists are frozen, only people are looked at again."""
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
        ProblemsError: With what stands in the way (F430, F431, F434, F443, F453, F455, F462, or what
            `check` says of the registers); nothing was written.
    """
    folder = DrawFolder(store.source, draw)
    if "freeze.json" not in folder.entries("targets"):
        place = Place(f"{DRAWS}/{draw}")
        raise ProblemsError([problem(place, "F430", id=draw, what="已冻结的抽查", what_en="frozen draw", known="—")])
    must_verify(folder, draw)
    stop(list(uncommitted(store)))
    with closing(store.at("HEAD").source) as source:
        head = Store(store.root, source)
        loading = load(head)
        stop(
            [
                *(one for one in failing(head, now) if one.place.file.startswith(RESTS_ON)),
                *beside(loading.registry, vault),
            ]
        )
    task = loading.registry.tasks[draw]
    record = read(folder, draw)
    lead = task.value.lead if asked.lead is None else asked.lead
    if seconds(now) + lead > seconds(asked.time):
        raise ProblemsError([problem(Place(f"{DRAWS}/{draw}"), "F455", time=asked.time, now=now, lead=lead)])
    wish = Wish(
        kind=asked.kind,
        beacon=_beacon(task.value, record, asked),
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


def _beacon(task: Task, record: Record, asked: Asked) -> Plan:
    """Name the public value; a lottery, and nothing else, has an issue number."""
    lottery = task.beacon.source == "lottery"
    if lottery == (asked.issue is not None):
        try:
            return beacon_at(task, asked.time, asked.issue)
        except ValueError:
            pass
    zh, en = "彩票须用 --round 写明数字期号", "a lottery has an issue number in digits: name it with --round"
    if not lottery:
        zh, en = "该时刻没有这一随机源的值，且只有彩票才写 --round", "no value then; only a lottery has --round"
    place = Place(f"{DRAWS}/{record.draw}/{record.next_id(asked.kind)}/freeze.json")
    values = {"sentence": zh, "sentence_en": en, "code": "malformed"}
    raise ProblemsError([problem(place, "F453", draw=record.draw, stage=str(record.next_id(asked.kind)), **values)])


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
    areas = {one.key: tuple(one.divisions.split(" ")) for one in people.listed}
    return {
        one.key: GONE.get(reasons.get(one.key, ""), "left_service")
        for one in record.lists.inspectors
        if not all(area.startswith(areas.get(one.key, ())) for area in one.divisions.split(" "))
    }


def _from(task: Task, day: str) -> Task:
    """The task with what is left of its visit window: leave that has ended keeps nobody away."""
    return replaced(task, window_from=max(task.window_from, min(day, task.window_to)))


def _short(record: Record, frozen: Freeze) -> Iterator[tuple[str, str, int, int]]:
    """Tell where too few can be chosen, as far as is known: the recusals of newcomers are not open yet."""
    if isinstance(frozen, SubstitutesFreeze | TargetsFreeze | TeamsFreeze):
        return
    now, of = counting(record), StageId.parse(frozen.of.stage)
    pool = Pool(record.lists.inspectors, {one.inspector for one in frozen.withdrawn}, now.opened(of))
    if isinstance(frozen, LaterTeamsFreeze):
        for entry in now.live(of):
            for group in frozen.groups:
                if (eligible := len(pool.eligible(entry, group.id))) < group.size:
                    yield entry.key, group.id, eligible, group.size
        return
    members, relieved = now.members(of), now.relieved(of)
    for (target, name), vacant in Counter((one.target, one.group) for one in frozen.vacancies).items():
        team = {member for (place, _), people in members.items() if place == target for member in people}
        candidates = pool.eligible(record.lists.entries[target], name) - team - relieved.get(target, set())
        if len(candidates) < vacant:
            yield target, name, len(candidates), vacant
