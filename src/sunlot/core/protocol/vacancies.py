"""The arithmetic of `substitutes` and `relief`: who takes an empty place (section 8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from sunlot.core.protocol.freezes import InspectorVacancy, TargetVacancy
from sunlot.core.protocol.grammar import Seed
from sunlot.core.protocol.lists import Entry
from sunlot.core.protocol.outcomes import Relief, Replacement
from sunlot.core.protocol.teams import Pool
from sunlot.core.protocol.tickets import inspector_tickets, select, target_tickets


def substitute(
    vacancies: Sequence[TargetVacancy], entries: Mapping[str, Entry], taken: Set[str], seed: Seed
) -> tuple[Replacement, ...]:
    """Fill each vacancy, in order, with the entry of its stratum that has the smallest ticket.

    Args:
        vacancies: targets of the roster, in their order.
        entries: the roster by key.
        taken: entries that were selected or brought in before.
        seed: of this stage.
    """
    wanted: defaultdict[str, int] = defaultdict(int)
    for vacancy in vacancies:
        wanted[entries[vacancy.target].stratum] += 1
    candidates: dict[str, list[str]] = {stratum: [] for stratum in wanted}
    for entry in entries.values():
        if entry.stratum in candidates and entry.key not in taken:
            candidates[entry.stratum].append(entry.key)
    drawn = {stratum: iter(select(target_tickets(seed, keys), wanted[stratum])) for stratum, keys in candidates.items()}
    replacements = []
    for vacancy in vacancies:
        ticket, newcomer = next(drawn[entries[vacancy.target].stratum], (None, None))
        replacements.append(Replacement(vacancy.target, newcomer, ticket))
    return tuple(replacements)


def relieve(
    vacancies: Sequence[InspectorVacancy],
    entries: Mapping[str, Entry],
    barred: Mapping[str, Iterable[str]],
    pool: Pool,
    seed: Seed,
) -> tuple[Relief, ...]:
    """Fill each vacancy, in order, with the eligible inspector who has the smallest ticket for that target.

    Args:
        vacancies: places in teams, in their order.
        entries: the roster by key.
        barred: target → members of its team, and those relieved from it before.
        pool: who can be drawn.
        seed: of this stage.
    """
    out = {target: set(keys) for target, keys in barred.items()}
    for vacancy in vacancies:
        out.setdefault(vacancy.target, set()).add(vacancy.inspector)
    reliefs = []
    for vacancy in vacancies:
        candidates = pool.eligible(entries[vacancy.target], vacancy.group) - out[vacancy.target]
        drawn = select(inspector_tickets(seed, vacancy.target, candidates), 1)
        ticket, newcomer = drawn[0] if drawn else (None, None)
        if newcomer is not None:
            out[vacancy.target].add(newcomer)
        reliefs.append(Relief(vacancy.target, vacancy.group, vacancy.inspector, newcomer, ticket))
    return tuple(reliefs)
