"""Rules on what a stage decides: strata, selection, recusals, teams, vacancies and who fills them."""

from collections import Counter

from sunlot.core.protocol import drawing
from sunlot.core.protocol.case import Case
from sunlot.core.protocol.freezes import (
    LaterTeamsFreeze,
    ReliefFreeze,
    SubstitutesFreeze,
    TargetsFreeze,
    TeamsFreeze,
)
from sunlot.core.protocol.grammar import (
    TEAMS,
    VACANCY_INSPECTOR_REASONS,
    VACANCY_TARGET_REASONS,
    Refusal,
)
from sunlot.core.protocol.outcomes import ReliefOutcome, SubstitutesOutcome, TargetsOutcome, TeamsOutcome
from sunlot.core.protocol.strata import take

_LEAST_OFFICERS = 2


def strata(case: Case) -> None:
    """The strata are those of the roster, with their sizes and the takes that the rules give (section 6)."""
    frozen = case.frozen
    if not isinstance(frozen, TargetsFreeze):
        return
    sizes = Counter(entry.stratum for entry in case.record.lists.roster)
    if frozen.strata.keys() != sizes.keys():
        raise Refusal("strata.names", given=" ".join(frozen.strata), expected=" ".join(sorted(sizes)))
    for name, stratum in frozen.strata.items():
        expected = (sizes[name], take(stratum.rule, sizes[name]))
        if (stratum.size, stratum.take) != expected:
            raise Refusal("strata.take", stratum=name, size=expected[0], take=expected[1])


def selected(case: Case) -> None:
    """In each stratum the smallest tickets are selected (section 6)."""
    frozen, decided = case.frozen, case.decided
    if not isinstance(frozen, TargetsFreeze) or not isinstance(decided, TargetsOutcome):
        return
    if decided.selected != drawing.selected(case.history, frozen, decided.seed):
        raise Refusal("selected.differ")


def recusals(case: Case) -> None:
    """The rows of the stage's targets are opened, and only those (section 7)."""
    if case.stage.id == TEAMS:
        for row in case.record.lists.recusals:
            if row.target not in case.record.lists.entries:
                raise Refusal("recusals.unlisted", target=row.target)
    if isinstance(case.decided, TeamsOutcome):
        drawing.check_openings(case.history, case.stage, case.decided.recusals)


def teams(case: Case) -> None:
    """Groups, withdrawn inspectors and members are what they have to be (section 7)."""
    frozen = case.frozen
    if isinstance(frozen, TeamsFreeze | LaterTeamsFreeze):
        _groups(case, frozen)
    if isinstance(frozen, LaterTeamsFreeze | ReliefFreeze):
        withdrawn = set(frozen.withdrawn)
        for earlier in case.before:
            for one in earlier.withdrawn:
                if one not in withdrawn:
                    raise Refusal("teams.withdrawn", inspector=one.inspector, reason=one.reason, earlier=earlier.id)
    if isinstance(case.decided, TeamsOutcome):
        expected = tuple(choice.team for choice in case.choices)
        for given, due in zip(case.decided.teams, expected, strict=False):
            if given != due:
                raise Refusal("teams.members", target=due.target, group=due.group, members=" ".join(due.members))
        if len(case.decided.teams) != len(expected):
            raise Refusal("teams.count", given=len(case.decided.teams), expected=len(expected))


def _groups(case: Case, frozen: TeamsFreeze | LaterTeamsFreeze) -> None:
    if sum(group.size for group in frozen.groups if group.role == "officer") < _LEAST_OFFICERS:
        raise Refusal("teams.officers", least=_LEAST_OFFICERS)
    first = case.earlier(TEAMS)
    if first and isinstance(first.freeze.value, TeamsFreeze) and frozen.groups != first.freeze.value.groups:
        raise Refusal("teams.groups")
    groups = {group.id for group in frozen.groups}
    for inspector in case.record.lists.inspectors:
        if inspector.group not in groups:
            raise Refusal("teams.no_such_group", inspector=inspector.key, group=inspector.group)


def vacancies(case: Case) -> None:
    """A vacancy has a reason, and is one of what the stage is built on (section 8)."""
    frozen = case.frozen
    if not isinstance(frozen, SubstitutesFreeze | ReliefFreeze):
        return
    if not frozen.vacancies:
        raise Refusal("vacancies.none")
    reasons = VACANCY_TARGET_REASONS if isinstance(frozen, SubstitutesFreeze) else VACANCY_INSPECTOR_REASONS
    for vacancy in frozen.vacancies:
        if vacancy.reason not in reasons:
            raise Refusal("vacancies.reason", target=vacancy.target, reason=vacancy.reason)
    assert case.stage.of is not None
    if isinstance(frozen, SubstitutesFreeze):
        live = {entry.key for entry in case.history.live(case.stage.of)}
        for vacancy in frozen.vacancies:
            if vacancy.target not in live:
                raise Refusal("vacancies.not_live", target=vacancy.target, of=case.stage.of)
    else:
        members = case.history.members(case.stage.of)
        for place in frozen.vacancies:
            team = () if place.target in case.history.vacated else members.get((place.target, place.group), ())
            if place.inspector not in team:
                raise Refusal("vacancies.no_member", target=place.target, inspector=place.inspector)


def replacements(case: Case) -> None:
    """Each vacated target is replaced by the smallest ticket of its stratum (section 8)."""
    frozen, decided = case.frozen, case.decided
    if not isinstance(frozen, SubstitutesFreeze) or not isinstance(decided, SubstitutesOutcome):
        return
    if decided.replacements != drawing.replacements(case.history, frozen, decided.seed):
        raise Refusal("replacements.differ")


def reliefs(case: Case) -> None:
    """Each place is taken by the smallest ticket of those who may (section 8)."""
    frozen, decided = case.frozen, case.decided
    if not isinstance(frozen, ReliefFreeze) or not isinstance(decided, ReliefOutcome):
        return
    if decided.reliefs != drawing.reliefs(case.history, case.stage, frozen, decided.seed):
        raise Refusal("reliefs.differ")
