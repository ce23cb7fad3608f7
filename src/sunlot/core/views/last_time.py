"""Who inspects the same target twice in a row: as of a draw's freeze, by the public records alone (domain, I12)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sunlot.core.apart import repeated
from sunlot.core.decided import decided
from sunlot.core.drawn import Drawn
from sunlot.core.model import Task
from sunlot.core.protocol.outcomes import TeamsOutcome
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.registry import Registry
from sunlot.core.visits import last_teams


@dataclass(frozen=True, slots=True)
class LastTime:
    """Tells who was at a target the last time; what a draw had decided by an instant is found once."""

    registry: Registry
    records: Mapping[str, Record]
    known: dict[tuple[str, str], Drawn] = field(default_factory=dict)

    def twice(self, task: Task, record: Record) -> dict[tuple[str, str], bool]:
        """Give (target, inspector) of all who could be sent twice in a row, and whether too few others could go."""
        stages = [stage for stage in record.stages if isinstance(stage, Stage)]
        decisions = [stage.outcome.value for stage in stages if stage.outcome]
        teams = [one for one in decisions if isinstance(one, TeamsOutcome)]
        sent = {team.target for outcome in teams for team in outcome.teams}
        apart = {opening.target: frozenset(opening.inspectors) for outcome in teams for opening in outcome.recusals}
        roster = [entry for entry in record.lists.roster if entry.key in sent]
        last = last_teams(self.registry, self._others(record)) if roster else {}
        return {
            (one.target, inspector): one.waived
            for one in repeated(self.registry, task, roster, (record.lists.inspectors, apart), last)
            for inspector in one.inspectors
        }

    def _others(self, record: Record) -> dict[str, Drawn]:
        """What the other draws had decided when this one was frozen."""
        frozen_at = next(stage.freeze.value.frozen_at for stage in record.stages if isinstance(stage, Stage))
        found = {}
        for draw, other in self.records.items():
            latest = max((time for time in _changes(other) if time <= frozen_at), default=None)
            if draw != record.draw and latest is not None:
                if (draw, latest) not in self.known:
                    self.known[draw, latest] = decided(other, latest)
                found[draw] = self.known[draw, latest]
        return found


def _changes(record: Record) -> list[str]:
    """The instants at which what a draw has decided changes."""
    stages = [stage for stage in record.stages if isinstance(stage, Stage)]
    voids = [stage.void.value.voided_at for stage in stages if stage.void]
    return [*(stage.freeze.value.beacon.time for stage in stages), *voids]
