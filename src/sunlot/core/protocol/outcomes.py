"""``outcome.json``: what each kind of stage decided (sections 3, 6, 7 and 8)."""

from typing import Final

from msgspec import Struct, field

from sunlot.core.protocol.grammar import (
    AuthorityText,
    Count,
    DigestText,
    DrawText,
    KeyText,
    Kind,
    NameText,
    SaltText,
    SeedText,
    StageId,
    StageText,
    TicketText,
    check_ascending,
)


class Selected(Struct, frozen=True, forbid_unknown_fields=True):
    """A target that was drawn."""

    rank: Count
    key: KeyText
    stratum: NameText
    ticket: TicketText


class Team(Struct, frozen=True, forbid_unknown_fields=True):
    """Those of one group who inspect a target, in order of choice."""

    target: KeyText
    group: NameText
    members: tuple[KeyText, ...]


class Opening(Struct, frozen=True, forbid_unknown_fields=True):
    """What a row of ``recusals.csv`` hid: the inspectors kept away from a target."""

    target: KeyText
    salt: SaltText
    inspectors: tuple[KeyText, ...]

    def __post_init__(self) -> None:
        check_ascending("inspectors", self.inspectors)


class Replacement(Struct, frozen=True, forbid_unknown_fields=True):
    """A vacated target and the one that steps in (``None`` when nobody is left)."""

    out: KeyText
    newcomer: KeyText | None = field(name="in")
    ticket: TicketText | None


class Relief(Struct, frozen=True, forbid_unknown_fields=True):
    """An inspector who left a team and the one who takes the place (``None`` when nobody is left)."""

    target: KeyText
    group: NameText
    out: KeyText
    newcomer: KeyText | None = field(name="in")
    ticket: TicketText | None


class TargetsOutcome(Struct, frozen=True, forbid_unknown_fields=True):
    """``outcome.json`` of ``targets``."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    freeze: DigestText
    beacon: DigestText
    seed: SeedText
    selected: tuple[Selected, ...]


class TeamsOutcome(Struct, frozen=True, forbid_unknown_fields=True):
    """``outcome.json`` of a ``teams…`` stage."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    freeze: DigestText
    beacon: DigestText
    seed: SeedText
    teams: tuple[Team, ...]
    recusals: tuple[Opening, ...]

    def __post_init__(self) -> None:
        check_ascending("recusals", [opening.target for opening in self.recusals])


class SubstitutesOutcome(Struct, frozen=True, forbid_unknown_fields=True):
    """``outcome.json`` of ``substitutes-N``."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    freeze: DigestText
    beacon: DigestText
    seed: SeedText
    replacements: tuple[Replacement, ...]


class ReliefOutcome(Struct, frozen=True, forbid_unknown_fields=True):
    """``outcome.json`` of ``relief-N``."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    freeze: DigestText
    beacon: DigestText
    seed: SeedText
    reliefs: tuple[Relief, ...]


Outcome = TargetsOutcome | TeamsOutcome | SubstitutesOutcome | ReliefOutcome

_OUTCOMES: Final[dict[Kind, type[Outcome]]] = {
    Kind.TARGETS: TargetsOutcome,
    Kind.TEAMS: TeamsOutcome,
    Kind.SUBSTITUTES: SubstitutesOutcome,
    Kind.RELIEF: ReliefOutcome,
}


def outcome_type(stage: StageId) -> type[Outcome]:
    """Give the type that ``outcome.json`` of this stage has."""
    return _OUTCOMES[stage.kind]
