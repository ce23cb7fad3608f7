"""What a draw has decided so far, as rules and pages ask for it; how it was decided is the protocol's business."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a draw.

    Attributes:
        id: `targets`, `teams`, `substitutes-1` …
        beacon_time: The instant its public value appears, UTC.
        drawn: Whether its outcome stands in the folder.
        void: Whether it was set aside.
    """

    id: str
    beacon_time: str
    drawn: bool
    void: bool


@dataclass(frozen=True, slots=True)
class Team:
    """Those of one group who were drawn to inspect a target, after all reliefs; of officers the first leads."""

    group: str
    role: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """What the verifier says of a draw that it does not accept."""

    stage: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The decisions of one draw whose stages are not void.

    Attributes:
        draw: The id of the draw.
        stages: All stages, void ones included, in the order of the protocol.
        selected: Target → stratum, of all that were selected or brought in, in that order.
        vacated: Target → reason, of those that left again.
        teams: Live target → its teams, in the order of the groups.
        sent: Live target → the instant at which its teams were drawn: no visit can have been earlier.
        population: Targets in the frozen lists, those in roster and exclusions together.
        refused: The verifier's first objection; what was decided is then not to be relied on.
    """

    draw: str
    stages: tuple[Stage, ...] = ()
    selected: Mapping[str, str] = field(default_factory=dict)
    vacated: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, Sequence[Team]] = field(default_factory=dict)
    sent: Mapping[str, str] = field(default_factory=dict)
    population: int = 0
    refused: Refused | None = None

    @property
    def live(self) -> list[str]:
        """The targets that are to be inspected, in order of selection."""
        return [target for target in self.selected if target not in self.vacated]
