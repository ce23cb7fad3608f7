"""The documents of what comes after the first two stages: substitutes, teams for them, relief, and what is set aside.

What a person has to say is small: who cannot be inspected, who cannot go, which stage is void, when the next public
value comes. All else follows from the draw as it stands (protocol, sections 3.2, 7 and 8).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from sunlot.core.protocol.documents import Plan, Void, encode
from sunlot.core.protocol.freezes import (
    Input,
    InspectorVacancy,
    LaterTeamsFreeze,
    Of,
    ReliefFreeze,
    Repeats,
    SubstitutesFreeze,
    TargetVacancy,
    TeamsFreeze,
    Withdrawal,
)
from sunlot.core.protocol.grammar import PROTOCOL, TARGETS, TEAMS, Digest, Kind, StageId
from sunlot.core.protocol.history import History
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.rules_binding import INPUTS

ONE_TARGET_ONLY = "recusal"
"""The reason that says nothing about other targets; whoever cannot go to any for another one is no candidate at all."""


class UnclearError(Exception):
    """A wish that does not say on what it builds: why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class Leaving:
    """An inspector who cannot go: to one target, or, where none is named, to any of this draw."""

    inspector: str
    reason: str
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a later stage is asked to do.

    Attributes:
        kind: `substitutes`, `teams` or `relief`.
        beacon: The public value that it will wait for.
        lead: Seconds that lie at least between freeze and value.
        frozen_at: The instant of the freeze, UTC.
        of: The stage it is built on; None where it follows from the rest.
        vacant: Target → reason, of targets that cannot be inspected.
        leaving: Inspectors who cannot go.
        withdrawn: Inspector → reason, of those who are no candidates any more.
        evidence: Target or inspector → SHA-256 of the document that was filed.
    """

    kind: Kind
    beacon: Plan
    lead: int
    frozen_at: str
    of: StageId | None = None
    vacant: Mapping[str, str] = field(default_factory=dict)
    leaving: Sequence[Leaving] = ()
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Digest] = field(default_factory=dict)


class _Head(TypedDict):
    protocol: str
    authority: str
    draw: str
    stage: str
    previous: Digest
    of: Of
    task: Digest


class _Foot(TypedDict):
    inputs: dict[str, Input]
    lead: int
    beacon: Plan
    frozen_at: str


def freeze_of(record: Record, wish: Wish) -> tuple[StageId, bytes]:
    """Write the `freeze.json` of the next stage of a kind; the verifier judges whether it may stand.

    Args:
        record: The draw, verified.
        wish: What is asked.

    Raises:
        UnclearError: If what it is built on cannot be told, or is not drawn.
        Refusal: If it cannot be written down (`malformed`).
    """
    stage, now = record.next_id(wish.kind), counting(record)
    of = wish.of or _built_on(now, wish)
    decided = next((one.outcome for one in now.stages.values() if one.id == of), None)
    if decided is None:
        raise UnclearError(f"“{of}”尚未抽取、已经作废或不存在", f"“{of}” is not drawn, is void, or does not exist")
    if wish.kind is Kind.TEAMS and not now.live(of) and of.kind is not Kind.TEAMS:
        raise UnclearError(f"“{of}”没有需要选派人员的对象", f"“{of}” has no target that needs a team")
    _check_people(wish)
    first, last = _stages(record)[0], _stages(record)[-1]
    head: _Head = {
        "protocol": PROTOCOL,
        "authority": first.freeze.value.authority,
        "draw": record.draw,
        "stage": str(stage),
        "previous": last.freeze.digest,
        "of": Of(str(of), decided.digest),
        "task": record.task,
    }
    foot: _Foot = {
        "inputs": {path: _frozen_input(record, path) for path in INPUTS[wish.kind]},
        "lead": wish.lead,
        "beacon": wish.beacon,
        "frozen_at": wish.frozen_at,
    }
    match wish.kind:
        case Kind.SUBSTITUTES:
            return stage, encode(SubstitutesFreeze(**head, vacancies=_vacant_targets(wish), **foot))
        case Kind.RELIEF:
            places, gone = _vacant_places(now, of, wish), withdrawals(record, wish)
            return stage, encode(ReliefFreeze(**head, vacancies=places, withdrawn=gone, **foot))
        case _:
            teams = record.stage(TEAMS).freeze.value
            assert isinstance(teams, TeamsFreeze)
            frozen = LaterTeamsFreeze(
                **head,
                groups=teams.groups,
                withdrawn=withdrawals(record, wish),
                repeats=_repeats(record, of),
                **foot,
            )
            return stage, encode(frozen)


def _check_people(wish: Wish) -> None:
    """Raise `UnclearError` where something was said that would be lost: a document of nobody, two reasons of one."""
    known = {*wish.vacant, *(one.inspector for one in wish.leaving)}
    if odd := sorted(wish.evidence.keys() - known):
        raise UnclearError(f"存档文件所属的“{odd[0]}”不在空缺之中", f"the document of “{odd[0]}” belongs to no vacancy")
    everywhere = {one.inspector for one in wish.leaving if one.target is None}
    for one in wish.leaving:
        if one.target is not None and one.inspector in everywhere:
            who = one.inspector
            raise UnclearError(f"“{who}”既写了全部又写了一个对象", f"“{who}” leaves all teams and one: say one of them")


def counting(record: Record) -> History:
    """The stages that count for one that is frozen now: those that are not void."""
    return History(record.lists, (stage for stage in _stages(record) if stage.void is None))


def withdrawals(record: Record, wish: Wish) -> tuple[Withdrawal, ...]:
    """All who are no candidates any more: those of every earlier stage as they stand there, and those of the wish."""
    gone = {one.inspector: one for stage in _stages(record) for one in stage.withdrawn}
    new = {one.inspector: one.reason for one in wish.leaving if one.target is None and one.reason != ONE_TARGET_ONLY}
    for inspector, reason in {**wish.withdrawn, **new}.items():
        gone.setdefault(inspector, Withdrawal(inspector, reason))
    return tuple(gone[inspector] for inspector in sorted(gone))


def void_of(stage: Stage, reason: str, explanation: str, approved_by: Sequence[str], voided_at: str) -> bytes:
    """Write the `void.json` of a stage (protocol, section 3.2).

    Raises:
        Refusal: If it cannot be written down (`malformed`).
    """
    frozen = stage.freeze.value
    return encode(
        Void(
            protocol=PROTOCOL,
            authority=frozen.authority,
            draw=frozen.draw,
            stage=frozen.stage,
            freeze=stage.freeze.digest,
            reason=reason,
            explanation=explanation,
            approved_by=tuple(approved_by),
            voided_at=voided_at,
        )
    )


def dependents(record: Record, voided: StageId) -> list[StageId]:
    """The stages that are built on a stage, directly or through others, and are not void yet; in their order."""
    found = {voided}
    for stage in _stages(record):
        if stage.of in found:
            found.add(stage.id)
    return [one.id for one in _stages(record) if one.id in found - {voided} and one.void is None]


def _stages(record: Record) -> list[Stage]:
    return [stage for stage in record.stages if isinstance(stage, Stage)]


def _frozen_input(record: Record, path: str) -> Input:
    """What the first stages froze of a list, so that its SM3 is there whatever this platform knows."""
    first = record.stage(TARGETS if path.startswith(str(TARGETS)) else TEAMS)
    return first.freeze.value.inputs[path]


def _vacant_targets(wish: Wish) -> tuple[TargetVacancy, ...]:
    return tuple(
        TargetVacancy(target, reason, wish.evidence.get(target)) for target, reason in sorted(wish.vacant.items())
    )


def _vacant_places(now: History, of: StageId, wish: Wish) -> tuple[InspectorVacancy, ...]:
    """Find the places of those who leave.

    Raises:
        UnclearError: If somebody has none.
    """
    teams = {place: members for place, members in now.members(of).items() if place[0] not in now.vacated}
    places: dict[tuple[str, str, str], str] = {}
    for leaving in wish.leaving:
        own = [
            (t, g) for (t, g), members in teams.items() if leaving.inspector in members and leaving.target in {None, t}
        ]
        if not own:
            who = f"{leaving.inspector}@{leaving.target}" if leaving.target else leaving.inspector
            raise UnclearError(f"“{who}”不在“{of}”的任何检查组中", f"“{who}” is in no team of “{of}”")
        places |= {(target, group, leaving.inspector): leaving.reason for target, group in own}
    return tuple(
        InspectorVacancy(target, group, inspector, reason, wish.evidence.get(inspector))
        for (target, group, inspector), reason in sorted(places.items())
    )


def _repeats(record: Record, of: StageId) -> Repeats | None:
    voids = [one for one in _stages(record) if one.id.kind is Kind.TEAMS and one.of == of and one.void]
    void = voids[-1].void if voids else None
    return Repeats(str(voids[-1].id), void.digest) if void else None


def _built_on(now: History, wish: Wish) -> StageId:
    """Find the one stage that a wish can be about.

    Raises:
        UnclearError: If there is none, or several.
    """
    finders = {Kind.SUBSTITUTES: _bringers, Kind.RELIEF: _senders}
    found = dict.fromkeys(finders.get(wish.kind, _teamless)(now, wish))
    if len(found) == 1:
        return next(iter(found))
    if found:
        several = "、".join(map(str, found))
        raise UnclearError(
            f"涉及 {several}，请逐个阶段分别冻结，或用 --of 写明",
            f"it is about {several}: freeze one stage for each, or name one with --of",
        )
    raise UnclearError(*_nothing(now, wish))


def _nothing(now: History, wish: Wish) -> tuple[str, str]:
    before = [
        str(stage.id)
        for stage in now.stages.values()
        if isinstance(stage.freeze.value, SubstitutesFreeze)
        and any(one.target in wish.vacant for one in stage.freeze.value.vacancies)
    ]
    if wish.kind is Kind.SUBSTITUTES and before:
        return f"所列对象已由 {before[-1]} 列为空缺", f"{before[-1]} has vacated the targets named already"
    return {
        Kind.SUBSTITUTES: ("所列对象都不是本次抽查在列的对象", "this draw sends nobody to the targets named"),
        Kind.RELIEF: ("所列人员不在任何检查组中", "none of the inspectors named is in a team"),
    }.get(wish.kind, ("每一批抽中的对象都已有检查组", "all targets that were drawn have their teams"))


def _bringers(now: History, wish: Wish) -> Iterator[StageId]:
    """The stages that selected or brought in a vacant target."""
    for stage in now.stages:
        if any(entry.key in wish.vacant for entry in now.live(stage)):
            yield stage


def _senders(now: History, wish: Wish) -> Iterator[StageId]:
    """The stages that put a leaving inspector into a team."""
    for stage in now.stages:
        for (target, _), members in now.members(stage).items():
            if any(one.inspector in members and one.target in {None, target} for one in wish.leaving):
                yield stage


def _teamless(now: History, wish: Wish) -> Iterator[StageId]:
    """The stages that brought in targets for which no team stands."""
    del wish
    served = {stage.of for stage in now.stages.values() if stage.id.kind is Kind.TEAMS}
    yield from (stage for stage in now.stages if stage not in served and now.live(stage))
