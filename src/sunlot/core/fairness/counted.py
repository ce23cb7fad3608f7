"""The draws that a fairness record counts, and those that it leaves out and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sunlot.core.decided import standing
from sunlot.core.protocol.freezes import TargetsFreeze
from sunlot.core.protocol.grammar import TARGETS, Kind
from sunlot.core.protocol.history import History
from sunlot.core.protocol.outcomes import TargetsOutcome, TeamsOutcome
from sunlot.core.protocol.record import Lists, Record, Stage


@dataclass(frozen=True, slots=True)
class Counted:
    """A draw whose targets were drawn by the day, and not set aside.

    Attributes:
        record: The draw.
        stages: Its stages that count, in their order.
        freeze: What the selection was frozen with.
        outcome: The selection.
    """

    record: Record
    stages: tuple[Stage, ...]
    freeze: TargetsFreeze
    outcome: TargetsOutcome

    @property
    def lists(self) -> Lists:
        """The lists that were drawn from."""
        return self.record.lists

    @property
    def history(self) -> History:
        """What its stages decided."""
        return History(self.record.lists, self.stages)

    def teams(self) -> Iterator[tuple[Stage, TeamsOutcome]]:
        """Its drawn `teams…` stages."""
        for stage in self.stages:
            if stage.id.kind is Kind.TEAMS and stage.outcome and isinstance(stage.outcome.value, TeamsOutcome):
                yield stage, stage.outcome.value


def counted(records: Mapping[str, Record], moment: str) -> Iterator[Counted]:
    """Yield the draws that count at an instant, by id."""
    for _, record in sorted(records.items()):
        stages = tuple(standing(record, moment))
        for stage in stages:
            freeze, outcome = stage.freeze.value, stage.outcome.value if stage.outcome else None
            if stage.id == TARGETS and isinstance(freeze, TargetsFreeze) and isinstance(outcome, TargetsOutcome):
                yield Counted(record, stages, freeze, outcome)


def frozen(record: Record) -> Iterator[Stage]:
    """Yield every stage that could be read, void ones included."""
    return (stage for stage in record.stages if isinstance(stage, Stage))
