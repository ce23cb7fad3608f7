"""A draw as values: its lists, and its stages in their order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from msgspec import Struct

from sunlot.core.protocol.documents import Beacon, Void
from sunlot.core.protocol.freezes import Freeze, Input, LaterTeamsFreeze, ReliefFreeze, TargetsFreeze, Withdrawal
from sunlot.core.protocol.grammar import Digest, Kind, Refusal, StageId
from sunlot.core.protocol.lists import Absence, Entry, Exclusion, Inspector, Recusal
from sunlot.core.protocol.outcomes import Outcome

D_co = TypeVar("D_co", bound=Struct, covariant=True)


class State(StrEnum):
    """How far a stage has come."""

    WAITING = "waiting"
    DRAWN = "drawn"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Document(Generic[D_co]):
    """A document that was read: its value, and the SHA-256 of its bytes."""

    value: D_co
    digest: Digest


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage whose documents could be read."""

    id: StageId
    freeze: Document[Freeze]
    beacon: Document[Beacon] | None = None
    outcome: Document[Outcome] | None = None
    void: Document[Void] | None = None
    evidence: Mapping[str, bytes] = field(default_factory=dict)
    receipts: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Waiting, drawn, or void (drawn or not)."""
        if self.void:
            return State.VOID
        return State.DRAWN if self.outcome else State.WAITING

    @property
    def of(self) -> StageId | None:
        """The stage this one is built on; ``None`` for ``targets``, and where no stage can have such an id."""
        frozen = self.freeze.value
        if isinstance(frozen, TargetsFreeze):
            return None
        try:
            return StageId.parse(frozen.of.stage)
        except ValueError:
            return None

    @property
    def withdrawn(self) -> tuple[Withdrawal, ...]:
        """The inspectors who are no candidates any more."""
        frozen = self.freeze.value
        return frozen.withdrawn if isinstance(frozen, LaterTeamsFreeze | ReliefFreeze) else ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A stage that is refused already, because of its documents; its freeze, if that could be read."""

    id: StageId
    failure: Refusal
    freeze: Document[Freeze] | None = None


@dataclass(frozen=True)
class Lists:
    """The lists of a draw; empty where they could not be read, and then their stage is `Unread`."""

    roster: tuple[Entry, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    inspectors: tuple[Inspector, ...] = ()
    absences: tuple[Absence, ...] = ()
    recusals: tuple[Recusal, ...] = ()

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The roster by key."""
        return {entry.key: entry for entry in self.roster}


@dataclass(frozen=True, slots=True)
class Record:
    """A draw as far as its folder tells it.

    Attributes:
        draw: the draw id, which is the folder's name.
        task: SHA-256 of ``task.yaml``.
        lists: the lists that were drawn from.
        inputs: path of each list → its number of rows and digests (SM3 ``""`` where the platform lacks it).
        stages: in the order in which they are judged.
    """

    draw: str
    task: Digest
    lists: Lists
    inputs: Mapping[str, Input]
    stages: tuple[Stage | Unread, ...]

    def stage(self, wanted: StageId) -> Stage:
        """Give a stage; raise its ``Refusal`` if it could not be read, ``KeyError`` if there is none."""
        for stage in self.stages:
            if stage.id == wanted:
                if isinstance(stage, Unread):
                    raise stage.failure
                return stage
        raise KeyError(str(wanted))

    def before(self, stage: StageId) -> tuple[Stage, ...]:
        """Give the stages before this one, all of which must have been read."""
        ids = [one.id for one in self.stages]
        return tuple(self.stage(one) for one in ids[: ids.index(stage)])

    def next_id(self, kind: Kind) -> StageId:
        """Give the id that the next stage of this kind has."""
        numbers = [stage.id.number for stage in self.stages if stage.id.kind is kind]
        return StageId(kind, max(numbers, default=0) + 1)
