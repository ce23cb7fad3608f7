"""Who can be drawn: the frozen lists of a task, computed from the registers (protocol, sections 6 and 7).

Everything here is a pure function of public records, of the visits already drawn this year, and of the vault's
unavailability and relations, so that freezing and verifying say the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sunlot.core.identity import current
from sunlot.core.model import (
    Expert,
    Group,
    Inspector,
    InspectorCertificate,
    Population,
    Stratum,
    Target,
    Task,
    WithheldTarget,
)
from sunlot.core.protocol import lists
from sunlot.core.protocol.teams import Pool
from sunlot.core.qualification import examined, failed_training
from sunlot.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Private:
    """What the vault knows and freezing needs.

    Attributes:
        unavailable: Inspector or expert → periods (from, to) as ISO dates, both days included.
        relations: Inspector or expert → targets or subjects that the person is kept apart from.
    """

    unavailable: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    relations: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Targets:
    """The two lists of the stage `targets`; together they are the task's population."""

    roster: tuple[lists.Entry, ...]
    exclusions: tuple[lists.Exclusion, ...]


@dataclass(frozen=True, slots=True)
class Inspectors:
    """The two lists of the stage `teams`; together they are all inspectors of the groups' authorities."""

    listed: tuple[lists.Inspector, ...]
    absences: tuple[lists.Absence, ...]


AnyTarget = Target | WithheldTarget
REGION_DIGITS = 2
"""All that is told of where a withheld target lies (protocol, section 2)."""


def flagged(target: AnyTarget, as_of: str) -> bool:
    """Tell whether a target is under key supervision on a day (notice, 三（四）1)."""
    return any(flag.valid_from <= as_of <= flag.valid_to for flag in target.key_supervision)


def in_population(target: AnyTarget, population: Population) -> bool:
    """Tell whether a target is one of those that a task is about; what the population leaves open does not limit it."""
    return (
        _meets(target.supervision_types, population.supervision_types)
        and _meets((target.kind,), population.kinds)
        and (not population.divisions or target.division.startswith(population.divisions))
        and (population.supervised_by is None or population.supervised_by in target.supervised_by)
    )


def stratum_of(target: AnyTarget, strata: Iterable[Stratum], as_of: str) -> str | None:
    """Find the first stratum that a target fits; strata are built from public facts alone."""
    for stratum in strata:
        if (
            (not stratum.key_supervision or flagged(target, as_of))
            and _meets(target.supervision_types, stratum.supervision_types)
            and _meets((target.kind,), stratum.kinds)
            and (not stratum.divisions or target.division.startswith(stratum.divisions))
        ):
            return stratum.id
    return None


def capped(registry: Registry, task: Task, visits: Mapping[str, int]) -> frozenset[str]:
    """Name the subjects whose visits of the year have reached the plan's cap (notice, 三（四）1).

    Args:
        registry: The records; the plan of the task gives the cap and its public exceptions.
        task: The task to be frozen.
        visits: Subject → random inspections drawn in the calendar year of the task's visits.
    """
    plan = registry.plans[task.plan].value
    now = current(registry)
    excepted = {now.get(one.subject, one.subject) for one in plan.frequency_cap.exceptions}
    return frozenset(s for s, n in visits.items() if n >= plan.frequency_cap.per_year and s not in excepted)


def target_lists(
    registry: Registry, task: Task, as_of: str, visits: Mapping[str, int], keys: Mapping[str, str]
) -> Targets:
    """Compute roster and exclusions of a task from the targets registered on a day.

    Args:
        registry: The records at the frozen register tree.
        task: The task.
        as_of: The Beijing date at which everything is judged.
        visits: Subject → random inspections already drawn in the year of the task's visits.
        keys: Withheld target → its key in this draw.
    """
    full, now = capped(registry, task, visits), current(registry)
    roster, exclusions = [], []
    for key, division, subject, target in _registered(registry, keys):
        if not in_population(target, task.population):
            continue
        stratum = stratum_of(target, task.strata, as_of)
        if reason := _excluded(target, as_of, stratum, is_capped=now.get(subject, subject) in full):
            exclusions.append(lists.Exclusion(key, reason))
        elif stratum:
            roster.append(lists.Entry(key, stratum, division))
    return Targets(tuple(roster), tuple(exclusions))


def _registered(registry: Registry, keys: Mapping[str, str]) -> Iterator[tuple[str, str, str, AnyTarget]]:
    """Every target as it may stand in a list: key, division, subject; a withheld one counts for itself."""
    for id_, placed in registry.targets.items():
        yield id_, placed.value.division, placed.value.subject, placed.value
    for id_, hidden in registry.withheld.items():
        yield keys[id_], hidden.value.division[:REGION_DIGITS], id_, hidden.value


