"""What a verifier found out about a stage, as values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sunlot.core.protocol.beacons import Strength, strength
from sunlot.core.protocol.case import Case
from sunlot.core.protocol.documents import Plan, Void
from sunlot.core.protocol.freezes import (
    LaterTeamsFreeze,
    ReliefFreeze,
    SubstitutesFreeze,
    TargetsFreeze,
    TeamsFreeze,
)
from sunlot.core.protocol.grammar import TARGETS, StageId, is_withheld, seconds
from sunlot.core.protocol.marks import Mark, marks
from sunlot.core.protocol.outcomes import (
    ReliefOutcome,
    SubstitutesOutcome,
    TargetsOutcome,
    TeamsOutcome,
)
from sunlot.core.protocol.record import State
from sunlot.core.protocol.rules_public import witnessed

_DAY = 86400


class Witness(StrEnum):
    """What stands behind the time of a freeze: the office's word, an unchecked receipt, or a receipt that holds."""

    DECLARED = "declared"
    UNCHECKED = "unchecked"
    WITNESSED = "witnessed"


@dataclass(frozen=True, slots=True)
class StratumFacts:
    """A stratum: each of its ``size`` entries had the same exact probability; ``withheld`` of them are not named."""

    name: str
    size: int
    take: int
    probability: Fraction
    withheld: int


@dataclass(frozen=True, slots=True)
class ShortTeam:
    """A team for which no more inspectors were eligible than it has places: nothing was left to chance."""

    target: str
    group: str
    eligible: int
    size: int


@dataclass(frozen=True, slots=True)
class VacancyFacts:
    """Vacancies of one stratum against its take, or (``take`` ``None``) places in teams of one group."""

    name: str
    vacant: int
    filled: int | None
    take: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFacts:
    """What is known of a stage that was found right.

    Attributes:
        stage: its id.
        state: waiting, drawn or void.
        frozen_at: when it was frozen, by the word that ``witness`` tells.
        lead: seconds that lie at least between the freeze and the public value.
        witness: what stands behind ``frozen_at``.
        plan: the public value it waits or waited for.
        strength: how far such a value can be believed.
        excluded: of ``targets``: how many of the population are not in the roster; their probability is 0.
        strata: of ``targets``.
        drawn: how many targets, teams or newcomers the outcome has; ``None`` before the draw.
        short_teams: of ``teams…``.
        vacancies: of ``substitutes-N`` and ``relief-N``.
        marks: what is lawful and should be seen.
        void: why it was set aside.
        repeats: the void stage that it repeats.
        overdue: the public value is there for more than a day, and the outcome is not; ``None`` without a clock.
    """

    stage: StageId
    state: State
    frozen_at: str
    lead: int
    witness: Witness
    plan: Plan
    strength: Strength
    excluded: int = 0
    strata: tuple[StratumFacts, ...] = ()
    drawn: int | None = None
    short_teams: tuple[ShortTeam, ...] = ()
    vacancies: tuple[VacancyFacts, ...] = ()
    marks: tuple[Mark, ...] = ()
    void: Void | None = None
    repeats: str | None = None
    overdue: bool | None = None


def describe(case: Case, now: str | None) -> StageFacts:
    """Describe a stage that was found right, at an instant ``now`` if there is a clock."""
    frozen, stage = case.frozen, case.stage
    repeats = frozen.repeats.stage if isinstance(frozen, LaterTeamsFreeze) and frozen.repeats else None
    overdue = None
    if now is not None:
        overdue = stage.outcome is None and seconds(now) > seconds(frozen.beacon.time) + _DAY
    return StageFacts(
        stage=stage.id,
        state=stage.state,
        frozen_at=frozen.frozen_at,
        lead=frozen.lead,
        witness=_witness(case),
        plan=frozen.beacon,
        strength=strength(frozen.beacon.source),
        excluded=len(case.record.lists.exclusions) if stage.id == TARGETS else 0,
        strata=_strata(case),
        drawn=_drawn(case),
        short_teams=tuple(_short_teams(case)),
        vacancies=tuple(_vacancies(case)),
        marks=tuple(marks(case)),
        void=stage.void.value if stage.void else None,
        repeats=repeats,
        overdue=overdue,
    )


def _witness(case: Case) -> Witness:
    return {True: Witness.WITNESSED, None: Witness.UNCHECKED, False: Witness.DECLARED}[witnessed(case)]


def _strata(case: Case) -> tuple[StratumFacts, ...]:
    if not isinstance(case.frozen, TargetsFreeze):
        return ()
    withheld = Counter(entry.stratum for entry in case.record.lists.roster if is_withheld(entry.key))
    return tuple(
        StratumFacts(name, one.size, one.take, Fraction(one.take, one.size), withheld[name])
        for name, one in case.frozen.strata.items()
    )


def _drawn(case: Case) -> int | None:
    match case.decided:
        case TargetsOutcome(selected=selected):
            return len(selected)
        case TeamsOutcome(teams=teams):
            return len(teams)
        case SubstitutesOutcome(replacements=filled) | ReliefOutcome(reliefs=filled):
            return sum(one.newcomer is not None for one in filled)
    return None


def _short_teams(case: Case) -> Iterable[ShortTeam]:
    if isinstance(case.frozen, TeamsFreeze | LaterTeamsFreeze):
        sizes = {group.id: group.size for group in case.frozen.groups}
        for choice in case.choices:
            size = sizes[choice.team.group]
            if choice.eligible <= size:
                yield ShortTeam(choice.team.target, choice.team.group, choice.eligible, size)


def _vacancies(case: Case) -> Iterable[VacancyFacts]:
    frozen, decided = case.frozen, case.decided
    if isinstance(frozen, SubstitutesFreeze):
        entries = case.record.lists.entries
        targets = case.earlier(TARGETS)
        strata = targets.freeze.value.strata if targets and isinstance(targets.freeze.value, TargetsFreeze) else {}
        vacant = Counter(entries[one.target].stratum for one in frozen.vacancies)
        filled = None
        if isinstance(decided, SubstitutesOutcome):
            filled = Counter(entries[one.out].stratum for one in decided.replacements if one.newcomer is not None)
        for name, count in sorted(vacant.items()):
            yield VacancyFacts(name, count, None if filled is None else filled[name], strata[name].take)
    elif isinstance(frozen, ReliefFreeze):
        vacant = Counter(one.group for one in frozen.vacancies)
        filled = None
        if isinstance(decided, ReliefOutcome):
            filled = Counter(one.group for one in decided.reliefs if one.newcomer is not None)
        for name, count in sorted(vacant.items()):
            yield VacancyFacts(name, count, None if filled is None else filled[name], None)
