"""``freeze.json``: what each kind of stage fixes before the public random value exists (sections 3, 6, 7 and 8)."""

from fractions import Fraction
from typing import Final, Literal

from msgspec import UNSET, Struct, UnsetType

from sunlot.core.protocol.documents import Plan
from sunlot.core.protocol.grammar import (
    TEAMS,
    AuthorityText,
    Count,
    DateText,
    DigestText,
    DrawText,
    InstantText,
    KeyText,
    Kind,
    NameText,
    RateText,
    ReasonText,
    StageId,
    StageText,
    TreeText,
    check_ascending,
    check_date,
    check_distinct,
    seconds,
)


class Register(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the lists come from: Git tree of ``registers/``, and the Beijing date they were judged at."""

    tree: TreeText
    as_of: DateText

    def __post_init__(self) -> None:
        check_date(self.as_of)


class Of(Struct, frozen=True, forbid_unknown_fields=True):
    """The stage built on, and the digest of its outcome (``None`` in the first ``teams``)."""

    stage: StageText
    outcome: DigestText | None


class Repeats(Struct, frozen=True, forbid_unknown_fields=True):
    """The void stage that a repeat follows, and the digest of its ``void.json``."""

    stage: StageText
    void: DigestText


class Rule(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How many of a stratum are taken: ``rate``, a percentage as text, or else ``count``."""

    rate: RateText | UnsetType = UNSET
    count: Count | UnsetType = UNSET

    def __post_init__(self) -> None:
        if (self.rate is UNSET) == (self.count is UNSET):
            raise ValueError("a rule is a rate or a count")
        if self.rate is not UNSET and not 0 < Fraction(self.rate) <= 100:
            raise ValueError("a rate is above 0 and at most 100")
        if self.count == 0:
            raise ValueError("a count is at least 1")


class Stratum(Struct, frozen=True, forbid_unknown_fields=True):
    """A stratum: its rule, its rows in the roster, and how many of them are taken."""

    rule: Rule
    size: Count
    take: Count


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """A group of inspectors, of which each team has ``size``."""

    id: NameText
    role: Literal["officer", "expert"]
    size: Count


class Withdrawal(Struct, frozen=True, forbid_unknown_fields=True):
    """An inspector who is no candidate any more."""

    inspector: KeyText
    reason: ReasonText


class TargetVacancy(Struct, frozen=True, forbid_unknown_fields=True):
    """A target that cannot be inspected; ``evidence`` is the digest of the filed document."""

    target: KeyText
    reason: ReasonText
    evidence: DigestText | None


class InspectorVacancy(Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a team that has to be filled again."""

    target: KeyText
    group: NameText
    inspector: KeyText
    reason: ReasonText
    evidence: DigestText | None


class Input(Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen list: number of data rows and digests."""

    count: Count
    sha256: DigestText
    sm3: DigestText


class TargetsFreeze(Struct, frozen=True, forbid_unknown_fields=True):
    """``freeze.json`` of ``targets`` (section 6)."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    previous: DigestText | None
    task: DigestText
    register: Register
    strata: dict[NameText, Stratum]
    inputs: dict[str, Input]
    lead: Count
    beacon: Plan
    frozen_at: InstantText

    def __post_init__(self) -> None:
        seconds(self.frozen_at)


class TeamsFreeze(Struct, frozen=True, forbid_unknown_fields=True):
    """``freeze.json`` of the first ``teams`` (section 7)."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    previous: DigestText | None
    of: Of
    task: DigestText
    register: Register
    groups: tuple[Group, ...]
    inputs: dict[str, Input]
    lead: Count
    beacon: Plan
    frozen_at: InstantText

    def __post_init__(self) -> None:
        seconds(self.frozen_at)
        check_distinct("groups", (group.id for group in self.groups))


class LaterTeamsFreeze(Struct, frozen=True, forbid_unknown_fields=True):
    """``freeze.json`` of ``teams-2``, ``teams-3`` … (section 7)."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    previous: DigestText | None
    of: Of
    task: DigestText
    groups: tuple[Group, ...]
    withdrawn: tuple[Withdrawal, ...]
    repeats: Repeats | None
    inputs: dict[str, Input]
    lead: Count
    beacon: Plan
    frozen_at: InstantText

    def __post_init__(self) -> None:
        seconds(self.frozen_at)
        check_distinct("groups", (group.id for group in self.groups))
        check_ascending("withdrawn", [one.inspector for one in self.withdrawn])


class SubstitutesFreeze(Struct, frozen=True, forbid_unknown_fields=True):
    """``freeze.json`` of ``substitutes-N`` (section 8)."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    previous: DigestText | None
    of: Of
    task: DigestText
    vacancies: tuple[TargetVacancy, ...]
    inputs: dict[str, Input]
    lead: Count
    beacon: Plan
    frozen_at: InstantText

    def __post_init__(self) -> None:
        seconds(self.frozen_at)
        check_ascending("vacancies", [one.target for one in self.vacancies])


class ReliefFreeze(Struct, frozen=True, forbid_unknown_fields=True):
    """``freeze.json`` of ``relief-N`` (section 8)."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    previous: DigestText | None
    of: Of
    task: DigestText
    vacancies: tuple[InspectorVacancy, ...]
    withdrawn: tuple[Withdrawal, ...]
    inputs: dict[str, Input]
    lead: Count
    beacon: Plan
    frozen_at: InstantText

    def __post_init__(self) -> None:
        seconds(self.frozen_at)
        check_ascending("vacancies", [(one.target, one.group, one.inspector) for one in self.vacancies])
        check_ascending("withdrawn", [one.inspector for one in self.withdrawn])


Freeze = TargetsFreeze | TeamsFreeze | LaterTeamsFreeze | SubstitutesFreeze | ReliefFreeze

_FREEZES: Final[dict[Kind, type[Freeze]]] = {
    Kind.TARGETS: TargetsFreeze,
    Kind.TEAMS: LaterTeamsFreeze,
    Kind.SUBSTITUTES: SubstitutesFreeze,
    Kind.RELIEF: ReliefFreeze,
}


def freeze_type(stage: StageId) -> type[Freeze]:
    """Give the type that ``freeze.json`` of this stage has."""
    return TeamsFreeze if stage == TEAMS else _FREEZES[stage.kind]
