"""The documents of a freeze: from a task and its lists to the bytes of `targets` and `teams` (protocol, 3 to 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sunlot.core.eligibility import Inspectors, Targets
from sunlot.core.model import Task
from sunlot.core.protocol import lists
from sunlot.core.protocol.documents import Plan, encode
from sunlot.core.protocol.drand import QUICKNET
from sunlot.core.protocol.freezes import Group, Input, Of, Register, Rule, TargetsFreeze, TeamsFreeze
from sunlot.core.protocol.grammar import PROTOCOL, TARGETS, TEAMS, Digest, beijing_date
from sunlot.core.protocol.reading import describe
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.strata import stratify
from sunlot.core.protocol.tickets import digest, recusal_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When and on what a freeze stands.

    Attributes:
        authority: Code of the office that draws.
        tree: Git tree id of `registers/`, 40 or 64 hex digits.
        as_of: Beijing date at which the lists were judged.
        frozen_at: The instant of the freeze, UTC.
        previous: SHA-256 of the last `freeze.json` of the draw before this one, None for the first ever.
    """

    authority: str
    tree: str
    as_of: str
    frozen_at: str
    previous: Digest | None


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed row of recusals before it is opened: the salt and whom it keeps apart."""

    salt: str
    inspectors: tuple[str, ...]


def beacon_plan(task: Task, stage: str) -> Plan:
    """Name the public value that `targets` or the first `teams` of a task will wait for."""
    chosen = task.beacon
    if stage == "targets":
        return beacon_at(task, chosen.targets_time, chosen.targets_round)
    return beacon_at(task, chosen.teams_time, chosen.teams_round)


def beacon_at(task: Task, time: str, issue: str | None) -> Plan:
    """Name the public value of a task's source at a time; only a lottery has an issue number (sections 4 and 10)."""
    match task.beacon.source:
        case "drand":
            return Plan("drand", QUICKNET.hash, time, QUICKNET.round_at(time))
        case "lottery":
            return Plan("lottery", task.beacon.chain or "", time, issue or "")
        case "document":
            return Plan("document", task.beacon.chain or "", time, beijing_date(time))
        case _:
            return Plan("date", "date", time, beijing_date(time))


def rules(task: Task) -> dict[str, Rule]:
    """Stratum → how many of it are drawn; exact text, never a float."""
    return {one.id: Rule(rate=one.rate) if one.rate is not None else Rule(count=one.count or 0) for one in task.strata}


def frozen_files(
    task: Task, task_bytes: bytes, moment: Moment, drawn_from: tuple[Targets, Inspectors], closed: Mapping[str, Closed]
) -> dict[str, bytes]:
    """Write all files of both stages, by path below the draw's folder.

    The last is `targets/freeze.json`: until it stands nothing is frozen, and a freeze that was cut off is made anew.

    Args:
        task: The task, and below it the bytes of its `task.yaml`.
        task_bytes: What the freeze binds as `task`.
        moment: When, by whom, on which registers.
        drawn_from: The lists of targets and of inspectors.
        closed: Roster key → its closed row.
    """
    targets, inspectors = drawn_from
    rows = [lists.Recusal(key, recusal_digest(row.salt, key, row.inspectors)) for key, row in closed.items()]
    of_targets = {
        lists.EXCLUSIONS.path: lists.EXCLUSIONS.encode(targets.exclusions),
        lists.ROSTER.path: lists.ROSTER.encode(targets.roster),
    }
    of_teams = {
        lists.ABSENCES.path: lists.ABSENCES.encode(inspectors.absences),
        lists.INSPECTORS.path: lists.INSPECTORS.encode(inspectors.listed),
        lists.RECUSALS.path: lists.RECUSALS.encode(rows),
    }
    register = Register(moment.tree, moment.as_of)
    first = encode(
        TargetsFreeze(
            protocol=PROTOCOL,
            authority=moment.authority,
            draw=task.id,
            stage=str(TARGETS),
            previous=moment.previous,
            task=digest(task_bytes),
            register=register,
            strata=stratify(targets.roster, rules(task)),
            inputs=_inputs(of_targets),
            lead=task.lead,
            beacon=beacon_plan(task, "targets"),
            frozen_at=moment.frozen_at,
        )
    )
    second = encode(
        TeamsFreeze(
            protocol=PROTOCOL,
            authority=moment.authority,
            draw=task.id,
            stage=str(TEAMS),
            previous=digest(first),
            of=Of(str(TARGETS), None),
            task=digest(task_bytes),
            register=register,
            groups=tuple(Group(group.id, _role(group.role), group.size) for group in task.groups),
            inputs=_inputs(of_teams),
            lead=task.lead,
            beacon=beacon_plan(task, "teams"),
            frozen_at=moment.frozen_at,
        )
    )
    return {**of_teams, **of_targets, "teams/freeze.json": second, "targets/freeze.json": first}


def _inputs(files: Mapping[str, bytes]) -> dict[str, Input]:
    return {path: describe(data, data.count(b"\n") - 1) for path, data in files.items()}


def _role(role: str) -> Literal["officer", "expert"]:
    return "expert" if role == "expert" else "officer"


def targets_freeze(record: Record) -> TargetsFreeze:
    """Give what the stage `targets` of a draw froze.

    Raises:
        Refusal: If it cannot be read.
    """
    frozen = record.stage(TARGETS).freeze.value
    assert isinstance(frozen, TargetsFreeze)
    return frozen
