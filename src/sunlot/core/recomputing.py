"""Compare the frozen lists of a draw with what the registers said (protocol, sections 3.1, 6 and 7)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sunlot.core.apart import repeated
from sunlot.core.decided import decided
from sunlot.core.eligibility import Private, inspector_lists, target_lists
from sunlot.core.model import Task
from sunlot.core.protocol.grammar import is_withheld
from sunlot.core.protocol.outcomes import TeamsOutcome
from sunlot.core.protocol.record import Lists, Record, Stage
from sunlot.core.registry import Registry
from sunlot.core.visits import last_teams, per_subject, visits

PRIVATE_REASON = "unavailable"
CAP = "cap"


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry whose frozen place is not the one that follows from the registers.

    Attributes:
        file: The list, below the draw's folder.
        key: The entry.
        frozen: What the list says of it, empty where it does not name it.
        computed: What follows from the registers, empty where nothing does.
    """

    file: str
    key: str
    frozen: str
    computed: str


def differences(
    registry: Registry,
    task: Task,
    record: Record,
    others: Iterable[Record],
    moment: tuple[str, str],
    *,
    keys: Mapping[str, str] | None = None,
) -> Iterator[Difference]:
    """Compute the lists of a draw again and yield every entry that stands otherwise.

    The vault is not needed: that somebody was on leave is taken from the frozen absences, everything else is public.
    Of withheld targets only the number in each stratum is compared, unless their keys are known.

    Args:
        registry: The records at the frozen register tree.
        task: The task of the draw.
        record: The draw as frozen.
        others: The other draws, for this year's visits.
        moment: `as_of` and `frozen_at` of the freeze.
        keys: Withheld target → its key in this draw, for whoever holds the year's key.
    """
    as_of, frozen_at = moment
    drawn = {other.draw: decided(other, frozen_at) for other in others}
    year = task.window_from[:4]
    counted = per_subject(registry, drawn, year)
    known = keys is not None
    targets = target_lists(registry, task, as_of, counted, keys or {id_: f"~{id_}" for id_ in registry.withheld})
    frozen, computed = record.lists, Lists(targets.roster, targets.exclusions)
    for path, told in (("targets/roster.csv", _places), ("targets/exclusions.csv", _reasons)):
        yield from _compare(path, dict(_named(told(frozen), known)), dict(_named(told(computed), known)))
    if not known:
        cap = registry.plans[task.plan].value.frequency_cap.per_year
        gone = sum(is_withheld(one.target) and one.year == year for one in visits(registry, drawn))
        yield from _withheld(frozen, computed, gone // cap if cap else len(registry.withheld))

    absences = {one.key: one.reason for one in record.lists.absences}
    away = {key: [(task.window_from, task.window_to)] for key, reason in absences.items() if reason == PRIVATE_REASON}
    divisions = {entry.division for entry in record.lists.roster}
    people = inspector_lists(registry, task, as_of, Private(unavailable=away), divisions)
    listed = {one.key: f"{one.group} {one.divisions}" for one in record.lists.inspectors}
    able = {one.key: f"{one.group} {one.divisions}" for one in people.listed}
    yield from _compare("teams/inspectors.csv", listed, able)
    yield from _compare("teams/absences.csv", absences, {one.key: one.reason for one in people.absences})
    yield from _twice(registry, task, record, last_teams(registry, drawn))


def _places(lists: Lists) -> Iterator[tuple[str, str]]:
    return ((one.key, f"{one.stratum} {one.division}") for one in lists.roster)


def _reasons(lists: Lists) -> Iterator[tuple[str, str]]:
    return ((one.key, one.reason) for one in lists.exclusions)


def _named(rows: Iterator[tuple[str, str]], withheld: bool) -> Iterator[tuple[str, str]]:  # noqa: FBT001
    return ((key, told) for key, told in rows if withheld or not is_withheld(key))


def _withheld(frozen: Lists, computed: Lists, most: int) -> Iterator[Difference]:
    """Yield each stratum and each reason that has another number of withheld entries than the register.

    Who has been visited often enough is not to be seen from outside, so the cap may stand in the place of any stratum,
    yet not more often (`most`) than there were visits enough to withheld targets in this year.
    """
    placed, due = _counts(_places(frozen)), _counts(_places(computed))
    left, gone = _counts(_reasons(frozen)), _counts(_reasons(computed))
    capped = min(left.pop(CAP, 0), most)
    for place in sorted(placed.keys() | due.keys()):
        if not due[place] - capped <= placed[place] <= due[place]:
            yield Difference("targets/roster.csv", f"~ {place}", str(placed[place]), str(due[place]))
    if placed.total() + capped != due.total():
        yield Difference("targets/roster.csv", "~", str(placed.total() + capped), str(due.total()))
    for reason in sorted(left.keys() | gone.keys()):
        if left[reason] != gone[reason]:
            yield Difference("targets/exclusions.csv", f"~ {reason}", str(left[reason]), str(gone[reason]))


def _counts(rows: Iterator[tuple[str, str]]) -> Counter[str]:
    return Counter(told for key, told in rows if is_withheld(key))


def _twice(registry: Registry, task: Task, record: Record, last: Mapping[str, frozenset[str]]) -> Iterator[Difference]:
    """Yield the targets with a team whose row does not keep away those who inspected them last (domain, I12).

    Who has no row is kept apart from nobody: leaving the row out is no way round.
    """
    decided_teams = [
        stage.outcome.value
        for stage in record.stages
        if isinstance(stage, Stage) and stage.outcome and isinstance(stage.outcome.value, TeamsOutcome)
    ]
    opened = {team.target: frozenset[str]() for outcome in decided_teams for team in outcome.teams}
    opened |= {one.target: frozenset(one.inspectors) for outcome in decided_teams for one in outcome.recusals}
    drawn = [entry for entry in record.lists.roster if entry.key in opened]
    for one in repeated(registry, task, drawn, (record.lists.inspectors, opened), last):
        if not one.waived:
            yield Difference("teams/recusals.csv", one.target, "", " ".join(sorted(one.inspectors)))


def _compare(file: str, frozen: Mapping[str, str], computed: Mapping[str, str]) -> Iterator[Difference]:
    for key in sorted(frozen.keys() | computed.keys()):
        if frozen.get(key) != computed.get(key):
            yield Difference(file, key, frozen.get(key, ""), computed.get(key, ""))
