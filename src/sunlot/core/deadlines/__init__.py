"""Every deadline of a bureau: computed from its records and draws for a day, stored nowhere."""

from collections.abc import Callable, Iterable, Iterator

from sunlot.core.deadlines import draws, registers, results
from sunlot.core.deadlines.reckoning import Deadline, Facts
from sunlot.core.deadlines.table import LIMITS, Limit, count_of

__all__ = ["FAMILIES", "HORIZON", "LIMITS", "Deadline", "Facts", "Limit", "chosen", "count_of", "deadlines"]

HORIZON = 30
"""Days ahead that are looked at where nobody says otherwise."""

FAMILIES: tuple[Callable[[Facts], Iterator[Deadline]], ...] = (
    draws.batches,
    draws.freezes,
    draws.stages,
    draws.teams,
    draws.circulars,
    results.owed,
    results.follow_ups,
    results.penalties,
    results.evidence,
    results.corrections,
    results.reconsidered,
    registers.objections,
    registers.reviews,
    registers.certificates,
    registers.flags,
    registers.items,
    registers.training,
)


def deadlines(facts: Facts) -> list[Deadline]:
    """Give everything that is owed and not done, the longest overdue first."""
    found = (one for family in FAMILIES for one in family(facts))
    return sorted(found, key=lambda one: (one.due, one.kind, one.draw or "", one.subject, one.detail))


def chosen(
    found: Iterable[Deadline], *, within: int | None = HORIZON, units: Iterable[str] | None = None
) -> Iterator[Deadline]:
    """Choose what is late or due within so many days, of some authorities only if they are named."""
    asked = None if units is None else frozenset(units)
    for one in found:
        if (within is None or one.days <= within) and (asked is None or one.unit in asked):
            yield one
