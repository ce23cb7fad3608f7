"""What the rules allow a stage and a reader should see all the same: who was struck off, what was drawn once more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sunlot.core.protocol.case import Case
from sunlot.core.protocol.freezes import LaterTeamsFreeze, ReliefFreeze, SubstitutesFreeze, TeamsFreeze, Withdrawal
from sunlot.core.protocol.grammar import TARGETS, StageId
from sunlot.core.protocol.history import History
from sunlot.core.protocol.outcomes import ReliefOutcome, TeamsOutcome
from sunlot.core.protocol.record import Stage

_LEAST_OFFICERS = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """Something lawful that a reader should see; ``name`` is that of its sentence."""

    name: str
    facts: Mapping[str, object]


def marks(case: Case) -> Iterator[Mark]:
    """Yield the marks of a stage that was found right, one for each person, target or team they are about."""
    yield from _short_lead(case)
    yield from _few_officers(case)
    yield from _undocumented(case)
    yield from _drawn_again(case)
    yield from _withdrawn(case)


def _short_lead(case: Case) -> Iterator[Mark]:
    targets = case.earlier(TARGETS)
    if targets and case.frozen.lead < targets.freeze.value.lead:
        yield Mark("marked.lead_shorter", {"lead": case.frozen.lead, "first": targets.freeze.value.lead})


def _few_officers(case: Case) -> Iterator[Mark]:
    """A target that this stage leaves with fewer officers than an inspection needs; a void stage leaves nothing."""
    decided = case.decided
    if case.stage.void:
        return
    if isinstance(decided, TeamsOutcome):
        teams, touched = case.stage, dict.fromkeys(team.target for team in decided.teams)
    elif isinstance(decided, ReliefOutcome) and case.of:
        teams, touched = case.of, dict.fromkeys(relief.target for relief in decided.reliefs)
    else:
        return
    frozen = teams.freeze.value
    assert isinstance(frozen, TeamsFreeze | LaterTeamsFreeze)
    officers = {group.id for group in frozen.groups if group.role == "officer"}
    now = History(case.record.lists, [*case.history.stages.values(), case.stage])
    count = Counter[str]()
    for (target, group), members in now.members(teams.id).items():
        count[target] += len(members) if group in officers else 0
    for target in touched:
        if count[target] < _LEAST_OFFICERS:
            yield Mark("marked.few_officers", {"target": target, "count": count[target]})


def _undocumented(case: Case) -> Iterator[Mark]:
    if isinstance(case.frozen, SubstitutesFreeze | ReliefFreeze):
        count = sum(vacancy.evidence is None for vacancy in case.frozen.vacancies)
        if count:
            yield Mark("marked.no_evidence", {"count": count})


def _drawn_again(case: Case) -> Iterator[Mark]:
    """Vacancies of a target, or in a team, for which an earlier stage was frozen already, void or not."""
    earlier = Counter(place for stage in case.before for place in _places(stage))
    for target, group in _places(case.stage):
        if times := earlier[target, group]:
            facts: dict[str, object] = {"count": times + 1, "target": target}
            yield Mark("marked.again", facts) if group is None else Mark("marked.again_team", facts | {"group": group})


def _places(stage: Stage) -> Iterator[tuple[str, str | None]]:
    """Where a stage has vacancies: targets, or (target, group) of teams; each once, in the order of the freeze."""
    frozen = stage.freeze.value
    if isinstance(frozen, SubstitutesFreeze):
        yield from ((vacancy.target, None) for vacancy in frozen.vacancies)
    elif isinstance(frozen, ReliefFreeze):
        yield from dict.fromkeys((vacancy.target, vacancy.group) for vacancy in frozen.vacancies)


def _withdrawn(case: Case) -> Iterator[Mark]:
    for one, void in struck_off(case.before, case.stage):
        facts: dict[str, object] = {"inspector": one.inspector, "reason": one.reason}
        yield Mark("marked.withdrawn_void", facts | {"stage": void}) if void else Mark("marked.withdrawn", facts)


def struck_off(before: Iterable[Stage], stage: Stage) -> Iterator[tuple[Withdrawal, StageId | None]]:
    """Yield who is no candidate from a stage on (``None``), and who first was none by a stage that is void (its id)."""
    since: dict[str, Stage] = {}
    for earlier in before:
        for one in earlier.withdrawn:
            since.setdefault(one.inspector, earlier)
    for one in stage.withdrawn:
        first = since.get(one.inspector)
        if first is None or first.void:
            yield one, first.id if first else None
