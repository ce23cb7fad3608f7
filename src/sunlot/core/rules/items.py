"""Rules on the list of inspection items (notice, 三（一）)."""

from collections.abc import Iterator

from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, rule


@rule("F214")
def item_without_basis(registry: Registry, _: Context) -> Iterator[Problem]:
    """An item stands on a law, regulation, rule or standard; without one nobody inspects (notice, 三（一）; L1)."""
    for placed in registry.items.values():
        if not placed.value.legal_basis:
            yield problem(placed.place("legal_basis"), "F214", id=placed.value.id)


@rule("F226")
def status_without_reason(registry: Registry, _: Context) -> Iterator[Problem]:
    """An item that is not in force says why (notice, 三（一）: adjusted in time; R15, R17)."""
    for placed in registry.items.values():
        item = placed.value
        if item.status != "active" and item.status_reason is None:
            yield problem(placed.place("status"), "F226", id=item.id, status=item.status)
