"""What the stages before a stage decided, as far as it counts for that stage."""

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property

from sunlot.core.protocol.freezes import ReliefFreeze, SubstitutesFreeze
from sunlot.core.protocol.grammar import StageId
from sunlot.core.protocol.lists import Entry
from sunlot.core.protocol.outcomes import (
    ReliefOutcome,
    SubstitutesOutcome,
    TargetsOutcome,
    TeamsOutcome,
)
from sunlot.core.protocol.record import Lists, Record, Stage
from sunlot.core.protocol.teams import Pool


class History:
    """The lists of a draw and the stages that count, in their order."""

    def __init__(self, lists: Lists, stages: Iterable[Stage]) -> None:
        self.lists = lists
        self.stages = {stage.id: stage for stage in stages}

    def brought_in(self, of: StageId) -> Sequence[str]:
        """Give the targets that a stage selected or brought in, in its order."""
        stage = self.stages.get(of)
        decided = stage.outcome.value if stage and stage.outcome else None
        if isinstance(decided, TargetsOutcome):
            return [selected.key for selected in decided.selected]
        if isinstance(decided, SubstitutesOutcome):
            return [one.newcomer for one in decided.replacements if one.newcomer is not None]
        return []

    @cached_property
    def taken(self) -> Set[str]:
        """Every target that was ever selected or brought in."""
        return {key for stage in self.stages for key in self.brought_in(stage)}

    @cached_property
    def vacated(self) -> Set[str]:
        """Every target that cannot be inspected."""
        return {
            vacancy.target
            for stage in self.stages.values()
            if isinstance(stage.freeze.value, SubstitutesFreeze)
            for vacancy in stage.freeze.value.vacancies
        }

    def live(self, of: StageId) -> list[Entry]:
        """Give the targets that a stage selected or brought in and that were not vacated, in its order."""
        entries = self.lists.entries
        return [entries[key] for key in self.brought_in(of) if key not in self.vacated]

    def opened(self, of: StageId) -> Mapping[str, Set[str]]:
        """Give, for each target of a ``teams…`` stage with recusals, who must keep away from it."""
        decided = self._teams_outcome(of)
        return {opening.target: set(opening.inspectors) for opening in decided.recusals} if decided else {}

    def members(self, of: StageId) -> Mapping[tuple[str, str], Sequence[str]]:
        """Give the present members of the teams of a ``teams…`` stage, by target and group; the first leads."""
        decided = self._teams_outcome(of)
        teams = {(team.target, team.group): list(team.members) for team in decided.teams} if decided else {}
        for stage in self._reliefs(of):
            newcomers = _newcomers(stage)
            for target, group, out in _left(stage):
                team = teams.get((target, group), [])
                if out in team:
                    newcomer = newcomers.get((target, out))
                    place = team.index(out)
                    team[place : place + 1] = [newcomer] if newcomer else []
        return teams

    def relieved(self, of: StageId) -> Mapping[str, Set[str]]:
        """Give, by target, those who were relieved from a team of a ``teams…`` stage."""
        gone: dict[str, set[str]] = {}
        for stage in self._reliefs(of):
            for target, _, out in _left(stage):
                gone.setdefault(target, set()).add(out)
        return gone

    def pool(self, stage: Stage, recused: Mapping[str, Set[str]]) -> Pool:
        """Give those who can be drawn in a stage."""
        withdrawn = {one.inspector for one in stage.withdrawn}
        return Pool(self.lists.inspectors, withdrawn, recused)

    def _reliefs(self, of: StageId) -> Iterable[Stage]:
        return (
            stage for stage in self.stages.values() if isinstance(stage.freeze.value, ReliefFreeze) and stage.of == of
        )

    def _teams_outcome(self, of: StageId) -> TeamsOutcome | None:
        stage = self.stages.get(of)
        decided = stage.outcome.value if stage and stage.outcome else None
        return decided if isinstance(decided, TeamsOutcome) else None


def histories(record: Record, stage: Stage) -> list[History]:
    """Give what may count for a stage: first without every stage that is void, whenever it was voided.

    For a stage that is void itself there is a second view: what was not yet void when it was frozen. It was drawn with
    one of the two, and is void along with what it was built on. What it is built on always counts, void or not.
    """
    before = record.before(stage.id)
    roots = _roots(before, stage)
    views = [[one for one in before if one.void is None or one.id in roots]]
    if stage.void:
        frozen_at = stage.freeze.value.frozen_at
        then = [one for one in before if one.void is None or one.void.value.voided_at > frozen_at or one.id in roots]
        if then != views[0]:
            views.append(then)
    return [History(record.lists, view) for view in views]


def _roots(before: Sequence[Stage], stage: Stage) -> set[StageId]:
    """Give the stages that a stage is built on, directly or through others."""
    roots = {stage.of}
    for one in reversed(before):
        if one.id in roots:
            roots.add(one.of)
    return {root for root in roots if root is not None}


def _left(stage: Stage) -> Iterable[tuple[str, str, str]]:
    frozen = stage.freeze.value
    assert isinstance(frozen, ReliefFreeze)
    return ((one.target, one.group, one.inspector) for one in frozen.vacancies)


def _newcomers(stage: Stage) -> Mapping[tuple[str, str], str | None]:
    decided = stage.outcome.value if stage.outcome else None
    if not isinstance(decided, ReliefOutcome):
        return {}
    return {(one.target, one.out): one.newcomer for one in decided.reliefs}
