"""Who can be drawn for a task: its lists from the registers of a store, this year's visits and the vault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sunlot.core import eligibility
from sunlot.core.apart import Apart, kept_apart
from sunlot.core.decided import decided
from sunlot.core.eligibility import Inspectors, Targets
from sunlot.core.model import Expert, Inspector, Task
from sunlot.core.problems import Problem, problem
from sunlot.core.protocol.grammar import beijing_date
from sunlot.core.protocol.record import Record
from sunlot.core.registry import Placed, Registry
from sunlot.core.visits import last_teams, per_subject
from sunlot.jobs.privacy import private_of
from sunlot.jobs.withheld import keys_for, with_opened
from sunlot.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Listed:
    """The lists of a task.

    Attributes:
        targets: Roster and exclusions.
        inspectors: Those who can be drawn, and those who cannot.
        apart: Who is kept apart from whom.
        problems: What this vault lacks: people's internal fields (F434), so that leave and relations are unknown; the
            year's key (F464, F465), and then the lists are empty.
    """

    targets: Targets
    inspectors: Inspectors
    apart: Apart
    problems: tuple[Problem, ...]


def lists_of(registry: Registry, task: Placed[Task], records: Mapping[str, Record], now: str, vault: Vault) -> Listed:
    """Compute the lists of a task at an instant.

    Args:
        registry: The records.
        task: The task.
        records: The other draws, for the visits of the year and for who went where last.
        now: The instant, UTC; the lists are judged at its Beijing date.
        vault: Leave, relations, and the year's key where targets are withheld.
    """
    as_of, value = beijing_date(now), task.value
    drawn = {draw: decided(record, now) for draw, record in records.items() if draw != value.id}
    books = with_opened(registry, vault, [*drawn, value.id])
    keys, without_key = keys_for(books, task, vault)
    if without_key:
        return Listed(Targets((), ()), Inspectors((), ()), Apart({}, ()), tuple(without_key))
    targets = eligibility.target_lists(books, value, as_of, per_subject(books, drawn, value.window_from[:4]), keys)
    private, problems = private_of(people_of(books, value), vault)
    divisions = {entry.division for entry in targets.roster}
    inspectors = eligibility.inspector_lists(books, value, as_of, private, divisions)
    known = (private.relations, last_teams(books, drawn))
    apart = kept_apart(books, value, targets.roster, inspectors.listed, known)
    return Listed(targets, inspectors, apart, tuple(problems))


def people_of(registry: Registry, task: Task) -> Iterator[Placed[Inspector | Expert]]:
    """Everybody whom the authorities of a task's groups have."""
    authorities = frozenset[str]().union(*(registry.descendants(group.authority) for group in task.groups))
    yield from (placed for placed in registry.inspectors.values() if placed.value.unit in authorities)
    yield from (placed for placed in registry.experts.values() if placed.value.authority in authorities)


def too_few(task: Placed[Task], listed: Listed) -> list[Problem]:
    """Every roster target that could not get a full team (F433)."""
    found = eligibility.shortages(task.value, listed.targets.roster, listed.inspectors.listed, listed.apart.rows)
    return [
        problem(
            task.place("groups"),
            "F433",
            target=short.target,
            division=short.division,
            group=short.group,
            eligible=short.eligible,
            size=short.size,
        )
        for short in found
    ]
