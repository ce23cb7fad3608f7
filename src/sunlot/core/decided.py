"""From the documents of a draw to what it has decided: the bridge between the protocol and rules, jobs, pages."""

from collections.abc import Iterator, Mapping

from sunlot.core.drawn import Drawn, Refused, Stage, Team
from sunlot.core.protocol.freezes import SubstitutesFreeze, TeamsFreeze
from sunlot.core.protocol.grammar import Kind
from sunlot.core.protocol.history import History
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.record import Stage as Frozen
from sunlot.core.protocol.verdict import Verdict

END_OF_TIME = "9999-12-31T23:59:59Z"


def decided(record: Record, moment: str = END_OF_TIME, verdict: Verdict | None = None) -> Drawn:
    """Tell what a draw has decided, at an instant or altogether.

    Args:
        record: The draw, as read from its folder.
        moment: Only stages whose beacon time has come by then count, and only voids declared by then.
        verdict: What the verifier says of it; a refusal is passed on.
    """
    counting = list(standing(record, moment))
    history = History(record.lists, counting)
    entries = record.lists.entries
    vacated = {
        vacancy.target: vacancy.reason
        for stage in counting
        if isinstance(stage.freeze.value, SubstitutesFreeze)
        for vacancy in stage.freeze.value.vacancies
    }
    chosen = [key for stage in counting for key in history.brought_in(stage.id)]
    failure = verdict.failure if verdict else None
    return Drawn(
        draw=record.draw,
        stages=tuple(
            Stage(str(one.id), one.freeze.value.beacon.time, one.outcome is not None, one.void is not None)
            for one in record.stages
            if isinstance(one, Frozen)
        ),
        selected={key: entries[key].stratum for key in chosen if key in entries},
        vacated=vacated,
        teams=_teams(counting, history),
        sent=_sent(counting, history),
        population=len(record.lists.roster) + len(record.lists.exclusions),
        refused=Refused(str(failure.stage), failure.code, failure.sentence("zh"), failure.sentence("en"))
        if failure
        else None,
    )


def standing(record: Record, moment: str = END_OF_TIME) -> Iterator[Frozen]:
    """Yield the stages whose beacon time has come at an instant and that were not void by then."""
    for stage in record.stages:
        if (
            isinstance(stage, Frozen)
            and stage.freeze.value.beacon.time <= moment
            and not (stage.void and stage.void.value.voided_at <= moment)
        ):
            yield stage


def owed(record: Record, moment: str) -> Iterator[Frozen]:
    """Yield the stages whose beacon time has come and that are still not drawn: until they are, nobody can count."""
    return (stage for stage in standing(record, moment) if stage.outcome is None)


def _sent(counting: list[Frozen], history: History) -> Mapping[str, str]:
    return {
        target: stage.freeze.value.beacon.time
        for stage in counting
        if stage.id.kind is Kind.TEAMS
        for target, _ in history.members(stage.id)
        if target not in history.vacated
    }


def _teams(counting: list[Frozen], history: History) -> Mapping[str, tuple[Team, ...]]:
    first = next((one.freeze.value for one in counting if isinstance(one.freeze.value, TeamsFreeze)), None)
    roles = {group.id: group.role for group in first.groups} if first else {}
    found: dict[str, tuple[Team, ...]] = {}
    for stage in counting:
        if stage.id.kind is Kind.TEAMS:
            for (target, group), members in history.members(stage.id).items():
                if target not in history.vacated:
                    found[target] = (*found.get(target, ()), Team(group, roles.get(group, "officer"), tuple(members)))
    return found
