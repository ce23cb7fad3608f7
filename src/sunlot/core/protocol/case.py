"""A stage before its judge: everything that a rule may look at."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sunlot.core.protocol.drand import Chain
from sunlot.core.protocol.drawing import choices
from sunlot.core.protocol.freezes import Freeze, LaterTeamsFreeze, TeamsFreeze
from sunlot.core.protocol.grammar import Seed, StageId
from sunlot.core.protocol.history import History
from sunlot.core.protocol.outcomes import Outcome, TeamsOutcome
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.teams import Choice
from sunlot.core.protocol.tickets import seed_of

ReceiptCheck = Callable[[Stage, str, bytes], str | None]
"""Checks a receipt of a stage, given its file name and content, and gives the instant it proves the freeze for.

Raises ``ValueError`` (better `DoesNotHoldError`) for one that does not hold; ``None``: it has nothing to check this one
with. It knows the trust roots, so it does not belong to the core.
"""


class DoesNotHoldError(ValueError):
    """A receipt does not hold: why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Case:
    """One stage to judge.

    Attributes:
        record: the draw.
        stage: the stage, whose documents could be read.
        before: the stages before it, which were found right.
        history: what of them counts.
        chain: the drand chain of the protocol.
        receipt_check: how to check receipts; ``None``: they are not checked.
    """

    record: Record
    stage: Stage
    before: tuple[Stage, ...]
    history: History
    chain: Chain
    receipt_check: ReceiptCheck | None

    @property
    def frozen(self) -> Freeze:
        """The frozen parameters."""
        return self.stage.freeze.value

    @property
    def decided(self) -> Outcome | None:
        """The outcome, once it is there."""
        return self.stage.outcome.value if self.stage.outcome else None

    def earlier(self, wanted: StageId | None) -> Stage | None:
        """Give an earlier stage, if there is such a one."""
        return next((stage for stage in self.before if stage.id == wanted), None)

    @cached_property
    def of(self) -> Stage | None:
        """The stage that this one is built on."""
        return self.earlier(self.stage.of)

    @cached_property
    def seed(self) -> Seed | None:
        """The seed, once there is a public random value."""
        if self.stage.beacon is None:
            return None
        frozen = self.frozen
        return seed_of(frozen.authority, frozen.draw, frozen.stage, self.stage.beacon.value)

    @cached_property
    def choices(self) -> list[Choice]:
        """The teams as they had to be chosen; none in other stages and before the draw."""
        decided = self.decided
        if not isinstance(decided, TeamsOutcome) or not isinstance(self.frozen, TeamsFreeze | LaterTeamsFreeze):
            return []
        return choices(self.history, self.stage, self.frozen, decided.recusals, decided.seed)
