"""Who is kept apart from whom: by a relation that the vault knows, or since the same people went there last time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from sunlot.core.identity import current
from sunlot.core.model import Task
from sunlot.core.protocol import lists
from sunlot.core.protocol.teams import Pool
from sunlot.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Waiver:
    """A target to which the same people may go twice in a row, since too few others could (domain, I12).

    Attributes:
        target: The roster key.
        group: The group of inspectors.
        inspectors: Who went there last and may go again.
        others: How many others are eligible.
    """

    target: str
    group: str
    inspectors: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Apart:
    """The recusals of a draw.

    Attributes:
        rows: Roster target → the listed inspectors kept apart from it, sorted. Every target has an entry, empty for
            most: a closed row for each hides which targets have any (protocol, section 7).
        waivers: Where a team that goes twice in a row had to be allowed.
    """

    rows: Mapping[str, tuple[str, ...]]
    waivers: tuple[Waiver, ...]


def kept_apart(
    registry: Registry,
    task: Task,
    roster: Sequence[lists.Entry],
    listed: Sequence[lists.Inspector],
    known: tuple[Mapping[str, Set[str]], Mapping[str, Set[str]]],
) -> Apart:
    """Tell for every roster target which listed inspectors are kept apart from it.

    Args:
        registry: The records; an id that was given up stands for the present one.
        task: The task, for its groups.
        roster: The targets.
        listed: The inspectors.
        known: Inspector → targets or subjects that the vault relates to; target → who inspected it last.
    """
    relations, last = known
    related = by_relation(registry, roster, listed, relations)
    twice = list(repeated(registry, task, roster, (listed, related), last))
    rows = {key: set(people) for key, people in related.items()}
    for one in twice:
        if not one.waived:
            rows[one.target] |= one.inspectors
    waivers = (Waiver(one.target, one.group, tuple(sorted(one.inspectors)), one.others) for one in twice if one.waived)
    return Apart({key: tuple(sorted(people)) for key, people in rows.items()}, tuple(waivers))


def by_relation(
    registry: Registry,
    roster: Iterable[lists.Entry],
    listed: Iterable[lists.Inspector],
    relations: Mapping[str, Set[str]],
) -> dict[str, Set[str]]:
    """Name, for every roster target, the listed inspectors related to it or to its subject."""
    now = current(registry)
    keepers: dict[str, set[str]] = {}
    for inspector in listed:
        for key in relations.get(inspector.key, ()):
            keepers.setdefault(now.get(key, key), set()).add(inspector.key)
    found: dict[str, Set[str]] = {}
    for entry in roster:
        target = registry.targets.get(entry.key)
        keys = {entry.key} | ({target.value.subject} if target else set())
        found[entry.key] = frozenset().union(*(keepers.get(now.get(key, key), ()) for key in keys))
    return found


@dataclass(frozen=True, slots=True)
class Repeated:
    """Eligible inspectors of one group who inspected a target the last time, and how many others could go now."""

    target: str
    group: str
    inspectors: Set[str]
    others: int
    waived: bool


def repeated(
    registry: Registry,
    task: Task,
    roster: Iterable[lists.Entry],
    people: tuple[Iterable[lists.Inspector], Mapping[str, Set[str]]],
    last: Mapping[str, Set[str]],
) -> Iterator[Repeated]:
    """Yield those who would go to the same target twice in a row (domain, I12).

    They are kept apart, unless fewer others are eligible than the group sends.

    Args:
        registry: The records.
        task: The task, for its groups.
        roster: The targets.
        people: The listed inspectors; target → who is kept apart from it for another reason.
        last: Target, by its present id → who inspected it last.
    """
    now = current(registry)
    listed, related = people
    pool = Pool(listed, frozenset(), related)
    for entry in roster:
        before = last.get(now.get(entry.key, entry.key), frozenset())
        for group in task.groups if before else ():
            eligible = pool.eligible(entry, group.id)
            if again := eligible & before:
                others = len(eligible - again)
                yield Repeated(entry.key, group.id, again, others, others < group.size)