def _excluded(target: AnyTarget, as_of: str, stratum: str | None, *, is_capped: bool) -> str | None:
    if target.added_on > as_of:
        return "not_yet"
    if target.removed_on is not None and target.removed_on <= as_of:
        return "removed"
    if target.registration_status != "active":
        return target.registration_status
    if is_capped:
        return "cap"
    return None if stratum else "no_stratum"


def inspector_lists(
    registry: Registry, task: Task, as_of: str, private: Private, divisions: Iterable[str]
) -> Inspectors:
    """Compute who can be drawn into teams, and why all others of the groups' authorities cannot.

    Args:
        registry: The records at the frozen register tree.
        task: The task; certificate, exam, field and availability have to hold for its whole visit window.
        as_of: The Beijing date at which everything is judged.
        private: The vault's unavailability.
        divisions: The divisions of the roster; whoever may enforce in none of them is absent for `area`.
    """
    judge = _Judge(task, as_of, private, frozenset(divisions))
    listed: list[lists.Inspector] = []
    absences: dict[str, str] = {}
    placed: set[str] = set()
    for group in task.groups:
        for person in _members(registry, group):
            if person.id in placed:
                continue
            reason, areas = judge.judge(person, group)
            if reason is None:
                listed.append(lists.Inspector(person.id, group.id, " ".join(areas)))
                placed.add(person.id)
                absences.pop(person.id, None)
            else:
                absences.setdefault(person.id, reason)
    return Inspectors(tuple(listed), tuple(lists.Absence(key, reason) for key, reason in absences.items()))


def _members(registry: Registry, group: Group) -> Iterator[Inspector | Expert]:
    authorities = registry.descendants(group.authority)
    if group.role == "expert":
        yield from (p.value for p in registry.experts.values() if p.value.authority in authorities)
    else:
        yield from (p.value for p in registry.inspectors.values() if p.value.unit in authorities)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What every inspector of one task is judged by."""

    task: Task
    as_of: str
    private: Private
    wanted: frozenset[str]

    def judge(self, person: Inspector | Expert, group: Group) -> tuple[str | None, tuple[str, ...]]:
        """Give the reason why a person cannot be drawn, or None and the divisions in which the person may enforce."""
        if reason := self._gone(person):
            return reason, ()
        required = frozenset(group.fields or self.task.items)
        reason, areas = self._certified(person, required)
        if reason is None and not any(division.startswith(areas) for division in self.wanted):
            reason = "area"
        if reason is None and self._away(person):
            reason = "unavailable"
        return reason, areas

    def _gone(self, person: Inspector | Expert) -> str | None:
        if person.added_on > self.as_of or (person.removed_on is not None and person.removed_on <= self.as_of):
            return "left"
        return None if person.status == "active" else person.status

    def _certified(self, person: Inspector | Expert, required: frozenset[str]) -> tuple[str | None, tuple[str, ...]]:
        if isinstance(person, Expert):
            valid, fit = person.valid_to >= self.task.window_to, required <= frozenset(person.fields)
            areas = person.areas
        else:
            if not examined(person, self.as_of) or failed_training(person, self.as_of):
                return "exam", ()
            certificates = [c for c in person.certificates if _covers(c, self.task)]
            fitting = [c for c in certificates if required <= frozenset(c.fields)]
            valid, fit = bool(certificates), bool(fitting)
            areas = tuple(area for certificate in fitting for area in certificate.areas)
        if not valid:
            return "certificate", ()
        return (None, tuple(sorted(set(areas)))) if fit else ("field", ())

    def _away(self, person: Inspector | Expert) -> bool:
        periods = self.private.unavailable.get(person.id, ())
        return any(start <= self.task.window_to and end >= self.task.window_from for start, end in periods)


def _covers(certificate: InspectorCertificate, task: Task) -> bool:
    return certificate.valid_from <= task.window_from and certificate.valid_to >= task.window_to


@dataclass(frozen=True, slots=True)
class Shortage:
    """A roster target that could not get a full team of one group."""

    target: str
    division: str
    group: str
    eligible: int
    size: int


def shortages(
    task: Task,
    roster: Iterable[lists.Entry],
    listed: Iterable[lists.Inspector],
    apart: Mapping[str, Sequence[str]],
) -> Iterator[Shortage]:
    """Yield every roster target for which a group has fewer eligible inspectors than it must send (section 7)."""
    pool = Pool(listed, frozenset(), {key: frozenset(people) for key, people in apart.items()})
    for entry in roster:
        for group in task.groups:
            eligible = len(pool.eligible(entry, group.id))
            if eligible < group.size:
                yield Shortage(entry.key, entry.division, group.id, eligible, group.size)


def _meets(has: Sequence[str], wanted: Sequence[str]) -> bool:
    return not wanted or any(one in wanted for one in has)
