"""What is known at an instant: the registers, the draws as their folders have them, and the verifier's word on each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sunlot.core.decided import decided, standing
from sunlot.core.drawn import Drawn
from sunlot.core.identity import current
from sunlot.core.protocol.freezes import TargetsFreeze
from sunlot.core.protocol.grammar import TARGETS, beijing_date
from sunlot.core.protocol.history import History
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.verdict import Verdict
from sunlot.core.registry import Registry


@dataclass(frozen=True)
class Known:
    """All of it.

    Attributes:
        registry: The records.
        records: The draws that have begun.
        verdicts: What the verifier says of each.
        moment: The instant, UTC: a stage whose public value comes later has decided nothing yet.
    """

    registry: Registry
    records: Mapping[str, Record]
    verdicts: Mapping[str, Verdict]
    moment: str

    @property
    def day(self) -> str:
        """The Beijing date of the instant."""
        return beijing_date(self.moment)

    @cached_property
    def drawn(self) -> Mapping[str, Drawn]:
        """What each draw has decided."""
        return {
            draw: decided(record, self.moment, self.verdicts.get(draw)) for draw, record in sorted(self.records.items())
        }

    @cached_property
    def current(self) -> Mapping[str, str]:
        """Every target id that was given up → the present one."""
        return current(self.registry)

    def history(self, draw: str) -> History:
        """The stages of a draw that count at the instant."""
        record = self.records[draw]
        return History(record.lists, standing(record, self.moment))


def first_stage(record: Record) -> tuple[Stage, TargetsFreeze] | None:
    """The stage that draws the targets, and what it froze; None where it cannot be read."""
    for stage in record.stages:
        if stage.id == TARGETS and isinstance(stage, Stage) and isinstance(stage.freeze.value, TargetsFreeze):
            return stage, stage.freeze.value
    return None
