"""Compare the frozen lists of a draw with what the registers said (protocol, sections 3.1, 6 and 7)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sunlot.core.apart import repeated
from sunlot.core.decided import decided
from sunlot.core.eligibility import Private, inspector_lists, target_lists
from sunlot.core.model import Task
from sunlot.core.protocol.outcomes import TeamsOutcome
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.registry import Registry
from sunlot.core.visits import last_teams, per_subject

PRIVATE_REASON = "unavailable"


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
    registry: Registry, task: Task, record: Record, others: Iterable[Record], moment: tuple[str, str]
) -> Iterator[Difference]:
    """Compute the lists of a draw again and yield every entry that stands otherwise.

    The vault is not needed: that somebody was on leave is taken from the frozen absences, everything else is public.

    Args:
        registry: The records at the frozen register tree.
        task: The task of the draw.
        record: The draw as frozen.
        others: The other draws, for this year's visits.
        moment: `as_of` and `frozen_at` of the freeze.
    """
    as_of, frozen_at = moment
    drawn = {other.draw: decided(other, frozen_at) for other in others}
    visits = per_subject(registry, drawn, task.window_from[:4])
    targets = target_lists(registry, task, as_of, visits)
    named = {entry.key: f"{entry.stratum} {entry.division}" for entry in record.lists.roster if entry.key[:1] != "~"}
    yield from _compare("targets/roster.csv", named, {e.key: f"{e.stratum} {e.division}" for e in targets.roster})
    excluded = {one.key: one.reason for one in record.lists.exclusions}
    yield from _compare("targets/exclusions.csv", excluded, {one.key: one.reason for one in targets.exclusions})

    absences = {one.key: one.reason for one in record.lists.absences}
    away = {key: [(task.window_from, task.window_to)] for key, reason in absences.items() if reason == PRIVATE_REASON}
    divisions = {entry.division for entry in record.lists.roster if entry.key[:1] != "~"}
    people = inspector_lists(registry, task, as_of, Private(unavailable=away), divisions)
    listed = {one.key: f"{one.group} {one.divisions}" for one in record.lists.inspectors}
    computed = {one.key: f"{one.group} {one.divisions}" for one in people.listed}
    yield from _compare("teams/inspectors.csv", listed, computed)
    yield from _compare("teams/absences.csv", absences, {one.key: one.reason for one in people.absences})
    yield from _twice(registry, task, record, last_teams(registry, drawn))


def _twice(registry: Registry, task: Task, record: Record, last: Mapping[str, frozenset[str]]) -> Iterator[Difference]:
    """Yield the drawn targets whose opened row does not keep away those who inspected them last (domain, I12)."""
    opened = {
        opening.target: frozenset(opening.inspectors)
        for stage in record.stages
        if isinstance(stage, Stage) and stage.outcome and isinstance(stage.outcome.value, TeamsOutcome)
        for opening in stage.outcome.value.recusals
    }
    drawn = [entry for entry in record.lists.roster if entry.key in opened]
    for one in repeated(registry, task, drawn, (record.lists.inspectors, opened), last):
        if not one.waived:
            yield Difference("teams/recusals.csv", one.target, "", " ".join(sorted(one.inspectors)))


def _compare(file: str, frozen: Mapping[str, str], computed: Mapping[str, str]) -> Iterator[Difference]:
    for key in sorted(frozen.keys() | computed.keys()):
        if frozen.get(key) != computed.get(key):
            yield Difference(file, key, frozen.get(key, ""), computed.get(key, ""))
